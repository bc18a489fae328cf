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

-- name: move_sources(old, new)!
update source set location = :new || substr(location, length(:old) + 1), raw_location = null
where kind = 'upload' and (location = :old or starts_with(location, :old || '/'));

-- name: move_files(old, new)!
update file f set path = :new || substr(f.path, length(:old) + 1), raw_path = null
from source s where s.id = f.source_id and s.kind = 'upload' and not f.forgotten and starts_with(f.path, :old || '/');

-- name: move_messages(old, new)!
update file f set raw_path = convert_to(:new, 'UTF8') || substr(f.raw_path, octet_length(convert_to(:old, 'UTF8')) + 1)
from source s where s.id = f.source_id and s.kind = 'imap' and f.raw_path is not null
    and substr(f.raw_path, 1, octet_length(convert_to(:old || '/', 'UTF8'))) = convert_to(:old || '/', 'UTF8');

-- name: move_discarded(old, new)!
update discarded_file set place = convert_to(:new, 'UTF8') || substr(place, octet_length(convert_to(:old, 'UTF8')) + 1)
where substr(place, 1, octet_length(convert_to(:old || '/', 'UTF8'))) = convert_to(:old || '/', 'UTF8');

-- name: is_empty()$
select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r');
