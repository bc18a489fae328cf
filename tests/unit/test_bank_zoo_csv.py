"""CSV exports as the banks of many countries lay them out, each read against what was written into it, or asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.bank_zoo import amounts, bookings, in_order, read, statements

# What a file is, its text, the amounts in it with their currency.
READ: dict[str, tuple[str, str]] = {
    "N26": (
        '"Datum","Empfänger","Kontonummer","Transaktionstyp","Verwendungszweck","Betrag (EUR)","Betrag (Fremdwährung)","Fremdwährung","Wechselkurs"\n'
        '"2024-01-03","Laden","","MasterCard Zahlung","","-3.5","-4.0","USD","1.14"\n"2024-01-05","Chef","DE02120300000000202051","Gutschrift","Lohn","1200.0","","",""\n',
        "-3.5 1200 EUR",
    ),
    "N26 of 2024": (
        '"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference","Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"\n'
        "2024-01-03,2024-01-03,Shop,,Presentment,,Main,-3.50,3.50,EUR,1\n2024-01-15,2024-01-15,Boss,DE02120300000000202051,Credit Transfer,Pay,Main,1200.00,,,\n",
        "-3.5 1200 EUR",
    ),
    "Revolut": (
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n"
        "CARD_PAYMENT,Current,2024-01-03 10:00:00,2024-01-04 11:00:00,Shop,-3.50,0.00,GBP,COMPLETED,96.50\n"
        "TOPUP,Current,2024-01-05 10:00:00,2024-01-05 11:00:00,Top-Up,50.00,0.00,GBP,COMPLETED,146.50\n",
        "-3.5 50 GBP",
    ),
    "PayPal in German": (
        '"Datum","Uhrzeit","Zeitzone","Name","Typ","Status","Währung","Brutto","Gebühr","Netto","Absender E-Mail-Adresse","Empfänger E-Mail-Adresse","Transaktionscode","Guthaben"\n'
        '"13.01.2024","10:00:00","CET","Laden","Zahlung","Abgeschlossen","EUR","-9,99","0,00","-9,99","a@b.de","c@d.de","X1","90,01"\n'
        '"14.01.2024","10:00:00","CET","Kunde","Zahlung","Abgeschlossen","EUR","20,00","-0,70","19,30","c@d.de","a@b.de","X2","109,31"\n',
        "-9.99 19.3 EUR",
    ),
    "PayPal in English": (
        '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Balance"\n'
        '"13/01/2024","10:00:00","GMT","Shop","Express Checkout Payment","Completed","GBP","-9.99","0.00","-9.99","a@b","c@d","X1","90.01"\n'
        '"14/01/2024","10:00:00","GMT","Buyer","Payment","Completed","GBP","20.00","-0.70","19.30","c@d","a@b","X2","109.31"\n',
        "-9.99 19.3 GBP",
    ),
    "Comdirect, two accounts in one file": (
        ';\n"Umsätze Girokonto";"Zeitraum: 30 Tage";\n"Neuer Kontostand";"100,00 EUR";\n\n"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in EUR";\n'
        '"13.01.2024";"13.01.2024";"Lastschrift";"Auftraggeber: X Buchungstext: Strom";"-45,00";\n"12.01.2024";"12.01.2024";"Übertrag";"Empfänger: Y";"20,00";\n\n"Alter Kontostand";"125,00 EUR";\n\n'
        '"Umsätze Tagesgeld PLUS-Konto";"Zeitraum: 30 Tage";\n"Neuer Kontostand";"500,00 EUR";\n\n"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in EUR";\n'
        '"11.01.2024";"11.01.2024";"Zinsen";"Zinsen";"5,00";\n\n"Alter Kontostand";"495,00 EUR";\n',
        "-45 20 5 EUR",
    ),
    "DKB before 2023": (
        '"Kontonummer:";"DE02120300000000202051 / Girokonto";\n\n"Von:";"01.01.2024";\n"Bis:";"31.01.2024";\n"Kontostand vom 31.01.2024:";"1.000,00 EUR";\n\n'
        '"Buchungstag";"Wertstellung";"Buchungstext";"Auftraggeber / Begünstigter";"Verwendungszweck";"Kontonummer";"BLZ";"Betrag (EUR)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz";\n'
        '"13.01.2024";"13.01.2024";"Lastschrift";"Strom AG";"Abschlag";"DE89370400440532013000";"COBADEFF";"-1.045,00";"DE98ZZZ";"M1";"";\n',
        "-1045 EUR",
    ),
    "DKB since 2023": (
        '"Girokonto";"DE02120300000000202051"\n""\n"Kontostand vom 31.01.2024:";"1.000,00 €"\n""\n"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz"\n'
        '"13.01.24";"13.01.24";"Gebucht";"Ich";"Strom AG";"Abschlag";"Ausgang";"DE89370400440532013000";"-45,5";"";"";""\n"14.01.24";"14.01.24";"Gebucht";"Chef";"Ich";"Lohn";"Eingang";"DE89370400440532013000";"2.000";"";"";""\n',
        "-45.5 2000 EUR",
    ),
    "Sparkasse CAMT": (
        '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Glaeubiger ID";"Mandatsreferenz";"Kundenreferenz (End-to-End)";"Sammlerreferenz";"Lastschrift Ursprungsbetrag";"Auslagenersatz Ruecklastschrift";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";"Waehrung";"Info"\n'
        '"DE02120300000000202051";"13.01.24";"13.01.24";"FOLGELASTSCHRIFT";"Strom";"X";"M";"K";"";"";"";"Strom AG";"DE89370400440532013000";"COBADEFF";"-45,00";"EUR";"Umsatz gebucht"\n',
        "-45 EUR",
    ),
    "Sparkasse, a savings account": (
        '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Beguenstigter/Zahlungspflichtiger";"Kontonummer";"BLZ";"Betrag";"Waehrung";"Info"\n'
        + '"DE02120300000000202051";"13.01.24";"13.01.24";"GUTSCHRIFT";"Sparen";"Ich";"";"";"45,00";"EUR";"Umsatz gebucht"\n' * 2
        + '"DE02120300000000202051";"14.01.24";"14.01.24";"LASTSCHRIFT";"Fahrrad";"Ich";"";"";"-30,00";"EUR";"Umsatz gebucht"\n',
        "45 45 -30 EUR",
    ),
    "ING": (
        "Umsatzanzeige;Datei erstellt am: 31.01.2024 10:00\n\nIBAN;DE02 1203 0000 0000 2020 51\nKontoname;Girokonto\nBank;ING\nKunde;Ich\nZeitraum;01.01.2024 - 31.01.2024\nSaldo;955,00;EUR\n\nSortierung;Datum absteigend\n\n"
        "Buchung;Valuta;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Währung;Betrag;Währung\n13.01.2024;13.01.2024;Strom AG;Lastschrift;Abschlag;955,00;EUR;-45,00;EUR\n",
        "-45 EUR",
    ),
    "Volksbank": (
        "Bezeichnung Auftragskonto;IBAN Auftragskonto;BIC Auftragskonto;Bankname Auftragskonto;Buchungstag;Valutadatum;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;BIC (SWIFT-Code) Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Waehrung;Saldo nach Buchung;Bemerkung;Kategorie;Steuerrelevant;Glaeubiger ID;Mandatsreferenz\n"
        "Giro;DE02120300000000202051;GENO;VB;13.01.2024;13.01.2024;Strom AG;DE89370400440532013000;COBA;LASTSCHRIFT;Abschlag;-45,00;EUR;955,00;;;;;\n",
        "-45 EUR",
    ),
    "Volksbank, old": (
        '"Volksbank eG"\n\n"Umsatzanzeige"\n\n"BLZ:";"12030000";;"Datum:";"31.01.2024"\n"Konto:";"202051";;"Uhrzeit:";"10:00"\n\n"Buchungstag";"Valuta";"Auftraggeber/Zahlungsempfänger";"Empfänger/Zahlungspflichtiger";"Konto-Nr.";"IBAN";"BLZ";"BIC";"Vorgang/Verwendungszweck";"Kundenreferenz";"Währung";"Umsatz";" "\n'
        '"13.01.2024";"13.01.2024";"Ich";"Strom AG";;"DE89370400440532013000";;"COBA";"Abschlag";;"EUR";"45,00";"S"\n"14.01.2024";"14.01.2024";"Ich";"Chef";;;;;"Lohn";;"EUR";"2.000,00";"H"\n'
        '\n"01.01.2024";;;;;;;;;"Anfangssaldo";"EUR";"100,00";"H"\n"31.01.2024";;;;;;;;;"Endsaldo";"EUR";"2.055,00";"H"\n',
        "-45 2000 EUR",
    ),
    "Postbank": (
        "Umsätze\nKonto;Filial-/Kontonummer;IBAN;Währung\nGiro;100 1234567 00;DE02120300000000202051;EUR\n\n1.1.2024 - 31.1.2024\nLetzter Kontostand;;;;955,00;EUR\nVorgemerkte und noch nicht gebuchte Umsätze sind nicht Bestandteil dieser Übersicht.\n"
        "Buchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;IBAN / Kontonummer;BIC;Kundenreferenz;Mandatsreferenz;Gläubiger ID;Fremde Gebühren;Betrag;Abweichender Empfänger;Anzahl der Aufträge;Anzahl der Schecks;Soll;Haben;Währung\n"
        "13.1.2024;13.1.2024;SEPA Lastschrift;Strom AG;Abschlag;DE89370400440532013000;COBA;;;;;-45,00;;;;-45,00;;EUR\n14.1.2024;14.1.2024;Gehalt;Chef;Lohn;;;;;;;2.000,00;;;;;2.000,00;EUR\nKontostand;31.1.2024;;;955,00;EUR\n",
        "-45 2000 EUR",
    ),
    "Amex in German": (
        "Datum,Beschreibung,Karteninhaber,Konto #,Betrag,Währung\n13/01/2024,LADEN,ICH,-11001,\"45,00\",EUR\n14/01/2024,ZAHLUNG ERHALTEN BESTEN DANK,ICH,-11001,\"-100,00\",EUR\n",
        "ask",
    ),
    "Monzo": (
        "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split,Money Out,Money In\n"
        "tx_1,13/01/2024,10:00:00,Card payment,Shop,,Groceries,-3.50,GBP,-4.00,EUR,,,,SHOP LONDON,,-3.50,\ntx_2,14/01/2024,10:00:00,Faster payment,Boss,,Income,100.00,GBP,100.00,GBP,,,,PAY,,,100.00\n",
        "-3.5 100 GBP",
    ),
    "Starling": (
        "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\n13/01/2024,Shop,SHOP,CARD PAYMENT,-3.50,96.50,SHOPPING,\n14/01/2024,Boss,PAY,FASTER PAYMENT,100.00,196.50,INCOME,\n",
        "-3.5 100 GBP",
    ),
    "Wise": (
        '"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Exchange From","Exchange To","Exchange Rate","Payer Name","Payee Name","Payee Account Number",Merchant,"Card Last Four Digits","Card Holder Full Name",Attachment,Note,"Total fees"\n'
        "CARD-1,13-01-2024,-3.50,EUR,Card transaction,,96.50,EUR,EUR,,,,,Shop,1234,Me,,,0.00\nTRANSFER-2,14-01-2024,100.00,EUR,Received money,,196.50,,,,Boss,,,,,,,,0.00\n",
        "-3.5 100 EUR",
    ),
    "Rabobank": (
        '"IBAN/BBAN","Munt","BIC","Volgnr","Datum","Rentedatum","Bedrag","Saldo na trn","Tegenrekening IBAN/BBAN","Naam tegenpartij","Naam uiteindelijke partij","Naam initiërende partij","BIC tegenpartij","Code","Batch ID","Transactiereferentie","Machtigingskenmerk","Incassant ID","Betalingskenmerk","Omschrijving-1","Omschrijving-2","Omschrijving-3","Reden retour","Oorspr bedrag","Oorspr munt","Koers"\n'
        '"NL91RABO0300065264","EUR","RABONL2U","000000000000000001","2024-01-13","2024-01-13","-45,00","+955,00","NL69INGB0123456789","Stroom","","","INGB","ei","","","","","","x","","","","","",""\n',
        "-45 EUR",
    ),
    "ING in Dutch": (
        '"Datum","Naam / Omschrijving","Rekening","Tegenrekening","Code","Af Bij","Bedrag (EUR)","Mutatiesoort","Mededelingen","Saldo na mutatie","Tag"\n'
        '"20240113","Stroom","NL69INGB0123456789","","BA","Af","45,00","Betaalautomaat","x","955,00",""\n"20240114","Baas","NL69INGB0123456789","","OV","Bij","2000,00","Overschrijving","x","2955,00",""\n',
        "-45 2000 EUR",
    ),
    "ABN AMRO, tabs and no header": (
        "123456789\tEUR\t20240113\t1000,00\t955,00\t20240113\t-45,00\tBEA   NR:1 13.01.24/10.00 Shop,PAS123\n123456789\tEUR\t20240114\t955,00\t2955,00\t20240114\t2000,00\tSEPA Overboeking\n"
        "123456789\tEUR\t20240115\t2955,00\t2945,00\t20240115\t-10,00\tSEPA Incasso\n",
        "-45 2000 -10 EUR",
    ),
    "Bunq": (
        '"Date","Interest Date","Amount","Account","Counterparty","Name","Description"\n"2024-01-13","2024-01-13","-3,50","NL11BUNQ0000000001","","Shop","x €"\n"2024-01-14","2024-01-14","1.200,00","NL11BUNQ0000000001","","Boss","pay"\n',
        "-3.5 1200 XXX",
    ),
    "KBC": (
        "Rekeningnummer;Rubrieknaam;Naam;Munt;Afschriftnummer;Datum;Omschrijving;Valuta;Bedrag;Saldo;credit;debet;rekeningnummer tegenpartij;BIC tegenpartij;Naam tegenpartij;Adres tegenpartij;gestructureerde mededeling;Vrije mededeling\n"
        "BE68539007547034;;Ik;EUR; 02024001;13/01/2024;BETALING;13/01/2024;-45,00;955,00;;-45,00;;;Stroom;;;x\nBE68539007547034;;Ik;EUR; 02024001;14/01/2024;LOON;14/01/2024;2000,00;2955,00;2000,00;;;;Baas;;;x\n",
        "-45 2000 EUR",
    ),
    "Belfius": (
        "Datum vanaf;01/01/2024\nDatum tot en met;31/01/2024\nLaatste saldo;955,00 EUR\n;\nRekening;Boekingsdatum;Rekeninguittrekselnummer;Transactienummer;Rekening tegenpartij;Naam tegenpartij bevat;Straat en nummer;Postcode en plaats;Transactie;Valutadatum;Bedrag;Devies;BIC;Landcode;Mededelingen\n"
        "BE68 5390 0754 7034;13/01/2024;1;1;;Stroom;;;x;13/01/2024;-45;EUR;;BE;\n",
        "-45 EUR",
    ),
    "BNP Paribas Fortis": (
        "Volgnummer;Uitvoeringsdatum;Valutadatum;Bedrag;Valuta rekening;Rekeningnummer;Type verrichting;Tegenpartij;Naam van de tegenpartij;Mededeling;Details;Status;Reden van weigering\n"
        "2024-0001;13/01/2024;13/01/2024;-45,00;EUR;BE68539007547034;Kaartbetaling;;Shop;;x;Geaccepteerd;\n",
        "-45 EUR",
    ),
    "Boursorama": (
        "dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;accountLabel;accountbalance\n"
        '2024-01-13;2024-01-13;"CARTE SHOP";Courses;Vie;shop;"-1 045,50";;00040;BoursoBank;955.00\n2024-01-14;2024-01-14;"VIR PAIE";Revenus;R;boss;"2 000,00";;00040;BoursoBank;955.00\n',
        "-1045.5 2000 XXX",
    ),
    "Crédit Agricole": (
        "Téléchargement du 31/01/2024;\n\nMonsieur X\nCompte Courant carte n° 123;\nSolde au 31/01/2024 955,00 €\n\nListe des opérations du compte entre le 01/01/2024 et le 31/01/2024;\n\nDate;Libellé;Débit euros;Crédit euros;\n"
        '13/01/2024;"PAIEMENT PAR CARTE\nSHOP";45,00;;\n14/01/2024;"VIREMENT";;2 000,00;\n',
        "-45 2000 EUR",
    ),
    "Société Générale": (
        '="0012345678";01/01/2024;31/01/2024;2;31/01/2024;955,00 EUR\n\nDate de l\'opération;Libellé;Détail de l\'écriture;Montant de l\'opération;Devise\n13/01/2024;CARTE X1;CARTE SHOP;-45,00;EUR\n14/01/2024;VIR;VIREMENT;2000,00;EUR\n',
        "-45 2000 EUR",
    ),
    "La Banque Postale": (
        "Numéro Compte   ;1234567A020\nType         ;CCP\nCompte tenu en  ;euros\nDate            ;31/01/2024\nSolde (EUROS)   ;955,00\n\nDate;Libellé;Montant(EUROS)\n13/01/2024;ACHAT CB;-45,00\n14/01/2024;VIREMENT;2000,00\n",
        "-45 2000 EUR",
    ),
    "Santander in Spanish": (
        "Fecha Operación;Fecha Valor;Concepto;Importe;Saldo\n13/01/2024;13/01/2024;Compra;-45,00 EUR;955,00 EUR\n14/01/2024;14/01/2024;Nómina;2.000,00 EUR;2.955,00 EUR\n",
        "-45 2000 EUR",
    ),
    "BBVA": (
        "F.Valor;Fecha;Concepto;Movimiento;Importe;Divisa;Disponible;Divisa;Observaciones\n13/01/2024;13/01/2024;Shop;Pago con tarjeta;-45,00;EUR;955,00;EUR;x\n14/01/2024;14/01/2024;Nomina;Abono;2000,00;EUR;2955,00;EUR;\n",
        "-45 2000 EUR",
    ),
    "Intesa Sanpaolo": (
        "Data,Operazione,Dettagli,Conto o carta,Contabilizzazione,Categoria,Valuta,Importo\n13/01/2024,Shop,x,Conto 1,CONTABILIZZATO,Spesa,EUR,\"-45,00\"\n14/01/2024,Stipendio,x,Conto 1,CONTABILIZZATO,Stipendi,EUR,\"2.000,00\"\n",
        "-45 2000 EUR",
    ),
    "Fineco": (
        "Data_Operazione;Data_Valuta;Entrate;Uscite;Descrizione;Descrizione_Completa;Stato;Moneymap\n13/01/2024;13/01/2024;;-45,00;POS;Shop;Contabilizzato;x\n14/01/2024;14/01/2024;2000,00;;Bonifico;Boss;Contabilizzato;x\n",
        "-45 2000 XXX",
    ),
    "UBS": (
        "Kontonummer:;0234 00103914.40;\nIBAN:;CH93 0076 2011 6238 5295 7;\nVon:;2024-01-01;\nBis:;2024-01-31;\nAnfangssaldo:;1000.00;\nSchlusssaldo:;2955.00;\nBewertet in:;CHF;\nAnzahl Transaktionen in diesem Zeitraum:;2;\n\n"
        "Abschlussdatum;Abschlusszeit;Buchungsdatum;Valutadatum;Währung;Belastung;Gutschrift;Einzelbetrag;Saldo;Transaktions-Nr.;Beschreibung1;Beschreibung2;Beschreibung3;Fussnoten;\n"
        '2024-01-14;;2024-01-14;2024-01-14;CHF;;2000.00;;2955.00;T2;"Boss";"Lohn";"";;\n2024-01-13;10:00:00;2024-01-13;2024-01-13;CHF;-45.00;;;955.00;T1;"Shop";"Karte";"";;\n',
        "-45 2000 CHF",
    ),
    "PostFinance": (
        'Datum von:;="01.01.2024"\nDatum bis:;="31.01.2024"\nBuchungsart:;="Alle Buchungen"\nKonto:;="CH9300762011623852957"\nWährung:;="CHF"\n\nDatum;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Valuta;Saldo in CHF\n'
        "14.01.2024;LOHN;2000.00;;14.01.2024;2955.00\n13.01.2024;KAUF SHOP;;-45.00;13.01.2024;955.00\n\nDisclaimer:\nDer Dokumentinhalt wurde durch Filtereinstellungen erzeugt.\n",
        "-45 2000 CHF",
    ),
    "Raiffeisen of Switzerland": (
        "IBAN;Booked At;Text;Credit/Debit Amount;Balance;Valuta Date\nCH9300762011623852957;2024-01-13 00:00:00.0;Shop;-45.00;955.00;2024-01-13 00:00:00.0\nCH9300762011623852957;2024-01-14 00:00:00.0;Lohn;2000.00;2955.00;2024-01-14 00:00:00.0\n",
        "-45 2000 CHF",
    ),
    "ZKB": (
        '"Date";"Booking text";"Curr";"Amount details";"ZKB reference";"Reference number";"Debit CHF";"Credit CHF";"Value date";"Balance CHF"\n"13.01.2024";"Shop";"";"";"Z1";"";"45.00";"";"13.01.2024";"955.00"\n"14.01.2024";"Lohn";"";"";"Z2";"";"";"2000.00";"14.01.2024";"2955.00"\n',
        "-45 2000 CHF",
    ),
    "Swedbank": (
        "* Transaktioner Period 2024-01-01 - 2024-01-31 Skapad 2024-01-31 10:00 CET\nRadnummer,Clearingnummer,Kontonummer,Produkt,Valuta,Bokföringsdag,Transaktionsdag,Valutadag,Referens,Beskrivning,Belopp,Bokfört saldo\n"
        '1,80000,1234567890,"Privatkonto",SEK,2024-01-13,2024-01-12,2024-01-13,"Shop","Kort",-45.00,955.00\n2,80000,1234567890,"Privatkonto",SEK,2024-01-10,2024-01-10,2024-01-10,"Chef","Lön",1000.00,1000.00\n',
        "-45 1000 SEK",
    ),
    "Nordea of Finland": (
        "Kirjauspäivä;Määrä;Maksaja;Maksunsaaja;Nimi;Otsikko;Viitenumero;Saldo;Valuutta\n2024/01/14;2000,00;;;Pomo;Palkka;;2955,00;EUR\n2024/01/13;-45,00;;;Kauppa;Osto;;955,00;EUR\n",
        "-45 2000 EUR",
    ),
    "Danske Bank": (
        '"Dato";"Tekst";"Beløb";"Saldo";"Status";"Afstemt"\n"13.01.2024";"Butik";"-45,00";"955,00";"Udført";"Nej"\n"14.01.2024";"Løn";"2.000,00";"2.955,00";"Udført";"Nej"\n',
        "-45 2000 XXX",
    ),
    "DNB": (
        '"Dato";"Forklaring";"Rentedato";"Ut fra konto";"Inn på konto"\n"13.01.2024";"Butikk";"13.01.2024";"45,00";""\n"14.01.2024";"Lønn";"14.01.2024";"";"2000,00"\n', "-45 2000 XXX",
    ),
    "mBank": (
        "mBank S.A. Bankowość Detaliczna;\nSkrytka Pocztowa 1;\n\n#Klient;\nJAN;\n\nLista operacji;\n\n#Za okres:;\n01.01.2024;31.01.2024;\n\n#zgodnie z wybranymi filtrami;\n\n#Data operacji;#Opis operacji;#Rachunek;#Kategoria;#Kwota;\n"
        '2024-01-13;"SKLEP";"eKonto 1234";"Zakupy";-1 045,00 PLN;;\n2024-01-14;"PRACA";"eKonto 1234";"Wynagrodzenie";2 000,00 PLN;;\n',
        "-1045 2000 PLN",
    ),
    "PKO": (
        '"Data operacji","Data waluty","Typ transakcji","Kwota","Waluta","Saldo po transakcji","Opis transakcji","","","",""\n"2024-01-14","2024-01-14","Przelew na konto","+2000.00","PLN","+2955.00","Rachunek nadawcy: 1","Nazwa: X","","",""\n"2024-01-13","2024-01-13","Płatność kartą","-45.00","PLN","+955.00","Lokalizacja: SKLEP","","","",""\n',
        "-45 2000 PLN",
    ),
    "ČSOB": (
        "Pohyby na účtu 123/0300 období 01.01.2024 - 31.01.2024\n\nčíslo účtu;datum zaúčtování;částka;měna;zůstatek;číslo účtu protiúčtu;kód banky protiúčtu;název protiúčtu;konstantní symbol;variabilní symbol;specifický symbol;označení operace;ID transakce;poznámka\n"
        "123;13.01.2024;-45,00;CZK;955,00;;;OBCHOD;;;;Platba kartou;1;\n123;14.01.2024;2000,00;CZK;2955,00;;;PRACE;;;;Příchozí úhrada;2;\n",
        "-45 2000 CZK",
    ),
    "Air Bank": (
        '"Datum provedení";"Směr úhrady";"Typ úhrady";"Kategorie plateb";"Měna účtu";"Částka v měně účtu";"Poplatek v měně účtu";"Původní měna úhrady";"Původní částka úhrady";"Název protistrany";"Číslo účtu protistrany";"Poznámka pro mne";"Datum splatnosti"\n'
        '"13/01/2024";"Odchozí";"Platba kartou";"Jídlo";"CZK";"-45,00";"0,00";"CZK";"-45,00";"OBCHOD";"";"";"13/01/2024"\n"14/01/2024";"Příchozí";"Příchozí úhrada";"Příjem";"CZK";"2000,00";"0,00";"CZK";"2000,00";"PRACE";"1/0100";"";"14/01/2024"\n',
        "-45 2000 CZK",
    ),
    "Fio": (
        '"accountId";"2000000000"\n"bankId";"2010"\n"currency";"CZK"\n"iban";"CZ6508000000192000145399"\n"openingBalance";"1000,00"\n"closingBalance";"2955,00"\n\n"ID operace";"Datum";"Objem";"Měna";"Protiúčet";"Název protiúčtu";"Kód banky";"KS";"VS";"SS";"Poznámka";"Typ"\n'
        '"1";"13.01.2024";"-45,00";"CZK";"";"";"";"";"";"";"OBCHOD";"Platba kartou"\n"2";"14.01.2024";"2000,00";"CZK";"1";"PRACE";"0100";"";"";"";"";"Bezhotovostní příjem"\n',
        "-45 2000 CZK",
    ),
    "Barclays": ("Number,Date,Account,Amount,Subcategory,Memo\n,13/01/2024,20-00-00 12345678,-3.50,Card Purchase,SHOP\n,14/01/2024,20-00-00 12345678,100.00,Credit,BOSS\n", "-3.5 100 GBP"),
    "Lloyds": (
        "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance\n14/01/2024,FPI,'30-00-00,12345678,BOSS,,100.00,196.50\n13/01/2024,DEB,'30-00-00,12345678,SHOP,3.50,,96.50\n", "-3.5 100 GBP",
    ),
    "NatWest": ("Date, Type, Description, Value, Balance, Account Name, Account Number\n\n13/01/2024,POS,\"'SHOP\",-3.50,96.50,\"'ME\",\"'600000-12345678\",\n14/01/2024,BAC,\"'BOSS\",100.00,196.50,\"'ME\",\"'600000-12345678\",\n", "-3.5 100 GBP"),
    "HSBC, no header": ("13/01/2024,SHOP,-3.50\n14/01/2024,BOSS,\"1,100.00\"\n", "-3.5 1100 XXX"),
    "Chase": (
        "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\nDEBIT,01/13/2024,\"SHOP\",-3.50,DEBIT_CARD,96.50,,\nCREDIT,01/12/2024,\"BOSS\",100.00,ACH_CREDIT,100.00,,\n", "-3.5 100 XXX",
    ),
    "Chase card": ("Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n01/13/2024,01/14/2024,SHOP,Shopping,Sale,-3.50,\n01/15/2024,01/15/2024,PAYMENT,,Payment,100.00,\n", "-3.5 100 XXX"),
    "Bank of America": (
        "Description,,Summary Amt.\nBeginning balance as of 01/01/2024,,\"1,000.00\"\nTotal credits,,\"100.00\"\nTotal debits,,\"-3.50\"\nEnding balance as of 01/31/2024,,\"1,096.50\"\n\nDate,Description,Amount,Running Bal.\n"
        "01/01/2024,Beginning balance as of 01/01/2024,,\"1,000.00\"\n01/13/2024,\"SHOP\",\"-3.50\",\"996.50\"\n01/15/2024,\"BOSS\",\"100.00\",\"1,096.50\"\n", "-3.5 100 XXX",
    ),
    "Citi": ("Status,Date,Description,Debit,Credit,Member Name\nCleared,01/13/2024,\"SHOP\",3.50,,ME\nCleared,01/15/2024,\"PAYMENT\",,-100.00,ME\n", "-3.5 100 XXX"),
    "Capital One": ("Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n2024-01-13,2024-01-14,1234,SHOP,Merchandise,3.50,\n2024-01-15,2024-01-15,1234,PAYMENT,Payment,,100.00\n", "-3.5 100 XXX"),
    "Wells Fargo, no header": ('"01/13/2024","-3.50","*","","SHOP"\n"01/15/2024","100.00","*","","BOSS"\n', "-3.5 100 XXX"),
    "Discover": ("Trans. Date,Post Date,Description,Amount,Category\n01/13/2024,01/13/2024,SHOP,3.50,Merchandise\n01/15/2024,01/15/2024,INTERNET PAYMENT - THANK YOU,-100.00,Payments and Credits\n", "ask"),
    "Mint": (
        '"Date","Description","Original Description","Amount","Transaction Type","Category","Account Name","Labels","Notes"\n"1/13/2024","Shop","SHOP","3.50","debit","Shopping","Checking","",""\n"1/15/2024","Boss","BOSS","100.00","credit","Paycheck","Checking","",""\n', "-3.5 100 XXX",
    ),
    "YNAB": (
        '"Account","Flag","Date","Payee","Category Group/Category","Category Group","Category","Memo","Outflow","Inflow","Cleared"\n"Giro","","13/01/2024","Shop","A: B","A","B","","3.50€","0.00€","Cleared"\n"Giro","","14/01/2024","Boss","Inflow","Inflow","X","","0.00€","100.00€","Cleared"\n',
        "-3.5 100 EUR",
    ),
    "Erste": (
        "Buchungsdatum;Partnername;Partner IBAN;Partner BIC;Partner Kontonummer;Partner BLZ;Betrag;Währung;Buchungs-Info;Buchungsreferenz;Notiz;Valutadatum\n13.01.2024;Laden;;;;;-45,00;EUR;POS;1;;13.01.2024\n14.01.2024;Chef;;;;;2.000,00;EUR;Lohn;2;;14.01.2024\n",
        "-45 2000 EUR",
    ),
    "bank99, no header": ("AT611904300234573201;POS SHOP;13.01.2024;13.01.2024;-45,00;EUR\nAT611904300234573201;LOHN;14.01.2024;14.01.2024;2.000,00;EUR\n", "-45 2000 EUR"),
    "American card with words behind": (
        "Date,Reference,Amount,Description,Address\n01/13/2024,1,\"$3.50\",SHOP,x\n01/15/2024,2,\"-$100.00\",PAYMENT,y\n", "ask",
    ),
    "money of brackets": ("Date,Description,Amount,Currency\n2024-01-13,SHOP,(3.50),USD\n2024-01-14,BOSS,100.00,USD\n", "-3.5 100 USD"),
    "a separator's line above": ("sep=;\nDatum;Text;Betrag;Währung\n13.01.2024;Laden;-45,00;EUR\n14.01.2024;Chef;2.000,00;EUR\n", "-45 2000 EUR"),
    "Consorsbank": (
        "Buchung;Valuta;Sender / Empfänger;IBAN / Konto-Nr.;BIC / BLZ;Buchungstext;Verwendungszweck;Kategorie;Stichwörter;Umsatz geteilt;Betrag in EUR\n13.01.2024;13.01.2024;Laden;;;Lastschrift;x;;;;-45,00\n14.01.2024;14.01.2024;Chef;;;Gutschrift;x;;;;2.000,00\n",
        "-45 2000 EUR",
    ),
    "Deutsche Bank": (
        "Umsätze Persönliches Konto;;;\n100 1234567 00;;;\n1.1.2024 - 31.1.2024;;;\nAlter Kontostand;;;;1.000,00;EUR\nBuchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;IBAN;BIC;Kundenreferenz;Mandatsreferenz;Gläubiger ID;Fremde Gebühren;Betrag;Abweichender Empfänger;Anzahl der Aufträge;Anzahl der Schecks;Soll;Haben;Währung\n"
        "13.01.2024;13.01.2024;Lastschrift;Laden;x;;;;;;;;;;;-45,00;;EUR\n14.01.2024;14.01.2024;Gehalt;Chef;x;;;;;;;;;;;;2.000,00;EUR\nKontostand;31.01.2024;;;2.955,00;EUR\n",
        "-45 2000 EUR",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", READ)
def test_a_file_gives_what_was_written_into_it_or_asks(what: str, tmp_path: Path) -> None:
    text, told = READ[what]
    parsed = read(tmp_path, text, "umsatz.csv")
    assert parsed.parser.startswith("csv-bank")
    if told == "ask":
        assert amounts(parsed) == []
        assert any("pkm accounts map" in each.reason for each in parsed.problems)
        return
    *expected, currency = told.split()
    assert amounts(parsed) == in_order(" ".join(expected))
    assert {row.currency for row in bookings(parsed)} == {currency}
    assert (currency == "XXX") == any("--currency" in each.reason for each in parsed.problems)


def test_a_card_whose_few_negative_amounts_are_its_payments_is_asked_about(tmp_path: Path) -> None:
    """A statement of purchases as positive, a bill paid as negative; with a name beside it, or more going out, it is as written."""
    header, shops = "Date,Description,Amount,Currency\n", "2024-01-13,SHOP,3.50,USD\n2024-01-14,CAFE,4.50,USD\n"
    asked = read(tmp_path, f"{header}{shops}2024-01-15,AUTOPAY PAYMENT - THANK YOU,-8.00,USD\n", "a.csv")
    assert amounts(asked) == []
    assert "--sign debit-positive" in asked.problems[0].reason
    named = read(tmp_path, f"{header}{shops}2024-01-15,PAYMENT TO SMITH,-8.00,USD\n", "b.csv")
    assert amounts(named) == in_order("3.5 4.5 -8")
    outgoing = "".join(f"2024-01-{day},ONLINE PAYMENT,-{day}.00,USD\n" for day in range(15, 18))
    assert amounts(read(tmp_path, header + shops + outgoing, "c.csv")) == in_order("3.5 4.5 -15 -16 -17")


def test_what_a_person_notes_of_a_payment_is_read_though_tags_are_not(tmp_path: Path) -> None:
    text = "Date,Name,Amount GBP,Notes and #tags,Tags\n13/01/2024,Saver,-3.50,To 55120398,fun\n14/01/2024,Boss,9.00,,\n"
    assert [each.description for each in bookings(read(tmp_path, text, "export.csv"))] == ["To 55120398", ""]


def test_a_column_that_says_only_whether_a_booking_came_is_no_description(tmp_path: Path) -> None:
    text = READ["Sparkasse, a savings account"][0].replace("Umsatz gebucht", "Umsatz vorgemerkt", 1)
    told = {(each.description, each.status) for each in bookings(read(tmp_path, text, "umsatz.csv"))}
    assert told == {("Sparen", "pending"), ("Sparen", "booked"), ("Fahrrad", "booked")}


def test_two_accounts_in_one_file_are_two(tmp_path: Path) -> None:
    parsed = read(tmp_path, READ["Comdirect, two accounts in one file"][0], "umsaetze.csv")
    told = {each.account: [str(row.amount) for row in each.transactions] for each in statements(parsed)}
    assert sorted(told.values()) == [["-45.00", "20.00"], ["5.00"]]
    assert len(told) == 2


def test_a_header_that_comes_again_on_each_page_begins_no_table(tmp_path: Path) -> None:
    header = "Date,Description,Amount,Currency\n"
    text = f"{header}2024-01-13,SHOP,-3.50,USD\n{header}2024-01-14,BOSS,100.00,USD\n"
    parsed = read(tmp_path, text, "pages.csv")
    assert [len(each.transactions) for each in statements(parsed)] == [2]


def test_tables_of_two_layouts_are_all_read(tmp_path: Path) -> None:
    text = (
        "Giro\nBuchungstag;Text;Betrag in EUR\n13.01.2024;Laden;-45,00\n14.01.2024;Chef;2.000,00\n\n"
        "Visa\nBuchungstag;Umsatztag;Referenz;Text;Betrag in USD\n15.01.2024;14.01.2024;1;Shop;-9,99\n16.01.2024;15.01.2024;2;Refund;1,00\n"
    )
    parsed = read(tmp_path, text, "umsaetze.csv")
    assert {each.currency: [str(row.amount) for row in each.transactions] for each in statements(parsed)} == {
        "EUR": ["-45.00", "2000.00"], "USD": ["-9.99", "1.00"],
    }  # fmt: skip


def test_bookings_above_the_header_of_a_sorted_file_are_read(tmp_path: Path) -> None:
    text = "2024-01-13,SHOP,-3.50,USD\n2024-01-14,BOSS,100.00,USD\nDate,Description,Amount,Currency\n2024-01-15,CAFE,-2.00,USD\n"
    assert amounts(read(tmp_path, text, "sorted.csv")) == ["-3.50", "-2.00", "100.00"]
    last = "2024-01-13,SHOP,-3.50,USD\nDate,Description,Amount,Currency\n"
    assert amounts(read(tmp_path, last, "sorted.csv")) == ["-3.50"]


def test_one_bad_amount_without_a_header_takes_no_other_row_with_it(tmp_path: Path) -> None:
    rows = [f"{day:02}.01.2024;LADEN {day};-{day},50;EUR" for day in range(13, 23)]
    rows[4] = rows[4].replace(",50", ",5O")
    parsed = read(tmp_path, "\n".join(rows) + "\n", "auszug.csv")
    told = {row.locator for row in bookings(parsed)} | {each.locator for each in parsed.problems}
    assert parsed.parser.startswith("csv-bank")
    assert told == {f"row {number}" for number in range(1, 11)} or any(
        "accounts map" in each.reason for each in parsed.problems
    )


def test_amounts_in_cents_are_not_taken_for_whole_units(tmp_path: Path) -> None:
    header, rows = "Date,Description,Amount (cents),Currency", "2024-01-13,SHOP,-350,USD\n2024-01-14,BOSS,400,USD\n"
    assert bookings(read(tmp_path, f"{header}\n{rows}", "cents.csv")) == []
    both = f"{header},Amount\n2024-01-13,SHOP,-350,USD,-3.50\n2024-01-14,BOSS,400,USD,4.00\n"
    assert amounts(read(tmp_path, both, "cents.csv")) == ["-3.50", "4.00"]
