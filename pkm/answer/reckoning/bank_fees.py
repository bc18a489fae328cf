"""What a bank takes for itself, and what it pays: fees of its own, not whatever a booking calls a fee or a charge, and interest."""

from __future__ import annotations

from collections.abc import Collection

from pkm.answer.language import stems_of
from pkm.answer.planning.wording import any_of
from pkm.ledger.words import fold

CATEGORY = "fees & interest"

_SAID = any_of(r"""
    bank(?:ing|'s|s)? (?:account )?(?:fees?|charges?|costs?)|(?:fees?|charges?) (?:did|does|do|has|have|from|by|of|to) (?:the|my|our) banks?|(?:fees?|charges) (?:on|of|for|from) (?:\S+ ){1,3}account
    (?:gebuhren|spesen|entgelte) (?:\S+ ){1,3}\w*konto\w*|bankgebuhr(?:en)?|bankspesen|bankentgelte?|bankkosten|kontogebuhr(?:en)?|kontospesen|(?:gebuhren|spesen|entgelte) (?:der|von der|an die|bei der) bank
    frais (?:du|de|sur) (?:\S+ ){0,2}compte
    frais (?:bancaires?|de (?:la )?banque|de (?:tenue de )?compte)
""")
_WORDS = stems_of("""
    bank banks banking account fee fees charge charges cost costs take takes took taken
    bankgebühr bankgebühren bankspesen bankentgelt bankentgelte bankkosten kontogebühr kontogebühren kontospesen gebühr gebühren spesen entgelt entgelte konto
    frais bancaire bancaires banque tenue compte prélevé prélevés
""")
_FEES = stems_of("fee fees gebühr gebühren spesen entgelt entgelte")  # nothing else is said of whose they are


def are_said(question: str) -> bool:
    """Whether a question speaks of a bank's fees."""
    return _SAID.search(fold(question)) is not None


def are_meant(question: str, topic: Collection[str]) -> bool:
    """Whether a question asks for a bank's fees and for nothing beside them."""
    said = are_said(question) and _WORDS.issuperset(topic)
    return said or (bool(topic) and _FEES.issuperset(topic))


_NAMED = any_of(r"fees?|gebuhr(?:en)?|spesen|entgelte?|frais(?! d(?:e|'))")


def are_named(question: str) -> bool:
    """Whether fees are spoken of, where nothing but an account is: "what fees does TD take"."""
    return _NAMED.search(fold(question)) is not None


_PLACES = stems_of("bank banks banque account konto savings sparkonto compte livret")
_INTEREST = stems_of("interest zins zinsen zinserträge zinsertrag zinseinnahmen habenzinsen intérêt intérêts") | _PLACES
INTEREST_FORMS = ("zins%", "%zins", "inter", "interest%", "interet%")  # of stems, as "like" reads them


def is_interest(topic: Collection[str]) -> bool:
    """Whether interest is asked for and nothing beside it but where it is paid."""
    return _INTEREST.issuperset(topic) and not _PLACES.issuperset(topic)
