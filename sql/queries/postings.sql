-- In the space at hand. A posting is a row of passage_posting (fresh) or lies in a block; blocks may hold passages that
-- are gone, until they are purged. Of documents the same queries ask with other tables (pkm/store/inverted.py, Texts).

-- name: copy_postings()!
copy passage_posting (term, chunk_id, weight) from stdin (format binary)

-- name: copy_blocks()!
copy passage_block (term, first_id, last_id, count, top, unit, form, gaps, steps) from stdin (format binary)

-- name: frequencies(terms)
-- In how many passages each term stands, and what it weighs there at most.
select term, sum(count)::bigint as passages, max(top)::double precision as top
from (
    select term, count::bigint, top from passage_block where term = any(:terms)
    union all
    select term, count(*), max(weight) from passage_posting where term = any(:terms) group by term
) as part
group by term;

-- name: parts(terms)
-- The postings of each term by what they weigh: blocks by the power of two below what they weigh at most (of a term that stands
-- in many passages each block holds weights of one such level), fresh ones by themselves; from which to which passage they are.
select term, is_fresh, sum(count)::bigint as passages, max(top)::double precision as top, min(first_id) as first, max(last_id) as last
from (
    select term, false as is_fresh, ceil(ln(top / 255::double precision) / ln(2::double precision) - 0.001) as level, count::bigint, top,
        first_id, last_id
    from passage_block where term = any(:terms)
    union all
    select term, true, null, count(*), max(weight), min(chunk_id), max(chunk_id)
    from passage_posting where term = any(:terms) group by term
) as part
group by term, is_fresh, level;

-- name: read_parts(terms, above, upto, fresh)
-- Of each term the blocks that weigh at most so much, and more than :above; fresh postings of the terms :fresh.
with chosen as materialized (
    select b.term, b.first_id
    from unnest(:terms::integer[], :above::double precision[], :upto::double precision[]) as asked (term, above, upto)
    join passage_block b on b.term = asked.term and b.top > asked.above and b.top <= asked.upto
)
select term, form, array_agg(first_id) as firsts, array_agg(last_id) as lasts, array_agg(count) as counts,
    array_agg(unit) as units, string_agg(gaps, ''::bytea) as gaps, string_agg(steps, ''::bytea) as steps
from chosen join passage_block using (term, first_id) group by term, form
union all
select term, -1::smallint, array_agg(chunk_id), null, null, array_agg(weight), null, null
from passage_posting where term = any(:fresh) group by term;

-- name: read(terms)
-- Everything of each term: blocks of one form joined in a row, fresh postings as form -1.
select term, form, array_agg(first_id) as firsts, array_agg(last_id) as lasts, array_agg(count) as counts,
    array_agg(unit) as units, string_agg(gaps, ''::bytea) as gaps, string_agg(steps, ''::bytea) as steps
from passage_block where term = any(:terms) group by term, form
union all
select term, -1::smallint, array_agg(chunk_id), null, null, array_agg(weight), null, null
from passage_posting where term = any(:terms) group by term;

-- name: score(chunks)
-- Those of these passages that pass (filters.sql), with all their weights joined: pkm.store.arrays.joined reads them.
select array_agg(c.chunk_id) as chunks, array_agg(c.document_id) as documents, array_agg(cardinality(c.terms)::bigint) as counts,
    string_agg(array_send(c.terms), ''::bytea) as terms, string_agg(array_send(c.weights), ''::bytea) as weights
from passage_vector c join document d on d.id = c.document_id
where c.chunk_id = any(:chunks) and passes(c, d)
having count(*) > 0;

-- name: passing(most)
-- The passages that pass; one more than :most where there are more.
select array_agg(chunk_id) as chunks from (
    select c.chunk_id from passage_vector c join document d on d.id = c.document_id where passes(c, d) limit :most + 1
) as passing;

-- name: of(chunks)
select array_agg(chunk_id) as chunks, array_agg(cardinality(terms)::bigint) as counts,
    string_agg(array_send(terms), ''::bytea) as terms, string_agg(array_send(weights), ''::bytea) as weights
from passage_vector where chunk_id = any(:chunks) having count(*) > 0;

-- name: try_lock(space)$
-- One at a time moves postings of a space.
select pg_try_advisory_xact_lock(hashtext('pkm.postings'), :space::integer);

-- name: lock(space)^
select pg_advisory_xact_lock(hashtext('pkm.postings'), :space::integer);

-- name: unfolded(space)^
-- Passages (their ids, that is) that came since postings were last folded; those that are gone and not purged; whether blocks
-- hold what is not so any more; about how many there are.
select coalesce(max(chunk_id), 0) as last, coalesce(max(chunk_id), 0) - (select passages_folded_to from space where id = :space) as fresh,
    (select count(*) from passage_gone) as gone, (select passages_folded_to < 0 from space where id = :space) as is_stale,
    (select greatest(reltuples, 0)::bigint from pg_class where oid = 'passage_vector'::regclass) as texts
from passage_vector;

-- name: note_folded(space, last)!
update space set passages_folded_to = :last where id = :space;

-- name: foldable(least, many, share, after, most)
-- The next terms with so many fresh postings that they are worth writing the last block anew: few do where that is small.
select p.term from passage_posting p where p.term >= :after
group by p.term having count(*) >= :many or count(*) >= greatest(:least, (
    select b.count from passage_block b where b.term = p.term order by b.first_id desc limit 1
) / :share)
order by p.term limit :most;

-- name: foldable_rest(after, most)
-- The next terms with any fresh postings that can be: of two passages, or with a block.
select p.term from passage_posting p where p.term >= :after
group by p.term having count(*) > 1 or (select true from passage_block b where b.term = p.term limit 1)
order by p.term limit :most;

-- name: take_fresh(terms, most)
-- The first so many by term and passage. Never waits for who deletes a passage, so that neither waits for the other. Rows are
-- deleted by where they lie: joined by what they say, all of the table would be read for each thousand terms.
with taken as (
    select ctid from passage_posting where term = any(:terms) order by term, chunk_id limit :most for update skip locked
), moved as (
    delete from passage_posting p where p.ctid = any(array(select ctid from taken))
    returning p.term, p.chunk_id, p.weight
)
select -1::smallint as form, array_agg(term) as terms, array_agg(chunk_id) as firsts, null::bigint[] as lasts,
    null::smallint[] as counts, array_agg(weight) as units, null::bytea as gaps, null::bytea as steps
from moved having count(*) > 0;

-- name: take_open(terms)
-- The last block of each term and level (as in parts), to be filled up; beside: how many postings its other blocks hold.
with held as materialized (
    select ctid, term, count, first_id = max(first_id) over (
        partition by term, ceil(ln(top / 255::double precision) / ln(2::double precision) - 0.001)
    ) as is_open
    from passage_block where term = any(:terms)
), others as (
    select term, coalesce(sum(count) filter (where not is_open), 0)::bigint as beside from held group by term
), moved as (
    delete from passage_block b where b.ctid = any(array(select ctid from held where is_open)) returning b.*
)
select form, array_agg(term) as terms, array_agg(first_id) as firsts, array_agg(last_id) as lasts, array_agg(count) as counts,
    array_agg(unit) as units, string_agg(gaps, ''::bytea) as gaps, string_agg(steps, ''::bytea) as steps,
    array_agg(beside) as beside
from moved join others using (term) group by form;

-- name: take_stale(terms, ids)
-- The blocks of these terms whose range holds one of these passages, ascending, to be made anew: the first that is not before it is
-- told by halving.
with moved as (
    delete from passage_block b
    where b.term = any(:terms)
        and (:ids::bigint[])[1 + width_bucket(b.first_id - 1, :ids::bigint[])] <= b.last_id
    returning b.*
)
select form, array_agg(term) as terms, array_agg(first_id) as firsts, array_agg(last_id) as lasts, array_agg(count) as counts,
    array_agg(unit) as units, string_agg(gaps, ''::bytea) as gaps, string_agg(steps, ''::bytea) as steps
from moved group by form;

-- name: drop_fresh(id, terms)!
delete from passage_posting where chunk_id = :id and term = any(:terms);

-- name: gone(most)
-- Passages that are gone and whose postings may still lie in blocks.
select chunk_id as id, terms from passage_gone order by chunk_id limit :most;

-- name: count_gone()$
select count(*) from passage_gone;

-- name: drop_gone(ids)!
delete from passage_gone where chunk_id = any(:ids);

-- name: clear()!
with fresh as (delete from passage_posting), lost as (delete from passage_gone) delete from passage_block;

-- name: begin_pieces()!
-- All postings by ranges of terms, while they are made anew.
create temporary table piece (
    range integer, place bigint generated always as identity, postings integer,
    terms bytea storage external, ids bytea storage external, weights bytea storage external
) on commit drop;

-- name: copy_pieces()!
copy piece (range, postings, terms, ids, weights) from stdin (format binary)

-- name: ranges()
select range, sum(postings)::bigint as postings from piece group by range order by range;

-- name: pieces(first, last)
select terms, ids, weights from piece where range between :first and :last order by place;

-- name: end_pieces()!
drop table piece;

-- name: weighed(after, most)
-- The next passages with their terms.
select chunk_id as id, terms, weights from passage_vector where chunk_id > :after order by chunk_id limit :most;

-- name: blocks_between(first, last)
-- Blocks that may hold passages of this range, with the fresh postings of it.
select term, form, array_agg(first_id) as firsts, array_agg(last_id) as lasts, array_agg(count) as counts,
    array_agg(unit) as units, string_agg(gaps, ''::bytea) as gaps, string_agg(steps, ''::bytea) as steps
from passage_block where first_id <= :last and last_id >= :first group by term, form
union all
select term, -1::smallint, array_agg(chunk_id), null, null, array_agg(weight), null, null
from passage_posting where chunk_id between :first and :last group by term;

-- name: hold()!
-- Nobody stores or deletes passages of the space until the transaction ends.
lock table passage_vector in share mode;

-- name: range()^
-- From which to which passage there is anything.
select least(
    (select min(chunk_id) from passage_vector), (select min(first_id) from passage_block), (select min(chunk_id) from passage_posting)
) as first, greatest(
    (select max(chunk_id) from passage_vector), (select max(last_id) from passage_block), (select max(chunk_id) from passage_posting)
) as last;

-- name: tallies(first, last)
-- Of the passages of this range how many terms each has, and their sum.
select chunk_id as id, cardinality(terms) as terms, (select coalesce(sum(term), 0)::bigint from unnest(terms) as each (term)) as sum
from passage_vector where chunk_id between :first and :last;

-- name: gone_between(first, last)
select chunk_id as id from passage_gone where chunk_id between :first and :last;

-- Compaction (pkm/store/compaction.py).

-- name: try_compact(space)$
-- One at a time, until the connection ends.
select pg_try_advisory_lock(hashtext('pkm.compaction'), :space::integer);

-- name: size(table)^
-- What a table takes with its index, and how many rows of what width it has, as far as statistics tell.
select pg_total_relation_size(c.oid) as bytes, pg_relation_size(c.oid) as heap, greatest(c.reltuples, 0)::double precision as rows,
    coalesce((
        select sum(s.avg_width) from pg_stats s where s.schemaname = n.nspname and s.tablename = c.relname
    ), 0)::double precision as width
from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = (:table::text)::regclass;

-- name: share_foldable(percent)^
-- Of a sample of fresh postings, the share that could be folded: whose term has a block, or another fresh one.
select coalesce(avg((
    exists (select from passage_block b where b.term = p.term)
    or exists (select from passage_posting o where o.term = p.term and o.chunk_id <> p.chunk_id)
)::integer), 0)::double precision as share
from passage_posting p tablesample system (:percent);

-- name: move_blocks(first, last)
-- Blocks between these places of the table, to where there is room; they are written by who holds the lock alone.
with moved as (
    delete from passage_block where ctid >= :first::tid and ctid < :last::tid returning *
), written as (
    insert into passage_block select * from moved returning 1
)
select count(*) as rows from written;

-- name: move_rows(first, last)
-- Fresh postings likewise, but for those of passages that are just being deleted: who does would miss them in their new place.
with held as (
    select p.ctid from passage_posting p join passage_vector v using (chunk_id)
    where p.ctid >= :first::tid and p.ctid < :last::tid
    for update of p skip locked for key share of v skip locked
), moved as (
    delete from passage_posting p where p.ctid = any(array(select ctid from held)) returning p.*
), written as (
    insert into passage_posting select * from moved returning 1
)
select count(*) as rows from written;

-- name: unfinished(table)
-- Indexes that were left half made by who died.
select i.indexrelid::regclass::text as name from pg_index i where i.indrelid = (:table::text)::regclass and not i.indisvalid;
