"""The numbers of the household's own accounts, as its statements state them: "What is the IBAN of the giro account?"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pkm.answer.language import stems_of
from pkm.answer.planning import lookup
from pkm.answer.planning.intent import says
from pkm.answer.planning.plan import Plan
from pkm.answer.planning.wording import any_of
from pkm.answer.quoting.cite import Quote, in_lines, inert
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.quoting.evidence import read_documents
from pkm.answer.reckoning.own_accounts import accounts_named
from pkm.ledger.iban import is_iban
from pkm.models import AccountId, CollectionId, Document, PersonId
from pkm.store import belonging, figures
from pkm.store.database import Connection, Database
from pkm.store.figures import OwnAccount

MOST_ACCOUNTS = 12
MOST_STATEMENTS = 400  # of one account, of which the newest tells
MIN_NUMBER = 6

_NUMBER = any_of(r"(?:my |our |the )?ibans?|account numbers?|unsere[nrs]? iban|kontonummern?|numeros? de comptes?")
_OWN = any_of(r"my|our|mine|ours|unser\w*|mein\w*|notre|nos|mon|ma|mes|eigene\w*")
_NOISE = stems_of(
    "iban ibans account accounts number numbers bank konto konten kontonummer kontonummern nummer lauten lautet heißt compte comptes numéro numéros"
    " our my unsere meine notre mon current all alle alles tous joint"
)


def tell(plan: Plan, database: Database, person: PersonId, collection: CollectionId | None) -> Draft | None:
    """The numbers that are asked for; ``None`` where none is, or where other accounts than the home's may be meant."""
    said = lookup.plain(plan.question)
    if plan.kind != "lookup" or not says(said, _NUMBER):
        return None
    with database.transaction(person) as connection:
        accounts = figures.own_accounts(connection, figures.one_collection(connection, collection))
        parts, used = accounts_named(replace(plan, kind="balance"), accounts)
        if set(plan.topic) - used - _NOISE or (parts is None and not says(said, _OWN)):
            return None
        meant: dict[AccountId, list[OwnAccount]] = {}
        for each in accounts:
            if parts is None or each.part in parts:
                meant.setdefault(each.id, []).append(each)
        told = [_number(connection, each, "iban" in said) for each in list(meant.values())[:MOST_ACCOUNTS]]
    found = tuple(filter(None, told))
    return Draft("answered", found) if found else None


def _number(connection: Connection, parts: list[OwnAccount], iban_only: bool) -> Part | None:
    """The number of an account, of all its parts, with the words of its newest statement that state it."""
    account = parts[0]
    numbers = [number for each in parts for number in (each.number, *each.aliases) if len(number) >= MIN_NUMBER]
    if iban_only:
        numbers = [each for each in numbers if is_iban(_plain(each))]
    papers = belonging.statements_of(connection, [each.part for each in parts], None, None, MOST_STATEMENTS)
    documents = read_documents(connection, papers[-1:]).values()
    stated = ((each, quote) for document in documents for each in numbers for quote in _stating(document, each))
    number, quote = next(stated, (None, None))
    if number is None or quote is None:
        return None
    names = (account.label, account.name, account.kind, account.institution)
    called = next((f"{inert(each)}: " for each in names if each and each not in numbers), "")
    return Part(f"{called}{inert(number)}", (quote,), "item")


def _stating(document: Document, number: str) -> Iterator[Quote]:
    """Where a document states a number, also in groups of four."""
    form = r"\s?".join(map(re.escape, _plain(number)))
    if found := re.search(rf"(?<!\w){form}(?!\w)", document.text):
        yield in_lines(document, *found.span())


def _plain(number: str) -> str:
    return "".join(filter(str.isalnum, number)).upper()
