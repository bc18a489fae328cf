"""Who wrote a paper and to whom: by label, by the mail's header, by legal form, by the letterhead."""

from __future__ import annotations

import re
from itertools import pairwise

from pkm.facts.fact import Paper
from pkm.facts.layout import Layout, Span
from pkm.facts.values import MONTH, find_money

TOP_LINES = 12
_LONGEST_LINE = 2_000  # characters that are looked at for the name with which a line begins
_LABEL = r"(?im)(?:^[ \t]*|\|[ \t]*|\t *|(?<= {2}))(?:%s)[ \t]*[:|\n]"
_ISSUER = re.compile(
    _LABEL % r"""from|issued by|issuer|seller|sold by|vendor|supplier|merchant|biller|company|von|rechnungssteller(?:in)?|verkäufer(?:in)?|lieferant|händler|anbieter|absender|aussteller|firma|de|émetteur|vendeur|vendu par|fournisseur|prestataire""".replace("\n", "")
)  # fmt: skip
_PAYEE = re.compile(
    r"(?i)(?<!\w)(?:account holder|account name|beneficiary|payee|payable to|kontoinhaber(?:in)?|zahlungsempfänger(?:in)?|begünstigter?|titulaire du compte|bénéficiaire)[ \t]*[:|\n]"
)
_RECIPIENT = re.compile(
    _LABEL % r"""to|bill to|billed to|invoice to|invoiced to|sold to|ship to|customer|client|rechnung an|rechnungsempfänger(?:in)?|kunde|kundin|an|à|facturé à|facturée? pour|adressé à|destinataire"""
)  # fmt: skip
_ADDRESSED = re.compile(
    r"(?:(?:To|An|À)\s+)?(?:Mrs?|Ms|Miss|Herrn|Frau|Familie|Eheleute|Mme|Mlle|Monsieur|Madame)(?!\w)"
)
LEGAL_FORM = re.compile(
    r"(?<!\w)(?:g?gmbh(?: & co\.? kg)?|mbh|ag|se|kg|kgaa|ohg|gbr|ug|e\.? ?v\.?|e\.? ?k\.?|e\.? ?g\.?|ltd\.?|limited|plc|llc|l\.l\.c\.|inc\.?|corp\.?|co\.|s\.?a\.?r\.?l\.?|s\.?a\.?s\.?u?|s\.a\.|sa|eurl|b\.?v\.?|n\.?v\.?"
    r"|sdn\.? ?bhd\.?|s/b|bhd|pte|enterprise|trading|holdings?)(?!\w)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?<!\w)(?:tax invoice|invoice|receipt|bill|rechnung\w*|quittung|beleg|gutschrift|mahnung|facture|reçu|avoir|ticket|credit note|statement|page|seite|copy|kopie|original|welcome|thank|dear|sehr geehrte\w*|cher|chère|madame|order|bestellung|commande|table|cashier|tel|tele(?:f|ph)on\w*|téléphone|telefax|fax|gst|vat|ust|tva|date|datum|home|account|your|items?|qty|description|price|artikel|menge|preis|pos|bezeichnung|désignation|quantité|abmeldung|exhibit|annex|annexe|anlage|appendix|schedule|confirmation|bestätigung|delivery|shipping|postage|versand|lieferung|livraison|frais)(?!\w)",
    re.IGNORECASE,
)
_CONTRACT_TITLE = re.compile(
    r"(?<!\w)(?:contract|agreement|lease|policy|\w*vertrag|\w*vereinbarung|versicherungsschein|police n\S*|contrat|bail|avenant)(?!\w)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?<!\w)(?:\d{4,6}|no\.? ?\d+|jalan|jln|taman|bandar|kawasan|lorong|lot|street|st\.|road|rd\.?|avenue|ave\.?|lane|rue|boulevard|place|platz|\w*stra(?:ß|ss)e|\w+str\.|\w*weg \d+|\w*allee|\w*gasse|p\.?o\.? box|postfach)(?!\w)",
    re.IGNORECASE,
)
_DAY_WORDS = re.compile(
    rf"\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}\.? (?:{MONTH})\b|(?:{MONTH}) \d{{1,2}},",
    re.IGNORECASE,
)
# How the lines begin that say to whom a letter goes: a title alone is followed by the name.
_ADDRESSEE = re.compile(
    r"(?:an (?:die|den|das|herrn?|frau|familie) (?=\w)|herrn (?=\w)|herrn? und frau|frau und herrn?|familie|eheleute|mr\.? and mrs\.?|m(?:onsieur)? et m(?:adame|me))\b|(?P<bare>herrn?|frau|monsieur|madame|an (?:die|den|das))\Z",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(r"\A(?:herrn?|frau)\s+(?=\w)", re.IGNORECASE)
_COLUMNS = re.compile(r"\S(?: {3,}|\t+| \| ).*\S(?: {3,}|\t+| \| )\S")
_HEADING = re.compile(r"(?:\d{1,2}\.|§|art(?:icle|ikel)?\b)\s*\S", re.IGNORECASE)
_SECTION = re.compile(r"(?:§ ?)?\d{1,2}[.)]?\s+\S")  # of a contract: above the first its parties are named
_LETS = re.compile(r" (?:lets|rents|vermietet|loue) |^(?:between|zwischen|entre) ", re.IGNORECASE)
_CUT = re.compile(
    r"\s*(?:[|,;·•\n\t]| {3,}| [-–—] |\((?=[^)]{0,9}\d)|<|(?i:\bco\.? ?reg\b|\breg\.? ?no\b|\bcompany no\b)| \d{4,6} )"
)
_DOMAIN = re.compile(r"(?:@|www\.|https?://(?:www\.)?)([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\b", re.IGNORECASE)
_FREE_MAIL = re.compile(
    r"^(?:gmail|googlemail|gmx|web|yahoo|hotmail|outlook|live|icloud|t-online|posteo|mailbox|aol|proton(?:mail)?|orange|free|laposte|post|mail)\."
)
_HEADER_TO = re.compile(r"^To:[ \t]*\"?(?P<name>[^\"<,\n]*?)\"?[ \t]*(?:<[^>\n]*>)?[ \t]*$", re.MULTILINE)
_HEADER_DOMAIN = re.compile(r"^From:[^\n]*@((?:[\w-]+\.)+[a-z]{2,})\b", re.MULTILINE | re.IGNORECASE)
_HEADER_FROM = re.compile(r"^From:[ \t]*\"?(?P<name>[^\"<\n]*?)\"?[ \t]*(?:<[^>\n]*>)?[ \t]*$", re.MULTILINE)


def find_issuer(layout: Layout, paper: Paper) -> Span | None:
    """The words that name who wrote the paper."""
    for label in (_ISSUER, _PAYEE):
        for each in _after(layout, label):
            if name := _name(layout, each):
                return name
    head = _HEADER_FROM.search(paper.text, 0, paper.header_end) if paper.header_end else None
    if head and head["name"].strip() and "@" not in head["name"]:
        return Span(*head.span("name"))
    recipient = find_recipient(layout)
    is_letter = paper.kind != "contract"  # whose head names its parties
    addressed = _address_block(layout) if is_letter else set()
    top = [
        each
        for place, each in enumerate(layout.lines[:TOP_LINES])
        if place not in addressed
        and (recipient is None or not (each.char_start <= recipient.char_start < each.char_end))
    ]
    named = [name for each in top if LEGAL_FORM.search(layout.says(each)) and (name := _name(layout, each))]
    with_form = [each for each in named if LEGAL_FORM.search(layout.says(each))]
    if with_form:
        return _with_line_above(layout, with_form[0])
    ends = _ADDRESSED if is_letter else _SECTION
    below = next((n for n, each in enumerate(top) if ends.match(layout.says(each))), len(top))
    heads = [name for each in top[:6][:below] if (name := _name(layout, each, is_first=each is layout.lines[0]))]
    return heads[0] if heads and not paper.header_end else None


def _address_block(layout: Layout) -> set[int]:
    """The first lines that name to whom a letter goes: those that address somebody, and those right behind a title alone."""
    found: set[int] = set()
    for place, each in enumerate(layout.lines[:TOP_LINES]):
        if match := _ADDRESSEE.match(layout.says(each)):
            found |= {place, place + 1} if match["bare"] else {place}
    return found


def _with_line_above(layout: Layout, name: Span) -> Span:
    """A name of which only the legal form stands on its line begins on the line above."""
    index = layout.line_at(name.char_start)
    if index and LEGAL_FORM.match(layout.says(name)) and (above := _name(layout, layout.lines[index - 1])):
        return Span(above.char_start, name.char_end)
    return name


def find_recipient(layout: Layout) -> Span | None:
    """The words that name to whom it was written, behind a label."""
    return next((name for each in _after(layout, _RECIPIENT) if (name := _name(layout, each))), None)


def find_addressee(layout: Layout, paper: Paper) -> Span | None:
    """The words that name to whom a letter goes: of a mail its header's, else the second block of lines above the greeting."""
    if paper.header_end:
        head = _HEADER_TO.search(paper.text, 0, paper.header_end)
        return Span(*head.span("name")) if head and head["name"].strip() and "@" not in head["name"] else None
    lines = layout.lines[:TOP_LINES]
    for above, each in pairwise(lines):
        if "\n" in layout.text[above.char_end : each.char_start].replace("\n", "", 1):
            return _name(layout, each)
    return None


def find_domain(layout: Layout, paper: Paper) -> Span | None:
    """The domain from which a mail came, else the one web domain that the paper names; no mail provider's."""
    sent = _HEADER_DOMAIN.search(paper.text, 0, paper.header_end) if paper.header_end else None
    if sent and not _FREE_MAIL.match(sent[1].casefold()):
        return Span(*sent.span(1))
    found: dict[str, Span] = {}
    for match in _DOMAIN.finditer(layout.text, 0, layout.end):
        if not _FREE_MAIL.match(match[1].casefold()):
            found.setdefault(".".join(match[1].casefold().split(".")[-2:]), Span(*match.span(1)))
    return next(iter(found.values())) if len(found) == 1 else None


def _after(layout: Layout, label: re.Pattern[str]) -> list[Span]:
    """What follows each place of a label: on its line, or the next line."""
    found = []
    for match in label.finditer(layout.text, layout.start, layout.end):
        end = layout.text.find("\n", match.end())
        rest = layout.text[match.end() : end if end >= 0 else layout.end]
        start = match.end() + len(rest) - len(rest.lstrip())
        if rest.strip():
            found.append(Span(start, start + len(rest.strip())))
        elif end >= 0:
            index = next((n for n, each in enumerate(layout.lines) if each.char_start > end), None)
            found += [] if index is None else [layout.lines[index]]
    return found


def _name(layout: Layout, line: Span, *, is_first: bool = False) -> Span | None:
    """The name with which a line begins; ``None`` where it is something else.

    A street without a number that goes on, in the first line, is part of a name: "High Street Dental Practice".
    """
    words = layout.says(line)[:_LONGEST_LINE]
    names_columns = _COLUMNS.search(words) and not re.search(r"[\d@:]", words) and not LEGAL_FORM.search(words)
    if names_columns or _HEADING.match(words) or find_money(words):
        return None
    cut = _CUT.search(words, 2)
    told = words[: cut.start() if cut else None].strip(" .:*#=-_")
    told = _HONORIFIC.sub("", told)
    start = line.char_start + words.index(told) if told else line.char_start
    street = _ADDRESS.search(told)
    if street and is_first and street.end() < len(told) and not re.search(r"\d", told):
        street = None
    if (
        len(re.findall(r"[^\W\d_]", told)) < 3 or len(told) > 80 or street or _DAY_WORDS.search(told)
        or ((_TITLE.search(told) or _CONTRACT_TITLE.search(words)) and not LEGAL_FORM.search(told)) or len(told.split()) > 9 or told.endswith(("!", "?"))
        or (words.endswith(".") and len(words.split()) > 9 and not LEGAL_FORM.search(told))  # a sentence
        or ":" in told or (told[:1].islower() and not LEGAL_FORM.search(told)) or _LETS.search(told)
    ):  # fmt: skip
        return None
    return Span(start, start + len(told))
