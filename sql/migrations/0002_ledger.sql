-- The ledger in full: accounts that are recognised in every format, bookings told once however often they are stated,
-- what each booking is for, what paper says of money, and what ties the two.

-- An account that is the same as another points to it (merged_into is never itself merged). merged_by says who found
-- that: pkm may think again when more is known, a person's word stands. name is what its statements call it, label
-- what a person does; holder is whose it is.
alter table account add column label text;
alter table account add column holder text;
alter table account add column merged_into bigint references account on delete set null;
alter table account add column merged_by text check (merged_by in ('pkm', 'person'));
alter table account add column apart boolean not null default false; -- a person said: no other account's
create index account_merged on account (merged_into) where merged_into is not null;

-- Other numbers under which a statement knows its account (an IBAN beside the bank's own number).
create table account_alias (
    account_id bigint not null references account on delete cascade,
    number text not null,
    primary key (account_id, number)
);

-- format is the document's type: references are told apart within one, not between two.
alter table statement add column format text not null default '';

-- duplicate_of: another statement says the same of it, better. payee: the counterparty's name without noise. role: what it
-- is to the household (pkm/ledger/roles.py). category_from: who says so.
alter table transaction add column duplicate_of bigint references transaction on delete set null;
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

drop view corpus;
drop view ledger;

-- Each booking once, under the account that it belongs to.
create view ledger as
select t.*, coalesce(a.merged_into, a.id) as own_account_id
from transaction t join account a on a.id = t.account_id
where t.duplicate_of is null;

create view corpus as
select
    (select count(*) from document where valid_to is null) as documents,
    (select count(*) from chunk) as chunks,
    (select count(*) from transaction where duplicate_of is null) as transactions;

-- Two bookings that belong together: both sides of a transfer, a card's settlement, what was spent and what came back,
-- a booking and its reversal or correction.
create table booking_pair (
    kind text not null check (kind in ('transfer', 'settlement', 'refund', 'reversal', 'correction')),
    out_id bigint not null references transaction on delete cascade,
    back_id bigint not null references transaction on delete cascade,
    collection_id bigint not null,
    reason text not null,
    primary key (out_id, back_id)
);
create index booking_pair_back on booking_pair (back_id);

-- What has changed since duplicates, roles, pairs and categories were worked out: they are, by amount and payee, when
-- the ledger is next read or ingestion rests (pkm/store/settle.py).
create table unsettled (
    collection_id bigint not null references collection on delete cascade,
    amount numeric not null,
    currency text not null,
    payee text not null
);
create function note_unsettled() returns trigger language plpgsql as $$
begin
    insert into unsettled select distinct collection_id, abs(amount), currency, payee from changed;
    return null;
end $$;
create trigger note_new after insert on transaction
referencing new table as changed for each statement execute function note_unsettled();
create function note_gone() returns trigger language plpgsql as $$
begin
    insert into unsettled select distinct g.collection_id, abs(g.amount), g.currency, g.payee
    from changed g join collection c on c.id = g.collection_id;
    return null;
end $$;
create trigger note_gone after delete on transaction
referencing old table as changed for each statement execute function note_gone();
insert into unsettled select distinct collection_id, abs(amount), currency, payee from transaction;

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

-- Counterparties that a person merged: payee is the name without noise, name what it counts as. Deleting the row undoes it.
create table payee_alias (
    collection_id bigint not null references collection on delete cascade,
    payee text not null,
    name text not null,
    primary key (collection_id, payee)
);

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
create index fact_by_amount on fact (collection_id, amount, currency) where amount is not null;

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

-- What was spent: no refund, transfer or settlement, and nothing that came back whole.
create view expense as
select l.* from ledger l
where l.role = 'spending' and l.status = 'booked' and l.amount < 0 and not exists (
    select from booking_pair p join transaction b on b.id = p.back_id
    where p.out_id = l.id and p.kind = 'refund' and b.amount >= -l.amount);
create index transaction_by_payee on transaction (payee, currency, booked_on) where duplicate_of is null;
create index transaction_by_currency on transaction (currency, booked_on) where duplicate_of is null;
