-- Retrieval: spaces that can be changed, tables that stay quick when they are large, questions with judged answers.

-- ---------------------------------------------------------------- spaces

-- Beside the active space there may be one that is being filled, to be switched to (wanted), and those that were active
-- before. activated_at: when it became active last. chosen: pkm reembed made it so, whatever PKM_EMBEDDER says. compared:
-- what a sample of questions found in it and in the space before it. failure: why filling it stopped. dropped: its tables go
-- when nobody looks into them any more.
alter table space add column wanted boolean not null default false;
alter table space add column chosen boolean not null default false;
alter table space add column activated_at timestamptz;
alter table space add column compared jsonb;
alter table space add column failure text;
alter table space add column dropped boolean not null default false;
-- late: where token vectors of passages come from, if the space has them (multi).
alter table space add column late text not null default 'full' check (late in ('full', 'stored', 'reencode'));
-- fingerprint: vectors of a few fixed sentences, one after the other, by which the space knows its model again.
alter table space add column fingerprint real[];
alter table space add constraint space_wanted_otherwise check (not (active and wanted));
create unique index space_wanted on space (wanted) where wanted;
update space set activated_at = created_at where active;
create function drop_space_tables(space_id bigint) returns void language plpgsql as $$
begin
    execute format('drop schema if exists space_%s cascade', space_id);
end $$;

-- ---------------------------------------------------------------- words

-- A posting says how much a term weighs in a text, be that a passage or a whole document. Fresh ones are rows; where there are
-- enough of a term they are folded into blocks of ids and weights (pkm/store/blocks.py says how those are written). Deleting
-- a text takes its rows along, and leaves its terms beside: until they are purged, its postings may lie in blocks.
-- space.passages_folded_to, documents_folded_to: the last text whose postings were looked at; -1: all are to be made anew.
-- document_words.terms: of the text, and of the name (pkm/lexical.py, in_name). version: of the terms, its own and its
-- passages'; an earlier one is made anew. vocabulary: words as they are written, for those of a question that nobody
-- wrote; it may hold one twice, or one that is gone.
alter table space add column passages_folded_to bigint not null default 0;
alter table space add column documents_folded_to bigint not null default 0;
-- texts: passage or document; held: the table of them and their terms; id: what it calls them.
create function create_posting_tables(space_id bigint, texts text, held text, id text) returns void language plpgsql as $$
begin
    execute format('set local search_path = space_%s, public', space_id);
    execute format(
        'create table %1$s_posting (
            term integer not null,
            %2$s bigint not null,
            weight real not null,
            primary key (term, %2$s) include (weight)
        )', texts, id);
    execute format(
        'create table %1$s_block (
            term integer not null,
            count smallint not null,
            form smallint not null,
            first_id bigint not null,
            last_id bigint not null,
            top real not null,
            unit real not null,
            gaps bytea not null,
            steps bytea not null,
            primary key (term, first_id) include (last_id, count, top)
        )', texts);
    execute format('alter table %s_block alter column gaps set storage plain, alter column steps set storage plain', texts);
    execute format(
        'create table %s_gone (
            %s bigint primary key,
            terms integer[] not null
        )', texts, id);
    execute format(
        'create function forget_%1$s_postings() returns trigger language plpgsql set search_path from current as $body$
        begin
            delete from %1$s_posting as posting using gone, unnest(gone.terms) as lost (term)
            where posting.term = lost.term and posting.%2$s = gone.%2$s;
            insert into %1$s_gone select %2$s, terms from gone where cardinality(terms) > 0 on conflict do nothing;
            return null;
        end $body$', texts, id);
    execute format(
        'create trigger forget_postings after delete on %s
        referencing old table as gone for each statement execute function forget_%s_postings()', held, texts);
end $$;
create function create_vocabulary(space_id bigint) returns void language plpgsql as $$
begin
    execute format('set local search_path = space_%s, public', space_id);
    create table vocabulary (
        term integer not null,
        word text collate "C" not null
    );
    create index vocabulary_by_term on vocabulary (term);
    create index vocabulary_by_beginning on vocabulary (word);
    create index vocabulary_by_end on vocabulary (reverse(word) collate "C");
end $$;
create function create_document_words(space_id bigint) returns void language plpgsql as $$
begin
    execute format('set local search_path = space_%s, public', space_id);
    create table document_words (
        document_id bigint primary key references document on delete cascade,
        collection_id bigint not null,
        terms integer[] not null,
        weights real[] not null,
        version smallint not null
    );
end $$;

-- Spaces of before: their postings become fresh ones. A term in a name is another number now: 625341585 as in pkm/lexical.py.
do $$
declare each record;
begin
    for each in select id from space loop
        execute format('set local search_path = space_%s, public', each.id);
        alter table passage_posting rename to earlier_posting;
        alter index passage_posting_pkey rename to earlier_posting_pkey;
        alter table document_posting rename to earlier_document_posting;
        alter index document_posting_pkey rename to earlier_document_posting_pkey;
        drop trigger forget_postings on passage_vector;
        drop trigger forget_postings on document_words;
        drop function forget_passage_postings();
        drop function forget_document_postings();
        perform create_posting_tables(each.id, 'passage', 'passage_vector', 'chunk_id');
        perform create_posting_tables(each.id, 'document', 'document_words', 'document_id');
        insert into passage_posting select term, chunk_id, weight from earlier_posting;
        insert into document_posting select term, document_id, greatest(weight, 1e-30) from earlier_document_posting;
        insert into document_posting
        select term # 625341585, document_id, 1 from earlier_document_posting where named on conflict do nothing;
        drop table earlier_posting, earlier_document_posting;
        alter table document_words add column weights real[] not null default '{}';
        alter table document_words add column version smallint not null default 1;
        alter table document_words alter column weights drop default, alter column version drop default;
        update document_words w set terms = p.terms, weights = p.weights
        from (
            select document_id, array_agg(term) as terms, array_agg(weight) as weights from document_posting group by document_id
        ) p where p.document_id = w.document_id;
        perform create_vocabulary(each.id);
    end loop;
    set local search_path = public;
end $$;

-- ---------------------------------------------------------------- vectors

-- A vector knows its document, so that a filter on documents needs nothing of the passage. The HNSW index over the signs
-- of its components (signs) is made in the background once there are many (ingest/indexing.py). A vector of zeros has no
-- direction: it is near to everything, or to nothing.
create function create_signs(dimensions integer) returns void language plpgsql as $$
begin
    execute format(
        'create function signs(dense halfvec) returns bit language sql immutable strict parallel safe
            return binary_quantize(dense)::bit(%s)', dimensions);
end $$;
create function create_vector_tables(space_id bigint, dimensions integer) returns void language plpgsql as $$
begin
    execute format('set local search_path = space_%s, public', space_id);
    perform create_signs(dimensions);
    execute format(
        'create table passage_vector (
            chunk_id bigint primary key references chunk on delete cascade,
            collection_id bigint not null,
            document_id bigint not null,
            dense halfvec(%s) not null constraint passage_vector_has_direction check (l2_norm(dense) > 0),
            terms integer[] not null,
            weights real[] not null,
            multi bytea
        )', dimensions);
    alter table passage_vector alter column dense set storage plain;
    create index passage_vector_by_document on passage_vector (document_id);
end $$;

-- Spaces of before: their index over whole vectors goes; the other one is made in the background.
do $$
declare each record;
begin
    for each in select id, dimensions from space loop
        execute format('set local search_path = space_%s, public', each.id);
        drop index if exists passage_vector_dense;
        perform create_signs(each.dimensions);
        alter table passage_vector add constraint passage_vector_has_direction check (l2_norm(dense) > 0) not valid;
        alter table passage_vector add column document_id bigint;
        update passage_vector v set document_id = c.document_id from chunk c where c.id = v.chunk_id;
        alter table passage_vector alter column document_id set not null;
        create index passage_vector_by_document on passage_vector (document_id);
    end loop;
    set local search_path = public;
end $$;

-- What filters look for. By a path's beginning: the whole may be longer than an entry of an index.
create index file_below on file ((left(path, 400)) collate "C");
create index document_by_kind on document (kind, date);
create index document_by_language on document (language);
create index chunk_by_day on chunk (date);

create or replace function create_space_tables(space_id bigint, dimensions integer) returns void language plpgsql as $$
begin
    execute format('create schema space_%s', space_id);
    perform create_vector_tables(space_id, dimensions);
    perform create_document_words(space_id);
    perform create_vocabulary(space_id);
    perform create_posting_tables(space_id, 'passage', 'passage_vector', 'chunk_id');
    perform create_posting_tables(space_id, 'document', 'document_words', 'document_id');
end $$;

-- ---------------------------------------------------------------- judged questions

-- Whether a passage was of use for a question, as a person said (thumbs); of an answer, each passage that it cites. A
-- question is private words: it goes with the document that it was asked of.
create table judgement (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    person_id bigint not null references person on delete cascade,
    document_id bigint not null references document on delete cascade,
    char_start integer not null,
    char_end integer not null check (char_end > char_start and char_start >= 0),
    question text not null,
    useful boolean not null,
    as_of date,
    at timestamptz not null default now()
);
create unique index judgement_once
    on judgement (document_id, person_id, char_start, char_end, md5(question), coalesce(as_of, 'infinity'));
create index judgement_by_person on judgement (person_id, id);

-- What an evaluation measured, question by question (pkm eval). It holds no words: a question is known again by a hash
-- with the home's key. results: {arm: {hash: {measure: value}}}.
create table evaluation (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    at timestamptz not null default now(),
    space text not null,
    weights jsonb not null,
    results jsonb not null
);
create index evaluation_by_person on evaluation (person_id, id);

-- How much each part of a score counts in a space, as pkm eval tune learned it; gain says what that was measured to bring.
create table space_weight (
    space_id bigint primary key references space on delete cascade,
    weights jsonb not null,
    gain jsonb not null,
    at timestamptz not null default now()
);

-- ---------------------------------------------------------------- nodes

-- What llama-index knows a passage by that was added through it (pkm/search/llama). metadata is what its filters are on;
-- content is the node as llama-index writes it down, without text and vector.
create table node (
    chunk_id bigint primary key references chunk on delete cascade,
    collection_id bigint not null,
    node_id text not null,
    type text not null,
    metadata jsonb not null,
    content text not null
);
create unique index node_by_id on node (collection_id, md5(node_id));
create index node_by_metadata on node using gin (metadata jsonb_path_ops);
