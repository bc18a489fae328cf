-- What a mail quotes is searched while the home lacks the mail that it answers: whether it does changes with mails that come and go.

-- The mails that a mail answers or follows, by their ids' hashes (an id may be of any length), and the one that it answers.
create function mails_followed(meta jsonb) returns bigint[] language sql immutable parallel safe as $$
    select coalesce(array_agg(hashtextextended(each, 0)), '{}')
    from unnest(string_to_array(coalesce(meta ->> 'references', '') || ' ' || coalesce(meta ->> 'in_reply_to', ''), ' ')) each
    where each <> ''
$$;
create function mail_answered(meta jsonb) returns bigint language sql immutable parallel safe as $$
    select hashtextextended(coalesce(meta ->> 'in_reply_to', substring(meta ->> 'references' from '[^ ]+$')), 0)
$$;
create index document_by_message on document (collection_id, hashtextextended(meta ->> 'message_id', 0))
    where kind = 'email' and valid_to is null;
create index document_by_followed on document using gin (mails_followed(meta))
    where kind = 'email' and valid_to is null and meta ? 'quoted_from';

-- Mails whose quotation is to be looked at, because they came or one came or went that they follow. Who looks deletes the rows
-- that he has seen, so that what comes meanwhile is looked at again.
create table quotation_due (
    id bigint generated always as identity primary key,
    document_id bigint not null references document on delete cascade
);
create index quotation_due_of_document on quotation_due (document_id);
insert into quotation_due (document_id)
select id from document where kind = 'email' and valid_to is null and meta ? 'quoted_from' order by id;

create function look_at_quotations() returns trigger language plpgsql as $$
declare
    mail document := case when tg_op = 'DELETE' then old else new end;
begin
    if mail.meta ? 'quoted_from' and mail.valid_to is null and tg_op <> 'DELETE' then
        insert into quotation_due (document_id) values (mail.id);
    end if;
    insert into quotation_due (document_id)
    select d.id from document d
    where d.kind = 'email' and d.valid_to is null and d.meta ? 'quoted_from' and d.collection_id = mail.collection_id
        and mails_followed(d.meta) @> array[hashtextextended(mail.meta ->> 'message_id', 0)];
    return null;
end $$;
create trigger look_at_quotations after insert on document for each row
    when (new.kind = 'email') execute function look_at_quotations();
create trigger look_at_quotations_again after update of valid_to on document for each row
    when (new.kind = 'email') execute function look_at_quotations();
create trigger look_at_quotations_of_rest after delete on document for each row
    when (old.kind = 'email' and old.valid_to is null) execute function look_at_quotations();
