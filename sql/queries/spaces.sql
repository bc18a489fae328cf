-- name: active()^
select id, name, model, dimensions, sparse, multi, window_tokens, late from space where active;

-- name: find(name)^
select id, name, model, dimensions, sparse, multi, window_tokens, late from space where name = :name and not dropped;

-- name: lock()^
select pg_advisory_xact_lock(hashtext('pkm.space'));

-- name: hold()^
-- Until the transaction ends, the active space stays the active one.
select pg_advisory_xact_lock_shared(hashtext('pkm.space.active'));

-- name: insert(name, model, dimensions, sparse, multi, window_tokens, late, active)$
insert into space (name, model, dimensions, sparse, multi, window_tokens, late, active, activated_at)
values (:name, :model, :dimensions, :sparse, :multi, :window_tokens, :late, :active, case when :active then clock_timestamp() end)
returning id;

-- name: create_tables(space, dimensions)^
select create_space_tables(:space, :dimensions);

-- name: enter(path, plans)^
-- Tables of the space first; whether plans are made for the values at hand.
select set_config('search_path', :path, true) as path, set_config('plan_cache_mode', :plans, true) as plans;
