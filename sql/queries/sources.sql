-- Who looks at a source holds the advisory lock (20592, source); who watches it holds (20593, source). PostgreSQL drops
-- them with the connection, so neither outlives its process.

-- name: insert(collection, kind, location, raw_location, registered)$
insert into source (collection_id, kind, location, raw_location, registered)
values (:collection, :kind, :location, :raw_location, :registered)
on conflict (collection_id, md5(location)) do update set registered = source.registered or excluded.registered
returning id;

-- name: get(source)^
select * from source where id = :source;

-- name: in_collection(collection)
select * from source where collection_id = :collection order by id;

-- name: registered()
select * from source where registered and not paused order by id;

-- name: all()
select * from source order by id;

-- name: due(now, every)
-- What failed, or was begun by a process that died, is tried again sooner; what somebody looks at now is not due. A look whose
-- time lies further ahead than an interval was made by a clock that was set back since.
select s.* from source s
where s.registered and not s.paused
    and not exists (
        select from pg_locks l
        where l.locktype = 'advisory' and l.classid = 20592 and l.objid = s.id and l.objsubid = 2 and l.granted
            and l.database = (select oid from pg_database where datname = current_database())
    )
    and not source_due_at(s, :every) - :now between interval '1 microsecond' and coalesce(s.every, :every) + interval '1 hour'
order by source_due_at(s, :every), s.id;

-- name: next_due(every)$
select min(source_due_at(s, :every)) from source s where s.registered and not s.paused;

-- name: overview(every)
select s.*, c.name as collection, source_due_at(s, :every) as next_look,
    (select count(*) from file f where f.source_id = s.id and f.state <> 'deleted') as files,
    exists (
        select from pg_locks l
        where l.locktype = 'advisory' and l.classid = 20593 and l.objid = s.id and l.objsubid = 2 and l.granted
            and l.database = (select oid from pg_database where datname = current_database())
    ) as watched
from source s join collection c on c.id = s.collection_id
order by s.id;

-- name: holdings(source)^
-- What would go with a source.
with held as (select id from file where source_id = :source),
texts as (select id from document where file_id in (select id from held))
select
    (select count(*) from file where source_id = :source and state <> 'deleted') as files,
    (select count(*) from texts) as documents,
    (select count(*) from chunk where document_id in (select id from texts)) as chunks,
    (select count(*) from transaction where document_id in (select id from texts)) as transactions;

-- name: files(source)
select id from file where source_id = :source and not forgotten order by id;

-- name: set_ways(source, every, include, exclude, options, paused)!
-- Who chooses other files wants them now: such a source is due at once.
update source set
    every = :every, include = :include, exclude = :exclude, options = :options, paused = :paused,
    scan_begun_at = case when (include, exclude, options) = (:include, :exclude, :options) then scan_begun_at end
where id = :source;

-- name: set_registered(source, registered)!
update source set registered = :registered where id = :source;

-- name: remember(source, cursor)!
update source set cursor = :cursor where id = :source;

-- name: set_unwatched(source, reason)!
update source set unwatched = :reason where id = :source and unwatched is distinct from :reason;

-- name: absorb(source, absorbed, location)!
-- Files of one source that lie at or below a place become files of another.
update file set source_id = :source
where source_id = :absorbed and (path = :location or starts_with(path, rtrim(:location, '/') || '/'));

-- name: delete(source)!
delete from source where id = :source;

-- name: take_turn(source)^
select pg_advisory_lock(20592, :source::integer);

-- name: take_turn_in_transaction(source)^
select pg_advisory_xact_lock(20592, :source::integer);

-- name: hold_watch(source)^
select pg_try_advisory_lock(20593, :source::integer) as held;

-- name: let_go_of_watch(source)^
select pg_advisory_unlock(20593, :source::integer);

-- name: exists(source)$
select exists (select from source where id = :source);

-- name: scan_begun(source)!
update source set scan_begun_at = now() where id = :source;

-- name: scan_ended(source)!
update source set scanned_at = now(), failure = null, failed_since = null where id = :source;

-- name: scan_failed(source, reason)!
update source set failure = :reason, failed_since = coalesce(failed_since, now()) where id = :source;
