-- A booking that its statement divides over several categories: it stays one, and its parts count by category for it.

-- name is what the statement calls it, account the own one that it was moved to. booking_id is the booking of the ledger that it
-- divides, once that is settled: its own, or the one that tells its own. The parts of a booking that are in force sum to it; they
-- are in force while it is of the category 'split'.
create table booking_part (
    transaction_id bigint not null references transaction on delete cascade,
    collection_id bigint not null,
    position integer not null,
    booking_id bigint references transaction on delete set null,
    amount numeric not null,
    name text not null,
    memo text not null,
    stems text[] not null,
    code text,
    account text,
    category text not null default 'uncategorised',
    category_from text check (category_from in ('rule', 'code')),
    char_start integer not null,
    char_end integer not null,
    primary key (transaction_id, position)
);
create index booking_part_of_booking on booking_part (booking_id) where booking_id is not null;
create index booking_part_by_category on booking_part (category, booking_id) where booking_id is not null;
analyze booking_part; -- as empty as it is: a table that nobody looked at is taken for one of a thousand rows

-- The name is taken by those that are divided.
update category_rule set category = 'splits' where category = 'split';
update transaction set category = 'splits' where category = 'split';

-- Whether each of several terms is met by a part: by its category or its own words, and where it is of no category, or the term is
-- of none, by what is said of the whole, or who was paid.
create function part_meets(
    category text, stems text[], whole_stems text[], is_of_payee boolean, terms jsonb
) returns boolean language sql immutable parallel safe as $$
    select not exists (
        select from jsonb_array_elements(terms) term
        where not (term -> 'categories' ? part_meets.category or term -> 'words' ?| part_meets.stems
            or ((part_meets.category = 'uncategorised' or term -> 'categories' = '[]')
                and (is_of_payee or term -> 'words' ?| whole_stems))))
$$;

-- Whether a part is meant by what narrows a question (as chosen() takes it), if anything does; what was moved to another own
-- account never is. An expression, so that it becomes part of the query that calls it.
create function part_meant(
    category text, stems text[], whole_stems text[], payee text, payees text[], categories text[], never text[], words text[], terms jsonb
) returns boolean language sql immutable parallel safe as $$
    select (categories is null and words is null and terms is null) or (
        category <> 'transfer'
        and (category = any(categories) or stems && words
            or ((category = 'uncategorised' or categories is null) and (payee = any(payees) or whole_stems && words)))
        and (never is null or payee <> all(never) or stems && words or whole_stems && words)
        and (terms is null or part_meets(category, stems, whole_stems, coalesce(payee = any(payees), false), terms)))
$$;

-- What of divided bookings a question means, as chosen() tells it of others: of each booking the sum of the parts that meet the
-- terms, as one row, or one for each of their categories (apart). A part counts by its own sign, and one that was moved to another
-- own account not at all. Without terms all parts are told, under the role and within the bounds of the whole.
create function shares(
    collection bigint, first_day date, last_day date, side text, roles text[], payees text[], categories text[], never text[],
    words text[], among text[], terms jsonb, accounts bigint[], lowest numeric, highest numeric, excluded boolean, only_currency text,
    apart boolean default false
) returns table (
    id bigint, booked_on date, amount numeric, currency text, role text, payee text, category text, account_id bigint
) language sql stable parallel safe as $$
    select s.id, s.booked_on, s.amount, s.currency, s.role, s.payee, s.category, s.account_id
    from (
        select m.*, case when not narrow or whole_role not in ('spending', 'income', 'refund', 'other') or sign(bound) in (0, sign(whole))
                then whole_role
            when bound < 0 then 'spending' when whole_role = 'spending' then 'refund' else 'income' end as role
        from (
            select t.id, t.booked_on, t.amount as whole, t.role as whole_role, t.currency, t.payee, t.account_id, asked.narrow,
                case when apart then p.category else 'split' end as category, sum(p.amount) as amount,
                case when asked.narrow then sum(sum(p.amount)) over (partition by t.id) else t.amount end as bound
            from (values (categories is not null or words is not null or terms is not null)) asked (narrow)
            cross join booking_part p join transaction t on t.id = p.booking_id
            where t.category = 'split' and t.duplicate_of is null and not t.void and t.status = 'booked'
                and (shares.collection is null or t.collection_id = shares.collection)
                and (first_day is null or t.booked_on >= first_day)
                and (last_day is null or t.booked_on <= last_day)
                and (accounts is null or t.account_id = any(accounts))
                and (only_currency is null or t.currency = only_currency)
                and (asked.narrow or payees is null or t.payee = any(payees))
                and part_meant(p.category, p.stems, t.stems, t.payee, payees, categories, never, words, terms)
            group by t.id, asked.narrow, case when apart then p.category else 'split' end
        ) m
    ) s
    where s.role = any(roles)
        and (side is null or (side = 'out' and (s.bound < 0 or s.role = 'refund')) or (side = 'in' and s.bound > 0))
        and (lowest is null or abs(s.bound) > lowest or (not excluded and abs(s.bound) = lowest))
        and (highest is null or abs(s.bound) < highest or (not excluded and abs(s.bound) = highest))
$$;

-- As before, but of what is divided nothing is told wherever words or categories narrow: that is what shares() are for.
drop function chosen;
drop function counted;
create function counted(
    collection bigint, first_day date, last_day date, side text, roles text[], payees text[], categories text[], never text[],
    words text[], among text[], terms jsonb, accounts bigint[], lowest numeric, highest numeric, excluded boolean, currency text,
    apart boolean default false
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
create function chosen(
    collection bigint, first_day date, last_day date, side text, roles text[], payees text[], categories text[], never text[],
    words text[], among text[], terms jsonb, accounts bigint[], lowest numeric, highest numeric, excluded boolean, only_currency text,
    apart boolean default false
) returns table (
    id bigint, booked_on date, amount numeric, currency text, role text, payee text, category text, account_id bigint
) language sql stable parallel safe as $$
    select t.id, t.booked_on, t.amount, t.currency, t.role, t.payee, t.category, t.account_id
    from counted(collection, first_day, last_day, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, only_currency) t
    where payees is not null and t.payee = any(payees)
        and ((categories is null and words is null and terms is null) or t.category <> 'split')
    union all
    select t.id, t.booked_on, t.amount, t.currency, t.role, t.payee, t.category, t.account_id
    from counted(collection, first_day, last_day, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, only_currency) t
    where categories is not null and t.category = any(categories) and (never is null or t.payee <> all(never))
        and (payees is null or t.payee <> all(payees)) and (terms is null or meets(t.category, t.stems, terms))
    union all
    select t.id, t.booked_on, t.amount, t.currency, t.role, t.payee, t.category, t.account_id
    from counted(collection, first_day, last_day, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, only_currency) t
    where words is not null and t.stems && words and t.category <> 'split' and (among is null or t.payee = any(among))
        and (payees is null or t.payee <> all(payees))
        and (categories is null or t.category <> all(categories) or (never is not null and t.payee = any(never)))
        and (terms is null or meets(t.category, t.stems, terms))
$$;

-- All bookings that a question means whose words narrow it, where any are divided: planning looks at no more than there may be.
create function chosen_and_shares(
    collection bigint, first_day date, last_day date, side text, roles text[], payees text[], categories text[], never text[],
    words text[], among text[], terms jsonb, accounts bigint[], lowest numeric, highest numeric, excluded boolean, only_currency text
) returns table (
    id bigint, booked_on date, amount numeric, currency text, role text, payee text, category text, account_id bigint
) language sql stable parallel safe as $$
    select * from chosen(collection, first_day, last_day, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, only_currency)
    union all
    select * from shares(collection, first_day, last_day, side, roles, payees, categories, never, words, among, terms, accounts, lowest, highest, excluded, only_currency)
    where categories is not null or words is not null or terms is not null
$$;
