-- The HNSW index of a space, built by a connection of its own.

-- name: try_lock(space)$
-- One at a time, until the connection ends: the server goes on building where its client died.
select pg_try_advisory_lock(hashtext('pkm.index'), :space);

-- name: stop_build(space)$
select count(pg_cancel_backend(p.pid)) from pg_stat_progress_create_index p
join pg_class t on t.oid = p.relid join pg_namespace n on n.oid = t.relnamespace
where t.relname = 'passage_vector' and n.nspname = :space and p.datname = current_database() and p.command = 'CREATE INDEX CONCURRENTLY';

-- name: lock(space)^
select pg_advisory_lock(hashtext('pkm.index'), :space);

-- name: prepare(path, memory, workers)^
select set_config('search_path', :path, false) as path, set_config('maintenance_work_mem', :memory, false) as memory,
    set_config('max_parallel_maintenance_workers', :workers, false) as workers;

-- name: is_usable()$
-- Null where there is none.
select indisvalid from pg_index where indexrelid = to_regclass('passage_vector_signs');

-- name: count_passages(most)$
select count(*) from (select from passage_vector limit :most) as seen;

-- name: size()^
-- As far as it is known without counting.
select greatest(reltuples, 0)::bigint as passages, pg_relation_size(oid) as bytes
from pg_class where oid = 'passage_vector'::regclass;

-- name: create()!
create index concurrently passage_vector_signs on passage_vector
using hnsw ((binary_quantize(dense)::bit({dimensions})) bit_hamming_ops) with (m = {m}, ef_construction = {ef_construction});

-- name: drop()!
drop index concurrently if exists passage_vector_signs;

-- name: analyze()!
analyze passage_vector;

-- name: memory()$
-- What the server's own settings allow, in MB.
select pg_size_bytes(current_setting('maintenance_work_mem')) >> 20;

-- name: building(space)^
-- How far the build is that goes on in a space: passages done and in all, as far as that is known, and seconds.
select p.phase, p.tuples_done as done, greatest(p.tuples_total, t.reltuples::bigint, 0) as total,
    coalesce(extract(epoch from now() - a.query_start)::float, 0) as seconds
from pg_stat_progress_create_index p
join pg_class t on t.oid = p.relid join pg_namespace n on n.oid = t.relnamespace
left join pg_stat_activity a on a.pid = p.pid
where t.relname = 'passage_vector' and n.nspname = :space and p.datname = current_database() and p.command ~ '^CREATE'
limit 1;
