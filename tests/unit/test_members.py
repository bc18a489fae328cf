"""Where a document lies inside of a file, as people are told."""

from __future__ import annotations

import pytest

from pkm import members


@pytest.mark.parametrize(
    ("locator", "place"),
    [
        (None, "/a/b"),
        ("page 3", "/a/b"),
        ("message <1@x>", "/a/b"),
        ("file 3 (2024/lease.pdf)", "/a/b!/2024/lease.pdf"),
        ("file 3 (lease (1).pdf)", "/a/b!/lease (1).pdf"),
        ("file 2 (in.zip), file 1 (c/d.txt)", "/a/b!/in.zip!/c/d.txt"),
        ("message <1@x>, attachment 1 (invoice.pdf)", "/a/b!/invoice.pdf"),
        ("file 1 (old.mbox), message <1@x>, attachment 2 (a, b.pdf)", "/a/b!/old.mbox!/a, b.pdf"),
        ("file 1 (book.xlsx), sheet 2", "/a/b!/book.xlsx"),
    ],
)
def test_a_place_inside_of_a_file_is_told_by_its_names(locator: str | None, place: str) -> None:
    assert members.place("/a/b", locator) == place
