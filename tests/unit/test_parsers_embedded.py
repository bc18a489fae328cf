"""What is embedded in an office file is a document of its own, and no word of a note or a drawing is missing."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import docx
import openpyxl
import pptx
from openpyxl.comments import Comment
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

from ingest.parsers import Candidate, parse
from pkm.models import Parsed
from tests.unit.outlook_file import Storage, compound

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def letter(words: str) -> bytes:
    made = docx.Document()
    made.add_paragraph(words)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def workbook(words: str) -> bytes:
    made = openpyxl.Workbook()
    made.active["B2"] = words
    made.active["B2"].comment = Comment("Ask Ben first", "Anna")
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def with_parts(data: bytes, added: dict[str, bytes], relations: dict[str, tuple[str, str]] | None = None) -> bytes:
    """The same package with further parts, and relations of parts to others: by the part, its type and target."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(found, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if relations and name in relations:
                kind, target = relations[name]
                added_one = f'<Relationship Id="rIdX" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>'
                part = part.replace(b"</Relationships>", added_one.encode())
            page = b'<Default Extension="html" ContentType="text/html"/></Types>'
            new.writestr(name, part.replace(b"</Types>", page))
        for name, part in added.items():
            new.writestr(name, part)
    return found.getvalue()


def read(folder: Path, name: str, data: bytes) -> Parsed:
    path = folder / name
    path.write_bytes(data)
    return parse(Candidate.at(path))


def native(name: str, data: bytes) -> bytes:
    """A file as Office packs it into an object ([MS-OLEDS] 2.3.6)."""
    label = name.encode("cp1252") + b"\0"
    rest = struct.pack("<HHI", 0, 3, len(label)) + label + struct.pack("<I", len(data)) + data
    body = struct.pack("<H", 2) + label + b"C:\\" + label + rest
    return compound(Storage("Root Entry", {"\x01Ole10Native": struct.pack("<I", len(body)) + body}))


def test_files_inside_a_letter_are_documents_of_their_own(tmp_path: Path) -> None:
    parts = {
        "word/embeddings/Worksheet.xlsx": workbook("Deposit 1,200"),
        "word/embeddings/oleObject1.bin": native("Übergabe.txt", b"Two keys were handed over."),
        "word/embeddings/oleObject2.bin": compound(Storage("Root Entry", {"Equation Native": b"x = 1"})),
        "word/embeddings/oleObject3.bin": compound(Storage("Root Entry", {"Drawing": b"of a program"})),
        "word/embeddings/oleObject4.bin": native("cut.txt", b"")[:600],
        "word/afchunk.html": b"<html><body><p>The garden belongs to it.</p></body></html>",
    }
    data = with_parts(letter("The lease"), parts, {"word/_rels/document.xml.rels": ("aFChunk", "afchunk.html")})
    parsed = read(tmp_path, "lease.docx", data)
    assert [each.name for each in parsed.documents] == [None, "Worksheet.xlsx", "Übergabe.txt", "afchunk.html"]
    said = ("The lease", "Deposit 1,200", "Two keys were handed over.", "The garden belongs to it.")
    assert all(words in each.text for words, each in zip(said, parsed.documents, strict=True))
    assert [each.locator for each in parsed.problems] == [f"word/embeddings/oleObject{n}.bin" for n in (3, 4)]


def test_a_workbook_keeps_what_is_noted_at_cells_and_written_into_drawings(tmp_path: Path) -> None:
    box = f'<x xmlns:a="{DRAWING}"><a:p><a:r><a:t>Paid until</a:t></a:r><a:r><a:t> May</a:t></a:r></a:p></x>'
    thread = '<ThreadedComments><threadedComment ref="C3"><text>Is it so?</text></threadedComment></ThreadedComments>'
    parts = {"xl/drawings/drawing7.xml": box.encode(), "xl/threadedComments/threadedComment1.xml": thread.encode()}
    parts["xl/embeddings/Letter.docx"] = letter("The notice")
    book, inside = read(tmp_path, "book.xlsx", with_parts(workbook("Rent"), parts)).documents
    assert book.text.endswith("Rent\n\nB2: Ask Ben first\nC3: Is it so?\nPaid until May")
    assert inside.text == "The notice"


def test_slides_keep_comments_and_the_table_of_a_chart_is_read_once(tmp_path: Path) -> None:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    chart = CategoryChartData()
    chart.categories = ["May", "June"]
    chart.add_series("Gas", (1, 2))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 99, 99, chart)
    data = io.BytesIO()
    made.save(data)
    note = '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cm><p:text>Check  June</p:text></p:cm></p:cmLst>'
    relations = {"ppt/slides/_rels/slide1.xml.rels": ("comments", "../comments/comment1.xml")}
    whole = with_parts(data.getvalue(), {"ppt/comments/comment1.xml": note.encode()}, relations)
    [shown] = read(tmp_path, "deck.pptx", whole).documents
    assert "Gas | May | June | 1 | 2" in shown.text.replace(".0", "")
    assert "Check June" in shown.text


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = f'xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" xmlns:table="{ODF}table:1.0" xmlns:draw="{ODF}drawing:1.0" xmlns:style="{ODF}style:1.0"'


def open_document(kind: str, body: str, **more: str) -> bytes:
    content = f"<office:document-content {SPACES}><office:body>{body}</office:body></office:document-content>"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        for name, part in more.items():
            archive.writestr(name, part)
    return data.getvalue()


def test_an_open_document_keeps_heads_and_feet_of_its_pages_and_what_is_embedded(tmp_path: Path) -> None:
    def page(name: str, head: str, foot: str) -> str:
        edges = (
            f"<style:header><text:p>{head}</text:p></style:header><style:footer><text:p>{foot}</text:p></style:footer>"
        )
        return f'<style:master-page style:name="{name}">{edges}</style:master-page>'

    pages = page("First", "Braun &amp; Sons", "Account 4711") + page("Other", "Braun &amp; Sons", "7")
    table = "<table:table><table:table-row><table:table-cell><text:p>Deposit</text:p></table:table-cell></table:table-row></table:table>"
    inside = f"<office:document-content {SPACES}><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    parts = {
        "styles.xml": f"<office:document-styles {SPACES}><office:master-styles>{pages}</office:master-styles></office:document-styles>",
        "Object 1/content.xml": inside,
        "Object 2/content.xml": '<math xmlns="http://www.w3.org/1998/Math/MathML"/>',
    }
    [letter] = read(
        tmp_path, "a.odt", open_document("text", "<office:text><text:p>The lease</text:p></office:text>", **parts)
    ).documents
    assert letter.text == "Braun & Sons\n\nThe lease\n\nDeposit\n\nAccount 4711"


def test_an_open_spreadsheet_keeps_notes_and_text_boxes(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>Ask <text:span>Ben</text:span></text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{note}<text:p>Rent</text:p></table:table-cell>'
    box = "<table:shapes><draw:frame><draw:text-box><text:p>Paid until May</text:p></draw:text-box></draw:frame></table:shapes>"
    sheet = f'<table:table table:name="T">{box}<table:table-row>{cell}</table:table-row></table:table>'
    [book] = read(
        tmp_path, "a.ods", open_document("spreadsheet", f"<office:spreadsheet>{sheet}</office:spreadsheet>")
    ).documents
    assert book.text == "T\n\nRent\n\nPaid until May\nAsk Ben"
