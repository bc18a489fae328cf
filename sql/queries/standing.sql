-- name: forget_faults()!
delete from fault;

-- name: insert_fault(account, currency, kind, since, until, amount, other_amount, statement, other)*!
insert into fault (collection_id, account_id, currency, kind, since, until, amount, other_amount, statement_id, other_id)
select collection_id, id, :currency, :kind, :since, :until, :amount, :other_amount, :statement, :other from account where id = :account;

-- name: faults(collection, since, until)
select a.number as account, f.account_id, f.currency, f.kind, f.since, f.until, f.amount, f.other_amount, f.statement_id, f.other_id
from fault f join account a on a.id = f.account_id
where (:collection::bigint is null or f.collection_id = :collection)
    and (:since::date is null or f.until >= :since) and f.since <= :until
order by a.number, f.since, f.kind, f.statement_id;

-- name: spans(collection)
-- Every statement with a period, under the account that it belongs to.
select root.number as account, told.currency, s.since, s.until, root.closed_on, s.opening
from statement s join account a on a.id = s.account_id join account root on root.id = coalesce(a.merged_into, a.id)
cross join lateral (select statement_currency(s.id, s.currency) as currency) told
where s.since is not null and s.until is not null and (:collection::bigint is null or s.collection_id = :collection)
order by root.number, s.since, s.id;
