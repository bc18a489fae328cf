-- What documents are called after the file that they lie in.

-- name: called_after(file, names)
-- Those of a file whose title or head is one of these names, and where the file lies.
select d.id, d.title, d.head, left(d.text, 2000) as opening, f.path
from document d join file f on f.id = d.file_id
where d.file_id = :file and d.parent_id is null and (d.title = any(:names) or d.head = any(:names));

-- name: call(document, title, head)!
update document set title = :title, head = :head where id = :document;

-- name: outdate(files)!
-- In the space at hand: of these files' documents the words of the name are to be counted anew.
update document_words w set version = -w.version from document d
where d.id = w.document_id and d.file_id = any(:files) and w.version > 0;
