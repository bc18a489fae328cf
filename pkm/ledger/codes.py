"""What a bank's own codes say that a booking was for.

Sources: merchant category codes of ISO 18245 as the card schemes list them (Visa Merchant Data Standards Manual); SIC of OFX
1.6 §11.4.3 (``<SIC>``), whose retail and service groups ISO 18245 was derived from, and for which banks send MCCs; ISO 20022
external code sets ExternalPurpose1Code, ExternalCategoryPurpose1Code and bank transaction codes (BTC sub-families); German
Geschäftsvorfallcodes of the DFÜ agreement, annex 3; transaction types of OFX 1.6 §11.4.3.1.

A code that several categories share (4900: any utility; 6012: a bank's own merchandise) decides nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from pkm.ledger import category

# Category: single codes and ranges, both ends included. No code stands in two lines.
_MCC = """
pets: 0742 5995
household: 0780 1520 1711 1731 1740 1750 1761 1771 1799 2842 4214 4225 5021 5039 5072 5074 5198 5200 5211 5231 5251 5261 5712-5714 5718-5719 5722 5950 5996 7210-7211 7216-7217 7342 7349 7394 7623 7629 7641 7692 7699 9402
travel: 3000-3999 4411 4457 4468 4511 4582 4722-4723 5561 5592 5962 7011-7012 7032-7033 7512 7519
transport: 4011 4111-4112 4121 4131 4789
health: 4119 5047 5122 5912 5975-5976 7277 8011 8021 8031 8041-8043 8049-8050 8062 8071 8099
car: 4784 5013 5511 5521 5531-5533 5571 5598-5599 7511 7513 7523-7524 7531 7534-7535 7538 7542 7549 8675
internet & phone: 4812-4816 4821
subscriptions: 4899 5815 5817-5818 5968 7372 8699
electronics: 5044-5046 5065 5732 5734 5946 7379 7622
clothing: 5131 5137 5139 5611 5621 5631 5641 5651 5655 5661 5681 5691 5697-5699 5948-5949 7251 7296
entertainment: 5192 5733 5735 5816 5942 5945 5970-5973 5993-5994 7800-7802 7829 7832-7833 7841 7911 7922 7929 7932-7933 7991 7993-7996 7998-7999 9406
gifts & donations: 5193 5947 5992 8398 8641 8651 8661
shopping: 5094 5099 5111 5199 5262 5309-5311 5331 5399 5931-5933 5935 5937 5943-5944 5963-5967 5969 5978 5999 7278 7395
groceries: 5300 5411 5422 5441 5451 5462 5499 5921
fuel: 5172 5541-5542 5552
gas & heating: 5983
restaurants: 5811-5814
sport: 5940-5941 7941 7992 7997
insurance: 5960 6300 6381 6399
personal care: 5977 5997 7230 7297-7298
cash: 6010-6011
savings & investments: 6211
rent: 6513
education: 8211 8220 8241 8244 8249 8299
children: 8351
taxes: 9222 9311
"""

# Category: purposes of ISO 20022. ENRG and UBIL (some energy, some utility), RELG (some lease) decide nothing.
_PURPOSE = """
salary: SALA PAYR BONU COMM GVEA GVEB GVEC GVED
pension & benefits: PENS SSBE BENE GOVT AEMP GWLT BECH ANNI GFRP PEFC BBSC CCHD RHBS
electricity: ELEC
gas & heating: GASB
water: WTER
internet & phone: PHON NWCH NWCM TBIL OTLC
subscriptions: CBTV SUBS
insurance: INSU INPC INPR INSC LIFI PPTI HLTI LBRI GOVI MAFC
rent: RENT
mortgage & loans: LOAN LOAR HLRP HLST CSLP IHRP BKIP BKPP
taxes: TAXS TAXR INTX NITX PTXP RDTX VATX WHLD ESTX HSTX GSTX FWLV
fees & interest: FEES INTE BKFE OFEE CAFI
cash: CDCD
savings & investments: DIVD INVS SAVG SECU SEPI UNIT FUTR DERI PRME TREA
health: ANTS CVCF DMEQ DNTS HLTC HSPC ICRF LTCF MDCS VIEW
gifts & donations: CHAR
education: EDUC STDY
transport: BUSB RLWY FERB
travel: AIRB
car: TRPT
children: ALMY
"""

# Geschäftsvorfallcodes: 0xx before SEPA, 1xx since. 153 is wages and pensions alike: most get wages.
_GVC = """
salary: 053 153 157 819
savings & investments: 054-055 154-155 161-162 301-399 823-824 826-829
pension & benefits: 056 156 163
gifts & donations: 019 069 119 169
cash: 082-083
fees & interest: 801-817
mortgage & loans: 601-699 825 832
internet & phone: 821
"""

# Sub-families of ISO 20022 bank transaction codes, the third part of ``PMNT.RCDT.SALA``.
_SUBFAMILY = """
salary: SALA PAYR
cash: CWDL CDPT
fees & interest: CHRG FEES COMM INTR COME COMT CCCH
savings & investments: DIVD DVCA DVRE TRAD SUBS REDM
"""

# OFX <TRNTYPE>, SWIFT's transaction types of field 61 (CHG, COM, DIV, INT, SEC) and the booking texts of German and French banks,
# lower case; parted by commas, for some are of several words.
_TYPE = """
cash: atm, cash, cash withdrawal, geldautomat, bargeldauszahlung, barauszahlung, bargeldabhebung, auszahlung geldautomat, retrait, retrait dab
fees & interest: fee, srvchg, int, chg, com, fees, charge, interest, entgelt, entgeltabschluss, abschluss, rechnungsabschluss, abrechnung, zinsen, zinsen/entgelt, kontoführung, gebühren, gebühr, frais, intérêts
savings & investments: div, sec, dividend, wertpapiere, wertpapier, wertpapierabrechnung
salary: directdep, lohn, gehalt, lohn/gehalt, gehalt/rente, lohn gehalt, salary, payroll, salaire
"""


# What banks call in their own column what is of several categories: rides and hotels, pets and clothes, gyms and doctors.
_LUMPS = frozenset(
    ("name:travel", "name:shopping", "name:merchandise", "name:general merchandise", "name:health & wellness")
)


def lumps(code: str) -> bool:
    """Whether a code states a category under which banks put several: what tells more of a payee stands above it."""
    return code.casefold() in _LUMPS


@cache
def _ranges(table: str) -> tuple[list[int], list[int], list[str]]:
    """First and last codes of a table's ranges, ascending, and the category of each."""
    found = []
    for line in table.strip().splitlines():
        name, _, codes = line.partition(":")
        for each in codes.split():
            first, _, last = each.partition("-")
            found.append((int(first), int(last or first), name))
    found.sort()
    firsts, lasts, names = zip(*found, strict=True)
    return list(firsts), list(lasts), list(names)


@cache
def _words(table: str) -> dict[str, str]:
    return {
        code.strip(): name
        for line in table.strip().splitlines()
        for name, _, codes in [line.partition(":")]
        for code in (codes.split(",") if "," in codes else codes.split())
    }


def _by_range(table: str, code: str) -> str | None:
    if not (code.isascii() and code.isdigit()):
        return None
    firsts, lasts, names = _ranges(table)
    place = bisect_right(firsts, int(code)) - 1
    return names[place] if place >= 0 and int(code) <= lasts[place] else None


def category_of(code: str) -> str | None:
    """The category that a booking's ``code`` states; several codes may follow each other, parted by spaces or commas.

    ``mcc:5411``, ``sic:5411``, ``purp:SALA``, ``gvc:153``, ``bank:PMNT.RCDT.SALA``, ``type:atm``, ``name:Eating out``.
    """
    scheme, _, value = code.partition(":")
    value = value.strip()
    match scheme.strip().lower():
        case "mcc" | "sic":
            return _by_range(_MCC, value) if len(value) in {3, 4} else None
        case "purp" | "ctgy":
            return _words(_PURPOSE).get(value.upper())
        case "gvc":
            return _by_range(_GVC, value)
        case "bank":
            return _words(_SUBFAMILY).get(value.upper().replace("/", ".").rpartition(".")[2])
        case "type":
            return _words(_TYPE).get(value.lower())
        case "name":
            return category.of_words(value)
    return None
