"""Places where a process may die in tests: before and after everything that it makes last.

``PKM_FAULT=commit.inserted`` in the environment ends the process by SIGKILL where it comes to that point,
``PKM_FAULT=commit.inserted:3`` where it comes to it for the third time. Without it a point costs a comparison.
"""

from __future__ import annotations

import os
import signal
import threading

POINTS = {
    "look.begun": "a look at a source is noted as begun",
    "look.moved": "renamed and refused files of a look are committed",
    "look.seen": "a batch of new and changed files is committed",
    "look.vanished": "a batch of vanished files is committed",
    "mail.spooled": "fetched messages lie in their place, no row knows them",
    "mail.seen": "a batch of fetched messages is committed",
    "mail.vanished": "a batch of messages that are gone from the server is committed",
    "run.begun": "a run is noted as begun",
    "run.read": "all waiting files are read, the run is not noted as ended",
    "upload.kept": "the bytes of an upload lie in their place, no row knows them",
    "upload.committed": "the row of an upload is committed",
    "read.owned": "the pipeline holds its lock, nothing is leased",
    "read.leased": "files are leased",
    "known.written": "a file whose bytes are known is settled, not committed",
    "known.committed": "a file whose bytes are known is settled",
    "parse.done": "a file is parsed",
    "embed.done": "passages are embedded",
    "slice.written": "the vectors of a slice of a large file are kept, not committed",
    "slice.committed": "the vectors of a slice of a large file are kept",
    "object.written": "an original is written under a temporary name",
    "object.named": "an original has its name",
    "commit.inserted": "all rows of a file are inserted, not committed",
    "commit.committed": "a file is indexed",
    "portion.committed": "a portion of a large mailbox or archive is indexed, the next one is not begun",
    "refuse.written": "a file is refused, not committed",
    "refuse.committed": "a file is refused",
    "put-back.committed": "a file that is being written waits again",
    "sweep.deleted": "originals that nothing uses are deleted, what was to go is not yet struck out",
    "sweep.committed": "originals that nothing uses are deleted",
    "quotations.written": "the passages of some mails' quotations are settled, not committed",
    "quotations.committed": "the passages of some mails' quotations are settled",
    "settle.done": "the ledger is settled",
    "reembed.wanted": "a space to go over to is noted, with its tables",
    "reembed.words": "the words of a batch of documents are in the new space",
    "reembed.embedded": "a batch of passages is embedded for the new space",
    "reembed.stored": "a batch of passages is in the new space",
    "reembed.indexed": "the new space has the index that it needs",
    "reembed.compared": "what was found in both spaces is noted",
    "reembed.written": "the new space is the active one, not committed",
    "reembed.switched": "the new space is the active one",
    "space.marked": "a space is noted to be dropped",
    "space.dropped": "a space is dropped",
}

_point, _, _count = os.environ.get("PKM_FAULT", "").partition(":")
_left = int(_count) if _count.isdecimal() else 1
_turn = threading.Lock()


def reach(point: str) -> None:
    """Die here, if that is wanted."""
    if point == _point:
        _die_at_last()


def _die_at_last() -> None:
    global _left  # noqa: PLW0603 - a countdown of the process
    with _turn:
        _left -= 1
        if not _left:
            os.kill(os.getpid(), signal.SIGKILL)
