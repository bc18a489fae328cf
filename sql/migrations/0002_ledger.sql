-- The ledger in full: accounts that are recognised in every format, bookings told once however often they are stated,
-- what each booking is for, what paper says of money, and what ties the two.

-- name is what an account's statements call it, label what a person does; holder is whose it is. same_as and apart are a
-- person's word: it is that other account, it is no other. What follows from them and from what pkm recognises stands in
-- merged_into (never itself merged) and merged_by: it is worked out anew whenever statements come and go.
alter table account add column label text;
alter table account add column holder text;
alter table account add column same_as bigint references account on delete set null;
alter table account add column apart boolean not null default false;
alter table account add column merged_into bigint references account on delete set null;
alter table account add column merged_by text check (merged_by in ('pkm', 'person'));
alter table account add column settled_as text; -- the numbers and kinds of all that was the same when bookings were last settled
create index account_same on account (same_as) where same_as is not null;
create index account_merged on account (merged_into) where merged_into is not null;

-- Other numbers under which a statement knows its account (an IBAN beside the bank's own number).
create table account_alias (
    collection_id bigint not null,
    account_id bigint not null references account on delete cascade,
    number text not null
);
create unique index account_alias_number on account_alias (account_id, md5(number)); -- however long a number is

-- The forms in which another account may name one of the household's own, and the number under which that is shown, as
-- bookings were last settled by them.
create table own_number (
    collection_id bigint not null references collection on delete cascade,
    form text not null,
    account text not null,
    is_card boolean not null
);
create unique index own_number_form on own_number (collection_id, md5(form));

-- format is the document's type: references are told apart within one, not between two.
alter table statement add column format text not null default '';
-- The days of its first and last booking: with since and until, what it covers.
alter table statement add column first_booked date;
alter table statement add column last_booked date;
update statement s set (first_booked, last_booked) =
    (select min(booked_on), max(booked_on) from transaction t where t.statement_id = s.id);
-- What it says of its account; what the account is called and is follows from all its statements.
alter table statement add column name text not null default '';
alter table statement add column institution text;
alter table statement add column kind text;
alter table statement add column numbers text[] not null default '{}';
update statement s set name = a.name, institution = a.institution, kind = a.kind from account a where a.id = s.account_id;

-- duplicate_of: another statement says the same of it, better. void: it counts no more, as a reservation that was never
-- booked or a booking that the bank replaced. payee: the counterparty's name without noise, or what a person merged it into.
-- role: what it is to the household (pkm/ledger/roles.py). category_from: who says so.
drop index transaction_by_fingerprint;
drop view corpus;
drop view ledger;
alter table transaction drop column fingerprint;
alter table transaction add column duplicate_of bigint references transaction on delete set null;
alter table transaction add column void boolean not null default false;
alter table transaction add column payee text not null default '';
alter table transaction add column stems text[] not null default '{}';
alter table transaction add column role text not null default 'other' check (
    role in ('spending', 'income', 'refund', 'transfer', 'settlement', 'reversal', 'trade', 'other'));
alter table transaction add column category_from text check (category_from in ('rule', 'code', 'counterparty', 'likeness'));
alter table transaction add column code text;
alter table transaction add column counterparty_account text;
alter table transaction add column end_to_end text;
alter table transaction add column original_amount numeric;
alter table transaction add column original_currency text;
alter table transaction add column rate numeric;
alter table transaction add column fee numeric;
alter table transaction add column balance numeric;
alter table transaction add column corrects text;
alter table transaction add column correction text check (correction in ('reversal', 'replace', 'delete'));
alter table transaction add column security text;
alter table transaction add column units numeric;
alter table transaction add column unit_price numeric;
create index transaction_duplicate on transaction (duplicate_of) where duplicate_of is not null;
create index transaction_by_amount on transaction (collection_id, abs(amount), currency);
create index transaction_of_payee on transaction (collection_id, payee, booked_on);
create index transaction_by_account on transaction (account_id, booked_on);
create index transaction_by_reference on transaction using hash (reference) where reference is not null;
create index transaction_by_other on transaction using hash (counterparty_account) where counterparty_account is not null;
create index transaction_open on transaction (account_id) where status = 'pending' or corrects is not null or void;

-- Each booking once, under the account that it belongs to.
create view ledger as
select t.*, coalesce(a.merged_into, a.id) as own_account_id
from transaction t join account a on a.id = t.account_id
where t.duplicate_of is null and not t.void;

create view corpus as
select
    (select count(*) from document where valid_to is null) as documents,
    (select count(*) from chunk) as chunks,
    (select count(*) from transaction where duplicate_of is null and not void) as transactions;

-- Two bookings that belong together: both sides of a transfer, a card's settlement, what was spent and what came back,
-- a booking and its reversal or correction.
create table booking_pair (
    kind text not null check (kind in ('transfer', 'settlement', 'refund', 'reversal', 'correction')),
    out_id bigint not null references transaction on delete cascade,
    back_id bigint not null references transaction on delete cascade,
    collection_id bigint not null,
    reason text not null,
    found text not null check (found in ('amount', 'reference', 'part', 'exchange')), -- by which step of settling
    primary key (out_id, back_id)
);
create index booking_pair_back on booking_pair (back_id);

-- What has changed since duplicates, roles, pairs and categories were worked out: they are, by amount and payee, when
-- the ledger is next read or ingestion rests (pkm/store/settle.py). Without an amount it is a payee that was merged or
-- parted; without a payee a statement came or went.
create table unsettled (
    collection_id bigint not null,
    account_id bigint,
    amount numeric,
    currency text,
    payee text
);
create function note_rows() returns trigger language plpgsql as $$
begin
    insert into unsettled select distinct collection_id, account_id, abs(amount), currency, payee from changed;
    return null;
end $$;
create trigger note_new after insert on transaction
referencing new table as changed for each statement execute function note_rows();
create trigger note_gone after delete on transaction
referencing old table as changed for each statement execute function note_rows();

-- A card's settlement is known by the balance that its statement closes with.
create function note_statements() returns trigger language plpgsql as $$
begin
    insert into unsettled select distinct collection_id, account_id, abs(closing), currency, null from changed;
    return null;
end $$;
create trigger note_new after insert on statement
referencing new table as changed for each statement execute function note_statements();
create trigger note_gone after delete on statement
referencing old table as changed for each statement execute function note_statements();

-- What was tied to a booking that is gone is thought of anew; what settling itself unties is not noted.
create function note_untied() returns trigger language plpgsql as $$
begin
    insert into unsettled values (new.collection_id, new.account_id, abs(new.amount), new.currency, new.payee);
    return null;
end $$;
create trigger note_untied after update of duplicate_of on transaction for each row
when (old.duplicate_of is not null and new.duplicate_of is null and current_setting('pkm.settling', true) is distinct from 'on')
execute function note_untied();
create function note_unpaired() returns trigger language plpgsql as $$
begin
    insert into unsettled
    select t.collection_id, t.account_id, abs(t.amount), t.currency, t.payee
    from transaction t where t.id in (old.out_id, old.back_id);
    return null;
end $$;
create trigger note_unpaired after delete on booking_pair for each row
when (current_setting('pkm.settling', true) is distinct from 'on')
execute function note_unpaired();

-- Who writes bookings holds the ledger together with other writers; who settles it holds it alone.
create function hold_ledger() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(20594, 0);
    return null;
end $$;
create trigger hold_ledger before delete on document for each statement execute function hold_ledger();
create trigger hold_ledger before insert or update or delete on account for each statement execute function hold_ledger();
create trigger hold_ledger before insert or delete on statement for each statement execute function hold_ledger();
create trigger hold_ledger before insert or delete on transaction for each statement execute function hold_ledger();

insert into unsettled select distinct collection_id, account_id, abs(amount), currency, payee from transaction;
insert into unsettled (collection_id, payee) select distinct collection_id, payee from transaction;

-- What an investment account held on a day, as a statement states it.
create table holding (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    document_id bigint not null references document on delete cascade,
    statement_id bigint not null references statement on delete cascade,
    account_id bigint not null references account on delete cascade,
    security text not null,
    name text not null,
    units numeric not null,
    unit_price numeric,
    value numeric,
    currency text not null,
    as_of date,
    locator text not null,
    char_start integer not null,
    char_end integer not null
);
create index holding_by_account on holding (account_id, as_of);
create index holding_by_document on holding (document_id);
create index holding_by_statement on holding (statement_id);

-- How a person said that a CSV layout is to be read (pkm accounts map).
create table csv_profile (
    collection_id bigint not null references collection on delete cascade,
    layout text not null,
    profile jsonb not null,
    created_at timestamptz not null default now(),
    primary key (collection_id, layout)
);

-- The owner's rules, in order: the first that fits decides the category. A rule with neither bounds nor account fits
-- wherever its words stand in counterparty or description.
create table category_rule (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    position integer not null,
    words text not null,
    account_id bigint references account on delete cascade,
    min_amount numeric,
    max_amount numeric,
    category text not null,
    created_at timestamptz not null default now()
);

-- What a payee is like, as told (told_by: which words and which embedder) when it had so many bookings, from those words (their
-- hash): an embedder is not at hand wherever bookings are filed. category is null where it is like none.
create table payee_likeness (
    collection_id bigint not null references collection on delete cascade,
    payee text not null,
    bookings integer not null,
    told_by text not null,
    words bytea not null,
    category text,
    score real not null,
    primary key (collection_id, payee)
);

-- Counterparties that a person merged: payee is the name without noise, name what it counts as. Deleting the row undoes it.
create table payee_alias (
    collection_id bigint not null references collection on delete cascade,
    payee text not null,
    name text not null,
    primary key (collection_id, payee)
);
create function note_merged() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        insert into unsettled (collection_id, payee) values (old.collection_id, old.payee), (old.collection_id, old.name);
    end if;
    if tg_op <> 'DELETE' then
        insert into unsettled (collection_id, payee) values (new.collection_id, new.payee), (new.collection_id, new.name);
    end if;
    return null;
end $$;
create trigger note_merged after insert or update or delete on payee_alias
for each row execute function note_merged();

-- What a document states of money and time, each with the span that states it. Facts of one item (an invoice, a contract)
-- share its number. checked: a check sum or a total that adds up bears it out.
create table fact (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    document_id bigint not null references document on delete cascade,
    item integer not null,
    kind text not null,
    text text not null,
    amount numeric,
    currency text,
    day date,
    checked boolean not null default false,
    char_start integer not null,
    char_end integer not null
);
create index fact_by_document on fact (document_id, item);
create index fact_by_kind on fact (collection_id, kind);
create index transaction_by_original on transaction (collection_id, abs(original_amount)) where original_amount is not null;

-- By which rules (pkm.facts.VERSION) a document was read: what older ones read, or none, is read again when links are made.
create table fact_reading (
    document_id bigint primary key references document on delete cascade,
    version integer not null
);

-- What papers state of money is matched to bookings when the ledger is settled.
create function note_facts() returns trigger language plpgsql as $$
begin
    insert into unsettled (collection_id, amount, currency)
    select distinct collection_id, abs(amount), currency from changed where amount is not null;
    return null;
end $$;
create trigger note_new after insert on fact
referencing new table as changed for each statement execute function note_facts();
create trigger note_gone after delete on fact
referencing old table as changed for each statement execute function note_facts();
insert into unsettled (collection_id) select distinct collection_id from document;

-- A document's item and a booking that belong together. said: a person confirmed or denied it.
create table document_link (
    document_id bigint not null references document on delete cascade,
    item integer not null,
    transaction_id bigint not null references transaction on delete cascade,
    collection_id bigint not null,
    kind text not null check (kind in ('invoice', 'receipt', 'contract')),
    state text not null check (state in ('matched', 'doubtful')),
    said text check (said in ('yes', 'no')),
    score real not null,
    reason text not null,
    primary key (document_id, item, transaction_id)
);
create index document_link_by_transaction on document_link (transaction_id);
create index document_link_by_collection on document_link (collection_id);

-- What was spent: no refund, transfer or settlement, and nothing that came back whole.
create view expense as
select l.* from ledger l
where l.role = 'spending' and l.status = 'booked' and l.amount < 0 and not exists (
    select from booking_pair p join transaction b on b.id = p.back_id
    where p.out_id = l.id and p.kind = 'refund' and b.amount >= -l.amount);

-- Figures are queries over bookings that count: told once, booked, not void. What a figure is computed of stands in the
-- index that finds it, so that a sum over years reads no row.
create index figure_by_day on transaction (booked_on)
    include (id, amount, currency, role, payee, category, account_id, collection_id)
    where duplicate_of is null and not void and status = 'booked';
create index figure_by_payee on transaction (payee, booked_on)
    include (id, amount, currency, role, category, account_id, collection_id)
    where duplicate_of is null and not void and status = 'booked';
create index figure_by_category on transaction (category, booked_on)
    include (id, amount, currency, role, payee, account_id, collection_id)
    where duplicate_of is null and not void and status = 'booked';
create index transaction_by_currency on transaction (currency, booked_on) where duplicate_of is null;
create index figure_by_stems on transaction using gin (stems)
    where duplicate_of is null and not void and status = 'booked';

-- In how many of a payee's bookings ("of") a word's stem stands: where a question's words are looked up, and by which a
-- payee is meant whole. Counted anew with what else is worked out of bookings (pkm/store/settle.py).
create table payee_word (
    collection_id bigint not null references collection on delete cascade,
    payee text not null,
    word text not null,
    bookings integer not null,
    "of" integer not null,
    primary key (collection_id, payee, word)
);

-- Whether each of several terms is met, by the booking's category or one of its words.
create function meets(category text, stems text[], terms jsonb) returns boolean language sql immutable parallel safe as $$
    select not exists (
        select from jsonb_array_elements(terms) term
        where not (term -> 'categories' ? meets.category or term -> 'words' ?| meets.stems))
$$;

-- The bookings that a question means (pkm/store/figures.py, Filter). One select, so that it becomes part of the query
-- that calls it; what is null does not narrow.
create function chosen(
    collection bigint, first_day date, last_day date, side text, roles text[], payees text[], categories text[], never text[],
    words text[], terms jsonb, accounts bigint[], lowest numeric, highest numeric, excluded boolean, currency text
) returns setof transaction language sql stable parallel safe as $$
    select * from transaction t
    where t.duplicate_of is null and not t.void and t.status = 'booked'
        and (chosen.collection is null or t.collection_id = chosen.collection)
        and (first_day is null or t.booked_on >= first_day)
        and (last_day is null or t.booked_on <= last_day)
        and t.role = any(roles)
        and (side is null or (side = 'out' and (t.amount < 0 or t.role = 'refund')) or (side = 'in' and t.amount > 0))
        and ((chosen.payees is null and categories is null and words is null)
            or (chosen.payees is not null and t.payee = any(chosen.payees))
            or (categories is not null and t.category = any(categories) and (never is null or t.payee <> all(never))
                and (terms is null or meets(t.category, t.stems, terms)))
            or (words is not null and t.stems && words and (terms is null or meets(t.category, t.stems, terms))))
        and (accounts is null or t.account_id = any(accounts))
        and (lowest is null or abs(t.amount) > lowest or (not excluded and abs(t.amount) = lowest))
        and (highest is null or abs(t.amount) < highest or (not excluded and abs(t.amount) = highest))
        and (chosen.currency is null or t.currency = chosen.currency)
$$;

-- Where the statements of an account (the whole, of one currency) leave days out, do not add up, do not follow from each other
-- or contradict each other: found when the ledger is settled (pkm/store/standing.py), said in every answer over those days.
create table fault (
    collection_id bigint not null references collection on delete cascade,
    account_id bigint not null references account on delete cascade,
    currency text not null,
    kind text not null check (kind in ('gap', 'difference', 'break', 'balance', 'booking')),
    since date not null,
    until date not null,
    amount numeric,
    other_amount numeric,
    statement_id bigint not null references statement on delete cascade,
    other_id bigint references statement on delete cascade
);
create index fault_by_account on fault (account_id);
create index fault_by_statement on fault (statement_id);
create index fault_by_other on fault (other_id) where other_id is not null;
