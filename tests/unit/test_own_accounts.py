"""Which of the household's accounts a question means where it names a person, and where their statements are kept."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.planning.plan import read
from pkm.answer.planning.presumed import as_ledger
from pkm.answer.reckoning.own_accounts import (
    account_of,
    accounts_named,
    is_between,
    is_purse,
    is_unknown,
    shared_with,
    with_names,
)
from pkm.models import AccountId
from pkm.store.figures import OwnAccount

HERS, HIS, SHARED, WALLET = (AccountId(n) for n in range(1, 5))


def account(own: AccountId, folder: str, *stated: str) -> OwnAccount:
    place = f"/home/us/bank/{folder}"
    return OwnAccount(own, own, f"4711000{own}", f"4711000{own}", None, f"account {own}", None, None, None, [], folder.split("/")[-1], stated, place)  # fmt: skip


ACCOUNTS = [
    account(HERS, "giro", "Anna Muster"),
    account(HIS, "Thierry/kbc"),
    account(SHARED, "household", "Anna Muster u. Thierry Claes"),
    account(WALLET, "Bargeld"),
]


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("How much did Thierry spend at Alnavi in 2025?", HIS),
        ("Wie viel hat Thierry 2025 bei Alnavi ausgegeben?", HIS),
        ("Combien Thierry a-t-il dépensé chez Alnavi en 2025 ?", HIS),
        ("What was Thierry's salary in 2025?", HIS),
        ("Thierrys Gehalt 2025", HIS),
        ("Annas Gehalt 2025", HERS),
        ("Restaurants de Thierry en 2025", HIS),
        ("Thierry fuel 2025", HIS),
        ("Lebensmittel von Thierry 2025", HIS),
        ("balance of Thierry's account", HIS),
        ("How much did Emil spend at Alnavi in 2025?", None),
        ("How much did Thierry cost us in 2025?", None),  # who may be a shop
        ("How much did we spend at Household in 2025?", None),
        ("How much did Home spend at Alnavi in 2025?", None),  # all are kept there
    ],
)
def test_a_person_is_known_by_the_folder_of_the_statements(question: str, meant: AccountId | None) -> None:
    parts, _ = accounts_named(read(question, date(2026, 11, 20)), ACCOUNTS)
    assert parts == (None if meant is None else (meant,))


@pytest.mark.parametrize(
    ("question", "parts", "shared"),
    [
        ("How much did Thierry spend at Alnavi in 2025?", (HIS,), (SHARED,)),
        ("Annas Gehalt 2025", (HERS,), (SHARED,)),
        ("What was spent from Anna's account in 2025?", (HERS,), ()),
        ("How much did we spend in 2025?", None, ()),
    ],
)
def test_what_somebody_spent_may_stand_in_an_account_of_several_too(
    question: str, parts: tuple[AccountId, ...] | None, shared: tuple[AccountId, ...]
) -> None:
    assert shared_with(read(question, date(2026, 11, 20)), ACCOUNTS, parts) == shared


def test_a_purse_is_called_so() -> None:
    assert [each.id for each in ACCOUNTS if is_purse(each)] == [WALLET]


@pytest.mark.parametrize(
    ("question", "whence", "whither"),
    [
        ("How much money went from Thierry to the household account in 2025?", (HIS,), (SHARED,)),
        ("Was ging 2025 vom Haushaltskonto an Anna?", None, None),  # not from where to where: it may be a shop
        ("Umbuchungen von Thierry aufs Haushaltskonto 2025", (HIS,), (SHARED,)),
        ("How much did we move from Emil to the household account in 2025?", None, (SHARED,)),
    ],
)
def test_a_way_leads_from_all_accounts_of_a_person_to_the_one_that_is_called_so(
    question: str, whence: tuple[AccountId, ...] | None, whither: tuple[AccountId, ...] | None
) -> None:
    plan = read(question, date(2026, 11, 20))
    asked = plan if plan.is_about_money_moved else as_ledger(plan)[0]
    assert [account_of(asked, each, ACCOUNTS) for each in asked.route or ((), ())] == [whence, whither]


def test_somebodys_savings_account_is_one_and_not_between_two() -> None:
    saved = account(
        AccountId(5),
        "Thierry/livret",
    )._replace(kind="savings")
    other = account(AccountId(6), "Sparkonto")._replace(kind="savings")
    own = [*ACCOUNTS, saved, other]
    plan = read("Balance of Thierry's Livret A at the end of 2025", date(2026, 11, 20))
    parts, used = accounts_named(plan, own)
    assert (parts, is_between(plan, own, used)) == ((saved.part,), False)


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("How much did we spend from the main account in 2025?", True),
        ("Was wurde 2025 vom Lohnkonto bezahlt?", True),
        ("Combien avons-nous dépensé depuis le compte principal en 2025 ?", True),
        ("How much did we spend from both accounts in 2025?", True),
        ("How much did we spend with the debit card in 2025?", True),
        ("How much did we spend from the bank account in 2025?", False),
        ("How much did the account fees on the main account fees come to?", False),
        ("Was wurde 2025 vom Konto bezahlt?", False),
        ("Combien avons-nous dépensé depuis le compte en 2025 ?", False),
    ],
)
def test_an_account_that_none_is_called_like_is_not_passed_over(question: str, unknown: bool) -> None:
    assert is_unknown(read(question, date(2026, 11, 20)), None) == unknown


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What's the Capital One balance?", HERS), ("balance in Wells Fargo at the end of 2025", HIS),
        ("Wie viel liegt auf dem Sparkonto?", SHARED), ("What is the balance of one capital account?", None),
    ],
)  # fmt: skip
def test_an_account_is_known_by_a_bank_written_as_one_word_and_by_its_files(
    question: str, meant: AccountId | None
) -> None:
    own = [
        account(HERS, "capitalone"),
        account(HIS, "wellsfargo"),
        account(SHARED, "Erste")._replace(file="Sparkonto xml"),
    ]
    parts, _ = accounts_named(read(question, date(2026, 11, 20)), own)
    assert parts == (None if meant is None else (meant,))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Kontostand Sparkonto Ende 2025", (HERS,)),
        ("solde du livret A au 31 décembre 2025", (HIS,)),
        ("How much did we move to the Sparkonto in 2025?", (HERS,)),
        ("Die größten Ausgaben 2025 vom Girokonto", (SHARED,)),
        ("What was in our savings at the end of 2025?", (HERS, HIS)),
        ("balance of the savings account at the end of 2025", (HERS, HIS)),  # a word for either
        ("How much went into the livret in 2025?", (HIS,)),
    ],
)
def test_of_several_accounts_of_a_kind_that_one_is_meant_which_is_called_by_the_word(
    question: str, meant: tuple[AccountId, ...]
) -> None:
    own = [
        account(HERS, "Anna/Sparkonto"),
        account(HIS, "Thierry/Livret A")._replace(kind="savings"),
        account(SHARED, "Anna/Girokonto"),
        account(WALLET, "Thierry/Compte courant"),
    ]
    parts, _ = accounts_named(read(question, date(2026, 11, 20)), own)
    assert parts == meant


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("what did thierry spend on fuel?", "what did Thierry spend on fuel?"),
        ("was verdient anna", "was verdient Anna"),
        ("annas gehalt und thierrys", "Annas gehalt und Thierrys"),
        ("how much cash went into the giro account", "how much cash went into the giro account"),
        ("when will we pay the garage", "when will we pay the garage"),
    ],
)
def test_names_of_the_household_are_known_in_small_letters(typed: str, read_as: str) -> None:
    assert with_names(typed, ACCOUNTS) == read_as
