"""Blocks of text become files: PDF with a text layer, DOCX, RTF, XLSX. The same blocks give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

EPOCH = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Block:
    """A title, a heading, a paragraph, or the start of a new page."""

    kind: Literal["title", "heading", "text", "page"]
    text: str = ""


def blocks(source: str) -> list[Block]:
    """Read blocks, parted by empty lines: ``# title``, ``## heading``, ``---`` for a new page, else a paragraph."""
    found = []
    for part in source.strip().split("\n\n"):
        words = " ".join(part.split())
        if words == "---":
            found.append(Block("page"))
        elif words.startswith("## "):
            found.append(Block("heading", words[3:]))
        elif words.startswith("# "):
            found.append(Block("title", words[2:]))
        else:
            found.append(Block("text", words))
    return found


def page_of(content: Sequence[Block], words: str) -> int:
    """The page, from 1, whose block holds the words; each page must fit on its sheet."""
    at = next(n for n, each in enumerate(content) if words in each.text)
    return 1 + sum(each.kind == "page" for each in content[:at])


def pdf(content: Sequence[Block], title: str, password: str | None = None) -> bytes:
    """A4 pages with a text layer; with a password, encrypted."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    looks = {"title": styles["Title"], "heading": styles["Heading2"], "text": styles["BodyText"]}
    flow = [
        PageBreak() if each.kind == "page" else Paragraph(escape(each.text), looks[each.kind])
        for each in content
    ]  # fmt: skip
    stream = io.BytesIO()
    encrypt = StandardEncryption(password, strength=128) if password else None
    SimpleDocTemplate(stream, pagesize=A4, title=title, invariant=1, encrypt=encrypt).build([*flow, Spacer(1, 1)])
    return stream.getvalue()


def docx(content: Sequence[Block], title: str, written: datetime) -> bytes:
    """A Word document."""
    from docx import Document

    document = Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = written
    for each in content:
        if each.kind == "page":
            document.add_page_break()
        elif each.kind == "text":
            document.add_paragraph(each.text)
        else:
            document.add_heading(each.text, 0 if each.kind == "title" else 1)
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as made:
        return _zip({name: made.read(name) for name in made.namelist()})


def rtf(content: Sequence[Block]) -> bytes:
    r"""Rich text (RTF 1.9), other than ASCII as ``\u`` with a question mark to fall back on."""
    body = []
    for each in content:
        words = each.text.replace("\\", r"\\").replace("{", r"\{").replace("}", r"\}")
        words = "".join(c if ord(c) < 128 else rf"\u{ord(c)}?" for c in words)
        body.append(rf"{{\b {words}}}\par" if each.kind != "text" else rf"{words}\par")
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Helvetica;}}\f0\fs22"
    return ("\n".join([head, *body]) + "\n}").encode("ascii")


def xlsx(sheet: str, rows: Sequence[Sequence[str | int | float]]) -> bytes:
    """A workbook of one sheet (ECMA-376 part 1, §18), its texts inline."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, value in enumerate(row):
            place = f"{chr(ord('A') + column)}{number}"
            cells.append(
                f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
                if isinstance(value, str)
                else f'<c r="{place}"><v>{value}</v></c>'
            )
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return _zip({name: (head + text).encode() for name, text in files.items()})


def _zip(files: dict[str, bytes]) -> bytes:
    """A ZIP archive without the clock."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return stream.getvalue()


def write(folder: Path, path: str, data: bytes | str) -> str:
    """Write a file under ``folder`` with its parents; return ``path``."""
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data.encode() if isinstance(data, str) else data)
    return path
