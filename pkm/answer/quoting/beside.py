"""Whether a value is of another kind than the one that is asked for: a birthday, a limit, a fine, the sum that an insurance pays."""

from __future__ import annotations

import re

from pkm.answer.language import GENERIC_STEMS
from pkm.answer.planning.lookup import plain, says
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.holds import holds

_BORN = re.compile(r"\b(?:geb(?:oren|urtsdatum|urtstag)?|born|birth\w*|nee? le|anniversaire)\b")
# What holds while somebody is on probation holds no longer.
_PROBATION = re.compile(r"(?<!\w)(?:probation\w*|trial period|probezeit|periode d'essai)(?!\w)")
_AFTER_IT = re.compile(
    r"(?<!\w)(?:after|beyond|nach|apres|a l'issue de) (?:the |der |ablauf der |la )?(?:probation\w*|trial period|probezeit|periode d'essai)"
)
# Notice of a visit ends nothing.
_NOTICE = r"notice periods?|how much notice|period of notice"
_OF_VISIT = re.compile(r"(?<!\w)(?:visits?|entry|enters?|entering|inspections?|viewings?)(?!\w)")
_LATE = r"late (?:fees?|charges?|payment fees?)|penalt(?:y|ies)|mahngebuhr(?:en)?|saumniszuschlag|verspatungs\w*|penalites?|frais de retard"
_TELLS_LATE = re.compile(
    r"(?<!\w)(?:late\w*|overdue|penalt\w+|default|arrears|fines?|\w*mahn\w*|\w*verzug\w*|\w*verspat\w*|saumnis\w*|\w*strafe\w*|retard\w*|penalites?|majoration\w*)(?!\w)"
)
# What something costs is not what is charged for a failure.
_ELSE = re.compile(
    r"(?<!\w)(?:sonst|andernfalls|ansonsten|otherwise|or else|sinon|a defaut|faute de quoi|penalt(?:y|ies)|penalites?|\w*verzug\w*|mahn\w+|late fees?|no[- ]show)(?!\w)"
)
_LIMIT = re.compile(
    r"(?<!\w)(?:up to|at most|no more than|bis(?: zu)?|hochstens|maximal|jusqu'a|au plus|au maximum)\W{1,3}(?:\w{3} )?\W?\d[^\s]*"
)
COSTS = r"costs?|charges?|pay|paid|price|premium|kostet|gekostet|kostete|kosten|zahlen|bezahlt|beitrag|pramie|coute|coutait|prix|prime|coutent"
# Nor is it another sum that is called by a name of its own: what is lent, lodged or taken off.
_OTHER_SUMS = tuple(
    (name, re.compile(rf"(?m)^\W*(?:\w+ )?(?:{name})\b[^\n\d]{{0,40}}\d[^\n]*"))
    for name in (
        r"loan|amount borrowed|darlehen\w*|kredit(?:betrag|summe)?|nettodarlehensbetrag|pret|montant (?:emprunte|du pret)",
        r"deposit|bond|kaution|mietsicherheit|caution|depot de garantie",
        r"residual value|restwert|valeur residuelle",
    )
)
_INSURED = re.compile(
    r"(?m)^\W*(?:versicherungssumme|deckungssumme|selbstbeteiligung|selbstbehalt|sum insured|deductible|excess|limit|cover|deckung|franchise|plafond|capital)\b[^\n\d]{0,40}\d[^\n]*"
    r"|(?<!\w)(?:selbstbeteiligung|selbstbehalt|excess|deductible|franchise)(?: [^\W\d]+){0,2} ?[€£$]?\d[\d.,]*(?: ?(?:€|£|eur\w*|chf))?"
    r"|(?<!\w)(?:selbstbeteiligung|selbstbehalt|versicherungssumme|deckungssumme|excess|deductible|sum insured|franchise) (?:betragt|liegt bei|von|wird(?: auf)?|steigt auf|erhoht sich auf|is|of|goes up to|rises to|est de|de|est portee? a|passe a) [^\n]{0,20}\d[^\n]*"
    r"|(?<!\w)(?:bis(?: zu)?|up to|jusqu'a) [^\n]{0,20}\d[^\n]{0,30}(?:versichert|insured|covered|assure)"
    r"|(?<!\w)(?:versichert|insured|covered|assure\w*) [^\n]{0,40}?(?:bis(?: zu)?|up to|jusqu'a) [^\n]*"
)
# Nor is it the part that an insurance bears.
_BORNE = re.compile(
    r"(?<!\w)(?:\w*kasse|\w*versicherung|insurance|insurer|mutuelle|securite sociale) (?:ubernimmt|zahlt|erstattet|covers?|pays?|reimburses?|rembourse|prend en charge)\b[^.\n]*"
)
# What somebody has to have is not what he has.
_HAVE = r"(?:do|have) (?:i|we) (?:\w+ ){0,2}(?:have|got)|(?:habe|haben) (?:ich|wir)|ai-je|avons-nous|a-t-on"
_HAS_TO = re.compile(
    r"(?<!\w)(?:shall|must|required to|muss|mussen|verpflichtet|doit|doivent)\b.{1,80}\b(?:at least|not less than|minimum|mindestens|wenigstens|au moins)\b"
)

# What is left is not what there was; what comes without something is told as that.
_LEFT = r"left|remaining|remains?|ubrig|verbleib\w*|noch (?:offen|zu)|reste|restent|reste-t-il|restant\w*"
_TELLS_LEFT = re.compile(
    r"(?<!\w)(?:left|remain\w*|balance|outstanding|unused|\w*rest\w*|ubrig\w*|noch|offen\w*|\w*saldo|\w*stand|verbleib\w*|\w*guthaben|solde|reliquat)(?!\w)"
)
_WITHOUT = re.compile(
    r"(?<!\w)(?:without|excluding|excl|except|before|net of|plus|ohne|exkl\w*|ausser|zzgl|zuzuglich|netto|sans|hors|hormis|excepte)(?!\w)"
)
_ASKS_WITHOUT = r"without|excluding|ohne|exklusive|sans|hors"
# What somebody pays himself is a part of what something costs.
_SELF = r"(?:him|her|my|our|your|them)sel(?:f|ves)|out of (?:our|my|his|her) (?:own )?pocket|selbst|selber|aus eigener tasche|(?:moi|toi|lui|elle|nous|vous|eux|elles)-memes?|de (?:ma|notre|sa) poche"
_TELLS_SELF = re.compile(
    r"(?<!\w)(?:\w*sel(?:f|ves)|own|co-?pay\w*|excess|deductible|patient'?s? (?:share|portion)|selbst\w*|selber|\w*eigenanteil\w*|zuzahlung\w*|restbetrag|reste a (?:votre |sa |ma )?charge|ticket moderateur|franchise|part (?:du )?patient|\w+-memes?)(?!\w)"
)
# What is taken off a sum is not that sum.
_OFF = re.compile(
    r"(?m)^\W*(?:less|minus|deductions?|\w*abzuge?|abzuglich|abzgl|\./\.|retenues?|moins|a deduire|deduction)(?!\w)[^\n]*\d"
)
_ASKS_OFF = r"less|minus|deduct\w*|reduc\w*|discount|support|\w*abzug\w*|abgezogen|abzuglich|rabatt|ermassigung|retenu\w*|dedui\w*|remise"
_QUANTITIES = frozenset({"money", "number", "duration", "size"})


def is_beside(plan: Plan, folded: str, *, is_done: bool, is_of_birth: bool) -> bool:
    """Whether folded text tells but a value beside the one that a plan's question asks for.

    ``is_done``: it asks of what is over; ``is_of_birth``: how old somebody is, or when he was born.
    """
    asked = plain(plan.question)
    if plan.expected and _PROBATION.search(_AFTER_IT.sub("", folded)) and not _PROBATION.search(asked):
        return True
    if says(asked, _NOTICE) and _OF_VISIT.search(folded) and not _OF_VISIT.search(asked):
        return True
    if "date" in plan.expected:
        return _BORN.search(folded) is not None and not (is_of_birth or _BORN.search(asked))
    if not _QUANTITIES.isdisjoint(plan.expected) and says(asked, _LEFT) and not _TELLS_LEFT.search(folded):
        return True
    is_sum = "money" in plan.expected and not says(asked, _ASKS_OFF)
    if is_sum and _OFF.search(folded) and not holds("money", _OFF.sub("", folded)):
        return True
    if "money" in plan.expected and says(asked, _ASKS_WITHOUT) and not _WITHOUT.search(folded):
        return True
    if "money" in plan.expected and says(asked, _SELF) and not _TELLS_SELF.search(folded):
        return True
    if says(asked, _HAVE) and _HAS_TO.search(folded):
        return True
    if says(asked, _LATE) and not _TELLS_LATE.search(folded):
        return True
    is_price = "money" in plan.expected and says(asked, COSTS)
    if is_price and ((is_done and _LIMIT.search(folded)) or (_ELSE.search(folded) and not _ELSE.search(asked))):
        return True
    for name, called in _OTHER_SUMS:
        if is_price and not says(asked, name) and called.search(folded) and not holds("money", called.sub("", folded)):
            return True
    rest = _BORNE.sub("", folded)
    if (
        is_price
        and rest != folded
        and not _BORNE.search(asked)
        and stated(plan.topic, folded) - stated(plan.topic, rest) - GENERIC_STEMS
    ):
        return True
    return is_price and _INSURED.search(folded) is not None and not holds("money", _INSURED.sub("", folded))
