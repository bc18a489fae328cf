"""The later mails of a thread, found by index among many, whether each names the first mail or only the one before."""

from __future__ import annotations

from datetime import date

import sql
from pkm.answer.quoting.evidence import read_documents
from pkm.models import DocumentId
from pkm.store import mail, people
from pkm.store.database import Connection, Database

MAILS = 3000
FIRST = date(2026, 1, 1)


def _keep(connection: Connection) -> None:
    """Mails of which each answers the one before, ten to a thread; of every other thread all name the first."""
    collection = people.ensure_collection(connection, "personal", people.ensure_owner(connection)).id
    connection.execute(
        "insert into source (collection_id, kind, location, registered) values (%s, 'folder', '/m', true)",
        (collection,),
    )
    connection.execute(
        "insert into file (collection_id, source_id, path, state, size, mtime_ns, ctime_ns, inode)"
        " select %s, 1, '/m/' || n, 'indexed', 1, 1, 1, 1 from generate_series(0, %s) n",
        (collection, MAILS - 1),
    )
    connection.execute(
        "insert into document (collection_id, file_id, ordinal, kind, title, head, mime, sha256, has_object, text, date, meta)"
        " select %s, id, 0, 'email', 'Mail', '', 'message/rfc822', md5(n::text) || md5(n::text), false, 'x', %s::date + n %% 10,"
        "  jsonb_build_object('message_id', 'm' || n, 'thread', 'm' || case"
        "   when n %% 10 = 0 then n when n %% 20 > 10 then n - n %% 10 else n - 1 end)"
        " from (select id, substring(path from 4)::int as n from file) numbered order by n",
        (collection, FIRST),
    )


def _number(connection: Connection, title: str) -> DocumentId:
    ((found,),) = connection.execute("select id from document where meta ->> 'message_id' = %s", (title,))
    return DocumentId(found)


def test_the_later_mails_of_a_thread_are_found_by_index(database: Database) -> None:
    with database.transaction() as connection:
        _keep(connection)
    with database.session() as session:
        session.execute("vacuum analyze document")
    with database.transaction() as connection:
        for first in (1500, 1510):  # each names the one before; all name the first
            asked = _number(connection, f"m{first + 3}")
            later = [_number(connection, f"m{first + n}") for n in range(9, 3, -1)]
            assert mail.answers(connection, read_documents(connection, [asked])[asked]) == later
        plan = "\n".join(
            str(row[0])
            for row in connection.execute(
                f"explain {sql.queries.mail.after.sql}".encode(),
                {"collection": 1, "threads": ["m1500"], "since": FIRST},
            )
        )
    assert "document_by_thread" in plan
    assert "Seq Scan on document" not in plan
