-- name: insert(collection, document, ordinals, starts, ends, pages, headings, kind, dates, hashes)
insert into chunk (collection_id, document_id, ordinal, char_start, char_end, page, heading, kind, date, hash)
select :collection, :document, n.ordinal, n.char_start, n.char_end, n.page, n.heading, :kind, n.date, n.hash
from unnest(:ordinals::integer[], :starts::integer[], :ends::integer[], :pages::integer[], :headings::text[],
    :dates::date[], :hashes::bytea[]) as n (ordinal, char_start, char_end, page, heading, date, hash)
order by n.ordinal
returning id, ordinal;

-- name: hits(chunks)
-- What a hit shows of each passage.
select c.id, c.document_id, f.path, d.title, c.kind, c.date, c.page, c.char_start, c.char_end, c.hash,
    substr(d.text, c.char_start + 1, c.char_end - c.char_start) as text, d.valid_to, d.meta,
    case when d.valid_to is null then array(
        select copy.path from file copy where copy.original_id = f.id and copy.state = 'duplicate' order by copy.path
    ) else '{}' end as also_at
from chunk c join document d on d.id = c.document_id join file f on f.id = d.file_id
where c.id = any(:chunks);

-- name: days(chunks)
select id, date from chunk where id = any(:chunks);
