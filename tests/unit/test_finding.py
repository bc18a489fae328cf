"""Which questions ask for documents themselves, and by what."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.language import content
from pkm.answer.papers.finding import asked_for
from pkm.answer.planning.plan import read

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("question", "things", "names", "is_sender"),
    [
        ("Which letters do we have from the tax office?", "letters", "tax office", True),
        ("Show me all documents about the allotment", "documents", "allotment", False),
        ("list all e-mails from October 2026", "mails", "", True),
        ("mails from Gudrun", "mails", "gudrun", True),
        ("Which mails did Gudrun send us in November?", "mails", "gudrun", True),
        ("Do I have anything about travel insurance?", "documents", "travel insurance", False),
        ("Give me an overview of my insurance papers", "documents", "insurance", False),
        ("What notes do I have on Kerala?", "notes", "kerala", False),
        ("documents from last month", "documents", "", True),
        ("Show me my notes", "notes", "", False),
        ("Which chats do I have with Ben?", "chats", "ben", True),
        ("Zeig mir die Nachrichten von Ben", "chats", "ben", True),
        ("Which documents mention the boiler?", "documents", "boiler", False),
        ("Quels documents parlent du jardin ?", "documents", "jardin", False),
        ("What happened in October 2026?", "documents", "", False),
        ("Was ist letzten Monat passiert?", "documents", "", False),
        ("How many mails did I get in October 2026?", "mails", "", False),
        ("Welche Briefe von der Hausverwaltung haben wir?", "letters", "hausverwaltung", True),
        ("Zeig mir alle Unterlagen zur Wohnung", "documents", "wohnung", False),
        ("Welche Versicherungsunterlagen haben wir?", "documents", "versicherung", False),
        ("Welche E-Mails hat Gudrun Pabst geschickt?", "mails", "gudrun pabst", True),
        ("gibt es Unterlagen zum Garten", "documents", "garten", False),
        ("Quels documents ai-je sur le jardin ?", "documents", "jardin", False),
        ("Quels mails Gudrun nous a envoyés ?", "mails", "gudrun", True),
        ("Montre-moi les lettres de la mairie", "letters", "mairie", True),
    ],
)
def test_documents_are_asked_for(question: str, things: str, names: str, is_sender: bool) -> None:
    wanted = asked_for(read(question, TODAY))
    assert wanted is not None
    said = wanted.sender if is_sender else wanted.about
    assert (wanted.things, {*content(said)}) == (things, {*content(names)})
    assert not (wanted.about if is_sender else wanted.sender)


@pytest.mark.parametrize(
    ("question", "sender", "about"),
    [
        ("Which mails did Gudrun send us about the concert?", "gudrun", "concert"),
        ("letters from the landlord about the heating in 2025", "landlord", "heating"),
        ("Welche E-Mails hat Gudrun zum Konzert geschickt?", "gudrun", "konzert"),
        ("Zeig mir Briefe der Hausverwaltung", None, None),
        ("Zeig mir Briefe von der Hausverwaltung wegen der Heizung", "hausverwaltung", "heizung"),
        ("Quels mails de Gudrun sur le concert ?", "gudrun", "concert"),
    ],
)
def test_who_wrote_and_what_it_is_about_are_told_apart(question: str, sender: str | None, about: str | None) -> None:
    wanted = asked_for(read(question, TODAY))
    assert (wanted and wanted.sender, wanted and wanted.about) == (sender, about)


@pytest.mark.parametrize(
    "question",
    [
        "Which documents do I need for the visa?",
        "Welche Unterlagen brauche ich für die Kita?",
        "Which letters must I answer?",
        "How many documents do I need?",
        "Wie viele Konferenzen laut Mail von Ben vom Juni?",
        "How many letters are in the alphabet?",
        "What does the letter from the landlord say?",
        "What do the mails of 2023 say about the ladder?",
        "Which papers has Priya signed?",
        "zeig mir alles über 300 Euro im September 2025",
        "show me everything from Rewe in September 2026",
        "Haben wir jemals etwas bei Alnavi gekauft?",
        "Show me everything",
        "What happened to the boiler in 2025?",
        "Which statements do I have from March?",
        "What is the postage of a letter?",
    ],
)
def test_what_documents_say_is_another_question(question: str) -> None:
    assert asked_for(read(question, TODAY)) is None
