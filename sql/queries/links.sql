-- name: collections()
select distinct collection_id from fact where kind = 'paper';

-- name: papers(collection, documents)
-- The documents that state something, by what names them.
select d.id, d.title, d.name, d.date, f.path
from document d join file f on f.id = d.file_id
where (:collection::bigint is null or d.collection_id = :collection)
    and (:documents::bigint[] is null or d.id = any(:documents))
    and exists (select from fact where document_id = d.id and kind = 'paper')
order by d.id;

-- name: payees(collection)
-- Everybody with whom there are bookings, once.
select distinct payee from ledger where collection_id = :collection and payee <> '';

-- name: candidates(collection, amounts, payees, since, until)
-- Bookings of one of the amounts, in either currency, or of one of the payees. Three searches, each by its own index.
with found as (
    select id from transaction
    where collection_id = :collection and abs(amount) = any(:amounts) and booked_on between :since and :until
    union
    select id from transaction
    where collection_id = :collection and abs(original_amount) = any(:amounts) and booked_on between :since and :until
    union
    select id from transaction
    where collection_id = :collection and payee = any(:payees) and booked_on between :since and :until
)
select l.id, a.number as account, l.booked_on, l.amount, l.currency, l.counterparty, l.description, l.status, l.reference,
    l.document_id, l.locator, l.payee, l.role, l.counterparty_account, l.end_to_end, l.original_amount, l.original_currency
from found
join ledger l on l.id = found.id
join account a on a.id = l.own_account_id
order by l.booked_on, l.id;

-- name: said(collection)
-- What persons said, of the booking that counts where theirs is told by another statement too.
select k.document_id, k.item, coalesce(t.duplicate_of, t.id) as transaction_id, k.said
from document_link k join transaction t on t.id = k.transaction_id
where k.collection_id = :collection and k.said is not null
order by k.document_id, k.item, t.id;

-- name: known(collection)
select document_id, item, transaction_id, kind, state, score, reason
from document_link where collection_id = :collection and said is null;

-- name: insert(document, item, transaction, collection, kind, state, score, reason)*!
insert into document_link (document_id, item, transaction_id, collection_id, kind, state, score, reason)
values (:document, :item, :transaction, :collection, :kind, :state, :score, :reason)
on conflict (document_id, item, transaction_id) do nothing;

-- name: delete(document, item, transaction)*!
delete from document_link
where document_id = :document and item = :item and transaction_id = :transaction and said is null;

-- name: say(document, item, transaction, kind, said)!
-- A person's word, and the mark by which all else is matched anew.
with rows as (
    select t.id, t.collection_id, abs(t.amount) as amount, t.currency from transaction t where t.id = :transaction
), marked as (
    insert into unsettled (collection_id, amount, currency) select collection_id, amount, currency from rows
)
insert into document_link (document_id, item, transaction_id, collection_id, kind, state, said, score, reason)
select :document, :item, r.id, r.collection_id, :kind, 'matched', :said, 1, 'a person said so'
from rows r join document d on d.id = :document and d.collection_id = r.collection_id
on conflict (document_id, item, transaction_id)
do update set said = excluded.said, state = excluded.state, score = excluded.score, reason = excluded.reason;

-- name: of_transaction(transaction)^
select id, collection_id from ledger where id = :transaction;

-- name: linked(collection, documents, transactions)
select k.document_id, k.item, k.kind, k.state, k.said, k.score, k.reason, l.id, l.booked_on, l.amount, l.currency,
    l.counterparty, l.payee
from document_link k join ledger l on l.id = k.transaction_id
where (:collection::bigint is null or k.collection_id = :collection)
    and (:documents::bigint[] is null or k.document_id = any(:documents))
    and (:transactions::bigint[] is null or k.transaction_id = any(:transactions))
order by k.document_id, k.item, l.booked_on, l.id;

-- name: booked(collection)
-- Bookings that are linked to a paper, whatever is thought of it.
select distinct l.id from document_link k join ledger l on l.id = k.transaction_id
where :collection::bigint is null or k.collection_id = :collection;

-- name: delete_orphans()!
delete from document_link k
where said is null and not exists (select from fact f where f.document_id = k.document_id and f.item = k.item and f.kind = 'paper');
