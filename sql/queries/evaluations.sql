-- name: keep(person, space, weights, results)$
insert into evaluation (person_id, space, weights, results) values (:person, :space, :weights, :results) returning id;

-- name: drop_older(person, kept)!
delete from evaluation where person_id = :person and id not in (
    select id from evaluation where person_id = :person order by id desc limit :kept
);

-- name: recent(person)
select id, at, space, weights, results from evaluation where person_id = :person order by id desc;

-- name: weights(space)^
select weights, gain, at from space_weight where space_id = :space;

-- name: set_weights(space, weights, gain)!
insert into space_weight (space_id, weights, gain) values (:space, :weights, :gain)
on conflict (space_id) do update set weights = excluded.weights, gain = excluded.gain, at = now();

-- name: reset_weights(space)!
delete from space_weight where space_id = :space;
