"""Letters and notes in German, French and English, each of a making of its own; most questions do not name them."""

from __future__ import annotations

from bench.retrieval.strangers import papers as marked
from bench.retrieval.strangers.papers import Asked, Paper, ask

LETTERS: tuple[tuple[str, str], ...] = (
    ("wohnung/mietvertrag.txt", """Mietvertrag über Wohnraum

zwischen Frau Gerda Oelmann, Birkenweg 4, 34117 Kassel (Vermieterin) und Herrn Jonas Pfleiderer (Mieter)

§ 1 Mietsache. Vermietet wird die Wohnung im zweiten Obergeschoss rechts, Querallee 18, bestehend aus drei Zimmern, Küche, Bad und einem Kellerraum.
§ 2 Miete. [[miete|Die Miete beträgt monatlich 745 Euro zuzüglich einer Vorauszahlung auf die Nebenkosten von 160 Euro und ist bis zum dritten Werktag zu zahlen.]]
§ 3 Kaution. [[kaution|Der Mieter leistet eine Kaution von zwei Monatsmieten, zahlbar in drei Raten.]]
§ 4 Tiere. [[tiere|Kleintiere dürfen gehalten werden; Hunde und Katzen nur mit Zustimmung der Vermieterin, die aus wichtigem Grund widerrufen werden kann.]]
§ 5 Schönheitsreparaturen. Die laufenden Schönheitsreparaturen trägt der Mieter, soweit er die Abnutzung verursacht hat.
§ 6 Kündigung. [[kuendigung|Das Mietverhältnis läuft auf unbestimmte Zeit. Der Mieter kann es mit einer Frist von drei Monaten zum Monatsende kündigen, erstmals zum 31. März 2026.]]
§ 7 Treppenreinigung. [[treppe|Die Treppe reinigt der Mieter alle zwei Wochen im Wechsel mit der Nachbarwohnung.]]
"""),
    ("versicherung/hausrat.txt", """Nordkap Versicherung AG
Ihre Hausratversicherung Nr. HR-88213-07

Sehr geehrter Herr Pfleiderer,

wir danken für Ihren Antrag und übersenden den Versicherungsschein. [[summe|Die Versicherungssumme beträgt 62.000 Euro, die Selbstbeteiligung 150 Euro je Schadenfall.]] Versichert sind Feuer, Leitungswasser, Sturm, Hagel und Einbruch. [[fahrrad|Fahrräder sind bis 2.500 Euro gegen Diebstahl versichert, auch nachts, wenn sie angeschlossen waren.]] Nicht versichert sind Schäden durch Hochwasser. [[melden|Ein Schaden ist unverzüglich, spätestens binnen einer Woche zu melden; bei Diebstahl ist die Polizei zu verständigen.]]

Mit freundlichen Grüßen
Silke Brandt, Kundendienst
"""),
    ("brief_praxis.txt", """Gemeinschaftspraxis Dr. Yilmaz und Dr. Stroebel, Kassel, 4. Februar 2025

Befund Jonas Pfleiderer

Sehr geehrter Herr Kollege, wir berichten über den Patienten, der sich mit Schmerzen im linken Knie vorstellte. [[knie|Im MRT zeigte sich ein Riss des Innenmeniskus ohne Beteiligung der Bänder.]] [[therapie|Wir empfehlen zunächst zwölf Einheiten Krankengymnastik und Verzicht auf Laufsport bis Ende April; bei anhaltenden Schmerzen wäre eine Arthroskopie zu erwägen.]] Ibuprofen wird wegen des Magens nicht gut vertragen.
"""),
    ("notizen/garten.txt", """Garten 2025

Die Tomaten im Mai erst nach den Eisheiligen hinaus. [[tomaten|Am besten trugen Ruthje und Black Cherry, die Fleischtomaten wurden krank.]]
[[bohnen|Stangenbohnen kommen dieses Jahr an den Zaun zur Straße, dort wo voriges Jahr die Erbsen waren.]]
Kompost umsetzen. Der Nachbar leiht den Häcksler am zweiten Samstag im Oktober.
[[wasser|Die Zisterne fasst 3.200 Liter und reicht bei Trockenheit etwa drei Wochen.]]
"""),
    ("banque.txt", """Crédit Rhodanien
Agence de Valence, le 12 novembre 2024

Madame Lucie Fabre,

Nous avons le plaisir de vous confirmer l'accord de votre prêt immobilier. [[taux|Le taux nominal est de 3,45 % l'an, fixe pendant toute la durée de vingt ans.]] [[mensualite|Les mensualités s'élèvent à 1 038,20 euros, assurance comprise, et sont prélevées le 5 de chaque mois.]] [[anticipe|Un remboursement anticipé est possible à tout moment ; l'indemnité ne dépasse pas six mois d'intérêts.]] L'offre est valable trente jours.

Le directeur, Pascal Meunier
"""),
    ("lettres/ecole.txt", """École élémentaire des Tilleuls

Chers parents,

La classe de Madame Rougier partira en séjour de neige du 20 au 24 janvier. [[depart|Le départ est fixé à 6 h 45 devant le gymnase ; prévoyez un pique-nique et une gourde.]] [[prix|La participation des familles est de 185 euros, payable en deux fois.]] [[vetements|Chaque enfant doit avoir deux paires de gants, un bonnet et une combinaison ; la coopérative peut en prêter.]] Les téléphones restent à la maison.
"""),
    ("syndic.txt", """Cabinet Delorme, syndic — Résidence Les Cèdres
Procès-verbal de l'assemblée générale du 18 juin 2024

Présents : 31 copropriétaires sur 44. [[toiture|La réfection de la toiture est votée pour 48 600 euros, appels de fonds en septembre et en janvier.]] [[velos|Le local à vélos sera fermé par un badge ; chaque lot en reçoit deux.]] [[ascenseur|Le contrat d'entretien de l'ascenseur passe à la société Montelec à compter du 1er octobre.]] La question des volets est renvoyée à la prochaine assemblée.
"""),
    ("notes/boat.txt", """Notes on the boat (Petrel)

[[draft|She draws 1.35 m with the plate down and 0.6 m with it up.]] The engine is a Yanmar 2GM, [[oil|it takes 2 litres of oil, changed every 100 hours]]. Mooring number 41 belongs to the sailing club; [[mooring|the fee is due on 1 April and the harbour master wants it by bank transfer]]. Spare key is taped beneath the chart table.
"""),
    ("notes/recipes.txt", """Recipes worth keeping

Plum cake: [[plum|180 g butter, 180 g sugar, three eggs, 250 g flour, a kilo of plums; fifty minutes at 175 degrees.]]
Lentil soup: soak nothing, [[lentil|vinegar only at the very end or the lentils stay hard]]. Bread: 500 g flour, 380 g water, overnight.
"""),
    ("garage.txt", """Autohaus Lindner, Rechnung R-2025-0419

Inspektion für den Skoda Octavia, Kennzeichen KS-JP 204, bei 92.310 km. [[bremsen|Die Bremsbeläge vorn haben noch 4 mm und sollten bei der nächsten Inspektion gewechselt werden.]] [[tuev|Die Hauptuntersuchung ist im Oktober 2026 fällig.]] Zahnriemen geprüft, Klimaanlage desinfiziert. Betrag 418,30 Euro, zahlbar bis 15. Mai.
"""),
)  # fmt: skip

QUESTIONS: tuple[tuple[int, str, str, str], ...] = (
    (0, "miete", "named", "Wie hoch ist die Miete laut Mietvertrag mit Frau Oelmann?"),
    (0, "kuendigung", "unnamed", "Wann kann ich frühestens aus der Wohnung ausziehen, wie lang ist die Frist?"),
    (0, "tiere", "unnamed", "Darf ich einen Hund halten?"),
    (0, "treppe", "unnamed", "Wie oft muss ich die Treppe putzen?"),
    (0, "kaution", "named", "What deposit does the lease with Oelmann ask for?"),
    (1, "fahrrad", "named", "Nordkap: zahlt die Versicherung, wenn das Rad nachts gestohlen wird?"),
    (1, "melden", "unnamed", "Bis wann muss man einen Einbruch der Versicherung melden?"),
    (1, "summe", "named", "Selbstbeteiligung der Hausratversicherung HR-88213-07"),
    (2, "knie", "unnamed", "Was ergab das MRT von meinem Knie?"),
    (2, "therapie", "named", "Was empfiehlt Dr. Yilmaz, bevor operiert wird?"),
    (3, "bohnen", "unnamed", "Wohin sollten die Stangenbohnen?"),
    (3, "tomaten", "unnamed", "Which tomatoes did best?"),
    (3, "wasser", "unnamed", "Wie viel fasst die Zisterne?"),
    (4, "taux", "named", "Quel est le taux du prêt du Crédit Rhodanien ?"),
    (4, "anticipe", "unnamed", "Peut-on rembourser le prêt immobilier avant la fin, et combien cela coûte-t-il ?"),
    (4, "mensualite", "unnamed", "Combien sont les mensualités du prêt ?"),
    (5, "depart", "unnamed", "À quelle heure part le car pour la neige ?"),
    (5, "prix", "named", "Combien coûte le séjour de la classe de Madame Rougier ?"),
    (5, "vetements", "unnamed", "Quels vêtements faut-il pour le séjour à la neige ?"),
    (6, "toiture", "named", "Aux Cèdres, combien coûte la réfection du toit ?"),
    (6, "velos", "unnamed", "Comment le local à vélos sera-t-il fermé ?"),
    (6, "ascenseur", "unnamed", "Qui entretient l'ascenseur ?"),
    (7, "draft", "named", "How deep is the Petrel in the water?"),
    (7, "oil", "unnamed", "How much oil does the Yanmar need?"),
    (7, "mooring", "unnamed", "When do I have to pay for the mooring?"),
    (8, "plum", "unnamed", "How much butter goes into the plum cake?"),
    (8, "lentil", "unnamed", "Why do lentils stay hard?"),
    (9, "tuev", "named", "Wann muss laut Autohaus Lindner der Octavia zum TÜV?"),
    (9, "bremsen", "unnamed", "Wie dick sind die Bremsbeläge noch?"),
)  # fmt: skip


def write() -> tuple[list[Paper], list[Asked]]:
    """All letters and what is asked of them."""
    papers = [marked.write(f"letters/{path}", text) for path, text in LETTERS]
    return papers, [ask(text, f"letters {group}", papers[number], key) for number, key, group, text in QUESTIONS]
