"""Documents that are asked for themselves: by sender, by what they are about, by kind and time."""

from __future__ import annotations

from datetime import date

import pytest

from tests.integration.test_answer import Home, kept

__all__ = ["kept"]

MAIL = "From: {sender}\nTo: me@home.example\nDate: {day}\nSubject: {subject}\nMessage-ID: <{subject}@x>\n\n{text}\n"


@pytest.fixture
def cabinet(kept: Home) -> Home:
    mails = {
        "rehearsal": ("Gudrun Pabst <g@choir.example>", "Wed, 4 Nov 2026 10:00:00 +0000", "Nov rehearsal", "We meet at the church at 7."),
        "concert": ("Gudrun Pabst <g@choir.example>", "Sun, 4 Oct 2026 10:00:00 +0000", "Concert", "Black clothes, please."),
        "boiler": ("Tröger <t@plumber.example>", "Mon, 2 Nov 2026 10:00:00 +0000", "Service", "The boiler is due for its service. Ask Gudrun, too."),
    }  # fmt: skip
    kept.keep(
        **{
            f"{name}__eml": MAIL.format(sender=sender, day=day, subject=subject, text=text)
            for name, (sender, day, subject, text) in mails.items()
        },
        boiler_manual__md="# ThermoNova boiler\n\nTo reset it press both buttons for 5 seconds.\n",
        soup__md="# Soup\n\nTwo carrots and a leek.\n",
    )
    return kept


@pytest.mark.parametrize(
    ("question", "said", "titles"),
    [
        ("Which mails did Gudrun send us?", "In your records: 2 mails.", ["Nov rehearsal from Gudrun Pabst of 4 November 2026 (rehearsal.eml)", "Concert"]),
        ("mails from Gudrun in October", "In your records: 1 mail.", ["Concert"]),
        ("Which mails did Gudrun send us about the rehearsal?", "Found: 1 mail.", ["Nov rehearsal"]),
        ("Show me the latest mail from Gudrun", "The latest in your records:", ["Nov rehearsal"]),
        ("list all e-mails from November 2026", "In your records: 2 mails.", ["Nov rehearsal", "Service"]),
        ("Which documents do I have about the boiler?", "Found: 2 documents.", ["Service from Tröger", "ThermoNova boiler"]),
        ("How many documents do I have about the boiler?", "", []),  # a search finds the nearest, not all
        ("Do I have any letters from the tax office?", "", []),
    ],
)  # fmt: skip
def test_documents_are_found(cabinet: Home, question: str, said: str, titles: list[str]) -> None:
    answer = cabinet.events(question, as_of=date(2026, 11, 20))[-1].data
    assert answer.status == ("answered" if said else "abstained")
    assert answer.answer.startswith(said)
    listed = [line.removeprefix("- ") for line in answer.answer.splitlines() if line.startswith("- ")]
    assert len(listed) == len(titles)
    assert all(line.startswith(title) for line, title in zip(listed, titles, strict=True))
    assert len(answer.citations) == len(titles)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which files could not be read?", "All files that were found could be read."),
        ("Welche Dateien konnten nicht gelesen werden?", "Alle gefundenen Dateien waren lesbar."),
        ("Quels fichiers n'ont pas pu être lus ?", "Tous les fichiers trouvés ont pu être lus."),
    ],
)
def test_what_could_not_be_read_is_told_by_no_paper(cabinet: Home, question: str, said: str) -> None:
    answer = cabinet.events(question)[-1].data
    assert answer.status == "abstained"
    assert answer.answer.startswith(said)
    assert "pkm problems" in answer.answer
    assert not answer.citations


def test_what_could_not_be_read_of_a_mail_is_told_with_what_could_not_be_read_at_all(kept: Home) -> None:
    kept.keep(
        scan__pdf="%PDF-1.4\nnothing more of it\n",
        offer__eml="From: a@shop.example\nTo: me@home.example\nSubject: Offer\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nThe offer is attached.\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=offer.pdf\n\n%PDF-1.4 torn\n--b--\n",
    )
    answer = kept.ask("Which files could not be read?")
    assert answer.answer.startswith("This could not be read: `offer.eml (attachment 1 (offer.pdf))`, `scan.pdf`.")
