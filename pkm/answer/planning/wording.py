"""The words by which people speak of bookings, in English, German and French, also misspelt.

They say what is asked, not of what: none of them is a topic. A word that is one slip away from one of them, or from a
month, is read as that; what is capitalised or follows "at" or "for" may be a name and is left as it is.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pkm.answer.language import (
    FUNCTION,
    FUNCTION_WORDS,
    GENERIC,
    LOOSE,
    NARROWER,
    SYNONYMS,
    Language,
    content,
    detect,
    is_known,
    parts,
    stems_of,
    vocabulary,
)
from pkm.answer.planning.anchors import NUMBER_WORDS, SEASONS, UNITS, month_names, weekday_names
from pkm.answer.planning.everyday import COLOUR, FIRMS, MONEY, RANK
from pkm.ledger.words import fold, stem, words

LEAST_LETTERS = 6  # of a word that is mended; two letters that changed places are seen in shorter ones too
LEAST_SWAPPED = 5
_SPELT_OUT = re.compile(r"(?<![aeq])([aou])e(?!$)")


def folded(text: str) -> frozenset[str]:
    """The words of a table, folded."""
    return frozenset(fold(word) for word in vocabulary(text))


LEDGER: dict[Language, frozenset[str]] = {
    "en": vocabulary(
        """oft far spend spends spent spending spendings expense expenses expenditure expenditures outgoings paid pay pays paying payment payments
        purchase purchases purchased transaction transactions booked booking bookings total totals sum altogether together household family overall money amount amounts
        average averages averaged largest biggest highest expensive top list show count counts often times time unusual unusually strange odd weird suspicious
        anomaly anomalies abnormal unexpected ordinary stand stands happen happened earn earned earnings receive received income incomes charge
        charged charges charging debit debits debited direct withdraw withdrawn withdrawal withdrawals cost costs card cards credit account
        accounts bank since month months monthly year years yearly annual annually quarter quarters quarterly week weeks weekly weekday weekdays day days daily last this euros euro eur
        dollar dollars usd gbp pound pounds chf franken gmbh ag ltd inc se kg sarl sas anything something everything become became recurring regular regularly
        increase increased raise raised dearer twice double doubled duplicate typically usually usual normally typical breakdown break category
        categories shop shops store stores merchant merchants person persons per each every smallest lowest cheapest moins least median mean first latest recent
        compare compared comparing comparison develop developed evolve evolved versus against higher lower rather previous transferred transfer transfers refund refunds refunded refunding
        balance balances standing fixed new blow blew went goes arrive arrived got still already find yet ever exactly number
        quite tell one small large outgoing deposits typical past ago haven't hasn't hadn't shell shelled fork forked give given gave make made split across divided
        biggest main spend vs starting start started single look looks incoming inflow outflow inflows outflows source sources payee payees counterparty counterparties ever right go single over time bookkeeping
        dough hand handed set back date occasions trips station stations taking money quid bucks drop dropped leave left folks people guys summed pls plz thx thanks mean size thing things priciest ending ended put two both
        taken off live lived fishy dodgy wonky blown splurge splurged cough part"""
    ),
    "de": vocabulary(
        """bisher bislang eingekauft abhebung abhebungen abbuchung jährliche quelle quellen ausgegeben ausgeben ausgaben ausgabe gesamtausgaben bezahlt bezahle bezahlen gezahlt zahle zahlen zahlung zahlungen überwiesen überweisung überweisungen gekostet
        abgebucht abbuchung abbuchungen abbuchen lastschrift lastschriften buchung buchungen bucht summe summen gesamt insgesamt gesamtsumme durchschnitt durchschnittlich durchschnittliche
        durchschnittlichen durchschnittliches mittlere mittlerer mittleren mittleres monat monatlich monatliche monatlichen monatliches schnitt größte größten größter höchste höchsten teuerste teuersten anzahl ungewöhnlich ungewöhnliche ungewöhnlichen auffällig auffällige auffälligen
        verdächtig verdächtige verdient verdienst erhalten bekommen eingenommen einnahmen einnahme einkommen einkommens konto konten karte karten kartenzahlung kartenzahlungen kreditkarte umsatz umsätze kosten
        kostet doppelt zweimal gmbh euro franken jahr jahre jährlich jährliche jährlichen quartal woche wöchentlich wochentag wochentage wochentagen tag täglich geld geben gab gaben gegeben ging gingen geht liste kategorie
        kategorien händler händlern laden geschäft geschäfte geschäften commerce commerces magasin empfänger person personen median kleinste kleinsten niedrigste niedrigsten billigste erste ersten erstes letzte letzten letztes mal zuletzt neueste
        hingeblättert wüsste wüssten gern gerne wissen möchte möchten vergleich vergleiche verglichen gegenüber erstattet erstattung erstattungen rückerstattung rückerstattungen gutschrift gutschriften zurückbekommen zurück umbuchung umbuchungen eingang eingegangen schon
        normalerweise üblicherweise typischerweise gespart mehr weniger meisten gewesen rein runter reingekommen hereingekommen gekauft einkauf einkäufe einkaufen aufgeteilt
        aufgeschlüsselt übersicht neue neuen neu stelle verändert teurer teuer gestiegen aus aufs fürs ans hab fürn beim betrag beträge abgehoben abheben hoch hohe hohen zeig
        unseres meines seines wofür wohin fließt kamen haushalt male häufig gelassen irgendwas irgendetwas verteilen verdiene verdienen kauf käufe monatsdurchschnitt wen meiste meisten monats wann gezahlte bezahlte
        retoure retouren rückzahlung rückzahlungen
        abgebuchte sag sagt mir datum kohle knete moneten kröten mäuse asche pfund rachen geworfen draufgegangen drauf raus verbraten verprasst anno beide beiden zusammen zusammengerechnet pls endet differenz blieb blieben
        abgeschlossen dazugekommen hinzugekommen durchschnittlicher durchschnittlichem monatlicher höchster höchstem kleinster niedrigster teuerster größtem gebucht buche sonst"""
    ),
    "fr": vocabulary(
        """dire savoir voudrais jusqu'ici allé allée allés allées dépense dépenses dépensé dépenser dépensons payé payer payons payée payées paye paiement paiements achat achats total totaux somme moyenne moyen
        moyennes médiane nombre fois liste montre montrer inhabituel inhabituelle inhabituels inhabituelles anormal anormale anormales suspect suspecte suspectes bizarre bizarres compte comptes carte cartes crédit revenu revenus
        reçu reçus reçue gagné gagner touché toucher opération opérations grosse grosses gros grande grandes grand grands cher chère élevé élevée petit petite avons coûte coûté coûtent euro euros virement virements prélèvement prélèvements prélevé
        débité versé versée verser argent mensuel mensuelle mensuelles annuel annuelle annuels catégorie catégories commerçant commerçants répartition montant
        dernier dernière derniers premier première comparer compare rapport évolué remboursé remboursés remboursée remboursées remboursement remboursements internes interne arrivé arrivée
        nouveaux nouveau semaine mois jour trimestre année an ans correspond retiré retirer ça avait avions quelque chose payés payées retrait retraits dépensent dépensait coûter coûtait payons-nous gagnons totale totales reviennent mensuels annuelles reste
        magasin magasins enseigne enseignes fournisseur fournisseurs bénéficiaire bénéficiaires dis dites dis-moi dites-moi date balles fric thune thunes laissé claqué lâché svp stp merci allé différence
        ont-elles ont-ils a-t-il a-t-elle a-t-on"""
    ),
}  # fmt: skip
# What only asks, and verbs of money that are no slips of other words.
_ASKING = """
    outlay outlays disbursed remitted wired laid poured pour sunk sink swallowed settled collected deducted figure figures tally takings recently basis reckoned calculated
    abbezahlt abgezahlt zurückgezahlt zurückbezahlt ausgeglichen towards toward
    entrichtet beglichen aufgewandt geblecht berappt gelöhnt getragen gesteckt abgedrückt verpulvert verjubelt rausgehauen hingelegt eingezogen abgezogen belastet
    kassiert genommen gefressen weggegangen rausgegangen abgegangen abgeflossen gewandert angefallen zusammengekommen ergeben ergibt ergaben ausgemacht ausmachen machten
    dafür davon gerechnet allererste allererstes lagen liegen stack stacks lieu bien payons représente représentent représentait débourser déboursé débloqué acquitté
    lâchés mis mettons englouti flambé décaissé pris réclamé consacré consacrée totalise comparée comparées comparés rahmen fällt auffällt touchées perçu perçus perçues
    donnons eu wanderte wandern floss kontos machen coût coûts chères chers monatsbeitrag jahresbeitrag mensualité mensualités
    could would should like want wish visited buy buys bought buying ordered bestellt commandé acheté achetée achetés acheter monaten jahren wochen tagen quartalen chacun chacune einzelne kindly please roughly approximately around actually really basically overall currently lately told remind hello
    gone come comes coming hand handed bill billed billing annually annual setting whole entire entirely altogether combined respectively each us worth
    könntest könnten kannst würde würdest würden verlangt verlangte verlangen berechnet nimmt nehmen nahm macht machte kostete kosteten bekam bekamen lief liefen
    entfällt entfiel angefallen summiert belaufen beliefen belief beläuft betragen betrug beträgt entfielen entfallen ausgezahlt überweist überwies überwiesen getätigt
    geleistet vorgenommen entrichtet losgeworden gelandet geflossen flossen fließen verschlungen aufgewendet eingezahlt zahlten zahlte gaben gab kauften
    kaufte bezahlten bezahlte vom komplett ungefähr circa eigentlich denn so jeweils auflisten aufgelistet liste angeben anzeigen aufschlüsseln
    pourriez pourrais peux pouvez aimerais souhaite souhaiterais donner donne donnez environ exactement monte montent montant montants élevées élevés
    parti partis partie parties sorti sortis rentré rentrés entré entrés facturé facturés facturée facture factures facturer réglé réglés débités débitée encaissé
    prélevés prélevée prend prennent demande revient reviennent revenu fera font fais ensemble plaît coûtent coûtait coûtaient payait payaient dépensait passe passé passés
    versés versées donné donnés lister afficher affiche mettre globalement actuellement
"""
NOISE = frozenset(
    fold(word)
    for group in (*LEDGER.values(), _ASKING.split(), MONEY.split(), COLOUR.split(), RANK.split())
    for word in group
)
_NOISE_STEMS = frozenset(each for each in stems_of(MONEY + RANK) if not is_known(each))
_MONEY_STEMS = stems_of(MONEY)

# Words that are a topic only where there is no other: the bill of a phone bill, the visit of a restaurant visit.
_WEAK = """bill bills invoice invoices rechnung rechnungen facture factures visit visits eat ate eaten shop gegessen mangé
    manger visite visites besuch besuche purchase panier passage passages company firma order orders bestellung bestellungen commande commandes
    frais dépense dépenses note addition prime primes premium premiums prämie prämien cotisation cotisations beitrag beiträge gebühr gebühren fee fees charge charges
    stuff place places haul tab tabs posten rechnungsbetrag addition additions provider providers supplier suppliers carrier anbieter versorger fournisseur fournisseurs opérateur
    ride rides fare fares run runs plein pleins tankfüllung tankfüllungen fill-up fill-ups meal meals repas mahlzeit mahlzeiten
    appointment appointments termin termine membership memberships mitgliedschaft plan abo abos subscription subscriptions abonnement abonnements contract vertrag contrat forfait"""
WEAK, WEAK_STEMS = folded(_WEAK), stems_of(_WEAK)
# Small words that are noise in one language and may be a name in another (Plus, a supermarket).
OWN_NOISE: dict[Language, frozenset[str]] = {
    "en": folded("like know tell please hey hi hello want see would could add recognise recognize getting burn burned burnt"), "de": folded("pro ab weg gemacht"), "fr": folded("vers met mets mettons celle celles celui ceux allons augmenté diminué plus part va passe fait faits vert sommes suis étions étais êtes"),
}  # fmt: skip
# What questions of one kind say beside their topic.
_KIND_WORDS = {
    "savings": """fraction quotepart épargnés gespart gesparter blieben bleiben blieb bleibt übrig left over rest reste restait resté pourcentage percents able amount of amounts proportions anteils quote rücklage rücklagen économie économies mettre mis set aside away anteil zurücklegen zurückgelegt épargnée épargnés épargné revenus nos save saves saved saving savings rate share percent income put by sparen spart sparquote prozent einkommens gespart zurückgelegt
        épargne épargner économisé taux part côté mettons manage percentage aside what enough konnten konnte gesparte épargnons épargnons-nous saving proportion""",
    "cashflow": """contre gegen against fini terminé result plus que dépensé gagné abzüglich less minus moins bottom line stand unterm strich kassensturz solde result results résultat résultats cover covered covers gedeckt decken couvert couvrir couvrent couverts recettes comparez comparer vergleiche vergleich compare ausgekommen vécu dessus moyens wirtschaften gewirtschaftet make made verhältnisse leben gelebt beyond profit gewonnen verloren rouge vert étions étais était red black money left remain remained remaining remains behind übriggeblieben geblieben bleiben blieb hinten vorne saldo entrées entrants sortants dans bilan stand stood over under profit loss verlust gewinn schulden salary salaries wages wage gehalt gehälter lohn salaire salaires paie geblieben restait nous fois payé ausgaben einkommen revenus income restera cash flow cashflow net surplus deficit living means left over end money in out black red plus minus übrig bleibt stelle überschuss
        defizit reste fin excédent déficit came come coming going recettes rentrées sorties vs verhältnis sieht einnehmen cashflows somme sommes end make ended""",
    "compare": """écart écarts differ differs diffèrent différer höher higher lower niedriger tiefer bas basse élevés élevé élevées rise rose risen climb climbed steigen stiegen last previous vergleichen verglich costing cost than month year as against contre gegen selon rapport diff delta jahr monat année mois vorher davor zuvor davor before cheaper pricier dearer billiger günstiger cher chère chères moins plus changed change difference more less same evolved development développé entwickelt entwickelten teurer dearer gestiegen um low percent percents percentage prozent prozentual pourcent pourcentage cent
        developed compare comparison vergleich verglichen veränderung entwicklung unterschied différence weniger coûté as""",
    "price_changes": """tuition dues premium premiums prozent percent percentage pourcent pourcentage verteuert verbilligt sich anbieter firmen unternehmen provider providers company companies suppliers fournisseurs entreprises services regular payments prélèvements aufgeschlagen grimpé before previously earlier used to früher vorher zuvor als more mehr plus qu'avant avant increase increased increases hike hikes hiked up price pricing cost costs paying pay kosten kostet coûte kostete preislich preisanstieg preissprung tarif monthly fee fees much geändert sich tarif tarifs tariffs put its their pricier costlier rates rate cher chère seit price prices more expensive cheaper got gone raise changed contract preis preise preiserhöhung preiserhöhungen preisänderungen
        erhöht erhöhen abos gestiegen geworden teurer billiger prix augmenté hausse hausses abonnements devenu devenus increases fallen risen change
        billig abo abonnement now before entwickelt go up goes risen rise fallen erhöhung subscriptions subscription prices""",
    "recurring": """current currently present aktuell aktuelle aktuellen aktueller derzeitige derzeitigen jetzige jetzigen momentane actuel actuelle automatically automatisch automatiquement off ab runter these days nowadays now come in regularly what's total verträge contracts jahreskosten annual cost monatskosten annum coût leur their each every month year frais charges fixed expenses regular subscriptions abo daueraufträge lastschriften prélèvements regelmässig regelmässige regelmässigen dauernd ständig mensuel mensuelles récurrente récurrentes récurrents obligations commitments yearly annual fee fees beitrag verpflichtungen laufend posten belastungen wiederkehrend wiederkehrenden wiederkehrende standing commitments annually verlangt facture revient paie paie-t-on abos abo daueraufträge dauerauftrag laufen fixkosten feste regelmäßig regelmäßige regelmäßigen wiederkehrende festen fester wieder kommen
        abonnements abonnement abonements charges fixes récurrents récurrent réguliers running run back bills bill come standing order orders subscribed membership memberships add repeat repeating laufende laufenden mitgliedschaften subscriptions subscription costs""",
    "balance": """blieb bleibt restait reste reste-t-il wie drauf es sur combien was war höhe level sitting sat parked what did have in it état is there stand guthaben per zum euro how much money available verfügbar disponible disposions avions dispose worth amount amounts es gab être contenait contenir contain contained big large high représente avait es-ce liegen stood standing balance balances kontostand kontostände saldo salden solde soldes liegt lag stand steht stehen money right now developed entwickelt
        end reste steht kontostandes bestand left hold holds held""",
    "holdings": """are my sont nos wertpapierdepot aktiendepot depotkonto investmentkonto possédons placement placements invested investiert investi anlagen geldanlage geldanlagen quels quelle possède possédés titre papiers anlageformen stock fonds aktie liegt lag liegen brokerage account what in dans shares share units unit stocks stock portfolio securities hold holding holdings own worth value etf bonds funds depot aktien
        anteile wertpapiere depotbestand besitzen besitze wert bestand portefeuille titres actions valeur détenons possédons investments investment avions avais valent vaut vaut-il anteil stück parts part pieces etfs fund wertpapier titre""",
    "invoice": """haven't hasn't been settled yet wurden nicht ont été posten bzw offener ausgeglichen pas encore sont owe owes owing owed anyone anybody money attente paiement begleichen ausstehend ausstehende ausstehenden fällig fällige pending settle outstanding remaining due attend attendent passt passen non invoice invoices bill bills receipt receipts belongs belong unpaid open outstanding overdue rechnung rechnungen beleg belege gehört
        gehören offen offene unbezahlt unbezahlte unbezahlten facture factures justificatif correspond impayées impayée payée réglée reçu match matches beglichen find settled settle noch belong paid bezahlt already corresponds zu yet réglé régler
        überwiesen gehören payer not""",
    "contract": """celui celle bien aus die vertraglich contractual contractuel tenancy correctly properly accordance rightly richtig korrekt richtige conformément débité débitée respecté respectée agreed-upon stated vereinbart geschuldet paying set fixed die das festgelegt geregelt says that rental laut line vereinbarte selon according to nach location dem steht match matches contract lease agreement agreed agrees agree charged more than company correct terms one same mietvertrag vertrag
        verträge vereinbart vereinbarten stimmt überein entspricht preis bucht contrat bail prévu convenu prix abgebuchte says price conforme mehr right correct charging debited being richtige richtigen korrekte gezahlte payé prélevé bon match""",
    "deadlines": """contracts contract cancel cancelled cancellation cancellations deadlines deadline coming due renew renews bills bill invoices
        upcoming dates date soon verträge kündigen fristen frist verlängern demnächst fällig rechnungen werden stehen contrats résilier échéances
        échéance bientôt payer factures arrivent expire expiring subscriptions end ends need notice periods period renewal renewals kündigungsfrist
        kündigungsfristen laufen bald ablaufen auslaufen enden renouvellent abonnements expirent run out next nächste nächsten nächstes prochain prochaine prochaines prochainement""",
    "unusual": """verrechnet canceled doppelte doppelten doublon doublons ausreißer ausreißern passiert happen happened rien nothing d'inhabituel inhabituel looks look place out irgendetwas irgend etwas ungewöhnliches komisch komisches komische merkwürdig merkwürdiges seltsam seltsames auffälliges ungewöhnliches verdächtiges anormal étrange étranges stranges odd dubious dubios never before companies company after cancelled cancellation cancel gone wrong stimmt kündigung anybody somebody high hoch doppelt
        worry worried worrying concern concerned concerning care aware attention notice noticed noticeable weirdest strangest oddest statement statements activity activities history behaviour pattern patterns
        auszug auszüge auszügen kontoauszug kontoauszüge kontoauszügen kontobewegungen sorgen achten aufgefallen beachten prüfen stutzig relevé relevés inquiéter inquiéterait remarquer remarqué attention mouvements vérifier
        deux fees fee gebühren frais bancaires payees résiliation nouveaux look wrong sort ordinaire quelque chose irgendwas new unbekannte billed berechnet belastet""",
    "average": "lassen lasse typique typiques typische typischer hebdomadaire mensuelle quotidienne annuelle wöchentliche monatliche tägliche durchschnittsbetrag price prices preis preise prix mittel spend each",
    "first": "erster erstes erste",
    "last": "rate instalment installment acompte mensualité échéance letzter letztes letztem date bestellung commande order repas meal recently newest recent jüngste récent récente ago long getan",
    "count": "male months visit visits besuche visite visitons allons often häufigsten öftesten oftesten souvent fréquemment kaufen ein einkaufen achetons",
}
KIND_NOISE = {kind: folded(forms) for kind, forms in _KIND_WORDS.items()}
# What a question of transfers says beside the accounts.
TRANSFER_NOISE = folded("move moved put send sent internal internes gelegt geschoben eingezahlt umgebucht")


# What a question of refunds says beside who gave it back.
REFUND_NOISE = folded(
    "return returned returning zurückgeschickt zurückgesendet zurückgegeben zurückgebracht retourniert renvoyé renvoyés renvoyée renvoyées retourné retournés retournée retournées rendu rendus rendue rendues"
)

# Words that are one letter away from a word of money and are none.
NEAR = """
dépensier dépensière dépensiers
menage enlève enlevez enlevons changed change changes changing charger chargers
dividend dividends dividende dividenden dividendes
"""


@cache
def _known() -> frozenset[str]:
    """Stems of words that are no slip."""
    tables = " ".join((*SYNONYMS, LOOSE, NARROWER.replace(":", " "), GENERIC, *_KIND_WORDS.values(), NEAR))
    names = {*FUNCTION, *month_names(), *weekday_names(), *SEASONS, *UNITS, *NUMBER_WORDS}
    return stems_of(tables) | NOISE | WEAK | folded(tables) | names


_JOINING = folded("between since until during zwischen während entre depuis pendant jusque")  # the two ends of a time
_WEEKEND = folded("weekend weekends wochenende wochenenden")
_SLANG = folded("rachen kröten mäuse asche knete moneten kohle dough shell")  # that nobody means by another word


@cache
def _slips() -> dict[str, set[str]]:
    """Each word that can be meant, by itself and by what is left of it when a letter is taken out."""
    own = vocabulary(" ".join(_KIND_WORDS.values()))
    meant = {fold(word) for group in (*LEDGER.values(), own) for word in group} | {*month_names(), *_JOINING, *_WEEKEND}
    table: dict[str, set[str]] = {}
    for word in meant - _SLANG:
        if len(word) >= LEAST_SWAPPED:
            for short in _shortened(word):
                table.setdefault(short, set()).add(word)
    return table


def _shortened(word: str) -> set[str]:
    return {word} | {word[:n] + word[n + 1 :] for n in range(1, len(word))}


@lru_cache(maxsize=10_000)
def _meant(word: str) -> str | None:
    """The one word of money or time that a folded word is a slip of."""
    if len(word) < LEAST_SWAPPED or not word.isalpha() or not _known().isdisjoint((word, stem(word))):
        return None
    near = {each for short in _shortened(word) for each in _slips().get(short, ()) if _is_slip(word, each)}
    months = [each for each in near if each in month_names()]
    return max(months or near, key=len, default=None)


@lru_cache(maxsize=10_000)
def _spelt_out(word: str) -> str | None:
    """The known word that is meant by one written without umlauts: ``praemie``, ``Versicherungspraemie``."""
    plain = _SPELT_OUT.sub(r"\1", word)
    if plain == word or not _known().isdisjoint((word, stem(word))):
        return None
    return plain if plain in _known() or stem(plain) in _known() or len(parts(plain)) > 1 else None


def _is_slip(word: str, meant: str) -> bool:
    """Whether one letter was forgotten, doubled, changed or swapped, but neither the first nor, changed, the last."""
    if word[0] != meant[0]:
        return False
    last = meant not in month_names()  # a last letter makes another form of a word, or another word
    if len(word) == len(meant):
        differ = [n for n, (one, other) in enumerate(zip(word, meant, strict=True)) if one != other]
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and sorted(word) == sorted(meant)
        return swapped or (len(differ) == 1 and differ[0] < len(word) - last and len(word) >= LEAST_LETTERS)
    longer, shorter = sorted((word, meant), key=len, reverse=True)
    if len(longer) != len(shorter) + 1 or len(word) < LEAST_LETTERS - (meant in month_names()):
        return False
    return any(longer[:n] + longer[n + 1 :] == shorter for n in range(1, len(longer) - last))


_NAMING = re.compile(
    r"(?:at|to|for|from|by|on|bei|beim|an|von|vom|für|chez|pour|à|de|en|in|mit|avec)(?: (?:the|my|our|a|der|die|das|den|dem|le|la|les))? $",
    re.IGNORECASE,
)


def mend(question: str) -> str:
    """The question with slips in its words of money and time put right."""
    german = detect(question) == "de"

    def put_right(match: re.Match[str]) -> str:
        word = match.group()
        meant = _spelt_out(fold(word)) or _meant(fold(word))
        if meant is None:
            return word
        is_time = meant in month_names() or meant in _WEEKEND
        may_be_name = (word[0].isupper() and match.start() > 0 and not german) or _NAMING.search(
            question[: match.start()]
        )
        if may_be_name and not is_time:
            return word
        return meant.capitalize() if word[0].isupper() else meant

    return re.sub(r"[^\W\d_]{5,}", put_right, question)


_OWN_LETTERS = re.compile(r"(?:([äöüß])|[éèêàçùœ])")

_GERMAN_NOUN = re.compile(
    r"[a-z]{3,}(?:kosten|konto|konten|stand|ausgaben|einnahmen|ungen|ung|quote|geld|gehalt|lohn|einkauf|beitrag|quartal|zinsen)"
)
_SMALL = {language: {fold(word) for word in group} for language, group in FUNCTION_WORDS.items()}
_OF_MONEY = {language: {fold(word) for word in group} for language, group in LEDGER.items()}


def language_of(question: str) -> Language:
    """The language by its small words; where one or none tells, as "je" and "in" of two languages, by its words of money too."""
    said = words(question)
    small = {language: sum(each in group for each in said) for language, group in _SMALL.items()}
    ranked = sorted(small.values())
    if ranked[-1] > max(ranked[-2], 1):
        return max(small, key=lambda language: small[language])
    told = {language: small[language] + len(_OF_MONEY[language].intersection(said)) for language in small}
    told["de"] += 2 * any(map(_GERMAN_NOUN.fullmatch, said))
    if (letters := _OWN_LETTERS.search(question.casefold())) and not small["en"]:
        told["de" if letters[1] else "fr"] += 1
    return max(told, key=lambda language: (told[language], language == detect(question), language == "en"))


def any_of(lines: str) -> re.Pattern[str]:
    """A pattern that matches, as whole words of folded text, any of the patterns that stand one a line."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(filter(None, map(str.strip, lines.splitlines())))})(?!\w)")


BALANCE_NOUN = any_of(
    r"(?<!new )balances?(?! (?:bike|bicycle|board|due|payment|sheet))|\w*kontost[ae]nd\w*|saldo|salden|soldes?(?! de tout compte)"
)
# Words by which one of two things is held to be more than the other.
MORE = r"more|less|fewer|higher|lower|dearer|cheaper|costlier|pricier|bigger|larger|smaller|greater|hohere?n?|niedriger|teurer|billiger|gunstiger|grosser|kleiner|mehr|weniger|plus|moins|davantage|superieure?s?|inferieure?s?"
MORE_OR_LESS = any_of(MORE)
_COMPOUND = re.compile(
    r"\b([^\W\d_]{3,}?)s?(?:eing(?:a|ä)ng(?:e|en|s)?|ausgaben?|kosten|eink(?:a|ä)ufe?n?|besuch(?:e|en)?|zahlung(?:en)?|einnahmen|abbuchung(?:en)?|buchung(?:en)?|beitr(?:a|ä)ge?|pr(?:a|ä)mien?|geb(?:u|ü)hr(?:en)?|(?:r(?:ü|u)ck)?erstattung(?:en)?|(?<!ab)rechnung(?:en)?|anbieter|versorger|lieferant)\b",
    re.IGNORECASE,
)


def without_kind(text: str) -> str:
    """German compounds without the word of money at their end: ``Gehaltseingang`` is ``Gehalt``, but ``Nachzahlung`` no ``nach``."""
    return _COMPOUND.sub(
        lambda match: (
            match.group() if stem(fold(match.group())) in _known() or fold(match[1]) in FUNCTION else match[1]
        ),
        text,
    )


def speaks_of_money(text: str) -> bool:
    """Whether any word is one of money that moved."""
    return any(stem(each) in _MONEY_STEMS for each in words(text))


def told_in(text: str, noise: frozenset[str] = frozenset(), kept: frozenset[str] = frozenset()) -> list[str]:
    """Stems of the words that say what a question to the ledger is about, in order; those ``kept`` are in any case."""
    own = [
        each for each in words(text)
        if each in kept or not (each in NOISE or each in noise or stem(each) in _NOISE_STEMS)
    ]  # fmt: skip
    return content(" ".join(own))


_FIRMS = folded(FIRMS)


def firms_in(text: str) -> set[str]:
    """The firms that are called by a word of money, written as names: "our largest Shell payment"; none in a heading of capitals."""
    told = re.findall(r"(?<![\w'’-])[^\W\d_]{2,}", text)
    if not any(each.islower() for each in told):
        return set()
    return {fold(each) for each in told[1:] if each.istitle()} & _FIRMS
