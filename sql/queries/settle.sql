-- name: is_unsettled()$
select exists (select from unsettled);

-- name: hold_alone()^
-- Waits for writers of bookings to end, and lets none begin. What settling unties itself is not noted as unsettled.
select pg_advisory_xact_lock(20594, 0), set_config('pkm.settling', 'on', true) as settling,
    set_config('work_mem', '64MB', true) as memory;

-- name: create_touched#
create temp table touched_amount (
    collection_id bigint, amount numeric, currency text, unique nulls not distinct (collection_id, amount, currency)
) on commit drop;
create temp table touched_payee (collection_id bigint, payee text, primary key (collection_id, payee)) on commit drop;
create temp table touched_account (account_id bigint primary key) on commit drop;
create temp table renamed_payee (collection_id bigint, payee text, primary key (collection_id, payee)) on commit drop;

-- name: take_unsettled()$
with taken as (delete from unsettled returning *), amounts as (
    insert into touched_amount
    select distinct collection_id, amount, currency from taken where amount is not null and currency is not null
), payees as (
    insert into touched_payee select distinct collection_id, payee from taken where payee is not null
), renamed as (
    insert into renamed_payee
    select distinct collection_id, payee from taken where amount is null and payee is not null
), accounts as (
    insert into touched_account select distinct account_id from taken where account_id is not null
)
select count(*) from taken;

-- name: analyse_touched#
analyze touched_amount, touched_payee, touched_account;

-- name: count_touched()^
select
    (select count(*) from touched_amount) as amounts, (select count(*) from touched_payee) as payees,
    (select count(*) from touched_account) as accounts;

-- name: touch(ids)!
with these as (select * from transaction where id = any(:ids)), amounts as (
    insert into touched_amount select distinct collection_id, abs(amount), currency from these on conflict do nothing
), accounts as (
    insert into touched_account select distinct account_id from these on conflict do nothing
)
insert into touched_payee select distinct collection_id, payee from these on conflict do nothing;
