"""Writes Outlook ``.msg`` files for tests: MAPI properties (MS-OXMSG) in a compound file (MS-CFB), small streams only."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime

SECTOR, MINI = 512, 64
END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
STRING, BINARY, TIME, INTEGER, OBJECT = 0x001F, 0x0102, 0x0040, 0x0003, 0x000D


@dataclass
class Storage:
    """A folder of the compound file."""

    name: str
    streams: dict[str, bytes] = field(default_factory=dict)
    storages: list[Storage] = field(default_factory=list)


def storage(
    name: str, header: int, values: dict[tuple[int, int], object], inside: list[Storage] | None = None
) -> Storage:
    """A storage with a property stream, whose header has ``header`` bytes, and a stream for each long property."""
    made = Storage(name, storages=inside or [])
    rows = b"\0" * header
    for (pid, kind), value in values.items():
        tag = struct.pack("<HHI", kind, pid, 6)
        if isinstance(value, datetime):
            rows += tag + struct.pack("<Q", int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7)
        elif isinstance(value, int):
            rows += tag + struct.pack("<Ixxxx", value)
        else:
            data = value.encode("utf-16-le") if isinstance(value, str) else bytes(value)  # type: ignore[call-overload]
            made.streams[f"__substg1.0_{pid:04X}{kind:04X}"] = data
            rows += tag + struct.pack("<II", len(data) + (2 if kind == STRING else 0), 0)
    made.streams["__properties_version1.0"] = rows
    return made


def compound(root: Storage) -> bytes:
    """The bytes of a compound file (version 3) that holds ``root``."""
    entries: list[bytes] = []
    mini = bytearray()
    mini_fat: list[int] = []

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le")
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw) + 2, kind, 1, NONE, NONE, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    def chain(children: list[int]) -> int:
        for index, following in zip(children, [*children[1:], NONE], strict=True):
            entries[index] = entries[index][:72] + struct.pack("<I", following) + entries[index][76:]
        return children[0] if children else NONE

    def add(folder: Storage, kind: int) -> int:
        own = len(entries)
        entries.append(b"")
        children = []
        for name, data in folder.streams.items():
            start, count = len(mini) // MINI, -(-len(data) // MINI)
            mini.extend(data.ljust(count * MINI, b"\0"))
            mini_fat.extend([*range(start + 1, start + count), END] if count else [])
            children.append(len(entries))
            entries.append(entry(name, 2, NONE, start if count else END, len(data)))
        children.extend(add(each, 1) for each in folder.storages)
        entries[own] = entry(folder.name, kind, chain(children), 0, 0)
        return own

    add(root, 5)

    def sectors(data: bytes) -> int:
        return -(-len(data) // SECTOR)

    while len(entries) % 4:
        entries.append(bytes(68) + struct.pack("<III", NONE, NONE, NONE) + bytes(48))
    mini_table = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    directory_at = 1
    mini_at = directory_at + len(entries) * 128 // SECTOR
    table_at = mini_at + sectors(bytes(mini))
    end = table_at + sectors(mini_table)
    assert end <= SECTOR // 4, "one FAT sector holds 128 sectors"
    entries[0] = entries[0][:116] + struct.pack("<IQ", mini_at, len(mini))
    fat = [FAT]
    for first, behind in ((directory_at, mini_at), (mini_at, table_at), (table_at, end)):
        fat += [*range(first + 1, behind), END]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<IIIIIIIII", 0, 1, directory_at, 0, 4096, table_at, sectors(mini_table), END, 0)
        + struct.pack("<I", 0)
    ).ljust(SECTOR, b"\xff")
    body = struct.pack("<128I", *fat, *[FREE] * (128 - len(fat))) + b"".join(entries)
    body += bytes(mini).ljust((table_at - mini_at) * SECTOR, b"\0")
    return header + body + mini_table.ljust((end - table_at) * SECTOR, b"\xff")


def tnef(
    values: dict[tuple[int, int], object], attached: list[dict[tuple[int, int], object]], *, body: bytes = b""
) -> bytes:
    """A ``winmail.dat`` (MS-OXTNEF) of a message with these properties, and of attachments with these."""

    def attribute(level: int, number: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) % 65536)

    def properties(own: dict[tuple[int, int], object]) -> bytes:
        rows = struct.pack("<I", len(own))
        for (pid, kind), value in own.items():
            rows += struct.pack("<HH", kind, pid)
            if pid >= 0x8000:  # its name: a set, and a number in that
                rows += bytes(16) + struct.pack("<II", 0, 7)
            if isinstance(value, datetime):
                rows += struct.pack("<Q", int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7)
            elif isinstance(value, int):
                rows += struct.pack("<I", value)
            else:
                data = value.encode("utf-16-le") + b"\0\0" if isinstance(value, str) else bytes(value)  # type: ignore[call-overload]
                rows += struct.pack("<II", 1, len(data)) + data + bytes(-len(data) % 4)
        return rows

    made = b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    if body:
        made += attribute(1, 0x0002800C, body)
    made += attribute(1, 0x00069003, properties(values))
    for each in attached:
        made += attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00069005, properties(each))
    return made
