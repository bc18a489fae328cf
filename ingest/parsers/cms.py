"""What lies in a signed envelope (CMS, RFC 5652): mails that are signed as a whole (S/MIME), and files called ``.p7m``.

The contents are there for anybody to read, in ASN.1's basic encoding (BER, ITU-T X.690). The signature is not verified.
"""

from __future__ import annotations

from collections.abc import Iterator

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _OCTETS, _OCTETS_IN_PARTS = 0x30, 0x04, 0x24
_OPEN = 0x80  # the length of what ends with two zero bytes


def is_signed(head: bytes) -> bool:
    """Whether a file that begins so is a signed envelope."""
    return head[:1] == bytes([_SEQUENCE]) and _SIGNED_DATA in head[:32]


def signed_contents(data: bytes) -> bytes | None:
    """The contents of a signed envelope; ``None`` where it is none, holds none (a signature by itself), or is damaged."""
    try:
        kind, wrapped = _parts(data, *_one(data, 0, _SEQUENCE))
        if data[slice(*kind[1:])] != _SIGNED_DATA:
            return None
        signed = _parts(data, *_one(data, wrapped[1], _SEQUENCE))
        _, contents = _parts(data, *signed[2][1:])
        tag, start, end, _ = _element(data, contents[1])
        return b"".join(data[slice(*each)] for each in _octets(data, tag, start, end))
    except (ValueError, IndexError, RecursionError):
        return None


def _one(data: bytes, position: int, wanted: int) -> tuple[int, int]:
    """Where the contents of the element of that tag begin and end that stands there; raises ``ValueError``."""
    tag, start, end, _ = _element(data, position)
    if tag != wanted:
        raise ValueError("another element stands there")
    return start, end


def _parts(data: bytes, start: int, end: int) -> list[tuple[int, int, int]]:
    """The elements in another's contents: tag, where the contents begin and end."""
    found = []
    while start < end:
        tag, *inside, start = _element(data, start)
        found.append((tag, inside[0], inside[1]))
    return found


def _octets(data: bytes, tag: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the pieces of a string of bytes lie."""
    if tag == _OCTETS:
        yield start, end
    elif tag == _OCTETS_IN_PARTS:
        for each in _parts(data, start, end):
            yield from _octets(data, *each)
    else:
        raise ValueError("it is no string of bytes")


def _element(data: bytes, position: int) -> tuple[int, int, int, int]:
    """The element that begins there: tag, where its contents begin and end, and where the next one begins."""
    tag, length = data[position], data[position + 1]
    start = position + 2
    if length == _OPEN:
        end = start
        while data[end : end + 2] != b"\0\0":
            end = _element(data, end)[3]
        return tag, start, end, end + 2
    if length > _OPEN:
        size = length - _OPEN
        length = int.from_bytes(data[start : start + size], "big")
        start += size
    if start + length > len(data):
        raise ValueError("it ends too early")
    return tag, start, start + length, start + length
