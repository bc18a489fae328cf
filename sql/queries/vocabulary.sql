-- In the space at hand.

-- name: insert(terms, words)!
insert into vocabulary (term, word)
select term, word from unnest(:terms::integer[], :words::text[]) as fresh (term, word)
where not exists (select from vocabulary v where v.term = fresh.term and v.word = fresh.word collate "C");

-- name: languages()
-- Of all documents: from one to the next in the index.
with recursive at as (
    select min(language) as language from document
    union all
    select (select min(d.language) from document d where d.language > at.language) from at where at.language is not null
)
select language from at where language is not null;

-- name: known(terms)
-- Those of these terms that stand in any document.
select asked.term from unnest(:terms::integer[]) as asked (term)
where exists (select from document_posting p where p.term = asked.term)
    or exists (select from document_block b where b.term = asked.term);

-- name: like(beginning, ending, first, shortest, longest, most)
-- Words of so many letters that begin, or end, like that, and begin with :first.
(select word from vocabulary
    where word ^@ (:beginning::text collate "C") and length(word) between :shortest and :longest limit :most)
union
(select word from vocabulary
    where reverse(word) collate "C" ^@ (reverse(:ending::text) collate "C") and word ^@ (:first::text collate "C")
        and length(word) between :shortest and :longest limit :most);

-- name: sweep()!
delete from vocabulary v
where not exists (select from document_posting p where p.term = v.term)
    and not exists (select from document_block b where b.term = v.term);
