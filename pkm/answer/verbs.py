"""Verbs of questions to papers: what is done to a thing counts less than the thing, and takes many forms.

A paper on the matter often says with another verb what the question says with this one ("Where do I hand in the key?", "The
key is to be returned to …"), or makes a noun of it. German takes its verbs apart: ``abholen`` is ``holt … ab``,
``abgeholt`` and ``abzuholen``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from pkm.answer.language import FUNCTION, alike, detect, stems_of
from pkm.ledger.words import fold, stem, words

MIN_ROOT = 3
_NOUN = "ings"  # "fillings" are no filling of anything

_COMMON = stems_of(
    """add apply ask attend begin begins commence belong book borrow break bring brought build bury buy carry catch change check choose claim clear
    close collect contact count cover deal decide deduct deliver drink drive drop eat enter exceed fall feed fetch fetched fill fix follow
    fit give hand handle happen hear help hire hold hurt include included inform insist join keep kept last lay lead leave left lend lie
    live look lose lost meet mention miss missed misses move moved need object offer open order owe own pick picked place plan play
    prepare prevent promise put raise reach receive recommend register remain remove rent repair replace reply report return
    returned ring run sell send serve set share sit sleep spend stand start stay stop store suggest supply switch taking teach tell throw
    touch train travel treat try turn turned use used wait wake walk watch wear wish work
    accepter acheter commencer commence débuter débute aider ajouter amener annoncer appeler apporter attendre changer chercher choisir commander compter conserver
    demander dire donner durer emmener emprunter envoyer fournir garder laisser livrer mettre montrer occuper ouvrir parler partir
    payer perdre porter prendre presenter prevenir quitter ranger recevoir recuperer remettre remplacer rendre rends rendu rester
    reprendre fournit fournir court courir retirer retiree retire servir signer sortir suivre toucher trouver utiliser venir verser"""
)
_PARTICLES = (
    "zusammen", "zuruck", "herunter", "hinunter", "heraus", "hinaus", "herein", "hinein", "weiter", "durch", "fertig", "vorbei", "unter", "uber", "nach", "fest", "fort", "frei", "vor", "weg", "her", "hin", "los", "mit", "auf", "aus", "bei", "dar", "ein", "ab", "an", "um", "zu",
)  # fmt: skip
_TAKEN_APART = re.compile(
    rf"({'|'.join(_PARTICLES)})?(?:ge|zu)?(\w{{{MIN_ROOT},}}?)(?:ier)?(?:en|et|te|ten|est|st|t|n|e)?"
)
_JOINED = {"zuruck": "ruck"}  # "zurückzahlen", "Rückzahlung"


def of_question(question: str) -> Mapping[str, str]:
    """The stems of a question's verbs, each with its root: in German all that is written small; empty roots elsewhere."""
    told = [each for each in re.findall(r"[^\W\d_]+", question) if fold(each) not in FUNCTION]
    if detect(question) == "de":
        return {stem(fold(each)): root(fold(each)) for each in told if each[0].islower()}
    nouns = (each for each in told if not each.endswith(_NOUN))
    return {own: "" for each in nouns if (own := stem(fold(each))) in _COMMON}


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """What the forms of a folded German verb share, with what is parted from it in a sentence: ``abhol``."""
    match = _TAKEN_APART.fullmatch(word)
    if match is None:
        return word
    particle, rest = match.groups(default="")
    rest = rest[:-1] if len(rest) > MIN_ROOT and rest[-1] == rest[-2] else rest
    return _JOINED.get(particle, particle) + rest


def is_said(verb: str, text: str, stems: AbstractSet[str]) -> bool:
    """Whether a text says a German verb, given by its root, in any of its forms, taken apart, or as a noun.

    Args:
        stems: Those of the text's words.
    """
    if len(verb) <= MIN_ROOT:
        return False
    if verb in stems or any(alike(verb, each) for each in stems):
        return True
    small = {fold(each) for each in re.findall(r"(?<![^\W])[^\W\d_A-ZÄÖÜ][^\W\d_]*", text)}
    roots = {root(each) for each in small if each not in FUNCTION}
    if verb in roots:
        return True
    particle = next((each for each in _PARTICLES if verb.startswith(_JOINED.get(each, each))), "")
    rest = verb.removeprefix(_JOINED.get(particle, particle))
    return bool(particle) and particle in words(text) and len(rest) >= MIN_ROOT and rest in roots
