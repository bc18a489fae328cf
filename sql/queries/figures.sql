-- name: plan_anew()^
-- A filter's nulls fall away when its query is planned: a plan for any filter would read the whole ledger. What is sorted or
-- grouped stays in memory (of a group's ids the planner expects far more than there are, and would rather sort them all), and
-- so do the indexes that are read: no seek is to be feared.
select set_config('plan_cache_mode', 'force_custom_plan', true) as planned, set_config('work_mem', '64MB', true) as room,
    set_config('hash_mem_multiplier', '32', true) as hashed, set_config('random_page_cost', '1.1', true) as seek;

-- name: collections()
select distinct collection_id as id from account limit 2;

-- name: sums(grouping, apart, collection, since, until, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, currency, weekdays, into)
select
    key_of(:grouping, booked_on, category, payee, account_id, role) as key,
    currency, role = 'refund' as refund, count(*) as count, sum(amount) as amount, string_agg(int8send(id), '') as ids
from chosen(
    :collection::bigint, :since::date, :until::date, :side::text, :roles::text[], :payees::text[], :categories::text[], :never::text[], :words::text[],
    :among::text[], :terms::jsonb, :accounts::bigint[], :lowest::numeric, :highest::numeric, :excluded::boolean, :currency::text,
    :apart)
where (:weekdays::integer[] is null or extract(isodow from booked_on)::integer = any(:weekdays))
    and (:into::bigint[] is null or id in (
        select p.out_id from booking_pair p join transaction o on o.id = p.back_id where o.account_id = any(:into)))
group by 1, 2, 3
order by 2, 1, 3;

-- name: kept_sums(span, unit, start, stop, grouping, collection, since, until, roles, payees, categories, words, among, accounts, currency, weekdays)
-- The same from kept totals: from start to before stop, and from the bookings themselves where no total is kept or it is stale
-- (by unit: a month, or a year where the totals are of years). Of a topic totals are kept by category: what its payees and
-- words find beyond its categories is told by bookings, too.
with stale as materialized (
    select distinct date_trunc(:unit, month::timestamp)::date as first from stale_total
    where :collection::bigint is null or collection_id = :collection
), around (since, until) as (
    select :since::date, :start::date - 1 where :since::date < :start::date
    union all
    select :stop::date, :until::date where :stop::date <= :until::date
    union all
    select greatest(first, :start::date), least((first + ('1 ' || :unit)::interval)::date, :stop::date) - 1 from stale
    where (:start::date is null or first >= date_trunc(:unit, :start::timestamp)) and (:stop::date is null or first < :stop)
), part as (
    select first as day, category, payee, account_id, role, currency, count, amount, ids from total
    where span = :span and (:start::date is null or first >= :start) and (:stop::date is null or first < :stop)
        and date_trunc(:unit, first::timestamp)::date not in (select first from stale) and (:collection::bigint is null or collection_id = :collection)
        and role = any(:roles::text[]) and (:accounts::bigint[] is null or account_id = any(:accounts))
        and (:currency::text is null or currency = :currency) and (:categories::text[] is null or category = any(:categories))
        and (:weekdays::integer[] is null or extract(isodow from first)::integer = any(:weekdays))
    union all
    select t.booked_on, t.category, t.payee, t.account_id, t.role, t.currency, 1, t.amount, int8send(t.id)
    from around cross join lateral counted(
        :collection::bigint, null, null, null, :roles::text[], null, null, null, null, null, null, :accounts::bigint[],
        null, null, null, :currency::text) t
    where t.booked_on between around.since and around.until and (:categories::text[] is null or t.category = any(:categories))
        and (:weekdays::integer[] is null or extract(isodow from t.booked_on)::integer = any(:weekdays))
    union all
    select booked_on, category, payee, account_id, role, currency, 1, amount, int8send(id)
    from chosen(
        :collection::bigint, :since::date, :until::date, null, :roles::text[], :payees::text[], null, null, :words::text[],
        :among::text[], null, :accounts::bigint[], null, null, null, :currency::text)
    where :categories::text[] is not null and category <> all(:categories) and category <> 'split'
)
select
    key_of(:grouping, day, category, payee, account_id, role) as key,
    currency, role = 'refund' as refund, sum(count)::bigint as count, sum(amount) as amount, string_agg(ids, '') as ids
from part
group by 1, 2, 3
order by 2, 1, 3;

-- name: payees_saying(collection, words, apart)$
-- In whose bookings these words stand, apart from some; null where that is not known: of numbers, and while bookings are unsettled.
select case when not exists (select from unsettled) and not exists (select from unnest(:words::text[]) word where word ~ '\d') then array(
    select distinct payee from payee_word
    where word = any(:words) and payee <> all(:apart::text[]) and (:collection::bigint is null or collection_id = :collection)) end;

-- name: middle(skip, most, collection, since, until, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, currency, weekdays, into)
select amount
from chosen(
    :collection::bigint, :since::date, :until::date, :side::text, :roles::text[], :payees::text[], :categories::text[], :never::text[], :words::text[],
    :among::text[], :terms::jsonb, :accounts::bigint[], :lowest::numeric, :highest::numeric, :excluded::boolean, :currency::text)
where (:weekdays::integer[] is null or extract(isodow from booked_on)::integer = any(:weekdays))
    and (:into::bigint[] is null or id in (
        select p.out_id from booking_pair p join transaction o on o.id = p.back_id where o.account_id = any(:into)))
order by amount
offset :skip::bigint limit :most::bigint;

-- name: top(sorting, narrow, most, collection, since, until, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, currency, weekdays, into)
select id
from chosen(
    :collection::bigint, :since::date, :until::date, :side::text, :roles::text[], :payees::text[], :categories::text[], :never::text[], :words::text[],
    :among::text[], :terms::jsonb, :accounts::bigint[], :lowest::numeric, :highest::numeric, :excluded::boolean, :currency::text)
where (:weekdays::integer[] is null or extract(isodow from booked_on)::integer = any(:weekdays))
    and (:into::bigint[] is null or id in (
        select p.out_id from booking_pair p join transaction o on o.id = p.back_id where o.account_id = any(:into)))
order by
    -- a sum orders what a narrow filter finds; without, an index in that order is read, which finds what is frequent at once
    case when :narrow::boolean and :sorting = 'largest' then -abs(amount) - 0 end,
    case when not :narrow::boolean and :sorting = 'largest' then abs(amount) end desc,
    case when :narrow::boolean and :sorting = 'smallest' then abs(amount) + 0 end,
    case when not :narrow::boolean and :sorting = 'smallest' then abs(amount) end,
    case when :narrow::boolean and :sorting = 'last' then booked_on + 0 end desc,
    case when not :narrow::boolean and :sorting = 'last' then booked_on end desc,
    case when :sorting = 'last' then id end desc,
    case when :narrow::boolean then booked_on + 0 end,
    booked_on, id
limit :most::bigint;

-- name: reach(collection, since, until, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, currency, weekdays, into)^
select min(booked_on) as first, max(booked_on) as last
from chosen(
    :collection::bigint, :since::date, :until::date, :side::text, :roles::text[], :payees::text[], :categories::text[], :never::text[], :words::text[],
    :among::text[], :terms::jsonb, :accounts::bigint[], :lowest::numeric, :highest::numeric, :excluded::boolean, :currency::text)
where (:weekdays::integer[] is null or extract(isodow from booked_on)::integer = any(:weekdays))
    and (:into::bigint[] is null or id in (
        select p.out_id from booking_pair p join transaction o on o.id = p.back_id where o.account_id = any(:into)));

-- name: any(collection, since, until, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, currency, weekdays, into)$
select exists (select from chosen(
    :collection::bigint, :since::date, :until::date, :side::text, :roles::text[], :payees::text[], :categories::text[], :never::text[], :words::text[],
    :among::text[], :terms::jsonb, :accounts::bigint[], :lowest::numeric, :highest::numeric, :excluded::boolean, :currency::text)
    where (:weekdays::integer[] is null or extract(isodow from booked_on)::integer = any(:weekdays))
        and (:into::bigint[] is null or id in (
            select p.out_id from booking_pair p join transaction o on o.id = p.back_id where o.account_id = any(:into))));

-- name: one_sided(ids)$
select count(*) from unnest(:ids::bigint[]) t (id)
where not exists (select from booking_pair p where p.out_id = t.id) and not exists (select from booking_pair p where p.back_id = t.id);

-- name: span(collection)^
select min(booked_on) as first, max(booked_on) as last
from transaction
where duplicate_of is null and not void and status = 'booked' and (:collection::bigint is null or collection_id = :collection);

-- name: currencies(collection)
-- Those of most statements first.
with recursive one as (
    (select currency from transaction
     where duplicate_of is null and not void and status = 'booked' and (:collection::bigint is null or collection_id = :collection)
     order by currency limit 1)
    union all
    select (
        select t.currency from transaction t
        where t.currency > one.currency and t.duplicate_of is null and not t.void and t.status = 'booked'
            and (:collection::bigint is null or t.collection_id = :collection)
        order by t.currency limit 1)
    from one where one.currency is not null
)
select one.currency from one
where one.currency is not null
order by (
    select count(*) from statement s
    where s.currency = one.currency and (:collection::bigint is null or s.collection_id = :collection)
) desc, one.currency;

-- name: categories(collection)
with recursive one as (
    (select category from transaction
     where duplicate_of is null and not void and status = 'booked' and (:collection::bigint is null or collection_id = :collection)
     order by category limit 1)
    union all
    select (
        select t.category from transaction t
        where t.category > one.category and t.duplicate_of is null and not t.void and t.status = 'booked'
            and (:collection::bigint is null or t.collection_id = :collection)
        order by t.category limit 1)
    from one where one.category is not null
)
select category from one where category is not null and category <> 'split'
union
select p.category from (select distinct category from booking_part where booking_id is not null) p
where exists (
    select from booking_part o join transaction t on t.id = o.booking_id
    where o.category = p.category and t.category = 'split' and (:collection::bigint is null or t.collection_id = :collection))
order by category;

-- name: words_like(collection, exact, patterns)
select word, payee, sum(bookings)::integer as bookings, sum("of")::integer as of
from payee_word
where (:collection::bigint is null or collection_id = :collection) and (word = any(:exact) or word like any(:patterns::text[]))
group by word, payee;

-- name: payees_called(collection, names)
select distinct payee from payee_word where (:collection::bigint is null or collection_id = :collection) and payee = any(:names::text[]);

-- name: mostly(payees, terms)
-- Of these payees, those most of whose bookings meet the terms.
select payee
from transaction
where payee = any(:payees) and duplicate_of is null and not void and status = 'booked'
group by payee
having count(*) filter (where meets(category, stems, :terms::jsonb)) * 2 > count(*);

-- name: forget_words(collection, payees)!
delete from payee_word where collection_id = :collection and (:payees::text[] is null or payee = any(:payees));

-- name: count_words(collection, payees)!
insert into payee_word (collection_id, payee, word, bookings, "of")
select :collection, t.payee, word, count(*), max(t.bookings)
from (
    select payee, stems, count(*) over (partition by payee) as bookings
    from transaction
    where collection_id = :collection and (:payees::text[] is null or payee = any(:payees))
        and duplicate_of is null and not void and status = 'booked'
) t cross join unnest(t.stems) word
where word !~ '\d'
group by t.payee, word
union all
-- what only parts say means no payee whole, whatever the number of them
select :collection, t.payee, word, 0, count(distinct t.id)
from booking_part p join transaction t on t.id = p.booking_id cross join unnest(p.stems) word
where t.collection_id = :collection and (:payees::text[] is null or t.payee = any(:payees))
    and t.duplicate_of is null and not t.void and t.status = 'booked' and word !~ '\d'
    and not exists (
        select from transaction o where o.payee = t.payee and o.collection_id = :collection and o.stems @> array[word]
            and o.duplicate_of is null and not o.void and o.status = 'booked')
group by t.payee, word;

-- name: own_accounts(collection)
select coalesce(o.id, a.id) as id, a.id as part, a.number, coalesce(o.number, a.number) as root, coalesce(o.label, a.label) as label, coalesce(o.name, a.name) as name,
    coalesce(o.holder, a.holder) as holder, coalesce(o.kind, a.kind) as kind, coalesce(o.institution, a.institution) as institution,
    array(select l.number from account_alias l where l.account_id = a.id) as aliases,
    -- in which folder most of its statements lie
    (select mode() within group (order by substring(f.path from '([^/\\]+)[/\\][^/\\]+$'))
     from statement s join document d on d.id = s.document_id join file f on f.id = d.file_id where s.account_id = a.id) as folder,
    array(select distinct d.meta -> 'holders' ->> s.ordinal
          from statement s join account m on m.id = s.account_id join document d on d.id = s.document_id
          where coalesce(m.merged_into, m.id) = coalesce(o.id, a.id) and d.meta -> 'holders' ->> s.ordinal is not null) as stated,
    (select mode() within group (order by regexp_replace(f.path, '[/\\][^/\\]*$', ''))
     from statement s join document d on d.id = s.document_id join file f on f.id = d.file_id where s.account_id = a.id) as place,
    -- how most of its files are called
    (select mode() within group (order by regexp_replace(substring(f.path from '([^/\\]+)$'), '[^[:alpha:]]+', ' ', 'g'))
     from statement s join document d on d.id = s.document_id join file f on f.id = d.file_id where s.account_id = a.id) as file
from account a left join account o on o.id = a.merged_into
where :collection::bigint is null or a.collection_id = :collection
order by 1, 2;

-- name: touched_payees()
select collection_id, array_agg(payee) as payees from touched_payee group by collection_id;

-- name: columns(collection, since, until, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, currency, weekdays)^
-- What tells a rhythm, each as one column of eight-byte numbers. Hashes stand for payees, with the whole account and currency, and
-- for amounts.
select string_agg(int8send(t.id), '') as ids,
    string_agg(int8send(hashtextextended(t.payee || coalesce(a.merged_into, a.id) || t.currency, 0)), '') as payers,
    string_agg(int8send(hash_numeric_extended(t.amount, 0)), '') as amounts, string_agg(int8send(t.booked_on - date '2000-01-01'), '') as days
from chosen(
    :collection::bigint, :since::date, :until::date, :side::text, :roles::text[], :payees::text[], :categories::text[], :never::text[], :words::text[],
    :among::text[], :terms::jsonb, :accounts::bigint[], :lowest::numeric, :highest::numeric, :excluded::boolean, :currency::text) t
join account a on a.id = t.account_id
where (:weekdays::integer[] is null or extract(isodow from t.booked_on)::integer = any(:weekdays));

-- name: payments(ids)
select t.id, t.payee, root.number as account, t.booked_on, t.amount, t.currency, t.counterparty, t.description
from transaction t join account a on a.id = t.account_id join account root on root.id = coalesce(a.merged_into, a.id)
where t.id = any(:ids);

-- name: told_until(collection)
-- The last day of which the statements of an account tell.
select root.number as account, max(greatest(s.until, s.last_booked)) as day
from statement s join account a on a.id = s.account_id join account root on root.id = coalesce(a.merged_into, a.id)
where :collection::bigint is null or s.collection_id = :collection
group by root.number;

-- name: charges(collection, since, until, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, currency, weekdays)
select t.payee, coalesce(a.merged_into, a.id) as account_id, t.currency, array_agg(t.id order by t.booked_on, t.id) as ids,
    array_agg(t.booked_on order by t.booked_on, t.id) as days, array_agg(t.amount order by t.booked_on, t.id) as amounts
from chosen(
    :collection::bigint, :since::date, :until::date, :side::text, :roles::text[], :payees::text[], :categories::text[], :never::text[], :words::text[],
    :among::text[], :terms::jsonb, :accounts::bigint[], :lowest::numeric, :highest::numeric, :excluded::boolean, :currency::text) t
join account a on a.id = t.account_id
where (:weekdays::integer[] is null or extract(isodow from t.booked_on)::integer = any(:weekdays))
group by 1, 2, 3
order by 1, 2, 3;

-- name: stated_balances(accounts, day)
-- Of each part of an account and currency: the last balance that a statement states for that day or before, else the first
-- that it states for a later one. An opening balance is that of the evening before.
select distinct on (s.account_id, told.currency) s.account_id, told.currency, s.document_id, stated.amount, stated.day
from statement s cross join lateral (
    values (s.closing, s.until), (s.opening, s.since - 1)) stated (amount, day)
cross join lateral (select statement_currency(s.id, s.currency) as currency) told
where s.account_id = any(:accounts) and stated.amount is not null and stated.day is not null
order by s.account_id, told.currency, stated.day > :day, abs(stated.day - :day::date), stated.amount;

-- name: holdings(accounts, day)
-- What each account held by its last statement of holdings up to that day.
select h.id, h.account_id, h.security, h.name, h.units, h.unit_price, h.value, h.currency, coalesce(h.as_of, s.until) as as_of,
    h.document_id, h.char_start, h.char_end
from holding h join statement s on s.id = h.statement_id
where h.account_id = any(:accounts) and coalesce(h.as_of, s.until) = (
    select max(coalesce(o.as_of, p.until)) from holding o join statement p on p.id = o.statement_id
    where o.account_id = h.account_id and coalesce(o.as_of, p.until) <= :day)
order by h.account_id, h.currency, h.name, h.id;
