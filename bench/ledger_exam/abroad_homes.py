"""Four households: a British family, a French couple, an American and a Swiss freelancer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from bench.ledger_exam.abroad_plan import LAST, OCTOBER, Account, Home, iban, months, workday

BROKEN_OFF = date(2026, 7, 31)  # the gym's contract ended; its charges did not
LETTERED = OCTOBER  # from then on the stream costs more


def british(seed: int) -> Home:
    """Current and joint account, a spending card with pending rows, a charge card, an ISA."""
    rng = Random(seed * 31 + 1)
    first, second, third = (str(rng.randrange(20_000_000, 90_000_000)) for _ in range(3))
    accounts = [
        Account("current", first, "GBP", Decimal("2140.55"), "203744"),
        Account("joint", second, "GBP", Decimal("3310.02"), "400215"),
        Account("spend", "Fernbank", "GBP", Decimal("310.00")),
        Account("charge", f"{rng.randrange(10000, 99999)}", "GBP", Decimal(0)),
        Account("isa", third, "GBP", Decimal("8120.00")),
    ]
    home = Home("british", seed, "Europe/London", rng, {each.name: each for each in accounts})
    wage = home.money(3400, 4300)
    home.every_month("current", "ORWELL CIVIL ENGINEERS", "SALARY", wage, 28, role="income")
    home.every_month(
        "current", "ORWELL CIVIL ENGINEERS", "BONUS", home.money(1200, 2100), 19, only=(12,), role="income"
    )
    home.every_month("joint", "HMRC CHILD BENEFIT", "CHB", Decimal("104.20"), 7, role="income")
    home.every_month("joint", "PENNYFIELD LETTINGS", "RENT FLAT 4", -home.money(1150, 1500), 1, slips=True)
    home.every_month(
        "joint",
        "HARROGATE BC COUNCIL TAX",
        "DD 7719204410",
        -home.money(150, 190),
        3,
        only=(4, 5, 6, 7, 8, 9, 10, 11, 12, 1),
    )
    home.every_month("joint", "BRIGHTSPARK ENERGY", "DD A-40772191", -home.money(95, 125), 9)
    home.every_month("joint", "YORKSHIRE WATERWORKS", "DD 100288", -home.money(70, 99), 11, only=(1, 4, 7, 10))
    home.every_month("current", "IRONHOUSE GYM", "DD MEM55021", -home.money(31, 46), 4)
    home.every_month("current", "TALKABOUT MOBILE", "DD 5580012", -home.money(12, 25), 15)
    home.every_month("current", "FIBRELINE BROADBAND", "DD FL-221", -home.money(28, 42), 12)
    home.every_month("current", "WAYFARER INSURANCE", "CAR POLICY 2210-77", -home.money(420, 610), 6, only=(10,))
    home.every_month("charge", "PICTUREHOUSE+", "MONTHLY PLAN", -Decimal("10.99"), 21)
    home.every_days("spend", 0.45, ("TESCO STORES 4471", "ALDI 77", "WAITROSE 220"), 5, 70)
    home.every_days("charge", 0.12, diners := ("PIZZA EXPRESS LEEDS", "THE CROWN INN", "DISHOOM RESTAURANT"), 18, 58)
    home.every_days("charge", 0.07, ("JOHN LEWIS", "BOOKSHOP YORK", "ARGOS"), 15, 140)
    for year, month in months():  # fuel: 100 are held at the pump, less is taken
        paid = home.money(38, 74)
        home.add("spend", date(year, month, 10), -paid, "SHELL PETROL 112", "SHELL PETROL 112", held=Decimal("-100.00"))
    home.abroad("charge", date(2025, 8, 9), ("HOTEL MIRAMAR", "BAR CATALUNYA", "MERCADONA"), "EUR", Decimal("0.8571"))
    home.abroad("spend", date(2026, 5, 23), ("BOULANGERIE PAUL", "SNCF", "CAFE DU PORT"), "EUR", Decimal("0.8634"))
    for n, (year, month) in enumerate(months()):
        home.transfer(
            "current",
            "joint",
            Decimal("1900.00"),
            workday(date(year, month, 1)),
            ("HOUSEHOLD TRANSFER", "HOUSEHOLD TRANSFER"),
        )
        home.transfer(
            "current",
            "isa",
            Decimal("150.00"),
            workday(date(year, month, 2)),
            ("STANDING ORDER ISA SAVINGS", "STANDING ORDER RECEIVED"),
            n % 2,
        )
        home.transfer(
            "current",
            "spend",
            home.money(560, 640),
            workday(date(year, month, 1)),
            ("FERNBANK TOP UP", "TOP UP FROM CURRENT ACCOUNT"),
        )
    home.add("current", date(2026, 3, 10), Decimal("250.00"), "CHEQUE 000412", "CHEQUE 000412 PAID IN", role="reversal")
    home.add("current", date(2026, 3, 16), Decimal("-250.00"), "CHEQUE 000412", "UNPAID CHEQUE 000412", role="reversal")
    home.add("charge", date(2026, 4, 2), Decimal("-118.00"), "JOHN LEWIS", "JOHN LEWIS")
    home.add("charge", date(2026, 4, 11), Decimal("118.00"), "JOHN LEWIS", "JOHN LEWIS", role="refund")
    home.add("charge", date(2026, 6, 2), Decimal("-86.00"), "ARGOS", "ARGOS")
    home.add("charge", date(2026, 6, 8), Decimal("31.50"), "ARGOS", "ARGOS REFUND", role="refund")
    home.jump("PICTUREHOUSE+", Decimal("1.27"))
    gym = next(each for each in home.moves if each.payee == "IRONHOUSE GYM")
    home.plant(
        "charge", "joint", "JOHN LEWIS", "ASHDOWN KITCHENS", "BRIGHTSPARK ENERGY", "RETURNED ITEM FEE", diners, gym
    )
    home.settle("charge", "current", 14, ("CHARGECARD PAYMENT DD", "PAYMENT RECEIVED - THANK YOU"))
    return home


def french(seed: int) -> Home:
    """Compte courant, a card settled once a month, compte joint, livret A."""
    rng = Random(seed * 37 + 2)
    accounts = [
        Account("courant", iban(rng, "FR", "3000400871", 13), "EUR", Decimal("1820.14"), "BANQUE LIGERIENNE"),
        Account("carte", f"{rng.randrange(1000, 9999)}", "EUR", Decimal(0)),
        Account("joint", iban(rng, "FR", "2004101005", 13), "EUR", Decimal("2204.90"), "CREDIT ARMORIQUE"),
        Account("livret", iban(rng, "FR", "2004101005", 13), "EUR", Decimal("11350.00"), "CREDIT ARMORIQUE"),
    ]
    home = Home("french", seed, "Europe/Paris", rng, {each.name: each for each in accounts})
    home.every_month("courant", "ATELIERS RIVOIRE SA", "SALAIRE", home.money(2300, 3100), 27, role="income")
    home.every_month(
        "courant", "ATELIERS RIVOIRE SA", "TREIZIEME MOIS", home.money(1900, 2300), 12, only=(12,), role="income"
    )
    home.every_month("joint", "CAF DE NANTES", "PRESTATIONS FAMILIALES", Decimal("148.52"), 5, role="income")
    home.every_month("joint", "AGENCE BEAULIEU IMMOBILIER", "LOYER", -home.money(820, 1100), 1, slips=True)
    home.every_month("joint", "ÉLECTRICITÉ DE L'OUEST", "PRLV SEPA MANDAT E77120", -home.money(70, 96), 8)
    home.every_month("joint", "EAUX DU PAYS NANTAIS", "PRLV SEPA", -home.money(80, 110), 17, only=(3, 9))
    home.every_month("joint", "DGFIP TAXE FONCIERE", "PRLV SEPA", -home.money(700, 940), 15, only=(10,))
    home.every_month("courant", "FORME ET FITNESS", "PRLV SEPA ABONNEMENT", -home.money(25, 40), 4)
    home.every_month("courant", "TELEFIL MOBILE", "PRLV SEPA FACTURE MOBILE", -home.money(12, 22), 14)
    home.every_month("courant", "MUTUELLE DES LOIRES", "COTISATION ANNUELLE", -home.money(310, 460), 9, only=(10,))
    home.every_month("carte", "CINEFLUX", "ABONNEMENT", -Decimal("9.99"), 20)
    home.every_days("carte", 0.42, ("CARREFOUR MARKET", "MONOPRIX NANTES", "BOULANGERIE LEROUX"), 4, 80)
    home.every_days("carte", 0.12, diners := ("BRASSERIE DU LAC", "RESTAURANT LE PHARE", "CRÊPERIE MORVAN"), 16, 58)
    home.every_days("carte", 0.06, ("FNAC", "DECATHLON", "LEROY MERLIN"), 15, 130)
    home.every_days("courant", 0.04, ("RETRAIT DAB",), 20, 60)
    home.abroad("carte", date(2026, 4, 12), ("HARVEY NICHOLS", "TFL TRAVEL", "PRET A MANGER"), "GBP", Decimal("1.1618"))
    for n, (year, month) in enumerate(months()):
        home.transfer(
            "courant",
            "joint",
            Decimal("1150.00"),
            workday(date(year, month, 3)),
            ("VIR PERMANENT COMPTE JOINT", "VIR COMPTE JOINT"),
        )
        home.transfer(
            "courant",
            "livret",
            home.money(90, 160),
            workday(date(year, month, 6)),
            ("VIREMENT LIVRET A", "VERSEMENT LIVRET A"),
            n % 2,
        )
    home.every_month("livret", "", "INTERETS", home.money(240, 320), 31, only=(12,), role="income")
    home.add(
        "courant", date(2026, 2, 10), Decimal("34.50"), "CPAM LOIRE ATLANTIQUE", "REMBOURSEMENT SOINS", role="income"
    )
    back = home.add(
        "joint",
        date(2026, 6, 18),
        Decimal("-61.20"),
        "ASSOCIATION VOILE",
        "PRLV SEPA COTISATION VOILE",
        role="reversal",
    )
    home.add(
        "joint",
        date(2026, 6, 22),
        Decimal("61.20"),
        "ASSOCIATION VOILE",
        "REJET PRLV SEPA COTISATION VOILE",
        role="reversal",
        reference=f"{back.reference}R",
    )
    home.add("carte", date(2026, 3, 3), Decimal("-99.90"), "FNAC", "FNAC")
    home.add("carte", date(2026, 3, 20), Decimal("99.90"), "FNAC", "FNAC REMBOURSEMENT", role="refund")
    home.add("carte", date(2026, 5, 4), Decimal("-140.00"), "DECATHLON", "DECATHLON")
    home.add("carte", date(2026, 5, 12), Decimal("45.00"), "DECATHLON", "DECATHLON REMBOURSEMENT", role="refund")
    home.jump("CINEFLUX", Decimal("1.30"))
    gym = next(each for each in home.moves if each.payee == "FORME ET FITNESS")
    home.plant(
        "carte",
        "joint",
        "LEROY MERLIN",
        "CUISINES ARMEL",
        "ÉLECTRICITÉ DE L'OUEST",
        "FRAIS LETTRE D'INFORMATION COMPTE DÉBITEUR",
        diners,
        gym,
    )
    home.settle("carte", "courant", 4, ("RELEVE CARTE DIFFERE", "PRELEVEMENT DU RELEVE"))
    return home


def american(seed: int) -> Home:
    """Checking and savings, two credit cards, PayPal, Venmo."""
    rng = Random(seed * 41 + 3)
    accounts = [
        Account("checking", f"{rng.randrange(10**9, 10**10)}", "USD", Decimal("4210.77"), "111000614"),
        Account("discovery", f"{rng.randrange(1000, 9999)}", "USD", Decimal(0)),
        Account("visa", f"4{rng.randrange(10**14, 10**15)}", "USD", Decimal(0)),
        Account("paypal", "paypal", "USD", Decimal("12.40")),
        Account("venmo", "venmo", "USD", Decimal("40.00")),
        Account("savings", f"{rng.randrange(10**9, 10**10)}", "USD", Decimal("9000.00"), "111000614"),
    ]
    home = Home("american", seed, "America/Chicago", rng, {each.name: each for each in accounts})
    day, pay = date(2025, 1, 10), home.money(2100, 2700)
    while day <= LAST:
        home.add("checking", day, pay, "LONESTAR ROBOTICS PAYROLL", "DIRECT DEP", role="income")
        day += timedelta(14)
    home.add(
        "checking",
        date(2025, 12, 19),
        home.money(1500, 2500),
        "LONESTAR ROBOTICS PAYROLL",
        "BONUS DIRECT DEP",
        role="income",
    )
    home.add("checking", date(2026, 4, 8), home.money(800, 1900), "IRS TREAS 310", "TAX REF", role="income")
    home.every_month("checking", "PRAIRIE MORTGAGE", "MTG PMT INCL ESCROW", -home.money(1500, 1900), 1, slips=True)
    home.every_month("checking", "GULF STATES ELECTRIC", "BILL PAY", -home.money(80, 105), 9)
    home.every_month("checking", "TRAVIS COUNTY TAX", "PROPERTY TAX", -home.money(900, 1200), 14, only=(10,))
    home.every_month("checking", "STEELYARD GYM", "MEMBERSHIP", -home.money(29, 49), 5)
    home.every_month("checking", "LONGHORN WIRELESS", "AUTOPAY", -home.money(45, 70), 16)
    home.every_month("visa", "REELTIME STREAMING", "SUBSCRIPTION", -Decimal("13.99"), 22)
    home.every_month(
        "discovery", "BLUEBONNET AUTO INSURANCE", "6 MONTH PREMIUM", -home.money(480, 620), 8, only=(4, 10)
    )
    home.every_days("discovery", 0.4, ("H-E-B #214", "TRADER JOE'S #88", "WHOLE FOODS AUS"), 8, 90)
    home.every_days(
        "visa", 0.13, diners := ("TORCHYS TACOS RESTAURANT", "FRANKLIN BBQ", "THAI KITCHEN RESTAURANT"), 14, 58
    )
    home.every_days("visa", 0.06, ("TARGET 00021", "BEST BUY", "HOME DEPOT 651"), 15, 150)
    home.every_days("venmo", 0.02, ("Jordan Pike", "Alexis Wood"), 8, 30, "dinner split")
    for year, month in months():  # bought through PayPal, which takes it from checking
        spent, when = home.money(12, 80), date(year, month, 18)
        home.add("paypal", when, -spent, "Etsy Crafts LLC", "Express Checkout Payment")
        home.transfer("checking", "paypal", spent, when, ("PAYPAL INST XFER", "General Withdrawal from Bank Account"))
        home.transfer(
            "checking",
            "savings",
            Decimal("200.00"),
            workday(date(year, month, 3)),
            ("ONLINE TRANSFER TO SAVINGS", "ONLINE TRANSFER FROM CHECKING"),
        )
        home.transfer(
            "checking",
            "venmo",
            home.money(40, 60),
            date(year, month, 25),
            ("VENMO CASHOUT ADD FUNDS", "Standard Transfer add funds"),
        )
    home.bounce(
        "checking",
        Decimal("72.15"),
        "CITY OF AUSTIN UTILITIES",
        (date(2026, 2, 12), "ACH DEBIT CITY UTILITIES"),
        (date(2026, 2, 17), "ACH DEBIT RETURNED CITY UTILITIES"),
    )
    home.add("visa", date(2026, 3, 4), Decimal("-149.99"), "BEST BUY", "BEST BUY")
    home.add("visa", date(2026, 3, 15), Decimal("149.99"), "BEST BUY", "BEST BUY", role="refund")
    home.add("discovery", date(2026, 5, 4), Decimal("-88.00"), "COSTCO WHSE", "COSTCO WHSE")
    home.add("discovery", date(2026, 5, 9), Decimal("20.25"), "COSTCO WHSE", "COSTCO WHSE REFUND", role="refund")
    home.jump("REELTIME STREAMING", Decimal("1.29"))
    gym = next(each for each in home.moves if each.payee == "STEELYARD GYM")
    home.plant(
        "visa",
        "checking",
        "TARGET 00021",
        "HILL COUNTRY ROOFING",
        "GULF STATES ELECTRIC",
        "OVERDRAFT ITEM FEE",
        diners,
        gym,
    )
    home.settle("visa", "checking", 12, ("CARD SERVICES AUTOPAY", "AUTOPAY PAYMENT - THANK YOU"))
    home.settle("discovery", "checking", 20, ("DISCOVERY E-PAYMENT", "INTERNET PAYMENT - THANK YOU"))
    return home


def swiss(seed: int) -> Home:
    """A business and a private account, a wallet of francs and euros, another of dollars and euros."""
    rng = Random(seed * 43 + 4)
    accounts = [
        Account("firma", iban(rng, "CH", "00762", 12), "CHF", Decimal("9120.45"), "00762"),
        Account("privat", iban(rng, "CH", "08401", 12), "CHF", Decimal("3350.10"), "08401"),
        Account("rev-chf", "revolut", "CHF", Decimal("200.00"), wallet="revolut"),
        Account("rev-eur", "revolut", "EUR", Decimal("50.00"), wallet="revolut"),
        Account("wise-usd", "wise", "USD", Decimal("100.00"), wallet="wise"),
        Account("wise-eur", "wise", "EUR", Decimal("80.00"), wallet="wise"),
    ]
    home = Home("swiss", seed, "Europe/Zurich", rng, {each.name: each for each in accounts})
    home.every_month("firma", "ESTV MWST", "MWST ABRECHNUNG", -home.money(900, 1300), 28, only=(2, 5, 8, 11))
    home.every_month("firma", "COWORK LIMMAT AG", "ARBEITSPLATZ", -home.money(280, 380), 3)
    home.every_month("firma", "Helvetia Berufshaftpflicht", "JAHRESPRÄMIE", -home.money(500, 760), 10, only=(10,))
    home.every_month("privat", "Verwaltung Sihlfeld AG", "MIETE", -home.money(1600, 2100), 1, slips=True)
    home.every_month("privat", "EWZ ELEKTRIZITAET", "RECHNUNG", -home.money(75, 98), 12)
    home.every_month("privat", "Konkordia Krankenkasse", "PRÄMIE", -home.money(310, 420), 7)
    home.every_month("privat", "KRAFTRAUM ALTSTETTEN", "ABO", -home.money(60, 85), 5)
    home.every_month("privat", "SERAFE AG", "RADIO UND TV ABGABE", -Decimal("335.00"), 13, only=(9,))
    home.every_month("rev-chf", "BINGEBOX", "BINGEBOX ABO", -Decimal("17.90"), 21)
    home.every_days("privat", 0.38, ("COOP-1844 ZUERICH", "MIGROS LIMMATPLATZ", "DENNER 220"), 6, 85)
    home.every_days(
        "rev-chf", 0.13, diners := ("Restaurant Zeughauskeller", "Pizzeria Da Nino", "Restaurant Hiltl"), 20, 58
    )
    home.every_days("rev-chf", 0.05, ("DIGITEC GALAXUS", "IKEA SPREITENBACH", "ORELL FUESSLI"), 20, 150)
    home.every_days("rev-eur", 0.03, ("SNCF CONNECT", "EDEKA KONSTANZ", "DM KONSTANZ"), 8, 40)
    for n, (year, month) in enumerate(months()):
        home.transfer(
            "firma", "privat", Decimal("5200.00"), workday(date(year, month, 25)), ("PRIVATBEZUG", "PRIVATBEZUG")
        )
        home.transfer(
            "privat",
            "rev-chf",
            Decimal("650.00"),
            workday(date(year, month, 26)),
            ("REVOLUT AUFLADUNG", "Top-Up by bank transfer"),
            n % 2,
        )
        francs, euros = Decimal("80.00"), home.money(80, 86)
        when = date(year, month, 27)
        home.add(
            "rev-chf",
            when,
            -francs - Decimal("0.40"),
            "Exchanged to EUR",
            "Exchanged to EUR",
            role="transfer",
            fee=Decimal("0.40"),
        )
        home.add("rev-eur", when, euros, "Exchanged to EUR", "Exchanged to EUR", role="transfer")
        dollars = home.money(900, 1500)
        home.add(
            "wise-usd",
            date(year, month, 9),
            dollars,
            "Beacon Labs Inc",
            "Received money from Beacon Labs Inc",
            role="income",
        )
        sold, fee = (dollars * Decimal("0.8")).quantize(Decimal("0.01")), home.money(2, 5)
        bought = ((sold - fee) * Decimal("0.92")).quantize(Decimal("0.01"))
        home.add(
            "wise-usd",
            date(year, month, 15),
            -sold,
            "Converted",
            f"Converted {sold} USD to {bought} EUR",
            role="transfer",
            fee=fee,
        )
        home.add(
            "wise-eur",
            date(year, month, 15),
            bought,
            "Converted",
            f"Converted {sold} USD to {bought} EUR",
            role="transfer",
        )
    home.every_days("wise-eur", 0.03, ("Hetzner Online", "JetBrains"), 15, 60, "Card transaction")
    home.bounce(
        "privat",
        Decimal("210.00"),
        "Zahnarzt Dr. Frei",
        (date(2026, 4, 8), "LASTSCHRIFT ZAHNARZT FREI"),
        (date(2026, 4, 13), "STORNO LASTSCHRIFT ZAHNARZT FREI"),
    )
    home.add("rev-chf", date(2026, 3, 4), Decimal("-129.00"), "DIGITEC GALAXUS", "DIGITEC GALAXUS")
    home.add("rev-chf", date(2026, 3, 15), Decimal("129.00"), "DIGITEC GALAXUS", "DIGITEC GALAXUS", role="refund")
    home.add("privat", date(2026, 5, 4), Decimal("-88.00"), "VELO ZÜRICH", "VELO ZÜRICH")
    home.add("privat", date(2026, 5, 9), Decimal("20.25"), "VELO ZÜRICH", "GUTSCHRIFT VELO ZÜRICH", role="refund")
    home.jump("BINGEBOX", Decimal("1.28"))
    gym = next(each for each in home.moves if each.payee == "KRAFTRAUM ALTSTETTEN")
    home.plant(
        "rev-chf", "privat", "IKEA SPREITENBACH", "Küchenbau Brunner AG", "EWZ ELEKTRIZITAET", "MAHNGEBÜHR", diners, gym
    )
    return home


COUNTRIES: dict[str, Callable[[int], Home]] = {
    "british": british,
    "french": french,
    "american": american,
    "swiss": swiss,
}
