-- name: insert(collection, file, parent, ordinal, locator, name, kind, title, head, date, language, mime, sha256, has_object, text, header_end, meta)$
insert into document (
    collection_id, file_id, parent_id, ordinal, locator, name, kind, title, head, date, language, mime, sha256, has_object,
    text, header_end, meta
) values (
    :collection, :file, :parent, :ordinal, :locator, :name, :kind, :title, :head, :date, :language, :mime, :sha256,
    :has_object, :text, :header_end, :meta
) returning id;

-- name: insert_page(document, collection, number, char_start, char_end, width, height, confidence, rotation, words)*!
insert into page (document_id, collection_id, number, char_start, char_end, width, height, confidence, rotation, words)
values (:document, :collection, :number, :char_start, :char_end, :width, :height, :confidence, :rotation, :words);

-- name: get(document)^
select d.id, d.collection_id, d.file_id, d.parent_id, f.path, d.locator, d.name, d.kind, d.title, d.date, d.language, d.mime,
    d.sha256, d.text, d.header_end, d.meta
from document d join file f on f.id = d.file_id
where d.id = :document;

-- name: slice(document, char_start, length)$
select substr(text, :char_start::integer + 1, :length::integer) from document where id = :document;

-- name: pages(document)
select number, char_start, char_end, width, height, confidence, rotation, words
from page where document_id = :document order by number;

-- name: page(document, number)^
select number, char_start, char_end, width, height, confidence, rotation, words
from page where document_id = :document and number = :number;

-- name: original(document)^
-- Where a document's bytes are: in an object of its own or of the nearest ancestor that has one, else in the file.
with recursive line as (
    select id, parent_id, file_id, sha256, has_object, 0 as depth from document where id = :document
    union all
    select d.id, d.parent_id, d.file_id, d.sha256, d.has_object, line.depth + 1
    from document d join line on d.id = line.parent_id where not line.has_object
)
select sha256, has_object, file_id from line order by depth desc limit 1;

-- name: children(document)
select id, title, name, kind from document where parent_id = :document order by ordinal;

-- name: family(document)
-- A document and all that is attached to it, however deep.
with recursive family as (
    select id from document where id = :document
    union all
    select d.id from document d join family on d.parent_id = family.id
)
select id from family;

-- name: of_files(files)
select id from document where file_id = any(:files);

-- name: count_rows(documents)^
select
    (select count(*) from document where id = any(:documents)) as documents,
    (select count(*) from chunk where document_id = any(:documents)) as chunks,
    (select count(*) from transaction where document_id = any(:documents)) as transactions;

-- name: delete(document)!
delete from document where id = :document;

-- name: hold_objects()^
select pg_advisory_xact_lock_shared(20593, 0);

-- name: sweep_objects()^
select pg_advisory_xact_lock(20593, 0);

-- name: take_discarded()
with discarded as (delete from discarded_object returning sha256)
select distinct o.sha256 from discarded o
where not exists (select from document d where d.sha256 = o.sha256 and d.has_object);
