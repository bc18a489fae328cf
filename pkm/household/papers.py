"""Letters, an invoice, an inventory, a web page: the ordinary office formats, with the questions they answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from html import escape
from pathlib import Path

from pkm.household.anomalies import Finances
from pkm.household.contracts import ask
from pkm.household.days import shift_month, spoken, spoken_german, spoken_month
from pkm.household.key import Question
from pkm.household.plan import Invoice, Plan
from pkm.household.typeset import blocks, docx, pdf, rtf, write, xlsx


def write_papers(folder: Path, plan: Plan, finances: Finances) -> list[Question]:
    """Write them all; return their questions."""
    return [
        *_write_insurance(folder, plan),
        *_write_employment(folder, plan),
        *_write_refuse_fee(folder, plan),
        *_write_garage_invoice(folder, plan),
        *_write_inventory(folder, plan),
        *_write_order(folder, plan, finances),
    ]


def _noon(day: date) -> datetime:
    """Noon of the day, for the dates that office documents carry."""
    return datetime.combine(day, time(12), UTC)


def _write_insurance(folder: Path, plan: Plan) -> list[Question]:
    """The contents insurance's policy letter (DOCX)."""
    rng, firm = plan.rng("insurance"), plan.firms["insurer"]
    written = shift_month(plan.last_month, -rng.randint(5, 12)).replace(day=rng.randint(3, 25))
    renewal = shift_month(plan.today.replace(day=1), rng.randint(5, 11))
    deadline = shift_month(renewal, -3).replace(day=1)
    excess, insured = rng.choice((150, 200, 250, 300, 500)), rng.randrange(38_000, 90_000, 1000)
    deductible = f"In each case of damage you bear a deductible of EUR {excess}.00 yourselves."
    cancel = (
        f"The contract is renewed by a year on {spoken(renewal)} unless it is cancelled in text form "
        f"before {spoken(deadline)}."
    )
    content = blocks(f"""
# Contents insurance, policy {plan.policy}-2

{firm.name}, {spoken(written)}

Dear {plan.people[0].name},

thank you for your trust. We confirm the cover for the contents of your home at {plan.lease.address}.

## What is insured

Furniture, clothes, electrical appliances and valuables against fire, tap water, storm, hail and burglary, up to
EUR {insured:,}.00. Bicycles are covered up to one per cent of that sum.

## Deductible

{deductible}

## Premium

The premium is EUR {plan.prices["contents"]} a month and is collected on the 4th.

## Renewal

{cancel}

With kind regards, {firm.contact}
""")
    data = docx(content, "Contents insurance", _noon(written))
    path = write(folder, "papers/insurance/contents-insurance.docx", data)
    return [
        ask("lookup", "What deductible does our contents insurance have?", (Decimal(excess),), path, deductible),
        ask("contract_deadline", "Before which date must the contents insurance be cancelled so that it is not renewed?",
            (deadline,), path, cancel),
    ]  # fmt: skip


def _write_employment(folder: Path, plan: Plan) -> list[Question]:
    """The employer's letter about the first person's contract (DOCX)."""
    rng, firm, person = plan.rng("employment"), plan.firms["employer_1"], plan.people[0]
    written = shift_month(plan.start, rng.randint(2, 8)).replace(day=rng.randint(3, 25))
    days, hours = rng.randint(27, 32), rng.choice((35, 37, 38, 39))
    notice = (
        f"The period of notice for both sides is {rng.choice(('six weeks', 'two months'))} to the end of a quarter."
    )
    leave = f"Your annual leave is {days} working days."
    content = blocks(f"""
# Amendment to your contract of employment

{firm.name}, human resources, {spoken(written)}

Dear {person.first},

we are glad to confirm what we agreed upon.

## Working time

Your weekly working time is {hours} hours, of which up to two days a week may be worked from home.

## Leave

{leave} Leave that was not taken lapses on 31 March of the next year.

## Pay

Your salary is paid at the end of the month. A thirteenth salary is paid once a year.

## Notice

{notice}

All else remains as it is. {firm.contact}
""")
    data = docx(content, "Amendment to the contract of employment", _noon(written))
    path = write(folder, f"papers/work/employment-amendment-{written.year}.docx", data)
    return [ask("lookup", f"How many days of annual leave does {person.first} have under the contract of employment?", (f"{days}",), path, leave)]  # fmt: skip


def _write_refuse_fee(folder: Path, plan: Plan) -> list[Question]:
    """The town's notice of refuse fees, in German (RTF)."""
    rng, fee = plan.rng("refuse"), plan.prices["refuse"]
    written = shift_month(plan.last_month, -1).replace(day=rng.randint(5, 25))
    due = shift_month(written, 3).replace(day=15)
    amount = f"{fee:.2f}".replace(".", ",")
    demand = f"Die Gebühr beträgt {amount} EUR und ist am {spoken_german(due)} fällig."
    content = blocks(f"""
# Abfallgebührenbescheid {written.year}

{plan.firms["city"].name}

{plan.town}, {spoken_german(written)}, Kassenzeichen {rng.randrange(10**6, 10**7)}

Sehr geehrte Damen und Herren,

für das Grundstück {plan.lease.address} setzen wir die Abfallgebühren für das Jahr {written.year} fest: Restmüllbehälter
{rng.choice((60, 80, 120))} Liter, Leerung alle zwei Wochen, Biotonne.

{demand}

Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden.

Mit freundlichen Grüßen, im Auftrag {plan.firms["city"].contact}
""")
    path = write(folder, "papers/home/abfallgebuehren.rtf", rtf(content))
    return [
        ask("lookup", f"Wie hoch ist die Gebühr im Abfallgebührenbescheid {written.year}?", (fee,), path, demand),
        ask("lookup", f"When is the fee of the Abfallgebührenbescheid {written.year} due (fällig)?",
            (due,), path, demand),
    ]  # fmt: skip


def invoice_pdf(plan: Plan, role: str, invoice: Invoice) -> bytes:
    """A tradesman's invoice as PDF."""
    firm = plan.firms[role]
    net = (invoice.total / Decimal("1.19")).quantize(Decimal("0.01"))
    items = "\n\n".join(f"{n}. {name}: EUR {amount:.2f}" for n, (name, amount) in enumerate(invoice.items, 1))
    content = blocks(f"""
# Invoice {invoice.number}

{firm.name}, {plan.postcode} {plan.town}

{plan.people[0].name}, {plan.lease.address}

{plan.town}, {spoken(invoice.issued)}

{items}

Total: EUR {invoice.total:.2f}, of which 19 % value added tax EUR {invoice.total - net:.2f}

Payable without deduction within 14 days. Your contact is {firm.contact}.
""")
    return pdf(content, f"Invoice {invoice.number}")


def _write_garage_invoice(folder: Path, plan: Plan) -> list[Question]:
    """The garage's invoice (PDF)."""
    invoice, firm = plan.servicing, plan.firms["garage"].name
    path = write(folder, f"papers/car/invoice-{invoice.number}.pdf", invoice_pdf(plan, "garage", invoice))
    name, amount = invoice.items[1]
    return [
        ask("lookup", f"How much does the invoice {invoice.number} of {firm} come to in all?",
            (invoice.total,), path, f"Total: EUR {invoice.total:.2f}", "page 1"),
        ask("lookup", f"What did {firm} charge for the storage of the wheels?", (amount,), path, f"{name}: EUR {amount:.2f}", "page 1"),
    ]  # fmt: skip


def _write_inventory(folder: Path, plan: Plan) -> list[Question]:
    """The household's inventory (XLSX)."""
    rng = plan.rng("inventory")
    things = (
        "Washing machine", "Refrigerator", "Television", "Laptop computer", "Vacuum cleaner", "Coffee machine",
        "Camera", "Electric piano",
    )  # fmt: skip
    rows: list[list[str | int | float]] = [["Item", "Make", "Serial number", "Bought on", "Price in EUR"]]
    serials = {}
    for thing in things:
        make = rng.choice(("Albro", "Kestra", "Nordvik", "Tarmel", "Velu"))
        serials[thing] = f"{make[:2].upper()}-{rng.randrange(10**6, 10**7)}"
        bought = shift_month(plan.today, -rng.randint(8, 60))
        rows.append(
            [thing, f"{make} {rng.randint(20, 900)}", serials[thing], bought.isoformat(), rng.randrange(80, 900, 5)]
        )
    path = write(folder, "papers/home/inventory.xlsx", xlsx("Inventory", rows))
    asked = rng.choice(("Washing machine", "Refrigerator", "Television"))
    return [
        ask("lookup", f"What is the serial number of our {asked.lower()}?", (serials[asked],), path, serials[asked])
    ]


def _write_order(folder: Path, plan: Plan, finances: Finances) -> list[Question]:
    """A shop's order confirmation, saved from the browser (HTML), for something that the card paid."""
    rng, shop = plan.rng("order"), plan.firms["shop_2"]
    paid = rng.choice([
        each
        for each in finances.bookings
        if each.counterparty == shop.name and each.amount < 0 and each.booked_on < plan.last_month
    ])  # fmt: skip
    item = rng.choice(
        ("Enamel casserole, blue", "Wool blanket, grey", "Reading lamp, brass", "Bread knife, oak handle")
    )
    number = f"{rng.choice('KLMNP')}{rng.randrange(10**7, 10**8)}"
    page = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Your order {number} – {escape(shop.name)}</title>
<style>body {{ font-family: sans-serif }}</style><script>var tracking = "none";</script></head>
<body><nav><a href="#">Home</a> <a href="#">Account</a></nav>
<h1>Thank you for your order</h1>
<p>Order number {number}, placed on {spoken(paid.booked_on)} by {escape(plan.people[0].name)}.</p>
<table><tr><th>Item</th><th>Price</th></tr>
<tr><td>{escape(item)}</td><td>€ {-paid.amount:.2f}</td></tr>
<tr><td>Delivery</td><td>free</td></tr></table>
<p>Charged to your card ending in {plan.card_digits}. You may return the goods until {spoken(shift_month(paid.booked_on, 1))}.</p>
</body></html>
"""
    name = f"downloads/order-{spoken_month(paid.booked_on).lower().replace(' ', '-')}.html"
    path = write(folder, name, page)
    short = item.split(",")[0].lower()
    return [
        ask("lookup", f"What is the order number of the {short} from {shop.name}?", (number,), path, f"Order number {number}"),
    ]  # fmt: skip
