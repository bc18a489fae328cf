-- name: every(collection, ignored)
select f.path, c.name as collection, f.state::text as state, p.locator, p.reason, p.at as since, f.next_try, f.attempts, f.ignored
from problem p join file f on f.id = p.file_id join collection c on c.id = f.collection_id
where f.state <> 'deleted' and f.ignored = :ignored and (:collection::bigint is null or f.collection_id = :collection)
order by f.path, p.id;

-- name: at(path)
-- Refused files at a path or below it. What the scan refused (a link, a pipe) is no file that could be opened.
select id, source_id, size = 0 and mtime_ns = 0 and inode = 0 as unopened from file
where state = 'quarantined' and (path = :path or starts_with(path, rtrim(:path, '/') || '/'));

-- name: all()
select id, source_id, size = 0 and mtime_ns = 0 and inode = 0 as unopened from file where state = 'quarantined' and not ignored;

-- name: with_problems(path)
select distinct f.id from file f join problem p on p.file_id = f.id
where f.state <> 'deleted' and (f.path = :path or starts_with(f.path, rtrim(:path, '/') || '/'));

-- name: retry(files)!
update file set state = 'pending', attempts = 0, crashes = 0, next_try = null, lease_owner = null, ignored = false, priority = 10
where id = any(:files) and state = 'quarantined';

-- name: ignore(files)!
update file set ignored = true where id = any(:files);
