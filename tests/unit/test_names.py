"""What a document is called when its file is called otherwise."""

from __future__ import annotations

import pytest

from pkm.store.names import renamed

LEASE, FLAT = "/papers/lease.txt", "/papers/flat/Elm Street.txt"


@pytest.mark.parametrize(
    ("title", "head", "opening", "was", "now", "wanted"),
    [
        ("lease", "", "the rent is due", LEASE, FLAT, ("Elm Street", "")),
        ("main.py", "", "import os", "/src/main.py", "/src/run.py", ("run.py", "")),
        ("Rental agreement", "lease", "Rental agreement\n", LEASE, FLAT, ("Rental agreement", "Elm Street")),
        ("lease", "", "# lease\nof a flat", LEASE, FLAT, ("lease", "Elm Street")),
        ("Elm Street", "lease", "Elm Street\n", LEASE, FLAT, ("Elm Street", "")),
        ("lease", "", "the rent is due", LEASE, "/archive/lease.txt", ("lease", "")),
        ("Rental agreement", "Ostwind", "Rental agreement\n", LEASE, FLAT, ("Rental agreement", "Ostwind")),
    ],
)
def test_only_what_was_taken_from_the_files_name_follows_it(
    title: str, head: str, opening: str, was: str, now: str, wanted: tuple[str, str]
) -> None:
    assert renamed(title, head, opening, was, now) == wanted
