"""PDF through pypdfium2: each page read or recognised, the file's own title and date, the files embedded in it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ingest.parsers.headings import headings_of_text, title_of_text
from ingest.parsers.kind import guess_date, guess_kind, guess_language
from ingest.parsers.pages import Sheet, join
from ingest.parsers.pdf_page import Embedded, noted, read_embedded, read_page
from ingest.parsers.pdf_statement import read_statement
from ingest.parsers.xfa import form_of
from ingest.pulse import beat
from pkm.errors import Refused
from pkm.models import Attachment, Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

HEADER_BYTES = 1_024
MAX_BYTES = 1 << 30
MAX_PAGES = 20_000
MAX_ATTACHMENTS = 1_000

_PROGRAM = re.compile(
    r"^(?:microsoft (?:word|excel|powerpoint|publisher)|powerpoint presentation)\s*-?\s*", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"untitled.*|\(anonymous\)|unbenannt.*|sans titre.*|document\d*|dokument\d*|scan.*|.*\.\w{2,5}|\W*", re.IGNORECASE
)
_OBJECT = re.compile(rb"(?<!\d)(\d{1,7}) 0 obj\b")
_PAGE = re.compile(rb"(?<!\d)(\d{1,7}) 0 obj\b(?:(?!endobj|stream)[\s\S]){0,4000}?/Type\s*/Page\b(?!s)")
_DAY = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")


class Pdf:
    """A PDF, by its header; where that may stand, see ISO 32000-1, annex H.3, note 13.

    Args:
        max_pages: Of one file; the rest becomes a problem.
    """

    name = "pdf"
    version = "7"

    def __init__(self, max_pages: int = MAX_PAGES) -> None:
        self._max_pages = max_pages

    def identify(self, file: Candidate) -> bool:
        """Whether the header is among the first KiB; behind words of another file, such as a mail's or a note's, it is one of them."""
        before, header, _ = file.head[:HEADER_BYTES].partition(b"%PDF-")
        return bool(header) and (file.suffix == ".pdf" or b"\0" in before or not before.strip(b"\xef\xbb\xbf \t\r\n"))

    def parse(self, file: Candidate) -> Parsed:
        """Read all pages; those that cannot be read become problems."""
        document, is_whole = _open(file)
        try:
            sheets, pinned, problems = _read_pages(document, file.shown, self._max_pages)
            if not is_whole:
                problems.insert(0, Problem(file.shown, None, "the PDF is cut off: what is there was read"))
            problems += _add_form(document, sheets, file.shown)
            attachments, refused = _attachments(document, pinned, file.shown)
            if not attachments and not any(sheet.text for _, sheet in sheets):
                raise Refused("no text could be read on any page of the PDF")
            read, doubts = read_statement(_document(file, document, sheets), file.shown)
        finally:
            document.close()
        return Parsed((read,), (*problems, *doubts, *refused), attachments)


def _open(file: Candidate) -> tuple[Any, bool]:
    """The open ``pypdfium2.PdfDocument``, and whether the file is whole; pdfium mends what it can of a damaged one."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    if file.size > MAX_BYTES:
        raise Refused(f"the PDF is larger than {MAX_BYTES >> 30} GiB")
    data = file.path.read_bytes()
    is_whole = True
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise Refused("the PDF is protected by a password") from error
        try:
            document, is_whole = pypdfium2.PdfDocument(_with_catalogue(data)), False
        except pypdfium2.PdfiumError as second:
            raise Refused("the PDF is damaged: it could not be opened") from second
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        document.init_forms()
    return document, is_whole


def _with_catalogue(data: bytes) -> bytes:
    """A file whose end is missing, with a new one that lists the pages that are there.

    pdfium finds the objects of such a file by itself, but not which of them are its pages.
    """
    pages = [match[1] for match in _PAGE.finditer(data)]
    first = max((int(match[1]) for match in _OBJECT.finditer(data)), default=0) + 1
    return (
        data + b"\nendstream endobj\n%d 0 obj <</Type/Catalog/Pages %d 0 R>> endobj\n"
        b"%d 0 obj <</Type/Pages/Kids[%s]/Count %d>> endobj\ntrailer <</Root %d 0 R/Size %d>>\n%%%%EOF\n"
        % (
            first,
            first + 1,
            first + 1,
            b" ".join(b"%s 0 R" % number for number in pages),
            len(pages),
            first,
            first + 2,
        )
    )


def _read_pages(document: Any, shown: str, most: int) -> tuple[list[tuple[int, Sheet]], list[Embedded], list[Problem]]:
    """The numbered pages that could be read, the files pinned to them, and why others could not be read."""
    import pypdfium2

    sheets: list[tuple[int, Sheet]] = []
    pinned: list[Embedded] = []
    problems: list[Problem] = []
    count = len(document)
    for index in range(min(count, most)):
        try:
            sheet, attached = read_page(document, index)
            sheets.append((index + 1, sheet))
            pinned.extend(attached)
        except (pypdfium2.PdfiumError, ValueError, ArithmeticError):
            problems.append(Problem(shown, f"page {index + 1}", "the page is damaged and could not be read"))
        beat()
    if count > most:
        problems.append(Problem(shown, f"page {most + 1}", f"only the first {most} of {count} pages were read"))
    return sheets, pinned, problems


def _add_form(document: Any, sheets: list[tuple[int, Sheet]], shown: str) -> list[Problem]:
    """Put what a form in XML says behind the last page, as far as no page says it; why it could not be read."""
    import pypdfium2.raw as pdfium

    if not sheets or document.get_formtype() not in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND):
        return []
    try:
        lines = form_of(document)
    except Refused:
        return [Problem(shown, None, "the form in it (XFA) is damaged: print it to a PDF, which can be read")]
    said = " ".join(" ".join(sheet.text for _, sheet in sheets).split())
    number, last = sheets[-1]
    sheets[-1] = number, noted(last, [each for each in lines if each not in said], "\n")
    return []


def _document(file: Candidate, document: Any, sheets: list[tuple[int, Sheet]]) -> ParsedDocument:
    """The document that the pages make."""
    text, pages = join(sheets)
    stem = PurePath(file.name).stem
    title = _title(document.get_metadata_value("Title")) or title_of_text(text) or stem
    return ParsedDocument(
        text=text,
        kind=guess_kind(file.name, text),
        title=title,
        mime="application/pdf",
        date=guess_date(text) or _day(document.get_metadata_value("CreationDate")),
        language=guess_language(text),
        head="" if stem == title else stem,
        pages=pages,
        headings=headings_of_text(text),
    )


def _title(stated: str) -> str | None:
    """The title that the file states, unless it is a program's filler or a file name."""
    title = " ".join(_PROGRAM.sub("", stated).split())
    letters = sum(map(str.isalpha, title))
    if letters < 3 or not title.isprintable() or len(title) > 200 or _NO_TITLE.fullmatch(title):
        return None
    return title


def _day(stated: str) -> date | None:
    """The day of a PDF date such as ``D:20240314120000+01'00'`` (ISO 32000-1, 7.9.4)."""
    match = _DAY.match(stated)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return day if day and 1990 <= day.year <= 2100 else None


def _attachments(document: Any, pinned: list[Embedded], shown: str) -> tuple[tuple[Attachment, ...], list[Problem]]:
    """Files embedded in the PDF: named ones, such as an invoice's XML, then those pinned to its pages."""
    found: list[Attachment] = []
    problems: list[Problem] = []
    handles = (document.get_attachment(index) for index in range(document.count_attachments()))
    everything = dict.fromkeys((*map(read_embedded, handles), *pinned))
    for number, (name, data) in enumerate(everything, start=1):
        locator = f"attachment {number}"
        if number > MAX_ATTACHMENTS:
            problems.append(Problem(shown, locator, f"only the first {MAX_ATTACHMENTS} attachments were read"))
            break
        if data is None:
            problems.append(Problem(shown, locator, "the attachment is damaged and could not be read"))
        else:
            found.append(Attachment(name or locator, data, 0, locator))
    return tuple(found), problems
