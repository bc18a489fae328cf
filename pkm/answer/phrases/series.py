"""The fixed sentences on what comes back, its rhythms and its prices, in English, German and French."""

from __future__ import annotations

SERIES: dict[str, tuple[str, str, str]] = {
    "recurring_per": (
        "{amount} {per} for {series}{topic}, at today’s prices.",
        "{amount} {per} für {series}{topic}, zu heutigen Preisen.",
        "{amount} {per} pour {series}{topic}, au prix actuel.",
    ),
    "costs_more": (
        "{amount} more {per}{topic} than {when}: {this} against {other}, at today’s prices.",
        "{amount} mehr {per}{topic} als {when}: {this} gegenüber {other}, zu heutigen Preisen.",
        "{amount} de plus {per}{topic} que {when} : {this} contre {other}, au prix actuel.",
    ),
    "costs_less": (
        "{amount} less {per}{topic} than {when}: {this} against {other}, at today’s prices.",
        "{amount} weniger {per}{topic} als {when}: {this} gegenüber {other}, zu heutigen Preisen.",
        "{amount} de moins {per}{topic} que {when} : {this} contre {other}, au prix actuel.",
    ),
    "costs_same": (
        "{amount} difference {per}{topic} and {when}: {this} each, at today’s prices.",
        "{amount} Unterschied {per}{topic} und {when}: jeweils {this}, zu heutigen Preisen.",
        "{amount} de différence {per}{topic} et {when} : {this} chacun, au prix actuel.",
    ),
    "per_year": ("a year", "im Jahr", "par an"),
    "per_day": ("a day", "am Tag", "par jour"),
    "per_week": ("a week", "in der Woche", "par semaine"),
    "per_month": ("a month", "im Monat", "par mois"),
    "recurring": (
        "{amount} a year for {series}{topic}, at today’s prices.",
        "{amount} im Jahr für {series}{topic}, zu heutigen Preisen.",
        "{amount} par an pour {series}{topic}, au prix actuel.",
    ),
    "recurring_income": (
        "{amount} a year from {series}{topic}, at what they are now.",
        "{amount} im Jahr aus {series}{topic}, so viel wie sie jetzt betragen.",
        "{amount} par an provenant de {series}{topic}, au montant actuel.",
    ),
    "recurring_income_per": (
        "{amount} {per} from {series}{topic}, at what they are now.",
        "{amount} {per} aus {series}{topic}, so viel wie sie jetzt betragen.",
        "{amount} {per} provenant de {series}{topic}, au montant actuel.",
    ),
    "begun": (
        "Begun {period} and still paid: {series}{topic}.",
        "Begonnen {period} und noch laufend: {series}{topic}.",
        "Commencé {period} et en cours : {series}{topic}.",
    ),
    "begun_series": (
        "{who}: {amount} {rhythm} since {day}",
        "{who}: {amount} {rhythm} seit dem {day}",
        "{who} : {amount} {rhythm} depuis le {day}",
    ),
    "first_paid": (
        "{who}: first paid on {day}, {amount}; too few payments for a rhythm",
        "{who}: zum ersten Mal bezahlt am {day}, {amount}; zu wenige Zahlungen für einen Rhythmus",
        "{who} : payé pour la première fois le {day}, {amount} ; trop peu de paiements pour un rythme",
    ),
    "no_recurring": (
        "No recurring payment{topic} that is still being made was found.",
        "Keine wiederkehrende Zahlung{topic} gefunden, die noch läuft.",
        "Aucun paiement récurrent en cours{topic} n’a été trouvé.",
    ),
    "paid_once": (
        "Beside these, {amount} was paid in the last twelve months ({bookings}), in all {sum} a year.",
        "Daneben wurden in den letzten zwölf Monaten {amount} bezahlt ({bookings}), zusammen {sum} im Jahr.",
        "En plus, {amount} ont été payés ces douze derniers mois ({bookings}), au total {sum} par an.",
    ),
    "ended_series": (
        "{who}: {amount} ({rhythm}), last on {day}; no such payment goes on.",
        "{who}: {amount} ({rhythm}), zuletzt am {day}; eine solche Zahlung läuft nicht mehr.",
        "{who} : {amount} ({rhythm}), la dernière fois le {day} ; ce paiement n’a plus cours.",
    ),
    "rhythm_column": ("Rhythm", "Rhythmus", "Rythme"),
    "now_column": ("Now", "Jetzt", "Maintenant"),
    "year_column": ("A year", "Im Jahr", "Par an"),
    "weekly": ("weekly", "wöchentlich", "hebdomadaire"),
    "biweekly": ("every two weeks", "alle zwei Wochen", "toutes les deux semaines"),
    "monthly": ("monthly", "monatlich", "mensuel"),
    "two-monthly": ("every two months", "alle zwei Monate", "tous les deux mois"),
    "quarterly": ("quarterly", "vierteljährlich", "trimestriel"),
    "half-yearly": ("half-yearly", "halbjährlich", "semestriel"),
    "yearly": ("yearly", "jährlich", "annuel"),
    "price_changes": (
        "{changes} {period}{topic}:",
        "{changes} {period}{topic}:",
        "{changes} {period}{topic} :",
    ),
    "price_change": (
        "{who}: from {before} to {amount} since {day} ({difference}, {percent} %)",
        "{who}: von {before} auf {amount} seit dem {day} ({difference}, {percent} %)",
        "{who} : de {before} à {amount} depuis le {day} ({difference}, {percent} %)",
    ),
    "no_price_rise": (
        "No price of a recurring payment{topic} went up {period}.",
        "Kein Preis einer wiederkehrenden Zahlung{topic} ist {period} gestiegen.",
        "Aucun prix d’un paiement récurrent{topic} n’a augmenté {period}.",
    ),
    "no_price_fall": (
        "No price of a recurring payment{topic} went down {period}.",
        "Kein Preis einer wiederkehrenden Zahlung{topic} ist {period} gesunken.",
        "Aucun prix d’un paiement récurrent{topic} n’a baissé {period}.",
    ),
    "no_price_change": (
        "No price of a recurring payment{topic} changed {period}.",
        "Kein Preis einer wiederkehrenden Zahlung{topic} hat sich {period} geändert.",
        "Aucun prix d’un paiement récurrent{topic} n’a changé {period}.",
    ),
}
