"""What a question says of the document that it means, of who spoke and when, and what is the same in several documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pkm.answer.quoting.evidence import gather
from pkm.models import Fusion, Heading, ParsedDocument, PersonId
from pkm.search import Searcher
from pkm.store import chunks
from pkm.store.database import Connection, Database
from tests.integration.test_search import WordEmbedder, keep, note, texts


def mail(sender: str, subject: str, body: str, day: date) -> ParsedDocument:
    header = f"From: {sender}\nTo: me@post.example\nSubject: {subject}\n\n"
    return note(
        header + body, subject, "email", day, header_end=len(header), head=f"From {sender}", meta={"from": sender}
    )


MAILS = [
    mail("Anna Kolb <anna@post.example>", "Garden", "The hedge is cut on Monday, the ladder stands in the shed.", date(2024, 5, 5)),
    mail("Anna Kolb <anna@post.example>", "Ladder", "The ladder has a broken step, take care on it.", date(2023, 2, 1)),
    mail("Ben Roth <ben@post.example>", "Ladder", "Anna says that the ladder stands in the cellar of the neighbour.", date(2024, 5, 5)),
    note("[2024-05-05 10:00] Anna: the ladder is in my car\n", "Chat with Anna", "message", date(2024, 5, 5), head="WhatsApp, Anna, Me"),
    note("The ladder may carry no more than 120 kg.", "Manual of the ladder", day=date(2020, 1, 1)),
    note("A picture of the ladder in the shed.", "Picture", "other", date(2024, 5, 5)),
]  # fmt: skip


@pytest.fixture
def ladders(database: Database) -> Searcher:
    """Mails, a picture that is attached to the first of them, a chat and a manual."""
    first, *_, picture = keep(database, MAILS, WordEmbedder())
    with database.transaction() as connection:
        connection.execute("update document set parent_id = %s where id = %s", (first, picture))
    return Searcher(database, WordEmbedder())


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What is in the mail from Anna about the ladder?", {"Garden", "Ladder", "Picture"}),
        ("What is in the mail from Anna Kolb of 5 May 2024 about the ladder?", {"Garden", "Picture"}),
        ("Was stand in der Mail von Anna Kolb vom 5.5.2024 über die Leiter?", {"Garden", "Picture"}),
        ("Que dit le courriel de Anna de 2023 ?", {"Ladder"}),
        ("Where is the ladder, as in the chat with Anna?", {"Chat with Anna"}),
        ("What did Ben write about the ladder?", {"Ladder"}),
        ("What did Anna say about the ladder?", {"Garden", "Ladder", "Picture", "Chat with Anna"}),
        ("Which e-mail says where the ladder stands?", {"Garden", "Ladder", "Picture"}),
        ("What do the mails of 2023 say about the ladder?", {"Ladder"}),
        ("Was steht im Chat über die Leiter?", {"Chat with Anna"}),
        ("Was hat Ben am Montag über die Leiter geschrieben?", {"Ladder"}),
    ],
)
def test_who_spoke_and_when_is_a_condition(ladders: Searcher, question: str, found: set[str]) -> None:
    trace = ladders.trace(question, k=50)
    assert {hit.title for hit in trace.hits} == found
    assert all(each.kept for each in trace.implied)


def test_what_somebody_wrote_is_not_answered_by_others(ladders: Searcher, database: Database) -> None:
    found = gather("What did Ben write about the step of the ladder?", ladders, database, PersonId(0))
    assert {each.document.title for each in found} == {"Ladder"}
    assert {each.document.date for each in found} == {date(2024, 5, 5)}


@pytest.mark.parametrize(
    "question",
    [
        "What is in the mail from Zoe about the ladder?",  # nobody of that name writes
        "Who has the e-mail address of the shop with the ladder?",
        "What does the mail from the shop say about the ladder?",
        "Where is the ladder in May 2024?",  # no day of a mail, as far as the question goes
    ],
)
def test_what_the_corpus_does_not_confirm_is_no_condition(ladders: Searcher, question: str) -> None:
    trace = ladders.trace(question, k=50)
    assert trace.implied == ()
    assert {hit.title for hit in trace.hits} == {each.title for each in MAILS}


def test_a_condition_that_leaves_nothing_is_taken_back(ladders: Searcher) -> None:
    trace = ladders.trace("What is in the mail from Ben of 7 June 2021 about the ladder?", k=50)
    assert [(each.words, each.kept) for each in trace.implied] == [("Ben", True), ("7 June 2021", False)]
    assert {hit.title for hit in trace.hits} == {"Ladder"}
    only_chats = ladders.trace("What is in the mail from Ben about the ladder?", k=50, kind="message")
    assert [each.kept for each in only_chats.implied] == [False]
    assert [hit.title for hit in only_chats.hits] == ["Chat with Anna"]


CLAUSE = "This agreement is governed by the laws of the land in which the seller has its registered seat at the time."


def test_what_several_documents_say_is_one_hit_that_tells_where_else(database: Database) -> None:
    papers = [note(CLAUSE, f"Contract {number}") for number in range(3)]
    papers += [note(CLAUSE.upper().replace(" ", "\n"), "Copy"), note("The seller has seat and land.", "Other")]
    keep(database, papers, WordEmbedder())
    searcher = Searcher(database, WordEmbedder())
    trace = searcher.trace("Which laws of the land govern it, where the seller has its seat?", k=2)
    first, second = trace.hits
    assert len(first.also_at) == len(trace.folded) == 3
    assert len({first.path, second.path, *first.also_at}) == 5
    assert second.text == "The seller has seat and land."
    assert set(trace.folded.values()) == {trace.fused[0].chunk}
    with database.transaction() as connection:
        rows = chunks.hits(connection, trace.folded)
    assert {row.path for row in rows.values()} == set(first.also_at)


def test_what_a_better_passage_says_as_well_is_folded_however_it_was_cut(database: Database) -> None:
    around = (
        "Which laws of the land govern it, where the seller has its seat? {} So the land of the seller has its say."
    )
    papers = [note(around.format(CLAUSE), "Whole"), note(CLAUSE, "Part")]
    papers += [note(CLAUSE.replace("seller", "buyer"), "Other"), note(f"{CLAUSE} It ends in May.", "More")]
    keep(database, papers, WordEmbedder())
    trace = Searcher(database, WordEmbedder()).trace("Which laws of the land govern it, where the seller has its seat?")
    assert [hit.title for hit in trace.hits if hit.also_at] == ["Whole"]
    assert {hit.title for hit in trace.hits} == {"Whole", "Other", "More"}


def test_a_clause_that_stands_twice_in_a_document_is_two(database: Database) -> None:
    twice = ParsedDocument(
        f"{CLAUSE}\n\n{CLAUSE}", "contract", "Twice", "text/plain",
        headings=(Heading(0, 1, "Laws"), Heading(len(CLAUSE) + 2, 1, "Annex")),
    )  # fmt: skip
    keep(database, [twice], WordEmbedder())
    assert len(Searcher(database, WordEmbedder()).search("laws of the land")) == 2


def test_the_newest_comes_first_where_that_is_asked(database: Database) -> None:
    bills = [note("The water bill is due, please pay.", "Bill", day=date(year, 3, 1)) for year in (2022, 2024, 2023)]
    keep(database, bills, WordEmbedder())
    searcher = Searcher(database, WordEmbedder())
    for question in ("latest water bill", "neueste water bill", "dernière water bill"):
        assert [hit.date.year for hit in searcher.search(question) if hit.date] == [2024, 2023, 2022]
    for question in ("water bill", "water bill of last month"):
        assert [hit.date.year for hit in searcher.search(question) if hit.date] == [2022, 2024, 2023]


def test_as_many_come_as_there_are(database: Database) -> None:
    keep(
        database, [note(f"Note {number} on the weather", day=date(2024, 1, 1)) for number in range(450)], WordEmbedder()
    )
    searcher = Searcher(database, WordEmbedder())
    assert len(searcher.search("weather", k=440)) == 440


def test_weights_are_given_to_the_searcher_or_to_one_search(database: Database) -> None:
    keep(database, MAILS, WordEmbedder())
    searcher = Searcher(database, WordEmbedder(), weights=Fusion(dense=0, sparse=0, late=0, document=0))
    assert {each.score for each in searcher.trace("ladder").fused} == {0.0}
    words = searcher.trace("broken step of the ladder", weights=Fusion(dense=0, sparse=1, document=0))
    best = max(words.fused, key=lambda each: each.scores.sparse or 0)
    assert words.fused[0] == best
    assert best.score == pytest.approx(1.0)


class Stranger(WordEmbedder):
    """A model on a server, of which pkm knows nothing."""

    space = replace(WordEmbedder.space, name="http:words")


def test_meaning_counts_as_much_as_words_where_nothing_is_known_of_the_model(database: Database) -> None:
    keep(database, MAILS, Stranger())
    searcher, question = Searcher(database, Stranger()), "broken step of the ladder"
    even = searcher.trace(question, weights=Fusion(dense=0.5, sparse=0.5)).fused
    assert searcher.trace(question).fused == even
    assert searcher.trace(question, weights=Fusion()).fused != even


def test_a_trace_tells_each_stage_of_what_search_gives(ladders: Searcher) -> None:
    trace = ladders.trace("How much may the ladder carry?", k=2)
    assert list(trace.hits) == ladders.search("How much may the ladder carry?", k=2)
    assert trace.question == trace.looks[0].text
    seen = {near.chunk for look in trace.looks for near in (*look.dense, *look.sparse)}
    assert seen == {each.chunk for each in trace.fused}
    assert texts(trace.hits) == texts(ladders.search("How much may the ladder carry?", k=50))[:2]
    assert set(trace.timings_ms) >= {"embed", "documents", "passages", "hits"}


def test_an_ordinary_word_in_quotation_marks_is_a_name(database: Database) -> None:
    policy = (
        "This policy says what becomes of what we learn of you in all of our services. We keep what you give us. {} Ask us at any time. "
        + "We mean well. " * 60
    )
    shared = {"Keep": "Partners see your mail.", "Fizz": "Nobody sees your mail.", "Brook": "Banks see your mail."}
    papers = [note(policy.format(words), f"{app} privacy policy", "contract") for app, words in shared.items()]
    keep(database, papers, WordEmbedder())
    for quotes in ('"Keep"', "„Keep“", "« Keep »"):
        trace = Searcher(database, WordEmbedder()).trace(f"In {quotes}'s privacy policy, who sees the mail?", k=1)
        assert trace.naming is not None
        assert trace.naming.rest == "who sees the mail?"
        assert trace.hits[0].title == "Keep privacy policy"
    plain = Searcher(database, WordEmbedder()).trace("What do they keep of my mail?")
    assert plain.naming is not None
    assert plain.naming.named == []


FILLER = "The parties keep what they learn to themselves and use it for nothing else. " * 12
UNDERTAKINGS = [
    note(f"Undertaking of {name}\n\n{FILLER}\n\nThe law of {land} governs it, and what can be done about a breach is said there.",
         f"Undertaking of {name}", "contract")
    for name, land in (("Northgate Analytics", "Oregon"), ("Northwind Analytics", "Ontario"), ("Kestrel Optics", "Finland"))
]  # fmt: skip
NOTICES = [
    note(f"What can be done about our cookies, and what we have to do for you, says notice {number}.\n\n{FILLER}", f"Notice {number}")
    for number in ("one", "two")
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "named", "rest"),
    [
        ("Northwind: what can be done about a breach?", "Northwind Analytics", "what can be done about a breach?"),
        ("Under Kestral Optics' undertaking, which law governs it?", "Kestrel Optics", "which law governs it?"),
        ("What is Kestrel's governing law?", "Kestrel Optics", "What is governing law?"),
    ],
)
def test_neither_small_words_nor_an_error_hide_which_document_is_named(
    database: Database, question: str, named: str, rest: str
) -> None:
    keep(database, [*UNDERTAKINGS, *NOTICES], WordEmbedder())
    trace = Searcher(database, WordEmbedder()).trace(question)
    assert trace.naming is not None
    assert trace.naming.rest == rest
    assert {hit.title for hit in trace.hits if hit.document_id in trace.naming.named} == {f"Undertaking of {named}"}


def test_what_a_question_asks_about_is_no_name_because_a_subject_has_it(database: Database) -> None:
    friends = [mail("Ann <ann@post.example>", f"Rain {number}", "It rains and rains.", date(2024, 1, 5)) for number in range(9)]  # fmt: skip
    pianos = [
        mail("Ann <ann@post.example>", "Piano", "It is out of tune, as I am.", date(2024, 5, 5)),
        mail("Ann <ann@post.example>", "Bench", "The piano bench creaks.", date(2024, 5, 7)),
        mail("Ben <ben@post.example>", "Bill", "The cost to tune the piano is 85.", date(2024, 6, 5)),
    ]
    keep(database, [*friends, *pianos], WordEmbedder())
    trace = Searcher(database, WordEmbedder()).trace("What does it cost to tune the piano?", k=1)
    assert trace.hits[0].title == "Bill"
    assert trace.naming is not None
    assert trace.naming.named == []


def test_keywords_of_one_document_do_not_name_another_by_chance(database: Database) -> None:
    fillers = [f"Paper {number} about gardens and their fences." for number in range(20)]
    care = "Of the instruments: rosin on the strings harms the varnish, so wipe the violin and loosen the bow."
    keep(
        database,
        [note("Two coats for the doors of the shed.", "Varnish"), note(care, "Household"),
         *(note(text, f"Fence {number}") for number, text in enumerate(fillers))],
        WordEmbedder(),
    )  # fmt: skip
    trace = Searcher(database, WordEmbedder()).trace("violin rosin varnish bow")
    assert trace.naming is not None
    assert trace.naming.named == []
    assert trace.hits[0].title == "Household"
    named = Searcher(database, WordEmbedder()).trace("varnish doors").naming
    assert named is not None
    assert len(named.named) == 1


def account(connection: Connection, number: str, **told: str) -> int:
    """An account as statements tell of it."""
    row = connection.execute(
        "insert into account (collection_id, number, name, label, kind, institution, holder, currency)"
        " select id, %s, %s, %s, %s, %s, %s, 'EUR' from collection limit 1 returning id",
        (
            number,
            told.get("name", number),
            told.get("label"),
            told.get("kind"),
            told.get("institution"),
            told.get("holder"),
        ),
    ).fetchone()
    assert row is not None
    return int(row.id)


@pytest.fixture
def accounts(database: Database) -> Searcher:
    """Statements of three accounts, each of a month, and a letter on one of them."""
    told = [(name, month) for name in ("savings", "current", "holidays") for month in (3, 4)]
    papers = [
        note(f"Interest and fees, {name}.", f"{name} {month}", "statement", date(2024, month + 1, 1))
        for name, month in told
    ]
    stored = keep(
        database, [*papers, note("The interest on your savings account is now 2 %.", "Letter")], WordEmbedder()
    )
    with database.transaction() as connection:
        ids = {
            "savings": account(connection, "DE02100100100006820101", kind="savings", institution="Erlenbank"),
            "current": account(connection, "DE75512108001245126199", kind="checking", institution="Erlenbank"),
            "holidays": account(
                connection, "4000123412341234", kind="creditcard", label="Holiday money", holder="Ruth Meier"
            ),
        }
        for (name, month), document in zip(told, stored, strict=False):
            connection.execute(
                "insert into statement (collection_id, document_id, account_id, ordinal, currency, since, until)"
                " select id, %s, %s, 0, 'EUR', %s, %s from collection limit 1",
                (document, ids[name], date(2024, month, 1), date(2024, month, 30)),
            )
    return Searcher(database, WordEmbedder())


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Which fees are on the statements of my savings account?", {"savings 3", "savings 4"}),
        ("What interest does the April 2024 statement of the current account state?", {"current 4"}),
        ("Wie hoch sind die Zinsen im Kontoauszug des Girokontos vom März 2024?", {"current 3"}),
        ("Quels frais dans le relevé de compte DE02 1001 0010 0006 8201 01 d'avril 2024 ?", {"savings 4"}),
        ("Interest in the statement of the card ending 1234, March 2024?", {"holidays 3"}),
        ("What interest does the statement of Ruth's card tell?", {"holidays 3", "holidays 4"}),
        ("Which transactions of the holiday money were fees?", {"holidays 3", "holidays 4"}),
        ("Which fees does the card statement of May 2031 show?", {"holidays 3", "holidays 4"}),  # there is none of that month
        ("On which bank statement is the interest?", {f"{name} {month}" for name in ("savings", "current", "holidays") for month in (3, 4)}),
    ],
)  # fmt: skip
def test_whose_statement_is_asked_for_is_a_condition(accounts: Searcher, question: str, found: set[str]) -> None:
    assert {hit.title for hit in accounts.search(question, k=50)} == found


@pytest.mark.parametrize(
    "question",
    [
        "What is the interest on my savings account?",  # a letter may say so
        "What did Ruth say of the interest in her statement?",  # what a person stated
        "What do the statements of the brokerage say of fees?",  # no account is called so
        "Does any statement of Erlenbank or of others tell of interest in a letter?",
    ],
)
def test_without_a_statement_of_an_account_none_is_a_condition(accounts: Searcher, question: str) -> None:
    hits = accounts.search(question, k=50)
    assert "Letter" in {hit.title for hit in hits} or question.startswith("Does")


SHELVES = {
    "Dog": "/papers/Insurance/dog.txt", "Roof": "/papers/home/insurance/2024/roof.txt", "Car": "/papers/Insurance 2019/car.txt",
    "Tax": "/papers/Steuer/tax.txt", "Mail": "imap://me@post.example/INBOX/Insurance;UIDVALIDITY=3/;UID=17",
}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What is the deductible in the folder Insurance?", {"Dog", "Roof", "Mail"}),
        ("From my insurance folder: which deductible is low?", {"Dog", "Roof", "Mail"}),
        ('Is the deductible low, by the "Insurance 2019" folder?', {"Car"}),
        ("deductible, folder 2019", {"Car"}),
        ("Welche deductible steht im Steuerordner?", {"Tax"}),
        ("Quel deductible dans le dossier Steuer ?", {"Tax"}),
        ("What is the deductible in the collection sailing club?", {"Boat"}),
        ("Which folder has the deductible?", {*SHELVES, "Boat"}),
        ("What is the deductible in the folder Boats?", {*SHELVES, "Boat"}),
    ],
)
def test_the_folder_or_collection_that_is_named_is_a_condition(
    database: Database, question: str, found: set[str]
) -> None:
    papers = [note(f"The deductible of the {each} is low.", each) for each in SHELVES]
    keep(database, papers, WordEmbedder(), paths=list(SHELVES.values()))
    keep(database, [note("The deductible of the boat is low.", "Boat")], WordEmbedder(), "Sailing club")
    assert {hit.title for hit in Searcher(database, WordEmbedder()).search(question, k=50)} == found


def test_conditions_of_a_question_widen_none_that_were_asked_for(accounts: Searcher) -> None:
    question = "Which fees are on the statements of my savings account of March 2024?"
    assert {hit.title for hit in accounts.search(question, k=50, kind="statement", since=date(2024, 5, 1))} == {
        "savings 4"
    }
    assert {hit.title for hit in accounts.search("In which bank statement is interest?", k=50, kind="note")} == {
        "Letter"
    }
