-- name: note()!
insert into erasure default values;

-- name: due()^
select max(xid) as xid, min(at) as since from erasure having count(*) > 0;

-- name: done(xid)!
delete from erasure where xid <= :xid::text::xid8;

-- name: tables()
-- Every table of this home with its size, indexes and all, and how many vectors its index must be built of again; the
-- smallest first.
select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name, pg_total_relation_size(c.oid) as bytes,
    case when exists (
        select from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
        where i.indrelid = c.oid and m.amname = 'hnsw')
    then greatest(c.reltuples, 0)::bigint else 0 end as vectors
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and (n.nspname = 'public' or n.nspname ~ '^space_\d+$') and c.relname !~ '^_?yoyo'
order by bytes;

-- name: still_seen(xid)$
-- How many transactions, prepared ones and replicas may still read what was there before.
select (select count(*) from pg_stat_activity
        where pid <> pg_backend_pid() and age(backend_xmin) >= age(:xid::text::xid8::xid))
    + (select count(*) from pg_prepared_xacts where age(transaction) >= age(:xid::text::xid8::xid))
    + (select count(*) from pg_replication_slots where greatest(age(xmin), age(catalog_xmin)) >= age(:xid::text::xid8::xid));

-- name: forget_statistics()
-- Statistics of columns hold their most common values. Those of a table that is empty now are not renewed by ANALYZE.
select pg_clear_attribute_stats(n.nspname::text, c.relname::text, a.attname::text, false)
from pg_statistic s
join pg_class c on c.oid = s.starelid
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum = s.staattnum
left join pg_index i on i.indexrelid = c.oid
where (n.nspname = 'public' or n.nspname ~ '^space_\d+$') and pg_relation_size(coalesce(i.indrelid, c.oid)) = 0;

-- name: rights()^
-- What this role may do to the server itself.
select (select rolsuper from pg_roles where rolname = current_user) as everything,
    pg_has_role(current_user, 'pg_checkpoint', 'usage') as checkpoint,
    pg_has_role(current_user, 'pg_monitor', 'usage') as monitor,
    current_setting('wal_recycle')::boolean as recycles,
    current_setting('archive_mode') <> 'off' as archives,
    current_setting('server_version_num')::integer as version,
    exists (select from pg_replication_slots) as slots;

-- name: switch_log()^
select pg_logical_emit_message(true, 'pkm', 'erased') as said, pg_switch_wal() as switched;

-- name: other_segments()^
-- Files of the write-ahead log that hold what came before, and such that wait to be written over.
select count(*) filter (where name < pg_walfile_name(pg_current_wal_lsn())) as earlier,
    count(*) filter (where name > pg_walfile_name(pg_current_wal_lsn())) as later
from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$';
