"""Invoices, receipts, credit notes and other papers that ask for money, or say that it was paid or comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pkm.facts import codes, terms
from pkm.facts.fact import Fact, FactKind, Paper, PaperKind
from pkm.facts.layout import Layout, Span
from pkm.facts.parties import find_domain, find_issuer, find_recipient
from pkm.facts.terms import sentence_at
from pkm.facts.totals import Total, decide
from pkm.facts.values import MONTH, MONTHS, Calendar, Money, find_currencies, find_money, month_end

MAX_CHARS = 60_000  # a longer one is no bill
LONGEST_RECEIPT = 4_000
_TOP = 400
_NO = r"(?:\s?(?:number|no|nr|nummer|num|n°|nº|id|ref)\b\.?|\s?[#°]|\s?n[°º])"
_WORD = r"(?:tax invoice|invoice|bill|receipt|credit note|credit memo|document|doc|inv|order|booking|rechnungs?|gutschrift(?:s)?|beleg|bon|bestell|auftrags|facture|avoir|reçu|commande)"
_NUMBER = re.compile(
    rf"(?<![\w-]){_WORD}-?{_NO}(?=[\s:.|#\d]|$)|(?<!\w)(?:facture|reçu|avoir) n[°º]", re.IGNORECASE | re.MULTILINE
)
_TITLE_NUMBER = re.compile(
    r"(?im)^\W*(?:tax )?(?:invoice|rechnung|facture|note d['’]honoraires|honorarnote|receipt|quittung|gutschrift|credit note|avoir)\s+(?:no\.?|nr\.?|n°|#)?\s*(?P<code>[A-Z0-9][\w/.-]*\d[\w/-]*)"
)
_CUSTOMER = re.compile(
    r"(?<![\w-])(?:(?:customer|client|account|contract|policy|member(?:ship)?|subscription|mandate)(?:\s?(?:number|no|nr|id|ref)\b\.?|\s?#)|mandate reference|(?:kunden|vertrags|mitglieds|versicherungs(?:schein)?|policen|vertragskonto|mandats|debitoren)-?\s?(?:nummer|nr|konto|referenz)\b\.?"
    r"|kassenzeichen|aktenzeichen|buchungszeichen|vertragskonto|(?:n[°º]|numéro|réf(?:érence)?\.?) (?:de )?(?:client|contrat|police|compte|dossier|abonné)|(?:client|contrat|police) n[°º])(?=[\s:.|#]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_REFERENCE = re.compile(
    r"(?<!\w)(?:payment reference|reference|our ref(?:erence)?|verwendungszweck|referenz(?:nummer)?|référence(?: de paiement)?|communication)(?=[\s:.|]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_CODE = re.compile(
    r"[#:.\s]*(?P<code>\d+(?: \d{2,4}){1,5}(?![\d.,/-])(?= *(?:\n|$|[|;]))|(?=[\w/.-]*\d)[A-Z0-9][\w/.-]*[\w])",
    re.IGNORECASE,
)
_IS_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}")
_DATE = re.compile(
    r"(?<![\w-])(?:(?:invoice|bill|receipt|issue|document|order|purchase|transaction)[ -]?date|date of (?:issue|invoice|purchase)|dated?|issued(?: on)?|placed on|(?:rechnungs|beleg|ausstellungs|kauf|bestell)-?datum|datum|rechnung vom|vom|date (?:de (?:la )?facture|d['’]émission|d['’]achat|de facturation)|(?:facture|reçu) du|fait le|émise? le|date)(?=[\s:.|]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_ISSUED = re.compile(
    r"(?i)(?:due|delivery|birth|start|end|expiry|valid|service|return|liefer|leistungs|geburts|fällig\w*|zahlungs|ab|bis|livraison|naissance|échéance|limite de|début|fin de)[\s-]*$"
)
_PERIOD = re.compile(
    r"(?<!\w)(?:(?:billing|service|invoice|statement|supply) period|period(?: billed| of service)?|(?:abrechnungs|leistungs|liefer|rechnungs|verbrauchs)zeitraum|zeitraum|leistungsmonat|période(?: de facturation| facturée| de consommation)?|for the (?:month|period)(?: of| from)?|für den (?:monat|zeitraum))(?=[\s:.|]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_MONTH_NAMED = re.compile(rf"(?P<month>{MONTH})\.?\s+(?P<year>20\d\d)|(?P<m>\d\d)/(?P<y>20\d\d)", re.IGNORECASE)
_INVOICE_WORD = re.compile(
    r"(?<!\w)(?:tax invoice|invoice|bill|\w*rechnung|facture|(?:note|relevé) d['’]honoraires|honorarnote|(?:first |second |final )?(?:payment )?reminder|\w*mahnung|(?:\w*gebühren)?bescheid|avis d['’]échéance|statement of charges|(?:patient|billing) statement|service-charge settlement|nebenkostenabrechnung|betriebskostenabrechnung)(?!\w)",
    re.IGNORECASE,
)
_RECEIPT_WORD = re.compile(
    r"(?<!\w)(?:receipt|cash bill|cash sale|quittung|kassenbon|kassenbeleg|reçu(?! le)|ticket de caisse|kartenzahlung|rückgeld|wechselgeld|cashier)(?!\w)|^[ \t]*(?:change|rendu|bon)\b[^\n]{0,20}\d",
    re.IGNORECASE | re.MULTILINE,
)
_CREDIT_WORD = re.compile(
    r"(?<!\w)(?:credit (?:note|memo)|gutschrift(?:s-?(?:nummer|nr|datum))?|rechnungskorrektur|stornorechnung|avoir|note de crédit|facture d['’]avoir|refund)(?!\w)",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"(?<!\w)(?:quote|quotation|offer|estimate|pro ?forma|angebot|kostenvoranschlag|devis|offre|bon de commande|purchase order|delivery note|lieferschein|bon de livraison|payslip|gehaltsabrechnung|lohnabrechnung|bulletin de paie)(?!\w)",
    re.IGNORECASE,
)
_DEMAND = re.compile(
    r"(?<!\w)(?:due|payable|to be paid|total to pay|please settle|please (?:pay|transfer)|(?:will be|is|are) (?:debited|collected|charged)|we (?:will|shall) (?:debit|collect)|fällig|zahlbar|zu (?:zahlen|überweisen|begleichen)|überweisen sie|abgebucht|buchen|abbuchen|eingezogen|à (?:payer|régler)|prélev\w+|payable)(?!\w)",
    re.IGNORECASE,
)
_REFUND = re.compile(
    r"(?<!\w)(?:refund(?:ed)?(?: of)?|credit balance|(?:rück)?erstattung|erstatten|guthaben(?:s)?|rückzahlung|remboursement|rembours\w+|trop-perçu)(?!\w)",
    re.IGNORECASE,
)
_NOT_REFUND = re.compile(
    r"(?i)(?:deposit|kaution|caution|if |falls |sofern |wenn |may |possible|request|not be |kein|unless|no refund|up to|bis zu)"
)
_HEADER_DATE = re.compile(r"^Date:[ \t]*(?P<day>[^\n]+)", re.MULTILINE)
PAYING_KINDS = frozenset({"email", "other", "note"})


def read_invoices(paper: Paper) -> Iterator[Fact]:
    """The facts of each invoice, receipt or credit note that the document holds, each an item of its own."""
    if (
        len(paper.text) > MAX_CHARS
        or paper.kind in {"statement", "code", "message", "contract"}
        or (_OFFER.search(_head(paper)) and not _INVOICE_WORD.search(paper.title))
    ):
        return
    for item, (start, end) in enumerate(_items(paper)):
        yield from _Reader(paper, Layout(paper.text, start, end), item).read()


def _head(paper: Paper) -> str:
    return f"{paper.title}\n{paper.text[paper.header_end : paper.header_end + _TOP // 2]}"


def _items(paper: Paper) -> list[tuple[int, int]]:
    """Where the parts of a document begin and end: a page that states another invoice number begins the next invoice."""
    starts, known = [paper.header_end], None
    for page in paper.pages:
        numbers = {code for _, code in _codes(Layout(paper.text, page.char_start, page.char_end), _NUMBER)}
        own = next(iter(numbers)) if len(numbers) == 1 else None
        if own and known and own != known:
            starts.append(page.char_start)
        known = own or known
    return list(zip(starts, [*starts[1:], _own_end(paper)], strict=True))


def _own_end(paper: Paper) -> int:
    """Where a mail's own words end, and what it answers to begins."""
    quoted = re.compile(r"^(?:>|On .{5,120} wrote:|Am .{5,120} schrieb|Le .{5,120} a écrit)", re.MULTILINE).search(
        paper.text, paper.header_end
    )
    return quoted.start() if paper.kind == "email" and quoted else len(paper.text)


def _codes(layout: Layout, label: re.Pattern[str]) -> list[tuple[Span, str]]:
    """The codes that stand behind a label."""
    found = []
    for each in layout.labelled(label):
        match = _CODE.match(layout.text, each.char_start, each.char_end)
        if match and len(match["code"]) >= 2 and not _IS_DAY.fullmatch(match["code"]):
            found.append((Span(*match.span("code")), match["code"]))
    return found


def find_customer_numbers(layout: Layout) -> list[tuple[Span, str]]:
    """The numbers of a customer or contract, with their places."""
    return [(span, code) for code, span in {code: span for span, code in reversed(_codes(layout, _CUSTOMER))}.items()]


class _Reader:
    """Reads one item."""

    def __init__(self, paper: Paper, layout: Layout, item: int) -> None:
        self._paper = paper
        self._layout = layout
        self._item = item
        self._words = layout.text[layout.start : layout.end]
        amounts = find_money(layout.text, layout.start, layout.end)
        self._currencies = find_currencies(self._words)
        self._amounts = amounts
        self._calendar = Calendar.of(self._words, paper.language, self._currencies)

    def read(self) -> Iterator[Fact]:
        """All facts; none where it is not sure what is to be paid."""
        found = self._decide()
        if found is None:
            return
        kind, total, named = found
        currency = total.gross.currency or (next(iter(self._currencies)) if len(self._currencies) == 1 else None)
        sign = -1 if kind == "credit_note" else 1
        gross = sign * abs(total.gross.amount)
        issued = self._issued(kind)
        yield self._fact("paper", kind, named)
        yield replace(
            self._fact("total", self._says(total.gross), _span(total.gross)),
            amount=gross,
            currency=currency,
            checked=total.checked,
        )
        if total.net:
            yield replace(
                self._fact("net", self._says(total.net), _span(total.net)),
                amount=sign * abs(total.net.amount),
                currency=currency,
                checked=True,
            )
        for tax, rate in total.taxes:
            yield replace(
                self._fact("tax", rate, _span(tax)),
                amount=sign * abs(tax.amount),
                currency=currency,
                checked=total.checked,
            )
        if issued:
            yield replace(self._fact("date", issued[0].isoformat(), issued[1]), day=issued[0])
        yield from self._identify()
        if kind != "credit_note":
            yield from terms.read_terms(
                self._layout, self._calendar, self._item, issued[0] if issued else self._paper.date, gross, currency
            )

    # ------------------------------------------------------------ what it is, and what is to be paid

    def _decide(self) -> tuple[PaperKind, Total, Span] | None:
        total = decide(self._layout)
        head = f"{self._paper.title}\n{self._words[:_TOP]}"
        named = next(
            (
                match
                for pattern in (_CREDIT_WORD, _INVOICE_WORD, _RECEIPT_WORD)
                if (match := pattern.search(self._words))
            ),
            None,
        )
        span = Span(self._layout.start + named.start(), self._layout.start + named.end()) if named else None
        if (refund := self._refund(total)) is not None:
            return "credit_note", *refund
        if self._paper.kind == "invoice" and total is not None:
            return self._kind_of(head, total), total, span or _span(total.gross)
        if self._paper.kind == "invoice" or self._paper.kind in PAYING_KINDS:
            if (
                total is not None
                and (_INVOICE_WORD.search(head) or _NUMBER.search(self._words))
                and (_DEMAND.search(self._words) or terms.PAID.search(self._words))
            ):
                return self._kind_of(head, total), total, span or _span(total.gross)
            if (
                total is not None
                and total.was_paid
                and self._paper.kind != "email"
                and len(self._words) <= LONGEST_RECEIPT
            ):
                return "receipt", total, _span(total.gross)
            return self._demanded()
        return None

    def _kind_of(self, head: str, total: Total) -> PaperKind:
        if _CREDIT_WORD.search(head) or total.gross.amount < 0:
            return "credit_note"
        if _RECEIPT_WORD.search(self._words) and not re.search(
            r"(?i)\b(?:due|payable|fällig|zahlbar|échéance|iban)\b", self._words
        ):
            return "receipt"
        return "invoice"

    def _refund(self, total: Total | None) -> tuple[Total, Span] | None:
        """The one amount that comes back, by a sentence that says so; not a credit note's own total."""
        found = {}
        for match in _REFUND.finditer(self._layout.text, self._layout.start, self._layout.end):
            start, end = sentence_at(self._layout.text, match.start(), self._layout.start, self._layout.end)
            line = self._layout.line_at(match.start())
            if (
                line is not None
                and self._layout.lines[line].char_start > start
                and find_money(self._layout.says(self._layout.lines[line]))
            ):
                start, end = self._layout.lines[line].char_start, self._layout.lines[line].char_end
            amounts = find_money(self._layout.text, start, end)
            if len({each.amount for each in amounts}) == 1 and not _NOT_REFUND.search(self._layout.text, start, end):
                found[amounts[0].amount] = (amounts[0], Span(*match.span()))
        if len(found) != 1 or self._paper.kind == "contract":
            return None
        money, span = next(iter(found.values()))
        if (
            total is not None
            and total.gross.amount > 0
            and _DEMAND.search(self._layout.text, self._layout.start, self._layout.end)
        ):
            return None  # something is to be paid as well
        return Total(money, self._is_difference(money)), span

    def _is_difference(self, money: Money) -> bool:
        """Whether two other amounts differ by just that."""
        values = {each.amount for each in self._amounts}
        return any(each + money.amount in values for each in values if each > 0 and each != money.amount)

    def _demanded(self) -> tuple[PaperKind, Total, Span] | None:
        """The one amount of which a sentence says that it is due or was paid."""
        said: tuple[tuple[re.Pattern[str], PaperKind], ...] = ((_DEMAND, "invoice"), (terms.PAID, "receipt"))
        for pattern, kind in said:
            found = {}
            for match in pattern.finditer(self._layout.text, self._layout.start, self._layout.end):
                start, end = sentence_at(self._layout.text, match.start(), self._layout.start, self._layout.end)
                amounts = find_money(self._layout.text, start, end)
                near = self._calendar.find(
                    self._layout.text, max(start, match.start() - 35), min(end, match.end() + 40)
                )
                if kind == "invoice" and not near:
                    continue
                if len({each.amount for each in amounts}) == 1:
                    found[amounts[0].amount] = (amounts[0], Span(*match.span()))
                elif kind == "receipt" and not amounts and len({each.amount for each in self._amounts}) == 1:
                    found[self._amounts[0].amount] = (self._amounts[0], Span(*match.span()))
            if len(found) == 1:
                money, span = next(iter(found.values()))
                if money.amount > 0:
                    return kind, Total(money, False), span
        return None

    # ------------------------------------------------------------ who, when, under which number

    def _issued(self, kind: PaperKind) -> tuple[date, Span] | None:
        for spot in self._layout.labelled(_DATE):
            before = self._layout.text[max(0, spot.char_start - 60) : spot.char_start]
            label = list(_DATE.finditer(before))
            if label and _NOT_ISSUED.search(before[: label[-1].start()]):
                continue
            days = self._calendar.find(self._layout.text, spot.char_start, min(spot.char_end, spot.char_start + 40))
            if days:
                return days[0].day, Span(days[0].char_start, days[0].char_end)
        every = self._calendar.find(self._layout.text, self._layout.start, self._layout.end)
        if self._paper.header_end and (match := _HEADER_DATE.search(self._paper.text, 0, self._paper.header_end)):
            days = Calendar(True).find(self._paper.text, *match.span("day"))
            return (days[0].day, Span(days[0].char_start, days[0].char_end)) if days else None
        every = [each for each in every if not terms.is_due_day(self._layout.text, each)]
        own = [each for each in every if each.day == self._paper.date]
        top = [
            each
            for each in every
            if each.char_start < self._layout.start + _TOP and each.day <= min(one.day for one in every)
        ]
        for each in (
            (own[:1] or top[:1])
            if kind != "receipt"
            else ([] if len({one.day for one in every}) != 1 else every[:1]) or own[:1]
        ):
            return each.day, Span(each.char_start, each.char_end)
        return None

    def _identify(self) -> Iterator[Fact]:
        """Names, numbers and codes."""
        names: tuple[tuple[FactKind, Span | None], ...] = (
            ("issuer", find_issuer(self._layout, self._paper)), ("recipient", find_recipient(self._layout)), ("domain", find_domain(self._layout, self._paper)),
        )  # fmt: skip
        for kind, span in names:
            if span:
                yield self._fact(kind, " ".join(self._layout.says(span).split()), span)
        numbers = _codes(self._layout, _NUMBER) or [
            (Span(*match.span("code")), match["code"])
            for match in _TITLE_NUMBER.finditer(self._layout.text, self._layout.start, self._layout.end)
            if not _IS_DAY.fullmatch(match["code"])
        ]
        labelled: tuple[tuple[FactKind, list[tuple[Span, str]]], ...] = (
            ("number", numbers),
            ("customer", _codes(self._layout, _CUSTOMER)),
            ("reference", _codes(self._layout, _REFERENCE)),
        )
        for kind, found in labelled:
            for span, code in {code: (span, code) for span, code in reversed(found)}.values():
                yield self._fact(kind, code, span)
        checked: tuple[tuple[FactKind, Iterator[codes.Found]], ...] = (
            ("iban", codes.find_ibans(self._words)), ("reference", codes.find_references(self._words)), ("bic", codes.find_bics(self._words)),
        )  # fmt: skip
        for kind, every in checked:
            for code, start, end in every:
                yield replace(
                    self._fact(kind, code, Span(self._layout.start + start, self._layout.start + end)),
                    checked=kind != "bic",
                )
        for spot in self._layout.labelled(_PERIOD):
            yield from self._period(spot)
            break

    def _period(self, spot: Span) -> Iterator[Fact]:
        end = min(spot.char_end, spot.char_start + 60)
        days = self._calendar.find(self._layout.text, spot.char_start, end)
        if len(days) == 2 and days[0].day <= days[1].day:
            yield replace(
                self._fact("period", f"{days[0].day}/{days[1].day}", Span(days[0].char_start, days[1].char_end)),
                day=days[0].day,
            )
        elif not days and (named := _MONTH_NAMED.search(self._layout.text, spot.char_start, end)):
            month = MONTHS[named["month"].casefold()] if named["month"] else int(named["m"])
            if 1 <= month <= 12:
                first = date(int(named["year"] or named["y"]), month, 1)
                yield replace(self._fact("period", f"{first}/{month_end(first)}", Span(*named.span())), day=first)

    def _fact(self, kind: FactKind, text: str, span: Span) -> Fact:
        return Fact(self._item, kind, text, span.char_start, span.char_end)

    def _says(self, money: Money) -> str:
        return self._layout.text[money.char_start : money.char_end]


def _span(money: Money) -> Span:
    return Span(money.char_start, money.char_end)
