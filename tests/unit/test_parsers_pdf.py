"""What a PDF shows is what is read, word for word and box for box."""

from __future__ import annotations

import io
import string
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption

from ingest.parsers import Candidate, parse
from ingest.parsers.pdf import Pdf
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, Word
from pkm.words import unpack
from tests.unit import papers
from tests.unit.papers import candidate, mapped_pdf, noisy, picture, share_found

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "pdf"


def read(folder: Path, data: bytes, name: str = "paper.pdf") -> Parsed:
    file = candidate(folder, data, name)
    assert Pdf().identify(file)
    return Pdf().parse(file)


def document_of(folder: Path, data: bytes, name: str = "paper.pdf") -> ParsedDocument:
    (document,) = read(folder, data, name).documents
    return document


def words_of(document: ParsedDocument) -> list[Word]:
    return [word for page in document.pages for word in unpack(page.words)]


def check_spans(document: ParsedDocument) -> None:
    """Each word's range is a run of visible characters, and every visible character is in one."""
    covered = np.zeros(len(document.text), dtype=bool)
    for page in document.pages:
        for word in unpack(page.words):
            assert page.char_start <= word.char_start < word.char_end <= page.char_end
            covered[word.char_start : word.char_end] = True
    visible = np.array([not char.isspace() for char in document.text], dtype=bool)
    assert (covered == visible).all()


# ---------------------------------------------------------------- text and offsets


def test_pages_are_ranges_of_the_text(tmp_path: Path) -> None:
    paper = papers.Pdf().lines("The lease begins", "on 1 May 2020.").page().page().lines("It ends on 30 June 2024.")
    document = document_of(tmp_path, paper.data())
    assert [document.text[page.char_start : page.char_end] for page in document.pages] == [
        "The lease begins\non 1 May 2020.",
        "",
        "It ends on 30 June 2024.",
    ]
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert {page.confidence for page in document.pages} == {None}
    check_spans(document)


def test_a_wide_gap_parts_paragraphs(tmp_path: Path) -> None:
    paper = papers.Pdf().lines("one one", "two two", "three", y=760).lines("four four", "five five", y=680)
    assert document_of(tmp_path, paper.data()).text == "one one\ntwo two\nthree\n\nfour four\nfive five"


def test_offsets_count_characters_not_utf16_units(tmp_path: Path) -> None:
    content = b"BT /F 20 Tf 72 700 Td (xx A yy B zz AC ww) Tj ET"
    document = document_of(tmp_path, mapped_pdf(content, {"A": "\U0001d400", "B": "fi", "C": "\U0001f600"}))
    assert document.text == "xx \U0001d400 yy fi zz \U0001d400\U0001f600 ww"
    words = words_of(document)
    quotes = [document.text[word.char_start : word.char_end] for word in words]
    assert quotes == ["xx", "\U0001d400", "yy", "fi", "zz", "\U0001d400\U0001f600", "ww"]
    assert all(left.x1 <= right.x0 for left, right in pairwise(words))


def test_a_hyphen_at_a_line_end_joins_a_word_and_keeps_a_number(tmp_path: Path) -> None:
    paper = papers.Pdf().lines("the inter-", "national AB-", "123 clause")
    document = document_of(tmp_path, paper.data())
    assert document.text == "the international AB-123 clause"
    boxes = {document.text[word.char_start : word.char_end]: (word.x0, word.y0) for word in words_of(document)}
    assert set(boxes) == {"the", "inter", "national", "AB-", "123", "clause"}
    assert boxes["national"][1] > boxes["inter"][1]
    check_spans(document)


def test_control_characters_are_dropped(tmp_path: Path) -> None:
    document = document_of(
        tmp_path, mapped_pdf(b"BT /F 20 Tf 72 700 Td (abAcd of B words) Tj ET", {"A": "\x07", "B": "\ufeffx"})
    )
    assert document.text == "abcd of x words"
    check_spans(document)


# ---------------------------------------------------------------- boxes


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [b"", b"/CropBox[40 120 580 780]"])
def test_boxes_lie_where_the_words_are_seen(tmp_path: Path, rotation: int, crop: bytes) -> None:
    content = (
        b"BT /F 18 Tf 90 700 Td (Kaution agreed) Tj 150 -260 Td (gypsum) Tj 0.6 0.8 -0.8 0.6 300 300 Tm (slanted) Tj ET"
    )
    data = mapped_pdf(content, {}, b"/Rotate %d%s" % (rotation, crop))
    document = document_of(tmp_path, data)
    scale = 2
    with pypdfium2.PdfDocument(data) as pdf:
        shown = pdf[0].render(scale=scale).to_pil().convert("L")
    (page,) = document.pages
    assert (page.width * scale, page.height * scale) == pytest.approx(shown.size, abs=1)
    ink = np.asarray(shown) < 128
    total = ink.sum()
    for word in words_of(document):
        x0, y0, x1, y1 = (round(edge * scale) for edge in (word.x0, word.y0, word.x1, word.y1))
        assert ink[y0 : y1 + 1, x0 : x1 + 1].sum() > 50
        ink[max(0, y0 - 1) : y1 + 2, max(0, x0 - 1) : x1 + 2] = False
    assert len(words_of(document)) == 4
    assert ink.sum() < 0.01 * total


# ---------------------------------------------------------------- scans


def test_each_page_is_read_as_what_it_is(tmp_path: Path) -> None:
    scan = noisy(picture())
    paper = papers.Pdf().lines("The first page is text.").page().image(scan, 0, 300, 595, 410).page()
    document = document_of(tmp_path, paper.data())
    text, scanned = document.pages
    assert (text.confidence, document.text[: text.char_end]) == (None, "The first page is text.")
    assert scanned.confidence is not None
    assert scanned.confidence > 0.9
    assert share_found(papers.LETTER, document.text[scanned.char_start :]) > 0.95
    check_spans(document)
    # The letter's first word begins at pixel (70, 60) of 900 x 620, and those lie on 595 x 410 points, 132 below the top.
    word = unpack(scanned.words)[0]
    assert document.text[word.char_start : word.char_end] == "Hausverwaltung"
    assert (word.x0, word.y0) == pytest.approx((70 / 900 * 595, 132 + 60 / 620 * 410), abs=6)


def test_a_scan_below_a_letterhead_is_read(tmp_path: Path) -> None:
    head = "Weber Property Management, Hamburg, telephone 040 1234567, open Monday to Friday"
    paper = papers.Pdf().lines(head, y=800, size=9).image(noisy(picture()), 0, 150, 595, 410)
    document = document_of(tmp_path, paper.data())
    assert share_found(f"{papers.LETTER} {head}", document.text) > 0.9


def test_a_scan_that_was_recognised_before_is_not_read_again(tmp_path: Path) -> None:
    layer = ["These words are the invisible layer of a scan,", "which somebody recognised long ago and stored."]
    paper = papers.Pdf().image(noisy(picture()), 0, 150, 595, 410).lines(*layer, y=500, mode=3)
    document = document_of(tmp_path, paper.data())
    assert document.text == "\n".join(layer)
    assert document.pages[0].confidence is None


def test_words_on_a_photo_stay_as_they_are(tmp_path: Path) -> None:
    meadow = noisy(Image.new("RGB", (400, 300), (90, 140, 70)), strength=30)
    paper = papers.Pdf().image(meadow, 0, 0, 595, 842).lines("Summer party", y=500, size=30)
    document = document_of(tmp_path, paper.data())
    assert (document.text, document.pages[0].confidence) == ("Summer party", None)


def test_a_layer_of_garbage_is_read_from_the_picture(tmp_path: Path) -> None:
    mapping = {letter: chr(0xE000 + number) for number, letter in enumerate(string.ascii_letters)}
    content = b"BT /F 24 Tf 60 700 Td (The deposit is returned within) Tj 0 -40 Td (six months of the handover) Tj ET"
    document = document_of(tmp_path, mapped_pdf(content, mapping))
    assert share_found("The deposit is returned within six months of the handover", document.text) == 1
    assert document.pages[0].confidence is not None


# ---------------------------------------------------------------- forms and attachments


def test_what_was_filled_into_a_form_is_read(tmp_path: Path) -> None:
    paper = papers.Pdf().lines("Tenant:", y=700)
    paper.canvas.acroForm.textfield(name="tenant", value="Andrea Weaver", x=120, y=695, width=200, height=20)
    assert share_found("Tenant Andrea Weaver", document_of(tmp_path, paper.data()).text) == 1


def test_what_readers_noted_on_a_page_follows_its_text(tmp_path: Path) -> None:
    paper = papers.Pdf().lines("The rent is due on the third working day.", y=700)
    noted = paper.canvas.textAnnotation
    noted("Anna called: Monday\rsuits, too. Grüße", Rect=[300, 690, 320, 710])
    noted("The rent  is", Rect=[100, 690, 120, 710])  # nothing but words of the page
    noted("Anna called: Monday\rsuits, too. Grüße", Rect=[300, 600, 320, 610])
    noted("set by a program", Rect=[0, 0, 1, 1], F=2)  # hidden
    document = document_of(tmp_path, paper.data())
    assert document.text == ("The rent is due on the third working day.\n\nAnna called: Monday\nsuits, too. Grüße")
    (page,) = document.pages
    assert (page.char_start, page.char_end) == (0, len(document.text))
    assert [document.text[each.char_start : each.char_end] for each in words_of(document)][-1] == "day."


def test_embedded_files_become_attachments(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(papers.Pdf().lines("Invoice 17").data()) as pdf:
        pdf.new_attachment("factur-x.xml").set_data(b"<Invoice>17</Invoice>")
        pdf.new_attachment("notes.txt").set_data(b"paid on 3 May 2024")
        out = io.BytesIO()
        pdf.save(out)
    parsed = read(tmp_path, out.getvalue())
    assert [(each.name, each.data, each.parent, each.locator) for each in parsed.attachments] == [
        ("factur-x.xml", b"<Invoice>17</Invoice>", 0, "attachment 1"),
        ("notes.txt", b"paid on 3 May 2024", 0, "attachment 2"),
    ]
    everything = parse(candidate(tmp_path, out.getvalue(), "invoice.pdf"))
    assert "paid on 3 May 2024" in [document.text for document in everything.documents if document.parent == 0]


# ---------------------------------------------------------------- title and date


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Lease of Lindenallee 42", "Lease of Lindenallee 42"),
        ("Microsoft Word - Lease of Lindenallee 42", "Lease of Lindenallee 42"),
        ("Microsoft Word - lease_final.docx", "RENTAL AGREEMENT"),
        ("untitled", "RENTAL AGREEMENT"),
        ("(anonymous)", "RENTAL AGREEMENT"),
        ("", "RENTAL AGREEMENT"),
    ],
)
def test_the_title_is_the_stated_one_unless_a_program_filled_it_in(tmp_path: Path, stated: str, title: str) -> None:
    paper = (
        papers.Pdf().lines("RENTAL AGREEMENT", y=760).lines("between the parties", "named below", "is agreed:", y=700)
    )
    paper.canvas.setTitle(stated)
    assert document_of(tmp_path, paper.data()).title == title


def test_the_date_is_the_letters_own_before_the_files(tmp_path: Path) -> None:
    own = document_of(tmp_path, papers.Pdf().lines("Hamburg, 14 March 2024", "Dear Ms Weaver").data())
    # reportlab's invariant mode states this day of creation.
    other = document_of(tmp_path, papers.Pdf().lines("Dear Ms Weaver").data())
    assert (own.date, other.date) == (date(2024, 3, 14), date(2000, 1, 1))


# ---------------------------------------------------------------- bad input


def protected(user: str) -> bytes:
    paper = papers.Pdf().lines("for your eyes only")
    paper.canvas._doc.encrypt = StandardEncryption(user, ownerPassword="owner", strength=128)
    return paper.data()


def test_a_password_is_asked_for_only_where_one_is_needed(tmp_path: Path) -> None:
    assert document_of(tmp_path, protected("")).text == "for your eyes only"
    with pytest.raises(Refused, match="protected by a password"):
        read(tmp_path, protected("secret"))


def test_a_pdf_without_its_table_is_mended(tmp_path: Path) -> None:
    data = papers.Pdf().lines("still there").data().replace(b"startxref\n", b"startxref\n9")
    parsed = read(tmp_path, data)
    assert (parsed.documents[0].text, parsed.problems) == ("still there", ())


def test_a_pdf_whose_end_is_missing_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    text = b"BT /F 20 Tf 72 700 Td (page %d) Tj ET"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
    pages = [each for n in range(3) for each in (page % (5 + 2 * n), papers.stream(text % (n + 1)))]
    head = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[4 0 R 6 0 R 8 0 R]/Count 3>>"]
    data = papers.raw_pdf([*head, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", *pages])
    parsed = read(tmp_path, data[: data.index(b"8 0 obj")])
    assert parsed.documents[0].text == "page 1\n\npage 2"
    assert [each.reason for each in parsed.problems] == ["the PDF is cut off: what is there was read"]


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 20])
def test_a_pdf_beyond_repair_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Refused, match="damaged"):
        read(tmp_path, data)


def test_a_damaged_page_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents %d 0 R>>"
    text = b"BT /F 20 Tf 72 700 Td (%s) Tj ET"
    data = papers.raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R 99 0 R 4 0 R]/Count 3>>",
            page % 6,
            page % 7,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            papers.stream(text % b"first"),
            papers.stream(text % b"third"),
        ]
    )
    parsed = read(tmp_path, data)
    (document,) = parsed.documents
    assert [(page.number, document.text[page.char_start : page.char_end]) for page in document.pages] == [
        (1, "first"),
        (3, "third"),
    ]
    assert [(each.path, each.locator) for each in parsed.problems] == [("paper.pdf", "page 2")]


def test_a_pdf_with_nothing_to_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no text could be read"):
        read(tmp_path, papers.Pdf().page().data())


def test_pages_beyond_the_limit_are_a_problem(tmp_path: Path) -> None:
    paper = papers.Pdf()
    for number in range(1, 6):
        paper.lines(f"page {number}").page()
    parsed = Pdf(max_pages=3).parse(candidate(tmp_path, paper.data(), "paper.pdf"))
    assert parsed.documents[0].text == "page 1\n\npage 2\n\npage 3"
    assert [(each.locator, each.reason) for each in parsed.problems] == [
        ("page 4", "only the first 3 of 5 pages were read")
    ]


def test_other_files_are_no_pdf(tmp_path: Path) -> None:
    assert not Pdf().identify(candidate(tmp_path, b"<html>about %PDF files</html>", "a.pdf"))
    assert not Pdf().identify(candidate(tmp_path, b"# Formats\n\nThese files begin with %PDF-1.7.\n", "formats.md"))
    assert Pdf().identify(candidate(tmp_path, b"\n%PDF-1.7\n", "download"))


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_pdfs_that_broke_a_parser_once() -> None:
    read_files, refused = 0, {}
    noted = {"commented.pdf", "commented-xmp.pdf", "example.pdf"}
    for path in sorted(REAL.rglob("*.pdf")):
        if "imagemagick" in path.name or path.name == "encrypted_doc_no_id.pdf":
            continue  # Pictures without words: minutes of recognition for nothing.
        try:
            (document,) = Pdf().parse(Candidate.at(path)).documents
        except Refused as refusal:
            refused[path.name] = str(refusal)
        else:
            if path.name not in noted:  # notes have no boxes
                check_spans(document)
            read_files += 1
    locked = {name for name, reason in refused.items() if "password" in reason}
    assert locked == {
        *(f"r{n}-user-password.pdf" for n in (2, 3, 4, 5, 6)),
        "r4-aes-user-password.pdf",
        "r6-both-passwords.pdf",
        "crazyones-encrypted-256.pdf",
        "encrypted-file.pdf",
        "libreoffice-writer-password.pdf",
    }
    assert set(refused) - locked <= {"git.pdf", "issue-3850-1bit-indexed-flate.pdf", "box.pdf"}
    assert read_files > 40
