"""The lease, the lease before it, the phone contract and the other letters on paper, with the questions they answer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from pkm.household.days import month_end, shift_month, spoken
from pkm.household.key import Fact, Proof, Question, QuestionKind, Value
from pkm.household.plan import Lease, Plan
from pkm.household.scan import photo, scanned_pdf
from pkm.household.typeset import Block, blocks, page_of, pdf, write

WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 8: "eight"}


def ask(
    kind: QuestionKind,
    text: str,
    facts: tuple[Value, ...],
    path: str,
    words: str,
    locator: str | None = None,
    *,
    demo: bool = False,
) -> Question:
    """A question whose answer one document proves; ``demo``: plain enough for the demo to choose from."""
    return Question(kind, text, tuple(Fact.of(each) for each in facts), (Proof(path, words, locator),), demo=demo)


def write_contracts(folder: Path, plan: Plan) -> list[Question]:
    """Write them all; return their questions."""
    return [
        *_write_lease(folder, plan),
        *_write_old_lease(folder, plan),
        *_write_phone_contract(folder, plan),
        *_write_settlement(folder, plan),
    ]


def _money(amount: Decimal) -> str:
    """As in ``EUR 1,234.50``."""
    return f"EUR {amount:,.2f}"


def _write_lease(folder: Path, plan: Plan) -> list[Question]:
    """The lease in force: a PDF with a text layer, three pages."""
    lease, rng = plan.lease, plan.rng("lease")
    months = f"{WORDS[lease.notice_months]} months"
    termination = rng.choice((
        f"The tenants may terminate the lease with {months}' notice to the end of a calendar month, for the first time "
        f"with effect from {spoken(lease.first_end)}. For that date the notice must reach the landlord by "
        f"{spoken(lease.last_notice)} at the latest.",
        f"Ordinary termination by the tenants is excluded before {spoken(lease.first_end)}. From then on the period of "
        f"notice is {months} to the end of a calendar month; to leave on that first date the tenants must give notice "
        f"no later than {spoken(lease.last_notice)}.",
        f"The lease cannot end before {spoken(lease.first_end)}. The tenants give notice in writing, {months} before the "
        f"end of a calendar month. Notice to the first possible date has to arrive by {spoken(lease.last_notice)}.",
    ))  # fmt: skip
    first, second = plan.people
    pets = rng.choice(
        (
            "Small animals may be kept; a dog needs the landlord's consent.",
            "Dogs and cats need the landlord's written consent.",
        )
    )
    quiet = rng.choice(("10 p.m. and 7 a.m.", "10 p.m. and 6 a.m."))
    rooms, area, floor = rng.randint(2, 4), rng.randint(54, 98), rng.choice(("first", "second", "third"))
    content = blocks(f"""
# Residential lease

Concluded at {plan.town} on {spoken(lease.signed)}

## 1. Parties

Landlord: {lease.landlord.name}, {plan.postcode} {plan.town}. Tenants: {first.name} and {second.name}, jointly and severally.

## 2. Premises

The landlord lets to the tenants the flat on the {floor} floor of {lease.address}, consisting of {rooms} rooms, kitchen,
bathroom and hall, about {area} square metres, with cellar room no. {rng.randint(1, 14)}. The tenants receive three keys to
the house and three to the flat.

## 3. Term

The lease begins on {spoken(lease.start)} and runs for an indefinite time. The period before which it cannot be ended is in section 9.

## 4. Rent and service charges

The monthly rent is {_money(lease.rent)}, service charges included as an advance payment. It is due on the third working day of each
month, by transfer to the landlord's account {plan.ibans["landlord"]}.

Service charges are settled once a year by the management, {plan.firms["management"].name}, within twelve months after the
end of the year to which they belong.

---

## 5. Deposit

The tenants pay a deposit of {_money(lease.deposit)} in three equal instalments, the first at the beginning of the lease.
The landlord keeps it apart from other money and settles it within six months after the flat was given back.

## 6. Use of the flat

The flat is let as a home. {pets} Music and machines are kept low between {quiet}. Bicycles belong in the cellar, not in the staircase.

## 7. Repairs

Defects are to be reported at once. The tenants bear small repairs up to {_money(Decimal(rng.choice((75, 90, 100, 110))))} each and no
more than eight per cent of a yearly rent in a year. The boiler is serviced once a year at the landlord's expense.

## 8. Alterations

Walls may be painted in light colours. Drilling into tiles, exchanging locks and building work need consent.

---

## 9. Termination

{termination}

Notice needs a signed letter; an e-mail is not enough. The right of both sides to terminate for good cause remains.

## 10. Return of the flat

At the end of the lease the flat is given back empty and swept, with all keys, also those that the tenants had made. A record is
made and signed by both sides.

## 11. Final provisions

There are no oral agreements. Changes need the written form. Should a provision be void, the rest stands.

{plan.town}, {spoken(lease.signed)} -- {lease.landlord.name} -- {first.name} -- {second.name}
""")
    path = write(folder, f"papers/home/lease-{lease.start.year}.pdf", pdf(content, "Residential lease"))
    facts: tuple[Value, ...] = (months, lease.first_end)
    place = f"page {page_of(content, termination)}"
    deposit = f"a deposit of {_money(lease.deposit)}"
    return [
        ask("contract_deadline", rng.choice((
            "What is the notice period of our current lease, and what is the earliest date on which we can end it?",
            "When is the earliest that we can get out of our current lease, and how much notice must we give?",
        )), facts, path, termination, place, demo=True),
        ask("contract_deadline", f"By when must our notice reach {lease.landlord.name} if we want to leave the flat on the first possible date?",
            (lease.last_notice,), path, termination, place),
        ask("lookup", "How high is the deposit for our current flat?", (lease.deposit,), path, deposit, f"page {page_of(content, deposit)}"),
    ]  # fmt: skip


def _write_old_lease(folder: Path, plan: Plan) -> list[Question]:
    """The former flat's lease: the same words, another notice period."""
    lease: Lease = plan.old_lease
    months = f"{WORDS[lease.notice_months]} month{'s' if lease.notice_months > 1 else ''}"
    notice = (
        f"Either side may terminate the tenancy with {months}' notice to the end of a month. The tenancy ended by "
        f"mutual agreement on {spoken(lease.first_end)}."
    )
    content = blocks(f"""
# Tenancy agreement (former flat)

## 1. Landlord and tenant

{lease.landlord.name} lets the flat {lease.address} to {plan.people[0].name}.

## 2. Beginning

The tenancy begins on {spoken(lease.start)}.

## 3. Rent

The rent is {_money(lease.rent)} a month, heating included. The tenant lodges a security of {_money(lease.deposit)}.

---

## 4. Notice

{notice}

## 5. Keys

Two keys were handed over. The tenant keeps the staircase clean every second week.

{plan.town}, {spoken(lease.signed)}
""")
    path = write(
        folder, "papers/home/archive/old-tenancy-agreement.pdf", pdf(content, "Tenancy agreement, former flat")
    )
    return [
        ask("lookup", f"What rent did the tenancy agreement for the former flat at {lease.address.split(',')[0]} state?",
            (lease.rent,), path, f"The rent is {_money(lease.rent)} a month", "page 1"),
    ]  # fmt: skip


def _write_phone_contract(folder: Path, plan: Plan) -> list[Question]:
    """The phone contract: two scanned pages, no text layer."""
    phone, rng, firm = plan.phone, plan.rng("phone"), plan.firms["phone"].name
    weeks = f"{WORDS[phone.notice_weeks]} weeks"
    cancel = rng.choice((
        f"The contract may be cancelled with a notice period of {weeks} to the end of the minimum term.",
        f"Cancellation is possible with {weeks} notice, first to the end of the minimum term.",
    ))  # fmt: skip
    minimum = f"The minimum term ends on {spoken(phone.minimum_until)}."
    fee = f"Monthly fee: {_money(phone.fee)}"
    content = blocks(f"""
# Mobile phone contract

{firm}

Contract number {phone.number}

Customer: {plan.people[1].name}

Address: {plan.lease.address}

## Your tariff

{phone.tariff}

{fee}

Calls and messages to all networks in the country are included, data up to the volume in the name of the tariff.

Beyond that volume the speed is reduced to 64 kbit/s until the end of the month.

## Term

This contract extends contract {phone.number} from {spoken(phone.start)}.

It runs for 24 months. {minimum}

---

## Cancellation

{cancel}

After the minimum term it goes on for an indefinite time and may be cancelled with one month's notice.

Cancellation in text form is enough, for example by e-mail.

## Roaming

Within the European Union the tariff applies as at home.

## Invoice

The invoice is provided online and collected by direct debit from the account that you named to us.

## Signature

{plan.town}, {spoken(phone.start - timedelta(days=9))}

{plan.people[1].name}
""")
    path = write(folder, "scans/phone-contract.pdf", scanned_pdf(content, rng))
    return [
        ask("contract_deadline", "When does the minimum term of our mobile phone contract end?", (phone.minimum_until,), path, minimum, "page 1"),
        ask("contract_deadline", "What notice period applies to cancelling the mobile phone contract at the end of its minimum term?",
            (weeks,), path, cancel, "page 2"),
        ask("scan_figure", f"What monthly fee does our mobile phone contract with {firm} state?", (phone.fee,), path, fee, "page 1"),
    ]  # fmt: skip


def _write_settlement(folder: Path, plan: Plan) -> list[Question]:
    """The service-charge settlement: a photographed letter."""
    letter, firm = plan.settlement, plan.firms["management"]
    refund = plan.rng("settlement wording").choice((
        f"In your favour there remains a refund of {_money(letter.refund)}.",
        f"You therefore receive a refund of {_money(letter.refund)}.",
        f"The difference of {_money(letter.refund)} will be refunded to you.",
    ))  # fmt: skip
    advance = f"Your new monthly advance payment is {_money(letter.new_advance)}"
    since = month_end(shift_month(letter.written, 1)) + timedelta(days=1)
    costs: list[Block] = [Block("text", f"{name}: {_money(amount)}") for name, amount in letter.costs]
    content = [
        *blocks(f"""
{firm.name}

{plan.town}, {spoken(letter.written)}

{plan.people[0].name} and {plan.people[1].name}, {plan.lease.address}

# Service-charge settlement {letter.year}

Reference {letter.reference}

Dear tenants,

here is the settlement of the service charges for the year {letter.year}. Your share of the costs:
"""),
        *costs,
        *blocks(f"""
Costs in all: {_money(sum((amount for _, amount in letter.costs), Decimal(0)))}

Your advance payments: {_money(letter.advances)}

{refund}

We shall transfer the amount to your account by {spoken(letter.paid + timedelta(days=4))}.

{advance} from {spoken(since)}.

Yours sincerely, {firm.contact}
"""),
    ]
    path = write(folder, "scans/IMG_service_charges.jpg", photo(content, plan.rng("photo")))
    return [
        ask("scan_figure", plan.rng("settlement question").choice((
            f"How much do we get back according to the service-charge settlement {letter.year}?",
            f"What refund does the service-charge settlement for {letter.year} state?",
        )), (letter.refund,), path, refund, demo=True),
        ask("scan_figure", f"What is our new monthly advance payment for service charges according to {firm.name}?",
            (letter.new_advance,), path, advance),
    ]  # fmt: skip
