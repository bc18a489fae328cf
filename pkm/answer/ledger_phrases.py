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
    "no_booking": (
        "{amount}: no booking{topic} {period}.",
        "{amount}: keine Buchung{topic} {period}.",
        "{amount} : aucune opération{topic} {period}.",
    ),
    "apart": (
        "Transfers between your own accounts and card settlements are not counted.",
        "Umbuchungen zwischen eigenen Konten und Kartenabrechnungen zählen nicht mit.",
        "Les virements entre vos comptes et les relevés de carte ne sont pas comptés.",
    ),
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
    "nobody": ("(nobody named)", "(niemand genannt)", "(personne indiquée)"),
    "others": ("All others", "Alle übrigen", "Tous les autres"),
    "earlier": ("Before that", "Davor", "Avant"),
    "amount_column": ("Amount", "Betrag", "Montant"),
    "count_column": ("Bookings", "Buchungen", "Opérations"),
    "income_column": ("Income", "Einnahmen", "Revenus"),
    "spending_column": ("Spending", "Ausgaben", "Dépenses"),
    "net_column": ("Left over", "Übrig", "Reste"),
    "difference_column": ("Difference", "Unterschied", "Différence"),
    # ------------------------------------------------ income and spending, one time and another
    "cashflow": (
        "{amount} left over {period}: income {income}, spending {spending} ({bookings}).",
        "{amount} übrig {period}: Einnahmen {income}, Ausgaben {spending} ({bookings}).",
        "Il reste {amount} {period} : revenus {income}, dépenses {spending} ({bookings}).",
    ),
    "deficit": (
        "{amount} more was spent than came in {period}: income {income}, spending {spending} ({bookings}).",
        "{amount} mehr ausgegeben als eingenommen {period}: Einnahmen {income}, Ausgaben {spending} ({bookings}).",
        "{amount} de plus ont été dépensés que reçus {period} : revenus {income}, dépenses {spending} ({bookings}).",
    ),
    "rest": (
        "{amount} left of {income}{topic} {period} after {spending}{other} ({bookings}).",
        "{amount} übrig von {income}{topic} {period} nach {spending}{other} ({bookings}).",
        "Il reste {amount} de {income}{topic} {period} après {spending}{other} ({bookings}).",
    ),
    "rest_a_month": (
        "On average {amount} a month ({over}).",
        "Im Durchschnitt {amount} im Monat ({over}).",
        "En moyenne {amount} par mois ({over}).",
    ),
    "no_rest": (
        "{amount} short: {income} came in{topic} {period}, {spending} was spent{other} ({bookings}).",
        "{amount} zu wenig: {income} Einnahmen{topic} {period}, {spending} Ausgaben{other} ({bookings}).",
        "Il manque {amount} : {income} de revenus{topic} {period}, {spending} de dépenses{other} ({bookings}).",
    ),
    "savings_rate": (
        "{rate} % is the savings rate {period}: income {income}, spending {spending}, left over {amount} ({bookings}).",
        "{rate} % beträgt die Sparquote {period}: Einnahmen {income}, Ausgaben {spending}, übrig {amount} ({bookings}).",
        "{rate} % : c’est le taux d’épargne {period} (revenus {income}, dépenses {spending}, reste {amount}, {bookings}).",
    ),
    "share": (
        "{rate} %{topic} {period}: {amount} of {whole} {side}{other} ({bookings}).",
        "{rate} %{topic} {period}: {amount} von {whole} {side}{other} ({bookings}).",
        "{rate} %{topic} {period} : {amount} sur {whole} {side}{other} ({bookings}).",
    ),
    "no_share": (
        "No share can be told{topic} {period}: {amount}, held against {whole} {side}{other} ({bookings}).",
        "Kein Anteil{topic} lässt sich {period} nennen: {amount}, gehalten gegen {whole} {side}{other} ({bookings}).",
        "Aucune part ne peut être indiquée{topic} {period} : {amount}, face à {whole} {side}{other} ({bookings}).",
    ),
    "share_out": ("of spending", "Ausgaben", "de dépenses"),
    "share_in": ("of income", "Einnahmen", "de revenus"),
    "no_income": (
        "No income in {unit} {period}, so there is no savings rate in it: income {income}, spending {spending}.",
        "Keine Einnahmen in {unit} {period}, also keine Sparquote darin: Einnahmen {income}, Ausgaben {spending}.",
        "Aucun revenu en {unit} {period}, donc pas de taux d’épargne dans cette monnaie : revenus {income}, dépenses {spending}.",
    ),
    "more": (
        "{amount} more{topic} {period} than {when}{percent}: {this} against {other} ({bookings}).",
        "{amount} mehr{topic} {period} als {when}{percent}: {this} gegenüber {other} ({bookings}).",
        "{amount} de plus{topic} {period} que {when}{percent} : {this} contre {other} ({bookings}).",
    ),
    "less": (
        "{amount} less{topic} {period} than {when}{percent}: {this} against {other} ({bookings}).",
        "{amount} weniger{topic} {period} als {when}{percent}: {this} gegenüber {other} ({bookings}).",
        "{amount} de moins{topic} {period} que {when}{percent} : {this} contre {other} ({bookings}).",
    ),
    "same": (
        "{amount} difference{topic} {period} and {when}: {this} each time ({bookings}).",
        "{amount} Unterschied{topic} {period} und {when}: jeweils {this} ({bookings}).",
        "{amount} de différence{topic} {period} et {when} : {this} chaque fois ({bookings}).",
    ),
    "percent": (" ({percent} %)", " ({percent} %)", " ({percent} %)"),
    # ------------------------------------------------ what comes back
    "recurring_per": (
        "{amount} {per} for {series}{topic}, at what they cost now.",
        "{amount} {per} für {series}{topic}, so viel wie sie jetzt kosten.",
        "{amount} {per} pour {series}{topic}, au prix actuel.",
    ),
    "per_day": ("a day", "am Tag", "par jour"),
    "per_week": ("a week", "in der Woche", "par semaine"),
    "per_month": ("a month", "im Monat", "par mois"),
    "recurring": (
        "{amount} a year for {series}{topic}, at what they cost now.",
        "{amount} im Jahr für {series}{topic}, so viel wie sie jetzt kosten.",
        "{amount} par an pour {series}{topic}, au prix actuel.",
    ),
    "recurring_income": (
        "{amount} a year from {series}{topic}, at what they are now.",
        "{amount} im Jahr aus {series}{topic}, so viel wie sie jetzt betragen.",
        "{amount} par an provenant de {series}{topic}, au montant actuel.",
    ),
    "no_recurring": (
        "No recurring payment{topic} that is still being made was found.",
        "Keine wiederkehrende Zahlung{topic} gefunden, die noch läuft.",
        "Aucun paiement récurrent en cours{topic} n’a été trouvé.",
    ),
    "rhythm_column": ("Rhythm", "Rhythmus", "Rythme"),
    "now_column": ("Now", "Jetzt", "Maintenant"),
    "year_column": ("A year", "Im Jahr", "Par an"),
    "weekly": ("weekly", "wöchentlich", "hebdomadaire"),
    "biweekly": ("every two weeks", "alle zwei Wochen", "toutes les deux semaines"),
    "monthly": ("monthly", "monatlich", "mensuel"),
    "quarterly": ("quarterly", "vierteljährlich", "trimestriel"),
    "half-yearly": ("half-yearly", "halbjährlich", "semestriel"),
    "yearly": ("yearly", "jährlich", "annuel"),
    "price_changes": (
        "{changes} {period}{topic}:",
        "{changes} {period}{topic}:",
        "{changes} {period}{topic} :",
    ),
    "price_change": (
        "{who}: from {before} to {amount} since {day} ({difference}, {percent} %)",
        "{who}: von {before} auf {amount} seit dem {day} ({difference}, {percent} %)",
        "{who} : de {before} à {amount} depuis le {day} ({difference}, {percent} %)",
    ),
    "no_price_change": (
        "No price of a recurring payment{topic} changed {period}.",
        "Kein Preis einer wiederkehrenden Zahlung{topic} hat sich {period} geändert.",
        "Aucun prix d’un paiement récurrent{topic} n’a changé {period}.",
    ),
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
        "None of your statements covers the time {period}.",
        "Keiner Ihrer Kontoauszüge betrifft die Zeit {period}.",
        "Aucun de vos relevés ne couvre la période {period}.",
    ),
    "gap": (
        "A statement of account {account} is missing: {period}.",
        "Es fehlt ein Auszug von Konto {account}: {period}.",
        "Il manque un relevé du compte {account} : {period}.",
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
        "More of these statements do not add up or contradict each other.",
        "Noch weitere dieser Auszüge gehen nicht auf oder widersprechen sich.",
        "D’autres de ces relevés ne concordent pas ou se contredisent.",
    ),
}  # fmt: skip
