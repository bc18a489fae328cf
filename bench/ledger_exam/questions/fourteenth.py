"""A fourteenth set: a dozen in each of English, German and French, two fifths of them with a condition that no booking holds."""

from __future__ import annotations

from collections.abc import Iterator

from bench.ledger_exam.asking import amounts, figures, other_than, sayings, sums, tables, weekend
from bench.ledger_exam.questions.thirteenth import AUGUST, JULY, SEPTEMBER, THIRD_QUARTER, apart, favourite
from bench.ledger_exam.truth import (
    LAST_YEAR,
    THIS_YEAR,
    Question,
    Truth,
    above,
    below,
    by,
    by_quarter,
    of,
    rounded,
    to,
)


def ask(truth: Truth) -> Iterator[Question]:
    """Twelve, twelve and twelve."""
    (grocer,) = truth.named("grocer")
    yield from sums(truth, (
        ((of("groceries"), weekend, AUGUST), "Groceries at weekends in August, how much?"),
        ((of("restaurants"), above(50), THIS_YEAR), "restaurants this year, only visits over 50 euros, total"),
        ((of("groceries"), other_than(weekend), SEPTEMBER), "Lebensmittel im September, aber ohne die Einkäufe am Wochenende"),
        ((other_than(of("rent")), above(300), SEPTEMBER), "Zahlungen über 300 Euro im September ohne Miete, zusammen"),
        ((of("groceries"), other_than(weekend), AUGUST), "les courses d'août, week-ends exclus"),
        ((by("joint"), JULY), "dépenses du compte joint en juillet"),
        ((of("restaurants"), below(15), THIS_YEAR), "au restaurant cette année, les additions de moins de 15 euros : total"),
    ))  # fmt: skip
    monthly = rounded(truth.spent(of("electricity"), LAST_YEAR) / 12)
    yield from amounts((
        ("compare", apart(truth, "fuel", SEPTEMBER, AUGUST), "how much less did we spend on fuel in September than in August"),
        ("income", truth.earned(of("salary", "benefits"), SEPTEMBER), "salary and child benefit together in september"),
        ("income", truth.earned(SEPTEMBER), "Wie viel Geld kam im September insgesamt rein?"),
        ("mean", monthly, "strom im letzten jahr, monatlicher durchschnitt"),
        ("largest", truth.largest(to(grocer), THIS_YEAR), f"größter einkauf bei {grocer} dieses jahr"),
        ("largest", truth.largest(of("fuel"), THIS_YEAR), "le plein le plus cher de 2026"),
        ("income", truth.earned(AUGUST), "nos revenus d'août"),
    ))  # fmt: skip
    yield from figures("count", (
        (truth.count(of("cash"), THIRD_QUARTER), "How often did we take cash out in the third quarter?"),
        (truth.count(to(grocer), THIS_YEAR), f"wie oft waren wir dieses jahr bei {grocer}"),
        (truth.count(of("cash"), THIS_YEAR), "combien de retraits au distributeur cette année"),
    ), None)  # fmt: skip
    quarters = truth.divided(by_quarter, of("restaurants"), THIS_YEAR)
    yield from tables((
        ("quarter", quarters, "Restaurantausgaben 2026 je Quartal", "restaurant, trimestre par trimestre en 2026"),
    ))  # fmt: skip
    yield from sayings((
        ("ranked", (favourite(truth, of("restaurants"), THIS_YEAR),), "which restaurant did we spend the most in this year"),
    ))  # fmt: skip
    for text in (
        "how much did we spend on groceries with our guests in october",
        "What did restaurants cost us in September, drinks not included?",
        "how much petrol money in july without the company car",
        "what did we spend on clothes for the children",
        "How much did we spend on groceries in the mornings of August?",
        "How much money did we waste in October?",
        "was haben wir im august für essen mit kollegen ausgegeben",
        "Tanken im Juli: wie viel pro Kilometer?",
        "Was haben wir im Oktober bei Regen eingekauft?",
        "Was haben wir im September auf Raten gekauft?",
        "Wie viel gaben wir im August für Lebensmittel nach 20 Uhr aus?",
        "combien pour le restaurant avec ma belle-mère en septembre",
        "combien de pain avons-nous acheté en octobre",
        "courses en octobre, hors alcool",
        "combien avons-nous dépensé en essence pour aller au travail",
        "Combien avons-nous dépensé en courses pendant la grève de septembre ?",
    ):
        yield Question("unanswerable", text, abstains=True)
