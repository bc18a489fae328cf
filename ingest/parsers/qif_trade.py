"""What an investment record of QIF says: its action decides which way cash and units went, since its amounts have no signs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_CASH_OUT = frozenset(["buy", "cvrshrt", "miscexp", "margint", "xout", "withdrw", "exercis"])
_NO_CASH = frozenset(
    [
        "reinvdiv",
        "reinvint",
        "reinvlg",
        "reinvmd",
        "reinvsh",
        "shrsin",
        "shrsout",
        "stksplit",
        "grant",
        "vest",
        "expire",
        "reminder",
    ]
)
_UNITS_OUT = frozenset(["sell", "shtsell", "shrsout"])
_NO_UNITS = frozenset(["stksplit", "reminder"])


@dataclass(frozen=True, slots=True)
class Action:
    """An action such as ``Buy`` or ``SellX``; an ``X`` at its end says that the cash came from, or went to, another account."""

    name: str

    @property
    def _plain(self) -> str:
        return self.name if self.name in ("", "x") else self.name.removesuffix("x")

    @property
    def moves_cash(self) -> bool:
        """Whether cash went in or out; reinvested dividends and shares that are only moved leave it as it was."""
        return self._plain not in _NO_CASH

    def cash(self, total: Decimal) -> Decimal:
        """The cash that it moved, signed; ``Cash`` and ``Contrib`` have signs of their own."""
        if not self.moves_cash:
            return Decimal(0)
        return -abs(total) if self._plain in _CASH_OUT else total

    def units(self, quantity: Decimal | None) -> Decimal | None:
        """How many units came in (positive) or went out; a split states a ratio, which is none."""
        if quantity is None or self._plain in _NO_UNITS:
            return None
        return -abs(quantity) if self._plain in _UNITS_OUT else quantity
