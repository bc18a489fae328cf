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
with recursive mails as materialized (
    select id, date, meta ->> 'thread' as thread, meta ->> 'message_id' as message from document
    where collection_id = :collection and kind = 'email' and date >= :since and valid_to is null and meta ? 'thread'
), chain as (
    select id, date, message from mails where thread = any(:threads)
    union
    select mails.id, mails.date, mails.message from mails join chain on mails.thread = chain.message
)
select id from chain order by date desc, id desc limit 20;
