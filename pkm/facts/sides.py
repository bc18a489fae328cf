"""Between whom a contract is: by the part that each has, by "between A and B", by label, or by who acts for an owner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pkm.facts.fact import Fact
from pkm.facts.prose import Prose
from pkm.facts.roles import INITIALS, find_roles

HEAD_CHARS = 1_500  # in which running text says between whom it is
_NEXT_LABEL = re.compile(r" {2,}|\t| (?=[^\W\d_]{3,}:)")
_ROLE = (
    r"(?:\s*\([^)]{0,120}\)|,[^;()]{0,80}?| (?:als|as|en tant que|en qualité de|ci-après|nachfolgend)\b[^;()]{0,60}?)"
)
_TITLED = r"(?:(?:the|der|die|den|dem|la|le|les|träger(?:in|verein)?|eltern|eheleuten?|parents|époux|herrn?|frau|firma|mr\.?|mrs\.?|ms\.?|mme|madame|monsieur|m\.) )*"
_PARTY = re.compile(
    rf"(?im)(?:(?:^|[.;] |\|)[ \t]*|\t *)(?:the )?(?:landlord|lessor|tenants?|lessees?|provider|customer|insurer|insured|policyholder|employer|employee|lender|borrower|vermieter(?:in)?|mieter(?:in)?|anbieter|kunde|kundin|versicherer|versicherungsnehmer(?:in)?|arbeitgeber|arbeitnehmer(?:in)?|auftraggeber|auftragnehmer|bailleur|locataire|prestataire|client|assureur|assurée?|employeur|salarié)[ \t]*:[ \t]*{_TITLED}(?P<name>{INITIALS}(?:[^\n.;|(]|(?<=\b[A-ZÀ-Þ])\.(?= [A-ZÀ-Þ])){{3,80}})"
)
_BETWEEN = re.compile(
    rf"(?<!\w)(?i:(?:between|zwischen|entre)(?: les soussignés?)?) ?:? ?(?i:{_TITLED})(?P<one>{INITIALS}[A-ZÀ-Þ][^,;()\n]{{2,60}}?)"
    rf"{_ROLE}{{0,3}},? (?:and|und|et) (?i:{_TITLED})(?P<other>{INITIALS}[A-ZÀ-Þ](?:[^,;.()\n]|(?<=\b[A-ZÀ-Þ])\.(?= [A-ZÀ-Þ])){{2,60}}?)"
    r"(?=\s*(?:[,;(]|(?<!\b[A-ZÀ-Þ])\.)| (?:als|as|en tant que|en qualité|wird|ci-après|nachfolgend|über|regarding|concerning|concernant)\b|$)"
)
_LETS = re.compile(
    r"(?<![^\s.])(?P<name>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ&][\w'’-]*){0,4}) (?:lets|rents out|vermietet|loue)(?!\w)"
)
# An owner's agent, who takes the rent and writes the letters.
_AGENT = re.compile(
    rf"(?<!\w)(?i:représentée?s? par|gérée? par|vertreten durch|verwaltet (?:durch|von)|represented by|managed by) (?i:{_TITLED})"
    r"(?P<name>[A-ZÀ-Þ][^,;.()\n]{2,60}?)(?=\s*[,;.()\n])"
)


def read_sides(prose: Prose) -> Iterator[Fact]:
    """Each side by its name: with its part where that is told."""
    layout, flat = prose.layout, prose.flat
    head = layout.start, min(layout.end, layout.start + HEAD_CHARS)
    for kind, span in find_roles(layout.text, layout.start, layout.end):
        yield Fact(0, kind, " ".join(layout.says(span).split()), span.char_start, span.char_end)
    if between := _BETWEEN.search(flat, *head):
        for name in ("one", "other"):
            yield Fact(0, "party", between[name].strip(), *between.span(name))
    for match in _AGENT.finditer(layout.text, *head):
        yield Fact(0, "party", match["name"], *match.span("name"))
    for match in _LETS.finditer(flat, *head):
        yield Fact(0, "party", match["name"], *match.span("name"))
    for match in _PARTY.finditer(layout.text, layout.start, layout.end):
        name = _NEXT_LABEL.split(match["name"].split(",")[0])[0].strip()
        yield Fact(0, "party", name, match.start("name"), match.start("name") + len(name))
