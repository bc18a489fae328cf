-- What mails quote below their own words, from ``quoted_from`` on: passages of theirs while the home does not hold the mail
-- that they answer (the one of ``In-Reply-To``, or the last of ``References``).

-- name: are_many(most)^
-- Whether there are more marks than that.
select count(*) > :most as many from (select from quotation_due limit :most + 1) marks;

-- name: analyze()!
-- A load that nobody has looked at yet: the planner would take all mails for few.
analyze document;

-- name: messages(most)
select id, message from quotation_due where message is not null order by id limit :most;

-- name: note_followers(messages)!
-- Those that quote, and answer or follow one of these mails, are to be looked at.
insert into quotation_due (document_id)
select id from document
where kind = 'email' and valid_to is null and meta ? 'quoted_from' and mails_followed(meta) && :messages::bigint[];

-- name: due(most, longest)
-- The next marks of mails, with those: whether each holds still, the mail that it answers is there, and an older one of the thread; of
-- each as much of its text as :longest characters of the quotation.
select q.id as mark, d.valid_to is not null as is_past, d.id, d.collection_id, left(d.text, (d.meta ->> 'quoted_from')::integer + :longest) as text, d.title, d.mime, d.date, d.language, d.header_end,
    (d.meta ->> 'quoted_from')::integer as quoted_from,
    exists (
        select from document o
        where o.collection_id = d.collection_id and o.kind = 'email' and o.valid_to is null and o.id <> d.id
            and hashtextextended(o.meta ->> 'message_id', 0) = mail_answered(d.meta)) as is_repeated,
    exists (
        select from document o
        where o.collection_id = d.collection_id and o.kind = 'email' and o.valid_to is null and o.id <> d.id
            and hashtextextended(o.meta ->> 'message_id', 0) = any(mails_followed(d.meta))) as has_older
from quotation_due q join document d on d.id = q.document_id
order by q.id limit :most;

-- name: hold(documents)
-- Those that are there still, with the passages of their quotation, by their hashes, and the number of their next one.
with held as materialized (
    select id, (meta ->> 'quoted_from')::integer as quoted_from from document
    where id = any(:documents) order by id for no key update
)
select h.id, (select coalesce(max(c.ordinal) + 1, 0) from chunk c where c.document_id = h.id and c.char_start < h.quoted_from) as ordinal,
    array(select c.hash from chunk c where c.document_id = h.id and c.char_start >= h.quoted_from order by c.ordinal) as hashes
from held h;

-- name: drop(documents)!
-- The passages of these mails' quotations.
delete from chunk c using document d
where d.id = any(:documents) and c.document_id = d.id and c.char_start >= (d.meta ->> 'quoted_from')::integer;

-- name: done(marks)!
delete from quotation_due where id = any(:marks);

-- name: outdate(documents)!
-- In the space at hand: the words of these documents are to be counted anew.
update document_words set version = -version where document_id = any(:documents) and version > 0;
