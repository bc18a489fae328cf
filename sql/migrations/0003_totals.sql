-- What bookings come to, kept: a question over decades adds up thousands of sums instead of a million bookings.

-- Of those that count (told once, booked, not void): a day's, a month's by category, a year's by payee. ids are eight bytes
-- each, as int8send gives them. What it says of a time is true while no row of stale_total touches that time.
create table total (
    collection_id bigint not null,
    span text not null check (span in ('day', 'month', 'year')),
    first date not null,
    account_id bigint not null,
    role text not null,
    currency text not null,
    category text check ((category is not null) = (span = 'month')),
    payee text check ((payee is not null) = (span = 'year')),
    count bigint not null,
    amount numeric not null,
    ids bytea storage external not null -- in a line, uncompressed: reading them is most of the work
);
create index total_by_time on total (span, first);
create index total_of_payee on total (payee, first) where span = 'year';

-- The months and payees whose bookings came, went or changed since their totals were kept (pkm/store/totals.py). Noted by
-- triggers, so that a reader sees a change and its note, or neither.
create table stale_total (
    collection_id bigint not null,
    month date not null,
    payee text not null
);
create or replace function note_rows() returns trigger language plpgsql as $$
begin
    insert into unsettled select distinct collection_id, account_id, abs(amount), currency, payee from changed;
    insert into stale_total select distinct collection_id, date_trunc('month', booked_on::timestamp)::date, payee from changed;
    return null;
end $$;
create function note_changed() returns trigger language plpgsql as $$
begin
    insert into stale_total
    select distinct collection_id, date_trunc('month', booked_on::timestamp)::date, payee
    from (select collection_id, booked_on, payee from before union all select collection_id, booked_on, payee from changed) both_told;
    return null;
end $$;
create trigger note_changed after update on transaction
referencing old table as before new table as changed for each statement execute function note_changed();
insert into stale_total select distinct collection_id, date_trunc('month', booked_on::timestamp)::date, payee from transaction;

-- A median is read at its place in the order of amounts.
create index figure_by_amount on transaction (currency, amount)
    include (booked_on, role, account_id, collection_id)
    where duplicate_of is null and not void and status = 'booked';

-- The bookings that count, by all but what they are for: payees to terms are not looked at. It takes what chosen() takes, so
-- that either may stand in a query, and is one select, so that it becomes part of that query.
create function counted(
    collection bigint, first_day date, last_day date, side text, roles text[], payees text[], categories text[], never text[],
    words text[], among text[], terms jsonb, accounts bigint[], lowest numeric, highest numeric, excluded boolean, currency text
) returns setof transaction language sql stable parallel safe as $$
    select * from transaction t
    where t.duplicate_of is null and not t.void and t.status = 'booked'
        and (counted.collection is null or t.collection_id = counted.collection)
        and (first_day is null or t.booked_on >= first_day)
        and (last_day is null or t.booked_on <= last_day)
        and t.role = any(roles)
        and (side is null or (side = 'out' and (t.amount < 0 or t.role = 'refund')) or (side = 'in' and t.amount > 0))
        and (accounts is null or t.account_id = any(accounts))
        and (lowest is null or abs(t.amount) > lowest or (not excluded and abs(t.amount) = lowest))
        and (highest is null or abs(t.amount) < highest or (not excluded and abs(t.amount) = highest))
        and (counted.currency is null or t.currency = counted.currency)
$$;

-- The bookings that a question means whose words narrow it (pkm/store/figures.py, Filter): those of some payees, of some
-- categories and of some words, each found by an index of its own and none of them twice. Of each only what figures are
-- made of: a union that is read carries all its columns.
drop function chosen;
create function chosen(
    collection bigint, first_day date, last_day date, side text, roles text[], payees text[], categories text[], never text[],
    words text[], among text[], terms jsonb, accounts bigint[], lowest numeric, highest numeric, excluded boolean, only_currency text
) returns table (
    id bigint, booked_on date, amount numeric, currency text, role text, payee text, category text, account_id bigint
) language sql stable parallel safe as $$
    select t.id, t.booked_on, t.amount, t.currency, t.role, t.payee, t.category, t.account_id
    from counted(collection, first_day, last_day, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, only_currency) t
    where payees is not null and t.payee = any(payees)
    union all
    select t.id, t.booked_on, t.amount, t.currency, t.role, t.payee, t.category, t.account_id
    from counted(collection, first_day, last_day, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, only_currency) t
    where categories is not null and t.category = any(categories) and (never is null or t.payee <> all(never))
        and (payees is null or t.payee <> all(payees)) and (terms is null or meets(t.category, t.stems, terms))
    union all
    select t.id, t.booked_on, t.amount, t.currency, t.role, t.payee, t.category, t.account_id
    from counted(collection, first_day, last_day, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, only_currency) t
    where words is not null and t.stems && words and (among is null or t.payee = any(among))
        and (payees is null or t.payee <> all(payees))
        and (categories is null or t.category <> all(categories) or (never is not null and t.payee = any(never)))
        and (terms is null or meets(t.category, t.stems, terms))
$$;

-- By what bookings, or kept totals of them, are grouped.
create function key_of(grouped_by text, day date, category text, payee text, account_id bigint, role text) returns text
language sql stable parallel safe as $$
    select case grouped_by
        when 'day' then day::text
        when 'week' then date_trunc('week', day::timestamp)::date::text
        when 'month' then date_trunc('month', day::timestamp)::date::text
        when 'quarter' then date_trunc('quarter', day::timestamp)::date::text
        when 'year' then date_trunc('year', day::timestamp)::date::text
        when 'category' then category
        when 'counterparty' then payee
        when 'account' then account_id::text
        when 'role' then role
    end
$$;
