"""The command's frame: global options, exit codes, and the way every command opens what it needs.

Exit codes: 0 done, 1 a fault (one clear line on stderr), 2 wrong usage, 3 done but some input was refused.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from pkm.errors import PkmError, UsageError

if TYPE_CHECKING:
    from pkm.config import Settings
    from pkm.models import PersonId
    from pkm.search.following import Following
    from pkm.store.database import Database

NO_TEXT = "its bytes are no text in the encoding of this terminal (LANG, such as C.UTF-8)"
EXIT_FAULT, EXIT_USAGE, EXIT_REFUSED, EXIT_INTERRUPTED, EXIT_TERMINATED = 1, 2, 3, 130, 143

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else there.")]

# The commands in the order in which people come to need them.
ORDER = (
    "ingest", "refresh", "sources", "problems", "ask", "search", "transactions", "accounts", "rules", "links", "report", "status",
    "why", "check", "config", "forget", "backup", "restore", "serve", "worker", "token", "eval", "reembed", "demo",
)  # fmt: skip


class _InOrder(TyperGroup):
    """The commands in their order, each with the first line of its help."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=ORDER.index)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            command.short_help = (command.help or "").partition("\n")[0]
        return command


app = typer.Typer(
    name="pkm",
    cls=_InOrder,
    help="A private memory that can be asked: your documents and your money, answered with the words that prove it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog='Begin with: pkm ingest ./my-papers, then: pkm ask "When can I cancel the lease?"',
)


@dataclass(slots=True)
class _Globals:
    debug: bool = False


_globals = _Globals()


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"pkm {version('pkm')}")
        raise typer.Exit


@app.callback()
def configure(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault.")] = False,
    version: Annotated[  # noqa: ARG001 - handled by its callback
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Options of every command."""
    _globals.debug = debug


def by_default(command: str) -> type[TyperGroup]:
    """A group whose ``command`` is meant where none is named: ``pkm backup DEST`` is ``pkm backup make DEST``."""

    class Group(TyperGroup):
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
                args = [command, *args]
            return super().parse_args(ctx, args)

    return Group


def main() -> NoReturn:
    """Run the command; faults end in one line and exit code 1, never in a traceback unless ``--debug``."""
    hold_streams()
    code = _run()
    if code in {EXIT_INTERRUPTED, EXIT_TERMINATED}:
        _end_at_once(code)
    try:
        sys.stdout.flush()
    except OSError as exc:  # a full disk, or nobody who reads on
        code = _complain_of_other(exc) if code in {0, EXIT_REFUSED} else code
        _drop_output()
    sys.exit(code)


def _run() -> int:
    try:
        import_module("pkm.cli.commands")  # each registers itself

        signal.signal(signal.SIGTERM, lambda *_: sys.exit(EXIT_TERMINATED))
        allow_any_letter()
        code = app(prog_name="pkm", standalone_mode=False)
        if code == EXIT_INTERRUPTED:  # typer makes an exit code of Ctrl-C
            _say_interrupted()
        return code if isinstance(code, int) else 0
    except typer.Exit as exc:
        return int(exc.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _say_interrupted()
    except SystemExit as exc:
        if exc.code != EXIT_TERMINATED:
            raise
        return EXIT_TERMINATED
    except PkmError as exc:
        _complain(exc)
        return EXIT_USAGE if isinstance(exc, UsageError) else EXIT_FAULT
    except Exception as exc:
        return _complain_of_other(exc)


def hold_streams() -> None:
    """Let nobody be at a stream that was closed (``>&-``); else the next file to be opened would take its number."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115


def _drop_output() -> None:
    """What is still to be written goes nowhere: where it should go, it cannot."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end_at_once(code: int) -> NoReturn:
    """End as always, but wait for no thread: one that embeds a large document would go on for minutes.

    What is put in order meanwhile takes a moment, and is not broken off by who presses Ctrl-C once more.
    """
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def allow_any_letter() -> None:
    """Show ``?`` for a letter that the terminal's encoding lacks, instead of ending in a fault."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def ask_leave(question: str) -> None:
    """Ask the person at the terminal. Raises ``PkmError`` where they say no, ``UsageError`` where nobody answers."""
    print(f"{question} [y/N]: ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        print(file=sys.stderr)
        raise UsageError("nobody is there to be asked", "say --yes")
    if answer.strip().lower() not in {"y", "yes"}:
        raise PkmError("nothing was changed")


def plain(text: str) -> str:
    """The text without control and direction characters, on one line: no name of a file speaks to the terminal."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def counted(count: int, noun: str) -> str:
    """How many, in words: ``1 booking``, ``1,234 bookings``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


_NOUNS = {
    "files": "file", "documents": "document", "chunks": "passage", "transactions": "booking", "objects": "kept original",
}  # fmt: skip


def inventory(counts: Mapping[str, int]) -> str:
    """What these are, in words: ``2 documents, 1 booking``; the vectors of passages go without saying."""
    return ", ".join(counted(counts[each], noun) for each, noun in _NOUNS.items() if each in counts)


def _say_interrupted() -> int:
    print("pkm: interrupted; what was finished is kept, run it again to go on", file=sys.stderr)
    return EXIT_INTERRUPTED


def _complain(exc: PkmError) -> None:
    if _globals.debug:
        raise exc
    print(plain(f"pkm: {exc}" + (f" — {exc.hint}" if exc.hint else "")), file=sys.stderr)


def _complain_of_other(exc: Exception) -> int:
    usage = getattr(exc, "show", None)  # the command line's own errors know how to show themselves
    if callable(usage) and hasattr(exc, "exit_code"):
        usage()
        return int(exc.exit_code)
    if isinstance(exc, UnicodeEncodeError) and exc.reason == "surrogates not allowed":  # only an argument has such
        print(f"pkm: what was given: {NO_TEXT}", file=sys.stderr)
        return EXIT_USAGE
    if isinstance(exc, BrokenPipeError):  # nobody reads on, as behind ``| head``
        return EXIT_FAULT
    if _globals.debug:
        raise exc
    if isinstance(exc, OSError) and exc.errno is not None:
        where = f"{exc.filename}: " if exc.filename else ""
        hint = " — free some space and try again; nothing was lost" if exc.errno == 28 else ""
        print(plain(f"pkm: {where}{exc.strerror}{hint}"), file=sys.stderr)
    else:
        print(f"pkm: a fault of pkm's own: {type(exc).__name__} — run it again with: pkm --debug …", file=sys.stderr)
    return EXIT_FAULT


# ---------------------------------------------------------------- what commands open


def print_json(value: Any) -> None:
    """One JSON object on stdout, in ASCII where stdout is not UTF-8: no letter is lost."""
    from pkm.json import to_json

    plainly = (sys.stdout.encoding or "").lower() not in {"utf-8", "utf8"}
    json.dump(to_json(value), sys.stdout, ensure_ascii=plainly, indent=2 if sys.stdout.isatty() else None)
    sys.stdout.write("\n")


def load_settings() -> Settings:
    """The effective settings; this process sends nothing to any model hub."""
    from pkm import config

    return config.load()


@contextmanager
def open_database(settings: Settings) -> Iterator[tuple[Database, PersonId]]:
    """The database, its server started where it is embedded, and the home's owner."""
    from pkm import services
    from pkm.store import people
    from pkm.store.database import Database

    try:
        with Database.open(settings) as database:
            with database.transaction() as connection:
                owner = people.ensure_owner(connection)
            yield database, owner
    finally:
        services.stop_all()


def open_home_embedder(settings: Settings, database: Database) -> Following:
    """The embedder of this home: the one that it is searched with, also when that changes."""
    from pkm.search.following import Following

    return Following(database, settings)
