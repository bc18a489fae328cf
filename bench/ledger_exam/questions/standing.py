"""What stands: recurring payments, prices, balances, holdings, papers; and what no record answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bench.ledger_exam import life
from bench.ledger_exam.truth import Question, Truth, to


def ask(truth: Truth) -> Iterator[Question]:
    """Questions for what is, rather than what moved."""
    yield from _recurring(truth)
    yield from _prices(truth)
    yield from _balances(truth)
    yield from _holdings(truth)
    yield from _papers(truth)
    yield from _unanswerable()


def regular(truth: Truth) -> dict[str, Decimal]:
    """What each regular payment comes to in a year, by payee: twelve of the newest monthly amount, four of a quarterly one."""
    names = truth.names
    monthly = [names[what] for what in ("power", "net", "phone", "stream", "gym", "landlord")] + [life.FIBRE]
    per_year = {who: 12 * _now(truth, who) for who in monthly}
    return per_year | {life.CLUB: 4 * _now(truth, life.CLUB), names["insurer"]: _now(truth, names["insurer"])}


def risen(truth: Truth, who: str) -> Decimal:
    """By how much a price went up since it was first paid."""
    return _now(truth, who) + truth.first(to(who)).amount


def _now(truth: Truth, who: str) -> Decimal:
    return -truth.last(to(who)).amount


def _recurring(truth: Truth) -> Iterator[Question]:
    names = truth.names
    cost = regular(truth)
    stream, gym, net, phone, insurer = truth.named("stream", "gym", "net", "phone", "insurer")
    for text, who in (
        (f"What does {gym} cost me a year?", gym),
        (f"Was kostet mich {stream} im Jahr?", stream),
        (f"combien me coûte {net} par an ?", net),
        (f"How much is {phone} per year?", phone),
        (f"yearly cost of {net}", net),
        (f"Was zahle ich jährlich für {insurer}?", insurer),
        ("How much does the TSV 1860 cost us a year?", life.CLUB),
        ("Was kostet uns 1&1 pro Jahr?", life.FIBRE),
        (f"How much do I pay {stream} annually?", stream),
        (f"Combien paie-t-on {gym} à l'année ?", gym),
    ):
        yield Question("recurring", text, cost[who])
    for text, who in (
        (f"What does {stream} cost me per month?", stream),
        (f"Was kostet {net} im Monat?", net),
        (f"Combien coûte {phone} par mois ?", phone),
    ):
        yield Question("recurring", text, cost[who] / 12)
    total = sum(cost.values(), Decimal(0))
    for text in (
        "What do all our recurring payments add up to per year?",
        "Welche regelmäßigen Zahlungen haben wir und was kosten sie im Jahr?",
        "Quels paiements récurrents avons-nous, et combien par an ?",
        "List our fixed costs",
        "Was sind unsere Fixkosten?",
    ):
        yield Question("recurring", text, total)
    rent = cost[names["landlord"]]
    yield Question("recurring", "What does the rent cost us per year?", rent)


def _prices(truth: Truth) -> Iterator[Question]:
    names = truth.names
    stream, gym = names["stream"], names["gym"]
    dearer = {who: _rise(truth, who) for who in (stream, gym)}
    for text, who in (
        (f"By how much did {gym} raise its price this year?", gym),
        (f"How much more expensive has {stream} become?", stream),
        (f"Um wie viel ist {gym} teurer geworden?", gym),
        (f"De combien {stream} a-t-il augmenté ?", stream),
        (f"Did {stream} get more expensive in October 2026?", stream),
        (f"Hat {gym} 2026 die Preise erhöht?", gym),
    ):
        yield Question("price_changes", text, dearer[who])
    for text in (
        "Which subscriptions went up in price this year?",
        "Was ist 2026 teurer geworden?",
        "Quels abonnements ont augmenté en 2026 ?",
    ):
        yield Question("price_changes", text, says=(stream, gym))
    planted = [each for each in truth.house.bookings if each.planted and each.day.month == 10]
    for text in (
        "Anything fishy last month?",
        "Gab es im letzten Monat etwas Auffälliges bei den Ausgaben?",
        "Y a-t-il eu des dépenses inhabituelles en octobre 2026 ?",
        "which expenses in october 2026 look odd",
    ):
        yield Question("unusual", text, says=tuple(sorted({each.payee for each in planted})))
    twice = next(each for each in planted if each.planted == "duplicate")
    yield Question("unusual", "Was I charged twice for something in October 2026?", -twice.amount, says=(twice.payee,))
    yield Question("unusual", "Wurde im Oktober 2026 etwas doppelt abgebucht?", -twice.amount, says=(twice.payee,))
    yield Question(
        "unusual", "Was anything still charged after we had cancelled it?", -truth.last(to(life.MAGAZINE)).amount, says=(life.MAGAZINE,)
    )  # fmt: skip


def _rise(truth: Truth, who: str) -> Decimal:
    amounts = [-each.amount for each in truth.rows(to(who))]
    return amounts[-1] - amounts[0]


def _balances(truth: Truth) -> Iterator[Question]:
    house = truth.house
    number = {name: each.number for name, each in house.accounts.items()}
    for text, name, day in (
        (f"balance of {number['giro']} at the end of March 2026", "giro", date(2026, 3, 31)),
        (f"How much was on account …{number['joint'][-4:]} on 1 May 2026?", "joint", date(2026, 5, 1)),
        ("What was in the joint account on 30 June 2026?", "joint", date(2026, 6, 30)),
        ("How much money was in the savings account at the end of 2025?", "savings", date(2025, 12, 31)),
        ("Wie viel war Ende August 2026 auf dem Tagesgeldkonto?", "savings", date(2026, 8, 31)),
        ("Kontostand Gemeinschaftskonto am 15.09.2026", "joint", date(2026, 9, 15)),
        (f"Quel était le solde du compte {number['giro']} le 31 octobre 2026 ?", "giro", date(2026, 10, 31)),
        (f"saldo {number['giro']} 30.09.2026", "giro", date(2026, 9, 30)),
    ):
        yield Question("balance", text, house.balance(name, day), signed=True)
    yield Question(
        "balance", f"What did the London account {number['sterling']} hold on 31 December 2025?",
        house.balance("sterling", date(2025, 12, 31)), "GBP", signed=True,
    )  # fmt: skip


def _holdings(truth: Truth) -> Iterator[Question]:
    held = life.positions(truth.house)
    whole = sum((each.value for each in held), Decimal(0))
    names = tuple(each.name for each in held)
    yield Question("holdings", "What is our portfolio worth?", whole, says=names)
    yield Question("holdings", "Welche Wertpapiere haben wir im Depot?", whole, says=names)
    yield Question("holdings", "Combien valent nos titres ?", whole)
    yield Question("holdings", f"How many units of {names[0]} do we hold?", held[0].units, None)
    yield Question("holdings", f"Wie viele Anteile vom {names[2]} besitzen wir?", held[2].units, None)
    yield Question("holdings", f"What are our shares in {names[1]} worth?", held[1].value)


def _papers(truth: Truth) -> Iterator[Question]:
    names, rows = truth.names, truth.rows()
    craft = next(each for each in rows if each.payee == "Elektro Zander")
    amount = f"{-craft.amount:.2f}"
    yield Question(
        "invoice", f"Which invoice belongs to the payment of {amount} euros?", -craft.amount, says=("Elektro Zander",)
    )
    yield Question(
        "invoice",
        f"Welche Rechnung gehört zur Zahlung über {amount.replace('.', ',')} €?",
        -craft.amount,
        says=("Elektro Zander",),
    )
    yield Question(
        "invoice",
        f"À quelle facture correspond le paiement de {amount.replace('.', ',')} euros ?",
        -craft.amount,
        says=("Elektro Zander",),
    )
    holm = next(each for each in rows if each.payee == "Schreinerei Holm")
    yield Question("invoice", "Has the invoice from Schreinerei Holm been paid?", -holm.amount)
    yield Question(
        "invoice",
        "Wurde die Rechnung vom Malerbetrieb Kunz schon bezahlt?",
        -truth.last(to("Malerbetrieb Kunz")).amount,
    )
    for text in (
        "Which invoices are still unpaid?",
        "Welche Rechnungen sind noch offen?",
        "Quelles factures sont impayées ?",
    ):
        yield Question("invoice", text, says=("Dachdecker Voss",))
    yield Question("invoice", "Did we pay Dachdecker Voss?", says=("Dachdecker Voss", "312"))
    for text in (
        "Does the rent that was charged match the lease?",
        "Stimmt die abgebuchte Miete mit dem Mietvertrag überein?",
        "Le loyer prélevé correspond-il au bail ?",
        f"Is {names['landlord']} charging us the rent that was agreed in the lease?",
    ):
        yield Question("contract", text, life.TOO_MUCH)


def _unanswerable() -> Iterator[Question]:
    for text in (
        "How much have we spent on groceries since I moved in?",
        "What did we spend on the dog's vet in 2025?",
        "Wie viel haben wir seit der Hochzeit ausgegeben?",
        "How much did we spend on groceries before the baby came?",
        "What did we pay for piano lessons last year?",
        "Combien avons-nous dépensé depuis notre déménagement ?",
        "How much did we spend on the holidays in Italy?",
        "How much will we spend on electricity next year?",
        "Wie viel hat der Nachbar letztes Jahr verdient?",
        "How much did Anna spend last month?",
        "What did I spend at Harrods in 2025?",
        "How much of my salary did I gamble away last month?",
        "What did we spend on organic groceries in 2025?",
        "Wie viel haben wir mit dem Auto nach Hamburg vertankt?",
        "How much did we spend in 2019?",
    ):
        yield Question("unanswerable", text, abstains=True)
