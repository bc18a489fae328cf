"""What a question asks of a sentence beside its topic and a kind of value: a rule, a day that is over, so many of a thing."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from pkm.answer import verbs
from pkm.answer.language import GENERIC_STEMS, content, means, stems_of
from pkm.answer.planning.anchors import month_names
from pkm.answer.planning.lookup import asks_of_rule, asks_why, plain, says
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import values
from pkm.answer.quoting.beside import is_beside
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.holds import holds, names_a_time, names_an_occasion
from pkm.answer.quoting.rules import actor_of, rules, subject_of
from pkm.ledger.words import stem, words

SIDE = re.compile(
    r"\b(?:with|from|by|at|mit|bei|von|vom|avec|chez)\s+(?:(?:the|der|dem|den|la|le)\s+)?([A-ZÀ-Þ][\w'’&.-]+(?:\s[A-ZÀ-Þ][\w'’&.-]*)*)"
)
# Headers and signatures are full of those.
FRAMED = frozenset({(), ("number",), ("who",), ("where",), ("address",)})

_DUE = re.compile(
    r"\b(?:due|by when|until when|fällig\w*|zahlbar|bis wann|échéance|exigible|avant quand)\b", re.IGNORECASE
)
# Asked until when, a day is meant that is said to be the last, and none from which something holds.
_UNTIL = r"by when|until when|till when|by what (?:date|day)|bis wann|bis zu welchem|avant quand|jusqu'a quand|deadline|date limite"
_TELLS_UNTIL = re.compile(
    r"(?<!\w)(?:by|until|till|before|within|no later|latest|last|deadline|due|end(?:s|ed)?|expir\w*|(?:to|through) \d+"
    r"|bis|spatestens|vor|binnen|innerhalb|\w*frist\w*|befristet|stichtag|\w*termin|fallig\w*|letzte\w*|end(?:e|et)|ablauf\w*|(?:zum|per) \d+"
    r"|avant|jusqu\w*|au plus tard|dans les|limite|echeance|dernier\w*|fin|termine\w*|au \d+)(?!\w)"
)
_TELLS_FROM = re.compile(
    r"(?<!\w)(?:ab|from|as of|starting|seit|since|a partir d[ue]|a compter d[ue]|des le)(?: dem| am)? \d"
)
_PAST = re.compile(
    r"\bwhen\s+(?:was|were|did|had)\b|\bwann\s+(?:war|waren|wurden?|hat|haben|habe)\b|\bquand\s+(?:a|ai|as|ont|avons|était)\b",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"\b(?:wr(?:i|o)te|written|sen[dt]|mail\w*|e-?mail\w*|letter|repl\w+|answer\w*|receive\w*|schr(?:ei|ie)b\w*|geschrieben|geschickt|gesendet|brief|geantwortet|bekommen|erhalten|écri\w+|envoy\w+|courriel|lettre|reçu\w*)\b",
    re.IGNORECASE,
)
_WHOM = r"who|wer|wem|qui"
_NAMED = r"wie heiss(?:t|en)|comment s'appellent?|names? of|nom d[eu]s?|who(?:'s| is| are| was) (?:the|our|my)|wer (?:ist|sind|war) (?:der|die|das|unsere?|meine?)|qui (?:est|sont) (?:le|la|les|notre|mon|ma)"
_REASON = re.compile(
    r"\b(?:why|warum|weshalb|pourquoi|because|since|due to|so that|as|so|therefore|reasons?|can't|cannot|weil|da|denn|wegen|deshalb|daher|damit|aufgrund|grund|um(?=[^.;]{1,80} zu\b)"
    r"|parce|car|puisque|comme|afin|cause|raison|pour)\b"
)
_ALL_IN = r"insgesamt|in total|in all|altogether|all in|all told|au total|en tout"
_WHOLE = re.compile(
    r"\b(?:gesamt\w*|insgesamt|total\w*|inklusive|inkl|inclu\w+|einschliesslich|warmmiete|brutto\w*|altogether|all in|compris\w*|pauschal\w*|ttc)\b"
)
# Asked on which day, or when something is or somebody comes, "once a year" and "within 14 days" are no answer.
_OCCASION = (
    r"since when|from when|seit wann|ab wann|depuis quand|a partir de quand|(?:what|which) (?:day|date)s?|(?:an )?welche[mnrs]? (?:wochen)?(?:tag|datum)\w*|quels? jours?|quelles? dates?|when .{1,60}\b(?:comes?|coming|leaves?|departs?|arrives?|happens?|takes? place)"
    r"|wann .{0,60}\b(?:kommt|kommen|vorbeikommt|fahrt|fliegt|abfahrt|abfliegt|ankommt|stattfindet|findet .* statt)|quand .{0,60}\b(?:vient|viennent|passe|passera|viendra|part|partons|decolle|arrive|a-t-elle lieu|a-t-il lieu|a lieu)"
    r"|(?:when(?:'s| is| are)|wann (?:ist|sind)|quand (?:est|sont)|c'est quand) (?:(?:the|our|my|next|der|die|das|naechste|nachste\w*|unser\w*|mein\w*|le|la|les|notre|mon|ma|prochaine?) |l')*(?:(?!(?:due|paid|payable|valid|fallig|gultig|exigible|notice|end|over|up)\b)(?!\w+ed\b)[\w'-]+\W*){1,4}$"
)
_RELATIVE = re.compile(
    r"(?<!\d)\d+ (?:minut\w*|mins?|hours?|stunden?|heures?|days?|tagen?|jours?|weeks?|wochen?|semaines?|months?|monaten?|mois) (?:before|after|prior to|ahead of|vor|nach|avant|apres)(?!\w)"
)
# Asked how old somebody or something is, its birth, its making or its years are; asked when somebody was born, his birth.
_AGE = r"how old|wie alt|quel age"
_TELLS_AGE = re.compile(
    r"\b(?:geb(?:oren|urtsdatum|urtstag)?|born|birth\w*|nee? le|date de naissance|baujahr|bj|gebaut|erbaut|eingebaut|installiert|gekauft|built|constructed|installed|purchased|bought|manufactured|construite?|installee?|achetee?"
    r"|\d+ (?:years? old|years? of age|jahre? alt|ans\b)|aged? (?:of )?\d|age de \d)"
)
_BIRTH = r"born|birthdate|date of birth|geboren|geburtsdatum|date de naissance|quand (?:est|etes|es)(?:-\w+)? nee?s?|quand (?:est|sont) .{1,30} nee?s?"
AGE_OR_BIRTH = rf"{_AGE}|{_BIRTH}"
TELLS_BIRTH = re.compile(
    r"(?<!\w)(?:geb(?:oren|urtsdatum|urtstag)?|born|birth\w*|nee? (?:le|en|a)|date de naissance)(?!\w)|\*\s?\d"
)
_ONCE = re.compile(
    r"(?<!\w)(?:once|until|from the age|under|over|unter|uber|ab|sobald|bis|des|jusqu'a|moins de|plus de)(?!\w)"
)
# Of what was, what comes next tells nothing.
_DONE = r"did|(?:how .*|when |who |where |which .*|what .*)was|were|had|hat|hatte[nst]?|haben|war|waren|wurde[nst]?|a-t-(?:il|elle|on)|avait|avaient|etait|etaient|(?:a|ont|avons) (?:\w+ ){0,2}\w+e[es]?"
_QUANTITY = r"how (?:many|much)|wie ?viele?|combien"
_NEXT = r"next|nachste[nmrs]?|kommende[nmrs]?|prochaine?s?"
_AGAIN = rf"{_NEXT}|again|wieder|erneut|de nouveau|a nouveau|re(?:faire|passer|nouveler)"
# Asked of an end, a beginning is no answer; of what was, a condition is none.
_ENDS = r"ends?|expires?|run out|runs out|endet|enden|ende|expiry|fin|ablauft|lauft .{1,40} (?:ab|aus)|finit|se termine|prend fin|expire"
_TELLS_END = re.compile(
    r"(?<!\w)(?:ends?|ended|ending|final|last|terminat\w*|expir\w*|until|till|to|through|up|over|notice|cancel\w*|for|renew\w*|after|closes?"
    r"|ende\w*|endet\w*|ablauf\w*|lauft|laufzeit|bis|zum|per|letzte\w*|\w*kundig\w*|gekundigt|befristet|verlanger\w*|dauert?|schluss|gilt|gultig"
    r"|fin|jusqu'?\w*|au|expir\w*|echeance|resili\w*|termin\w*|preavis|duree|dernier\w*|reconduit\w*|renouvel\w*)(?!\w)|\d\s?[-–—]\s?\d"
)
# Asked how long an agreement lasts, the time within which something must be done under it is none.
_LASTS = r"how long (?:does|do|is|will) .{1,120}\b(?:last|run|apply|remain|valid|in force)|wie lange (?:gilt|gelten|lauft|laufen|dauert|ist) .{1,120}|combien de temps (?:dure|court|vaut|est) .{1,120}|(?:term|duration|length) of .{1,120}|minimum term|\w*laufzeit .{1,120}|duree (?:de |du |d').{1,120}"
_AGREED = r"agreement|contract|nda|lease|policy|\w*vereinbarung|\w*vertrag|\w*police|accord|contrat|bail|convention"
_TELLS_TERM = re.compile(
    r"(?<!\w)(?:term|last\w*|run\w*|valid\w*|in force|effect\w*|remain\w*|surviv\w*|expir\w*|end\w*|until|period of|continu\w*|for (?:a |an |one |two |three |four |five |\d)"
    r"|gilt|gelten|gultig\w*|\w*laufzeit|lauft|laufen|dauer\w*|befristet|endet|bis|besteht|fur die|dure\w*|vigueur|valable|jusqu\w*|expire|conclue?)(?!\w)"
)
# "Eight weeks after the operation" does not say when that is.
_FROM_THERE = re.compile(
    r"(?<!\w)(?:after|before|following|nach|vor|apres|avant) (?:the |your |der |dem |den |die |das |ihrer? |la |le |les |l'|votre )?([\w-]+)"
)
_AROUND = re.compile(
    r"(?<!\w)(?:after|before|following|during|nach|vor|wahrend|apres|avant|pendant) (?:the |my |our |an? |der |dem |den |die |das |einer |einem |meiner |la |le |les |l'|une? |mon |ma )?([\w-]+)"
)
_AFTERWARDS = re.compile(r"(?<!\w)(?:afterwards?|thereafter|danach|anschliessend|hinterher|ensuite|par la suite)(?!\w)")
_LETTERED = re.compile(r"(?<![\w-])([a-z])-([^\W\d_]{3,})")
_CONDITION = re.compile(r"(?<!\w)(?:if|unless|wenn|falls|sofern|sauf|si)(?!\w)")
_COUNTED = re.compile(r"(?<!\w)(?:how many|wie viele|combien d(?:e |'))\s*((?!temps\b)[\w-]+)")


# Asked by how much one thing is more than another, what either is by itself is no answer.
_CHANGE = (
    r"(?:how much|wie ?viel|by how much|um wie ?viel) (?:more|less|higher|lower|dearer|cheaper|mehr|weniger|hoher|niedriger|teurer|billiger|gunstiger)(?! (?:than|als) \d)"
    r"|combien (?:.{1,40} )?de (?:plus|moins)|de combien .{1,60} (?:plus|moins|augmente|baisse)"
    r"|um wie ?viel .{1,60} (?:gestiegen|gesunken|erhoht|gesenkt|angehoben|gefallen)|how much .{1,60} (?:go(?:ne|es)?|went) (?:up|down)"
    r"|how much (?:has|have|had|did|was|were) .{1,60} (?:increased?|decreased?|ris(?:e|en)|raised|reduced|fallen|dropped)"
)
_TELLS_CHANGE = re.compile(
    r"(?<!\w)(?:more|less|higher|lower|dearer|cheaper|(?:in|de)creas\w*|ris(?:e|es|en|ing)|rose|rais\w+|reduc\w+|up(?! to\b)|down|instead|by (?=\W?\d)|from .{1,40} to"
    r"|mehr|weniger|hoher|niedriger|teurer|billiger|gunstiger|\w*erhoh\w*|steig\w*|gestiegen|senk\w*|gesenkt|gesunken|statt|um (?=\d)|von .{1,40} auf"
    r"|plus|moins|augment\w+|hausse|baiss\w+|au lieu|de .{1,40} a)(?!\w)"
)

# "How many days of holiday": the days are those of something, which a sentence has to say.
_TIME_OF = re.compile(
    r"(?<!\w)(?:how (?:many|much)|wie ?viele?|combien de) (?:\w+ )??(?:hours|days|weeks|months|stunden|tage|wochen|monate|jours|semaines|heures|mois)(?: of| de| d')? ?(?P<thing>[\w-]+)"
)
_TIMED = re.compile(
    r"(?i)(?:hours|days|weeks|months|years|stunden|tage|wochen|monate|jahre|heures|jours|semaines|mois|ans)\W{1,3}\d"
)
_TIMES = tuple(
    stems_of(each)
    for each in ("hour hours stunde stunden heures", "day days tag tage jour jours", "week weeks woche wochen semaines",
                 "month months monat monate mois", "year years jahr jahre an ans")
)  # fmt: skip


# Where somebody is or lives, which a rule of the house or the school need not say.
SETTINGS = stems_of(
    """flat apartment house home property building school office company work nursery daycare class course club village
    wohnung haus gebäude schule büro firma arbeit kita klasse kurs verein anlage appartement logement maison immeuble résidence école bureau
    entreprise travail crèche garderie club cours"""
)
# Who has a part in an agreement: what one of them may do another need not.
SIDES = stems_of(
    """tenant tenants lessee landlord lessor employee employer guest guests member members owner owners insurer insured policyholder
    mieter mieterin vermieter vermieterin arbeitnehmer arbeitgeber arbeitgeberin gast gäste mitglied mitglieder eigentümer versicherer versicherungsnehmer
    locataire bailleur bailleresse propriétaire salarié employeur invité membre assureur assuré souscripteur"""
)
# "When may one play music?": a rule tells it, and not what is on some day.
_WHEN_ALLOWED = r"(?:when|at what times?|until when|what times?) (?:may|(?:am|is|are) .{1,30} (?:allowed|permitted)|can (?:we|i|one|you) (?:play|make|use|have|park|smoke|barbecue|visit|enter|go in))|(?:ab |bis |um )?(?:wann|wie viel uhr) (?:darf|durfen|durft|ist .{1,30} (?:erlaubt|gestattet))|(?:quand|a partir de quand|jusqu'a quelle heure) (?:(?:peut|ai|a|est)-(?:on|je|t-on|il) (?:le droit|autoris\w+|permis))"
_HAPPENS = r"what happens|was (?:passiert|geschieht)|(?:que|qu'est-ce qui) se passe(?:-t-il)?|qu'arrive-t-il"
_DEED = r"^\W*(?:(?:did|has|have) .*|(?:hat|haben|habe|ist|sind) .*\b(?:ge\w+t|ge\w+en|\w+iert|bezahlt|erhalten|bekommen|uberwiesen|verkauft|bestellt)\W*$|(?:est-ce que )?.{0,40}\b(?:a-t-(?:il|elle|on)|ont-(?:ils|elles)|avons-nous)\b.*)"
_TO_COME = re.compile(
    r"(?<!\w)(?:will|shall|going to|(?:i|you|he|she|it|we|they)'ll|werde|wirst|wird|werden|(?:je|on|il|elle) \w+(?:rai|ra)|nous \w+rons|(?:vais|va|allons|vont) \w+(?:er|ir|re))(?!\w)"
)


def is_to_come(told: str) -> bool:
    """Whether a text says what will be, and names no deed that was done."""
    return _TO_COME.search(plain(told)) is not None


@cache
def months() -> frozenset[str]:
    """The stems of the months' names: every letter is of some month."""
    return frozenset(stem(each) for each in month_names())


def _is_code(term: str) -> bool:
    """Whether a word names one thing by letters and digits: ``e24``."""
    return any(map(str.isdigit, term)) and any(map(str.isalpha, term))


@dataclass(frozen=True, slots=True)
class Wish:
    """What a question asks of a sentence beside its topic.

    Attributes:
        is_past: It asks when something was.
        is_of_end: It asks when something ends.
        is_of_term: It asks how long an agreement lasts.
        is_of_occasion: It asks on which day something is, and not how often, or within what time.
        is_of_age: It asks how old somebody or something is; ``is_of_birth`` when somebody was born.
        is_done: It asks of what is over; ``is_ahead`` when something is next, or again.
        is_terse: It is but words, and expects no value.
        is_of_quantity: It asks how much or how many.
        is_due: It asks by when something is to be paid.
        is_until: It asks for the last day of something.
        is_sent: It asks of a mail itself: when it came, who wrote it.
        is_of_rule: It asks whether something may or must be done.
        is_of_outcome: It asks what happens then.
        is_of_deed: It asks whether something was done.
        is_of_whom: It asks who may or must do something.
        is_of_name: It asks what somebody is called: "Wie heißt die Gastfamilie?".
        is_of_reason: It asks why.
        is_of_whole: It asks what something costs in all.
        is_of_change: It asks by how much something is more, or less.
        sides: The stems of each name of whom it is with or from, which the document must say.
        counted: The stems of what it wants counted, of which a sentence must say one.
        of_time: The stem of that of which it wants hours or days counted.
        must: What a sentence, or what it stands under, has to say itself: a code, the thing that may be allowed or covered.
        actor: The stem of who may or must do something, where more is said than that.
        lettered: Words that a letter before them makes another one, as a paper may write them: an e-bike is no bike.
    """

    plan: Plan
    is_past: bool
    is_of_end: bool
    is_of_term: bool
    is_of_occasion: bool
    is_of_age: bool
    is_of_birth: bool
    is_done: bool
    is_ahead: bool
    is_terse: bool
    is_of_quantity: bool
    is_due: bool
    is_until: bool
    is_sent: bool
    is_of_rule: bool
    is_of_outcome: bool
    is_of_deed: bool
    is_of_whom: bool
    is_of_name: bool
    is_of_reason: bool
    is_of_whole: bool
    is_of_change: bool
    sides: tuple[frozenset[str], ...]
    counted: frozenset[str]
    of_time: frozenset[str]
    must: frozenset[str]
    actor: frozenset[str]
    lettered: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, plan: Plan) -> Wish:
        """What a plan's question asks."""
        of_a_day, question = "date" in plan.expected, plain(plan.question)
        counted, timed = _COUNTED.search(question), _TIME_OF.search(question)
        return cls(
            plan,
            of_a_day and _PAST.search(plan.question) is not None,
            of_a_day and says(question, _ENDS),
            plan.expected == ("duration",) and says(question, _LASTS) and says(question, _AGREED),
            of_a_day and says(question, _OCCASION),
            says(question, _AGE),
            says(question, _BIRTH),
            says(question, _DONE) and not says(question, _NEXT),
            of_a_day and says(question, _AGAIN),
            not plan.expected and plan.is_terse,
            plan.expected == ("number",) and says(question, _QUANTITY),
            of_a_day and _DUE.search(plan.question) is not None,
            of_a_day and says(question, _UNTIL),
            _SENT.search(plan.question) is not None,
            (not plan.expected and asks_of_rule(question)) or says(question, _WHEN_ALLOWED),
            not plan.expected and says(question, _HAPPENS),
            not plan.expected and re.search(_DEED, question) is not None,
            says(question, _WHOM),
            plan.expected == ("who",) and says(question, _NAMED),
            asks_why(question),
            "money" in plan.expected and says(question, _ALL_IN),
            says(question, _CHANGE),
            tuple(filter(None, (frozenset(content(each)) - months() for each in SIDE.findall(plan.question)))),
            frozenset(content(counted[1])).intersection(plan.topic) if counted else frozenset(),
            frozenset(content(timed["thing"])).intersection(plan.topic)
            - GENERIC_STEMS
            - verbs.of_question(plan.question).keys()
            if timed
            else frozenset(),
            subject_of(plan.question).intersection(plan.topic).union(filter(_is_code, plan.topic)),
            actor_of(plan.question).intersection(plan.topic),
            tuple(
                re.compile(rf"(?<!\w){letter}[- ]?{word}")
                for letter, word in _LETTERED.findall(question)
                if stem(letter + word) not in GENERIC_STEMS
            ),
        )

    @property
    def outside_frames(self) -> bool:
        """Whether headers and signatures, which are full of names, numbers and days, do not answer it."""
        return self.plan.expected in FRAMED or (self.plan.expected == ("date",) and not self.is_sent)

    def is_counted(self, told: str, terms: AbstractSet[str]) -> bool:
        """Whether a text says what is to be counted, in whatever language where that is a time; its terms are the topic's."""
        units = frozenset().union(*(each for each in _TIMES if not each.isdisjoint(self.counted)))
        said = {stem(each) for each in words(told)}
        is_timed = _TIMED.search(told) is not None or holds("duration", told)  # no "10 EUR for each half hour"
        if units and not is_timed:
            return False
        return not self.counted or bool(self.counted & terms) or any(means(each, said) for each in units)

    def is_met(self, told: str) -> bool:
        """Whether a text says a rule, an end, or what something comes to in all, where that is asked for."""
        folded = plain(told)
        return (
            (not self.is_of_rule or rules(told, self.plan.question))
            and (not self.is_of_whole or _WHOLE.search(folded) is not None)
            and (not self.is_of_change or (_TELLS_CHANGE.search(folded) is not None and holds("money", told)))
            and (not self.is_of_term or _TELLS_TERM.search(folded) is not None)
            and (not self.is_of_end or _TELLS_END.search(folded) is not None)
            and not (self.is_past and _CONDITION.search(folded))
            and not (
                self.is_of_outcome and not told.rstrip("\"'”») ").endswith((".", "!"))
            )  # no line of a form or a bill
            and (not self.is_of_occasion or (names_an_occasion(told) and not _RELATIVE.search(folded)))
            and (not self.is_of_quantity or bool(values.read(told).numbers))
            and (not self.is_of_age or (_TELLS_AGE.search(folded) is not None and not _ONCE.search(folded)))
            and (not self.is_of_birth or TELLS_BIRTH.search(folded) is not None)
            and not is_beside(self.plan, folded, is_done=self.is_done, is_of_birth=self.is_of_age or self.is_of_birth)
        )

    def is_over(self, said: str) -> bool:
        """Whether a text names but days that are over and none as the next, where it is asked when something is next."""
        days = [each.span for each in values.read(said).days if each.span]
        past = bool(days) and all(last < self.plan.today for _, last in days)
        return self.is_ahead and past and not says(plain(said), _NEXT)

    def is_of_actor(self, own: AbstractSet[str], terms: AbstractSet[str]) -> bool:
        """Whether of what is asked of a paper the terms only say who may or must do it: anything else that he may."""
        said = own & terms
        return self.is_of_rule and bool(said) and said <= self.actor < own

    def is_of_what_was_before(self, own: AbstractSet[str], terms: AbstractSet[str]) -> bool:
        """Whether of what may or must be done the terms only say after or before what: "May he drive after the operation?"."""
        around = self._around()
        said = own & terms
        return self.is_of_rule and bool(said) and said <= around < own

    def follows(self, told: str) -> frozenset[str]:
        """The stems of that after which something may or must be done, where a text says so without naming it: "48 hours afterwards"."""
        return self._around() if _AFTERWARDS.search(plain(told)) else frozenset()

    def _around(self) -> frozenset[str]:
        found = (each[1] for each in _AROUND.finditer(plain(self.plan.question)))
        return frozenset(own for each in found for own in content(each)).intersection(self.plan.topic)

    def is_of_when_done(self, own: AbstractSet[str]) -> bool:
        """Whether it asks of a paper when something is done, and not when anything ends or is due, which papers label in their own words."""
        done = verbs.of_question(self.plan.question).keys()
        return (
            self.plan.expected == ("date",)
            and bool(own)
            and own <= done
            and not (self.is_of_end or self.is_until or self.is_due)
        )

    def is_of_next(self, said: str) -> bool:
        """Whether a sentence tells what comes next, where it is asked what was."""
        return self.is_done and bool(self.plan.expected) and says(plain(said), _NEXT)

    def counts_from_it(self, told: str) -> bool:
        """Whether a text only counts from the very thing of which it is asked when that is."""
        if "date" not in self.plan.expected or names_a_time(told):
            return False
        done = verbs.of_question(self.plan.question)
        return any(stated(self.plan.topic, each, done) - GENERIC_STEMS for each in _FROM_THERE.findall(plain(told)))

    def is_other_day(self, told: str) -> bool:
        """Whether a text says from when something holds, and until when nothing, where it is asked until when."""
        folded = plain(told)
        return self.is_until and _TELLS_UNTIL.search(folded) is None and _TELLS_FROM.search(folded) is not None

    def is_from(self, told: str, count: int) -> bool:
        """Whether a text of so many sentences says from when something holds, where it is asked until when."""
        folded = plain(told)
        return self.is_until and (
            _TELLS_UNTIL.search(folded) is None or (count > 1 and _TELLS_FROM.search(folded) is not None)
        )

    def is_reason(self, told: str) -> bool:
        """Whether a text gives a reason."""
        return _REASON.search(plain(told)) is not None
