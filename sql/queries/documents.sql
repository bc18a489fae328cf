-- name: draw(count)
select nextval(pg_get_serial_sequence('document', 'id')) as id from generate_series(1, :count);

-- name: insert(ids, collections, files, parents, ordinals, locators, names, kinds, titles, heads, dates, languages, mimes, hashes, objects, texts, header_ends, metas, digests, since, firsts)!
insert into document (
    id, collection_id, file_id, parent_id, ordinal, locator, name, kind, title, head, date, language, mime, sha256, has_object,
    text, header_end, meta, digest, valid_from, first
) overriding system value
select
    n.id, n.collection_id, n.file_id, n.parent_id, n.ordinal, n.locator, n.name, n.kind, n.title, n.head, n.date, n.language, n.mime,
    n.sha256, n.has_object, n.text, n.header_end, n.meta, n.digest, coalesce(n.valid_from, now()),
    coalesce(n.first, not exists (
        select from document past
        where past.file_id = n.file_id and md5(coalesce(past.locator, '')) = md5(coalesce(n.locator, ''))
            and past.valid_to is not null))
from unnest(
    :ids::bigint[], :collections::bigint[], :files::bigint[], :parents::bigint[], :ordinals::integer[], :locators::text[],
    :names::text[], :kinds::text[], :titles::text[], :heads::text[], :dates::date[], :languages::text[], :mimes::text[],
    :hashes::text[], :objects::boolean[], :texts::text[], :header_ends::integer[], :metas::jsonb[], :digests::bytea[],
    :since::timestamptz[], :firsts::boolean[]
) as n (
    id, collection_id, file_id, parent_id, ordinal, locator, name, kind, title, head, date, language, mime, sha256, has_object,
    text, header_end, meta, digest, valid_from, first
);

-- name: insert_page(document, collection, number, char_start, char_end, width, height, confidence, rotation, words)*!
insert into page (document_id, collection_id, number, char_start, char_end, width, height, confidence, rotation, words)
values (:document, :collection, :number, :char_start, :char_end, :width, :height, :confidence, :rotation, :words);

-- name: get(document)^
select d.id, d.collection_id, d.file_id, d.parent_id, f.path, d.locator, d.name, d.kind, d.title, d.date, d.language, d.mime,
    case when d.has_object or d.valid_to is not null then d.sha256 else coalesce(f.sha256, d.sha256) end as sha256,
    d.text, d.header_end, d.meta, d.valid_from, d.valid_to
from document d join file f on f.id = d.file_id
where d.id = :document;

-- name: copies(document)
-- Where the same bytes lie beside the file that the document was read from.
select c.path from document d join file c on c.original_id = d.file_id
where d.id = :document and d.valid_to is null and c.state = 'duplicate'
order by c.path;

-- name: saying(documents, pattern)
select id from document where id = any(:documents) and text ~* :pattern;

-- name: slices(documents, starts, lengths)
-- Parts of texts, counted from 1.
select d.id, w.start, w.length, substr(d.text, w.start, w.length) as text
from unnest(:documents::bigint[], :starts::integer[], :lengths::integer[]) as w (id, start, length) join document d on d.id = w.id;

-- name: pages(document)
select number, char_start, char_end, width, height, confidence, rotation, words
from page where document_id = :document order by number;

-- name: pages_at(documents, positions)
-- The pages on which characters lie, by the place of each in the list.
select w.place, p.number, p.char_start, p.char_end, p.width, p.height, p.confidence, p.rotation, p.words
from unnest(:documents::bigint[], :positions::integer[]) with ordinality as w (id, position, place)
cross join lateral (
    select * from page where document_id = w.id and char_start <= w.position order by number desc limit 1
) as p;

-- name: page(document, number)^
select number, char_start, char_end, width, height, confidence, rotation, words
from page where document_id = :document and number = :number;

-- name: original(document)^
-- Where a document's bytes are: in an object of its own or of the nearest ancestor that has one, else in the file.
with recursive line as (
    select id, parent_id, file_id, sha256, has_object, valid_to, 0 as depth from document where id = :document
    union all
    select d.id, d.parent_id, d.file_id, d.sha256, d.has_object, d.valid_to, line.depth + 1
    from document d join line on d.id = line.parent_id where not line.has_object
)
select line.has_object, line.file_id, line.valid_to,
    case when line.has_object or line.valid_to is not null then line.sha256 else coalesce(f.sha256, line.sha256) end as sha256
from line join file f on f.id = line.file_id order by line.depth desc limit 1;

-- name: family(document)
-- A document in all its versions, and all that is attached to them, however deep.
with recursive family as (
    select v.id
    from document d
    join document v on v.file_id = d.file_id and md5(coalesce(v.locator, '')) = md5(coalesce(d.locator, ''))
        and v.locator is not distinct from d.locator
    where d.id = :document
    union
    select d.id from document d join family on d.parent_id = family.id
)
select id from family;

-- name: going_with(files)
-- The documents that go with these files, earlier versions too: all but those that a copy which stays inherits.
select d.id from document d
where d.file_id = any(:files) and (d.valid_to is not null or not exists (
    select from file c where c.original_id = d.file_id and c.state = 'duplicate' and c.id <> all(:files)));

-- name: count_rows(documents)^
select
    (select count(*) from document where id = any(:documents)) as documents,
    (select count(*) from chunk where document_id = any(:documents)) as chunks,
    (select count(*) from transaction where document_id = any(:documents)) as transactions;

-- name: delete(documents)!
delete from document where id = any(:documents);

-- name: hold_objects()^
select pg_advisory_xact_lock_shared(20593, 0);

-- name: sweep_objects()^
select pg_advisory_xact_lock(20593, 0);

-- name: take_discarded()
with discarded as (delete from discarded_object returning sha256)
select distinct o.sha256 from discarded o
where not exists (select from document d where d.sha256 = o.sha256 and d.has_object);

-- name: latest(documents, kinds, since, until, as_of, collection, most)
-- Those that hold, without such as bear a day after ``as_of``, the latest first, with how many they are in all.
select d.id, count(*) over () as every
from document d
where d.valid_to is null
    and (:documents::bigint[] is null or d.id = any(:documents))
    and (:kinds::text[] is null or d.kind = any(:kinds))
    and (:since::date is null or d.date >= :since) and (:until::date is null or d.date <= :until)
    and (:as_of::date is null or d.date is null or d.date <= :as_of)
    and (:collection::bigint is null or d.collection_id = :collection)
order by d.date desc nulls last, d.id desc
limit :most;

-- name: in_calendar(collection, since, until)
-- Entries of calendars that begin in a time, or before and may last or recur until then.
select d.id, d.date, split_part(d.text, E'\n', 1) as said
from document d
where d.mime = 'text/calendar' and d.valid_to is null and d.date <= :until
    and (d.date >= :since or split_part(d.text, E'\n', 1) ~ ', every | – \d{4}-\d\d-\d\d')
    and (:collection::bigint is null or d.collection_id = :collection)
order by d.date, d.id;

-- name: has_calendar(collection)$
select exists (
    select from document d
    where d.mime = 'text/calendar' and d.valid_to is null and (:collection::bigint is null or d.collection_id = :collection)
);
