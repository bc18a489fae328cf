"""Maildir and Maildir++ as folders of messages: what of them is mail, and what its server keeps there for itself.

A Maildir holds ``cur``, ``new`` and ``tmp``; Maildir++ keeps its subfolders beside them under names with a leading dot
(``.Sent``, ``.Projects.2024``), each a Maildir again. What follows ``:2,`` in a message's name are flags: a message that was read or
answered is a file that was renamed, and known by its inode as any other.
"""

from __future__ import annotations

from collections.abc import Collection

_PARTS = frozenset({b"cur", b"new", b"tmp"})


def is_maildir(names: Collection[bytes]) -> bool:
    """Whether a folder that holds entries of these names is a Maildir."""
    return _PARTS.issubset(names)


def holds_mail(name: bytes, *, is_folder: bool) -> bool:
    """Whether an entry of a Maildir leads to messages: not what is still being delivered, nor indexes and lists."""
    return is_folder and name != b"tmp"
