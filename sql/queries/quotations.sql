-- What mails quote below their own words, from ``quoted_from`` on: passages of theirs while the home does not hold the mail
-- that they answer. That mail is the one of ``In-Reply-To``, or the last of ``References``.

-- name: drop_repeated()
-- Of quotations whose original came: it says the same.
delete from chunk c using document d
where d.id = c.document_id and d.kind = 'email' and d.meta ? 'quoted_from'
    and c.char_start >= (d.meta ->> 'quoted_from')::integer
    and exists (
        select from document o
        where o.collection_id = d.collection_id and o.kind = 'email' and o.valid_to is null and o.id <> d.id
            and o.meta ->> 'message_id' = coalesce(d.meta ->> 'in_reply_to', substring(d.meta ->> 'references' from '[^ ]+$')))
returning c.document_id;

-- name: orphaned(after, most)
-- Mails whose quotation is nowhere yet: their original is not there; whether an older mail of the thread is.
select d.id, d.collection_id, d.text, d.title, d.mime, d.date, d.language, d.header_end,
    (d.meta ->> 'quoted_from')::integer as quoted_from,
    exists (
        select from document o
        where o.collection_id = d.collection_id and o.kind = 'email' and o.valid_to is null and o.id <> d.id
            and o.meta ->> 'message_id' = any(string_to_array(d.meta ->> 'references', ' '))) as has_older
from document d
where d.id > :after and d.kind = 'email' and d.valid_to is null and d.meta ? 'quoted_from'
    and not exists (
        select from document o
        where o.collection_id = d.collection_id and o.kind = 'email' and o.valid_to is null and o.id <> d.id
            and o.meta ->> 'message_id' = coalesce(d.meta ->> 'in_reply_to', substring(d.meta ->> 'references' from '[^ ]+$')))
    and not exists (
        select from chunk c where c.document_id = d.id and c.char_start >= (d.meta ->> 'quoted_from')::integer)
order by d.id limit :most;

-- name: hold(documents)
-- Those of which nobody has stored the quotation meanwhile, and the number of their next passage; nobody else can now.
select d.id, (select coalesce(max(c.ordinal) + 1, 0) from chunk c where c.document_id = d.id) as ordinal
from document d
where d.id = any(:documents) and d.valid_to is null and not exists (
    select from chunk c where c.document_id = d.id and c.char_start >= (d.meta ->> 'quoted_from')::integer)
order by d.id for no key update of d;

-- name: outdate(documents)!
-- In the space at hand: the words of these documents are to be counted anew.
update document_words set version = -version where document_id = any(:documents) and version > 0;
