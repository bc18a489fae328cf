"""The sentences of what came in, as (English, German, French)."""

from __future__ import annotations

INCOME: dict[str, tuple[str, str, str]] = {
    "other_income": (
        "Not counted as earned: {amount} ({category}).",
        "Nicht als verdient gezählt: {amount} ({category}).",
        "Non compté comme gagné : {amount} ({category}).",
    ),
}
