-- What must never be. Each query is one statement, and so sees the database as it was at one moment; each row is a finding:
-- the noun, its number, what is wrong, and the file that puts it right by being read again, where one does.

-- name: files()
select 'file' as what, f.id, 'indexed, but holds no document' as detail, f.id as file_id
from file f where f.state = 'indexed' and not exists (select from document d where d.file_id = f.id)
union all
select 'file', f.id, 'a duplicate of a file that holds nothing', f.id
from file f left join file o on o.id = f.original_id
where f.state = 'duplicate' and (o.state in ('indexed', 'pending')) is not true
union all
select 'file', f.id, 'holds the bytes of another file a second time', f.id
from file f
where f.state = 'indexed' and exists (
    select from file o
    where o.collection_id = f.collection_id and o.sha256 = f.sha256 and o.state = 'indexed' and o.id < f.id
)
union all
select 'file', f.id, 'at work in nobody''s hands: it is ' || f.state, null
from file f where f.lease_owner is not null and f.state <> 'pending'
union all
select 'file', f.id, 'refused without a reason', f.id
from file f where f.state = 'quarantined' and f.reason is null
union all
select 'file', f.id, 'vectors are kept for it that it will not need: it is ' || f.state, f.id
from file f
where f.id in (select file_id from early_vector) and f.state <> 'pending'
    and not (f.state = 'quarantined' and f.next_try is not null and not f.ignored)
union all
select 'document', d.id, 'belongs to a file that is ' || f.state, null
from document d join file f on f.id = d.file_id
where d.valid_to is null and f.state not in ('indexed', 'pending') and not (f.state = 'quarantined' and (f.next_try is not null or f.sha256 is not null))
union all
select 'source', s.id, 'holds a file of another collection', null
from source s where exists (select from file f where f.source_id = s.id and f.collection_id <> s.collection_id);

-- name: documents()
-- A text is measured once here and below, not for each of its parts: a large one is unpacked for that.
with measured as materialized (select id, file_id, length(text) as chars from document)
select 'document' as what, d.id, 'ends before it begins to hold' as detail, null::bigint as file_id
from document d where d.valid_to < d.valid_from
union all
select 'document', d.id, 'is attached to a document of another file', d.file_id
from document d join document p on p.id = d.parent_id where p.file_id <> d.file_id
union all
select 'document', min(id), 'two versions hold at the same time', null
from document where parent_id is null and locator is null and valid_to is null
group by file_id having count(*) > 1
union all
select 'page', p.document_id, 'page ' || p.number || ' lies outside of the text', d.file_id
from page p join measured d on d.id = p.document_id
where p.char_start < 0 or p.char_end < p.char_start or p.char_end > d.chars;

-- name: chunks()
with measured as materialized (select id, file_id, length(text) as chars from document)
select 'chunk' as what, c.id, 'lies outside of its document''s text' as detail, d.file_id
from chunk c join measured d on d.id = c.document_id
where c.char_start < 0 or c.char_end <= c.char_start or c.char_end > d.chars
union all
select 'chunk', c.id, 'is filed otherwise than its document', d.file_id
from chunk c join document d on d.id = c.document_id where c.collection_id <> d.collection_id or c.kind <> d.kind
union all
select 'document', c.document_id, 'lacks passages between its first and its last', min(d.file_id)
from chunk c join document d on d.id = c.document_id
group by c.document_id having count(*) <> max(c.ordinal) + 1;

-- name: ledger()
with measured as materialized (
    select id, file_id, length(text) as chars from document
    where id in (select document_id from transaction union select document_id from fact)
)
select 'transaction' as what, t.id, 'its record lies outside of its document''s text' as detail, d.file_id
from transaction t join measured d on d.id = t.document_id
where t.char_start < 0 or t.char_end < t.char_start or t.char_end > d.chars
union all
select 'transaction', t.id, 'its statement is another document''s, or another account''s', d.file_id
from transaction t join statement s on s.id = t.statement_id join document d on d.id = t.document_id
where s.document_id <> t.document_id or s.account_id <> t.account_id
union all
select 'transaction', t.id, 'counts as told by a booking that is itself told by another', null
from transaction t join transaction o on o.id = t.duplicate_of where o.duplicate_of is not null
union all
select 'fact', f.id, 'its words lie outside of its document''s text', d.file_id
from fact f join measured d on d.id = f.document_id
where f.char_start < 0 or f.char_end < f.char_start or f.char_end > d.chars
union all
select 'statement', s.id, 'opening and bookings of account ' || a.number || ' in ' || f.path || ' miss the closing balance by '
    || s.opening + coalesce(sum(t.amount), 0) - s.closing, null
from statement s join account a on a.id = s.account_id join document d on d.id = s.document_id join file f on f.id = d.file_id
left join transaction t on t.statement_id = s.id and t.status = 'booked'
where s.opening is not null and s.closing is not null -- what its bank left open is known as a fault of the account
    and not exists (select from fault known where known.statement_id = s.id and known.kind = 'difference')
group by s.id, a.number, f.path having s.opening + coalesce(sum(t.amount), 0) <> s.closing;

-- name: parts()
-- What is divided is its parts, to the cent.
with measured as materialized (
    select id, length(text) as chars from document
    where id in (select t.document_id from booking_part p join transaction t on t.id = p.transaction_id)
)
select 'transaction' as what, t.id, 'its parts miss its amount by ' || t.amount - sum(p.amount) as detail, d.file_id
from booking_part p join transaction t on t.id = p.transaction_id join document d on d.id = t.document_id
group by t.id, d.file_id having sum(p.amount) <> t.amount
union all
select 'transaction', t.id, 'the lines of a part lie outside of its document''s text', min(d.file_id)
from booking_part p join transaction t on t.id = p.transaction_id join document d on d.id = t.document_id
join measured m on m.id = d.id
where p.char_start < 0 or p.char_end < p.char_start or p.char_end > m.chars
group by t.id
union all
select 'transaction', t.id, 'is divided, but has no parts', d.file_id
from transaction t join document d on d.id = t.document_id
where t.category = 'split' and t.duplicate_of is null and not exists (select from booking_part p where p.booking_id = t.id)
    and not exists (select from unsettled);

-- name: gaps()
-- In the active space; what another lacks is made when the home goes over to it.
select 'chunk' as what, c.id, 'has no vector' as detail, d.file_id
from chunk c join document d on d.id = c.document_id
where not exists (select from passage_vector v where v.chunk_id = c.id)
union all
select 'document', d.id, 'has no words', d.file_id
from document d
where not exists (select from document_words w where w.document_id = d.id) and exists (select from chunk c where c.document_id = d.id);

-- name: vectors()
-- In the space at hand.
select 'vector' as what, v.chunk_id as id, 'belongs to no passage' as detail, null::bigint as file_id
from passage_vector v where not exists (select from chunk c where c.id = v.chunk_id)
union all
select 'vector', v.chunk_id, 'its terms and weights do not pair', d.file_id
from passage_vector v join chunk c on c.id = v.chunk_id join document d on d.id = c.document_id
where cardinality(v.terms) <> cardinality(v.weights)
union all
select 'document', w.document_id, 'its terms and weights do not pair', d.file_id
from document_words w join document d on d.id = w.document_id
where cardinality(w.terms) <> cardinality(w.weights)
union all
select 'vector', v.chunk_id, 'is filed otherwise than its passage', d.file_id
from passage_vector v join chunk c on c.id = v.chunk_id join document d on d.id = c.document_id
where (v.document_id, v.collection_id) <> (c.document_id, c.collection_id);

-- name: files_of_passages(ids)
select c.id, d.file_id from chunk c join document d on d.id = c.document_id where c.id = any(:ids);

-- name: files_of_documents(ids)
select id, file_id from document where id = any(:ids);

-- name: spaces()
select id, active from space where not dropped order by id;

-- name: kept()
-- Originals without a path of their own, and whose file is read again to have them back.
select sha256, min(file_id) as file_id from document where has_object group by sha256;

-- name: known_objects(sha256s)
select sha256 from document where has_object and sha256 = any(:sha256s)
union select sha256 from discarded_object where sha256 = any(:sha256s);

-- name: own_files()
-- Uploads and spooled messages: files of pkm's own.
select f.id, f.sha256, f.size, coalesce(f.raw_path, convert_to(f.path, 'UTF8')) as place
from file f join source s on s.id = f.source_id
where not f.forgotten and f.state <> 'deleted' and not f.gone and (s.kind = 'upload' or (s.kind = 'imap' and f.raw_path is not null));

-- name: known_places(places)
select convert_to(f.path, 'UTF8') as place from file f
where f.raw_path is null and not f.forgotten and f.state <> 'deleted'
    and md5(f.path) in (select md5(place) from unnest(:places::bytea[]) as each (place))
union
select f.raw_path from file f where f.raw_path = any(:places::bytea[]) and not f.forgotten and f.state <> 'deleted'
union select place from discarded_file where place = any(:places::bytea[]);

-- name: read_files()
-- What lies in the owner's folders and was read.
select f.id, f.path, f.sha256, f.size, f.mtime_ns, coalesce(f.raw_path, convert_to(f.path, 'UTF8')) as place
from file f join source s on s.id = f.source_id
where f.state in ('indexed', 'duplicate') and f.sha256 is not null and s.kind in ('folder', 'file');

-- name: read_again(file)!
-- All that was made of it is made anew; a document that is the same otherwise would stay as it is. What was never read of
-- bytes (nodes of llama-index) cannot be.
with unknown as (update document set digest = null where file_id = :file and valid_to is null)
update file set state = 'pending', parser = null, resume = null, reason = null, original_id = null, attempts = 0, lease_owner = null
where id = :file and (state in ('duplicate', 'quarantined') or (state = 'indexed' and sha256 is not null));

-- name: amcheck()^
-- Whether the server offers it, whether it is there, and how its functions are allowed, which superusers alone may use at first.
select exists (select from pg_available_extensions where name = 'amcheck') as offered,
    exists (select from pg_extension where extname = 'amcheck') as created,
    'grant execute on function bt_index_check(regclass, boolean) to ' || quote_ident(current_user) as allow;

-- name: may_check_indexes()$
select coalesce(has_function_privilege(to_regprocedure('bt_index_check(regclass, boolean)')::oid, 'execute'), false);

-- name: indexes()
-- Every index whose order can be checked, and the table that it must lead into.
select c.oid::bigint as oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name, i.indisunique as is_unique
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_am m on m.oid = c.relam
where m.amname = 'btree' and i.indisvalid and (n.nspname = 'public' or n.nspname ~ '^space_\d+$')
order by name;

-- name: check_index(name, heap)$
select bt_index_check(:name::text::regclass, :heap);

-- name: broken_indexes()
select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
where not i.indisvalid and (n.nspname = 'public' or n.nspname ~ '^space_\d+$')
    and c.relname <> 'passage_vector_signs'; -- it is being built, or is built anew by who reads files next (hnsw.sql)
