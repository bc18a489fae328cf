-- name: filed_otherwise()
-- Of the touched accounts: bookings of statements that state no currency (XXX, and so do all their bookings when they come), and
-- the one that they are to have: the only one that other statements of the account state, else none.
with own as (
    select coalesce(a.merged_into, a.id) as root, s.id, s.currency
    from touched_account join account a on a.id = account_id join statement s on s.account_id = a.id
), sole as (
    select root, min(currency) as currency from own where currency <> 'XXX' group by root having count(distinct currency) = 1
), unstated as (
    select own.id, coalesce(sole.currency, 'XXX') as currency
    from own left join sole using (root)
    where own.currency = 'XXX' and 1 = (select count(distinct t.currency) from transaction t where t.statement_id = own.id)
)
select t.id, unstated.currency from unstated join transaction t on t.statement_id = unstated.id
where t.currency <> unstated.currency;

-- name: set_currency(ids, currencies)!
update transaction t set currency = u.currency
from unnest(:ids::bigint[], :currencies::text[]) u (id, currency) where t.id = u.id;

-- name: touch_closings()!
-- What such a statement closes with is a sum in the currency of its bookings.
insert into touched_amount
select distinct s.collection_id, abs(s.closing), t.currency
from touched_account join statement s using (account_id) join transaction t on t.statement_id = s.id
where s.currency = 'XXX' and s.closing is not null
on conflict do nothing;
