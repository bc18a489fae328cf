-- Long work beside the reading of files, whoever does it, as the database sees it.

-- name: under_way()
-- Looks at sources, of which nobody knows how long they take; large files of which a portion is read, in bytes; a copy of the database's files for a backup, in bytes; tables
-- that are written anew so that nothing of what was forgotten is left in them, in pages.
select 'look' as what, s.location as of, null::bigint as done, null::bigint as total
from source s where exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.classid = 20592 and l.objid = s.id and l.objsubid = 2 and l.granted
        and l.database = (select oid from pg_database where datname = current_database())
)
union all
select 'reading', path, (resume ->> 'done')::bigint, (resume ->> 'total')::bigint
from file where state = 'pending' and not gone and (resume ->> 'unfinished')::boolean
union all
select 'backup', 'database', coalesce(backup_streamed, 0), backup_total from pg_stat_progress_basebackup
union all
select 'erasing', relid::regclass::text, heap_blks_scanned, heap_blks_total
from pg_stat_progress_cluster where datname = current_database();

-- name: filling()^
-- The space that is being filled.
select id, name from space where wanted and not dropped;

-- name: filled()^
-- In the space that is being filled: passages done, and in all.
select (select count(*) from passage_vector) as done, (select count(*) from chunk) as total;
