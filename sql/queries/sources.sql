-- name: insert(collection, kind, location, registered)$
insert into source (collection_id, kind, location, registered)
values (:collection, :kind, :location, :registered)
on conflict (collection_id, location) do update set registered = source.registered or excluded.registered
returning id;

-- name: get(source)^
select id, collection_id, kind, location, registered, created_at, scanned_at from source where id = :source;

-- name: in_collection(collection)
select id, collection_id, kind, location, registered, created_at, scanned_at
from source where collection_id = :collection order by id;

-- name: registered()
select id, collection_id, kind, location, registered, created_at, scanned_at
from source where registered order by id;

-- name: every()
select s.id, s.collection_id, s.kind, s.location, s.registered, s.created_at, s.scanned_at, c.name as collection,
    (select count(*) from file f where f.source_id = s.id and f.state <> 'deleted') as files
from source s join collection c on c.id = s.collection_id
order by s.id;

-- name: absorb(source, absorbed)!
-- Files of a source inside a newly registered folder become files of that folder.
update file set source_id = :source where source_id = :absorbed;

-- name: delete(source)!
delete from source where id = :source;

-- name: scan_begun(source)!
update source set scan_begun_at = now() where id = :source;

-- name: scan_ended(source)!
update source set scanned_at = now() where id = :source;
