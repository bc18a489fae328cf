"""What a question means: its time, kind, language and what an answer to it must hold."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.answer.language import SYNONYMS, content, detect, means, narrower
from pkm.answer.planning.period import Period, find
from pkm.answer.planning.plan import read
from pkm.answer.planning.presumed import as_ledger, in_all, read_apart
from pkm.ledger.words import fold, stem

TODAY = date(2026, 11, 20)  # a Friday


def days(since: str | None, until: str | None) -> Period:
    return Period(since and date.fromisoformat(since), until and date.fromisoformat(until))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("unusual expenses last month?", "2026-10-01", "2026-10-31"),
        ("How much this year?", "2026-01-01", "2026-12-31"),
        ("spent in March 2025", "2025-03-01", "2025-03-31"),
        ("since March 2024", "2024-03-01", "2026-11-20"),
        ("since March", "2026-03-01", "2026-11-20"),
        ("paid in December", "2025-12-01", "2025-12-31"),
        ("on Christmas Eve 2025", "2025-12-24", "2025-12-24"),
        ("the last day of June 2026", "2026-06-30", "2026-06-30"),
        ("was wir am letzten Tag des Oktober 2026 zahlten", "2026-10-31", "2026-10-31"),
        ("le premier jour de juin 2026", "2026-06-01", "2026-06-01"),
        ("in the last quarter of 2025", "2025-10-01", "2025-12-31"),
        ("die Ausgaben im letzten Monat des Jahres 2025", "2025-12-01", "2025-12-31"),
        ("des Monats Oktober 2026", "2026-10-01", "2026-10-31"),
        ("in October 2026 and the month before", "2026-09-01", "2026-10-31"),
        ("in Q2", "2026-04-01", "2026-06-30"),
        ("in Q4", "2026-10-01", "2026-12-31"),
        ("the second quarter of 2025", "2025-04-01", "2025-06-30"),
        ("during the first half of 2026", "2026-01-01", "2026-06-30"),
        ("between March 2025 and May 2025", "2025-03-01", "2025-05-31"),
        ("between November and January", "2025-11-01", "2026-01-31"),
        ("from 3 March 2025 to 5 April 2025", "2025-03-03", "2025-04-05"),
        ("the last 90 days", "2026-08-23", "2026-11-20"),
        ("in the past three months", "2026-08-21", "2026-11-20"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("yesterday", "2026-11-19", "2026-11-19"),
        ("on March 3, 2025", "2025-03-03", "2025-03-03"),
        ("before 2025", None, "2024-12-31"),
        ("until June 2026", None, "2026-06-30"),
        ("after 2025-03-04", "2025-03-05", None),
        ("im letzten Monat", "2026-10-01", "2026-10-31"),
        ("seit Mai", "2026-05-01", "2026-11-20"),
        ("im März 2025", "2025-03-01", "2025-03-31"),
        ("am 3. März 2025", "2025-03-03", "2025-03-03"),
        ("in den letzten drei Monaten", "2026-08-21", "2026-11-20"),
        ("im 2. Quartal 2025", "2025-04-01", "2025-06-30"),
        ("zwischen dem 01.02.2025 und dem 15.03.2025", "2025-02-01", "2025-03-15"),
        ("bis Ende 2025", None, "2025-12-31"),
        ("le mois dernier", "2026-10-01", "2026-10-31"),
        ("l’année dernière", "2025-01-01", "2025-12-31"),
        ("depuis mars 2025", "2025-03-01", "2026-11-20"),
        ("ces 3 derniers mois", "2026-08-21", "2026-11-20"),
        ("entre mars et mai 2025", "2025-03-01", "2025-05-31"),
        ("between 15/03/2026 and 20/04/2026", "2026-03-15", "2026-04-20"),
        ("on 03/25/2026", "2026-03-25", "2026-03-25"),
        ("in 03/2026", "2026-03-01", "2026-03-31"),
        ("in H1 2025", "2025-01-01", "2025-06-30"),
        ("seit Anfang des Jahres", "2026-01-01", "2026-11-20"),
        ("since the beginning of the month", "2026-11-01", "2026-11-20"),
        ("depuis le début de l'année", "2026-01-01", "2026-11-20"),
        ("since last summer", "2026-06-01", "2026-11-20"),
        ("in autumn", "2026-09-01", "2026-11-30"),
        ("last autumn", "2025-09-01", "2025-11-30"),
        ("im letzten Winter", "2025-12-01", "2026-02-28"),
        ("l'été 2025", "2025-06-01", "2025-08-31"),
        ("two months ago", "2026-09-01", "2026-09-30"),
        ("vor drei Wochen", "2026-10-26", "2026-11-01"),
        ("il y a deux ans", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_time_is_whole_days(question: str, since: str | None, until: str | None) -> None:
    mention = find(question, TODAY)
    assert mention is not None
    assert mention.period == days(since, until)


@pytest.mark.parametrize(
    "question",
    [
        "When may I cancel the lease?",
        "Can we march on?",
        "Who is April?",
        "invoice R2025-1234",
        "When can I cancel?",
        "31 February 2025",
        "the storage of winter tyres",
        "Did the price fall?",
    ],
)
def test_what_names_no_time_has_none(question: str) -> None:
    assert find(question, TODAY) is None


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_every_day_is_read_back_in_three_languages(day: date, today: date) -> None:
    from babel.dates import format_date

    for language in ("en", "de", "fr"):
        written = str(format_date(day, "d. MMMM y" if language == "de" else "d MMMM y", locale=language))
        mention = find(f"x {written} y", today)
        assert mention is not None
        assert mention.period == Period(day, day), written


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_last_month_is_the_month_before(today: date) -> None:
    mention = find("last month", today)
    assert mention is not None
    since, until = mention.period.since, mention.period.until
    assert since is not None
    assert until is not None
    assert since.day == 1
    assert until + timedelta(days=1) == today.replace(day=1)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much did we spend on electricity since March 2025?", "sum"),
        ("What did we pay the pharmacy in Q2?", "sum"),
        ("How much cash did we withdraw last month?", "sum"),
        ("How many times did we pay the gym in 2025?", "count"),
        ("What do we spend on groceries per month on average?", "average"),
        ("What was our largest expense this year?", "largest"),
        ("List all payments to the landlord in Q2 2026", "list"),
        ("When did we pay the garage?", "list"),
        ("Were there any unusual expenses last month?", "unusual"),
        ("Anything strange last month?", "unusual"),
        ("Were we charged twice for anything in May 2026?", "unusual"),
        ("Wie viel haben wir seit Mai für Strom ausgegeben?", "sum"),
        ("Gab es im letzten Monat ungewöhnliche Ausgaben?", "unusual"),
        ("Combien avons-nous dépensé en électricité depuis mars 2025 ?", "sum"),
        ("Y a-t-il eu des dépenses inhabituelles le mois dernier ?", "unusual"),
        ("Did anything get charged twice this year?", "unusual"),
        ("How often did we go to the bakery in May 2026?", "count"),
        ("Wie oft waren wir 2025 im Restaurant?", "count"),
        ("How much did Netflix charge in total in 2025?", "sum"),
        ("Did we pay the plumber's invoice?", "invoice"),
        ("How often is the boiler serviced?", "lookup"),
        ("What did the garage charge for the wheels?", "lookup"),
        ("When can I cancel the lease?", "lookup"),
        ("How much is the deposit?", "lookup"),
        ("How much do I have to pay if I cancel early?", "lookup"),
        ("Is there anything unusual in the lease?", "lookup"),
        ("What is our new monthly advance payment according to the management?", "lookup"),
        ("Wann kann ich den Mietvertrag kündigen?", "lookup"),
    ],
)
def test_money_moved_is_asked_of_the_ledger_and_the_rest_of_documents(question: str, kind: str) -> None:
    assert read(question, TODAY).kind == kind


def test_the_topic_is_what_remains_without_time_and_bookkeeping() -> None:
    plan = read("How much did we spend on electricity since March 2025?", TODAY)
    assert plan.topic == tuple(content("electricity"))
    assert plan.direction == "out"
    assert read("How much salary did we receive in 2025?", TODAY).direction == "in"
    assert read("Did my salary go up?", TODAY).direction == "in"
    assert read("Were there any unusual expenses last month?", TODAY).topic == ()
    assert read("How much did we spend with the credit card in GBP?", TODAY).currency == "GBP"


@pytest.mark.parametrize(
    ("question", "direction"),
    [
        ("How much did we get paid by Rabenstein in March 2026?", "in"),
        ("How much have I been paid this year?", "in"),
        ("How much did Rabenstein pay us in 2025?", "in"),
        ("How much was paid to the garage in 2025?", "out"),
        ("How much did we pay the garage in 2025?", "out"),
    ],
)
def test_who_pays_whom_decides_the_direction(question: str, direction: str) -> None:
    assert read(question, TODAY).direction == direction


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How much did we pay for the phone bill in May?", "phone"),
        ("How much did we spend at H&M in 2025?", "h&m"),
        ("How much did we pay to E.ON in 2025?", "e.on"),
        ("How much did we spend at Total in 2025?", "total"),  # the filling station, not the sum of everything
    ],
)
def test_a_name_is_never_lost_from_the_topic(question: str, topic: str) -> None:
    assert read(question, TODAY).topic == tuple(content(topic))


def test_what_came_to_so_much_in_a_time_is_a_sum_also_where_documents_are_asked() -> None:
    summed = in_all(read("Ada's rent in 2026 so far", TODAY))
    assert summed is not None
    assert (summed.kind, summed.since) == ("sum", date(2026, 1, 1))
    assert in_all(read("When is the rent of 2026 due?", TODAY)) is None
    assert in_all(read("Wie hoch ist der Abschlag für Strom ab Dezember?", TODAY)) is None


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("What did we spend at Alnavi in May, and how much at Jet in June?", ("sum", "sum")),
        ("Was haben wir im Mai bei Alnavi ausgegeben und wann ist die Rechnung fällig?", ("sum", "lookup")),
        ("Combien avons-nous dépensé chez Alnavi en mai et quand le bail se termine-t-il ?", ("sum", "lookup")),
        ("What did we spend at Alnavi, and how much at Jet in June?", ("sum", "sum")),  # in June, too
        ("When does the lease end and how much is the deposit?", ("lookup", "lookup")),
        ("When does the lease end and how much did we spend at Alnavi in May?", ("lookup", "sum")),
        ("Who is our landlord, and when does my passport expire?", ("lookup", "lookup")),
        ("Who is our landlord, and when does she come?", ("lookup", "lookup")),
        ("When I lose my key, who pays for the new lock?", None),
        ("How much did we spend at Alnavi in May?", None),
        ("What was spent on fuel in 2025, what's that a week?", ("sum", "lookup")),
        ("Fuel in 2025, what's that a week?", None),
        ("Miete im Oktober, und wie viel war das Gehalt?", None),
        ("On which day and at what time does the technician come?", None),
        ("In which year, and for how much money, did we sell the car?", None),
        ("How many nights and which hotel did we book?", None),
        ("An welchem Tag und um welche Uhrzeit kommt der Schornsteinfeger?", None),
        ("À quelle date et à quelle heure vient le technicien ?", None),
        ("Which gym card, and when does it end?", ("lookup", "lookup")),
        ("Which day is the concert, and when does my passport expire?", ("lookup", "lookup")),
        ("What are our biggest and smallest purchases at Alnavi in 2026?", ("largest", "smallest")),
        ("Total and average spending at Alnavi this year?", ("sum", "average")),
        ("Wie hoch war die erste und die letzte Zahlung an Alnavi?", ("first", "last")),
        ("Combien de fois et combien avons-nous payé chez Alnavi en 2026 ?", ("count", "sum")),
        ("How much did we spend on fuel, and when did we pay the rent in June?", None),
    ],
)
def test_two_questions_in_one_are_told_apart(question: str, kinds: tuple[str, str] | None) -> None:
    both = read_apart(question, TODAY)
    assert (both and (both.first.kind, both.second.kind)) == kinds


def test_the_second_of_two_questions_is_about_what_the_first_is_about() -> None:
    both = read_apart("When does the garage lease end, and how much is the deposit?", TODAY)
    assert both is not None
    assert both.leans
    assert {"garag", "deposit"} <= set(both.second.topic)
    later = read_apart("On which day does the technician come, and at what time?", TODAY)
    assert later is not None
    assert later.leans
    assert "technician" in later.second.topic
    apart = read_apart("Who is our landlord, and when does my passport expire?", TODAY)
    assert apart is not None
    assert not apart.leans
    assert "landlord" not in apart.second.topic


def test_a_few_words_and_a_time_ask_for_bookings_first() -> None:
    assert read("groceries May 2026", TODAY).is_terse
    assert read("Rent to the landlord, 2025 total", TODAY).is_terse
    assert read("uber total 2026", TODAY).is_terse
    assert not read("Where is the rent of 2025 to be paid?", TODAY).is_terse
    assert not read("When does the technician come in May 2026?", TODAY).is_terse


def test_a_short_number_is_no_topic_of_bookings() -> None:
    assert read("top 3 expenses this year", TODAY).topic == ()


def test_a_lookup_of_money_at_a_time_may_be_put_to_bookings() -> None:
    (groceries,) = as_ledger(read("groceries in May 2026", TODAY))
    assert (groceries.kind, groceries.topic) == ("list", tuple(content("groceries")))
    (gym,) = as_ledger(read("How much do we pay for the gym per month?", TODAY))
    assert (gym.kind, gym.direction) == ("average", "out")
    (price,) = as_ledger(read("What does Netflix cost?", TODAY))
    assert (price.kind, price.topic) == ("recurring", tuple(content("Netflix")))
    assert as_ledger(read("combien de nos courses d'octobre étaient bio", TODAY)) == ()
    assert as_ledger(read("When did the technician come in May 2026?", TODAY)) == ()
    assert as_ledger(read("How much is the deposit?", TODAY)) == ()
    for asked in ("Who is our electricity provider?", "Wer ist unser Stromanbieter?"):
        (provider,) = as_ledger(read(asked, TODAY))
        assert (provider.kind, provider.direction) == ("recurring", "out")
        assert provider.topic in {("electricit",), ("strom",)}
    assert as_ledger(read("Who is the cheapest electricity provider?", TODAY)) == ()
    for plan in (*as_ledger(read("What is my salary?", TODAY)), read("Wie hoch ist mein Gehalt?", TODAY)):
        assert (plan.kind, plan.direction) == ("recurring", "in")
    assert read("Wie hoch ist mein Gehalt insgesamt?", TODAY).kind == "sum"
    for asked in ("Wie häufig mussten wir 2025 tanken?", "Combien de fois a-t-on fait les courses le mois dernier ?"):
        (times,) = as_ledger(read(asked, TODAY))
        assert times.kind == "count"
    (internet,) = as_ledger(read("How much is our internet?", TODAY))
    assert (internet.kind, internet.topic) == ("recurring", tuple(content("internet")))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the landlord's phone number?", ("phone",)),
        ("Which doctor treats Ruth?", ("who",)),
        ("Which doctor appointment does Ruth have in August?", ()),
        ("When can I cancel the lease?", ("date",)),
        ("How much is the deposit?", ("money",)),
        ("What is the notice period of the lease?", ("duration",)),
        ("How much notice must we give?", ("duration",)),
        ("On which day and at what time does the technician come?", ("time", "date")),
        ("What is the code of the key box?", ("number",)),
        ("How much water goes into the bread?", ("number",)),
        ("Who has the spare key?", ("who",)),
        ("Wie hoch ist die Miete?", ("money",)),
        ("Quand expire le bail ?", ("date",)),
    ],
)
def test_an_answer_must_hold_what_is_asked_for(question: str, expected: tuple[str, ...]) -> None:
    assert read(question, TODAY).expected == expected


def test_a_plan_can_be_shown() -> None:
    shown = json.loads(json.dumps(read("Wie viel haben wir seit Mai für Strom ausgegeben?", TODAY).to_json()))
    assert (shown["kind"], shown["language"], shown["since"], shown["until"]) == (
        "sum",
        "de",
        "2026-05-01",
        "2026-11-20",
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("When can I cancel?", "en"),
        ("Wann kann ich kündigen?", "de"),
        ("Quand puis-je résilier le bail ?", "fr"),
        ("Strom 2025", "en"),
    ],
)
def test_the_language_is_told_by_its_small_words(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cancel", "cancellation"), ("cancelled", "Kündigungsfrist"), ("expires", "expiry"), ("electricity", "Stromabschlag"),
        ("lease", "Mietvertrag"), ("groceries", "supermarket"), ("invoice", "Rechnungen"), ("kündigen", "notice"), ("loyer", "rent"),
        ("Handyvertrag", "phone"), ("Hausratversicherung", "contents"), ("Müllabfuhr", "waste"), ("vacation", "leave"),
        ("order", "orders"), ("policy", "policies"), ("charge", "charges"), ("day", "days"), ("payment", "paying"),
    ],
)  # fmt: skip
def test_forms_and_synonyms_of_a_word_are_one(asked: str, found: str) -> None:
    assert means(content(asked)[0], set(content(found)))


@pytest.mark.parametrize(
    ("asked", "found"),
    [("passport", "password"), ("rent", "parent"), ("gas", "Gasse"), ("car", "card"), ("electricity", "energy"), ("Miete", "Mieter"), ("rent", "rental"), ("phone", "handed"),
     ("salary", "payment"), ("pin", "password"), ("train", "training"), ("vacation", "vacate"), ("summer", "sum")],
)  # fmt: skip
def test_words_that_only_look_alike_are_not(asked: str, found: str) -> None:
    assert not means(content(asked)[0], set(content(found)))


def test_no_two_meanings_share_a_stem_by_accident() -> None:
    told: dict[str, set[str]] = {}
    lines = [frozenset(map(fold, line.split())) for line in SYNONYMS]
    for line in lines:
        for word in line:
            told.setdefault(stem(word), set()).add(word)
    for forms in told.values():
        assert any(forms <= line for line in lines) or len(forms) == 1, forms


def test_bookings_are_held_to_stricter_synonyms_than_documents() -> None:
    assert means(stem("fee"), {stem("price")})
    assert not narrower(stem("fee"), stem("price"))
    assert not narrower(stem("fee"), stem("premium"))
    assert narrower(stem("food"), stem("groceries"))
    assert not narrower(stem("groceries"), stem("food"))
    assert not narrower(stem("gym"), stem("transport"))


@given(st.text(min_size=1, max_size=30))
def test_stemming_never_fails_or_empties_a_word(word: str) -> None:
    assert stem(word) or not word.removesuffix("'s")
