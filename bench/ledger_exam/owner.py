"""What an owner tells pkm beside the files: whose the accounts are, what they are called, and what some payees are for."""

from __future__ import annotations

from bench.ledger_exam import life
from bench.ledger_exam.plan import CRAFTS, DINERS, GROCERS, SHOPS, STATIONS, Household
from bench.ledger_exam.truth import PEOPLE
from pkm.models import PersonId
from pkm.store import accounts, figures, rules, settle
from pkm.store.database import Database

LABELS = {"joint": "Joint account Gemeinschaftskonto", "sterling": "London account"}


def settle_in(house: Household, database: Database, owner: PersonId) -> None:
    """Name holders and accounts, and file the payees that no word tells."""
    settle.ensure(database)
    filed = {
        **dict.fromkeys(DINERS, "restaurants"), **dict.fromkeys(SHOPS, "shopping"), **dict.fromkeys(CRAFTS, "household"),
        **dict.fromkeys(GROCERS, "groceries"), **dict.fromkeys(STATIONS, "fuel"),
        life.DANCE: "entertainment", life.YOGA: "sport", life.CLUB: "sport", life.FIBRE: "phone", life.BRITISH: "phone",
        life.ABROAD: "travel", "CROWN INN": "travel", "TFL TRAVEL": "travel", "HARPER FOODS": "travel",
        "Atelier Brandt": "household", "Kuechenstudio Ahrens": "household", "Gaertnerei Moos": "household",
        "Mahngebühr": "fees & interest", life.MAGAZINE: "subscriptions", life.CASH: "cash",
    }  # fmt: skip
    for what, category in (
        ("power", "electricity"), ("net", "internet"), ("phone", "phone"), ("stream", "subscriptions"), ("gym", "sport"),
        ("insurer", "insurance"), ("landlord", "rent"), ("dentist", "health"),
    ):  # fmt: skip
        filed[house.names[what]] = category
    with database.transaction(owner) as connection:
        for name, holder in PEOPLE.items():
            accounts.assign(connection, accounts.find(connection, house.accounts[name].number), holder)
        for name, label in LABELS.items():
            accounts.name(connection, accounts.find(connection, house.accounts[name].number), label)
        collection = figures.one_collection(connection, None)
        if collection is None:
            raise ValueError("a household is one collection")
        for words, category in filed.items():
            rules.add(connection, collection, words, category)
