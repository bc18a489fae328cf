"""Whether a value is said of what a sentence says it is of: the deposit's amount does not prove what the rent is.

That a passage states an amount proves little: of ten amounts that stand in the passages of a question nine are of something
else. What is claimed of it must be said where it stands: in its sentence, in the one before, or above, in the heading, the head
of the table and the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from pkm.answer.language import FUNCTION, GENERIC_STEMS, content, stems_of
from pkm.answer.planning.lookup import KIND_WORDS, plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import sentences, values
from pkm.answer.quoting.coverage import stated, stems, weigh
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.frames import is_title, without_stamps
from pkm.answer.quoting.standing_lines import title_end
from pkm.answer.quoting.values import Values
from pkm.answer.quoting.wish import months
from pkm.answer.rivals import Said, is_empty, is_named_elsewhere, is_of_sort, is_outdone, segments
from pkm.ledger.words import fold, stem

DENIED = 0.6  # of what is denied
SAID = 0.3  # of what is claimed of a value, which the paper says at all
BEFORE, BEFORE_IN_CHAT = 1, 3  # sentences, messages

# What belongs to a value and says nothing of what it is.
OF_VALUES = stems_of(" ".join(values.MEASURES)) | stems_of(
    "pourcent o'clock uhr once twice daily weekly monthly yearly annual annually täglich wöchentlich monatlich jährlich mensuel mensuelle mensuels annuel annuelle annuels"
    " pro since least most amount amounts totals is equals beträgt betragen betrug betrugen belaufen beläuft montant s'élève élève lautet"
)

# Of when a paper or a message was written.
_OF_PAPER = stems_of(
    "dated date wrote write written writes writing sent sends send mail email e-mail letter message notice invoice invoiced bill receipt statement issued announced announces informed told said says reported asked replied confirmed confirms signed posted"
    " datum datiert vom schrieb schreibt geschrieben schreiben gesendet gesandt geschickt schickte mail e-mail brief nachricht mitteilung rechnung beleg auszug ausgestellt angekündigt kündigte mitgeteilt teilte sagte gesagt meldete fragte gefragt antwortete bestätigt bestätigte unterschrieben"
    " daté datée écrit écrivait écrite envoyé envoyée envoie mail courriel lettre message avis facture reçu relevé émis émise annoncé annonce informé dit demandé répondu confirmé confirme signé signée"
)

_NAME = re.compile(r"(?<![\w.])[A-ZÀ-Þ][\w’'-]+")
_GREETED = stems_of("mr mrs ms dr prof herr herrn frau mme madame monsieur fa firma gmbh ltd company cabinet") | {
    stem(each) for each in FUNCTION
}

_MAY = r"(?:may|can|could|allowed|permitted|possible|darf|durfen|kann|konnen|erlaubt|gestattet|moglich|peut|peuvent|pouvez|permis\w*|autoris\w+)"
_NOT = r"(?:not|never|no|non|none|nobody|nor|neither|\w+n't|nicht|kein\w*|nie|niemals|niemand|weder|pas|jamais|aucune?|ni|personne)"
_BARRED = r"(?:cannot|forbidden|prohibited|excluded|banned|verboten|untersagt|ausgeschlossen|unzulassig|interdit\w*|exclu\w*|defendu\w*)"
_DENIES = re.compile(rf"(?<!\w)(?:{_NOT}|{_BARRED}|without|ohne|sans)(?!\w)")
_PERMITS = re.compile(rf"(?<!\w){_MAY}(?!\w)")
# What is allowed under a condition may be told as what is forbidden without it.
_LIMITS = re.compile(
    r"(?<!\w)(?:only|unless|except|if|with|consent|approval|nur|ausser|sofern|wenn|falls|mit|zustimmung|erlaubnis|sauf|si|avec|accord|autorisation)(?!\w)"
)


def things(said: str) -> frozenset[str]:
    """Stems of what words speak of: no values and what belongs to them."""
    return frozenset(each for each in content(said) if not re.search(r"\d", each)) - OF_VALUES - months()


def is_attributed(said: str, passages: Sequence[Passage], plan: Plan) -> bool:
    """Whether each value of a sentence stands, in one of the passages, where that says what the sentence says of it.

    Where it does not say what it is of ("It is 50 euros"), it is of what was asked.
    """
    of_all, is_of_paper = frozenset() if _is_silent(said) else things(said), not _OF_PAPER.isdisjoint(stems(said))

    def is_borne_out(value: Values, part: str, passage: Passage) -> bool:
        if of_all and not _is_said(value, of_all, passage, is_of_paper):
            return False
        if (is_of_paper and value.days) or sum(is_of_sort(value, each) for each in values.read(part).each()) > 1:
            return True  # which words are said of which value, nothing tells
        claimed = weigh([*((things(part) or of_all or frozenset(plan.topic)) - stated(of_all, passage.title))])
        return not is_outdone(value, claimed, said, _said(passage), _is_silent)

    if "who" in plan.expected and all(_is_of_somebody_else(said, plan, each) for each in passages):
        return False
    return all(
        any(is_borne_out(value, part, each) for each in passages)
        for part, stating in segments(said, _is_silent)
        for value in stating.each()
    )


def _is_of_somebody_else(said: str, plan: Plan, passage: Passage) -> bool:
    """Whether a passage says more of what was asked, and is claimed of somebody, where it does not name him."""
    names = {stem(fold(each)) for each in _NAME.findall(said)} - set(plan.topic) - _GREETED
    claimed = weigh([*(things(said) & set(plan.topic) - stated(plan.topic, passage.title))])
    sentences = _said(passage)
    return not any(each.is_turn for each in sentences) and is_named_elsewhere(names, claimed, sentences)


def is_denied(said: str, passages: Sequence[Passage]) -> bool:
    """Whether a sentence denies what one of a passage's denies, beside what the title says."""
    claimed = things(said)
    return _DENIES.search(plain(said)) is not None and any(
        stated(claimed - (titled := stated(claimed, passage.title)), each.text)
        and len(titled | stated(claimed, each.around)) >= DENIED * len(claimed)
        and _DENIES.search(plain(each.text))
        for passage in passages
        for each in _said(passage)
    )


def _is_silent(words: str) -> bool:
    return not things(words) - GENERIC_STEMS


def reverses(said: str, passages: Sequence[Passage]) -> bool:
    """Whether a sentence denies where nothing is denied, or permits what is only denied."""
    claim, source = plain(said), plain("\n".join(each.text for each in passages))
    if _DENIES.search(claim):
        return _DENIES.search(source) is None
    if not _PERMITS.search(claim) or _LIMITS.search(claim) or any(map(str.isdigit, said)):
        return False  # "no more than three pets are permitted" permits three
    return not any(_PERMITS.search(each) and not _DENIES.search(each) for each in _sentences(source))


def _is_said(value: Values, claimed: AbstractSet[str], passage: Passage, is_of_paper: bool) -> bool:
    """Whether the passage states the value where any of the things is said.

    That its title says them is enough where no other value of its sort stands where they are said. What stands in the paper's head,
    or in a message's stamp, is said of the paper.
    """
    document, telling = passage.document, claimed - GENERIC_STEMS - KIND_WORDS or claimed
    above = document.text[: max(document.header_end, title_end(document))]
    titled = stated(claimed, f"{passage.title}\n{above}")
    if len(telling & (titled | stated(claimed, passage.text))) < SAID * len(telling):
        return False
    if not values.missing(value, values.read(passage.title)):
        return True
    if is_of_paper and not values.missing(value, values.read(f"{above}\n{document.date or ''}")):
        return True
    told, beside = [], []
    for each in _said(passage):
        own = each.stamped if is_of_paper else each.text
        stated_there = values.read(own, document.date)
        if not values.missing(value, stated_there, own):
            told.append(stated(claimed, each.around))
        elif any(is_of_sort(value, other) for other in stated_there.each()):
            beside.append(stated(claimed, each.around) & telling - titled)
    return any(told) or (bool(told) and len(telling & titled) >= SAID * len(telling) and not any(beside))


@lru_cache(maxsize=16)
def _said(passage: Passage) -> tuple[Said, ...]:
    """Each sentence below a mail's header, with what stands above it and those before it that say of what it is: they state no value."""
    text = passage.text[max(0, passage.document.header_end - passage.char_start) :]
    spans = sentences.split(text)
    heads = sentences.table_heads(text, spans)
    is_turn = passage.document.kind == "message"
    above, before, found = "", list[str](), list[Said]()
    for n, (start, end) in enumerate(spans):
        said = text[start:end]
        own = without_stamps(said)
        if is_title(own):
            above, before = own, []
        head = text[slice(*spans[heads[n]])] if n in heads else ""
        found.append(Said(own, said, f"{above}\n{head}", "\n".join(before), bool(head), is_turn, passage.document.date))
        back = BEFORE_IN_CHAT if is_turn else BEFORE
        *stating, last = segments(own, _is_silent)
        before = [*(before if not stating else ()), last[0]][-back:] if is_empty(last[1]) else []
    return tuple(found)


def _sentences(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in sentences.split(text))
