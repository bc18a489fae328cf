"""Where a reply stops being its writer's own words: the quoted mail that trails behind.

Only a trailing quotation counts: text that follows a quotation is an answer to it, and a forwarded mail is news, not a copy.
"""

from __future__ import annotations

import re

MAX_INTRO_LINES = 4
MAX_INTRO = 400

_VERBS = (
    r"wrote|writes|schrieb|schreef|geschreven|a écrit|escribió|escreveu|ha scritto|napisał(?:\(a\)|a)?|skrev|kirjoitti|"
    r"написал[аи]?|пише|пишет|写道|寫道|のメール|작성|yazdı|έγραψε|napsal(?:\(a\)|a)?|írta"
)
_INTRO = re.compile(
    rf"(?:{_VERBS})[^\n]{{0,40}}\s*[:：-]*\s*$|<\s?[^<>\s]+@[^<>]+>{{1,2}}\s*[:：]\s*$|Uhr\s*:\s*$", re.IGNORECASE
)
_WHEN = re.compile(r"\d{1,4}[-./年]\s?\d{1,2}|\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b")
_RULE = re.compile(r"\s*[*_-]{0,3}\s*[-_=]{5,}.*$|\s*-{2,}\s*\w[\w \xad-ſ]{3,40}-{2,}\s*$")
_FIELD = re.compile(
    r"\s*[*_]{0,2}(?:From|Sent|Date|To|Cc|Subject|Von|Gesendet|Datum|An|Betreff|De|Envoyé|Date|À|Objet|Da|Inviato|A|"
    r"Oggetto|Enviado(?: el| em)?|Para|Asunto|Assunto|Van|Verzonden|Aan|Onderwerp|Från|Skickat|Till|Ämne|Fra|Sendt|Til|Emne|"
    r"Od|Wysłano|Do|Temat|От|Отправлено|Кому|Тема|发件人|发送时间|收件人|主题|Reply-To|Antwort an)\s?[*_]{0,2}\s?[:：]",
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
_FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vb|vs|pd)\s*:", re.IGNORECASE)
_QUOTE_MARKS = (">", "|")
_SIGNATURE = re.compile(r"\s*(?:--|—|__+)\s*$")


def quoted_from(body: str, subject: str = "") -> int | None:
    """Offset in ``body`` of the first trailing quotation; ``None`` where there is none or nothing stands before it."""
    if _FORWARD_SUBJECT.match(subject):
        return None
    lines = body.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for i, line in enumerate(lines):
        if not line.strip():
            continue
        if _FORWARD_MARK.search(line):
            return None
        after = _intro_end(lines, i)
        if after is None and line.lstrip().startswith(">"):
            after = i
        is_quote = after is not None and _is_trailing(lines, after)
        if is_quote or _ORIGINAL_MARK.match(line) or _is_header_block(lines, i):
            own = body[: starts[i]].strip()
            return starts[i] if own else None
    return None


def _intro_end(lines: list[str], i: int) -> int | None:
    """The line behind an introduction that starts at line ``i`` ("On … wrote:", maybe broken over lines)."""
    if not (_WHEN.search(lines[i]) or "@" in lines[i]):
        return None
    following = next((line for line in lines[i + 1 :] if line.strip()), "")
    if lines[i].rstrip().endswith(">") and following.lstrip().startswith(_QUOTE_MARKS):
        return i + 1
    joined = ""
    for j in range(i, min(i + MAX_INTRO_LINES, len(lines))):
        line = lines[j].strip()
        if not line or (j > i and len(joined) > MAX_INTRO):
            return None
        joined = f"{joined} {line}".strip()
        if len(joined) <= MAX_INTRO and _INTRO.search(joined):
            return j + 1
    return None


def _is_trailing(lines: list[str], start: int) -> bool:
    """Whether from line ``start`` on all is quotation: marked to its end, or not marked at all (as Outlook does)."""
    rest = [line for line in lines[start:] if line.strip()]
    if not rest:
        return False
    if not rest[0].lstrip().startswith(_QUOTE_MARKS):
        return True
    for i, line in enumerate(rest):
        if _SIGNATURE.match(line):
            return True
        if not line.lstrip().startswith(_QUOTE_MARKS) and _intro_end(rest, i) is None and not _is_wrapped(rest, i):
            return False
    return True


def _is_wrapped(lines: list[str], i: int) -> bool:
    """Whether line ``i`` is the broken-off end of a long quoted line: between two quoted ones, and short."""
    inside = 0 < i < len(lines) - 1
    return inside and all(lines[j].lstrip().startswith(">") for j in (i - 1, i + 1)) and len(lines[i]) < 30


def _is_header_block(lines: list[str], i: int) -> bool:
    """Whether the copied header of the quoted mail starts here, perhaps under a rule ("From: … Sent: … To: …")."""
    if _RULE.match(lines[i]):
        following = [line for line in lines[i + 1 : i + 5] if line.strip()]
        return bool(following) and _count_fields(following) >= 2
    return bool(_FIELD.match(lines[i])) and _count_fields([line for line in lines[i : i + 8] if line.strip()]) >= 3


def _count_fields(lines: list[str]) -> int:
    return sum(bool(_FIELD.match(line)) for line in lines)
