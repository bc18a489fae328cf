-- name: by_author(documents, patterns, kinds, most)
-- Of these documents, of which a person's name is told; of a mail, its sender's, and what is attached to it.
with own as (
    select d.id
    from document d
    where d.id = any(:documents) and (:kinds::text[] is null or d.kind = any(:kinds))
        and (d.kind <> 'email' or d.meta ->> 'from' ~* all(:patterns))
)
select id from own
union
select d.id from document d join own on d.parent_id = own.id
order by id
limit :most;

-- name: statements_of(accounts, since, until, most)
-- Papers that state any of these accounts, and days of that time where one is asked for.
select distinct s.document_id as id
from statement s
where s.account_id = any(:accounts)
    and (:since::date is null or coalesce(s.until, s.last_booked) >= :since)
    and (:until::date is null or coalesce(s.since, s.first_booked) <= :until)
order by id
limit :most;

-- name: folders_of(documents)
-- Where files with these documents lie, copies of them too; of a message on a server its folder in one of its lives.
select distinct regexp_replace(f.path, '/[^/]*$', '') as folder
from document d join file f on d.file_id in (f.id, f.original_id)
where d.id = any(:documents) and d.valid_to is null;
