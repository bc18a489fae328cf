-- name: present(files)
select id, file_id, parent_id, ordinal, locator, digest, valid_from, first from document
where file_id = any(:files) and valid_to is null order by file_id, ordinal;

-- name: next_ordinal(file, but)$
-- Behind all documents of a file but these.
select coalesce(max(ordinal) + 1, 0) from document where file_id = :file and valid_to is null and id <> all(:but::bigint[]);

-- name: locators(file, since)
select locator from document
where file_id = :file and valid_to is null and ordinal >= :since and parent_id is null and locator is not null order by ordinal;

-- name: replaced(file, since, locators, after, goes_on)
-- What documents at these places, the last ones of a file, take the place of, with all that is attached: what an earlier reading
-- found there, or anywhere that this one did not come to when it ends; and what lay from that place on.
with recursive own as (
    select d.id, d.file_id, d.parent_id, d.ordinal, d.locator, d.digest, d.valid_from, d.first from document d
    where d.file_id = :file and d.valid_to is null and md5(coalesce(d.locator, '')) = any(
            select md5(place) from unnest(:locators::text[] || :after::text) as given (place))
        and (d.ordinal < :since or (d.parent_id is null and d.locator = :after))
    union
    select d.id, d.file_id, d.parent_id, d.ordinal, d.locator, d.digest, d.valid_from, d.first from document d
    where not :goes_on and d.file_id = :file and d.valid_to is null and d.ordinal < :since
    union
    select d.id, d.file_id, d.parent_id, d.ordinal, d.locator, d.digest, d.valid_from, d.first
    from document d join own on d.parent_id = own.id where d.file_id = :file and d.valid_to is null
)
select * from own order by ordinal;

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
