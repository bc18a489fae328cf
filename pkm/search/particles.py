"""Words of a question that ask for nothing themselves: articles, pronouns, prepositions, auxiliaries, the words that ask.

How rare a word is among documents says what it tells apart, but where few documents are German "muss" and "wann" are as
rare as a name. So a question's small words are known by its language, which these words tell themselves: "die" is one
in German, and none in English.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pkm import lexical

_WORDS = {
    "en": """a about after again all also am an and any anybody anyone anything are as at be because been before being between
        both but by can cannot could did do does doing done during each either else every for from get gets getting give gives got
        had has have having he her here hers him his how i if in into is it its just let lets me mine much many my neither
        no nor not now of off on once one or other our ours out over own please shall she should show so some somebody someone
        something still such than that the their theirs them then there these they this those through to too under until
        up upon us was we were what when where whether which while who whom whose why will with within without would you
        your yours may might must s t re ve ll d m""",
    "de": """aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis bist bitte da
        dabei dafür damit dann darf darfst daran darauf das dass dem den denn der deren des dessen die dies diese diesem
        diesen dieser dieses dir dich doch dort du durch dürfen ein eine einem einen einer eines er es etwas euch euer für
        gegen gibt hab habe haben hast hat hatte hatten hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist
        ja jede jedem jeden jeder jedes jetzt kann kannst kein keine keinem keinen keiner können könnte laut man mein meine
        meinem meinen meiner mich mir mit muss musst müssen nach nicht nichts noch nun nur ob oder ohne sehr sein seine
        seinem seinen seiner seit sich sie sind so soll sollen sollte sollten solche über um und uns unser unsere unserem
        unseren unserer unter viel viele vom von vor wann war waren warum was wegen weil welche welchem welchen welcher
        welches wem wen wenn wer werde werden wessen wie wieder will wir wird wo wofür woher wohin wollen womit woran worin
        worüber wurde wurden würde zeig zeige zu zum zur zwischen""",
    "fr": """à afin ai aller alors après as au aucun aucune aussi autre autres aux avant avec avez avoir avons ça car ce cela
        celle celles celui ces cet cette ceux chaque chez comme comment d dans de depuis des doit doivent donc dont du elle
        elles en encore entre es est et étaient était été êtes être eu eux fait faire faut il ils j je jusque l la laquelle
        le lequel les lesquels leur leurs lui m ma mais maintenant me même mes moi mon montre montrez n ne ni non nos notre nous on ont ou où par pas
        pendant peu peut peuvent peux plus pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans se
        selon sera ses si sien son sont sous sur t ta te tes toi ton tous tout toute toutes tu un une va vers vos votre vous
        y combien""",
    "es": """a al algo ante antes aquel aquella así aunque bajo cada como cómo con contra cual cuál cuáles cuando cuándo cuánto
        cuánta cuántos de debe deben del desde donde dónde durante e el él ella ellas ellos en entre era es esa ese eso esta
        está están este esto estos fue ha haber había han hasta hay he la las le les lo los más me mi mis muy nada ni no nos
        nosotros o otra otro para pero por porque puede pueden puedo que qué quien quién se según ser si sí sin sobre son su
        sus también tan te tengo tiene tienen todo todos tu tus u un una uno unos y ya yo""",
    "it": """a ad ai al alla alle allo anche ancora c che chi ci come con cosa cui da dai dal dalla dalle dello degli dei del
        della delle devo deve devono di dopo dove due e è ed era essere fa fino fra gli ha hai hanno ho i il in io l la le
        lei li lo loro lui ma mi mia mie miei mio ne negli nei nel nella nelle noi non nostro o ogni per perché più però può
        posso possono prima qual quale quali quando quanta quante quanti quanto quella quello questa queste questi questo se
        sei senza si sia solo sono sta su sua sue sugli sui sul sulla suo suoi tra tu tua tuo un una uno vi voi""",
    "nl": """aan al alle als altijd ben bij dan dat de deze die dit doen door dus een en er ge geen had heb hebben heeft hem het
        hier hij hoe hoeveel hun ik in is ja je kan kon kunnen maar me meer men met mij mijn moet moeten mogen mag na naar
        niet nog nu of om onder ons onze ook op over te tegen toch toen tot u uit uw van veel voor waar waarom wanneer want
        waren was wat we welk welke werd wie wij wil worden wordt zal ze zelf zich zij zijn zo zonder zou""",
}  # fmt: skip
_PAUSES = frozenset(".;:?!,(–—-")
_AROUND = ' \n\t"“„«('


@cache
def _known() -> dict[str, frozenset[str]]:
    return {language: frozenset(map(lexical.fold, words.split())) for language, words in _WORDS.items()}


def terms(text: str, languages: lexical.Languages) -> frozenset[int]:
    """The terms of the small words of a text; none where it has no others."""
    spans = lexical.words(text)
    found = places(text, spans)
    if len(found) == len(spans):
        return frozenset()
    words = {text[slice(*spans[place])] for place in found}
    return frozenset(term for word in words for term in lexical.word_terms(word, languages))


def places(text: str, spans: Sequence[tuple[int, int]]) -> set[int]:
    """Which of the words at these ranges of the text are small words of its language.

    One with a capital may be a name, unless it begins a clause; German ones are never, nor is the English "I".
    """
    folded = [lexical.fold(text[start:end]) for start, end in spans]
    distinct = set(folded)
    language, small = max(_known().items(), key=lambda each: len(distinct & each[1]))
    return {
        place
        for place, (word, (start, _)) in enumerate(zip(folded, spans, strict=True))
        if word in small
        and (language == "de" or not text[start].isupper() or (language, word) == ("en", "i") or _begins(text, start))
    }


def _begins(text: str, place: int) -> bool:
    before = text[max(0, place - 3) : place].strip(_AROUND)
    return not before or before[-1] in _PAUSES
