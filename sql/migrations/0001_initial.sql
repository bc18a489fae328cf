-- The house's nouns. Every row that holds somebody's words carries its collection, so that row-level security
-- needs no new column. Ids are identities; instants are timestamptz; money is numeric with an ISO 4217 code.

create extension if not exists vector;

create table person (
    id bigint generated always as identity primary key,
    name text not null unique,
    created_at timestamptz not null default now()
);

create table collection (
    id bigint generated always as identity primary key,
    name text not null unique,
    owner_id bigint not null references person,
    created_at timestamptz not null default now()
);

-- The audience of a collection; its owner is one of them.
create table collection_member (
    collection_id bigint not null references collection on delete cascade,
    person_id bigint not null references person on delete cascade,
    role text not null check (role in ('owner', 'writer', 'reader')),
    primary key (collection_id, person_id)
);

create table token (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    digest bytea not null unique,
    scope text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
);

-- An embedding model; its tables lie in the schema space_<id>; one space is active.
create table space (
    id bigint generated always as identity primary key,
    name text not null unique,
    model text not null,
    dimensions integer not null check (dimensions between 1 and 4000),
    sparse text not null check (sparse in ('bm25', 'learned')),
    multi boolean not null,
    window_tokens integer not null,
    active boolean not null,
    created_at timestamptz not null default now()
);
create unique index space_active on space (active) where active;

create table source (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    kind text not null check (kind in ('folder', 'file', 'upload')),
    location text not null,
    raw_location bytea,  -- as raw_path below
    registered boolean not null,
    created_at timestamptz not null default now(),
    scan_begun_at timestamptz,
    scanned_at timestamptz
);
-- By hash, here and below: a path may be longer than an entry of an index.
create unique index source_by_location on source (collection_id, md5(location));

create type file_state as enum ('pending', 'indexed', 'duplicate', 'quarantined', 'deleted');

-- One thing at one place in a source. Its state is the queue. path is what people see; raw_path holds the bytes of a
-- name that is not UTF-8. lease_owner works on it for as long as that owner's advisory lock is held (files.sql).
create table file (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    source_id bigint not null references source on delete cascade,
    path text not null,
    raw_path bytea,
    state file_state not null default 'pending',
    size bigint not null,
    mtime_ns bigint not null,
    ctime_ns bigint not null,
    inode bigint not null,
    sha256 text,
    original_id bigint references file on delete set null,
    parser text,
    reason text,
    priority smallint not null default 0,
    attempts smallint not null default 0,
    lease_owner integer,
    created_at timestamptz not null default now(),
    settled_at timestamptz not null default now(),
    forgotten boolean not null default false
);
create unique index file_by_place on file (source_id, md5(path));
create index file_queue on file (priority desc, id) where state = 'pending';
create index file_by_hash on file (collection_id, sha256) where state = 'indexed';
create index file_by_original on file (original_id) where original_id is not null;
create index file_by_path on file (md5(path));

create table file_event (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    file_id bigint not null references file on delete cascade,
    at timestamptz not null default clock_timestamp(),
    stage text not null,
    outcome text not null
);
create index file_event_by_file on file_event (file_id, id);

create table problem (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    file_id bigint not null references file on delete cascade,
    path text not null,
    locator text,
    reason text not null,
    at timestamptz not null default now()
);
create index problem_by_file on problem (file_id);

-- Originals without a path of their own (attachments) lie in $PKM_HOME/objects under document.sha256.
-- One text. A row is inserted with all that belongs to it in one transaction, so no reader sees half of it.
create table document (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    file_id bigint not null references file on delete cascade,
    parent_id bigint references document on delete cascade,
    ordinal integer not null,
    locator text,
    name text,
    kind text not null
        check (kind in ('statement', 'contract', 'email', 'message', 'invoice', 'note', 'code', 'other')),
    title text not null,
    head text not null,
    date date,
    language text,
    mime text not null,
    sha256 text not null,
    has_object boolean not null,
    text text not null,
    header_end integer not null default 0,
    meta jsonb not null default '{}',
    valid_from timestamptz not null default now(),
    valid_to timestamptz,
    unique (file_id, ordinal)
);
create index document_by_parent on document (parent_id) where parent_id is not null;
create index document_by_object on document (sha256) where has_object;
create index document_by_date on document (collection_id, kind, date);

-- Originals whose document is gone: their bytes are deleted once that is committed (ingest/objects.py). Without a key,
-- so that nobody waits here for another.
create table discarded_object (sha256 text not null);
create function discard_objects() returns trigger language plpgsql as $$
begin
    insert into discarded_object select distinct sha256 from gone where has_object;
    return null;
end $$;
create trigger discard_objects after delete on document
referencing old table as gone for each statement execute function discard_objects();

-- Rows below a document go with it; their collection is the document's.
create table page (
    document_id bigint not null references document on delete cascade,
    collection_id bigint not null,
    number integer not null,
    char_start integer not null,
    char_end integer not null,
    width real not null,
    height real not null,
    confidence real,
    rotation real not null default 0,
    words bytea not null,
    primary key (document_id, number)
);
alter table page alter column words set storage external;  -- compressed already

-- A passage: a range of its document's text. Filter columns are copied in. hash is that of the embedded words, so that
-- an unchanged passage of a changed document keeps its vectors.
create table chunk (
    id bigint generated always as identity primary key,
    collection_id bigint not null,
    document_id bigint not null references document on delete cascade,
    ordinal integer not null,
    char_start integer not null,
    char_end integer not null,
    page integer,
    heading text not null,
    kind text not null,
    date date,
    hash bytea not null,
    unique (document_id, ordinal)
);
create index chunk_by_hash on chunk (hash);

create table account (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    person_id bigint references person,
    number text not null,
    name text not null,
    institution text,
    kind text,
    currency text not null
);
create unique index account_by_number on account (collection_id, md5(number));

create table statement (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    document_id bigint not null references document on delete cascade,
    account_id bigint not null references account on delete cascade,
    ordinal integer not null,
    currency text not null,
    since date,
    until date,
    opening numeric,
    closing numeric,
    unique (document_id, ordinal)
);
create index statement_by_account on statement (account_id, since);

-- Every record that a statement holds. The same booking in overlapping exports shares its fingerprint.
create table transaction (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    document_id bigint not null references document on delete cascade,
    statement_id bigint not null references statement on delete cascade,
    account_id bigint not null references account on delete cascade,
    fingerprint text not null,
    booked_on date not null,
    value_on date,
    amount numeric not null,
    currency text not null,
    counterparty text not null,
    description text not null,
    category text not null default 'uncategorised',
    type text,
    status text not null check (status in ('booked', 'pending')),
    reference text,
    locator text not null,
    char_start integer not null,
    char_end integer not null
);
create index transaction_by_fingerprint on transaction (account_id, fingerprint, id);
create index transaction_by_day on transaction (collection_id, booked_on);
create index transaction_by_document on transaction (document_id);
create index transaction_by_statement on transaction (statement_id);

-- The ledger: each booking once, as the first statement that holds it states it.
create view ledger as
select distinct on (account_id, fingerprint) *
from transaction
order by account_id, fingerprint, id;

-- Tables of a space, in a schema of its own: who works in a space sets the search path to it. Postings say how much a
-- term weighs in a passage or document, and whether it names the document. Deleting what they were made of takes them
-- along, through its terms: postings need no second index.
create function create_space_tables(space_id bigint, dimensions integer) returns void language plpgsql as $$
begin
    execute format('create schema space_%s', space_id);
    execute format('set local search_path = space_%s, public', space_id);
    execute format(
        'create table passage_vector (
            chunk_id bigint primary key references chunk on delete cascade,
            collection_id bigint not null,
            dense halfvec(%s) not null,
            terms integer[] not null,
            weights real[] not null,
            multi bytea
        )', dimensions);
    alter table passage_vector alter column dense set storage plain;
    create table passage_posting (
        term integer not null,
        chunk_id bigint not null,
        document_id bigint not null,
        weight real not null,
        primary key (term, chunk_id) include (document_id, weight)
    );
    create table document_words (
        document_id bigint primary key references document on delete cascade,
        collection_id bigint not null,
        terms integer[] not null
    );
    create table document_posting (
        term integer not null,
        document_id bigint not null,
        weight real not null,
        named boolean not null,
        primary key (term, document_id) include (weight, named)
    );
    create function forget_passage_postings() returns trigger language plpgsql set search_path from current as $body$
    begin
        delete from passage_posting as posting using gone, unnest(gone.terms) as lost (term)
        where posting.term = lost.term and posting.chunk_id = gone.chunk_id;
        return null;
    end $body$;
    create trigger forget_postings after delete on passage_vector
    referencing old table as gone for each statement execute function forget_passage_postings();
    create function forget_document_postings() returns trigger language plpgsql set search_path from current as $body$
    begin
        delete from document_posting as posting using gone, unnest(gone.terms) as lost (term)
        where posting.term = lost.term and posting.document_id = gone.document_id;
        return null;
    end $body$;
    create trigger forget_postings after delete on document_words
    referencing old table as gone for each statement execute function forget_document_postings();
end $$;

create table run (
    id bigint generated always as identity primary key,
    kind text not null,
    begun_at timestamptz not null default now(),
    ended_at timestamptz,
    report jsonb
);

-- What any reader may count without reading anybody's words.
create view corpus as
select
    (select count(*) from document where valid_to is null) as documents,
    (select count(*) from chunk) as chunks,
    (select count(*) from ledger) as transactions;
