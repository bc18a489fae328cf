"""An answer in the making, shown on stderr while it grows; what stays is the finished answer, printed after it."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from rich.live import Live

SHOWN_LINES = 12


class Growing:
    """Is told each event of an answer, and keeps the hits it is made from. Silent where stderr is no terminal."""

    def __init__(self) -> None:
        self._live: Live | None = None
        self.hits: list[Any] = []
        self._words = ""

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.live import Live

            self._live = Live(console=Console(stderr=True), transient=True, refresh_per_second=8)
            self._live.start()
            self._show("looking")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def tell(self, event: str, data: Any) -> None:
        """Show what an event changes."""
        if event == "hit":
            self.hits.append(data)
            self._show(f"reading {len(self.hits)} passages")
        elif event == "token":
            self._words += str(data)
            self._show("\n".join(self._words.splitlines()[-SHOWN_LINES:]))

    def _show(self, text: str) -> None:
        if self._live is None:
            return
        from rich.text import Text

        clean = "".join(each if each.isprintable() or each == "\n" else " " for each in text)
        self._live.update(Text(clean, style="dim"))
