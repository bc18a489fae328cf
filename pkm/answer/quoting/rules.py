"""Questions of what may or must be done, and of what is covered: the thing that is asked about, and what a sentence rules."""

from __future__ import annotations

import re

from pkm.answer.language import content, stems_of
from pkm.answer.planning.lookup import plain

_RULE = re.compile(
    r"\b(?:may|must|shall|can|cannot|can't|could|no|not|never|only|unless|without|free|allowed|permitted|forbidden|prohibited|entitled|required|needs?|need|welcome|optional|have to|has to|subject to|until|excluded|confined|restricted|enough|suffices|possible|if|pays|bears?|borne"
    r"|darf\w*|durf\w*|muss\w*|kann|konnen|soll\w*|nicht|kein\w*|nur|ohne|erlaubt|verboten|gestattet|untersagt|zulassig|zustimmung|erforderlich|bedarf|bedurfen|notig|pflicht|verpflichtet|ausgeschlossen|willkommen|frei|bis zu|sofern|wenn|falls|hochstens|mochte|genugt|reicht|moglich|daran|obliegt|obliegen|tragt|tragen|zahlt|ubernimmt|zu lasten|auf kosten"
    r"|peut|peuvent|pouvez|doit|doivent|devez|ne|n'|pas|interdit\w*|permis\w*|autoris\w+|admis\w*|sans|accord|obligatoire\w*|sauf|suffit|possible|a (?:la|ma|sa|votre|notre|leur) charge|incomben?t|paie|supporte)(?!\w)"
)
_COVERED = r"(?:included|covered|insured|excluded|deductible|versichert|mitversichert|gedeckt|abgedeckt|eingeschlossen|ausgeschlossen|couvert\w*|assure\w*|exclu\w*|garanti\w*)"
_OF_LOSS = re.compile(
    rf"(?<!\w)(?:damages?|losses|loss|accidents?|schaden|verluste?|unfalle?|dommages?|pertes?|sinistres?)\b.{{0,80}}(?<!\w){_COVERED}"
    rf"|(?<!\w){_COVERED}\b.{{0,60}}(?<!\w)(?:damages?|loss|accidents?|schaden|verluste?|unfalle?|dommages?|pertes?|sinistres?)\b"
)
_ASKS_OF_COVER = re.compile(
    r"(?<!\w)(?:cover\w*|insur\w+|damages?|liab\w+|\w*versicher\w+|\w*gedeckt|\w*schaden|haft\w+|assur\w+|couvert\w*|dommages?|garanti\w*)(?!\w)"
)
# Asked what one has to do, a request tells it too.
_ASKS_OF_DUTY = re.compile(
    r"(?<!\w)(?:must|need(?:s)? to|(?:have|has) to|should|muss|mussen|soll(?:en|te|ten)?|faut-il|dois|doit|doivent|devons)(?!\w)"
)
_REQUESTS = re.compile(
    r"(?<!\w)(?:please|kindly|bitte[nt]?|mitzubringen|mitbringen|veuillez|merci de|priere de|prevoir|pensez a|n'oubliez pas)(?!\w)|(?m:^)\W*(?:bring|take|pack|wear)(?!\w)"
)
_PARTICIPLE = (
    rf"(?:{_COVERED}|allowed|permitted|forbidden|prohibited|required|compulsory|mandatory|possible|refundable|enthalten|inbegriffen|erlaubt|gestattet|verboten|untersagt|zulassig|pflicht|vorgeschrieben|notig"
    r"|admis\w*|autoris\w+|permis\w*|interdit\w*|compris\w*|inclus\w*|obligatoires?)"
)
_THE = (
    r"(?:(?:the|our|my|any|an?|die|der|das|ein|eine|(?:unser|mein)e?|le|la|les|un|une|des|nos|mes|notre|mon|ma) |l')?"
)
_THING = r"(?P<thing>(?!(?:it|there|we|i|you|they|es|wir|ich|man|il|elle|on)\b)[\w'-]+(?: (?!(?:in|on|at|by|under|against|when|if|for|from|with|im|auf|bei|gegen|durch|von|vom|mit|am|an|fur|uber|wenn|dans|sur|par|contre|chez|pour|de|du)\b)[\w'-]+){0,3}?)"
_SUBJECTS = tuple(
    re.compile(form)
    for form in (
        rf"^\W*(?:is|are|was|were|sind|ist|war|waren) {_THE}{_THING}\b(?: (?:also|still|already|ever|auch|noch|schon|hier|uberhaupt|eigentlich))*(?: (?:in|on|at|by|under|against|from|im|auf|bei|gegen|durch|von|vom|mit|am|an|fur|uber)\b.{{1,60}})? {_PARTICIPLE}\b",
        rf"^\W*(?:(?:for |up to )?how much|(?:bis zu |fur )?wie (?:viel|hoch)) (?:is|are|was|were|ist|sind) {_THE}{_THING}\b(?: also| hier| auch)? {_COVERED}",
        rf"^\W*(?:pour |jusqu'a )?combien {_THE}{_THING} (?:est|sont)[ -](?:il|elle)s? {_COVERED}",
        rf"^\W*{_THE}{_THING} (?:est|sont)[ -](?:il|elle)s? {_PARTICIPLE}",
        rf"^\W*est-ce que {_THE}{_THING} (?:est|sont) {_PARTICIPLE}",
        rf"^\W*(?:does|do|will|would) .{{1,60}}? (?:cover|insure|include|pay for|reimburse) {_THE}{_THING}",
        rf"^\W*(?:deckt|versichert|umfasst|zahlt|ubernimmt|erstattet) .{{1,40}}?(?:versicherung|police|kasse|haftpflicht|hausrat|kasko)\w* (?:auch )?{_THE}{_THING}",
        rf"(?:assurance|contrat|mutuelle|police)\b.{{0,40}}? (?:couvre|rembourse|inclut)(?:-t-(?:elle|il))? (?:aussi )?{_THE}{_THING}",
    )
)
_ACTOR = re.compile(
    rf"^\W*(?:le |la |les |l')?(?P<actor>[\w-]+) (?:peut|peuvent|doit|doivent)-(?:il|elle)s? |^\W*(?:can|could|may|must|should|do|does|darf|durfen|kann|konnen|muss|mussen|soll|sollen|sollten) {_THE}(?!(?:i|we|you|one|they|he|she|it|ich|wir|man|er|sie|es|ihr)\b)(?P<doer>[\w'-]+) \w"
)
_LOSS = stems_of("damage damages loss losses schaden schäden verlust verluste dommage dommages perte pertes")


def subject_of(question: str) -> frozenset[str]:
    """The stems of the thing of which it is asked whether it is allowed or covered; none where it is not asked so.

    Of "flood damage" the flood has to be spoken of: any damage is one.
    """
    match = next(filter(None, (form.search(plain(question)) for form in _SUBJECTS)), None)
    told = frozenset(content(match["thing"])) if match else frozenset()
    return told - _LOSS or told


def actor_of(question: str) -> frozenset[str]:
    """The stems of who, as a question asks, may or must do something: "Can the tenants smoke?"; none where it is the asker."""
    match = _ACTOR.match(plain(question))
    return frozenset(content(match["actor"] or match["doer"])) if match else frozenset()


def rules(told: str, question: str) -> bool:
    """Whether a text says what may or must be done, and not only what an insurance pays for, unless that is asked."""
    folded = plain(told)
    if _ASKS_OF_DUTY.search(plain(question)) and _REQUESTS.search(folded):
        return True
    if not _ASKS_OF_COVER.search(plain(question)):
        folded = _OF_LOSS.sub(" ", folded)
    return _RULE.search(folded) is not None
