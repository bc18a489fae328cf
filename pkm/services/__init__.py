"""The servers pkm leans on: the PostgreSQL and Redis that were configured, or embedded ones under ``$PKM_HOME``.

``home`` is their place on the disk, ``used`` keeps those that this process uses, ``shared`` starts one with the first
process of a home and stops it with the last.
"""

from pkm.services.home import HOME_MARK, RESTORING, locked, make_home, mark_restoring, require_whole
from pkm.services.machine import machine_memory_mb
from pkm.services.postgres import EmbeddedPostgres, postgres_tools
from pkm.services.redis import EmbeddedRedis
from pkm.services.used import explain_loss, is_embedded, postgres_url, redis_url, revive, stop_all, stop_idle

__all__ = [
    "HOME_MARK", "RESTORING", "EmbeddedPostgres", "EmbeddedRedis", "explain_loss", "is_embedded", "locked", "machine_memory_mb", "make_home",
    "mark_restoring", "postgres_tools", "postgres_url", "redis_url", "require_whole", "revive", "stop_all", "stop_idle",
]  # fmt: skip
