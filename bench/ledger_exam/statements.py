"""The same bookings as five sorts of files print them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from bench.ledger_exam import life
from bench.ledger_exam.plan import FIRST, LAST, Account, Booking, Household, months

Writer = Callable[[Account, Sequence[Booking], Decimal, date, date], str]


def mt940(account: Account, rows: Sequence[Booking], opening: Decimal, since: date, until: date) -> str:
    """SWIFT customer statement with German :86: subfields."""

    def balance(tag: str, day: date, value: Decimal) -> str:
        return f":{tag}:{'C' if value >= 0 else 'D'}{day:%y%m%d}{account.currency}{_comma(abs(value))}"

    lines = [
        ":20:STARTUMS",
        f":25:{account.number[4:12]}/{account.number[12:]}",
        ":28C:0/1",
        balance("60F", since, opening),
    ]
    for row in rows:
        mark = "C" if row.amount >= 0 else "D"
        lines.append(f":61:{row.day:%y%m%d}{row.day:%m%d}{mark}{_comma(abs(row.amount))}NMSCNONREF//{row.reference}")
        parts = [f"?2{n}{row.purpose[n * 27 : n * 27 + 27]}" for n in range((len(row.purpose) + 26) // 27)]
        other = f"?31{row.iban}" if row.iban else ""
        names = "".join(f"?3{2 + n}{row.payee[n * 27 : n * 27 + 27]}" for n in range((len(row.payee) + 26) // 27))
        code = "152" if row.amount > 0 else "105"
        lines.append(f":86:{code}?00{'GUTSCHRIFT' if row.amount > 0 else 'LASTSCHRIFT'}{''.join(parts)}{other}{names}")
    lines.append(balance("62F", until, opening + sum((each.amount for each in rows), Decimal(0))))
    return "\r\n".join([*lines, "-"]) + "\r\n"


def camt(account: Account, rows: Sequence[Booking], opening: Decimal, since: date, until: date) -> str:
    """ISO 20022 camt.053.001.02."""

    def balance(code: str, day: date, value: Decimal) -> str:
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='{account.currency}'>{abs(value)}</Amt>"
            f"<CdtDbtInd>{'CRDT' if value >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        )

    entries = []
    for row in rows:
        side = "Dbtr" if row.amount > 0 else "Cdtr"
        number = f"<{side}Acct><Id><IBAN>{row.iban}</IBAN></Id></{side}Acct>" if row.iban else ""
        entries.append(
            f"<Ntry><Amt Ccy='{account.currency}'>{abs(row.amount)}</Amt><CdtDbtInd>{'CRDT' if row.amount > 0 else 'DBIT'}"
            f"</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{row.day}</Dt></BookgDt><ValDt><Dt>{row.day}</Dt></ValDt>"
            f"<AcctSvcrRef>{row.reference}</AcctSvcrRef><BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>"
            f"<RltdPties><{side}><Nm>{escape(row.payee)}</Nm></{side}>{number}</RltdPties>"
            f"<RmtInf><Ustrd>{escape(row.purpose)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
        )
    closing = opening + sum((each.amount for each in rows), Decimal(0))
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'>"
        f"<BkToCstmrStmt><GrpHdr><MsgId>{account.number}{until}</MsgId></GrpHdr><Stmt><Id>{until}</Id>"
        f"<FrToDt><FrDtTm>{since}T00:00:00</FrDtTm><ToDtTm>{until}T23:59:59</ToDtTm></FrToDt>"
        f"<Acct><Id><IBAN>{account.number}</IBAN></Id><Ccy>{account.currency}</Ccy></Acct>"
        f"{balance('OPBD', since, opening)}{balance('CLBD', until, closing)}\n{''.join(entries)}"
        "</Stmt></BkToCstmrStmt></Document>\n"
    )


def ofx(account: Account, rows: Sequence[Booking], opening: Decimal, since: date, until: date) -> str:
    """OFX 1.0.2 in SGML."""
    records = "".join(
        f"<STMTTRN><TRNTYPE>{'CREDIT' if row.amount > 0 else 'DEBIT'}<DTPOSTED>{row.day:%Y%m%d}120000<TRNAMT>{row.amount}"
        f"<FITID>{row.reference}<NAME>{escape(row.payee[:32] or row.purpose[:32])}<MEMO>{escape(row.purpose)}</STMTTRN>\n"
        for row in rows
    )
    closing = opening + sum((each.amount for each in rows), Decimal(0))
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:UTF-8\nCHARSET:NONE\nCOMPRESSION:NONE\n"
        "OLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>"
        f"<CURDEF>{account.currency}<BANKACCTFROM><BANKID>{account.number[4:12]}<ACCTID>{account.number[12:]}"
        f"<ACCTTYPE>SAVINGS</BANKACCTFROM><BANKTRANLIST><DTSTART>{since:%Y%m%d}<DTEND>{until:%Y%m%d}\n{records}"
        f"</BANKTRANLIST><LEDGERBAL><BALAMT>{closing}<DTASOF>{until:%Y%m%d}</LEDGERBAL></STMTRS></STMTTRNRS>"
        "</BANKMSGSRSV1></OFX>\n"
    )


def german_csv(account: Account, rows: Sequence[Booking], opening: Decimal, since: date, until: date) -> str:
    """A preamble, semicolons, decimal commas, the newest first."""
    head = f"Umsatzanzeige;Datei erstellt am: {until:%d.%m.%Y}\n\nIBAN;{account.number}\nZeitraum;{since:%d.%m.%Y} - {until:%d.%m.%Y}\n\n"
    table = [
        ["Buchung", "Valuta", "Auftraggeber/Empfänger", "Verwendungszweck", "Saldo", "Währung", "Betrag", "Währung"]
    ]
    balance, body = opening, []
    for row in rows:
        balance += row.amount
        day = f"{row.day:%d.%m.%Y}"
        body.append(
            [
                day,
                day,
                row.payee,
                row.purpose,
                _grouped(balance),
                account.currency,
                _grouped(row.amount),
                account.currency,
            ]
        )
    return head + _delimited([*table, *reversed(body)], ";")


def card_csv(account: Account, rows: Sequence[Booking], *_: object) -> str:
    """A card issuer's: masked number, signed amounts, quotes."""
    head = ["Card number", "Transaction date", "Posting date", "Merchant", "Details", "Amount (EUR)"]
    body = [
        [f"XXXX XXXX XXXX {account.number}", f"{row.day}", f"{row.day}", row.payee, row.purpose, f"{row.amount}"]
        for row in rows
    ]
    return _delimited([head, *body], ",")


def british_csv(account: Account, rows: Sequence[Booking], opening: Decimal, *_: object) -> str:
    """Money out and in side by side, and a running balance."""
    head = ["Date", "Account Number", "Description", "Paid out (GBP)", "Paid in (GBP)", "Balance (GBP)"]
    balance, body = opening, []
    for row in rows:
        balance += row.amount
        out, in_ = (f"{-row.amount:,}", "") if row.amount < 0 else ("", f"{row.amount:,}")
        body.append([f"{row.day:%d/%m/%Y}", account.number, f"{row.payee} {row.purpose}", out, in_, f"{balance:,}"])
    return _delimited([head, *body], ",")


def write(house: Household, folder: Path) -> None:
    """All accounts' files: by month in one format, a stretch of it again in another, one file twice."""
    rng = Random(house.seed * 7 + 1)
    giro, joint = (mt940, camt) if house.seed % 2 else (camt, mt940)
    for name, writer, ending in (
        ("giro", giro, _ending(giro)),
        ("joint", joint, _ending(joint)),
        ("card", card_csv, "csv"),
    ):
        for year, month in months():
            since = date(year, month, 1)
            until = min(date(year + month // 12, month % 12 + 1, 1) - timedelta(1), LAST)
            _write(house, folder / name / f"{name}-{since:%Y-%m}.{ending}", name, writer, since, until)
    _write(house, folder / "giro" / "umsatz-2025.csv", "giro", german_csv, date(2025, 3, 1), date(2025, 9, 30))
    _write(house, folder / "joint" / "umsatz-juengst.csv", "joint", german_csv, date(2026, 8, 15), LAST)
    for year in (2024, 2025, 2026):
        since, until = max(FIRST, date(year, 1, 1)), min(LAST, date(year, 12, 31))
        _write(house, folder / "savings" / f"savings-{year}.ofx", "savings", ofx, since, until)
    _write(house, folder / "savings" / "both.csv", "savings", german_csv, date(2025, 6, 1), date(2026, 5, 31))
    _write(house, folder / "uk" / "statement.csv", "sterling", british_csv, FIRST, LAST)
    (folder / "depot").mkdir(exist_ok=True)
    (folder / "depot" / "depot-2026-10.ofx").write_text(_holdings(house), "utf-8")
    again = rng.choice(sorted((folder / "joint").glob("joint-*")))
    (folder / "joint" / f"copy of {again.name}").write_bytes(again.read_bytes() + b"\n")


def _holdings(house: Household) -> str:
    """What an investment account holds, as OFX states it."""
    held = life.positions(house)
    named = "".join(
        f"<STOCKINFO><SECINFO><SECID><UNIQUEID>{each.number}<UNIQUEIDTYPE>ISIN</SECID><SECNAME>{each.name}</SECINFO></STOCKINFO>"
        for each in held
    )
    stocks = "".join(
        f"<POSSTOCK><INVPOS><SECID><UNIQUEID>{each.number}<UNIQUEIDTYPE>ISIN</SECID><HELDINACCT>CASH<POSTYPE>LONG<UNITS>{each.units}"
        f"<UNITPRICE>{each.price}<MKTVAL>{each.value}<DTPRICEASOF>20261031</INVPOS></POSSTOCK>"
        for each in held
    )
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:UTF-8\nCHARSET:NONE\nCOMPRESSION:NONE\n"
        "OLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><DTASOF>20261031<CURDEF>EUR"
        f"<INVACCTFROM><BROKERID>depot.example<ACCTID>D-{house.seed:02d}7731</INVACCTFROM>"
        f"<INVPOSLIST>{stocks}</INVPOSLIST></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1>"
        f"<SECLISTMSGSRSV1><SECLIST>{named}</SECLIST></SECLISTMSGSRSV1></OFX>\n"
    )


def _write(house: Household, path: Path, name: str, writer: Writer, since: date, until: date) -> None:
    rows = [each for each in house.of(name) if since <= each.day <= until]
    path.parent.mkdir(parents=True, exist_ok=True)
    opening = house.balance(name, since - timedelta(1))
    path.write_text(writer(house.accounts[name], rows, opening, since, until), "utf-8", newline="")


def _ending(writer: Writer) -> str:
    return "sta" if writer is mt940 else "xml"


def _comma(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


def _grouped(value: Decimal) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def _delimited(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()
