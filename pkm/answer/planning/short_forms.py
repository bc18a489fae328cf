"""Questions as they are typed in short, and what is meant by each: two names beside each other, who pays, what ended."""

from __future__ import annotations

import re

from pkm.answer.planning.anchors import month_names

_MONTH = "|".join(sorted(month_names(), key=len, reverse=True))
_TIME = rf"(?:(?:in|for|since|during|im|in|seit|fur|en|depuis|pour|au|cette|ce)\s)?(?:the |le |la |l')?(?:{_MONTH}|(?:19|20)\d\d|q[1-4]|last|this|letzte[snm]?|diese[snm]?|dernier|mois|annee|heuer|year|month|today|yesterday|spring|summer|autumn|winter|sommer)\b"
# A name or two words for a thing; none of time, none that asks.
_THING = rf"(?!(?:{_TIME}))(?!(?:what|how|who|which|was|wie|wer|welche\w*|combien|qui|quel\w*|did|do|does|haben|show|list|zeige?|montre|compar\w*|vergleich\w*)\b)(?!(?:income|einnahmen|revenus?|earn\w*|expenses|spending|ausgaben|depenses)\b)[^\W\d_][\w&'’.-]*(?:\s(?!(?:{_TIME})|(?:vs|versus|or|oder|ou|gegen|contre)\b)[^\W\d_][\w&'’.-]*)?"
_PART = r"(?:a |the |die |ein |la |le |un )?(?:half|third|quarter|tenth|halfte|drittel|viertel|zehntel|moitie|tiers|quart|dixieme)\b"
_WHEN = rf"(?:,?\s{_TIME}[^,;?]{{0,30}}?)?"
_END = r"(?=\W*$)"
_AND_HOW_MUCH = r",? (?:and how much(?: (?:in total|in all|altogether|was it|did it cost|is that))?|und (?:wie ?viel|was)(?: (?:insgesamt|zusammen|in summe|hat (?:er|sie|es|das|der) gekostet|war(?:en)? (?:es|das)))?|et combien(?: (?:en tout|au total|ca a coute|cela a coute|il a coute|elle a coute))?)"

# Spans of the folded question are replaced, so that names keep their letters.
SHORT_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:{said})(?!\w)"), meant)
    for said, meant in (
        # two things beside each other
        (rf"^\W*({_THING}) (?:vs\.?|versus) ({_THING})({_WHEN}){_END}", r"did we spend more on \1 or \2\3"),
        (rf"^\W*({_THING}) gegen ({_THING})({_WHEN}){_END}", r"haben wir mehr für \1 oder \2 ausgegeben\3"),
        (rf"^\W*({_THING}) contre ({_THING})({_WHEN}){_END}", r"avons-nous dépensé plus pour \1 ou \2\3"),
        (rf"^\W*({_THING}) or ({_THING})[,:;]? where (?:do|did) (?:we|i) (?:spend|leave|pay) (more|less)(?: money)?({_WHEN}){_END}", r"did we spend \3 at \1 or at \2\4"),
        (rf"^\W*({_THING}) oder ({_THING})[,:;]? (?:und )?(?:wo|bei wem) (?:lassen|geben|zahlen|liessen|gaben) (?:wir|ich) (mehr|weniger)(?: geld)?({_WHEN})(?: aus| liegen)?{_END}", r"haben wir \3 bei \1 oder bei \2 ausgegeben\4"),
        (rf"^\W*({_THING}) oder ({_THING})[,:;]? wo (mehr|weniger)({_WHEN}){_END}", r"haben wir \3 bei \1 oder bei \2 ausgegeben\4"),
        (rf"^\W*({_THING}) ou ({_THING})[,:;]? ou (?:est-ce qu'|est-ce que )?(?:on|nous|je) (?:depense|depensons|laisse|laissons|paie|payons) (?:le )?(plus|moins)(?: d'argent)?({_WHEN}){_END}", r"avons-nous dépensé \3 chez \1 ou chez \2\4"),
        # whom we pay, and who pays
        (rf"^\W*qui (?:est-ce qu'on (?:paie|paye)|on (?:paie|paye)|(?:paie|paye)-t-on|payons-nous) le plus({_WHEN}){_END}", r"à qui payons-nous le plus\1"),
        (rf"^\W*wen (?:be)?zahlen wir am meisten({_WHEN}){_END}", r"wem zahlen wir am meisten\1"),
        (r"^\W*(?:who|whom) (?:pays|is paying) (?:us|me)(?: (?:our |my )?(?:wages|salary|salaries|pay))?" + _END, "who has paid us the most"),
        (r"^\W*(?:wer|von wem) (?:be)?zahlt (?:uns|mir)(?: (?:den |unser |mein |unseren |meinen )?(?:lohn|gehalt))?" + _END, "wer hat uns am meisten gezahlt"),
        (r"^\W*qui (?:nous|me) (?:paie|paye|verse)(?: (?:un |notre |mon |le )?salaire)?" + _END, "qui nous a versé le plus"),
        # what ended
        (rf"^\W*(?:when|since when) did ((?!we\b|i\b){_THING}) (?:stop|end|finish)(?: (?:charging|billing)(?: us| me)?)?{_END}", r"when did we last pay \1"),
        (rf"^\W*when did (?:we|i) stop paying (?:for |to )?(.{{2,40}}?){_END}", r"when did we last pay \1"),
        (rf"^\W*(?:wann|seit wann) (?:hat|ist) (.{{2,40}}?) (?:aufgehort|zu ende|fertig|vorbei|geendet){_END}", r"wann haben wir zuletzt \1 bezahlt"),
        (rf"^\W*seit wann (?:zahlen|bezahlen) (?:wir|ich) (.{{2,40}}?) nicht mehr{_END}", r"wann haben wir zuletzt \1 bezahlt"),
        (rf"^\W*(.{{2,40}}?) est (?:fini|finie|termine|terminee) depuis quand{_END}", r"quand avons-nous payé \1 pour la dernière fois"),
        (rf"^\W*depuis quand (?:ne )?(?:paie|payons)(?:-t-on|-nous)? plus (.{{2,40}}?){_END}", r"quand avons-nous payé \1 pour la dernière fois"),
        (rf"^\W*({_THING}),? (?:cancel?led|ended|stopped|finished) when{_END}", r"when did we last pay \1"),
        (rf"^\W*when (?:was|were|is|did) (?:the |our |my )?(.{{2,40}}?) (?:(?:fully |finally )?(?:paid off|repaid)|(?:get|got) (?:cancel?led|paid off)){_END}", r"when did we last pay \1"),
        (rf"^\W*wann (?:war|ist|wurde) (?:der |die |das |unser |unsere |mein |meine )?(.{{2,40}}?) (?:fertig |ganz )?(?:abbezahlt|zuruckgezahlt|getilgt)(?: worden)?{_END}", r"wann haben wir zuletzt \1 bezahlt"),
        (rf"^\W*quand (?:le |la |notre |mon )?(.{{2,40}}?) (?:a-t-(?:il|elle) ete|a ete|etait|est) (?:solde|soldee|rembourse|remboursee){_END}", r"quand avons-nous payé \1 pour la dernière fois"),
        # what came back
        (rf"^\W*(?:did|has|have) ({_THING}) (?:give|gave|given|send|sent|pay|paid) (?:us |me )?(?:any |some |our |the )?(?:money|anything) back{_END}", r"what refunds did we get from \1"),
        (rf"^\W*(?:haben|hatten) wir (?:eine |irgendeine |schon eine )?(?:ruckzahlung|ruckerstattung|erstattung|gutschrift) (?:von|bei) (?:der |dem )?({_THING}) (?:bekommen|erhalten|gekriegt){_END}", r"welche Erstattungen haben wir von \1 bekommen"),
        (rf"^\W*(?:did|has|have) ({_THING}) (?:already |ever )?refund(?:ed)? (?:us|me)(?: (?:anything|something|already|yet))?({_WHEN}){_END}", r"what refunds did we get from \1\2"),
        (rf"^\W*({_THING}) refunds?(?:[,:]? (?:when|how much|when and how much|how much and when)){_END}", r"what refunds did we get from \1"),
        (rf"^\W*hat (?:uns|mir) ({_THING}) (?:schon |je |jemals )?(?:etwas |was |geld )?(?:erstattet|zuruckgezahlt|zuruckerstattet|ruckerstattet)({_WHEN}){_END}", r"welche Erstattungen haben wir von \1 bekommen\2"),
        (rf"^\W*(?:est-ce que )?({_THING}) (?:nous|m')\s?a(?:-t-(?:il|elle))? (?:deja )?rembourse({_WHEN}){_END}", r"quels remboursements avons-nous reçus de \1\2"),
        # what was bought
        (rf"^\W*what (?:did|have) (?:we|i) (?:buy|bought|get|order|ordered) (?:at|from) ({_THING})({_WHEN}){_END}", r"list our purchases at \1\2"),
        (rf"^\W*was (?:haben wir|habe ich) ((?:{_TIME}[^,;?]{{0,20}} )?)bei ({_THING}) (?:alles )?(?:gekauft|bestellt|eingekauft)({_WHEN}){_END}", r"liste unsere Zahlungen \1bei \2\3"),
        (rf"^\W*(?:qu'est-ce qu'on a|qu'a-t-on|qu'avons-nous) (?:achete|commande) chez ({_THING})({_WHEN}){_END}", r"liste nos paiements chez \1\2"),
        # the thing first
        (rf"^\W*(?!{_PART})([^,;?]{{2,40}}?), (?:how much (?:was|is) (?:it|that)|what did (?:it|that) cost){_END}", r"how much did \1 cost"),
        (rf"^\W*(?!{_PART})([^,;?]{{2,40}}?), (?:wie ?viel war das|was hat (?:das|es|er|sie) gekostet|das war wie ?viel){_END}", r"wie viel hat \1 gekostet"),
        (rf"^\W*(?!{_PART})([^,;?]{{2,40}}?), (?:c'etait combien|ca a coute combien|combien (?:c'etait|ca a coute)|ca fait combien){_END}", r"combien a coûté \1"),
        (rf"^\W*({_THING}),? (combien de fois)({_WHEN})(?:{_AND_HOW_MUCH})?{_END}", r"combien de fois avons-nous payé \1\3"),
        (rf"^\W*({_THING}),? (?:how often|how many times)({_WHEN})(?:{_AND_HOW_MUCH})?{_END}", r"how often did we pay \1\2"),
        (rf"^\W*({_THING}),? wie oft({_WHEN})(?:{_AND_HOW_MUCH})?{_END}", r"wie oft haben wir \1 bezahlt\2"),
        # what an answer to the first half tells, too
        (rf"^(\W*(?:how often|how many times|wie oft|combien de fois|letzte[rs]?|last|derniere?|quand|when|wann) (?!.*,)[^?]{{3,60}}?)(?<!wann)(?<!when)(?<!quand){_AND_HOW_MUCH}{_END}", r"\1"),
        (rf"^\W*(?:the )?last ({_THING}){_END}", r"last payment for \1"),
        (rf"^\W*([^,;?]{{2,40}}?), (?:depuis quand){_END}", r"depuis quand payons-nous \1"),
        (rf"^\W*([^,;?]{{2,40}}?), (?:since when){_END}", r"since when do we pay \1"),
        (rf"^\W*([^,;?]{{2,40}}?), (?:seit wann){_END}", r"seit wann zahlen wir \1"),
        # prices
        (r"(?:which|what) (?:bills|contracts|payments|costs) (?:went|have gone|got|are going) up", "which prices went up"),
        (r"welche (?:rechnungen|kosten|vertrage|zahlungen) (?:sind|wurden)(.{0,30}?) (?:gestiegen|teurer geworden|teurer)", r"was ist\1 teurer geworden"),
        (r"quelles (?:factures|charges|depenses) ont augmente", "quels prix ont augmenté"),
        (rf"^\W*was hat sich bei ({_THING}) (?:geandert|verandert){_END}", r"hat sich der Preis von \1 geändert"),
        (rf"^\W*({_THING})((?: {_TIME}[^,;?]{{0,20}}?)?) (teurer|billiger|gunstiger)(?: geworden)?{_END}", r"ist \1\2 \3 geworden"),
        (rf"^\W*({_THING}),? seit wann (teurer|billiger|gunstiger){_END}", r"seit wann ist \1 \2"),
        (rf"^\W*({_THING}) (dearer|cheaper|more expensive)({_WHEN}){_END}", r"has \1 become \2\3"),
        (rf"^\W*({_THING}) plus chere?s?( depuis [^,;?]{{2,30}}?){_END}", r"est-ce que \1 a augmenté\2"),
        (rf"^\W*({_THING}) price (?:history|changes?){_END}", r"did \1 go up"),
        # other words for it
        (rf"^\W*(?:what's|what is|what was) (?:the|our|my) total (?:for|at|from|with|spent (?:at|with|on)) ({_THING})({_WHEN}){_END}", r"how much did we spend at \1\2 in total"),
        (r"^\W*(?:l')?(?:evolution|entwicklung|verlauf|development|trend) (?:des|du|de la|de l'|de nos|der|unserer|von|of|of the|of our)(?= .*(?:mois par mois|par mois|monat fur monat|pro monat|month by month|per month|by month))", ""),
        (rf"^\W*(?:spent|paid)(?= (?:at|to|on) {_THING}{_END})", "how much did we spend"),
        (rf"^\W*(?:a-t-on|avons-nous|on a)(?: eu| recu)? un remboursement (?:de |d'|chez )({_THING})({_WHEN}){_END}", r"quels remboursements avons-nous reçus de \1\2"),
        (rf"^\W*do (?:we|i) pay for ({_THING}){_END}", r"what does \1 cost us a month"),
        (r"((?:bar)?geld .{0,40}?)gezogen", r"\1abgehoben"),
        (r"tire (combien d'argent|de l'argent|du liquide)", r"retiré \1"),
        (r"(?:fur )?(?:das )?(?:essen auswarts|auswartsessen)", "für Restaurants"),
        (r"(hat (?!uns|mir|er|sie)[^\W\d_]+ (?:den |die |das )?[^,;?]{2,40}?) (?:schon|bereits) (bezahlt|gezahlt)", r"\1 \2"),
        (r"durchschnitts(lohn|gehalt|einkommen|einkauf|rechnung)", r"durchschnittlicher \1"),
        (rf"^(\W*(?!(?:les?|la|des?|du|une?|nos|notre|mes|mon|ma|quel\w*)\b){_THING}) plus (?!(?:gros|grand|petit|cher|eleve|recent|souvent|de|que))({_THING})(?={_WHEN}{_END})", r"\1 and \2"),
        (rf"^\W*money (?:received |in )?from (?:the )?({_THING})({_WHEN}){_END}", r"how much did we receive from \1\2"),
        # times and accounts
        (r"wieviele", "wie viele"),
        (r"bar(?:geld)?bezug", "Bargeldabhebung"),
        (r"wie ?viele? zins(?:en)? (?:gab'?s|gab es)(?: aufs| auf dem| auf| am)?", "wie viel Zinsen bekamen wir auf"),
        (rf"how many days((?: {_TIME}[^,;?]{{0,20}}?)?) did (?:we|i) (?:eat|dine) out", r"on how many days did we go to restaurants\1"),
        (rf"seit (?=(?:anfang |ende |mitte )?(?:{_MONTH})(?: (?:19|20)\d\d)? bis\b)", "von "),
        (r"(?:our |my |the )?(?:total )?net worth(?: of all (?:our |my )?accounts)?", "balance of all accounts"),
        (r"(?:unser |mein |das )?gesamt(?:es )?vermogen(?: auf allen konten)?", "Kontostand aller Konten"),
    )
)  # fmt: skip
