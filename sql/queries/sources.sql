-- name: insert(collection, kind, location, raw_location, registered)$
insert into source (collection_id, kind, location, raw_location, registered)
values (:collection, :kind, :location, :raw_location, :registered)
on conflict (collection_id, md5(location)) do update set registered = source.registered or excluded.registered
returning id;

-- name: get(source)^
select id, collection_id, kind, location, raw_location, registered, created_at, scanned_at from source where id = :source;

-- name: in_collection(collection)
select id, collection_id, kind, location, raw_location, registered, created_at, scanned_at
from source where collection_id = :collection order by id;

-- name: registered()
select id, collection_id, kind, location, raw_location, registered, created_at, scanned_at
from source where registered order by id;

-- name: every()
select s.id, s.collection_id, s.kind, s.location, s.registered, s.created_at, s.scanned_at, c.name as collection,
    (select count(*) from file f where f.source_id = s.id and f.state <> 'deleted') as files
from source s join collection c on c.id = s.collection_id
order by s.id;

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

-- name: scan_begun(source)!
update source set scan_begun_at = now() where id = :source;

-- name: scan_ended(source)!
update source set scanned_at = now() where id = :source;
