"""The fixed sentences about papers and the money that pays them, in English, German and French; ``phrases`` says them."""

from __future__ import annotations

PAPER: dict[str, tuple[str, str, str]] = {
    # ------------------------------------------------ a paper and its payment
    "paper_invoice": ("invoice", "Rechnung", "facture"),
    "paper_receipt": ("receipt", "Beleg", "justificatif"),
    "paper_credit_note": ("credit note", "Gutschrift", "avoir"),
    "paper_contract": ("contract", "Vertrag", "contrat"),
    "paper_price_change": ("price notice", "Preismitteilung", "avis de nouveau prix"),
    "paper_of": ("{kind}{number}{issuer}{day}: “{amount}”", "{kind}{number}{issuer}{day}: „{amount}“", "{kind}{number}{issuer}{day} : « {amount} »"),
    "paper_from": (" from {issuer}", " von {issuer}", " de {issuer}"),
    "paper_on": (" of {day}", " vom {day}", " du {day}"),
    "belongs": (
        "To the payment {booking} belongs the {paper}.",
        "Zur Zahlung {booking} gehört: {paper}.",
        "Au paiement {booking} correspond : {paper}.",
    ),
    "belongs_perhaps": (
        "To the payment {booking} belongs perhaps the {paper}; {reason}.",
        "Zur Zahlung {booking} gehört vielleicht: {paper}; {reason}.",
        "Au paiement {booking} correspond peut-être : {paper} ; {reason}.",
    ),
    "no_paper": (
        "No invoice or receipt in your records belongs to the payment {booking}.",
        "Zur Zahlung {booking} gibt es in Ihren Unterlagen keine Rechnung und keinen Beleg.",
        "Aucune facture ni aucun justificatif de vos documents ne correspond au paiement {booking}.",
    ),
    "is_paid": ("The {paper} was paid: {bookings}.", "{paper} ist bezahlt: {bookings}.", "{paper} a été réglée : {bookings}."),
    "is_refunded": ("The {paper} was paid out: {bookings}.", "{paper} wurde ausgezahlt: {bookings}.", "{paper} a été remboursé : {bookings}."),
    "is_perhaps_paid": (
        "The {paper} was perhaps paid, which you would have to confirm: {bookings}; {reason}.",
        "{paper} ist vielleicht bezahlt, das müssten Sie bestätigen: {bookings}; {reason}.",
        "{paper} a peut-être été réglée, à vous de le confirmer : {bookings} ; {reason}.",
    ),
    "not_paid": (
        "No booking pays the {paper}{due}.",
        "Keine Buchung bezahlt: {paper}{due}.",
        "Aucune opération ne règle : {paper}{due}.",
    ),
    "due": (", due on {day}", ", fällig am {day}", ", à payer le {day}"),
    "unpaid": (
        "No booking pays these invoices:",
        "Diese Rechnungen bezahlt keine Buchung:",
        "Aucune opération ne règle ces factures :",
    ),
    "all_paid": (
        "A booking pays every invoice in your records; the last is the {paper}.",
        "Jede Rechnung in Ihren Unterlagen ist durch eine Buchung bezahlt; die letzte: {paper}.",
        "Chaque facture de vos documents est réglée par une opération ; la dernière : {paper}.",
    ),
    "perhaps_paid": ("{paper}{due} – perhaps paid: {reason}", "{paper}{due} – vielleicht bezahlt: {reason}", "{paper}{due} – peut-être réglée : {reason}"),
    # ------------------------------------------------ a contract and what was charged
    "agreed": ("“{title}” states “{amount}” {rhythm}.", "„{title}“ nennt „{amount}“ {rhythm}.", "« {title} » indique « {amount} » {rhythm}."),
    "agreed_since": (
        "“{title}” states “{amount}” {rhythm} from {day}.",
        "„{title}“ nennt „{amount}“ {rhythm} ab {day}.",
        "« {title} » indique « {amount} » {rhythm} à partir du {day}.",
    ),
    "and_amount": ("” and “", "“ und „", " » et « "),
    "agreed_together": ("Together that is {total} ({parts}).", "Zusammen sind das {total} ({parts}).", "Ensemble, cela fait {total} ({parts})."),
    "charged_as_agreed": (
        "What was charged {period} is what was agreed ({bookings}).",
        "Was {period} abgebucht wurde, ist, was vereinbart war ({bookings}).",
        "Ce qui a été prélevé {period} correspond à ce qui était convenu ({bookings}).",
    ),
    "partly_as_agreed": (
        "{agreeing} of {bookings} {period} are as agreed; the list names the others.",
        "{agreeing} von {bookings} {period} sind wie vereinbart; die Liste nennt die anderen.",
        "{agreeing} sur {bookings} {period} sont comme convenu ; la liste nomme les autres.",
    ),
    "charged_more": ("{booking}: {difference} more than agreed ({agreed})", "{booking}: {difference} mehr als vereinbart ({agreed})", "{booking} : {difference} de plus que convenu ({agreed})"),
    "charged_less": ("{booking}: {difference} less than agreed ({agreed})", "{booking}: {difference} weniger als vereinbart ({agreed})", "{booking} : {difference} de moins que convenu ({agreed})"),
    "nothing_charged": ("No booking {period} belongs to it.", "Keine Buchung {period} gehört dazu.", "Aucune opération {period} n’y correspond."),
    "rhythm_P1W": ("a week", "pro Woche", "par semaine"),
    "rhythm_P1M": ("a month", "im Monat", "par mois"),
    "rhythm_P3M": ("a quarter", "im Quartal", "par trimestre"),
    "rhythm_P6M": ("every six months", "im Halbjahr", "par semestre"),
    "rhythm_P1Y": ("a year", "im Jahr", "par an"),
    # ------------------------------------------------ which contract is meant
    "which_contract": ("Several contracts may be meant:", "Mehrere Verträge können gemeint sein:", "Plusieurs contrats peuvent être visés :"),
    "contracts_kept": ("These contracts are in your records:", "Diese Verträge liegen in Ihren Unterlagen:", "Ces contrats sont dans vos documents :"),
    "bills_kept": ("In your records: {bills}{in_all}.", "In Ihren Unterlagen: {bills}{in_all}.", "Dans vos documents : {bills}{in_all}."),
    "bills_in_all": (", {amount} in all", ", zusammen {amount}", ", {amount} en tout"),
    "one_receipts": ("1 receipt", "1 Beleg", "1 justificatif"),
    "many_receipts": ("{count} receipts", "{count} Belege", "{count} justificatifs"),
    "one_invoices": ("1 invoice", "1 Rechnung", "1 facture"),
    "many_invoices": ("{count} invoices", "{count} Rechnungen", "{count} factures"),
    "one_bills": ("1 invoice or receipt", "1 Rechnung oder Beleg", "1 facture ou justificatif"),
    "many_bills": ("{count} invoices and receipts", "{count} Rechnungen und Belege", "{count} factures et justificatifs"),
    "and_others": ("and {count} more", "und {count} weitere", "et {count} autres"),
    "which_one": ("Which one do you mean?", "Welchen meinen Sie?", "Lequel voulez-vous dire ?"),
    # ------------------------------------------------ deadlines
    "deadlines": ("What must be done by when:", "Was bis wann zu tun ist:", "Ce qu’il faut faire, et pour quand :"),
    "no_deadlines": (
        "I found no deadline {period} in your contracts and invoices.",
        "Ich habe {period} keine Frist in Ihren Verträgen und Rechnungen gefunden.",
        "Je n’ai trouvé aucune échéance {period} dans vos contrats et factures.",
    ),
    "renews": (
        "{subject}: notice by {notice_by}, or it renews by {length}",
        "{subject}: kündigen bis {notice_by}, sonst verlängert es sich um {length}",
        "{subject} : résilier avant le {notice_by} inclus, sinon reconduction de {length}",
    ),
    "renews_indefinite": (
        "{subject}: notice by {notice_by}, or it goes on without an end",
        "{subject}: kündigen bis {notice_by}, sonst läuft es unbefristet weiter",
        "{subject} : résilier avant le {notice_by} inclus, sinon il continue sans limite",
    ),
    "may_end": (
        "{subject}: notice by {notice_by} to end it on {ends_on}",
        "{subject}: kündigen bis {notice_by}, um es zum {ends_on} zu beenden",
        "{subject} : résilier avant le {notice_by} inclus pour y mettre fin le {ends_on}",
    ),
    "may_end_by": ("{subject}: notice by {notice_by}", "{subject}: kündigen bis {notice_by}", "{subject} : résilier avant le {notice_by} inclus"),
    "ends": ("{subject}: ends on {ends_on}", "{subject}: endet am {ends_on}", "{subject} : prend fin le {ends_on}"),
    "notice_given": (
        "{subject}: notice was given for {ends_on}; no confirmation was found",
        "{subject}: gekündigt zum {ends_on}; eine Bestätigung wurde nicht gefunden",
        "{subject} : résilié par lettre pour le {ends_on} ; aucune confirmation n'a été trouvée",
    ),
    "payment": ("{subject}: to be paid by {notice_by}", "{subject}: zu zahlen bis {notice_by}", "{subject} : à payer avant le {notice_by} inclus"),
}  # fmt: skip
