"""Words of a question in English, German and French: content words, light stems, household synonyms.

Stems only have to agree among the forms of one word; they are never shown. Synonyms join what a household calls by
many names, in three languages, so that a question finds a booking or a clause that was written with another word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from pkm import lexicon
from pkm.ledger.words import SUFFIXES, fold, stem, words

Language = Literal["en", "de", "fr"]

MIN_COMPOUND = 5
MIN_PART = 4
MIN_REST = 3
_SHORT_PARTS = frozenset({"abo", "bad", "bus", "gas", "kfz"})  # with which compounds begin though they are short


def vocabulary(text: str) -> frozenset[str]:
    """The words of a table that is written as text, as they stand there."""
    return frozenset(text.split())


FUNCTION_WORDS: dict[Language, frozenset[str]] = {
    "en": vocabulary(
        """a about above after again all also am an and any are aren't as at be been before being below between both but
        by can cannot could did didn't do does doesn't doing don't down during each else ever every few for from further
        get give given gets got had has have having he her here hers herself him himself his how i i'd i'm i've if in
        into is isn't it it's its itself just let like long many may me might mine more most much must my myself need no
        nor not now of off often on once only or other ought our ours out over own per please say says said shall she
        should show since so some soon still such tell than that that's the their theirs them then there these they this those
        through to too under until up us use very was wasn't we we'll we're we've were what what's when when's where where's
        which while who who's whom whose why will with within without would yet you your yours come comes came go goes
        went make makes made take takes took know find look back
        write writes wrote written told mentioned reply replied"""
    ),
    "de": vocabulary(
        """aber alle allem allen aller alles als also am an ander andere auch auf aus bei beim bin bis bist bitte da damit
        dann das dass dein deine dem den denn der des dessen die dies diese diesem diesen dieser dieses doch dort du
        durch ein eine einem einen einer eines er es etwas euch euer gab gaben eure für ganz gar gegen gehabt gewesen gib gibt habe
        haben hat hatte hatten hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder
        jedes kann kannst kein keine keinen kommt komme kommen kam können könnte lang lange lauten lautet man mehr mein meine meinem meinen meiner mich mir
        mit muss müssen nach nicht noch nun nur ob oder ohne sagt sage sehr sein seine seinem seinen seiner seit sich sie
        sind so soll sollen sollte sonst steht um und uns unser unsere unserem unseren unserer unter viel viele vielen
        vom von vor wann war waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werde werden
        wessen wie wieder wieviel will wir wird wo woher wohin wollen wurde wurden zeige zu zum zur zwischen heißt heißen
        geschrieben gesagt laut mal sagte sagten schreibt schrieb schrieben über"""
    ),
    "fr": vocabulary(
        """à ai ainsi ait alors après as au aucun aussi autre aux avant avec avoir avons avez ce ceci cela ces cet cette
        ceux chaque chez ci comme comment d dans de des doit donc dont du elle elles en encore entre est et étaient était
        été être eu eux fait faire faut fut il ils j je jusqu jusque l la le les leur leurs lors lui m ma mais me même
        mes moi mon n ne ni nos notre nous on ont ou où par pas pendant peu peut peux pouvons pour pourquoi puis qu quand
        que quel quelle quelles quels qui quoi s sa sans se sera ses si soit son sont sous suis sur t ta te tes toi ton
        tous tout toute toutes très tu un une venir vient viennent vos votre vous y combien depuis dois
        dit disait écrit écrivait selon"""
    ),
}  # fmt: skip

SYNONYMS = lexicon.lines("bookings")

# What documents call by each other's names and bookings keep apart: the fee is not the insurance premium.
LOOSE = """
charge fee gebühr kosten kostet cost price preis prix coût frais tarif tariff
premium prämie prime kosten kostet cost price preis prix coût
electricity power
restaurant essen
"""

# A word and what belongs to it, one way: an electricity bill is a utility's, not the other way round.
NARROWER = """
child kind enfant benefit allocations: kindergeld familienbeihilfe kinderbeihilfe
kindergeld: familienbeihilfe kinderbeihilfe familienzulage kinderzulage
power: electricity
utilities nebenkosten: electricity gas heating water internet
telecommunications: phone internet
phone mobile telefon handy téléphone: ee o2 gomo giffgaff smarty voxi lebara lycamobile congstar klarmobil fraenk winsim spusu yesss sosh verizon wingo yallo koodo
courses: groceries
drogerie drugstore droguerie: bipa rossmann dm
food essen nourriture: groceries restaurant bakery
"""

# Words that any record may hold: alone they do not say what is asked for, so they weigh little (see extract.py).
GENERIC = """
amount betrag montant balance bank booking buchung contract vertrag contrat cost costs kosten kostet gekostet coût date datum day days tag
tage jour jours document documents dokument due email file home information last letter list mail message money geld
argent month months monat monate mois name names nom new neue neu nouveau number nummer numéro our paid pay payment
payments zahlung paiement people period person price preis prix record records say service some sum summe thing things time times
today total much wie viel current currently aktuell derzeit momentan jetzt actuel actuellement maintenant year years jahr jahre an année ans week weeks woche semaine
possible gilt gelten dauert dauern dauerte ergab ergibt empfiehlt empfehlen suggest suggests suggested recommend recommends
recommended demand demands sollte sollten need needs needed want wants wanted ask asks asked going conversation chat courriel
courriels darf dürfen dürft durfte dürfte brauche brauchen braucht wegen bevor nächste nächster nächsten letzte letzter letzten prochain prochaine
high hoch hour heure uhr uhrzeit spätestens frühestens oft want according state apply applies show name mean mention concern concerning earliest latest early late first second end start state status kind type ab long far soon exactly exact
happen happens happened passiert passieren geschieht passe fast extra both beide beiden together zusammen machen gemacht macht
tun getan done doing liegt liegen befindet befinden findet stattfindet statt steht stehen located situated held lieu trouve temps consider
belong belongs gehört gehören gehörte appartient appartiennent level zahlt zahlen bezahlt bezahlen bears bear trägt paie payer
bekommen bekommt bekam bekamen kriegt kriegen erhalten erhält erhielt receive receives received reçoit reçoivent touche perçoit geht gehen dabei wert werte value values valeur
faut droit allowed erlaubt gestattet permis because case falls cas valid gültig valable according actually eigentlich
"""


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words of a table."""
    return frozenset(stem(fold(each)) for each in vocabulary(text))


FUNCTION = frozenset(fold(each) for group in FUNCTION_WORDS.values() for each in group)
GENERIC_STEMS = stems_of(GENERIC)


def _synonym_table(*lines: str) -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in lines:
        group = stems_of(line)
        for each in group:
            table[each] = table.get(each, frozenset()) | group
    return table


_ALL_LINES = [*SYNONYMS, *LOOSE.strip().splitlines(), *lexicon.lines("forms")]
_LISTED = frozenset(fold(each) for line in _ALL_LINES for each in line.split())
_STRICT = _synonym_table(*SYNONYMS)
_TABLE = _synonym_table(*_ALL_LINES)
_PAPER_LINES = [*_ALL_LINES, *lexicon.lines("papers")]
_MEANINGS = _synonym_table(*_PAPER_LINES)
# Small words that say nothing, though they share the stem of one that does: "sich" is not "sicher", nor "est" an estate.
SILENT = FUNCTION - {fold(each) for line in _PAPER_LINES for each in line.split()}
_BELONGS = {
    name: stems_of(parts)
    for line in NARROWER.strip().splitlines()
    for whole, _, parts in [line.partition(":")]
    for name in stems_of(whole)
}


def meanings(word_stem: str) -> frozenset[str]:
    """The stem and those of its synonyms, as documents use them."""
    return _MEANINGS.get(word_stem, frozenset()) | {word_stem}


def senses(word_stem: str) -> int:
    """How many groups of synonyms the stem is of: several mean several things."""
    return sum(word_stem in stems_of(line) for line in _PAPER_LINES)


def is_known(word_stem: str) -> bool:
    """Whether the stem is that of a word with synonyms, which is no misspelling of another."""
    return word_stem in _TABLE


def known_stems() -> Iterable[str]:
    """The stems of all words with synonyms."""
    return _TABLE.keys()


def listed_words() -> Iterable[str]:
    """All words of the tables, folded."""
    return _LISTED


def is_listed(word: str) -> bool:
    """Whether a folded word stands in the tables just so; another may only share its stem."""
    return word in _LISTED


def in_other_words(text: str) -> str:
    """Synonyms of a text's words, in all languages, for a search by words; empty where none has any."""
    own = [each for each in content(text) if each not in GENERIC_STEMS]
    lines = (line.split() for line in _PAPER_LINES)
    return " ".join(
        dict.fromkeys(word for line in lines if not stems_of(" ".join(line)).isdisjoint(own) for word in line)
    )


def keywords(text: str) -> str:
    """The words that carry meaning, as the text writes them."""
    return " ".join(each for each in re.findall(r"[^\W_]+", text) if content(each))


def content(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order, each once; a compound of known words gives its parts."""
    told = (each for each in words(text) if each.isdigit() or (len(each) > 1 and each not in FUNCTION))
    return list(dict.fromkeys(part for each in told for part in parts(each)))


LONGEST = 80  # letters of a compound: longer runs of letters are no words, and would be tried at every one of them


@lru_cache(maxsize=50_000)
def parts(word: str) -> tuple[str, ...]:
    """The stems of both words of which a German compound is made (``Handyvertrag``), if both are known; else its own."""
    whole = stem(word)
    if (
        whole not in _MEANINGS and len(word) <= LONGEST and word.isalpha()
    ):  # which is a word by itself: no "hous" and "hold" in "household"
        for end in range(len(word) - MIN_PART, min(map(len, _SHORT_PARTS)) - 1, -1):
            if end < MIN_PART and word[:end] not in _SHORT_PARTS:
                continue
            first, second = stem(word[:end]), stem(word[end:])
            linked = stem(word[: end - 1]) if word[end - 1] in "sn" else first  # Versicherung-s-vertrag
            for each in (first, linked):
                if each in _TABLE and second in _TABLE and word[:end] not in FUNCTION:  # no "nach" in "Nachtrag"
                    return each, second
    return (whole,)


_PREFIXES = frozenset({"inter"})  # of "interest", with which "Internet" and "Intersport" begin


def alike(asked: str, found: str) -> bool:
    """Whether a found stem is the asked one, or a compound that begins or ends with it (``strom``, ``stromabschlag``).

    What is only a longer form of it (``train``, ``training``) is none, nor what begins with a prefix of many words.
    """
    if asked == found:
        return True
    if len(asked) < MIN_COMPOUND or asked in _PREFIXES:
        return False
    rest = found.removeprefix(asked) if found.startswith(asked) else found.removesuffix(asked)
    return MIN_REST <= len(rest) < len(found) and rest not in SUFFIXES


def means(asked: str, found: frozenset[str] | set[str]) -> bool:
    """Whether any of the found stems is the asked one, a synonym of it, or a compound of either."""
    group = meanings(asked)
    return not group.isdisjoint(found) or any(
        alike(each, other) and not _is_other_of_kind(asked, each, other) for each in group for other in found
    )


def _is_other_of_kind(asked: str, kind: str, found: str) -> bool:
    """Whether two compounds are but of one kind, by the second half that they share: a coffee machine is no washing machine."""
    return kind not in {asked, found} and asked.endswith(kind) and found.endswith(kind)


def namings(asked: str) -> frozenset[str]:
    """The stems by which a booking may call what is asked for: its own, its synonyms', those of what belongs to it."""
    return frozenset(each for one in (asked, *_BELONGS.get(asked, ())) for each in _STRICT.get(one, {one}))


def siblings(asked: str) -> frozenset[str]:
    """The stems of what belongs to the same whole and is another thing: a bakery's, where groceries are asked for."""
    own = namings(asked)
    parts = {part for whole in _BELONGS.values() if not whole.isdisjoint(own) for part in whole}
    return frozenset(each for part in parts - own for each in namings(part)) - own


@lru_cache(maxsize=100_000)
def narrower(asked: str, found: str) -> bool:
    """Whether a booking's word is the asked one, a synonym, a compound, or something that belongs to it."""
    return any(each == found or alike(each, found) for each in namings(asked))


def detect(text: str) -> Language:
    """The language of a question, by its function words; English where it does not tell."""
    said = [
        each.casefold() for each in re.findall(r"[^\W\d_]+", re.sub(r"['’]s\b", "", text))
    ]  # "Ben's" has no French "s"
    counts = {language: sum(each in group for each in said) for language, group in FUNCTION_WORDS.items()}
    best = max(counts, key=lambda language: (counts[language], language == "en"))
    return best if counts[best] else "en"
