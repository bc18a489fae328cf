"""Settings: read once, from the environment, then ``$PKM_HOME/pkm.toml``, then defaults.

Each setting is a field of ``Settings``; its name in the environment is ``PKM_`` and the field in upper case, its key in
``pkm.toml`` the field as it is.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pkm.errors import SettingError
from pkm.models import LATE, Late

EMBEDDERS = ("minilm", "bge-m3", "http")
SECRETS = frozenset({"llm_api_key", "embedder_api_key"})
_FAULT = "PKM_FAULT"  # no setting: where a test wants a process to die (pkm/faults.py)
_ROOT_HOME = Path("/var/lib/pkm")
_RANGES = {  # of whole numbers
    "index_m": (2, 100),
    "index_ef_construction": (4, 1000),
    "index_memory_mb": (16, 1 << 20),
    "index_workers": (0, 64),
    "search_effort": (10, 1000),
    "llm_context_tokens": (1024, 1 << 24),
}
_PRIVATE_SUFFIXES = (".local", ".lan", ".internal", ".home.arpa", ".localhost")


@dataclass(frozen=True, slots=True)
class Settings:
    """The effective settings; ``origin`` says for each where it came from."""

    home: Path
    database_url: str | None = None
    redis_url: str | None = None
    embedder: str | None = None
    bge_m3_path: str = "BAAI/bge-m3"
    embedder_url: str | None = None
    embedder_sparse_url: str | None = None
    embedder_multi_url: str | None = None
    embedder_model: str | None = None
    embedder_api_key: str | None = None
    llm_base_url: str | None = None
    llm_model: str | None = None
    llm_fast_model: str | None = None
    llm_api_key: str | None = None
    llm_context_tokens: int | None = None
    llm_thinking: bool = False
    refresh_hours: float = 4
    reembed_share: float = 0.5
    timezone: str = "UTC"
    today: date | None = None
    allow_remote: bool = False
    public_url: str | None = None
    index_m: int | None = None
    index_ef_construction: int | None = None
    index_memory_mb: int | None = None
    index_workers: int | None = None
    search_effort: int | None = None
    late: Late | Literal["off"] | None = None
    origin: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def zone(self) -> ZoneInfo:
        """The owner's time zone."""
        return ZoneInfo(self.timezone)

    def now(self) -> datetime:
        """This moment on the owner's clock; ``PKM_TODAY`` replaces the day."""
        now = datetime.now(self.zone)
        return now if self.today is None else datetime.combine(self.today, now.timetz())

    def masked(self) -> dict[str, dict[str, Any]]:
        """Every setting with its value, secrets and passwords hidden, and its origin."""
        shown = {}
        for each in fields(self):
            if each.name == "origin":
                continue
            value = getattr(self, each.name)
            if each.name in SECRETS and value:
                value = "********"
            elif isinstance(value, str):
                value = mask_password(value)
            elif value is not None and not isinstance(value, bool | int | float | str):
                value = str(value)
            shown[variable(each.name)] = {"value": value, "origin": self.origin.get(each.name, "default")}
        return shown


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return "PKM_" + name.upper()


def mask_password(url: str) -> str:
    """An address with any password in it replaced by asterisks, whatever signs that holds: too much rather than too little."""
    url = re.sub(r"(://[^/:@]*):.*@", r"\1:********@", url)
    return re.sub(r"(?i)(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]*)", r"\1********", url)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises ``SettingError`` that names the variable and what it takes."""
    environ = os.environ if environ is None else environ
    home = Path(environ["PKM_HOME"]).expanduser() if environ.get("PKM_HOME") else _default_home()
    if not home.is_absolute():
        home = home.absolute()
    file = home / "pkm.toml"
    stored = _read_toml(file)
    values: dict[str, Any] = {"home": home}
    origin = {"home": "environment" if environ.get("PKM_HOME") else "default"}
    for each in fields(Settings):
        if each.name in {"home", "origin"}:
            continue
        raw = environ.get(variable(each.name))
        if raw:
            values[each.name], origin[each.name] = _convert(each.name, raw, variable(each.name)), "environment"
        elif each.name in stored:
            said = f"{file}: {each.name}"
            if isinstance(stored[each.name], dict | list):
                raise SettingError(f"{said} is a table or a list", "a setting takes one value")
            values[each.name], origin[each.name] = _convert(each.name, str(stored[each.name]), said), "pkm.toml"
    unknown = sorted(set(stored) - ({each.name for each in fields(Settings)} - {"home", "origin"}))
    if unknown:
        raise SettingError(f"{file}: unknown setting {unknown[0]!r}", "see docs/settings.md for all names")
    unknown = sorted(
        name
        for name in environ
        if name.startswith("PKM_") and name not in {_FAULT, *(variable(each.name) for each in fields(Settings))}
    )
    if unknown:
        raise SettingError(f"unknown setting {unknown[0]}", "see docs/settings.md for all names")
    if "timezone" not in values:
        values["timezone"], origin["timezone"] = _machine_timezone(environ), "the machine's"
    settings = Settings(**values, origin=origin)
    _check(settings)
    return settings


def _default_home() -> Path:
    """The platform's user-data folder; for root, whose home the database's user must not need to enter, /var/lib."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return _ROOT_HOME
    import platformdirs

    return Path(platformdirs.user_data_dir("pkm", appauthor=False))


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else exc
        hint = "set PKM_HOME to a folder of your own" if isinstance(exc, PermissionError) else ""
        raise SettingError(f"{path} cannot be read: {reason}", hint) from exc


def _convert(name: str, raw: str, said: str) -> Any:
    """The value of a setting; ``said`` is how its owner named it."""
    try:
        match name:
            case "refresh_hours":
                hours = float(raw)
                if not 0 < hours <= 24 * 365:
                    raise ValueError
                return int(hours) if hours.is_integer() else hours
            case "reembed_share":
                share = float(raw)
                if not 0.01 <= share <= 1:
                    raise ValueError
                return share
            case name if name in _RANGES:
                low, high = _RANGES[name]
                if not low <= int(raw) <= high:
                    raise ValueError
                return int(raw)
            case "today":
                return date.fromisoformat(raw)
            case "allow_remote" | "llm_thinking":
                return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[raw.lower()]
            case "embedder" if raw not in EMBEDDERS:
                raise ValueError
            case "late" if raw not in LATE:
                raise ValueError
            case "timezone" if raw not in available_timezones():
                raise ValueError
            case _:
                return raw
    except (ValueError, KeyError) as exc:
        takes = {
            "refresh_hours": "a number of hours above 0, such as 4",
            "reembed_share": "a share of the time from 0.01 to 1",
            **{each: f"a whole number from {low} to {high}" for each, (low, high) in _RANGES.items()},
            "today": "a day as YYYY-MM-DD",
            **dict.fromkeys(("allow_remote", "llm_thinking"), "true or false"),
            "embedder": " or ".join(EMBEDDERS),
            "late": " or ".join(LATE),
            "timezone": "an IANA name such as Europe/Berlin",
        }[name]
        raise SettingError(f"{said}={raw!r} is not valid", f"it takes {takes}") from exc


def _machine_timezone(environ: Mapping[str, str]) -> str:
    candidates = [environ.get("TZ", "").lstrip(":")]
    with suppress(OSError):
        candidates.append(Path("/etc/timezone").read_text(encoding="utf-8").strip())
    candidates.append(str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2])
    known = available_timezones()
    return next((each for each in candidates if each in known), "UTC")


def _check(settings: Settings) -> None:
    for name in ("llm_base_url", "embedder_url", "embedder_sparse_url", "embedder_multi_url", "public_url"):
        url = getattr(settings, name)
        if url is None:
            continue
        host = _host_of(url)
        if host is None:
            raise SettingError(
                f"{variable(name)}={mask_password(url)!r} is not a URL", "it looks like http://127.0.0.1:8000/v1"
            )
        if name != "public_url" and not settings.allow_remote and not is_private(host):
            raise SettingError(
                f"{variable(name)} points at {host}, which is outside of this house",
                "use an endpoint on loopback or a private network, or set PKM_ALLOW_REMOTE=true to let text leave it",
            )
    for name in ("database_url", "redis_url"):
        ahead, at, _ = (getattr(settings, name) or "").partition("://")[2].partition("?")[0].rpartition("@")
        if at and set(ahead) & set("@/#"):
            raise SettingError(
                f"{variable(name)} has a sign in its password that ends it there",
                "write @ as %40, / as %2F, # as %23, ? as %3F, % as %25; or take one of letters and digits",
            )
    if settings.redis_url and not _is_redis(settings.redis_url):
        raise SettingError(
            f"PKM_REDIS_URL={mask_password(settings.redis_url)!r} is no address of a Redis",
            "it looks like redis://127.0.0.1:6379/0, or unix:///run/redis/redis.sock",
        )
    for name in ("llm_api_key", "embedder_api_key"):
        key = getattr(settings, name) or ""
        if not (key.isascii() and key.isprintable()):
            raise SettingError(
                f"{variable(name)} is no key", "it is sent in a header: letters, digits and signs of ASCII"
            )
    if settings.embedder == "http" and not settings.embedder_url:
        raise SettingError(
            "PKM_EMBEDDER=http needs PKM_EMBEDDER_URL", "an OpenAI-compatible endpoint that serves /embeddings"
        )


def _host_of(url: str) -> str | None:
    """The host of a URL that can be asked; ``None`` of another."""
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.scheme in {"http", "https"} and parts.port != 0 else None
    except ValueError:  # of a bracket left open, or a port that there is not
        return None


def _is_redis(url: str) -> bool:
    try:
        parts = urlsplit(url)
        if parts.scheme == "unix":
            return bool(parts.path)
        number = parts.path.lstrip("/") or "0"  # of the database in it
        return bool(parts.scheme in {"redis", "rediss"} and parts.hostname and parts.port != 0 and number.isdecimal())
    except ValueError:  # of a port that there is not
        return False


def is_private(host: str) -> bool:
    """Whether a host is loopback, on a private network, or a bare name that only a private resolver knows."""
    try:
        with suppress(OSError):
            host = socket.inet_ntoa(socket.inet_aton(host))  # the old ways to write an address, too: 134744072, 0x7f.1
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.lower().endswith(_PRIVATE_SUFFIXES)
    return address.is_loopback or address.is_private or address.is_link_local
