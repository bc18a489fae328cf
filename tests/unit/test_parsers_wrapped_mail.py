"""Mail that is wrapped once more before it is sent: Outlook's winmail.dat, and what is signed as a whole."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.parsers import Candidate, parse
from ingest.parsers.cms import signed_contents
from pkm.errors import Refused
from pkm.models import Parsed
from tests.unit.outlook_file import BINARY, INTEGER, OBJECT, STRING, TIME, tnef

HEAD = (
    b"From: Anna <anna@example.org>\r\nTo: Bo <bo@example.org>\r\nDate: Tue, 31 Dec 2024 23:30:00 +0100\r\n"
    b"Message-ID: <2@example.org>\r\nSubject: Rent\r\nMIME-Version: 1.0\r\n"
)
NAMED = (0x8005, INTEGER)
ENTITY = (
    b'Content-Type: multipart/mixed; boundary="q"\r\n\r\n--q\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
    + "Die Kündigungsfrist beträgt drei Monate.".encode()
    + b"\r\n--q\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=rent.csv\r\n\r\na;b\r\n1;2\r\n--q--\r\n"
)


def read(place: Path, data: bytes, name: str = "mail.eml") -> Parsed:
    path = place / name
    path.write_bytes(data)
    return parse(Candidate.at(path))


def mail(*parts: tuple[bytes, bytes]) -> bytes:
    """A message of these parts: the header of each, and its bytes."""
    inner = b"".join(
        b"--x\r\n" + head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data) + b"\r\n"
        for head, data in parts
    )
    return HEAD + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n' + inner + b"--x--\r\n"


def winmail() -> bytes:
    inner = tnef({(0x0037, STRING): "Inner", (0x1000, STRING): "The words of the inner one."}, [])
    return tnef(
        {
            NAMED: 3, (0x0037, STRING): "Rent", (0x1000, STRING): "Please find the Übersicht attached.",
            (0x0039, TIME): datetime(2024, 5, 17, 8, tzinfo=UTC), (0x0C1A, STRING): "Anna", (0x5D01, STRING): "anna@example.org",
        },
        [
            {(0x3707, STRING): "Übersicht 2024.csv", (0x3704, STRING): "UBERSI~1.CSV", (0x3701, BINARY): b"month;rent\r\nMay;900\r\n"},
            {(0x3001, STRING): "Inner", (0x3701, OBJECT): bytes(16) + inner},
            {(0x3707, STRING): "lost.pdf"},
        ],
    )  # fmt: skip


WINMAIL = b"Content-Type: application/ms-tnef; name=winmail.dat"


def test_what_outlook_packs_into_winmail_dat_is_attached_to_the_mail(tmp_path: Path) -> None:
    parsed = read(tmp_path, mail((b"Content-Type: text/plain", b"Please find it attached."), (WINMAIL, winmail())))
    outer, table, inner = parsed.documents
    assert outer.text.endswith("\n\nPlease find it attached.")  # the same words once
    assert (table.name, table.parent, table.text) == ("Übersicht 2024.csv", 0, "month;rent\r\nMay;900\r\n")
    assert (inner.kind, inner.title, inner.parent) == ("email", "Inner", 0)
    assert inner.text.endswith("The words of the inner one.")
    [problem] = parsed.problems
    assert (problem.locator, problem.reason) == ("part 2, attachment 3", "the attachment's data is not in the file")


def test_a_mail_whose_words_are_in_winmail_dat_alone_has_them(tmp_path: Path) -> None:
    named = b"Content-Type: application/octet-stream; name=WINMAIL.DAT"
    assert (
        read(tmp_path, mail((named, winmail()))).documents[0].text.endswith("\n\nPlease find the Übersicht attached.")
    )


def test_a_winmail_dat_that_was_saved_is_a_mail(tmp_path: Path) -> None:
    document = read(tmp_path, winmail(), "winmail.dat").documents[0]
    assert (document.title, document.meta["from"]) == ("Rent", "Anna <anna@example.org>")
    assert document.date == datetime(2024, 5, 17, tzinfo=UTC).date()


def test_old_attributes_are_read_in_their_code_page(tmp_path: Path) -> None:
    data = tnef({(0x0037, STRING): "Rent"}, [], body="Die Kündigungsfrist\0".encode("cp1252"))
    assert read(tmp_path, data, "winmail.dat").documents[0].text.endswith("\n\nDie Kündigungsfrist")


def test_a_winmail_dat_that_was_cut_short_says_so_and_gives_what_is_there(tmp_path: Path) -> None:
    whole = winmail()
    told = 0
    for size in range(0, len(whole) - 2, 3):
        parsed = read(tmp_path, mail((b"Content-Type: text/plain", b"Attached."), (WINMAIL, whole[:size])))
        assert parsed.documents[0].text.endswith("Attached.")
        told += any("winmail.dat (TNEF)" in each.reason for each in parsed.problems)
    assert told > 0.9 * len(whole) / 3  # but where it was cut between two attributes: it has no end that is marked
    parsed = read(tmp_path, mail((WINMAIL, whole[:-40])))
    assert [each.name for each in parsed.documents[1:]] == ["Übersicht 2024.csv", "Inner.msg"]


def test_numbers_that_lie_end_nothing_but_the_winmail_dat(tmp_path: Path) -> None:
    whole = winmail()
    for place in range(6, len(whole), 5):
        broken = whole[:place] + b"\xff\xff\xff\xff" + whole[place + 4 :]
        parsed = read(tmp_path, mail((b"Content-Type: text/plain", b"Attached."), (WINMAIL, broken)))
        assert parsed.documents[0].text.endswith("Attached.")


# ---------------------------------------------------------------- signed as a whole


def element(tag: int, contents: bytes) -> bytes:
    size = len(contents)
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([128 + len(length)]) + length) + contents


def streamed(tag: int, contents: bytes) -> bytes:
    """The same where its length was not known when it began."""
    return bytes([tag, 128]) + contents + b"\0\0"


def signed(contents: bytes | None, kind: str = "2a864886f70d010702", *, stream: bool = False) -> bytes:
    """A signed envelope, as OpenSSL writes it, its certificates and signatures left out."""
    wrap = streamed if stream else element
    if stream and contents is not None:
        pieces = [contents[start : start + 50] for start in range(0, len(contents), 50)]
        octets = streamed(0x24, b"".join(element(0x04, each) for each in pieces))
    else:
        octets = element(0x04, contents or b"")
    data = element(0x06, bytes.fromhex("2a864886f70d010701")) + (b"" if contents is None else wrap(0xA0, octets))
    inner = element(0x02, b"\1") + element(0x31, b"") + wrap(0x30, data) + element(0x31, b"")
    return wrap(0x30, element(0x06, bytes.fromhex(kind)) + wrap(0xA0, wrap(0x30, inner)))


SEALED = b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"


@pytest.mark.parametrize("stream", [False, True])
def test_a_mail_that_is_signed_as_a_whole_is_read(tmp_path: Path, stream: bool) -> None:
    body = base64.encodebytes(signed(ENTITY, stream=stream))
    parsed = read(tmp_path, HEAD + SEALED + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body)
    letter, table = parsed.documents
    assert letter.text.endswith("\n\nDie Kündigungsfrist beträgt drei Monate.")
    assert letter.meta["signed"] == "application/pkcs7-mime"
    assert (table.name, table.parent, parsed.problems) == ("rent.csv", 0, ())


def test_a_signed_file_is_attached_under_its_own_name(tmp_path: Path) -> None:
    sealed = (b"Content-Type: application/pkcs7-mime; name=notes.txt.p7m", signed(b"The boiler was serviced."))
    parsed = read(tmp_path, mail((b"Content-Type: text/plain", b"Attached."), sealed))
    assert [(each.name, each.text) for each in parsed.documents[1:]] == [("notes.txt", "The boiler was serviced.")]


def test_a_signed_file_by_itself_is_opened(tmp_path: Path) -> None:
    listing, inside = read(tmp_path, signed(b"The boiler was serviced.", stream=True), "notes.txt.p7m").documents
    assert (listing.text, inside.name, inside.text) == ("notes.txt\n", "notes.txt", "The boiler was serviced.")
    with pytest.raises(Refused, match="signature"):
        read(tmp_path, signed(None), "contract.pdf.p7s")


def test_what_is_encrypted_says_so(tmp_path: Path) -> None:
    sealed = (SEALED, signed(ENTITY, "2a864886f70d010703"))
    parsed = read(tmp_path, mail((b"Content-Type: text/plain", b"Attached."), sealed))
    assert (len(parsed.documents), [each.locator for each in parsed.problems]) == (1, ["part 2"])
    assert "encrypted" in parsed.problems[0].reason


def test_damaged_and_endless_envelopes_hold_nothing() -> None:
    whole = signed(ENTITY, stream=True)
    assert signed_contents(whole) == ENTITY
    assert all(signed_contents(whole[:size]) in {None, ENTITY} for size in range(len(whole)))
    assert signed_contents(b"\x30\x80" * 100_000) is None


def test_envelopes_in_envelopes_end(tmp_path: Path) -> None:
    inner = ENTITY
    for _ in range(60):
        inner = SEALED + b"\r\n\r\n" + signed(inner)
    parsed = read(tmp_path, HEAD + inner)
    assert "times over" in parsed.problems[0].reason
