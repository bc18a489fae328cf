"""Names that mean one counterparty have one key, and different ones keep theirs."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkm.ledger.counterparty import LONGEST_KEY, key_of, normalise, of
from tests.merchants import SEEN, UNSEEN
from tests.unit.test_ledger_totals import booking


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("McDonald's #112", "mcdonald's"), ("MCDONALD'S", "mcdonald's"), ("H&M 0371 BERLIN", "h&m"), ("H&M", "h&m"),
        ("REWE SAGT DANKE. 41400673//Hamburg", "rewe"), ("Rewe", "rewe"), ("POS HOFER DANKT 0551", "hofer"),
        ("PAYPAL *SPOTIFY", "spotify"), ("Spotify AB", "spotify"), ("SumUp *Café Sol", "café sol"),
        ("www.netflix.com", "netflix"), ("NETFLIX.COM", "netflix"), ("Vodafone GmbH", "vodafone"),
        ("VODAFONE", "vodafone"), ("Miller & Co", "miller"), ("Acme Ltd.", "acme"), ("Kartenzahlung Bäckerei Süß", "bäckerei süss"),
        ("Visa debit ALDI STORE 4711 GEELONG", "aldi"), ("Shop **** 1234", "shop"), ("  Two   Words ", "two words"),
        ("EDEKA 18.09. 17:20", "edeka"), ("Fitness Club xx1234", "fitness club"), ("SPORTWELT MUENCHEN DE GUTSCHRIFT", "sportwelt"),
        ("CARTE X5531 05/03 CARREFOUR MARKET 4471 ANNEMASSE", "carrefour market"), ("PAIEMENT PAR CARTE X5531 SUPER U", "super u"),
        ("PAIEMENT PAR CARTE DE DEBIT 1781 CARREFOUR EXPRESS 2877 IXELLES", "carrefour express"), ("BETALING MET BANKKAART 4871 04XX XXXX 1123 DELHAIZE GENT", "delhaize"),
        ("Virement en euros Cliniques Saint-Luc", "cliniques saint luc"), ("VDP-DUNNES STORES", "dunnes stores"), ("D/D GOMO 0871", "gomo"),
        ("Refund from John Lewis", "john lewis"), ("AVOIR DARTY LYON", "darty"),
        ("Einkauf Debitkarte, Migros Limmatplatz, 8:12 Kartennr. XXXX6612", "migros limmatplatz"), ("Einkauf ZKB Visa Debit Card Nr. xxxx 6612, Coop", "coop"), ("Einkauf aktuell", "einkauf aktuell"),
        ("KAUF/DIENSTLEISTUNG VOM 03.05.2025 KARTEN NR. XXXX1234 MIGROS WINTERTHUR", "migros"), ("TWINT KAUF/DIENSTLEISTUNG VOM 03.05.2025 SELECTA AG", "selecta"),
        ("ACHAT/SERVICE DU 03.05.2025 CARTE NO XXXX1234 COOP PRONTO", "coop pronto"), ("Jane Doe MITTEILUNGEN: Miete Mai", "jane doe"),
        ("GIRO AUS ONLINE-SIC 80532 AUFTRAGGEBER: JANE DOE MITTEILUNGEN: RECHNUNG 77", "jane doe"), ("LASTSCHRIFT CH-DD SUNRISE GMBH", "sunrise"), ("ZELLE TO DOE JANE ON 07/01 REF #RP0127", "doe jane"), ("Zelle payment from JANE DOE", "jane doe"),
        ("Bezahlung Karte BILLA DANKT 1234 Graz", "billa"), ("BEZAHLUNG MIT KARTE HOFER 4411 GRAZ", "hofer"),
        ("Paiement facture - AccèsD /HYDRO-QUEBEC", "hydro quebec"), ("Achat Interac /MAXI 1234 MONTREAL", "maxi"),
        ("ACHAT/SHOPPING EN LIGNE DU 03.09.2026 CARTE N° XXXX4471 CAFE REMOR GENÈVE", "cafe remor genève"), ("EFINANCE SERVICES INDUSTRIELS COMMUNICATIONS: FACTURE 7", "services industriels"),
        ("ORDRE PERMANENT NAEF IMMOBILIER SA", "naef immobilier"), ("BUNDOBUST CD 4471", "bundobust"), ("JET HAMBURG STRESEMANNSTR", "jet"), ("Bäckerei Hamburg Ringstr", "bäckerei hamburg ringstr"), ("CASA VERDE FARO Foreign Spend Amount: 62.41 EUR Commission Amount: 0.00", "casa verde faro"),
        ("Gutschrift", "gutschrift"), ("Zinsgutschrift", "zinsgutschrift"),
    ],
)  # fmt: skip
def test_noise_is_left_out(printed: str, key: str) -> None:
    assert normalise(printed) == key


def test_a_cards_number_behind_a_description_is_no_year() -> None:
    assert of("", "BUNDOBUST CD 4471") == "bundobust"


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("NETFLIX.COM 866-579-7172 CA", "netflix"),
        ("Kauf/Dienstleistung Debitkarte Nr. XXXX 4417 Migros M Drachen Basel", "migros m drachen basel"),
        ("TWINT-Zahlung Coop-2211 Basel Clarastrasse", "coop"),
        ("TWINT Gutschrift von Nora Imhof", "nora imhof"),
        ("Belastung TWINT: Coop-2211 Basel", "coop"),
        ("TWINT AG", "twint"),
        (r"Bezahlung Karte           MC/000000211|POS          2112  K001 30.04. 18:31|SPAR DANKT 4512\\\\WIEN\\1070", "spar"),
        ("Abbuchung Onlinebanking   OG/000000209|BAWAATWWXXX AT061400021111111111|Wasserwerk Steyr|Rechnung 7", "wasserwerk steyr"),
        ("VIREMENT EN VOTRE FAVEUR DURAND CONSEIL", "durand conseil"),
        ("NORTHERN POWER LTD DDR", "northern power"),
        ("NORTHERN POWER LTD REFUND OF OVERPAYMENT", "northern power"),
        ("Galaxus Zürich Paiement carte", "galaxus"),
        ("AMAG AG Leasingrate 05/2026", "amag"),
        ("APPLE.COM/BILL 866-712-7753 CA", "apple services"),
        ("SQ *BLUE BOTTLE COFFEE SAN FRANCISCO CA", "blue bottle coffee"),
        ("TRADER JOE'S #552 SEATTLE WA", "trader joe's"),
        ("WHOLEFDS MKT 10235 AUSTIN TX", "whole foods"),
        ("AMZN MKTP US*2K3AB1 AMZN.COM/BILL WA", "amazon"),
        ("AMZN Mktp DE*2K3AB9", "amazon"),
        ("AMAZON.DE AMAZON.DE", "amazon"),
        ("Amazon.co.uk*RT4AB", "amazon"),
        ("AMAZON EU S.A R.L., NIEDERLASSUNG DEUTSCHLAND", "amazon"),
        ("AMAZON PAYMENTS EUROPE S.C.A.", "amazon"),
        ("AMZN Prime*2K3AB12", "amazon prime"),
        ("Amazon Prime*AB1", "amazon prime"),
        ("AMZNPrime DE*1X2Y3", "amazon prime"),
        ("UBER *TRIP HELP.UBER.COM CA", "uber"),
        ("UBER *EATS PENDING", "uber eats"),
        ("LYFT *RIDE SUN 7PM", "lyft ride"),
        ("SHELL OIL 57442093000 HOUSTON TX", "shell oil"),
        ("CVS/PHARMACY #02341", "cvs pharmacy"),
        ("PAYPAL *SPOTIFY 35314369001 GB", "spotify"),
        ("TST* THE RUSTIC SPOON", "the rustic spoon"),
        ("STEAMGAMES.COM 4259522985", "steamgames"),
        ("AIRBNB * HMABCD1234", "airbnb"),
        ("EASYJET 000ABCDE", "easyjet"),
        ("LIDL DIENSTLEISTUNG 1234 MUENCHEN", "lidl"),
        ("REWE SAGT DANKE. 41400673//Hamburg/DE", "rewe"),
        ("EDEKA MUELLER//FREIBURG/DE", "edeka mueller"),
        ("DM FIL.2231 H:23311", "dm"),
        ("BAECKEREI HOFMANN FIL 12", "baeckerei hofmann"),
        ("DANKE, IHR LIDL", "lidl"),
        ("Kaufland Heilbronn", "kaufland"),
        ("Stadtwerke München", "stadtwerke münchen"),
        ("Kartenzahlung girocard REWE", "rewe"),
        ("SEPA-Basislastschrift Vodafone GmbH", "vodafone"),
        ("SEPA-Überweisung an Max Mustermann", "max mustermann"),
        ("Folgelastschrift HUK-COBURG", "huk coburg"),
        ("Card Factory", "card factory"),
        ("EREF+123 MREF+M1 CRED+DE98ZZZ09999 SVWZ+Miete Mai", "miete mai"),
        ("SVWZ+Miete Mai EREF+X77", "miete mai"),
        ("Stadtwerke Ulm Rechnung 123 vom 12.03.2024", "stadtwerke ulm"),
        ("CARTE 12/03/24 CARREFOUR CITY 75011 PARIS", "carrefour city"),
        ("PAIEMENT CB 0803 MONOPRIX LYON", "monoprix"),
        ("FACTURE CARTE DU 120324 CARREFOUR CARTE 4974XXXX", "carrefour"),
        ("PRLV SEPA FREE TELECOM", "free telecom"),
        ("PAIEMENT BANCONTACT DELHAIZE IXELLES", "delhaize ixelles"),
        ("VIR SEPA M DUPONT", "m dupont"),
        ("CARD PAYMENT TO AMAZON.CO.UK ON 02 MAR", "amazon"),
        ("DIRECT DEBIT PAYMENT TO BRITISH GAS REF 12345678", "british gas"),
        ("CHECKCARD 0312 WALMART", "walmart"),
        ("PURCHASE AUTHORIZED ON 03/12 SAFEWAY STORE 1711", "safeway"),
        ("TFL TRAVEL CH TFL.GOV.UK/CP", "tfl travel ch"),
        ("BOLT.EU/O/2403", "bolt"),
        ("TESCO STORES 3297 LONDON GB", "tesco"),
        ("MCDONALD'S F11234 CHICAGO IL", "mcdonald's"),
        ("MCDONALDS 4411", "mcdonald's"),
        ("DOMINO'S 4589 512-555-0199 TX", "domino's"),
        ("Telekom Deutschland GmbH", "telekom"),
        ("PayPal Europe S.a.r.l. et Cie S.C.A", "paypal"),
        ("Carte Blanche", "carte blanche"),
        ("Visa", "visa"),
        ("Google *YouTubePremium", "youtubepremium"),
        ("H&M 0371 BERLIN", "h&m"),
        ("H&M BERLIN", "h&m"),
        ("H+M 0371 BERLIN", "h&m"),
        ("DB VERTRIEB GMBH FRANKFURT", "deutsche bahn"),
        ("Kino Babylon", "kino babylon"),
        ("Bar 25", "bar 25"),
        ("Hotel Berlin", "hotel berlin"),
        ("Union Berlin", "union berlin"),
        ("Deutsche Bank Frankfurt", "deutsche bank frankfurt"),
        ("GA NR00001234 BLZ12345678 0", "geldautomat"),
        ("LE BISTROT DU MARCHE", "le bistrot du marche"),
        ("SumUp *Café Sol", "café sol"),
        ("IKEA DEUTSCHLAND 0147", "ikea"),
        ("Paris Saint Germain", "paris saint germain"),
    ],
)  # fmt: skip
def test_card_records_of_several_countries_go_by_the_shop(printed: str, key: str) -> None:
    assert normalise(printed) == key


@pytest.mark.parametrize(
    "name",
    [
        "3m",
        "1&1",
        "7 eleven",
        "o2",
        "n26",
        "24 7 gym",
        "ag",
        "visa",
        "studio 54",
        "+++",
        "12345",
        "co",
        "mr & mrs co op",
    ],
)
def test_names_that_look_like_noise_stay(name: str) -> None:
    assert normalise(name) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shell Station", "Shell Shop"),
        ("Anna Schmidt", "Anna Schmitz"),
        ("Bank of A", "Bank of B"),
        ("Amazon", "Amazon Prime"),
        ("Uber", "Uber Eats"),
        ("Stadtwerke Ulm", "Stadtwerke Bonn"),
        ("Hotel Berlin", "Hotel Hamburg"),
        ("Sparkasse Köln", "Sparkasse Mainz"),
        ("Apple Store", "APPLE.COM/BILL"),
        ("Card Factory", "Factory"),
        ("PAYPAL *SPOTIFY", "PAYPAL *STEAM"),
        ("SumUp *Café Sol", "SumUp *Café Luna"),
        ("Carrefour City", "Carrefour Market"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key_and_never_empty(name: str) -> None:
    key = normalise(name)
    assert normalise(key) == key
    assert bool(key) == bool(name.strip())


_PARTS = st.sampled_from(
    [
        "REWE",
        "LIDL",
        "Stadtwerke",
        "Müller",
        "GmbH",
        "&",
        "Co.",
        "KG",
        "//Berlin/DE",
        "1234",
        "12.03.2024",
        "PAYPAL",
        "*",
        "SQ",
        "*Café",
        "SEPA-Lastschrift",
        "CB",
        "CARTE",
        "www.shop.de",
        "866-579-7172",
        "CA",
        "SAN",
        "FRANCISCO",
        "XX1234",
        "****",
        "#12",
        "FIL",
        "3",
        "EREF+1",
        "SVWZ+Miete",
        "on",
        "02",
        "MAR",
        "Rechnung",
        "99",
        "vom",
        "AMZN",
        "Mktp",
        "DE*2K3",
        "sagt",
        "danke",
        "apple.com/bill",
        "S.A.",
        "r.l.",
        "visa",
        "card",
        "payment",
        "to",
        "London",
        "GB",
        "Deutschland",
        "17:20",
        "F12345",
        "HM12AB34",
        "Inc",
        "niederlassung",
        ".com",
        "/",
        "_",
        "&",
    ]
)


@given(st.lists(_PARTS, min_size=1, max_size=12).map(" ".join))
@settings(max_examples=1000)
def test_what_banks_print_has_a_key_that_is_its_own(name: str) -> None:
    key = normalise(name)
    assert key
    assert normalise(key) == key
    assert len(key) <= LONGEST_KEY


@given(st.text(min_size=LONGEST_KEY, max_size=800))
def test_a_key_is_short_enough_for_an_index(name: str) -> None:
    key = normalise(name)
    assert len(key) <= LONGEST_KEY
    assert normalise(key) == key
    assert bool(key) == bool(name.strip())


def test_a_processor_names_the_shop_in_the_description() -> None:
    bank = "PayPal Europe S.a.r.l. et Cie S.C.A"
    assert of(bank, "1026543 . PP.8372.PP . SPOTIFY, Ihr Einkauf bei SPOTIFY") == "spotify"
    assert of(bank, "your purchase at Steam Games, ref 12") == "steam games"
    assert of(bank, "") == "paypal"


@pytest.mark.parametrize(
    ("description", "key"),
    [
        ("Rent January 2024", "rent"),
        ("Rent March", "rent"),
        ("Kontoführungsentgelt 03/2024", "kontoführungsentgelt"),
        ("May", "may"),
    ],
)
def test_a_description_goes_without_the_month_that_it_is_for(description: str, key: str) -> None:
    assert of("", description) == key


def test_merchants_that_differ_keep_their_own_keys() -> None:
    keys = Counter(of(each.printed, each.description) for each in (*SEEN, *UNSEEN))
    assert {key: count for key, count in keys.items() if count > 1} == {"amazon": 3, "ebay": 2}


def test_a_booking_without_a_counterparty_goes_by_its_description() -> None:
    assert key_of(booking("-1", counterparty="", description="Account fee")) == "account fee"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Forme et Fitness", "FORME ET FITNESS PRLV SEPA ABONNEMENT 06/2026"),
        ("Konkordia Krankenkasse", "Konkordia Krankenkasse PRÄMIE 11/2026"),
        ("Verwaltung Sihlfeld AG", "Verwaltung Sihlfeld AG MIETE 10/2026"),
        ("Brightspark Energy", "BRIGHTSPARK ENERGY DD A-40772191 10/2026"),
        ("Agence Beaulieu Immobilier", "AGENCE BEAULIEU IMMOBILIER LOYER 09/2026"),
    ],
)
def test_a_table_with_one_column_of_text_gives_the_name_that_other_formats_give(name: str, printed: str) -> None:
    assert of("", printed) == of(name, "") == normalise(printed)


@pytest.mark.parametrize("name", ["Enterprise Rent a Car", "Abo Kiosk", "Rechnung24", "DD Dance Studio"])
def test_a_name_that_holds_such_a_word_keeps_it(name: str) -> None:
    assert normalise(name) == name.casefold()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("TSV 1860 Sportverein e.V.", "tsv 1860 sportverein"),
        ("TSG 1899 Hoffenheim", "tsg 1899 hoffenheim"),
        ("Studio 54", "studio 54"),
        ("3 Mobile", "3 mobile"),
        ("1&1 Telecom GmbH", "1&1 telecom"),
        ("REWE 1860 KOELN", "rewe"),
        ("KORNHAUS MARKT 5432 KOELN", "kornhaus markt"),
        ("Pizzeria 1985 Karte", "pizzeria"),
    ],
)
def test_a_number_in_a_name_is_kept_and_a_branch_is_not(name: str, key: str) -> None:
    assert normalise(name) == key


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("SPOTIFY P78C7638E STOCKHOLM", "spotify"), ("Spotify AB P34A1234 Stockholm", "spotify"),
        ("Garage du Flon SA Remboursement G-10933", "garage du flon"),
    ],
)  # fmt: skip
def test_what_a_terminal_prints_between_name_and_town_is_left_out(printed: str, key: str) -> None:
    assert normalise(printed) == key
