"""Mail in, documents out: headers, text, attachments, and what real and hostile mail does wrong."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ingest.chunking import split
from ingest.parsers import Candidate, mbox
from ingest.parsers.flowed import unflow
from ingest.parsers.mail import Eml, Mbox, Msg
from ingest.parsers.mail_header import decode, moment, safe_name
from ingest.parsers.mapi import unpack_rtf
from ingest.parsers.mbox import split_mailbox
from ingest.parsers.mime import read_message
from ingest.parsers.quoted import copied_ranges, quoted_from, quotes_older_from
from ingest.parsers.transfer import decode_base64, decode_text, split_uuencoded
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, Space
from tests.unit.outlook_file import BINARY, INTEGER, OBJECT, STRING, TIME, compound, storage

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "email"
MIME4J = REAL / "james_mime4j_apache" / "core" / "src" / "test" / "resources"
TRIMMER = REAL / "email_reply_trimmer_discourse" / "test"

HEAD = (
    b"From: Anna Arendt <anna@example.org>\r\nTo: Bo <bo@example.org>\r\nDate: Tue, 31 Dec 2024 23:30:00 -0800\r\n"
    b"Message-ID: <2@example.org>\r\nIn-Reply-To: <1@example.org>\r\nReferences: <0@example.org> <1@example.org>\r\n"
    b"Subject: Re: =?utf-8?Q?M=C3=BCll?=\r\nMIME-Version: 1.0\r\n"
)
PARTS = HEAD + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'


def candidate(place: Path, data: bytes, name: str = "mail.eml") -> Candidate:
    path = place / name
    path.write_bytes(data)
    return Candidate.at(path)


def eml(place: Path, data: bytes) -> Parsed:
    return Eml().parse(candidate(place, data))


def body_of(document: ParsedDocument) -> str:
    return document.text[document.header_end :]


def part(headers: bytes, content: bytes) -> bytes:
    return b"--x\r\n" + headers + b"\r\n\r\n" + content + b"\r\n"


# ---------------------------------------------------------------- one message


def test_a_message_is_a_document_with_its_header(tmp_path: Path) -> None:
    parsed = eml(tmp_path, HEAD + b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe\r\nA.\r\n")
    (document,) = parsed.documents
    assert document.text == (
        "From: Anna Arendt <anna@example.org>\nTo: Bo <bo@example.org>\nDate: Tue, 31 Dec 2024 23:30:00 -0800\n"
        "Subject: Re: Müll\n\nGrüße\nA."
    )
    assert body_of(document) == "Grüße\nA."
    assert (document.kind, document.title, document.locator) == ("email", "Re: Müll", None)
    assert document.date == date(2024, 12, 31), "the sender's day, though it was 2025 in Greenwich"
    assert document.head == "From Anna Arendt <anna@example.org> to Bo <bo@example.org>, 2024-12-31"
    assert document.meta["message_id"] == "2@example.org"
    assert document.meta["in_reply_to"] == "1@example.org"
    assert document.meta["thread"] == "0@example.org"
    assert document.meta["date"] == "2024-12-31T23:30:00-08:00"
    assert parsed.problems == ()


def test_a_message_without_subject_or_date(tmp_path: Path) -> None:
    (document,) = eml(tmp_path, b"From: a@b.c\n\nhello").documents
    assert (document.title, document.date) == ("(no subject)", None)


def test_an_empty_message_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="empty"):
        eml(tmp_path, b"X-Mailer: none\n\n")


def test_header_injection_stays_one_line(tmp_path: Path) -> None:
    injected = base64.b64encode("ok\nBcc: x@y.z\u202e\x00".encode())
    (document,) = eml(tmp_path, b"From: a@b.c\nSubject: =?utf-8?B?" + injected + b"?=\n\ntext").documents
    assert document.title == "ok Bcc: x@y.z"
    assert document.text == "From: a@b.c\nSubject: ok Bcc: x@y.z\n\ntext"


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("=?utf-8?B?w7w=?= =?utf-8?B?w7w=?=", "üü"),
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü"),
        ("=?iso-8859-1*de?Q?=FCber_uns?=", "über uns"),
        ("=?gb2312?B?1tDOxA==?= mail", "中文 mail"),
        ("=?utf-8?B?w7w?=", "ü"),
        ("=?x-unheard?Q?a?=", "a"),
        ("a =? b ?= c", "a =? b ?= c"),
    ],
)
def test_encoded_words(raw: str, meant: str) -> None:
    assert decode(raw) == meant


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00"),
        ("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06+00:00"),
        ("Fri, 31 Dec 2021 23:59:60 +0100", "2021-12-31T23:59:59+01:00"),
        ("Mon, 30 Jun 3609 15:33:50 +0600", None),
        ("31 Feb 2020 10:00 +0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(raw: str, meant: str | None) -> None:
    found = moment(raw)
    assert (found.isoformat() if found else None) == meant


def test_broken_headers_do_not_hide_those_behind_them() -> None:
    letter = read_message(
        b"From : a@b.c\nTo: first@x.y,\nsecond@x.y\nContent-Type: multipart/mixed; boundary=q\nSubject: s\n\n"
        b"--q\nContent-Type: text/plain\n\ninside\n--q--\n"
    )
    assert (letter.sender, letter.subject, letter.body) == ("a@b.c", "s", "inside")
    assert letter.to == "first@x.y, second@x.y"


# ---------------------------------------------------------------- which part is the text


def alternative(plain: str, html: str) -> bytes:
    return (
        b"From: a@b.c\nContent-Type: multipart/alternative; boundary=q\n\n--q\nContent-Type: text/plain\n\n"
        + plain.encode()
        + b"\n--q\nContent-Type: text/html; charset=utf-8\n\n"
        + html.encode()
        + b"\n--q--\n"
    )


def test_plain_text_is_preferred_to_html() -> None:
    letter = read_message(alternative("The rent is 900 euro.", "<p>The <b>rent</b> is 900 euro.</p>"))
    assert letter.body == "The rent is 900 euro."


@pytest.mark.parametrize("excuse", ["", "Your client does not support HTML.", "see web"])
def test_html_where_the_plain_text_is_an_excuse(excuse: str) -> None:
    page = "<style>p {color: red}</style><p>The rent is 900 euro, due on the third day of each month.</p>"
    letter = read_message(alternative(excuse, page))
    assert letter.body == "The rent is 900 euro, due on the third day of each month."


def test_headings_of_html_lie_in_the_text(tmp_path: Path) -> None:
    (document,) = eml(
        tmp_path, HEAD + b"Content-Type: text/html; charset=utf-8\n\n<h1>Lease</h1><p>One.</p><h2>Rent</h2><p>Two.</p>"
    ).documents
    assert [each.title for each in document.headings] == ["Lease", "Rent"]
    for each in document.headings:
        assert document.text[each.char_start :].startswith(each.title)


def test_flowed_text_is_joined() -> None:
    assert unflow("one \ntwo\n> a \n> b\n-- \nme", delsp=False) == "one two\n> a b\n-- \nme"
    assert unflow("漢 \n字", delsp=True) == "漢字"


@pytest.mark.parametrize(
    ("data", "charset", "meant"),
    [
        ("Größe".encode(), "us-ascii", "Größe"),
        ("Größe".encode(), "iso-8859-1", "Größe"),
        (b"\x93quoted\x94", "iso-8859-1", "“quoted”"),
        ("한국".encode("cp949"), "ks_c_5601-1987", "한국"),
        (b"Gr\xfc\xdfe", "utf-8", "Gr\ufffd\ufffde"),
        (b"Gr\xfc\xdfe", None, "Grüße"),
        (b"plain", "rot13", "plain"),
        (b"a\\u0041", "unicode_escape", "a\\u0041"),
        (b"a\x00b\r\nc\rd", "utf-8", "ab\nc\nd"),
    ],
)
def test_charsets(data: bytes, charset: str | None, meant: str) -> None:
    assert decode_text(data, charset).text == meant


# ---------------------------------------------------------------- attachments


def test_attachments_keep_their_bytes_and_decoded_names(tmp_path: Path) -> None:
    pdf = bytes(range(256)) * 4
    names = [
        b'name="=?utf-8?Q?M=C3=BCll.pdf?="',
        b"filename*0*=utf-8''M%C3%BC; filename*1=ll.pdf",
        b'filename="M\xc3\xbcll.pdf"',
        b"filename=M\xc3\xbcll.pdf",
    ]
    parts = b"".join(
        part(
            b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; "
            + name.replace(b"name=", b"filename=", 1).replace(b"filefile", b"file"),
            base64.encodebytes(pdf),
        )
        for name in names
    )
    parsed = eml(tmp_path, PARTS + part(b"Content-Type: text/plain", b"see there") + parts + b"--x--\r\n")
    assert [each.data for each in parsed.attachments] == [pdf] * 4
    assert [each.name for each in parsed.attachments] == ["Müll.pdf"] * 4
    assert parsed.attachments[1].locator == "attachment 2 (Müll.pdf)"
    assert body_of(parsed.documents[0]) == "see there"
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("stated", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\x.exe", "x.exe"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("..", "file"),
        ("\x00\x07", "file"),
        ("b" * 400 + ".pdf", "b" * 130 + ".pdf"),
    ],
)
def test_names_are_never_paths(stated: str, safe: str) -> None:
    assert safe_name(stated, "file") == safe


def test_forwarded_messages_are_attached_unread(tmp_path: Path) -> None:
    inner = HEAD + b"\r\ninner"
    forwarded = eml(tmp_path, PARTS + part(b"Content-Type: message/rfc822", inner) + b"--x--\r\n")
    (attachment,) = forwarded.attachments
    assert (attachment.name, attachment.data) == ("forwarded.eml", inner)
    encoded = part(b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64", base64.encodebytes(inner))
    assert eml(tmp_path, PARTS + encoded + b"--x--\r\n").attachments[0].data == inner


def test_a_digest_holds_messages(tmp_path: Path) -> None:
    data = HEAD + b"Content-Type: multipart/digest; boundary=x\r\n\r\n--x\r\n\r\nSubject: a\r\n\r\none\r\n--x--\r\n"
    assert eml(tmp_path, data).attachments[0].data == b"Subject: a\r\n\r\none"


def test_logos_are_counted_and_pictures_kept(tmp_path: Path) -> None:
    page = part(b"Content-Type: text/html", b'<p>Hello</p><img src="cid:logo@x"><img src="cid:scan@x">')
    encoded = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <%s@x>"
    logo = part(encoded % b"logo", base64.encodebytes(b"p" * 500))
    scan = part(encoded % b"scan", base64.encodebytes(b"p" * 200_000))
    sent = part(b'Content-Type: image/png; name="small.png"', b"p")
    parsed = eml(tmp_path, PARTS + page + logo + scan + sent + b"--x--\r\n")
    assert parsed.documents[0].meta["inline_images"] == "1"
    assert sorted(len(each.data) for each in parsed.attachments) == [1, 200_000]


def test_uuencoded_files_leave_the_text() -> None:
    text, files = split_uuencoded(b"before\nbegin 644 cat.txt\n#0V%T\n`\nend\nbehind\nbegin 644 of nothing\nmore")
    assert text == b"before\nbehind\nbegin 644 of nothing\nmore"
    assert [(each.name, each.data) for each in files] == [("cat.txt", b"Cat")]


@pytest.mark.parametrize(
    ("raw", "data", "lost"),
    [
        (b"SGVsbG8=", b"Hello", False),
        (b"SGVs bG8=\r\n", b"Hello", False),
        (b"SGVsbG8", b"Hello", True),
        (b"SGVsbG8=\nV29ybGQ=\n", b"HelloWorld", False),
        (b"SGVsbG8=\n_____\nlist footer, see\n", b"Hello", False),
        (b"!!!", b"", True),
        (b"", b"", False),
    ],
)
def test_base64_in_the_wild(raw: bytes, data: bytes, lost: bool) -> None:
    decoded = decode_base64(raw)
    assert (decoded.data, decoded.loss is not None) == (data, lost)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (b"Content-Type: application/ms-tnef; name=winmail.dat", "winmail.dat"),
        (b"Content-Type: application/pgp-encrypted", "encrypted"),
        (b"Content-Type: application/pkcs7-mime", "S/MIME"),
        (b"Content-Type: message/external-body", "elsewhere"),
        (b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64", "too early"),
    ],
)
def test_what_is_not_opened_is_a_problem(tmp_path: Path, headers: bytes, reason: str) -> None:
    parsed = eml(tmp_path, PARTS + part(headers, b"SGVsbG8") + b"--x--\r\n")
    (problem,) = parsed.problems
    assert reason in problem.reason
    assert problem.locator == "part 1"


def test_a_plain_text_that_leaves_out_what_the_html_tells_is_not_taken_for_all(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>Item {n}</td><td>Garden hose model {n}</td><td>{n},99&nbsp;EUR</td></tr>" for n in range(5)
    )
    told = "Dear Bo, thank you for your order number 4711. We will deliver it soon. Kind regards, your shop in Köln"
    html = f"<style>td {{color: red}}</style><p>{told.replace('ö', '&ouml;')}</p><table>{rows}</table><p>Total 86,88 EUR</p>"
    alternatives = HEAD + b'Content-Type: multipart/alternative; boundary="x"\r\n\r\n'
    link = "<https://shop.example.org/track?order=4711&source=mail>"
    plain = part(b"Content-Type: text/plain; charset=utf-8", f"*{told}*\r\n{link}\r\n{link}\r\n{link}".encode())
    whole = eml(tmp_path, alternatives + plain + part(b"Content-Type: text/html", html.encode()) + b"--x--\r\n")
    assert "Garden hose model 4" in whole.documents[0].text
    same = f"<p>{told}</p><p>Sent with a program that says so</p>".encode()
    alike = eml(tmp_path, alternatives + plain + part(b"Content-Type: text/html; charset=utf-8", same) + b"--x--\r\n")
    assert body_of(alike.documents[0]).startswith(f"*{told}*")


def test_signatures_are_noted_not_attached(tmp_path: Path) -> None:
    signature = part(b"Content-Type: application/pgp-signature; name=signature.asc", b"-----BEGIN")
    parsed = eml(tmp_path, PARTS + part(b"Content-Type: text/plain", b"signed") + signature + b"--x--\r\n")
    assert parsed.attachments == ()
    assert parsed.documents[0].meta["signed"] == "application/pgp-signature"


# ---------------------------------------------------------------- hostile


def test_ten_thousand_nested_parts_are_a_problem_not_a_crash(tmp_path: Path) -> None:
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(10_000))
    parsed = eml(tmp_path, b"From: a@b.c\n" + nested + b"\ndeep")
    assert len(parsed.documents) == 1
    assert "nested" in parsed.problems[0].reason


def test_a_boundary_that_contains_itself_ends(tmp_path: Path) -> None:
    data = PARTS + b'--x\nContent-Type: multipart/mixed; boundary="x"\n\n' * 5_000 + b"--x\n\nfound\n--x--\n"
    assert "found" in eml(tmp_path, data).documents[0].text


def test_a_hundred_thousand_headers(tmp_path: Path) -> None:
    data = b"".join(b"X-%d: y\n" % i for i in range(100_000)) + b"Subject: last\n\ntext"
    assert eml(tmp_path, data).documents[0].title == "last"


def test_a_missing_boundary_is_guessed() -> None:
    data = b"From: a@b.c\nContent-Type: multipart/mixed\n\n--z\nContent-Type: text/plain\n\none\n--z\n" + (
        b"Content-Type: application/pdf; name=a.pdf\n\ntwo\n--z--\n"
    )
    letter = read_message(data)
    assert letter.body == "one"
    assert [each.name for each in letter.enclosures] == ["a.pdf"]


# ---------------------------------------------------------------- quotations


@pytest.mark.parametrize(
    "quotation",
    [
        "On Mon, 6 Jun 2005 at 10:00, Bo <bo@x.y> wrote:\n> old\n> words",
        "Am 03.02.2016 um 15:35 schrieb Max <m@x.y>:\n\n> alt",
        "Le 4 janv. 2016 19:03, Luc <l@x.y>\na écrit :\n> vieux",
        "-----Original Message-----\nFrom: Bo\nSent: Monday\nTo: Anna\nSubject: old\n\nold words",
        "________________________________\nVon: Bo\nGesendet: Montag\nAn: Anna\nBetreff: alt\n\nalt",
        "> only\n> marks",
    ],
)
def test_a_trailing_quotation_is_found(quotation: str) -> None:
    own = "Yes, agreed.\n\nAnna\n\n"
    assert quoted_from(own + quotation) == len(own)


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("On 6 Jun 2005, Bo <bo@x.y> wrote:\n> is it?\n\nIt is, and here is why.", ""),
        ("He said:\n\nnothing.", ""),
        ("> all quoted", ""),
        ("See below.\n\nFrom: Bo\nSent: Monday\nTo: Anna\nSubject: old\n\nold", "Fwd: old"),
        ("See below.\n\n---------- Forwarded message ---------\nFrom: Bo\nDate: x\nSubject: y\nTo: z\n\nold", ""),
    ],
)
def test_answers_and_forwards_are_no_trailing_quotations(body: str, subject: str) -> None:
    assert quoted_from(body, subject) is None


def test_the_document_says_where_the_quotation_starts(tmp_path: Path) -> None:
    (document,) = eml(tmp_path, HEAD + b"\nYes.\n\nOn 6 Jun 2005, Bo <bo@x.y> wrote:\n> Is it?\n").documents
    assert document.text[int(document.meta["quoted_from"]) :] == "On 6 Jun 2005, Bo <bo@x.y> wrote:\n> Is it?"


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("This is a multi-part message in MIME format.", ""),
        ("Dies ist eine mehrteilige Nachricht im MIME-Format.", ""),
        ("Ceci est un message au format MIME en plusieurs parties.\nThis is a message in MIME format.", ""),
        ("The letter itself, where it should not be.\nOf MIME it says a word.", None),
    ],
)
def test_a_message_of_attachments_alone_has_no_text(tmp_path: Path, before: str, text: str | None) -> None:
    """As scanners send them."""
    enclosed = part(b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf", b"%PDF-1.4")
    top = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    read = eml(tmp_path, HEAD + top + before.encode() + b"\r\n" + enclosed + b"--x--\r\n")
    assert body_of(read.documents[0]) == (before if text is None else text)
    assert [each.name for each in read.attachments] == ["a.pdf"]


# ---------------------------------------------------------------- what is mail


@pytest.mark.parametrize(
    ("name", "data", "mail"),
    [
        ("a.eml", HEAD + b"\nx", True),
        ("noending", HEAD + b"\nx", True),
        ("a.msg", HEAD + b"\nx", True),
        ("a.emlx", b"%d\n" % (len(HEAD) + 2) + HEAD + b"\nx<plist/>", True),
        ("a.eml", b"From bo@x.y Mon Jun  6 10:00:00 2005\n" + HEAD + b"\nx", True),
        ("notes.txt", b"Date: Monday\nSubject: garden\nTo: do\n\nbuy seeds", False),
        ("notes.txt", b"From: me\nDate: today\nMessage: none\n", False),
        ("a.msg", b"Hello: world\n\nx", False),
        ("a.msg", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n", True),
        ("a.msg", b"Subject: no more than that\n\nx", False),
        ("a.eml", b"%PDF-1.4", False),
    ],
)
def test_eml_knows_mail_by_its_header(tmp_path: Path, name: str, data: bytes, mail: bool) -> None:
    assert Eml().identify(candidate(tmp_path, data, name)) is mail


def test_emlx_ends_before_its_property_list(tmp_path: Path) -> None:
    message = HEAD + b"\r\nthe text"
    data = b"%d      \n" % len(message) + message + b'<?xml version="1.0"?><plist/>'
    (document,) = Eml().parse(candidate(tmp_path, data, "1.emlx")).documents
    assert body_of(document) == "the text"


# ---------------------------------------------------------------- mailboxes

SEPARATOR = b"From bo@x.y Mon Jun  6 10:00:00 2005\n"


def message(number: int, body: bytes, extra: bytes = b"") -> bytes:
    return b"From: a@b.c\nMessage-ID: <%d@x>\nSubject: s%d\n%s\n%s\n" % (number, number, extra, body)


def test_a_mailbox_is_split_and_unquoted(tmp_path: Path) -> None:
    first = message(
        1, b"one\n\n>From here\n>>From there\nFrom now on it rains.\n\nFrom Monday on it snows 10:00 2005\n"
    )
    file = candidate(tmp_path, SEPARATOR + first + b"\n" + SEPARATOR + message(2, b"two"), "inbox")
    assert Mbox().identify(file)
    parsed = Mbox().parse(file)
    assert [each.locator for each in parsed.documents] == ["message <1@x>", "message <2@x>"]
    assert body_of(parsed.documents[0]) == (
        "one\n\nFrom here\n>From there\nFrom now on it rains.\n\nFrom Monday on it snows 10:00 2005"
    )


@pytest.mark.parametrize(
    "line",
    [
        b"From - Mon Jun  6 10:00:00 2005\r\n",
        b"From 12@xxx Mon Jun 06 10:00:00 +0000 2005\r\n",
        b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011 -0700\r\n",
        b'From "a b"@x.y Mon, 6 Jun 2005 10:00:00 +0200\r\n',
    ],
)
def test_separators_of_many_programs(tmp_path: Path, line: bytes) -> None:
    two = (
        (line + message(1, b"one") + b"\n" + line + message(2, b"two") + b"\n")
        .replace(b"\r", b"")
        .replace(b"\n", b"\r\n")
    )
    file = candidate(tmp_path, two, "x.mbox")
    assert Mbox().identify(file)
    assert [body_of(each) for each in Mbox().parse(file).documents] == ["one", "two"]


def test_content_length_keeps_a_separator_inside_a_message(tmp_path: Path) -> None:
    inside = b"one\n\n" + SEPARATOR + b"From: quoted@x.y\n\nbehind\n"
    first = message(1, inside[:-1], b"Content-Length: %d\n" % len(inside))
    parsed = Mbox().parse(candidate(tmp_path, SEPARATOR + first + b"\n" + SEPARATOR + message(2, b"two"), "x.mbox"))
    assert [each.title for each in parsed.documents] == ["s1", "s2"]
    wrong = message(1, b"one", b"Content-Length: 99999\n")
    parsed = Mbox().parse(candidate(tmp_path, SEPARATOR + wrong + b"\n" + SEPARATOR + message(2, b"two"), "y.mbox"))
    assert [each.title for each in parsed.documents] == ["s1", "s2"]


@pytest.mark.parametrize("stated", [False, True])
def test_a_mailbox_is_split_the_same_however_much_of_it_is_looked_at_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: bool
) -> None:
    def box(number: int) -> bytes:
        body = b"x" * 70 * (number * 97 % 1700) + b"\n\nFrom here on it snows\n" * (number % 5) + b"\n"
        inside = body + (SEPARATOR + b"From: inner@x.y\n\nquoted\n" if stated else b"")
        return (
            SEPARATOR + message(number, inside[:-1], b"Content-Length: %d\n" % len(inside) if stated else b"") + b"\n"
        )

    path = tmp_path / "x.mbox"
    large = SEPARATOR + message(99, b"y" * 600_000) + b"\n"
    path.write_bytes(b"\n" + b"".join(box(n) for n in range(30)) + large + box(30) + b"\n\n")
    whole = list(split_mailbox(path))
    assert len(whole) == 32
    for number in (0, 7, 31):
        assert list(split_mailbox(path, whole[number][0])) == whole[number:]
    monkeypatch.setattr(mbox, "WINDOW", 1 << 18)
    monkeypatch.setattr(mbox, "MAX_MESSAGE", 1 << 17)
    assert list(split_mailbox(path)) == [(at, data if at != whole[30][0] else None, end) for at, data, end in whole]
    parsed = Mbox().parse(Candidate.at(path))
    assert len(parsed.documents) == 31
    assert [(each.locator, "larger than" in each.reason) for each in parsed.problems] == [("message 31", True)]


def test_messages_of_a_mailbox_without_or_with_the_same_id(tmp_path: Path) -> None:
    data = (
        SEPARATOR + message(1, b"a") + b"\n" + SEPARATOR + message(1, b"b") + b"\n" + SEPARATOR + b"From: a@b.c\n\nc\n"
    )
    parsed = Mbox().parse(candidate(tmp_path, data, "x.mbox"))
    assert [each.locator for each in parsed.documents] == ["message <1@x>", "message <1@x> (2)", "message 3"]


@pytest.mark.parametrize(
    ("header", "is_read"),
    [
        (b"X-Mozilla-Status: 0009\nX-Mozilla-Status2: 00000000\n", False),
        (b"X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000008\n", True),
        (b"X-Gmail-Labels: Inbox,Important\n", True),
        (b"X-Gmail-Labels: Unread,\n Spam\n", False),
        (b"X-Gmail-Labels: =?UTF-8?Q?Ge=C3=B6ffnet,Papierkorb?=\n", False),
        (b"X-Gmail-Labels: Spam filters\n", True),
    ],
)
def test_what_was_thrown_away_and_is_still_in_a_mailbox_is_not_read(
    tmp_path: Path, header: bytes, is_read: bool
) -> None:
    quoted = message(2, b"X-Mozilla-Status: 0008\nX-Gmail-Labels: Spam\n")
    data = SEPARATOR + message(1, b"one", header) + b"\n" + SEPARATOR + quoted
    file = candidate(tmp_path, data, "x.mbox")
    assert [each.title for each in Mbox().parse(file).documents] == ["s1", "s2"][not is_read :]
    alone = candidate(tmp_path, SEPARATOR + message(1, b"one", header), "y.mbox")
    if is_read:
        assert len(Mbox().parse(alone).documents) == 1
    else:
        with pytest.raises(Refused, match="thrown away"):
            Mbox().parse(alone)


def test_the_last_message_of_a_mailbox_that_is_being_written_waits_until_it_is_whole(tmp_path: Path) -> None:
    def message(number: int) -> bytes:
        head = f"From a@example.org Mon Mar  3 10:00:00 2025\nFrom: a@example.org\nMessage-ID: <{number}@example.org>\n"
        return f"{head}Subject: {number}\n\nThe whole of {number}.\n\n".encode()

    half = candidate(tmp_path, message(1) + message(2)[:-9], "box.mbox")
    parsed = Mbox().parse(replace(half, grows=True))
    assert [each.locator for each in parsed.documents] == ["message <1@example.org>"]
    assert parsed.resume is not None
    assert (parsed.resume.start, parsed.resume.parts, parsed.resume.last) == (len(message(1)), 1, None)
    whole = candidate(tmp_path, message(1) + message(2), "box.mbox")
    rest = Mbox().parse(replace(whole, resume=parsed.resume))
    assert (rest.appended, [body_of(each) for each in rest.documents]) == (True, ["The whole of 2."])
    assert len(Mbox().parse(half).documents) == 2  # of one that rests all is read


def test_attachments_of_a_mailbox_know_their_message(tmp_path: Path) -> None:
    second = PARTS.replace(b"\r", b"") + part(b"Content-Type: application/pdf; name=a.pdf", b"pdf") + b"--x--\n"
    parsed = Mbox().parse(candidate(tmp_path, SEPARATOR + message(1, b"one") + b"\n" + SEPARATOR + second, "x.mbox"))
    (attachment,) = parsed.attachments
    assert (attachment.parent, attachment.locator) == (1, "message <2@example.org>, attachment 1 (a.pdf)")


# ---------------------------------------------------------------- Outlook


def outlook_file() -> bytes:
    attachment = storage(
        "__attach_version1.0_#00000000", 8,
        {(0x3707, STRING): "..\\rent.csv", (0x3705, INTEGER): 1, (0x3701, BINARY): b"a;b"},
    )  # fmt: skip
    inner = storage("__substg1.0_3701000D", 24, {(0x0037, STRING): "Inner", (0x1000, STRING): "inner words"})
    forwarded = storage(
        "__attach_version1.0_#00000001", 8,
        {(0x3707, STRING): "Inner", (0x3705, INTEGER): 5, (0x3701, OBJECT): 1}, [inner],
    )  # fmt: skip
    return compound(
        storage(
            "Root Entry", 32,
            {(0x0037, STRING): "Miete", (0x1000, STRING): "Die Miete steigt.\r\n", (0x0C1A, STRING): "Anna",
             (0x5D01, STRING): "anna@example.org", (0x0E04, STRING): "Bo", (0x1035, STRING): "<7@x>",
             (0x0039, TIME): datetime(2024, 5, 17, 9, 30, tzinfo=UTC)},
            [attachment, forwarded],
        )
    )  # fmt: skip


def test_an_outlook_message_with_what_it_holds(tmp_path: Path) -> None:
    file = candidate(tmp_path, outlook_file(), "miete.msg")
    assert Msg().identify(file)
    assert not Eml().identify(file)
    parsed = Msg().parse(file)
    outer, inner = parsed.documents
    assert outer.text == (
        "From: Anna <anna@example.org>\nTo: Bo\nDate: Fri, 17 May 2024 09:30:00 +0000\nSubject: Miete\n\nDie Miete steigt."
    )
    assert (outer.date, outer.meta["message_id"]) == (date(2024, 5, 17), "7@x")
    assert (body_of(inner), inner.parent, inner.locator) == ("inner words", 0, "attachment 2 (Inner.msg)")
    assert [(each.name, each.data, each.parent) for each in parsed.attachments] == [("rent.csv", b"a;b", 0)]
    assert parsed.problems == ()


def test_other_ole_files_are_no_mail(tmp_path: Path) -> None:
    word = storage("Root Entry", 0, {})
    word.streams = {"WordDocument": b"x" * 100}
    assert not Msg().identify(candidate(tmp_path, compound(word), "letter.msg"))


def test_a_damaged_outlook_file_is_refused(tmp_path: Path) -> None:
    whole = outlook_file()
    with pytest.raises(Refused, match="damaged"):
        Msg().parse(candidate(tmp_path, whole[:1024], "cut.msg"))


def test_compressed_rtf_is_unpacked() -> None:
    """The worked example of MS-OXRTFCP section 4.1.1."""
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpack_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


@pytest.mark.parametrize(
    "body",
    [
        "Your booking is confirmed.\n\nFrom: Berlin Hbf\nTo: Munich Hbf\nDate: 12 May 2024\nSeat: 45\nPrice: 49 EUR",
        "Reservation\n\nFrom: 3 June 2024\nTo: 5 June 2024\nDate: 1 May 2024\nRoom: 12",
        "Ihre Buchung\n-----------------------\nVon: Berlin\nAn: Hamburg\nDatum: 12.05.2024\nPreis: 49 EUR",
        "Votre réservation :\n\nDe : Paris\nÀ : Lyon\nDate : 5 mai 2024\nPrix : 49 €",
        "Liebe Eltern,\n\nwir treffen uns am 12.05.2024 um 14:00 Uhr:\nBitte bringen Sie die Impfpässe mit.",
        "Dear Bo,\n\nOn 5 May 2024 the landlord wrote:\nThe heating will be off.\n\nTell me what you think.",
    ],
)
def test_what_only_looks_like_the_head_of_a_quoted_mail_is_the_writers_own(body: str) -> None:
    assert (copied_ranges(body), quoted_from(body)) == ([], None)


@pytest.mark.parametrize(
    ("headers", "is_copied"),
    [
        (b"Subject: Your order\r\n", False),
        (b"Subject: AW: Your order\r\n", True),
        (b"Subject: Your order\r\nIn-Reply-To: <1@x>\r\n", True),
    ],
)
def test_what_is_quoted_by_who_answers_nobody_is_found(tmp_path: Path, headers: bytes, is_copied: bool) -> None:
    body = b"Thank you.\r\n\r\n> Customer number 4711\r\n> Delivery on Friday\r\n"
    [document] = eml(
        tmp_path, b"From: shop@x.org\r\nDate: Tue, 31 Dec 2024 23:30:00 +0100\r\n" + headers + b"\r\n" + body
    ).documents
    assert bool(document.quoted) is is_copied
    assert "quoted_from" in document.meta  # whose words they are is known at any rate


@pytest.mark.parametrize(
    "head",
    [
        "Anna Müller schrieb am Montag, den 3. Mai 2024 um 14:00:12 Uhr:",
        "Von: Anna Müller\nGesendet: Montag, 3. Mai 2024 14:00\nAn: Bo\nBetreff: Miete",
        "-----------------------\nFrom: Anna <anna@example.org>\nTo: Bo\nDate: Mon, 3 May 2024",
        "On Mon, May 3, 2024 at 2:00 PM Anna wrote:",
        "Le 3 mai 2024, Anna <anna@example.org> a écrit :",
    ],
)
def test_the_head_of_a_quoted_mail_begins_it_though_its_lines_are_not_marked(head: str) -> None:
    assert quoted_from(f"Thanks!\n\n{head}\n\nWill you come?") == len("Thanks!\n\n")


# ---------------------------------------------------------------- real mail


def words(text: str) -> set[str]:
    text = re.sub(r"(?is)<style.*?</style>", " ", text)
    return set(re.findall(r"[A-Za-z0-9]+", re.sub(r"<[^<>]*>", " ", text)))


def told(element: ElementTree.Element, folder: Path) -> list[set[str]]:
    """The words that must be found by the parse tree beside a message: of alternatives one list that may be any."""
    fields = " ".join(each.text or "" for each in element.findall("header/field")).lower()
    multipart = element.find("multipart")
    if multipart is not None:
        children = [told(each, folder) for each in multipart.findall("body-part")]
        if "multipart/alternative" in fields:
            # Which alternative is taken is ours to choose: what all of them share must be there.
            every = [set().union(*each) for each in children if each]
            return [set.intersection(*every)] if every else []
        return [each for child in children for each in child]
    found: list[set[str]] = []
    for message in element.findall("message"):
        found += told(message, folder)
    for body in element.findall("text-body"):
        raw = (folder / body.attrib["name"]).read_bytes()
        found.append(words(re.sub(rb"(?ms)^begin \d{3}.*?^end\r?$", b"", raw).decode("utf-8", "replace")))
    return found


def binaries(element: ElementTree.Element, folder: Path) -> Iterator[bytes]:
    for body in element.iter("binary-body"):
        yield (folder / body.attrib["name"]).read_bytes()


def everything(data: bytes, depth: int = 0) -> tuple[str, list[bytes], int]:
    """All words, all attachments and the number of counted images, forwarded messages included."""
    letter = read_message(data)
    text, files, images = letter.body, [], letter.inline_images
    for each in letter.enclosures:
        files.append(each.data)
        if each.mime == "message/rfc822" and depth < 9:
            inner, more, count = everything(each.data, depth + 1)
            text, images = f"{text} {inner}", images + count
            files += more
        elif each.mime.startswith("text/"):
            text += " " + each.data.decode("latin-1")
    return text, files, images


@pytest.mark.real
@pytest.mark.skipif(not MIME4J.is_dir(), reason="the real files are not here")
@pytest.mark.parametrize("path", sorted(MIME4J.glob("*/*.msg")), ids=lambda path: path.stem)
def test_every_word_and_file_of_mime4j(path: Path) -> None:
    tree = ElementTree.parse(path.with_name(f"{path.stem}_decoded.xml")).getroot()
    text, files, images = everything(path.read_bytes())
    expected = set().union(*told(tree, path.parent))
    # The parts of a list of alternatives and the words of headers in them may be cut at other places.
    missing = expected - words(text)
    assert len(missing) <= 0.02 * len(expected), sorted(missing)
    wanted = list(binaries(tree, path.parent))
    # Their parser keeps no incomplete last bytes and reads prose behind base64 as data; at least the beginning agrees.
    unfound = [each for each in wanted if not any(_agree(each, ours) for ours in files)]
    assert len(unfound) <= images


def _agree(theirs: bytes, ours: bytes) -> bool:
    shorter = min(len(theirs), len(ours))
    return abs(len(theirs) - len(ours)) <= 64 and theirs[:shorter].strip() == ours[:shorter].strip()


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
@pytest.mark.parametrize("path", sorted((REAL / "mail_mikel").rglob("*.eml")), ids=lambda path: path.stem)
def test_real_messages_are_mail_and_are_read(path: Path) -> None:
    file = Candidate.at(path)
    assert Eml().identify(file)
    document = Eml().parse(file).documents[0]
    assert document.text[: document.header_end].endswith("\n\n")
    assert "\x00" not in document.text
    document.text.encode("utf-8")


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_a_real_mailbox_holds_the_messages_beside_it(tmp_path: Path) -> None:
    folder = REAL / "james_mime4j_apache" / "mbox" / "src" / "test" / "resources" / "test-1"
    whole = Mbox().parse(Candidate.at(folder / "mbox.rlug"))
    single = [eml(tmp_path, (folder / f"mbox.rlug-{i}").read_bytes()).documents[0] for i in range(5)]
    assert [each.text for each in whole.documents] == [each.text for each in single]


@pytest.mark.real
@pytest.mark.skipif(not TRIMMER.is_dir(), reason="the real files are not here")
def test_real_quotations_never_start_too_early() -> None:
    """Where Discourse's trimmer stops is never behind where we do; signatures and forwards are none of our business."""
    exact = []
    for path in sorted((TRIMMER / "emails").glob("*.txt")):
        body = path.read_text(encoding="utf-8")
        trimmed = TRIMMER / "trimmed" / path.name
        expected = " ".join(trimmed.read_text(encoding="utf-8").split()) if trimmed.exists() else ""
        own = " ".join(body[: quoted_from(body)].split())
        assert len(own) >= len(expected), path.name
        exact.append(own == expected)
    assert sum(exact) >= 0.7 * len(exact)


# ---------------------------------------------------------------- what a reply repeats

ORIGINAL = "> The heating is cold.\n> Can you come?\n"


@pytest.mark.parametrize(
    ("body", "own"),
    [
        (f"I come on Friday.\n\nOn 6 Jun 2025, Bo <bo@x.y> wrote:\n{ORIGINAL}", "I come on Friday."),
        (f"Ich komme am Freitag.\n\nAm 06.06.2025 um 09:12 schrieb Bo <bo@x.y>:\n{ORIGINAL}", "Ich komme am Freitag."),
        (f"Je viens vendredi.\n\nLe 6 juin 2025 à 09:12, Bo <bo@x.y> a écrit :\n{ORIGINAL}", "Je viens vendredi."),
        (
            "I come on Friday.\n\nFrom: Bo <bo@x.y>\nSent: Friday, 6 June 2025 09:12\nTo: Anna\nSubject: Heating\n\n"
            "The heating is cold.\n",
            "I come on Friday.",
        ),
        ("I come on Friday.\n\n-----Original Message-----\nFrom: Bo\n\nThe heating is cold.\n", "I come on Friday."),
        (
            "On 6 Jun 2025, Bo <bo@x.y> wrote:\n> The heating is cold.\nI know.\n> Can you come?\nOn Friday.\n",
            "I know.\nOn Friday.",
        ),
        (f"{ORIGINAL}\nOn Friday.\n\n-- \nAnna Arendt\nPlumber\n", "On Friday."),
        (f"{ORIGINAL}", ORIGINAL.strip()),
        ("I come on Friday.\n", "I come on Friday."),
    ],
)
def test_what_a_reply_repeats_is_kept_and_is_no_passage(tmp_path: Path, body: str, own: str) -> None:
    (document,) = eml(tmp_path, HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + body.encode()).documents
    assert body.strip() in document.text
    space = Space("test", "none", 8, "bm25", False, 256)
    passages = split(document, space)
    assert document.text[passages[0].char_start :].startswith("From: Anna Arendt")
    said = [document.text[max(each.char_start, document.header_end) : each.char_end].strip() for each in passages]
    assert "\n".join(each for each in said if each) == own


@pytest.mark.parametrize("subject", ["Fwd: Heating", "WG: Heating"])
def test_a_forwarded_mail_is_news(subject: str) -> None:
    assert copied_ranges(f"See below.\n\nOn 6 Jun 2025, Bo <bo@x.y> wrote:\n{ORIGINAL}", subject) == []


def test_a_signature_counts_in_the_first_mail_of_a_thread() -> None:
    assert copied_ranges("Hello.\n\n-- \nAnna Arendt, phone 555 0101\n") == []
    assert copied_ranges("Hello.\n\n-- \nAnna Arendt, phone 555 0101\n", is_reply=True) == [(8, 40)]


@pytest.mark.real
@pytest.mark.skipif(not TRIMMER.is_dir(), reason="the real files are not here")
def test_real_replies_keep_their_own_words() -> None:
    """Discourse's trimmer keeps quotations that are answered piece by piece; else no word that it keeps is left out here."""
    exact = []
    for path in sorted((TRIMMER / "emails").glob("*.txt")):
        body = path.read_text(encoding="utf-8")
        trimmed = TRIMMER / "trimmed" / path.name
        expected = trimmed.read_text(encoding="utf-8") if trimmed.exists() else ""
        ranges = copied_ranges(body, is_reply=True)
        edges = [0, *(edge for each in ranges for edge in each), len(body)]
        own = "".join(body[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True)).split()
        answered = [line for line in expected.splitlines() if not line.startswith(">") and "wrote:" not in line]
        assert not Counter(" ".join(answered).split()) - Counter(own), path.name
        exact.append(own == expected.split())
    assert sum(exact) >= 0.75 * len(exact)


@pytest.mark.parametrize(
    ("quotation", "older"),
    [
        ("On 4 May 2025, Ann wrote:\n> Yes.\n> Ann\n", None),
        ("On 4 May 2025, Ann wrote:\n> Yes.\n> On 3 May 2025, Bo wrote:\n> > May I?\n", "> On 3 May 2025, Bo wrote:"),
        ("Am 04.05.2025 um 9:10 schrieb Ann:\n> Ja.\n>\n>> Darf ich?\n", ">> Darf ich?"),
        ("-----Original Message-----\nFrom: Ann\nSent: 4 May 2025\nTo: Bo\n\nYes.\n", None),
        (
            "From: Ann\nSent: 4 May 2025 10:00\nTo: Bo\nSubject: Boat\n\nYes.\n\nFrom: Bo\nSent: 3 May 2025\nTo: Ann\n\nMay I?\n",
            "From: Bo",
        ),
    ],
)
def test_where_a_quotation_quotes_an_older_mail(quotation: str, older: str | None) -> None:
    start = quotes_older_from(quotation)
    assert (None if start is None else quotation[start:].partition("\n")[0]) == older
