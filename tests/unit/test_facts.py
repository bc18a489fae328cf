"""Invoices and receipts: what they state is read with the words that state it; what is not sure is not stated."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.facts import Fact, Paper, read
from pkm.facts.codes import find_ibans, find_references, is_mod_97
from pkm.facts.values import Calendar, find_durations, find_money, last_notice, shift
from tests import paper_trail
from tests.clock import linear_time

SROIE = Path(__file__).parents[2].parent / "shared" / "data" / "scans" / "sroie" / "data"


def facts(text: str, kind: str = "invoice", **more: object) -> dict[str, Fact]:
    """The first fact of each kind."""
    found: dict[str, Fact] = {}
    for each in read(Paper(text, kind, **more)):  # type: ignore[arg-type]
        found.setdefault(each.kind, each)
    return found


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("EUR 1,234.50", "1234.50", "EUR"), ("1.234,50 €", "1234.50", "EUR"), ("CHF 5'000.–", "5000", "CHF"),
        ("1 234,56 €", "1234.56", "EUR"), ("€49", "49", "EUR"), ("£1,299.00", "1299.00", "GBP"), ("RM14.10", "14.10", "MYR"),
        ("-12,50 EUR", "-12.50", "EUR"), ("12,50- ", "-12.50", None), ("(4.00)", "-4.00", None), ("$8.20", "8.20", None),
        ("12.00 CR", "-12.00", None), ("EUR 5.--", "5", "EUR"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_they_are_written(text: str, amount: str, currency: str | None) -> None:
    (money,) = find_money(text)
    assert (money.amount, money.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text", ["19,00 %", "12.03.2026", "0,30 €/kWh x", "1234", "12:30", "1.234", "v1.2.34", "IP 10.20.30.40"]
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert [each.amount for each in find_money(text) if each.amount != Decimal("0.30")] == []


@given(st.decimals(min_value=0, max_value=10**7, places=2))
def test_every_way_of_writing_gives_the_same_amount(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    for text in (f"EUR {english}", f"{german} €", f"{english.replace(',', '')} EUR", f"{german.replace('.', ' ')} €"):
        assert [each.amount for each in find_money(text)] == [value], text


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("05.03.2026", "en", date(2026, 3, 5)), ("5. März 2026", "de", date(2026, 3, 5)), ("1er mars 2026", "fr", date(2026, 3, 1)),
        ("March 5, 2026", "en", date(2026, 3, 5)), ("2026-03-05", None, date(2026, 3, 5)), ("05/03/2026", "fr", date(2026, 3, 5)),
        ("05/03/2026", None, None), ("05/03/2026 and 25/12/2026", "en", date(2026, 3, 5)), ("03/05/2026 and 12/25/2026", "en", date(2026, 3, 5)),
        ("31.02.2026", "de", None), ("19OCT2018", "en", date(2018, 10, 19)),
    ],
)  # fmt: skip
def test_days_are_read_only_where_they_can_be_read_in_one_way(
    text: str, language: str | None, day: date | None
) -> None:
    found = Calendar.of(text, language).find(text)
    assert (found[0].day if found else None) == day


def test_durations_in_three_languages() -> None:
    text = "14 days, three months' notice, dreimonatige Frist, d'un an, two (2) weeks, 24 Monaten"
    assert [each.iso for each in find_durations(text)] == ["P14D", "P3M", "P3M", "P1Y", "P2W", "P24M"]


def test_notice_must_fit_whole_before_the_end() -> None:
    assert last_notice(date(2026, 12, 31), "P3M") == date(2026, 9, 30)
    assert last_notice(date(2026, 6, 30), "P3M") == date(2026, 3, 31)
    assert last_notice(date(2027, 5, 12), "P8W") == date(2027, 3, 17)
    assert shift(date(2024, 1, 31), "P1M") == date(2024, 2, 29)


# ---------------------------------------------------------------- codes


def test_codes_with_wrong_check_digits_are_none() -> None:
    text = "IBAN DE89 3704 0044 0532 0130 00, GB82WEST12345698765432, DE88 3704 0044 0532 0130 00; RF18 5390 0754 7034 and RF19 5390 0754 7034"
    assert [code for code, _, _ in find_ibans(text)] == ["DE89370400440532013000", "GB82WEST12345698765432"]
    assert [code for code, _, _ in find_references(text)] == ["RF18539007547034"]


@pytest.mark.parametrize(
    "shown",
    [
        "DE89 3704 0044 0532 0130 00", "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000", "DE89 3704 0044\n0532 0130 00",
        "DE89 3704 0044 0532\r\n0130 00", "DE89\u202f3704\u202f0044\u202f0532\u202f0130\u202f00", "DE89-3704-0044-0532-0130-00", "DE89  3704  0044  0532  0130  00",
    ],
)  # fmt: skip
def test_an_account_number_is_one_however_its_groups_are_parted(shown: str) -> None:
    text = f"Bitte auf {shown}\nGB82 WEST 1234 5698 7654 32 oder bar."
    (first, start, end), (second, _, _) = find_ibans(text)
    assert (first, text[start:end]) == ("DE89370400440532013000", shown)
    assert second == "GB82WEST12345698765432"


def test_a_reference_is_one_across_lines() -> None:
    text = "Referenz RF18 5390\n0754\u00a07034 bitte angeben"
    ((code, start, end),) = find_references(text)
    assert (code, text[start:end]) == ("RF18539007547034", "RF18 5390\n0754\u00a07034")


@given(st.integers(0, 21), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(place: int, by: int) -> None:
    right = "DE89370400440532013000"
    if place >= 2:
        wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
        assert not is_mod_97(wrong)
    assert is_mod_97(right)


# ---------------------------------------------------------------- invoices

GERMAN = """Elektro Müßig GmbH
Hauptstr. 5, 12345 Bruchtal

Rechnung an: Ada Beispiel

Rechnungsnummer: RE-2025-0815
Kundennummer 4711-9
Rechnungsdatum: 3. März 2025
Leistungszeitraum: 01.02.2025 - 28.02.2025

Zwischensumme 200,00 €
zzgl. 19 % MwSt 38,00 €
Rechnungsbetrag 238,00 €

Zahlbar innerhalb von 14 Tagen, bei Zahlung binnen 7 Tagen 2 % Skonto.
IBAN: DE89 3704 0044 0532 0130 00   BIC: COBADEFFXXX
"""


@pytest.mark.parametrize(
    "above", ["Herrn\nGeorg Abendroth\nBirkenweg 4\n", "Herrn Georg Abendroth\nWeg 4\n", "Familie Ruth Kern\nBirkenweg 4\n", "Monsieur et Madame Kern\n", "An die\nMieter\n"]
)  # fmt: skip
def test_to_whom_a_letter_is_addressed_did_not_write_it(above: str) -> None:
    found = facts(f"{above}34117 Kassel\n\nZahnarztpraxis Holm\nRechnung Nr. 4711\nGesamtbetrag 84,20 EUR\n")
    assert found["issuer"].text == "Zahnarztpraxis Holm"
    lease = (
        "Mietvertrag\n\nzwischen\n\nHerrn Georg Abendroth\n- Vermieter -\n\nDie Miete beträgt monatlich 1.070,00 €.\n"
    )
    assert facts(lease, "contract")["issuer"].text == "Georg Abendroth"


def test_a_german_invoice() -> None:
    found = facts(GERMAN, language="de")
    assert found["paper"].text == "invoice"
    assert (found["total"].amount, found["total"].currency, found["total"].checked) == (Decimal("238.00"), "EUR", True)
    assert (found["net"].amount, found["tax"].amount, found["tax"].text) == (Decimal("200.00"), Decimal("38.00"), "19")
    assert (found["number"].text, found["customer"].text) == ("RE-2025-0815", "4711-9")
    assert (found["date"].day, found["due"].day) == (date(2025, 3, 3), date(2025, 3, 17))
    assert (found["issuer"].text, found["recipient"].text) == ("Elektro Müßig GmbH", "Ada Beispiel")
    assert (found["iban"].text, found["iban"].checked, found["bic"].text) == (
        "DE89370400440532013000",
        True,
        "COBADEFFXXX",
    )
    assert found["period"].text == "2025-02-01/2025-02-28"
    assert (found["discount"].amount, found["discount"].day) == (Decimal("233.24"), date(2025, 3, 10))


def test_every_span_states_its_value() -> None:
    for each in read(Paper(GERMAN, "invoice", language="de")):
        words = GERMAN[each.char_start : each.char_end]
        assert words == words.strip() != ""
        if each.kind in {"total", "net", "tax"}:
            assert find_money(words)[0].amount == each.amount
        if each.kind in {"number", "customer", "issuer", "recipient"}:
            assert words == each.text


def test_a_total_that_nothing_decides_is_none() -> None:
    assert facts("Rechnung\nPosten A 10,00 €\nSumme 30,00 €\nSumme 40,00 €\nRechnungsnummer: 1234\n") == {}


def test_a_total_that_adds_up_goes_before_one_that_does_not() -> None:
    text = "Invoice\nInvoice no. 77-1\nSubtotal 100.00\nVAT 20% 20.00\nTotal 100.00\nTotal EUR 120.00\n"
    assert facts(text)["total"].amount == Decimal("120.00")


def test_a_credit_note_is_negative_and_a_refund_too() -> None:
    text = GERMAN.replace("Rechnungsnummer", "Gutschriftsnummer").replace("Rechnungsbetrag", "Gesamtbetrag")
    assert (facts(text)["paper"].text, facts(text)["total"].amount) == ("credit_note", Decimal("-238.00"))
    letter = "Hausverwaltung Glocke\nBonn, 2 May 2025\n\nCosts: EUR 500.00\nYour advance payments: EUR 580.00\nThe difference of EUR 80.00 will be refunded to you.\n"
    found = facts(letter, "other")
    assert (found["paper"].text, found["total"].amount, found["total"].checked) == (
        "credit_note",
        Decimal("-80.00"),
        True,
    )


def test_instalments_count_only_if_they_add_up() -> None:
    plan = "Rechnung Nr. 500-1\nGesamtbetrag 300,00 €\n1. Rate 01.03.2025 100,00 €\n2. Rate 01.04.2025 {}\n"
    parts = [
        each for each in read(Paper(plan.format("200,00 €"), "invoice", language="de")) if each.kind == "instalment"
    ]
    assert [(each.amount, each.day) for each in parts] == [
        (Decimal(100), date(2025, 3, 1)),
        (Decimal(200), date(2025, 4, 1)),
    ]
    assert "instalment" not in facts(plan.format("190,00 €"), language="de")


def test_a_notice_of_fees_and_a_paid_order_are_bills_too() -> None:
    fee = facts(
        "Stadt Bruchtal\nBruchtal, 20. Mai 2026, Kassenzeichen 8000394\n\nDie Gebühr beträgt 132,47 EUR und ist am 15. August 2026 fällig.\n",
        "other",
        language="de",
    )
    assert (fee["total"].amount, fee["due"].day, fee["date"].day) == (
        Decimal("132.47"),
        date(2026, 8, 15),
        date(2026, 5, 20),
    )
    order = facts(
        "Thank you for your order\nOrder number N77, placed on 10 May 2026.\nPan | € 16.49\nCharged to your card ending in 2638.\n",
        "other",
        language="en",
    )
    assert (order["paper"].text, order["total"].amount, order["date"].day) == (
        "receipt",
        Decimal("16.49"),
        date(2026, 5, 10),
    )


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("OSIANDER Ulm\n20.11.2025 16:41\nAtlas   34,95\nKalender   15,00\nSUMME EUR   49,95\nKARTENZAHLUNG girocard   49,95\n", "49.95"),
        ("Gartencenter\n02.03.2026 11:02\nHochbeet 69,95\nErde 19,95\nSumme 89,90\nVISA 89,90\nDanke!\n", "89.90"),
        ("Boulangerie\n22/03/2026 08:10\nPain 2,40\nTarte 9,60\nTOTAL 12,00\nCB 12,00\n", "12.00"),
    ],
)  # fmt: skip
def test_a_slip_whose_total_a_card_paid_is_a_receipt(text: str, amount: str) -> None:
    for kind in ("other", "note"):
        found = facts(text, kind)
        assert (found["paper"].text, found["total"].amount) == ("receipt", Decimal(amount))
        assert found["date"].day is not None
    assert facts(text.replace("CB", "x").replace("VISA", "x").replace("KARTENZAHLUNG girocard", "x"), "other") == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Angebot\nGesamtbetrag 100,00 €\nRechnungsnummer: keine", "other"),
        ("Come to us: all networks, EUR 28.99 a month. The offer ends on 3 May 2026.", "email"),
        ("The call-out fee is EUR 45.00 and is taken off the repair.", "email"),
        ("Lunch was 12.50 EUR, you owe me.", "message"),
        ("Gross pay 3,000.00 EUR\nNet pay 2,000.00 EUR\nPayslip March", "other"),
    ],
)
def test_what_asks_for_no_money_states_nothing(text: str, kind: str) -> None:
    assert facts(text, kind) == {}


def test_what_a_mail_quotes_is_not_its_own() -> None:
    head = "From: Firm <a@firm.example>\nDate: Mon, 3 Mar 2025 10:00:00 +0100\nSubject: Re: Invoice\n\n"
    body = "Thank you.\n\nOn 1 March 2025 at 10:00, Firm wrote:\n> The invoice no. 4711-2 of EUR 80.00 is due by 15 March 2025.\n"
    assert facts(head + body, "email", header_end=len(head)) == {}


@given(st.text(max_size=400), st.sampled_from(["invoice", "email", "contract", "other"]))
def test_no_text_is_too_odd(text: str, kind: str) -> None:
    for each in read(Paper(text, kind)):  # type: ignore[arg-type]
        assert 0 <= each.char_start < each.char_end <= len(text)


@pytest.mark.parametrize(
    "line", ["Total 12.00 EUR\n", "due by 12 March 2026 ", "monthly rent rises to 12.00 EUR from 1 May 2026 "]
)
def test_a_text_made_to_take_long_does_not(line: str) -> None:
    with linear_time():
        read(Paper(line * (80_000 // len(line)), "invoice"))


# ---------------------------------------------------------------- many papers

LEAST_STATED = 0.9


def test_generated_papers_state_what_they_were_written_to_state() -> None:
    wrong, right, wanted = [], 0, 0
    for seed in (3, 41):
        trail = paper_trail.build(seed)
        for number, stated in trail.stated.items():
            found = facts(trail.papers[number].text, trail.papers[number].kind, language=trail.papers[number].language)
            for kind, value in stated.items():
                each = found.get(kind)
                got = each and (each.amount if kind == "total" else each.text if kind == "number" else each.day)
                if value is not None:
                    wanted, right = wanted + 1, right + (got == value)
                    wrong += [(seed, number, kind, got, value)] if got is not None and got != value else []
    assert wrong == []
    assert right >= LEAST_STATED * wanted


@pytest.mark.real
@pytest.mark.skipif(not SROIE.is_dir(), reason="the photographed receipts are not here")
def test_photographed_receipts() -> None:
    """Words and lines as they were annotated: what reading pictures gives is measured elsewhere."""
    totals, days, wrong = 0, 0, []
    for key in sorted((SROIE / "key").glob("*.json")):
        told = json.loads(key.read_text())
        found = facts(_lines(SROIE / "box" / f"{key.stem}.csv"), language="en")
        total = re.search(r"\d[\d.]*", told["total"])
        if "total" in found and total:
            good = abs(found["total"].amount or 0) == Decimal(total.group())
            totals, wrong = totals + good, [*wrong, *([] if good else [key.stem])]
        if "date" in found:
            good = found["date"].day == Calendar(True).find(told["date"])[0].day
            days, wrong = days + good, [*wrong, *([] if good else [key.stem])]
    assert wrong == []
    assert totals >= 35
    assert days >= 33


def _lines(boxes: Path) -> str:
    """The annotated words, line by line."""
    words = []
    for each in boxes.read_text(errors="replace").splitlines():
        parts = each.split(",", 8)
        if len(parts) == 9:
            numbers = [int(value) for value in parts[:8]]
            words.append((min(numbers[1::2]), max(numbers[1::2]), min(numbers[::2]), parts[8]))
    lines: list[tuple[float, list[tuple[int, str]]]] = []
    for top, bottom, left, text in sorted(words, key=lambda one: one[0] + one[1]):
        middle = (top + bottom) / 2
        if not lines or abs(middle - lines[-1][0]) >= 0.5 * (bottom - top):
            lines.append((middle, []))
        lines[-1][1].append((left, text))
    return "\n".join("   ".join(text for _, text in sorted(line)) for _, line in lines)


def test_a_firm_whose_name_begins_like_telephone_is_named() -> None:
    text = "TELEFIL MOBILE\n3 rue des Halles, 44000 Nantes\n\nFACTURE N° M202604\nDate de facture : 07/04/2026\nTotal TTC 13,80 €"
    assert facts(text)["issuer"].text == "TELEFIL MOBILE"


def test_value_added_tax_is_not_of_the_united_states() -> None:
    text = "A1 Plumbing\nInvoice 2204\nDate: 09/05/2025\nTap 155.00\nVAT 20% 31.00\nTOTAL 186.00\nPayment within 14 days please.\n"
    assert facts(text, language="en")["date"].day == date(2025, 5, 9)
    assert "date" not in facts(text.replace("VAT", "Tax"), language="en")


def test_a_mail_with_a_total_to_pay_is_a_bill() -> None:
    head = "From: Roundhay Dental <a@roundhaydental.example>\nDate: Mon, 10 Nov 2025 09:12:00 +0000\nSubject: Invoice 7719\n\n"
    text = "Your invoice no. 7719:\n\n  Implant     £1,150.00\n  Consultation   £275.00\n  Total to pay   £1,425.00\n\nPlease settle by 30 November 2025.\n"
    found = facts(head + text, "email", language="en", header_end=len(head))
    assert (found["total"].amount, found["number"].text) == (Decimal("1425.00"), "7719")


def test_a_receipt_from_the_united_states_states_the_month_first() -> None:
    words = "BEST BUY\n{place}\nUSB CABLE 138.56\nTAX 11.43\nTOTAL $149.99\nVISA CREDIT\n03/04/2026 05:41 PM"
    assert facts(words.format(place="AUSTIN TX 78704"), "invoice")["date"].day == date(2026, 3, 4)
    assert "date" not in facts(words.format(place="MAIN ROAD"), "invoice")


@pytest.mark.parametrize(
    "head",
    [
        "Lisburn Road Veterinary Clinic\n\nMs N Gallagher & Mr L Amsel\nFlat 4, 18 Annadale Avenue\nBelfast BT7 3JH",
        "Zahnarzt Dr. Fink\n\nHerrn\nLukas Amsel\nMarktstraße 9\n6850 Dornbirn",
    ],
)
def test_who_wrote_stands_above_whom_it_was_written_to(head: str) -> None:
    text = f"{head}\n\nInvoice V77120\nDate: 2 February 2026\n\nVaccination   £41.50\nTotal         £96.50\nPayment due by 2 March 2026\n"
    issuers = [each.text for each in read(Paper(text, "invoice", language="en")) if each.kind == "issuer"]
    assert issuers == [head.partition("\n")[0]]
