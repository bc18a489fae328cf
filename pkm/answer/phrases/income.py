"""The fixed sentences on income and spending, shares, and one time against another, in English, German and French."""

from __future__ import annotations

INCOME: dict[str, tuple[str, str, str]] = {
    "cashflow": (
        "{amount} left over {period}: income {income}, spending {spending} ({bookings}).",
        "{amount} übrig {period}: Einnahmen {income}, Ausgaben {spending} ({bookings}).",
        "Il reste {amount} {period} : revenus {income}, dépenses {spending} ({bookings}).",
    ),
    "deficit": (
        "{amount} more was spent than came in {period}: income {income}, spending {spending} ({bookings}).",
        "{amount} mehr ausgegeben als eingenommen {period}: Einnahmen {income}, Ausgaben {spending} ({bookings}).",
        "{amount} de plus ont été dépensés que reçus {period} : revenus {income}, dépenses {spending} ({bookings}).",
    ),
    "rest": (
        "{amount} left of {income}{topic} {period} after {spending}{other} ({bookings}).",
        "{amount} übrig von {income}{topic} {period} nach {spending}{other} ({bookings}).",
        "Il reste {amount} de {income}{topic} {period} après {spending}{other} ({bookings}).",
    ),
    "rest_a_month": (
        "On average {amount} a month ({over}).",
        "Im Durchschnitt {amount} im Monat ({over}).",
        "En moyenne {amount} par mois ({over}).",
    ),
    "no_rest": (
        "{amount} short: {income} came in{topic} {period}, {spending} was spent{other} ({bookings}).",
        "{amount} zu wenig: {income} Einnahmen{topic} {period}, {spending} Ausgaben{other} ({bookings}).",
        "Il manque {amount} : {income} de revenus{topic} {period}, {spending} de dépenses{other} ({bookings}).",
    ),
    "savings_rate": (
        "{rate} % is the savings rate {period}: income {income}, spending {spending}, left over {amount} ({bookings}).",
        "{rate} % beträgt die Sparquote {period}: Einnahmen {income}, Ausgaben {spending}, übrig {amount} ({bookings}).",
        "{rate} % : c’est le taux d’épargne {period} (revenus {income}, dépenses {spending}, reste {amount}, {bookings}).",
    ),
    "most": ("Most: {label}, {amount}.", "Am meisten: {label}, {amount}.", "Le plus : {label}, {amount}."),
    "least": ("Least: {label}, {amount}.", "Am wenigsten: {label}, {amount}.", "Le moins : {label}, {amount}."),
    "most_saved": (
        "Most was left over: {unit}, {amount}.",
        "Am meisten übrig blieb: {unit}, {amount}.",
        "Il est resté le plus : {unit}, {amount}.",
    ),
    "least_saved": (
        "Least was left over: {unit}, {amount}.",
        "Am wenigsten übrig blieb: {unit}, {amount}.",
        "Il est resté le moins : {unit}, {amount}.",
    ),
    "share": (
        "{rate} %{topic} {period}: {amount} of {whole} {side}{other} ({bookings}).",
        "{rate} %{topic} {period}: {amount} von {whole} {side}{other} ({bookings}).",
        "{rate} %{topic} {period} : {amount} sur {whole} {side}{other} ({bookings}).",
    ),
    "no_share": (
        "No share can be told{topic} {period}: {amount}, held against {whole} {side}{other} ({bookings}).",
        "Kein Anteil{topic} lässt sich {period} nennen: {amount}, gehalten gegen {whole} {side}{other} ({bookings}).",
        "Aucune part ne peut être indiquée{topic} {period} : {amount}, face à {whole} {side}{other} ({bookings}).",
    ),
    "share_out": ("of spending", "Ausgaben", "de dépenses"),
    "share_in": ("of income", "Einnahmen", "de revenus"),
    "no_income": (
        "No income in {unit} {period}, so there is no savings rate in it: income {income}, spending {spending}.",
        "Keine Einnahmen in {unit} {period}, also keine Sparquote darin: Einnahmen {income}, Ausgaben {spending}.",
        "Aucun revenu en {unit} {period}, donc pas de taux d’épargne dans cette monnaie : revenus {income}, dépenses {spending}.",
    ),
    "more": (
        "{amount} more{topic} {period} than {when}{percent}: {this} against {other} ({bookings}).",
        "{amount} mehr{topic} {period} als {when}{percent}: {this} gegenüber {other} ({bookings}).",
        "{amount} de plus{topic} {period} que {when}{percent} : {this} contre {other} ({bookings}).",
    ),
    "less": (
        "{amount} less{topic} {period} than {when}{percent}: {this} against {other} ({bookings}).",
        "{amount} weniger{topic} {period} als {when}{percent}: {this} gegenüber {other} ({bookings}).",
        "{amount} de moins{topic} {period} que {when}{percent} : {this} contre {other} ({bookings}).",
    ),
    "same": (
        "{amount} difference{topic} {period} and {when}: {this} each time ({bookings}).",
        "{amount} Unterschied{topic} {period} und {when}: jeweils {this} ({bookings}).",
        "{amount} de différence{topic} {period} et {when} : {this} chaque fois ({bookings}).",
    ),
    "percent": (" ({percent} %)", " ({percent} %)", " ({percent} %)"),
    # ------------------------------------------------ what was earned
    "of_income": ("Of it: {parts}.", "Davon: {parts}.", "Dont : {parts}."),
}
