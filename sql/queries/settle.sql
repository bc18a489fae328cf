-- name: is_unsettled(rules)$
select exists (select from unsettled) or exists (select from stale_total) or exists (select from payee_rules where version <> :rules);

-- name: take_rules(version)$
-- Whether payees were told by other rules until now.
with taken as (update payee_rules set version = :version where version <> :version returning version)
select exists (select from taken);

-- name: merged_rows()
-- The bookings of what persons merged payees into.
select distinct t.collection_id, t.counterparty, t.description, t.payee from transaction t
where exists (select from payee_alias a where a.collection_id = t.collection_id and a.name = t.payee);

-- name: merge_payee(collection, payee, name)!
insert into payee_alias (collection_id, payee, name) values (:collection, :payee, :name) on conflict do nothing;

-- name: told_payees()
select distinct collection_id, payee, counterparty from transaction;

-- name: unsettle_payees(collections, payees)!
insert into unsettled (collection_id, payee) select distinct * from unnest(:collections::bigint[], :payees::text[]);

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
    insert into touched_account
    select distinct same.id from these join account a on a.id = these.account_id
    join account same on coalesce(same.merged_into, same.id) = coalesce(a.merged_into, a.id)
    on conflict do nothing
)
insert into touched_payee select distinct collection_id, payee from these on conflict do nothing;

-- name: payee_aliases()
select collection_id, payee, name from payee_alias;

-- name: renamed_rows()
select t.id, t.collection_id, t.counterparty, t.description, t.payee, t.stems
from transaction t join renamed_payee using (collection_id, payee);

-- name: rename_payees(collections, payees, names)
update transaction t set payee = a.name
from unnest(:collections::bigint[], :payees::text[], :names::text[]) a (collection_id, payee, name)
join touched_payee p on p.collection_id = a.collection_id and p.payee = a.payee
where t.collection_id = a.collection_id and t.payee = a.payee
returning t.id;

-- name: set_payee(id, payee, stems)*!
update transaction set payee = :payee, stems = :stems where id = :id;

-- name: refresh_accounts()!
-- What all its statements say of an account: a bank's code rather than its name, the kind that most of them state.
update account a set name = f.name, institution = f.institution, kind = f.kind, currency = f.currency
from (
    select s.account_id, min(s.name) as name,
        coalesce(mode() within group (order by s.currency) filter (where s.currency <> 'XXX'), 'XXX') as currency,
        (array_agg(s.institution order by s.institution !~ '^[0-9]+$', s.institution) filter (where s.institution <> ''))[1] as institution,
        mode() within group (order by s.kind) filter (where s.kind <> '') as kind
    from touched_account join statement s using (account_id)
    group by s.account_id
) f
where a.id = f.account_id
    and (a.name, a.institution, a.kind, a.currency) is distinct from (f.name, f.institution, f.kind, f.currency);

-- name: refresh_aliases()!
with stated as (
    select distinct s.collection_id, s.account_id, number
    from touched_account join statement s using (account_id), unnest(s.numbers) number
), gone as (
    delete from account_alias l using touched_account t
    where l.account_id = t.account_id and not exists (select from stated s where s.account_id = l.account_id and s.number = l.number)
)
insert into account_alias (collection_id, account_id, number) select collection_id, account_id, number from stated
on conflict do nothing;

-- name: known_accounts()
-- An account without statements is none at present; it keeps what a person said of it.
select a.id, a.collection_id, a.number, a.institution, a.kind, a.same_as, a.apart, a.merged_into, a.merged_by, a.settled_as,
    array(select l.number from account_alias l where l.account_id = a.id order by 1) as aliases,
    array(select distinct s.currency from statement s where s.account_id = a.id) as currencies
from account a;

-- name: told_alike(accounts)
-- Of accounts that only their files name, or last digits: others of which a statement in another format tells the very same bookings in all the
-- days that both tell. Eight at least, of six amounts: what is paid to two savings accounts each month makes them no one.
with pair as (
    select mine.id, mine.account_id, their.id as their_id, their.account_id as other_id,
        greatest(mine.first_booked, their.first_booked) as since, least(mine.last_booked, their.last_booked) as until
    from statement mine join statement their on their.collection_id = mine.collection_id
        and their.account_id <> mine.account_id and their.format <> mine.format
        and their.first_booked <= mine.last_booked and their.last_booked >= mine.first_booked
        and (mine.currency = their.currency or 'XXX' in (mine.currency, their.currency)) -- no file need say it
    where mine.account_id = any(:accounts)
)
select distinct pair.account_id, pair.other_id
from pair cross join lateral (
    select array_agg(row (t.booked_on, t.amount) order by t.booked_on, t.amount) as bookings, count(*) as count,
        count(distinct t.amount) as amounts
    from transaction t
    where t.statement_id = pair.id and t.booked_on between pair.since and pair.until and t.status = 'booked'
) mine cross join lateral (
    select array_agg(row (t.booked_on, t.amount) order by t.booked_on, t.amount) as bookings
    from transaction t
    where t.statement_id = pair.their_id and t.booked_on between pair.since and pair.until and t.status = 'booked'
) their
where mine.count >= 8 and mine.amounts >= 6 and mine.bookings = their.bookings;

-- name: owed()
-- What cards' statements closed owing, and on which day.
select s.account_id, told.currency, abs(s.closing) as amount, coalesce(s.until, s.last_booked) as day
from statement s join account a on a.id = s.account_id
cross join lateral (select statement_currency(s.id, s.currency) as currency) told
where a.kind = 'creditcard' and s.closing <> 0 and coalesce(s.until, s.last_booked) is not null;

-- name: told()
-- The first and last days of statements.
select account_id, least(since, first_booked) as since, greatest(until, last_booked) as until
from statement where coalesce(since, first_booked) is not null;

-- name: touch_one_sided()!
-- A statement that comes or goes may bear on what is paired with nothing, where the like moves between its account and another.
with legs as (
    select distinct mine.collection_id, mine.account_id, mine.payee, mine.amount, mine.currency
    from booking_pair p
    join transaction mine on mine.id in (p.out_id, p.back_id)
    join transaction other on other.id in (p.out_id, p.back_id) and other.id <> mine.id
    join touched_account c on c.account_id = other.account_id
    where p.found = 'amount' and p.kind in ('transfer', 'settlement')
), alike as ( -- by amount: payees of own accounts are few, and have very many bookings
    select t.*
    from (select distinct collection_id, abs(amount) as size, currency from legs) s cross join lateral (
        select collection_id, account_id, payee, amount, currency
        from transaction t
        where t.collection_id = s.collection_id and abs(t.amount) = s.size and t.currency = s.currency
            and t.duplicate_of is null and not t.void and not exists (select from booking_pair p where p.out_id = t.id)
            and not exists (select from booking_pair p where p.back_id = t.id)
        offset 0) t -- an index tells them, amount by amount: read beside each other all bookings would be
)
insert into touched_amount
select distinct collection_id, abs(amount), currency
from legs join alike using (collection_id, account_id, payee, amount, currency)
on conflict do nothing;

-- name: set_merged(ids, roots, by, settled_as)!
update account a set merged_into = u.root, merged_by = u.by, settled_as = u.settled_as
from unnest(:ids::bigint[], :roots::bigint[], :by::text[], :settled_as::text[]) u (id, root, by, settled_as)
where a.id = u.id;

-- name: touch_accounts(accounts)!
with these as (select distinct collection_id, abs(amount) as amount, currency, payee from transaction where account_id = any(:accounts)),
amounts as (
    insert into touched_amount select distinct collection_id, amount, currency from these on conflict do nothing
), payees as (
    insert into touched_payee select distinct collection_id, payee from these on conflict do nothing
)
insert into touched_account select unnest(:accounts::bigint[]) on conflict do nothing;

-- name: touch_same_accounts()!
insert into touched_account
select same.id from touched_account join account a on a.id = account_id
join account same on coalesce(same.merged_into, same.id) = coalesce(a.merged_into, a.id)
on conflict do nothing;

-- name: own_numbers()
select collection_id, form, account, is_card from own_number;

-- name: delete_own_numbers(collections, forms)!
delete from own_number o using unnest(:collections::bigint[], :forms::text[]) u (collection_id, form)
where o.collection_id = u.collection_id and o.form = u.form;

-- name: insert_own_number(collection, form, account, is_card)*!
insert into own_number (collection_id, form, account, is_card) values (:collection, :form, :account, :is_card)
on conflict (collection_id, md5(form)) do update set account = excluded.account, is_card = excluded.is_card;

-- name: other_accounts()
select distinct collection_id, counterparty_account as number from transaction where counterparty_account is not null;

-- name: paid_to(collections, numbers)
select t.id from transaction t
join unnest(:collections::bigint[], :numbers::text[]) u (collection_id, number)
    on t.collection_id = u.collection_id and t.counterparty_account = u.number;

-- name: sources()
select s.id, s.format, least(s.since, s.first_booked) as since, greatest(s.until, s.last_booked) as until,
    d.sha256 || ' ' || coalesce(d.locator, '') || ' ' || s.ordinal as origin, s.opening, s.closing,
    s.account_id, coalesce(a.merged_into, a.id) as own
from statement s join document d on d.id = s.document_id join account a on a.id = s.account_id
where s.collection_id in (
    select collection_id from touched_amount
    union select collection_id from account join touched_account on account_id = id);

-- name: records()
-- Booked records of the touched amounts that are not alone with account, currency and amount, group by group.
select * from (
    select coalesce(a.merged_into, a.id) as own, t.currency, t.amount, t.id, t.statement_id, t.booked_on, t.value_on, t.reference,
        t.payee, lower(t.counterparty || ' ' || t.description) as words, t.balance, t.locator, t.duplicate_of,
        num_nonnulls(t.value_on, t.reference, nullif(t.counterparty, ''), t.counterparty_account, t.end_to_end, t.code, t.type,
            t.balance, t.original_amount) as filled,
        count(*) over (partition by coalesce(a.merged_into, a.id), t.currency, t.amount) as told
    from touched_amount g
    join transaction t on t.collection_id = g.collection_id and abs(t.amount) = g.amount and t.currency = g.currency
    join account a on a.id = t.account_id
    where t.status = 'booked'
) told where told > 1 or duplicate_of is not null
order by own, currency, amount;

-- name: common_records(one, other, since, until)^
-- Of two statements: their records between two days, and how many of these have the same reference, or all else in common.
with mine as (
    select reference, booked_on, amount, currency, lower(counterparty || ' ' || description) as words from transaction
    where statement_id = :one and status = 'booked' and booked_on between :since and :until
), others as (
    select reference, booked_on, amount, currency, lower(counterparty || ' ' || description) as words from transaction
    where statement_id = :other and status = 'booked' and booked_on between :since and :until
)
select (select count(*) from mine)::int as one, (select count(*) from others)::int as other,
    (select count(*) from mine join others using (reference))::int as references_shared,
    (select coalesce(sum(least(m.n, o.n)), 0)
     from (select booked_on, amount, currency, words, count(*) as n from mine group by 1, 2, 3, 4) m
     join (select booked_on, amount, currency, words, count(*) as n from others group by 1, 2, 3, 4) o
         using (booked_on, amount, currency, words))::int as same;

-- name: set_duplicates(ids, originals)!
update transaction t set duplicate_of = u.original
from unnest(:ids::bigint[], :originals::bigint[]) u (id, original) where t.id = u.id;

-- name: batches_told_as_one(days)
-- Records of a sum that another statement tells payment by payment: with the first of these, and what else they stand for.
with batch as (
    select coalesce(a.merged_into, a.id) as own, t.collection_id, t.statement_id, t.currency, min(t.booked_on) as day, sum(t.amount) as amount,
        array_agg(coalesce(t.duplicate_of, t.id)) as parts,
        (array_agg(coalesce(t.duplicate_of, t.id) order by length(t.locator), t.locator))[1] as first
    from touched_account k join account a on a.id = k.account_id join transaction t on t.account_id = a.id
    where t.status = 'booked' and strpos(t.locator, ', part ') > 0
    group by own, t.collection_id, t.statement_id, t.currency, split_part(t.locator, ', part ', 1)
    having count(*) > 1
)
select distinct on (w.id) w.id, b.first as original_id,
    array(select d.id from transaction d where d.duplicate_of = w.id) as dependents
from batch b
join transaction w on w.collection_id = b.collection_id and abs(w.amount) = abs(b.amount) and w.amount = b.amount
    and w.currency = b.currency and w.statement_id <> b.statement_id
    and w.booked_on between b.day - :days::integer and b.day + :days::integer
join account same on same.id = w.account_id and coalesce(same.merged_into, same.id) = b.own
join statement mine on mine.id = b.statement_id
join statement theirs on theirs.id = w.statement_id
where (w.booked_on between least(mine.since, mine.first_booked) and greatest(mine.until, mine.last_booked)
        or b.day between least(theirs.since, theirs.first_booked) and greatest(theirs.until, theirs.last_booked))
    and w.status = 'booked' and not w.void and strpos(w.locator, ', part ') = 0 and not w.id = any(b.parts)
    and not exists (
        select from transaction o where o.statement_id = b.statement_id and o.amount = w.amount
            and coalesce(o.duplicate_of, o.id) = coalesce(w.duplicate_of, w.id))
    and not exists (
        select from transaction o where o.statement_id = w.statement_id and o.amount <> w.amount
            and coalesce(o.duplicate_of, o.id) = any(b.parts))
order by w.id, abs(w.booked_on - b.day), b.first;

-- name: told_in_parts()
-- Records that a batch's first payment stands for, as it is stored.
select t.id, t.duplicate_of from touched_account k join account a on a.id = k.account_id
join transaction t on t.account_id = a.id join transaction o on o.id = t.duplicate_of
where t.duplicate_of is not null and t.status = 'booked' and o.amount <> t.amount;

-- name: pending_records()
select coalesce(a.merged_into, a.id) as own, t.currency, t.amount, t.id, t.statement_id, t.booked_on, t.value_on, t.reference,
    t.payee, lower(t.counterparty || ' ' || t.description) as words, t.balance, t.locator, t.duplicate_of,
    num_nonnulls(t.value_on, t.reference, nullif(t.counterparty, ''), t.counterparty_account, t.end_to_end, t.code, t.type,
        t.balance, t.original_amount) as filled
from touched_account c join account a on a.id = c.account_id join transaction t on t.account_id = a.id
where t.status = 'pending'
order by own, t.currency;

-- name: may_be_booked(days)
-- What a pending record may have become: an amount or a reference like its own, within so many days.
with open as (
    select coalesce(a.merged_into, a.id) as own, t.*
    from touched_account c join account a on a.id = c.account_id join transaction t on t.account_id = a.id
    where t.status = 'pending'
), near as (
    select b.id, b.duplicate_of from open o
    join account same on coalesce(same.merged_into, same.id) = o.own
    join transaction b on b.account_id = same.id and b.booked_on between o.booked_on and o.booked_on + :days::integer
    where b.status = 'booked' and b.currency = o.currency and b.amount = o.amount
    union
    select b.id, b.duplicate_of from open o
    join account same on coalesce(same.merged_into, same.id) = o.own
    join transaction b on b.account_id = same.id and b.reference = o.reference
    where b.status = 'booked' and b.currency = o.currency
), originals as (
    select distinct coalesce(duplicate_of, id) as id from near
)
select coalesce(a.merged_into, a.id) as own, t.currency, t.amount, t.id, t.statement_id, t.booked_on, t.value_on, t.reference,
    t.payee, lower(t.counterparty || ' ' || t.description) as words, t.balance, t.locator, t.duplicate_of, 0 as filled
from transaction t join account a on a.id = t.account_id
where t.status = 'booked' and (t.id in (select id from originals) or t.duplicate_of in (select id from originals))
order by t.duplicate_of is not null;

-- name: void_rows()
select t.id from touched_account c join transaction t on t.account_id = c.account_id where t.void;

-- name: set_void(ids, void)!
update transaction set void = :void where id = any(:ids);

-- name: corrections()
-- Records that take back, replace or delete another, with what they mean: the other that bears that reference.
select c.id, c.correction, c.amount, o.id as original_id, o.amount as original_amount
from touched_account k join account a on a.id = k.account_id join transaction c on c.account_id = a.id
left join lateral (
    select o.id, o.amount from account same
    join transaction o on o.account_id = same.id and o.reference = c.corrects
        and o.currency = c.currency
    join statement s on s.id = o.statement_id join statement own on own.id = c.statement_id
    where coalesce(same.merged_into, same.id) = coalesce(a.merged_into, a.id) and o.id <> c.id and o.duplicate_of is null
        and o.status = c.status
    order by s.format <> own.format, abs(o.booked_on - c.booked_on), o.booked_on, o.amount, o.locator, o.id
    limit 1
) o on true
where c.corrects is not null and c.duplicate_of is null;

-- name: bookings()
-- The bookings of the touched amounts, group by group. What says the same comes in one order, whatever was updated since.
select t.collection_id, root.number as account, t.id, t.booked_on, t.value_on, t.amount, t.currency, t.counterparty, t.description,
    t.category, t.status, t.reference, t.document_id, t.locator, t.type, t.payee, t.role, t.counterparty_account, t.end_to_end,
    t.original_amount, t.original_currency, t.correction, t.security, abs(t.amount) as size
from touched_amount g
join transaction t on t.collection_id = g.collection_id and abs(t.amount) = g.amount and t.currency = g.currency
join account a on a.id = t.account_id
join account root on root.id = coalesce(a.merged_into, a.id)
where t.duplicate_of is null and not t.void
order by t.collection_id, t.currency, abs(t.amount), t.id;

-- name: bookings_by_id(ids)
select t.collection_id, root.number as account, t.id, t.booked_on, t.value_on, t.amount, t.currency, t.counterparty, t.description,
    t.category, t.status, t.reference, t.document_id, t.locator, t.type, t.payee, t.role, t.counterparty_account, t.end_to_end,
    t.original_amount, t.original_currency, t.correction, t.security
from transaction t
join account a on a.id = t.account_id
join account root on root.id = coalesce(a.merged_into, a.id)
where t.id = any(:ids) and t.duplicate_of is null and not t.void
order by t.id;

-- name: pairs_found(found)
select out_id, back_id, kind, reason from booking_pair where found = :found;

-- name: wallet_fillings(names, received, days)
-- What a wallet received, and what left another account in another currency for a wallet that is called as the folder or file
-- of its statements; unless a wallet received that very amount.
with part as (
    select a.id, told.name
    from (
        select distinct coalesce(a.merged_into, a.id) as account_id,
            substring(lower(substring(f.path from '[^/\\]*[/\\]?[^/\\]*$')) from :names) as name
        from statement s join account a on a.id = s.account_id join document d on d.id = s.document_id join file f on f.id = d.file_id
        where lower(f.path) ~ :names
    ) told join account a on coalesce(a.merged_into, a.id) = told.account_id
)
select out.id as out_id, out.amount as paid, out.currency as paid_in, back.id as back_id, back.amount as received, back.currency as received_in,
    back.collection_id, back.counterparty || ' ' || back.description as said
from part
join transaction back on back.account_id = part.id and back.amount > 0 and back.duplicate_of is null and not back.void
    and back.status = 'booked' and back.counterparty || ' ' || back.description || ' ' || coalesce(back.type, '') ~* :received
join transaction out on out.collection_id = back.collection_id and out.booked_on between back.booked_on - :days::int and back.booked_on + 1
    and out.amount < 0 and out.currency not in (back.currency, 'XXX') and back.currency <> 'XXX'
    and out.duplicate_of is null and not out.void and out.status = 'booked'
    and lower(out.counterparty || ' ' || out.description) ~ ('(?:^|[^a-z])(?:transfer)?' || part.name || '(?:[^a-z]|$)')
where not exists (select from part own where own.id = out.account_id)
    and not exists (
        select from transaction same join part own on own.id = same.account_id
        where same.collection_id = out.collection_id and abs(same.amount) = abs(out.amount) and same.currency = out.currency
            and same.amount > 0 and same.booked_on between out.booked_on - :days::int and out.booked_on + :days::int);

-- name: wallet_emptyings(names, sent, days)
-- What left a wallet, and what came to another account in another currency from a wallet that is called as the folder or file of
-- its statements; unless that very amount left a wallet.
with part as (
    select a.id, told.name
    from (
        select distinct coalesce(a.merged_into, a.id) as account_id,
            substring(lower(substring(f.path from '[^/\\]*[/\\]?[^/\\]*$')) from :names) as name
        from statement s join account a on a.id = s.account_id join document d on d.id = s.document_id join file f on f.id = d.file_id
        where lower(f.path) ~ :names
    ) told join account a on coalesce(a.merged_into, a.id) = told.account_id
)
select out.id as out_id, out.amount as paid, out.currency as paid_in, back.id as back_id, back.amount as received, back.currency as received_in,
    out.collection_id, out.counterparty || ' ' || out.description as said
from part
join transaction out on out.account_id = part.id and out.amount < 0 and out.duplicate_of is null and not out.void
    and out.status = 'booked' and out.counterparty || ' ' || out.description || ' ' || coalesce(out.type, '') ~* :sent
join transaction back on back.collection_id = out.collection_id and back.booked_on between out.booked_on - 1 and out.booked_on + :days::int
    and back.amount > 0 and back.currency not in (out.currency, 'XXX') and out.currency <> 'XXX'
    and back.duplicate_of is null and not back.void and back.status = 'booked'
    and lower(back.counterparty || ' ' || back.description) ~ ('(?:^|[^a-z])(?:transfer)?' || part.name || '(?:[^a-z]|$)')
where not exists (select from part own where own.id = back.account_id and own.name = part.name)
    and not exists (
        select from transaction same join part own on own.id = same.account_id
        where same.collection_id = back.collection_id and abs(same.amount) = abs(back.amount) and same.currency = back.currency
            and same.amount < 0 and same.booked_on between back.booked_on - :days::int and back.booked_on + :days::int);

-- name: holders()
-- Whose accounts are, as persons say or statements do.
select a.collection_id, a.holder from account a where a.holder is not null
union
select s.collection_id, d.meta -> 'holders' ->> s.ordinal from statement s join document d on d.id = s.document_id
where d.meta -> 'holders' ->> s.ordinal is not null;

-- name: fillings_found()
select out_id, back_id, kind, reason from booking_pair where found = 'reference' and kind = 'transfer';

-- name: pairs_by_amount()
select p.out_id, p.back_id, p.kind, p.reason
from booking_pair p join transaction t on t.id = p.out_id
join touched_amount g on g.collection_id = t.collection_id and g.amount = abs(t.amount) and g.currency = t.currency
where p.found = 'amount';

-- name: pairs_by_reference()
select p.out_id, p.back_id, p.kind, p.reason
from booking_pair p join transaction t on t.id = p.back_id join touched_account c on c.account_id = t.account_id
where p.found = 'reference' and p.kind <> 'transfer'; -- a transfer is a wallet's that was filled

-- name: pairs_in_part()
select p.out_id, p.back_id, p.kind, p.reason
from booking_pair p join transaction t on t.id = p.back_id
where p.found = 'part' and (
    (t.collection_id, t.payee) in (select collection_id, payee from touched_payee)
    or (t.collection_id, abs(t.amount), t.currency) in (select collection_id, amount, currency from touched_amount));

-- name: parts(stems, days, year)
-- Credits that may be a part of what was paid to the same payee before, each with those payments, and what all of a year came to.
with credit as (
    select t.id, t.collection_id, t.payee, t.currency, t.booked_on, t.amount from transaction t
    where t.amount > 0 and t.duplicate_of is null and not t.void and t.role in ('income', 'refund')
        and (t.end_to_end is not null or t.counterparty || ' ' || t.description || ' ' || coalesce(t.type, '') ~* :stems)
        and ((t.collection_id, t.payee) in (select collection_id, payee from touched_payee)
            or (t.collection_id, abs(t.amount), t.currency) in (select collection_id, amount, currency from touched_amount))
        and not exists (select from booking_pair p where p.out_id = t.id and p.found in ('amount', 'reference'))
        and not exists (select from booking_pair p where p.back_id = t.id and p.found in ('amount', 'reference'))
)
select c.id, array(
    select o.id from transaction o
    where o.collection_id = c.collection_id and o.payee = c.payee and o.currency = c.currency and -o.amount > c.amount
        and o.booked_on between c.booked_on - :days::integer and c.booked_on
        and o.role = 'spending' and o.duplicate_of is null and not o.void
    order by o.id
) as payments, (
    select coalesce(-sum(o.amount), 0) from transaction o
    where o.collection_id = c.collection_id and o.payee = c.payee and o.currency = c.currency and o.amount < 0
        and o.booked_on between c.booked_on - :year::integer and c.booked_on
        and o.role = 'spending' and o.duplicate_of is null and not o.void
) as paid
from credit c
order by c.id;

-- name: exchange_days(collections, days, stems)
-- The bookings of these days that may speak of an exchange of currencies.
select t.id from unnest(:collections::bigint[], :days::date[]) u (collection_id, day)
join transaction t on t.collection_id = u.collection_id and t.booked_on = u.day
where t.duplicate_of is null and not t.void
    and t.counterparty || ' ' || t.description || ' ' || coalesce(t.type, '') ~* :stems;

-- name: exchanges_touched()
select distinct t.collection_id, t.booked_on as day
from booking_pair p join transaction t on t.id in (p.out_id, p.back_id)
join touched_amount g on g.collection_id = t.collection_id and g.amount = abs(t.amount) and g.currency = t.currency
where p.found = 'exchange';

-- name: exchanges_of(collections, days)
select p.out_id, p.back_id, p.kind, p.reason
from unnest(:collections::bigint[], :days::date[]) u (collection_id, day)
join transaction t on t.collection_id = u.collection_id and t.booked_on = u.day
join booking_pair p on p.out_id = t.id
where p.found = 'exchange';

-- name: delete_pairs(outs, backs)!
delete from booking_pair p using unnest(:outs::bigint[], :backs::bigint[]) u (out_id, back_id)
where p.out_id = u.out_id and p.back_id = u.back_id;

-- name: insert_pairs(found, outs, backs, kinds, reasons)!
insert into booking_pair (kind, out_id, back_id, collection_id, reason, found)
select u.kind, u.out_id, u.back_id, t.collection_id, u.reason, :found
from unnest(:outs::bigint[], :backs::bigint[], :kinds::text[], :reasons::text[]) u (out_id, back_id, kind, reason)
join transaction t on t.id = u.out_id
on conflict (out_id, back_id) do nothing;

-- name: set_roles(ids, roles)!
update transaction t set role = u.role from unnest(:ids::bigint[], :roles::text[]) u (id, role) where t.id = u.id;
