-- name: first_person()$
select min(id) from person;

-- name: ensure_owner(name, collection)^
-- The one person and collection of a home that was just created; the existing ones otherwise.
with new_person as (
    insert into person (name) select :name where not exists (select from person)
    returning id
), owner as (
    select id from new_person union all (select id from person order by id limit 1)
), new_collection as (
    insert into collection (name, owner_id) select :collection, id from owner
    where not exists (select from collection)
    returning id, owner_id
), membership as (
    insert into collection_member (collection_id, person_id, role)
    select id, owner_id, 'owner' from new_collection
)
select id from owner limit 1;

-- name: person_by_name(name)^
select id, name from person where name = :name;

-- name: collection_by_name(name)^
select id, name, owner_id as owner from collection where name = :name;

-- name: collections()
select id, name, owner_id as owner from collection order by id;

-- name: create_collection(name, owner)^
with made as (
    insert into collection (name, owner_id) values (:name, :owner) returning id, name, owner_id as owner
), member as (
    insert into collection_member (collection_id, person_id, role) select id, owner, 'owner' from made
)
select * from made;

-- name: create_token(person, digest, scope, expires)$
insert into token (person_id, digest, scope, expires_at) values (:person, :digest, :scope, :expires) returning id;

-- name: tokens()
select t.id, p.name, t.scope, t.created_at, t.expires_at, t.used_at
from token t join person p on p.id = t.person_id
order by t.id;

-- name: delete_token(token)!
delete from token where id = :token;

-- name: token_by_digest(digest)^
update token set used_at = now()
where digest = :digest and expires_at > now()
returning id, person_id, scope;

-- name: names(collection)
-- What the home's persons are called, and those whose accounts it keeps.
select name from person
union
select holder from account where holder is not null and (:collection::bigint is null or collection_id = :collection)
order by name;
