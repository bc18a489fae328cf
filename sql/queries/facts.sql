-- name: insert(collection, document, item, kind, text, amount, currency, day, checked, char_start, char_end)*!
insert into fact (collection_id, document_id, item, kind, text, amount, currency, day, checked, char_start, char_end)
values (:collection, :document, :item, :kind, :text, :amount, :currency, :day, :checked, :char_start, :char_end);

-- name: note_reading(documents, version)!
insert into fact_reading (document_id, version) select document, :version from unnest(:documents::bigint[]) as read (document)
on conflict (document_id) do update set version = excluded.version;

-- name: unread(version, limit)
-- Documents that no rules, or older ones, read.
select d.id, d.collection_id, d.text, d.kind, d.title, d.date, d.language, d.header_end
from document d left join fact_reading r on r.document_id = d.id
where r.version is distinct from :version and d.valid_to is null
order by d.id limit :limit;

-- name: note_unread(version)!
-- What settling is to read is unsettled.
insert into unsettled (collection_id)
select distinct d.collection_id from document d left join fact_reading r on r.document_id = d.id
where r.version is distinct from :version and d.valid_to is null;

-- name: pages_of(documents)
select document_id, number, char_start, char_end, width, height from page where document_id = any(:documents)
order by document_id, number;

-- name: delete(documents)!
delete from fact where document_id = any(:documents);

-- name: select_facts(collection, kinds, documents, papers)
-- Of documents that hold such papers, if any are named.
select item, kind, text, char_start, char_end, amount, currency, day, checked, document_id
from fact
where (:collection::bigint is null or collection_id = :collection)
    and (:kinds::text[] is null or kind = any(:kinds))
    and (:documents::bigint[] is null or document_id = any(:documents))
    and (:papers::text[] is null or document_id in (select document_id from fact where kind = 'paper' and text = any(:papers)))
order by document_id, item, id;

-- name: owing(collection, since)
-- Documents that state a day of payment from a day on.
select distinct document_id from fact
where (:collection::bigint is null or collection_id = :collection) and kind in ('due', 'direct_debit', 'instalment') and day >= :since;

-- name: recipients(collection)
-- To whom papers are written that bookings pay.
select distinct f.text from fact f
where (:collection::bigint is null or f.collection_id = :collection) and f.kind = 'recipient' and exists (
    select from document_link k
    where k.document_id = f.document_id and k.item = f.item and k.state = 'matched' and k.said is distinct from 'no'
)
order by f.text;
