"""What pkm's own categories are called in German and French; a category of the owner's rules keeps its name."""

from __future__ import annotations

# English, German, French.
_NAMES = """
groceries | Lebensmittel | Alimentation
restaurants | Restaurants | Restaurants
rent | Miete | Loyer
mortgage & loans | Hypothek & Kredite | Prêts & crédits
electricity | Strom | Électricité
gas & heating | Gas & Heizung | Gaz & chauffage
water | Wasser | Eau
building charges | Hausgeld | Charges de copropriété
internet & phone | Internet & Telefon | Internet & téléphone
insurance | Versicherungen | Assurances
health | Gesundheit | Santé
personal care | Körperpflege | Soins personnels
transport | Verkehr | Transports
fuel | Kraftstoff | Carburant
car | Auto | Voiture
travel | Reisen | Voyages
clothing | Kleidung | Vêtements
household | Haushalt | Maison
electronics | Elektronik | Électronique
entertainment | Freizeit | Loisirs
subscriptions | Abonnements | Abonnements
sport | Sport | Sport
education | Bildung | Éducation
children | Kinder | Enfants
pets | Haustiere | Animaux
gifts & donations | Geschenke & Spenden | Cadeaux & dons
shopping | Einkäufe | Achats
taxes | Steuern | Impôts
fees & interest | Gebühren & Zinsen | Frais & intérêts
cash | Bargeld | Espèces
salary | Gehalt | Salaire
pension & benefits | Rente & Leistungen | Pensions & allocations
other income | Sonstige Einnahmen | Autres revenus
savings & investments | Sparen & Anlegen | Épargne & placements
transfer | Umbuchungen | Virements internes
split | Aufgeteilt | Ventilé
uncategorised | Ohne Kategorie | Sans catégorie
"""
CATEGORIES: dict[str, tuple[str, str, str]] = {
    english: (english, german, french)
    for english, german, french in (map(str.strip, line.split("|")) for line in _NAMES.strip().splitlines())
}
