-- name: expenses(since, until, collection)
select e.id, a.number as account, e.booked_on, e.value_on, e.amount, e.currency, e.counterparty, e.description, e.category,
    e.status, e.reference, e.document_id, '' as path, e.locator, e.char_start, e.char_end, e.type, e.payee, e.role
from expense e join account a on a.id = e.own_account_id
where e.booked_on between :since and :until and (:collection::bigint is null or e.collection_id = :collection)
order by e.booked_on, e.id;

-- name: payments(payees, since, later, collection, most)
-- What was paid to each payee from a day on, and the newest before it: read from the index alone, so refunded ones too.
select own.payee, own.currency, p.days, p.ids, p.amounts, p.accounts
from (select distinct payee, currency from expense where payee = any(:payees) and booked_on between :since and :later) own
cross join lateral (
    select array_agg(booked_on) as days, array_agg(id) as ids, array_agg(amount) as amounts, array_agg(account_id) as accounts
    from (select * from (
    (select id, booked_on, amount, account_id from transaction t
     where t.payee = own.payee and t.currency = own.currency and t.booked_on between :since and :later
         and t.role = 'spending' and t.amount < 0 and t.duplicate_of is null and not t.void and t.status = 'booked'
         and (:collection::bigint is null or t.collection_id = :collection))
    union all
    (select id, booked_on, amount, account_id from transaction t
     where t.payee = own.payee and t.currency = own.currency and t.booked_on < :since
         and t.role = 'spending' and t.amount < 0 and t.duplicate_of is null and not t.void and t.status = 'booked'
         and (:collection::bigint is null or t.collection_id = :collection)
     order by t.booked_on desc, t.id desc limit :most)
) paid order by booked_on, id) told
) p;

-- name: returned()
-- What came back whole is no expense.
select p.out_id as id from booking_pair p join transaction o on o.id = p.out_id join transaction b on b.id = p.back_id
where p.kind = 'refund' and b.amount >= -o.amount;

-- name: wordings(ids)
select t.id, t.counterparty, t.description, t.type from transaction t where t.id = any(:ids);

-- name: numbers()
select a.id, coalesce(m.number, a.number) as number from account a left join account m on m.id = a.merged_into;

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
-- Of whole months, from kept totals and, where those are stale, from the bookings; less what came back whole, and with the parts of
-- what is divided for it.
with stale as materialized (
    select distinct month from stale_total
    where month between :since and :until and (:collection::bigint is null or collection_id = :collection)
), part as (
    select category, currency, first as month, -amount as spent from total
    where span = 'month' and role = 'spending' and first between :since and :until and first not in (select month from stale)
        and (:collection::bigint is null or collection_id = :collection)
    union all
    select t.category, t.currency, stale.month, -t.amount
    from stale join transaction t on t.booked_on >= stale.month and t.booked_on < stale.month + interval '1 month'
    where t.role = 'spending' and t.duplicate_of is null and not t.void and t.status = 'booked'
        and (:collection::bigint is null or t.collection_id = :collection)
    union all
    select o.category, o.currency, date_trunc('month', o.booked_on::timestamp)::date, o.amount
    from (select distinct p.out_id from booking_pair p join transaction o on o.id = p.out_id join transaction b on b.id = p.back_id
        where p.kind = 'refund' and b.amount >= -o.amount) returned join transaction o on o.id = returned.out_id
    where o.role = 'spending' and o.duplicate_of is null and not o.void and o.status = 'booked'
        and date_trunc('month', o.booked_on::timestamp) between :since and :until
        and (:collection::bigint is null or o.collection_id = :collection)
    union all
    select p.category, e.currency, date_trunc('month', e.booked_on::timestamp)::date, -p.amount
    from booking_part p join expense e on e.id = p.booking_id
    where e.category = 'split' and date_trunc('month', e.booked_on::timestamp) between :since and :until
        and (:collection::bigint is null or e.collection_id = :collection)
)
select category, currency, month, sum(spent) as spent from part where category <> 'split'
group by 1, 2, 3 having sum(spent) <> 0;

-- name: rows_of(category, currency, since, until, collection)
select id from expense
where (category = :category or (category = 'split' and id in (select booking_id from booking_part where category = :category)))
    and currency = :currency and booked_on between :since and :until
    and (:collection::bigint is null or collection_id = :collection)
order by booked_on, id;
