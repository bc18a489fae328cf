"""Whether sentences tell of the other of two things that go in pairs: the way out for the way back, the tenant's notice for the landlord's."""

from __future__ import annotations

import re

from pkm.answer.planning.lookup import plain

_PAIRS = tuple(
    tuple(re.compile(rf"(?<!\w)(?:{side})(?!\w)") for side in pair)
    for pair in (
        (
            r"back|return(?:s|ing)?|inbound|homebound|zuruck|ruck(?:fahrt|flug|reise|weg)|retour",
            r"out(?:ward|bound)s?|hin(?:fahrt|flug|reise|weg)|aller",
        ),
        (r"\w*upload\w*|upstream|envoi|montant vers", r"\w*download\w*|downstream|telechargement"),
        (r"gross|\w*brutto\w*|brute?", r"net|\w*netto\w*|nette?"),
        (r"left|linke[nrms]?|links|gauche", r"right|rechte[nrms]?|rechts|droite?"),
        (
            r"(?:last|final)(?! (?:year|month|week|night|summer|winter|spring|autumn|time))|letzte[nrms]?(?! (?:jahr|monat|woche|sommer|winter|mal))|derniere?s?(?! (?:fois|annee|mois))",
            r"first|erste[nrms]?|premiere?s?",
        ),
        (r"minimum|min|at least|\w*mindest\w*", r"maximum|max|at most|no more than|\w*hochst\w*|maximal\w*"),
    )
)
_PARTIES = (
    (
        r"landlord|landlady|lessor|vermieter(?:in)?|bailleu(?:r|resse)",
        r"tenants?|lessees?|mieter(?:in|innen)?|locataires?",
    ),
    (r"employer|arbeitgeber(?:in)?|employeu(?:r|se)", r"employees?|arbeitnehmer(?:in)?|salariee?s?"),
    (
        r"insurer|versicherer|assureur",
        r"policy ?holders?|insured person|versicherungsnehmer(?:in)?|assuree?s?|souscripteur",
    ),
)
# Who does, may or must do something: "the Tenant may …", "Préavis du locataire : …".
_DOES = r"(?:may|must|shall|should|can|will|is|are|has|have|gives?|pays?|bears?|agrees?|undertakes?|kann|konnen|muss|mussen|darf|durfen|soll|sollen|hat|haben|leiste[nt]|zahl(?:t|en)|trag(?:t|en)|peut|peuvent|doit|doivent|verse(?:nt)?|paie(?:nt)?|a)"
_DEEDS = tuple(
    tuple(
        re.compile(
            rf"(?<!\w)(?:{side}) {_DOES}(?!\w)|(?<!\w)(?:by|durch(?: den| die)?|par(?: le| la)?|du|de la|of the|des|der|de l') ?(?:the )?(?:{side})(?!\w)"
        )
        for side in pair
    )
    for pair in _PARTIES
)
_NAMED = tuple(tuple(re.compile(rf"(?<!\w)(?:{side})(?!\w)") for side in pair) for pair in _PARTIES)


def is_opposite(question: str, told: str) -> bool:
    """Whether the text names only the other of a pair of which the question names one."""
    asked, said = plain(question), plain(told)
    for pair in _PAIRS:
        for one, other in (pair, pair[::-1]):
            if one.search(asked) and not other.search(asked) and other.search(said) and not one.search(said):
                return True
    for named, deeds in zip(_NAMED, _DEEDS, strict=True):
        for mine, others in ((0, 1), (1, 0)):
            is_asked = named[mine].search(asked) and not named[others].search(asked)
            if is_asked and deeds[others].search(said) and not named[mine].search(said):
                return True
    return False
