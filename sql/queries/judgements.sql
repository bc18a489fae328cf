-- name: say(person, document, char_start, char_end, question, useful, as_of)^
-- Only of documents that the person may see; who judges the same again thought better of it.
insert into judgement (collection_id, person_id, document_id, char_start, char_end, question, useful, as_of)
select d.collection_id, :person, d.id, :char_start, least(:char_end, length(d.text)), :question, :useful, :as_of::date
from document d join collection_member m on m.collection_id = d.collection_id and m.person_id = :person
where d.id = :document and :char_start < length(d.text)
on conflict (document_id, person_id, char_start, char_end, md5(question), coalesce(as_of, 'infinity'))
    do update set useful = excluded.useful, at = now()
returning id, document_id, char_start, char_end, question, useful, as_of, at;

-- name: listed(person)
select j.id, j.document_id, f.path, d.title, j.char_start, j.char_end,
    substr(d.text, j.char_start + 1, j.char_end - j.char_start) as text, j.question, j.useful, j.as_of, j.at,
    c.name as collection, j.person_id
from judgement j
join document d on d.id = j.document_id
join file f on f.id = d.file_id
join collection c on c.id = j.collection_id
where j.person_id = :person
order by j.id;

-- name: of_documents(documents)
select j.id, j.document_id, f.path, d.title, j.char_start, j.char_end,
    substr(d.text, j.char_start + 1, j.char_end - j.char_start) as text, j.question, j.useful, j.as_of, j.at,
    c.name as collection, j.person_id
from judgement j
join document d on d.id = j.document_id
join file f on f.id = d.file_id
join collection c on c.id = j.collection_id
where j.document_id = any(:documents)
order by j.id;

-- name: say_again(document, text, person, question, useful, as_of, at)!
insert into judgement (collection_id, person_id, document_id, char_start, char_end, question, useful, as_of, at)
select d.collection_id, :person, d.id, strpos(d.text, :text) - 1, strpos(d.text, :text) - 1 + length(:text), :question, :useful,
    :as_of::date, :at
from document d where d.id = :document and length(:text) > 0 and strpos(d.text, :text) > 0
on conflict do nothing;

-- name: take_back(person, judgement)!
delete from judgement where id = :judgement and person_id = :person;
