-- name: accounts(collection)
-- Every account that statements know or a person spoke of, those that are the same below the one that they belong to.
select a.id, a.collection_id, a.number, a.name, a.label, a.holder, a.institution, a.kind, a.currency, a.closed_on, a.apart, a.same_as,
    coalesce(a.merged_into, a.id) as root_id, a.merged_by,
    array(select l.number from account_alias l where l.account_id = a.id order by 1) as aliases,
    exists (select from statement s where s.account_id = a.id) as is_stated,
    array(select distinct d.meta -> 'holders' ->> s.ordinal from statement s join document d on d.id = s.document_id
          where s.account_id = a.id and d.meta -> 'holders' ->> s.ordinal is not null) as stated
from account a
where :collection::bigint is null or a.collection_id = :collection
order by root_id, a.number;

-- name: stated(collection)
-- A statement that states no currency (XXX) has that of its bookings, as settling files them.
select s.id, root.number as account, root.id as root_id, told.currency, s.since, s.until, s.opening, s.closing,
    coalesce(sum(t.amount), 0) as moved, count(t.id) as count, s.first_booked, s.last_booked, s.document_id, f.path, s.format,
    s.currency <> 'XXX' as states_currency
from statement s
join account a on a.id = s.account_id
join account root on root.id = coalesce(a.merged_into, a.id)
join document d on d.id = s.document_id
join file f on f.id = d.file_id
cross join lateral (select statement_currency(s.id, s.currency) as currency) told
left join transaction t on t.statement_id = s.id and t.status = 'booked' and t.currency = told.currency
where :collection::bigint is null or s.collection_id = :collection
group by s.id, root.id, f.id, told.currency;

-- name: rows_of(statements)
-- Of a batch that another statement tells as one sum, the first payment stands for all of them, as it does for the sum.
select t.id, t.statement_id, t.booked_on, t.amount, coalesce(batch.first, o.id) as original_id, t.balance
from transaction t join transaction o on o.id = coalesce(t.duplicate_of, t.id)
left join lateral (
    select w.duplicate_of as first from transaction f
    join transaction w on w.duplicate_of = coalesce(f.duplicate_of, f.id) and w.amount <> f.amount
    where strpos(o.locator, ', part ') > 0 and f.statement_id = o.statement_id
        and f.locator = split_part(o.locator, ', part ', 1) || ', part 1'
    limit 1
) batch on true
where t.statement_id = any(:statements) and t.status = 'booked' order by t.statement_id, t.id;

-- name: latest_balances(collection)
-- The bookings of the last day on which all state a running balance, by account and currency.
with last as (
    select coalesce(a.merged_into, a.id) as root_id, t.currency, max(t.booked_on) as day
    from transaction t join account a on a.id = t.account_id
    where t.balance is not null and t.status = 'booked' and (:collection::bigint is null or t.collection_id = :collection)
    group by 1, 2
)
select root.id as root_id, t.currency, t.id, t.statement_id, t.booked_on, t.amount, t.id as original_id, t.balance
from last join account root on root.id = last.root_id
join account a on coalesce(a.merged_into, a.id) = root.id
join transaction t on t.account_id = a.id and t.currency = last.currency and t.booked_on = last.day
where t.duplicate_of is null and not t.void and t.status = 'booked';

-- name: set_label(account, label)!
update account set label = nullif(:label, '') where id = :account;

-- name: set_holder(account, holder)!
update account set holder = nullif(:holder, '') where id = :account;

-- name: set_closed(account, closed_on)!
update account set closed_on = :closed_on where id = :account;

-- name: set_same(account, same_as)!
update account set same_as = :same_as, apart = false where id = :account;

-- name: set_joinable(account)!
update account set apart = false where id = :account;

-- name: set_apart(account)!
update account set same_as = null, apart = true where id = :account;

-- name: unset_same(same_as)!
update account set same_as = null where same_as = :same_as;

-- name: note(account)!
insert into unsettled (collection_id, account_id) select collection_id, id from account where id = :account;
