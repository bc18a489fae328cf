-- name: insert(collections, documents, ordinals, starts, ends, pages, headings, kinds, dates, hashes)
insert into chunk (collection_id, document_id, ordinal, char_start, char_end, page, heading, kind, date, hash)
select n.*
from unnest(:collections::bigint[], :documents::bigint[], :ordinals::integer[], :starts::integer[], :ends::integer[],
    :pages::integer[], :headings::text[], :kinds::text[], :dates::date[], :hashes::bytea[]) as n
    (collection_id, document_id, ordinal, char_start, char_end, page, heading, kind, date, hash)
order by n.document_id, n.ordinal
returning id, document_id, ordinal;

-- name: hits(chunks)
-- What a hit shows of each passage.
select c.id, c.document_id, f.path, d.locator, d.title, c.kind, c.date, c.page, c.char_start, c.char_end, c.hash,
    substr(d.text, c.char_start + 1, c.char_end - c.char_start) as text, d.valid_to, d.meta,
    case when d.valid_to is null then array(
        select copy.path from file copy where copy.original_id = f.id and copy.state = 'duplicate' order by copy.path
    ) else '{}' end as also_at
from chunk c join document d on d.id = c.document_id join file f on f.id = d.file_id
where c.id = any(:chunks);

-- name: days(chunks)
select id, date from chunk where id = any(:chunks);
