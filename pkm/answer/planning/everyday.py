"""Everyday words of a question that say nothing of what is meant: whatever form they stand in, they are no topic.

Only words that change no figure belong here. What narrows or turns a question ("only", "without", "small", "direct
debit") must stay a topic that bookings do not know, or be beyond all plans (``pkm.answer.planning.asking``).
"""

from __future__ import annotations

# Verbs and nouns of money that moved, and of showing it; their stems are meant, so each stands once for all its forms.
MONEY = """
    pay cost debit burn blow splash splurge cough chuck throw amount total settle purchase disburse outlay outgo outgoing expend
    payout figure tally transact transaction charge paid expenditure payed sent send sum earn receive received
    ausbezahlt einbezahlt ausgezahlt eingezahlt angewiesen abgebucht belastet gelöhnt geblecht berappt entrichtet hingeblättert hingelegt abgedrückt rausgehauen verpulvert verballert verblasen verbraten verprasst
    zahlt bezahlt zahlen bezahlen ausbezahlen auszahlen einzahlen überweisen anweisen abbuchen belasten verrechnen verrechnet berechnen fakturieren fakturiert einheben eingehoben vorschreiben vergüten vergütet
    einziehen eingezogen einkassieren kassieren begleichen beglichen entrichten ausgeben ausgegeben hinblättern hinlegen löhnen blechen berappen abdrücken raushauen verpulvern verballern verblasen verbraten
    verprassen reinstecken reingesteckt rausgeworfen rauswerfen springen hinlangen loswerden losgeworden zusammenzählen zusammengezählt zusammenrechnen zusammengerechnet zusammengekommen aufsummiert addiert addieren
    aufwand aufwendung aufwendungen auslage auslagen aufstellung auflistung aufschlüsselung zusammenstellung übersicht geldsumme gesamtbetrag gesamtsumme summe betrag kostenpunkt zahlbetrag transaktion transaktionen posten
    zurückerstattet zurückgezahlt zurückbezahlt zurückbekommen rückvergütet refunded reimbursed retirer retiré retirée behoben bezogen verdienen verdient bekommen erhalten eingenommen einnehmen gutgeschrieben gekommen eingelangt eingetroffen angekommen
    payer dépenser coûter débourser décaisser acquitter honorer régler verser virer lâcher claquer cramer casquer cracher raquer filer balancer engloutir dilapider prélever débiter facturer encaisser
    montant somme total décompte détail dépense paiement règlement versement débours ardoise relevé récapitulatif récapituler totaliser additionner cumulé cumulés cumul chiffrer chiffre
    viré virée virés virer vire filé mis recevoir reçu reçue reçus reçues toucher percevoir perçu perçue perçus perçues gagner encaissement
"""

# Words that rank, in any form; their stems are meant.
RANK = """
    largest biggest highest heftiest hefty dearest steepest priciest costliest maximum maximal worst smallest lowest cheapest least minimum minimal
    größte höchste teuerste heftigste dickste fetteste happigste saftigste kleinste niedrigste günstigste billigste geringste tiefste
    grosse élevé cher moindre minime maximale minimale median médiane
"""

# Small words that only colour a question.
COLOUR = """
    truc trucs machin table tabelle tableau chart looking jahreskosten monatskosten mind kreditkarten mensuellement annuellement veux veut voulons veuillez tu repas bottom werte zahlen chiffres figures money passé bring brought bringing added adding addiert gegangen weggegangen abgegangen abging abgingen gehen wegging sorti sortie sortis high fiel fielen ausgefallen pricey expensive teuer kriegt kriegen gekriegt kriegten
    gebe gebt geb zahlst bezahlst kaufst bekommt bestelle gehe kriege krieg hol hebe verdienten payez achetons achètent reçois recevons reçoivent touchons versons réglons retirons prends prenons vais
    gezogen gebraucht sache sachen ding dinge big wenigsten wenigste
    anywhere irgendwo nirgendwo geholt holen stops remonte remontent irgendetwas irgendwas somewhere each one welchem welcher chacun chacune dans individual einzeln einzelnen höher higher larger greater
    pull distributed distribution bisherig bisherige bisherigen bisheriges bisheriger réuni réunis réunies confondu confondus inklusive einschließlich inclus incluse inclusive included including cover stop stopped rack racked amounted frequently frequent
    einkaufswert warenkorb basket unique mussten musste müssten répartissent répartit répartissaient broken weise monatsweise quartalsweise wochenweise jahresweise
    exceed exceeds exceeded exceeding surprise surprises dine dined verfuttert verfuttern mangé exact exakt
    split spread divided division category categories
    schlüssle schlüssel aufschlüsseln aufteilung verteilung gliederung gegliedert aufgegliedert unterteilt sortiert gruppiert
    ventilation ventilé ventilée ventilés ventilées répartis répartie réparti réparties détaillé détaillée
    summarise summarize overview rundown recap itemise itemize detail details provide lookup compile toward towards wondering remember
    anzeigen zeigen auflisten heraussuchen raussuchen rausgesucht zusammenstellen nachsehen personne personnes sortir établir fournir
    actually anyway obviously basically honestly literally simply precisely exactly quick quickly wanna gimme lemme kinda sorta bloody damn lot lots bit stuff things thing whatsoever alright just really
    lol haha omg btw tho thx info information data again ever since everything everyone folks guys question curious thank thanks grand combined altogether overall
    throughout entire whole complete full period timeframe span now moment today lately
    eigentlich überhaupt halt eben bloß denn mal einmal grad gerade jetzt schon bereits schonmal etwa ungefähr circa zirka rund eh ja doch wohl echt wirklich tatsächlich alles insgesamt total gesamt gesamthaft
    nenn nenne nennen mittelwert gegenübergestellt gegenüberstellen gegenüberstellung
    summa summarum unterm strich grob kurz schnell bisher bislang ham hamma hab habe hams mia mir wir uns ma ganz ganze ganzen ganzes gesamte gesamten gesamter komplett komplette kompletten brauche brauch bräuchte benötige
    lag lagen denen hätte hätten gerne gern bitte danke frage wissen übers fürs beim zum zeitraum zeitspanne kontoauszug kontoauszüge unterlagen daten angabe angaben euro eur pro je jeweils
    alors donc bref bon ben bah enfin vraiment justement précisément exactement environ grosso modo grossièrement déjà globalement total totale tout toute toutes tous ensemble intégralité besoin
    aurais aimerais voudrais merci svp stp bonjour salut savoir info infos information informations donnée données chose choses période durée moment relevés comptes actuellement
"""

# Firms that are called by one of these words: with a capital in the middle of a question it is their name.
FIRMS = """
    shell total post wish booking
"""
