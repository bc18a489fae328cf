-- name: of(collections)
select collection_id, layout, profile from csv_profile where collection_id = any(:collections::bigint[]);

-- name: keep(collection, layout, profile)!
insert into csv_profile (collection_id, layout, profile) values (:collection, :layout, :profile)
on conflict (collection_id, layout) do update set profile = excluded.profile, created_at = now();

-- name: forget(collection, layouts)!
delete from csv_profile where collection_id = :collection and layout = any(:layouts::text[]);

-- name: read_again(collection, layouts)!
-- Without a parser's name the same bytes are no reason to leave the file as it was read.
update file set state = 'pending', parser = null, attempts = 0, lease_owner = null, priority = 10
where state = 'indexed' and id in (
    select file_id from document
    where collection_id = :collection and string_to_array(meta ->> 'layout', ' ') && :layouts::text[]
);
