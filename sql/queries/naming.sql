-- name: by_author(terms, words, count, patterns, kinds, most)
-- Documents whose name has all words of a person's name (:words numbers the word of each term); of a mail, its sender's.
select d.id
from document d join (
    select p.document_id
    from unnest(:terms::integer[], :words::integer[]) as asked (term, word) join document_posting p on p.term = asked.term
    where p.named
    group by p.document_id
    having count(distinct asked.word) = :count
) as named on named.document_id = d.id
where (:kinds::text[] is null or d.kind = any(:kinds))
    and (d.kind <> 'email' or d.meta ->> 'from' ~* all(:patterns))
limit :most;
