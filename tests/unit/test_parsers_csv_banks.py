"""Exports as banks of many countries write them, each with a payment and a receipt, and what must come of them."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.parsers import Candidate, parser_for
from ingest.parsers.csv_bank import layout_of

# Name of the file, its text, its amounts in order.
EXPORTS: dict[str, tuple[str, str, str]] = {
    "dkb_old": (
        "x.csv",
        '"Kontonummer:";"DE12120300001234567890 / Girokonto";\n'
        '\n'
        '"Von:";"01.01.2022";\n'
        '"Bis:";"31.01.2022";\n'
        '"Kontostand vom 31.01.2022:";"1.234,56 EUR";\n'
        '\n'
        '"Buchungstag";"Wertstellung";"Buchungstext";"Auftraggeber / Begünstigter";"Verwendungszweck";"Kontonummer";"BLZ";"Betrag (EUR)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz";\n'
        '"31.01.2022";"31.01.2022";"Lastschrift";"REWE";"Einkauf";"DE02120300000000202051";"BYLADEM1001";"-12,34";"";"";"";\n'
        '"28.01.2022";"28.01.2022";"Gehalt";"Werk";"Lohn";"DE02120300000000202051";"BYLADEM1001";"2.000,00";"";"";"";\n',
        "-12.34 2000.00",
    ),
    "dkb_new": (
        "x.csv",
        '"Girokonto";"DE12120300001234567890"\n'
        '"Kontostand vom 25.04.2023:";"1.234,56 €"\n'
        '""\n'
        '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz"\n'
        '"24.04.23";"24.04.23";"Gebucht";"ISSUER";"REWE SAGT DANKE";"Einkauf";"Ausgang";"DE02120300000000202051";"-26,50";"";"";""\n'
        '"20.04.23";"20.04.23";"Gebucht";"Werk AG";"Ich";"Lohn";"Eingang";"DE02120300000000202052";"2.000";"";"";""\n',
        "-26.50 2000",
    ),
    "ing_de": (
        "x.csv",
        'Umsatzanzeige;Datei erstellt am: 12.03.2023 10:00\n'
        '\n'
        'IBAN;DE89 3704 0044 0532 0130 00\n'
        'Kontoname;Girokonto\n'
        'Bank;ING\n'
        'Kunde;Max\n'
        'Zeitraum;01.02.2023 - 12.03.2023\n'
        'Saldo;1.234,56;EUR\n'
        '\n'
        'Sortierung;Datum absteigend\n'
        '\n'
        'In der CSV-Datei finden Sie alle bereits gebuchten Umsätze.\n'
        '\n'
        'Buchung;Valuta;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Währung;Betrag;Währung\n'
        '10.03.2023;10.03.2023;REWE;Lastschrift;Einkauf;1.234,56;EUR;-20,00;EUR\n'
        '01.03.2023;01.03.2023;Werk;Gehalt;Lohn;1.254,56;EUR;1.000,00;EUR\n',
        "-20.00 1000.00",
    ),
    "comdirect": (
        "x.csv",
        ';\n'
        '"Umsätze Girokonto";"Zeitraum: 30 Tage";\n'
        '"Neuer Kontostand";"1.234,56 EUR";\n'
        '\n'
        '"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in EUR";\n'
        '"offen";"";"Lastschrift";"Auftraggeber: X";"-1,00";\n'
        '"13.03.2023";"13.03.2023";"Übertrag";"Empfänger: Y Buchungstext: Z";"-50,00";\n'
        '"02.03.2023";"02.03.2023";"Gutschrift";"Werk";"500,00";\n'
        '\n'
        '"Alter Kontostand";"784,56 EUR";\n',
        "-50.00 500.00",
    ),
    "volksbank_new": (
        "x.csv",
        'Bezeichnung Auftragskonto;IBAN Auftragskonto;BIC Auftragskonto;Bankname Auftragskonto;Buchungstag;Valutadatum;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;BIC (SWIFT-Code) Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Waehrung;Saldo nach Buchung;Bemerkung;Kategorie;Steuerrelevant;Glaeubiger ID;Mandatsreferenz\n'
        'Konto;DE89370400440532013000;GENO;VB;14.03.2023;14.03.2023;REWE;DE02120300000000202051;X;Basislastschrift;Einkauf;-10,00;EUR;90,00;;Sonstiges;;;\n'
        'Konto;DE89370400440532013000;GENO;VB;13.03.2023;13.03.2023;Werk;DE02120300000000202051;X;Gutschrift;Lohn;100,00;EUR;100,00;;Sonstiges;;;\n',
        "-10.00 100.00",
    ),
    "volksbank_old": (
        "x.csv",
        '"Volksbank";;;\n'
        '\n'
        '"Buchungstag";"Valuta";"Auftraggeber/Zahlungsempfänger";"Empfänger/Zahlungspflichtiger";"Konto-Nr.";"IBAN";"BLZ";"BIC";"Vorgang/Verwendungszweck";"Kundenreferenz";"Währung";"Umsatz";" "\n'
        '"14.03.2019";"14.03.2019";"Ich";"REWE";"";"DE02120300000000202051";"";"";"Einkauf";"";"EUR";"10,00";"S"\n'
        '"13.03.2019";"13.03.2019";"Ich";"Werk";"";"DE02120300000000202051";"";"";"Lohn";"";"EUR";"100,00";"H"\n'
        '\n'
        '"01.03.2019";;;;;;;;;"Anfangssaldo";"EUR";"5,00";"H"\n'
        '"14.03.2019";;;;;;;;;"Endsaldo";"EUR";"95,00";"H"\n',
        "-10.00 100.00",
    ),
    "chase": (
        "x_USD.csv",
        'Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\n'
        'DEBIT,03/14/2023,"SHOP",-10.00,DEBIT_CARD,990.00,,\n'
        'CREDIT,03/13/2023,"PAYROLL",500.00,ACH_CREDIT,1000.00,,\n',
        "-10.00 500.00",
    ),
    "chase_cc": (
        "x_USD.csv",
        'Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n'
        '03/14/2023,03/15/2023,SHOP,Shopping,Sale,-10.00,\n'
        '03/13/2023,03/13/2023,Payment Thank You,,Payment,500.00,\n',
        "-10.00 500.00",
    ),
    "boa": (
        "stmt_USD.csv",
        'Description,,Summary Amt.\n'
        'Beginning balance as of 03/01/2023,,"1,000.00"\n'
        'Total credits,,"500.00"\n'
        'Total debits,,"-10.00"\n'
        'Ending balance as of 03/31/2023,,"1,490.00"\n'
        '\n'
        'Date,Description,Amount,Running Bal.\n'
        '03/01/2023,Beginning balance as of 03/01/2023,,"1,000.00"\n'
        '03/13/2023,"PAYROLL","500.00","1,500.00"\n'
        '03/14/2023,"SHOP","-10.00","1,490.00"\n',
        "500.00 -10.00",
    ),
    "capital_one": (
        "x_USD.csv",
        'Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n'
        '2023-03-14,2023-03-15,1234,SHOP,Shopping,10.00,\n'
        '2023-03-13,2023-03-13,1234,PAYMENT,Payment/Credit,,500.00\n',
        "-10.00 500.00",
    ),
    "lloyds": (
        "x_GBP.csv",
        'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance\n'
        "14/03/2023,DEB,'11-22-33,12345678,SHOP,10.00,,990.00\n"
        "13/03/2023,FPI,'11-22-33,12345678,PAY,,500.00,1000.00\n",
        "-10.00 500.00",
    ),
    "nationwide": (
        "x.csv",
        '"Account Name:","FlexAccount ****12345"\n'
        '"Account Balance:","£990.00"\n'
        '"Available Balance: ","£990.00"\n'
        '\n'
        '"Date","Transaction type","Description","Paid out","Paid in","Balance"\n'
        '"14 Mar 2023","Visa purchase","SHOP","£10.00","","£990.00"\n'
        '"13 Mar 2023","Transfer from","PAY","","£500.00","£1000.00"\n',
        "-10.00 500.00",
    ),
    "starling": (
        "x.csv",
        'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\n'
        '14/03/2023,Shop,SHOP REF,CONTACTLESS,-10.00,990.00,GROCERIES,\n'
        '15/03/2023,Werk,PAY,FASTER PAYMENT,500.00,1490.00,INCOME,\n',
        "-10.00 500.00",
    ),
    "hsbc": (
        "x_GBP.csv",
        '14/03/2023,SHOP,-10.00\n'
        '13/03/2023,PAY,500.00\n',
        "-10.00 500.00",
    ),
    "boursorama": (
        "x_EUR.csv",
        'dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;accountLabel;accountBalance\n'
        '2023-03-14;2023-03-14;"CARTE SHOP";"Courses";"Vie";"shop";"-10,00";;"00040123456";"BOURSO";990.00\n'
        '2023-03-13;2023-03-13;"VIR PAY";"Revenus";"Rev";"pay";"1 500,00";;"00040123456";"BOURSO";990.00\n',
        "-10.00 1500.00",
    ),
    "credit_agricole": (
        "x.csv",
        'Téléchargement du 20/03/2023;\n'
        '\n'
        'M. X\n'
        'Compte Courant carte n° 12345678901;\n'
        'Solde au 19/03/2023 1 234,56 €\n'
        '\n'
        'Date;Libellé;Débit euros;Crédit euros;\n'
        '14/03/2023;"PAIEMENT PAR CARTE\n'
        'SHOP";10,00;;\n'
        '13/03/2023;"VIREMENT EN VOTRE FAVEUR";;500,00;\n',
        "-10.00 500.00",
    ),
    "banque_postale": (
        "x.csv",
        'Numéro Compte   ;1234567A033\n'
        'Type         ;CCP\n'
        'Compte tenu en  ;euros\n'
        'Date            ;14/03/2023\n'
        'Solde (EUROS)   ;990,00\n'
        '\n'
        'Date;Libellé;Montant(EUROS)\n'
        '14/03/2023;"ACHAT CB SHOP";-10,00\n'
        '13/03/2023;"VIREMENT";500,00\n',
        "-10.00 500.00",
    ),
    "ing_nl": (
        "x.csv",
        '"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen";"Saldo na mutatie";"Tag"\n'
        '"20230314";"SHOP";"NL20INGB0001234567";"NL44RABO0123456789";"BA";"Af";"10,00";"Betaalautomaat";"Pas 1";"990,00";""\n'
        '"20230313";"PAY";"NL20INGB0001234567";"NL44RABO0123456789";"OV";"Bij";"500,00";"Overschrijving";"Loon";"1000,00";""\n',
        "-10.00 500.00",
    ),
    "abn_tab": (
        "x.csv",
        '123456789\tEUR\t20230313\t500,00\t1000,00\t20230313\t500,00\tSALARY PAY\n'
        '123456789\tEUR\t20230314\t1000,00\t990,00\t20230314\t-10,00\tSHOP X\n'
        '123456789\tEUR\t20230315\t990,00\t970,00\t20230315\t-20,00\tSHOP Y\n',
        "500.00 -10.00 -20.00",
    ),
    "nordea_fi": (
        "x.csv",
        'Kirjauspäivä;Määrä;Maksaja;Maksunsaaja;Nimi;Otsikko;Viitenumero;Valuutta\n'
        '2023/03/14;-10,00;FI21;FI22;SHOP;Kortti;;EUR\n'
        '2023/03/13;500,00;FI23;FI21;Werk;Palkka;;EUR\n',
        "-10.00 500.00",
    ),
    "mbank": (
        "x.csv",
        '#Data operacji;#Opis operacji;#Rachunek;#Kategoria;#Kwota;#Saldo po operacji;\n'
        '2023-03-14;"SHOP ZAKUP";"mKonto 1111 ... 2222";"Żywność";-10,00 PLN;990,00 PLN;\n'
        '2023-03-13;"PRZELEW";"mKonto 1111 ... 2222";"Wpływy";500,00 PLN;1 000,00 PLN;\n',
        "-10.00 500.00",
    ),
    "fio_cz": (
        "x.csv",
        '"accountId";"123"\n'
        '"currency";"CZK"\n'
        '"iban";"CZ6508000000192000145399"\n'
        '\n'
        '"ID pohybu";"Datum";"Objem";"Měna";"Protiúčet";"Název protiúčtu";"Kód banky";"KS";"VS";"SS";"Poznámka";"Zpráva pro příjemce";"Typ"\n'
        '"24";"14.03.2023";"-10,00";"CZK";"123";"SHOP";"0100";"";"";"";"";"x";"Platba"\n'
        '"23";"13.03.2023";"500,00";"CZK";"123";"PAY";"0100";"";"";"";"";"y";"Příjem"\n',
        "-10.00 500.00",
    ),
    "swedbank": (
        "x.csv",
        '* Transaktionsrapport Period 2023-03-01 - 2023-03-31\n'
        'Radnummer,Clearingnummer,Kontonummer,Produkt,Valuta,Bokföringsdag,Transaktionsdag,Valutadag,Referens,Beskrivning,Belopp,Bokfört saldo\n'
        '1,8000,1234567,Privatkonto,SEK,2023-03-14,2023-03-14,2023-03-14,SHOP,Kortköp,-10.00,990.00\n'
        '2,8000,1234567,Privatkonto,SEK,2023-03-13,2023-03-13,2023-03-13,PAY,Lön,500.00,1000.00\n',
        "-10.00 500.00",
    ),
    "santander_es": (
        "x.csv",
        'FECHA OPERACIÓN;FECHA VALOR;CONCEPTO;IMPORTE EUR;SALDO\n'
        '14/03/2023;14/03/2023;Compra SHOP;-10,00;990,00\n'
        '13/03/2023;13/03/2023;Nomina;500,00;1.000,00\n',
        "-10.00 500.00",
    ),
    "intesa": (
        "x.csv",
        'Data contabile;Data valuta;Accrediti;Addebiti;Descrizione;Divisa\n'
        '14/03/2023;14/03/2023;;-10,00;SHOP;EUR\n'
        '13/03/2023;13/03/2023;500,00;;STIPENDIO;EUR\n',
        "-10.00 500.00",
    ),
    "nubank": (
        "NU_BRL.csv",
        'Data,Valor,Identificador,Descrição\n'
        '14/03/2023,-10.00,6411-aaa,Compra SHOP\n'
        '13/03/2023,500.00,6411-bbb,Transferência recebida\n',
        "-10.00 500.00",
    ),
    "icici_in": (
        "x.csv",
        'S No.,Value Date,Transaction Date,Cheque Number,Transaction Remarks,Withdrawal Amount (INR ),Deposit Amount (INR ),Balance (INR )\n'
        '1,14/03/2023,14/03/2023,-,UPI SHOP,10.00,0,990.00\n'
        '2,15/03/2023,15/03/2023,-,NEFT PAY,0,"1,50,000.00","1,50,990.00"\n',
        "-10.00 150000.00",
    ),
    "dbs": (
        "x_SGD.csv",
        'Transaction Date,Reference,Debit Amount,Credit Amount,Transaction Ref1,Transaction Ref2,Transaction Ref3\n'
        '14 Mar 2023,POS,10.00, ,SHOP,X,Y\n'
        '13 Mar 2023,SAL,,500.00,PAY,,\n',
        "-10.00 500.00",
    ),
    "commbank": (
        "x_AUD.csv",
        '14/03/2023,"-10.00","SHOP SYDNEY","+990.00"\n'
        '13/03/2023,"+500.00","PAY","+1000.00"\n'
        '12/03/2023,"-20.00","SHOP","+500.00"\n',
        "-10.00 500.00 -20.00",
    ),
    "lansbanken": (
        "x_SEK.csv",
        '"Kontonummer","Kontonamn","","Saldo","Tillgängligt belopp"\n'
        '"9020-123.45.67","Privatkonto","","990,00","990,00"\n'
        '\n'
        '"Bokföringsdatum";"Transaktionsdatum";"Transaktionstyp";"Meddelande";"Belopp"\n'
        '"2023-03-14";"2023-03-14";"Kortköp";"SHOP";"-10,00"\n'
        '"2023-03-13";"2023-03-13";"Insättning";"PAY";"500,00"\n',
        "-10.00 500.00",
    ),
    "otp_hu": (
        "x.csv",
        '"Számlaszám","T/J","Összeg","Devizanem","Könyvelés dátuma","Értéknap","Könyvelt egyenleg","Ellenszámla","Ellenoldali név","Közlemény"\n'
        '"117730161111","T","-10","HUF","20230314","20230314","990","","SHOP","x"\n'
        '"117730161111","J","500","HUF","20230313","20230313","1000","","PAY","y"\n',
        "-10 500",
    ),
    "ubs": (
        "x.csv",
        'Bewertungsdatum;Bankbeziehung;Portfolio;Produkt;IBAN;Whrg.;Datum von;Datum bis;Beschreibung;Abschluss;Buchungsdatum;Valuta;Beschreibung 1;Beschreibung 2;Beschreibung 3;Transaktions-Nr.;Devisenkurs zum Originalbetrag in Abrechnungswährung;Einzelbetrag;Belastung;Gutschrift;Saldo\n'
        '14.03.2023;0230;;0230.1;CH9300762011623852957;CHF;01.03.2023;14.03.2023;UBS;14.03.2023;14.03.2023;14.03.2023;SHOP;x;;991;;;10.00;;990.00\n'
        "14.03.2023;0230;;0230.1;CH9300762011623852957;CHF;01.03.2023;14.03.2023;UBS;13.03.2023;13.03.2023;13.03.2023;PAY;y;;990;;;;500.00;1'000.00\n",
        "-10.00 500.00",
    ),
    "postfinance": (
        "x.csv",
        'Datum von:;01.03.2023\n'
        'Buchungsart:;Alle\n'
        'Konto:;CH9300762011623852957\n'
        'Währung:;CHF\n'
        '\n'
        'Buchungsdatum;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Valuta;Saldo in CHF\n'
        '2023-03-14;SHOP;;-10.00;2023-03-14;990.00\n'
        '2023-03-13;PAY;500.00;;2023-03-13;\n'
        '\n'
        'Disclaimer:\n'
        'Der Dokumentinhalt wurde durch Filtereinstellungen der Kundin resp. des Kunden generiert.\n',
        "-10.00 500.00",
    ),
    "erste_at": (
        "x.csv",
        '"Buchungsdatum","Partnername","Partner IBAN","BIC/SWIFT","Partner Kontonummer","Bankleitzahl","Betrag","Währung","Buchungs-Info","Buchungsreferenz","Notiz","Highlight","Valutadatum","Virtuelle Kartennummer","Bezahlt mit","App","Zahlungsreferenz"\n'
        '"14.03.2023","SHOP","AT611904300234573201","","","","-10,00","EUR","SHOP","2011","","false","14.03.2023","","","",""\n'
        '"13.03.2023","PAY","AT611904300234573201","","","","1.500,00","EUR","PAY","2012","","false","13.03.2023","","","",""\n',
        "-10.00 1500.00",
    ),
    "venmo": (
        "x_USD.csv",
        ',Account Statement - (@x) ,,,,,,,,,,\n'
        ',Account Activity,,,,,,,,,,\n'
        ',ID,Datetime,Type,Status,Note,From,To,Amount (total),Amount (tip),Amount (tax),Amount (fee)\n'
        ',123,2023-03-14T10:00:00,Payment,Complete,lunch,Me,Bob,- $10.00,,,\n'
        ',124,2023-03-15T10:00:00,Payment,Complete,rent,Ann,Me,+ $500.00,,,\n',
        "-10.00 500.00",
    ),
    "venmo_transfer": (
        "x_USD.csv",
        ',ID,Datetime,Type,Status,Note,From,To,Amount (total),Destination\n'
        ',123,2023-03-14T10:00:00,Payment,Complete,lunch,Me,Bob,- $10.00,\n'
        ',125,2023-03-16T10:00:00,Standard Transfer,Issued,,,,- $90.00,BANK *4471\n',
        "-10.00 -90.00",
    ),
    "rbc": (
        "x.csv",
        'Account Type,Account Number,Transaction Date,Cheque Number,Description 1,Description 2,CAD$,USD$\n'
        'Chequing,06711-5023341,1/15/2025,,Payroll Deposit,WORKS,2140.75,\n'
        'Chequing,06711-5023341,1/26/2025,,Misc Payment,MOBILE,-51.74,\n',
        "2140.75 -51.74",
    ),
    "desjardins": (
        "x.csv",
        'Caisse du Plateau,815-30123,EOP,2025/01/15,00001,Paie /WORKS,,,2000.00,,,,,4000.00\n'
        'Caisse du Plateau,815-30123,EOP,2025/01/16,00002,Achat Interac /MAXI,,40.00,,,,,,3960.00\n'
        'Caisse du Plateau,815-30123,EOP,2025/01/20,00003,Achat Interac /STM,,10.00,,,,,,3950.00\n',
        "2000.00 -40.00 -10.00",
    ),
    "tangerine": (
        "x_CAD.csv",
        "Date de l'opération,Transaction,Nom,Description,Montant\n1/31/2025,CRÉDIT,Intérêts versés,,9.10\n2/15/2025,DÉBIT,Virement,,200.00\n",
        "9.10 -200.00",
    ),
}  # fmt: skip


@pytest.mark.parametrize("bank", sorted(EXPORTS))
def test_a_banks_export(bank: str, tmp_path: Path) -> None:
    name, text, amounts = EXPORTS[bank]
    (tmp_path / name).write_text(text)
    file = Candidate.at(tmp_path / name)
    parsed = parser_for(file).parse(file)
    found = [each for statement in parsed.documents[0].statements for each in statement.transactions]
    assert [each.amount for each in found] == [Decimal(each) for each in amounts.split()]
    for each in found:
        words = f"{each.counterparty} {each.description}".split()
        assert words
        assert set(words) <= set(
            text[each.char_start : each.char_end].translate(str.maketrans(';,"\t', "    ")).split()
        )
    layout = layout_of(file)
    assert layout is not None
    below = list(csv.reader(io.StringIO(text), delimiter=layout.delimiter))
    header = next((n for n, row in enumerate(below, 1) if tuple(cell.strip() for cell in row) == layout.header), 0)
    raw = sum(1 for row in below[header:] if any(cell.strip() for cell in row))
    assert len({each.locator for each in found} | {each.locator for each in parsed.problems} - {None}) == raw


def test_what_all_rows_say_tells_of_no_booking(tmp_path: Path) -> None:
    name, text, _ = EXPORTS["desjardins"]
    (tmp_path / name).write_text(text)
    parsed = parser_for(file := Candidate.at(tmp_path / name)).parse(file)
    found = [each for statement in parsed.documents[0].statements for each in statement.transactions]
    assert [each.description for each in found] == ["Paie /WORKS", "Achat Interac /MAXI", "Achat Interac /STM"]


def test_a_cards_export_that_states_spending_as_positive_is_asked_about(tmp_path: Path) -> None:
    text = 'Datum,Beschreibung,Betrag\n14/03/2023,SHOP A,"10,00"\n15/03/2023,SHOP B,"20,00"\n13/03/2023,ZAHLUNG ERHALTEN. BESTEN DANK.,"-500,00"\n'
    (tmp_path / "card_EUR.csv").write_text(text)
    file = Candidate.at(tmp_path / "card_EUR.csv")
    parsed = parser_for(file).parse(file)
    assert parsed.documents[0].statements == ()
    assert "--sign debit-positive" in parsed.problems[0].reason


def test_the_banks_word_for_a_booking_is_found_beside_columns_that_are_empty(tmp_path: Path) -> None:
    text = (
        '"Auftragskonto";"Buchungstag";"Buchungstext";"Verwendungszweck";"Beguenstigter/Zahlungspflichtiger";"BIC (SWIFT-Code)";"Betrag";"Waehrung"\n'
        '"DE02120300000000202051";"14.03.25";"BARGELDAUSZAHLUNG";"GA NR00003312";"Filiale Nord";"";"-50,00";"EUR"\n'
        '"DE02120300000000202051";"15.03.25";"FOLGELASTSCHRIFT";"Rechnung 7";"Werk";"";"-20,00";"EUR"\n'
    )
    (tmp_path / "x.csv").write_text(text)
    parsed = parser_for(file := Candidate.at(tmp_path / "x.csv")).parse(file)
    found = [each for statement in parsed.documents[0].statements for each in statement.transactions]
    assert [each.type for each in found] == ["bargeldauszahlung", "folgelastschrift"]


def test_what_a_payer_wrote_below_reference_is_read(tmp_path: Path) -> None:
    text = (
        "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Notes\n"
        "02/03/2025,Oak Cover,CONTENTS INSURANCE,DIRECT DEBIT,-10.13,630.02,\n"
        "13/03/2025,Oak Cover,CONTENTS INSURANCE,DIRECT DEBIT,-10.13,619.89,\n"
    )
    (tmp_path / "x.csv").write_text(text)
    parsed = parser_for(file := Candidate.at(tmp_path / "x.csv")).parse(file)
    found = [each for statement in parsed.documents[0].statements for each in statement.transactions]
    assert [(each.counterparty, each.description) for each in found] == [("Oak Cover", "CONTENTS INSURANCE")] * 2
