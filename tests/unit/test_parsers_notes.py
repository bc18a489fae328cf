"""What programs for notes, books, bookmarks and walks export: each note found under its title, each file in it below it."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from ingest.parsers import Candidate, parse
from pkm.errors import Refused
from pkm.models import Parsed


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


def read(folder: Path, name: str, data: str | bytes) -> Parsed:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return parse(Candidate.at(path))


def enex(*notes: str, declared: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/evernote-export4.dtd"{declared}>\n'
        f'<en-export export-date="20241101T120000Z">{"".join(notes)}</en-export>'
    )


def note(title: str, content: str, rest: str = "") -> str:
    return (
        f"<note><title>{title}</title><created>20231205T183000Z</created><updated>20240110T070000Z</updated><tag>baking</tag>"
        f'<content><![CDATA[<!DOCTYPE en-note SYSTEM "x"><en-note>{content}</en-note>]]></content>{rest}</note>'
    )


def resource(data: bytes, name: str) -> str:
    packed = base64.encodebytes(data).decode()
    return (
        f'<resource><data encoding="base64">\n{packed}</data><mime>text/plain</mime>'
        f"<resource-attributes><file-name>{name}</file-name></resource-attributes></resource>"
    )


def test_evernote_gives_each_note_with_its_day_and_its_files_below_it(tmp_path: Path) -> None:
    bread = note(
        "Sourdough",
        '<div>Feed it with <b>80 g</b> flour.</div><ul><li>Bake 45 minutes</li></ul><div><en-todo checked="true"/>Basket</div>'
        '<en-media hash="abc" type="text/plain"/><div><en-crypt hint="x">c2VjcmV0</en-crypt></div>',
        resource(b"The oven has a guarantee until March 2027.", "../guarantee.txt"),
    )
    parsed = read(tmp_path, "My Notes.enex", enex(bread, note("Sourdough", "<div>Second</div>")))
    first, second, attached = parsed.documents
    assert (
        first.text
        == "Sourdough\nTags: baking\n\nFeed it with 80 g flour.\n\nBake 45 minutes\n\n[x] Basket\n\n(encrypted)\n"
    )
    assert (first.kind, first.title, first.date) == ("note", "Sourdough", date(2023, 12, 5))
    assert [each.title for each in first.headings] == ["Sourdough"]
    assert (first.locator, second.locator) == ("note Sourdough", "note Sourdough (2)")
    assert (attached.parent, attached.name) == (0, "guarantee.txt")
    assert attached.text == "The oven has a guarantee until March 2027."
    assert not parsed.problems


def test_a_notebook_that_is_cut_short_keeps_what_is_whole(tmp_path: Path) -> None:
    whole = enex(
        note("One", "<div>First</div>"),
        note("Two", "<div>Second</div>", resource(b"x", "a.txt").replace("eA==", "e!A==")),
    )
    parsed = read(tmp_path, "a.enex", whole)
    assert [each.reason for each in parsed.problems] == ["it is damaged"]
    cut = read(tmp_path, "b.enex", whole[: whole.index("Second")])
    assert [each.title for each in cut.documents] == ["One"]
    assert "cut short" in cut.problems[0].reason


def test_a_notebook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="entities"):
        read(tmp_path, "a.enex", enex(note("&b;", "x"), declared=' [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]'))


def keep(**said: object) -> str:
    times = {"userEditedTimestampUsec": 1730000000000000, "createdTimestampUsec": 1729000000000000}
    return json.dumps({"color": "DEFAULT", "isTrashed": False, "isPinned": False, "isArchived": False, **said, **times})


def test_keep_gives_words_lists_and_labels(tmp_path: Path) -> None:
    (plain,) = read(tmp_path, "2024-10-27.json", keep(textContent="Locker code: 4471\nTowel", title="")).documents
    assert (plain.text, plain.kind, plain.title, plain.date) == (
        "Locker code: 4471\nTowel\n",
        "note",
        "2024-10-27",
        date(2024, 10, 15),
    )
    items = [{"text": "Wool socks", "isChecked": True}, {"text": "Passport", "isChecked": False}]
    (packing,) = read(
        tmp_path, "Oslo.json", keep(title="Packing", listContent=items, labels=[{"name": "Travel"}])
    ).documents
    assert packing.text == "Packing\nLabels: Travel\n\n- [x] Wool socks\n- [ ] Passport\n"
    with pytest.raises(Refused, match="no words"):
        read(tmp_path, "picture.json", keep(title="", attachments=[{"filePath": "a.jpg"}]))


def book(chapters: dict[str, str], extra: dict[str, str] | None = None) -> bytes:
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in reversed(range(len(chapters))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "OEBPS/content.opf",
            '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Bees in the City</dc:title><dc:creator>Helga Imker</dc:creator>'
            f"</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for name, text in chapters.items():
            archive.writestr(f"OEBPS/{name.replace('%20', ' ')}", f"<html><body>{text}</body></html>")
        for name, text in (extra or {}).items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_a_book_is_one_document_in_the_order_of_reading(tmp_path: Path) -> None:
    chapters = {
        "text/two%20b.xhtml": "<h1>Two</h1><p>Varroa is treated in August.</p>",
        "one.xhtml": "<h1>One</h1><p>18 kilograms.</p>",
    }
    (document,) = read(tmp_path, "bees.epub", book(chapters)).documents
    assert document.text == "One\n\n18 kilograms.\n\nTwo\n\nVarroa is treated in August."
    assert (document.title, document.kind, document.head) == ("Bees in the City", "other", "book, Helga Imker, bees")
    assert [each.title for each in document.headings] == ["One", "Two"]


def test_a_locked_book_says_so(tmp_path: Path) -> None:
    lock = '<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>'
    fonts = '<encryption><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></encryption>'
    with pytest.raises(Refused, match="DRM"):
        read(tmp_path, "a.epub", book({"a.xhtml": "<p>x</p>"}, {"META-INF/encryption.xml": lock}))
    assert read(tmp_path, "b.epub", book({"a.xhtml": "<p>x</p>"}, {"META-INF/encryption.xml": fonts})).documents


def test_bookmarks_keep_address_folder_and_day(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n"
        '<DT><H3 ADD_DATE="1700000000">Garden</H3>\n<DL><p>\n<DT><A HREF="https://t.example.org/?a=1&amp;b=2" ADD_DATE="1700000001">Tomatoes &amp; co</A>\n'
        '<DD>With pictures\n<DT><A HREF="https://r.example.org/">Roses</A>\n</DL><p>\n</DL><p>\n'
    )
    (document,) = read(tmp_path, "bookmarks.html", page).documents
    assert document.text == (
        "Garden\n- Tomatoes & co: https://t.example.org/?a=1&b=2 (kept 2023-11-14)\n  With pictures\n- Roses: https://r.example.org/\n"
    )
    assert [(each.title, each.level) for each in document.headings] == [("Garden", 1)]


def test_a_walk_is_told_not_its_points(tmp_path: Path) -> None:
    points = "".join(
        f'<trkpt lat="46.{n}" lon="7.{n}"><time>2024-08-03T05:{n:02d}:00Z</time></trkpt>' for n in range(60)
    )
    gpx = (
        '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><metadata><time>2024-08-03T05:00:00Z</time></metadata>'
        f'<wpt lat="46.6" lon="7.6"><name>Niesen Kulm</name></wpt><trk><name>Up the Niesen</name><trkseg>{points}</trkseg></trk></gpx>'
    )
    (document,) = read(tmp_path, "walk.gpx", gpx).documents
    assert document.text == "Place: Niesen Kulm (46.6, 7.6)\nTrack: Up the Niesen, 2024-08-03 05:00–05:59, 60 points\n"
    assert document.date == date(2024, 8, 3)


def test_the_properties_of_a_note_are_not_its_day_unless_they_say_so(tmp_path: Path) -> None:
    (rosa,) = read(
        tmp_path, "Rosa.md", "---\nbirthday: 1948-02-11\ncreated: 2024-03-02T10:00\n---\nLives in [[Graz]].\n"
    ).documents
    assert rosa.date == date(2024, 3, 2)
    (born,) = read(tmp_path, "Ida.md", "---\nbirthday: 1948-02-11\n---\nLives in Graz.\n").documents
    assert born.date is None


def test_a_note_of_joplin_is_called_by_its_first_line(tmp_path: Path) -> None:
    tail = "id: 0d5b1a2c3d4e5f60718293a4b5c6d7e8\nparent_id: \ncreated_time: 2024-02-10T10:12:13.000Z\nuser_created_time: 2024-02-11T10:12:13.000Z\ntype_: 1"
    text = f"Router setup\n\nThe sticker says 2019-01-01.\n\n{tail}"
    (document,) = read(tmp_path, "0d5b1a2c3d4e5f60718293a4b5c6d7e8.md", text).documents
    assert (document.title, document.date, document.text) == ("Router setup", date(2024, 2, 11), text)
