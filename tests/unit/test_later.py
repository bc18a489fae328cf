"""What a mail or a chat said later: changes are told with what they change, other things are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from pkm.answer.planning.plan import read
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.extract import Extract, choose
from pkm.answer.quoting.later import later
from tests.unit.test_extract import passage

TODAY = date(2026, 11, 20)


def mail(
    text: str, subject: str, written: str, sender: str = "Priya <priya@example.org>", thread: str = "a@x"
) -> Passage:
    header = f"From: {sender}\nDate: {written}\nSubject: {subject}\n\n"
    found = passage(header + text, subject, "email", date.fromisoformat(written[:10]), header_end=len(header))
    meta = {"from": sender, "date": written, "thread": thread}
    return replace(found, document=replace(found.document, meta=meta))


def chat(*messages: str) -> Passage:
    return passage("".join(f"{each}\n" for each in messages), "Maya", "message", date(2026, 11, 15))


def told(question: str, *passages: Passage) -> list[str]:
    """What is quoted, the last first."""
    plan = read(question, TODAY).as_lookup()
    found: Sequence[Extract] = choose(plan, passages)
    assert len(found) == 1
    news = later(plan, found[0], passages)
    return [
        " ".join(each.passage.document.text[each.char_start : each.char_end].split()) for each in [news, *found] if each
    ]


FIRST = mail(
    "The team offsite is on Wednesday, December 2, at the lodge. The bus leaves at 8:00 am.\n",
    "Team offsite",
    "2026-11-09T10:00:00-05:00",
)


def test_a_reply_that_moves_a_day_is_told_first() -> None:
    moved = mail(
        "The lodge is booked twice on Wednesday, so let's move it to Thursday, December 3.\n",
        "Re: Team offsite",
        "2026-11-12T16:00:00-05:00",
    )
    first, second = told("When is the team offsite?", FIRST, moved)
    assert "December 3" in first
    assert "December 2" in second


@pytest.mark.parametrize(
    ("text", "written", "sender", "thread"),
    [
        ("Bring your own towel on December 3.", "2026-11-12T16:00:00-05:00", "Priya <priya@example.org>", "a@x"),  # changes nothing
        ("Could we move the offsite to Thursday, December 3?", "2026-11-12T16:00:00-05:00", "Priya <priya@example.org>", "a@x"),  # asks
        ("The team offsite is moved to December 1.", "2026-11-01T16:00:00-05:00", "Priya <priya@example.org>", "a@x"),  # earlier
        ("The dentist was moved to December 3.", "2026-11-12T16:00:00-05:00", "Jo <jo@example.org>", "b@x"),  # another's, of another thing
        ("The school play was moved to December 3.", "2026-11-12T16:00:00-05:00", "Priya <priya@example.org>", "b@x"),
    ],
)  # fmt: skip
def test_what_changes_nothing_is_not_told(text: str, written: str, sender: str, thread: str) -> None:
    assert len(told("When is the team offsite?", FIRST, mail(text, "News", written, sender, thread))) == 1


def test_a_day_that_somebody_asked_for_is_told_when_it_is_confirmed() -> None:
    first = mail(
        "We could start the roof repair on Monday, October 19.\n",
        "Roof repair",
        "2026-10-05T08:00:00-04:00",
        "Rick <rick@example.org>",
    )
    asked = mail(
        "Could we do Thursday the 22nd instead?\n",
        "Re: Roof repair",
        "2026-10-06T08:00:00-04:00",
        "Dan <dan@example.org>",
    )
    agreed = mail(
        "Thursday the 22nd is fine, we come at 7:30 am.\n",
        "Re: Roof repair",
        "2026-10-07T08:00:00-04:00",
        "Rick <rick@example.org>",
    )
    assert "22nd is fine" in told("When does the roof repair start?", first, asked, agreed)[0]


def test_a_correction_in_a_mail_of_its_own_names_the_thing() -> None:
    first = mail(
        "Practice is on Tuesdays and Fridays at 5:30 pm.\n", "Soccer season", "2026-08-30T20:00:00-04:00", thread="s@x"
    )
    moved = mail(
        "The Friday practice moves to Thursday, same time.\n", "Correction", "2026-10-04T20:00:00-04:00", thread="t@x"
    )
    assert "moves to Thursday" in told("When is soccer practice?", first, moved)[0]


def test_a_short_answer_to_that_very_mail_needs_not_name_what_it_changes() -> None:
    first = mail("Je passe te prendre lundi à 7 h 15 devant la gare.\n", "Covoiturage", "2026-09-05T09:00:00+02:00")
    second = mail("Finalement 7 h 30. Même endroit.\n", "Re: Covoiturage", "2026-09-06T09:00:00+02:00")
    first.document.meta["message_id"] = second.document.meta["in_reply_to"] = "c1@x"
    assert "7 h 30" in told("À quelle heure passes-tu me prendre à la gare ?", first, second)[0]


def test_the_day_of_something_else_is_no_code_and_no_place() -> None:
    first = mail(
        "The fence costs 1,150 pounds. The gate code is 4402. We meet at my house.\n",
        "Garden fence",
        "2026-06-01T09:00:00+00:00",
    )
    second = mail("Mr Tully moved me to June 22.\n", "Re: Garden fence", "2026-06-10T09:00:00+00:00")
    first.document.meta["message_id"] = second.document.meta["in_reply_to"] = "g1@x"
    assert len(told("What is the gate code?", first, second)) == 1
    assert len(told("Where do we meet?", first, second)) == 1


def test_in_a_chat_the_last_place_is_told_first() -> None:
    said = chat(
        "10/12/26, 7:02 PM - Maya: Where is the key for the shed?",
        "10/12/26, 7:05 PM - Dan: The shed key is under the blue pot",
        "10/13/26, 7:05 PM - Dan: I moved my bike into the garage",
        "10/25/26, 9:14 AM - Maya: The shed key hangs in the laundry room now",
        "10/26/26, 9:14 AM - Maya: Are we moving the shed key to the office?",
    )
    first, second = told("Where is the shed key?", said)
    assert "laundry room now" in first
    assert "blue pot" in second


def test_the_next_message_may_change_what_it_does_not_name() -> None:
    said = chat(
        "[2026-10-11 09:12] Jo: Das Treffen beim Notar ist am 3. Dezember um 9 Uhr",
        "[2026-10-11 09:14] Ben: Da kann ich nicht",
        "[2026-10-11 09:20] Jo: Verschoben auf den 10. Dezember, 11 Uhr",
    )
    assert "10. Dezember" in told("Wann ist das Treffen beim Notar?", said)[0]


def test_a_new_code_and_a_place_in_words_are_changes() -> None:
    code = chat(
        "6/11/26, 8:15 AM - Ngozi: The cabin door code is 7719#",
        "7/3/26, 8:20 AM - Chidi: New door code at the cabin: 3350#",
    )
    assert "3350#" in told("What is the door code at the cabin?", code)[0]
    place = chat(
        "10/2/26, 5:00 PM - Chidi: Thanksgiving is at our place, 2 pm",
        "10/20/26, 5:30 PM - Chidi: Change of plan, Thanksgiving is at Ngozi's. Still 2 pm",
    )
    assert "Ngozi's" in told("Where is Thanksgiving?", place)[0]


def test_a_permission_that_was_taken_back_is_told_first() -> None:
    first = mail("Wir mieten das Haus am See. Der Hund darf mitkommen.\n", "Haus am See", "2026-07-05T18:00:00+02:00")
    second = mail(
        "Der Hund darf nun doch nicht mitkommen, der Vermieter erlaubt es nicht.\n",
        "AW: Haus am See",
        "2026-07-09T21:00:00+02:00",
    )
    assert "doch nicht" in told("Darf der Hund mitkommen?", first, second)[0]


def test_what_says_the_same_again_is_told_once() -> None:
    said = chat(
        "[2026-10-11 09:12] Camille: Le mariage de Sophie est le 12 juin 2027",
        "[2026-10-18 09:12] Camille: Finalement rien ne change : le mariage reste le 12 juin 2027",
    )
    assert len(told("Quand a lieu le mariage de Sophie ?", said)) == 1


def test_papers_are_changed_by_no_other_paper() -> None:
    first = passage("The pool is open from 9 am to 8 pm.\n", "Pool rules", "note", date(2026, 1, 1))
    other = passage("The pool hours were changed: it is open from 10 am.\n", "Pool rules", "note", date(2026, 2, 1))
    plan = read("When is the pool open?", TODAY).as_lookup()
    assert later(plan, Extract(first, 0, 35, 1.0), [first, other]) is None


def reply(text: str, to: Passage) -> Passage:
    """A mail that answers another."""
    found = mail(text, f"Re: {to.title.splitlines()[0]}", "2026-11-16T16:00:00-05:00")
    return replace(found, document=replace(found.document, meta={**found.document.meta, "in_reply_to": "first@x"}))


VISIT = mail(
    "Guten Tag Herr Kern,\n\nunser Monteur, Herr Zabel, kommt am Dienstag, 24. November, 8 Uhr.\n\nViele Grüße\nInes Voss\n",
    "Ihre Therme",
    "2026-11-02T10:00:00-05:00",
)
VISIT = replace(VISIT, document=replace(VISIT.document, meta={**VISIT.document.meta, "message_id": "first@x"}))


@pytest.mark.parametrize(
    ("question", "proof"), [("Wann kommt der Monteur?", "3. Dezember"), ("Wer kommt als Monteur?", "Liebig")]
)
def test_a_short_reply_that_moves_something_is_on_what_it_answers(question: str, proof: str) -> None:
    moved = reply(
        "Guten Tag Herr Kern,\n\nleider ist Herr Zabel erkrankt. Wir müssen auf Donnerstag, 3. Dezember, 13 Uhr verschieben."
        " Es kommt dann Herr Liebig.\n\nViele Grüße\nInes Voss\nVoss Sanitär\nLange Gasse 5\n",
        VISIT,
    )
    assert proof in told(question, VISIT, moved)[0]


def test_a_short_reply_that_moves_nothing_changes_nothing() -> None:
    thanks = reply("Guten Tag,\n\nam 3. Dezember bin ich verreist, Frau Kern ist da.\n", VISIT)
    assert len(told("Wann kommt der Monteur?", VISIT, thanks)) == 1


def test_what_stands_before_a_question_at_its_end_is_told() -> None:
    days = chat(
        "Ann: Leo sees the dentist on 17.11. at 10:15",
        "Ben: I work then",
        "Ann: dentist is now on 24.11. at 8:45, can you go?",
    )
    assert "24.11." in told("When is Leo's dentist?", days)[0]
    asked = chat("Ann: Leo sees the dentist on 17.11. at 10:15", "Ben: could we move it to 24.11., what do you say?")
    assert len(told("When is Leo's dentist?", asked)) == 1


def test_a_thread_whose_mails_name_but_the_one_before_is_followed() -> None:
    """Each mail bears the number of the one that it answers alone, as some programs write them."""
    offer = mail(
        "We can offer you 21 November, in the morning.\n",
        "Dishwasher",
        "2026-11-13T10:00:00-05:00",
        "Repair <r@example.org>",
        "one@x",
    )
    answered = mail(
        "That is too soon for us.\n", "Re: Dishwasher", "2026-11-14T10:00:00-05:00", "Jo <jo@example.org>", "two@x"
    )
    moved = mail(
        "No problem, the first date is cancelled; we now come on 29 November.\n",
        "Re: Dishwasher",
        "2026-11-15T10:00:00-05:00",
        "Repair <r@example.org>",
        "three@x",
    )
    chain = [
        replace(
            each, document=replace(each.document, meta={**each.document.meta, "message_id": own, "in_reply_to": before})
        )
        for each, own, before in (
            (offer, "two@x", "one@x"),
            (answered, "three@x", "two@x"),
            (moved, "four@x", "three@x"),
        )
    ]
    plan = read("When does the repair service come?", TODAY).as_lookup()
    found = Extract(chain[0], chain[0].document.header_end, len(chain[0].document.text), 1.0)
    news = later(plan, found, chain)
    assert news is not None
    assert "29 November" in news.passage.document.text[news.char_start : news.char_end]
    assert later(plan, found, [chain[0], chain[2]]) is None  # nothing ties it to the first


def test_the_answer_to_what_became_of_somebody_else_changes_nothing() -> None:
    said = chat(
        "[14/05/2026, 18:41] Maya: the new carer starts on Monday, her name is Beverley Hill",
        "[15/05/2026, 07:50] Ellie: What happened to Sue?",
        "[15/05/2026, 07:55] Maya: Sue Marsh moved away",
    )
    assert len(told("Who is the new carer?", said)) == 1


def test_an_hour_is_no_new_code() -> None:
    said = chat(
        "[03/06/2026, 17:40] Maya: I forgot the PIN of the shed",
        "[03/06/2026, 17:44] Priya: The PIN of the shed is 6642",
        "[15/06/2026, 19:00] Maya: My train is cancelled, I come at 12:17 now",
    )
    assert len(told("What is the PIN of the shed?", said)) == 1


def test_two_mails_whose_subjects_name_one_order_are_one_exchange() -> None:
    shop = "Finch <orders@finch.example>"
    first = mail(
        "Your sofa will be delivered on Friday 4 December.\n",
        "Order MF-99172: delivery",
        "2026-10-06T10:00:00+00:00",
        shop,
        "a@x",
    )
    moved = "We are sorry: your sofa now comes on Tuesday 19 January.\n"
    other = mail(moved, "Order MF-55120: a change", "2026-11-18T10:00:00+00:00", shop, "b@x")
    same = mail(moved, "Order MF-99172: a change", "2026-11-18T10:00:00+00:00", shop, "b@x")
    plan = read("When is the sofa being delivered?", TODAY).as_lookup()
    found = Extract(first, first.document.header_end, len(first.document.text), 1.0)
    news = later(plan, found, [first, same])
    assert news is not None
    assert "19 January" in news.passage.document.text[news.char_start : news.char_end]
    assert later(plan, found, [first, other]) is None
