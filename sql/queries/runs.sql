-- name: begin(kind)$
insert into run (kind) values (:kind) returning id;

-- name: finish(run, report)!
update run set ended_at = now(), report = :report where id = :run;

-- name: last_refresh()$
select max(ended_at) from run where kind = 'refresh';
