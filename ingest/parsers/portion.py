"""Large mailboxes and archives are read portion by portion: each is stored before the next one is read."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Portion:
    """How much is read at a time: it ends with the part that reaches one of these.

    Attributes:
        size: In bytes, unpacked.
        parts: Messages, or files in an archive.
        left_out: The first part is not to be read, for this reason: who read it came to harm.
    """

    size: int
    parts: int
    left_out: str | None = None

    def is_full(self, size: int, parts: int) -> bool:
        """Whether nothing more belongs to a portion of so many bytes and parts."""
        return size >= self.size or parts >= self.parts


WHOLE = Portion(sys.maxsize, sys.maxsize)
