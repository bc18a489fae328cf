"""What people see in the terminal. Text from documents is printed without control characters, so that no file speaks to the terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from pkm.cli.app import counted, plain
from pkm.models import NO_CURRENCY, Total, Transaction
from pkm.tagged import held

PIPE_WIDTH = 5000
NARROW = 60  # columns in which a table of bookings cannot be read
SHOWN_DOCUMENTS = 10  # of one file
NEAREST, EXCERPT = 3, 240  # passages shown to who got no answer, and characters of each


def open_console() -> Console:
    """The terminal; a pipe or a file has no width, so that no path in a table is cut there."""
    is_terminal = sys.stdout.isatty()
    return Console(highlight=False, soft_wrap=not is_terminal, width=None if is_terminal else PIPE_WIDTH)


def minute(at: datetime | None) -> str:
    """A moment on the clock of this machine."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M") if at else "never"


def show_sources(sources: Sequence[dict[str, Any]]) -> None:
    """The sources, one a line, and below it what is wrong with one."""
    console = open_console()
    table = Table(box=None, pad_edge=False)
    for heading in ("number", "place", "collection", "files", "looked at", "again"):
        table.add_column(heading, overflow="fold")
    for each in sources:
        seen = minute(each["scanned_at"])
        again = "paused" if each["paused"] else f"every {each['every']}" if each["refreshed"] else "no"
        if each["watched"]:
            again += ", watched"
        table.add_row(
            str(each["id"]), Text(plain(each["location"])), Text(each["collection"]), f"{each['files']:,}", seen, again
        )
    console.print(table if sources else "no sources yet: pkm sources add PATH, or pkm ingest PATH")
    for each in sources:
        if each["failure"]:
            console.print(Text(f"{each['id']} fails since {minute(each['failed_since'])}: {plain(each['failure'])}"))
        for pattern in each["unmatched"]:
            side = "include" if pattern in each["include"] else "exclude"
            console.print(Text(f"{each['id']}: nothing there matches --{side} {plain(pattern)!r}"))
        if each["unwatched_because"] and not each["paused"]:
            console.print(Text(f"{each['id']} is not watched: {plain(each['unwatched_because'])}"))


def _place(found: dict[str, Any]) -> str:
    """Where a document lies; of a mail, who sent it and in which folder, too."""
    mail = found.get("mail") or {}
    folder = f"{plain(mail['folder'])}, " if mail.get("folder") else ""
    sender = f"from {plain(mail['sender'])}, " if mail.get("sender") else ""
    return f"{folder}{sender}{plain(found.get('place') or found['path'])}"


def show_hits(hits: Sequence[dict[str, Any]]) -> None:
    """Hits with where they stand, and the words."""
    console = open_console()
    if not hits:
        console.print("nothing was found")
    for each in hits:
        page = f", page {each['page']}" if each["page"] else ""
        day = f", {each['date']}" if each["date"] else ""
        until = f", an earlier version: it held until {each['valid_to'][:10]}" if each.get("valid_to") else ""
        also = "".join(f"\n   also {plain(other)}" for other in each.get("also_at", ()))
        console.print(
            Text(f"{each['rank']}. {plain(each['title'])}", style="bold"),
            Text(f"   {_place(each)}{page}{day}{until}{also}", style="dim"),
            sep="\n",
        )
        console.print(Text(f"   {plain(each['text'])}\n"))


def show_answer(answer: dict[str, Any]) -> None:
    """The answer, then each citation with its place and words."""
    console = open_console()
    text = "\n".join(
        "".join(each if each.isprintable() else " " for each in line) for line in answer["answer"].splitlines()
    )
    console.print(Markdown(text, hyperlinks=False) if sys.stdout.isatty() else Text(_unescaped(text)))
    if answer["citations"]:
        console.print()
    for (source, _), group in groupby(answer["citations"], key=lambda each: (_source(each), each["document_id"])):
        cited = list(group)
        numbers = [f"[{each['n']}]" for each in cited]
        console.print(Text(f"{'–'.join(dict.fromkeys((numbers[0], numbers[-1])))} {source}", style="dim"))
        for number, each in zip(numbers, cited, strict=True):
            console.print(Text(f"    {number + ' ' if len(cited) > 1 else ''}{_quoted(each['quote'])}"))
    if answer.get("degraded"):
        console.print(Text(f"note: {answer['degraded']}", style="yellow"))


def _quoted(words: str) -> str:
    """A document's words in quotation marks; of a record of tags, which nobody reads, what they hold."""
    if not words:
        return "(without words)"
    of_tags = held(words)
    return f"“{plain(words)}”" if of_tags is None else plain(of_tags)


def _source(cited: dict[str, Any]) -> str:
    """Where a citation stands."""
    page = f", page {cited['page']}" if cited["page"] else ""
    day = f", {cited['date']}" if cited["date"] else ""
    return f"{plain(cited['title'])} — {_place(cited)}{page}{day}"


def _unescaped(markdown: str) -> str:
    """A document's words as they stand, where nobody renders Markdown (``pkm.answer.quoting.cite.inert``)."""
    return re.sub(r"\\([\\`\[\]])", r"\1", markdown).replace("&lt;", "<")


def show_nearest(hits: Sequence[dict[str, Any]]) -> None:
    """Where somebody may look on who got no answer: the first passages that were found, each in a few lines."""
    console = open_console()
    if not hits:
        console.print(
            Text("\nno passage is near it: pkm status says what was taken in, pkm ingest takes more in", style="dim")
        )
    else:
        console.print(Text("\nnearest passages (no answer, but where to look on):", style="dim"))
    for each in hits[:NEAREST]:
        words = plain(each["text"])
        console.print(Text(f"  {plain(each['title'])} — {_place(each)}", style="dim"))
        console.print(Text(f"    {words if len(words) <= EXCERPT else words[:EXCERPT] + '…'}"))


def show_transactions(found: Sequence[Transaction], totals: Sequence[Total]) -> None:
    """Bookings, one a line, and their totals."""
    console = open_console()
    table = Table(box=None, pad_edge=False)
    for heading in ("day", "amount", "", "counterparty", "description", "account"):
        table.add_column(
            heading,
            justify="right" if heading == "amount" else "left",
            no_wrap=heading in {"day", "amount"},
            overflow="fold",
        )
    is_narrow = console.width < NARROW
    for each in found:
        if is_narrow:
            console.print(Text(f"{each.booked_on}  {each.amount:,.2f} {each.currency}  {each.account[-8:]}"))
            console.print(Text(f"  {plain(f'{each.counterparty} {each.purpose}')}"))
            continue
        table.add_row(
            each.booked_on.isoformat(), f"{each.amount:,.2f}", each.currency, Text(plain(each.counterparty)),
            Text(plain(each.purpose)), Text(each.account[-8:]),
        )  # fmt: skip
    if not is_narrow or not found:
        console.print(table if found else "no bookings")
    for total in totals:
        console.print(
            f"{'no currency known' if total.currency == NO_CURRENCY else total.currency}: {counted(total.count, 'booking')}, in {total.inflow:,.2f}, out {total.outflow:,.2f}, net {total.net:,.2f}"
        )


def show_status(status: dict[str, Any]) -> None:
    """The status in a few lines."""
    console = open_console()
    files = status["files"]
    counts = {state: f"{count:,} {state}" for state, count in files.items() if count or state == "indexed"}
    if status["ignored"]:
        counts["quarantined"] += f" ({status['ignored']:,} of them ignored)"
    console.print("files: " + ", ".join(counts.values()))
    console.print(
        f"{counted(status['documents'], 'document')}, {counted(status['chunks'], 'passage')}, {counted(status['transactions'], 'booking')}"
    )
    console.print(f"embedder: {status['embedder'] or 'chosen at the first ingest'}")
    progress = status["progress"]
    if progress["waiting"]:
        left = f", {timedelta(seconds=progress['eta_s'])} left" if progress["eta_s"] else ""
        pace = f", {progress['rate_per_min']:,} a minute now{left}" if status["workers"] else ": pkm refresh reads on"
        console.print(f"waiting: {counted(progress['waiting'], 'file')}{pace}")
    if (index := status["index"]) and index["state"] == "building":
        share = f", {min(1.0, index['done'] / index['total']):.0%} done" if index["total"] else ""
        console.print(f"the index of vectors is being built, for {timedelta(seconds=round(index['seconds']))}{share}")
    for each in status["work"]:
        share = f", {min(1.0, each['done'] / each['total']):.0%} done" if each["total"] else ""
        console.print(Text(f"under way: {each['what']} of {plain(each['of'])}{share}"))
    for each in status["workers"]:
        doing = "reads" if each["reading"] else "waits for files"
        console.print(f"worker {each['pid']} on {each['host']} {doing}, since {minute(each['since'])}")
    last = max((each["scanned_at"] for each in status["sources"] if each["scanned_at"]), default=None)
    by = "" if status["workers"] else ", once pkm serve or pkm worker runs"
    due = f"{minute(status['next_refresh'])}{by}" if status["next_refresh"] else "never"
    console.print(f"sources: {len(status['sources'])} (pkm sources), last looked at {minute(last)}, next {due}")
    for each in status["sources"]:
        failing = f"; fails since {minute(each['failed_since'])}: {plain(each['failure'])}" if each["failure"] else ""
        idle = [plain(pattern) for pattern in each["unmatched"] if pattern in each["include"]]
        failing += f"; nothing there matches --include {', '.join(map(repr, idle))}" if idle else ""
        rests = (
            "" if each["refreshed"] and not each["paused"] else "; paused" if each["paused"] else "; looked at no more"
        )
        console.print(Text(f"  {plain(each['location'])}: last looked at {minute(each['scanned_at'])}{rests}{failing}"))


def show_spaces(found: dict[str, Any]) -> None:
    """What became of a change of the embedder, and the spaces of the home."""
    console = open_console()
    if "embedded" in found:
        took = timedelta(seconds=round(found["elapsed_s"]))
        console.print(f"searched with {found['space']} now; {counted(found['embedded'], 'passage')} embedded in {took}")
    for word in ("dropped", "aborted"):
        if word in found:
            console.print(f"{word}: {found[word]}")
    if not found["spaces"]:
        console.print("no space yet: the first pkm ingest makes one")
    for each in found["spaces"]:
        state = "active" if each["active"] else "kept"
        if each["wanted"]:
            state = (
                "being filled"
                if found["filling"]
                else f"waits for pkm reembed --to {each['name']}, pkm serve or pkm worker"
            )
        lacks = f", lacks {each['lacking']:,}" if each["lacking"] else ""
        console.print(
            f"{each['name']}: {state}, {counted(each['passages'], 'passage')}{lacks}, {each['bytes'] / 1e6:,.1f} MB"
        )
        if (asked := each["compared"]) and asked["agreement"] is not None:
            console.print(
                f"  of {asked['questions']} passages found by their own words: {asked['found']:.0%}, in the space before"
                f" {asked['found_before']:.0%}; {asked['agreement']:.0%} of the first ten hits are the same"
            )
        if each["failure"]:
            console.print(Text(f"  stopped: {plain(each['failure'])}", style="yellow"))


def show_history(found: dict[str, Any]) -> None:
    """A file's state, its reason, and each stage."""
    console = open_console()
    console.print(
        Text(f"{plain(found['path'])}: {found['state']}" + (f" — {plain(found['reason'])}" if found["reason"] else ""))
    )
    named = [str(each) for each in found["document_ids"]]
    if len(named) > SHOWN_DOCUMENTS:
        named = [*named[:SHOWN_DOCUMENTS], f"… {len(found['document_ids']):,} in all"]
    console.print(
        f"documents [{', '.join(named)}], {counted(found['chunks'], 'passage')}, {counted(found['transactions'], 'booking')}"
    )
    if named and not found["chunks"] and not found["transactions"]:
        console.print("there are no words in it that could be found")
    if found["next_try"]:
        console.print(f"tried again {minute(found['next_try'])}" + (", ignored" if found["ignored"] else ""))
    if found["ahead"]:
        console.print(f"embedded so far: {counted(found['ahead'], 'passage')}; it is found when all are")
    begun: dict[str, datetime] = {}
    for each in found["history"]:
        took = ""
        if each["outcome"] == "begun":
            begun[each["stage"]] = each["at"]
        elif each["stage"] in begun:
            took = f" ({(each['at'] - begun.pop(each['stage'])).total_seconds():.2f} s)"
        console.print(
            Text(f"  {each['at'].astimezone():%Y-%m-%d %H:%M:%S} {each['stage']}: {plain(each['outcome'])}{took}")
        )


def show_mapping(result: dict[str, Any]) -> None:
    """How tables are read, their first rows, and what is open."""
    console = open_console()
    for table in result["tables"]:
        for role, names in table["columns"].items():
            console.print(Text(f"{role}: {plain(', '.join(names))}"))
        settled = {key: table[key] for key in ("date_order", "decimal", "sign", "currency", "account") if table[key]}
        console.print(Text(", ".join(f"{key.replace('_', ' ')} {plain(str(value))}" for key, value in settled.items())))
        for each in table["open"]:
            console.print(Text(f"open: {plain(each['reason'])} — {each['option']}", style="yellow"))
            for row in table["rows"]:
                console.print(Text("  " + plain(" | ".join(str(cell) for cell in row.values()))))
    for each in result["first"]:
        words = plain(f"{each['counterparty']} {each['description']}".strip())
        console.print(Text(f"{each['locator']}: {each['booked_on']} {each['amount']:,.2f} {each['currency']} {words}"))
    kept = "kept for this layout; " if result["stored"] else ""
    console.print(
        f"{kept}{counted(result['transactions'], 'booking')}, {counted(result['read_again'], 'file')} read again"
    )
