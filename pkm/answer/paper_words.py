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
owe owed owes owing schulde schuldet schulden outstanding ausstehend dû
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
damage damages damaged schaden schäden beschädigt beschädigung sinistre dommage dommages
theft stolen steal stole diebstahl diebstähle gestohlen stehlen dérobé
liability haftpflicht responsabilité
household hausrat
accident unfall unfälle
braces brace zahnspange kieferorthopädie orthodontie
tooth teeth zahn zähne dental zahnersatz dent dents dentaire
drone drones drohne drohnen
instalment instalments installment installments raten monatsrate monatsraten ratenzahlung mensualité mensualités
nursery kindergarten kita kindertagesstätte daycare crèche
fever fieber fieberfrei fièvre
piano klavier flügel
furniture möbel meubles
move moving moved umzug umziehen umziehe umzieht umgezogen déménagement déménager relocation
offer offers angebot angebote quote quotation estimate kostenvoranschlag offre devis
buy buys buyer buyers bought purchase kaufen kauft gekauft käufer acheter achète acheteur achat
sell sells sold seller verkaufen verkauft verkauf verkäufer vendre vendu vendeur vente
class klasse classe
trip excursion outing klassenfahrt ausflug schulausflug sortie
allergy allergies allergic allergie allergien allergisch allergique allergiques
miss missed misses versäumt versäumte verpasst verpasste manqué manquée
lesson lessons unterricht course courses cours leçon leçons
flute flöte querflöte flûte
music musik musique
lend lent borrow borrowed loaned leihen leihe leiht geliehen ausleihen verliehen prêter prêté emprunter emprunt
lost lose loses loss verlieren verliere verliert verloren verlust perdre perdu perdue perte
minimum mindest mindestens minimal minimum
maximum höchstens höchst maximal maximum
speed fast geschwindigkeit schnell vitesse
fault faults outage störung störungen panne dérangement
guarantee guaranteed garantiert garanti garantie
objection object appeal einspruch widerspruch widersprechen recours opposition
party feier fest fête
sleep overnight übernachten übernachtung schlafen dormir nuitée
smoke smoking smoker rauchen raucht rauchverbot fumer fumeur
park parking parken parkplatz stellplatz stationner stationnement
noise loud lärm laut ruhezeit musizieren bruit
sublet sublease subletting untervermieten untervermietung untermiete louer location
open opens opening geöffnet offen öffnungszeiten öffnet ouvert ouverte ouverture
early vorzeitig anticipé anticipée
late verspätet verspätung spät retard tardif
extend extended extension renew renewed renewal renews verlängern verlängert verlängerung erneuern prolonger prolongation renouveler renouvelle
sign signed signature signatures unterschreiben unterschrieben unterschrift unterzeichnet signer signé
valid validity gültig gültigkeit valable validité
mother mum mom mutter mama mère maman
father dad vater papa père
grandmother grandma granny nan oma großmutter mamie
grandfather grandpa grandad opa großvater papi
sister schwester soeur
brother bruder frère
son sohn fils
daughter tochter fille
parents eltern
notary notar notarin notariat notaire
operation operated surgery operieren operiert opération opéré
teacher teaches teach lehrer lehrerin lehrkraft unterrichtet enseignant enseignante professeur
deputy stellvertreter stellvertreterin stellvertretung adjoint
towel towels handtuch handtücher
firewood wood brennholz holz bois
guest guests visitor gast gäste besucher invité invités
pause paused suspend suspended suspension pausieren ruhen ruht unterbrechen aussetzen suspendu suspendre
withdraw withdrawal revoke widerrufen widerruf rétractation
reminder mahnung mahngebühr zahlungserinnerung rappel
overtime überstunden überstunde
certificate attest bescheinigung krankschreibung certificat
laptop notebook computer rechner ordinateur
homeoffice télétravail telework
weight weights gewicht gewichte poids
exchange umtausch umtauschen umgetauscht échange échanger
withhold deduct deducted abgezogen abzug déduit
pick collect collected abholen abgeholt abholung récupérer retirer retrait
card karte carte
drive drives drove fahren fährt gefahren conduire
ride lift mitfahren mitnehmen
monday mondays montag montags lundi lundis
tuesday tuesdays dienstag dienstags mardi mardis
wednesday wednesdays mittwoch mittwochs mercredi mercredis
thursday thursdays donnerstag donnerstags jeudi jeudis
friday fridays freitag freitags vendredi vendredis
saturday saturdays samstag samstags sonnabend samedi samedis weekend weekends wochenende
sunday sundays sonntag sonntags dimanche dimanches weekend weekends wochenende
january januar janvier
february februar février
march märz mars
june juni juin
july juli juillet
august août
october oktober octobre
december dezember décembre
"""
