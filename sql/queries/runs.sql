-- name: begin(kind)$
insert into run (kind) values (:kind) returning id;

-- name: finish(run, report)!
update run set ended_at = now(), report = :report where id = :run;

-- name: last_refresh()$
select max(ended_at) from run where kind = 'refresh';

-- name: prune(kept)!
-- The last refresh stays, however long ago it was.
delete from run where begun_at < now() - :kept::interval
    and id not in (select id from run where kind = 'refresh' and ended_at is not null order by ended_at desc limit 1);
