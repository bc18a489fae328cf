"""A seeded household's paper trail: papers as firms write them, the bank's rows, and which belong together.

It draws its own plan first and writes papers and rows from it, with words, layouts, languages and number formats of its
own, so that it can judge what reads and matches them. Among the papers and rows lie decoys of every kind that misleads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from pkm.facts import Paper
from pkm.models import DocumentId, Transaction, TransactionId

START = date(2025, 1, 1)
CENT = Decimal("0.01")
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}
FIRMS = {
    "de": [
        "Elektro Müßig GmbH", "Schreinerei Hölzle", "Stadtwerke Bruchtal AG", "Stadtwerke Oberaue GmbH", "Zahnarztpraxis Dr. Küppers",
        "Gärtnerei Löwenstein", "Dachdeckerei Pfühl & Söhne", "Autohaus Kranzler GmbH", "Kranzler Reifen e.K.", "Musikschule Tonleiter e.V.",
        "Malerbetrieb Fröbe", "Buchhandlung Eselsohr", "Heizungsbau Wörner GmbH & Co. KG", "Physiotherapie am Anger",
    ],
    "en": [
        "Brightwater Plumbing Ltd", "Hartfield Dental Care", "Oakmoor Joinery", "Larkspur Broadband Ltd", "Larkspur Books",
        "Penhallow Removals Limited", "Quillon Accountants LLP", "Tamsin & Rowe Opticians", "Westerby Veterinary Clinic", "Fenwick Glazing Co.",
    ],
    "fr": [
        "Plomberie Vauquelin SARL", "Menuiserie Aubépine", "Cabinet dentaire Rouvray", "Garage Thibauderie SAS", "Librairie des Quatre-Vents",
        "Électricité Charpentier EURL", "École de musique Mirabelle", "Pépinières Fontanges",
    ],
}  # fmt: skip
SHOPS = [
    "Kaufhaus Lindwurm",
    "Bistro Petit Sabot",
    "Werkzeug Discount Ratz",
    "Fenmarket",
    "Apotheke zum Storch",
    "Bäckerei Kornblum",
]
SUBSCRIPTIONS = [("Larkspur Fibre Ltd", "en"), ("Mobilfunk Nordlicht GmbH", "de"), ("Télécom Ardoise SA", "fr")]
TOWNS = ["Bruchtal", "Oberaue", "Hartfield", "Rouvray", "Fenwick"]


@dataclass
class Trail:
    """What was made.

    Attributes:
        papers: By document id.
        links: Pairs that belong together.
        open: Pairs that a person would have to decide: neither right nor wrong.
        stated: Per document what it states, by kind of fact.
    """

    papers: dict[DocumentId, Paper] = field(default_factory=dict)
    rows: list[Transaction] = field(default_factory=list)
    links: set[tuple[DocumentId, TransactionId]] = field(default_factory=set)
    open: set[tuple[DocumentId, TransactionId]] = field(default_factory=set)
    stated: dict[DocumentId, dict[str, object]] = field(default_factory=dict)


@dataclass(frozen=True)
class Bill:
    """An invoice before it is written."""

    firm: str
    language: str
    number: str
    customer: str
    issued: date
    due: date
    total: Decimal
    currency: str
    iban: str
    discount: int = 0
    parts: tuple[tuple[Decimal, date], ...] = ()


def iban(rng: Random) -> str:
    """A German IBAN with right check digits."""
    bban = f"{rng.randrange(10**8):08d}{rng.randrange(10**10):010d}"
    check = 98 - int(bban + "131400") % 97
    return f"DE{check:02d}{bban}"


def plain(rng: Random, amount: Decimal, language: str) -> str:
    """An amount as the language writes it, without a currency."""
    text = f"{abs(amount):,.2f}"
    if language == "de":
        text = text.translate(str.maketrans(",.", ".,"))
        text = text.replace(".", "") if rng.random() < 0.3 else text
    elif language == "fr":
        text = text.replace(",", rng.choice(["\u202f", " ", "\u00a0"])).replace(".", ",")
    elif rng.random() < 0.3:
        text = text.replace(",", "")
    return text


def money(rng: Random, amount: Decimal, currency: str, language: str) -> str:
    """An amount with its currency, before or behind."""
    number = plain(rng, amount, language)
    if currency == "EUR":
        shape = rng.choice(["{} €", "{} EUR", "EUR {}"] if language != "en" else ["€{}", "EUR {}", "{} EUR"])
    elif currency == "GBP":
        shape = rng.choice(["£{}", "GBP {}"])
    else:
        shape = currency + " {}"
    return shape.format(number)


def day(rng: Random, value: date, language: str) -> str:
    """A day as the language writes it."""
    name = MONTHS[language][value.month - 1]
    if language == "de":
        return rng.choice([f"{value:%d.%m.%Y}", f"{value.day}. {name} {value.year}", f"{value:%d.%m.%y}"])
    if language == "fr":
        first = "1er" if value.day == 1 else str(value.day)
        return rng.choice([f"{value:%d/%m/%Y}", f"{first} {name} {value.year}"])
    return rng.choice([f"{value.day} {name} {value.year}", f"{value:%d}-{name[:3]}-{value.year}", value.isoformat()])


def as_bank(rng: Random, name: str) -> str:
    """A firm's name as banks print it: capitals, no umlauts, cut, without its legal form."""
    for form in (
        " GmbH & Co. KG",
        " GmbH",
        " AG",
        " e.K.",
        " e.V.",
        " Ltd",
        " Limited",
        " LLP",
        " Co.",
        " SARL",
        " SAS",
        " EURL",
        " SA",
    ):
        if name.endswith(form) and rng.random() < 0.6:
            name = name.removesuffix(form)
    style = rng.random()
    if style < 0.5:
        for umlaut, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("é", "e"), ("É", "E"), ("è", "e")):
            name = name.replace(umlaut, two)
        name = name.upper()
    if style < 0.2:
        name = name[:22].rstrip()
    if 0.2 < style < 0.35:
        name = f"{name} {rng.choice(TOWNS).upper()}"
    return name


class Maker:
    """Draws one household."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(f"paper trail {seed}")
        self.trail = Trail()
        self._serial = 1000 + self.rng.randrange(800)
        self._customers = {name: f"{self.rng.randrange(10**5, 10**7)}" for names in FIRMS.values() for name in names}
        self._ibans = {name: iban(self.rng) for names in FIRMS.values() for name in names}

    # ------------------------------------------------------------ rows

    def row(
        self, name: str, booked: date, amount: Decimal, text: str = "", currency: str = "EUR", account: str = "",
        original: tuple[Decimal, str] | None = None,
    ) -> TransactionId:  # fmt: skip
        """A booking; ``amount`` positive leaves the account."""
        number = TransactionId(len(self.trail.rows) + 1)
        self.trail.rows.append(
            Transaction(
                id=number, account="DE00HOME0001", booked_on=booked, value_on=None, amount=-amount, currency=currency,
                counterparty=as_bank(self.rng, name), description=text, category="", status="booked", reference=None,
                document_id=DocumentId(0), path="bank.csv", locator=f"row {number}", counterparty_account=account or None,
                original_amount=-original[0] if original else None, original_currency=original[1] if original else None,
            )
        )  # fmt: skip
        return number

    def purpose(self, bill: Bill) -> str:
        """What the payer wrote: the number mostly, in some form, or something else."""
        return self.rng.choice([
            f"Rechnung {bill.number}", bill.number, f"inv {bill.number.replace('-', ' ')}", f"KD-NR {bill.customer}", "Danke!", "",
            f"{bill.number} vom {bill.issued:%d.%m.}", f"Ihre Rechnung vom {bill.issued:%d.%m.%Y}",
        ])  # fmt: skip

    def pay(self, bill: Bill, booked: date, amount: Decimal | None = None, text: str | None = None) -> TransactionId:
        """Pay a bill, in a foreign currency where it is one."""
        value = bill.total if amount is None else amount
        account = bill.iban if self.rng.random() < 0.3 else ""
        said = self.purpose(bill) if text is None else text
        if bill.currency != "EUR":
            rate = Decimal(str(round(self.rng.uniform(0.9, 1.2), 4)))
            return self.row(
                bill.firm, booked, (value * rate).quantize(CENT), said, "EUR", account, (value, bill.currency)
            )
        return self.row(bill.firm, booked, value, said, "EUR", account)

    # ------------------------------------------------------------ papers

    def bill(
        self,
        firm: str | None = None,
        language: str | None = None,
        issued: date | None = None,
        total: Decimal | None = None,
        currency: str = "EUR",
        **more: object,
    ) -> Bill:
        """Draw an invoice."""
        rng = self.rng
        language = language or rng.choice(["de", "en", "fr"])
        firm = firm or rng.choice(FIRMS[language])
        issued = issued or START + timedelta(days=rng.randrange(0, 480))
        self._serial += rng.randint(1, 9)
        number = rng.choice(
            [
                f"RE-{issued.year}-{self._serial}",
                f"{self._serial}{rng.randrange(10, 99)}",
                f"{issued:%y%m}/{self._serial}",
                f"F{self._serial}",
                f"INV-{self._serial}",
            ]
        )
        total = total or Decimal(rng.randrange(1900, 190000)) / 100
        return Bill(
            firm,
            language,
            number,
            self._customers.setdefault(firm, f"{rng.randrange(10**6)}"),
            issued,
            issued + timedelta(days=rng.choice([7, 14, 30])),
            total,
            currency,
            self._ibans.setdefault(firm, iban(rng)),
            **more,
        )  # type: ignore[arg-type]

    def file(
        self,
        text: str,
        kind: str,
        title: str = "",
        day_: date | None = None,
        language: str | None = None,
        header_end: int = 0,
    ) -> DocumentId:
        """Keep a paper."""
        number = DocumentId(len(self.trail.papers) + 1)
        self.trail.papers[number] = Paper(text, kind, title, day_, language, header_end)  # type: ignore[arg-type]
        return number

    def invoice(self, bill: Bill, reminder: bool = False) -> DocumentId:
        """Write an invoice in one of several layouts."""
        writer: Callable[[Bill], str] = self.rng.choice([self._letter, self._columns, self._slip])
        text = self._reminder(bill) if reminder else writer(bill)
        number = self.file(text, "invoice", f"scan{self.rng.randrange(1000)}", bill.issued, bill.language)
        if not reminder:
            self.trail.stated[number] = {
                "total": bill.total,
                "date": bill.issued,
                "number": bill.number,
                "due": None if bill.parts else bill.due,
            }
        return number

    def _items(self, bill: Bill) -> tuple[list[tuple[str, Decimal]], Decimal, Decimal, int]:
        """Lines that add up to the net amount, net, tax, rate."""
        rng = self.rng
        rate = {"de": 19, "en": 20, "fr": 20}[bill.language]
        net = (abs(bill.total) / (1 + Decimal(rate) / 100)).quantize(CENT)
        cut = (net * Decimal(str(round(rng.uniform(0.2, 0.8), 2)))).quantize(CENT)
        words = {
            "de": ["Arbeitszeit", "Material", "Anfahrt"],
            "en": ["Labour", "Parts", "Call-out"],
            "fr": ["Main d'œuvre", "Fournitures", "Déplacement"],
        }
        first, second = rng.sample(words[bill.language], 2)
        return [(first, cut), (second, net - cut)], net, abs(bill.total) - net, rate

    def _letter(self, bill: Bill) -> str:
        """A letter: sentences, the total at the end."""
        rng, language = self.rng, bill.language
        items, net, tax, rate = self._items(bill)
        m = lambda amount: money(rng, amount, bill.currency, language)  # noqa: E731
        d = lambda value: day(rng, value, language)  # noqa: E731
        lines = "\n".join(f"{n}. {name} .... {m(amount)}" for n, (name, amount) in enumerate(items, 1))
        credit = bill.total < 0
        if language == "de":
            head = "Gutschrift" if credit else "Rechnung"
            end = (
                "Den Betrag erstatten wir auf Ihr Konto."
                if credit
                else rng.choice(
                    [
                        f"Bitte überweisen Sie den Betrag bis zum {d(bill.due)} auf unser Konto IBAN {bill.iban}.",
                        f"Zahlbar ohne Abzug innerhalb von {(bill.due - bill.issued).days} Tagen.",
                    ]
                )
            )
            if bill.discount:
                end += f" Bei Zahlung binnen 10 Tagen gewähren wir {bill.discount} % Skonto."
            return (
                f"{bill.firm}\nHauptstraße 7, 12345 {rng.choice(TOWNS)}\n\nFamilie Beispiel\nAm Teich 3\n12345 Bruchtal\n\n{head}snummer: {bill.number}\nKundennummer: {bill.customer}\nDatum: {d(bill.issued)}\n\nSehr geehrte Damen und Herren,\n\n{lines}\nNetto {m(net)}\nMwSt {rate} % {m(tax)}\n{rng.choice(['Gesamtbetrag', 'Rechnungsbetrag', 'Endbetrag', 'Brutto'])} {m(bill.total)}\n\n{end}\n\nMit freundlichen Grüßen\n{bill.firm}\n"
                + self._schedule(bill)
            )
        if language == "fr":
            head = "AVOIR" if credit else "FACTURE"
            end = (
                "Ce montant vous sera remboursé."
                if credit
                else rng.choice(
                    [f"À payer avant le {d(bill.due)}.", f"Paiement sous {(bill.due - bill.issued).days} jours."]
                )
            )
            if bill.discount:
                end += f" Escompte de {bill.discount} % pour paiement sous 10 jours."
            return (
                f"{bill.firm}\n12 rue des Lilas\n67000 Rouvray\n\nM. et Mme Exemple\n3 chemin de l'Étang\n\n{head} n° {bill.number}\nN° client : {bill.customer}\nDate de facturation : {d(bill.issued)}\n\n{lines}\nTotal HT {m(net)}\nTVA {rate} % {m(tax)}\n{rng.choice(['Total TTC', 'Net à payer', 'Montant TTC'])} : {m(bill.total)}\n\n{end}\nIBAN : {bill.iban}\n"
                + self._schedule(bill)
            )
        head = "Credit note" if credit else "Invoice"
        end = (
            "We shall refund this amount to you."
            if credit
            else rng.choice(
                [f"Payment is due by {d(bill.due)}.", f"Please pay within {(bill.due - bill.issued).days} days."]
            )
        )
        if bill.discount:
            end += f" {bill.discount}% discount if paid within 10 days."
        return (
            f"{bill.firm}\n4 Mill Lane\nHartfield\n\nThe Example Family\n\n{head} no. {bill.number}\nCustomer no. {bill.customer}\n{head} date: {d(bill.issued)}\n\n{lines}\nSubtotal {m(net)}\nVAT @ {rate}% {m(tax)}\n{rng.choice(['Total', 'Total due', 'Amount due', 'Grand total'])} {m(bill.total)}\n\n{end}\nAccount: {bill.iban}\n"
            + self._schedule(bill)
        )

    def _schedule(self, bill: Bill) -> str:
        """The plan of instalments, where there is one."""
        word = {"de": "Rate", "en": "Instalment", "fr": "Échéance"}[bill.language]
        return "".join(
            f"{n}. {word}   {day(self.rng, when, bill.language)}   {money(self.rng, part, bill.currency, bill.language)}\n"
            for n, (part, when) in enumerate(bill.parts, 1)
        )

    def _columns(self, bill: Bill) -> str:
        """A form: cells with bars, heads above values."""
        rng, language = self.rng, bill.language
        items, net, tax, rate = self._items(bill)
        labels = {
            "de": (
                "Rechnung",
                "Rechnungs-Nr.",
                "Kunden-Nr.",
                "Rechnungsdatum",
                "Fällig am",
                "Pos",
                "Bezeichnung",
                "Betrag",
                "Summe netto",
                "zzgl. USt",
                "Zahlbetrag",
            ),
            "en": (
                "Invoice",
                "Invoice number",
                "Account no.",
                "Issue date",
                "Due date",
                "Item",
                "Description",
                "Amount",
                "Net total",
                "VAT",
                "Balance due",
            ),
            "fr": (
                "Facture",
                "Facture n°",
                "Réf. client",
                "Date d'émission",
                "Date d'échéance",
                "Pos",
                "Désignation",
                "Montant",
                "Sous-total",
                "TVA",
                "Total à payer",
            ),
        }[language]
        rows = "\n".join(f"{n} | {name} | {plain(rng, amount, language)}" for n, (name, amount) in enumerate(items, 1))
        head = labels[0] if bill.total > 0 else {"de": "Gutschrift", "en": "Credit note", "fr": "Avoir"}[language]
        pay = (
            {
                "de": f"{bill.discount} % Skonto innerhalb von 10 Tagen",
                "en": f"{bill.discount}% discount within 10 days",
                "fr": f"{bill.discount} % d'escompte sous 10 jours",
            }[language]
            if bill.discount
            else ""
        )
        return (
            f"{bill.firm} | {head}\n\n{labels[1]} | {labels[2]} | {labels[3]} | {labels[4]}\n{bill.number} | {bill.customer} | {day(rng, bill.issued, language)} | {day(rng, bill.due, language)}\n\n{labels[5]} | {labels[6]} | {labels[7]} {bill.currency}\n{rows}\n{labels[8]} | {plain(rng, net, language)}\n{labels[9]} {rate} % | {plain(rng, tax, language)}\n{labels[10]} | {money(rng, bill.total, bill.currency, language)}\n{pay}\nIBAN | {' '.join(bill.iban[i : i + 4] for i in range(0, 22, 4))}\n"
            + self._schedule(bill)
        )

    def _slip(self, bill: Bill) -> str:
        """A short slip: labels and values on lines of their own, tax included."""
        rng, language = self.rng, bill.language
        labels = {
            "de": ("RECHNUNG", "Rechnung Nr.", "Datum", "Gesamt", "inkl. {} % MwSt", "Zahlbar bis", "Kundennummer"),
            "en": ("INVOICE", "Invoice #", "Date", "Total incl. VAT", "including {}% VAT", "Pay by", "Customer number"),
            "fr": ("FACTURE", "Facture N°", "Date", "Montant total", "dont TVA {} %", "Échéance", "Numéro de client"),
        }[language]
        _, _, tax, rate = self._items(bill)
        head = labels[0] if bill.total > 0 else {"de": "GUTSCHRIFT", "en": "CREDIT NOTE", "fr": "AVOIR"}[language]
        cut = (
            {
                "de": f"{bill.discount} % Skonto bei Zahlung innerhalb von 10 Tagen",
                "en": f"{bill.discount}% discount for payment within 10 days",
                "fr": f"{bill.discount} % d'escompte pour paiement sous 10 jours",
            }[language]
            if bill.discount
            else ""
        )
        return (
            f"{bill.firm.upper() if rng.random() < 0.5 else bill.firm}\n{head}\n{labels[1]} {bill.number}\n{labels[6]}: {bill.customer}\n{labels[2]}\n{day(rng, bill.issued, language)}\n{labels[5]} {day(rng, bill.due, language)}\n\n{labels[3]}: {money(rng, bill.total, bill.currency, language)}\n{labels[4].format(rate)}: {money(rng, tax, bill.currency, language)}\n{cut}\n"
            + self._schedule(bill)
        )

    def _reminder(self, bill: Bill) -> str:
        """A reminder: later, the same number and amount."""
        rng, language = self.rng, bill.language
        later = bill.due + timedelta(days=10)
        m, d = money(rng, bill.total, bill.currency, language), day(rng, later, language)
        return {
            "de": f"{bill.firm}\n\nZahlungserinnerung\nDatum: {d}\n\nzu unserer Rechnung Nr. {bill.number} steht noch offen:\nOffener Betrag: {m}\n",
            "en": f"{bill.firm}\n\nPayment reminder\nDate: {d}\n\nOur records show that this is still unpaid:\nInvoice no. {bill.number}\nAmount due: {m}\n",
            "fr": f"{bill.firm}\n\nRappel\nDate : {d}\n\nSauf erreur, cette facture reste impayée :\nFacture n° {bill.number}\nReste à payer : {m}\n",
        }[language]

    def receipt(self, shop: str, bought: date, total: Decimal) -> DocumentId:
        """A till receipt."""
        rng = self.rng
        cut = (total * Decimal(str(round(rng.uniform(0.2, 0.8), 2)))).quantize(CENT)
        if rng.random() < 0.5:
            given = total + rng.choice([Decimal("0.00"), Decimal("5.00"), Decimal("3.50")])
            how = (
                f"Bar {plain(rng, given, 'de')}\nRückgeld {plain(rng, given - total, 'de')}\n"
                if given > total
                else f"EC-Karte {plain(rng, total, 'de')}\n"
            )
            text = f"{shop}\nMarktplatz 1\n{bought:%d.%m.%Y} 14:0{rng.randrange(10)}\nBon-Nr. {rng.randrange(1000, 9999)}\nArtikel A {plain(rng, cut, 'de')}\nArtikel B {plain(rng, total - cut, 'de')}\nSUMME EUR {plain(rng, total, 'de')}\n{how}"
        else:
            text = f"{shop}\nHigh Street\nRECEIPT\nDate: {bought:%d/%m/%Y}\nThing one   {total - cut:.2f}\nThing two   {cut:.2f}\nSUBTOTAL   {total:.2f}\nTOTAL   EUR {total:.2f}\nCARD   {total:.2f}\nThank you\n"
        number = self.file(text, "invoice", f"IMG_{rng.randrange(1000, 9999)}", None, None)
        self.trail.stated[number] = {"total": total, "date": bought}
        return number

    def mail(self, bill: Bill) -> DocumentId:
        """The mail that brings an invoice."""
        rng = self.rng
        head = f"From: {bill.firm} <billing@{bill.firm.split()[0].lower()}.example>\nTo: Example <us@post.example>\nDate: {bill.issued:%a, %d %b %Y} 09:00:00 +0000\nSubject: Your invoice {bill.number}\n\n"
        text = f"{head}Dear customer,\n\nplease find attached invoice no. {bill.number}. The amount of {money(rng, bill.total, bill.currency, 'en')} is due by {day(rng, bill.due, 'en')}.\n\nKind regards\n"
        return self.file(text, "email", f"Your invoice {bill.number}", bill.issued, "en", len(head))

    # ------------------------------------------------------------ the household

    def link(self, paper: DocumentId, *rows: TransactionId) -> None:
        """Note what belongs together."""
        self.trail.links |= {(paper, row) for row in rows}

    def household(self) -> Trail:
        """Draw everything."""
        rng = self.rng
        bills = [self.bill() for _ in range(rng.randint(24, 34))]
        for bill in bills:
            self.link(self.invoice(bill), self.pay(bill, self._pay_day(bill)))
        for bill in bills[:6]:  # decoys: the same amount, another firm, about the same time
            other = self.bill(total=bill.total, issued=bill.issued + timedelta(days=rng.randint(-6, 6)))
            while other.firm == bill.firm:
                other = self.bill(total=bill.total, issued=bill.issued + timedelta(days=rng.randint(-6, 6)))
            if rng.random() < 0.5:
                self.link(self.invoice(other), self.pay(other, self._pay_day(other)))
            else:
                self.pay(other, self._pay_day(other), text="")  # a payment without its paper
        for bill in bills[6:12]:  # decoys: the same firm, another time or amount, without a paper
            self.row(bill.firm, bill.issued + timedelta(days=rng.choice([-90, -60, 120, 150])), bill.total, "")
            self.row(
                bill.firm,
                bill.issued + timedelta(days=rng.randint(0, 20)),
                bill.total + Decimal(rng.randint(1, 900)) / 100,
                "",
            )
        for _ in range(5):  # never paid
            self.invoice(self.bill())
        self._subscriptions()
        self._several()
        self._parts()
        self._discounts()
        self._special()
        self._receipts()
        self._contracts()
        for _ in range(250):  # everyday
            self.row(
                rng.choice([*SHOPS, "Supermarkt Grünkern", "Tankstelle Kreisel", "Café Windspiel"]),
                START + timedelta(days=rng.randrange(520)),
                Decimal(rng.randrange(120, 14000)) / 100,
                rng.choice(["", "Kartenzahlung", "POS 4711"]),
            )
        rng.shuffle(self.trail.rows)
        return self.trail

    def _pay_day(self, bill: Bill) -> date:
        return self.rng.choice(
            [
                bill.issued + timedelta(days=self.rng.randint(0, 6)),
                bill.due - timedelta(days=self.rng.randint(0, 3)),
                bill.due + timedelta(days=self.rng.randint(1, 12)),
            ]
        )

    def _subscriptions(self) -> None:
        """The same amount every month, each with its invoice; some months are never charged, some invoices are lost."""
        rng = self.rng
        for firm, language in rng.sample(SUBSCRIPTIONS, 2):
            total, on = Decimal(rng.randrange(999, 6999)) / 100, rng.randint(1, 9)
            for month in range(12):
                issued = date(2025, month + 1, on)
                bill = self.bill(firm, language, issued, total)
                fate = rng.random()
                row = (
                    None
                    if fate < 0.08
                    else self.pay(
                        bill,
                        issued + timedelta(days=rng.randint(2, 6)),
                        text=rng.choice([f"KD {bill.customer}", "Abo", bill.number]),
                    )
                )
                if fate < 0.85 and row is not None:
                    self.link(self.invoice(bill), row)
                elif row is None:
                    self.invoice(bill)

    def _several(self) -> None:
        """One payment of several invoices of a firm; invoices that were paid twice."""
        rng = self.rng
        for _ in range(3):
            first = self.bill()
            bills = [
                first,
                *(
                    self.bill(first.firm, first.language, first.issued + timedelta(days=rng.randint(0, 8)))
                    for _ in range(rng.randint(1, 3))
                ),
            ]
            text = rng.choice(["", "Sammelzahlung", " ".join(each.number for each in bills)])
            row = self.pay(
                first,
                max(each.issued for each in bills) + timedelta(days=5),
                sum((each.total for each in bills), Decimal(0)),
                text,
            )
            for bill in bills:
                self.link(self.invoice(bill), row)
        for named in (True, False):
            bill = self.bill()
            paper = self.invoice(bill)
            when = bill.issued + timedelta(days=4)
            self.link(paper, self.pay(bill, when, text=f"Rechnung {bill.number}"))
            again = self.pay(bill, when + timedelta(days=rng.randint(1, 7)), text=bill.number if named else "")
            (self.trail.links if named else self.trail.open).add((paper, again))

    def _parts(self) -> None:
        """Invoices that were paid in parts, with and without a plan for it."""
        rng = self.rng
        for n in range(3):
            bill = self.bill(total=Decimal(rng.randrange(40000, 190000)) / 100)
            share = (bill.total * Decimal(str(round(rng.uniform(0.25, 0.45), 2)))).quantize(CENT)
            parts = [share, bill.total - share] if n else [share, (bill.total - share) / 2 // CENT * CENT]
            parts = parts if n else [*parts, bill.total - sum(parts)]
            rows = [
                self.pay(bill, bill.due + timedelta(days=-4 + 25 * i), part, rng.choice([bill.number, f"Teil {i + 1}"]))
                for i, part in enumerate(parts)
            ]
            self.link(self.invoice(bill), *rows)
        for _ in range(2):
            total = Decimal(rng.randrange(600, 2400) * 3) / 10
            issued = START + timedelta(days=rng.randrange(300))
            part = (total / 3).quantize(CENT)
            days = [issued + timedelta(days=30 * n) for n in (1, 2, 3)]
            sums = [part, part, total - 2 * part]
            bill = self.bill(issued=issued, total=total, parts=tuple(zip(sums, days, strict=True)))
            rows = [
                self.pay(bill, when + timedelta(days=rng.randint(-2, 2)), amount)
                for amount, when in zip(sums, days, strict=True)
            ]
            self.link(self.invoice(bill), *rows)

    def _discounts(self) -> None:
        """Paid less a discount: granted on the paper, or simply taken."""
        rng = self.rng
        for granted in (True, True, True, False):
            rate = rng.choice([2, 3])
            bill = self.bill(discount=rate if granted else 0, language=rng.choice(["de", "en", "fr"]))
            row = self.pay(
                bill, bill.issued + timedelta(days=rng.randint(3, 8)), (bill.total * (100 - rate) / 100).quantize(CENT)
            )
            (self.trail.links if granted else self.trail.open).add((self.invoice(bill), row))

    def _special(self) -> None:
        """Credit notes, foreign money, reminders, mails that bring an invoice."""
        rng = self.rng
        for _ in range(3):
            bill = self.bill(total=-Decimal(rng.randrange(1500, 30000)) / 100)
            self.link(
                self.invoice(bill),
                self.row(
                    bill.firm,
                    bill.issued + timedelta(days=rng.randint(2, 15)),
                    bill.total,
                    rng.choice(["Gutschrift", bill.number]),
                ),
            )
        for currency in ("GBP", "CHF", "GBP"):
            bill = self.bill(language="en" if currency == "GBP" else "de", currency=currency)
            self.link(self.invoice(bill), self.pay(bill, self._pay_day(bill)))
        for _ in range(2):
            bill = self.bill()
            row = self.pay(bill, bill.due + timedelta(days=rng.randint(12, 25)))
            self.link(self.invoice(bill), row)
            self.link(self.invoice(bill, reminder=True), row)
        for _ in range(3):
            bill = self.bill()
            row = self.pay(bill, self._pay_day(bill))
            self.link(self.mail(bill), row)
            self.link(self.invoice(bill), row)

    def _receipts(self) -> None:
        """Till receipts of card payments; the same amount in the same shop on another day; some paid in cash."""
        rng = self.rng
        for n in range(12):
            shop, bought, total = (
                rng.choice(SHOPS),
                START + timedelta(days=rng.randrange(480)),
                Decimal(rng.randrange(300, 16000)) / 100,
            )
            paper = self.receipt(shop, bought, total)
            if n % 6 == 5:
                continue
            self.link(paper, self.row(shop, bought + timedelta(days=rng.randint(0, 2)), total, "Kartenzahlung"))
            if n % 4 == 0:
                self.row(shop, bought + timedelta(days=rng.randint(5, 20)), total, "Kartenzahlung")

    def _contracts(self) -> None:
        """A lease and a gym, each with a letter that announces a new price half-way."""
        rng = self.rng
        landlord, gym = (
            f"{rng.choice(['Irmgard', 'Edmund', 'Rosalie'])} {rng.choice(['Tannert', 'Quast', 'Bellmer'])}",
            rng.choice(["Sportpark Achterbahn GmbH", "Fitwerk Süd GmbH"]),
        )
        rent, fee = Decimal(rng.randrange(780, 1450)), Decimal(rng.randrange(1990, 5990)) / 100
        account = iban(rng)
        lease = self.file(
            f"Mietvertrag\n\nVermieter: {landlord}, Bruchtal\nMieter: Familie Beispiel\n\n§ 1 Mietbeginn\nDas Mietverhältnis beginnt am 01.12.2024 und läuft auf unbestimmte Zeit.\n\n§ 2 Miete\n"
            f"Kaltmiete: {plain(rng, rent - 200, 'de')} €\nNebenkosten: {plain(rng, Decimal(200), 'de')} €\nGesamtmiete monatlich: {plain(rng, rent, 'de')} €\nKonto des Vermieters: {account}\n\n"
            "§ 3 Kaution\nDer Mieter leistet eine Kaution von 2.400,00 €.\n\n§ 4 Kündigung\nDie Kündigungsfrist beträgt drei Monate zum Monatsende.\n", "contract", "Mietvertrag", date(2024, 11, 3), "de",
        )  # fmt: skip
        membership = self.file(
            f"{gym}\n\nMitgliedsvertrag\nMitgliedsnummer: 55{rng.randrange(1000, 9999)}\n\nVertragsbeginn: 01.01.2025\nMonatsbeitrag: {plain(rng, fee, 'de')} EUR\nDie Mindestlaufzeit beträgt 12 Monate. Der Vertrag verlängert sich jeweils um 12 Monate, wenn er nicht mit einer Frist von drei Monaten vor Ablauf gekündigt wird.\n", "contract", "Mitgliedsvertrag", date(2024, 12, 20), "de",
        )  # fmt: skip
        new_rent, new_fee = rent + 60, fee + Decimal("4.00")
        raised = self.file(
            f"{landlord}\n\nBruchtal, 12. April 2025\n\nSehr geehrte Familie Beispiel,\n\nab dem 1. Juli 2025 erhöht sich Ihre monatliche Gesamtmiete von {plain(rng, rent, 'de')} € auf {plain(rng, new_rent, 'de')} €.\n\nMit freundlichen Grüßen\n{landlord}\n", "other", "Mieterhöhung", date(2025, 4, 12), "de",
        )  # fmt: skip
        head = f"From: {gym} <info@fit.example>\nTo: us@post.example\nDate: Mon, 02 Jun 2025 10:00:00 +0200\nSubject: Neue Preise\n\n"
        dearer = self.file(
            f"{head}Liebes Mitglied,\n\nab dem 01.08.2025 beträgt Ihr neuer Monatsbeitrag {plain(rng, new_fee, 'de')} EUR statt bisher {plain(rng, fee, 'de')} EUR.\n",
            "email",
            "Neue Preise",
            date(2025, 6, 2),
            "de",
            len(head),
        )
        for month in range(12):
            first = date(2025, month + 1, 1)
            row = self.row(
                landlord,
                first + timedelta(days=rng.randint(0, 3)),
                new_rent if month >= 6 else rent,
                "Miete",
                account=account,
            )
            self.link(lease, row)
            if month >= 6:
                self.link(raised, row)
            row = self.row(gym, first + timedelta(days=rng.randint(3, 6)), new_fee if month >= 7 else fee, "Beitrag")
            self.link(membership, row)
            if month >= 7:
                self.link(dearer, row)


def build(seed: int) -> Trail:
    """The paper trail of a seed."""
    return Maker(seed).household()
