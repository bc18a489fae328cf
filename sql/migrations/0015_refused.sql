-- What could not be read is said with every answer: of millions of files, those are few.
create index file_refused on file (collection_id) where state = 'quarantined' and not ignored;
