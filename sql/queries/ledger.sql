-- name: lock_accounts(collection)^
select pg_advisory_xact_lock(20591, :collection::integer);

-- name: ensure_account(collection, number, name, institution, kind, currency)$
insert into account (collection_id, number, name, institution, kind, currency)
values (:collection, :number, :name, :institution, :kind, :currency)
on conflict (collection_id, md5(number)) do update set number = excluded.number
returning id;

-- name: lock_idle_accounts()
-- Locked, an account gets no statement; whether it has none is seen after that only.
select id from account a where not exists (select from statement s where s.account_id = a.id) for update skip locked;

-- name: delete_idle_accounts(accounts)!
delete from account a
where id = any(:accounts) and not exists (select from statement s where s.account_id = a.id);

-- name: insert_statement(collection, document, account, ordinal, currency, since, until, opening, closing, format, first_booked, last_booked, name, institution, kind, numbers)$
insert into statement (
    collection_id, document_id, account_id, ordinal, currency, since, until, opening, closing, format, first_booked, last_booked,
    name, institution, kind, numbers
) values (
    :collection, :document, :account, :ordinal, :currency, :since, :until, :opening, :closing, :format, :first_booked, :last_booked,
    :name, :institution, :kind, :numbers
)
returning id;

-- name: insert_transaction(collection, document, statement, account, payee, stems, booked_on, value_on, amount, currency, counterparty, description, type, status, reference, locator, char_start, char_end, code, counterparty_account, end_to_end, original_amount, original_currency, rate, fee, balance, corrects, correction, security, units, unit_price)*!
insert into transaction (
    collection_id, document_id, statement_id, account_id, payee, stems, booked_on, value_on, amount, currency,
    counterparty, description, type, status, reference, locator, char_start, char_end, code, counterparty_account, end_to_end,
    original_amount, original_currency, rate, fee, balance, corrects, correction, security, units, unit_price, role
) values (
    :collection, :document, :statement, :account, :payee, :stems, :booked_on, :value_on, :amount, :currency,
    :counterparty, :description, :type, :status, :reference, :locator, :char_start, :char_end, :code, :counterparty_account,
    :end_to_end, :original_amount, :original_currency, :rate, :fee, :balance, :corrects, :correction, :security, :units,
    :unit_price, case when :amount::numeric < 0 then 'spending' when :amount::numeric > 0 then 'income' else 'other' end
);

-- name: insert_holding(collection, document, statement, account, security, name, units, unit_price, value, currency, as_of, locator, char_start, char_end)*!
insert into holding (
    collection_id, document_id, statement_id, account_id, security, name, units, unit_price, value, currency, as_of, locator,
    char_start, char_end
) values (
    :collection, :document, :statement, :account, :security, :name, :units, :unit_price, :value, :currency, :as_of, :locator,
    :char_start, :char_end
);

-- name: transactions(since, until, account, counterparty, category, min_amount, max_amount, collection, ids)
-- An amount has its cents, also where a sheet wrote 34.
select l.id, a.number as account, l.booked_on, l.value_on, round(share.amount, greatest(scale(share.amount), 2)) as amount, l.currency, l.counterparty, l.description, l.category,
    l.status, l.reference, l.document_id, f.path, l.locator, l.char_start, l.char_end, l.type, l.payee, l.role, l.category_from,
    l.code, l.counterparty_account, l.end_to_end, l.original_amount, l.original_currency, l.rate, l.fee, l.balance, l.corrects,
    l.correction, l.security, l.units, l.unit_price,
    case when share.amount <> l.amount then round(l.amount, greatest(scale(l.amount), 2)) end as part_of, d.locator as within
from ledger l
join account a on a.id = l.own_account_id
join document d on d.id = l.document_id
join file f on f.id = d.file_id
cross join lateral (
    select case when :category::text is null or l.category <> 'split' then l.amount else (
        select sum(p.amount) from booking_part p where p.booking_id = l.id and p.category = :category
    ) end as amount) share
where (:since::date is null or l.booked_on >= :since)
    and (:until::date is null or l.booked_on <= :until)
    and (:account::text is null or l.own_account_id in (
        select coalesce(m.merged_into, m.id) from account m left join account_alias n on n.account_id = m.id
        where lower(:account) in (lower(m.name), lower(m.label))
            or right(lower(m.number), length(:account)) = lower(:account)
            or right(lower(n.number), length(:account)) = lower(:account)))
    and (:counterparty::text is null or strpos(lower(l.counterparty || ' ' || l.description), lower(:counterparty)) > 0
        or (l.category = 'split' and exists (
            select from booking_part p where p.booking_id = l.id and strpos(lower(p.name || ' ' || p.memo), lower(:counterparty)) > 0)))
    and (:category::text is null or l.category = :category or (l.category = 'split' and share.amount is not null))
    and (:min_amount::numeric is null or share.amount >= :min_amount)
    and (:max_amount::numeric is null or share.amount <= :max_amount)
    and (:collection::bigint is null or l.collection_id = :collection)
    and (:ids::bigint[] is null or l.id = any(:ids))
order by l.booked_on, l.id;
