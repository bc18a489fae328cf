-- The signs of a vector's components are kept beside its document's number in an index, so that all passages of many documents
-- are looked at without reading their vectors: 16 times as much (pkm/store/dense.py).
create or replace function create_vector_tables(space_id bigint, dimensions integer) returns void language plpgsql as $$
begin
    execute format('set local search_path = space_%s, public', space_id);
    perform create_signs(dimensions);
    execute format(
        'create table passage_vector (
            chunk_id bigint primary key references chunk on delete cascade,
            collection_id bigint not null,
            document_id bigint not null,
            dense halfvec(%1$s) not null constraint passage_vector_has_direction check (l2_norm(dense) > 0),
            terms integer[] not null,
            weights real[] not null,
            multi bytea,
            signs bit(%1$s) not null generated always as (signs(dense)) stored
        )', dimensions);
    alter table passage_vector alter column dense set storage plain, alter column signs set storage plain;
    create index passage_vector_by_document on passage_vector (document_id) include (chunk_id, signs);
end $$;

-- Whether any words are to be counted anew (pkm/store/recounting.py) is asked at every look.
create or replace function create_document_words(space_id bigint) returns void language plpgsql as $$
begin
    execute format('set local search_path = space_%s, public', space_id);
    create table document_words (
        document_id bigint primary key references document on delete cascade,
        collection_id bigint not null,
        terms integer[] not null,
        weights real[] not null,
        version smallint not null
    );
    create index document_words_by_version on document_words (version);
end $$;

do $$
declare each record;
begin
    for each in select id, dimensions from space loop
        execute format('set local search_path = space_%s, public', each.id);
        drop index if exists passage_vector_signs;  -- who reads files next builds it anew, in parallel and beside all else
        execute format(
            'alter table passage_vector add column signs bit(%s) not null generated always as (signs(dense)) stored', each.dimensions);
        alter table passage_vector alter column signs set storage plain;
        drop index passage_vector_by_document;
        create index passage_vector_by_document on passage_vector (document_id) include (chunk_id, signs);
        create index document_words_by_version on document_words (version);
    end loop;
    set local search_path = public;
end $$;

-- What currency a statement is in: where it states none itself, the only one of its bookings.
create function sole_currency(statement bigint) returns text stable language sql as $$
    select min(t.currency) from transaction t where t.statement_id = statement having count(distinct t.currency) = 1
$$;
create function statement_currency(statement bigint, stated text) returns text stable language sql as $$
    select case when stated = 'XXX' then coalesce(sole_currency(statement), stated) else stated end  -- inlined: most state one
$$;
