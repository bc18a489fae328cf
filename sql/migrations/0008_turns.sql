-- What happened to a file while it was in hand is one row, and not a row an event: of a file that was read once there were
-- nine, with their keys and indexes a kilobyte. What earlier versions wrote down of a file becomes one turn.
create table file_turn (
    id bigint generated always as identity primary key,
    collection_id bigint not null references collection on delete cascade,
    file_id bigint not null references file on delete cascade,
    at timestamptz[] not null,
    stage text[] not null,
    outcome text[] not null
);
insert into file_turn (collection_id, file_id, at, stage, outcome)
select collection_id, file_id, array_agg(at order by id), array_agg(stage order by id), array_agg(outcome order by id)
from file_event group by collection_id, file_id;
create index file_turn_by_file on file_turn (file_id, id);
drop table file_event;
