"""The rules of sources that need no disk: mount tables, what seems away, intervals, which changes matter."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.sources import mounts, patterns
from ingest.sources.mounts import Footing, Mount
from ingest.sources.patterns import MAX_IGNORE_BYTES, Ignored, Patterns
from ingest.sources.walk import is_left_aside
from ingest.sources.watching import MAX_ROOTS, MAX_SIBLINGS, gather, matters
from ingest.sources.ways import parse_every, resolve
from pkm import config
from pkm.errors import NotFound, UsageError
from pkm.store.sources import every

# The first two lines are those of proc(5) and of a path with a space (octal 040) as the kernel writes it.
TABLE = rb"""36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
37 35 0:44 / /media/my\040disk rw,relatime - vfat /dev/sdb1 rw
38 35 0:45 / /srv/nas rw - nfs4 server:/export rw,vers=4.2
39 35 0:46 / /home/anna/cloud rw - fuse.rclone remote: rw
40 35 8:2 / / rw shared:1 - ext4 /dev/sda2 rw
broken line
"""


def test_a_mount_table_is_read_as_the_kernel_writes_it() -> None:
    assert mounts.parse_mounts(TABLE) == [
        Mount(b"/mnt2", "ext3"), Mount(b"/media/my disk", "vfat"), Mount(b"/srv/nas", "nfs4"),
        Mount(b"/home/anna/cloud", "fuse.rclone"), Mount(b"/", "ext4"),
    ]  # fmt: skip
    assert [each.is_remote for each in mounts.parse_mounts(TABLE)] == [False, False, True, True, False]


def test_a_place_stands_on_the_disks_around_and_inside_of_it(tmp_path: Path) -> None:
    place = str(tmp_path).encode()
    table = [
        Mount(b"/", "ext4"),
        Mount(place, "nfs4"),
        Mount(place + b"/inside", "ext4"),
        Mount(place + b"-not", "ext4"),
    ]
    footing = mounts.stand(place, table)
    assert (footing.points, footing.is_remote) == ({place, place + b"/inside"}, True)
    assert mounts.stand(place, [Mount(b"/", "nfs4")]).points == frozenset()
    assert mounts.lost_mounts(footing.as_cursor(), Footing(1, frozenset({place}), True)) == {place + b"/inside"}


@pytest.mark.parametrize(
    ("known", "missing", "away"),
    [(100, 51, True), (100, 50, False), (30, 20, False), (30, 21, True), (3, 3, True), (3, 2, False), (5, 0, False)],
)
def test_many_files_that_vanish_at_once_from_a_mount_are_out_of_reach(known: int, missing: int, away: bool) -> None:
    mounted, plain = Footing(7, frozenset({b"/a"}), False), Footing(7, frozenset(), False)
    assert mounts.seems_away(b"/a", {"device": 7}, mounted, known, missing) is away
    assert mounts.seems_away(b"/a", {"device": 8}, plain, known, missing) is away  # another disk
    assert mounts.seems_away(b"/a", {"device": 7}, Footing(7, frozenset(), True), known, missing) is away
    assert mounts.seems_away(b"/a", {"device": 7}, plain, known, missing) is False
    assert mounts.seems_away(b"/a", {}, mounted, known, missing) is False  # nothing is known of before


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("30m", timedelta(minutes=30)),
        ("4h", timedelta(hours=4)),
        ("1d", timedelta(days=1)),
        ("90m", timedelta(minutes=90)),
    ],
)
def test_an_interval_is_written_as_it_is_read(words: str, length: timedelta) -> None:
    assert (parse_every(words), every(length)) == (length, words)


@pytest.mark.parametrize("words", ["", "0h", "4", "4 hours", "-1h", "1w", "400d", "٣h٣"])
def test_what_is_no_interval_is_refused(words: str) -> None:
    with pytest.raises(UsageError, match="no interval"):
        parse_every(words)


def test_changes_of_hidden_and_left_over_files_do_not_matter_but_those_of_a_maildir_do(tmp_path: Path) -> None:
    place = str(tmp_path)
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Mail" / part).mkdir(parents=True)
    for path, wanted in {
        "a.txt": True, "deep/a.txt": True, ".cache/a.txt": False, "deep/.a.txt.swp": False, "a.txt~": False,
        "x.part": False, "code/.gitignore": True, "code/.git/index": False, "Mail/.Sent/cur/1:2,S": True,
        "Mail/.Sent/.cache/x": False, "#recycle/a.txt": False, "deep/@eaDir/a.jpg/SYNOPHOTO_THUMB_S.jpg": False,
    }.items():  # fmt: skip
        assert matters(place, f"{place}/{path}") is wanted, path
    assert matters(place, place)


def test_the_paths_of_a_burst_are_few_and_none_lies_inside_another() -> None:
    assert gather("/p", ["/p/a.txt", "/p/d", "/p/d/x", "/p/d/y"]) == ["/p/a.txt", "/p/d"]
    assert gather("/p", [f"/p/d/{n}" for n in range(MAX_SIBLINGS + 1)]) == ["/p/d"]
    assert gather("/p", [f"/p/d/{n}/x" for n in range(MAX_ROOTS + 1)]) == ["/p/d"]
    assert gather("/p", ["/p/d/.gitignore"]) == ["/p/d"]
    assert gather("/p", ["/p"]) == []  # the whole of it


@pytest.mark.parametrize(
    "pattern", ["[", "a[b", "[z-a]", "foo\\", "", "  ", "# all", "/", "./drafts", "!../x", "a//b", "a/../b"]
)
def test_a_pattern_that_can_match_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="pattern"):
        patterns.check([pattern])


def test_patterns_that_take_nothing_in_are_refused() -> None:
    patterns.check(["*.pdf", "!/drafts/*.pdf", "[Ww]ifi.md", "**/a", "[]a]"], including=True)
    patterns.check(["!a"])
    with pytest.raises(UsageError, match="nothing would be taken"):
        patterns.check(["!a"], including=True)


def test_which_patterns_matched_nothing_is_known() -> None:
    chosen = Patterns(b"/papers", ["*.pdf", "*.pfd"], ["drafts/", "old.*", "!old.pdf"])
    out = [chosen.leave_out_file(b"/papers/" + each) for each in (b"a.pdf", b"old.pdf", b"a.txt")]
    assert (out, chosen.leave_out_folder(b"/papers/drafts")) == ([False, False, True], True)
    assert chosen.idle == ["*.pfd"]


def test_a_place_that_cannot_be_looked_at_says_why(tmp_path: Path) -> None:
    settings = config.load({"PKM_HOME": str(tmp_path / "home")})
    (tmp_path / "file").touch()
    for missing in (tmp_path / "none", tmp_path / "file" / "below"):
        with pytest.raises(NotFound, match="no such file or folder"):
            resolve(settings, missing)
    with pytest.raises(NotFound, match="File name too long"):
        resolve(settings, tmp_path / ("n" * 300))
    assert resolve(settings, str(tmp_path / "file")) == tmp_path / "file"


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 30 + "b", "a" * 250),
        ("**/a/" * 40 + "b", "a/" * 1500 + "c"),
        ("**/*a*/**/*a*/**/*a*b", "a" * 100 + ("/" + "a" * 20) * 150),
        ("*" * 900 + "b", "a" * 250),
        ("*?[ab]" * 60 + "c", "ab" * 120),
    ],
)
def test_no_pattern_takes_long_to_say_no(pattern: str, path: str) -> None:
    begun = time.process_time()
    assert not patterns.compiled([pattern]).match_file(path)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("a*b*c", ["abc", "x/a1b2b3c", "abbc/inside"], ["ab", "a/b/c", "acb"]),
        ("*.min.*", ["x.min.js", "d/a.b.min.min.css"], ["min.js", "x.min"]),
        ("a/**/b/**/c", ["a/b/c", "a/x/b/c", "a/b/y/b/z/c", "a/1/2/b/b/c/d"], ["a/c", "a/xb/c", "b/a/b/c"]),
        ("[Bb]uild*log*[0-9].txt", ["Build-log-7.txt", "d/build.loglog77.txt"], ["Build-log-x.txt"]),
        ("x*\\**y", ["x*y", "xa*by"], ["xy", "x/*y"]),
    ],
)
def test_stars_match_as_git_has_them(pattern: str, yes: list[str], no: list[str]) -> None:
    spec = patterns.compiled([pattern])
    assert [each for each in yes + no if spec.match_file(each)] == yes


def test_what_a_repository_leaves_out_is_read_from_a_plain_file_and_line_by_line(tmp_path: Path) -> None:
    folder = bytes(tmp_path)
    (tmp_path / ".gitignore").write_bytes(b"[z-a]\nbroken\\\n" + b"x" * 5000 + b"\n*.log\n")
    ignored = Ignored().below(folder)
    assert [ignored.leave_out(folder + name, is_folder=False) for name in (b"/a.log", b"/a.txt")] == [True, False]
    (tmp_path / ".gitignore").write_bytes(
        b"#" * (MAX_IGNORE_BYTES - 6) + b"\n*.log\n"
    )  # cut behind a whole line: "*.lo"
    assert not Ignored().below(folder)
    (tmp_path / "link").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    assert not any(Ignored().below(folder, name) for name in ("link", "pipe", "missing"))


def test_a_name_that_stands_for_a_file_in_a_cloud_is_not_left_aside() -> None:
    assert [is_left_aside(each) for each in (b".Lease.pdf.icloud", b".Lease.pdf", b"Lease.pdf.part")] == [
        False,
        True,
        True,
    ]
