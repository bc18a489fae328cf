"""Names that mean one counterparty have one key, and different ones keep theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.ledger.counterparty import key_of, normalise
from tests.unit.test_ledger_totals import booking


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("McDonald's #112", "mcdonald's"), ("MCDONALD'S", "mcdonald's"), ("H&M 0371 BERLIN", "h&m"), ("H&M", "h&m"),
        ("REWE SAGT DANKE. 41400673//Hamburg", "rewe"), ("Rewe", "rewe"), ("POS HOFER DANKT 0551", "hofer"),
        ("PAYPAL *SPOTIFY", "spotify"), ("Spotify AB", "spotify"), ("SumUp *Café Sol", "café sol"),
        ("www.netflix.com", "netflix"), ("NETFLIX.COM", "netflix"), ("Vodafone GmbH", "vodafone"),
        ("VODAFONE", "vodafone"), ("Miller & Co", "miller"), ("Acme Ltd.", "acme"), ("Kartenzahlung Bäckerei Süß", "bäckerei süss"),
        ("Visa debit ALDI STORE 4711 GEELONG", "aldi"), ("Shop **** 1234", "shop"), ("  Two   Words ", "two words"),
        ("EDEKA 18.09. 17:20", "edeka"), ("Fitness Club xx1234", "fitness club"),
    ],
)  # fmt: skip
def test_noise_is_left_out(printed: str, key: str) -> None:
    assert normalise(printed) == key


@pytest.mark.parametrize(
    "name",
    [
        "3m",
        "1&1",
        "7 eleven",
        "o2",
        "n26",
        "24 7 gym",
        "ag",
        "visa",
        "studio 54",
        "+++",
        "12345",
        "co",
        "mr & mrs co op",
    ],
)
def test_names_that_look_like_noise_stay(name: str) -> None:
    assert normalise(name) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shell Station", "Shell Shop"),
        ("Anna Schmidt", "Anna Schmitz"),
        ("Bank of A", "Bank of B"),
        ("Amazon", "Amazon Prime"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key_and_never_empty(name: str) -> None:
    key = normalise(name)
    assert normalise(key) == key
    assert bool(key) == bool(name.strip())


def test_a_booking_without_a_counterparty_goes_by_its_description() -> None:
    assert key_of(booking("-1", counterparty="", description="Account fee")) == "account fee"
