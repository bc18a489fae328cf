-- What a look at a folder knows of its files, packed: reading a million rows as rows would take longer than to walk them.

-- name: never_sort()!
-- Pages are made by hashing then; the planner, which cannot know how few they are, would rather sort all rows.
set local enable_sort = off;

-- name: known(source, roots)
-- Pages of places joined by zero bytes and, in the same order, 33 bytes of each: size, times and inode as in Stat, and a
-- mark: 0 for a file, 1 for one that is deleted, or gone and about to be.
select
    string_agg(coalesce(raw_path, convert_to(path, 'UTF8')), '\x00'::bytea) as places,
    string_agg(
        int8send(size) || int8send(mtime_ns) || int8send(ctime_ns) || int8send(inode)
            || case when state = 'deleted' or gone then '\x01'::bytea else '\x00'::bytea end,
        ''::bytea
    ) as stats
from file
where source_id = :source and not forgotten
    and (:roots::text[] is null or exists (
        select from unnest(:roots::text[]) root where path = root or starts_with(path, rtrim(root, '/') || '/')
    ))
group by id >> 12;

-- name: reasons(source, paths)
select path, reason from file
where source_id = :source and md5(path) = any(select md5(each) from unnest(:paths::text[]) each) and path = any(:paths);

-- name: ids(source, paths)
select id, path from file
where source_id = :source and md5(path) = any(select md5(each) from unnest(:paths::text[]) each) and path = any(:paths);
