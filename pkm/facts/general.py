"""Texts that speak of everybody: guides, articles, newsletters, advertisements, blank forms. What they state of contracts and prices is nobody's own."""

from __future__ import annotations

import re

from pkm.facts.fact import Paper

CHARACTERS = 6_000  # of the beginning, which are read
LINE = 200  # characters of a title, or of a first line
SAYINGS = 3  # of everybody, in a text that does not call itself a guide
BLANKS = 3  # to be filled in, in what calls itself a form

_CALLED = re.compile(
    r"(?<!\w)(?:how to (?!use|reach|find us|install|operate)\w+|(?:the|a|complete|quick|buyer['’]?s|consumer) guide|guide to|faqs?|frequently asked|explained|what (?:you|tenants|employees) (?:need to|should) know|your rights"
    r"|(?:\w+ )?tips|wiki(?:pedia)?|newsletters?|blog|podcast|hacks|magazine|consumer\w*|template|sample (?:contract|agreement|letter)"
    r"|ratgeber\w*|\w*tipps|(?:so|wie) (?:\w+ )?(?:kündigen|sparen|wechseln|finden|beantragen|berechnen|widerrufen|schützen) (?:sie|du|man)|was (?:sie|du|mieter|verbraucher|arbeitnehmer) (?:\w+ )?(?:wissen|beachten)|leitfaden|wissenswertes|verbraucher\w*|\w*vergleich|im test|muster\w*|vorlage"
    r"|guide|(?:nos|mes|\d+|quelques|bons) conseils|conseils (?:pour|de nos|pratiques)|comment (?:bien )?(?:résilier|changer|choisir|économiser|calculer|rompre|faire)|tout (?:savoir|comprendre)|vos droits|fiche pratique|wikipédia|comparatif|(?:lettre|contrat|modèle)[- ]type|modèles?)(?!\w)",
    re.IGNORECASE,
)
# A maker's guide tells of the very thing that was bought, a place's of the very place.
_MANUAL = re.compile(
    r"(?<!\w)(?:user|quick[- ]start|installation|owner['’]?s|operating|reference|style|setup|house|welcome|employee|staff|member)['’]?s? guide|manual|handbook|instructions|\w*anleitung|\w*anweisung|handbuch|mode d['’]emploi|guide d['’](?:utilisation|installation|accueil)|(?<!\w)guide (?:de l['’]utilisateur|du (?:locataire|salarié|propriétaire))",
    re.IGNORECASE,
)
_SAYINGS = tuple(
    re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE)
    for form in (
        r"(?:most|many|some) (?:\w+ ){0,2}(?:contracts?|policies|providers|people|members|tenants|landlords|employers|insurers|banks|companies|countries|households|users)|(?:viele|manche|einige|die meisten) (?:\w+ ){0,1}\w{4,}|la plupart des|(?:beaucoup|bon nombre) de|certains \w+s",
        r"usually|typically|generally|in general|normally|in der regel|meist(?:ens)?|üblicherweise|normalerweise|in aller regel|en (?:règle )?générale?|généralement|habituellement|souvent",
        r"consumers?|verbraucher(?:in|innen|n)?|consommateurs?|readers|leser(?:in|innen)?|lecteurs|neukunden|new customers",
        r"(?:tenants|landlords|members|employees|employers|customers|policyholders) (?:can|may|must|should|have|need|who)|(?:mieter|vermieter|arbeitnehmer|arbeitgeber|versicherte|kunden|mitglieder) (?:können|müssen|dürfen|sollten|haben|zahlen)|les (?:locataires|bailleurs|assurés|salariés|employeurs|clients) (?:peuvent|doivent|ont)",
        r"anyone who|wer (?:\w+ ){1,6}(?:möchte|will|muss|kann|hat|ist|braucht|zahlt),?|si vous (?:souhaitez|voulez|êtes|avez)|if you (?:want|wish|are|have|joined|need|move)|wenn sie (?:\w+ ){1,5}(?:wollen|möchten)",
        r"by law|(?:legal|statutory) (?:minimum|notice|period|right)|minimum wage|(?:german|english|french|swiss|austrian|scottish|uk|eu) law|gesetzliche[nrsm]? (?:kündigungsfrist|mindest\w+|frist|anspruch)|(?:nach|laut|gemäß) (?:dem )?gesetz|(?:depuis )?la loi(?: \w+)?|délai légal|code (?:civil|du travail|des assurances)|in (?:germany|switzerland|austria|france|england|scotland|the (?:eu|uk|us|netherlands))|in (?:deutschland|österreich|der schweiz|frankreich)|en (?:france|allemagne|suisse|belgique)",
        r"(?:our|my|pro|hot) tip|tip:|we recommend|experts?|unser (?:tipp|testsieger)|tipp:|wir empfehlen|experten|notre conseil|nos conseils|nous (?:vous )?conseillons|il (?:faut|suffit|convient|est conseillé)",
    )
)  # fmt: skip
_BLANK = re.compile(r"_{4,}|\.{8,}|…{3,}|\[[^\]\n\d]{3,30}\]")
_AVERAGE = re.compile(
    r"(?<!\w)(?:on average|the average|average \w+|im (?:schnitt|durchschnitt)|durchschnittlich\w*|en moyenne|(?:prix|coût|loyer|salaire) moyens?)(?!\w)",
    re.IGNORECASE,
)
_YOU = re.compile(
    r"(?<!\w)(?:you (?:can|may|must|should)|sie (?:können|dürfen|müssen|sollten)|können sie|vous (?:pouvez|devez))(?!\w)",
    re.IGNORECASE,
)
# What only a paper of somebody's own has: a number that it goes by, sides that are named, a reader who is.
_OWN = re.compile(
    r"(?:(?:kunden|vertrags|versicherungs|rechnungs|mitglieds|policen?|auftrags|konto|aktenzeichen|personal|steuer|zähler|bestell|buchungs|bestätigungs|ticket|sendungs)-?(?:nummer|nr|zeichen)|(?:customer|client|contract|policy|invoice|account|membership|reference|order|member|booking|confirmation|reservation|ticket|tracking|payroll) (?:no|number|ref(?:erence)?|id)|our ref(?:erence)?|unser zeichen"
    r"|(?:n°|numéro|réf(?:érence)?)(?: (?:de|du))? ?(?:client|contrat|police|facture|dossier|adhérent|commande|réservation))\.?\s*:?\s*(?=[A-Z\d])[\w/.-]*(?:\s[\w/.-]*)?\d"
    r"|\(?(?:hereinafter|nachfolgend|im folgenden|ci-après)(?!\w)"
    r"|(?<!\w)(?:between|zwischen|entre)\s[^\n_]{3,120}?\(?(?:the )?[\"“„«]?(?:landlord|tenant|employer|employee|lessor|lessee|lender|borrower|vermieter|mieter|arbeitgeber|arbeitnehmer|verpächter|pächter|bailleur|locataire|employeur|salarié)",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"(?<!\w)(?:my|our|i|we|mein\w*|unser\w*|ich|wir|mon|ma|mes|notre|nos|je|nous)(?! (?:tips?|recommend\w*|tipp|testsieger|empfehlen|raten|conseils?|vous)(?!\w))(?!\w)",
    re.IGNORECASE,
)
# Who sends to many has to say how to hear no more of it (Directive 2002/58/EC, article 13; 15 U.S.C. 7704).
_TO_MANY = re.compile(
    r"(?<!\w)(?:unsubscribe|opt[ -]out|(?:email|mail|manage) (?:your )?preferences|no longer wish to receive|(?:newsletter|suche|suchauftrag|mails?|e-mails|infos) (?:abbestellen|abmelden)|(?:vom newsletter )?abmelden|abmeldelink|abbestellen|austragen|keine (?:weiteren )?(?:newsletter|mails|e-mails|werbung) mehr|(?:se |vous )?(?:désabonner|désinscrire)|désabonnement|désinscription|ne plus recevoir)(?!\w)",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"(?<!\w)(?:offers?|deals?|save|savings|sale|discount|promo\w*|voucher|coupon|trial|upgrade|from (?:only |just )?(?:[£$€]|eur|chf|gbp|usd) ?\d|get a quote|quotes?|switch|join (?:now|today|us)|sign up|book (?:now|by|today)|shop (?:now|today)|order now|is hiring|apply (?:now|by)|free for|for free|new (?:in|arrivals|homes|listings)|we love"
    r"|angebote?|aktion|rabatt|gutschein|sparen|spare|sichere?n? (?:sie )?(?:dir|sich)|jetzt|nur|schon ab|ab (?:nur )?(?:€|eur|chf)? ?\d+[,.]?\d* ?(?:€|euro|eur|chf)|gratis|kostenlos|neue (?:wohnungen|immobilien|angebote|treffer|stellen|jobs)|komm zurück|wechseln"
    r"|offres?|profitez|remise|réduction|promotion|bons? plans?|soldes|à partir de|dès (?:€ ?)?\d|gratuit\w*|économisez|découvrez|réservez|nouvelles annonces|postulez)(?!\w)|\d ?%",
    re.IGNORECASE,
)
# What was ordered, paid or agreed on: "your subscription renews".
_DEALT = re.compile(
    r"(?<!\w)(?:(?:your|this) (?:\w+ ){0,2}(?:order|booking|payment|reservation|subscription|membership|plan|appointment|parcel|ticket|flight|stay|policy|refund|price|tariff|contract|premium|bill|invoice|statement)s? (?:has|have|is|are|was|were|will|renews?|ends?|expires?|confirmation|details|starts?|begins?|of|rises?|increases?|changes?|goes|costs?)|thank you for your (?:order|booking|purchase|payment)|(?:order|booking) confirm\w+"
    r"|(?:ihre?|deine?|euere?|eure?) (?:\w+ ){0,2}(?:bestellung|buchung|zahlung|reservierung|abo|abonnement|mitgliedschaft|termin|paket|ticket|flug|aufenthalt|vertrag|sendung|erstattung|preis|tarif|beitrag|rechnung) (?:ist|sind|wurde|wird|werden|verlängert|endet|läuft|beginnt|vom|am|für|kommt|steigt|sinkt|ändert|erhöht|kostet|beträgt)|(?:danke|vielen dank) für (?:ihre|deine|eure) (?:bestellung|buchung|zahlung)|(?:bestell|buchungs|auftrags)bestätigung"
    r"|(?:votre|ta) (?:\w+ ){0,2}(?:commande|réservation|paiement|abonnement|adhésion|rendez-vous|colis|billet|vol|séjour|contrat|remboursement|tarif|cotisation|facture) (?:est|a|sera|se|prend|du|débute|expire|augmente|passe|change|coûte)|merci (?:pour|de) votre (?:commande|réservation|achat|paiement)|confirmation de (?:commande|réservation))(?!\w)",
    re.IGNORECASE,
)
# What a firm or a house lays down for those who deal with it.
_RULES = re.compile(
    r"(?<!\w)(?:policy|notice|terms|rules|regulations|privacy|conditions|datenschutz\w*|\w*bedingungen|agb|\w*ordnung|satzung|règlement|statuts|confidentialité)(?!\w)",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"^[^\S\n]*(?i:dear|sehr geehrte[rs]?|liebe[rs]?|hallo|hello|hi|guten tag|madame|monsieur|bonjour|chère?s?)(?! (?i:readers?|subscribers?|friends?|leser\w*|abonnent\w*|abonnés?|lecteurs|lectrices|verbraucher\w*|consumers?))\b",
    re.MULTILINE,
)


def is_general(paper: Paper) -> bool:
    """Whether a text gives advice, news or offers to everybody, and none of it is its keeper's own.

    One that calls itself a guide and speaks so, one that is nothing in particular and often does, or a mail to many that offers
    something. What bears a number or names its sides is a paper of somebody's own, and so is what else is written to somebody.
    """
    if paper.kind in {"message", "statement", "invoice", "code"}:
        return False
    text = paper.text[paper.header_end : paper.header_end + CHARACTERS]
    heading = "" if paper.header_end else text.lstrip().partition("\n")[0]
    named = f"{paper.title[:LINE]}\n{heading[:LINE]}"
    if _MANUAL.search(named):
        return False
    is_called = _CALLED.search(named) is not None
    if is_called and len(_BLANK.findall(text)) >= BLANKS:
        return True
    if _OWN.search(text):
        return False
    if paper.header_end and _offers(paper, text):
        return True
    if _SALUTATION.search(text[:1_500]):
        return False
    is_ours = _OURS.search(text) is not None
    said = sum(each.search(text) is not None for each in _SAYINGS) + (_AVERAGE.search(text) is not None)
    if is_called:
        return said > is_ours
    if paper.kind == "contract" or _RULES.search(paper.title):
        return False
    weak = (_YOU.search(text) is not None) + (_AVERAGE.search(text) is not None and not is_ours)
    return said + weak >= SAYINGS


def _offers(mail: Paper, text: str) -> bool:
    """Whether a mail that went to many offers something, and speaks of nothing that was ordered or agreed on."""
    said = f"{mail.title}\n{text}"
    to_many = _TO_MANY.search(mail.text, mail.header_end) is not None
    return to_many and _OFFERS.search(said) is not None and _DEALT.search(said) is None
