-- A passage's terms and weights stay in its row. Beside a vector of 1,024 components they were put elsewhere, so that to score a
-- passage took three places to read. What a row may weigh for that leaves two of them on a page of 8 KB, in no more room
-- together; token vectors are still put elsewhere. Rows of before stay as they are until they are embedded again.
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
        ) with (toast_tuple_target = 4080)', dimensions);
    alter table passage_vector alter column dense set storage plain, alter column signs set storage plain;
    create index passage_vector_by_document on passage_vector (document_id) include (chunk_id, signs);
end $$;

do $$
declare each record;
begin
    for each in select id from space loop
        execute format('alter table space_%s.passage_vector set (toast_tuple_target = 4080)', each.id);
    end loop;
end $$;

-- The last day of an account that was closed, as a person says; no statement is missing after it.
alter table account add column closed_on date;
