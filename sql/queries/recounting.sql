-- In the space at hand: documents whose words were counted by an earlier version, or under another name of their file: then
-- the version is a negative number (names.sql).

-- name: is_due(version)$
select exists (select from document_words where version < :version);

-- name: outdated(version, after, most)
-- What the words of each are counted of, and those that it has.
select w.document_id, w.version, w.terms, d.text, d.kind, d.title, d.mime, d.language, d.name, d.head, d.header_end
from document_words w join document d on d.id = w.document_id
where w.version < :version and w.document_id > :after order by w.document_id limit :most
for update of w skip locked;

-- name: passages(document)
select c.id, c.heading, c.char_start, c.char_end
from chunk c join passage_vector v on v.chunk_id = c.id where c.document_id = :document order by c.ordinal;

-- name: drop_fresh(document)!
delete from passage_posting p using passage_vector v, unnest(v.terms) as old (term)
where v.document_id = :document and p.term = old.term and p.chunk_id = v.chunk_id;

-- name: set_terms(chunk, terms, weights)!
update passage_vector set terms = :terms::integer[], weights = :weights::real[] where chunk_id = :chunk;

-- name: drop_fresh_of_document(document)!
delete from document_posting p using document_words w, unnest(w.terms) as old (term)
where w.document_id = :document and p.term = old.term and p.document_id = w.document_id;

-- name: set_document_terms(document, terms, weights, version)!
update document_words set terms = :terms::integer[], weights = :weights::real[], version = :version where document_id = :document;

-- name: has_blocks()$
select exists (select from passage_block) or exists (select from document_block);
