-- name: hold(owner)^
select pg_advisory_lock(20589, :owner);

-- name: begin(owner, life, pid, host, reading, every)!
insert into worker (owner, life, pid, host, reading, every) values (:owner, :life, :pid, :host, :reading, :every);

-- name: beat(owner)!
update worker set beat_at = clock_timestamp() where owner = :owner;

-- name: bury()!
-- Rows of those who ended without a word; what this very process had in hand is taken back first (queue.sql).
delete from worker where owner not in (select owner from worker_held);

-- name: end(owner)!
delete from worker where owner = :owner;

-- name: alive()
select host, pid, bool_or(reading) as reading, min(begun_at) as since, max(beat_at) as beat_at
from worker_alive group by host, pid order by since;

-- name: silent(host, pid)$
-- Whether that process spoke once and has been silent for too long.
select coalesce(max(beat_at) < clock_timestamp() - 2 * max(every), false) from worker where host = :host and pid = :pid;
