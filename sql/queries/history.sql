-- name: payments(since, until, later, collection, most)
-- By payee and currency of the period's expenses: those of the period and shortly after, and the newest before it.
with own as materialized (
    select distinct payee, currency from expense
    where booked_on between :since and :until and (:collection::bigint is null or collection_id = :collection)
)
select e.id, a.number as account, e.booked_on, e.value_on, e.amount, e.currency, e.counterparty, e.description, e.category,
    e.status, e.reference, e.document_id, '' as path, e.locator, e.char_start, e.char_end, e.type, e.payee, e.role
from own cross join lateral (
    (select * from expense x
     where x.payee = own.payee and x.currency = own.currency and x.booked_on >= :since and x.booked_on <= :later
         and (:collection::bigint is null or x.collection_id = :collection))
    union all
    (select * from expense x
     where x.payee = own.payee and x.currency = own.currency and x.booked_on < :since
         and (:collection::bigint is null or x.collection_id = :collection)
     order by x.booked_on desc, x.id desc limit :most)
) e
join account a on a.id = e.own_account_id
order by e.booked_on, e.id;

-- name: years(since, until, collection)
-- For each month of the period: the expenses of the year before it.
select e.currency, m::date as month, array_agg(e.id order by e.booked_on, e.id) as ids,
    array_agg(-e.amount order by e.booked_on, e.id) as amounts
from generate_series(date_trunc('month', :since::timestamp), :until::timestamp, interval '1 month') m
join expense e on e.booked_on >= m::date - 365 and e.booked_on < m::date
    and (:collection::bigint is null or e.collection_id = :collection)
group by e.currency, m;

-- name: started(currencies, collection)
select c.currency, first.booked_on
from unnest(:currencies::text[]) c (currency) cross join lateral (
    select booked_on from expense e
    where e.currency = c.currency and (:collection::bigint is null or e.collection_id = :collection)
    order by booked_on limit 1) first;

-- name: account_started(collection)
select coalesce(m.number, a.number) as account, s.currency, min(first.booked_on) as booked_on
from account a left join account m on m.id = a.merged_into
cross join lateral (select distinct currency from statement where account_id = a.id) s
cross join lateral (
    select t.booked_on from transaction t
    where t.account_id = a.id and t.currency = s.currency and t.duplicate_of is null and t.amount < 0
    order by t.booked_on limit 1) first
where :collection::bigint is null or a.collection_id = :collection
group by 1, 2;

-- name: months(since, until, collection)
select category, currency, date_trunc('month', booked_on)::date as month, -sum(amount) as spent
from expense
where booked_on between :since and :until and (:collection::bigint is null or collection_id = :collection)
group by 1, 2, 3;

-- name: rows_of(category, currency, since, until, collection)
select id from expense
where category = :category and currency = :currency and booked_on between :since and :until
    and (:collection::bigint is null or collection_id = :collection)
order by booked_on, id;
