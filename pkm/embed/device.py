"""The process that drives one device: ``python -m pkm.embed.device DESCRIPTOR FOLDER DEVICE VARIANT``, started by the crew."""

from __future__ import annotations

import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from pkm.embed.m3 import M3
from pkm.errors import ModelError


def drive(pipe: Connection, folder: Path, device: str, variant: str) -> None:
    """Load the model, say so, and embed what comes until nobody is there any more."""
    try:
        model = M3(folder, device, variant)
    except ModelError as exc:
        pipe.send(exc)
        return
    pipe.send(None)
    while True:
        windows, multi = pipe.recv()
        try:
            pipe.send(model.encode(windows, multi=multi))
        except ModelError as exc:
            pipe.send(exc)
        except RuntimeError as exc:
            pipe.send(type(exc).__name__)
            return


if __name__ == "__main__":
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        drive(Connection(int(sys.argv[1])), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
