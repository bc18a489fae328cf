"""The progress bar of long work, on stderr: files done, rate, time left."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from pkm.models import FileState


class Bar:
    """A watcher of a run that draws a bar where stderr is a terminal, and says nothing elsewhere."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeElapsedColumn,
                TimeRemainingColumn,
            )

            self._progress = Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
                TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
                console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._task = self._progress.add_task("looking", total=None, rate="")
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def scanned(self, count: int) -> None:
        """Show how many files were seen."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, description=f"looking: {count} files")

    def waiting(self, count: int) -> None:
        """Set the bar's length."""
        if self._progress is not None and self._task is not None:
            self._progress.reset(self._task, description="reading", total=count or None, rate="")

    def portion(self, done: int, total: int) -> None:
        """Show how far a large file is read."""
        if self._progress is not None and self._task is not None:
            share = f": a large file to {done / total:.0%}" if total else ": a large file"
            self._progress.update(self._task, description=f"reading{share}")

    def settled(self, path: str, state: FileState) -> None:  # noqa: ARG002 - the bar shows no names
        """Move the bar by one file."""
        if self._progress is None or self._task is None:
            return
        self._progress.update(self._task, advance=1, description="reading")
        task = self._progress.tasks[0]
        rate = task.finished_speed or task.speed
        self._progress.update(self._task, rate=f"{rate:.1f} files/s" if rate else "")


class Line:
    """Progress on one line of stderr, where that is a terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show a stage and how far it is; a total of 0 is unknown."""
        if self._shown:
            share = f"{done * 100 // total} %" if total else f"{done:,}" if done else "…"
            print(f"\r\x1b[K{stage}: {share}", end="", file=sys.stderr, flush=True)

    def __del__(self) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
