"""What passes between the sandbox and its readers: frames of MessagePack, decoded into types, never pickled.

A frame is its length (8 bytes, little-endian) and so many bytes. A frame of length 0 is a sign of life.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass

import msgspec

from pkm.models import CsvProfile, Parsed, Resume, Space
from pkm.prepared import Prepared

LENGTH = struct.Struct("<Q")
LATEST = 1e11  # seconds of Unix time that a calendar reaches (the year 5138)
MOST = 1 << 31  # how often a term stands in a text, and more than any weighs


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader may use up.

    Attributes:
        memory_bytes: Address space of the process.
        silence_s: Seconds between two signs of life (``ingest.pulse``): longer is stuck.
        total_s: Seconds for one file, however lively.
        cpu_s: Seconds of processor time for one file, over all threads.
        scratch_bytes: Size of any one file that it writes.
        open_files: File descriptors.
        output_bytes: Size of what it gives back.
        portion_bytes, portion_parts: Of a large mailbox or archive so much, unpacked, and so many of its parts are read at a time.
        files, worn_bytes: It is replaced by a fresh one after so many files, or once so much memory stays resident.
    """

    memory_bytes: int = 4 << 30
    silence_s: float = 600
    total_s: float = 6 * 3600
    cpu_s: int = 12 * 3600
    scratch_bytes: int = 2 << 30
    open_files: int = 256
    output_bytes: int = 1 << 30
    portion_bytes: int = 64 << 20
    portion_parts: int = 2000
    files: int = 5000
    worn_bytes: int = 2 << 30

    @property
    def memory_reason(self) -> str:
        """Why a file was refused that needs more memory."""
        return f"reading it needs more than {self.memory_bytes / (1 << 30):g} GB of memory"

    @property
    def output_reason(self) -> str:
        """Why a file was refused that holds too much."""
        return f"it holds more than {self.output_bytes / (1 << 20):g} MB of text and attachments"


class Setup(msgspec.Struct, frozen=True):
    """The first frame: which callable reads (``module:name``), within what, for which process, and for which space."""

    parse: str
    limits: Limits
    parent: int
    space: Space | None = None


class Job(msgspec.Struct, frozen=True):
    """A file to be read, perhaps from where it was read to; names are bytes, since not all are UTF-8.

    Attributes:
        profiles: By layout, as a person gave them.
        grows: Its last part may be incomplete.
        parts: So many of its parts are read at a time; as many as the limits allow, if ``None``.
        left_out: Its next part is not to be read, for this reason.
    """

    path: bytes
    shown: bytes
    name: bytes | None
    profiles: dict[str, CsvProfile] = {}
    resume: Resume | None = None
    grows: bool = False
    parts: int | None = None
    left_out: str | None = None


class Reading(msgspec.Struct, frozen=True, tag="done"):
    """What was read.

    Attributes:
        parsed_at: When the file was parsed, in seconds of Unix time.
        prepared: What is stored of each document beside its text; of none where no space was given.
    """

    parsed: Parsed
    parsed_at: float
    prepared: tuple[Prepared, ...] = ()

    def is_sound(self, space: Space | None) -> bool:
        """Whether it is what an honest reader gives: a file that took its reader over must not stop who stores, nor hurt others' words."""
        return (
            0 <= self.parsed_at < LATEST
            and len(self.prepared) == (0 if space is None else len(self.parsed.documents))
            and all(
                len(each.passages) == len(each.terms)
                and all(0 < count < MOST for terms in each.terms for count in terms.values())
                and all(0 < weight < MOST for weight in each.words.weights.values())
                and all(fact.amount is None or fact.amount.is_finite() for fact in each.facts)
                for each in self.prepared
            )
        )


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """Why nothing was read.

    Attributes:
        spent: The reader had no memory left, for which earlier files may be to blame.
        full: The disk had no room for its scratch files, for which the file is not to blame.
        passing: The reason may pass by itself: it is worth another try.
        wordless: There is nothing in it to be read.
    """

    reason: str
    locator: str | None = None
    spent: bool = False
    full: bool = False
    passing: bool = False
    wordless: bool = False


Answer = Reading | Failed

# They accept nothing but their type, and raise ``msgspec.DecodeError``.
SETUPS = msgspec.msgpack.Decoder(Setup)
JOBS = msgspec.msgpack.Decoder(Job)
ANSWERS: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)


def encode(message: object) -> bytes:
    """The frame's body."""
    return msgspec.msgpack.encode(message)


def send(descriptor: int, body: bytes) -> None:
    """Write a frame; raises ``OSError`` where nobody reads any more."""
    frame = memoryview(LENGTH.pack(len(body)) + body)
    while frame:
        frame = frame[os.write(descriptor, frame) :]


def receive(descriptor: int) -> bytes | None:
    """Wait for the next frame's body; ``None`` where the other side is gone."""
    header = _exactly(descriptor, LENGTH.size)
    return None if header is None else _exactly(descriptor, LENGTH.unpack(header)[0])


def _exactly(descriptor: int, size: int) -> bytes | None:
    """So many bytes, or ``None``."""
    data = bytearray()
    while len(data) < size:
        piece = os.read(descriptor, size - len(data))
        if not piece:
            return None
        data += piece
    return bytes(data)
