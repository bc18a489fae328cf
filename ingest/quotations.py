"""What a mail quotes is searched where the home lacks the mail that it answers.

A quotation repeats what another mail says, so it is no passage where that mail is there. Sent mails often are not, and
then nothing else says it. This follows from what the home holds and from nothing else, so it is settled when reading has
come to rest: in whatever order mails came, the same passages stand there, and none that was unchanged is made anew.
"""

from __future__ import annotations

from typing import Any

from ingest import chunking
from ingest.parsers.quoted import quotes_older_from
from pkm.embed import Embedder
from pkm.embed.windows import require_usable
from pkm.models import DocumentId, ParsedDocument, Space
from pkm.prepared import NewChunk, new_chunk
from pkm.store import quotations, spaces, vectors
from pkm.store.database import Database

TOGETHER = 50  # mails


def settle(database: Database, embedder: Embedder, space_id: int) -> int:
    """Make passages of quotations whose original is not there, and drop those whose original came; returns of how many mails.

    Raises:
        PkmError: The embedder fails, or the home went over to another space. What was done stays, and the next call goes on from there.
    """
    with database.transaction(durable=False) as connection:
        changed = quotations.drop_repeated(connection)
        quotations.outdate_words(connection, changed)
    after, count = 0, len(changed)
    while True:
        with database.transaction(durable=False) as connection:
            rows = quotations.orphaned(connection, after, TOGETHER)
        if not rows:
            return count
        after = rows[-1].id
        quoting = {DocumentId(row.id): (row, _passages(row, embedder.space)) for row in rows}
        fresh = {each.hash: each for _, own in quoting.values() for each in own}
        with database.transaction(durable=False) as connection:
            stored = vectors.reuse(connection, space_id, fresh.keys())
        new = [each for digest, each in fresh.items() if digest not in stored]
        if new:
            given = embedder.passages([each.embedded for each in new])
            stored |= vectors.pack(require_usable(given, embedder.space, len(new)), new, embedder.space.late)
        with database.transaction(durable=False) as connection:
            spaces.hold(connection, space_id)
            changed = quotations.insert(connection, space_id, quoting, stored)
            quotations.outdate_words(connection, changed)
        count += len(changed)


def _passages(row: Any, space: Space) -> list[NewChunk]:
    """The passages of a mail's quotation, down to what that one quotes itself where an older mail of the thread is there."""
    older = quotes_older_from(row.text[row.quoted_from :]) if row.has_older else None
    own = ((0, row.quoted_from), *(((row.quoted_from + older, len(row.text)),) if older is not None else ()))
    document = ParsedDocument(
        row.text, "email", row.title, row.mime, row.date, row.language, header_end=row.header_end, quoted=own
    )
    return [new_chunk(document, each, space) for each in chunking.split(document, space)]
