-- By which version of the rules (pkm/ledger/counterparty.py, VERSION) the payees of all bookings were told: by another one they
-- are told again when the ledger is settled next, as those are that are here already.
create table payee_rules (version integer not null);
insert into payee_rules select case when exists (select from transaction) then 0 else 1 end;
