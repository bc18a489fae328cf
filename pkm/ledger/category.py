"""What money is for: the names a household uses, and what else people call them in English, German and French.

The owner's rules may invent further names; what is here is what pkm itself tells apart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

UNCATEGORISED = "uncategorised"
SPLIT = "split"  # divided by its statement: its parts have categories
TRANSFER = "transfer"  # between own accounts, or a card's settlement: neither spending nor income

# A category a line, then what else it is called, parted by commas; its own name counts too. No word is in two lines.
_NAMES = """
groceries: grocery, food, supermarket, supermarkets, grocery shopping, food shopping, food & groceries, convenience store, bakery, baker, butcher,
    lebensmittel, lebensmitteleinkauf, supermarkt, supermärkte, nahrungsmittel, essen, bäckerei, bäcker, bäckereien, metzgerei, wocheneinkauf,
    alimentation, courses alimentaires, supermarché, supermarchés, nourriture, épicerie, boulangerie, boucherie, provisions
restaurants: restaurant, eating out, dining, dining out, dine out, takeaway, take-out, takeout, fast food, cafe, cafes, coffee, coffee shops, bars, pub,
    pubs, bars & restaurants, restaurants & bars, food & dining, food & drink, food delivery, lunch, essen gehen, auswärts essen, gastronomie, gaststätten,
    lieferdienst, lieferdienste, kneipe, kaffee, kantine, mittagessen, essen & trinken, restos, resto, cafés, restauration, sorties au restaurant
rent: rental, house rent, flat rent, miete, mieten, kaltmiete, warmmiete, mietzahlung, wohnungsmiete, loyer, loyers
mortgage & loans: mortgage, mortgages, loan, loans, loan payment, loan repayment, credit repayment, instalments, hypothek, kredit, kredite, kreditrate, darlehen, baufinanzierung,
    tilgung, ratenzahlung, prêt, prêts, crédit immobilier, emprunt, hypothèque, remboursement de prêt
building charges: building charge, hausgeld, wohngeld der eigentümer, hoa, hoa dues, hoa fees, condo fees, condo fee, homeowners association, ground rent, charges de copropriété, charges copropriété, copropriété, syndic
electricity: power, electric, electric bill, energy bill, energy, strom, elektrizität, ökostrom, stromanbieter, stromabschlag, stromversorgung, électricité, courant
gas & heating: gas, heating, natural gas, heating oil, district heating, heat, gas bill, heizung, heizen, erdgas, fernwärme, heizöl, wärme,
    gas & heizung, chauffage, gaz, gaz naturel, fioul
water: water & sewage, water & waste, sewage, waste, garbage, trash, wasser, abwasser, müll, müllabfuhr, müllgebühren, trinkwasser, abfallgebühren, eau, ordures,
    assainissement
internet & phone: internet, phone, telephone, mobile, mobile phone, cell phone, cellphone, broadband, telecom, telecommunications, phone & internet, landline, telefon,
    handy, mobilfunk, festnetz, dsl, telekommunikation, handyvertrag, telefon & internet, internet & telefon, téléphone, forfait, télécom, téléphonie,
    téléphone portable
insurance: insurances, insurance premium, insurance premiums, premiums, versicherung, versicherungen, versicherungsbeitrag, haftpflicht, haftpflichtversicherung, hausrat,
    hausratversicherung, kfz-versicherung, autoversicherung, krankenversicherung, lebensversicherung, car insurance, home insurance, health insurance, life insurance,
    assurance, assurances, mutuelle, assurance auto, assurance habitation
health: medical, doctor, doctors, dentist, pharmacy, pharmacies, medicine, drugs, hospital, healthcare, health care, optician, physiotherapy, gesundheit, arzt, ärzte,
    zahnarzt, apotheke, apotheken, medikamente, krankenhaus, optiker, arztkosten, santé, médecin, médecins, dentiste, pharmacie, médicaments, hôpital, soins,
    health & wellness
personal care: beauty, hairdresser, barber, cosmetics, hair, wellness, spa, drugstore, toiletries, friseur, frisör, kosmetik, drogerie, körperpflege, pflege, coiffeur,
    beauté, cosmétiques, soins personnels, droguerie
transport: public transport, public transportation, transit, transportation, train, trains, bus, buses, taxi, taxis, metro, subway, tube, commuting, commute,
    rail, öpnv, nahverkehr, bahn, zug, züge, fahrkarten, verkehr, öffentliche verkehrsmittel, mobilität, transports, transports en commun, transport en commun, métro, tram,
    billets de train
fuel: petrol, gasoline, diesel, petrol station, gas station, gas stations, filling station, ev charging, charging, benzin, sprit, tanken, tankstelle, tankstellen, kraftstoff, carburant, carburants,
    essence, gazole, station-service
car: auto, vehicle, automobile, car repair, car repairs, garage, parking, tolls, toll, car wash, car maintenance, auto & transport, kfz, pkw, wagen, autowerkstatt, werkstatt, parken,
    parkgebühren, maut, autoreparatur, voiture, véhicule, stationnement, péage, péages, entretien auto
travel: holiday, holidays, vacation, vacations, trips, hotel, hotels, flight, flights, airline, airlines, airfare, lodging, accommodation, reise, reisen, urlaub, flug, flüge, hotelkosten,
    urlaubsreise, voyage, voyages, vacances, vol, vols, hébergement, hôtel, hôtels
clothing: clothes, apparel, shoes, fashion, garments, kleidung, bekleidung, schuhe, mode, klamotten, vêtements, habits, chaussures, habillement
household: home, furniture, diy, home improvement, garden, gardening, house, repairs, home repair, home repairs, cleaning, hardware, furnishings, household goods, haushalt, möbel, baumarkt, garten,
    handwerker, reparaturen, reinigung, einrichtung, wohnen, haushaltswaren, maison, meubles, bricolage, jardin, ménage, ameublement, réparations, home & garden
electronics: computer, computers, gadgets, appliances, electronic, tech, technology, elektronik, technik, computerzubehör, elektrogeräte, électronique, informatique, électroménager
entertainment: leisure, cinema, movies, movie, concerts, concert, theatre, theater, games, gaming, books, hobby, hobbies, fun, museum, events, lottery, gambling, freizeit, unterhaltung, kino, konzerte, konzert,
    bücher, spiele, kultur, veranstaltungen, hobbys, loisirs, loisir, cinéma, théâtre, jeux, livres, divertissement, divertissements, sorties, culture
subscriptions: subscription, streaming, memberships, membership, newspapers, newspaper, magazines, apps, software, television, tv, music streaming, abo, abos, abonnement, abonnements, mitgliedschaft,
    mitgliedsbeitrag, mitgliedsbeiträge, zeitung, zeitungen, rundfunk, rundfunkbeitrag, fernsehen, journaux, presse, télévision, redevance
sport: sports, gym, fitness, sport & fitness, fitness studio, workout, fitnessstudio, sportverein, salle de sport, musculation
education: school, university, college, tuition, courses, training, study, studies, student, bildung, schule, schulgeld, studium, universität, weiterbildung, kurse, semesterbeitrag, fortbildung, éducation, école,
    université, formation, scolarité, études
children: kids, child, childcare, daycare, nursery, kindergarten, babysitter, toys, kinder, kinderbetreuung, kita, spielzeug, spielwaren, unterhalt, alimente, child support, alimony, enfants, enfant, crèche,
    garde d'enfants, jouets, pension alimentaire
pets: pet, pet food, vet, veterinary, dog, cat, haustier, haustiere, tierarzt, tierbedarf, hund, katze, animaux, vétérinaire, animalerie, chien
gifts & donations: gifts, gift, present, presents, donation, donations, charity, charities, flowers, geschenk, geschenke, spende, spenden, blumen, cadeau, cadeaux, don, dons, fleurs
shopping: general merchandise, merchandise, online shopping, department store, department stores, retail, purchases, einkaufen, shoppen, versandhandel, onlinehandel, kaufhaus, achats, grands magasins
taxes: tax, income tax, property tax, council tax, road tax, steuer, steuern, einkommensteuer, finanzamt, kfz-steuer, grundsteuer, steuernachzahlung, impôt, impôts, taxe, taxe foncière, taxe d'habitation,
    fines, bußgeld, bußgelder, amendes
fees & interest: fees, fee, bank fees, bank fee, bank charges, bank charge, service charge, interest, interest charges, overdraft, overdraft fees, gebühr, gebühren, bankgebühren, kontoführung, kontoführungsgebühren, zinsen, sollzinsen,
    überziehungszinsen, frais, frais bancaires, intérêts, agios, commissions, fees & charges
cash: atm, cash withdrawal, cash withdrawals, withdrawals, atm withdrawals, cash & atm, bargeld, barabhebung, barabhebungen, bargeldabhebung, abhebungen, geldautomat, espèces, retrait, retraits, liquide, distributeur
salary: wage, wages, pay, paycheck, paycheque, payslip, earnings, payroll, net pay, gehalt, gehälter, lohn, löhne, gehaltszahlung, lohnzahlung, einkommen, verdienst, bezüge, salaire, salaires, paie, paye, traitement
pension & benefits: pension, pensions, benefits, social security, unemployment benefit, child benefit, state pension, rente, renten, kindergeld, elterngeld, arbeitslosengeld, bürgergeld, sozialleistungen, retraite, allocations, allocation,
    allocations familiales, chômage
other income: income, other incomes, miscellaneous income, einkünfte, einnahmen, sonstige einnahmen, sonstige einkünfte, revenu, revenus, autres revenus
savings & investments: savings, saving, investment, investments, investing, stocks, shares, funds, dividends, dividend, securities, brokerage, etf, sparen, sparplan, ersparnisse, geldanlage, geldanlagen, wertpapiere, aktien, fonds,
    dividenden, depot, épargne, placement, placements, investissement, investissements, bourse, dividendes, actions
"""

INCOME = frozenset({"salary", "pension & benefits", "other income"})  # of money that comes in, never of what is spent
_AND = re.compile(r"\s*(?:&|\+|/|\band\b|\bund\b|\bet\b|\bor\b|\boder\b|\bou\b)\s*")
_ADDED = re.compile(
    r"(?:s?(?:kosten|ausgaben|rechnungen|rechnung|zahlungen|zahlung|beiträge|beitrag|einkäufe))$"
    r"|^(?:frais d[e'’]s?|dépenses d[e'’]s?|dépenses|factures? d[e'’]s?|coûts? d[e'’]s?|kosten für|ausgaben für) ?"
    r"| (?:bills?|costs?|expenses?|spending|payments?|charges?|purchases|kosten|ausgaben)$"
)


@cache
def _known() -> dict[str, str]:
    """Every word of the table, as ``_fold`` gives it, to its category."""
    known: dict[str, str] = {}
    for line in re.sub(r"\n\s+", " ", _NAMES.strip()).splitlines():
        name, _, others = line.partition(":")
        for word in (name, *others.split(",")):
            known.setdefault(_fold(word), name)
    return known


@cache
def names() -> tuple[str, ...]:
    """The categories that pkm itself tells apart."""
    return tuple(dict.fromkeys(_known().values()))


def named(word: str) -> str | None:
    """The category that people mean by a word or phrase, in any of the three languages; ``None``: by no means one."""
    known, folded = _known(), _fold(word)
    if found := known.get(folded):
        return found
    plain = _fold(_ADDED.sub("", " ".join(word.casefold().split())).strip(" -"))
    if not plain or plain == folded:
        return None
    # what a German compound leaves off its first part: Miet(e)kosten, Heiz(ung)skosten
    return next(
        (known[each] for end in ("", "e", "ung", "en") if (each := plain + end) in known),
        known.get(plain.removesuffix("s")),
    )


def of_words(words: str) -> str | None:
    """The category that a bank's own column means: ``Food:Groceries``, ``Bars & Restaurants``, ``Freizeit/Kino``.

    The narrowest part decides; where parts of one level mean different categories, none does.
    """
    parts = re.split(r"\s*(?::|>|»|\|| - )\s*", words.strip())
    if _fold(parts[-1]) == "gas" and all(named(each) == "car" for each in parts[:-1]):
        return "fuel"  # so banks of North America call petrol; a utility's gas stands below utilities
    for part in reversed(parts):
        if found := named(part):
            return found
        sides = {named(each) for each in _AND.split(part.casefold()) if each} - {None}
        if len(sides) == 1:
            return sides.pop()
        if sides:
            return None
    return None


def _fold(word: str) -> str:
    """A word without case, accents and signs between its parts, so that all spellings of it meet."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(re.findall(r"[^\W_]+", _AND.sub(" ", letters)))
