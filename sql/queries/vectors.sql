-- name: reuse(hashes)
-- Vectors of passages with these hashes, one for each.
select distinct on (c.hash) c.hash, v.dense, v.terms, v.weights, v.multi
from chunk c join passage_vector v on v.chunk_id = c.id
where c.hash = any(:hashes)
order by c.hash, c.id;

-- name: copy_vectors()!
copy passage_vector (chunk_id, collection_id, document_id, dense, terms, weights, multi) from stdin (format binary)

-- name: insert_document(document, collection, terms, version)!
insert into document_words (document_id, collection_id, terms, version) values (:document, :collection, :terms, :version);

-- name: copy_document_postings()!
copy document_posting (term, document_id, weight, named) from stdin (format binary)

-- name: path(document)$
select f.path from document d join file f on f.id = d.file_id where d.id = :document;

-- name: missing()
select c.id from chunk c where not exists (select from passage_vector v where v.chunk_id = c.id) order by c.id;

-- name: multi_of(chunks)
select chunk_id, multi from passage_vector where chunk_id = any(:chunks) and multi is not null;

-- name: count_passages()$
-- Exact where that is cheap; the planner's estimate for a large table.
select case when reltuples > 100000 then reltuples::bigint else (select count(*) from passage_vector) end
from pg_class where oid = 'passage_vector'::regclass;

-- name: count_documents()$
select case when reltuples > 100000 then reltuples::bigint else (select count(*) from document_words) end
from pg_class where oid = 'document_words'::regclass;

-- name: document_frequencies(terms, most)
-- In how many documents each term stands, and how many it names; counts no further than :most.
select asked.term, seen.documents, seen.named
from unnest(:terms::integer[]) as asked (term), lateral (
    select count(*) as documents, count(*) filter (where one.named) as named
    from (select p.named from document_posting p where p.term = asked.term limit :most) as one
) as seen;

-- name: documents(terms, weights, name_weights, k)
-- Documents by what the question's terms weigh in their text and in their name; which of the terms name each. A day
-- asked for is one of its passages': a chat has many. passes(d) stands for the filter's conditions (filters.sql).
select p.document_id, sum(asked.weight * p.weight) + coalesce(sum(asked.name_weight) filter (where p.named), 0) as score,
    coalesce(array_agg(p.term) filter (where p.named), '{}') as named
from unnest(:terms::integer[], :weights::double precision[], :name_weights::double precision[])
    as asked (term, weight, name_weight)
join document_posting p on p.term = asked.term
join document d on d.id = p.document_id
where passes(d)
group by p.document_id
order by score desc, p.document_id
limit :k;
