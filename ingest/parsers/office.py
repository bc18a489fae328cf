"""Office files: Word, Excel, PowerPoint, OpenDocument text and RTF.

Word and PowerPoint go through ``unstructured`` (``wordprocessing`` and ``slides`` see to it that no words are lost on the
way). Excel does not: its ``partition_xlsx`` needs pandas and xlrd, splits a sheet into guessed tables and gives a cell's
float as it is stored; openpyxl gives every row of every sheet (``sheets``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from ingest.parsers.embedded import embedded_files
from ingest.parsers.headings import headings_of_text, title_of_text
from ingest.parsers.kind import guess_date, guess_kind, guess_language
from ingest.parsers.package import OLE_MAGIC, ZIP_MAGIC, Properties, members_of, open_parts, properties_of, streams_of
from ingest.parsers.text import name_of, read_bytes
from pkm.errors import Refused
from pkm.models import Attachment, Heading, Page, Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.parsers import Candidate
    from ingest.parsers.csv_rows import Row
    from ingest.parsers.csv_table import Table
    from ingest.parsers.sheets import Sheets

_OPENXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Draft:
    """What a format's reader gives; the rest is the same for all."""

    text: str
    headings: tuple[Heading, ...] = ()
    pages: tuple[Page, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    sheets: tuple[Sequence[Row], ...] = ()


class _Package:
    """A format that is an archive of XML, told by its parts, and by the streams of its locked or older form."""

    name: str
    version: str = "3"
    mime: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    part: ClassVar[str]
    streams: ClassVar[frozenset[str]] = frozenset()

    def identify(self, file: Candidate) -> bool:
        """Whether the archive holds this format's main part; a damaged one is told by its name."""
        if file.head.startswith(OLE_MAGIC):
            streams = streams_of(file.path)
            locked = "EncryptedPackage" in streams and (file.suffix in self.suffixes or self.part == "word/")
            return locked or bool(self.streams & streams)
        if not file.head.startswith(ZIP_MAGIC):
            return False
        members = members_of(file.path)
        if not members:
            return file.suffix in self.suffixes or self.part.encode() in file.head
        return any(member.startswith(self.part) for member in members)

    def parse(self, file: Candidate) -> Parsed:
        """The file as one document."""
        if file.head.startswith(OLE_MAGIC):
            if "EncryptedPackage" in streams_of(file.path):
                raise Refused("the file is protected by a password")
            raise Refused(f"the file is in the format of before 2007: save it as {self.suffixes[0]}")
        parts = open_parts(file.path)
        try:
            draft = self.read(parts)
        except Refused:
            raise
        except Exception as error:  # the readers of office files fail in any way at all on damaged ones
            raise Refused("the file is damaged: its contents cannot be read") from error
        parsed = document_of(file, draft, properties_of(parts), self.mime)
        inside, faults = embedded_files(parts)
        attachments = (
            Attachment(name, data, 0, f"embedded file {number} ({name})")
            for number, (name, data) in enumerate(inside, start=1)
        )
        problems = (Problem(file.shown, where, why) for where, why in faults)
        return replace(parsed, attachments=tuple(attachments), problems=(*parsed.problems, *problems))

    def read(self, parts: dict[str, bytes]) -> Draft:
        """Text and structure from the parts."""
        raise NotImplementedError


class Docx(_Package):
    """Word documents, templates and those with macros."""

    name = "docx"
    mime = _OPENXML + "wordprocessingml.document"
    suffixes = (".docx", ".docm", ".dotx", ".dotm")
    part = "word/"
    streams = frozenset({"WordDocument"})

    def read(self, parts: dict[str, bytes]) -> Draft:
        """Paragraphs, lists and tables in order, then notes and comments."""
        from ingest.parsers.partition import compose
        from ingest.parsers.wordprocessing import blocks_of_word

        return Draft(*compose(blocks_of_word(parts)))


class Xlsx(_Package):
    """Excel workbooks: a sheet is a heading and its rows are lines."""

    name = "xlsx"
    version = "4"
    mime = _OPENXML + "spreadsheetml.sheet"
    suffixes = (".xlsx", ".xlsm", ".xltx", ".xltm")
    part = "xl/"

    def read(self, parts: dict[str, bytes]) -> Draft:
        """Sheet by sheet, as the values were last computed, then what is noted at cells and written into drawings."""
        from ingest.parsers.sheets import notes_of_workbook, sheets_of_workbook

        draft = draft_of_sheets(sheets_of_workbook(parts))
        notes = "\n".join(notes_of_workbook(parts))
        return replace(draft, text=f"{draft.text}\n\n{notes}") if notes else draft


class Pptx(_Package):
    """PowerPoint presentations: a slide is a page."""

    name = "pptx"
    mime = _OPENXML + "presentationml.presentation"
    suffixes = (".pptx", ".pptm", ".ppsx", ".potx")
    part = "ppt/"
    streams = frozenset({"PowerPoint Document"})

    def read(self, parts: dict[str, bytes]) -> Draft:
        """Slide by slide, with notes, tables, charts and diagrams."""
        from ingest.parsers.partition import compose
        from ingest.parsers.slides import blocks_of_slides, size_of_slides

        return Draft(*compose(blocks_of_slides(parts), size_of_slides(parts)))


class Odt(_Package):
    """OpenDocument text."""

    name = "odt"
    version = "3"
    mime = "application/vnd.oasis.opendocument.text"
    suffixes = (".odt", ".ott")
    part = "content.xml"

    def identify(self, file: Candidate) -> bool:
        """Whether it is an archive whose first part says that it is OpenDocument text."""
        return file.head.startswith(ZIP_MAGIC) and (
            self.mime.encode() in file.head[:256] or (file.suffix in self.suffixes and super().identify(file))
        )

    def read(self, parts: dict[str, bytes]) -> Draft:
        """Heads of pages, body and feet, by way of HTML."""
        from ingest.parsers.opendocument import page_of
        from ingest.parsers.partition import text_of_html

        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise Refused("the file is protected by a password")
        return Draft(*text_of_html(page_of(parts)))


class Odp(Odt):
    """An OpenDocument presentation: the words of its slides and notes."""

    name = "odp"
    version = "2"
    mime = "application/vnd.oasis.opendocument.presentation"
    suffixes = (".odp", ".otp")


def draft_of_sheets(found: Sheets) -> Draft:
    """A spreadsheet as text, and the rows of its sheets at their places in it."""
    from ingest.parsers.csv_sheet import shift
    from ingest.parsers.partition import compose
    from ingest.parsers.sheets import blocks_of_sheets

    blocks, faults, tables = blocks_of_sheets(found)
    text, headings, _ = compose(blocks)
    names = [block for block in blocks if block.role == "heading"]
    starts = [each.char_start + len(name.text) + 2 for each, name in zip(headings, names, strict=True)]
    return Draft(text, headings, (), faults, tuple(map(shift, tables, starts)))


class Rtf:
    """Rich Text Format."""

    name = "rtf"
    version = "2"

    def identify(self, file: Candidate) -> bool:
        """Whether it begins as RTF does."""
        return file.head.startswith(b"{\\rtf")

    def parse(self, file: Candidate) -> Parsed:
        """The file as one document."""
        from striprtf.striprtf import rtf_to_text

        data = read_bytes(file)
        source = data.decode("latin-1")
        try:
            text = rtf_to_text(source, errors="replace").replace("\0", "").strip()
        except Exception as error:  # striprtf gives up on damaged files in any way at all
            raise Refused("the file is damaged: its contents cannot be read") from error
        whole = source.rstrip("\0\r\n ").endswith("}")
        faults = () if whole else (("", "the file was cut short: what follows its end is missing"),)
        return document_of(
            file, Draft(text, headings_of_text(text), (), faults), _rtf_properties(source), "application/rtf"
        )


def document_of(file: Candidate, draft: Draft, said: Properties, mime: str) -> Parsed:
    """One document, its title and day from its words before what the file says of itself."""
    if not draft.text.strip():
        raise Refused("the file holds no text")
    stem = name_of(file)
    first = draft.headings[0].title if draft.headings else title_of_text(draft.text)
    title = said.title or first or stem
    kind = "other" if draft.sheets else guess_kind(file.name, draft.text)
    table = _bookings(file, draft)
    document = ParsedDocument(
        text=draft.text,
        kind="statement" if table else kind,
        title=title,
        mime=mime,
        date=_last_day(table) or guess_date(draft.text) or said.day,
        language=guess_language(draft.text),
        head="" if stem == title else stem,
        pages=draft.pages,
        headings=draft.headings,
        statements=table.statements if table else (),
        meta=table.meta if table else {},
    )
    faults = tuple(Problem(file.shown, where or None, why) for where, why in draft.faults)
    return Parsed((document,), (*faults, *(table.problems if table else ())))


def _bookings(file: Candidate, draft: Draft) -> Table | None:
    """What the sheets hold of a bank's bookings."""
    if not any(draft.sheets):
        return None
    from ingest.parsers.csv_sheet import read_sheets

    return read_sheets([each for each in draft.sheets if each], file.profiles, file.name, file.shown)


def _last_day(table: Table | None) -> date | None:
    return max((each.until for each in table.statements if each.until), default=None) if table else None


def _rtf_properties(source: str) -> Properties:
    r"""Title and day from the ``\info`` group (RTF 1.9.1, Information Group)."""
    from striprtf.striprtf import rtf_to_text

    title = re.search(r"\{\\title ([^{}]{1,300})\}", source[:65_536])
    stamp = re.search(r"\{\\(?:revtim|creatim)\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})", source[:65_536])
    said = " ".join(rtf_to_text("{\\rtf1 " + title[1] + "}", errors="replace").split()) if title else None
    try:
        day = date(int(stamp[1]), int(stamp[2]), int(stamp[3])) if stamp else None
    except ValueError:
        day = None
    return Properties(said or None, day)
