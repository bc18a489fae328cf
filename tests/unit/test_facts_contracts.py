"""Contracts and letters: what they state of time and price, and the deadlines that follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pkm.facts import Fact, Paper, deadlines, over, read
from pkm.household import build
from pkm.models import DocumentId
from tests.clock import linear_time

CUAD = Path(__file__).parents[2].parent / "shared" / "data" / "retrieval" / "cuad_dev" / "cuad"


def facts(text: str, kind: str = "contract", number: int = 1, **more: object) -> list[Fact]:
    """All facts, as those of a stored document."""
    return [replace(each, document_id=DocumentId(number)) for each in read(Paper(text, kind, **more))]  # type: ignore[arg-type]


def named(found: list[Fact]) -> dict[str, Fact]:
    return {each.kind: each for each in reversed(found)}


GYM = """Sportpark Achterbahn GmbH

Mitgliedsvertrag

Mitgliedsnummer: 55-1234
Vertragsbeginn: 01.02.2024
Monatsbeitrag: 29,90 €
Die Mindestlaufzeit beträgt 12 Monate. Der Vertrag verlängert sich jeweils um 12 Monate, wenn er nicht mit einer Frist von drei Monaten vor Ablauf gekündigt wird.
"""


@pytest.mark.parametrize(
    ("text", "language", "notice"),
    [
        ("Der Vertrag kann mit einer Frist von sechs Wochen zum Quartalsende gekündigt werden.", "de", "P6W/quarter"),
        ("Die Kündigungsfrist beträgt drei Monate zum Monatsende.", "de", "P3M/month"),
        (
            "The contract may be terminated with three months' written notice to the end of a calendar year.",
            "en",
            "P3M/year",
        ),
        ("The period of notice is two months to the end of a quarter.", "en", "P2M/quarter"),
        ("Either party may cancel 30 days before the end of the term.", "en", "P30D/term"),
        ("Le contrat peut être résilié avec un préavis de deux mois avant l'échéance.", "fr", "P2M/term"),
        ("Le locataire peut donner congé avec un préavis d'un mois.", "fr", "P1M/any"),
    ],
)
def test_notice_periods(text: str, language: str, notice: str) -> None:
    assert named(facts(f"Contract\n\n{text}\n", language=language))["notice"].text == notice


@pytest.mark.parametrize(
    "text",
    [
        "Either party may terminate if a breach is not cured within 30 days of notice.",
        "Records are kept for two years after termination of this agreement.",
        "The consumer may withdraw within 14 days.",
        "Three months' notice to cancel, or with six weeks' notice to terminate.",
    ],
)
def test_other_times_are_no_notice_periods(text: str) -> None:
    assert "notice" not in named(facts(f"Contract\n\n{text}\n", language="en"))


def test_a_membership_and_its_deadline_carried_forward() -> None:
    found = facts(GYM, language="de")
    told = named(found)
    assert (told["start"].day, told["minimum_end"].day) == (date(2024, 2, 1), date(2025, 1, 31))
    assert (told["notice"].text, told["renewal"].text, told["minimum_term"].text) == ("P3M/term", "P12M", "P12M")
    assert (told["price"].amount, told["price"].currency, told["price"].text) == (Decimal("29.90"), "EUR", "P1M")
    assert (told["issuer"].text, told["customer"].text) == ("Sportpark Achterbahn GmbH", "55-1234")
    for today, notice_by, ends_on in (
        (date(2024, 5, 1), date(2024, 10, 31), date(2025, 1, 31)),
        (date(2024, 10, 31), date(2024, 10, 31), date(2025, 1, 31)),
        (date(2024, 11, 1), date(2025, 10, 31), date(2026, 1, 31)),
    ):
        (ahead,) = deadlines(found, today)
        assert (ahead.what, ahead.notice_by, ahead.ends_on, ahead.renews_for) == ("renews", notice_by, ends_on, "P12M")


def test_a_confirmed_cancellation_ends_it() -> None:
    letter = "Sportpark Achterbahn GmbH\nMitgliedsnummer: 55-1234\n\nSehr geehrte Frau Beispiel,\n\nwir bestätigen Ihre Kündigung. Ihr Vertrag endet am 31.01.2025.\n"
    confirmed = facts(letter, "other", 2, language="de")
    assert named(confirmed)["paper"].text == "cancellation"
    (ahead,) = deadlines(facts(GYM, language="de") + confirmed, date(2024, 6, 1))
    assert (ahead.what, ahead.ends_on, ahead.notice_by) == ("ends", date(2025, 1, 31), None)
    assert deadlines(facts(GYM, language="de") + confirmed, date(2025, 2, 1)) == []
    other = facts(letter.replace("55-1234", "55-9999").replace("Achterbahn", "Karussell"), "other", 2, language="de")
    assert {each.what for each in deadlines(facts(GYM, language="de") + other, date(2024, 6, 1))} == {"renews", "ends"}


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Streamly\n\nDear Ada Amsel,\nWe confirm that your subscription is cancelled. Your subscription ends on April 11, 2025.\n", "en", "other"),
        ("Kabelfix\n\nHallo Ada,\nwir bestätigen, dass Ihr Vertrag gekündigt wurde. Ihr Vertrag endet am 11.04.2025.\n", "de", "note"),
        ("Club Canal\n\nBonjour Ada Amsel,\nNous confirmons la résiliation de votre abonnement. Il prend fin le 11 avril 2025.\n", "fr", "note"),
    ],
)  # fmt: skip
def test_a_letter_that_says_in_a_verb_that_it_is_cancelled_confirms_it(text: str, language: str, kind: str) -> None:
    told = named(facts(text, kind, language=language))
    assert (told["paper"].text, told["end"].day) == ("cancellation", date(2025, 4, 11))


NOTICE = """Ada Amsel
Teichweg 3, 10115 Berlin

Sportpark Achterbahn GmbH
Postfach 77

Kündigung der Mitgliedschaft 55-1234

Sehr geehrte Damen und Herren,

hiermit kündige ich den Vertrag fristgerecht zum 31. Januar 2025. Bitte bestätigen Sie mir die Kündigung bis zum 1. Dezember 2024.
"""


def test_a_notice_that_nobody_confirmed_is_told_as_one() -> None:
    given = facts(NOTICE, "note", 2, language="de", title="Kündigung der Mitgliedschaft 55-1234")
    told = named(given)
    assert (told["paper"].text, told["end"].day) == ("notice_given", date(2025, 1, 31))
    assert (told["party"].text, told["customer"].text) == ("Sportpark Achterbahn GmbH", "55-1234")
    gym = facts(GYM, language="de")
    (ahead,) = deadlines(gym + given, date(2024, 6, 1))
    assert (ahead.what, ahead.subject, ahead.ends_on) == ("notice_given", "Mitgliedsvertrag", date(2025, 1, 31))
    assert (ahead.of, ahead.document_id) == (1, 2)  # the contract's, as the letter says
    assert not over(gym + given, date(2025, 6, 1))  # nobody said so
    confirmed = facts(
        "Sportpark Achterbahn GmbH\nMitgliedsnummer: 55-1234\n\nwir bestätigen Ihre Kündigung. Ihr Vertrag endet am 31.01.2025.\n",
        "other", 3, language="de",
    )  # fmt: skip
    assert [each.what for each in deadlines(gym + given + confirmed, date(2024, 6, 1))] == ["ends"]
    assert [each.subject for each in deadlines(given, date(2024, 6, 1))] == ["Sportpark Achterbahn GmbH"]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (
            "I hereby give notice to cancel the broadband contract with effect from 30 November 2026.",
            date(2026, 11, 30),
        ),
        ("Par la présente je résilie mon contrat d'eau à compter du 30 septembre 2026.", date(2026, 9, 30)),
        ("Wir kündigen hiermit unsere Mitgliedschaft per 31.12.2026.", date(2026, 12, 31)),
        ("Wir kündigen hiermit Ihren Vertrag zum 31.12.2026.", None),
        ("If you raise the price I cancel as of 30 November 2026.", None),
        ("I cancel the dentist on Monday.", None),
    ],
)
def test_who_gives_notice_says_to_which_day(said: str, day: date | None) -> None:
    told = named(facts(f"Hello,\n\n{said}\n", "email"))
    assert (told["end"].day if told else None) == day


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("Ab dem 1. April 2026 beträgt die Gesamtmiete 1.204,00 EUR statt bisher 1.157,50 EUR.", "1204.00"),
        ("From 1 April 2026 the monthly fee is £31.00 instead of £29.00.", "31.00"),
        ("Zum 1. April 2026 sinkt Ihr monatlicher Abschlag auf 79,00 EUR.", "79.00"),
    ],
)
def test_a_price_in_the_place_of_another_or_below_it_is_a_new_one(said: str, amount: str) -> None:
    told = named(facts(f"Guten Tag,\n\n{said}\n", "other"))
    assert (told["paper"].text, told["price"].amount, told["price"].day) == (
        "price_change",
        Decimal(amount),
        date(2026, 4, 1),
    )


def test_an_indefinite_contract_that_can_always_be_ended_has_no_deadline() -> None:
    text = "Lease\n\nThe lease begins on 1 April 2024 and runs for an indefinite time. It may be terminated with three months' notice to the end of a month.\n"
    assert deadlines(facts(text, language="en"), date(2025, 1, 1)) == []


def test_the_whole_rent_goes_before_its_parts() -> None:
    text = "Mietvertrag\n\nKaltmiete monatlich: 700,00 €\nNebenkosten monatlich: 150,00 €\nGesamtmiete monatlich: 850,00 €\nKaution: 2.100,00 €\n"
    told = named(facts(text, language="de"))
    assert (told["price"].amount, told["price"].checked, told["deposit"].amount) == (
        Decimal("850.00"),
        True,
        Decimal("2100.00"),
    )


@pytest.mark.parametrize(
    ("text", "language", "new", "old", "since"),
    [
        (
            "Ab dem 1. Juli 2025 erhöht sich Ihre monatliche Gesamtmiete von 850,00 € auf 910,00 €.",
            "de",
            "910.00",
            "850.00",
            date(2025, 7, 1),
        ),
        (
            "From 1 August 2025 on your plan will cost EUR 16.49 instead of EUR 12.49 a month.",
            "en",
            "16.49",
            "12.49",
            date(2025, 8, 1),
        ),
        (
            "À partir du 1er mars 2025, votre abonnement mensuel passera de 29,99 € à 32,99 €.",
            "fr",
            "32.99",
            "29.99",
            date(2025, 3, 1),
        ),
        (
            "Wegen der Teuerung passen wir den Bruttomietzins per 1. Oktober 2025 von CHF 2'480.00 auf CHF 2'560.00 pro Monat an.",
            "de",
            "2560.00",
            "2480.00",
            date(2025, 10, 1),
        ),
        (
            "Ab 1. April 2025 kostet Ihr Abo neu CHF 94.90 statt CHF 89.90 pro Monat.",
            "de",
            "94.90",
            "89.90",
            date(2025, 4, 1),
        ),
        (
            "Your new monthly premium is EUR 45.10 with effect from 1 January 2026.",
            "en",
            "45.10",
            None,
            date(2026, 1, 1),
        ),
    ],
)
def test_price_changes(text: str, language: str, new: str, old: str | None, since: date) -> None:
    told = named(facts(f"Dear customer,\n\n{text}\n", "other", language=language))
    assert (told["paper"].text, told["price"].amount, told["price"].day) == ("price_change", Decimal(new), since)
    assert (str(told["old_price"].amount) if "old_price" in told else None) == old


def test_advertising_is_no_contract() -> None:
    text = "Come over to us: all networks, EUR 28.99 a month, minimum term twelve months, notice period two months."
    assert facts(text, "email", title="Only this week: our mobile offer") == []
    assert facts(text, "note", title="offer") == []


def test_the_household_states_the_deadlines_that_its_key_knows(tmp_path: Path) -> None:
    """The generator's plan knows the last day of notice; the papers that need no reading of pictures must give it."""
    from ingest.parsers import Candidate, parse

    for seed in (11, 12):
        key = build(tmp_path / str(seed), seed=seed, today=date(2026, 7, 14))
        found: list[Fact] = []
        for n, path in enumerate(sorted((tmp_path / str(seed) / "papers").rglob("*"))):
            if path.is_file():
                each = parse(Candidate.at(path)).documents[0]
                found += facts(each.text, each.kind, n, title=each.title, date=each.date, language=each.language)
        ahead = {each.notice_by for each in deadlines(found, key.today)}
        lease = next(each for each in key.questions if "By when must our notice reach" in each.text)
        insurance = next(each for each in key.questions if "contents insurance be cancelled" in each.text)
        assert date.fromisoformat(lease.facts[0].value) in ahead
        assert date.fromisoformat(insurance.facts[0].value).toordinal() - 1 in {
            each.toordinal() for each in ahead if each
        }


@pytest.mark.real
@pytest.mark.skipif(not CUAD.is_dir(), reason="the real contracts are not here")
def test_long_contracts_of_companies_state_little_that_is_wrong() -> None:
    """Nobody here has read them all; prices and days of notice would mostly be wrong in them."""
    kinds = [each.kind for path in sorted(CUAD.glob("*.txt")) for each in facts(path.read_text(), language="en")]
    assert kinds.count("price") <= 2
    assert kinds.count("notice_by") <= 1
    assert kinds.count("notice") <= 25


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        ("Your cancellation", "Hi Ada,\n\nwe confirm that your membership 20883 ends on 31 March 2026. No further payments will be taken.\n", "en"),
        ("Ihre Kündigung", "Sehr geehrte Frau Amsel,\n\ngerne bestätigen wir: Ihr Abonnement endet am 31. März 2026.\n", "de"),
        ("Votre résiliation", "Madame,\n\nnous confirmons que votre abonnement prendra fin le 31 mars 2026.\n", "fr"),
    ],
)  # fmt: skip
def test_a_letter_about_a_cancellation_confirms_it_by_the_day_of_the_end(title: str, text: str, language: str) -> None:
    told = named(facts(text, "other", title=title, language=language))
    assert (told["paper"].text, told["end"].day) == ("cancellation", date(2026, 3, 31))
    order = facts(text, "other", title="Order", language=language)
    assert all(each.text != "cancellation" for each in order)


def test_a_letter_that_was_saved_as_plain_text_is_a_letter() -> None:
    letter = "Zeitspiegel Verlag\n\nSehr geehrte Frau Amsel,\n\nhiermit bestätigen wir die Kündigung Ihres Abonnements zum 30.06.2026.\n"
    told = named(facts(letter, "note", language="de"))
    assert (told["paper"].text, told["end"].day) == ("cancellation", date(2026, 6, 30))
    assert facts(letter.replace("Sehr geehrte Frau Amsel,", ""), "note", language="de") == []
    assert named(facts(letter.replace("zum", "per"), "note", language="de"))["end"].day == date(
        2026, 6, 30
    )  # in Switzerland


def test_a_french_confirmation_tells_the_day_on_which_the_contract_will_end() -> None:
    text = "FORME ET FITNESS\nMadame,\nnous confirmons la résiliation de votre abonnement.\nVotre contrat prendra fin le 31 juillet 2026."
    found = named(facts(text, "other"))
    assert (found["paper"].text, found["end"].day) == ("cancellation", date(2026, 7, 31))


def test_a_swiss_lease_states_its_rent() -> None:
    text = (
        "MIETVERTRAG\nVermieterin: Verwaltung Sihlfeld AG\nMieterin: Nina Caduff\nDas Mietverhältnis beginnt am 1. Januar 2025.\n"
        "Der Mietzins beträgt monatlich CHF 1'719.30, zahlbar im Voraus."
    )
    price = named(facts(text))["price"]
    assert (price.text, price.amount, price.currency) == ("P1M", Decimal("1719.30"), "CHF")
    parts = "Nettomietzins pro Monat: CHF 1'500.00\nNebenkosten pro Monat: CHF 219.30\nBruttomietzins pro Monat: CHF 1'719.30, zahlbar im Voraus.\n"
    assert named(facts(f"MIETVERTRAG\n\n{parts}"))["price"].amount == Decimal("1719.30")


@pytest.mark.parametrize(
    ("preamble", "parties"),
    [
        ("zwischen Hausverwaltung Petersen (Vermieter) und Ruth Amsel (Mieterin).", "Hausverwaltung Petersen|Ruth Amsel"),
        ("zwischen\nHerrn Paul Kranz\n(nachfolgend Vermieter)\nund\nFrau Ruth Amsel\n(nachfolgend Mieterin)", "Paul Kranz|Ruth Amsel"),
        ("Zwischen Wohnbau eG, Ring 1, 10115 Berlin, als Vermieter, und Ruth Amsel als Mieterin wird vereinbart:", "Wohnbau eG|Ruth Amsel"),
        ("This lease is made between Petersen Ltd (the Landlord) and Ms Ruth Amsel (the Tenant).", "Petersen Ltd|Ruth Amsel"),
        ("Entre les soussignés : Agence Petit (le bailleur) et Mme Ruth Amsel (la locataire).", "Agence Petit|Ruth Amsel"),
        ("Entre le bailleur, représenté par la Régie Petit, Lyon, et la locataire Mme Ruth Amsel", "Régie Petit"),
        ("between the rooms and the hall", ""),
    ],
)  # fmt: skip
def test_the_parties_of_a_preamble_whatever_role_stands_behind_a_name(preamble: str, parties: str) -> None:
    found = facts(f"Mietvertrag / Lease / Bail\n\n{preamble}\n\nMiete / rent / loyer: 900,00 EUR monatlich.\n")
    assert [each.text for each in found if each.kind == "party"] == [each for each in parties.split("|") if each]


@pytest.mark.parametrize(
    ("preamble", "kind", "name"),
    [
        ("zwischen\n\nHerrn Georg Kranz, Kastanienweg 3, 50667 Köln (Vermieter)\n\nund\n\nFrau Ruth Amsel, Ring 1 (Mieterin)", "landlord", "Georg Kranz"),
        ("zwischen\n\nHerrn Georg Kranz, Kastanienweg 3, 50667 Köln (Vermieter)\n\nund\n\nFrau Ruth Amsel, Ring 1 (Mieterin)", "tenant", "Ruth Amsel"),
        ("Vermieterin: Verwaltung Sihlfeld AG, Zürich", "landlord", "Verwaltung Sihlfeld AG"),
        ('This lease is made between Alpine Corporation ("Lessor") and Contoso Inc. ("Lessee").', "landlord", "Alpine Corporation"),
        ("The landlord is Mr John Smith. The tenant, Ada Lund, pays the rent.", "landlord", "John Smith"),
        ("entre Madame Claire Dupont, demeurant 3 rue X, ci-après le bailleur, et Monsieur Paul Roux, ci-après dénommé le locataire", "tenant", "Paul Roux"),
        ("Wohnbau Trave eG als Vermieterin und Nora Lind und Femi Oko als Mieter", "tenant", "Nora Lind und Femi Oko"),
        ("Policyholder: Mr F. Okonkwo", "insured", "F. Okonkwo"),
        ("The landlord must repair the roof. The tenant shall not smoke.", "landlord", None),
    ],
)  # fmt: skip
def test_who_has_which_part_in_a_contract(preamble: str, kind: str, name: str | None) -> None:
    found = facts(f"Mietvertrag / Lease / Bail\n\n{preamble}\n\nMiete / rent / loyer: 900,00 EUR monatlich.\n")
    assert next((each.text for each in found if each.kind == kind), None) == name


def test_a_firm_that_is_called_an_insurance_wrote_the_policy() -> None:
    policy = (
        "ELBRING VERSICHERUNG AG\n\nVersicherungsschein Nr. PH-77\n\nJahresbeitrag: 84,63 EUR\nAblauf: 15.02.2027\n"
    )
    told = named(facts(policy, language="de"))
    assert (told["issuer"].text, told["subject"].text) == ("ELBRING VERSICHERUNG AG", "Versicherungsschein Nr. PH-77")


@pytest.mark.parametrize(
    "says",
    [
        "Ihr Vertrag beginnt am 1. April 2025 und läuft 24 Monate.",
        "Ihr Vertrag beginnt am 1. April 2025 und läuft zunächst über 24 Monate.",
        "Der Vertrag beginnt am 1. April 2025 und ist abgeschlossen für 24 Monate.",
        "The contract begins on 1 April 2025 and is concluded for 24 months.",
        "The membership runs for 24 months from 1 April 2025.",
        "Die Erstlaufzeit beträgt 24 Monate ab dem 1. April 2025.",
        "Le contrat est conclu pour une durée minimale de 24 mois à compter du 1er avril 2025.",
    ],
)
def test_the_term_that_a_contract_runs_is_found(says: str) -> None:
    found = {each.kind: each for each in read(Paper(f"Vertrag / contract no. 7\n\n{says}\n", "contract"))}
    assert (found["start"].day, found["minimum_end"].day) == (date(2025, 4, 1), date(2027, 3, 31))


def test_a_policy_that_lapses_on_a_day_and_a_firm_that_is_written_small() -> None:
    policy = (
        "Nordstern Hausrat\nVersicherungsschein Nr. H-4471902\nVersicherungsbeginn: 01.04.2023, 12 Uhr\nAblauf: 01.04.2027, 12 Uhr\n"
        "Der Vertrag verlängert sich um jeweils ein Jahr, wenn er nicht spätestens drei Monate vor\nAblauf gekündigt wird.\n"
    )
    found = {each.kind: each for each in read(Paper(policy, "other", language="de"))}
    assert (found["end"].day, found["notice"].text, found["renewal"].text) == (date(2027, 4, 1), "P3M/term", "P1Y")
    phone = (
        "simfon mobil GmbH\nMobilfunkvertrag\nKundin: Anna Vogt Tarif: Flat M\nVertragsbeginn: 15.03.2025\n"
        "Monatlicher Preis: 14,99 EUR\n"
    )
    named = {each.kind: each.text for each in read(Paper(phone, "contract", language="de"))}
    assert (named["issuer"], named["party"]) == ("simfon mobil GmbH", "Anna Vogt")


def test_a_policy_that_renews_each_year_ends_where_its_years_end() -> None:
    policy = (
        "Contrat d'assurance automobile\nPolice n° 90-2231\nDate d'effet : 15/03/2023\nCotisation annuelle : 412,77 € TTC\n"
        "Le contrat est reconduit tacitement chaque année à l'échéance sauf résiliation par lettre\nrecommandée deux mois avant l'échéance.\n"
    )
    found = facts(policy, language="fr")
    assert named(found)["renewal"].text == "P1Y"
    (ahead,) = deadlines(found, date(2026, 8, 5))
    assert (ahead.what, ahead.notice_by, ahead.ends_on) == ("renews", date(2027, 1, 14), date(2027, 3, 14))


def test_a_mail_that_confirms_a_contract_states_it_and_one_that_advertises_does_not() -> None:
    head = "From: Fibralp <clients@fibralp.example>\nSubject: Votre abonnement\n\n"
    terms = (
        "Contrat Fibre n° FT-20911.\nDate de début : 01/02/2025\nDurée d'engagement : 24 mois\nPrix : 34,99 € par mois\n"
        "Préavis de résiliation : 1 mois avant la fin de l'engagement.\n"
    )
    found = facts(f"{head}Nous confirmons votre contrat.\n{terms}", "email", language="fr", header_end=len(head))
    (ahead,) = deadlines(found, date(2026, 8, 5))
    assert (ahead.notice_by, named(found)["price"].amount) == (date(2026, 12, 31), Decimal("34.99"))
    assert facts(f"{head}Profitez-en !\n{terms}", "email", language="fr", header_end=len(head)) == []


PARTS_OF_A_RENT = [
    ("Die monatliche Kaltmiete beträgt 980,00 EUR.\nDie Betriebskosten-Vorauszahlung beträgt 220,00 EUR.", "980.00 220.00"),
    ("Die Miete beträgt monatlich:\nKaltmiete: 980,00 EUR\nBetriebskosten-Vorauszahlung: 140,00 EUR\nHeizkostenvorauszahlung: 80,00 EUR", "980.00 140.00 80.00"),
    ("Kaltmiete 980,00 EUR\nNebenkosten 220,00 EUR\nStellplatz monatlich 60,00 EUR", "980.00 220.00 60.00"),
    ("Grundmiete 745,00 EUR\nBetriebskostenvorauszahlung inkl. Heizung 160,00 EUR\nSumme 905,00 EUR monatlich", "745.00 160.00"),
    ("Die monatliche Kaltmiete beträgt 980,00 EUR, zuzüglich einer Vorauszahlung auf die Betriebskosten von 220,00 EUR.", "980.00 220.00"),
    ("Die Miete beträgt monatlich 980,00 EUR zuzüglich 220,00 EUR Nebenkostenvorauszahlung.", "980.00 220.00"),
    ("Nettomietzins pro Monat: CHF 1'500.00\nNebenkosten akonto pro Monat: CHF 219.30", "1500.00 219.30"),
    ("Le loyer mensuel hors charges est de 980,00 €. La provision sur charges est de 220,00 € par mois.", "980.00 220.00"),
    ("Loyer : 980,00 € par mois, plus 220,00 € de provisions pour charges.", "980.00 220.00"),
    ("The rent is EUR 980.00 per month plus a service charge of EUR 220.00 per month.", "980.00 220.00"),
    ("The rent is £1,450.00 per calendar month.", "1450.00"),
    ("The monthly rent is EUR 980.00. In addition the tenant pays EUR 220.00 a month in advance payments on utilities.", "980.00 220.00"),
    # what is no extra: a whole is stated, the part is in it, it is another year's, or only possible
    ("Kaltmiete monatlich: 980,00 EUR\nNebenkosten monatlich: 220,00 EUR\nGesamtmiete (Kaltmiete und Nebenkosten) monatlich: 1.200,00 EUR", "1200.00"),
    ("Miete monatlich: 980,00 EUR\nNebenkosten monatlich: 220,00 EUR\nZu zahlende Miete monatlich: 1.200,00 EUR", "1200.00"),
    ("Loyer mensuel hors charges : 980,00 €\nProvision sur charges : 220,00 €\nLoyer charges comprises : 1 200,00 € par mois", "1200.00"),
    ("Die Miete beträgt monatlich 1.200,00 EUR. Darin enthalten ist eine Betriebskostenvorauszahlung von 220,00 EUR.", "1200.00"),
    ("Le loyer est de 1 200,00 € par mois, dont 220,00 € de provision pour charges.", "1200.00"),
    ("Die monatliche Kaltmiete beträgt 980,00 EUR. Die Heizkosten betrugen im Vorjahr 900,00 EUR.", "980.00"),
    ("Die monatliche Kaltmiete beträgt 980,00 EUR. Auf Wunsch kostet ein Stellplatz monatlich 60,00 EUR.", "980.00"),
    # two advances for the same that are not equal: which of them is paid is not sure
    ("Kaltmiete 980,00 EUR\nNebenkosten 220,00 EUR\nNebenkosten 250,00 EUR", ""),
]  # fmt: skip


@pytest.mark.parametrize(("says", "amounts"), PARTS_OF_A_RENT)
def test_a_rent_is_told_with_what_is_paid_beside_it_unless_the_whole_is_stated(says: str, amounts: str) -> None:
    found = facts(f"MIETVERTRAG\n\nDas Mietverhältnis beginnt am 1. Januar 2025.\n\n{says}\n")
    assert " ".join(str(each.amount) for each in found if each.kind in {"price", "extra"}) == amounts


def test_a_sum_that_is_said_to_be_one_is_the_whole_rent() -> None:
    text = "Contrat de bail\n\nArticle 3 - Loyer : 1 210,00 € par mois plus 130,00 € de provisions pour charges, soit 1 340,00 € par mois.\n"
    assert named(facts(text, language="fr"))["price"].amount == Decimal("1340.00")


@pytest.mark.parametrize(
    ("says", "language"),
    [
        ("It ends on 28 February 2027. It renews automatically for a further year unless either party gives notice at least two months before the end of the term.", "en"),
        ("Der Vertrag endet am 28.02.2027. Er verlängert sich um ein weiteres Jahr, wenn er nicht zwei Monate vor Ablauf gekündigt wird.", "de"),
        ("Le contrat prend fin le 28/02/2027. Il est reconduit pour une nouvelle année sauf préavis de deux mois avant l'échéance.", "fr"),
    ],
)  # fmt: skip
def test_a_further_year_is_a_year(says: str, language: str) -> None:
    (ahead,) = deadlines(
        facts(f"Insurance contract / Vertrag / contrat\n\n{says}\n", language=language), date(2026, 11, 1)
    )
    assert (ahead.what, ahead.notice_by, ahead.renews_for) == ("renews", date(2026, 12, 31), "P1Y")


def test_the_period_of_an_insurance_and_a_notice_behind_its_label() -> None:
    policy = (
        "Bulwark Motor Insurance\nPolicy number BM-55\nPeriod of insurance: 19 June 2026 to 18 June 2027\nAnnual premium: £402.15\n"
        "Your policy will renew automatically each year unless you tell us at least 21 days before the renewal date.\n"
    )
    (ahead,) = deadlines(facts(policy, language="en"), date(2026, 8, 5))
    assert (ahead.what, ahead.notice_by, ahead.ends_on) == ("renews", date(2027, 5, 28), date(2027, 6, 18))
    phone = (
        "Broadband contract\nStart date: 1 February 2025\nMinimum term: 24 months\nPrice: £32.00 per month\n"
        "Notice: 30 days before the end of the minimum term\n"
    )
    (ahead,) = deadlines(facts(phone, language="en"), date(2026, 8, 5))
    assert (ahead.notice_by, ahead.ends_on) == (date(2027, 1, 1), date(2027, 1, 31))


@pytest.mark.parametrize(
    "top", ["Either party may give notice in writing, three months to the end of a quarter.", "EXHIBIT 10.2"]
)
def test_neither_a_sentence_nor_the_number_of_an_exhibit_wrote_a_contract(top: str) -> None:
    text = f"{top}\n\nLease agreement\n\nThe notice period is three months to the end of a quarter.\n"
    assert "issuer" not in named(facts(text, language="en"))


@pytest.mark.parametrize(
    "said",
    [
        "Die Kündigung ist spätestens am dritten Werktag eines Kalendermonats zum Ablauf des übernächsten Monats zulässig.",
        "Notice may be given by the third working day of a month to the end of the next month but one.",
    ],
)
def test_the_notice_that_the_law_gives_a_flat(said: str) -> None:
    found = named(facts(f"Mietvertrag\n\nDie Miete beträgt monatlich 640,00 EUR.\n{said}\n"))
    assert found["notice"].text == "P3M/month"


@pytest.mark.parametrize("section", ["§ 1 Mietsache", "1. Mietsache", "1 Mietsache"])
def test_what_a_section_says_is_nobody_who_wrote_the_contract(section: str) -> None:
    text = f"Mietvertrag über Wohnraum\nzwischen Anna Brandt, Lützner Str. 3, und Ida Ott\n{section}\nVermietet wird die Wohnung im 2. Stock links, bestehend\naus drei Zimmern. Die Miete beträgt monatlich 980,00 EUR.\n"
    assert "issuer" not in named(facts(text, language="de"))


@pytest.mark.parametrize(
    ("says", "what", "notice_by"),
    [
        ("The contract renews for a further year on 1 January unless cancelled by 30 November of the year before.", "renews", (2026, 11, 30)),
        ("Der Vertrag verlängert sich jeweils um ein Jahr, wenn er nicht bis zum 30. November des Vorjahres schriftlich\ngekündigt wird.", "renews", (2026, 11, 30)),
        ("Beginn: 01.01.2024\nDer Vertrag verlängert sich jeweils um ein Jahr, wenn er nicht bis 15.11. gekündigt wird.", "renews", (2027, 11, 15)),
        ("Stichtag für die Kündigung ist der 30. November.", "may_end", (2026, 11, 30)),
        ("The deadline for cancellation is 30 November each year.", "may_end", (2026, 11, 30)),
        ("Le contrat est reconduit chaque année sauf résiliation au plus tard le 30 novembre de l'année précédente.", "renews", (2026, 11, 30)),
        ("Le contrat est reconduit chaque année sauf résiliation avant le 30 novembre de l'année précédente.", "renews", (2026, 11, 29)),
        ("Vertragsbeginn: 01.01.2027\nDer Vertrag verlängert sich um ein Jahr, wenn er nicht bis zum 30. November gekündigt wird.", "renews", (2027, 11, 30)),
        ("Versicherungsablauf: 31.12.2027\nDer Vertrag verlängert sich um ein Jahr, wenn er nicht bis zum 30. November gekündigt wird.", "renews", (2027, 11, 30)),
        ("Wird der Beitrag nicht bis zum 30. November gezahlt, können wir den Vertrag kündigen.", None, None),
        ("Notice of a price increase is given by 30 November; you may then cancel.", None, None),
    ],
)  # fmt: skip
def test_a_day_of_every_year_until_which_it_can_be_cancelled(
    says: str, what: str | None, notice_by: tuple[int, int, int] | None
) -> None:
    found = facts(f"Car insurance / Kfz-Versicherung / assurance\n\nPremium: 420.00 EUR per year\n{says}\n")
    ahead = deadlines(found, date(2026, 11, 22))
    assert [(each.what, each.notice_by) for each in ahead] == ([(what, date(*notice_by))] if notice_by else [])
    if ahead:
        stated = next(each for each in found if each.kind == "notice_by")
        assert (stated.char_start, stated.char_end) in ahead[0].spans


def test_a_french_letter_confirms_the_end_with_au() -> None:
    text = "Bonjour Ada,\n\nnous confirmons la résiliation de votre abonnement 7719 au 31 mars 2026.\n"
    told = named(facts(text, "other", title="Votre abonnement", language="fr"))
    assert (told["paper"].text, told["end"].day) == ("cancellation", date(2026, 3, 31))


def test_a_contract_without_term_or_price_says_what_it_is_and_between_whom() -> None:
    text = "NON-DISCLOSURE AGREEMENT\n\nbetween\nDelta Software GmbH, Hafenstr. 3, Hamburg\nand\nMr F. Okonkwo, Bristol\n\n1. Secret is what is marked so.\n"
    told = read(Paper(text, "contract", "nda", None, "en"))
    assert [(each.kind, each.text) for each in told if each.kind in {"subject", "party"}] == [
        ("subject", "NON-DISCLOSURE AGREEMENT"), ("party", "Delta Software GmbH"), ("party", "F. Okonkwo"),
    ]  # fmt: skip
    assert read(Paper("LICENCE AGREEMENT\n\nAnybody may copy this.\n", "contract", "licence", None, "en")) == ()


def test_a_label_and_a_part_read_one_name() -> None:
    text = "TENANCY AGREEMENT\n\nLandlord: Mr F. Okonkwo, Bristol\nTenant: Ms Amara Diallo\n\nThe rent is GBP 1,150.00 a month.\n"
    told = read(Paper(text, "contract", "lease", None, "en"))
    names = {each.text for each in told if each.kind in {"landlord", "tenant", "party"}}
    assert names == {"F. Okonkwo", "Amara Diallo"}


def test_the_head_of_a_table_wrote_no_contract() -> None:
    text = "Home insurance policy\n\nCover            Limit           Excess\nContents         EUR 60,000      EUR 150\n\nThe policy runs from 1 January 2026 to 31 December 2026. The yearly premium is EUR 312.40.\n"
    assert all(each.kind != "issuer" for each in read(Paper(text, "contract", "policy", None, "en")))


def test_the_next_section_states_no_day_of_notice() -> None:
    text = (
        "Betreuungsvertrag\n\n§ 4 Kündigung\nDer Vertrag kann mit einer Frist von vier Wochen zum Monatsende gekündigt werden.\n"
        "§ 5 Schließtage\nDie Einrichtung schließt vom 24. Dezember bis 1. Januar.\n"
    )
    told = read(Paper(text, "contract", "kita", None, "de"))
    assert [each.text for each in told if each.kind in {"notice", "notice_by"}] == ["P4W/month"]


@pytest.mark.parametrize("blanks", [" " * 60_000, "\t" * 60_000, " \t" * 30_000, "from  " * 10_000])
def test_a_contract_of_blanks_costs_no_minutes(blanks: str) -> None:
    head = "LEASE AGREEMENT\n\nbetween A Ltd (landlord) and B (tenant). The tenant shall pay 800 EUR monthly.\n\n"
    with linear_time():
        assert "tenant" in named(facts(f"{head}x{blanks}x\n"))
