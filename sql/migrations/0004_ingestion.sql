-- Ingestion that never loses a document: what sources are looked at and when, who works on what and whether they still
-- live, when a refused file is tried again, and the versions that a changed file leaves behind.

-- ---------------------------------------------------------------- sources

alter table source drop constraint source_kind_check;
alter table source add constraint source_kind_check check (kind in ('folder', 'file', 'upload', 'imap'));
-- How a source is looked at. include and exclude are patterns as .gitignore has them, matched below the location; every
-- is null where the house's own interval holds. options never hold a secret, only where it is to be found; cursor is
-- what the kind needs to go on from where it was. failure says why the last look failed, since when; unwatched why
-- changes are seen at the next look only.
alter table source add column paused boolean not null default false;
alter table source add column every interval check (every > interval '0');
alter table source add column include text[] not null default '{}';
alter table source add column exclude text[] not null default '{}';
alter table source add column options jsonb not null default '{}';
alter table source add column cursor jsonb not null default '{}';
alter table source add column failure text;
alter table source add column failed_since timestamptz;
alter table source add column unwatched text;

-- When a source is to be looked at: its time after the last look, ten minutes after one that failed, a minute after one
-- that ended in neither way because its process died.
create function source_due_at(s source, house interval) returns timestamptz language sql stable as $$
    select case
        when s.scan_begun_at is null then s.created_at
        when s.failure is not null then s.scan_begun_at + least(coalesce(s.every, house), interval '10 minutes')
        when s.scanned_at is null or s.scanned_at < s.scan_begun_at
            then s.scan_begun_at + least(coalesce(s.every, house), interval '1 minute')
        else s.scanned_at + coalesce(s.every, house)
    end
$$;

-- ---------------------------------------------------------------- who works

-- A process that reads files, or a worker that waits for some. It lives for as long as it holds the advisory lock of its
-- number (20589, owner), which PostgreSQL drops with its connection, and says so every so often; who is silent for twice
-- as long is taken for dead even where the lock is still held (it hangs, or its machine is gone). life is the process: one
-- that lost its connection and comes back finds by it what it had in hand.
create table worker (
    owner integer primary key,
    life uuid not null,
    pid integer not null,
    host text not null,
    reading boolean not null,
    every interval not null,
    begun_at timestamptz not null default clock_timestamp(),
    beat_at timestamptz not null default clock_timestamp()
);
create view worker_held as
select w.* from worker w
where w.owner in (
    select l.objid::bigint from pg_locks l
    where l.locktype = 'advisory' and l.classid = 20589 and l.objsubid = 2 and l.granted
        and l.database = (select oid from pg_database where datname = current_database())
);
create view worker_alive as
select * from worker_held where beat_at > clock_timestamp() - 2 * every;

-- crashes: how many processes ended with the file in hand; it is read alone from then on, so that the second one proves
-- something. next_try: when a file that was refused for a passing reason, or that waits because it is still being written,
-- is looked at again. ignored: a person wants to hear no more of it.
alter table file add column crashes smallint not null default 0;
alter table file add column next_try timestamptz;
alter table file add column ignored boolean not null default false;
create index file_retry on file (next_try) where state = 'quarantined' and next_try is not null;
create index file_settled on file (settled_at);
create index file_by_parser on file (parser) where state in ('indexed', 'quarantined') and parser is not null;

-- ---------------------------------------------------------------- versions

-- A changed file's earlier documents stay, with the time in which they held, and are found by --as-of only. digest is
-- that of all that was read of the document: one that is the same in the changed file stays as it is. first: no earlier
-- version is known, so that it may have held long before it was seen. sha256 is, while a document holds, its file's; it is
-- written down when it no longer does.
alter table document add column digest bytea;
alter table document add column first boolean not null default true;
alter table document add column stored_at timestamptz not null default now();
alter table document drop constraint document_file_id_ordinal_key;
create unique index document_by_file on document (file_id, ordinal) where valid_to is null;
create index document_by_place on document (file_id, md5(coalesce(locator, '')));
create function held_at(
    valid_from timestamptz, valid_to timestamptz, first boolean, day date, instant timestamptz, as_of date
) returns boolean language sql immutable parallel safe as $$
    select case
        when instant is null then valid_to is null
        else (valid_to is null or valid_to >= instant)
            and (valid_from < instant or (first and (day is null or day <= as_of)))
    end
$$;
create or replace view corpus as
select
    (select count(*) from document where valid_to is null) as documents,
    (select count(*) from chunk)
        - (select count(*) from chunk c join document d on d.id = c.document_id where d.valid_to is not null) as chunks,
    (select count(*) from transaction where duplicate_of is null and not void) as transactions;

-- resume is where a parser can go on in a file that only grew: by whom it was read, how far, where its last document begins.
-- gone: the file is no longer where it was, and what it holds waits for a file of the same bytes to turn up elsewhere.
alter table file add column resume jsonb;
alter table file add column gone boolean not null default false;
create index file_by_raw_path on file using hash (raw_path) where raw_path is not null;
create index file_again on file (collection_id, sha256) where state = 'pending' and sha256 is not null;
create index file_gone on file (id) where gone;
create index file_waiting on file (collection_id, size) where state = 'pending' and not gone;
create index document_past on document (file_id) where valid_to is not null;

-- ---------------------------------------------------------------- forgetting

-- What was forgotten is known again by hashes with this key and by nothing else. A forgotten file stays as a row without
-- words: its path is veiled, unless it is a message's number on a mail server.
create table veil (key bytea not null);
insert into veil values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
create function veiled(words text) returns text language sql stable parallel safe as $$
    select encode(sha256(key || convert_to(words, 'UTF8')), 'hex') from veil
$$;
update file f set path = veiled(f.path), raw_path = null from source s where s.id = f.source_id and f.forgotten and s.kind <> 'upload';
create index file_forgotten on file (source_id) where forgotten;

-- Contents that are not taken in again, wherever they turn up: of a file by the SHA-256 of its bytes, of a part of one (an
-- attachment, a message of a mailbox) by that of its bytes or, where it has none of its own, of its text. In other words:
-- veiled(sha256), and veiled('part ' || sha256).
create table forgotten_content (
    collection_id bigint not null references collection on delete cascade,
    digest text not null,
    at timestamptz not null default now(),
    primary key (collection_id, digest)
);

-- Files of pkm's own (uploads, spooled messages) whose row is gone: their bytes go once that is committed (ingest/objects.py).
create table discarded_file (place bytea not null);
insert into discarded_file
select coalesce(f.raw_path, convert_to(f.path, 'UTF8')) from file f join source s on s.id = f.source_id where f.forgotten and s.kind = 'upload';
update file f set path = veiled(f.path), raw_path = null from source s where s.id = f.source_id and f.forgotten and s.kind = 'upload';

-- Rows were forgotten by this transaction; their bytes still lie in free space until all tables are written anew
-- (pkm/store/erasure.py).
create table erasure (
    xid xid8 not null default pg_current_xact_id(),
    at timestamptz not null default now()
);

-- Where backups of this home were made (pkm/backup), so that forgetting can say which of them still hold a thing.
create table backup_place (
    location text primary key,
    last_name text not null, -- of the backup that this very database made there last: the next may hold only what changed
    last_at timestamptz not null default now()
);
