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
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import fields

import uvicorn

from api.app import create_app
from pkm.config import Settings, variable
from pkm.errors import ServiceError
from pkm.presence import announce
from pkm.store.database import Database

STOP_S = 15
GRACE_S = 10
LONGEST_PAUSE_S = 60.0
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
    with _bound(host, port) as bound:
        token = secrets.token_urlsafe(32)
        url = _url_of(bound)
        with announce(settings, url, token):
            Database.open(settings).close()  # what is wrong with it is said here, in one line, before anything starts
            config = uvicorn.Config(
                create_app(settings, token), log_config=None, access_log=False, server_header=False, lifespan="on",
                timeout_graceful_shutdown=GRACE_S,
            )  # fmt: skip
            log.info("serving on %s", url)
            with _signals_kept():
                asyncio.run(_serve(uvicorn.Server(config), bound, settings if worker else None))


async def _serve(server: uvicorn.Server, bound: socket.socket, settings: Settings | None) -> None:
    async with worker_beside(settings) if settings else nullcontext():
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
            f"cannot listen on {host}, port {port}: {exc.strerror}", "choose another with --host"
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
async def worker_beside(settings: Settings) -> AsyncIterator[None]:
    """Run the worker as a process of its own while the block runs."""
    watching = asyncio.create_task(_keep_working(settings))
    try:
        yield
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def _keep_working(settings: Settings) -> None:
    pause = 1.0
    while True:
        begun = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "ingest.worker", "--beside",
            stdin=asyncio.subprocess.PIPE, env=environment(settings), start_new_session=True,
        )  # fmt: skip
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _stop(process)
            raise
        pause = 1.0 if time.monotonic() - begun > LONGEST_PAUSE_S else min(2 * pause, LONGEST_PAUSE_S)
        log.error("the worker ended with %d; it is started again in %.0f s", code, pause)
        await asyncio.sleep(pause)


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
