"""What in a reply is not its writer's own words: quoted mail, trailing or answered piece by piece, and signatures.

A forwarded mail is news, not a copy, and so is all of a mail that says nothing else.
"""

from __future__ import annotations

import re

MAX_INTRO_LINES = 4
MAX_INTRO = 400
MAX_SIGNATURE_LINES = 20

_VERBS = (
    r"wrote|writes|schrieb|schreef|geschreven|a écrit|escribió|escreveu|ha scritto|napisał(?:\(a\)|a)?|skrev|kirjoitti|"
    r"написал[аи]?|пише|пишет|写道|寫道|のメール|작성|yazdı|έγραψε|napsal(?:\(a\)|a)?|írta"
)
_INTRO = re.compile(
    rf"(?:{_VERBS})[^\n]{{0,40}}\s*[:：-]*\s*$|<\s?[^<>\s]+@[^<>]+>{{1,2}}\s*[:：]\s*$|schrieb[^\n]{{0,120}}Uhr\s*:\s*$",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\d{1,4}[-./年]\s?\d{1,2}|\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
_ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.\w")
_RULE = re.compile(r"\s*[*_-]{0,3}\s*[-_=]{5,}.*$|\s*-{2,}\s*\w[\w \xad-ſ]{3,40}-{2,}\s*$")
_FIELD = re.compile(
    r"\s*[*_]{0,2}(?:From|Sent|Date|To|Cc|Subject|Von|Gesendet|Datum|An|Betreff|De|Envoyé|Date|À|Objet|Da|Inviato|A|"
    r"Oggetto|Enviado(?: el| em)?|Para|Asunto|Assunto|Van|Verzonden|Aan|Onderwerp|Från|Skickat|Till|Ämne|Fra|Sendt|Til|Emne|"
    r"Od|Wysłano|Do|Temat|От|Отправлено|Кому|Тема|发件人|发送时间|收件人|主题|Reply-To|Antwort an)\s?[*_]{0,2}\s?[:：]",
    re.IGNORECASE,
)
# What only a mail's header says: of a journey and of a stay, too, it is said from when, or where, to which.
_MAIL_FIELD = re.compile(
    r"\s*[*_]{0,2}(?:Sent|Subject|Gesendet|Betreff|Envoyé|Objet|Inviato|Oggetto|Enviado(?: el| em)?|Asunto|Assunto|Verzonden|Onderwerp|"
    r"Skickat|Ämne|Sendt|Emne|Wysłano|Temat|Отправлено|Тема|发送时间|主题)\s?[*_]{0,2}\s?[:：]",
    re.IGNORECASE,
)
_ORIGINAL_MARK = re.compile(
    r"\s*\*?-{2,}\s*(?:original message|original-nachricht|originalnachricht|urspr(?:ü|ue)ngliche nachricht|message d'origine|"
    r"message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht)\s*-{2,}\*?\s*$",
    re.IGNORECASE,
)
_FORWARD_MARK = re.compile(
    r"forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado", re.IGNORECASE
)
_REPLY_SUBJECT = re.compile(r"\s*(?:re|aw|antw|antwort|sv|rif|odp|res|回复|答复)(?:\s?\[\d+\])?\s?[:：]", re.IGNORECASE)
_FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vb|vs|pd)\s*:", re.IGNORECASE)
_QUOTE_MARKS = (">", "|")
_SIGNATURE_MARK = re.compile(r"(?:--|—) ?\r?$")  # RFC 3676 section 4.3, and what programs made of it
_SIGNATURE = re.compile(r"\s*(?:--|—|__+)\s*$")


def is_reply_subject(subject: str) -> bool:
    """Whether a subject says that its mail answers another (``AW:``)."""
    return _REPLY_SUBJECT.match(subject) is not None


def quoted_from(body: str, subject: str = "") -> int | None:
    """Offset in ``body`` of the first trailing quotation; ``None`` where there is none or nothing stands before it."""
    if _FORWARD_SUBJECT.match(subject):
        return None
    lines = body.split("\n")
    introductions = [_intro_end(lines, i) for i in range(len(lines))]
    only_quoted = _only_quoted(lines, introductions)
    start = 0
    for i, line in enumerate(lines):
        if _FORWARD_MARK.search(line):
            return None
        if line.strip() and _starts_quotation(lines, i, introductions[i], only_quoted):
            return start if body[:start].strip() else None
        start += len(line) + 1
    return None


def quotes_older_from(quotation: str) -> int | None:
    """Offset in a trailing quotation of what the quoted mail quotes itself; ``None`` where it quotes nothing."""
    lines = quotation.split("\n")
    inner = [line.lstrip()[1:].removeprefix(" ") if line.lstrip().startswith(">") else line for line in lines]
    first = _intro_end(lines, 0) or int(bool(_ORIGINAL_MARK.match(lines[0]) or _RULE.match(lines[0], 0, MAX_INTRO)))
    while first < len(lines) and (not inner[first].strip() or _FIELD.match(inner[first])):
        first += 1
    for i in range(first, len(lines)):
        is_introduced = bool(inner[i].strip()) and _intro_end(inner, i) is not None
        if inner[i].startswith(">") or is_introduced or _ORIGINAL_MARK.match(inner[i]) or _is_header_block(inner, i):
            return sum(len(line) + 1 for line in lines[:i])
    return None


def copied_ranges(body: str, subject: str = "", *, is_reply: bool = False) -> list[tuple[int, int]]:
    """Ranges of ``body``, in order, that are not its writer's own words; none where nothing else is left.

    Args:
        is_reply: Whether the mail answers one of its thread: then a signature was read before.
    """
    if _FORWARD_SUBJECT.match(subject) or any(map(_FORWARD_MARK.search, body.split("\n"))):
        return []
    trailing = quoted_from(body, subject)
    end = len(body) if trailing is None else trailing
    lines = body[:end].split("\n")
    copied = [line.lstrip().startswith(">") for line in lines]
    for i, line in enumerate(lines):
        behind = _intro_end(lines, i) if line.strip() and not copied[i] else None
        if behind is not None and _next_line(lines, behind).startswith(">"):
            copied[i:behind] = [True] * (behind - i)
    if (is_reply or trailing is not None) and (mark := _signature_at(lines)) is not None:
        copied[mark:] = [True] * (len(lines) - mark)
    ranges: list[tuple[int, int]] = []
    start = 0
    for line, is_copied in zip(lines, copied, strict=True):
        stop = min(start + len(line) + 1, end)
        if is_copied:
            ranges.append((start, stop))
        start = stop
    if trailing is not None:
        ranges.append((trailing, len(body)))
    joined = _joined(ranges)
    own = "".join(body[low:high] for low, high in _between(joined, len(body)))
    return joined if own.strip() else []


def _signature_at(lines: list[str]) -> int | None:
    """The line from which on a signature stands, if it is as short as one."""
    first = max(0, len(lines) - MAX_SIGNATURE_LINES - 1)
    return next((i for i in range(first, len(lines)) if _SIGNATURE_MARK.match(lines[i])), None)


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same ranges, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for low, high in ranges:
        if joined and joined[-1][1] == low:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return joined


def _between(ranges: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """What the ranges leave of ``0 … end``."""
    edges = [0, *(edge for each in ranges for edge in each), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _only_quoted(lines: list[str], introductions: list[int | None]) -> list[bool]:
    """For each line (and the end) whether all from it on is quotation, down to the end or to a signature."""
    only = [True] * (len(lines) + 1)
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i].lstrip()
        quoted = not line or line.startswith(_QUOTE_MARKS) or _is_wrapped(lines, i) or introductions[i] is not None
        only[i] = bool(_SIGNATURE.match(line)) or (quoted and only[i + 1])
    return only


def _starts_quotation(lines: list[str], i: int, intro_end: int | None, only_quoted: list[bool]) -> bool:
    """Whether the trailing quotation starts at line ``i``."""
    if _ORIGINAL_MARK.match(lines[i]) or _is_header_block(lines, i):
        return True
    after = i if lines[i].lstrip().startswith(">") else intro_end
    if after is None:
        return False
    first = _next_line(lines, after)
    if not first or only_quoted[after] or first.startswith(_QUOTE_MARKS):
        return bool(first) and only_quoted[after]
    # Outlook and phones do not mark the lines that they quote: below an introduction, which says at what hour or whose, all is.
    introduction = " ".join(lines[i:after])[:MAX_INTRO]
    return bool(_CLOCK.search(introduction) or _ADDRESS.search(introduction))


def _next_line(lines: list[str], i: int) -> str:
    """The first line from ``i`` on that is not empty, without its indent."""
    while i < len(lines) and not lines[i].strip():
        i += 1
    return lines[i].lstrip() if i < len(lines) else ""


def _intro_end(lines: list[str], i: int) -> int | None:
    """The line behind an introduction that starts at line ``i`` ("On … wrote:", maybe broken over lines)."""
    if not (_WHEN.search(lines[i], 0, MAX_INTRO) or _ADDRESS.search(lines[i], 0, MAX_INTRO)):
        return None
    if lines[i].rstrip().endswith(">") and _next_line(lines, i + 1).startswith(_QUOTE_MARKS):
        return i + 1
    joined = ""
    for j in range(i, min(i + MAX_INTRO_LINES, len(lines))):
        line = lines[j].strip()
        joined = f"{joined} {line}".strip()
        if not line or len(joined) > MAX_INTRO:
            return None
        if joined.endswith((":", "：", "-")) and _INTRO.search(joined):
            return j + 1
    return None


def _is_wrapped(lines: list[str], i: int) -> bool:
    """Whether line ``i`` is the broken-off end of a long quoted line: between two quoted ones, and short."""
    inside = 0 < i < len(lines) - 1
    return inside and all(lines[j].lstrip().startswith(">") for j in (i - 1, i + 1)) and len(lines[i]) < 30


def _is_header_block(lines: list[str], i: int) -> bool:
    """Whether the copied header of the quoted mail starts here, perhaps under a rule ("From: … Sent: … To: …")."""
    if _RULE.match(lines[i], 0, MAX_INTRO):
        return _count_fields(lines[i + 1 : i + 5]) >= 2 and _is_of_mail(lines[i + 1 : i + 20])
    return bool(_FIELD.match(lines[i])) and _count_fields(lines[i : i + 8]) >= 3 and _is_of_mail(lines[i : i + 20])


def _is_of_mail(lines: list[str]) -> bool:
    """Whether among these fields is one that only a mail has, or an address."""
    return any(
        _MAIL_FIELD.match(line) or (_FIELD.match(line) and _ADDRESS.search(line, 0, MAX_INTRO)) for line in lines
    )


def _count_fields(lines: list[str]) -> int:
    return sum(bool(_FIELD.match(line)) for line in lines)
