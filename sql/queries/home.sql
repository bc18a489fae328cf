-- name: places()
-- A place below the home for each of its folders that the database knows: of uploads, and of a mailbox's messages.
select 'uploads/' || s.collection_id as folder, coalesce(s.raw_location, convert_to(s.location, 'UTF8')) as place
from source s where s.kind = 'upload'
union all
select 'mail/' || s.id, f.raw_path
from source s cross join lateral (select raw_path from file where source_id = s.id and raw_path is not null limit 1) f
where s.kind = 'imap';

-- name: move_sources(old, new)!
update source set location = :new || substr(location, length(:old) + 1), raw_location = null
where kind = 'upload' and starts_with(location, :old || '/') and not starts_with(location, :new || '/uploads/');

-- name: move_files(old, new)!
update file f set path = :new || substr(f.path, length(:old) + 1), raw_path = null
from source s where s.id = f.source_id and s.kind = 'upload' and not f.forgotten and starts_with(f.path, :old || '/')
    and not starts_with(f.path, :new || '/uploads/');

-- name: move_messages(old, new)!
update file f set raw_path = convert_to(:new, 'UTF8') || substr(f.raw_path, octet_length(convert_to(:old, 'UTF8')) + 1)
from source s where s.id = f.source_id and s.kind = 'imap' and f.raw_path is not null
    and substr(f.raw_path, 1, octet_length(convert_to(:old || '/', 'UTF8'))) = convert_to(:old || '/', 'UTF8')
    and substr(f.raw_path, 1, octet_length(convert_to(:new || '/mail/', 'UTF8'))) <> convert_to(:new || '/mail/', 'UTF8');

-- name: move_discarded(old, new)!
update discarded_file set place = convert_to(:new, 'UTF8') || substr(place, octet_length(convert_to(:old, 'UTF8')) + 1)
where substr(place, 1, octet_length(convert_to(:old || '/', 'UTF8'))) = convert_to(:old || '/', 'UTF8');
