-- name: files(path)
-- Files at a path, or at one that ends so.
select f.id, f.path, f.state::text as state, f.reason, coalesce(f.original_id, f.id) as holder
from file f
where not f.forgotten and (f.path = :path or right(f.path, length(:path) + 1) = '/' || :path)
order by f.id;

-- name: documents_of(files, past)
select id from document where file_id = any(:files) and (:past or valid_to is null) order by id;

-- name: versions(document, past)
-- A document in the version that holds; in all of them where those count.
select v.id, v.valid_to is null as holds
from document d
join document v on v.file_id = d.file_id and md5(coalesce(v.locator, '')) = md5(coalesce(d.locator, ''))
    and v.locator is not distinct from d.locator
where d.id = :document and (:past or v.valid_to is null) order by v.id;

-- name: exists(document)$
select exists (select from document where id = :document);

-- name: with_text(text, documents, past)
-- Documents that hold these very words.
select id from document
where strpos(text, :text) > 0 and (:documents::bigint[] is null or id = any(:documents)) and (:past or valid_to is null)
order by id;

-- name: with_pattern(pattern, documents, past)
select id from document
where text ~* :pattern and (:documents::bigint[] is null or id = any(:documents)) and (:past or valid_to is null)
order by id;

-- name: texts(documents)
select id, text from document where id = any(:documents) order by id;

-- name: passages(documents)
select id, document_id, char_start, char_end, page from chunk where document_id = any(:documents) order by id;

-- name: embedded(chunks)
select chunk_id from passage_vector where chunk_id = any(:chunks);

-- name: passing(chunks)
select c.chunk_id, c.document_id from passage_vector c join document d on d.id = c.document_id
where c.chunk_id = any(:chunks) and passes(c, d);

-- name: places(documents)
select d.id, f.path, d.title from document d join file f on f.id = d.file_id where d.id = any(:documents);
