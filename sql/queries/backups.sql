-- name: places()
select location, last_name, last_at from backup_place order by location;

-- name: made(location, name)!
insert into backup_place (location, last_name) values (:location, :name)
on conflict (location) do update set last_name = excluded.last_name, last_at = now();

-- name: progress()^
select coalesce(max(backup_streamed), 0) as done, coalesce(max(backup_total), 0) as total from pg_stat_progress_basebackup;

-- name: forget_places()!
-- A database that was restored is another one than that which went on making backups there.
update backup_place set last_name = '';

-- name: is_empty()$
select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r');
