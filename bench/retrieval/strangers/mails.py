"""Some two hundred mails of ten people: many write of the same things, and each answer stands in one of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random
from typing import NamedTuple

from bench.retrieval.strangers import papers as marked
from bench.retrieval.strangers.papers import Asked, Paper, ask


class Letter(NamedTuple):
    """A mail: sender, day, subject, words."""

    sender: str
    day: str
    subject: str
    body: str


ME = "Ruben Castell <ruben@castell.example>"
PEOPLE = {
    "marta": "Marta Ilves <marta.ilves@post.example>", "martin": "Martin Ilg <m.ilg@werk.example>", "odile": "Odile Perrin <odile@perrin.example>",
    "ken": "Ken Abara <ken@abara.example>", "boiler": "Hot & Cold Heating <office@hotandcold.example>", "school": "Larch Hill School <office@larchhill.example>",
    "sparkasse": "Sparkasse Kassel <service@sparkasse-kassel.example>", "lab": "Hanna Voss, Brightwater Laboratories <hvoss@brightwater.example>",
    "agent": "Dunmore Travel <bookings@dunmore.example>", "choir": "Choir of St Bride <choir@stbride.example>",
}  # fmt: skip
TOLD = (
    Letter("boiler", "2024-10-07", "Your boiler service", "Dear Mr Castell,\n\nour engineer, Mr Pruitt, will call on Thursday 17 October between eight and noon. [[boiler|Please make sure that he can reach the flue in the loft; a new expansion vessel costs 140 pounds with fitting.]]\n"),
    Letter("marta", "2024-10-09", "Re: heating", "Hi Ruben,\n\n[[radiator|the radiator in the small room stays cold because the valve is stuck, I freed it with a hammer]]. The boiler man was rude to me last year, so you deal with him.\n\nMarta\n"),
    Letter("marta", "2024-05-12", "The tent", "Hi,\n\n[[tent|the tent is with Ken, but two of the poles are broken and he wants to replace them before summer]]. We could borrow one from the scouts.\n\nM.\n"),
    Letter("ken", "2024-05-20", "poles", "New poles arrived. [[poles|I paid 48 euros for both, you owe me half.]] Shall I bring the stove as well?\n\nKen\n"),
    Letter("martin", "2024-03-04", "Übergabe Projekt Falke", "Hallo Ruben,\n\n[[falke|die Übergabe ist am 22. März um zehn, Raum 3.14; bitte die Prüfprotokolle der Pumpe mitbringen]]. Das Angebot liegt bei Frau Siebert.\n\nGruß Martin\n"),
    Letter("martin", "2024-06-18", "Pumpe", "Hallo Ruben,\n\n[[pumpe|die Pumpe leckt an der Gleitringdichtung, der Hersteller schickt bis Freitag Ersatz auf Kulanz]].\n\nMartin\n"),
    Letter("odile", "2024-07-02", "Vacances", "Cher Ruben,\n\n[[gite|le gîte est réservé du 3 au 17 août, il reste 410 euros à verser avant le 15 juillet]]. La clé est chez la boulangère.\n\nOdile\n"),
    Letter("odile", "2024-12-01", "Noël", "Cher Ruben,\n\n[[noel|cette année nous fêterons Noël chez ma sœur à Nantes, apporte seulement du vin]]. Et les cartes ?\n\nOdile\n"),
    Letter("school", "2024-09-11", "Swimming lessons", "Dear parents,\n\n[[swim|class 4b swims on Mondays from 23 September; goggles need a note from you]]. Please label everything.\n\nThe office\n"),
    Letter("school", "2024-11-20", "Closed on Friday", "Dear parents,\n\n[[closed|the school stays closed this Friday because the heating has failed]]; emergency care is offered in the gym until two.\n\nThe office\n"),
    Letter("sparkasse", "2024-08-30", "Ihre neue Karte", "Sehr geehrter Herr Castell,\n\n[[karte|Ihre neue Karte ist unterwegs, die alte gilt noch bis Ende September. Die PIN bleibt gleich.]]\n\nIhre Sparkasse\n"),
    Letter("lab", "2024-02-14", "Results of the soup trial", "Dear Ruben,\n\n[[soup|the leek soup kept for 19 days at four degrees, the tomato one for only eleven, since the seal of two trays failed]]. Under our agreement with Halden Foods I may tell you no more.\n\nHanna\n"),
    Letter("agent", "2024-04-16", "Your journey to Bergen", "Dear Mr Castell,\n\n[[ferry|the ferry leaves Hirtshals on 6 June at 20:00, cabin 7114, check-in closes an hour before]]. Breakfast is not included.\n\nDunmore Travel\n"),
    Letter("agent", "2024-04-22", "Change of your journey to Bergen", "Dear Mr Castell,\n\n[[hotel|the hotel has been changed to the Fjordhuset, two streets further from the harbour, at no extra cost]].\n\nDunmore Travel\n"),
    Letter("choir", "2024-10-28", "Advent concert", "Dear singers,\n\n[[concert|dress rehearsal on 29 November at seven, black with a red scarf; tenors please come half an hour earlier]].\n\nBrid\n"),
    Letter("ken", "2024-09-03", "insurance", "Ruben,\n\n[[claim|the insurer pays 1,130 for the dented door, less the 300 excess, and the garage can start on the 16th]].\n\nKen\n"),
    Letter("marta", "2024-11-02", "Piano", "Hi Ruben,\n\n[[piano|the piano tuner wants 85 and says the soundboard has a crack that will not get worse]].\n\nMarta\n"),
    Letter("marta", "2025-01-14", "Piano again", "Hi Ruben,\n\n[[sold|I sold the piano to the Hendersons for 600, they fetch it on the first of February]].\n\nMarta\n"),
)  # fmt: skip
TALK: dict[str, tuple[str, ...]] = {
    "marta": ("Did you see the heating bill? I have not dared to open it.", "The garden looks a mess after the storm, the fence leans.", "I heard from the school that they look for volunteers again.", "Could you bring the ladder on Sunday? And the cake tin.", "The piano is out of tune and so am I."),
    "martin": ("Die Pumpe macht mir Sorgen, wir sollten reden.", "Der Kunde hat das Angebot noch nicht gelesen.", "Projekt Falke kommt voran, die Protokolle fehlen noch.", "Am Montag bin ich nicht im Haus.", "Kannst du bitte die Zeichnung prüfen?"),
    "odile": ("Il fait un temps magnifique ici.", "As-tu des nouvelles de ta sœur ?", "Je pense au gîte de l'an dernier, quelle pluie !", "Les enfants grandissent trop vite.", "Merci pour les photos."),
    "ken": ("Football on Wednesday, we are one short.", "The car makes that noise again.", "Have you still got my drill?", "I saw a tent in the shop window, far too dear.", "Insurance people never call back."),
    "boiler": ("Thank you for your payment.", "This is a reminder that your boiler is due for its yearly service.", "Our office is closed over the holidays; in an emergency call the number below."),
    "school": ("The newsletter of this month is attached.", "Please remember the form for the excursion.", "Lost property will be given away at the end of term.", "Swimming things must be taken home each week."),
    "sparkasse": ("Ihr Kontoauszug liegt im Postfach bereit.", "Wir haben unsere Geschäftsbedingungen geändert.", "Vorsicht vor gefälschten Nachrichten zu Ihrer Karte."),
    "lab": ("Thank you for the samples, they arrived cold.", "The report will be a week late.", "May I remind you of the form on page two?"),
    "agent": ("Our winter catalogue is out: huts, ferries, northern lights.", "How did you like your journey? Tell us in five minutes.", "Early birds save a tenth on all ferries."),
    "choir": ("No rehearsal this week.", "We need two more tenors.", "The scores for the concert are in the cupboard.", "Please pay your subscription."),
}  # fmt: skip

QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("boiler", "unnamed", "How much is a new expansion vessel?"),
    ("boiler", "named", "What does the mail from Hot & Cold Heating ask me to make sure of?"),
    ("radiator", "unnamed", "Why does the radiator in the small room stay cold?"),
    ("radiator", "named", "What did Marta write about the radiator?"),
    ("tent", "unnamed", "Where is the tent and what is wrong with it?"),
    ("tent", "named", "What did Marta Ilves say of the tent in her mail of May 2024?"),
    ("poles", "unnamed", "How much do I owe Ken for the poles?"),
    ("poles", "named", "Ken's mail of 20 May 2024: what did the poles cost?"),
    ("falke", "unnamed", "Wann und wo ist die Übergabe des Projekts Falke?"),
    ("falke", "named", "Was soll ich laut der Mail von Martin vom 4. März 2024 mitbringen?"),
    ("pumpe", "named", "Was hat Martin Ilg zum Ersatz für die Pumpe geschrieben?"),
    ("pumpe", "unnamed", "Wo leckt die Pumpe?"),
    ("gite", "unnamed", "Combien reste-t-il à payer pour le gîte ?"),
    ("gite", "named", "Qu'est-ce qu'Odile a écrit sur le gîte ?"),
    ("noel", "named", "D'après le courriel d'Odile du 1er décembre 2024, où fêtera-t-on Noël ?"),
    ("noel", "unnamed", "Que faut-il apporter pour Noël ?"),
    ("swim", "unnamed", "Does my child need a note for goggles?"),
    ("swim", "named", "On which day does class 4b swim, according to the school?"),
    ("closed", "named", "Why did Larch Hill School close on a Friday?"),
    ("closed", "unnamed", "Is there emergency care while the heating is broken?"),
    ("karte", "unnamed", "Ändert sich die PIN mit der neuen Karte?"),
    ("karte", "named", "Was schrieb die Sparkasse über die alte Karte?"),
    ("soup", "unnamed", "How long did the leek soup keep?"),
    ("soup", "named", "What did Hanna Voss of Brightwater write about the trial?"),
    ("ferry", "unnamed", "Which cabin do we have on the ferry to Bergen?"),
    ("ferry", "named", "In the e-mail from Dunmore Travel, when does check-in close?"),
    ("hotel", "unnamed", "Which hotel in Bergen are we in now?"),
    ("hotel", "named", "What did Dunmore change about the journey?"),
    ("concert", "unnamed", "What should I wear to the dress rehearsal?"),
    ("concert", "named", "In the choir's mail about Advent, when must the tenors come?"),
    ("claim", "unnamed", "How much does the insurer pay for the dented door?"),
    ("claim", "named", "What did Ken tell me about the insurance claim?"),
    ("piano", "named", "What did the tuner say, in Marta's e-mail about the piano?"),
    ("piano", "unnamed", "What does tuning the piano cost?"),
    ("sold", "unnamed", "For how much was the piano sold?"),
    ("sold", "named", "Who fetches the piano, in Marta's mail from January 2025?"),
)  # fmt: skip


def _write_one(number: int, letter: Letter) -> Paper:
    """A mail as a file; its answers stand in its own words."""
    plain = marked.write("", letter.body)
    message = EmailMessage()
    at = datetime.fromisoformat(letter.day).replace(hour=9, minute=number % 60, tzinfo=UTC)
    message["From"], message["To"], message["Subject"] = PEOPLE[letter.sender], ME, letter.subject
    message["Date"], message["Message-ID"] = format_datetime(at), f"<{number}@strangers.example>"
    message.set_content(plain.text)
    return Paper(f"mails/{number:04}.eml", message.as_string(), plain.answers)


def _chatter() -> list[Letter]:
    """Mails that answer nothing, and speak of what the others speak of."""
    rng, letters = Random("mails"), []
    for _ in range(150):
        sender = rng.choice(list(TALK))
        count = min(len(TALK[sender]), rng.randrange(1, 4))
        lines = rng.sample(TALK[sender], count)
        day = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=rng.randrange(420))
        letters.append(
            Letter(sender, f"{day:%Y-%m-%d}", " ".join(lines[0].split()[:4]).strip(".,?!"), "\n\n".join(lines) + "\n")
        )
    return letters


def write() -> tuple[list[Paper], list[Asked]]:
    """All mails and what is asked of them."""
    papers = [_write_one(number, each) for number, each in enumerate((*TOLD, *_chatter()))]
    homes = {key: each for each in papers for key in each.answers}
    return papers, [ask(text, f"mails {group}", homes[key], key) for key, group, text in QUESTIONS]
