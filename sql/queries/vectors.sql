-- name: reuse(hashes)
-- Vectors of passages with these hashes, one for each.
-- A statement stays prepared where another space holds longer vectors: their length is no part of what it returns.
select distinct on (c.hash) c.hash, v.dense::halfvec as dense, v.terms, v.weights, v.multi
from chunk c join passage_vector v on v.chunk_id = c.id
where c.hash = any(:hashes)
order by c.hash, c.id;

-- name: copy_vectors()!
copy passage_vector (chunk_id, collection_id, document_id, dense, terms, weights, multi) from stdin (format binary)

-- name: copy_words()!
copy document_words (document_id, collection_id, terms, weights, version) from stdin (format binary)

-- name: paths(documents)
select d.id, f.path from document d join file f on f.id = d.file_id where d.id = any(:documents);

-- name: multi_of(chunks)
select chunk_id, multi from passage_vector where chunk_id = any(:chunks) and multi is not null;

-- name: count_passages()$
-- Exact where that is cheap; of a large table an estimate as the planner's: as many to a page as when it was last analysed.
select case when reltuples > 2000 and relpages > 0
    then round(reltuples / relpages * (pg_relation_size(oid) / current_setting('block_size')::integer))::bigint
    else (select count(*) from passage_vector) end
from pg_class where oid = 'passage_vector'::regclass;

-- name: count_documents()$
select case when reltuples > 2000 and relpages > 0
    then round(reltuples / relpages * (pg_relation_size(oid) / current_setting('block_size')::integer))::bigint
    else (select count(*) from document_words) end
from pg_class where oid = 'document_words'::regclass;

-- name: documents_passing(ids)
-- Those of these documents that pass. A day asked for is one of its passages': a chat has many. passes(d) stands for the
-- filter's conditions (filters.sql).
select array_agg(d.id) as documents from document d where d.id = any(:ids) and passes(d);

-- name: passing_documents(most)
-- The documents that pass; one more than :most where there are more.
select array_agg(id) as documents from (
    select d.id from document d where passes(d) limit :most + 1
) as passing;
