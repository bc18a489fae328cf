-- Nodes of llama-index: each is a passage, with what llama-index knows it by. Those that were added together and came of one
-- document of llama-index are a document here; its file has no place but a name.

-- name: insert(collection, chunks, ids, types, metadata, contents)!
insert into node (chunk_id, collection_id, node_id, type, metadata, content)
select n.chunk, :collection, n.id, n.type, n.metadata, n.content
from unnest(:chunks::bigint[], :ids::text[], :types::text[], :metadata::jsonb[], :contents::text[])
    as n (chunk, id, type, metadata, content);

-- name: hold(collection)^
-- Nobody else adds or deletes nodes of the collection before the transaction ends.
select pg_advisory_xact_lock(20597, :collection::integer);

-- name: file(collection, source, path, size, mtime_ns)$
insert into file (collection_id, source_id, path, state, size, mtime_ns, ctime_ns, inode)
values (:collection, :source, :path, 'indexed', :size, :mtime_ns, :mtime_ns, 0)
on conflict (source_id, md5(path)) do update set
    state = 'indexed', size = excluded.size, mtime_ns = excluded.mtime_ns, reason = null, forgotten = false, gone = false,
    settled_at = now()
returning id;

-- name: files(source, path)
select id from file
where source_id = :source and state = 'indexed' and not forgotten
    and (:path::text is null or (md5(path) = md5(:path::text) and path = :path))
order by id;

-- name: find(collection, ids, condition)
-- Those with these ids, where there are any given, whose metadata match; those first that were stored first.
select n.chunk_id, n.node_id, n.type, n.metadata, n.content, c.document_id, c.heading,
    substr(d.text, c.char_start + 1, c.char_end - c.char_start) as text
from node n join chunk c on c.id = n.chunk_id join document d on d.id = c.document_id
where n.collection_id = :collection and d.valid_to is null and n.metadata @@ :condition::jsonpath
    and (:ids::text[] is null or md5(n.node_id) in (select md5(asked.id) from unnest(:ids::text[]) as asked (id)))
order by n.chunk_id;

-- name: of_passages(chunks)
select n.chunk_id, n.node_id, n.type, n.metadata, n.content, c.document_id, c.heading,
    substr(d.text, c.char_start + 1, c.char_end - c.char_start) as text
from node n join chunk c on c.id = n.chunk_id join document d on d.id = c.document_id
where n.chunk_id = any(:chunks::bigint[]);

-- name: of_documents(documents)
select n.chunk_id, n.node_id, n.type, n.metadata, n.content, c.document_id, c.heading,
    substr(d.text, c.char_start + 1, c.char_end - c.char_start) as text
from node n join chunk c on c.id = n.chunk_id join document d on d.id = c.document_id
where c.document_id = any(:documents::bigint[])
order by n.chunk_id;

-- name: documents(documents)
select id, file_id, ordinal, locator, kind, title, mime, date, language from document where id = any(:documents::bigint[]);

-- name: emptied(files)
-- Those of these files that hold nothing any more.
select f.id from file f where f.id = any(:files::bigint[]) and not exists (select from document d where d.file_id = f.id);

-- name: are_alone(collection, place)$
select not exists (
    select from source s join file f on f.source_id = s.id
    where s.collection_id = :collection and s.location <> :place and f.state <> 'deleted'
);
