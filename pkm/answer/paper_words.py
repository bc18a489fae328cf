"""Words of everyday life that papers, notes and messages say in three languages, and bookings hardly ever.

They join what a question and a paper call otherwise, as ``language.SYNONYMS`` does, and mean nothing to the ledger.
"""

EVERYDAY = """
bin bins dustbin dustbins wheelie waste rubbish garbage refuse trash müll abfall mülltonne tonne tonnen restmüll ordures poubelle poubelles déchets
collect collected collection emptied leerung geleert leeren abholung abgeholt abholen abfuhr collecte collectées ramassage ramassées enlèvement
allow allowed allows permit permitted permits permission permissible consent admitted erlaubt erlauben erlaubnis gestattet zulässig zustimmung einwilligung genehmigung genehmigt permis permise permet autorisé autorisée autorisation consentement accord admis admise
forbidden forbid prohibited verboten untersagt interdit interdite
pet pets animal animals haustier haustiere tier tiere kleintiere animaux dog dogs hund hunde chien chiens
pet pets animal animals haustier haustiere tier tiere kleintiere animaux cat cats katze katzen
room rooms zimmer pièce pièces
wall walls wand wände mur murs
paint painted painting streichen gestrichen anstrich peindre peinture
stairs staircase treppe treppenhaus escalier
clean cleaned cleaning putzen reinigen reinigt reinigung nettoyer nettoyage
snow schnee neige
roof dach toit toiture
lift elevator aufzug fahrstuhl ascenseur
tyre tyres tire tires wheel wheels reifen räder pneu pneus
inspection tüv hauptuntersuchung contrôle
repair repairs repaired repairing reparatur repariert reparieren réparation réparer garage werkstatt
brake brakes bremse bremsen bremsbeläge frein freins plaquettes
vaccination vaccine jab booster injection impfung geimpft spritze vaccin vaccination
glasses spectacles brille lunettes
eye eyes auge augen oeil yeux
cake kuchen torte gâteau
gift gifts present presents geschenk geschenke cadeau cadeaux
sofa couch settee canapé
football soccer fussball
ticket tickets fahrkarte fahrkarten billet billets
seat seats sitzplatz sitzplätze
flight flights flug flüge vol
coach bus autocar
lunch mittagessen déjeuner
clothes clothing kleidung kleider vêtements vêtement
shirt shirts hemd trikot trikots maillot chemise
nut nuts nuss nüsse noix
boat boats boot boote bateau
shoe shoes schuhe chaussures
owe owed owes schulde schulden
colour color farbe couleur
work working arbeit arbeiten arbeitet travail travailler
swim swimming schwimmen schwimmbad nager piscine natation
sick ill illness krank krankheit malade maladie
pressure druck pression
medicine medication tablet tablets pill pills medikament medikamente tablette tabletten médicament médicaments comprimé comprimés
closed closing shut geschlossen schliesstag schliesstage fermé fermée
deductible excess selbstbeteiligung selbstbehalt franchise
insured insure covered versichert deckung assuré assurée couvert
consumption usage verbrauch verbraucht consommation consommé
meter zähler zählerstand compteur
loan mortgage kredit darlehen prêt emprunt
interest zins zinsen zinssatz taux intérêt intérêts
"""
