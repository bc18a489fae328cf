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
    with (fastupdate = off) -- what is pending there would be looked through for each mail
    where kind = 'email' and valid_to is null and meta ? 'quoted_from';

-- What is to be looked at: a mail with a quotation that came or holds no more, and an id of mails that came or went, which others may quote. Who looks
-- deletes the rows that he has seen, so that what comes meanwhile is looked at again; who writes waits for nobody.
create table quotation_due (
    id bigint generated always as identity primary key,
    document_id bigint references document on delete cascade,
    message bigint,
    check (num_nulls(document_id, message) = 1)
);
create index quotation_due_of_document on quotation_due (document_id) where document_id is not null;
create index quotation_due_of_message on quotation_due (id) where message is not null;
insert into quotation_due (document_id)
select id from document where kind = 'email' and valid_to is null and meta ? 'quoted_from' order by id;

create function look_at_quotations() returns trigger language plpgsql as $$
declare
    mail document := case when tg_op = 'DELETE' then old else new end;
begin
    if tg_op <> 'DELETE' and mail.meta ? 'quoted_from' then
        insert into quotation_due (document_id) values (mail.id);
    end if;
    if mail.meta ? 'message_id' then
        insert into quotation_due (message) values (hashtextextended(mail.meta ->> 'message_id', 0));
    end if;
    return null;
end $$;
create trigger look_at_quotations after insert on document for each row
    when (new.kind = 'email') execute function look_at_quotations();
create trigger look_at_quotations_again after update of valid_to on document for each row
    when (new.kind = 'email') execute function look_at_quotations();
create trigger look_at_quotations_of_rest after delete on document for each row
    when (old.kind = 'email' and old.valid_to is null) execute function look_at_quotations();
