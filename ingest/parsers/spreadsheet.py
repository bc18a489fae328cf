"""Spreadsheets of other makes than .xlsx: Excel before 2007 (.xls), its binary form (.xlsb) and OpenDocument (.ods).

All three through calamine, which gives the values that the program computed last; formulas and number formats it does not.
"""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from ingest.parsers.office import document_of, draft_of_sheets
from ingest.parsers.opendocument import notes_of_sheets
from ingest.parsers.package import OLE_MAGIC, ZIP_MAGIC, Properties, members_of, open_parts, properties_of, streams_of
from ingest.parsers.sheets import Cell
from ingest.parsers.text import read_bytes
from pkm.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.parsers import Candidate
    from ingest.parsers.sheets import Sheets
    from pkm.models import Parsed

_OLD = "application/vnd.ms-excel"
_BINARY = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
_OPEN = "application/vnd.oasis.opendocument.spreadsheet"


class Spreadsheet:
    """A sheet is a heading and its rows are lines; a bank's is read as a table of bookings."""

    name = "spreadsheet"
    version = "9"

    def identify(self, file: Candidate) -> bool:
        """Whether it is one by its streams or parts; one behind a password is not told from other office files."""
        return _mime_of(file) is not None

    def parse(self, file: Candidate) -> Parsed:
        """The file as one document."""
        mime = _mime_of(file) or _OLD
        data, said, notes = read_bytes(file), Properties(), ""
        if mime != _OLD:
            parts = open_parts(file.path)  # what may not be opened is refused here
            if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
                raise Refused("the file is protected by a password")
            said = properties_of(parts)
            if mime == _OPEN:
                notes = "\n".join(dict.fromkeys(notes_of_sheets(parts.get("content.xml", b""))))
        with _faults_told():
            draft = draft_of_sheets(_sheets(data))
        return document_of(file, replace(draft, text=f"{draft.text}\n\n{notes}") if notes else draft, said, mime)


def _mime_of(file: Candidate) -> str | None:
    if file.head.startswith(OLE_MAGIC):
        return _OLD if {"Workbook", "Book"} & streams_of(file.path) or file.suffix in (".xls", ".xlt") else None
    if not file.head.startswith(ZIP_MAGIC):
        return None
    if _OPEN.encode() in file.head[:256]:
        return _OPEN
    members = members_of(file.path)
    if "xl/workbook.bin" in members:
        return _BINARY
    return _OPEN if "content.xml" in members and file.suffix in (".ods", ".ots") else None


def _sheets(data: bytes) -> Sheets:
    """Each worksheet, hidden ones too; rows count from the sheet's first, whether it holds anything or not."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        for index, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ == SheetTypeEnum.WorkSheet:
                found = workbook.get_sheet_by_index(index)
                yield sheet.name, _rows(found.to_python(skip_empty_area=True), found.start)


def _rows(rows: Sequence[Sequence[object]], start: tuple[int, int] | None) -> Iterator[list[tuple[Cell, None]]]:
    above, left = start or (0, 0)
    yield from ([] for _ in range(above))
    for row in rows:
        yield [*((Cell(None), None) for _ in range(left)), *((Cell(each), None) for each in row)]


@contextmanager
def _faults_told() -> Iterator[None]:
    """Calamine's errors, and what a damaged file makes of Rust's checks, as one that a person understands."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise Refused("the file is protected by a password") from error
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused("the file is damaged: its contents cannot be read") from error
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # PyO3's, which is no Exception and has no module to import it from
            raise
        raise Refused("the file is damaged: its contents cannot be read") from error
