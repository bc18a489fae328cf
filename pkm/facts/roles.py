"""Which part somebody has in a contract: its landlord, its insurer; by label, in brackets behind the name, or by what he does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from pkm.facts.fact import FactKind
from pkm.facts.layout import Span

HEAD_CHARS = 2_500  # who they are is said first

# Each part with what people call whoever has it.
ROLES: Mapping[FactKind, str] = {
    "landlord": r"landlord|landlady|lessor|vermieter(?:in)?|verpächter(?:in)?|bailleur(?:esse)?|propriétaire",
    "tenant": r"tenants?|lessees?|mieter(?:in)?|pächter(?:in)?|locataires?|preneur",
    "insurer": r"insurer|versicherer|assureur",
    "insured": r"policy ?holder|insured(?: person)?|versicherungsnehmer(?:in)?|versicherte person|souscripteur|assurée?",
    "employer": r"employer|arbeitgeber(?:in)?|employeur",
    "employee": r"employee|arbeitnehmer(?:in)?|salariée?",
    "lender": r"lender|darlehensgeber(?:in)?|kreditgeber(?:in)?|prêteur",
    "borrower": r"borrower|darlehensnehmer(?:in)?|kreditnehmer(?:in)?|emprunteur",
}

_EVERY = "|".join(ROLES.values())
_BETWEEN = "between|zwischen|entre"
_TITLED = r"(?i:(?:the|der|die|dem|la|le|herrn?|frau|firma|mr\.?|mrs\.?|ms\.?|mme|mlle|madame|monsieur|m\.) )*"
TITLES = "Dr|Prof|St|Mag|MMag|Ing|Dipl|DI|Univ|Bakk|Me"
INITIALS = rf"(?:(?:[A-ZÀ-Þ]|{TITLES})\. ?){{0,4}}"  # before a name, whose full stops end no sentence
_WORD = rf"(?:(?:{TITLES}|[A-Z])\.|e\. ?[VGK]\b\.?|e[GK]\b|[A-ZÀ-Þ0-9][\w'’&-]{{0,40}}(?:\.\w{{1,10}})*)"
_JOINT = r"(?:&|(?:und|and|et|von|van|de|der|du|la|zu|des)(?= [A-ZÀ-Þ]))"
_NAME = rf"(?P<name>(?!(?i:{_EVERY}|{_BETWEEN}|this|the|dieser|dieses|ce|cette)(?!\w))(?=[A-ZÀ-Þ]){_WORD}(?: (?:{_WORD}|{_JOINT})){{0,7}})"
_APART = rf"(?:(?!(?i:{_EVERY}|{_BETWEEN})(?!\w))[^()\n;:]){{0,100}}?"  # an address between the name and its part
_SO = r"(?i:als|as|en tant que|en qualité de|hereinafter|nachfolgend|nachstehend|im folgenden|ci-après|called|referred to as|désignée?|dénommée?)"
_BEGINS = rf"(?:^|[\n(]|[:.] |(?i:(?<!\w)(?:{_BETWEEN}|and|und|et) ))[ \t]*"
_AGAIN = r"(?i:(?:the|der|die|le|la|einerseits)\s|l['’])?"


def _forms(role: str) -> tuple[re.Pattern[str], ...]:
    said = rf"(?i:{role})"
    return (
        re.compile(rf"(?m)(?:(?:^|[.;] |\|)[ \t*-]*|\t[ *-]*)(?i:the )?{said}[ \t]*:[ \t*]*{_TITLED}{_NAME}"),
        re.compile(
            rf"{_BEGINS}{_TITLED}{_NAME}{_APART}\s{{0,20}}(?:\(|[,–—-]\s*{_SO}|(?<!\w){_SO})(?:[^\w()\n]{{0,5}}{_SO})?[^\w()\n]{{0,5}}{_AGAIN}[\"“„'«\s]{{0,3}}{said}(?!\w)"
        ),
        re.compile(rf"(?i:the|der|die|le|la) {said}(?: is| ist| est|,) {_TITLED}{_NAME}"),
    )


@cache
def _by_role() -> dict[FactKind, tuple[re.Pattern[str], ...]]:
    """The forms of each part; they take some time to compile, and answers need none of them."""
    lets = re.compile(rf"(?<![^\s.]){_NAME} (?:lets|rents out|vermietet|loue)(?!\w)")
    return {kind: (*_forms(role), *((lets,) if kind == "landlord" else ())) for kind, role in ROLES.items()}


def find_roles(text: str, start: int, end: int) -> Iterator[tuple[FactKind, Span]]:
    """The name of whoever has each part, as a contract first says."""
    until = min(end, start + HEAD_CHARS)
    for kind, forms in _by_role().items():
        if match := next(filter(None, (form.search(text, start, until) for form in forms)), None):
            yield kind, Span(*match.span("name"))
