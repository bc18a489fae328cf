"""Plain text, Markdown, CSV and HTML: offsets that hold in the file, and no visible word lost."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path

import pytest

from ingest.parsers import Candidate, parse
from ingest.parsers.encoding import decode, encoding_of
from ingest.parsers.headings import headings_of_markdown, headings_of_text, title_of_text
from ingest.parsers.kind import guess_date, guess_kind, guess_language
from ingest.parsers.markup import blocks_of, visible
from ingest.parsers.partition import text_of_html
from ingest.parsers.text import Csv, Html, Markdown, PlainText
from pkm.errors import Refused
from pkm.models import ParsedDocument
from tests.clock import linear_time

REAL = Path(__file__).parents[2].parent / "shared" / "data"

LETTER = (
    "Sehr geehrte Frau Müller,\r\n\r\nam 3. März 2025 haben Sie die Kündigung für die Wohnung – 50 m² groß – erhalten.\r\n"
    "Wir bestätigen, dass der Vertrag nach der Frist endet.\r\n"
)


def candidate(folder: Path, name: str, data: bytes) -> Candidate:
    path = folder / name
    path.write_bytes(data)
    return Candidate.at(path)


def read(parser: PlainText | Markdown | Csv | Html, file: Candidate) -> ParsedDocument:
    assert parser.identify(file)
    (document,) = parser.parse(file).documents
    return document


# ---------------------------------------------------------------- decoding


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_text_is_the_file_decoded_unchanged(tmp_path: Path, codec: str) -> None:
    data = LETTER.encode(codec)
    document = read(PlainText(), candidate(tmp_path, "brief.txt", data))
    assert document.text == LETTER
    assert data.decode(document.meta["encoding"]) == LETTER


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1251", "Уважаемые господа, договор аренды расторгнут с первого марта."),
        ("koi8_r", "Уважаемые господа, договор аренды расторгнут с первого марта."),
        ("cp1250", "Umowa najmu została zawarta w Łodzi dnia pierwszego. Właściciel żąda zapłaty czynszu."),
        ("cp437", "Sehr geehrte Frau Müller, die Miete für März ist fällig. Schöne Grüße aus Köln."),
        ("cp850", "Datum;Betrag;Zweck\n01.02.2024;-12,50;Bäckerei Größe\n"),
        ("cp850", "Öffnungszeiten der Bücherei: § 3 der Satzung, Straße der Einheit"),
        ("cp1250", "Śliwki, śnieg i wiśnie."),
        ("cp1252", "Ma sœur a payé l’œuvre : 100 € à l’ŒUVRE. LA FENÊTRE DE L’HÔTEL."),
        ("iso8859-15", "Miete Müller 850 €\n"),
        ("iso8859-15", "Ma sœur a payé la moitié."),
        ("cp1252", "Le loyer\u00a0: 850\u00a0€, payé à Orléans."),
        ("cp1252", "It was late—too late—and then…nothing."),
        ("cp850", "ÜBERWEISUNG KONTOFÜHRUNG GEBÜHR"),
        ("cp850", "Le coût de la forêt est dû en août à l'hôtel."),
        ("cp1252", "Es dauert 2½ Stunden bis Köln."),
        ("iso8859-15", "La sœur paye 20 € à l'hôtel."),
        (
            "mac_roman",
            "Sehr geehrte Frau Müller, die Kündigungsfrist beträgt drei Monate – „schöne Grüße“ aus Weißenfels.",
        ),
        (
            "mac_roman",
            "Le bail prévoit un préavis de trois mois, à compter de la réception de l’avis ; ma sœur est d’accord.",
        ),
        ("mac_roman", "It’s “as agreed” — the café at the quay, isn’t it? A naïve fiancé."),
        ("mac_roman", "El año que viene, ¿cuándo? Mañana, en la habitación número 3."),
        ("cp850", "Hyresavtalet är uppsägningsbart, Åke går på ön."),
        ("iso8859_2", "Příliš žluťoučký kůň úpěl ďábelské ódy, smlouva o nájmu bytu, výpověď tři měsíce."),
        ("cp852", "Umowa najmu, wypowiedzenie trzy miesiące, zażółć gęślą jaźń, Łódź."),
        ("cp1250", "A bérleti szerződés felmondási ideje három hónap, őszi hűvös, ügyfél."),
        ("cp1254", "Sayın yetkili, aboneliğimin iptal edilmesini rica ediyorum. Teşekkürler, Gülşah Çağlayan."),
        ("cp1257", "Īres līguma uzteikuma termiņš ir trīs mēneši, žurnāls, šķūnis."),
        ("koi8_u", "Договір оренди квартири, строк повідомлення три місяці, їжак, ґанок, єдність."),
        ("cp866", "Договор аренды квартиры, срок уведомления три месяца."),
        ("mac_cyrillic", "Договор аренды квартиры, срок уведомления три месяца."),
        ("cp1253", "Η προθεσμία καταγγελίας είναι τρεις μήνες, συμβόλαιο ενοικίου."),
        ("cp1255", "חוזה השכירות ניתן לביטול בהודעה של שלושה חודשים."),
        ("iso2022_jp", "契約の解約通知期間は三か月です。"),
        ("latin-1", "Miete für März"),
        ("latin-1", "café"),
    ],
)
def test_legacy_code_pages(codec: str, text: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded is not None
    assert (decoded.text, decoded.faults) == (text, ())


def test_a_mark_cut_by_the_window_does_not_turn_utf8_into_a_code_page(tmp_path: Path) -> None:
    text = "a" * 65_535 + "–" + "b"
    assert read(PlainText(), candidate(tmp_path, "long.txt", text.encode())).text == text


def test_a_file_cut_inside_a_character_is_read_and_named(tmp_path: Path) -> None:
    data = (LETTER + "ü").encode()[:-1]
    parsed = PlainText().parse(candidate(tmp_path, "cut.txt", data))
    assert parsed.documents[0].text == LETTER
    assert "cut short" in parsed.problems[0].reason


def test_bytes_that_are_not_utf8_are_named_and_the_rest_is_read() -> None:
    decoded = decode(LETTER.encode() + b"\xfc" + b"end")
    assert decoded is not None
    assert decoded.text == LETTER + "\ufffdend"
    assert decoded.encoding == "utf-8"
    assert len(decoded.faults) == 1


def test_nul_characters_keep_their_place(tmp_path: Path) -> None:
    data = (LETTER + "before\0after").encode()
    parsed = PlainText().parse(candidate(tmp_path, "nul.txt", data))
    text = parsed.documents[0].text
    assert "\0" not in text
    assert text.index("after") == data.decode().index("after")
    assert "NUL" in parsed.problems[0].reason


@pytest.mark.parametrize(
    "head", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", b"PK\x03\x04\x14\0\0\0\x08\0", b"\x7fELF\x02\x01\x01" + bytes(9)]
)
def test_binary_files_called_text_are_not_text(tmp_path: Path, head: bytes) -> None:
    file = candidate(tmp_path, "picture.txt", head + random.Random(1).randbytes(4000))
    assert not PlainText().identify(file)
    assert not Markdown().identify(file)


def test_compressed_bytes_are_hardly_ever_taken_for_text() -> None:
    source = random.Random(7)
    packed = [zlib.compress(source.randbytes(40) + LETTER.encode()) for _ in range(300)]
    assert sum(encoding_of(each) is not None for each in packed) == 0


def test_text_that_turns_binary_is_refused(tmp_path: Path) -> None:
    data = b"A line of text.\n" * 5000 + bytes(range(256)) * 2000
    with pytest.raises(Refused, match="not text"):
        PlainText().parse(candidate(tmp_path, "odd.txt", data))


@pytest.mark.parametrize("name", ["todo.txt", "__init__.py", "LICENSE", "day.log", "lost.csv", "lost.html"])
def test_blank_notes_and_code_are_taken_for_what_they_are_and_others_for_lost(tmp_path: Path, name: str) -> None:
    for data in (b" \n\t\r\n", b""):
        if name.startswith("lost"):
            with pytest.raises(Refused, match=r"white space|empty"):
                parse(candidate(tmp_path, name, data))
        else:
            [document] = parse(candidate(tmp_path, name, data)).documents
            assert document.text == data.decode()


# ---------------------------------------------------------------- headings and titles


def test_markdown_headings_stand_where_they_say() -> None:
    text = (
        "---\ntitle: Not a heading\n---\n# One **bold** #\r\ntext\r\n```python\n# a comment\n```\n\nUnderlined\n---\n\n"
        "- item\n---\n\n~~~\n## code\n~~~~\n###### Deep\n#hashtag\n"
    )
    found = headings_of_markdown(text)
    assert [(each.level, each.title) for each in found] == [(1, "One bold"), (2, "Underlined"), (6, "Deep")]
    assert [text[each.char_start :].split(maxsplit=2)[0] for each in found] == ["#", "Underlined", "######"]


def test_markdown_document(tmp_path: Path) -> None:
    text = "---\ntitle: Heat pump\ndate: 2025-03-04\n---\n\n# Offer\nThe pump and the tank are in the offer.\n"
    document = read(Markdown(), candidate(tmp_path, "pump.md", text.encode()))
    assert (document.text, document.title, document.date, document.kind) == (
        text,
        "Heat pump",
        date(2025, 3, 4),
        "note",
    )


def test_contract_headings() -> None:
    text = (
        "MIETVERTRAG\n\n§ 1 Mietsache\nVermietet wird die Wohnung im dritten Stock.\n\n§ 2 Miete\nDie Miete beträgt 900 EUR.\n\n"
        "ARTICLE 5\n\nDEFINITIONS\n\n5. Termination\nEither party may end it.\n\n5.1 Notice Period\nThree months.\n\n"
        "5.2 the tenant shall pay the rent on time and in full.\n"
    )
    found = [(each.level, each.title) for each in headings_of_text(text)]
    assert found == [
        (1, "MIETVERTRAG"), (1, "§ 1 Mietsache"), (1, "§ 2 Miete"), (1, "ARTICLE 5"), (1, "DEFINITIONS"),
        (1, "5. Termination"), (2, "5.1 Notice Period"),
    ]  # fmt: skip
    assert all(text[each.char_start :].startswith(each.title) for each in headings_of_text(text))


def test_sections_without_empty_lines_are_known_by_their_sign() -> None:
    text = "Mietvertrag\nzwischen\nA und B (Mieter)\n§ 1 Mietsache\nDie Wohnung nach\n§ 3 Anlage.\n§ 2 Miete\nSie beträgt 900 EUR.\n1. Milk\n"
    assert [each.title for each in headings_of_text(text)] == ["§ 1 Mietsache", "§ 2 Miete"]


def test_lists_and_tables_of_contents_are_no_headings() -> None:
    text = "Shopping\n\n1. Milk\n2. Bread\n3. Eggs\n\nARTICLE 1 Definitions 3\nARTICLE 2 Licenses 13\n\nPay IBAN DE89 today.\n"
    assert headings_of_text(text) == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Lease Agreement\n\nbetween", "Lease Agreement"),
        ("\nExhibit 10.2\n\nSUPPLY AGREEMENT\n\nThis", "SUPPLY AGREEMENT"),
        ("My list\n=======\nmilk", "My list"),
        ("Dear Anna,\n\nthank you", None),
        ("one line that goes on\nand on", None),
        ("12.03.2025 14:33\n\nx", None),
    ],
)
def test_title_of_text(text: str, title: str | None) -> None:
    assert title_of_text(text) == title


def test_title_and_file_name_both_help_to_find_it(tmp_path: Path) -> None:
    document = read(
        PlainText(), candidate(tmp_path, "acme_2019.txt", b"Supply Agreement\n\nThe parties hereby agree herein.\n")
    )
    assert (document.title, document.head, document.kind) == ("Supply Agreement", "acme_2019", "contract")


def test_csv_is_the_file(tmp_path: Path) -> None:
    data = "Gerät;Preis\r\nWärmepumpe;12.000,00\r\n".encode()
    document = read(Csv(), candidate(tmp_path, "geräte.csv", data))
    assert (document.text, document.title, document.kind) == (data.decode(), "geräte", "other")


# ---------------------------------------------------------------- kind, date, language


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("run.py", "print()", "code"),
        ("notes.md", "# Ideas\nbuy milk", "note"),
        ("todo.txt", "Cancel the phone contract by Friday.", "note"),
        ("page.html", "Welcome", "other"),
        (
            "a.pdf",
            "Mietvertrag\nzwischen Vermieter Herrn A und Mieterin Frau B. Die Kündigungsfrist beträgt drei Monate.",
            "contract",
        ),
        ("a.pdf", "CONTRAT DE BAIL\nentre le bailleur et le locataire, ci-après les parties", "contract"),
        ("a.pdf", "Rechnung\nRechnungsnummer 17\nGesamtbetrag 12,00 zzgl. MwSt", "invoice"),
        (
            "a.pdf",
            "Rechnung Nr. 2025-0318 Kundennr. 1177\nzzgl. 19% USt 61,18\nZu zahlender Betrag 383,18 EUR",
            "invoice",
        ),
        ("a.pdf", "Note d'honoraires n° 88102\nTotal à payer CHF 1'240.00\nPayable à 30 jours.", "invoice"),
        ("INV-17.pdf", "Invoice No. 17\nBill to: Anna\nAmount due: 12.00", "invoice"),
        ("k.pdf", "Kontoauszug 3/2025\nIBAN DE00\nalter Saldo 1,00\nneuer Saldo 2,00", "statement"),
        ("b.pdf", "Your contract\nDear Anna,\nwe confirm the termination of your contract.", "other"),
        (
            "home.txt",
            "Fairlight\nHome contents: your schedule\nPolicyholder: Mr F. Oko\nPeriod of insurance: one year\nSum insured: £38,000\nAnnual premium: £163\n",
            "contract",
        ),
        (
            "zahn.md",
            "# Zahnzusatz\nVersicherte Person: Ada\nVersicherungsnummer 8-44\nMonatsbeitrag 23,60 EUR\n",
            "contract",
        ),
        ("cover.txt", "Harbour Mutual\nHome insurance schedule\nPolicy number HM-20931\n", "contract"),
        ("loan.txt", "Loan agreement\nLender: Bo\nBorrower: Ida\n", "contract"),
        (
            "nda.txt",
            "GEHEIMHALTUNGSVEREINBARUNG\nDie Parteien prüfen einen Auftrag.\nGerichtsstand ist Cork.\n",
            "contract",
        ),
        ("news.txt", "Policy schedule of the council\nNothing in excess of plan.\n", "note"),
        ("ideas.md", "Haftpflichtversicherung vergleichen: Jahresbeitrag unter 60 EUR?\n", "note"),
        ("c.txt", "12/03/2025, 10:12 - Anna: hi\n12/03/2025, 10:13 - Ben: hello\n", "message"),
    ],
)
def test_kind(name: str, text: str, kind: str) -> None:
    assert guess_kind(name, text) == kind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Berlin, 2025-03-12", date(2025, 3, 12)),
        ("made this 12th day of March, 2025 by", date(2025, 3, 12)),
        ("12 March 2025", date(2025, 3, 12)),
        ("March 12, 2025", date(2025, 3, 12)),
        ("Köln, den 12.03.2025", date(2025, 3, 12)),
        ("Köln, den 1. März 2025", date(2025, 3, 1)),
        ("Paris, le 1er août 2024", date(2024, 8, 1)),
        ("12.3.25", date(2025, 3, 12)),
        ("25/12/2018", date(2018, 12, 25)),
        ("12/25/2018", date(2018, 12, 25)),
        ("03/04/2025", None),
        ("4/4/2025", date(2025, 4, 4)),
        ("31.02.2025", None),
        ("version 1.2.2025.3", None),
        ("Date of birth: 01.02.1980\nInvoice date: 12.03.2025\nDue: 26.03.2025", date(2025, 3, 12)),
        ("Due date: 26.03.2025", None),
        ("Filed 2/28/2020. Agreement dated as of January 5, 2020", date(2020, 1, 5)),
        ("no date", None),
        ("x" * 1500 + " 2025-03-12", None),
    ],
)
def test_date(text: str, day: date | None) -> None:
    assert guess_date(text) == day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LETTER, "de"),
        ("The parties agree that this agreement is governed by the laws of the state.", "en"),
        ("Le locataire est tenu de payer le loyer et les charges dans le délai prévu par la loi.", "fr"),
        ("OK", None),
        ("12.00 EUR 17 23 TOTAL", None),
        ("Договор аренды", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert guess_language(text) == language


@pytest.mark.real
def test_real_contracts_are_contracts() -> None:
    files = sorted((REAL / "retrieval" / "cuad_dev" / "cuad").glob("*.txt"))
    if not files:
        pytest.skip("the real files are absent")
    kinds = [guess_kind("x.txt", path.read_bytes().decode()) for path in files]
    assert kinds.count("contract") >= 0.96 * len(kinds)


# ---------------------------------------------------------------- pages

PAGES = {
    "form": ("<form><p>Pay <b>5</b></p><input type=hidden value=x><button>Go on</button></form>", "Pay 5 Go on"),
    "main": ("<div>before</div><main>within</main><p>after</p>", "before within after"),
    "details": ("<details><summary>More</summary>inside</details><nav>Home</nav><figure><figcaption>Cap</figcaption></figure>", "More inside Home Cap"),
    "single": ("<p>x</p><p>5</p><ul><li>a</ul>", "x 5 a"),
    "sign": ("<p>-5,00 EUR</p><p>- dash</p><p>• dot</p>", "-5,00 EUR - dash • dot"),
    "malformed": ("<table>stray<tr>loose<td>a<td>b</table><div><b>unclosed <p>para</b> x", "stray loose a b unclosed para x"),
    "cell": ("<table><tr><th>Name<th>Sum</tr><tr><td>2<sup>nd</sup> inter<b>net</b><td>1<b>.234</b></table>", "Name | Sum 2nd internet | 1.234"),
    "nested": ("<table><tr><td><table><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table></td><td>right <b>b</b>old</td></tr></table>", "A | B 1 | 2 right bold"),
    "form in table": ("<table><form><tr><td>a</td><td>b</td></tr></form><tr><td>c</td><td>d</td></tr></table>", "a b c d"),
    "orphan cells": ("<tr><td>a</td><td>b</td></tr>", "a b"),
    "xml": ('<?xml version="1.0" encoding="iso-8859-1"?><html><body>Grüße</body></html>', "Grüße"),
    "deep": ("<div>" * 3000 + "deep" + "</div>" * 3000, "deep"),
    "quoted": ("<blockquote>" * 300 + "old" + "</blockquote>" * 300 + "<p>new</p>", "old new"),
    "alt": ('<p>Logo <img alt="ACME Ltd" src="x.png">Street</p>', "Logo ACME Ltd Street"),
    "entities": ("<p>a&nbsp;b &lt;c&gt; &#8364;</p>", "a b <c> €"),
    "del": ("<p><del>old</del> price</p>", "old price"),
}  # fmt: skip


@pytest.mark.parametrize(("page", "words"), PAGES.values(), ids=PAGES)
def test_no_visible_word_is_lost(page: str, words: str) -> None:
    assert text_of_html(page)[0].split() == words.split()


@pytest.mark.parametrize(
    "page", ["", "  ", "<html></html>", "<!-- only a comment -->", "\0", "<", "<script>x</script>"]
)
def test_pages_without_words(page: str) -> None:
    assert not re.search(r"\w", text_of_html(page)[0])


def test_hidden_text_scripts_and_styles_are_left_out() -> None:
    page = (
        '<style>p{}</style><script>alert("x")</script><template>t</template><p hidden>h</p>tail'
        '<div style="color:red; DISPLAY : none !important">secret</div><span style="visibility:hidden">unseen</span><p>seen</p>'
    )
    assert text_of_html(page)[0].split() == ["tail", "seen"]


def test_structure_of_a_page() -> None:
    page = "<h1>Bill<br>of May</h1><p>Dear<br>Anna</p><h2>Sums</h2><ul><li>one<li>two</ul><pre>a\n  b</pre>"
    text, headings = text_of_html(page)
    assert text == "Bill of May\n\nDear\nAnna\n\nSums\n\none\ntwo\n\na\n  b"
    assert [(each.level, text[each.char_start :].startswith(each.title)) for each in headings] == [(1, True), (2, True)]


def test_both_readings_of_random_pages_share_their_words() -> None:
    """The walk alone holds every word that lxml finds in the clean tree, whatever the nesting."""
    source = random.Random(11)
    tags = ["p", "div", "table", "tr", "td", "b", "span", "ul", "li", "h2", "form", "main", "font", "o:p", "section"]
    for _ in range(300):
        pieces = []
        for number in range(30):
            tag = source.choice(tags)
            pieces.append(source.choice([f"<{tag}>", f"</{tag}>", f" w{number} ", f"<{tag}>v{number}</{tag}>"]))
        page = "".join(pieces)
        wanted = re.findall(r"[vw]\d+", page)
        assert re.findall(r"[vw]\d+", text_of_html(page)[0]) == wanted
        root = visible(page)
        walked = " ".join(block.text for block in blocks_of(root)) if root is not None else ""
        assert re.findall(r"[vw]\d+", walked) == wanted


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<p>Guten Tag</p>"),
        ("a.txt", b"<!DOCTYPE html><html><body><p>Guten Tag</p></body></html>"),
        ("a", b"\xef\xbb\xbf<!-- saved --><html><body>Guten Tag</body></html>"),
    ],
)
def test_html_is_told_by_its_content(tmp_path: Path, name: str, data: bytes) -> None:
    assert read(Html(), candidate(tmp_path, name, data)).text == "Guten Tag"


def test_text_about_html_is_no_page(tmp_path: Path) -> None:
    assert not Html().identify(candidate(tmp_path, "note.txt", b"Use <p> for paragraphs."))


def test_html_document_obeys_its_charset(tmp_path: Path) -> None:
    page = (
        '<html><head><meta charset="iso-8859-2"><title>Umowa  najmu</title></head><body><h1>Łódź</h1>źle</body></html>'
    )
    document = read(Html(), candidate(tmp_path, "u.html", page.encode("iso-8859-2")))
    assert (document.title, document.text) == ("Umowa najmu", "Łódź\n\nźle")


def test_an_empty_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no text"):
        Html().parse(candidate(tmp_path, "e.html", b"<html><body><script>x</script></body></html>"))


def test_partitioning_opens_no_connection_and_loads_no_torch() -> None:
    script = (
        "import sys\n"
        "def watch(event, args):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.gethostbyname'):\n"
        "        print('CALLED', args)\n"
        "sys.addaudithook(watch)\n"
        "from ingest.parsers.partition import _partition_tree, text_of_html\n"
        "from ingest.parsers.markup import visible\n"
        "assert len(_partition_tree(visible('<h1>T</h1><p>The cat sat on it. It was a mat.</p>'))) == 2\n"
        "print('torch' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("False", "")


def test_html_with_an_endless_word_takes_linear_time() -> None:
    from ingest.parsers.partition import text_of_html

    with linear_time():
        text, _ = text_of_html("<p>before</p>" + "&lt;" * 200_000 + "<p>after</p>")
    assert (text.count("<"), "before" in text, "after" in text) == (200_000, True, True)


@pytest.mark.parametrize(
    "text", ["# " + "[" * 200_000, "# " + "[a](" * 50_000, "# " + "*a " * 60_000, "\n" * 400_000, "\n " * 200_000]
)
def test_hostile_notes_cost_no_minutes(tmp_path: Path, text: str) -> None:
    with linear_time():
        for name in ("a.md", "a.txt"):
            path = tmp_path / name
            path.write_text(f"{text}\nwords\n")
            assert parse(Candidate.at(path)).documents[0].text.endswith("words\n")


def test_links_in_headings_are_shown_by_their_words() -> None:
    text = "# See [the *lease*](https://x.example/a_(b)) and ![a plan](p.png)\n"
    assert [each.title for each in headings_of_markdown(text)] == ["See the lease and a plan"]


def test_what_stands_above_a_title_is_no_title() -> None:
    from ingest.parsers.headings import title_of_text

    assert (
        title_of_text("CONFIDENTIAL\n\nTable of Contents\n\nService Agreement\n\nThis agreement is made.")
        == "Service Agreement"
    )
