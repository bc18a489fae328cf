from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pkm import config
from pkm.errors import SettingError


def test_environment_wins_over_file_over_default(tmp_path: Path) -> None:
    (tmp_path / "pkm.toml").write_text('refresh_hours = 2\ntimezone = "Europe/Paris"\n')
    settings = config.load({"PKM_HOME": str(tmp_path), "PKM_REFRESH_HOURS": "1.5"})
    assert (settings.refresh_hours, settings.timezone, settings.bge_m3_path) == (1.5, "Europe/Paris", "BAAI/bge-m3")
    shown = settings.masked()
    assert shown["PKM_REFRESH_HOURS"]["origin"] == "environment"
    assert shown["PKM_TIMEZONE"]["origin"] == "pkm.toml"
    assert shown["PKM_BGE_M3_PATH"]["origin"] == "default"


def test_secrets_and_passwords_are_masked(tmp_path: Path) -> None:
    environment = {
        "PKM_HOME": str(tmp_path),
        "PKM_LLM_API_KEY": "hunter2",
        "PKM_DATABASE_URL": "postgresql://me:hunter2@db/pkm",
        "PKM_REDIS_URL": "redis://:hunter2@redis:6379",
    }
    assert "hunter2" not in str(config.load(environment).masked())


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hunter2@db/pkm", "postgresql://me:hun@hunter2@db/pkm", "postgresql://me:hun/hunter2@db/pkm",
        "postgresql://me:#hunter2@db/pkm", "postgresql://me:?hunter2@db/pkm", "postgresql://db/pkm?user=me&password=hunter2",
        "host=db user=me password=hunter2", "host=db password = 'hun hunter2' user=me",
    ],
)  # fmt: skip
def test_no_password_is_shown_whatever_signs_it_holds(url: str) -> None:
    assert "hunter2" not in config.mask_password(url)
    assert "db" in config.mask_password(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/v1", "postgresql://me@db:5432/pkm", "/models/bge-m3"])
def test_an_address_without_a_password_is_shown_as_it_is(url: str) -> None:
    assert config.mask_password(url) == url


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PKM_DATABASE_URL", "postgresql://me:p@ss@db/pkm", "%40"),
        ("PKM_DATABASE_URL", "postgresql://me:p/ss@db/pkm", "%2F"),
        ("PKM_REDIS_URL", "localhost:6379", "redis://"),
        ("PKM_REDIS_URL", "redis://localhost:port", "redis://"),
        ("PKM_REDIS_URL", "redis://localhost/first", "redis://"),
        ("PKM_REFRESH_HOURS", "soon", "number of hours"),
        ("PKM_REFRESH_HOURS", "-1", "number of hours"),
        ("PKM_TODAY", "yesterday", "YYYY-MM-DD"),
        ("PKM_TIMEZONE", "Mars/Olympus", "IANA"),
        ("PKM_EMBEDDER", "word2vec", "bge-m3"),
        ("PKM_ALLOW_REMOTE", "maybe", "true or false"),
        ("PKM_LLM_BASE_URL", "vllm:8000", "http://"),
        ("PKM_EMBEDER", "minilm", "docs/settings.md"),
    ],
)
def test_a_wrong_setting_says_what_it_takes(tmp_path: Path, name: str, value: str, told: str) -> None:
    with pytest.raises(SettingError) as caught:
        config.load({"PKM_HOME": str(tmp_path), name: value})
    assert name in str(caught.value)
    assert told in caught.value.hint


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('refresh_hours = "soon"', "refresh_hours='soon' is not valid"), ("today = 12:30:00", "today='12:30:00' is not valid"),
        ('llm_model = ["a", "b"]', "llm_model is a table or a list"), ("[database_url]", "database_url is a table or a list"),
    ],
)  # fmt: skip
def test_a_wrong_setting_in_the_file_is_named_with_the_file(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "pkm.toml").write_text(line)
    with pytest.raises(SettingError) as caught:
        config.load({"PKM_HOME": str(tmp_path)})
    assert str(caught.value) == f"{tmp_path / 'pkm.toml'}: {told}"
    assert caught.value.hint.removeprefix("it ").removeprefix("a setting ").startswith("takes")


@pytest.mark.parametrize("line", ['home = "/srv/pkm"', 'origin = "me"', "colour = 1"])
def test_what_is_no_setting_of_the_file_is_not_passed_over(tmp_path: Path, line: str) -> None:
    (tmp_path / "pkm.toml").write_text(line)
    with pytest.raises(SettingError, match=f"unknown setting '{line.split()[0]}'"):
        config.load({"PKM_HOME": str(tmp_path)})


def test_settings_that_cannot_be_read_are_named_once(tmp_path: Path) -> None:
    (tmp_path / "pkm.toml").mkdir()
    with pytest.raises(SettingError) as caught:
        config.load({"PKM_HOME": str(tmp_path)})
    assert str(caught.value) == f"{tmp_path / 'pkm.toml'} cannot be read: Is a directory"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "192.168.1.7", "10.1.2.3", "[::1]", "vllm", "rack.local", "gpu.home.arpa"]
)
def test_endpoints_in_the_house_are_allowed(tmp_path: Path, host: str) -> None:
    url = f"http://{host}:8000/v1"
    assert config.load({"PKM_HOME": str(tmp_path), "PKM_LLM_BASE_URL": url}).llm_base_url == url


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://user:secret@[::1", "http://box:99999", "http:///v1", "box:8000/v1"]
)
def test_what_is_no_url_is_told_without_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingError, match="is not a URL") as caught:
        config.load({"PKM_HOME": str(tmp_path), "PKM_EMBEDDER_URL": url})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["redis://redis:6379/0", "rediss://:p%40ss@redis", "unix:///run/redis.sock?db=2"])
def test_addresses_of_a_redis_are_taken_as_they_are(tmp_path: Path, url: str) -> None:
    assert config.load({"PKM_HOME": str(tmp_path), "PKM_REDIS_URL": url}).redis_url == url


@pytest.mark.parametrize("key", ["schlüssel", "two\nlines"])
def test_a_key_that_no_header_can_hold_is_told(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingError, match="PKM_EMBEDDER_API_KEY is no key"):
        config.load({"PKM_HOME": str(tmp_path), "PKM_EMBEDDER_API_KEY": key})


@pytest.mark.parametrize("host", ["api.example.com", "8.8.8.8", "[2001:4860:4860::8888]", "134744072", "0x8080808"])
def test_endpoints_elsewhere_need_the_owners_word(tmp_path: Path, host: str) -> None:
    environment = {"PKM_HOME": str(tmp_path), "PKM_LLM_BASE_URL": f"https://{host}/v1"}
    with pytest.raises(SettingError, match="outside of this house"):
        config.load(environment)
    assert config.load(environment | {"PKM_ALLOW_REMOTE": "true"}).allow_remote


def test_today_is_frozen_and_the_clock_is_the_owners(tmp_path: Path) -> None:
    settings = config.load({"PKM_HOME": str(tmp_path), "PKM_TODAY": "2026-03-29", "PKM_TIMEZONE": "Asia/Tokyo"})
    assert settings.now().date() == date(2026, 3, 29)
    assert str(settings.now().tzinfo) == "Asia/Tokyo"
