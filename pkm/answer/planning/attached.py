"""What a preposition ties to a question ("in person", "with my own money", "pour moi"), which the plan must hold.

Words of money and small words are no topic. Behind a preposition they are more than that: they say where, how or for whom. So
whatever stands there must be a thing that the plan holds, a time, an amount, or one of the few words that only measure or ask
("per month", "in total", "on the card"). Anything else would be dropped, and the figure be one of all bookings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pkm.answer.language import FUNCTION, Language, content, stems_of, vocabulary
from pkm.answer.planning import amounts, sayings
from pkm.answer.planning.anchors import SEASONS, UNITS
from pkm.answer.planning.everyday import RANK
from pkm.answer.planning.intent import says
from pkm.answer.planning.period import fold_in_place
from pkm.answer.planning.wording import any_of, folded, without_kind
from pkm.ledger import category
from pkm.ledger.words import stem

if TYPE_CHECKING:
    from pkm.answer.planning.plan import Plan
    from pkm.answer.planning.question import Question

_PREPOSITIONS: dict[Language, frozenset[str]] = {
    "en": vocabulary("with for by at in on from to into onto per near during via across"),
    "de": vocabulary("mit fur furs bei beim im in am an auf aufs von vom zu zum zur nach per pro je neben wegen trotz"),
    "fr": vocabulary("avec pour par chez en dans au aux sur vers"),
}
_TO_DO = vocabulary("see know get find check show list pay spend date now")  # "to pay" names nobody
_DIVIDING = vocabulary("by per pro je nach par across")
_DETERMINERS = folded("""
    the a an my our your his her its their this that these those any some all every each both such own
    der die das den dem des ein eine einen einem einer eines mein meine meinen meinem meiner unser unsere unseren unserem unserer
    sein seine seinen seinem ihr ihre ihren ihrem dieser diese dieses diesem diesen jede jeden jedem jeder alle allen aller
    l d le la les un une mon ma mes notre nos votre vos son sa ses leur leurs ce cet cette ces tout toute tous toutes
""")
# What only measures, ranks or asks, who the household is, and what names money or a record of it as such.
_MEASURES = folded("""
    total totals sum sums amount amounts percent quid red black plus minus once go everything something anything
    altogether first last latest one price line way account accounts card cards credit bank banks least most average
    summe summen betrag beträge gesamt schnitt mittel durchschnitt median prozent wenigsten meisten einmal stück rahmen rachen vergleich
    konto konten kontos karte karten kreditkarte alles etwas irgendetwas ersten letzten erstes letztes
    chacun chacune einzelne einzelnen
    montant montants moyenne médiane rouge vert rapport compte comptes carte cartes crédit banque première dernière premier dernier moins mieux ensemble
    table tabelle tableau chart things stuff sachen dinge choses trucs
    family household familie haushalt famille ménage category categories kategorie kategorien catégorie catégories
    annual annually yearly monthly quarterly weekly basis regularly cost costs kosten jährlich jährlichen monatlich monatlichen regelmäßig
    annuel annuelle annuels mensuel mensuelle mensuels régulièrement coût coûts
""")
_TOKEN = re.compile(r"[ld](?=['’])|[^\W_]+(?:[&.-][^\W_]+)*")
_BESIDE = re.compile(r" |['’]|-")
_OF = vocabulary("of de d du des der von")  # "contributions of the insurance" are of a thing
_AS_SUCH = vocabulary("money geld argent")
_FOR_ONESELF = any_of(
    "(?:for|fur|pour) (?:me|myself|mich|moi)|(?:was|were|is|are) mine|(?:est|sont|etait|etaient) a moi|gehor\\w+ mir|mir gehor\\w+"
)
_SHOWN = re.compile(
    r"^\W*(?:(?:please|bitte|kannst du|can you|could you|peux-tu) )*(?:show|list|break|give|find|sum|add|work|calculate|split|zeig|liste|rechne|gib|such|montre|donne|calcule|fais|ventile)"
)
# "With the phone", "mit den Kindern": who is paid bears no such name, so it says by what means or in whose company.
_MEANS = vocabulary("with mit avec")
_NO_PAYEE = {"internet & phone", "cash", "car", "children", "pets", "travel", "transport", "electronics"}
_BESIDES = re.compile(r"(?:together|along|zusammen|gemeinsam|ensemble|compar\w+|vergl\w+)\s*$")
_CASH = stems_of("cash bargeld liquide espèces")
_IN_CASH = vocabulary("in with by mit en par avec")


def is_lost(plan: Plan, asked: Question) -> bool:
    """Whether anything that a preposition ties to the question is neither held by the plan nor a mere measure."""
    text = fold_in_place(asked.rest)
    if _FOR_ONESELF.search(text) and not _SHOWN.match(text):
        return True
    return any(_is_dropped(plan, text, *each) for each in _tied(text, _PREPOSITIONS[plan.language]))


def _tied(text: str, prepositions: frozenset[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Each preposition, where it stands, with the words behind it up to a small word, a pause or what was taken out."""
    tokens = list(_TOKEN.finditer(text))
    for n, match in enumerate(tokens):
        if match.group() not in prepositions:
            continue
        told: list[str] = []
        end = match.end()
        for each in tokens[n + 1 :]:
            word = each.group()
            if not _BESIDE.fullmatch(text, end, each.start()):
                break
            end = each.end()
            if word in _DETERMINERS and not told:
                continue
            if word in FUNCTION and not (told and word in _OF):
                break
            told.append(word)
        if told and not (match.group() == "to" and told[0] in _TO_DO):
            yield match.start(), match.group(), told


def _is_dropped(plan: Plan, text: str, start: int, preposition: str, told: list[str]) -> bool:
    """Whether the words behind a preposition are dropped: none of them is held, or what is held does not stand for what was paid."""
    things = (*plan.either, *plan.without, *(plan.against.things if plan.against else ()))
    topic = {*plan.topic, *(each for thing in things for each in thing)}
    held = [each for each in told if not topic.isdisjoint(content(without_kind(each)))]
    if held:
        return _is_means(plan, text[:start], preposition, held)
    if preposition in _DIVIDING and (plan.group is not None or plan.per is not None):
        return False
    timed = plan.since is not None and not SEASONS.keys().isdisjoint(told)
    of_money = preposition in {"an", "en"} and not _AS_SUCH.isdisjoint(told)
    return not (
        timed or of_money or amounts.currency_of(" ".join(told)) is not None or any(_is_measure(each) for each in told)
    )


def _is_means(plan: Plan, before: str, preposition: str, held: list[str]) -> bool:
    """Whether the words say by what means or in whose company something was paid, and not whom or for what."""
    if plan.against is not None or plan.versus is not None or _BESIDES.search(before):
        return False
    if preposition in _IN_CASH and _CASH.issuperset(map(stem, held)):
        return not says(before + plan.question.casefold(), sayings.WITHDRAWN)
    return preposition in _MEANS and all(category.named(each) in _NO_PAYEE for each in held)


def _is_measure(word: str) -> bool:
    return (
        word in _MEASURES
        or word in UNITS
        or word in _RANKS
        or word.endswith(("sten", "ster"))
        or says(word, sayings.MOVED_NOUNS, sayings.INCOME_NOUN, sayings.SPENDING_NOUN, sayings.REFUNDS)
    )


_RANKS = folded(RANK)
