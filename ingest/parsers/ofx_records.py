"""The records of an OFX file: bookings, trades, positions and securities, each with its fields and its place.

Nothing is interpreted here but where a record begins and ends: OFX 2.2, sections 11 (bank and card) and 13 (investment).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.parsers.ofx_markup import Tag, tags

STATEMENTS = {"STMTRS": "", "CCSTMTRS": "creditcard", "INVSTMTRS": "investment", "LOANSTMTRS": "loan"}
BOOKINGS = frozenset(("STMTTRN", "STMTTRNP", "LOANSTMTTRN"))
TRADES = frozenset(
    [
        "BUYDEBT",
        "BUYMF",
        "BUYOPT",
        "BUYOTHER",
        "BUYSTOCK",
        "CLOSUREOPT",
        "INCOME",
        "INVEXPENSE",
        "JRNLFUND",
        "JRNLSEC",
        "MARGININTEREST",
        "REINVEST",
        "RETOFCAP",
        "SELLDEBT",
        "SELLMF",
        "SELLOPT",
        "SELLOTHER",
        "SELLSTOCK",
        "SPLIT",
        "TRANSFER",
    ]
)
POSITIONS = frozenset(("POSDEBT", "POSMF", "POSOPT", "POSOTHER", "POSSTOCK"))
SECURITY = "SECINFO"

_RECORDS = BOOKINGS | TRADES | POSITIONS | {SECURITY}
_RATE = frozenset(("CURRATE", "CURSYM"))
_ACCOUNT = frozenset(("BANKID", "BRANCHID", "ACCTID", "ACCTTYPE", "ACCTKEY"))
_BALANCE = frozenset(("BALAMT", "DTASOF"))
_GROUPS = {
    "PAYEE": frozenset(["NAME", "ADDR1", "ADDR2", "ADDR3", "CITY", "STATE", "POSTALCODE", "COUNTRY", "PHONE"]),
    "CURRENCY": _RATE, "ORIGCURRENCY": _RATE, "BANKACCTTO": _ACCOUNT, "CCACCTTO": _ACCOUNT,
    "LEDGERBAL": _BALANCE, "AVAILBAL": _BALANCE, "FI": frozenset(("ORG", "FID")),
}  # fmt: skip
_RECORDS_END = frozenset(
    ["OFX", "BANKTRANLIST", "BANKTRANLISTP", "LOANTRANLIST", "INVTRANLIST", "INVPOSLIST", "INVOOLIST", "SECLIST", "LEDGERBAL", "AVAILBAL", "INVBAL", "BALLIST"]
)  # fmt: skip
_LONGEST_NAME, _CUT_OFTEN, _TOLD_AGAIN = 32, 3, 12
_BEGINS = re.compile(rf"<\s*(?:\w+:)?(?:{'|'.join(sorted(BOOKINGS | TRADES | POSITIONS))})\b", re.IGNORECASE)
_TRADED = re.compile(r"<\s*(?:\w+:)?INVTRAN\b", re.IGNORECASE)  # one in each trade, whatever its own name
_HELD = re.compile(r"<\s*(?:\w+:)?INVPOS\b", re.IGNORECASE)
_ENDS = re.compile(r"</\s*(?:\w+:)?OFX\s*>", re.IGNORECASE)


@dataclass(slots=True)
class Record:
    """One record; fields inside a group are named ``GROUP.FIELD``, the first of a name counts.

    Attributes:
        tag: The name of its element, ``STMTTRN`` or ``BUYMF``.
        locator: ``record 3`` or ``position 3``, counted from 1 over the whole file.
        whole: Whether its end, or what comes after it, is in the file.
    """

    tag: str
    locator: str
    char_start: int
    char_end: int
    fields: dict[str, str] = field(default_factory=dict)
    whole: bool = True


@dataclass(slots=True)
class Statement:
    """One statement; ``kind`` is what its element says of the account, empty where it says nothing."""

    kind: str
    institution: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    bookings: list[Record] = field(default_factory=list)
    positions: list[Record] = field(default_factory=list)


@dataclass(slots=True)
class Contents:
    """All that a file holds; ``errors`` are the codes of what the bank refused."""

    fields: dict[str, str] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    securities: list[Record] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def records(self) -> list[Record]:
        """Bookings, trades and positions of all statements."""
        return [record for each in self.statements for record in (*each.bookings, *each.positions)]


def read_records(text: str) -> Contents:
    """Sort tags into statements and records; a record also ends where the next one, or what follows records, begins."""
    contents = Contents()
    statement: Statement | None = None
    record: Record | None = None
    group = ""
    for tag in tags(text):
        if tag.name in _RECORDS:
            group = ""
            if tag.closes:
                if record:
                    record.char_end = tag.char_end
                record = None
                continue
            if statement is None and tag.name != SECURITY:
                statement = Statement("", contents.fields.get("FI.ORG", ""))
                contents.statements.append(statement)
            record = _begin(tag, contents, statement)
        elif tag.name in STATEMENTS:
            record, group = None, ""
            statement = None if tag.closes else Statement(STATEMENTS[tag.name], contents.fields.get("FI.ORG", ""))
            contents.statements += [statement] if statement else []
        else:
            if tag.name in _RECORDS_END:
                record, group = None, ""
            if tag.name == "OFX" and not tag.closes:
                contents.fields, statement = {}, None
            if tag.name in _GROUPS and not (tag.value and not tag.closes):
                group = "" if tag.closes else f"{tag.name}."
            elif tag.value and not tag.closes:
                if group and tag.name not in _GROUPS[group[:-1]]:  # its own end was left out
                    group = ""
                owner = record or statement or contents
                owner.fields.setdefault(group + tag.name, tag.value)
                if tag.name == "CODE":
                    contents.fields["CODE"] = tag.value
                if tag.name == "SEVERITY" and tag.value.upper() == "ERROR":
                    contents.errors.append(contents.fields.get("CODE", ""))
        if record:
            record.char_end = max(record.char_end, tag.char_end if tag.closes else tag.value_end)
    if record:
        record.whole = False
    return contents


def goes_on(records: Iterable[Record]) -> bool:
    """Whether a memo is the rest of a name that was cut at the standard's 32 characters.

    So it is where no shorter name has one, and no memo says the name again.
    """
    told = [(each.fields["NAME"], each.fields["MEMO"]) for each in records if {"NAME", "MEMO"} <= each.fields.keys()]
    return len(told) >= _CUT_OFTEN and all(
        len(name) in (_LONGEST_NAME, _LONGEST_NAME - 1) and not memo.startswith(name[:_TOLD_AGAIN])
        for name, memo in told
    )


def whole_name(name: str, rest: str) -> str:
    """A name and what was cut off it; one that is a character short was cut at a space."""
    return f"{name}{rest}" if len(name) == _LONGEST_NAME else f"{name} {rest}"


def _begin(tag: Tag, contents: Contents, statement: Statement | None) -> Record:
    """A new record, put where it belongs."""
    if tag.name == SECURITY or statement is None:
        kept, word = contents.securities, "security"
    elif tag.name in POSITIONS:
        kept, word = statement.positions, "position"
    else:
        kept, word = statement.bookings, "record"
    contents.counts[word] += 1
    kept.append(Record(tag.name, f"{word} {contents.counts[word]}", tag.char_start, tag.value_end))
    return kept[-1]


def _without_comments(text: str) -> str:
    pieces = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces.append(text[position:start])
        position = end + 3
    return "".join([*pieces, text[position:]])


def shortfalls(contents: Contents, text: str) -> Iterable[str]:
    """What the file as a whole does not give, counted by a second, simpler reader."""
    bare = _without_comments(text)
    kinds = Counter(each.tag for each in contents.records)
    counted = len(_BEGINS.findall(bare))
    for pattern, names in ((_TRADED, TRADES), (_HELD, POSITIONS)):  # of a kind that the standard has not
        counted += max(0, len(pattern.findall(bare)) - sum(kinds[name] for name in names))
    if counted != len(contents.records):
        yield f"{counted} records begin in the file, {len(contents.records)} could be told apart"
    if not _ENDS.search(text):
        yield "the file ends before its closing </OFX>: what came after may be missing"
    for code in dict.fromkeys(contents.errors):
        yield f"the bank sent the error code {code or 'without number'} in this file"
    if not contents.statements and not contents.errors:
        yield "the file holds no account statement"
