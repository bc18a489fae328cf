"""Papers and bookings are matched one for one, many to one and one to many; decoys are left alone."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.facts import Fact, Paper, read
from pkm.ledger import agreements
from pkm.ledger.agreements import Agreement, Price, match_agreements
from pkm.ledger.assignment import assign
from pkm.ledger.claims import Claim
from pkm.ledger.matching import Link, match
from pkm.ledger.names import Names
from pkm.ledger.payees import Payees
from pkm.ledger.stated import agreements_of, by_item, claims_of
from pkm.models import DocumentId, Transaction, TransactionId
from tests import paper_trail

DAY = date(2025, 3, 3)
GOOD = 0.95


def bill(
    number: int, amount: str = "119.00", issued: date = DAY, name: str = "Malerbetrieb Fröbe", **more: object
) -> Claim:
    """An invoice, due in two weeks."""
    values = {"currency": "EUR", "due": issued + timedelta(days=14), "names": (name,)} | more
    return Claim(((DocumentId(number), 0),), "invoice", Decimal(amount), issued=issued, **values)  # type: ignore[arg-type]


def paid(
    number: int,
    amount: str = "119.00",
    booked: date = DAY + timedelta(days=5),
    name: str = "MALERBETRIEB FROEBE",
    text: str = "",
    **more: object,
) -> Transaction:
    """A booking of money that left."""
    values = {
        "account": "DE1", "value_on": None, "currency": "EUR", "category": "", "status": "booked", "reference": None,
        "document_id": DocumentId(0), "path": "", "locator": "",
    } | more  # fmt: skip
    return Transaction(
        id=TransactionId(number),
        booked_on=booked,
        amount=-Decimal(amount),
        counterparty=name,
        description=text,
        **values,
    )  # type: ignore[arg-type]


def states(links: list[Link]) -> dict[tuple[int, int], str]:
    return {(each.paper[0], each.transaction): each.state for each in links}


# ---------------------------------------------------------------- parts


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=4))
def test_the_assignment_is_worth_as_much_as_the_best_of_all(table: list[list[int]]) -> None:
    columns = max(map(len, table))
    worth = {(i, j): float(value) for i, values in enumerate(table) for j, value in enumerate(values) if value}
    got = sum(worth[pair] for pair in assign(worth, len(table), columns).items())
    size = max(len(table), columns)
    best = max(
        sum(worth.get((i, j), 0.0) for i, j in enumerate(order)) for order in itertools.permutations(range(size))
    )
    assert got == best


@pytest.mark.parametrize(
    ("paper", "bank", "alike"),
    [
        ("Elektro Müßig GmbH", "ELEKTRO MUESSIG", True), ("Malerbetrieb Fröbe", "MALERBETRIEB FROBE 0815", True),
        ("Heizungsbau Wörner GmbH & Co. KG", "HEIZUNGSBAU WOERNE", True), ("stadtwerke-bruchtal.de", "Stadtwerke Bruchtal AG", True),
        ("Stadtwerke Bruchtal AG", "STADTWERKE OBERAUE", False), ("Kranzler Reifen e.K.", "AUTOHAUS KRANZLER", False),
        ("Larkspur Books", "Larkspur Broadband Ltd", False), ("GmbH", "Somebody GmbH", False), ("", "Anybody", False),
    ],
)  # fmt: skip
def test_names_are_alike_by_their_rare_words(paper: str, bank: str, alike: bool) -> None:
    names = Names(
        [
            "STADTWERKE OBERAUE",
            "AUTOHAUS KRANZLER",
            "Larkspur Broadband Ltd",
            "Anybody",
            "ELEKTRO MUESSIG",
            "Stadtwerke Bruchtal AG",
            "Somebody GmbH",
        ]
    )
    assert (names.similarity(paper, bank) >= 0.6) is alike
    if alike:
        assert bank in Payees(["X", bank]).like(paper, 0.6)


# ---------------------------------------------------------------- cases


def test_one_invoice_and_its_payment() -> None:
    (link,) = match([bill(1)], [paid(1), paid(2, name="Somebody Else"), paid(3, "118.99")])
    assert (link.transaction, link.state) == (1, "matched")
    assert "same name" in link.reason


def test_the_same_amount_at_another_firm_is_no_match() -> None:
    assert match([bill(1)], [paid(1, name="Other Company")]) == []


def test_too_early_and_too_late_is_no_match() -> None:
    assert match([bill(1)], [paid(1, booked=DAY - timedelta(days=6)), paid(2, booked=DAY + timedelta(days=60))]) == []


def test_another_currency_is_no_match_unless_it_was_charged_in_it() -> None:
    assert match([bill(1, currency="USD")], [paid(1)]) == []
    foreign = paid(1, "109.87", original_amount=Decimal("-119.00"), original_currency="USD")
    assert states(match([bill(1, currency="USD")], [foreign])) == {(1, 1): "matched"}


def test_a_number_or_an_account_speaks_where_the_name_does_not() -> None:
    assert states(
        match([bill(1, numbers=frozenset({"R7781"}))], [paid(1, name="PAYMENT SERVICE", text="r-7781 thanks")])
    ) == {(1, 1): "matched"}
    own = frozenset({"DE89370400440532013000"})
    assert states(
        match([bill(1, ibans=own)], [paid(1, name="X", counterparty_account="DE89 3704 0044 0532 0130 00")])
    ) == {(1, 1): "matched"}


def test_two_that_fit_as_well_are_doubtful() -> None:
    assert set(states(match([bill(1)], [paid(1), paid(2, account="DE2")])).values()) == {"doubtful"}


def test_equal_monthly_invoices_keep_their_months_when_one_was_never_charged() -> None:
    months = [date(2025, month, 1) for month in range(1, 9)]
    bills = [bill(n, issued=day, due=None) for n, day in enumerate(months, 1)]
    rows = [paid(n, booked=day + timedelta(days=3)) for n, day in enumerate(months, 1) if n != 4]
    assert states(match(bills, rows)) == {(n, n): "matched" for n in range(1, 9) if n != 4}


def test_several_invoices_and_one_payment() -> None:
    bills = [bill(1, "100.00"), bill(2, "50.50"), bill(3, "7.00")]
    assert states(match(bills, [paid(1, "150.50")])) == {(1, 1): "matched", (2, 1): "matched"}
    credit = [bill(1, "100.00"), bill(2, "-20.00")]
    assert states(match(credit, [paid(1, "80.00")])) == {(1, 1): "matched", (2, 1): "matched"}


def test_one_invoice_and_several_payments() -> None:
    rows = [paid(1, "100.00"), paid(2, "19.00", DAY + timedelta(days=30)), paid(3, "5.00")]
    assert states(match([bill(1)], rows)) == {(1, 1): "matched", (1, 2): "matched"}
    plan = ((Decimal("60.00"), DAY + timedelta(days=30)), (Decimal("59.00"), DAY + timedelta(days=60)))
    rows = [paid(1, "60.00", DAY + timedelta(days=31)), paid(2, "59.00", DAY + timedelta(days=59))]
    assert states(match([bill(1, parts=plan)], rows)) == {(1, 1): "matched", (1, 2): "matched"}


def test_a_discount_that_was_granted_and_one_that_was_taken() -> None:
    granted = (Decimal("116.62"), DAY + timedelta(days=10))
    assert states(match([bill(1, discount=granted)], [paid(1, "116.62")])) == {(1, 1): "matched"}
    (link,) = match([bill(1)], [paid(1, "116.62")])
    assert (link.state, link.reason.split(";")[0]) == ("doubtful", "2 % less than the amount")


def test_paid_twice() -> None:
    numbered = bill(1, numbers=frozenset({"R7781"}))
    again = [paid(1, text="R-7781"), paid(2, booked=DAY + timedelta(days=9), text="R-7781")]
    found = match([numbered], again)
    assert states(found) == {(1, 1): "matched", (1, 2): "matched"}
    assert any("second time" in each.reason for each in found)
    nameless = [paid(1, text="R-7781"), paid(2, booked=DAY + timedelta(days=9))]
    assert states(match([numbered], nameless)) == {(1, 1): "matched", (1, 2): "doubtful"}


def test_a_mail_and_a_reminder_ask_for_the_same_money() -> None:
    number = frozenset({"R7781"})
    papers = [
        bill(1, numbers=number),
        bill(2, numbers=number),
        bill(3, issued=DAY + timedelta(days=20), numbers=number),
    ]
    assert states(match(papers, [paid(1)])) == {(n, 1): "matched" for n in (1, 2, 3)}


def test_what_a_person_denied_is_not_found_again() -> None:
    assert match([bill(1)], [paid(1)], frozenset({((DocumentId(1), 0), TransactionId(1))})) == []


def test_a_receipt_fits_within_three_days_only() -> None:
    bought = replace(bill(1), kind="receipt", due=None)
    assert states(match([bought], [paid(1, booked=DAY + timedelta(days=2))])) == {(1, 1): "matched"}
    assert match([bought], [paid(1, booked=DAY + timedelta(days=4))]) == []


# ---------------------------------------------------------------- households


def linked(trail: paper_trail.Trail, rng: Random | None = None) -> set[tuple[DocumentId, TransactionId, str]]:
    """All links of a paper trail; ``rng`` puts papers and rows into another order first."""
    papers, rows = list(trail.papers.items()), list(trail.rows)
    if rng:
        rng.shuffle(papers)
        rng.shuffle(rows)
    facts: list[Fact] = [replace(each, document_id=number) for number, paper in papers for each in read(paper)]
    titles = {number: paper.title for number, paper in papers}
    days = {number: paper.date for number, paper in papers}
    items = by_item(facts)
    found = match(claims_of(items, titles, days), rows) + match_agreements(agreements_of(items, titles), rows)
    return {(each.paper[0], each.transaction, each.state) for each in found}


def test_links_of_ten_generated_households() -> None:
    hits = false = missed = 0
    for seed in range(10):
        trail = paper_trail.build(seed)
        found = {(paper, row) for paper, row, state in linked(trail) if state == "matched"}
        hits += len(found & trail.links)
        false += len(found - trail.links - trail.open)
        missed += len(trail.links - found)
    assert 2 * hits / (2 * hits + false + missed) >= GOOD


def test_the_order_of_papers_and_rows_does_not_matter() -> None:
    trail = paper_trail.build(5)
    assert linked(trail) == linked(trail, Random(1)) == linked(trail, Random(2))


def test_a_number_is_found_where_the_next_field_begins_with_digits() -> None:
    claim = bill(1, numbers=frozenset({"5521"}))
    (link,) = match([claim], [paid(1, text="Rechnung 5521", reference="010000815")])
    assert "names 5521" in link.reason
    (other,) = match([claim], [paid(1, text="Rechnung 155210", reference="010000815")])
    assert "names" not in other.reason


def test_an_own_invoice_is_paid_by_what_comes_in() -> None:
    own = bill(1, name="Nina Caduff", ibans=frozenset({"DE1"}), to=("Seeblick Hotels AG",))
    came = replace(paid(1, name="SEEBLICK HOTELS AG", text="Rechnung"), amount=Decimal("119.00"))
    went = paid(2, name="SEEBLICK HOTELS AG", text="Rechnung")
    assert [each.transaction for each in match([own], [came, went])] == [1]
    unnumbered = bill(
        1, name="Nina Caduff", to=("Seeblick Hotels AG",)
    )  # whose writer holds an account of the household
    holders = {frozenset({"caduff", "nina", "urs"})}
    assert [each.transaction for each in match([unnumbered], [came, went], holders=holders)] == [1]
    assert [each.transaction for each in match([replace(unnumbered, to=())], [came], holders=holders)] == []


def test_a_bill_that_names_the_account_it_is_debited_from_is_no_own_invoice() -> None:
    claim = bill(1, ibans=frozenset({"DE1"}), is_collected=True)
    assert [each.transaction for each in match([claim], [paid(1)])] == [1]


def test_what_moves_between_own_accounts_keeps_no_agreement_that_names_its_owner() -> None:
    rent = Agreement(
        (DocumentId(1), 0), "EUR", "P1M", (Price(Decimal("119.00"), None, (DocumentId(1), 0)),), names=("Anna Vogt",)
    )
    own = replace(paid(1, name="Anna Vogt"), role="transfer")
    assert match_agreements([rent], [own]) == []
    assert [each.state for each in match_agreements([rent], [replace(own, role="spending")])] == ["matched"]


PRICES = st.sampled_from(["10.00", "14.00", "14.01", "16.66", "16.67", "25.00", "35.00", "-10.00"])


@given(
    prices=st.lists(st.lists(st.tuples(PRICES, st.integers(0, 300)), min_size=1, max_size=3), min_size=1, max_size=3),
    charged=st.lists(st.tuples(PRICES, st.integers(-10, 400), st.booleans()), max_size=12),
    currency=st.sampled_from(["EUR", "USD", None]),
)
def test_payments_of_an_agreement_are_those_that_looking_at_every_booking_finds(
    prices: list[list[tuple[str, int]]], charged: list[tuple[str, int, bool]], currency: str | None
) -> None:
    papers = [
        Agreement(
            (DocumentId(number), 0), currency, "P1M",
            tuple(
                Price(Decimal(amount), DAY + timedelta(days=day), (DocumentId(number), n))
                for n, (amount, day) in enumerate(sorted(own, key=lambda one: one[1]))
            ),
            names=("Malerbetrieb Fröbe",),
        )
        for number, own in enumerate(prices)
    ]  # fmt: skip
    rows = []
    for number, (amount, day, abroad) in enumerate(charged):
        one = paid(number, amount, DAY + timedelta(days=day))
        rows.append(replace(one, original_amount=one.amount * 2, original_currency="USD") if abroad else one)
    found = match_agreements(papers, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreements, "_in_reach", lambda _, worths: sorted({n for _, n in worths}))
        assert match_agreements(papers, rows) == found


LEASE = """MIETVERTRAG

zwischen Hausverwaltung Petersen GmbH (Vermieter) und Ruth Amsel (Mieterin).
Das Mietverhältnis beginnt am 1. Januar 2025.

Kaltmiete 980,00 EUR monatlich
Betriebskosten-Vorauszahlung 220,00 EUR monatlich
"""
LETTER = "Hausverwaltung Petersen GmbH\n\nSehr geehrte Frau Amsel,\n\n{} monatlich.\n"


@pytest.mark.parametrize(
    ("letter", "then"),
    [
        ("die Kaltmiete erhöht sich ab dem 1. Januar 2026 von 980,00 EUR auf 1.020,00 EUR", "1240.00"),
        (
            "die Vorauszahlung auf die Betriebskosten steigt ab dem 1. Januar 2026 von 220,00 EUR auf 250,00 EUR",
            "1230.00",
        ),
        ("wir passen Ihre Betriebskosten-Vorauszahlung ab dem 1. Januar 2026 an: künftig 250,00 EUR", "1230.00"),
        (
            "die Kaltmiete erhöht sich ab dem 1. Januar 2026 von 980,00 EUR auf 1.020,00 EUR monatlich. Die neue Gesamtmiete beträgt ab dem 1. Januar 2026 1.240,00 EUR",
            "1240.00",
        ),
        ("die Miete erhöht sich ab dem 1. Januar 2026 von 1.200,00 EUR auf 1.260,00 EUR", "1260.00"),
    ],
)
def test_a_lease_without_a_whole_is_kept_by_the_sum_of_its_parts_and_a_letter_changes_its_own_part(
    letter: str, then: str
) -> None:
    papers = [
        Paper(LEASE, "contract", "MIETVERTRAG", language="de"),
        Paper(LETTER.format(letter), "other", language="de"),
    ]
    told = [replace(each, document_id=DocumentId(n)) for n, paper in enumerate(papers, 1) for each in read(paper)]
    (lease,) = agreements_of(by_item(told), {})
    assert [(str(each.amount), each.since) for each in lease.prices] == [("1200.00", None), (then, date(2026, 1, 1))]
    charged = [
        replace(paid(n, name="Hausverwaltung Petersen GmbH", booked=day), amount=-amount)
        for n, (day, amount) in enumerate([(date(2025, 12, 20), Decimal(1200)), (date(2026, 1, 20), Decimal(then))], 1)
    ]
    found = {(each.transaction, each.state) for each in match_agreements([lease], charged)}
    assert found == {(1, "matched"), (2, "matched")}
