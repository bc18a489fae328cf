-- name: faults()
-- What must never be: each row is a finding.
select 'file' as what, f.id, 'indexed, but holds no document' as detail
from file f where f.state = 'indexed' and not exists (select from document d where d.file_id = f.id and d.valid_to is null)
union all
select 'file', f.id, 'a duplicate of a file that holds nothing'
from file f left join file o on o.id = f.original_id where f.state = 'duplicate' and (o.state in ('indexed', 'pending')) is not true
union all
select 'document', d.id, 'belongs to a file that is ' || f.state
from document d join file f on f.id = d.file_id where f.state not in ('indexed', 'pending') and (d.valid_to is null or f.state = 'deleted')
union all
select 'chunk', c.id, 'lies outside of its document''s text'
from chunk c join document d on d.id = c.document_id
where c.char_start < 0 or c.char_end <= c.char_start or c.char_end > length(d.text)
union all
select 'page', p.document_id, 'page ' || p.number || ' lies outside of the text'
from page p join document d on d.id = p.document_id
where p.char_start < 0 or p.char_end < p.char_start or p.char_end > length(d.text)
union all
select 'transaction', t.id, 'its record lies outside of its document''s text'
from transaction t join document d on d.id = t.document_id
where t.char_start < 0 or t.char_end < t.char_start or t.char_end > length(d.text);

-- name: unbalanced()
-- Statements that state both balances and whose bookings do not lead from one to the other.
select s.id, s.opening + coalesce(sum(t.amount), 0) - s.closing as difference
from statement s left join transaction t on t.statement_id = s.id and t.status = 'booked'
where s.opening is not null and s.closing is not null
group by s.id
having s.opening + coalesce(sum(t.amount), 0) <> s.closing;

-- name: objects()
select distinct sha256 from document where has_object;
