"""The words that names are made of. Every person and firm is invented; towns are real, streets common."""

from __future__ import annotations

from random import Random

FIRST = (
    "Nora", "Daniel", "Clara", "Oisín", "Maeve", "Tom", "Ruth", "Felix", "Hannah", "Simon", "Esther", "Jonas",
    "Aoife", "Marcus", "Lucy", "Henrik", "Imogen", "Paul", "Saskia", "Edward", "Thea", "Martin", "Bridget", "Leo",
)  # fmt: skip
LAST = (
    "Ashworth", "Brennan", "Callaghan", "Dörr", "Ellery", "Fairley", "Grünwald", "Hallam", "Ingram", "Jessop",
    "Kessler", "Lindqvist", "Marlowe", "Nolan", "Ostermann", "Penrose", "Quigley", "Rothwell", "Sayer", "Thorne",
    "Vetter", "Wetherby",
)  # fmt: skip
TOWNS = (
    ("Freiburg", "79098"), ("Aachen", "52062"), ("Trier", "54290"), ("Konstanz", "78462"), ("Heidelberg", "69117"),
    ("Saarbrücken", "66111"), ("Bonn", "53111"), ("Mainz", "55116"), ("Karlsruhe", "76133"), ("Offenburg", "77652"),
)  # fmt: skip
STREETS = (
    "Kastanienallee", "Gartenstraße", "Am Mühlbach", "Lindenweg", "Rosengasse", "Weststraße", "Bahnhofstraße",
    "Goethestraße", "Kirchweg", "Uferstraße", "Schillerplatz", "Amselweg",
)  # fmt: skip
STEM_HEADS = (
    "Adler", "Birken", "Buchen", "Dachs", "Eber", "Eichen", "Elster", "Erlen", "Falken", "Fuchs", "Hasel", "Heide",
    "Hirsch", "Kiesel", "Kranich", "Lerchen", "Luchs", "Mohn", "Nebel", "Otter", "Pappel", "Quell", "Raben", "Reb",
    "Schilf", "Silber", "Specht", "Stern", "Storch", "Tannen", "Ulmen", "Wachtel", "Weiden", "Wiesen", "Zeder",
    "Distel", "Ginster", "Holunder", "Iltis", "Kiebitz", "Marder", "Nuss", "Quitten", "Salbei", "Veilchen", "Wolken",
    "Amboss", "Bernstein", "Glocken", "Hafer", "Kupfer", "Laternen", "Mühlen", "Pfeffer", "Schiefer", "Zimt",
)  # fmt: skip
STEM_TAILS = ("hof", "tal", "stein", "au", "feld", "brunn", "mark", "bach", "garten", "ried", "horn", "rain")
FRENCH = (
    "Valmorin", "Lorcy", "Beauvent", "Tessière", "Chantelac", "Rivonne", "Marsolle", "Aubrac-Leroy", "Fontrelle",
    "Guérinat", "Peyrolle", "Solignac",
)  # fmt: skip

ROLES: dict[str, tuple[str, ...]] = {
    "bank_a": ("{} Bank", "Kreditbank {}", "{} Sparbank"),
    "bank_b": ("{} Direktbank", "Banque {f}", "{} Onlinebank"),
    "bank_c": ("{} Volkskasse", "Genossenschaftsbank {}", "{} Landeskasse"),
    "card": ("{} Card Services", "{} Kreditkarten", "{} Credit"),
    "employer_1": ("{} Instruments GmbH", "{} Medical AG", "{} Software GmbH"),
    "employer_2": ("{} Logistik SE", "Institut {f}", "{} Verlag GmbH"),
    "electricity": ("{} Energie GmbH", "{} Strom", "Stadtwerke {}"),
    "heating": ("{} Gasversorgung", "{} Fernwärme GmbH", "Gas {f}"),
    "internet": ("{} Fibre", "{} Net", "{} Breitband"),
    "phone": ("{} Mobile", "{} Mobilfunk", "{} Telecom"),
    "insurer": ("{} Versicherung AG", "{} Assekuranz", "Assurances {f}"),
    "old_phone": ("{} Telefon", "{} Connect"),
    "streaming": ("{} Stream", "{} Play", "Ciné {f}"),
    "music": ("{} Music", "{} Tunes"),
    "cloud": ("{} Cloud", "{} Backup"),
    "news": ("{} Zeitung", "Le Courrier {f}", "{} Post Digital"),
    "gym": ("{} Fitness", "{} Gym", "Boulderhalle {}"),
    "supermarket_1": ("{} Supermarkt", "{} Markt", "{} Foods"),
    "supermarket_2": ("{} Supermarket", "{} Frischemarkt", "{} Grocers"),
    "supermarket_3": ("Marché {f}", "{} Bio Market", "Épicerie {f}"),
    "bakery": ("Bäckerei {}", "Boulangerie {f}"),
    "drugstore": ("Drogerie {}", "{} Drogeriemarkt"),
    "fuel": ("{} Tankstelle", "{} Fuel", "Station {f}"),
    "pharmacy": ("{} Apotheke", "Pharmacie {f}"),
    "shop_1": ("{} Online", "{} Versand"),
    "shop_2": ("{} Books", "{} Haushaltswaren"),
    "repair": ("{} Hausgeräte-Service", "{} Appliance Repair"),
    "plumber": ("{} Haustechnik", "Sanitär {}"),
    "garage": ("Autohaus {}", "Garage {f}"),
    "host": ("Gîte {f}", "Maison {f}"),
    "management": ("Hausverwaltung {}", "{} Immobilienverwaltung"),
    "choir": ("{} Chor", "Chorverein {}"),
}
RESTAURANTS = (
    "Trattoria {}", "Gasthaus {}", "Bistro {f}", "Café {}", "Sushi {}", "Brasserie {f}", "Taverna {}", "{} Burger",
    "Pizzeria {}", "Weinstube {}", "Curry {}", "Noodle Bar {}",
)  # fmt: skip
BIG_SHOPS = (
    ("Möbelhaus {}", "Sofa, order {n}", 780, 1890),
    ("Zahnarztpraxis Dr. {}", "Dental treatment, invoice {n}", 520, 1350),
    ("Velo {}", "Trekking bicycle, order {n}", 890, 1750),
    ("{} Elektronik", "Laptop, order {n}", 760, 1690),
    ("Juwelier {}", "Purchase, receipt {n}", 480, 1150),
    ("Pianohaus {}", "Digital piano, order {n}", 690, 1480),
    ("Optik {}", "Progressive glasses, order {n}", 510, 940),
)


class Namer:
    """Draws names, none twice, none a part of another."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        heads = list(STEM_HEADS)
        rng.shuffle(heads)
        self._stems = [head + rng.choice(STEM_TAILS) for head in heads]
        self._french = list(FRENCH)
        rng.shuffle(self._french)

    def firm(self, patterns: tuple[str, ...]) -> str:
        """A firm by one of its line's patterns: ``{}`` is a German stem, ``{f}`` a French one."""
        open_patterns = [each for each in patterns if "{f}" not in each or self._french]
        pattern = self._rng.choice(open_patterns or ["{}"])
        return (
            pattern.replace("{f}", self._french.pop()) if "{f}" in pattern else pattern.replace("{}", self._stems.pop())
        )
