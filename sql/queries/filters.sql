-- Conditions of pkm.store.filters.Filter on a document d or a passage p: what follows the first "where" of the query with the
-- field's name is put into other queries.

-- name: since(since)
select from chunk p where p.date >= :since;

-- name: until(until)
select from chunk p where p.date <= :until;

-- name: nodes(nodes)
select from chunk p where exists (select from node n where n.chunk_id = p.id and n.metadata @@ :nodes::jsonpath);

-- name: holds()
select from document d where d.valid_to is null;

-- name: instant(instant, as_of)
select from document d where held_at(d.valid_from, d.valid_to, d.first, d.date, :instant::timestamptz, :as_of::date);

-- name: collection(collection)
select from document d where d.collection_id = :collection;

-- name: kind(kind)
select from document d where d.kind = :kind;

-- name: within_kind(within_kind)
select from document d where d.kind = :within_kind or exists (select from document m where m.id = d.parent_id and m.kind = :within_kind);

-- name: language(language)
select from document d where d.language = :language;

-- name: documents(documents)
select from document d where d.id = any(:documents::bigint[]);

-- name: person(person)
-- As an array, read once: collections are few.
select from document d where d.collection_id = any(array(select m.collection_id from collection_member m where m.person_id = :person));

-- name: source(source)
select from document d where d.file_id in (select coalesce(f.original_id, f.id) from file f where f.source_id = :source);

-- name: path(path)
-- The first characters of a path are in an index.
select from document d where d.file_id in (
    select coalesce(f.original_id, f.id) from file f
    where left(f.path, 400) collate "C" ^@ left(rtrim(:path, '/'), 400)
        and (f.path = rtrim(:path, '/') or f.path ^@ (rtrim(:path, '/') || '/'))
);

-- name: folders(folders)
-- As a range, for an index takes no other condition on the rows of a list; 0 is what follows the slash.
select from document d where d.file_id in (
    select coalesce(f.original_id, f.id) from unnest(:folders::text[]) folder join file f
        on left(f.path, 400) collate "C" >= left(folder || '/', 400) and left(f.path, 400) collate "C" <= left(folder || '0', 400)
        and f.path ^@ (folder || '/')
);

-- name: count_passing(most)
select count(*) as passages from (
    select from passage_vector c join document d on d.id = c.document_id where passes(c, d) limit :most
) as passing;

-- name: estimate_passing()
explain (format json) select from passage_vector c join document d on d.id = c.document_id where passes(c, d);
