"""The fixed sentences of answers in English, German and French, and how each writes money and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from pkm.answer.language import Language
from pkm.answer.phrases.categories import CATEGORIES
from pkm.answer.phrases.income import INCOME
from pkm.answer.phrases.ledger import LEDGER
from pkm.answer.phrases.papers import PAPER
from pkm.answer.phrases.series import SERIES
from pkm.models import NO_CURRENCY

_PHRASES: dict[str, tuple[str, str, str]] = {
    # ------------------------------------------------ documents
    "nothing": (
        "I found no answer to this in your records.",
        "Dazu habe ich in Ihren Unterlagen keine Antwort gefunden.",
        "Je n’ai pas trouvé de réponse à cette question dans vos documents.",
    ),
    "not_mentioned": (
        "Nothing that was found mentions {words}.",
        "Nichts von dem, was gefunden wurde, erwähnt {words}.",
        "Rien de ce qui a été trouvé ne mentionne {words}.",
    ),
    "not_together": (
        "No passage that was found speaks of {words} and says what was asked.",
        "Keine gefundene Stelle spricht von {words} und sagt, wonach gefragt war.",
        "Aucun passage trouvé ne parle de {words} en disant ce qui était demandé.",
    ),
    "only_general": (
        "What speaks of it is written for everybody and not about you: {titles}.",
        "Was davon spricht, ist für alle geschrieben und nicht über Sie: {titles}.",
        "Ce qui en parle est écrit pour tout le monde et non sur vous : {titles}.",
    ),
    "inviting": (
        "Ask me about your records: “When can I cancel the lease?”, “What did we spend on groceries last month?”, “Show me all expenses from last month that were unusual.”",
        "Fragen Sie nach Ihren Unterlagen: „Wann kann ich den Mietvertrag kündigen?“, „Was haben wir letzten Monat für Lebensmittel ausgegeben?“, „Zeige mir alle ungewöhnlichen Ausgaben vom letzten Monat.“",
        "Posez une question sur vos documents : « Quand puis-je résilier le bail ? », « Combien avons-nous dépensé en courses le mois dernier ? », « Montre-moi les dépenses inhabituelles du mois dernier. »",
    ),
    "quoted": ("“{words}”", "„{words}“", "« {words} »"),
    "said_before": ("Before that: {said}", "Davor: {said}", "Auparavant : {said}"),
    "question_read_as": ("Read as: {question}", "Gelesen als: {question}", "Compris comme : {question}"),
    "attached_unread": (
        "Attached files are not read here: pkm ingest takes them in.",
        "Angehängte Dateien werden hier nicht gelesen: pkm ingest nimmt sie auf.",
        "Les fichiers joints ne sont pas lus ici : pkm ingest les prend en compte.",
    ),
    "without_model": (
        "The records' own words, for no model's could be used: {why}.",
        "In den Worten der Unterlagen, denn die eines Modells waren nicht zu haben: {why}.",
        "Avec les mots des documents, faute de ceux d’un modèle : {why}.",
    ),
    "same_day": ("on the same day", "am selben Tag", "le même jour"),
    "day_before": ("one day before", "einen Tag zuvor", "un jour avant"),
    "days_before": ("{days} days before", "{days} Tage zuvor", "{days} jours avant"),
    "unread": (
        "Some files could not be read: {paths}.",
        "Einige Dateien waren nicht lesbar: {paths}.",
        "Certains fichiers n’ont pas pu être lus : {paths}.",
    ),
    "refused": (
        "This could not be read: {paths}.",
        "Das war nicht lesbar: {paths}.",
        "Ceci n’a pas pu être lu : {paths}.",
    ),
    "all_read": (
        "All files that were found could be read.",
        "Alle gefundenen Dateien waren lesbar.",
        "Tous les fichiers trouvés ont pu être lus.",
    ),
    "see_problems": (
        "`pkm problems` names all that was refused, with the reason.",
        "`pkm problems` nennt alles, was abgelehnt wurde, mit dem Grund.",
        "`pkm problems` nomme tout ce qui a été refusé, avec la raison.",
    ),
    "waiting": (
        "Files are still waiting to be read: what they hold is not in this answer.",
        "Es warten noch Dateien darauf, gelesen zu werden: Was in ihnen steht, ist nicht in dieser Antwort.",
        "Des fichiers attendent encore d’être lus : ce qu’ils contiennent n’est pas dans cette réponse.",
    ),
    # ------------------------------------------------ unusual
    "unusual": (
        "Unusual expenses{topic} {period} (bookings looked at: {count}):",
        "Ungewöhnliche Ausgaben{topic} {period} (geprüfte Buchungen: {count}):",
        "Dépenses inhabituelles{topic} {period} (opérations examinées : {count}) :",
    ),
    "after_end": (
        "{amount} was charged by {who} after the contract’s end on {day} ({bookings}).",
        "{amount} hat {who} nach dem Ende des Vertrags am {day} abgebucht ({bookings}).",
        "{amount} ont été prélevés par {who} après la fin du contrat le {day} ({bookings}).",
    ),
    "nothing_unusual": (
        "Nothing unusual{topic} {period} (bookings looked at: {count}).",
        "Nichts Ungewöhnliches{topic} {period} (geprüfte Buchungen: {count}).",
        "Rien d’inhabituel{topic} {period} (opérations examinées : {count}).",
    ),
    "duplicate": (
        "possibly charged twice: the same amount, {baseline}, was charged {before}",
        "möglicherweise doppelt abgebucht: derselbe Betrag, {baseline}, schon {before}",
        "peut-être débité deux fois : le même montant, {baseline}, {before}",
    ),
    "price_jump": (
        "the price rose: {baseline} before",
        "der Preis ist gestiegen: zuvor {baseline}",
        "le prix a augmenté : {baseline} auparavant",
    ),
    "amount": (
        "unusually high: {size} times the median of the payments before, {baseline}",
        "ungewöhnlich hoch: das {size}-Fache des Medians der früheren Zahlungen, {baseline}",
        "inhabituellement élevé : {size} fois la médiane des paiements précédents, {baseline}",
    ),
    "new_counterparty": (
        "never paid before, and {size} times the median of single expenses, {baseline}",
        "nie zuvor bezahlt, und das {size}-Fache des Medians einzelner Ausgaben, {baseline}",
        "jamais payé auparavant, et {size} fois la médiane des dépenses, {baseline}",
    ),
    "off_rhythm": (
        "out of rhythm: a charge of this kind came {before}",
        "außer der Reihe: eine solche Abbuchung gab es {before}",
        "hors du rythme : un débit de ce genre a eu lieu {before}",
    ),
    "fee": (
        "the first fee of this kind on this account",
        "die erste Gebühr dieser Art auf diesem Konto",
        "les premiers frais de ce genre sur ce compte",
    ),
    "after_cancellation": (
        "charged {days} days after the contract's end",
        "{days} Tage nach dem Ende des Vertrags abgebucht",
        "débité {days} jours après la fin du contrat",
    ),
    "category": (
        "{size} times the median month of the year before, {baseline}",
        "das {size}-Fache des Medians der Monate des Jahres davor, {baseline}",
        "{size} fois le mois médian de l’année précédente, {baseline}",
    ),
    "explained": ("see “{title}”", "siehe „{title}“", "voir « {title} »"),
    "short_history": (
        "Bookings are known only since {day}: too short to say what is usual; only doubled charges and new prices can be told.",
        "Buchungen sind erst seit dem {day} bekannt: zu kurz, um zu sagen, was üblich ist; nur doppelte Abbuchungen und neue Preise fallen auf.",
        "Les opérations ne sont connues que depuis le {day} : trop peu pour dire ce qui est habituel ; seuls les doublons et les nouveaux prix se voient.",
    ),
    "could_save": (
        "{amount} could be had back or saved in a year: what was charged twice, late or as a fee, and what has become dearer.",
        "{amount} ließen sich zurückholen oder im Jahr sparen: doppelt, zu spät oder als Gebühr Abgebuchtes und was teurer wurde.",
        "{amount} pourraient être récupérés ou économisés par an : doublons, débits tardifs, frais et hausses de prix.",
    ),
    # ------------------------------------------------ time
    "in": ("in {when}", "im {when}", "en {when}"),
    "in_year": ("in {when}", "im Jahr {when}", "en {when}"),
    "on": ("on {when}", "am {when}", "le {when}"),
    "between": ("from {since} to {until}", "vom {since} bis {until}", "du {since} au {until}"),
    "since": ("since {since}", "seit dem {since}", "depuis le {since}"),
    "until": ("until {until}", "bis {until}", "jusqu’au {until}"),
    "ever": ("in all your records", "in allen Ihren Unterlagen", "dans tous vos documents"),
}  # fmt: skip
_ALL = _PHRASES | LEDGER | INCOME | SERIES | PAPER
_COLUMNS: tuple[Language, ...] = ("en", "de", "fr")


def say(name: str, language: Language, **values: object) -> str:
    """One fixed sentence."""
    told = _ALL[name][_COLUMNS.index(language)].format(**values)
    return told.replace(" que en ", " qu’en ") if language == "fr" else told


def count(things: str, number_of: int, language: Language) -> str:
    """As in ``1 booking``, ``1,204 bookings``."""
    return say(f"{'one' if number_of == 1 else 'many'}_{things}", language, count=number(Decimal(number_of), language))


def category(name: str, language: Language) -> str:
    """What a category is called; the owner's own names stay as they are."""
    return CATEGORIES.get(name, (name,) * len(_COLUMNS))[_COLUMNS.index(language)]


def money(amount: Decimal, currency: str, language: Language) -> str:
    """As in ``1,234.50 EUR``: with the digits of its currency (ISO 4217), more only where it has them; where none is known it says so."""
    from babel.numbers import format_decimal, get_currency_precision

    amount = amount if amount else abs(amount)  # nothing has no sign
    digits = get_currency_precision(currency)
    if amount.is_finite():
        digits = max(digits, -int(amount.normalize().as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    unit = say("no_currency", language) if currency == NO_CURRENCY else currency
    return f"{format_decimal(amount, pattern, locale=language)} {unit}"


def bounds(least: Decimal | None, most: Decimal | None, currency: str, language: Language, *, excluded: bool) -> str:
    """As in ``more than 300.00 EUR``, ``at least 200.00 EUR and at most 300.00 EUR``."""
    sides = (("above" if excluded else "from", least), ("below" if excluded else "upto", most))
    told = [
        say(f"bound_{name}", language, amount=money(value, currency, language))
        for name, value in sides
        if value is not None
    ]
    return say("bound_between", language, low=told[0], high=told[1]) if len(told) > 1 else "".join(told)


def signed_money(amount: Decimal, currency: str, language: Language) -> str:
    """With its sign also where it is positive."""
    return ("+" if amount > 0 else "") + money(amount, currency, language)


def signed(value: Decimal, language: Language) -> str:
    """A plain number with its sign also where it is positive."""
    return ("+" if value > 0 else "") + number(value, language)


def number(value: Decimal, language: Language) -> str:
    """A plain number in the language's way of writing."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=language))


def day(value: date, language: Language) -> str:
    """As in ``3 March 2025``, ``3. März 2025``, ``3 mars 2025``, ``1er mars 2025``."""
    from babel.dates import format_date

    form = "d. MMMM y" if language == "de" else "d'er' MMMM y" if language == "fr" and value.day == 1 else "d MMMM y"
    return str(format_date(value, form, locale=language))


def weekdays(days: Sequence[int], language: Language) -> str:
    """As in ``Saturday/Sunday``, ``Monday–Friday``; Monday is 1."""
    from babel.dates import get_day_names

    names = get_day_names("wide", "stand-alone", language)
    in_a_row = len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1))
    told = [str(names[each - 1]) for each in ((days[0], days[-1]) if in_a_row else days)]
    return ("–" if in_a_row else "/").join(told)


def span(first: date, unit: str | None, language: Language) -> str:
    """The day, week, month, quarter or year that begins on a day, as a table heads its row."""
    from babel.dates import format_date

    if unit in {"day", "week"}:
        return day(first, language)
    form = {"month": "MMMM y", "quarter": "QQQ y", "year": "y"}[unit or "day"]
    return str(format_date(first, form, locale=language))


def period(since: date | None, until: date | None, language: Language) -> str:
    """A time in words; a whole month or year by its name."""
    from babel.dates import format_date

    if since is None and until is None:
        return say("ever", language)
    if since is None or until is None:
        name, value = ("since", since) if until is None else ("until", until)
        return say(name, language, **{name: day(value, language)}) if value else ""
    if since == until:
        return say("on", language, when=day(since, language))
    if since.day == 1 and (until + timedelta(days=1)).day == 1:
        if (since.year, since.month) == (until.year, until.month):
            return say("in", language, when=format_date(since, "MMMM y", locale=language))
        if since.year == until.year and (since.month, until.month) == (1, 12):
            return say("in_year", language, when=since.year)
    return say("between", language, since=day(since, language), until=day(until, language))
