-- The mails of a thread are found by its name's hash (an id may be of any length): of a question that a mail answers, those that came later are read.
create index document_by_thread on document (collection_id, hashtextextended(meta ->> 'thread', 0))
    where kind = 'email' and valid_to is null;
