"""Every file below a folder that is to be read, with its stat, and what there is no file to be read. Opens none of them.

Only what says in a repository what git leaves out is read. Links are not followed, so no loop can hold a walk.
"""

from __future__ import annotations

import os
import stat as modes
import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from ingest.sources import maildir
from ingest.sources.patterns import Ignored, Patterns
from ingest.sources.scan import Refusal
from pkm.services import HOME_MARK
from pkm.store.leased import Stat

# Left aside without a word: hidden names, what systems and programs leave behind, and downloads under way.
_JUNK_NAMES = frozenset(
    {
        b"Thumbs.db", b"desktop.ini", b"$RECYCLE.BIN", b"RECYCLER", b"System Volume Information", b"__pycache__", b"lost+found",
        b"@eaDir", b"#recycle", b"#snapshot", b"@Recycle", b"@Recently-Snapshot", b"Network Trash Folder",
    }
)  # fmt: skip
_JUNK_STARTS = (b".", b"~$")
_JUNK_ENDINGS = (b".part", b".crdownload", b".tmp", b".swp", b".msf", b"~")
_HIDDEN = b"."
_NOT_HERE = b".icloud"  # hidden, and stands for a file that is in iCloud only
_HOME_MARK, _GIT, _GITIGNORE = os.fsencode(HOME_MARK), b".git", b".gitignore"
_HEAD, _OF_GIT = b"HEAD", frozenset({b"objects", b"refs"})  # gitrepository-layout(5)

PACKED = struct.Struct(">4qx")  # a Stat and a mark, as pkm.store.places has them
_pack = PACKED.pack


def unpacked(stat: bytes) -> Stat:
    """The ``Stat`` that was packed."""
    return Stat(*PACKED.unpack(stat))


@dataclass(slots=True)
class Listing:
    """A folder's entries that count."""

    files: dict[bytes, bytes] = field(default_factory=dict)  # by path: the packed stat
    folders: list[bytes] = field(default_factory=list)
    odd: list[Refusal] = field(default_factory=list)
    unseen: list[bytes] = field(default_factory=list)  # what is there, and perhaps a file, and could not be looked at
    ignored: Ignored | None = None  # none outside of a repository


class Walk:
    """How a place is walked.

    Args:
        place: The source's folder.
        patterns: Its owner's.
        others: Places that belong to other sources.
        with_git: Whether what git ignores is left out.
        plainly: Leave no name aside but hidden ones.
    """

    def __init__(
        self, place: bytes, patterns: Patterns, *, others: Collection[bytes] = (), with_git: bool = True,
        plainly: bool = False,
    ) -> None:  # fmt: skip
        self._place, self._patterns = place, patterns
        self._others, self._with_git = frozenset(others), with_git
        self._plainly = plainly
        self._real = os.path.realpath(place)

    def everything(self) -> Iterator[Listing]:
        """The whole place, folder by folder."""
        return self._below(self._place, None)

    def part(self, path: bytes) -> Iterator[Listing]:
        """What lies at a path, found on the way that leads there from the top: what is left out there is left out here."""
        if path == self._place:
            yield from self.everything()
            return
        folder, ignored = self._place, None
        while True:
            found = self._list(folder, ignored)
            ahead = path[len(folder.rstrip(b"/")) + 1 :].partition(b"/")[0]
            step = folder.rstrip(b"/") + b"/" + ahead
            if step not in found.folders:
                odd = [each for each in found.odd if each.path in {step, folder}]
                unseen = [each for each in found.unseen if each == step]
                yield Listing({path: found.files[path]} if path in found.files else {}, [], odd, unseen)
                return
            if step == path:
                yield from self._below(path, found.ignored)
                return
            folder, ignored = step, found.ignored

    def _below(self, top: bytes, ignored: Ignored | None) -> Iterator[Listing]:
        waiting = [(top, ignored)]
        while waiting:
            found = self._list(*waiting.pop())
            waiting += [(each, found.ignored) for each in found.folders]
            yield found

    def is_junk(self, path: bytes) -> bool:
        """Whether a file is left aside for its name. A walk gives such files too: to ask of all would cost more than the rest."""
        return _name(path).startswith(_HIDDEN) if self._plainly else is_left_aside(_name(path))

    def _list(self, folder: bytes, ignored: Ignored | None) -> Listing:
        """What is in a folder; ``ignored`` is what the repository around it leaves out."""
        found = Listing(ignored=ignored)
        files = found.files
        closed: Refusal | None = None
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    try:
                        if entry.is_file(follow_symlinks=False):
                            now = entry.stat(follow_symlinks=False)
                            files[entry.path] = _pack(now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino)
                        elif entry.is_dir(follow_symlinks=False):
                            found.folders.append(entry.path)
                        elif not self.is_junk(entry.path) and (refusal := self._judge(entry)):
                            found.odd.append(refusal)
                    except struct.error:  # a number beyond 63 bits
                        files[entry.path] = _pack(*Stat.of(now))
                    except FileNotFoundError:
                        continue  # gone since the folder was listed
                    except OSError as exc:
                        found.unseen.append(entry.path)
                        closed = Refusal(folder, f"what is in it cannot be looked at: {_words(exc)}")
        except OSError as exc:
            found.odd.append(Refusal(folder, f"the folder cannot be opened: {_words(exc)}", protects=True))
            return found
        self._leave_out(folder, found)
        if closed and any(not self.is_junk(each) for each in found.unseen):
            found.odd.append(closed)
        return found

    def _leave_out(self, folder: bytes, found: Listing) -> None:
        """Take from a listing what its folder as a whole says is not to be read."""
        inside = folder.rstrip(b"/") + b"/"
        if inside + _HOME_MARK in found.files and folder != self._place:
            found.files, found.folders, found.odd, found.unseen = {}, [], [], []
            return
        if inside + _HEAD in found.files and not _OF_GIT.difference(map(_name, found.folders)):  # a bare repository
            found.files, found.folders, found.odd, found.unseen = {}, [], [], []
            return
        is_repository = inside + _GIT in found.files or inside + _GIT in found.folders
        has_ignored = inside + _GITIGNORE in found.files
        if maildir.is_maildir({_name(each) for each in found.folders}):
            found.files, found.odd, found.unseen = {}, [], []
            found.folders = [each for each in found.folders if maildir.holds_mail(_name(each), is_folder=True)]
        else:
            found.folders = [each for each in found.folders if not self.is_junk(each)]
        if self._others:
            found.files = {path: stat for path, stat in found.files.items() if path not in self._others}
            found.folders = [each for each in found.folders if each not in self._others]
        if self._patterns:
            out = self._patterns.leave_out_file
            found.files = {path: stat for path, stat in found.files.items() if not out(path)}
            found.odd = [each for each in found.odd if each.protects or not out(each.path)]
            found.unseen = [each for each in found.unseen if not out(each)]
            found.folders = [each for each in found.folders if not self._patterns.leave_out_folder(each)]
        if self._with_git:
            if is_repository:
                found.ignored = Ignored().below(folder, ".git/info/exclude")
            if found.ignored is not None and has_ignored:
                found.ignored = found.ignored.below(folder)
        if found.ignored:
            by_git = found.ignored.leave_out
            found.files = {path: stat for path, stat in found.files.items() if not by_git(path, is_folder=False)}
            found.odd = [each for each in found.odd if not by_git(each.path, is_folder=False)]
            found.folders = [each for each in found.folders if not by_git(each, is_folder=True)]

    def _judge(self, entry: os.DirEntry[bytes]) -> Refusal | None:
        """What to say of what is neither file nor folder: nothing of a link to something that is read under its own name."""
        if not entry.is_symlink():
            return Refusal(entry.path, "it is a pipe, a socket or a device, not a file")
        try:
            target = os.path.realpath(entry.path, strict=True)
        except OSError:
            return Refusal(entry.path, "it is a link that leads nowhere, or in a circle")
        if target == self._real or target.startswith(self._real.rstrip(b"/") + b"/"):
            return None
        return Refusal(
            entry.path, "it is a link that leads out of the folder and is not followed; ingest its target instead"
        )


def is_left_aside(name: bytes) -> bool:
    """Whether a name is hidden, or that of something which systems and programs leave behind."""
    if name.endswith(_NOT_HERE):
        return False
    return name.startswith(_JUNK_STARTS) or name.endswith(_JUNK_ENDINGS) or name in _JUNK_NAMES


def walk_file(path: bytes) -> Iterator[Listing]:
    """A place that is one file, or nothing where it is gone."""
    try:
        now = os.stat(path)
    except OSError:
        return
    if modes.S_ISREG(now.st_mode):
        yield Listing({path: _pack(*Stat.of(now))})
    else:
        yield Listing(odd=[Refusal(path, "it is not a regular file")])


def _name(path: bytes) -> bytes:
    return path.rpartition(b"/")[2]


def _words(exc: OSError) -> str:
    return (exc.strerror or type(exc).__name__).lower()
