-- Retrieval: spaces that can be changed, tables that stay quick when they are large, questions with judged answers.

-- ---------------------------------------------------------------- spaces

-- Beside the active space there may be one that is being filled, to be switched to (wanted), and those that were active
-- before. activated_at: when it became active last. chosen: pkm reembed made it so, whatever PKM_EMBEDDER says. compared:
-- what a sample of questions found in it and in the space before it. failure: why filling it stopped.
alter table space add column wanted boolean not null default false;
alter table space add column chosen boolean not null default false;
alter table space add column activated_at timestamptz;
alter table space add column compared jsonb;
alter table space add column failure text;
alter table space add constraint space_wanted_otherwise check (not (active and wanted));
create unique index space_wanted on space (wanted) where wanted;
update space set activated_at = created_at where active;
