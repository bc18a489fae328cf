"""What is deployed agrees with what is there: settings, commands, pinned images, closed doors."""

from __future__ import annotations

import itertools
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

import pkm.cli.commands  # noqa: F401 - registers the commands
from api.serve import GRACE_S
from pkm import config
from pkm.cli.app import app

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
PINNED = re.compile(r"[a-z0-9./-]+:v?\d+\.\d+[\w.-]*")
VARIABLE = re.compile(r"\$\{(\w+)(?::\?[^}]*)?\}")
SETTINGS = {config.variable(name) for name in config.Settings.__dataclass_fields__ if name != "origin"}


def example() -> dict[str, str]:
    """The variables of ``.env.example``, secrets filled in."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {name: value or "filled-in" for name, value in values.items()}


def services() -> dict[str, dict[str, Any]]:
    """The services of the compose file as ``docker compose`` would start them with ``.env.example``."""
    values = example()
    text = VARIABLE.sub(lambda found: values[found[1]], COMPOSE.read_text())
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)["services"]
    for each in found.values():
        each["environment"] = {name: str(value) for name, value in each.get("environment", {}).items()}
    return found


def parse(arguments: list[str]) -> None:
    """Hold a command line against the CLI; raises ``click.UsageError`` where it does not take it."""
    group = typer.main.get_command(app)
    context = group.make_context("pkm", list(arguments))
    name, command, rest = group.resolve_command(context, list(arguments))  # type: ignore[attr-defined]
    command.make_context(name, rest, parent=context)


def test_every_variable_of_the_compose_file_is_in_the_example_and_the_other_way_round() -> None:
    used = set(VARIABLE.findall(COMPOSE.read_text()))
    assert used | {"COMPOSE_PROFILES"} == set(example())


def test_every_pkm_setting_exists() -> None:
    given = {name for name in example() if name.startswith("PKM_")}
    given |= {name for each in services().values() for name in each["environment"] if name.startswith("PKM_")}
    assert given
    assert given <= SETTINGS


@pytest.mark.parametrize("name", ["api", "worker"])
def test_the_environment_is_one_that_pkm_takes(name: str) -> None:
    settings = config.load(services()[name]["environment"])
    assert settings.database_url == "postgresql://pkm:filled-in@postgres:5432/pkm"
    assert settings.llm_base_url == "http://vllm:8000/v1"
    assert settings.refresh_hours == 4


def test_without_a_gpu_the_environment_is_one_that_pkm_takes() -> None:
    settings = config.load(services()["api"]["environment"] | {"PKM_LLM_BASE_URL": ""})
    assert settings.llm_base_url is None


@pytest.mark.parametrize("name", ["api", "worker", "backup"])
def test_commands_are_ones_that_the_cli_takes(name: str) -> None:
    parse([str(each) for each in services()[name]["command"]])


@pytest.mark.parametrize("name", ["pkm.service", "pkm-backup.service"])
def test_the_unit_runs_a_command_that_the_cli_takes(name: str) -> None:
    unit = (ROOT / "deploy" / name).read_text()
    command = re.search(r"^ExecStart=(.+)$", unit, re.M)
    assert command
    program, *arguments = shlex.split(command[1])
    assert Path(program).name == "pkm"
    parse(arguments)


@pytest.mark.parametrize("name", ["pkm.service", "pkm-backup.service"])
def test_a_unit_that_may_write_nowhere_else_has_a_folder_for_what_passes(name: str) -> None:
    lines = (ROOT / "deploy" / name).read_text().splitlines()
    assert {"ProtectSystem=strict", "PrivateTmp=true"} <= set(lines)


def test_the_image_runs_a_command_that_the_cli_takes() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text()
    entry = re.search(r"^ENTRYPOINT (.+)$", dockerfile, re.M)
    command = re.search(r"^CMD (.+)$", dockerfile, re.M)
    assert entry
    assert yaml.safe_load(entry[1]) == ["pkm"]
    assert command
    parse(yaml.safe_load(command[1]))


def test_the_documented_commands_are_ones_that_the_cli_takes() -> None:
    readme = (ROOT / "deploy" / "README.md").read_text()
    commands = re.findall(r"docker compose exec \w+ pkm ([^#\n]+)", readme)
    commands += re.findall(r"docker compose run --rm backup ([^`\n]+)`", readme)
    assert len(commands) >= 2
    for each in commands:
        parse(shlex.split(each))


def test_every_image_is_pinned() -> None:
    images = {name: each["image"] for name, each in services().items()}
    assert [name for name, image in images.items() if not PINNED.fullmatch(image)] == []
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text()
    python = re.search(r"^ARG PYTHON=(\S+)$", dockerfile, re.M)
    assert python
    assert PINNED.fullmatch(f"python:{python[1]}")
    assert set(re.findall(r"^FROM (\S+)", dockerfile, re.M)) == {"python:${PYTHON}"}


def test_only_the_doors_that_people_use_are_open_and_only_on_loopback() -> None:
    open_doors = {name: each["ports"] for name, each in services().items() if "ports" in each}
    assert set(open_doors) == {"api", "open-webui"}
    assert all(port.startswith("127.0.0.1:") for ports in open_doors.values() for port in ports)
    networks = yaml.safe_load(COMPOSE.read_text())["networks"]
    assert networks["inside"]["internal"] is True
    assert {name for name, each in services().items() if each["networks"] != ["inside"]} == {"api", "open-webui"}


def test_a_database_that_is_still_being_made_is_not_called_healthy() -> None:
    check = services()["postgres"]["healthcheck"]["test"]
    assert check[check.index("-h") :][:2] == ["-h", "127.0.0.1"]  # only on its socket does that one answer


def test_what_is_told_to_stop_has_longer_for_it_than_it_takes() -> None:
    assert services()["api"]["stop_grace_period"] == "30s"
    assert GRACE_S < 30


def test_what_ends_is_started_again() -> None:
    """Also what ends itself because it hangs (pkm/watchdog.py)."""
    assert {services()[name]["restart"] for name in ("api", "worker")} == {"unless-stopped"}
    assert "\nRestart=on-failure\n" in (ROOT / "deploy" / "pkm.service").read_text()


def test_services_hold_no_more_rights_than_they_need() -> None:
    for name, each in services().items():
        assert each["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in each["security_opt"], name
    for name in ("api", "worker"):
        assert services()[name]["read_only"] is True
        assert "cap_add" not in services()[name]
        documents = next(volume for volume in services()[name]["volumes"] if ":/documents" in volume)
        assert documents.endswith(":ro")
    users = re.findall(r"^USER (\S+)$", (ROOT / "deploy" / "Dockerfile").read_text(), re.M)
    assert users == ["pkm"]


def test_the_model_is_served_as_the_settings_say() -> None:
    command = [str(each) for each in services()["vllm"]["command"]]
    values = example()
    options = dict(itertools.pairwise(command))
    assert options["--served-model-name"] == values["PKM_LLM_MODEL"]
    assert int(options["--tensor-parallel-size"]) >= 1
    assert int(options["--max-model-len"]) >= 8192
    assert {"--enable-chunked-prefill", "--enable-prefix-caching"} <= set(command)
    (device,) = services()["vllm"]["deploy"]["resources"]["reservations"]["devices"]
    assert str(device["count"]) == options["--tensor-parallel-size"]
    assert services()["vllm"]["environment"]["VLLM_API_KEY"] == values["PKM_LLM_API_KEY"]


def test_open_webui_is_wired_to_pkm_and_keeps_to_itself() -> None:
    environment = services()["open-webui"]["environment"]
    (tools,) = yaml.safe_load(environment["TOOL_SERVER_CONNECTIONS"])
    assert environment["OPENAI_API_BASE_URLS"] == "http://api:8080/v1"
    assert f"{tools['url']}/{tools['path']}" == "http://api:8080/tools/openapi.json"
    assert environment["OFFLINE_MODE"] == "True"
    assert environment["HF_HUB_OFFLINE"] == "1"
