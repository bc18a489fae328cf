"""The amounts that a question names: bounds ("over 100 euros", "zwischen 50 und 80 €"), or the very amount of a booking.

A bare number is an amount where it has cents or stands after a word that compares; a year, a count and a span of time are
none. All amounts are without their sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pkm.answer.planning.period import fold_in_place

ROUGHLY = Decimal("0.1")  # "about 100" is from 90 to 110
CURRENCIES = (
    ("CAD", r"cad|canadian dollars?|dollars? canadiens?|kanadische[nr]? dollars?", ""), ("AUD", r"aud|australian dollars?|dollars? australiens?|australische[nr]? dollars?", ""),
    ("EUR", r"euros?|eur", "€"), ("USD", r"(?:us|american) dollars?|dollars? (?:us|americains?)|(?:us-|amerikanische[nr]? )dollars?|dollars?|usd|bucks", "$"), ("GBP", r"pounds?(?: sterling)?|sterling|gbp|pfund|livres(?: sterling)?|quid", "£"),
    ("CHF", r"swiss francs?|chf|franken|francs suisses|francs?(?! (?:cfa|belges?|luxemb\w+))|sfr\.?", "₣"), ("SEK", r"sek|swedish (?:kron[ao]r?|crowns?)|schwedische kronen|couronnes suedoises", ""), ("DKK", r"dkk|danish (?:kroner?|crowns?)|danische kronen|couronnes danoises", ""),
    ("NOK", r"nok|norwegian (?:kroner?|crowns?)|norwegische kronen|couronnes norvegiennes", ""), ("PLN", r"pln|zlotys?", ""), ("CZK", r"czk|korunas?|czech crowns?|tschechische kronen|couronnes tcheques", "Kč"), ("HUF", r"huf|forints?", ""), ("JPY", r"jpy|yen", "¥"),
)  # fmt: skip
_IN_WORDS = {
    "a hundred": 100, "one hundred": 100, "hundert": 100, "einhundert": 100, "cent": 100, "a thousand": 1000,
    "one thousand": 1000, "tausend": 1000, "eintausend": 1000, "mille": 1000,
    "fifty": 50, "funfzig": 50, "cinquante": 50, "twenty": 20, "zwanzig": 20, "vingt": 20, "ten": 10, "zehn": 10, "dix": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a question says of amounts, and the spans ``[start, end)`` that say it.

    Attributes:
        excluded: Whether the bounds themselves are not meant.
    """

    least: Decimal | None = None
    most: Decimal | None = None
    exact: Decimal | None = None
    excluded: bool = False
    spans: tuple[tuple[int, int], ...] = ()

    def blank(self, text: str) -> str:
        """The text with spaces where amounts stand."""
        for start, end in self.spans:
            text = text[:start] + " " * (end - start) + text[end:]
        return text


_CURRENCY = "|".join([form for _, form, _ in CURRENCIES] + [r"us\$", "[€$£₣¥]"])
_NAMES = [
    (code, re.compile(rf"(?<!\w)(?:{form})(?!\w)" + (f"|{re.escape(sign)}" if sign else "")))
    for code, form, sign in CURRENCIES
]
_DIGITS = r"\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"


def _money(name: str) -> str:
    """A number with or without its currency on either side, or a number in words with it."""
    return (
        rf"(?:(?P<{name}_before>{_CURRENCY})\s?)?(?P<{name}>{_DIGITS})(?P<{name}_k>\s?k\b)?(?![\d%])(?:,--|,-|\.-)?(?:\s?(?P<{name}_after>{_CURRENCY})(?!\w))?"
        rf"|(?P<{name}_words>{'|'.join(sorted(_IN_WORDS, key=len, reverse=True))})\s(?P<{name}_unit>{_CURRENCY})(?!\w)"
    )


_ABOVE = r"over|above|more than|exceed(?:s|ed|ing)?|greater than|(?:bigger|larger|higher) than|upwards of|beyond|uber|mehr als|(?:gross?er|hoher|teurer) als|plus (?:de|d')|superieure?s? a|au-dessus de|au-dela de|depass\w+|ubersteig\w*|uberstieg\w*|uberschritt\w*|>"
_FROM = r"at least|no less than|not less than|a minimum of|minimum|mindestens|wenigstens|au moins|au minimum|>=|≥"
_BELOW = r"under|below|less than|(?:smaller|cheaper|lower) than|unter|weniger als|(?:kleiner|billiger) als|moins de|inferieure?s? a|(?:en |au-)dessous de|<"
_UPTO = r"at most|no more than|not more than|a maximum of|maximum|up to|hochstens|maximal|nicht mehr als|bis zu|au plus|au maximum|<=|≤"
_ABOUT = r"about|around|roughly|approximately|circa|ca\.?|etwa|ungefahr|rund|environ|autour de"
# "die Zahlung über 99,50 €" is of that amount.
_OF_ONE = re.compile(
    r"(?<!\w)(?:\w*zahlung|\w*buchung|uberweisung|lastschrift|\w*rechnung|betrag|gutschrift|einkauf|beleg|quittung)\s$"
)
_OF_PAYMENT = re.compile(
    r"(?<!\w)(?:payment|charge|purchase|paiement|versement|prelevement|achat|zahlung|abbuchung|buchung) (?:of|de|von|uber)\s$"
)
_OR_MORE = r"\s(?:or|oder|ou|and|und|et) (?:more|above|over|up(?:wards)?|mehr|daruber|plus|davantage)"
_OR_LESS = r"\s(?:or|oder|ou|and|und|et) (?:less|below|under|weniger|darunter|moins)"
# What follows a bare number that is an amount: the end, or a word that begins another part of the question.
_ENDS = r"(?=\s*(?:[?.!;,)]|$)|\s(?:in|at|on|to|from|for|since|during|last|this|by|with|between|before|after|until|each|per|and|or|im|an|bei|beim|seit|von|vom|am|fur|letzte\w*|diese\w*|zwischen|vor|nach|und|oder|en|a|chez|depuis|le|la|cette|ce|au|entre|avant|et|ou|par|did|have|has|was|were|we|i|wir|ich|haben|hat|gab|gibt|hatten)(?!\w)|\s\0)"
_RANGE = re.compile(
    rf"(?<!\w)(?:(?P<between>between|zwischen|entre)|(?P<from>from|von|de))?\s*(?:{_money('low')})\s*(?:and|und|et|to|bis|a|-|–)\s*(?:{_money('high')})"
)
_BOUND = re.compile(
    rf"(?<![\w])(?:(?:(?P<above>{_ABOVE})|(?P<from>{_FROM})|(?P<below>{_BELOW})|(?P<upto>{_UPTO})|(?P<about>{_ABOUT}))\s*)(?:{_money('n')})"
    rf"(?:(?P<or_more>{_OR_MORE})|(?P<or_less>{_OR_LESS}))?"
)
_SINGLE = re.compile(rf"(?<![\w.,])[-−]?(?:{_money('n')})(?:(?P<or_more>{_OR_MORE})|(?P<or_less>{_OR_LESS}))?")
_SIDE = re.compile(r"(?<!\w)(?:(?P<from>from|ab|a partir de)|(?P<upto>bis|until|jusqu'a))\s*$")
_NO_AMOUNT = re.compile(
    r"\s*(?:%|percent|prozent|pour ?cent|uhr|o'clock|h\b|[ap]\.?m\b|days?|weeks?|months?|years?|times?|tage?n?|wochen?|monate?n?|jahre?n?|mal|jours?|semaines?|mois|ans?|fois|kg|km|m²|kwh|litres?|liter)"
)
_OF_TIME = re.compile(r"times?|mal|ans?")  # "126,50 an die Schule": nothing of this has cents
_LAST_YEAR = 2100
_IN_WHICH = re.compile(rf"(?<!\w)(?:in|en)\s(?:{_CURRENCY})(?!\w)")
_IN_CURRENCY = re.compile(rf"(?<!\w)(?:in|en)\s(?:{_CURRENCY})\s$")


def currency_of(text: str) -> str | None:
    """The currency that folded text names, as ISO 4217; a sign may stand against a figure."""
    return next((code for code, form in _NAMES if form.search(text)), None)


_DOLLARS = frozenset(("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS"))
_OF_ONE_LAND = re.compile(
    r"us\$|us dollars?|american dollars?|usd|dollars? (?:us|americains?)|us-dollars?|amerikanische[nr]? dollars?"
)


def own_dollar(question: str, currency: str | None, own: Sequence[str]) -> str | None:
    """The currency that a question names, where "$" and "dollars" are those that the household has; of several any."""
    if currency != "USD" or _OF_ONE_LAND.search(fold_in_place(question)):
        return currency
    dollars = _DOLLARS.intersection(own)
    return next(iter(dollars)) if len(dollars) == 1 else None if dollars else currency


def without_currency(text: str) -> str:
    """The text without "in francs", which says only which money is meant."""
    for match in reversed(list(_IN_WHICH.finditer(fold_in_place(text)))):
        text = text[: match.start()] + text[match.end() :]
    return text


def find(question: str) -> Amounts:
    """The amounts of a question; spans count its characters."""
    text = fold_in_place(question)
    least = most = exact = None
    excluded = False
    spans: list[tuple[int, int]] = []
    for pattern in (_RANGE, _BOUND, _SINGLE):
        for match in pattern.finditer(text):
            got = match.groupdict()
            if pattern is _RANGE:
                if not _is_range(match, text):
                    continue
                low, high = _value(got, "low"), _value(got, "high")
                least, most = min(low, high), max(low, high)
            elif (value := _single(match, text, compared=pattern is _BOUND)) is None:
                continue
            elif got["or_more"]:
                least = value
            elif got["or_less"]:
                most = value
            elif pattern is _SINGLE:
                side = _SIDE.search(text[: match.start()])
                if side and side["from"]:
                    least = value
                elif side:
                    most = value
                elif exact is None:
                    exact = value
            elif got["above"] == "uber" and _OF_ONE.search(text[: match.start()]):
                exact = value if exact is None else exact
            elif got["about"]:
                least, most = value * (1 - ROUGHLY), value * (1 + ROUGHLY)
            else:
                excluded = excluded or bool(got["above"] or got["below"])
                least, most = (value, most) if got["above"] or got["from"] else (least, value)
            spans.append(match.span())
        for start, end in spans:
            text = text[:start] + "\0" * (end - start) + text[end:]
    if least is not None or most is not None:
        exact = None
    return Amounts(least, most, exact, excluded, tuple(spans))


def _value(got: dict[str, str | None], name: str) -> Decimal:
    """``1.000,50`` and ``1,000.50`` alike: what three figures follow is a thousand's mark."""
    if told := got[f"{name}_words"]:
        return Decimal(_IN_WORDS[told])
    bare = re.sub(r"['\u00a0\u202f ]", "", got[name] or "")
    bare = re.sub(r"[.,](?=\d{3}(?!\d))", "", bare).replace(",", ".")
    try:
        return Decimal(bare) * (1000 if got[f"{name}_k"] else 1)
    except InvalidOperation:
        return Decimal(0)


def _has_currency(got: dict[str, str | None], name: str) -> bool:
    return any(got[f"{name}_{side}"] for side in ("before", "after", "unit"))


def _has_cents(got: dict[str, str | None], name: str) -> bool:
    return re.search(r"[.,]\d\d$", got[name] or "") is not None


def _is_range(match: re.Match[str], text: str) -> bool:
    """Whether two numbers are amounts: a currency says so, or cents; two years, days or spans of time are none."""
    got = match.groupdict()
    if _has_currency(got, "low") or _has_currency(got, "high"):
        return True
    if _NO_AMOUNT.match(text, match.end()) or not got["between"]:
        return False
    if _has_cents(got, "low") and _has_cents(got, "high"):
        return True
    years = all(1900 <= _value(got, name) <= _LAST_YEAR for name in ("low", "high"))
    return not years and re.match(_ENDS, text[match.end() :]) is not None


def _single(match: re.Match[str], text: str, *, compared: bool) -> Decimal | None:
    """The amount, where the number is one: in "cash in euros 2025" it is the year."""
    got = match.groupdict()
    may_be_year = re.fullmatch(r"(?:19|20)\d\d", got["n"] or "") is not None
    if (
        may_be_year
        and got["n_before"]
        and not got["n_after"]
        and not compared
        and _IN_CURRENCY.search(text[: match.start("n")])
    ):
        return None
    if not _has_currency(got, "n"):
        span = _NO_AMOUNT.match(text, match.end())
        if span and not (_has_cents(got, "n") and _OF_TIME.fullmatch(span.group().strip())):
            return None
        day = re.search(r"(?<!\w)(?:am|on|le|vom|zum|per|bis|seit)\s$", text[: match.start()])
        of_one = not may_be_year and _OF_PAYMENT.search(text[: match.start()]) is not None  # "the payment of 1486"
        if not compared and (
            (not _has_cents(got, "n") and not of_one) or day or text[match.end() : match.end() + 1] == "."
        ):
            return None
        if compared and not _has_cents(got, "n") and not re.match(_ENDS, text[match.end() :]):
            return None
    return _value(got, "n")
