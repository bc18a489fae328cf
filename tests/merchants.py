"""Counterparties as banks print them, with what a person would file them under.

A line holds what is printed, the description where there is one, and the category; ``+`` before the category: money that
comes in; ``-``: nobody could tell from these words. SEEN was looked at while words and thresholds were chosen; UNSEEN was
written before that and only measured.
"""

from __future__ import annotations

from typing import NamedTuple


class Merchant(NamedTuple):
    """One labelled counterparty; ``category`` is ``None`` where the words do not tell."""

    printed: str
    description: str
    incoming: bool
    category: str | None


def _read(table: str) -> tuple[Merchant, ...]:
    found = []
    for line in table.strip().splitlines():
        printed, description, category = (each.strip() for each in line.split("|"))
        plain = category.removeprefix("+")
        found.append(Merchant(printed, description, category.startswith("+"), None if plain == "-" else plain))
    return tuple(found)


SEEN = _read("""
REWE SAGT DANKE. 41400673//Hamburg/DE | | groceries
LIDL DIENSTLEISTUNG 1234 MUENCHEN | | groceries
ALDI SUED SAGT DANKE | | groceries
EDEKA MUELLER//FREIBURG/DE | 2024-03-02T18:11 KFN 1 VJ 2512 | groceries
Kaufland Heilbronn | | groceries
Bäckerei Schmitt GmbH | | groceries
BAECKEREI HOFMANN FIL 12 | | groceries
Metzgerei Obermaier | | groceries
Denns Biomarkt GmbH | | groceries
CARTE 12/03/24 CARREFOUR CITY 75011 PARIS | | groceries
PAIEMENT CB 0803 MONOPRIX LYON | | groceries
E.LECLERC RENNES | | groceries
Boulangerie Paul Dupont | | groceries
BIOCOOP LE PANIER VERT | | groceries
TESCO STORES 3297 LONDON GB | | groceries
SAINSBURYS S/MKTS LONDON | | groceries
WAITROSE 712 BRISTOL | | groceries
TRADER JOE'S #552 SEATTLE WA | | groceries
WHOLEFDS MKT 10235 AUSTIN TX | | groceries
KROGER #456 CINCINNATI OH | | groceries
SAFEWAY STORE 1711 | | groceries
Migros Zürich HB | | groceries
BILLA DANKT 0004512 WIEN | | groceries
Wochenmarkt Obst & Gemüse Huber | | groceries
Getränkemarkt Lehmann | | groceries
MCDONALD'S F11234 CHICAGO IL | | restaurants
STARBUCKS STORE 00123 SEATTLE WA | | restaurants
SQ *BLUE BOTTLE COFFEE SAN FRANCISCO CA | | restaurants
TST* THE RUSTIC SPOON | | restaurants
SumUp *Café Sol | | restaurants
Trattoria Da Enzo | | restaurants
GASTHAUS ZUM LOEWEN | | restaurants
L'Osteria Mannheim | | restaurants
Lieferando.de | | restaurants
UBER *EATS PENDING | | restaurants
DELIVEROO PLUS LONDON | | restaurants
PRET A MANGER 221 LONDON | | restaurants
LE BISTROT DU MARCHE | | restaurants
BRASSERIE GEORGES 69002 LYON | | restaurants
Sushi Circle Frankfurt | | restaurants
Eiscafé Venezia | | restaurants
THE RED LION PUB | | restaurants
NYX*SNACKAUTOMAT | | restaurants
Kantine Studierendenhaus | | restaurants
DOMINO'S 4589 512-555-0199 TX | | restaurants
CHIPOTLE 1298 | | restaurants
Hausverwaltung Seeger GmbH | Miete März Whg 12 | rent
Vonovia SE | Mietzahlung | rent
Anna Berger | Miete | rent
SCI LES TILLEULS | LOYER MARS 2024 | rent
Foncia Gestion | Quittance loyer | rent
Greystar Property Management | Rent unit 4B | rent
J Smith Lettings Ltd | Rent 14 Mill Lane | rent
Sparkasse Freiburg | Darlehen 123456 Rate | mortgage & loans
ROCKET MORTGAGE | LOAN PAYMENT | mortgage & loans
NATIONWIDE BS | Mortgage 1234 | mortgage & loans
CREDIT AGRICOLE | ECHEANCE PRET 00012 | mortgage & loans
NAVIENT | STUDENT LOAN | mortgage & loans
Vattenfall Europe Sales GmbH | Abschlag Strom | electricity
E.ON Energie Deutschland | Vertrag 123 Abschlag | electricity
LichtBlick SE | | electricity
EDF CLIENTS PARTICULIERS | | electricity
PG&E WEBRECURRING | | electricity
CON ED OF NY | | electricity
Octopus Energy | | electricity
Stadtwerke Ulm | Strom Abschlag April | electricity
Stadtwerke Ulm Wasser | Abwasser und Wasser | water
GASAG AG | Abschlag Gas | gas & heating
Fernwärme Nord GmbH | | gas & heating
British Gas | | gas & heating
ENGIE | FACTURE GAZ | gas & heating
Heizöl Brenner | Lieferung 2000 l | gas & heating
THAMES WATER | | water
Berliner Wasserbetriebe | | water
Veolia Eau | | water
CITY OF AUSTIN UTILITIES WATER | | water
Abfallwirtschaftsbetrieb Köln | Müllgebühren | water
Vodafone GmbH | | internet & phone
Telekom Deutschland GmbH | Festnetz Vertragskonto 123 | internet & phone
1&1 Telecom GmbH | | internet & phone
O2 Telefonica Germany | | internet & phone
ORANGE SA | Forfait mobile | internet & phone
FREE MOBILE | | internet & phone
Bouygues Telecom | | internet & phone
VERIZON WIRELESS | | internet & phone
COMCAST XFINITY | | internet & phone
GIFFGAFF | | internet & phone
BT GROUP PLC | | internet & phone
M-net Telekommunikations GmbH | | internet & phone
Swisscom (Schweiz) AG | | internet & phone
Allianz Versicherungs-AG | Beitrag Kfz | insurance
HUK-COBURG | | insurance
Techniker Krankenkasse | | insurance
AXA France | Assurance habitation | insurance
MAIF | | insurance
GEICO *AUTO | | insurance
STATE FARM INSURANCE | | insurance
AVIVA | Home insurance | insurance
Haftpflichtkasse VVaG | Haftpflicht | insurance
Mutuelle Générale | Cotisation | insurance
Löwen-Apotheke | | health
APOTHEKE AM MARKT | | health
Dr. med. dent. Weber Zahnarztpraxis | Rechnung 4711 | health
Pharmacie de la Gare | | health
CVS/PHARMACY #02341 | | health
WALGREENS #5543 | | health
BOOTS 1204 LEEDS | | health
Fielmann AG | | health
KAISER PERMANENTE | | health
DOCTOLIB PARIS | | health
Physiotherapie Lang | | health
SPECSAVERS OPTICIANS | | health
Cabinet dentaire Moreau | | health
Friseursalon Haarscharf | | personal care
DM FIL.2231 H:23311 | | personal care
ROSSMANN 3344 | | personal care
Great Clips | | personal care
SEPHORA LYON PART DIEU | | personal care
Coiffure Élégance | | personal care
Barber Shop 54 | | personal care
DB Vertrieb GmbH | Fahrkarte 123ABC | transport
BVG Abo | Deutschlandticket | transport
MVG Automat | | transport
SNCF CONNECT | | transport
RATP NAVIGO | | transport
TFL TRAVEL CH TFL.GOV.UK/CP | | transport
UBER *TRIP HELP.UBER.COM CA | | transport
LYFT *RIDE SUN 7PM | | transport
Taxi Zentrale Köln | | transport
BOLT.EU/O/2403 | | transport
SBB CFF FFS | | transport
MTA*NYCT PAYGO | | transport
TRAINLINE LONDON | | transport
ARAL STATION 1234 KOELN | | fuel
SHELL 1432 STUTTGART | | fuel
SHELL OIL 57442093000 HOUSTON TX | | fuel
ESSO TANKSTELLE MAIER | | fuel
TOTAL ACCESS A7 | | fuel
BP CONNECT M4 | | fuel
CHEVRON 0201234 | | fuel
Tankstelle Gruber | | fuel
IONITY GMBH | | fuel
JET TANKSTELLE | | fuel
STATION U LYON CARBURANT | | fuel
ATU Auto-Teile-Unger | | car
Autohaus Kramer GmbH | Inspektion | car
APCOA PARKING | | car
Parkhaus am Dom | | car
EASYPARK GMBH | | car
VINCI AUTOROUTES | PEAGE A10 | car
NORAUTO DIJON | | car
JIFFY LUBE #1234 | | car
E-ZPASS NY | | car
KWIK FIT | | car
TÜV Süd Auto Service | Hauptuntersuchung | car
NCP CAR PARKS | | car
BOOKING.COM | Hotel Reservation | travel
AIRBNB * HMABCD1234 | | travel
LUFTHANSA 2201234567890 | | travel
RYANAIR | | travel
AIR FRANCE 0571234567890 | | travel
DELTA AIR 0062345678901 | | travel
Hotel Alpenblick | | travel
IBIS BUDGET PARIS | | travel
HILTON GARDEN INN | | travel
SIXT GMBH & CO | Mietwagen | travel
Reisebüro Sonnenklar | | travel
Camping Les Pins | | travel
HERTZ RENT A CAR | | travel
H&M 0371 BERLIN | | clothing
ZARA FRANCE | | clothing
C&A MODE | | clothing
Zalando SE | | clothing
DEICHMANN SCHUHE | | clothing
PRIMARK 123 | | clothing
OLD NAVY US 6543 | | clothing
KIABI LILLE | | clothing
Schuhhaus Görlitz | | clothing
IKEA DEUTSCHLAND 0147 | | household
OBI BAU 345 | | household
HORNBACH BAUMARKT | | household
LEROY MERLIN | | household
CASTORAMA | | household
THE HOME DEPOT #1234 | | household
LOWE'S #00907 | | household
B&Q 1234 | | household
Möbelhaus Rieger | Sofa | household
Sanitär Krause | Rechnung 88 | household
Schornsteinfeger Meister Rolf | | household
Textilreinigung Blitz | | household
Plomberie Martin | | household
MEDIA MARKT 344 | | electronics
SATURN ELECTRO | | electronics
FNAC PARIS | | electronics
APPLE STORE R123 | | electronics
BEST BUY 00012345 | | electronics
CURRYS PC WORLD | | electronics
Conrad Electronic SE | | electronics
BOULANGER SA LILLE | | electronics
CinemaxX Freiburg | | entertainment
Kino Babylon | | entertainment
UGC CINE CITE | | entertainment
CTS EVENTIM AG | | entertainment
TICKETMASTER FRANCE | | entertainment
STEAMGAMES.COM 4259522985 | | entertainment
Buchhandlung Rombach | | entertainment
THALIA BUECHER | | entertainment
Musée d'Orsay | | entertainment
Zoologischer Garten Berlin | | entertainment
BARNES & NOBLE 2104 | | entertainment
NETFLIX.COM 866-579-7172 CA | | subscriptions
PAYPAL *SPOTIFY 35314369001 GB | | subscriptions
AMZN Prime*2K3AB12 | | subscriptions
APPLE.COM/BILL 866-712-7753 CA | | subscriptions
Google *YouTubePremium | | subscriptions
Rundfunk ARD, ZDF, DRadio | Rundfunkbeitrag 01.2024 | subscriptions
Süddeutsche Zeitung | Abo | subscriptions
LE MONDE ABONNEMENT | | subscriptions
CANAL+ FRANCE | | subscriptions
ADOBE *CREATIVE CLOUD | | subscriptions
MICROSOFT*365 | | subscriptions
DISNEY PLUS | | subscriptions
McFit Fitness GmbH | | sport
BASIC-FIT FRANCE | | sport
PUREGYM LTD | | sport
PLANET FIT CLUB FEES | | sport
DECATHLON 0123 | | sport
Boulderhalle Blockhaus | | sport
SportScheck GmbH | | sport
TSV 1860 Sportverein | Mitgliedsbeitrag | sport
Volkshochschule Freiburg | Kurs 1234 | education
UDEMY ONLINE COURSES | | education
Universität Konstanz | Semesterbeitrag | education
Musikschule Allegro | | education
UNIV OF TEXAS TUITION | | education
Ecole de conduite Martin | | education
Kita Sonnenschein e.V. | Beitrag März | children
CRECHE LES LUTINS | | children
Smyths Toys | | children
KINDERCARE 300123 | | children
Stadt Bonn | Kita-Gebühr | children
Fressnapf Filiale 88 | | pets
Tierarztpraxis Dr. Vogel | | pets
PETSMART # 0123 | | pets
Clinique vétérinaire du Parc | | pets
ZOOPLUS SE | | pets
Ärzte ohne Grenzen e.V. | Spende | gifts & donations
UNICEF FRANCE DON MENSUEL | | gifts & donations
Blumen Risse | | gifts & donations
OXFAM GB DONATION | | gifts & donations
Interflora | | gifts & donations
AMZN Mktp DE*2K3AB9 | | shopping
AMAZON.DE AMAZON.DE | | shopping
eBay O*12-12345-67890 | | shopping
OTTO GmbH & Co KG | | shopping
GALERIA KARSTADT 0023 | | shopping
TARGET 00012345 | | shopping
ETSY.COM*SHOP | | shopping
LA REDOUTE | | shopping
Juwelier Roth | | shopping
Finanzamt Freiburg-Stadt | EKSt 2023 | taxes
DGFIP IMPOT 44123 | | taxes
HMRC SELF ASSESSMENT | | taxes
IRS USATAXPYMT | | taxes
Stadtkasse Mainz | Grundsteuer 2024 | taxes
| Kontoführungsentgelt 03/2024 | fees & interest
| OVERDRAFT FEE | fees & interest
| FRAIS DE TENUE DE COMPTE | fees & interest
| Sollzinsen I. Quartal | fees & interest
| GA NR00001234 BLZ12345678 0 | cash
| RETRAIT DAB 1203 LYON | cash
| ATM WITHDRAWAL 000123 MAIN ST | cash
| BARGELDAUSZAHLUNG | cash
Siemens AG | Lohn/Gehalt 03.24 | +salary
ACME CORP PAYROLL | DIRECT DEP | +salary
MAIRIE DE NANTES | SALAIRE MARS | +salary
Bundesagentur für Arbeit Familienkasse | Kindergeld 123FK456 | +pension & benefits
CAF DU RHONE | | +pension & benefits
SSA TREAS 310 XXSOC SEC | | +pension & benefits
Deutsche Rentenversicherung | Rente | +pension & benefits
Trade Republic Bank | Sparplan | savings & investments
VANGUARD | | savings & investments
Scalable Capital | | savings & investments
Union Investment | Fondssparen | savings & investments
Max Mustermann | danke für gestern | -
PAYPAL | | -
M DUPONT JEAN | VIREMENT | -
Sabine Krüger | | -
VENMO | | -
KLM Handels UG | | -
ZELLE TO MARIA | | -
S. Peters | Auslagen | -
GBR Vogt & Lang | Rechnung 12 | -
""")

UNSEEN = _read("""
PENNY MARKT 2231//Bonn/DE | | groceries
NETTO MARKEN-DISCOUNT 4411 | | groceries
NAHKAUF BECKER | | groceries
tegut... gute Lebensmittel | | groceries
Fleischerei Kunze | | groceries
Konditorei Wiener | | groceries
INTERMARCHE TOURS | | groceries
SUPER U NANTES | | groceries
FRANPRIX 5512 PARIS | | groceries
PICARD SURGELES | | groceries
Fromagerie Laurent | | groceries
ASDA SUPERSTORE | | groceries
CO-OP GROUP FOOD | | groceries
MARKS&SPENCER FOOD HALL | | groceries
ALBERTSONS #0123 BOISE ID | | groceries
COSTCO WHSE #0431 | | groceries
H-E-B #345 | | groceries
Hofladen Familie Kern | | groceries
BURGER KING #4521 | | restaurants
TACO BELL 030123 | | restaurants
NANDOS CHICKENLAND | | restaurants
Zum goldenen Hirsch Gasthof | | restaurants
Pizzeria Bella Napoli | | restaurants
Ristorante Sapori | | restaurants
CREPERIE BRETONNE | | restaurants
WOLT HELSINKI | | restaurants
GREENE KING ALE HOUSE | | restaurants
DOORDASH*PANERA | | restaurants
Curry 36 | | restaurants
Vietnam Noodle House | | restaurants
Ratskeller Weinstube | | restaurants
COSTA COFFEE 4388 | | restaurants
GESOBAU AG | Kaltmiete 04/24 | rent
M. Lefevre | Loyer avril appartement | rent
EQUITY APARTMENTS LLC | RENT | rent
Immobilienverwaltung Roth KG | Wohnung 7 | rent
ING-DiBa | Baufinanzierung Rate | mortgage & loans
COFIDIS | | mortgage & loans
HALIFAX | Mortgage | mortgage & loans
EWE VERTRIEB | Stromabschlag | electricity
DUKE ENERGY | | electricity
TotalEnergies Electricité | | electricity
Elektrizitätswerk Schönau | | electricity
NATURSTROM AG | | electricity
NATIONAL GRID | ELECTRIC BILL | electricity
MVV Energie | Fernwärme | gas & heating
SOCALGAS PAID SCGC | | gas & heating
Severn Trent Water | | water
SUEZ EAU FRANCE | | water
Zweckverband Wasserversorgung | | water
congstar | | internet & phone
Deutsche Glasfaser | | internet & phone
SFR FIXE ADSL | | internet & phone
T-MOBILE*AUTO PAY | | internet & phone
VIRGIN MEDIA | | internet & phone
Salt Mobile SA | | internet & phone
DEVK Allgemeine Versicherung | | insurance
Debeka Krankenversicherung | | insurance
MACIF | | insurance
PROGRESSIVE *INSURANCE | | insurance
DIRECT LINE INSURANCE | | insurance
ADMIRAL INSURANCE | | insurance
Die Haftpflichtkasse | | insurance
St. Anna Apotheke | | health
Dr. Schulze Hausarztpraxis | | health
Zahnärzte am Park | | health
PHCIE CENTRALE PHARMACIE | | health
RITE AID 04567 | | health
BUPA DENTAL CARE | | health
Optik Sauer | | health
Klinikum rechts der Isar | Parkplatz Selbstzahler | health
Haarstudio Chic | | personal care
SUPERCUTS 8123 | | personal care
DOUGLAS 0441 | | personal care
YVES ROCHER | | personal care
HVV SWITCH | | transport
KVB Kölner Verkehrs-Betriebe | | transport
FLIXBUS | | transport
OEBB PERSONENVERKEHR | | transport
AMTRAK .COM | | transport
LNER RAIL TICKETS | | transport
FREENOW*RIDE | | transport
BLABLACAR | | transport
AVIA TANKSTELLE SUED | | fuel
OMV 4421 | | fuel
EXXONMOBIL 47812345 | | fuel
TEXACO SERVICE STN | | fuel
SPEEDWAY 04512 | | fuel
ENI STATION CARBURANT | | fuel
Kfz-Werkstatt Yilmaz | | car
EUROMASTER REIFEN | | car
INDIGO PARK NICE | | car
AUTOZONE #3321 | | car
Waschpark Glanz | | car
ASFINAG MAUT | | car
HALFORDS 0123 | | car
EASYJET 000ABCDE | | travel
MARRIOTT COURTYARD | | travel
EXPEDIA 7212345678 | | travel
Jugendherberge Heidelberg | | travel
Ferienwohnung Seeblick | Anzahlung | travel
TUI DEUTSCHLAND | | travel
UNITED AIRLINES 0162345678 | | travel
GITE LES CHENES | | travel
PREMIER INN 44012345 | | travel
UNIQLO EUROPE | | clothing
P&C DUESSELDORF | | clothing
TK MAXX 221 | | clothing
FOOT LOCKER 7712 | | clothing
About You SE | | clothing
ERNSTING'S FAMILY | | clothing
BAUHAUS FACHCENTREN | | household
Gartencenter Dehner | | household
CONFORAMA | | household
DUNELM SOFT FURNISH | | household
WAYFAIR*4123 | | household
Schreinerei Holz & Form | | household
Elektroinstallation Berg | | household
NOTEBOOKSBILLIGER.DE | | electronics
DARTY NICE | | electronics
MICRO CENTER | | electronics
Staatstheater Karlsruhe | | entertainment
ODEON CINEMAS | | entertainment
AMC 0412 ONLINE | | entertainment
NINTENDO CD123456 | | entertainment
Europa-Park Rust | | entertainment
WATERSTONES | | entertainment
Toto-Lotto Niedersachsen | | entertainment
HULU 877-8244858 CA | | subscriptions
DAZN LIMITED | | subscriptions
AUDIBLE GMBH | | subscriptions
NYTIMES*NYTIMES DISC | | subscriptions
TV LICENSING | | subscriptions
Dropbox*ABC123 | | subscriptions
DIE ZEIT Zeitverlag | Abonnement | subscriptions
FitX Deutschland | | sport
Kletterzentrum DAV | Eintritt | sport
ANYTIME FITNESS | | sport
Tennisclub Rot-Weiss | | sport
Fahrschule Drive | | education
COURSERA.ORG | | education
CNED INSCRIPTION | | education
Kindergarten St. Josef | | children
PAJEMPLOI URSSAF | | children
Vertbaudet | | children
CHEWY.COM | | pets
Das Futterhaus | | pets
Pets at Home | | pets
Greenpeace e.V. | | gifts & donations
RNLI | | gifts & donations
Fleuriste Rose | | gifts & donations
EBAY INC | | shopping
ARGOS LTD | | shopping
Amazon.co.uk*RT4AB | | shopping
MACYS 0123 | | shopping
GALERIES LAFAYETTE | | shopping
Hauptzollamt Ulm | Kfz-Steuer | taxes
FRANCHISE TAX BO | TAX PAYMENT | taxes
COUNCIL TAX LEEDS | | taxes
Foreign Transaction Fee | | fees & interest
| INTERETS DEBITEURS | fees & interest
| Auszahlung Geldautomat Sparkasse | cash
| CASH WITHDRAWAL HIGH ST | cash
Bosch GmbH | Gehalt April | +salary
NHS TRUST | SALARY | +salary
FRANCE TRAVAIL | | +pension & benefits
DWP STATE PENSION | | +pension & benefits
FIDELITY INVESTMENTS | | savings & investments
Deka Investmentfonds | Sparplan | savings & investments
Thomas Bauer | Auslage Juni | -
Erika Sommer | | -
John O'Neill | dinner split | -
Peter Lang | Rückzahlung | -
Firma Kessler & Söhne | RE 2024-118 | -
Dupuis Marie | VIREMENT PERMANENT | -
STRIPE | | -
Western Union | | -
""")
