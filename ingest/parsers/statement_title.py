"""What a file of account statements is called: by its accounts, as far as they can be read at a glance."""

from __future__ import annotations

from collections.abc import Iterable

from pkm.models import ParsedStatement

NAMED = 3  # accounts of a title; the others are counted


def title_of(statements: Iterable[ParsedStatement], otherwise: str) -> str:
    """``Statement of A, B, C and 4 more``; ``otherwise`` where no account is known."""
    accounts = list(dict.fromkeys(each.account for each in statements if each.account))
    more = f" and {len(accounts) - NAMED} more" if len(accounts) > NAMED else ""
    return f"Statement of {', '.join(accounts[:NAMED])}{more}" if accounts else otherwise
