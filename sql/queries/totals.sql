-- name: is_stale()$
select exists (select from stale_total);

-- name: forget_stale()!
with months as (select distinct collection_id, month from stale_total), gone as (
    delete from total t using months m
    where t.span in ('day', 'month') and t.first >= m.month and t.first < m.month + interval '1 month' and t.collection_id = m.collection_id
), years as (
    select distinct collection_id, payee, date_trunc('year', month::timestamp)::date as year from stale_total
)
delete from total t using years y
where t.span = 'year' and t.payee = y.payee and t.first = y.year and t.collection_id = y.collection_id;

-- name: keep_months()!
-- By category for each month, and whole for each day of it.
insert into total (collection_id, span, first, account_id, role, currency, category, count, amount, ids)
select m.collection_id, case when t.booked_on is null then 'month' else 'day' end, coalesce(t.booked_on, m.month),
    t.account_id, t.role, t.currency, t.category, t.count, t.amount, t.ids
from (select distinct collection_id, month from stale_total) m
cross join lateral (
    select booked_on, account_id, role, currency, category, count(*) as count, sum(amount) as amount,
        string_agg(int8send(id), '') as ids
    from transaction
    where duplicate_of is null and not void and status = 'booked'
        and booked_on >= m.month and booked_on < m.month + interval '1 month' and collection_id = m.collection_id
    group by grouping sets ((account_id, role, currency, category), (account_id, role, currency, booked_on))) t;

-- name: keep_years()!
insert into total (collection_id, span, first, account_id, role, currency, payee, count, amount, ids)
select y.collection_id, 'year', y.year, t.account_id, t.role, t.currency, y.payee, t.count, t.amount, t.ids
from (select distinct collection_id, payee, date_trunc('year', month::timestamp)::date as year from stale_total) y
cross join lateral (
    select account_id, role, currency, count(*) as count, sum(amount) as amount, string_agg(int8send(id), '') as ids
    from transaction
    where duplicate_of is null and not void and status = 'booked' and payee = y.payee
        and booked_on >= y.year and booked_on < y.year + interval '1 year' and collection_id = y.collection_id
    group by 1, 2, 3) t
order by y.year; -- what is read together lies together

-- name: clear_stale()!
delete from stale_total;
