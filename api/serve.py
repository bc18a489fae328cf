"""``pkm serve``: the HTTP server and the worker of one home, until they are told to stop."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import fields

import uvicorn

from api.app import create_app
from pkm import services
from pkm.config import Settings, variable
from pkm.errors import PkmError, ServiceError
from pkm.presence import announce, check_free
from pkm.store import workers
from pkm.store.database import Database
from pkm.watchdog import watched

STOP_S = 15
GRACE_S = 10
LONGEST_PAUSE_S = 10.0  # with its start, a worker that died is replaced within twice its heartbeat
LOOK_S = 5.0
LOOKS = 4  # in a row, more than a heartbeat's: where the machine slept the worker's next sign is still to come
log = logging.getLogger("pkm.serve")


def run(settings: Settings, host: str = "127.0.0.1", port: int = 8080, worker: bool = True) -> None:
    """Serve until SIGTERM or SIGINT.

    Args:
        settings: Of the home to serve.
        host: Address to listen on.
        port: TCP port; 0 takes any that is free.
        worker: Also run the worker, as a process of its own that is started again when it dies.

    Raises:
        ServiceError: The port or the database cannot be had, or a service already runs on this home.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("pkm").setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").addFilter(shorten_fault)
    check_free(settings)  # else one on the same port would only hear that the port is in use
    with _bound(host, port) as bound:
        token = secrets.token_urlsafe(32)
        url = _url_of(bound)
        # What is wrong with the database is said here, in one line, before anything starts.
        with announce(settings, url, token), Database.open(settings, pool_size=1) as database:
            config = uvicorn.Config(
                create_app(settings, token), log_config=None, access_log=False, server_header=False, lifespan="on",
                timeout_graceful_shutdown=GRACE_S,
            )  # fmt: skip
            log.info("serving on %s", url)
            with _signals_kept():
                asyncio.run(
                    _serve(uvicorn.Server(config), bound, worker_beside(settings, database) if worker else None)
                )


def shorten_fault(record: logging.LogRecord) -> bool:
    """A fault of ours while the service starts (the database went away) is one line, not the traceback that uvicorn logs."""
    lines = record.getMessage().strip().splitlines()
    if lines and lines[0].startswith("Traceback") and lines[-1].startswith("pkm.errors."):
        record.msg, record.args = lines[-1].partition(": ")[2], None
    return True


async def _serve(
    server: uvicorn.Server, bound: socket.socket, worker: AbstractAsyncContextManager[None] | None
) -> None:
    with watched(asyncio.get_running_loop()):
        async with worker or nullcontext():
            await server.serve(sockets=[bound])
    if not server.started:
        raise ServiceError("the service could not start", "its log says why")


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Uvicorn raises the signal that stopped it once more when it is done: what comes after it must still run."""
    before = {each: signal.signal(each, lambda *_: None) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _bound(host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket: who connects before the server runs waits for it."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        bound = socket.create_server(address[:2], family=family, backlog=256)
    except socket.gaierror as exc:
        raise ServiceError(f"{host} is not an address of this machine", "choose another with --host") from exc
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            raise ServiceError(f"port {port} is in use", "stop what uses it, or choose another with --port") from exc
        if exc.errno == errno.EACCES:
            raise ServiceError(f"port {port} is only for root", "choose one above 1023 with --port") from exc
        raise ServiceError(
            f"cannot listen on {host}, port {port}: {os.strerror(exc.errno or 0)}", "choose another with --host"
        ) from exc
    with bound:
        yield bound


def _url_of(bound: socket.socket) -> str:
    """Where a program on this machine reaches the socket."""
    host, port = bound.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def environment(settings: Settings) -> dict[str, str]:
    """This process's environment with these settings in it, for a process that shall have the same."""
    given = {each.name: getattr(settings, each.name) for each in fields(settings) if each.name != "origin"}
    rest = {name: value for name, value in os.environ.items() if not name.startswith("PKM_")}
    return rest | {variable(name): str(value) for name, value in given.items() if value is not None}


@asynccontextmanager
async def worker_beside(settings: Settings, database: Database) -> AsyncIterator[None]:
    """Run the worker as a process of its own while the block runs; one that dies or hangs is replaced."""
    watching = asyncio.create_task(_keep_working(settings, database))
    try:
        yield
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        with suppress(OSError):  # a full disk
            services.stop_idle(settings)  # a worker that was killed stopped nothing


async def _keep_working(settings: Settings, database: Database) -> None:
    pause = 1.0
    while True:
        begun = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "ingest.worker", "--beside",
            stdin=asyncio.subprocess.PIPE, env=environment(settings), start_new_session=True,
        )  # fmt: skip
        watching = asyncio.create_task(_end_silent(process, settings, database))
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _stop(process)
            raise
        finally:
            watching.cancel()
        pause = 1.0 if time.monotonic() - begun > 60 else min(2 * pause, LONGEST_PAUSE_S)
        log.error("the worker ended with %d; it is started again in %.0f s", code, pause)
        await asyncio.sleep(pause)


async def _end_silent(process: asyncio.subprocess.Process, settings: Settings, database: Database) -> None:
    """Kill a worker that hangs: one that gives no sign of life any more."""

    def is_silent() -> bool:
        with database.transaction() as connection:
            return workers.is_silent(connection, process.pid)

    silent = 0
    while True:
        await asyncio.sleep(LOOK_S)
        try:
            silent = silent + 1 if await asyncio.to_thread(is_silent) else 0
            if silent == LOOKS:
                log.error("the worker gives no sign of life; it is killed")
                process.kill()
        except ServiceError as exc:  # without a database nobody can tell
            log.warning("%s", exc)
            with suppress(PkmError, OSError):
                await asyncio.to_thread(services.revive, settings)


async def _stop(process: asyncio.subprocess.Process) -> None:
    """End a process, kindly at first."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_S)
    except TimeoutError:
        log.warning("the worker did not stop in %d s", STOP_S)
        process.kill()
        await process.wait()
