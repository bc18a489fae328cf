"""Parsers that do what hostile files make parsers do; the file's text says what."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest import pulse
from ingest.parsers import Candidate
from ingest.parsers import parse as real_parse
from pkm.errors import Refused
from pkm.models import Page, Parsed, ParsedDocument, ParsedStatement, ParsedTransaction, Problem

_seen: list[str] = []


def parse(file: Candidate) -> Parsed:
    """Obey the file's first word."""
    order, _, rest = file.path.read_text().partition(" ")
    _seen.append(order)
    return globals()[f"do_{order}"](file, rest)


def _said(text: str, **more: Any) -> Parsed:
    return Parsed((ParsedDocument(text, "note", "said", "text/plain", **more),), parser="test 1")


def do_say(file: Candidate, rest: str) -> Parsed:
    return _said(rest)


def do_who(file: Candidate, rest: str) -> Parsed:
    return _said(f"{os.getpid()} {len(_seen)}")


def do_environment(file: Candidate, rest: str) -> Parsed:
    return _said("\n".join(f"{name}={value}" for name, value in os.environ.items()))


def do_everything(file: Candidate, rest: str) -> Parsed:
    from datetime import date

    booking = ParsedTransaction(date(2024, 2, 29), Decimal("-12.30"), "EUR", "Bäcker", "Brot", "row 1", 0, 4)
    statement = ParsedStatement("DE89", None, None, "EUR", None, None, Decimal("0.10"), None, (booking,))
    page = Page(1, 0, 4, 595.5, 842.0, b"\x00\xff words", 0.5, -2.25)
    document = ParsedDocument(
        "Brot", "statement", "t", "text/plain", pages=(page,), statements=(statement,), meta={"a": "b"}
    )
    return Parsed((document,), (Problem(file.shown, "row 2", "no date"),), (), "test 1")


def do_surrogate(file: Candidate, rest: str) -> Parsed:
    return _said("a\udcffb")


def do_nul(file: Candidate, rest: str) -> Parsed:
    parsed = _said("a\0b")
    return replace(parsed, documents=tuple(replace(each, title="t\0", meta={"k": "\0"}) for each in parsed.documents))


def do_forge(file: Candidate, rest: str) -> Parsed:
    """Have the reader give other than it worked out, as a file may that took it over."""
    import __main__

    if rest == "fewer":
        __main__.prepare_all = lambda *_: ()
    elif rest == "when":
        time.time = lambda: float("nan")
    else:
        honest = __main__.prepare_all
        wrong = {"weights": float("inf"), "counts": -1}

        def forge(*given: Any) -> Any:
            [each] = honest(*given)
            words = replace(each.words, weights=dict.fromkeys(each.words.weights, wrong["weights"]))
            terms = tuple(dict.fromkeys(own, wrong["counts"]) for own in each.terms)
            return (replace(each, words=words) if rest == "weights" else replace(each, terms=terms),)

        __main__.prepare_all = forge
    return _said("forged words")


def do_unquote(file: Candidate, rest: str) -> Parsed:
    return _said("begun and never closed", quoted=((3,),))


def do_refuse(file: Candidate, rest: str) -> Parsed:
    raise Refused("the page is blank", "page 7")


def do_raise(file: Candidate, rest: str) -> Parsed:
    raise LookupError("secret words of the document")


def do_recurse(file: Candidate, rest: str) -> Parsed:
    return do_recurse(file, rest)


def do_die(file: Candidate, rest: str) -> Parsed:
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def do_exit(file: Candidate, rest: str) -> Parsed:
    os._exit(0)


def do_hang(file: Candidate, rest: str) -> Parsed:
    while True:
        time.sleep(60)


def do_spin(file: Candidate, rest: str) -> Parsed:
    while True:
        pulse.beat()


def do_burn(file: Candidate, rest: str) -> Parsed:
    while True:
        pass


def do_plod(file: Candidate, rest: str) -> Parsed:
    for _ in range(5):
        time.sleep(float(rest) / 5)
        pulse.beat()
    return _said("arrived")


def do_swell(file: Candidate, rest: str) -> Parsed:
    kept = []
    while True:
        kept.append(bytearray(16 << 20))


def do_hoard(file: Candidate, rest: str) -> Parsed:
    """Keep memory between files, as a leaking library does."""
    _seen.append("x" * (int(rest) << 20))
    return _said(str(os.getpid()))


def do_gush(file: Candidate, rest: str) -> Parsed:
    return _said("x" * int(rest))


def do_print(file: Candidate, rest: str) -> Parsed:
    print("noise " * 1000, flush=True)
    os.write(1, b"\xff" * 100)
    return _said(repr(sys.stdin.read()))


def do_dump(file: Candidate, rest: str) -> Parsed:
    with tempfile.NamedTemporaryFile(delete=False) as stream:
        for _ in range(64):
            stream.write(bytes(1 << 20))
    return _said("dumped")


def do_litter(file: Candidate, rest: str) -> Parsed:
    before = len(os.listdir(tempfile.gettempdir()))
    (Path(tempfile.mkdtemp()) / "left").write_text("behind")
    return _said(str(before))


def do_call(file: Candidate, rest: str) -> Parsed:
    with socket.create_connection(("127.0.0.1", int(rest)), timeout=2):
        return _said("connected")


def do_touch(file: Candidate, rest: str) -> Parsed:
    file.path.write_text("say something else")
    return _said("old")


def do_vanish(file: Candidate, rest: str) -> Parsed:
    file.path.unlink()
    return _said("gone")


def parse_or_die(file: Candidate) -> Parsed:
    """Read a file as it is read, and die of a text that says so, or ask for more memory than there is."""
    parsed = real_parse(file)
    for each in parsed.documents:
        if "die of this" in each.text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "swell of this" in each.text:
            bytearray(8 << 30)
    return parsed
