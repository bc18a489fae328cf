"""Commands that run until stopped: ``serve`` and ``worker``."""

from __future__ import annotations

from typing import Annotated

import typer

from pkm.cli.app import app, load_settings


@app.command(epilog="Examples: pkm serve   |   pkm serve --port 9000   |   pkm serve --host 0.0.0.0 --no-worker")
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on.")] = 8080,
    worker: Annotated[bool, typer.Option("--worker/--no-worker", help="Run the worker beside the API.")] = True,
) -> None:
    """Run the HTTP API and a worker until stopped.

    Folders are watched, and every source is looked at again every 4 hours, or as PKM_REFRESH_HOURS says.
    """
    from api.serve import run

    run(load_settings(), host, port, worker=worker)


@app.command(epilog="Example: pkm worker")
def worker() -> None:
    """Run a worker alone until stopped.

    It reads waiting files and looks at every source again when due.
    """
    import logging

    from ingest.worker import run

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("pkm").setLevel(logging.INFO)  # libraries tell of each change and each ring
    run(load_settings())
