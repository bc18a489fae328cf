-- name: reuse(hashes)
-- Vectors of passages with these hashes, one for each.
select distinct on (c.hash) c.hash, v.dense, v.terms, v.weights, v.multi
from chunk c join passage_vector v on v.chunk_id = c.id
where c.hash = any(:hashes)
order by c.hash, c.id;

-- name: copy_vectors()!
copy passage_vector (chunk_id, collection_id, dense, terms, weights, multi) from stdin (format binary)

-- name: copy_postings()!
copy passage_posting (term, chunk_id, document_id, weight) from stdin (format binary)

-- name: insert_document(document, collection, terms)!
insert into document_words (document_id, collection_id, terms) values (:document, :collection, :terms);

-- name: copy_document_postings()!
copy document_posting (term, document_id, weight, named) from stdin (format binary)

-- name: path(document)$
select f.path from document d join file f on f.id = d.file_id where d.id = :document;

-- name: missing()
select c.id from chunk c where not exists (select from passage_vector v where v.chunk_id = c.id) order by c.id;

-- name: count_matching(most, collection, kind, since, until, documents, instant, as_of)$
-- How many passages pass the filter; counts no further than :most.
select count(*) from (
    select from chunk c join document d on d.id = c.document_id
    where held_at(d.valid_from, d.valid_to, d.first, d.date, :instant::timestamptz, :as_of::date)
        and (:collection::bigint is null or c.collection_id = :collection)
        and (:kind::text is null or c.kind = :kind)
        and (:since::date is null or c.date >= :since)
        and (:until::date is null or c.date <= :until)
        and (:documents::bigint[] is null or c.document_id = any(:documents))
    limit :most
) as matching;

-- name: set_search(effort)^
-- How many candidates HNSW keeps in sight, and that it goes on until enough of them pass the filter.
select set_config('hnsw.ef_search', :effort, true) as effort, set_config('hnsw.iterative_scan', 'relaxed_order', true) as scan;

-- name: nearest(vector, k, collection, kind, since, until, documents, instant, as_of)
-- The passages of the largest inner product, found through the HNSW index.
select v.chunk_id, c.document_id, -(v.dense <#> :vector::halfvec) as score
from passage_vector v join chunk c on c.id = v.chunk_id join document d on d.id = c.document_id
where held_at(d.valid_from, d.valid_to, d.first, d.date, :instant::timestamptz, :as_of::date)
    and (:collection::bigint is null or c.collection_id = :collection)
    and (:kind::text is null or c.kind = :kind)
    and (:since::date is null or c.date >= :since)
    and (:until::date is null or c.date <= :until)
    and (:documents::bigint[] is null or c.document_id = any(:documents))
order by v.dense <#> :vector::halfvec
limit :k;

-- name: nearest_exact(vector, k, collection, kind, since, until, documents, instant, as_of)
-- The same by looking at every passage that passes the filter; ties go to the older one.
with scored as materialized (
    select v.chunk_id, c.document_id, -(v.dense <#> :vector::halfvec) as score
    from passage_vector v join chunk c on c.id = v.chunk_id join document d on d.id = c.document_id
    where held_at(d.valid_from, d.valid_to, d.first, d.date, :instant::timestamptz, :as_of::date)
        and (:collection::bigint is null or c.collection_id = :collection)
        and (:kind::text is null or c.kind = :kind)
        and (:since::date is null or c.date >= :since)
        and (:until::date is null or c.date <= :until)
        and (:documents::bigint[] is null or c.document_id = any(:documents))
)
select chunk_id, document_id, score from scored order by score desc, chunk_id limit :k;

-- name: dense_of(vector, chunks)
select chunk_id, -(dense <#> :vector::halfvec) as score from passage_vector where chunk_id = any(:chunks);

-- name: multi_of(chunks)
select chunk_id, multi from passage_vector where chunk_id = any(:chunks) and multi is not null;

-- name: count_passages()$
-- Exact where that is cheap; the planner's estimate for a large table.
select case when reltuples > 100000 then reltuples::bigint else (select count(*) from passage_vector) end
from pg_class where oid = 'passage_vector'::regclass;

-- name: count_documents()$
select case when reltuples > 100000 then reltuples::bigint else (select count(*) from document_words) end
from pg_class where oid = 'document_words'::regclass;

-- name: passage_frequencies(terms, most)
-- In how many passages each term stands; counts no further than :most.
select asked.term, (
    select count(*) from (select from passage_posting p where p.term = asked.term limit :most) as seen
) as passages
from unnest(:terms::integer[]) as asked (term);

-- name: document_frequencies(terms, most)
-- In how many documents each term stands, and how many it names; counts no further than :most.
select asked.term, seen.documents, seen.named
from unnest(:terms::integer[]) as asked (term), lateral (
    select count(*) as documents, count(*) filter (where one.named) as named
    from (select p.named from document_posting p where p.term = asked.term limit :most) as one
) as seen;

-- name: sparse(terms, weights, k, collection, kind, since, until, documents, instant, as_of)
-- Passages by the inner product of their terms' weights with the question's; ties go to the older one.
select p.chunk_id, p.document_id, sum(asked.weight * p.weight) as score
from unnest(:terms::integer[], :weights::double precision[]) as asked (term, weight)
join passage_posting p on p.term = asked.term
where (:documents::bigint[] is null or p.document_id = any(:documents))
    and exists (
        select from document d
        where d.id = p.document_id and held_at(d.valid_from, d.valid_to, d.first, d.date, :instant::timestamptz, :as_of::date)
            and (:collection::bigint is null or d.collection_id = :collection)
            and (:kind::text is null or d.kind = :kind)
    )
    and ((:since::date is null and :until::date is null) or exists (
        select from chunk c
        where c.id = p.chunk_id and (:since::date is null or c.date >= :since) and (:until::date is null or c.date <= :until)
    ))
group by p.chunk_id, p.document_id
order by score desc, p.chunk_id
limit :k;

-- name: sparse_of(terms, weights, chunks)
select p.chunk_id, sum(asked.weight * p.weight) as score
from unnest(:terms::integer[], :weights::double precision[]) as asked (term, weight)
join passage_posting p on p.term = asked.term and p.chunk_id = any(:chunks)
group by p.chunk_id;

-- name: documents(terms, weights, name_weights, k, collection, kind, since, until, instant, as_of)
-- Documents by what the question's terms weigh in their text and in their name; which of the terms name each. A day
-- asked for is one of its passages': a chat has many.
select p.document_id, sum(asked.weight * p.weight) + coalesce(sum(asked.name_weight) filter (where p.named), 0) as score,
    coalesce(array_agg(p.term) filter (where p.named), '{}') as named
from unnest(:terms::integer[], :weights::double precision[], :name_weights::double precision[])
    as asked (term, weight, name_weight)
join document_posting p on p.term = asked.term
join document d on d.id = p.document_id
where held_at(d.valid_from, d.valid_to, d.first, d.date, :instant::timestamptz, :as_of::date)
    and (:collection::bigint is null or d.collection_id = :collection)
    and (:kind::text is null or d.kind = :kind)
    and ((:since::date is null and :until::date is null) or exists (
        select from chunk c
        where c.document_id = d.id and (:since::date is null or c.date >= :since) and (:until::date is null or c.date <= :until)
    ))
group by p.document_id
order by score desc, p.document_id
limit :k;
