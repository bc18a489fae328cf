-- Spaces beside the active one: the one that is being filled, and those that were active before.

-- name: all()
select id, name, model, dimensions, sparse, multi, window_tokens, late, active, wanted, chosen, created_at, activated_at, compared,
    failure, dropped
from space order by active desc, activated_at desc nulls last, id;

-- name: count_passages()$
select count(*) from chunk;

-- name: count_vectors()^
-- Of the space at hand.
select (select count(*) from passage_vector) as passages, (
    select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
) as bytes;

-- name: want(space)!
update space set wanted = true, failure = null, compared = null where id = :space;

-- name: hold_wanted(space)^
-- It stays wanted until the transaction ends.
select id from space where id = :space and wanted for share;

-- name: want_none()!
update space set wanted = false where wanted;

-- name: note_failure(space, failure)!
update space set failure = :failure where id = :space;

-- name: note_comparison(space, compared)!
update space set compared = :compared where id = :space;

-- name: fence()^
-- Waits for who holds the active space (spaces.hold), and lets nobody hold it until the transaction ends.
select pg_advisory_xact_lock(hashtext('pkm.space.active'));

-- name: leave()!
update space set active = false where active;

-- name: enter(space)!
update space set active = true, wanted = false, chosen = true, failure = null, activated_at = clock_timestamp() where id = :space;

-- name: mark_dropped(space)!
update space set dropped = true, wanted = false where id = :space;

-- name: now()$
select clock_timestamp();

-- name: hold_off_writers()!
-- Both tables that a space refers to at once, or none: who held one and waited for the other could wait for ever.
lock table document, chunk in share row exclusive mode nowait;

-- name: hold_off_all()!
lock table document, chunk in access exclusive mode nowait;

-- name: is_looked_into(since)$
-- Whether a transaction still goes on that may have begun to look into a space before that moment.
select exists (
    select from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name = 'pkm' and xact_start <= :since
);

-- name: drop_tables(space)^
select drop_space_tables(:space);

-- name: delete(space)!
delete from space where id = :space;

-- name: be_patient(patience)^
-- No longer than that for a lock, so that nobody waits long behind who waits for it.
select set_config('lock_timeout', :patience, true);

-- name: fill_alone()$
-- Until the connection ends; false where another process fills a space.
select pg_try_advisory_lock(hashtext('pkm.space.filling'));

-- name: is_filled()$
-- Whether a process fills a space just now.
select exists (
    select from pg_locks
    where locktype = 'advisory' and granted and objsubid = 1
        and database = (select oid from pg_database where datname = current_database())
        and ((classid::bigint << 32) | objid::bigint) = hashtext('pkm.space.filling')::bigint
);
