"""Whether a value is said of what a sentence says it is of: the deposit's amount does not prove what the rent is.

That a passage states an amount proves little: of ten amounts that stand in the passages of a question nine are of something
else. What is claimed of it must be said where it stands: in its sentence, in the one before, or above, in the heading, the head
of the table and the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from pkm.answer.language import GENERIC_STEMS, content, stems_of
from pkm.answer.planning.anchors import UNITS
from pkm.answer.planning.lookup import KIND_WORDS, plain
from pkm.answer.quoting import sentences, values
from pkm.answer.quoting.coverage import stated, stems
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.frames import is_title, without_stamps
from pkm.answer.quoting.standing_lines import title_end
from pkm.answer.quoting.values import Values
from pkm.answer.quoting.wish import months

SAID = 0.3  # of what is claimed of a value, which the paper says at all
BEFORE, BEFORE_IN_CHAT = 1, 3  # sentences, messages

# What belongs to a value and says nothing of what it is.
_OF_VALUES = frozenset(stems_of(" ".join(UNITS))) | stems_of(
    "eur euro euros chf franc francs franken usd dollar dollars gbp pound pounds cent cents centimes percent prozent pourcent o'clock uhr heure heures hour hours stunde stunden minute minutes minuten"
    " amount amounts totals is equals beträgt betragen belaufen beläuft montant s'élève élève lautet"
)

# Of when a paper or a message was written.
_OF_PAPER = stems_of(
    "dated date wrote write written writes writing sent sends send mail email e-mail letter message notice invoice invoiced bill receipt statement issued announced announces informed told said says reported asked replied confirmed confirms signed posted"
    " datum datiert vom schrieb schreibt geschrieben schreiben gesendet gesandt geschickt schickte mail e-mail brief nachricht mitteilung rechnung beleg auszug ausgestellt angekündigt kündigte mitgeteilt teilte sagte gesagt meldete fragte gefragt antwortete bestätigt bestätigte unterschrieben"
    " daté datée écrit écrivait écrite envoyé envoyée envoie mail courriel lettre message avis facture reçu relevé émis émise annoncé annonce informé dit demandé répondu confirmé confirme signé signée"
)

_MAY = r"(?:may|can|could|allowed|permitted|possible|darf|durfen|kann|konnen|erlaubt|gestattet|moglich|peut|peuvent|pouvez|permis\w*|autoris\w+)"
_NOT = r"(?:not|never|no|none|nobody|nor|neither|\w+n't|nicht|kein\w*|nie|niemals|niemand|weder|pas|jamais|aucune?|ni|personne)"
_BARRED = r"(?:cannot|forbidden|prohibited|excluded|banned|verboten|untersagt|ausgeschlossen|unzulassig|interdit\w*|exclu\w*|defendu\w*)"
_DENIES = re.compile(rf"(?<!\w)(?:{_NOT}|{_BARRED}|without|ohne|sans)(?!\w)")
_PERMITS = re.compile(rf"(?<!\w){_MAY}(?!\w)")
# What is allowed under a condition may be told as what is forbidden without it.
_LIMITS = re.compile(
    r"(?<!\w)(?:only|unless|except|if|with|consent|approval|nur|ausser|sofern|wenn|falls|mit|zustimmung|erlaubnis|sauf|si|avec|accord|autorisation)(?!\w)"
)


def is_attributed(said: str, passages: Sequence[Passage]) -> bool:
    """Whether each value of a sentence stands, in one of the passages, where that says what the sentence says of it."""
    things = frozenset(each for each in content(said) if not each.isdigit()) - _OF_VALUES - months()
    is_of_paper = not _OF_PAPER.isdisjoint(stems(said))
    return not things or all(
        any(_is_said(value, things, each, is_of_paper) for each in passages) for value in _each(values.read(said))
    )


def reverses(said: str, passages: Sequence[Passage]) -> bool:
    """Whether a sentence denies where nothing is denied, or permits what is only denied."""
    claim, source = plain(said), plain("\n".join(each.text for each in passages))
    if _DENIES.search(claim):
        return _DENIES.search(source) is None
    if not _PERMITS.search(claim) or _LIMITS.search(claim) or any(map(str.isdigit, said)):
        return False  # "no more than three pets are permitted" permits three
    return not any(_PERMITS.search(each) and not _DENIES.search(each) for each in _sentences(source))


def _each(claimed: Values) -> Iterator[Values]:
    """The values one by one."""
    yield from (Values((each,), (), ()) for each in claimed.days)
    yield from (Values((), (each,), ()) for each in claimed.numbers)
    yield from (Values((), (), (each,)) for each in claimed.codes)


def _is_said(value: Values, things: AbstractSet[str], passage: Passage, is_of_paper: bool) -> bool:
    """Whether the passage states the value where any of the things is said.

    That its title says them is enough where no other value of its sort stands where they are said. What stands in the paper's head,
    or in a message's stamp, is said of the paper.
    """
    document, telling = passage.document, things - GENERIC_STEMS - KIND_WORDS or things
    above = document.text[: max(document.header_end, title_end(document))]
    titled = stated(things, f"{passage.title}\n{above}")
    if len(telling & (titled | stated(things, passage.text))) < SAID * len(telling):
        return False
    if not values.missing(value, values.read(passage.title)):
        return True
    if is_of_paper and not values.missing(value, values.read(f"{above}\n{document.date or ''}")):
        return True
    told, beside = [], []
    for said, around in _places(passage):
        own = said if is_of_paper else without_stamps(said)
        stated_there = values.read(own)
        if not values.missing(value, stated_there, own):
            told.append(stated(things, around))
        elif _is_of_sort(value, stated_there):
            beside.append(stated(things, around) & telling - titled)
    return any(told) or (bool(told) and len(telling & titled) >= SAID * len(telling) and not any(beside))


def _places(passage: Passage) -> Iterator[tuple[str, str]]:
    """Each sentence below a mail's header, and it with what stands above it and with those before it that say of what it is: they state no value."""
    text = passage.text[max(0, passage.document.header_end - passage.char_start) :]
    spans = sentences.split(text)
    heads = sentences.table_heads(text, spans)
    back = BEFORE_IN_CHAT if passage.document.kind == "message" else BEFORE
    above, before = "", list[str]()
    for n, (start, end) in enumerate(spans):
        said = text[start:end]
        own = without_stamps(said)
        if is_title(own):
            above, before = own, []
        head = text[slice(*spans[heads[n]])] if n in heads else ""
        yield said, "\n".join([above, head, *before, own])
        stated_there = values.read(own)
        is_silent = not (stated_there.days or stated_there.numbers or stated_there.codes)
        before = [*before, own][-back:] if is_silent else []


def _is_of_sort(value: Values, other: Values) -> bool:
    """Whether there is a value of the same sort."""
    return bool((value.days and other.days) or (value.numbers and other.numbers) or (value.codes and other.codes))


def _sentences(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in sentences.split(text))
