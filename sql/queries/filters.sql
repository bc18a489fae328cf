-- Conditions of pkm.store.filters.Filter on a document d and, of the first two, on a passage p. Each is put into other
-- queries as it is, under its field's name.

-- name: since(since)
p.date >= :since;

-- name: until(until)
p.date <= :until;

-- name: holds()
d.valid_to is null;

-- name: instant(instant, as_of)
held_at(d.valid_from, d.valid_to, d.first, d.date, :instant::timestamptz, :as_of::date);

-- name: collection(collection)
d.collection_id = :collection;

-- name: kind(kind)
d.kind = :kind;

-- name: language(language)
d.language = :language;

-- name: documents(documents)
d.id = any(:documents::bigint[]);

-- name: person(person)
d.collection_id in (select m.collection_id from collection_member m where m.person_id = :person);

-- name: source(source)
d.file_id in (select coalesce(f.original_id, f.id) from file f where f.source_id = :source);

-- name: path(path)
-- The first characters of a path are in an index.
d.file_id in (
    select coalesce(f.original_id, f.id) from file f
    where left(f.path, 400) collate "C" ^@ left(rtrim(:path, '/'), 400)
        and (f.path = rtrim(:path, '/') or f.path ^@ (rtrim(:path, '/') || '/'))
);

-- name: count_passing(most)
select count(*) as passages from (
    select from passage_vector c join document d on d.id = c.document_id where passes(c, d) limit :most
) as passing;

-- name: estimate_passing()
explain (format json) select from passage_vector c join document d on d.id = c.document_id where passes(c, d);
