"""The numbers of rows, and the words of which a field holds one."""

from __future__ import annotations

from typing import Literal, NewType, get_args

PersonId = NewType("PersonId", int)
CollectionId = NewType("CollectionId", int)
SourceId = NewType("SourceId", int)
FileId = NewType("FileId", int)
DocumentId = NewType("DocumentId", int)
ChunkId = NewType("ChunkId", int)
AccountId = NewType("AccountId", int)
TransactionId = NewType("TransactionId", int)

NO_CURRENCY = "XXX"  # ISO 4217: no currency is involved

FileState = Literal["pending", "indexed", "duplicate", "quarantined", "deleted"]
SourceKind = Literal["folder", "file", "upload", "imap"]
Kind = Literal["statement", "contract", "email", "message", "invoice", "note", "code", "other"]
Arm = Literal["hybrid", "dense", "sparse"]
Late = Literal["full", "stored", "reencode"]
Role = Literal["spending", "income", "refund", "transfer", "settlement", "reversal", "trade", "other"]
CategorySource = Literal["rule", "code", "counterparty", "likeness"]
FILE_STATES: tuple[FileState, ...] = get_args(FileState)
KINDS: tuple[Kind, ...] = get_args(Kind)
ARMS: tuple[Arm, ...] = get_args(Arm)
LATE: tuple[str, ...] = ("off", *get_args(Late))
