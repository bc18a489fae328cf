"""The fixed sentences about money in English, German and French; ``phrases`` says them."""

from __future__ import annotations

LEDGER: dict[str, tuple[str, str, str]] = {
    # ------------------------------------------------ counted things: one, more
    "one_bookings": ("1 booking", "1 Buchung", "1 opération"),
    "many_bookings": ("{count} bookings", "{count} Buchungen", "{count} opérations"),
    "one_months": ("1 month", "1 Monat", "1 mois"),
    "many_months": ("{count} months", "{count} Monate", "{count} mois"),
    "one_days": ("1 day", "1 Tag", "1 jour"),
    "many_days": ("{count} days", "{count} Tage", "{count} jours"),
    "one_weeks": ("1 week", "1 Woche", "1 semaine"),
    "many_weeks": ("{count} weeks", "{count} Wochen", "{count} semaines"),
    "one_counterparties": ("1 counterparty", "1 Gegenseite", "1 contrepartie"),
    "many_counterparties": (
        "{count} different counterparties",
        "{count} verschiedene Gegenseiten",
        "{count} contreparties différentes",
    ),
    "one_series": ("1 recurring payment", "1 wiederkehrende Zahlung", "1 paiement récurrent"),
    "many_series": ("{count} recurring payments", "{count} wiederkehrende Zahlungen", "{count} paiements récurrents"),
    "one_incomes": ("1 recurring income", "1 wiederkehrende Einnahme", "1 revenu récurrent"),
    "many_incomes": ("{count} recurring incomes", "{count} wiederkehrende Einnahmen", "{count} revenus récurrents"),
    "one_changes": ("1 price changed", "1 Preis hat sich geändert", "1 prix a changé"),
    "many_changes": ("{count} prices changed", "{count} Preise haben sich geändert", "{count} prix ont changé"),
    "one_holdings": ("1 position", "1 Position", "1 position"),
    "many_holdings": ("{count} positions", "{count} Positionen", "{count} positions"),
    # ------------------------------------------------ sums
    "spent": (
        "You spent {amount}{topic} {period} ({bookings}).",
        "Sie haben {period}{topic} {amount} ausgegeben ({bookings}).",
        "Vous avez dépensé {amount}{topic} {period} ({bookings}).",
    ),
    "withdrawn": (
        "You withdrew {amount} in cash {period} ({bookings}).",
        "Sie haben {period} {amount} bar abgehoben ({bookings}).",
        "Vous avez retiré {amount} en espèces {period} ({bookings}).",
    ),
    "received": (
        "You received {amount}{topic} {period} ({bookings}).",
        "Sie haben {period}{topic} {amount} eingenommen ({bookings}).",
        "Vous avez reçu {amount}{topic} {period} ({bookings}).",
    ),
    "moved": (
        "In all {amount}{topic} {period} ({bookings}).",
        "Insgesamt {amount}{topic} {period} ({bookings}).",
        "Au total {amount}{topic} {period} ({bookings}).",
    ),
    "refunds": (
        "Refunds of {amount}{topic} {period} ({bookings}).",
        "Erstattungen von {amount}{topic} {period} ({bookings}).",
        "Remboursements de {amount}{topic} {period} ({bookings}).",
    ),
    "transferred": (
        "{amount} went between your own accounts{topic} {period} ({bookings}).",
        "{amount} gingen{topic} {period} zwischen Ihren eigenen Konten hin und her ({bookings}).",
        "{amount} sont passés d’un de vos comptes à l’autre{topic} {period} ({bookings}).",
    ),
    "of_groups": (
        "{some} of {all} came to {bounds}{topic} {period}{which}.",
        "{some} von {all} kamen{topic} {period} auf {bounds}{which}.",
        "{some} sur {all} ont atteint {bounds}{topic} {period}{which}.",
    ),
    "bound_above": ("more than {amount}", "mehr als {amount}", "plus de {amount}"),
    "bound_from": ("at least {amount}", "mindestens {amount}", "au moins {amount}"),
    "bound_below": ("less than {amount}", "weniger als {amount}", "moins de {amount}"),
    "bound_upto": ("at most {amount}", "höchstens {amount}", "au plus {amount}"),
    "bound_between": ("{low} and {high}", "{low} und {high}", "{low} et {high}"),
    "part": (
        "{amount} is {fraction} of {whole}{topic} {period} ({bookings}).",
        "{amount} sind {fraction} von {whole}{topic} {period} ({bookings}).",
        "{amount}, c’est {fraction} de {whole}{topic} {period} ({bookings}).",
    ),
    "divided_by_2": ("half", "die Hälfte", "la moitié"),
    "divided_by_3": ("a third", "ein Drittel", "le tiers"),
    "divided_by_4": ("a quarter", "ein Viertel", "le quart"),
    "largest_of_each": ("The largest of each{topic} {period}:", "Jeweils die größte{topic} {period}:", "La plus grande de chaque{topic} {period} :"),
    "smallest_of_each": ("The smallest of each{topic} {period}:", "Jeweils die kleinste{topic} {period}:", "La plus petite de chaque{topic} {period} :"),
    "counted_all": ("{bookings} in all.", "Insgesamt {bookings}.", "{bookings} en tout."),
    "distinct": (
        "{things}{topic} {period}.",
        "{things}{topic} {period}.",
        "{things}{topic} {period}.",
    ),
    "counted": (
        "{bookings}{topic} {period}, in all {amount}.",
        "{bookings}{topic} {period}, zusammen {amount}.",
        "{bookings}{topic} {period}, au total {amount}.",
    ),
    "average_day": (
        "On average {amount} a day{topic} {period} ({bookings} in {over}).",
        "Im Durchschnitt {amount} am Tag{topic} {period} ({bookings}; {over}).",
        "En moyenne {amount} par jour{topic} {period} ({bookings} en {over}).",
    ),
    "average_week": (
        "On average {amount} a week{topic} {period} ({bookings} in {over}).",
        "Im Durchschnitt {amount} in der Woche{topic} {period} ({bookings}; {over}).",
        "En moyenne {amount} par semaine{topic} {period} ({bookings} en {over}).",
    ),
    "average_month": (
        "On average {amount} a month{topic} {period} ({bookings} in {over}).",
        "Im Durchschnitt {amount} im Monat{topic} {period} ({bookings}; {over}).",
        "En moyenne {amount} par mois{topic} {period} ({bookings} en {over}).",
    ),
    "average_year": (
        "On average {amount} a year{topic} {period} ({bookings} in {over}).",
        "Im Durchschnitt {amount} im Jahr{topic} {period} ({bookings}; {over}).",
        "En moyenne {amount} par an{topic} {period} ({bookings} en {over}).",
    ),
    "average_booking": (
        "On average {amount} a booking{topic} {period} ({bookings}).",
        "Im Durchschnitt {amount} je Buchung{topic} {period} ({bookings}).",
        "En moyenne {amount} par opération{topic} {period} ({bookings}).",
    ),
    "median": (
        "The median is {amount}{topic} {period} ({bookings}; it is the middle amount).",
        "Der Median ist {amount}{topic} {period} ({bookings}; es ist der mittlere Betrag).",
        "La médiane est de {amount}{topic} {period} ({bookings} ; c’est le montant du milieu).",
    ),
    "median_of_two": (
        "The median is {amount}{topic} {period} ({bookings}; it is the mean of the two middle amounts).",
        "Der Median ist {amount}{topic} {period} ({bookings}; es ist das Mittel der beiden mittleren Beträge).",
        "La médiane est de {amount}{topic} {period} ({bookings} ; c’est la moyenne des deux montants du milieu).",
    ),
    # ------------------------------------------------ single bookings
    "largest": (
        "The largest{topic} {period} is {amount}, {day}: {who}.",
        "Die größte{topic} {period} beträgt {amount}, {day}: {who}.",
        "La plus grosse{topic} {period} est de {amount}, {day} : {who}.",
    ),
    "smallest": (
        "The smallest{topic} {period} is {amount}, {day}: {who}.",
        "Die kleinste{topic} {period} beträgt {amount}, {day}: {who}.",
        "La plus petite{topic} {period} est de {amount}, {day} : {who}.",
    ),
    "largest_of_place": (
        "Number {place} of the largest{topic} {period} is {amount}, {day}: {who}.",
        "Nummer {place} der größten{topic} {period} beträgt {amount}, {day}: {who}.",
        "Le numéro {place} des plus grosses{topic} {period} est de {amount}, {day} : {who}.",
    ),
    "smallest_of_place": (
        "Number {place} of the smallest{topic} {period} is {amount}, {day}: {who}.",
        "Nummer {place} der kleinsten{topic} {period} beträgt {amount}, {day}: {who}.",
        "Le numéro {place} des plus petites{topic} {period} est de {amount}, {day} : {who}.",
    ),
    "first": (
        "The first time{topic} {period} was {day}: {amount}, {who}.",
        "Das erste Mal{topic} {period} war {day}: {amount}, {who}.",
        "La première fois{topic} {period}, c’était {day} : {amount}, {who}.",
    ),
    "last": (
        "The last time{topic} {period} was {day}: {amount}, {who}.",
        "Das letzte Mal{topic} {period} war {day}: {amount}, {who}.",
        "La dernière fois{topic} {period}, c’était {day} : {amount}, {who}.",
    ),
    "passed": ("The latest was {days} ago.", "Das letzte liegt {days} zurück.", "La plus récente remonte à {days}."),
    # ------------------------------------------------ what is said beside them
    "without": (" without “{words}”", " ohne „{words}“", " sans « {words} »"),
    "about": (" for “{words}”", " für „{words}“", " pour « {words} »"),
    "read_as": (
        "No booking says “{asked}”; it is read as “{found}”.",
        "In keiner Buchung steht „{asked}“; gelesen wird es als „{found}“.",
        "Aucune opération ne mentionne « {asked} » ; lu comme « {found} ».",
    ),
    "left_out": (
        "Of the same category, but something else and not counted: {who}.",
        "Von derselben Kategorie, aber etwas anderes und nicht mitgezählt: {who}.",
        "De la même catégorie, mais autre chose et non compté : {who}.",
    ),
    "other_question": (
        "Of two questions only one is answered here; the other was: {question}.",
        "Von zwei Fragen ist hier nur eine beantwortet; die andere war: {question}.",
        "De deux questions, une seule reçoit ici une réponse ; l’autre était : {question}.",
    ),
    "uncategorised": (
        "Bookings that have no category are not counted; `pkm transactions --category uncategorised` lists them.",
        "Buchungen ohne Kategorie sind nicht mitgezählt; `pkm transactions --category uncategorised` listet sie auf.",
        "Les opérations sans catégorie ne sont pas comptées ; `pkm transactions --category uncategorised` les liste.",
    ),
    "much_uncategorised": (
        "This may not be all. Not counted: {bookings} of that time and kind that have no category ({sums}); "
        "`pkm transactions --category uncategorised` lists them, `pkm rules add` files them.",
        "Das ist vielleicht nicht alles. Nicht mitgezählt: {bookings} dieser Zeit und Art ohne Kategorie ({sums}); "
        "`pkm transactions --category uncategorised` listet sie auf, `pkm rules add` ordnet sie zu.",
        "Ce n’est peut-être pas tout. Sans catégorie, donc non compté : {bookings} de cette période et de ce genre ({sums}) ; "
        "`pkm transactions --category uncategorised` les liste, `pkm rules add` les classe.",
    ),
    "off_card": ("{period}, not on cards", "{period}, nicht auf Karten", "{period}, hors cartes"),
    "only_days": ("{period}, {days} only", "{period}, nur {days}", "{period}, {days} seulement"),
    "by_booking": (
        "Days are those of booking, which for a card may be some days after you paid.",
        "Es zählt der Buchungstag, der bei Karten einige Tage nach der Zahlung liegen kann.",
        "Les jours sont ceux de l’opération, qui pour une carte peut suivre le paiement de quelques jours.",
    ),
    "refunded": (
        "Refunds of {amount} are already taken off.",
        "Erstattungen von {amount} sind schon abgezogen.",
        "Des remboursements de {amount} en sont déjà déduits.",
    ),
    "refunded_beside": (
        "Refunds of {amount} in this time are not taken off.",
        "Erstattungen von {amount} in dieser Zeit sind nicht abgezogen.",
        "Des remboursements de {amount} sur cette période n’en sont pas déduits.",
    ),
    "no_booking": (
        "{amount}: no booking{topic} {period}.",
        "{amount}: keine Buchung{topic} {period}.",
        "{amount} : aucune opération{topic} {period}.",
    ),
    "one_sided": (
        "Not counted: {bookings} between own accounts whose other side no statement tells.",
        "Nicht mitgezählt: {bookings} zwischen eigenen Konten, deren Gegenseite in keinem Auszug steht.",
        "Non comptées : {bookings} entre vos comptes dont aucun relevé ne montre l’autre côté.",
    ),
    "apart": (
        "Transfers between your own accounts and card settlements are not counted.",
        "Umbuchungen zwischen eigenen Konten und Kartenabrechnungen zählen nicht mit.",
        "Les virements entre vos comptes et les relevés de carte ne sont pas comptés.",
    ),
    "part_of": ("{amount} (part of {whole})", "{amount} (Teil von {whole})", "{amount} (part de {whole})"),
    "ten_largest": ("The ten largest:", "Die zehn größten:", "Les dix plus grosses :"),
    # ------------------------------------------------ tables
    "by_day": ("Day", "Tag", "Jour"),
    "by_week": ("Week from", "Woche vom", "Semaine du"),
    "by_month": ("Month", "Monat", "Mois"),
    "by_quarter": ("Quarter", "Quartal", "Trimestre"),
    "by_year": ("Year", "Jahr", "Année"),
    "by_weekday": ("Day of the week", "Wochentag", "Jour de la semaine"),
    "by_category": ("Category", "Kategorie", "Catégorie"),
    "by_counterparty": ("Counterparty", "Gegenseite", "Contrepartie"),
    "by_account": ("Account", "Konto", "Compte"),
    "by_person": ("Person", "Person", "Personne"),
    "no_currency": ("(no currency known)", "(Währung unbekannt)", "(monnaie inconnue)"),
    "nobody": ("(nobody named)", "(niemand genannt)", "(sans titulaire indiqué)"),
    "others": ("All others", "Alle übrigen", "Tous les autres"),
    "earlier": ("Before that", "Davor", "Avant"),
    "amount_column": ("Amount", "Betrag", "Montant"),
    "count_column": ("Bookings", "Buchungen", "Opérations"),
    "income_column": ("Income", "Einnahmen", "Revenus"),
    "spending_column": ("Spending", "Ausgaben", "Dépenses"),
    "net_column": ("Left over", "Übrig", "Reste"),
    "difference_column": ("Difference", "Unterschied", "Différence"),
    # ------------------------------------------------ balances and holdings
    "balance": (
        "{amount} at the end of {day} ({accounts}).",
        "{amount} am Ende des {day} ({accounts}).",
        "{amount} à la fin du {day} ({accounts}).",
    ),
    "balance_of": (
        "{account}: {amount}; a statement states {stated} for {day}, then {bookings} of {moved} in all",
        "{account}: {amount}; ein Auszug nennt {stated} für den {day}, dann {bookings} über zusammen {moved}",
        "{account} : {amount} ; un relevé indique {stated} au {day}, puis {bookings} de {moved} au total",
    ),
    "balance_stated": (
        "{account}: {amount}; a statement states it",
        "{account}: {amount}; so nennt ihn ein Auszug",
        "{account} : {amount} ; un relevé l’indique",
    ),
    "no_balance": (
        "{account}: no statement states a balance from which it could be reckoned.",
        "{account}: Kein Auszug nennt einen Saldo, von dem aus gerechnet werden könnte.",
        "{account} : aucun relevé n’indique de solde à partir duquel compter.",
    ),
    "holdings": (
        "{amount} in securities on {day} ({positions}).",
        "{amount} in Wertpapieren am {day} ({positions}).",
        "{amount} en titres le {day} ({positions}).",
    ),
    "holding": (
        "{account}: {security}, {units} units, worth {amount} on {day}",
        "{account}: {security}, {units} Stück, {amount} wert am {day}",
        "{account} : {security}, {units} parts, valeur {amount} le {day}",
    ),
    "holding_unvalued": (
        "{account}: {security}, {units} units on {day}; no value is stated",
        "{account}: {security}, {units} Stück am {day}; ein Wert ist nicht genannt",
        "{account} : {security}, {units} parts le {day} ; aucune valeur n’est indiquée",
    ),
    # ------------------------------------------------ what it rests on
    "basis": (
        "This rests on the statements of {accounts}.",
        "Grundlage sind die Auszüge von {accounts}.",
        "Cela repose sur les relevés de {accounts}.",
    ),
    "basis_account": ("{account} ({since} to {until})", "{account} ({since} bis {until})", "{account} (du {since} au {until})"),
    "not_covered": (
        "None of your statements covers this ({period}).",
        "Keiner Ihrer Kontoauszüge deckt dies ab ({period}).",
        "Aucun de vos relevés ne couvre cela ({period}).",
    ),
    "gap": (
        "A statement of account {account} is missing: {period}.",
        "Es fehlt ein Auszug von Konto {account}: {period}.",
        "Il manque un relevé du compte {account} : {period}.",
    ),
    "gaps": (
        "Statements of account {account} are missing: {period}.",
        "Es fehlen Auszüge von Konto {account}: {period}.",
        "Il manque des relevés du compte {account} : {period}.",
    ),
    "ended": (
        "The statements of these accounts end long ago: {accounts}.",
        "Von diesen Konten gibt es seit Langem keinen Auszug mehr: {accounts}.",
        "Il n’y a plus de relevé de ces comptes depuis longtemps : {accounts}.",
    ),
    "incomplete": (
        "The period is not over yet.",
        "Der Zeitraum ist noch nicht vorbei.",
        "La période n’est pas encore terminée.",
    ),
    "more_gaps": (
        "Further missing times stand in the coverage.",
        "Weitere fehlende Zeiten stehen in der Abdeckung.",
        "D’autres périodes manquantes figurent dans la couverture.",
    ),
    "fault_difference": (
        "A statement of account {account} does not add up {period}: its bookings miss its closing balance by {amount}.",
        "Ein Auszug von Konto {account} geht {period} nicht auf: Seine Buchungen verfehlen den Endsaldo um {amount}.",
        "Un relevé du compte {account} ne concorde pas {period} : ses opérations s’écartent du solde final de {amount}.",
    ),
    "fault_break": (
        "Two statements of account {account} do not follow from each other {period}: {amount} moved between them, unseen.",
        "Zwei Auszüge von Konto {account} schließen {period} nicht aneinander an: Dazwischen haben sich {amount} ungesehen bewegt.",
        "Deux relevés du compte {account} ne s’enchaînent pas {period} : {amount} ont bougé entre eux sans être vus.",
    ),
    "fault_balance": (
        "Two statements of account {account} contradict each other {period}: one states a balance of {amount}, the other of {other}.",
        "Zwei Auszüge von Konto {account} widersprechen sich {period}: Der eine nennt einen Saldo von {amount}, der andere von {other}.",
        "Deux relevés du compte {account} se contredisent {period} : l’un indique un solde de {amount}, l’autre de {other}.",
    ),
    "fault_booking": (
        "Two statements of account {account} contradict each other {period}: one has a booking of {amount} that the other has not.",
        "Zwei Auszüge von Konto {account} widersprechen sich {period}: Der eine hat eine Buchung über {amount}, die der andere nicht hat.",
        "Deux relevés du compte {account} se contredisent {period} : l’un a une opération de {amount} que l’autre n’a pas.",
    ),
    "more_faults": (
        "More of these statements do not add up or contradict each other: pkm accounts tells each.",
        "Noch weitere dieser Auszüge gehen nicht auf oder widersprechen sich: pkm accounts nennt jeden.",
        "D’autres de ces relevés ne concordent pas ou se contredisent : pkm accounts les indique tous.",
    ),
}  # fmt: skip
