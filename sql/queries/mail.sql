-- name: known(source)
select id, path, raw_path, state::text as state, forgotten from file
where source_id = :source and (state <> 'deleted' or forgotten) and not gone;

-- name: see(collection, source, path, raw_path, size, mtime_ns, ctime_ns, inode, priority)*!
insert into file (collection_id, source_id, path, raw_path, size, mtime_ns, ctime_ns, inode, priority)
values (:collection, :source, :path, :raw_path, :size, :mtime_ns, :ctime_ns, :inode, :priority)
on conflict (source_id, md5(path)) do update set
    state = 'pending', raw_path = excluded.raw_path, size = excluded.size, mtime_ns = excluded.mtime_ns,
    ctime_ns = excluded.ctime_ns, inode = excluded.inode, priority = excluded.priority, original_id = null, reason = null,
    attempts = 0, crashes = 0, next_try = null, ignored = false, lease_owner = null,
    gone = false
where not file.forgotten;

-- name: clear(source, path)!
-- What once lay at a place where something else lies now.
delete from file where source_id = :source and md5(path) = md5(:path) and path = :path and state = 'deleted' and not forgotten;

-- name: move(file, path)$
-- Where it was until now. Who reads it at its old place loses the lease.
update file f set path = :path, lease_owner = null from file was where f.id = :file and was.id = f.id returning was.path;

-- name: discard(files)!
insert into discarded_file (place) select raw_path from file where id = any(:files) and raw_path is not null;

-- name: drop(files)!
delete from file where id = any(:files) and forgotten;

-- name: after(collection, threads, since)
-- The mails of threads since a day, the newest first, with those that answer them: many bear the number of the one before alone.
-- Each is looked up by index ("offset 0"): to join them all at once would read every mail since that day.
with recursive chain as (
    select null::bigint as id, null::date as date, thread as message from unnest(:threads::text[]) thread
    union
    select later.* from chain cross join lateral (
        select d.id, d.date, d.meta ->> 'message_id' from document d
        where d.collection_id = :collection and d.kind = 'email' and d.valid_to is null and d.date >= :since
            and hashtextextended(d.meta ->> 'thread', 0) = hashtextextended(chain.message, 0) and d.meta ->> 'thread' = chain.message
        offset 0
    ) later
)
select id from chain where id is not null order by date desc, id desc limit 20;
