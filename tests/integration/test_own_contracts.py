"""Which contract is meant: one's own among others', the one of its kind that is in force, or an answer that asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pkm.config import Settings
from pkm.store.database import Database
from tests.integration.test_answer import BANK, Home

HOMES = {
    "en": """Residential lease

Landlord: Georg Abendroth
Tenant: Miriam Sonnleitner

The lease begins on 1 April 2022 and runs for an indefinite time.
The monthly rent is EUR 1,070.00.
The tenant pays a deposit of EUR 2,670.00.
The tenant may terminate the lease with three months' notice to the end of a calendar month, for the first time to 31 March 2027.
A dog needs the landlord's consent.
""",
    "de": """Mietvertrag über Wohnraum

zwischen Herrn Georg Abendroth (Vermieter) und Frau Miriam Sonnleitner (Mieterin)

Das Mietverhältnis beginnt am 01.04.2022 und läuft auf unbestimmte Zeit.
Die Gesamtmiete beträgt monatlich 1.070,00 €.
Die Mieterin leistet eine Kaution von 2.670,00 €.
Die Mieterin kann mit einer Frist von drei Monaten zum Ende eines Kalendermonats kündigen, erstmals zum 31.03.2027.
Für einen Hund ist die Zustimmung des Vermieters erforderlich.
""",
    "fr": """Contrat de location

Bailleur : Georg Abendroth
Locataire : Miriam Sonnleitner

Le bail prend effet le 1er avril 2022 pour une durée indéterminée.
Le loyer mensuel est de 1 070,00 €.
Le locataire verse un dépôt de garantie de 2 670,00 €.
Le locataire peut résilier le bail avec un préavis de trois mois à la fin d'un mois, au plus tôt le 31 mars 2027.
Un chien demande l'accord du bailleur.
""",
}
STRANGERS = {
    f"stranger{number}__txt": f"""Equipment lease agreement no. {number}

This lease agreement is made between {name} Corporation ("Lessor") and Contoso Machines Inc. ("Lessee").

The lease begins on 1 January 2024. The monthly rent is USD {number}9,000.00. The Lessee pays a deposit of USD {number}0,000.00.
Either party may terminate the lease with {number + 1} months' notice to the end of a calendar month. The Lessee may cancel the lease
when the lease of the site ends. The lease ends on 31 December 203{number}. No dog shall be kept on the leased site under the lease.
"""
    for number, name in enumerate(("Alpine", "Borealis", "Cascade", "Delta", "Everglade", "Fjord"), 1)
}
PHONE = """Nordfunk Mobil GmbH

Mobilfunkvertrag

Kundin: Miriam Sonnleitner
Vertragsbeginn: 15.09.2025
Monatlicher Grundpreis: 24,99 €

Der Vertrag hat eine Mindestlaufzeit von 24 Monaten und kann mit einer Frist von einem Monat zum Ende der Mindestlaufzeit gekündigt werden.
"""
FORMER = """Residential lease

Landlord: Hilde Kranz
Tenant: Miriam Sonnleitner

The lease begins on 1 May 2018. The monthly rent is EUR 640.00. The lease ended by mutual agreement on 31 March 2022.
The tenant paid a deposit of EUR 1,280.00.
"""
GARAGE = """Garage lease

Landlord: Stellwerk GmbH
Tenant: Miriam Sonnleitner

The lease begins on 1 June 2023. The monthly rent is EUR 75.00. The tenant pays a deposit of EUR 150.00.
The tenant may terminate the lease with one month's notice to the end of a calendar month, for the first time to 31 December 2026.
"""
RENT = BANK + "".join(
    f"02.{month:02}.2026;02.{month:02}.2026;Georg Abendroth;Rent;-1070,00;EUR\n" for month in range(3, 11)
)


class Owner(Home):
    """A home whose owner may be known by name."""

    def is_called(self, name: str) -> None:
        with self.database.transaction() as connection:
            connection.execute("update person set name = %s", (name,))

    def cited(self, question: str) -> set[str]:
        return {Path(each.path).name for each in self.ask(question).citations}


@pytest.fixture
def kept(database: Database, home: Settings, tmp_path: Path) -> Owner:
    return Owner(database, home, tmp_path / "files")


@pytest.mark.parametrize(("language", "known"), [("en", "paid"), ("de", "named"), ("fr", "paid")])
def test_the_lease_is_one_s_own_among_those_of_others(kept: Owner, language: str, known: str) -> None:
    kept.keep(
        home__txt=HOMES[language], phone__txt=PHONE, **STRANGERS, **({"bank__csv": RENT} if known == "paid" else {})
    )
    if known == "named":
        kept.is_called("Miriam Sonnleitner")
    for question, told in (
        ("When can I cancel the lease?", "31 March 2027"),
        ("When does the lease end?", "31 March 2027"),
        ("How long is the notice period of our lease?", "31 March 2027"),
        ("Wann kann ich den Mietvertrag kündigen?", "31. März 2027"),
        ("Wann endet unser Mietvertrag?", "31. März 2027"),
        ("Quand puis-je résilier le bail ?", "31 mars 2027"),
        ("Quel est le préavis de notre bail ?", "31 mars 2027"),
        ("What deposit did we pay?", "670"),
        ("Wie hoch ist die Kaution?", "670"),
        ("When did we move in?", "2022"),
        ("Seit wann wohnen wir hier?", "2022"),
        ("Quand avons-nous emménagé ?", "2022"),
        ("Who is our landlord?", "Georg Abendroth"),
        ("Wie heißt unser Vermieter?", "Georg Abendroth"),
        ("Qui est notre bailleur ?", "Georg Abendroth"),
        ("Who is the tenant?", "Miriam Sonnleitner"),
    ):
        answer = kept.ask(question)
        assert (answer.status, {Path(each.path).name for each in answer.citations}) == ("answered", {"home.txt"}), (
            question
        )
        assert told in answer.answer, question


def test_several_that_may_be_meant_are_named_and_asked_about(kept: Owner) -> None:
    kept.keep(
        home__txt=HOMES["de"], garage__txt=GARAGE, phone__txt=PHONE, former__txt=FORMER, bank__csv=RENT, **STRANGERS
    )
    kept.is_called("Miriam Sonnleitner")
    answer = kept.ask("When can I cancel the lease?")
    assert answer.status == "partial"
    assert {Path(each.path).name for each in answer.citations} == {"home.txt", "garage.txt"}
    assert answer.answer.startswith("Several contracts may be meant:")
    assert "31 March 2027" in answer.answer
    assert "31 December 2026" in answer.answer
    assert answer.answer.endswith("Which one do you mean?")
    for question, files in (
        ("Wann muss ich kündigen?", {"home.txt", "garage.txt", "phone.txt"}),
        ("How long is the notice period?", {"home.txt", "garage.txt", "phone.txt"}),
        ("Quand puis-je résilier le contrat ?", {"home.txt", "garage.txt", "phone.txt"}),
        ("What deposit did we pay?", {"home.txt", "garage.txt"}),
        ("Who is our landlord?", {"home.txt", "garage.txt"}),
        ("Who is the landlord of the garage?", {"garage.txt"}),
        ("When can I cancel the garage lease?", {"garage.txt"}),
        ("When can I cancel the lease with Stellwerk?", {"garage.txt"}),
        ("When can I cancel my phone contract?", {"phone.txt"}),
        ("Wann kann ich den Handyvertrag kündigen?", {"phone.txt"}),
        ("Quand puis-je résilier mon contrat de téléphone ?", {"phone.txt"}),
        ("What deposit does the former lease state?", {"former.txt"}),
        ("When does the lease with Borealis end?", {"stranger2.txt"}),
        ("When can I cancel the lease in Durham?", set()),
        ("When can I cancel the boat lease?", set()),
        ("When can I cancel the lease? The garage one.", {"garage.txt"}),
        ("When can I cancel the lease? the one with Stellwerk", {"garage.txt"}),
        ("How long is the notice period? the phone contract", {"phone.txt"}),
        ("Wann muss ich kündigen? Den Handyvertrag", {"phone.txt"}),
        ("Wann muss ich kündigen? die Garage", {"garage.txt"}),
        ("Quand puis-je résilier le contrat ? celui du garage", {"garage.txt"}),
    ):
        assert kept.cited(question) == files, question
    listed = kept.ask("Which contracts do we have?")
    mine = {Path(each.path).name for each in listed.citations[:3]}
    assert (mine, len(listed.citations)) == ({"home.txt", "garage.txt", "phone.txt"}, 3 + len(STRANGERS))
    assert kept.cited("Welche Mobilfunkverträge haben wir?") == {"phone.txt"}


def test_notice_that_was_given_is_told_of_the_contract_that_it_ends(kept: Owner) -> None:
    letter = (
        "Miriam Sonnleitner\nLindenstraße 14, 50674 Köln\n\nNordfunk Mobil GmbH\n50667 Köln\n\nKündigung\n\nSehr geehrte Damen und Herren,\n\n"
        "hiermit kündige ich meinen Mobilfunkvertrag zum 14. September 2027. Bitte bestätigen Sie mir die Kündigung.\n"
    )
    kept.keep(phone__txt=PHONE, letter__txt=letter)
    answer = kept.ask("Wann endet mein Handyvertrag?")
    assert "gekündigt zum 14. September 2027; eine Bestätigung wurde nicht gefunden" in answer.answer
    assert {Path(each.path).name for each in answer.citations} == {"phone.txt", "letter.txt"}


def test_a_stranger_s_contract_is_told_where_the_home_has_no_other(kept: Owner) -> None:
    kept.keep(phone__txt=PHONE, stranger1__txt=STRANGERS["stranger1__txt"], stranger2__txt=STRANGERS["stranger2__txt"])
    answer = kept.ask("Wann endet der Mietvertrag?")
    assert (answer.status, len({each.path for each in answer.citations})) == ("partial", 2)
    assert answer.answer.endswith("Welchen meinen Sie?")


def test_a_contract_whose_end_a_letter_confirms_is_over(kept: Owner) -> None:
    gym = PHONE.replace("Nordfunk Mobil GmbH", "Hantelhof GmbH").replace("Mobilfunkvertrag", "Vertrag Nr. HH-20418")
    confirmed = """Hantelhof GmbH

Kündigungsbestätigung

Vertrag Nr. HH-20418

Wir bestätigen Ihre Kündigung. Ihr Vertrag endet zum 31.05.2026.
"""
    kept.keep(phone__txt=PHONE, gym__txt=gym)
    assert kept.cited("Welche Verträge haben wir?") == {"phone.txt", "gym.txt"}
    kept.keep(confirmed__txt=confirmed)
    assert kept.cited("Welche Verträge haben wir?") == {"phone.txt"}


def test_of_many_unpaid_invoices_the_latest_are_listed(kept: Owner) -> None:
    kept.keep(
        **{
            f"bill{n}__txt": f"Helios Sport GmbH\n\nInvoice\n\nInvoice number: H-{n}\nInvoice date: {n:02}.03.2026\n\nTotal: {n}.50 EUR\n"
            for n in range(1, 25)
        }
    )
    answer = kept.ask("Which invoices are unpaid?")
    assert [f"H-{n} " in answer.answer for n in (4, 5, 24)] == [False, True, True]
    assert "4 earlier ones" in answer.answer
