"""Of whom a sentence speaks that says "my": of who wrote it, and not of who asks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pkm.answer.language import content
from pkm.answer.planning.lookup import plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.extract import Extract, choose

MOST = 5  # passages that are of somebody else, before it is given up
_WHOSE = r"(?:my|mine|our|mein\w*|unser\w*|mon|ma|mes|notre|nos)"
_MY = re.compile(r"(?<!\w)(?:my|mine|mein\w*|mon|ma|mes)(?!\w)")
_MINE = re.compile(rf"(?<!\w)(?:{_WHOSE}|i|we|ich|mir|wir|uns|je|nous)(?!\w)|(?<!\w)j'")
_POSSESSED = re.compile(rf"(?<!\w){_WHOSE} ((?:[\w-]+ ){{0,2}}[\w-]+)")
_YOURS = re.compile(
    r"(?<!\w)(?:yours?|you|ihre?[nmrs]?|ihnen|sie|dein\w*|du|dir|dich|euch|eu(?:er|re)\w*|votre|vos|vous|ton|ta|tes|tu|toi)(?!\w)"
)
_KIN = re.compile(
    r"(?<!\w)(?:(?:mum|mom|dad|gran|granny|grandma|grandpa|aunt|uncle)(?:'s)?|(?:papa|mama|oma|opa)s?|(?:maman|mamie|papi|papy)|(?:my|mein\w*|mon|ma) (?:mother|father|brother|sister|son|daughter|friend|mutter|vater|bruder|schwester|sohn|tochter|freund\w*|mere|pere|frere|soeur|fils|fille|amie?)\w*(?:'s)?)(?!\w)"
)
# Of whom one asks as one's own, and who says "my" of what is asked: "our landlord's IBAN".
_OTHERS = re.compile(
    rf"(?<!\w){_WHOSE} (?:[\w-]+ ){{0,2}}?(?:landlords?|landlady|doctor|dentist|employer|boss|bank|insurer|insurance company|teacher|lawyer|accountant|plumber|neighbou?r|agent|supplier|provider|school|club"
    rf"|vermieter|(?:haus|zahn|kinder|tier)?arzt|(?:haus|zahn|kinder|tier)?arztin|arbeitgeber|chef|bank|versicherer|versicherung|lehrer|anwalt|steuerberater|nachbar|hausverwaltung|verwalter|verwaltung|makler|anbieter|schule|kita|verein|klempner"
    rf"|bailleur|proprietaire|medecin|dentiste|employeur|patron|banque|assureur|avocat|comptable|voisin|syndic|agence|fournisseur|ecole|creche|plombier)\w{{0,3}}(?!\w)"
)
_FROM = re.compile(r"^From: *(.+)$", re.MULTILINE)
_TO = re.compile(r"^(?:To|Cc): *(.+)$", re.MULTILINE)
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
_SPEAKER = re.compile(r"(?m)^[^\n]*?(?:- |\] |\d )([^:\n\d]{2,40}): ")


def choose_own(plan: Plan, passages: Sequence[Passage], names: Collection[str]) -> list[Extract]:
    """``choose``; where one's own is asked for, nothing that others say of themselves. ``names`` are those of the home's persons."""
    if not _MINE.search(plain(plan.question)):
        return choose(plan, passages)
    left = [*passages]
    for _ in range(MOST):
        found = choose(plan, left)
        others = [each.passage for each in found if _is_of_another(plan, each, passages, names)]
        if not others:
            return found
        left = [each for each in left if each not in others]
    return []


def _is_of_another(plan: Plan, extract: Extract, passages: Sequence[Passage], names: Collection[str]) -> bool:
    text = extract.passage.document.text[extract.char_start : extract.char_end]
    told, asked, kind = plain(text), plain(plan.question), extract.passage.document.kind
    if _MY.search(asked) and _KIN.search(told) and not _KIN.search(asked):
        return True
    if kind == "email":
        is_own = _says_own(plan, told) and not _YOURS.search(told)
        return is_own and not _is_of_home(extract.passage, passages, names)
    speakers = {*content(" ".join(_SPEAKER.findall(text)))} if kind == "message" and names else set()
    return bool(speakers) and _MINE.search(told) is not None and speakers.isdisjoint(content(" ".join(names)))


def _says_own(plan: Plan, told: str) -> bool:
    """Whether a sentence calls what is asked for its writer's own: "my new car insurance", and not "my account" of a landlord's."""
    if _OTHERS.search(plain(plan.question)):
        return False
    said, asked = (content(" ".join(_POSSESSED.findall(each))) for each in (told, plain(plan.question)))
    return bool(stated(said, plan.question)) and (not asked or bool(stated(asked, told)))


def _is_of_home(mail: Passage, passages: Sequence[Passage], names: Collection[str]) -> bool:
    """Whether somebody of the home wrote a mail: one of these names, or an address to which others of these mails went."""
    sender = next(iter(_FROM.findall(mail.document.text[: mail.document.header_end])), "")
    if not {*content(" ".join(names))}.isdisjoint(content(sender.partition("<")[0])):
        return True
    addresses = {each.casefold() for each in _ADDRESS.findall(sender)}
    heads = [
        each.document.text[: each.document.header_end] for each in passages if each.document.id != mail.document.id
    ]
    reached = {one.casefold() for head in heads for line in _TO.findall(head) for one in _ADDRESS.findall(line)}
    return not sender or not addresses.isdisjoint(reached)
