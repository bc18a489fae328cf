-- What the space at hand lacks. Read by ascending number from where one was, so that to fill a space reads each row once.

-- name: documents(after, most)
select d.id from document d
where d.id > :after and not exists (select from document_words w where w.document_id = d.id)
order by d.id limit :most;

-- name: passages(after, most)
select c.id, c.document_id, c.collection_id, c.char_start, c.char_end, c.page, c.heading, c.date
from chunk c
where c.id > :after and not exists (select from passage_vector v where v.chunk_id = c.id)
order by c.id limit :most;

-- name: texts(documents)
select id, collection_id, text, kind, title, mime, date, language, locator, name, head, header_end, meta
from document where id = any(:documents);

-- name: ranges(documents)
select document_id, char_start, char_end, heading from chunk where document_id = any(:documents) order by document_id, char_start;

-- name: hold(documents)
-- Those that are still there; they stay until the transaction ends.
select id from document where id = any(:documents) order by id for key share;

-- name: sample(starts)
-- A passage of a document that holds now, for each of these numbers, the next one.
select distinct c.id, c.document_id, c.heading, substr(d.text, c.char_start + 1, c.char_end - c.char_start) as text
from unnest(:starts::bigint[]) as start (id), lateral (
    select c.id, c.document_id, c.heading, c.char_start, c.char_end
    from chunk c join document d on d.id = c.document_id
    where c.id >= start.id and d.valid_to is null
    order by c.id limit 1
) as c join document d on d.id = c.document_id
order by c.id;

-- name: span()^
select min(id) as first, max(id) as last from chunk;

-- name: is_reading()$
-- Whether somebody who lives has a file in hand.
select exists (select from file f join worker_alive w on w.owner = f.lease_owner where f.state = 'pending');
