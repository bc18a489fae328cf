"""How firms and landlords of four countries write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import get_month_names

from bench.ledger_exam.abroad_sheets import comma

Lines = list[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """A country's names and letters; ``rate``: of its value added tax."""

    payer: str
    paying: str
    rate: Decimal
    crafts: Sequence[str]
    firms: Sequence[str]
    phone: str
    shop: str
    landlord: str
    stream: str
    gym: str
    subject: str
    cover: Sequence[str]
    discount: Sequence[str]
    debited: Sequence[str]
    policy: Lines
    offer: Lines
    invoice: Callable[[str, str, date, date, Decimal, Decimal, str, Lines], Lines]
    receipt: Callable[[str, date, Decimal], Lines]
    lease: Callable[[str, Decimal], Lines]
    price: Callable[[str, date, Decimal, Decimal], Lines]
    cancelled: Callable[[str, date], Lines]


def _spaced(number: str) -> str:
    return " ".join(number[n : n + 4] for n in range(0, len(number), 4))


def _frank(value: Decimal) -> str:
    return f"{value:,.2f}".replace(",", "'")


_MONTHS = tuple(get_month_names("wide", locale="fr").values())
_MONATE = tuple(get_month_names("wide", locale="de").values())


def _fr(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _de(day: date) -> str:
    return f"{day.day}. {_MONATE[day.month - 1]} {day.year}"


BRITISH = Phrases(
    "current", "INV {number}", Decimal("0.20"),
    ("OAKLEY ROOFING LTD", "M PATEL ELECTRICAL", "GREENWAY PLUMBING", "TOWNSEND DECORATORS"),
    ("RIVERSIDE GARAGE", "HALLAM JOINERY", "ELM TREE GARDENS", "SUTTON GLAZING"),
    "TALKABOUT MOBILE", "BOOKSHOP YORK", "PENNYFIELD LETTINGS", "PICTUREHOUSE+", "IRONHOUSE GYM",
    "Your invoice {number}", ("Dear customer,", "please find your invoice attached.", "Kind regards"),
    ("Early settlement discount: 2% if paid within 10 days.",),
    ("The amount will be collected by Direct Debit. You do not need to do anything.",),
    ["CERTIFICATE OF HOME INSURANCE", "Policy number: HH-2290-11", "", "This contract of insurance is between Moorland Mutual Ltd (the insurer)",
     "and Ms R Ashby (the policyholder).", "The policy starts on 1 March 2025 and ends on 28 February 2027.",
     "It renews automatically for a further year unless either party gives notice", "in writing at least two months before the end of the term.",
     "Annual premium: £312.00"],
    ["Moorland Mutual Ltd", "QUOTATION", "", "Dear Ms Ashby,", "We would be glad to insure your caravan for £118.00 a year.", "This quotation is valid until 31 December 2026."],
    lambda issuer, number, issued, due, net, total, account, note: [
        issuer, "14 Canal Road, Leeds LS1 4AB", "VAT Reg No GB 123 4567 82", "", "INVOICE", f"Invoice number: {number}", f"Invoice date: {issued.day} {issued:%B %Y}", "",
        f"Net amount\t£{net:,.2f}", f"VAT at 20%\t£{total - net:,.2f}", f"Total due\t£{total:,.2f}", "", *note, f"Payment due by {due.day} {due:%B %Y}",
        *([f"IBAN: {_spaced(account)}"] if account else [])],
    lambda shop, day, total: [shop, "12 Stonegate, York", "VAT 224 1188 07", "", "PAPERBACK\t" + f"{total:.2f}", "", f"TOTAL\tGBP {total:.2f}", "VISA CARD SALE", f"{day:%d/%m/%Y} 14:22", "THANK YOU"],
    lambda landlord, rent: ["ASSURED SHORTHOLD TENANCY AGREEMENT", "", f"Landlord: {landlord}", "Tenant: Ms R Ashby and Mr D Ashby", "Premises: Flat 4, 9 Mill Lane, Leeds",
     "The tenancy begins on 1 January 2025 and is periodic from month to month.", f"Rent: £{rent:,.2f} per month, payable in advance on the first day of each month.",
     "Deposit: £1,400.00", "The tenant may end the tenancy by giving two months' notice in writing."],
    lambda firm, since, before, after: [firm, "Subject: a change to your monthly price", "Dear member,", f"From {since.day} {since:%B %Y} the price of your plan will change",
     f"from £{before} to £{after} per month."],
    lambda firm, ends: [firm, "Confirmation of cancellation", "", "Dear Ms Ashby,", "we confirm that your membership has been cancelled.", f"Your membership ends on {ends.day} {ends:%B %Y}."],
)  # fmt: skip

FRENCH = Phrases(
    "courant", "VIR SEPA FACTURE {number}", Decimal("0.20"),
    ("PLOMBERIE MARTIN", "COUVERTURE LE GOFF", "ELECTRICITE BESNARD", "MENUISERIE ROUX"),
    ("GARAGE DU PORT", "CUISINES VALMER", "JARDINS D'ERDRE", "VITRERIE POIRIER"),
    "TELEFIL MOBILE", "FNAC", "AGENCE BEAULIEU IMMOBILIER", "CINEFLUX", "FORME ET FITNESS",
    "Votre facture n° {number}", ("Bonjour,", "veuillez trouver ci-joint votre facture.", "Cordialement"),
    ("Escompte de 2 % pour paiement sous 10 jours.",),
    ("Ce montant sera prélevé automatiquement sur votre compte.",),
    ["CONTRAT D'ASSURANCE HABITATION", "Police n° H-7712", "", "Entre l'assureur : Mutuelle Atlantique", "et le souscripteur : Mme Claire Morel",
     "Le contrat prend effet le 1er mars 2025 et se termine le 28 février 2027.", "Il est reconduit tacitement pour une durée d'un an,",
     "sauf résiliation par lettre recommandée avec un préavis de deux mois avant l'échéance.", "Cotisation annuelle : 248,00 €"],
    ["Mutuelle Atlantique", "DEVIS", "", "Madame,", "nous vous proposons d'assurer votre bateau pour 118,00 € par an.", "Ce devis est valable jusqu'au 31 décembre 2026."],
    lambda issuer, number, issued, due, net, total, account, note: [
        issuer, "3 rue des Halles, 44000 Nantes", "SIRET 552 100 554 00013", "", f"FACTURE N° {number}", f"Date de facture : {issued:%d/%m/%Y}", "",
        f"Total HT\t{comma(net)} €", f"TVA 20 %\t{comma(total - net)} €", f"Net à payer TTC\t{comma(total)} €", "", *note, f"Date d'échéance : {due:%d/%m/%Y}",
        *([f"IBAN : {_spaced(account)}"] if account else [])],
    lambda shop, day, total: [shop, "CENTRE COMMERCIAL", "44000 NANTES", "", f"LIVRE\t{comma(total)}", "", f"TOTAL TTC\t{comma(total)} EUR", "CARTE BANCAIRE", f"{day:%d/%m/%Y} 16:02", "MERCI DE VOTRE VISITE"],
    lambda landlord, rent: ["CONTRAT DE LOCATION (BAIL)", "", f"Bailleur : {landlord}", "Locataires : Claire Morel et Luc Morel", "Logement : 8 quai Turenne, 44000 Nantes",
     "Le bail prend effet le 1er janvier 2025 pour une durée de trois ans.", f"Le loyer mensuel est fixé à {comma(rent)} €, payable d'avance le premier jour de chaque mois.",
     "Dépôt de garantie : 980,00 €", "Le locataire peut donner congé à tout moment avec un préavis de trois mois."],
    lambda firm, since, before, after: [firm, "Objet : évolution de votre tarif", "Bonjour,", f"à compter du {'1er' if since.day == 1 else since.day} {_MONTHS[since.month - 1]} {since.year}, le prix de votre abonnement",
     f"passera de {comma(before)} € à {comma(after)} € par mois."],
    lambda firm, ends: [firm, "Objet : confirmation de résiliation", "", "Madame,", "nous confirmons la résiliation de votre abonnement.", f"Votre contrat prendra fin le {_fr(ends)}."],
)  # fmt: skip

AMERICAN = Phrases(
    "checking", "BILL PAY INVOICE {number}", Decimal("0.0825"),
    ("CAPITAL CITY PLUMBING", "BARTON HVAC SERVICES", "MESA TREE CARE", "OAK HILL PAINTING"),
    ("LAMAR AUTO REPAIR", "PEDERNALES CABINETS", "ZILKER LANDSCAPE", "BALCONES GLASS"),
    "LONGHORN WIRELESS", "BEST BUY", "PRAIRIE MORTGAGE", "REELTIME STREAMING", "STEELYARD GYM",
    "Invoice #{number}", ("Hi Sam,", "your invoice is attached.", "Thanks!"),
    ("Terms: 2% discount if paid within 10 days.",),
    ("AutoPay is on. We will charge your account; no action is needed.",),
    ["HOMEOWNERS INSURANCE POLICY", "Policy number: TX-88213", "", "This agreement is between Alamo Home Mutual (the insurer)", "and Sam Hollis (the policyholder).",
     "The policy begins on March 1, 2025 and ends on February 28, 2027.", "It renews automatically for successive one-year terms unless either party", "gives written notice at least two months before the end of the term.",
     "Annual premium: $1,412.00"],
    ["Alamo Home Mutual", "QUOTE", "", "Hi Sam,", "we can insure your boat for $118.00 a year.", "This quote is good until December 31, 2026."],
    lambda issuer, number, issued, due, net, total, account, note: [  # noqa: ARG005
        issuer, "2200 S Congress Ave, Austin, TX 78704", "", "INVOICE", f"Invoice #: {number}", f"Date: {issued:%B} {issued.day}, {issued.year}", "Bill to: Sam Hollis", "",
        f"Subtotal\t${net:,.2f}", f"Sales tax (8.25%)\t${total - net:,.2f}", f"Amount due\t${total:,.2f}", "", *note, f"Due date: {due:%m/%d/%Y}"],
    lambda shop, day, total: [shop, "AUSTIN TX 78704", "", f"USB CABLE\t{(total / Decimal('1.0825')).quantize(Decimal('0.01'))}",
     f"TAX\t{total - (total / Decimal('1.0825')).quantize(Decimal('0.01'))}", f"TOTAL\t${total:.2f}", "VISA CREDIT", f"{day:%m/%d/%Y} 05:41 PM", "THANK YOU FOR SHOPPING"],
    lambda landlord, rent: ["MORTGAGE PAYMENT AGREEMENT", "", f"Lender: {landlord}", "Borrower: Sam Hollis", "Property: 77 Bluff Springs Rd, Austin, TX",
     "This agreement begins on January 1, 2025 and ends on December 31, 2054.", f"Monthly payment, including escrow: ${rent:,.2f}, due on the first day of each month."],
    lambda firm, since, before, after: [firm, "An update to your subscription price", "Hi,", f"starting {since:%B} {since.day}, {since.year}, the price of your subscription will change", f"from ${before} to ${after} per month."],
    lambda firm, ends: [firm, "Membership cancellation confirmation", "", "Hi Sam,", "we have cancelled your membership as you asked.", f"Your membership ends on {ends:%B} {ends.day}, {ends.year}."],
)  # fmt: skip

SWISS = Phrases(
    "firma", "Rechnung {number}", Decimal("0.081"),
    ("Druckerei Odermatt AG", "Elektro Gerber", "Treuhand Zollinger GmbH", "Schreinerei Abegg"),
    ("Garage Furrer", "Küchen Wettstein", "Gartenbau Nauer", "Glaserei Imhof"),
    "COWORK LIMMAT AG", "ORELL FUESSLI", "Verwaltung Sihlfeld AG", "BINGEBOX", "KRAFTRAUM ALTSTETTEN",
    "Ihre Rechnung {number}", ("Guten Tag", "im Anhang finden Sie unsere Rechnung.", "Freundliche Grüsse"),
    ("Zahlbar innert 10 Tagen mit 2 % Skonto.",),
    ("Der Betrag wird Ihrem Konto im Lastschriftverfahren belastet.",),
    ["VERSICHERUNGSVERTRAG HAUSRAT", "Policen-Nr. 55.220.117", "", "Versicherer: Rigi Versicherungen AG", "Versicherungsnehmerin: Nina Caduff",
     "Der Vertrag beginnt am 1. März 2025 und endet am 28. Februar 2027.", "Er verlängert sich stillschweigend um jeweils ein Jahr, wenn er nicht",
     "mit einer Frist von zwei Monaten vor Ablauf schriftlich gekündigt wird.", "Jahresprämie: CHF 312.00"],
    ["Rigi Versicherungen AG", "OFFERTE", "", "Guten Tag Frau Caduff", "Gerne versichern wir Ihr Velo für CHF 118.00 im Jahr.", "Diese Offerte gilt bis 31. Dezember 2026."],
    lambda issuer, number, issued, due, net, total, account, note: [
        issuer, "Badenerstrasse 120, 8004 Zürich", "CHE-114.302.881 MWST", "", "Rechnung", f"Rechnungs-Nr.: {number}", f"Datum: {issued:%d.%m.%Y}", *note[:1], "",
        f"Zwischentotal\tCHF {_frank(net)}", f"MWST 8.1 %\tCHF {_frank(total - net)}", f"Rechnungsbetrag\tCHF {_frank(total)}", "", *note[1:], f"Zahlbar bis {due:%d.%m.%Y}",
        *([f"IBAN {_spaced(account)}"] if account else [])],
    lambda shop, day, total: [shop, "8001 ZÜRICH", "CHE-105.981.224 MWST", "", f"TASCHENBUCH\t{total:.2f}", "", f"TOTAL CHF\t{total:.2f}", "Mastercard", f"{day:%d.%m.%Y} 17:40", "Vielen Dank"],
    lambda landlord, rent: ["MIETVERTRAG", "", f"Vermieterin: {landlord}", "Mieterin: Nina Caduff", "Mietobjekt: 3-Zimmer-Wohnung, Sihlfeldstrasse 8, 8003 Zürich",
     "Das Mietverhältnis beginnt am 1. Januar 2025 und ist unbefristet.", f"Der Mietzins beträgt monatlich CHF {_frank(rent)}, zahlbar im Voraus auf den ersten Tag des Monats.",
     "Depot: CHF 3'000.00", "Kündigungsfrist: drei Monate auf Ende eines Monats."],
    lambda firm, since, before, after: [firm, "Anpassung Ihres Abopreises", "Guten Tag", f"ab dem {_de(since)} ändert sich der Preis Ihres Abonnements", f"von CHF {before} auf CHF {after} pro Monat."],
    lambda firm, ends: [firm, "Kündigungsbestätigung", "", "Guten Tag Frau Caduff", "Wir bestätigen die Kündigung Ihres Abos.", f"Ihr Vertrag endet am {_de(ends)}."],
)  # fmt: skip

PHRASES = {"british": BRITISH, "french": FRENCH, "american": AMERICAN, "swiss": SWISS}
