"""To which accounts and folders documents belong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import unquote

import sql
from pkm import lexical
from pkm.models import AccountId, DocumentId
from pkm.store import vocabulary
from pkm.store.authors import named_by
from pkm.store.database import Connection


def statements_of(
    connection: Connection, accounts: Sequence[AccountId], since: date | None, until: date | None, most: int
) -> list[DocumentId]:
    """Papers that state any of these accounts, on days of that time if one is given; at most so many."""
    rows = sql.queries.naming.statements_of(connection, accounts=list(accounts), since=since, until=until, most=most)
    return [DocumentId(row.id) for row in rows]


def folders_named(connection: Connection, name: str) -> list[str]:
    """Folders of that name, or else those in whose names all of its words stand; none of which lies in another.

    Of a mailbox too: a folder there is known by its URL, in each of its lives.
    """
    parts = [name[start:end] for start, end in lexical.words(name)]
    found = sql.queries.naming.folders_of(connection, documents=named_by(connection, parts)) if parts else []
    paths = [row.folder.split("/") for row in found]
    languages = vocabulary.languages(connection)
    wanted, terms = lexical.wording(name), lexical.terms(name, languages).keys()
    exact, wider = set(), set()
    for path in paths:
        for place in range(1, len(path)):
            called = path[place] if path[0] != "imap:" else unquote(path[place].partition(";UIDVALIDITY=")[0])
            if lexical.wording(called) == wanted:
                exact.add("/".join(path[: place + 1]))
            elif terms <= lexical.terms(called, languages).keys():
                wider.add("/".join(path[: place + 1]))
    folders = exact or wider
    return sorted(each for each in folders if not any(each.startswith(f"{other}/") for other in folders))
