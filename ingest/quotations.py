"""What a mail quotes is searched where the home lacks the mail that it answers.

A quotation repeats what another mail says, so it is no passage where that mail is there. Sent mails often are not, and
then nothing else says it. This follows from what the home holds and from nothing else, so it is settled when reading has
come to rest: in whatever order mails came or went, the same passages stand there, and none that was unchanged is made anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from ingest import chunking
from ingest.embedding import probe
from ingest.parsers.quoted import quotes_older_from
from pkm.embed import Embedder
from pkm.embed.windows import require_usable
from pkm.errors import ServiceError
from pkm.faults import reach
from pkm.models import DocumentId, ParsedDocument, Space
from pkm.prepared import NewChunk, new_chunk
from pkm.store import quotations, spaces, vectors
from pkm.store.database import Database
from pkm.store.vectors import Stored

TOGETHER = 12  # mails: what is dropped in meanwhile waits for so many
LONGEST = 20_000  # characters of a quotation; more is a thread that somebody passed on, or made to keep us busy
FOLLOWED = 500  # of which those that follow them are looked for at a time
_LOG = logging.getLogger(__name__)


def settle(database: Database, embedder: Embedder, space_id: int, pause: Callable[[], None]) -> None:
    """Look at the quotations of mails that came, and of those that follow one that came or went.

    Of a quotation that the embedder cannot take there are no passages: the mail's own words are there all the same.

    Args:
        pause: Called again and again, for what else there is to be done.

    Raises:
        PkmError: The embedder does not answer, or the home went over to another space. The mails stay to be looked at.
    """
    with database.transaction(durable=False) as connection:
        quotations.begin(connection)
    noted = FOLLOWED
    while noted:
        with database.transaction(durable=False) as connection:
            noted = quotations.note_followers(connection, FOLLOWED)
    while _settle_some(database, embedder, space_id):
        pause()


def _settle_some(database: Database, embedder: Embedder, space_id: int) -> bool:
    """Look at the next ones; false where none is left."""
    with database.transaction(durable=False) as connection:
        rows = quotations.due(connection, TOGETHER, LONGEST)
        if not rows:
            return False
        wanted = {DocumentId(row.id): _passages(row, embedder.space) for row in rows}
        fresh = {each.hash: each for own in wanted.values() for each in own}
        known = vectors.reuse(connection, space_id, fresh.keys())
    known |= _embed(embedder, [each for digest, each in fresh.items() if digest not in known])
    wanted = {each: own if all(chunk.hash in known for chunk in own) else [] for each, own in wanted.items()}
    with database.transaction(durable=False) as connection:
        spaces.hold(connection, space_id)
        quotations.replace(connection, space_id, rows, wanted, known)
        reach("quotations.written")
    reach("quotations.committed")
    return True


def _embed(embedder: Embedder, chunks: Sequence[NewChunk]) -> dict[bytes, Stored]:
    """What a space keeps of these passages; of one for which there is no vector nothing."""
    if not chunks:
        return {}
    try:
        given = require_usable(embedder.passages([each.embedded for each in chunks]), embedder.space, len(chunks))
    except ServiceError:
        raise
    except Exception as exc:
        probe(embedder)
        if len(chunks) == 1:
            _LOG.warning("a passage of a quotation could not be embedded: %s", type(exc).__name__)
            return {}
        half = len(chunks) // 2
        return _embed(embedder, chunks[:half]) | _embed(embedder, chunks[half:])
    return vectors.pack(given, chunks, embedder.space.late)


def _passages(row: Any, space: Space) -> list[NewChunk]:
    """The passages of a mail's quotation, down to what that one quotes itself where an older mail of the thread is there.

    A mail that holds no more has none: how long its quotation stood there says nothing of it.
    """
    if row.is_repeated or row.is_past:
        return []
    older = quotes_older_from(row.text[row.quoted_from :]) if row.has_older else None
    own = ((0, row.quoted_from), *(((row.quoted_from + older, len(row.text)),) if older is not None else ()))
    document = ParsedDocument(
        row.text, "email", row.title, row.mime, row.date, row.language, header_end=row.header_end, quoted=own
    )
    return [new_chunk(document, each, space) for each in chunking.split(document, space)]
