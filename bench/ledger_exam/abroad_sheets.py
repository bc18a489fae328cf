"""Exports as text, in layouts of no bank in particular: tables, OFX of both kinds, QIF, MT940 and CAMT."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from xml.sax.saxutils import escape

from bench.ledger_exam.abroad_plan import Account, Move


@dataclass(frozen=True, slots=True)
class Extract:
    """What an export holds: an account's moves from one day to another, and its balance before them."""

    account: Account
    rows: Sequence[Move]
    opening: Decimal
    since: date
    until: date
    stated: Decimal | None = None  # a closing balance that is not so

    @property
    def closing(self) -> Decimal:
        """The balance after the last, as stated."""
        if self.stated is not None:
            return self.stated
        return self.opening + sum((each.amount for each in self.rows), Decimal(0))

    def running(self) -> list[tuple[Move, Decimal]]:
        """Each move with the balance after it."""
        balance, found = self.opening, []
        for each in self.rows:
            balance += each.amount
            found.append((each, balance))
        return found


def _table(rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def comma(value: Decimal) -> str:
    """1 234,56 as the French write it."""
    return f"{value:,.2f}".replace(",", " ").replace(".", ",")


def british_current(of: Extract) -> bytes:
    """Sort code and number in each row, one signed column, month names."""
    head = ["Posted", "Sort code", "Account no", "Kind", "Particulars", "Value (GBP)", "Running total (GBP)"]
    code = of.account.bank
    body = [
        [f"{each.day:%d %b %Y}", f"{code[:2]}-{code[2:4]}-{code[4:]}", of.account.number, "DD" if each.amount < 0 else "CR",
         f"{each.printed} REF {each.reference}", each.amount, balance]
        for each, balance in of.running()
    ]  # fmt: skip
    return _table([head, *body]).encode()


def british_spend(of: Extract) -> bytes:
    """An app's export: both amounts abroad, and rows that are still pending at what was held."""
    head = [
        "Transaction ID",
        "Date",
        "Time",
        "Status",
        "Name",
        "Amount",
        "Currency",
        "Local amount",
        "Local currency",
        "Notes",
    ]
    body = []
    for each in of.rows:
        is_pending = each.held is not None and (of.until - each.day).days <= 2
        amount = each.held if is_pending else each.amount
        there, currency = (-each.original[0], each.original[1]) if each.original else (amount, "GBP")
        body.append([
            f"tx_{each.reference}", f"{each.day:%d/%m/%Y}", "12:01:07", "PENDING" if is_pending else "SETTLED", each.payee,
            amount, "GBP", there, currency, each.words,
        ])  # fmt: skip
    return _table([head, *body]).encode()


def british_charge(of: Extract) -> bytes:
    """A charge card's: purchases positive, payments negative; the amount abroad with its currency, and the rate."""
    head = ["Date", "Description", "Cardmember", "Card ending", "Amount", "Foreign spend", "Rate", "Reference"]
    body = [
        [f"{each.day:%d/%m/%Y}", each.printed, "MS R ASHBY", f"-{of.account.number}", -each.amount,
         f"{each.original[0]} {each.original[1]}" if each.original else "",
         f"{1 / each.original[2]:.4f}" if each.original else "", f"AT{each.reference}"]
        for each in reversed(of.rows)
    ]  # fmt: skip
    return _table([head, *body]).encode()


def british_joint(of: Extract) -> bytes:
    """Paid out and in beside a running balance."""
    head = ["Date", "Account", "Type", "Description", "Paid out", "Paid in", "Balance (£)"]
    body = [
        [f"{each.day:%d/%m/%Y}", f"{of.account.bank} {of.account.number}", "D/D", each.printed,
         f"{-each.amount:,}" if each.amount < 0 else "", f"{each.amount:,}" if each.amount > 0 else "", f"{balance:,}"]
        for each, balance in of.running()
    ]  # fmt: skip
    return _table([head, *body]).encode()


def qif(of: Extract) -> bytes:
    """QIF with its account's name and number; days as the British write them."""
    lines = ["!Account", f"NISA saver {of.account.number}", "TBank", "^", "!Type:Bank"]
    for each in of.rows:
        lines += [f"D{each.day:%d/%m/%Y}", f"T{each.amount}", f"P{each.payee}", f"M{each.words}", "^"]
    return ("\r\n".join(lines) + "\r\n").encode()


def _records(of: Extract, close: bool) -> str:
    def tag(name: str, value: object) -> str:
        return f"<{name}>{escape(str(value))}" + (f"</{name}>" if close else "\n")

    return "".join(
        "<STMTTRN>" + tag("TRNTYPE", "CREDIT" if each.amount > 0 else "DEBIT") + tag("DTPOSTED", f"{each.day:%Y%m%d}")
        + tag("TRNAMT", each.amount) + tag("FITID", f"F{each.reference}") + tag("NAME", (each.payee or each.words)[:32])
        + tag("MEMO", each.words) + "</STMTTRN>\n"
        for each in of.rows
    )  # fmt: skip


def ofx2(of: Extract) -> bytes:
    """OFX 2.0.3: XML."""
    own = of.account
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="203" SECURITY="NONE" OLDFILEUID="NONE" '
        'NEWFILEUID="NONE"?>\n<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1</TRNUID><STMTRS>'
        f"<CURDEF>{own.currency}</CURDEF><BANKACCTFROM><BANKID>{own.bank}</BANKID><ACCTID>{own.number}</ACCTID>"
        f"<ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM><BANKTRANLIST><DTSTART>{of.since:%Y%m%d}</DTSTART>"
        f"<DTEND>{of.until:%Y%m%d}</DTEND>\n{_records(of, close=True)}</BANKTRANLIST><LEDGERBAL><BALAMT>{of.closing}</BALAMT>"
        f"<DTASOF>{of.until:%Y%m%d}</DTASOF></LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode()


def ofx1(of: Extract) -> bytes:
    """OFX 1.0.2: SGML in Windows' code page; a card's where there is no bank."""
    own, is_card = of.account, not of.account.bank
    place = (
        f"<ACCTID>{own.number}\n" if is_card else f"<BANKID>{own.bank[:9]}\n<ACCTID>{own.number}\n<ACCTTYPE>CHECKING\n"
    )
    where, kind, list_of = ("CCACCTFROM", "CCSTMT", "CREDITCARD") if is_card else ("BANKACCTFROM", "STMT", "BANK")
    return (
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\n"
        f"OLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n<OFX><{list_of}MSGSRSV1><{kind}TRNRS><TRNUID>1\n<{kind}RS><CURDEF>{own.currency}\n"
        f"<{where}>{place}</{where}><BANKTRANLIST><DTSTART>{of.since:%Y%m%d}\n<DTEND>{of.until:%Y%m%d}\n{_records(of, close=False)}"
        f"</BANKTRANLIST><LEDGERBAL><BALAMT>{of.closing}\n<DTASOF>{of.until:%Y%m%d}\n</LEDGERBAL></{kind}RS></{kind}TRNRS>"
        f"</{list_of}MSGSRSV1></OFX>\r\n"
    ).encode("cp1252")


def french_courant(of: Extract) -> bytes:
    """A preamble, débit and crédit apart, decimal commas, Windows' code page, the newest first."""
    number = of.account.number
    head = [
        ["Téléchargement du", f"{of.until:%d/%m/%Y}"],
        ["Compte", " ".join(number[n : n + 4] for n in range(0, len(number), 4))],
        [f"Solde au {of.until:%d/%m/%Y}", comma(of.closing), "EUR"], [],
        ["Date", "Date de valeur", "Libellé", "Débit", "Crédit"],
    ]  # fmt: skip
    body = [
        [f"{each.day:%d/%m/%Y}", f"{each.day:%d/%m/%Y}", each.printed,
         comma(each.amount) if each.amount < 0 else "", comma(each.amount) if each.amount > 0 else ""]
        for each in reversed(of.rows)
    ]  # fmt: skip
    return _table([*head, *body], ";").encode("cp1252")


def french_carte(of: Extract) -> bytes:
    """A card's purchases of the month: positive in a column Débit, with the amount abroad."""
    head = [["Carte", f"XXXX XXXX XXXX {of.account.number}"], [],
            ["Date d'achat", "Commerçant", "Débit", "Crédit", "Devise", "Montant d'origine", "Devise d'origine"]]  # fmt: skip
    body = [
        [f"{each.day:%d/%m/%Y}", each.printed, comma(-each.amount) if each.amount < 0 else "",
         comma(each.amount) if each.amount > 0 else "", "EUR",
         comma(each.original[0]) if each.original else "", each.original[1] if each.original else ""]
        for each in of.rows
    ]  # fmt: skip
    return _table([*head, *body], ";").encode("cp1252")


def french_livret(of: Extract) -> bytes:
    """One signed column with decimal commas, and the balance after each row."""
    head = ["Date opération", "Libellé", "Montant (EUR)", "Solde (EUR)", "Numéro de compte"]
    body = [
        [
            f"{each.day:%d/%m/%Y}",
            each.printed,
            comma(each.amount),
            comma(balance),
            of.account.number,
        ]
        for each, balance in of.running()
    ]
    return _table([head, *body], ";").encode("cp1252")


def american_checking(of: Extract) -> bytes:
    """A summary above the table, month before day."""
    head = [["Account number", of.account.number], ["Beginning balance", f"{of.opening:,.2f}"], ["Ending balance", f"{of.closing:,.2f}"], [],
            ["Date", "Description", "Amount", "Running Bal."]]  # fmt: skip
    body = [
        [f"{each.day:%m/%d/%Y}", each.printed, f"{each.amount:,.2f}", f"{balance:,.2f}"]
        for each, balance in of.running()
    ]
    return _table([*head, *body]).encode()


def american_card(of: Extract) -> bytes:
    """Purchases positive, payments and credits negative; no number but in the file's name."""
    head = ["Trans. Date", "Post Date", "Description", "Amount", "Category"]
    body = [
        [f"{each.day:%m/%d/%Y}", f"{each.day:%m/%d/%Y}", each.printed, f"{-each.amount:.2f}",
         "Payments and Credits" if each.amount > 0 else "Merchandise"]
        for each in of.rows
    ]  # fmt: skip
    return _table([head, *body]).encode()


def paypal(of: Extract) -> bytes:
    """Gross, fee and net, with the balance."""
    head = [
        "Date",
        "Time",
        "TimeZone",
        "Name",
        "Type",
        "Status",
        "Currency",
        "Gross",
        "Fee",
        "Net",
        "Transaction ID",
        "Balance",
    ]
    body = [
        [f"{each.day:%m/%d/%Y}", "10:11:12", "CST", "" if each.role == "transfer" else each.payee, each.words, "Completed", "USD",
         f"{each.amount:,.2f}", "0.00", f"{each.amount:,.2f}", f"PP{each.reference}", f"{balance:,.2f}"]
        for each, balance in of.running()
    ]  # fmt: skip
    return ("﻿" + _table([head, *body])).encode()


def venmo(of: Extract) -> bytes:
    """Signs apart from the sum, balances in rows of their own."""
    head = [
        "",
        "ID",
        "Datetime",
        "Type",
        "Status",
        "Note",
        "From",
        "To",
        "Amount (total)",
        "Amount (fee)",
        "Beginning Balance",
        "Ending Balance",
    ]
    rows: list[list[object]] = [["Account Statement - (@sam-hollis)"], ["Account Activity"], [*head]]
    rows.append(["", "", "", "", "", "", "", "", "", "", f"${of.opening:,.2f}", ""])
    for each in of.rows:
        is_top_up = each.role == "transfer"
        rows.append([
            "", f"33{each.reference}", f"{each.day}T14:20:11", "Standard Transfer" if is_top_up else "Payment", "Complete", each.words,
            "Sam Hollis", "" if is_top_up else each.payee, f"{'-' if each.amount < 0 else '+'} ${abs(each.amount):,.2f}", "", "", "",
        ])  # fmt: skip
    rows.append(["", "", "", "", "", "", "", "", "", "", "", f"${of.closing:,.2f}"])
    return _table(rows).encode()


def revolut(both: Sequence[Extract]) -> bytes:
    """All currencies of the wallet in one table; fees beside amounts, balances after both."""
    head = [
        "Type",
        "Product",
        "Started Date",
        "Completed Date",
        "Description",
        "Amount",
        "Fee",
        "Currency",
        "State",
        "Balance",
    ]
    body = []
    for of in both:
        for each, balance in of.running():
            kind = (
                "EXCHANGE"
                if each.words.startswith("Exchanged")
                else "TOPUP"
                if each.role == "transfer"
                else "CARD_PAYMENT"
            )
            body.append([
                kind, "Current", f"{each.day} 08:00:00", f"{each.day} 08:00:02", each.printed, each.amount + each.fee, f"{each.fee:.2f}",
                of.account.currency, "COMPLETED", balance,
            ])  # fmt: skip
    return _table([head, *body]).encode()


def wise(of: Extract) -> bytes:
    """A balance's statement: fees within the amount, both currencies of a conversion named."""
    head = ["ID", "Date", "Amount", "Currency", "Description", "Payment Reference", "Running Balance", "Exchange From", "Exchange To",
            "Payer Name", "Payee Name", "Merchant", "Total fees"]  # fmt: skip
    body = []
    for each, balance in reversed(of.running()):
        is_exchange = each.words.startswith("Converted")
        body.append([
            f"BALANCE-{each.reference}", f"{each.day:%d-%m-%Y}", each.amount, of.account.currency, each.words, "", balance,
            "USD" if is_exchange else "", "EUR" if is_exchange else "", each.payee if each.role == "income" else "", "",
            each.payee if each.role == "spending" else "", each.fee,
        ])  # fmt: skip
    return _table([head, *body]).encode()


def mt940(of: Extract) -> bytes:
    """SWIFT, with the account's IBAN and structured details as Swiss banks give them."""
    own = of.account

    def balance(tag: str, day: date, value: Decimal) -> str:
        return f":{tag}:{'C' if value >= 0 else 'D'}{day:%y%m%d}{own.currency}{abs(value):.2f}".replace(".", ",")

    lines = [
        ":20:" + f"{of.until:%y%m%d}",
        f":25:{own.number}",
        ":28C:1/1",
        balance("60F", of.since - timedelta(1), of.opening),
    ]
    for each in of.rows:
        mark = "C" if each.amount > 0 else "D"
        lines.append(
            f":61:{each.day:%y%m%d}{each.day:%m%d}{mark}{abs(each.amount):.2f}NTRFNONREF//{each.reference}".replace(
                ".", ","
            )
        )
        lines += [f":86:{each.payee or each.words}", each.words[:60]]
    return ("\r\n".join([*lines, balance("62F", of.until, of.closing), "-"]) + "\r\n").encode("latin-1", "replace")


def camt(of: Extract) -> bytes:
    """ISO 20022 camt.053.001.08: status as a code of its own."""
    own = of.account

    def balance(code: str, day: date, value: Decimal) -> str:
        return (
            f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{own.currency}">{abs(value)}</Amt>'
            f"<CdtDbtInd>{'CRDT' if value >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        )

    entries = []
    for each in of.rows:
        side = "Dbtr" if each.amount > 0 else "Cdtr"
        number = (
            f"<{side}Acct><Id><IBAN>{each.other}</IBAN></Id></{side}Acct>"
            if each.other[:2].isalpha() and each.other.isupper()
            else ""
        )
        entries.append(
            f'<Ntry><Amt Ccy="{own.currency}">{abs(each.amount)}</Amt><CdtDbtInd>{"CRDT" if each.amount > 0 else "DBIT"}</CdtDbtInd>'
            f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{each.day}</Dt></BookgDt><ValDt><Dt>{each.day}</Dt></ValDt>"
            f"<AcctSvcrRef>{each.reference}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><{side}><Pty><Nm>{escape(each.payee)}</Nm></Pty></{side}>"
            f"{number}</RltdPties><RmtInf><Ustrd>{escape(each.words)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M{of.until}</MsgId></GrpHdr><Stmt><Id>{of.until}</Id><FrToDt><FrDtTm>{of.since}T00:00:00</FrDtTm>"
        f"<ToDtTm>{of.until}T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>{own.number}</IBAN></Id><Ccy>{own.currency}</Ccy></Acct>"
        f"{balance('OPBD', of.since, of.opening)}{balance('CLBD', of.until, of.closing)}\n{''.join(entries)}</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()
