-- name: active()^
select id, name, model, dimensions, sparse, multi, window_tokens from space where active;

-- name: lock()^
select pg_advisory_xact_lock(hashtext('pkm.space'));

-- name: insert(name, model, dimensions, sparse, multi, window_tokens)$
insert into space (name, model, dimensions, sparse, multi, window_tokens, active)
values (:name, :model, :dimensions, :sparse, :multi, :window_tokens, true)
returning id;

-- name: create_tables(space, dimensions)^
select create_space_tables(:space, :dimensions);

-- name: enter(path)^
-- Tables of the space first; plans for the values at hand, since filters that are null cost nothing then.
select set_config('search_path', :path, true) as path, set_config('plan_cache_mode', 'force_custom_plan', true) as plans;
