-- name: see(collection, source, path, raw_path, size, mtime_ns, ctime_ns, inode, priority, wait, tries, written)*!
-- A file that is new, or that changed: it waits for its turn.
insert into file (collection_id, source_id, path, raw_path, size, mtime_ns, ctime_ns, inode, priority, next_try)
values (
    :collection, :source, :path, :raw_path, :size, :mtime_ns, :ctime_ns, :inode, :priority, now() + :wait::interval
)
on conflict (source_id, md5(path)) do update set
    state = 'pending', size = excluded.size, mtime_ns = excluded.mtime_ns, ctime_ns = excluded.ctime_ns,
    inode = excluded.inode, original_id = null, crashes = 0,
    reason = case
        when file.state <> 'pending' or file.gone then null
        when excluded.next_try is null or starts_with(file.reason, 'it is being written') then file.reason
        else :written
    end,
    -- One that never rests is read now and then all the same: its tries count on, and the last one, of a copy, is not taken away.
    attempts = case when file.state = 'pending' and not file.gone then file.attempts else 0 end,
    next_try = case
        when file.state = 'pending' and (file.attempts > 0 or file.settled_at < now() - interval '10 minutes') then file.next_try
        else excluded.next_try
    end,
    lease_owner = case when file.state = 'pending' and file.attempts >= :tries then file.lease_owner end,
    forgotten = false, gone = false;

-- name: refuse_seen(collection, source, path, raw_path, reason)$
-- Something that is no file to be read, such as a pipe or a link out of the folder.
insert into file (collection_id, source_id, path, raw_path, state, size, mtime_ns, ctime_ns, inode, reason)
values (:collection, :source, :path, :raw_path, 'quarantined', 0, 0, 0, 0, :reason)
on conflict (source_id, md5(path)) do update set
    state = 'quarantined', reason = excluded.reason, size = 0, mtime_ns = 0, ctime_ns = 0, inode = 0, sha256 = null,
    original_id = null, parser = null, crashes = 0, next_try = null, lease_owner = null, forgotten = false, gone = false,
    settled_at = now()
returning id;

-- name: rename(file, path, raw_path, ctime_ns)$
-- Where it was until now. Who reads it at its old place loses the lease; what could not be read there just now has another turn.
update file f set
    path = :path, raw_path = :raw_path, ctime_ns = :ctime_ns, lease_owner = null,
    state = case when f.state = 'quarantined' and f.next_try is not null then 'pending' else f.state end,
    next_try = case when f.state <> 'quarantined' then f.next_try end
from file was where f.id = :file and was.id = f.id returning was.path;

-- name: holders(files, collections, hashes)
-- Other files that hold the documents of the same bytes; one that waits to be read again holds them until that is done.
select given.id as file, held.id as holder
from unnest(:files::bigint[], :collections::bigint[], :hashes::text[]) as given (id, collection_id, sha256)
cross join lateral (
    select f.id from file f
    where f.collection_id = given.collection_id and f.sha256 = given.sha256 and f.id <> given.id
        and (f.state = 'indexed' or (f.state = 'pending' and not f.gone
            and exists (select from document d where d.file_id = f.id and d.valid_to is null)))
    order by f.id limit 1
) as held;

-- name: keep_holder(file, sha256)$
-- As long as this transaction lasts it goes on to hold them; null where it ceased to.
select id from file where id = :file and sha256 = :sha256 and state in ('indexed', 'pending') and not gone for share;

-- name: lock(file)$
select id from file where id = :file for update;

-- name: lock_hashes(hashes)!
-- Two identical files that finish at once: the second sees the first. In one order, so that nobody waits for who waits.
select pg_advisory_xact_lock(20590, number)
from (select distinct hashtext(sha256) as number from unnest(:hashes::text[]) as given (sha256) order by 1) as numbers;

-- name: settle(files, states, hashes, originals, parsers, reasons, pauses, ignored, resumes, sizes, mtimes, ctimes, inodes)!
-- What a person wants to hear no more of is told again once it holds something else.
update file f set
    state = n.state, sha256 = n.sha256, original_id = n.original_id, parser = n.parser, reason = n.reason,
    size = n.size, mtime_ns = n.mtime_ns, ctime_ns = n.ctime_ns, inode = n.inode,
    crashes = case when n.state = 'quarantined' then f.crashes else 0 end, next_try = now() + n.retry_in,
    ignored = n.ignored or f.ignored and f.sha256 is not distinct from n.sha256, resume = n.resume, gone = false,
    lease_owner = null, priority = 0, settled_at = now()
from unnest(
    :files::bigint[], :states::file_state[], :hashes::text[], :originals::bigint[], :parsers::text[], :reasons::text[],
    :pauses::interval[], :ignored::boolean[], :resumes::jsonb[], :sizes::bigint[], :mtimes::bigint[], :ctimes::bigint[], :inodes::bigint[]
) as n (id, state, sha256, original_id, parser, reason, retry_in, ignored, resume, size, mtime_ns, ctime_ns, inode)
where f.id = n.id;

-- name: read_on(file, sha256, parser, reason, resume, size, mtime_ns, ctime_ns, inode)!
update file set
    sha256 = :sha256, parser = :parser, reason = :reason, resume = :resume, size = :size, mtime_ns = :mtime_ns,
    ctime_ns = :ctime_ns, inode = :inode, crashes = 0, attempts = 1, ignored = ignored and sha256 is not distinct from :sha256
where id = :file;

-- name: has_documents(file)$
select exists (select from document where file_id = :file and valid_to is null);

-- name: settle_unchanged(file, size, mtime_ns, ctime_ns, inode)!
-- Had it been refused for a while, that is over.
with refusal as (
    delete from problem p using file f where f.id = :file and p.file_id = f.id and p.locator is null and p.reason = f.reason
)
update file set
    state = 'indexed', reason = null, size = :size, mtime_ns = :mtime_ns, ctime_ns = :ctime_ns, inode = :inode,
    crashes = 0, next_try = null, lease_owner = null, priority = 0
where id = :file;

-- name: settled_since(run, sources)^
with settled as (
    select f.id, f.state, f.ignored, (f.size, f.mtime_ns, f.ctime_ns, f.inode) <> (0, 0, 0, 0) as was_file from file f, run r
    where r.id = :run and f.settled_at >= r.begun_at and f.state <> 'pending'
        and (:sources::bigint[] is null or f.source_id = any(:sources))
), fresh as (
    select d.id from document d join settled s on s.id = d.file_id and s.state = 'indexed', run r
    where r.id = :run and d.stored_at >= r.begun_at and d.valid_to is null
)
select
    count(*) filter (where state = 'indexed') as indexed,
    count(*) filter (where state = 'duplicate') as duplicate,
    count(*) filter (where state = 'quarantined') as quarantined,
    count(*) filter (where state = 'quarantined' and ignored) as ignored,
    count(*) filter (where state = 'deleted' and was_file) as deleted,  -- not a folder that opens now, a link that went
    (select count(*) from fresh) as documents,
    (select count(*) from chunk where document_id in (select id from fresh)) as chunks,
    (select count(*) from transaction where document_id in (select id from fresh) and duplicate_of is null and not void) as transactions,
    (select count(*) from transaction where document_id in (select id from fresh) and (duplicate_of is not null or void)) as told_again
from settled;

-- name: heir(file, but)^
-- The duplicate that takes over the documents of a file that goes.
select id from file where original_id = :file and state = 'duplicate' and not id = any(:but) order by id limit 1
for update;

-- name: inherit(file, heir, past)$
-- Where the documents lay until now. What was attached to a document that holds goes with it, though it holds no longer.
with recursive own as (
    select id from document where file_id = :file and (:past or valid_to is null)
    union
    select d.id from document d join own on d.parent_id = own.id where d.file_id = :file
),
documents as (update document set file_id = :heir where id in (select id from own)),
problems as (update problem set file_id = :heir where file_id = :file),
others as (update file set original_id = :heir where original_id = :file and id <> :heir)
update file h set
    state = case when (f.resume ->> 'unfinished')::boolean then 'pending' else 'indexed' end::file_state, original_id = null, parser = f.parser, resume = f.resume, settled_at = now()
from file f where h.id = :heir and f.id = :file returning f.path;

-- name: mark_gone(file, reason, but)!
-- It holds documents, and no copy of it is left to take them over.
update file f set state = 'pending', gone = true, reason = :reason, lease_owner = null, priority = -1, next_try = null
where f.id = :file and (f.state = 'indexed' or f.gone)
    and not exists (select from file c where c.original_id = f.id and c.state = 'duplicate' and c.id <> all(:but));

-- name: lost(wait)
select g.id, g.reason from file g
where g.gone and g.state = 'pending' and (not :wait or not exists (
    select from file n where n.collection_id = g.collection_id and n.size = g.size and n.state = 'pending' and not n.gone))
order by g.id limit 500 for update skip locked;

-- name: count_lost(sources)$
select count(*) from file where gone and state = 'pending' and (:sources::bigint[] is null or source_id = any(:sources));

-- name: lost_twin(collection, sha256, file)^
select id, path from file where gone and state = 'pending' and collection_id = :collection and sha256 = :sha256 and id <> :file
order by id limit 1 for update skip locked;

-- name: take_over(file, lost)^
with documents as (update document set file_id = :file where file_id = :lost),
problems as (update problem set file_id = :file where file_id = :lost),
others as (update file set original_id = :file where original_id = :lost),
gone as (
    update file set state = 'deleted', gone = false, reason = 'it lies elsewhere now', priority = 0, settled_at = now()
    where id = :lost
)
update file f set sha256 = l.sha256, parser = l.parser, resume = l.resume from file l where f.id = :file and l.id = :lost
returning f.parser, f.resume;

-- name: follow(file, twin)!
-- Copies of a file that is itself a copy now.
update file set original_id = :twin where original_id = :file;

-- name: delete_documents(file)!
delete from document where file_id = :file;

-- name: delete_problems(files)!
delete from problem where file_id = any(:files);

-- name: mark_deleted(file, reason)!
update file set
    state = 'deleted', gone = false, reason = :reason, original_id = null, lease_owner = null, priority = 0, settled_at = now()
where id = :file;

-- name: copied(files)
-- Those of these files that have copies.
select distinct original_id from file where original_id = any(:files);

-- name: copies(file)
select id from file where original_id = :file;

-- name: kept_at(files, most)
-- Other files of the same bytes: what these hold they hold too, or inherit.
select path from file
where id in (select original_id from file where id = any(:files)) and id <> all(:files)
union
select path from file
where original_id in (select coalesce(original_id, id) from file where id = any(:files)) and id <> all(:files)
    and state = 'duplicate'
order by path limit :most;

-- name: told_since(files)
-- Since when what was refused of these files is.
select file_id, locator, reason, min(at) as at from problem where file_id = any(:files) group by file_id, locator, reason;

-- name: add_problem(collection, file, path, locator, reason, since)*!
insert into problem (collection_id, file_id, path, locator, reason, at)
values (:collection, :file, :path, :locator, :reason, coalesce(:since, now()));

-- name: add_turns(collections, files, times, stages, outcomes)!
-- Of each file, the events of one turn.
insert into file_turn (collection_id, file_id, at, stage, outcome)
select collection_id, file_id, array_agg(at order by place), array_agg(stage order by place), array_agg(outcome order by place)
from unnest(:collections::bigint[], :files::bigint[], :times::timestamptz[], :stages::text[], :outcomes::text[])
    with ordinality as given (collection_id, file_id, at, stage, outcome, place)
group by collection_id, file_id;

-- name: problems_of(file)
-- Of what was read of it, not why it cannot be read just now.
select p.path, p.locator, p.reason from problem p join file f on f.id = p.file_id
where p.file_id = :file and (p.locator is not null or p.reason is distinct from f.reason) order by p.id;

-- name: problems(sources)
select f.path, p.locator, p.reason, f.state::text as state from problem p join file f on f.id = p.file_id
where f.state <> 'deleted' and not f.ignored and (:sources::bigint[] is null or f.source_id = any(:sources))
order by f.path, p.id;

-- name: unread(collection, limit)
select path, reason from file
where state = 'quarantined' and not ignored and (:collection::bigint is null or collection_id = :collection)
order by path limit :limit;

-- name: waiting(collection)$
-- Those of which nothing was read yet, or not all.
select count(*) from file
where state = 'pending' and not gone and (parser is null or (resume ->> 'unfinished')::boolean) and (:collection::bigint is null or collection_id = :collection);

-- name: counts()
select state::text as state, count(*) as files from file group by state;

-- name: ignored()$
-- Refused files of which nobody needs to hear.
select count(*) from file where state = 'quarantined' and ignored;

-- name: by_path(path)
select id, collection_id, source_id, path, state::text as state, reason, original_id, forgotten, attempts, crashes,
    next_try, ignored
from file
where md5(path) = md5(:path::text) and path = :path order by state = 'deleted', id;

-- name: below(path, source)
select f.id, f.path, f.state::text as state from file f join source s on s.id = f.source_id
where (f.path = :path or starts_with(f.path, rtrim(:path, '/') || '/')) and f.state <> 'deleted'
    and (:source::bigint is null or f.source_id = :source)
    and (s.kind <> 'upload' or starts_with(:path, s.location))
order by f.id;

-- name: prune_turns(file, kept)!
-- The last so many stay.
delete from file_turn where file_id = :file and id <= (
    select id from file_turn where file_id = :file order by id desc offset :kept limit 1
);

-- name: history(file)
select event.at, event.stage, event.outcome
from file_turn t, unnest(t.at, t.stage, t.outcome) with ordinality as event (at, stage, outcome, place)
where t.file_id = :file order by t.id, event.place;

-- name: holdings(file)^
select
    coalesce(array_agg(d.id order by d.id), '{}') as document_ids,
    coalesce(sum((select count(*) from chunk c where c.document_id = d.id)), 0)::bigint as chunks,
    coalesce(sum((select count(*) from transaction t where t.document_id = d.id)), 0)::bigint as transactions
from document d where d.file_id = :file and d.valid_to is null;

-- name: raw_path(file)^
select path, raw_path from file where id = :file;

-- name: corpus()^
select documents, chunks, transactions from corpus;
