"""Office files, made by the libraries that write them or by hand: words, structure, and every way of being hostile."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from ingest.parsers import Candidate
from ingest.parsers.office import Docx, Odt, Pptx, Rtf, Xlsx
from ingest.parsers.text import PlainText
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument

AnyOffice = Docx | Xlsx | Pptx | Odt | Rtf
PARSERS: tuple[AnyOffice, ...] = (Docx(), Xlsx(), Pptx(), Odt(), Rtf())


def candidate(folder: Path, name: str, data: bytes) -> Candidate:
    path = folder / name
    path.write_bytes(data)
    return Candidate.at(path)


def parse(file: Candidate) -> Parsed:
    """By the first that knows it, as the program asks them."""
    return next(each for each in PARSERS if each.identify(file)).parse(file)


def only(file: Candidate) -> ParsedDocument:
    (document,) = parse(file).documents
    return document


def saved(book: object) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def zipped(parts: dict[str, str | bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", level) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def changed(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The archive with each part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: change(name, archive.read(name)) for name in archive.namelist()})


# ---------------------------------------------------------------- Word


def lease() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Lease of Flat 3"
    document.core_properties.comments = ""
    document.core_properties.modified = datetime(2024, 5, 6)  # noqa: DTZ001 - the format knows no zone
    document.sections[0].header.paragraphs[0].text = "Hillside Estates"
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "Hillside Estates"
    document.add_heading("Lease", 1)
    document.add_paragraph("The landlord and the tenant hereby agree to this lease.")
    document.add_heading("Rent", 2)
    document.add_paragraph("first", style="List Bullet")
    document.add_paragraph("second", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Item", "EUR", "Rent", "900.00"], strict=True):
        cell.text = text
    return saved(document)


def test_word_structure(tmp_path: Path) -> None:
    document = only(candidate(tmp_path, "flat.docx", lease()))
    text = document.text
    assert (document.title, document.kind, document.date, document.head) == (
        "Lease of Flat 3", "contract", date(2024, 5, 6), "flat",
    )  # fmt: skip
    assert [(each.level, each.title) for each in document.headings] == [(1, "Lease"), (2, "Rent")]
    assert all(text[each.char_start :].startswith(each.title) for each in document.headings)
    assert text.count("Hillside Estates") == 1
    assert "first\nsecond" in text
    assert "Item | EUR\nRent | 900.00" in text


def test_word_keeps_what_wrappers_hold_and_drops_what_was_deleted(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("alpha")
    body = document.element.body
    pieces = (
        "<w:sdt {0}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>beta</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p {0}><w:r><w:t>gam</w:t></w:r><w:ins w:id='1' w:author='A'><w:r><w:t>ma</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='A'><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
        "<w:p {0}><w:r><w:t>delta</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>boxed one</w:t></w:r></w:p><w:p><w:r><w:t>boxed two</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        "<w:p {0}><w:smartTag><w:r><w:t>eps</w:t></w:r></w:smartTag><w:fldSimple w:instr='x'><w:r><w:t>ilon</w:t></w:r></w:fldSimple></w:p>",
    )
    for piece in pieces:
        body.insert(len(body) - 1, parse_xml(piece.format(nsdecls("w"))))
    text = only(candidate(tmp_path, "w.docx", saved(document))).text
    assert text.split() == ["alpha", "beta", "gamma", "delta", "boxed", "one", "boxed", "two", "epsilon"]


def test_word_notes_and_comments_follow_the_body(tmp_path: Path) -> None:
    note = f"<w:footnotes {nsdecls('w')}><w:footnote w:id='1'><w:p><w:r><w:t>the small print</w:t></w:r></w:p></w:footnote></w:footnotes>"
    data = lease()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    text = only(candidate(tmp_path, "n.docx", zipped({**parts, "word/footnotes.xml": note}))).text
    assert text.endswith("the small print")


@pytest.mark.parametrize(
    ("name", "mine", "theirs"),
    [
        ("a.docm", "vnd.openxmlformats-officedocument.wordprocessingml.document", "vnd.ms-word.document.macroEnabled"),
        ("a.dotx", "wordprocessingml.document.main", "wordprocessingml.template.main"),
    ],
)
def test_word_with_macros_and_templates(tmp_path: Path, name: str, mine: str, theirs: str) -> None:
    data = changed(lease(), lambda part, xml: xml.replace(mine.encode(), theirs.encode()) if "Types" in part else xml)
    assert "hereby agree" in only(candidate(tmp_path, name, data)).text


def test_word_in_the_strict_variant(tmp_path: Path) -> None:
    old, new = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    rels = (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    data = changed(lease(), lambda _, xml: xml.replace(old, new).replace(*rels))
    assert "hereby agree" in only(candidate(tmp_path, "strict.docx", data)).text


def test_word_called_text_is_told_by_content(tmp_path: Path) -> None:
    file = candidate(tmp_path, "lease.txt", lease())
    assert not PlainText().identify(file)
    assert "hereby agree" in only(file).text


# ---------------------------------------------------------------- Excel


def test_excel_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Costs"
    first.append(["Item", "EUR", "Day", "Share", "Paid"])
    first.append(["Rent", 900.0, date(2025, 3, 1), 0.125, True])
    first["D2"].number_format = "0.0%"
    first.append([])
    first.append(["Power", None, datetime(2025, 3, 2, 14, 30), 0.1 + 0.2, False])  # noqa: DTZ001
    first.append(["Sum", "=SUM(B2:B4)"])
    second = book.create_sheet("Über")
    second["C3"] = "lonely"
    book.create_sheet("Empty")
    parsed = parse(candidate(tmp_path, "c.xlsx", saved(book)))
    (document,) = parsed.documents
    assert document.text == (
        "Costs\n\nItem | EUR | Day | Share | Paid\nRent | 900 | 2025-03-01 | 12.5% | TRUE\n"
        "Power |  | 2025-03-02 14:30 | 0.3 | FALSE\nSum | =SUM(B2:B4)\n\nÜber\n\n |  | lonely\n\nEmpty"
    )
    assert [each.title for each in document.headings] == ["Costs", "Über", "Empty"]
    assert document.kind == "other"
    assert [(each.locator, each.reason[:10]) for each in parsed.problems] == [("sheet Costs", "1 formulas")]


def test_excel_shows_the_result_that_was_stored(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([1, 2, "=A1+B1"])
    data = changed(
        saved(book),
        lambda _, xml: (
            xml.replace(b"<f>A1+B1</f><v></v>", b"<f>A1+B1</f><v>3</v>")
            .replace(b"<f>A1+B1</f><v />", b"<f>A1+B1</f><v>3</v>")
            .replace(b"<f>A1+B1</f><v/>", b"<f>A1+B1</f><v>3</v>")
        ),
    )
    parsed = parse(candidate(tmp_path, "f.xlsx", data))
    assert (parsed.documents[0].text, parsed.problems) == ("Sheet\n\n1 | 2 | 3", ())


def test_excel_with_a_wrong_size_keeps_its_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(1, 6):
        book.active.append([f"row {number}", number])
    data = changed(saved(book), lambda _, xml: xml.replace(b'<dimension ref="A1:B5"', b'<dimension ref="A1"'))
    assert "row 5 | 5" in only(candidate(tmp_path, "d.xlsx", data)).text


def test_a_workbook_that_spans_more_than_can_be_looked_at_is_refused(tmp_path: Path) -> None:
    """A few bytes may say that a row is the two billionth."""
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    data = changed(
        saved(book), lambda _, xml: xml.replace(b'r="1"', b'r="2000000000"').replace(b'"A1"', b'"A2000000000"')
    )
    with pytest.raises(Refused, match="too large"):
        parse(candidate(tmp_path, "far.xlsx", data))


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no cells"):
        parse(candidate(tmp_path, "e.xlsx", saved(openpyxl.Workbook())))


# ---------------------------------------------------------------- PowerPoint


def deck() -> bytes:
    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "House plan"
    first.placeholders[1].text_frame.text = "Roof first"
    first.notes_slide.notes_text_frame.text = "Ask the roofer"
    box = first.shapes.add_textbox(-Inches(3), Inches(1), Inches(2), Inches(1))
    box.text_frame.text = "beside the slide"
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "Costs"
    table = second.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for cell, text in zip(table.iter_cells(), ["Part", "EUR", "Roof", "9000"], strict=True):
        cell.text = text
    data = CategoryChartData()
    data.categories = ["spring", "autumn"]
    data.add_series("heating", (11, 22))
    second.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(4), Inches(3), Inches(2), data)
    show.slides.add_slide(show.slide_layouts[6])
    last = show.slides.add_slide(show.slide_layouts[5])
    last.shapes.title.text = "Costs"
    return saved(show)


def test_slides_are_pages(tmp_path: Path) -> None:
    document = only(candidate(tmp_path, "plan.pptx", deck()))
    pages = {page.number: document.text[page.char_start : page.char_end] for page in document.pages}
    assert set(pages) == {1, 2, 4}
    assert all(words in pages[1] for words in ("House plan", "Roof first", "Ask the roofer", "beside the slide"))
    assert "Part | EUR\nRoof | 9000" in pages[2]
    assert all(words in pages[2] for words in ("heating", "spring", "autumn", "11", "22"))
    assert pages[4].strip() == "Costs"
    assert [each.title for each in document.headings] == ["House plan", "Costs", "Costs"]
    assert document.title == "House plan"
    assert (document.pages[0].width, document.pages[0].height) == (720.0, 540.0)
    assert document.date is None


def test_a_slide_show_is_read(tmp_path: Path) -> None:
    data = changed(
        deck(), lambda _, xml: xml.replace(b"presentationml.presentation.main", b"presentationml.slideshow.main")
    )
    assert "Roof first" in only(candidate(tmp_path, "plan.ppsx", data)).text


# ---------------------------------------------------------------- OpenDocument and RTF

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
CONTENT = (
    f'<o:document-content xmlns:o="{ODF}office:1.0" xmlns:t="{ODF}text:1.0" xmlns:b="{ODF}table:1.0"><o:body><o:text>'
    "<t:tracked-changes><t:p>deleted</t:p></t:tracked-changes>"
    '<t:h t:outline-level="1">Brief</t:h><t:p>Köln, den <t:span>3. März</t:span> 2025</t:p>'
    '<t:h t:outline-level="2">Liste</t:h><t:list><t:list-item><t:p>eins &lt;1&gt;</t:p></t:list-item>'
    "<t:list-item><t:p>zwei</t:p></t:list-item></t:list>"
    "<b:table><b:table-row><b:table-cell><t:p>Posten</t:p></b:table-cell><b:table-cell><t:p>EUR</t:p></b:table-cell></b:table-row>"
    "<b:table-row><b:table-cell><t:p>Miete</t:p></b:table-cell><b:table-cell><t:p>900,00</t:p></b:table-cell></b:table-row></b:table>"
    "<t:p>Zeile<t:line-break/>zwei<t:s t:c='3'/>Ende<t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>Fußnote</t:p></t:note-body></t:note></t:p>"
    "</o:text></o:body></o:document-content>"
)  # fmt: skip
META = '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Ein Brief</dc:title><dc:date>2024-01-02T03:04:05</dc:date></m>'
MIME = "application/vnd.oasis.opendocument.text"


def test_odt(tmp_path: Path) -> None:
    data = zipped({"mimetype": MIME, "content.xml": CONTENT, "meta.xml": META}, zipfile.ZIP_STORED)
    document = only(candidate(tmp_path, "b.odt", data))
    assert document.text == (
        "Brief\n\nKöln, den 3. März 2025\n\nListe\n\neins <1>\nzwei\n\nPosten | EUR\nMiete | 900,00\n\nZeile\nzwei Ende\n\nFußnote"
    )
    assert [(each.level, each.title) for each in document.headings] == [(1, "Brief"), (2, "Liste")]
    assert (document.title, document.date) == ("Ein Brief", date(2025, 3, 3))


def test_locked_odt(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        "mimetype": MIME,
        "content.xml": b"\x01\x02",
        "META-INF/manifest.xml": "<m><encryption-data/></m>",
    }
    with pytest.raises(Refused, match="password"):
        parse(candidate(tmp_path, "l.odt", zipped(parts)))


def test_rtf(tmp_path: Path) -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\info{\title Lease of Flat 3}{\creatim\yr2024\mo5\dy6}}{\fonttbl{\f0 Arial;}}"
        rb"\pard\b MIETVERTRAG\b0\par\par Die M\'fcllers zahlen 900 \u8364?. \par Zeile zwei\par}"
    )
    document = only(candidate(tmp_path, "m.rtf", data))
    assert "Die Müllers zahlen 900 €." in document.text
    assert "Arial" not in document.text
    assert (document.title, document.date) == ("Lease of Flat 3", date(2024, 5, 6))
    cut = parse(candidate(tmp_path, "cut.rtf", data[:-12]))
    assert "cut short" in cut.problems[0].reason


# ---------------------------------------------------------------- hostile and broken files


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
@pytest.mark.parametrize(("name", "make"), [("a.docx", lease), ("a.pptx", deck)])
def test_a_truncated_archive_is_refused_as_damaged(
    tmp_path: Path, name: str, make: Callable[[], bytes], share: float
) -> None:
    data = make()
    with pytest.raises(Refused, match="damaged"):
        parse(candidate(tmp_path, name, data[: int(share * len(data))]))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    data = zipped({"word/document.xml": bytes(40 << 20)})
    with pytest.raises(Refused, match="200 times"):
        parse(candidate(tmp_path, "bomb.docx", data))


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    data = zipped({"word/document.xml": bytes(40 << 20)})
    lied = data.replace(struct.pack("<L", 40 << 20), struct.pack("<L", 1000))
    assert lied != data
    with pytest.raises(Refused, match="damaged"):
        parse(candidate(tmp_path, "liar.docx", lied))


def test_too_many_parts_are_not_unpacked(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {f"word/{number}": "" for number in range(20_001)}
    with pytest.raises(Refused, match="parts"):
        parse(candidate(tmp_path, "many.docx", zipped(parts)))


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_entities_are_not_expanded(tmp_path: Path, codec: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}<!ENTITY x SYSTEM "file:///etc/passwd">]>'.encode(codec)
    data = changed(lease(), lambda name, xml: bomb + xml if name == "word/document.xml" else xml)
    with pytest.raises(Refused, match="entities"):
        parse(candidate(tmp_path, "laugh.docx", data))
    odt = zipped({"mimetype": MIME, "content.xml": bomb + CONTENT.encode(codec)})
    with pytest.raises(Refused, match="entities"):
        parse(candidate(tmp_path, "laugh.odt", odt))


def compound(*streams: str) -> bytes:
    """A minimal OLE compound file ([MS-CFB] 2.2-2.6): header, one FAT sector, one directory sector, empty streams."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9L", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109L", 0, *[free] * 108)
    fat = struct.pack("<128L", 0xFFFFFFFD, end, *[free] * 126)
    names = ["Root Entry", *streams]
    directory = b""
    for place in range(4):
        label = names[place].encode("utf-16-le") + b"\0\0" if place < len(names) else b""
        kind = 0 if not label else 5 if place == 0 else 2
        right = place + 1 if 0 < place < len(names) - 1 else free
        child = 1 if place == 0 and streams else free
        directory += label.ljust(64, b"\0") + struct.pack("<HBB3L", len(label), kind, 1, free, right, child)
        directory += bytes(36) + struct.pack("<LQ", end, 0)
    return header + fat + directory


@pytest.mark.parametrize(
    ("name", "streams", "reason"),
    [
        ("a.docx", ("EncryptedPackage", "EncryptionInfo"), "password"),
        ("a.xlsx", ("EncryptedPackage", "EncryptionInfo"), "password"),
        ("a.bin", ("EncryptedPackage", "EncryptionInfo"), "password"),
        ("a.doc", ("WordDocument",), r"save it as \.docx"),
        ("a.ppt", ("PowerPoint Document",), r"save it as \.pptx"),
    ],
)
def test_locked_and_old_files_are_refused(tmp_path: Path, name: str, streams: tuple[str, ...], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        parse(candidate(tmp_path, name, compound(*streams)))


def test_a_mail_container_is_left_to_others(tmp_path: Path) -> None:
    file = candidate(tmp_path, "a.msg", compound("__properties_version1.0"))
    assert not any(each.identify(file) for each in PARSERS)


def test_a_zip_of_something_else_is_left_to_others(tmp_path: Path) -> None:
    file = candidate(tmp_path, "photos.zip", zipped({"a.jpg": b"x", "content.txt": b"y"}))
    assert not any(each.identify(file) for each in PARSERS)


def test_parts_that_are_not_xml_are_refused(tmp_path: Path) -> None:
    data = changed(lease(), lambda name, xml: b"nonsense" if name == "word/document.xml" else xml)
    with pytest.raises(Refused, match="damaged"):
        parse(candidate(tmp_path, "x.docx", data))


def test_a_document_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no text"):
        parse(candidate(tmp_path, "blank.docx", saved(docx.Document())))
