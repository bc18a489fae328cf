"""A small filesystem that can be filled to the last byte: an ext4 image, mounted; that takes root."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SIZE_BYTES = 8 << 30  # the image is sparse; PostgreSQL's log alone may take 4 GB


@contextmanager
def small_disk(place: Path) -> Iterator[str]:
    """Mount a filesystem of its own at ``place`` while the block runs; yields why there is none, or nothing."""
    place.mkdir()
    image = place.with_suffix(".img")
    with image.open("wb") as stream:
        stream.truncate(SIZE_BYTES)
    missing = ""
    for command in (
        ["mke2fs", "-q", "-t", "ext4", "-m", "0", "-F", str(image)],
        ["mount", "-o", "loop", str(image), str(place)],
    ):
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as exc:
            missing = f"no filesystem could be mounted ({command[0]}: {type(exc).__name__}), so no disk was filled"
            break
    place.chmod(0o755)
    try:
        yield missing
    finally:
        if not missing:
            subprocess.run(["umount", "--lazy", str(place)], check=False)
        image.unlink()


@contextmanager
def filled(place: Path) -> Iterator[None]:
    """Leave no room on the disk of ``place`` while the block runs."""
    ballast = place / "ballast"
    try:
        with ballast.open("wb") as stream:
            size, step = 0, 1 << 30
            while step >= 4096:
                try:
                    os.posix_fallocate(stream.fileno(), size, step)
                    size += step
                except OSError:
                    step //= 2
        yield
    finally:
        with suppress(FileNotFoundError):
            ballast.unlink()
