-- name: present(files)
select id, file_id, parent_id, ordinal, locator, digest, valid_from, first from document
where file_id = any(:files) and valid_to is null order by file_id, ordinal;

-- name: close(documents)!
-- They hold no longer; what is known of the bytes that they were read from stays with them.
update document d set
    valid_to = now(),
    sha256 = case when d.has_object then d.sha256 else coalesce((select f.sha256 from file f where f.id = d.file_id), d.sha256) end
where d.id = any(:documents) and d.valid_to is null;

-- name: empty(documents)!
-- Bookings and facts are what holds now.
with bookings as (delete from statement where document_id = any(:documents)),
facts as (delete from fact where document_id = any(:documents)),
readings as (delete from fact_reading where document_id = any(:documents))
delete from document_link where document_id = any(:documents);

-- name: delete(documents)!
delete from document where id = any(:documents);

-- name: move(documents, ordinals)!
-- Out of the way of those that hold their new places still.
update document d set ordinal = -1 - n.ordinal
from unnest(:documents::bigint[], :ordinals::integer[]) as n (id, ordinal) where d.id = n.id;

-- name: arrive(documents)!
update document set ordinal = -1 - ordinal where id = any(:documents);

-- name: chain(document)
-- All versions of a document, the oldest first: what lay in the same place of the same file.
select v.id, v.valid_from, v.valid_to
from document d
join document v on v.file_id = d.file_id and md5(coalesce(v.locator, '')) = md5(coalesce(d.locator, ''))
    and v.locator is not distinct from d.locator
where d.id = :document
order by v.valid_from, v.id;
