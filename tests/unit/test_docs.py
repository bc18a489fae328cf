"""The documentation names what the code has: every command, setting and route, and nothing that is not there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from pkm.config import Settings, variable

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def _command_names() -> set[str]:
    import pkm.cli.commands  # noqa: F401
    from pkm.cli.app import app

    names = {each.name or (each.callback.__name__ if each.callback else "") for each in app.registered_commands}
    for group in app.registered_groups:
        inner = group.typer_instance
        names.add(group.name or "")
        names |= {f"{group.name} {each.name}" for each in (inner.registered_commands if inner else [])}
    return names


def test_every_setting_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"^\| `(PKM_\w+)`", (DOCS / "settings.md").read_text(), re.MULTILINE))
    assert documented == {variable(each.name) for each in fields(Settings) if each.name != "origin"}


def test_every_command_is_documented_and_no_other() -> None:
    text = (DOCS / "commands.md").read_text()
    names = _command_names()
    for name in names:
        assert f"`pkm {name}" in text, name
    documented = {match.split()[0] for match in re.findall(r"`pkm ([a-z][a-z ]*)", text)}
    assert documented <= {name.split()[0] for name in names}


def test_every_option_is_documented() -> None:
    import pkm.cli.commands  # noqa: F401
    from pkm.cli.app import app

    text = "\n".join(each.read_text() for each in DOCS.glob("*.md"))

    def walk(name: str, command: Any) -> Iterator[str]:
        for parameter in command.params:
            named = [each for each in (*parameter.opts, *parameter.secondary_opts) if each.startswith("--")]
            if named and not any(re.search(rf"{each}(?![\w-])", text) for each in named):
                yield f"{name} {named[0]}"
        for each, inner in getattr(command, "commands", {}).items():
            yield from walk(f"{name} {each}", inner)

    assert [each for each in walk("pkm", get_command(app)) if each != "pkm --version"] == []


def test_the_help_lists_every_command_on_one_line_of_a_narrow_terminal() -> None:
    from typer.testing import CliRunner

    from pkm.cli.app import ORDER, app

    assert set(ORDER) == {each.split()[0] for each in _command_names()}
    shown = CliRunner().invoke(app, ["--help"], terminal_width=80).output
    assert [each for each in shown.splitlines() if re.match(r"  [a-z].*\.\.\.$", each)] == []
    assert re.findall(r"(?m)^  ([a-z]+)  +\S", shown) == list(ORDER)


def test_every_command_shows_examples_that_it_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pkm.cli.commands  # noqa: F401
    from pkm.cli.app import app

    def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        yield name, command
        for each, inner in getattr(command, "commands", {}).items():
            yield from walk(f"{name} {each}", inner)

    def parse(command: Any, arguments: list[str]) -> None:
        with command.make_context(command.name, arguments) as context:
            rest = [*getattr(context, "_protected_args", ()), *context.args]
            if rest:
                _, inner, arguments = command.resolve_command(context, rest)
                parse(inner, arguments)

    for name in ("bank.csv", "card.csv"):  # what ``pkm accounts map`` looks for at once
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    root = get_command(app)
    for name, command in walk("pkm", root):
        examples = [
            each
            for each in re.split(r"Examples?: |undone by: |then: |\s+\|\s+|,? > ", command.epilog or "")
            if each.startswith("pkm ")
        ]
        assert examples, name
        for example in examples:
            parse(root, shlex.split(example)[1:])


def test_every_role_of_a_column_is_documented() -> None:
    from ingest.parsers.csv_columns import ROLES

    told = (DOCS / "tables.md").read_text().partition("Roles of columns:")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", told)) == set(ROLES)


def test_every_route_is_documented() -> None:
    from api.app import create_app
    from pkm import config

    app: Any = create_app(config.load({"PKM_HOME": "/nonexistent"}))
    text = (DOCS / "http.md").read_text()
    for path in app.openapi()["paths"]:
        assert f"`{path}`" in text or f" {path}`" in text, path


@pytest.mark.parametrize(
    "page",
    ["README.md", "CONTRIBUTING.md", "deploy/README.md", *(f"docs/{each.name}" for each in sorted(DOCS.glob("*.md")))],
)
def test_every_local_link_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)", (ROOT / page).read_text()):
        if "://" not in target:
            assert ((ROOT / page).parent / target).exists(), target


def test_every_option_in_the_readme_exists() -> None:
    text = (ROOT / "README.md").read_text()
    used = {match.split()[0] for match in re.findall(r"pkm ([a-z]+)", text) if match}
    assert used - {"is", "made", "reads", "does", "lets", "keeps", "starts", "a"} <= {
        each.split()[0] for each in _command_names()
    }
