"""Five chats as WhatsApp exports them: what matters stands between much that does not."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from bench.retrieval.strangers import papers as marked
from bench.retrieval.strangers.papers import Asked, Paper, ask

ME = "Ruben"
CHATS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    ("WhatsApp Chat with Amina.txt", ("Amina", ME), (
        "0|[[pin|the wifi at the cottage is heron-lagoon-77, write it down this time]]", "0|[[train|I take the 14:08 from Leeds, gets in at twenty to six]]",
        "1|[[cat|Miso needs the drops twice a day, left eye only]]", "0|[[gift|for mum's 70th I thought of the binoculars, we would each pay 90]]",
        "1|[[table|booked the Thai place for six people, Friday half past seven, under your name]]", "0|[[keys|left the keys with Mrs Okonjo on the ground floor]]",
        "1|[[allergic|remember Dario's boy can't have sesame]]", "0|[[cancel|yoga is off next week, the teacher broke her wrist]]"), (
        "ok!", "haha yes", "on my way", "did you sleep well?", "look at this sky", "running late, ten minutes", "what shall we eat tonight?", "can you call me?", "the train was packed again", "I booked nothing yet",
        "mum says hello", "good night", "do we have milk?", "the cat is on the roof again", "who has the keys?", "see you Friday", "is the wifi working for you?", "love it", "remind me tomorrow", "the Thai place is closed on Mondays")),
    ("WhatsApp Chat with Allotment committee.txt", ("Greta", "Fergus", "Yusuf", ME), (
        "0|[[water|water gets turned off on 3 November, empty your butts before]]", "1|[[shed|the combination of the tool shed is now 4471]]",
        "2|[[rats|the council man puts down poison behind plot 19 on Tuesday, keep dogs away]]", "0|[[vote|seven for, two against: bonfires only on the first Saturday of the month]]",
        "3|[[mower|the mower needs a new spark plug, Fergus has ordered one from Dunmore]]", "1|[[manure|manure comes from Hollis farm on the 12th, two pounds a barrow]]",
        "2|[[waiting|there are 38 people on the waiting list, the next plot goes to the Banerjees]]"), (
        "who was last in the shed?", "lovely onions this year", "anybody have spare seedlings?", "the gate was open again last night", "thanks Greta", "I can do Saturday", "rain at last", "slugs everywhere", "is the mower free?", "plot 7 looks abandoned",
        "my beans got eaten", "see minutes", "agreed", "will bring cake", "water pressure is poor today", "dogs on leads please", "I'm on holiday until the 9th", "does anybody need manure?")),
    ("WhatsApp Chat mit Oma Trude.txt", ("Oma Trude", ME), (
        "0|[[rezept|In den Hefezopf kommen 80 g Butter und ein Schuss Rum, sonst wird er trocken]]", "0|[[arzt|Der Augenarzt operiert am 14. März, ich muss nüchtern sein]]",
        "1|[[zug|Ich komme am Samstag um 11:52 am Hauptbahnhof an, Gleis 6]]", "0|[[schmuck|Die Brosche von Tante Elli soll deine Schwester bekommen]]", "0|[[tabletten|Die Blutdrucktabletten nehme ich jetzt nur noch morgens, eine halbe]]"), (
        "Guten Morgen mein Junge", "Hast du gegessen?", "Ja Oma", "Danke dir", "Bei uns regnet es", "Ich ruf dich an", "Der Kuchen war gut", "Bis Samstag", "Was macht die Arbeit?", "Alles in Ordnung", "Der Arzt war nett", "Schönes Bild", "Oma das Handy muss aufgeladen werden", "Morgen kommt der Gärtner", "Schlaf gut", "Die Bahn streikt wieder")),
    ("WhatsApp Chat with Priya (work).txt", ("Priya", ME), (
        "0|[[deadline|the Castellan slides are due Wednesday noon, not Thursday]]", "1|[[server|staging moved to port 8443, old one dies tonight]]",
        "0|[[raise|HR said the raise counts from 1 July, 4.2 percent]]", "0|[[badge|your new badge is at reception in building C]]", "1|[[leave|I'm off from 8 to 19 August, Tomas covers for me]]",
        "0|[[client|the client hated the blue charts, wants everything in grey]]"), (
        "in a meeting", "can you review?", "done", "pushed", "lunch?", "the build is red again", "who broke it", "not me :)", "sending it now", "are you in the office today?", "let's talk after standup", "HR is slow as always", "slides look great", "call at four?", "what's the password policy again?", "port is blocked on my side", "I'll be away tomorrow")),
    ("chat export Luc et Ruben.txt", ("Luc", ME), (
        "0|[[loyer|le propriétaire accepte 640 euros charges comprises, à partir du 1er mai]]", "1|[[velo|j'ai laissé le vélo chez le réparateur rue des Lices, prêt jeudi]]",
        "0|[[recette|pour la tarte, il faut des mirabelles pas trop mûres et pas de sucre dessous]]", "0|[[concert|les places pour le concert sont à 32 euros, rang F]]"), (
        "ça va ?", "oui et toi", "à demain", "t'as vu le match ?", "je suis en retard", "quelle chaleur", "on se voit quand ?", "ok", "super", "j'appelle ce soir", "tu viens à vélo ?", "le propriétaire ne répond pas", "la tarte était bonne", "bonne nuit")),
)  # fmt: skip

QUESTIONS: tuple[tuple[int, str, str, str], ...] = (
    (0, "pin", "unnamed", "What is the wifi password at the cottage?"),
    (0, "train", "named", "When does Amina's train arrive?"),
    (0, "cat", "unnamed", "How often does Miso get eye drops?"),
    (0, "gift", "named", "What did Amina suggest as a present for mum?"),
    (0, "table", "unnamed", "For how many people is the Thai restaurant booked?"),
    (0, "keys", "named", "Where did Amina leave the keys?"),
    (0, "allergic", "unnamed", "Who must not eat sesame?"),
    (0, "cancel", "unnamed", "Why is there no yoga next week?"),
    (1, "water", "unnamed", "When is the water shut off for the winter at the allotment?"),
    (1, "shed", "unnamed", "What's the code for the tool shed?"),
    (1, "rats", "named", "In the allotment chat, where is poison being laid?"),
    (1, "vote", "unnamed", "On which days are bonfires allowed?"),
    (1, "mower", "unnamed", "What part does the mower need?"),
    (1, "manure", "named", "What did Fergus say about the price of manure?"),
    (1, "waiting", "named", "How many people are waiting for a plot, according to Yusuf?"),
    (2, "rezept", "named", "Was kommt laut Oma Trude in den Hefezopf?"),
    (2, "arzt", "unnamed", "Wann ist die Augenoperation?"),
    (2, "zug", "unnamed", "Auf welchem Gleis komme ich am Samstag an?"),
    (2, "schmuck", "named", "Wer soll die Brosche bekommen, hat Oma Trude geschrieben?"),
    (2, "tabletten", "unnamed", "Wie viele Blutdrucktabletten nimmt Oma?"),
    (3, "deadline", "named", "What did Priya say about when the Castellan slides are due?"),
    (3, "server", "unnamed", "Which port does staging use?"),
    (3, "raise", "unnamed", "From when on does my raise count?"),
    (3, "badge", "named", "Where can I get my badge, in the chat with Priya?"),
    (3, "leave", "unnamed", "Who covers for me in August?"),
    (3, "client", "unnamed", "Which colour do the clients want for the charts?"),
    (4, "loyer", "named", "Qu'a dit Luc du loyer ?"),
    (4, "velo", "unnamed", "Où est mon vélo et quand sera-t-il prêt ?"),
    (4, "concert", "unnamed", "Combien coûtent les places de concert ?"),
    (4, "recette", "named", "Dans la conversation avec Luc, quelles mirabelles faut-il pour la tarte ?"),
)  # fmt: skip


def write_one(number: int) -> Paper:
    """A chat of some weeks, in which each thing that matters is said among small talk."""
    name, people, said, chatter = CHATS[number]
    rng, at = (
        Random(f"chat {number}"),
        datetime.fromisoformat("2024-09-02T08:15"),
    )  # without a zone, as exports write it
    lines = []
    for each in said:
        talk = [f"{rng.randrange(len(people))}|{rng.choice(chatter)}" for _ in range(rng.randrange(6, 15))]
        for line in (*talk[: len(talk) // 2], each, *talk[len(talk) // 2 :]):
            who, _, words = line.partition("|")
            at += timedelta(minutes=rng.choice((1, 2, 3, 7, 26, 190, 1030)))
            lines.append(f"[{at:%d/%m/%Y, %H:%M:%S}] {people[int(who)]}: {words}")
        at += timedelta(days=rng.randrange(1, 6))
    return marked.write(f"chats/{name}", "\n".join(lines) + "\n")


def write() -> tuple[list[Paper], list[Asked]]:
    """All chats and what is asked of them."""
    papers = [write_one(number) for number in range(len(CHATS))]
    return papers, [ask(text, f"chats {group}", papers[number], key) for number, key, group, text in QUESTIONS]
