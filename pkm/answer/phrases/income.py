"""The sentences of what came in, as (English, German, French)."""

from __future__ import annotations

INCOME: dict[str, tuple[str, str, str]] = {
    "of_income": ("Of it: {parts}.", "Davon: {parts}.", "Dont : {parts}."),
}
