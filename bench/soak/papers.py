"""A person's files as they come into being and change: mixed kinds, drawn from a seed, never twice the same words."""

from __future__ import annotations

import io
import random
import shutil
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

FOLDERS = 40
ACCOUNTS = 60  # so many that no two files tell of the same month of an account
TALE_LINES = 60
BOOK_CHAPTERS = 300
INITIAL_SHARE = 0.6  # of the files are there before anything is killed
CHANGES_PER_FILE = 0.6
_THINGS = ("boiler", "valve", "gutter", "lease", "ladder", "stove", "fence", "orchard", "bicycle", "piano")


def note(number: int, version: int) -> bytes:
    """A few sentences."""
    thing = _THINGS[number % len(_THINGS)]
    return f"Note {number} says of the {thing}, in version {version}, that it wants mending.\n".encode()


def tale(number: int, version: int) -> bytes:
    """Several passages, each with a word that no other file has and that of its edition; the first and the last say so."""
    mark = mark_of(number)
    told = (
        f"{mark} edition{version} tells in line {line} of the gutter and of the stove." for line in range(TALE_LINES)
    )
    return f"initium {' '.join(told)} finis {mark} edition{version}.\n".encode()


def mark_of(number: int) -> str:
    """The word that only one tale has."""
    return "zarv" + "".join("bdfgklmnpr"[int(digit)] + "a" for digit in str(number))


def book(number: int, version: int) -> bytes:
    """So many passages that they are embedded in slices; each version has another beginning."""
    told = "".join(
        f"Chapter {chapter} of book {number} tells {f'of the {_THINGS[chapter % 10]} and of the gutter, ' * 9}and ends.\n\n"
        for chapter in range(BOOK_CHAPTERS)
    )
    return f"Book {number}, edition {version}.\n\n{told}".encode()


def letter(number: int, version: int) -> bytes:
    """A mail with an attachment."""
    message = EmailMessage()
    message["From"], message["To"] = f"anna{number % 9}@example.org", "ben@example.org"
    message["Subject"], message["Date"] = f"About the {_THINGS[number % 10]}", "Mon, 02 Mar 2026 10:00:00 +0100"
    message["Message-ID"] = f"<soak-{number}-{version}@example.org>"
    message.set_content(f"Letter {number} in version {version}: the list is attached.\n")
    message.add_attachment(f"List {number} of version {version}.\n", filename=f"list{number}.txt")
    message.set_boundary(f"edge-{number}")
    return bytes(message)


def mailbox(number: int, version: int) -> bytes:
    """A mailbox to which each version adds a message, which the one before has quoted already."""
    parts = []
    for each in range(version + 3):
        parts.append(
            f"From anna@example.org Mon Mar  2 10:00:00 2026\nFrom: anna@example.org\nTo: ben@example.org\n"
            f"Subject: Box {number} letter {each}\nDate: Mon, 02 Mar 2026 10:{each % 60:02d}:00 +0100\n"
            f"Message-ID: <box-{number}-{each}@example.org>\nIn-Reply-To: <box-{number}-{each + 1}@example.org>\n\n"
            f"Letter {each} of box {number} tells of nothing new.\n\nOn 2 March 2026, Anna wrote:\n> Letter {each + 1} is late.\n\n"
        )
    return "".join(parts).encode()


def table(number: int, version: int) -> bytes:
    """A month of an account as a bank exports it."""
    account, month = number % ACCOUNTS, number // ACCOUNTS % 120
    year, in_year = 2014 + month // 12, month % 12 + 1
    rows = [
        f"{day:02d}.{in_year:02d}.{year};Shop {account} {day};Goods {number} {version};-{10 + number % 37},{day:02d};EUR"
        for day in (3, 9, 21)
    ]
    head = f"Konto;DE{10 + account}500105170000{account:06d}\n\n"
    return (head + "Buchungstag;Empfänger;Verwendungszweck;Betrag;Währung\n" + "\n".join(rows) + "\n").encode()


def statement(number: int, version: int) -> bytes:
    """A month of an account in OFX."""
    account, month = 700 + number % ACCOUNTS, number // ACCOUNTS % 120
    year, in_year = 2014 + month // 12, month % 12 + 1
    day = f"{year}{in_year:02d}"
    rows = "".join(
        f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day}{each:02d}<TRNAMT>-{20 + number % 31}.{each:02d}"
        f"<FITID>{number}-{version}-{each}<NAME>Grocer {account}<MEMO>Basket {number} {version}</STMTTRN>\n"
        for each in (5, 12, 25)
    )
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS>"
        f"<STMTRS><CURDEF>EUR\n<BANKACCTFROM><BANKID>1<ACCTID>{account}<ACCTTYPE>CHECKING</BANKACCTFROM>\n"
        f"<BANKTRANLIST><DTSTART>{day}01<DTEND>{day}28\n{rows}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode()


def archive(number: int, version: int) -> bytes:
    """Two notes in a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writing:
        for part in range(2):
            said = f"Part {part} of archive {number} in version {version}.\n"
            writing.writestr(zipfile.ZipInfo(f"part{part}.txt", (2026, 3, 2, 10, 0, 0)), said)
    return packed.getvalue()


def chat(number: int, version: int) -> bytes:
    """An exported conversation that goes on with each version."""
    lines = [
        f"02/03/2026, 10:{minute:02d} - {('Anna', 'Ben')[minute % 2]}: Chat {number} line {minute} of the {_THINGS[minute % 10]}"
        for minute in range(min(4 + version, 59))
    ]
    return ("\n".join(lines) + "\n").encode()


def page(number: int, version: int) -> bytes:
    """A printed page."""
    from reportlab.pdfgen.canvas import Canvas

    printed = io.BytesIO()
    canvas = Canvas(printed, invariant=True)
    for line in range(12):
        canvas.drawString(60, 760 - 18 * line, f"Page {number}, version {version}: line {line} tells of the orchard.")
    canvas.save()
    return printed.getvalue()


def broken(number: int, version: int) -> bytes:
    """Nothing that can be read."""
    return b"%%PDF-1.7\nnothing %d %d\n" % (number, version)


Maker = Callable[[int, int], bytes]
KINDS: tuple[tuple[str, Maker, int], ...] = (  # the form of the name, who writes it, how many in two hundred
    ("note-{}.txt", note, 95), ("book-{}.txt", book, 1), ("tale-{}.txt", tale, 20), ("letter-{}.eml", letter, 30), ("box-{}.mbox", mailbox, 4),
    ("table-{}.csv", table, 12), ("statement-{}.ofx", statement, 12), ("archive-{}.zip", archive, 8),
    ("chat-{}.txt", chat, 12), ("page-{}.pdf", page, 4), ("broken-{}.pdf", broken, 2),
)  # fmt: skip


class Owner:
    """Somebody who writes, appends to, moves, copies, deletes and reverts files; what they do depends on the seed alone."""

    def __init__(self, folder: Path, count: int, seed: int) -> None:
        self._folder, self._count = folder, count
        self._random = random.Random(seed)
        self._versions: dict[int, int] = {}
        self._places: dict[int, Path] = {}
        self._copies: list[Path] = []
        kinds = [each for each in KINDS for _ in range(each[2])]
        self._random.shuffle(kinds)
        self._kinds = [kinds[number % len(kinds)] for number in range(count)]
        initial = int(count * INITIAL_SHARE)
        self.plan = ["write"] * (count - initial) + self._random.choices(
            ("change", "move", "copy", "delete", "revert"), (8, 4, 3, 2, 2), k=int(count * CHANGES_PER_FILE)
        )
        self._random.shuffle(self.plan)
        for each in range(FOLDERS):
            self._folder_of(each).mkdir(parents=True)
        for _ in range(initial):
            self._write()
        self.done = 0

    def tales(self) -> list[int]:
        """The numbers of the tales that were ever written."""
        return [each for each in list(self._versions) if self._kinds[each][1] is tale]

    def do_until(self, share: float) -> None:
        """Go on until this share of the plan is done."""
        while self.done < round(share * len(self.plan)):
            getattr(self, f"_{self.plan[self.done]}")()
            self.done += 1

    def _write(self) -> None:
        number = len(self._versions)
        self._versions[number] = 0
        self._places[number] = self._somewhere() / self._kinds[number][0].format(number)
        self._put(self._places[number], self._kinds[number][1](number, 0))

    def _change(self) -> None:
        number = self._any()
        self._versions[number] += 1
        path, words = self._places[number], self._kinds[number][1](number, self._versions[number])
        before = path.read_bytes()
        if words.startswith(before) and self._random.random() < 0.8:
            with path.open("ab") as stream:
                stream.write(words[len(before) :])
        else:
            self._put(path, words)

    def _revert(self) -> None:
        number = self._any()
        self._versions[number] = 0
        self._put(self._places[number], self._kinds[number][1](number, 0))

    def _move(self) -> None:
        """Elsewhere under the same name: the digest of what was read of a file knows the name under which it was read."""
        number = self._any()
        target = self._somewhere() / self._places[number].name
        if not target.exists():
            self._places[number] = self._places[number].rename(target)

    def _copy(self) -> None:
        """No bank's file: of two statements of the same days, who came first decides which is told as the other's rival."""
        number = self._any()
        source = self._places[number]
        target = self._somewhere() / source.name
        if not target.exists() and self._kinds[number][1] not in (table, statement):
            shutil.copy2(source, target)
            self._copies.append(target)

    def _delete(self) -> None:
        if self._copies and self._random.random() < 0.5:
            self._copies.pop(self._random.randrange(len(self._copies))).unlink(missing_ok=True)
            return
        number = self._any()
        self._places.pop(number).unlink()

    def _any(self) -> int:
        return self._random.choice(list(self._places))

    def _somewhere(self) -> Path:
        return self._folder_of(self._random.randrange(FOLDERS))

    def _folder_of(self, number: int) -> Path:
        """Its name is no word: which of equal files gives their document its name is decided by who came first."""
        return self._folder / ("=" * (number + 1))

    def _put(self, path: Path, words: bytes) -> None:
        """Beside its place and then into it at once, or in place, in two strokes."""
        if self._random.random() < 0.5:
            unfinished = path.with_name(f".{path.name}.part")
            unfinished.write_bytes(words)
            unfinished.replace(path)
            return
        with path.open("wb") as stream:
            stream.write(words[: len(words) // 2])
            stream.flush()
            time.sleep(0.002)
            stream.write(words[len(words) // 2 :])
