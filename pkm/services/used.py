"""The servers that this process uses: those that were configured, or embedded ones that it starts and lets go of."""

from __future__ import annotations

from pathlib import Path

from pkm.config import Settings
from pkm.errors import ServiceError
from pkm.services.home import full_disk
from pkm.services.postgres import EmbeddedPostgres
from pkm.services.redis import EmbeddedRedis

_servers: dict[tuple[str, Path], EmbeddedPostgres | EmbeddedRedis] = {}


def postgres_url(settings: Settings) -> str:
    """Where PostgreSQL is: as configured, or the embedded one, started now and used until this process ends."""
    if settings.database_url:
        return settings.database_url
    server = _servers.setdefault(("postgres", settings.home), EmbeddedPostgres(settings.home))
    server.start()
    return server.url


def redis_url(settings: Settings) -> str:
    """Where Redis is: as configured, or the embedded one, started now and used until this process ends."""
    if settings.redis_url:
        return settings.redis_url
    server = _servers.setdefault(("redis", settings.home), EmbeddedRedis(settings.home))
    server.start()
    return server.url


def revive(settings: Settings) -> None:
    """Start those embedded servers of this home again that this process uses and that died."""
    for (_, home), server in list(_servers.items()):
        if home == settings.home:
            server.revive()


def is_embedded(url: str) -> bool:
    """Whether the PostgreSQL at ``url`` is an embedded one that this process uses."""
    return any(isinstance(server, EmbeddedPostgres) and server.url == url for server in _servers.values())


def explain_loss(url: str) -> ServiceError | None:
    """Why the PostgreSQL at ``url`` went away, where it is embedded and its disk is full."""
    for server in _servers.values():
        if isinstance(server, EmbeddedPostgres) and server.url == url and server.lacks_room():
            return full_disk(server.home)
    return None


def stop_idle(settings: Settings) -> None:
    """Stop an embedded Redis whose last user was killed."""
    if not settings.redis_url:
        EmbeddedRedis(settings.home).stop_idle()


def stop_all() -> None:
    """Let go of every embedded server that this process uses."""
    while _servers:
        _servers.popitem()[1].stop()
