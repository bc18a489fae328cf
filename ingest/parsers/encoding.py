"""From bytes to text, so that offsets in the text are offsets in the file.

``text == data.decode(encoding)`` holds for every file that is whole. A byte order mark belongs to the encoding
(``utf-8-sig``, ``utf-16``, ``utf-32``), not to the text, as Python and editors count; nothing else is added, taken away or
translated, line ends included. Each deviation, where a file is not whole, is named.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.parsers.alphabets import code_page_of

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 65_536
_CONTROL = re.compile("[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_CONTROL_SHARE = 0.05
"""Share of control characters from which a file is no text: compressed bytes have 11 %, texts hardly any."""
_WESTERN = re.compile(
    rb"[\x00-\x7fA-Za-z"
    + "€§°«»„“”‘’‚–—…•·½¼²³£©®™ºªäöüÄÖÜßéèêëÉÈÀàâçÇùûúôòóîïíìñÑáåÅøØæÆãõ¿¡œŒÊËÔÎÏÂÛÁÍÓÚ\u00a0\u00ad".encode("cp1252")
    + rb"]*"
)
_LIGATURE, _GRAVE_OR_ACUTE = re.compile("[œŒ]".encode("cp1252")), re.compile("[éèàÉÈÀ]".encode("cp1252"))
"""What is ``œ`` in a text that has such accents too is ``ś`` in one that has none: Polish knows none of these bytes."""
_CODE_PAGE_LETTER = re.compile(rb"[A-Za-z][\x80-\x84\x86-\x91\x93-\x95\x98-\x9b\x9d-\x9f][a-z]|[\x99\x9a][A-Z]")
"""In cp1252 these bytes are quotation marks, ``™`` and ``š``, in the old DOS code pages letters such as ``ü``. Dashes and ``…`` do stand between letters."""
_DOS_WESTERN = re.compile(
    rb"[\x00-\x7f" + "äöüÄÖÜßéèêëàâçùûúôòóîïíìñÑáåæÉÇ§°«»".encode("cp850") + rb"]*"
)  # the same bytes in cp437, but for § and °
_DOS_CAPITAL_WITHIN = re.compile(rb"[a-z][" + "ÄÖÜÉÇÑ".encode("cp850") + rb"]")
_OF_LATIN_9 = re.compile(rb"\xa4|[A-Za-z]\xbd[a-z]")
"""``€`` and ``œ`` in ISO 8859-15, which has no letters at 80 to 9F; in cp1252 ``¤``, which nobody writes, and ``½``."""
_LEGACY = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp437", "cp850", "koi8_r", "shift_jis", "euc_jp", "gb18030", "big5",
    "euc_kr",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the Python codec that gives it, and what of the file could not be read."""

    text: str
    encoding: str
    faults: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded | None:
    """The text of a whole file; ``None`` where it is binary.

    Bytes that are not UTF-8 in a file that otherwise is become U+FFFD, and so, one for one, do NUL characters, which
    PostgreSQL cannot store. A character that is cut off at the end of the file is left out.
    """
    encoding = _guess(data)
    if encoding is None:
        return None
    text, pending, broken = _read(data, encoding)
    faults = []
    if pending:
        faults.append("the file ends in the middle of a character: it was cut short")
    if broken:
        faults.append(f"{broken} characters are not {encoding} and are shown as \ufffd")
    if nul := text.count("\0"):
        text = text.replace("\0", "\ufffd")
        faults.append(f"{nul} NUL characters, which are not text, are shown as \ufffd")
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        return None
    return Decoded(text, encoding, tuple(faults))


@lru_cache(maxsize=2)  # most parsers ask, each of the same file
def encoding_of(head: bytes) -> str | None:
    """The Python codec of a text file that begins with ``head``; ``None`` where it is no text."""
    encoding = _guess(head)
    if encoding is None:
        return None
    text, _, _ = _read(head, encoding)
    return encoding if len(_CONTROL.findall(text)) <= _CONTROL_SHARE * len(text) else None


def _guess(data: bytes) -> str | None:
    """The codec by mark, then by zero bytes, then by what decodes; controls are not looked at."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    return marked or _wide(data) or _switched(data) or _utf8_or_legacy(data)


def _read(data: bytes, encoding: str) -> tuple[str, bytes, int]:
    """The text, the bytes of a last character that is not whole, and how many others cannot be read."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(data)
        return text, decoder.getstate()[0], 0
    except UnicodeDecodeError:
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        text = decoder.decode(data)
        return text, decoder.getstate()[0], text.count("\ufffd")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark, where every other byte is zero, as in texts of Latin letters."""
    sample = head[:4096]
    even, odd, pairs = sample[::2].count(0), sample[1::2].count(0), len(sample) // 2
    if pairs >= 4 and odd >= 0.4 * pairs and even <= 0.05 * pairs:
        return "utf-16-le"
    if pairs >= 4 and even >= 0.4 * pairs and odd <= 0.05 * pairs:
        return "utf-16-be"
    return None


def _switched(data: bytes) -> str | None:
    """Japanese in seven bits, which switches character sets on its way, as mails do."""
    if b"\x1b$B" not in data[:_SAMPLE_BYTES] and b"\x1b$@" not in data[:_SAMPLE_BYTES]:
        return None
    return "iso2022_jp" if _read(data, "iso2022_jp")[2] == 0 else None


def _utf8_or_legacy(data: bytes) -> str | None:
    """UTF-8 where its characters outnumber faults four to one, else the code page of before."""
    text, pending, faulty = _read(data, "utf-8")
    whole = len(re.findall("[^\x00-\x7f\ufffd]", text))
    if faulty == 0 and (not pending or whole or len(pending) > 1 or pending in (b"\xc2", b"\xc3")):
        return "utf-8"
    return "utf-8" if whole >= 4 * faulty > 0 else _legacy(data[:_SAMPLE_BYTES])


def _legacy(sample: bytes) -> str | None:
    """The 8-bit or East Asian code page of a text; ``None`` where there are control characters or no page fits."""
    if re.search(rb"[\x00-\x07\x0e-\x1a\x1c-\x1f]", sample):
        return None
    page = code_page_of(sample)
    if page not in (None, "cp1252"):  # which has rules of its own
        return page
    letters = len(re.findall(rb"[A-Za-z]", sample))
    others = len(re.findall(rb"[\x80-\xff]", sample))
    if letters >= 2 * others:
        if _is_western(sample):
            return "iso8859-15" if _OF_LATIN_9.search(sample) and not re.search(rb"[\x80-\x9f]", sample) else "cp1252"
        if (
            _DOS_WESTERN.fullmatch(sample)
            and _CODE_PAGE_LETTER.search(sample)
            and not _DOS_CAPITAL_WITHIN.search(sample)
        ):
            return "cp850"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_LEGACY, threshold=0.15).best()
    return best.encoding if best else None


def _is_western(sample: bytes) -> bool:
    """Whether a text is one of Western Europe, in cp1252 or what that grew out of."""
    if _CODE_PAGE_LETTER.search(sample) or not _WESTERN.fullmatch(sample.replace(b"\xa4", b"")):
        return False
    return not _LIGATURE.search(sample) or _GRAVE_OR_ACUTE.search(sample) is not None
