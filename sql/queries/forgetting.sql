-- name: remember_contents(files)!
-- What these files hold, or held in earlier versions, unless a file that stays holds the same.
insert into forgotten_content (collection_id, digest)
select distinct held.collection_id, veiled(held.sha256)
from (
    select collection_id, sha256 from file where id = any(:files) and sha256 is not null
    union
    select collection_id, sha256 from document where file_id = any(:files) and not has_object
) as held
where not exists (
    select from file other
    where other.collection_id = held.collection_id and other.sha256 = held.sha256
        and other.state in ('pending', 'indexed', 'duplicate') and other.id <> all(:files)
)
on conflict do nothing;

-- name: remember_part(document)!
insert into forgotten_content (collection_id, digest)
select collection_id,
    veiled('part ' || case when has_object then sha256 else encode(sha256(convert_to(text, 'UTF8')), 'hex') end)
from document where id = :document
on conflict do nothing;

-- name: discard(files)!
-- The bytes of files that are pkm's own copies go with them.
insert into discarded_file (place)
select coalesce(f.raw_path, convert_to(f.path, 'UTF8')) from file f join source s on s.id = f.source_id
where f.id = any(:files) and s.kind in ('upload', 'imap') and (s.kind = 'upload' or f.raw_path is not null);

-- name: delete_past(files)!
-- Earlier versions are nobody's inheritance.
delete from document where file_id = any(:files) and valid_to is not null;

-- name: delete_rest(files)!
with documents as (delete from document where file_id = any(:files)),
problems as (delete from problem where file_id = any(:files))
delete from file_turn where file_id = any(:files);

-- name: delete_veiled(files)!
-- What was forgotten at the same places before.
delete from file old using file f
where f.id = any(:files) and not f.forgotten and old.forgotten and old.source_id = f.source_id
    and md5(old.path) = md5(veiled(f.path));

-- name: veil_files(files)!
update file f set
    state = 'deleted', forgotten = true, reason = 'forgotten at its owner''s wish', sha256 = null, original_id = null,
    parser = null, resume = null, gone = false, lease_owner = null, priority = 0, attempts = 0, crashes = 0, next_try = null,
    settled_at = now(),
    path = case when f.forgotten or s.kind = 'imap' then f.path else veiled(f.path) end, raw_path = null
from source s where s.id = f.source_id and f.id = any(:files);

-- name: delete_lone_sources()!
-- A file that was registered by itself is its source: its place goes with it.
delete from source s where s.kind = 'file'
    and exists (select from file f where f.source_id = s.id and f.forgotten)
    and not exists (select from file f where f.source_id = s.id and not f.forgotten);

-- name: is_forgotten(collection, sha256)$
select exists (
    select from forgotten_content c where c.collection_id = :collection and c.digest = veiled(:sha256)
);

-- name: has_any()$
select exists (select from forgotten_content) or exists (select from file where forgotten);

-- name: forgotten_parts(collection, sha256s)
select asked.sha256 from unnest(:sha256s::text[]) as asked (sha256)
join forgotten_content c on c.collection_id = :collection and c.digest = veiled('part ' || asked.sha256);

-- name: lift(collection, sha256)!
delete from forgotten_content where collection_id = :collection and digest = veiled(:sha256);

-- name: lift_place(path, inode, size, mtime_ns)!
delete from file where forgotten and (path = veiled(:path) or (inode = :inode and size = :size and mtime_ns = :mtime_ns));

-- name: key()$
select key from veil;

-- name: veiled_places(source)
select path, size, mtime_ns, inode from file where source_id = :source and forgotten;

-- name: state_of(path)
-- A forgotten file, asked for by the path that it had.
select id, path, state::text as state, reason, original_id, forgotten, attempts, crashes, next_try, ignored
from file where forgotten and path = veiled(:path) order by id;

-- name: take_discarded()
-- A place that a file has again is no longer to be emptied.
with discarded as (delete from discarded_file returning place)
select distinct d.place from discarded d
where not exists (
    select from file f where md5(f.path) = md5(d.place) and f.raw_path is null and not f.forgotten and f.state <> 'deleted'
) and not exists (
    select from file f where f.raw_path = d.place and not f.forgotten and f.state <> 'deleted' and not f.gone
);

-- name: may_discard()$
-- Whether no backup is being made: it must find the bytes of all that it has the rows of.
select pg_try_advisory_xact_lock(20596, 0);

-- name: hold_discards()^
select pg_advisory_lock_shared(20596, 0);

-- name: ledger()
select collection_id, digest, at from forgotten_content order by at, digest;

-- name: places()
select path, size, mtime_ns from file where forgotten order by id;

-- name: match(key, contents, places)
-- Files of this database that another ledger of what was forgotten, with a key of its own, knows, in their collection or in all.
select f.id from file f
cross join lateral (select encode(sha256(:key::bytea || convert_to(f.sha256, 'UTF8')), 'hex') as digest) own
where not f.forgotten and (
    own.digest = any(:contents::text[]) or f.collection_id || ' ' || own.digest = any(:contents::text[])
    or exists (
        select from document d
        cross join lateral (select encode(sha256(:key::bytea || convert_to(d.sha256, 'UTF8')), 'hex') as digest) past
        where d.file_id = f.id and d.valid_to is not null and not d.has_object
            and (past.digest = any(:contents::text[]) or d.collection_id || ' ' || past.digest = any(:contents::text[])))
    or f.sha256 is null and encode(sha256(:key::bytea || convert_to(f.path, 'UTF8')), 'hex') || ' ' || f.size || ' ' || f.mtime_ns = any(:places::text[])
)
order by f.id;

-- name: match_parts(key, contents)
select d.id from document d
cross join lateral (
    select encode(sha256(:key::bytea || convert_to('part ' ||
        case when d.has_object then d.sha256 else encode(sha256(convert_to(d.text, 'UTF8')), 'hex') end, 'UTF8')), 'hex') as digest
) own
where (d.parent_id is not null or d.locator is not null)
    and (own.digest = any(:contents::text[]) or d.collection_id || ' ' || own.digest = any(:contents::text[]))
order by d.id;

-- name: adopt_key(key)!
update veil set key = :key where not exists (select from forgotten_content) and not exists (select from file where forgotten);

-- name: collections()
select id from collection order by id;

-- name: remember(collection, digest)*!
insert into forgotten_content (collection_id, digest) values (:collection, :digest) on conflict do nothing;
