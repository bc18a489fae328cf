-- name: begin_filing#
-- The payees whose bookings are filed anew, for the rest of this transaction.
create temp table if not exists filed_payee (collection_id bigint, payee text, primary key (collection_id, payee)) on commit drop;
truncate filed_payee;

-- name: file_touched()!
insert into filed_payee
select collection_id, payee from touched_payee
union
select t.collection_id, t.payee from touched_amount a
join transaction t on t.collection_id = a.collection_id and abs(t.amount) = a.amount and t.currency = a.currency
union
select t.collection_id, t.payee from touched_account join transaction t using (account_id)
where exists (select from category_rule r where r.collection_id = t.collection_id and r.account_id is not null);

-- name: file_payees(collections, payees)!
insert into filed_payee select distinct * from unnest(:collections::bigint[], :payees::text[]);

-- name: file_matching(collection, anchor, pattern)!
-- The anchor is looked for first, here and below: the pattern takes ten times as long.
insert into filed_payee
select distinct collection_id, payee from transaction
where collection_id = :collection
    and case when strpos(lower(counterparty || ' ' || description || ' ' || payee), :anchor) > 0
        then counterparty || ' ' || description || ' ' || payee ~* :pattern end
union
select t.collection_id, t.payee from booking_part p join transaction t on t.id = p.transaction_id
where t.collection_id = :collection
    and case when strpos(lower(p.name || ' ' || p.memo), :anchor) > 0 then p.name || ' ' || p.memo ~* :pattern end;

-- name: analyse_filing#
analyze filed_payee;

-- name: codes_of_filed()
select distinct t.code from filed_payee join transaction t using (collection_id, payee) where t.code is not null
union
select distinct 'type:' || t.type from filed_payee join transaction t using (collection_id, payee) where t.type is not null;

-- name: rules_of_filed()
select r.collection_id, r.words, r.min_amount, r.max_amount, r.category, coalesce(a.merged_into, a.id) as account_id
from category_rule r left join account a on a.id = r.account_id
where r.collection_id in (select collection_id from filed_payee)
order by r.position, r.id;

-- name: file(codes, code_categories, code_lumps, collections, accounts, lowest, highest, anchors, patterns, categories, income)$
-- Every booking of the payees that are filed: what it states itself, what most of its payee's others state that flow the
-- same way, else the other way, what the payee is like, what it states in a word that lumps several categories. Nothing
-- here depends on the order in which bookings came.
with coded as (
    select * from unnest(:codes::text[], :code_categories::text[], :code_lumps::boolean[]) as coded (code, category, lumps)
), ruled as materialized (
    select * from unnest(
        :collections::bigint[], :accounts::bigint[], :lowest::numeric[], :highest::numeric[], :anchors::text[],
        :patterns::text[], :categories::text[]
    ) with ordinality as ruled (collection_id, account_id, lowest, highest, anchor, pattern, category, place)
), stated as materialized (
    select t.id, t.collection_id, t.payee, t.amount > 0 as incoming, t.role, rule.category as by_rule,
        case when parts.booking_id is not null then 'split'
            when not c.lumps and (t.amount > 0 or c.category <> all(:income)) then c.category end as by_code,
        case when c.lumps then c.category end as by_lump
    from filed_payee
    join transaction t using (collection_id, payee)
    join account a on a.id = t.account_id
    left join (select distinct booking_id from booking_part) parts on parts.booking_id = t.id
    left join lateral (
        select category, lumps from coded where code in (t.code, 'type:' || t.type) order by code <> t.code limit 1
    ) c on true
    left join lateral (
        select r.category from ruled r
        where r.collection_id = t.collection_id
            and (r.account_id is null or r.account_id = coalesce(a.merged_into, a.id))
            and (r.lowest is null or t.amount >= r.lowest)
            and (r.highest is null or t.amount <= r.highest)
            and case when strpos(lower(t.counterparty || ' ' || t.description || ' ' || t.payee), r.anchor) > 0
                then t.counterparty || ' ' || t.description || ' ' || t.payee ~* r.pattern end
        order by r.place limit 1
    ) rule on true
), votes as (
    select collection_id, payee, incoming, coalesce(by_rule, by_code) as category, count(*) as given,
        sum(count(*)) over (partition by collection_id, payee, incoming) as of
    from stated
    where coalesce(by_rule, nullif(by_code, 'split')) is not null
    group by 1, 2, 3, 4
), elected as (
    select * from votes where given * 2 > of
), said as (
    select s.id,
        case when s.role in ('transfer', 'settlement') then 'transfer' end as by_role,
        s.by_rule,
        coalesce(s.by_code, case when s.role = 'trade' then 'savings & investments' end) as by_code,
        coalesce(same.category, other.category) as by_counterparty,
        coalesce(alike.category, s.by_lump) as by_likeness,
        alike.category is null and s.by_lump is not null as is_lumped
    from stated s
    left join elected same on same.collection_id = s.collection_id and same.payee = s.payee and same.incoming = s.incoming
    left join elected other on other.collection_id = s.collection_id and other.payee = s.payee
        and other.incoming <> s.incoming and (s.incoming or other.category <> all(:income))
    left join payee_likeness alike on alike.collection_id = s.collection_id and alike.payee = s.payee
        and (s.incoming or alike.category <> all(:income))
), filed as (
    select id, coalesce(by_role, by_rule, by_code, by_counterparty, by_likeness, 'uncategorised') as category,
        case when by_role is not null then null when by_rule is not null then 'rule' when by_code is not null then 'code'
            when by_counterparty is not null then 'counterparty' when is_lumped then 'code' when by_likeness is not null then 'likeness'
        end as category_from
    from said
), changed as (
    update transaction t set category = f.category, category_from = f.category_from
    from filed f
    where f.id = t.id and (t.category <> f.category or t.category_from is distinct from f.category_from)
    returning t.duplicate_of is null and not t.void as counts
)
select count(*) filter (where counts) from changed;

-- name: untold_payees(told_by, limit)
-- Payees of which bookings came or went since it was told what they are like, or that another told of.
with held as (
    select collection_id, payee, count(*) as bookings from transaction group by collection_id, payee
), untold as (
    select h.* from held h left join payee_likeness l using (collection_id, payee)
    where l.bookings is distinct from h.bookings or l.told_by <> :told_by
    order by h.collection_id, h.payee limit :limit
)
select u.*,
    (select count(*) * 2 > u.bookings from transaction t
     where t.collection_id = u.collection_id and t.payee = u.payee and t.amount > 0) as incoming,
    d.descriptions, d.times
from untold u cross join lateral (
    select coalesce(array_agg(words order by said desc, words), '{}') as descriptions,
        coalesce(array_agg(said order by said desc, words), '{}') as times
    from (
        select left(coalesce(nullif(t.description, ''), t.counterparty), 200) as words, count(*) as said from transaction t
        where t.collection_id = u.collection_id and t.payee = u.payee group by words order by said desc, words limit 24
    ) as most
) as d;

-- name: untold_filed()
with held as (
    select collection_id, payee, count(*) as bookings, count(*) filter (where t.amount > 0) * 2 > count(*) as incoming
    from filed_payee join transaction t using (collection_id, payee)
    group by collection_id, payee
)
select h.*,
    d.descriptions, d.times
from held h cross join lateral (
    select coalesce(array_agg(words order by said desc, words), '{}') as descriptions,
        coalesce(array_agg(said order by said desc, words), '{}') as times
    from (
        select left(coalesce(nullif(t.description, ''), t.counterparty), 200) as words, count(*) as said from transaction t
        where t.collection_id = h.collection_id and t.payee = h.payee group by words order by said desc, words limit 24
    ) as most
) as d left join payee_likeness l using (collection_id, payee)
where l.bookings is distinct from h.bookings;

-- name: tell(collections, payees, bookings, told_by, words, categories, scores)
-- Gives the payees whose category is another than before.
with told as (
    select * from unnest(
        :collections::bigint[], :payees::text[], :bookings::integer[], :told_by::text[], :words::bytea[], :categories::text[],
        :scores::real[]
    ) as told (collection_id, payee, bookings, told_by, words, category, score)
), before as (
    select l.* from told join payee_likeness l using (collection_id, payee)
), now as (
    insert into payee_likeness (collection_id, payee, bookings, told_by, words, category, score)
    select collection_id, payee, bookings, told_by, words, category, score from told
    on conflict (collection_id, payee) do update set bookings = excluded.bookings, told_by = excluded.told_by,
        words = excluded.words, category = excluded.category, score = excluded.score
)
select t.collection_id, t.payee from told t left join before b using (collection_id, payee)
where t.category is distinct from b.category;

-- name: told_before(collections, payees)
select l.* from unnest(:collections::bigint[], :payees::text[]) as asked (collection_id, payee)
join payee_likeness l using (collection_id, payee);

-- name: forget_untouched()!
delete from payee_likeness l using filed_payee f
where l.collection_id = f.collection_id and l.payee = f.payee and not exists (
    select from transaction t where t.collection_id = l.collection_id and t.payee = l.payee);

-- name: rules(collection)
select row_number() over (order by r.position, r.id) as number, r.id, r.words, a.number as account, r.min_amount, r.max_amount,
    r.category
from category_rule r left join account a on a.id = r.account_id
where r.collection_id = :collection
order by number;

-- name: lock_rules(collection)^
select id from collection where id = :collection for no key update;

-- name: insert_rule(collection, words, account, min_amount, max_amount, category)$
insert into category_rule (collection_id, position, words, account_id, min_amount, max_amount, category)
select :collection, coalesce(max(position), 0) + 1, :words, :account, :min_amount, :max_amount, :category
from category_rule where collection_id = :collection
returning id;

-- name: delete_rule(rule)!
delete from category_rule where id = :rule;

-- name: place_rules(ids)!
update category_rule r set position = placed.position
from unnest(:ids::bigint[]) with ordinality as placed (id, position)
where r.id = placed.id;

-- name: accounts_called(collection, account)
select distinct coalesce(merged_into, id) as id from account
where collection_id = :collection and (
    lower(name) = lower(:account) or lower(label) = lower(:account)
    or right(lower(number), length(:account)) = lower(replace(:account, ' ', '')));

-- name: matching(collection, account, lowest, highest, anchor, pattern)
select l.id, l.booked_on, round(l.amount, greatest(scale(l.amount), 2)) as amount, l.currency, l.counterparty, l.description,
    l.category, l.category_from
from ledger l
where l.collection_id = :collection
    and (:account::bigint is null or l.own_account_id = :account)
    and (:lowest::numeric is null or l.amount >= :lowest)
    and (:highest::numeric is null or l.amount <= :highest)
    and case when strpos(lower(l.counterparty || ' ' || l.description || ' ' || l.payee), :anchor) > 0
        then l.counterparty || ' ' || l.description || ' ' || l.payee ~* :pattern end
union all -- what is said of a part
select l.id, l.booked_on, round(p.amount, greatest(scale(p.amount), 2)), l.currency, l.counterparty, concat_ws(' ', p.name, p.memo),
    p.category, p.category_from
from booking_part p join ledger l on l.id = p.booking_id
where l.category = 'split' and l.collection_id = :collection
    and (:account::bigint is null or l.own_account_id = :account)
    and (:lowest::numeric is null or p.amount >= :lowest)
    and (:highest::numeric is null or p.amount <= :highest)
    and case when strpos(lower(p.name || ' ' || p.memo), :anchor) > 0 then p.name || ' ' || p.memo ~* :pattern end
order by booked_on desc, id desc;

-- name: counts(collection)
select category as name, count(*) as bookings from (
    select category from ledger
    where category <> 'split' and (:collection::bigint is null or collection_id = :collection)
    union all
    select p.category from booking_part p join ledger l on l.id = p.booking_id
    where l.category = 'split' and (:collection::bigint is null or l.collection_id = :collection)
    group by l.id, p.category
) told
group by category;

-- name: known_payees(collection, payees)
select distinct payee from transaction where collection_id = :collection and payee = any(:payees)
union
select payee from payee_alias where collection_id = :collection and payee = any(:payees);

-- name: merge_payees(collection, payees, name)!
insert into payee_alias (collection_id, payee, name)
select :collection, unnest(:payees::text[]), :name
on conflict (collection_id, payee) do update set name = excluded.name;

-- name: follow_merge(collection, payees, name)!
update payee_alias set name = :name where collection_id = :collection and name = any(:payees) and name <> :name;

-- name: unmerge_payees(collection, payees)!
delete from payee_alias where collection_id = :collection and (payee = any(:payees) or name = any(:payees));

-- name: aliases(collection)
select payee, name from payee_alias where collection_id = :collection order by name, payee;
