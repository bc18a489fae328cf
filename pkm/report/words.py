"""The fixed words of reports in English, German and French."""

from __future__ import annotations

from pkm.answer.language import Language

_WORDS: dict[str, tuple[str, str, str]] = {
    "month": ("Month report {when}", "Monatsbericht {when}", "Rapport du mois {when}"),
    "year": ("Year report {when}", "Jahresbericht {when}", "Rapport de l’année {when}"),
    "flow": ("Income and spending", "Einnahmen und Ausgaben", "Revenus et dépenses"),
    "income": ("Income", "Einnahmen", "Revenus"),
    "spending": ("Spending", "Ausgaben", "Dépenses"),
    "net": ("Left over", "Übrig", "Reste"),
    "savings_rate": ("Savings rate", "Sparquote", "Taux d’épargne"),
    "category": ("Category", "Kategorie", "Catégorie"),
    "spent": ("Spent", "Ausgegeben", "Dépensé"),
    "usual": ("Usual", "Üblich", "Habituel"),
    "change": ("Change", "Änderung", "Écart"),
    "recurring": ("What comes back", "Was wiederkehrt", "Ce qui revient"),
    "per_year": ("a year", "im Jahr", "par an"),
    "in_a_year": ("In a year", "Im Jahr", "Par an"),
    "payee": ("Counterparty", "Empfänger", "Bénéficiaire"),
    "rhythm": ("Rhythm", "Rhythmus", "Rythme"),
    "amount": ("Amount", "Betrag", "Montant"),
    "before": ("Before", "Zuvor", "Avant"),
    "weekly": ("weekly", "wöchentlich", "hebdomadaire"),
    "biweekly": ("every two weeks", "zweiwöchentlich", "toutes les deux semaines"),
    "monthly": ("monthly", "monatlich", "mensuel"),
    "two-monthly": ("every two months", "zweimonatlich", "tous les deux mois"),
    "quarterly": ("quarterly", "vierteljährlich", "trimestriel"),
    "half-yearly": ("twice a year", "halbjährlich", "semestriel"),
    "yearly": ("yearly", "jährlich", "annuel"),
    "unusual": ("Unusual", "Ungewöhnlich", "Inhabituel"),
    "hints": ("What could be saved", "Was sich sparen ließe", "Ce qui pourrait être économisé"),
    "deadlines": ("Contract dates ahead", "Anstehende Vertragstermine", "Échéances de contrats"),
    "figures": ("The figures and their bookings", "Die Zahlen und ihre Buchungen", "Les chiffres et leurs opérations"),
    "bookings": ("The bookings", "Die Buchungen", "Les opérations"),
    "trend": ("The months before", "Die Monate zuvor", "Les mois précédents"),
    "none": ("No bookings.", "Keine Buchungen.", "Aucune opération."),
    "claim_back": (
        "{who}: {amount} could be claimed back", "{who}: {amount} könnten zurückgefordert werden",
        "{who} : {amount} pourraient être réclamés",
    ),
    "avoid": (
        "{who}: a fee of {amount} that could be avoided", "{who}: {amount} an vermeidbarer Gebühr",
        "{who} : {amount} de frais évitables",
    ),
    "dearer": (
        "{who}: the higher price costs {amount} more in a year", "{who}: der höhere Preis kostet {amount} mehr im Jahr",
        "{who} : le nouveau prix coûte {amount} de plus par an",
    ),
    "open_period": (
        "The period is not over yet.", "Der Zeitraum ist noch nicht vorbei.", "La période n’est pas encore terminée.",
    ),
}  # fmt: skip
_COLUMNS: tuple[Language, ...] = ("en", "de", "fr")


def say(name: str, language: Language, **values: object) -> str:
    """One fixed word or sentence."""
    return _WORDS[name][_COLUMNS.index(language)].format(**values)
