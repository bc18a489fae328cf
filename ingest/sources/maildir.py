"""Maildir and Maildir++ as folders of messages: what of them is mail, and what its server keeps there for itself.

A Maildir holds ``cur``, ``new`` and ``tmp``; Maildir++ keeps its subfolders beside them under names with a leading dot
(``.Sent``, ``.Projects.2024``), each a Maildir again. A message's name is its own for ever (``1700000000.M1P2.host``);
what follows ``:2,`` are flags, so a message that was read or answered is a file that was renamed.
"""

from __future__ import annotations

from collections.abc import Collection

_PARTS = frozenset({b"cur", b"new", b"tmp"})
_FLAGS = (b":2,", b";2,", b"!2,")  # what stands for the colon on file systems that know none


def is_maildir(names: Collection[bytes]) -> bool:
    """Whether a folder that holds entries of these names is a Maildir."""
    return _PARTS.issubset(names)


def holds_mail(name: bytes, *, is_folder: bool) -> bool:
    """Whether an entry of a Maildir leads to messages: not what is still being delivered, nor indexes and lists."""
    return is_folder and name != b"tmp"


def unique_name(name: bytes) -> bytes:
    """The part of a message's file name that stays when its flags change or it moves from ``new`` to ``cur``."""
    for mark in _FLAGS:
        stem, found, _ = name.rpartition(mark)
        if found:
            return stem
    return name
