-- The queue is the files' state. lease_owner has a file in hand; the lease ends when its owner says so, or has died (the view
-- worker_alive): then whoever comes next takes that down and frees the file. A next try that is further ahead than the longest
-- pause was set by a clock that was set back since: it is due.

-- name: claim(owner, sources, suspect, batch, most_bytes, priority)
with next as (
    select id, priority, size from file
    where state = 'pending' and not gone and lease_owner is null and (crashes > 0) = :suspect and priority >= :priority
        and (next_try is null or next_try <= now() or next_try > now() + interval '25 hours')
        and (:sources::bigint[] is null or source_id = any(:sources))
    order by priority desc, id
    for update skip locked
    limit :batch
), counted as (
    select id, sum(size) over (order by priority desc, id) - size as before from next
)
update file set lease_owner = :owner, attempts = least(attempts + 1, 1000), next_try = null
where id in (select id from counted where :most_bytes::bigint is null or before < :most_bytes)
returning id, collection_id, source_id, path, raw_path, size, mtime_ns, ctime_ns, inode, attempts, crashes, sha256, parser, resume, priority;

-- name: lock_leased(files, owner)
select id from file where id = any(:files) and lease_owner = :owner and state = 'pending' order by id for update;

-- name: release(owner)!
update file set lease_owner = null, attempts = greatest(attempts - 1, 0) where lease_owner = :owner and state = 'pending';

-- name: take_back(life)!
-- What a process had in hand when it lost its connection, and still lives. Nobody died of it; but should it be to blame for
-- the loss, it must not hold up the rest.
update file set
    lease_owner = null, attempts = greatest(attempts - 1, 0), crashes = greatest(crashes, 1::smallint),
    next_try = case when crashes > 0 then now() + interval '1 minute' end
where state = 'pending' and lease_owner in (
    select owner from worker where life = :life and owner not in (select owner from worker_held)
);

-- name: abandoned()
-- What was in hand of a process that died.
update file set lease_owner = null, crashes = least(crashes + 1, 100)
where id in (
    select id from file
    where state = 'pending' and lease_owner is not null and lease_owner not in (select owner from worker_alive)
    for update skip locked
)
returning id, collection_id, source_id, path, raw_path, size, mtime_ns, ctime_ns, inode, attempts, crashes, sha256, parser, resume, priority;

-- name: put_back(file, pause, reason)!
update file set
    lease_owner = null, next_try = now() + :pause::interval,
    reason = case when starts_with(reason, 'it is being written') then reason else :reason end
where id = :file and state = 'pending';

-- name: is_awaited(sources, priority)$
select exists (
    select from file
    where state = 'pending' and not gone and lease_owner is null and crashes = 0 and priority >= :priority
        and (next_try is null or next_try <= now() or next_try > now() + interval '25 hours')
        and (:sources::bigint[] is null or source_id = any(:sources))
);

-- name: count_pending(sources)$
select count(*) from file
where state = 'pending' and (:sources::bigint[] is null or source_id = any(:sources));

-- name: wake(sources)!
-- Refused for a passing reason, and it is time to try again.
update file set state = 'pending', next_try = null, lease_owner = null
where state = 'quarantined' and (next_try <= now() or next_try > now() + interval '25 hours') and not ignored
    and (:sources::bigint[] is null or source_id = any(:sources));

-- name: outdated(parsers, sources)!
-- What was read, or refused, by parsers of another version. Which versions there are is found with a step of the index each.
with recursive seen as (
    (select parser from file where state in ('indexed', 'quarantined') and parser is not null order by parser limit 1)
    union all
    select (
        select f.parser from file f
        where f.state in ('indexed', 'quarantined') and f.parser is not null and f.parser > seen.parser
        order by f.parser limit 1
    )
    from seen where seen.parser is not null
)
update file set state = 'pending', attempts = 0, crashes = 0, next_try = null, lease_owner = null
where state in ('indexed', 'quarantined') and parser is not null and not ignored
    -- Not where a disk may be away, nor, unless it is named, what is looked at no more: it stays as it is.
    and source_id not in (select id from source where failure is not null or not (registered or :sources::bigint[] is not null))
    and (:sources::bigint[] is null or source_id = any(:sources))
    and parser = any(array(select parser from seen where parser is not null and parser <> all(:parsers)));

-- name: known_contents(collections, hashes)
-- Which of these contents are there already, or were forgotten.
with given as (select distinct collection, digest from unnest(:collections::bigint[], :hashes::text[]) as g (collection, digest))
select collection as collection_id, digest as sha256 from given
where exists (select from file f where f.collection_id = collection and f.sha256 = digest and f.state = 'indexed')
    or exists (select from file f where f.collection_id = collection and f.sha256 = digest and f.state = 'pending')
union all
select collection, digest from given
where exists (select from forgotten_content)
    and exists (select from forgotten_content c where c.collection_id = collection and c.digest = veiled(given.digest));

-- name: settled_lately()^
-- How many files ended within the last minute, and since the work that is under way began.
select
    count(*) filter (where f.settled_at > now() - interval '1 minute') as last_minute,
    count(*) filter (where f.settled_at >= w.begun_at) as settled,
    extract(epoch from now() - w.begun_at)::float as seconds
from (select min(begun_at) as begun_at from worker_alive where reading) w
left join file f on f.settled_at >= least(w.begun_at, now() - interval '1 minute') and f.state <> 'pending'
group by w.begun_at;
