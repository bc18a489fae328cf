-- name: are_there()$
select exists (select from booking_part);

-- name: insert(transaction, collection, position, amount, name, memo, stems, code, account, char_start, char_end)*!
insert into booking_part (
    transaction_id, collection_id, position, amount, name, memo, stems, code, account, char_start, char_end
) values (
    :transaction, :collection, :position, :amount, :name, :memo, :stems, :code, :account, :char_start, :char_end
);

-- name: divided(statement, locators)
select id, locator from transaction where statement_id = :statement and locator = any(:locators);

-- name: of_bookings(ids, category)
select booking_id, round(amount, greatest(scale(amount), 2)) as amount, category, name, memo, char_start, char_end, category_from
from booking_part where booking_id = any(:ids) and (:category::text is null or category = :category) order by booking_id, position;

-- name: meant(ids, payees, categories, never, words, terms)
-- Of these bookings all parts, and which of them a filter means: all where it has no terms, but none that was moved to another own
-- account.
select t.id, p.position, p.amount, p.category <> 'transfer' and coalesce(part_meant(
        p.category, p.stems, t.stems, t.payee, :payees::text[], :categories::text[], :never::text[], :words::text[], :terms::jsonb
    ), false) as is_meant
from booking_part p join transaction t on t.id = p.booking_id
where t.category = 'split' and t.id = any(:ids::bigint[]);

-- name: moved(grouping, collection, since, until, side, roles, payees, accounts, lowest, highest, excluded, currency, weekdays)
-- What of the bookings that a filter without terms means was only moved to another own account, by group and role.
select key_of(:grouping, booked_on, category, payee, account_id, role) as key, currency, role = 'refund' as refund, sum(amount) as amount
from shares(
    :collection::bigint, :since::date, :until::date, :side::text, :roles::text[], :payees::text[], null, null, null, null, null,
    :accounts::bigint[], :lowest::numeric, :highest::numeric, :excluded::boolean, :currency::text, true)
where category = 'transfer' and (:weekdays::integer[] is null or extract(isodow from booked_on)::integer = any(:weekdays))
group by 1, 2, 3;

-- name: elect()!
-- Of the records that tell one booking, whose parts stand for it: its own, else those that say most and are first by contents. The
-- parts of a reservation that came to another amount do not add up to what was booked.
with told as (
    select p.transaction_id, string_agg(concat_ws('|', p.amount, p.name, p.memo), ';' order by p.position) as said
    from booking_part p group by 1
), elected as (
    select distinct on (coalesce(t.duplicate_of, t.id)) t.id, coalesce(t.duplicate_of, t.id) as booking_id
    from told join transaction t on t.id = told.transaction_id join transaction b on b.id = coalesce(t.duplicate_of, t.id)
    where t.amount = b.amount
    order by coalesce(t.duplicate_of, t.id), t.duplicate_of is not null, length(said) desc, said, t.id
)
update booking_part p set booking_id = e.booking_id
from told left join elected e on e.id = told.transaction_id
where p.transaction_id = told.transaction_id and p.booking_id is distinct from e.booking_id;

-- name: codes()
select distinct code from booking_part where code is not null;

-- name: file(codes, code_categories, collections, accounts, lowest, highest, anchors, patterns, categories)$
-- The parts of the bookings of payees that are filed: what was moved to another own account (whatever payee, for accounts come
-- and go), what a rule says of their own words, what the statement says; nothing else is said of a part.
with coded as (
    select * from unnest(:codes::text[], :code_categories::text[]) as coded (code, category)
), ruled as (
    select * from unnest(
        :collections::bigint[], :accounts::bigint[], :lowest::numeric[], :highest::numeric[], :anchors::text[],
        :patterns::text[], :categories::text[]
    ) with ordinality as ruled (collection_id, account_id, lowest, highest, anchor, pattern, category, place)
), said as (
    select p.transaction_id, p.position, rule.category as by_rule, coded.category as by_code,
        case when p.account is not null and exists (
            select from account o
            where o.collection_id = t.collection_id and lower(p.account) in (lower(o.name), lower(o.label), lower(o.number))
                and coalesce(o.merged_into, o.id) <> coalesce(a.merged_into, a.id)
        ) then 'transfer' end as by_account
    from booking_part p
    join transaction t on t.id = p.transaction_id
    join account a on a.id = t.account_id
    left join coded on coded.code = p.code
    left join lateral (
        select r.category from ruled r
        where r.collection_id = t.collection_id
            and (r.account_id is null or r.account_id = coalesce(a.merged_into, a.id))
            and (r.lowest is null or p.amount >= r.lowest)
            and (r.highest is null or p.amount <= r.highest)
            and case when strpos(lower(p.name || ' ' || p.memo), r.anchor) > 0 then p.name || ' ' || p.memo ~* r.pattern end
        order by r.place limit 1
    ) rule on true
    where t.collection_id in (select collection_id from filed_payee) and (p.account is not null or exists (
        select from filed_payee f where f.collection_id = t.collection_id and f.payee = t.payee))
), filed as (
    select transaction_id, position, coalesce(by_account, by_rule, by_code, 'uncategorised') as category,
        case when by_account is not null then null when by_rule is not null then 'rule' when by_code is not null then 'code' end as category_from
    from said
), changed as (
    update booking_part p set category = f.category, category_from = f.category_from
    from filed f
    where f.transaction_id = p.transaction_id and f.position = p.position
        and (p.category <> f.category or p.category_from is distinct from f.category_from)
    returning p.booking_id
)
select count(distinct booking_id) from changed;
