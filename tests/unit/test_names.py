"""What documents are called, and how the names of files are shown."""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import pytest

from pkm.store.names import renamed
from pkm.store.paths import shown_path, ways

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


def test_no_two_names_are_shown_alike() -> None:
    parts = [b"a", b"\\", b"\\\\", b"x", b"e9", b"\xe9", b"\xc3\xa9", b"xe9", b"\n"]
    paths = {b"/" + b"".join(each) for length in range(1, 5) for each in product(parts, repeat=length)}
    shown = {path: shown_path(path) for path in paths}
    assert len({text for text, _ in shown.values()}) == len(paths)
    assert all(raw == path or (raw is None and text.encode() == path) for path, (text, raw) in shown.items())


def test_names_that_hold_nothing_odd_are_shown_as_they_are() -> None:
    for name in ("/Über/é.txt", "C:\\Users\\xenia\\letter.txt", "/a\\b\\x1b.txt"):
        assert shown_path(name.encode()) == (name, None)


def test_a_path_means_the_name_on_the_disk_or_what_is_shown() -> None:
    assert ways(os.fsdecode(b"/papers/caf\xe9.txt")) == ["/papers/caf\\xe9.txt"]
    assert ways("/papers/caf\\xe9.txt") == ["/papers/caf\\\\xe9.txt", "/papers/caf\\xe9.txt"]
    assert ways("/papers/lease.txt") == ["/papers/lease.txt"]


def test_a_link_is_named_by_its_own_place_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused for being a link lies in the folder, wherever it leads to and whatever leads to the folder."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "out").symlink_to("/etc/hostname")
    (tmp_path / "way").symlink_to("papers")
    monkeypatch.chdir(tmp_path)
    place = f"{Path(tmp_path).resolve()}/papers/out"
    for said in ("papers/out", "way/out", "way/../papers/out", str(tmp_path / "way" / "out")):
        assert place in ways(said)
