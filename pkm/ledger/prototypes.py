"""What a counterparty's name and the words of its bookings say of its category: words that tell, and examples to be near to.

Told first by words: what a booking is for ("Miete", "salary"), then the kind of business ("Apotheke", "boulangerie"), then
the names of chains, for no embedding knows what Lidl sells. What no word tells is compared with example phrases by its
embedding (``pkm.store.categories``). The phrases are general knowledge; nothing here is drawn from anybody's records.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache

from pkm.ledger.category import INCOME

# Folded words, parted by commas; several words are a phrase. ``*x`` ends a compound, ``x*`` begins one.
# What a payment says that it is for, whoever gets it.
_PURPOSES = """
salary: salary, wages, payroll, paycheck, inc pay, ltd pay, llc pay, corp pay, sonderzahlung, urlaubszuschuss, xmas bonus, christmas bonus, weihnachtsbonus, jahresbonus, weihnachtsremuneration, urlaubsgeld, weihnachtsgeld, dir dep, direct dep, direct deposit, gehalt, lohn, gehaltszahlung, lohn gehalt, *gehalt, *lohn, salaire, salaires, paie, bezüge, dienstbezüge, monatsbezug, bezug, lohnzahlung, 13ème mois, treizième mois, 13 monatslohn, 13 monatsgehalt, prime annuelle
pension & benefits: kindergeld, elterngeld, arbeitslosengeld, bürgergeld, wohngeld, state pension, child benefit, universal credit, social security, ssa treas, altersrente, rentenzahlung, rente,
    familienkasse, deutsche rentenversicherung, rentenversicherung, caf, allocations familiales, allocation familiale, pole emploi, france travail, retraite, agirc arrco, bundesagentur für arbeit, pensionsversicherungsanstalt, familienbeihilfe, kinderbetreuungsgeld, klimabonus, alloc famille, allocation famille, canada child benefit, allocation canadienne
rent: nutzungsentgelt, dauernutzungsentgelt, nutzungsgebühr wohnung, mietzins, untermiete, sous location, rent, miete, kaltmiete, warmmiete, *miete, monatsmiete, mietzahlung, loyer, loyers, rental payment, hausverwaltung, immobilienverwaltung, wohnungsbau*, *wohnungsbau, wohnbau*, wohnungsgenossenschaft, *wohnungsgenossenschaft, wohnungsgesellschaft,
    housing association, lettings, letting agency, property management, apartments llc, bailleur, quittance loyer, foncia, vonovia, hlm
mortgage & loans: mortgage, darlehen, *darlehen, kreditrate, baufinanzierung, annuität, tilgung, ratenkredit, loan payment, loan repayment, student loan, studienkredit, privatkredit, bildungskredit, autokredit, auto loan, loan, black horse, home loan, prêt immobilier, échéance prêt, remboursement prêt, echeance pret,
    crédit immobilier, bausparkasse, navient, nelnet, rocket mortgage, cofidis, cetelem, ratenzahlung kredit, hypothécaire, prêt hypothécaire, versement hypothécaire, paiement hypothécaire, mensualité crédit, mensualité prêt, hypothekarzins, hypothekarzinsen
insurance: insuranc, annual premium, ann premium, pet cover, home cover, prime lamal, rc ménage, responsabilité civile, hausratversicherung, versicherungsprämie, insurance, insurances, assurance, assurances, versicherung, versicherungen, *versicherung, *versicherungen, *versicherungs, versicherungsbeitrag, versicherungs ag, haftpflicht, haftpflicht*, *haftpflicht, assekuranz, rückversicherung, mutuelle, prévoyance, homeowners, homeowners premium, krankenkasse, krankenkassen, kvg, lamal, lca, grundversicherung, caisse maladie, assurance maladie
taxes: ctax, acompte icc, acompte impôt, acomptes impôts, administration fiscale, administration cantonale des impôts, steuerverwaltung, steueramt, gemeindesteuern, staatssteuer, impôt cantonal, finanzamt, steuer, *steuer, steuern, einkommensteuer, hm revenue, hmrc, irs, irs treas, canada rit, usataxpymt, franchise tax board, council tax, property tax, income tax, impôt, impôts, dgfip, direction générale des finances publiques, tresor public,
    trésor public, finanzkasse, hauptzollamt, bundeskasse, bußgeld, bussgeldstelle, amende, amendes, urssaf, tax payment, dvla vehicle tax, dvla, motor tax, motortax, revenue commissioners, paye refund, stamp duty, prop tax, taxe scolaire, taxes municipales, taxes scolaires, grundsteuer, revenu quebec, agence du revenu, canada revenue
fees & interest: entgeltabrechnung, kontoführungsgebühren, od int, overdraft interest, prix pour la gestion, frais de gestion de compte, account fee, bank fee, monthly fee, service charge, maintenance fee, overdraft, overdraft fee, interest charge, interest charged, foreign transaction fee, late fee, annual fee, unpaid transaction fee, unpaid item fee, unpaid item charge, kontoführung, kontoführungsgebühr,
    kontoführungsentgelt, entgelt, entgeltabschluss, rechnungsabschluss, abschluss, sollzinsen, überziehungszinsen, zinsen, zinsabschluss, frais bancaires, frais de tenue de compte, tenue de compte, gestion du compte, gestion de compte, dienstleistungspreisabschluss, abschlussposten, kontoführungspreis, intérêts créditeurs, habenzinsen, habenzins, zinsgutschrift, cotisation carte, intérêts débiteurs, agios, commission d'intervention, commission intervention, commissions d'intervention, frais commission, frais rejet, rejet prélèvement, frais irrégularité, frais virement, kontoführungsgeb, kontoentgelt,
    auslandseinsatzentgelt, jahresgebühr, kartenpreis, interest paid, interest payment, interest, intérêts, intérêts versés, intérêts créditeurs, mahnspesen, mahngebühr, sans provision, fonds insuffisants, nsf fee, intérêts sur solde
cash: lnk, distributeur de billets, distributeur automatique, retrait distributeur, retrait bancomat, retrait espèces, bancomat, atm, cash withdrawal, cash machine, geldautomat, ga nr, bargeld, bargeldauszahlung, barauszahlung, bargeldabhebung, bankomat, retrait, sb kasse, barbehebung, bargeldbehebung, retrait dab, retrait gab, dab, link cash, notemachine, cardtronics
gifts & donations: kirchenbeitrag, kirchenbeitrags*, spendenkonto, don annuel, dons, donation, donations, dons, spende, spenden, charity, geschenk, hilfswerk, kirchensteuer freiwillig
children: kitas, *kitas, essensgeld, kindertageseinrichtung, kindertagespflege, kitabeitrag, kita, kindergarten, *kindergarten, *kita, kindertagesstätte, kinderkrippe, krippe, crèche, creche, daycare, day care, nursery fees, childcare, nounou, assistante maternelle, pajemploi, tagesmutter, unterhalt, alimente, child support, kinderbetreuung, cpe, kindergruppe, betreuungsbeitrag, schülerhort, nachmittagsbetreuung, playgroup, preschool, garderie, gardienne, elternbeitrag
building charges: hausgeld, wohnungseigentümergemeinschaft, eigentümergemeinschaft, weg hausverwaltung, hoa, hoa dues, hoa fee, homeowners association, condo association, condo assn, condo fees, condominium, charges copropriété, charges de copropriété, copropriété, syndic, syndic de copropriété,
    mgmt service charge, management service charge, estate service charge, block service charge, ground rent, residents association, residents management
savings & investments: sparplan, wertpapier, wertpapiere, wertpapierkauf, savings plan, säule 3a, säule 3b, 3e pilier, pilier 3a, 3ème pilier, 3a konto, vorsorgestiftung, rrsp, reer, ira contribution, dividende, dividenden, dividend, dividends, etf, tagesgeld, festgeld, épargne, livret, assurance vie, plan épargne, brokerage, investment
"""

# What a business is. A word of one's own language in the sign over the door.
_BUSINESSES = """
groceries: *konditorei, *metzgerei, *fleischerei, *bäckerei, *hofladen, *weltladen, unverpackt*, fishmongers, cheesemonger, fischmarkt, fischgeschäft, poissonnier, fromager, épicier, supermarkt, *supermarkt, supermarket, supermarkets, supermarché, supermarche, hypermarché, grocery, groceries, grocers, grocer, lebensmittel, feinkost, bäckerei, *bäckerei, bäcker, *bäcker, backstube, backhaus, backwaren, bakery, bakers,
    boulangerie, boulanger, patisserie, metzgerei, *metzgerei, fleischerei, butcher, butchers, boucherie, charcuterie, fromagerie, épicerie, primeur, biomarkt, *frischemarkt, frischemarkt, hofladen, wochenmarkt, getränkemarkt, *getränke, getränke,
    food market, foods market, greengrocer, fishmonger, poissonnerie, caviste, weinhandlung, alimentation, delicatessen, obst gemüse, reformhaus, naturkost, konditorei, farmers market
restaurants: *bräu, *brauhaus, *brauerei, brauerei, *gasthaus, *gasthof, *wirtshaus, *stüberl, stüberl, buvette, guinguette, rôtisserie, crêpes, salon de thé, friterie, tearoom, tea room, tea rooms, taproom, brewing, alehouse, smokehouse, carvery, creamery, falafel, shawarma, kumpir, leberkäse, leberkas, würstelstand, *rösterei, sandwiches, streetfood, street food, sports bar, restaurant, *restaurant, restaurants, ristorante, trattoria, osteria, pizzeria, pizza, *pizza, gasthaus, gasthof, wirtshaus, brauhaus, bistro, bistrot, brasserie, café, cafe, coffee, kaffee, kaffeehaus, sushi, ramen, burger, burgers, kebab, kebap, döner, taverna, imbiss,
    grill, diner, steakhouse, bbq, tapas, cantina, taqueria, tacos, eatery, kantine, *kantine, mensa, eiscafé, eisdiele, gelateria, gelato, pub, tavern, bar, brewery, brewpub, weinstube, biergarten, crêperie, creperie, traiteur, curry, noodle, noodles, bagels, donuts, espresso, roastery, kitchen, thai, takeaway, chippy, fish chips, ice cream, casa mia, bar tabac, auberge, poke, wok
electricity: strom, *strom, ökostrom, stromabschlag, electricity, electric, power, électricité, stromrechnung, stromkosten, elektrizitätswerk, *elektrizitätswerke, edison, power light, energie abschlag, *strom gmbh
gas & heating: gasversorgung, *gasversorgung, fernwärme, *fernwärme, heizöl, *heizöl, erdgas, natural gas, gas company, gas co, heating oil, gaz, chauffage, heizung abschlag, gasag, propane, wärmeversorgung, heizkosten, gas abschlag, heating
water: wasserwerke, *wasserwerke, wasserwerk, wasserversorgung, *wasserversorgung, abwasser, *abwasser, wasserverband, wasserwirtschaft, wasser kanal, kanalgebühr, kanalgebühren, zweckverband wasser, wasserbetriebe, abfallwirtschaft*, müllabfuhr, stadtreinigung, abfallgebühren, water company, water dept, water department, waterworks, water board, water sewer, water authority, utilities water, sewer, waste management, compagnie des eaux, eau, eaux, distribution eau
internet & phone: telecom, telekom, télécom, telecommunications, mobilfunk, mobile phone, broadband, breitband, fibre, fiber, glasfaser, internet, dsl, wireless, mobile plan, kabelnetz, telefon, telephone, prepaid aufladung, handy, handyrechnung, festnetz, phone bill, telecoms
health: zahnärzt*, zahnarzt*, *zahnärzte, physio*, medical practice, dental practice, médecin dentiste, apotheke, *apotheke, apotheken, pharmacy, pharmacie, pharma, chemist, zahnarzt, *zahnarzt, zahnarztpraxis, zahnärzte, dentist, dental, dentiste, dr med, dres, arztpraxis, hausarzt, *arztpraxis, gemeinschaftspraxis, *arzt, *ärztin, medical, clinic, klinik, *klinik, klinikum, krankenhaus, hospital, hôpital, clinique,
    physiotherapie, physiotherapy, kinésithérapeute, kiné, optik, *optik, optiker, optician, opticians, opticien, optique, augenoptik, vision center, cabinet médical, médecin, laboratoire, labor dr, orthopädie, radiologie, orthodontics, kieferorthopädie, health center, urgent care, sanitätshaus, hörgeräte, hearing aids, osteopathie, psychotherapie, pediatrics, dermatology, docteur, cabinet dentaire
personal care: haarschnitt, haarsalon, *haarstudio, *kosmetik, barbier, nail bar, spa salon, friseur, *friseur, frisör, friseursalon, haarstudio, coiffeur, coiffure, hairdresser, hairdressers, hair, hair salon, barber, barbers, barbershop, nails, nail salon, kosmetik, kosmetikstudio, cosmetics, parfümerie, parfumerie, beauty salon, drogerie, *drogerie, drogeriemarkt, *drogeriemarkt, massage, institut de beauté, salon, droguerie, tattoo, sauna, therme
transport: seilbahn ticket, linien, bus services, trams, metrolink, autobus, verkehrsbetriebe, *verkehrsbetriebe, verkehrsverbund, *verkehrsverbund, verkehrs, verkehrsgesellschaft, *verkehrsgesellschaft, taxi, taxis, *taxi, cab, tramway, railway, railways, bahnhof, sncf, trains, transit, bus, buslines, subway fare, parkbus, fahrkarten, fahrkarte, *ticket nahverkehr, deutschlandticket, jobticket, ferry, rideshare, carsharing, bikeshare, scooter, semesterticket, klimaticket
fuel: tankstelle, *tankstelle, tankstellen, tank rast, tankautomat, petrol, petrol station, gas station, fuel, fuels, carburant, carburants, station service, essence, diesel, charging station, ladestation, ladesäule, ev charging, stromtankstelle, autohof, supercharger, recharge électrique
car: mot centre, mot centr, mot garage, mot station, car repairs, autoreparatur, carrosserie, autohaus, *autohaus, autohof werkstatt, leasingrate, fahrzeugleasing, autoleasing, leasing auto, strassenverkehrsamt, straßenverkehrsamt, verkehrsabgabe, service des automobiles, office de la circulation, touring club, kfz werkstatt, kfz, autowerkstatt, werkstatt, garage, auto repair, auto parts, autoteile, reifen, *reifen, reifenservice, tires, tyres, tyre, pneus, car wash, autowäsche, waschstraße, waschpark, carwash, lavage auto, parking, parkhaus, *parkhaus, parkgarage, parkraum*, parkplatz, car park, parken, stationnement, toll, tolls, maut, péage, autoroute, autoroutes,
    contrôle technique, hauptuntersuchung, mot test, motors, kfz zulassung, zulassungsstelle, automobilclub, oil change, collision, dmv, auto body, parkster, easypark, autoglas
travel: guesthouse, guest house, gästehaus, *gästehaus, maison d'hôtes, chambres d'hôtes, holiday cottages, holiday park, apart hotel, hotel, hotels, *hotel, hostel, motel, resort, hôtel, auberge de jeunesse, jugendherberge, pension garni, ferienwohnung, ferienhaus, gîte, gite, gîtes, camping, campingplatz, campground, chambre d'hôtes, bed breakfast, b b, airline, airlines, airways, air lines, flug, flüge, airport, flughafen, aéroport, reisebüro, reisen, *reisen, travel, travel agency, voyages, cruises, cruise, touristik, tourist office, car rental, rent a car, autovermietung, location voiture, suites, agence de voyages, vacances
clothing: mode, moden, *moden, modehaus, fashion, boutique, schuhe, *schuhe, schuhhaus, shoes, shoe, chaussures, bekleidung, textil, textilien, clothing, apparel, jeans, vêtements, prêt à porter, sneakers, outlet fashion, lingerie, trachten, menswear, tailor, schneiderei, footwear
household: klempnerei, *klempnerei, sanitär*, *schreinerei, *tischlerei, boilers, boiler, heating engineers, plumbers, decorators, handyman, malereibetrieb, elektriker, chauffagiste, serrurerie, möbelhaus, *möbel, möbel, möbel*, furniture, meubles, ameublement, baumarkt, *baumarkt, bricolage, hardware, home improvement, gartencenter, gartenmarkt, gärtnerei, garden centre, garden center, jardinerie, sanitär, haustechnik, elektroinstallation, installateur, klempner, plumber, plumbing, plombier, plomberie, electrician, électricien, schreinerei, tischlerei,
    schlüsseldienst, locksmith, reinigung, textilreinigung, wäscherei, dry cleaning, dry cleaners, laundry, pressing, cleaners, cleaning, haushaltswaren, hausgeräte*, appliance repair, roofing, hvac, dachdecker, malerbetrieb, umzüge, umzug, removals, movers, self storage, safestore, shurgard, küchen, mattress, matratzen, bedding, nursery plants, schornsteinfeger, kaminkehrer, quincaillerie, heizungsbau, raumausstattung, handwerker, pest control, lawn
electronics: elektronik, *elektronik, electronics, électronique, computer, computers, computersysteme, informatique, elektromarkt, foto, camera, handyshop, phone repair, laptop, hifi
entertainment: libraire, libraires, *buchladen, craft supplies, kino, *kino, cinema, cinéma, cinemas, theater, theatre, theatres, théâtre, staatstheater, oper, opera, opéra, philharmonie, konzert, concert, concerts, museum, musée, zoo, zoologischer garten, botanischer garten, tierpark, freizeitpark, bowling, arcade, eintritt, ticketing, buchhandlung, *buchhandlung, bookshop, bookstore, books, librairie, buchladen, bücher, lotto, lottery, loterie, casino, spielhalle, billard, escape room, festival, hobby, games, schwimmbad, freibad, hallenbad, piscine, planetarium, klavier*, piano*, *pianohaus, musikhaus, eissporthalle, amusement, aquarium, presse tabac, zeitschriften, kiosk
subscriptions: zeitung, *zeitung, abonnement, monatsabo, jahresabo, zeitungsabo, probeabo, digitalabo, subscription, membership, mitgliedsbeitrag, verein, *verein, e v beitrag, cloud storage, hosting, streaming, rundfunk, ard zdf, newspaper, gazette, digital abo, podcast, domain, redevance, rundfunkbeitrag, orf beitrag, tv licence, tv license, tv licensing, orf beitrags, serafe, cloud, backup, family plan, saas
sport: seilbahn, *seilbahn, *seilbahnen, gondelbahn, sesselbahn, téléphérique, télésiège, télécabine, domaine skiable, sport, sports, fitness, *fitness, fitnessstudio, gym, gyms, crossfit, sportverein, *sportverein, turnverein, boulderhalle, kletterhalle, climbing, yoga, pilates, salle de sport, sports club, tennisclub, golf, golfclub, *golfclub, tennis, swim club, leisure centre, fahrrad, fahrräder, velo, vélo, cycles, bikes, bicycle, zweirad*, radsport, outdoor, ski, skipass, remontées mécaniques, bergbahnen
education: university, universität, université, college, school, schule, *schule, volkshochschule, hochschule, musikschule, fahrschule, école, lycée, collège, tuition, semesterbeitrag, studentenwerk, studierendenwerk, academy, akademie, sprachschule, driving school, auto école, cours, kurs, kurse, seminar, weiterbildung, tutoring, nachhilfe, scolarité, cantine scolaire, institute of technology, e learning, formation
children: spielzeug*, spielwaren, *spielwaren, spielzeug, toys, toy, jouets, babymarkt, baby
pets: tierärzt*, vets4pets, kleintierpraxis, tierarzt, tierärztin, *tierarztpraxis, tierarztpraxis, tierklinik, vet, vets, veterinary, vétérinaire, clinique vétérinaire, cabinet vétérinaire, pet, pets, animal hospital, animal clinic, zoohandlung, tiernahrung, tierbedarf, animalerie, pet supplies, hundeschule, dog, toilettage, kennels
gifts & donations: blumen, *blumen, florist, florists, fleuriste, flowers, fleurs, blumenhaus, geschenke, gifts, gift shop, stiftung, foundation, kirche, kirchengemeinde, pfarramt, church, parish, paroisse, croix rouge, rotes kreuz, red cross, caritas, diakonie, hospice
shopping: juwelier, jewelers, jewellers, bijouterie, schreibwaren, stationery, papeterie, kaufhaus, department store, versandhaus, versand, second hand, flohmarkt, antiques, thrift, discount store, dollar store
fees & interest: bank charges, gebühren, gebühr, bankgebühren
savings & investments: wertpapierhandel, fondssparen, investments, fonds
"""

# Chains and firms that have one trade, in Germany, Austria, Switzerland, France, Britain, Ireland, Belgium and the United States.
_CHAINS = """
groceries: costcutter, nisa, nisa local, farmfoods, heron foods, gousto, abel cole, booths, unimarkt, nah frisch, adeg, aligro, spar express, coop pronto shop, cactus, auchan drive, ad delhaize, proxy delhaize, shop go delhaize, colruyt, okay colruyt, carrefour express, carrefour market, dunnes, dunnes stores, supervalu, centra, lidl, aldi, rewe, edeka, penny, penny markt, netto, norma filiale, kaufland, norma, tegut, globus, hit markt, famila, marktkauf, nahkauf, alnatura, denns, bio company, basic bio, spar, eurospar, interspar, billa, hofer, mpreis, merkur markt, migros, coop, volg, denner, carrefour, auchan, leclerc, e leclerc, intermarche, monoprix, franprix, casino shop,
    super u, hyper u, u express, cora, picard, biocoop, naturalia, grand frais, leader price, lidl france, tesco, sainsbury*, sainsburys, asda, morrisons, wm morrisons, dunnes stores, supervalu, denns biomarkt, waitrose, iceland foods, ocado, co op, coop food, m s simply, metro cash, m s food, marks spencer food, budgens, londis, spar uk, supervalu, dunnes, centra, walmart, wal mart, kroger, safeway, trader joe*, trader joe s, whole foods, wholefds, publix, heb,
    nofrills, no frills, wegmans, h e b, albertsons, costco, sam s club, samsclub, aldi sued, food lion, giant eagle, stop shop, meijer, sprouts, harris teeter, ralphs, vons, winn dixie, 7 eleven, instacart, hellofresh, flink, gorillas, getir, backwerk, kamps, ditsch, le crobag, greggs, getränke hoffmann, albert heijn, jumbo supermarkten, delhaize, colruyt, hy vee, shoprite, picnic, bringmeister, knuspr, la vie claire, wholefoods, iga, iga extra, provigo, loblaws, sobeys, metro plus, super c, maxi, real canadian superstore, no frills, marche adonis
restaurants: panos, exki, quick, nando s, nandos, insomnia, insomnia coffee, insomnia coffe, supermac s, supermacs, mcdonald*, mcdonalds, burger king, kfc, subway, starbucks, pizza hut, domino s, dominos, nordsee, vapiano, five guys, chipotle, taco bell, wendy s, dunkin, panera, chick fil a, pret a manger, pret, costa coffee, costa, caffe nero, nando s, nandos, wagamama, wetherspoon, jd wetherspoon, j d wetherspoon, pizza express, lieferando, just eat, justeat, deliveroo, uber eats, ubereats, doordash, grubhub, wolt, flunch, quick, paul boulangerie, buffalo grill, hippopotamus,
    courtepaille, leon, itsu, hans im glück, block house, l osteria, losteria, peter pane, dean david, tim hortons, jack in the box, in n out, popeyes, applebee s, olive garden, sonic drive in, shake shack, peet s, blue bottle, too good to go, foodora, autogrill, marche moevenpick, dunkin donuts, panda express, cheesecake factory, sweetgreen, papa john s, arby s, the coffee bean, st hubert, rotisserie st hubert, cora, mary brown s, swiss chalet, a w canada
electricity: ecotricity, good energy, utilita, utility warehouse, so energy, outfox the market, e on next, shell energy, hamburg energie, services industriels, electric ireland, energia, luminus, eon, e on, vattenfall, enbw, rwe, yello, lichtblick, naturstrom, entega, ewe, eprimo, octopus energy, ovo energy, bulb energy, edf, edf energy, ekwateur, total direct energie, totalenergies electricite, pg e, pgande, con ed, coned, con edison, duke energy, dominion energy, fpl, florida power, comed, national grid, xcel energy, wien energie, tibber, ekz, sse, eversource, pseg, tenaga, enercity, polarstern energie, maingau energie, verbund, hydro quebec, hydro one, hydro ottawa, bc hydro, toronto hydro, aep, aep ohio, energie ag, kelag, verbund
gas & heating: bord gais, bord gais energy, flogas, engie, british gas, gasag, scottish gas, socalgas, national fuel gas, grdf, montana energie, nicor gas, techem, ista, primagas, antargaz, columbia gas, energir, enbridge gas, dominion energy gas, peoples gas
water: vivaqua, de watergroep, farys, pidpa, irish water, uisce eireann, thames water, veolia eau, veolia, suez eau, saur, severn trent, united utilities, anglian water, scottish water, yorkshire water, berliner wasserbetriebe, bsr, awm münchen, berliner stadtreinigung, southern water, affinity water, irish water, bristol water, wessex water, south west water, northumbrian water, welsh water, dwr cymru, south east water
internet & phone: voxi, smarty, lebara, lycamobile, id mobile, netplus, quickline, init7, zen internet, community fibre, willy tel, gomo, virgin media ireland, orange belgium, proximus, telenet, mobile vikings, kpn, ziggo, eir broadband, vodafone, o2, telefonica, t mobile, tmobile, congstar, 1 1 telecom, 1 1, freenet, klarmobil, mobilcom, unitymedia, drillisch, winsim, simyo, blau mobilfunk, aldi talk, alditalk, lidl connect, netcologne, swisscom, salt mobile, sunrise, a1 telekom, magenta, drei, hutchison drei, orange, sfr, bouygues, bouygues telecom, free mobile, free telecom, free haut debit, sosh, red by sfr, bt group, bt broadband, ee limited, ee ltd, sky broadband,
    ee, virgin media, talktalk, giffgaff, three uk, tesco mobile, plusnet, verizon, at t, att bill, comcast, xfinity, spectrum, cox communications, mint mobile, google fi, cricket wireless, centurylink, eir, la poste mobile, prixtel, tele columbus, pyur, m net, ewe tel, deutsche glasfaser, hyperoptic, skype, yallo, wingo, videotron, fizz mobile, koodo, telus, rogers, rogers wireless, bell canada, bell mobilite, bell mobility, freedom mobile, cogeco, hot hofer telekom, spusu
insurance: groupe mutuel, vaudoise, vaudoise generale, baloise, helsana, visana, assura, sympany, sanitas, la mobilière, marshmallow insurance, hiscox, manypets, esure, urban jungle, grawe, wiener städtische, nv versicherungen, vhi, vhi healthcare, laya healthcare, irish life health, partenamut, solidaris, ethias, ag insurance, allianz, axa, huk, huk24, huk coburg, ergo, debeka, devk, vhv, cosmosdirekt, cosmos direkt, signal iduna, gothaer, württembergische, wüstenrot, provinzial, lvm, arag, zurich, zürich, generali, helvetia, mobiliar, maif, macif, matmut, maaf, groupama, mma, gmf, alan, harmonie, mgen, aviva, admiral, direct line, churchill, hastings direct, lv, more than, bupa, vitality, aetna, cigna, geico, state farm,
    progressive, allstate, usaa, liberty mutual, farmers ins, metlife, prudential, lemonade, swiss life, r v, nürnberger, barmenia, hansemerkur, techniker krankenkasse, aok, barmer, dak, tk krankenkasse, css, swica, getsafe, friday, luko, wgv, hdi, die bayerische, inter krankenversicherung, blue cross, bcbs, kaiser permanente insurance, esurance, legal general, uelzener, petplan, die continentale, concordia, intact, intact habitation, intact insurance, desjardins assurances, beneva, industrielle alliance, belairdirect, erie insurance, uniqa
health: cvs, walgreens, rite aid, boots, lloydspharmacy, superdrug pharmacy, docmorris, shop apotheke, medpex, fielmann, apollo optik, apollo, specsavers, vision express, mister spex, afflelou, optic 2000, krys, doctolib, zava, kaiser permanente, quest diagnostics, labcorp, lenscrafters, warby parker, amplifon, kind hörgeräte, geers, redcare, jean coutu, pharmaprix, shoppers drug mart, uniprix, familiprix, brunet pharmacie
personal care: dm drogerie, dm, dm fil, rossmann, müller drogerie, budni, douglas, sephora, nocibe, marionnaud, yves rocher, superdrug, the body shop, lush, bipa, ulta, great clips, supercuts, sally beauty, rituals, kiko, bath body works, toni guy, jean louis david
transport: tpg, bls, postauto, carpostal, mobilis, translink, northern trains, transpennine express, merseyrail, crosscountry, bee network, tfgm, first bus, national express, linz linien, graz linien, innsbrucker verkehrsbetriebe, leap top up, irish rail, iarnrod eireann, bus eireann, dublin bus, sncb, nmbs, de lijn, stib, mivb, öbb personenverkehr, oebb personenverkehr, irish rail, iarnrod eireann, leap card, dublin bus, deutsche bahn, db vertrieb, db fernverkehr, db regio, bahn, bvg, mvg, hvv, rmv, vrr, vbb, kvb, ssb, vgn, mvv, öbb, oebb, wiener linien, sbb, sbb cff ffs, cff, ffs, zvv, vbz, sncf, sncf connect, ratp, navigo, tcl, thalys, ouigo, blablacar, flixbus, flixtrain, uber, uber trip, lyft, bolt, free now, freenow, tfl, transport for london, tfl travel, trainline, national rail, lner, gwr, avanti, scotrail, south western railway, southeastern, stagecoach, arriva,
    presto autoload, presto fare, presto reload, amtrak, mta, bart, clipper, ventra, wmata, njtransit, caltrain, septa, mbta, lime, tier, voi, nextbike, stadtrad, call a bike, velib, miles mobility, share now, sixt share, eurostar, westbahn, megabus, greyhound, irish rail, leap card, metrolink, swvg, stm montreal, exo transport, rtc quebec, holding graz linien
fuel: tamoil, migrol, socar, ruedi rüssel, q8, dats 24, texaco, circle k, applegreen, maxol, orlen, shell, aral, esso, total, totalenergies, total access, total station, jet tankstelle, jet, avia, hem, star tankstelle, orlen, omv, agip, eni, bft, q1, oil tankstelle, classic tankstelle, bp, texaco, gulf, exxon, exxonmobil, mobil, chevron, sunoco, valero, citgo, marathon petro, circle k, speedway, wawa, sheetz, quiktrip, qt, arco, phillips 66, conoco, sinclair, racetrac, pilot travel, loves travel, love s, ionity, enbw mobility, fastned, chargepoint, tesla supercharger, electrify america, applegreen, raiffeisen tankstelle, avanti tankstelle, turmöl, westfalen tankstelle, raffinerie, moto fuel, dyneff, relais total, buc ee s, casey s, ultramar, petro canada, couche tard, irving oil
car: adac, atu, a t u, pit stop, euromaster, vergölst, bosch car service, carglass, norauto, feu vert, midas, speedy, kwik fit, halfords, aa membership, rac, autozone, o reilly auto, napa auto, advance auto, jiffy lube, firestone, discount tire, pep boys, valvoline, apcoa, contipark, q park, qpark, ncp, parkopedia, paybyphone, ringgo, justpark, indigo park, parkmobile, vinci autoroutes, sanef, aprr, asf, asfinag, ez pass, e zpass, ezpass, fastrak, tüv, tuv, dekra, gtü, mister wash, effia, telepass, toll collect, viapass, bipandgo, ulys, dart charge, kfz zulassungsstelle, the aa
travel: booking com, booking, airbnb, expedia, hotels com, hrs, trivago, agoda, hostelworld, lufthansa, eurowings, condor, tuifly, tui, ryanair, easyjet, wizz air, british airways, air france, klm, transavia, vueling, iberia, swiss international, swiss air, austrian airlines, delta air, american air, united airlines, united air, southwes, southwest, jetblue, alaska air, aer lingus, norwegian air, emirates, qatar airways, turkish airlines,
    ibis, novotel, mercure, accor, hilton, marriott, hyatt, holiday inn, comfort inn, days inn, hampton inn, premier inn, travelodge, motel one, b b hotels, radisson, best western, sixt, europcar, hertz, avis, enterprise rent, budget rent, alamo, national car rental, dertour, fti touristik, check24 reisen, opodo, kayak, jet2, thomas cook, center parcs, pierre vacances, club med, vrbo, fewo direkt, a o hostel, meininger, a rosa, aida, aida cruises, costa kreuzfahrten, getyourguide, esta, uber travel, loveholidays, lastminute, abritel, interhome, kuoni
clothing: fat face, joules, seasalt, white stuff, ochsner shoes, vögele, dosenbach, pkz, avocadostore, penneys, h m, hm, c a, zara, primark, uniqlo, zalando, about you, asos, new look, next retail, gap, old navy, banana republic, nordstrom, tk maxx, tj maxx, tjmaxx, marshalls, ross stores, kiabi, jules, celio, camaieu, promod, mango, bershka, pull bear, s oliver, esprit, tom tailor, peek cloppenburg, p c, breuninger, deichmann, reno schuhe, görtz, snipes, foot locker, footlocker, nike, adidas, puma, levi s, bonprix, vinted, shein, takko, kik, ernsting s family, ernstings, new yorker, hunkemöller, intimissimi, calzedonia, clarks, jd sports fashion, boden, la halle, eram, petit bateau, cos stores, river island, victoria s secret, dsw, famous footwear, eddie bauer, lululemon, simons, la maison simons, ardene, l equipeur
household: ikea, obi, bauhaus, hornbach, hagebau, hagebaumarkt, toom, toom baumarkt, hellweg, raiffeisen markt, dehner, roller, poco, xxxlutz, höffner, segmüller, mömax, jysk, dänisches bettenlager, butlers, depot, wayfair, home24, westwing, leroy merlin, castorama, brico depot, bricomarche, mr bricolage, conforama, but, maisons du monde, b q, homebase, screwfix, wickes, toolstation, dunelm, home depot, the home depot, homedepot, lowe s, lowes, ace hardware, menards, bed bath, container store, crate barrel, pottery barn, west elm, jardiland, truffaut, gamm vert, nespresso, tchibo, action, tedi, nanu nana, habitat, made com, john lewis home, true value, u haul, helpling, tedox, pfister, micasa, jumbo bau, deutsche post, dhl, la poste, royal mail, usps, hermes versand, dpd, canadian tire, rona, reno depot, reno-depot
electronics: ao com, fust, brack, alza, alza cz, coolblue, bol com, datart, boulanger sa, saturn electro, conrad electronic, apple store, media markt, mediamarkt, saturn, conrad, cyberport, notebooksbilliger, alternate, gravis, medimax, expert, euronics, fnac, darty, boulanger electromenager, ldlc, currys, pc world, argos electronics, best buy, bestbuy, micro center, newegg, b h photo, digitec, interdiscount, samsung, backmarket, back market, refurbed, swappie, materiel net, rue du commerce, apple online store, dell, lenovo, electro depot, mindfactory
entertainment: payot, payot libraire, cinemaxx, cinestar, uci kino, uci, kinopolis, cineplex, ugc, pathe, gaumont, mk2, odeon, vue cinema, cineworld, amc theatres, amc, regal cinemas, ticketmaster, eventim, cts eventim, reservix, eventbrite, steam, steamgames, steampowered, nintendo, playstation, sony interactive, xbox, epic games, blizzard, thalia, hugendubel, waterstones, barnes noble, wh smith, whsmith, foyles, gibert, cultura, furet du nord, lotto24, toto lotto, westlotto, fdj, national lottery, tipico, bwin, bet365, william hill, legoland, europa park, disneyland, phantasialand, tipp24, stubhub, dice fm, lego, games workshop, gamestop, michaels, hobby lobby, fever, billetreduc, fandango, orell füssli
subscriptions: mubi, britbox, netflix, spotify, disney plus, disney+, disneyplus, amazon prime, prime video, amznprime, audible, kindle unlimited, amazon music, apple com bill, itunes, itunes com bill, apple services, apple music, google one, google storage, google play, youtube, youtube premium, youtubepremium, deezer, tidal, dazn, sky deutschland, sky digital, sky uk, now tv, hulu, hbo, hbomax, max com, paramount, paramount+, peacock, crunchyroll, canal+, canal plus, rtl, wow tv, joyn, zattoo, waipu, magentatv, microsoft 365, microsoft, msft, adobe, dropbox, icloud, notion, openai, chatgpt, claude ai, anthropic, github, 1password, lastpass, nordvpn, protonmail, proton ag, patreon, substack, medium com, new york times, nytimes, washington post, wall street journal, wsj, guardian, the guardian, economist, the times, spiegel, der spiegel, zeit verlag, die zeit, faz, süddeutsche, handelsblatt, le monde, le temps, nzz, tages anzeiger, 24 heures, tribune de geneve, lemonde, figaro, mediapart, liberation, beitragsservice, rundfunk ard, tv licensing, tv licence, serafe, ionos, strato, hetzner, ovh, godaddy, namecheap, squarespace, readly, blinkist, duolingo, linkedin, xing, tinder, parship, playstation plus, xbox game pass, nintendo switch online, canva, grammarly, zoom us, molotov
sport: ochsner sport, hervis, gigasport, mountain warehouse, go outdoors, cotswold outdoor, mcfit, fitx, fit x, clever fit, kieser, john reed, fitness first, urban sports, urban sports club, basic fit, l orange bleue, keep cool, neoness, puregym, the gym group, virgin active, david lloyd, planet fitness, planet fit, la fitness, equinox, anytime fitness, 24 hour fitness, peloton, orangetheory, ymca, decathlon, intersport, sportscheck, sport 2000, go sport, sports direct, jd sports, dick s sporting, rei, strava, komoot, zwift, globetrotter, alpenverein, dav sektion, wellpass, gympass, jumpers fitness, vitaparc, rose bikes, canyon bicycles, evans cycles, fitness park, activ fitness, bergfreunde, gold s gym
education: udemy, coursera, babbel, vhs, open university, student loans company, masterclass, codecademy, kumon, chegg, skillshare, crous, cned, schülerhilfe, studienkreis, berlitz, goethe institut, alliance francaise, pearson vue
children: smyths, toys r us, babyone, baby walz, jako o, mytoys, vertbaudet, orchestra, mothercare, carter s, joueclub, king jouet, la grande recre, kindercare, bright horizons, tausendkind, vedes, rofu, fisher price
pets: fressnapf, zooplus, zoo plus, futterhaus, maxi zoo, animalis, pets at home, petco, petsmart, chewy, zooroyal, medpets, barkbox, banfield, bitiba
gifts & donations: shelterbox, terre des hommes, seenotretter, dgzrs, unicef, ärzte ohne grenzen, medecins sans frontieres, wwf, greenpeace, amnesty, oxfam, save the children, brot für die welt, welthungerhilfe, restos du coeur, secours populaire, secours catholique, cancer research, rnli, british heart, shelter, wikimedia, fleurop, interflora, bloom wild, moonpig, aquarelle com, sos kinderdorf, deutsches rotes kreuz, malteser, betterplace, gofundme, salvation army, goodwill donation, plan international, misereor, telethon, justgiving, hallmark, msf
shopping: kleinanzeigen, ebay kleinanzeigen, manor, hobbycraft, b m, amazon, amzn, ebay, otto, etsy, temu, aliexpress, wish, cdiscount, la redoute, argos, john lewis, marks spencer, m s, target, galeria, galeria karstadt, kaufhof, karstadt, galeries lafayette, printemps, bhv, macy s, macys, kohl s, kohls, dollar tree, dollar general, family dollar, five below, manufactum, qvc, hse24, big lots, flying tiger, woolworth, christ juwelier, swarovski, pandora, the range, wilko, poundland, b m retail, home bargains, veepee, showroomprive, rakuten, manor ag, globus warenhaus, galaxus, selfridges, harrods, bloomingdale s, libro, pagro, dollarama, winners, la baie, giant tiger, rossy
savings & investments: trade republic, scalable, scalable capital, etoro, degiro, vanguard, fidelity, charles schwab, schwab, robinhood, comdirect depot, flatex, hargreaves lansdown, nutmeg, wealthfront, betterment, acorns, boursorama bourse, bitpanda, coinbase, kraken, binance, deka, union investment, smartbroker, yomoni, linxea, raisin, weltsparen, dws, interactive brokers, coinb, amundi, freetrade, trading 212
fees & interest: schufa
salary: gusto pay
pension & benefits: dwp, caisse d allocations, cnav, carsat, rentenservice, cpam
taxes: landeshauptkasse, stadtkasse, turbotax, hundesteuer, ants timbre
cash: euronet, ing diba geldautomat, sparkasse geldautomat
mortgage & loans: klarna raten, bank now, cembra, cembra money bank, sallie mae, younited, lbs bausparkasse, schwäbisch hall, sofi lending, quicken loans, wells fargo home mtg, mr cooper, toyota financial, vw bank leasing, volkswagen leasing, bmw financial, honda financial, creditplus, targobank kredit, consors finanz, franfinance, easycredit, santander consumer
"""

# Chains whose name is also a word, a town or a person's: they count where the counterparty is called that and no more.
_ALONE = """
but, ee, otto, action, total, target, boots, gap, orange, lime, tier, bolt, depot, alan, drei, leon, quick, jules, mango, wish, douglas, expert, roller, alternate, fever, costa, puma, admiral,
churchill, friday, lemonade, progressive, prudential, shelter, aida, condor, avis, bart, clipper, rei, hem, jet, gulf, mobil, eni, lv, tcl, lush, cora, norma, penny, centra, css, zurich, zürich, helvetia, vitality,
apollo, sunrise, magenta, kayak, marshalls, boden, eram, esprit, saturn, conrad, gravis, thalia, orchestra, butlers, poco, pfister, steam, rituals, saur, ista, sinclair, emirates, voi, midas, speedy, alamo, kik, deka,
libro, pret, picnic, habitat, celio, tidal, notion, spiegel, figaro, liberation, economist, strato, equinox, malteser, fidelity, vanguard, acorns, flink, gorillas,
lowes, schwab, verbund, bahn, dak, aa membership, ross stores, sse, lego, globus, spar, avanti, free now, miles mobility, smyths, medium com, star tankstelle, rac, uci, vhs
"""
# What may stand before a chain's name: "Station Tamoil", "The Gym Group".
_BEFORE = frozenset({"don", "station", "the"})
# Words of a business that mean too much to be looked for in what a payment says.
_NOT_TOLD = frozenset(
    {"bar", "power", "eau", "kurs", "cab", "games", "gifts", "bus", "kitchen", "grill", "mode", "prepaid"}
)

# Examples for the embedder, in words as bank records use them.
_EXAMPLES = """
groceries: supermarket grocery store food shopping | bakery bread and pastries | butcher shop meat | organic food store | Lebensmittel Supermarkt Einkauf | épicerie supermarché alimentation
restaurants: restaurant dinner | coffee house | pizza delivery | fast food burgers | Gasthaus Wirtshaus Essen | brasserie bistro déjeuner
rent: monthly rent for the apartment | landlord housing company | Miete Wohnung Hausverwaltung | loyer appartement
mortgage & loans: mortgage payment | loan instalment repayment | Kreditrate Darlehen | prêt remboursement échéance
electricity: electricity bill power supplier | Strom Abschlag Energieversorger | facture d'électricité
gas & heating: natural gas heating bill | district heating | Gas Heizung Abschlag | facture de gaz chauffage
water: water and sewage bill | waste collection fees | Wasser Abwasser Gebühren | facture d'eau
internet & phone: mobile phone bill | internet broadband provider | Mobilfunk Telefon Rechnung | forfait mobile box internet
insurance: insurance premium policy | liability insurance | Versicherung Beitrag | cotisation assurance
health: pharmacy medicine | doctor dentist medical bill | optician glasses | Apotheke Arzt Rechnung | pharmacie médecin
personal care: hairdresser beauty salon | cosmetics drugstore | Friseur Kosmetik | coiffeur parfumerie
transport: train and bus tickets public transport | taxi ride | Bahn Fahrkarte Nahverkehr | billets de train métro
fuel: petrol station fuel | electric car charging | Tankstelle Benzin Diesel | station-service carburant
car: car repair garage workshop | parking fee | motorway toll | Autowerkstatt Reifen | garage automobile entretien
travel: hotel accommodation booking | airline flight | holiday travel agency | Urlaub Reise Hotel | voyage hébergement
clothing: clothes and fashion shop | shoe shop | Kleidung Schuhe Mode | vêtements chaussures
household: furniture store | DIY hardware store garden centre | plumber electrician repair of the house | cleaning laundry | Möbel Baumarkt Handwerker | meubles bricolage
electronics: electronics computer store | laptop phone gadgets | Elektronik Computer | informatique électronique
entertainment: cinema theatre concert tickets | bookshop books | museum zoo leisure park | video games | Kino Theater Buchhandlung | cinéma spectacle librairie
subscriptions: streaming service subscription | newspaper magazine subscription | software cloud subscription | Abonnement Zeitung Mitgliedsbeitrag | abonnement presse
sport: gym fitness club membership | sports shop bicycle | Fitnessstudio Sportverein | salle de sport
education: school tuition fees | university course | language school training | Schule Studium Kurs | école formation scolarité
children: kindergarten childcare | toys for children | Kita Kinderbetreuung Spielzeug | crèche garde d'enfants jouets
pets: veterinary clinic | pet food and supplies | Tierarzt Tierbedarf | vétérinaire animalerie
gifts & donations: donation to a charity | flower shop | gift shop | Spende Hilfsorganisation | don association
shopping: online marketplace order | department store | jeweller | stationery shop | Versandhaus Bestellung | grand magasin achat
taxes: tax office payment | fine penalty city authority | Finanzamt Steuer | impôts trésor public
fees & interest: bank account fees | overdraft interest charge | Kontoführung Gebühren Zinsen | frais bancaires
cash: cash withdrawal at an ATM | Bargeld Geldautomat | retrait distributeur
salary: salary wages payroll from the employer | Lohn Gehalt | salaire
pension & benefits: state pension benefits | child benefit | Rente Kindergeld | allocations retraite
savings & investments: savings plan investment fund brokerage | Wertpapier Sparplan Depot | épargne placement bourse
"""

LONGEST_PHRASE = 5  # words
_PURPOSE, _BUSINESS, _CHAIN = 3, 2, 1


@cache
def _told() -> tuple[dict[str, tuple[int, str]], dict[str, tuple[int, str]], dict[str, tuple[int, str]]]:
    """Phrases, endings and beginnings, each with its rank and category."""
    whole: dict[str, tuple[int, str]] = {}
    endings: dict[str, tuple[int, str]] = {}
    beginnings: dict[str, tuple[int, str]] = {}
    for rank, table in ((_PURPOSE, _PURPOSES), (_BUSINESS, _BUSINESSES), (_CHAIN, _CHAINS)):
        for name, words in _lines(table, ","):
            for word in words:
                place = endings if word.startswith("*") else beginnings if word.endswith("*") else whole
                for spelling in _spellings(word):
                    place.setdefault(spelling, (rank, name))
    return whole, endings, beginnings


@cache
def _alone() -> frozenset[str]:
    return frozenset(spelling for word in _ALONE.split(",") for spelling in _spellings(word))


@cache
def is_chain(phrase: str) -> bool:
    """Whether these folded words name a firm that has one trade in many places."""
    return _told()[0].get(phrase, (0, ""))[0] == _CHAIN


def _lines(table: str, separator: str) -> list[tuple[str, list[str]]]:
    """A table's categories with what stands behind them; a line that is indented goes on."""
    parted = (line.partition(":") for line in re.sub(r"\n\s+", " ", table.strip()).splitlines())
    return [(name, [each.strip() for each in rest.split(separator) if each.strip()]) for name, _, rest in parted]


def _spellings(word: str) -> set[str]:
    """How a word may be printed: folded, and with ae, oe, ue where a terminal has no umlauts."""
    apart = re.sub("[äöü]", lambda match: {"ä": "ae", "ö": "oe", "ü": "ue"}[match[0]], word.casefold())
    return {" ".join(fold(word)), " ".join(fold(apart))}


def fold(text: str) -> list[str]:
    """The words of a text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(each for each in decomposed if not unicodedata.combining(each)))


def told(payee: str, words: str, incoming: bool) -> str | None:
    """The category that words tell, ``None`` where they tell none or contradict each other.

    Args:
        payee: The counterparty's key.
        words: What stands in most of its bookings' descriptions.
        incoming: Whether it mostly pays: a salary is never what was paid.
    """
    name, said = fold(payee), fold(words)
    found = [((rank + 3, length), each) for rank, length, each in _find(name, is_name=True)]
    found += [
        ((rank + 3 if rank == _PURPOSE else rank, length), each) for rank, length, each in _find(said, is_name=False)
    ]
    open_to = [(score, each) for score, each in found if incoming or each not in INCOME]
    if not open_to:
        return None
    best, _ = max(open_to)
    categories = {each for score, each in open_to if score == best}
    if len(categories) > 1:
        categories.discard("subscriptions")  # that it is paid again and again says not what for
    return categories.pop() if len(categories) == 1 else None


def _find(words: list[str], *, is_name: bool) -> list[tuple[int, int, str]]:
    """What the words tell: rank, words in the phrase, category. A longer phrase of a lower rank is taken for itself."""
    whole, endings, beginnings = _told()
    found: list[tuple[int, int, str]] = []
    start = 0
    while start < len(words):
        length = next(
            (
                each
                for each in range(min(LONGEST_PHRASE, len(words) - start), 0, -1)
                if _counts(words, start, each, is_name)
            ),
            0,
        )
        if length:
            rank, category = whole[" ".join(words[start : start + length])]
            found.append((max(rank, _BUSINESS if length > 1 else rank), length, category))
        elif part := _part_of(words[start], endings, beginnings):
            found.append((part[0], 1, part[1]))
        start += length or 1
    return found


def _counts(words: list[str], start: int, length: int, is_name: bool) -> bool:
    """Whether the phrase that starts there is one of the table, and may be taken for it where it stands."""
    phrase = " ".join(words[start : start + length])
    rank, _ = _told()[0].get(phrase, (0, ""))
    if rank == _CHAIN:
        begins = start == 0 or (start == 1 and words[0] in _BEFORE)
        return is_name and begins and (phrase not in _alone() or length + start == len(words))
    return rank == _PURPOSE or (rank == _BUSINESS and (is_name or phrase not in _NOT_TOLD))


def _part_of(
    word: str, endings: dict[str, tuple[int, str]], beginnings: dict[str, tuple[int, str]]
) -> tuple[int, str] | None:
    """What the longest ending or beginning of a compound tells."""
    for cut in range(2, len(word) - 3):
        if known := endings.get(word[cut:]):
            return known
    return next((known for cut in range(len(word), 3, -1) if (known := beginnings.get(word[:cut]))), None)


def examples() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The example phrases, and the category of each."""
    pairs = [(phrase, name) for name, phrases in _lines(_EXAMPLES, "|") for phrase in phrases]
    phrases, names = zip(*pairs, strict=True)
    return phrases, names


@cache
def version() -> str:
    """Names all that is told here: what was worked out by another is worked out again."""
    tables = "\n".join((_PURPOSES, _BUSINESSES, _CHAINS, _ALONE, _EXAMPLES))
    return hashlib.blake2b(tables.encode(), digest_size=8).hexdigest()
