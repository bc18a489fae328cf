-- In the space at hand; passes(c, d) stands for the filter's conditions (filters.sql).

-- name: nearest(vector, candidates, k)
-- Candidates by how many signs of their components differ, found through the HNSW index; the nearest of them by inner product, and
-- what lies as near in their documents, to which the graph may not lead: of a document so many passages are looked at.
with found as materialized (
    select chunk_id, document_id, -(dense <#> :vector::halfvec) as score
    from (
        select c.chunk_id, c.document_id, c.dense
        from passage_vector c join document d on d.id = c.document_id
        where passes(c, d)
        order by signs(c.dense) <~> signs(:vector::halfvec)
        limit :candidates
    ) as candidate
    order by score desc, chunk_id limit :k
), beside as materialized (
    select own.chunk_id
    from (select distinct document_id from found) as near cross join lateral (
        select c.chunk_id, c.signs from passage_vector c join document d on d.id = c.document_id
        where c.document_id = near.document_id and passes(c, d)
        limit 1000
    ) as own
    order by own.signs <~> signs(:vector::halfvec)
    limit 2 * :k
)
select chunk_id, document_id, score
from (
    select * from found
    union
    select v.chunk_id, v.document_id, -(v.dense <#> :vector::halfvec) from beside join passage_vector v using (chunk_id)
) as each
order by score desc, chunk_id limit :k;

-- name: nearest_by_signs(vector, candidates, k)
-- Candidates by looking at the signs of every passage that passes, which lie in an index; the nearest of them by inner product.
select v.chunk_id, v.document_id, -(v.dense <#> :vector::halfvec) as score
from (
    select c.chunk_id from passage_vector c join document d on d.id = c.document_id
    where passes(c, d)
    order by c.signs <~> signs(:vector::halfvec)
    limit :candidates
) as candidate join passage_vector v using (chunk_id)
order by score desc, chunk_id limit :k;

-- name: nearest_exact(vector, k)
-- By looking at every passage that passes; ties go to the older one.
with scored as materialized (
    select c.chunk_id, c.document_id, -(c.dense <#> :vector::halfvec) as score
    from passage_vector c join document d on d.id = c.document_id
    where passes(c, d)
)
select chunk_id, document_id, score from scored order by score desc, chunk_id limit :k;

-- name: scores(vector, chunks)
select chunk_id, -(dense <#> :vector::halfvec) as score from passage_vector where chunk_id = any(:chunks);

-- name: begin_effort(effort, most)^
-- How many candidates HNSW keeps in sight, and that it goes on until enough of them pass the filter, or it has seen :most. It was
-- chosen after counting: a planner who takes a filter for rare shall not sort all that pass instead.
select set_config('hnsw.ef_search', :effort, true) as effort, set_config('hnsw.max_scan_tuples', :most, true) as most,
    set_config('hnsw.iterative_scan', 'relaxed_order', true) as scan, set_config('enable_sort', 'off', true) as sort;

-- name: end_effort()^
select set_config('enable_sort', 'on', true) as sort;

-- name: index()^
-- Whether the HNSW index can be used, how many passages there are as far as the planner knows, and the effort that is set.
select i.indisvalid as usable, c.reltuples::bigint as passages,
    nullif(current_setting('pkm.search_effort', true), '')::integer as effort
from pg_index i join pg_class c on c.oid = i.indrelid
where i.indexrelid = to_regclass('passage_vector_signs');
