-- name: by_author(documents, patterns, kinds, most)
-- Of these documents, of which a person's name is told; of a mail, its sender's.
select d.id
from document d
where d.id = any(:documents) and (:kinds::text[] is null or d.kind = any(:kinds))
    and (d.kind <> 'email' or d.meta ->> 'from' ~* all(:patterns))
order by d.id
limit :most;
