-- Vectors of passages that nobody can find yet. A large file is embedded slice by slice, and all that it holds is made visible at
-- once: until then its vectors rest here, so that who is killed meanwhile loses one slice. They go with the file's end.
create table early_vector (
    file_id bigint not null references file on delete cascade,
    space_id bigint not null references space on delete cascade,
    collection_id bigint not null references collection on delete cascade,
    hash bytea not null,
    dense halfvec not null,
    terms integer[] not null,
    weights real[] not null,
    multi bytea,
    primary key (file_id, space_id, hash)
);

-- What is given up needs them no more; a file that has another turn by itself does. Who stores a file deletes them himself.
create function drop_early_vectors() returns trigger language plpgsql as $$
begin
    delete from early_vector where file_id = new.id;
    return null;
end $$;
create trigger drop_early_vectors after update of state, ignored on file for each row
    when (new.state = 'deleted' or (new.state = 'quarantined' and (new.next_try is null or new.ignored)))
    execute function drop_early_vectors();
