"""The search measured, tuned and explained on a home of its own; thumbs that become judged questions and go with their document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.links import Links
from api.routes.chat import _source
from pkm.errors import NotFound, UsageError
from pkm.eval import asking, evaluation, lost, open_webui, thumbs, tune
from pkm.eval.question import Expectation, Judged
from pkm.models import Citation, DocumentId, Embeddings, Fusion, ParsedDocument, PersonId, Space
from pkm.search import Searcher
from pkm.store import documents, evaluations, expected, judgements, people, spaces
from pkm.store.database import Database
from pkm.store.judgements import Span
from tests.integration.conftest import Served
from tests.integration.test_search import WordEmbedder, keep, note
from tests.integration.test_search_naming import MAILS

WORDS = ("otter", "badger", "heron", "marten", "lynx", "beaver", "raven", "viper", "stoat", "newt", "plover", "weevil")


def _papers() -> list[ParsedDocument]:
    """A document for each word, with a first sentence that tells it and a second that all share."""
    return [
        note(f"The {each} sleeps under the old bridge. Nobody counts the reeds there.\n", f"Notes {number}")
        for number, each in enumerate(WORDS)
    ]


@pytest.fixture
def papers(database: Database) -> list[DocumentId]:
    return keep(database, _papers(), WordEmbedder())


@pytest.fixture
def owner(database: Database) -> PersonId:
    with database.transaction() as connection:
        return people.ensure_owner(connection)


@pytest.fixture
def searcher(database: Database, papers: list[DocumentId]) -> Searcher:
    return Searcher(database, WordEmbedder())


def _path(database: Database, document: DocumentId) -> str:
    with database.transaction() as connection:
        return documents.find(connection, document).path


def _numbered(*questions: Judged) -> list[tuple[int, Judged]]:
    return list(enumerate(questions, start=1))


def _asked(paths: Sequence[str]) -> list[tuple[int, Judged]]:
    return _numbered(
        *(
            Judged(f"where does the {word} sleep?", (Expectation(path=path),))
            for word, path in zip(WORDS, paths, strict=True)
        )
    )


# ---------------------------------------------------------------- what is expected


def test_expectations_are_looked_up(database: Database, papers: list[DocumentId]) -> None:
    path = _path(database, papers[0])
    with database.transaction() as connection:
        by_path = expected.find(connection, path=path)
        assert by_path.documents == {papers[0]}
        assert by_path.chunks
        assert expected.find(connection, path=path.rpartition("/")[2]) == by_path
        assert expected.find(connection, document=papers[0]) == by_path
        by_text = expected.find(connection, text="the OTTER\n  sleeps   under")
        assert by_text.documents == {papers[0]}
        assert by_text.chunks <= by_path.chunks
        assert expected.find(connection, text="reeds there").documents == set(papers)
        assert expected.find(connection, path=path, text="reeds there").documents == {papers[0]}


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({"path": "nowhere.pdf"}, "not seen"),
        ({"document": 10**9}, "no document 1000000000"),
        ({"text": "a quagga, of all things"}, "no document holds"),
        ({"document": 1, "page": 3}, "page 3"),
    ],
)
def test_what_cannot_be_found_says_why(
    database: Database, papers: list[DocumentId], what: dict[str, object], reason: str
) -> None:
    if what.get("document") == 1:
        what = {**what, "document": papers[0]}
    with database.transaction() as connection:
        target = expected.find(connection, **what)  # type: ignore[arg-type]
    assert target.chunks == frozenset()
    assert reason in (target.missing or "")


def test_a_refused_file_tells_its_reason(database: Database, papers: list[DocumentId]) -> None:
    with database.transaction() as connection:
        connection.execute(
            "update file set state = 'quarantined', reason = 'it is encrypted' where id in (select file_id from document where id = %s)",
            (papers[0],),
        )
        path = documents.find(connection, papers[0]).path
        connection.execute("delete from document where id = %s", (papers[0],))
        assert expected.find(connection, path=path).missing == "it was refused: it is encrypted"


# ---------------------------------------------------------------- measured


def test_each_arm_is_measured_and_the_next_run_is_held_against_it(
    database: Database, papers: list[DocumentId], searcher: Searcher, owner: PersonId
) -> None:
    paths = [_path(database, each) for each in papers]
    questions = _asked(paths)
    ready, problems = asking.prepare(database, questions, owner, "q")
    assert problems == []
    first = evaluation.evaluate(database, searcher, ready, owner)
    assert set(first.arms) == {"hybrid", "dense", "sparse"}
    assert first.since is None
    assert first.questions == len(WORDS)
    for arm in ("dense", "sparse"):  # by hand, from what search itself gives
        ranks = [
            next(hit.rank for hit in searcher.search(each.judged.question, k=50, arm=arm) if hit.path == path)
            for each, path in zip(ready, paths, strict=True)
        ]
        assert first.arms[arm]["mrr"].value == pytest.approx(sum(1 / rank for rank in ranks) / len(ranks))
        assert first.arms[arm]["recall@1"].value == pytest.approx(ranks.count(1) / len(ranks))
    worse = Searcher(database, WordEmbedder())
    again = evaluation.evaluate(database, worse, ready[:6], owner)
    assert again.since is not None
    assert (again.since.questions, again.since.space) == (6, "words")
    assert all(each.value == 0 for arm in again.since.arms.values() for each in arm.values())


class TokenEmbedder(WordEmbedder):
    """One that also gives a vector for each word."""

    space = Space("tokens", "tokens", 64, "bm25", True, 256)

    def passages(self, texts: Sequence[str]) -> Embeddings:
        words = WordEmbedder()
        return replace(words.passages(texts), multi=[words.passages(text.split()).dense for text in texts])


def test_late_interaction_is_an_arm_where_there_are_token_vectors(database: Database, owner: PersonId) -> None:
    stored = keep(database, _papers(), TokenEmbedder())
    searcher = Searcher(database, TokenEmbedder())
    ready, _ = asking.prepare(database, _asked([_path(database, each) for each in stored]), owner, "q")
    found = evaluation.evaluate(database, searcher, ready, owner)
    assert set(found.arms) == {"hybrid", "dense", "sparse", "multi"}
    for late in (0.0, 0.5):  # told also where it has no weight
        weights = replace(Fusion(), late=late)
        ranked = asking.alone(searcher, ready[0], ready[0].trace(searcher, weights=weights), weights, multi=True)
        assert len(ranked["multi"]) > 0
        assert ready[0].measure(ranked["multi"])["recall@5"] == 1.0


def test_what_is_folded_counts_where_the_same_is_said(database: Database, owner: PersonId) -> None:
    same = "The otter sleeps under the old bridge, and has done so for years.\n"
    first, second = keep(database, [note(same, "One"), note(same, "Two")], WordEmbedder())
    keep(database, _papers()[1:], WordEmbedder())
    searcher = Searcher(database, WordEmbedder())
    question = "where does the otter sleep?"
    paths = [_path(database, each) for each in (first, second)]
    ready, _ = asking.prepare(
        database, _numbered(*(Judged(question, (Expectation(path=each),)) for each in paths)), owner, "q"
    )
    measured = asking.ask(searcher, ready, Fusion(), lambda *_: None, multi=False)["hybrid"]
    assert [each["recall@1"] for each in measured.values()] == [1.0, 1.0]
    told = lost.explain(database, searcher, question, [Expectation(path=each) for each in paths], person=owner)
    assert sorted(each.fate for each in told.expected) == ["folded", "found"]
    assert any(path in each.reason for each in told.expected for path in paths)


def test_a_difference_is_paired_question_by_question() -> None:
    before = {
        "a": dict.fromkeys(evaluation.metrics.NAMES, 0.2),
        "b": dict.fromkeys(evaluation.metrics.NAMES, 0.4),
    }
    after = {
        "b": dict.fromkeys(evaluation.metrics.NAMES, 0.5),
        "c": dict.fromkeys(evaluation.metrics.NAMES, 1.0),
    }
    found = evaluation.differences(before, after, ["b"])
    assert found["mrr"].value == pytest.approx(0.1)


def test_what_is_not_there_is_told_and_not_counted_as_missed(
    database: Database, papers: list[DocumentId], searcher: Searcher, owner: PersonId
) -> None:
    path = _path(database, papers[0])
    questions = _numbered(
        Judged("where does the otter sleep?", (Expectation(path=path), Expectation(path="gone.pdf"))),
        Judged("what of the quagga?", (Expectation(path="quagga.pdf"),)),
        Judged("whose is it?", (Expectation(path=path),), person="nobody"),
        Judged("which?", (Expectation(path=path),), collection="elsewhere"),
    )
    ready, problems = asking.prepare(database, questions, owner, "q.jsonl")
    assert [each.line for each in ready] == [1]
    assert [each.locator for each in problems] == ["line 1", "line 2", "line 3", "line 4"]
    assert "not seen" in problems[1].reason
    assert evaluation.evaluate(database, searcher, ready, owner).arms["sparse"]["recall@10"].value == 1.0
    with pytest.raises(UsageError):
        evaluation.evaluate(database, searcher, [], owner)


def test_a_line_that_says_the_same_again_counts_once(
    database: Database, papers: list[DocumentId], owner: PersonId
) -> None:
    paths = [_path(database, each) for each in papers[:2]]
    asked = [Judged("where does the otter sleep?", (Expectation(path=path),)) for path in paths]
    ready, [problem] = asking.prepare(database, _numbered(asked[0], asked[1], asked[0]), owner, "q")
    assert [each.line for each in ready] == [1, 2]
    assert (problem.locator, problem.reason) == ("line 3", "it says what line 1 says, and counts once")


def test_a_kept_run_holds_no_words_and_old_runs_go(
    database: Database, papers: list[DocumentId], searcher: Searcher, owner: PersonId
) -> None:
    ready, _ = asking.prepare(database, _asked([_path(database, each) for each in papers])[:1], owner, "q")
    for _ in range(evaluations.KEPT + 2):
        evaluation.evaluate(database, searcher, ready, owner)
    with database.transaction() as connection:
        rows = connection.execute("select results::text from evaluation").fetchall()
    assert len(rows) == evaluations.KEPT
    assert "otter" not in json.dumps([row[0] for row in rows])


# ---------------------------------------------------------------- tuned


def test_weights_are_kept_for_a_space_and_used_by_every_search_until_they_are_reset(
    database: Database, searcher: Searcher
) -> None:
    only_documents = Fusion(dense=0.0, sparse=1.0, document=0.0)
    question = "where does the heron sleep?"
    plain = [(hit.document_id, round(hit.score, 6)) for hit in searcher.search(question)]
    given = searcher.trace(question, weights=only_documents)
    with database.transaction() as connection:
        number, _ = spaces.active(connection) or pytest.fail("no space")
        evaluations.set_weights(connection, number, only_documents, {"value": 0.1})
    assert [hit.score for hit in searcher.search(question)] == [hit.score for hit in given.hits]
    assert [(hit.document_id, round(hit.score, 6)) for hit in searcher.search(question)] != plain
    with database.transaction() as connection:
        assert evaluations.reset_weights(connection, number)
        assert not evaluations.reset_weights(connection, number)
    assert [(hit.document_id, round(hit.score, 6)) for hit in searcher.search(question)] == plain


def test_weights_of_another_version_of_pkm_are_read(database: Database, searcher: Searcher) -> None:
    with database.transaction() as connection:
        number, space = spaces.active(connection) or pytest.fail("no space")
        connection.execute("insert into space_weight values (%s, %s, '{}')", (number, '{"dense": 0.1, "moon": 3}'))
        assert evaluations.weights_of(connection, number, space) == replace(Fusion(), dense=0.1)


class Misleading(WordEmbedder):
    """Its vectors of questions lead away: only words are of use."""

    def query(self, text: str) -> object:  # type: ignore[override]
        found = self.passages([f"{text[::-1]} bridge reeds"])
        return replace(found, dense=-found.dense)


def test_tuning_learns_that_words_tell_more_where_they_do(database: Database, owner: PersonId) -> None:
    words = [
        f"{first}{second}"
        for first in ("ala", "bor", "cen", "dur", "eli", "fan")
        for second in ("wick", "ham", "ford", "stead", "by", "ton")
    ]
    papers = [
        note(f"The mill of {word} stands by the water. {'It is quiet there. ' * (n % 3)}\n", f"Paper {n}")
        for n, word in enumerate(words)
    ]
    stored = keep(database, papers, WordEmbedder())
    with database.transaction() as connection:
        paths = [documents.find(connection, each).path for each in stored]
    questions = _numbered(
        *(Judged(f"mill {word}", (Expectation(path=path),)) for word, path in zip(words, paths, strict=True))
    )
    ready, _ = asking.prepare(database, questions, owner, "q")
    with pytest.raises(UsageError, match="30"):
        tune.tune(Searcher(database, WordEmbedder()), ready[:29], space=WordEmbedder.space)
    searcher = Searcher(database, Misleading(), weights=None)
    learned = tune.tune(searcher, ready, space=WordEmbedder.space)
    assert learned.questions == 36
    assert learned.after >= learned.before
    assert learned.helps == (learned.gain.low is not None and learned.gain.low > 0)
    if learned.before < 0.99:
        assert learned.weights.dense < Fusion().dense


# ---------------------------------------------------------------- thumbs


def test_a_thumb_is_kept_replaced_and_goes_with_its_document(
    database: Database, papers: list[DocumentId], owner: PersonId
) -> None:
    span = Span(papers[0], 0, 20)
    with database.transaction(owner) as connection:
        first = judgements.say(connection, owner, "where does the otter sleep?", [span], useful=False, as_of=None)
        again = judgements.say(connection, owner, "where does the otter sleep?", [span], useful=True, as_of=None)
        assert first == again
        judgements.say(
            connection, owner, "and then?", [span, Span(papers[1], 5, 10**6)], useful=True, as_of=date(2024, 1, 1)
        )
        listed = judgements.listed(connection, owner)
        assert [(each.useful, each.document_id) for each in listed] == [
            (True, papers[0]),
            (True, papers[0]),
            (True, papers[1]),
        ]
        assert listed[2].text == documents.find(connection, papers[1]).text[5:]
        collected = thumbs.collect(listed)
        assert [each.question for each in collected.questions] == ["where does the otter sleep?", "and then?"]
    ready, problems = asking.prepare(database, _numbered(*collected.questions), owner, "thumbs")
    assert problems == []
    assert len(ready) == 2
    with database.transaction(owner) as connection:
        documents.forget(connection, papers[0])
        assert [each.document_id for each in judgements.listed(connection, owner)] == [papers[1]]


def test_who_may_not_see_a_document_cannot_judge_it(
    database: Database, papers: list[DocumentId], owner: PersonId
) -> None:
    with database.transaction() as connection:
        (row,) = connection.execute("insert into person (name) values ('guest') returning id").fetchall()
        guest = PersonId(row.id)
    with database.transaction(guest) as connection, pytest.raises(NotFound):
        judgements.say(connection, guest, "x", [Span(papers[0], 0, 5)], useful=True, as_of=None)
    with database.transaction(owner) as connection:
        [number] = judgements.say(connection, owner, "x", [Span(papers[0], 0, 5)], useful=True, as_of=None)
    with database.transaction(guest) as connection:
        assert judgements.listed(connection, guest) == []
        with pytest.raises(NotFound):
            judgements.take_back(connection, guest, number)
    with database.transaction(owner) as connection:
        judgements.take_back(connection, owner, number)
        assert judgements.listed(connection, owner) == []


def test_thumbs_over_http(served: Served) -> None:
    with served.client() as client, served.client(served.reader) as reader:
        hit = client.post("/v1/search", json={"query": "who serviced the boiler"}).json()["hits"][0]
        form = {"question": "who serviced the boiler?", "useful": True, "passages": [hit]}
        assert reader.post("/v1/judgements", json=form).status_code == 403
        said = client.post("/v1/judgements", json=form)
        assert said.status_code == 201
        [judged] = said.json()["judgements"]
        assert (judged["text"], judged["path"], judged["useful"]) == (hit["text"], hit["path"], True)
        assert client.get("/v1/judgements").json() == said.json()
        assert client.post("/v1/judgements", json=form | {"passages": []}).status_code == 422
        for never in ({"more": 1}, {"question": " \n"}, {"as_of": "9999-12-31"}):
            assert client.post("/v1/judgements", json=form | never).status_code == 422
        missing = {"document_id": 10**9, "char_start": 0, "char_end": 4}
        assert client.post("/v1/judgements", json=form | {"passages": [missing]}).status_code == 404
        backwards = {"document_id": hit["document_id"], "char_start": 4, "char_end": 4}
        assert client.post("/v1/judgements", json=form | {"passages": [backwards]}).status_code == 422
        assert reader.delete(f"/v1/judgements/{judged['id']}").status_code == 403
        assert client.delete(f"/v1/judgements/{judged['id']}").status_code == 204
        assert client.delete(f"/v1/judgements/{judged['id']}").status_code == 404
        assert client.get("/v1/judgements").json() == {"judgements": []}


def test_the_citations_of_an_answer_are_judged_as_they_are(served: Served) -> None:
    with served.client() as client:
        answer = client.post("/v1/ask", json={"question": "What is the monthly rent?"}).json()
        assert answer["citations"]
        form = {"question": "What is the monthly rent?", "useful": True, "passages": answer["citations"]}
        said = client.post("/v1/judgements", json=form).json()["judgements"]
        assert {each["document_id"] for each in said} == {each["document_id"] for each in answer["citations"]}
        for each in said:
            client.delete(f"/v1/judgements/{each['id']}")


def _feedback(
    rating: object, message: str, sources: object, asked: str = "where does the otter sleep?"
) -> dict[str, object]:
    """As Open WebUI 0.12 keeps it (models/feedbacks.py)."""
    messages = {
        "q": {"id": "q", "parentId": None, "role": "user", "content": asked},
        "a": {"id": "a", "parentId": "q", "role": "assistant", "content": "Under the bridge [1].", "sources": sources},
    }
    return {
        "id": "1", "user_id": "u", "version": 0, "type": "rating", "data": {"rating": rating, "model_id": "pkm"},
        "meta": {"message_id": message, "chat_id": "c"}, "created_at": 1, "updated_at": 1,
        "snapshot": {"chat": {"id": "c", "title": "t", "chat": {"history": {"messages": messages, "currentId": "a"}}}},
    }  # fmt: skip


def test_thumbs_of_open_webui_are_read_by_the_links_of_what_was_cited(tmp_path: Path) -> None:
    links = Links(b"k" * 32)
    source = _source(
        Citation(
            n=1, document_id=DocumentId(7), path="/a", title="Notes", date=None, page=None, char_start=4, char_end=25, quote="x",
            sha256="0", url="http://127.0.0.1:8080" + links.view(PersonId(1), DocumentId(7), 4, 25),
        )
    )  # fmt: skip
    given = [
        _feedback(1, "a", [source, source]), _feedback("-1", "a", [source]), _feedback(None, "a", [source]),
        _feedback(1, "gone", [source]), _feedback(1, "a", []), _feedback(1, "a", None), {"id": 3}, "?",
        *(_feedback(1, "a", [source], asked) for asked in (" ", "\0?", "\ud800?")),
    ]  # fmt: skip
    (tmp_path / "export.json").write_text(json.dumps(given))
    rated, others = open_webui.read(tmp_path / "export.json")
    spans = (Span(DocumentId(7), 4, 25),)
    question = "where does the otter sleep?"
    assert rated == [open_webui.Thumb(question, True, spans), open_webui.Thumb(question, False, spans)]
    assert others == 9
    for content in ("{", "{}", "[" * 100_000):
        (tmp_path / "other.json").write_text(content)
        with pytest.raises(UsageError):
            open_webui.read(tmp_path / "other.json")


# ---------------------------------------------------------------- why


def _fate(told: lost.Explanation) -> tuple[str, str]:
    [found] = told.expected
    return found.fate, found.reason


def test_each_hit_tells_what_spoke_for_it(
    database: Database, papers: list[DocumentId], searcher: Searcher, owner: PersonId
) -> None:
    question = "where does the heron sleep?"
    told = lost.explain(database, searcher, question, [Expectation(document=papers[2])], person=owner)
    assert [each.hit for each in told.hits] == searcher.search(question, person=owner)
    dense = [(hit.document_id, hit.char_start) for hit in searcher.search(question, k=200, arm="dense")]
    sparse = [(hit.document_id, hit.char_start) for hit in searcher.search(question, k=200, arm="sparse")]
    for each in told.hits:
        place = (each.hit.document_id, each.hit.char_start)
        assert place in dense or place in sparse
    assert _fate(told)[0] == "found"
    assert told.expected[0].rank == 1
    assert json.loads(json.dumps(lost.as_json(told)))["expected"][0]["expect"] == {"document": papers[2]}


def test_what_is_lost_tells_where(
    database: Database, papers: list[DocumentId], searcher: Searcher, owner: PersonId
) -> None:
    question = "where does the heron sleep?"

    def fate(expect: Expectation, **conditions: object) -> tuple[str, str]:
        return _fate(lost.explain(database, searcher, question, [expect], person=owner, **conditions))  # type: ignore[arg-type]

    assert fate(Expectation(path="nowhere.pdf")) == ("not ingested", "pkm has not seen such a file")
    kind, reason = fate(Expectation(document=papers[2]), kind="email")
    assert (kind, "email" in reason) == ("filtered", True)
    kind, reason = fate(Expectation(document=papers[5]), k=1)
    assert (kind, reason.endswith("1 hits were asked for")) == ("cut", True)
    with database.transaction() as connection:
        number, _ = spaces.active(connection) or pytest.fail("no space")
        spaces.enter(connection, number)
        connection.execute(
            "delete from passage_vector where chunk_id in (select id from chunk where document_id = %s)", (papers[7],)
        )
    assert fate(Expectation(document=papers[7]))[0] == "not embedded"


def test_a_condition_that_the_question_implies_is_named_where_it_excludes(database: Database, owner: PersonId) -> None:
    stored = keep(database, MAILS, WordEmbedder())
    searcher = Searcher(database, WordEmbedder())
    question = "What is in the mail from Ben about the ladder?"
    told = lost.explain(
        database, searcher, question, [Expectation(document=stored[2]), Expectation(document=stored[4])], person=owner
    )
    assert [each.fate for each in told.expected] == ["found", "filtered"]
    assert "Ben" in told.expected[1].reason
    assert [each.words for each in told.implied] == ["Ben"]


def test_what_no_arm_retrieves_tells_how_far_it_was(database: Database, owner: PersonId) -> None:
    """More passages than an arm gives, and one that lies behind them."""
    texts = [note(f"The gate of house {n} is green and the gate is old.\n", f"House {n}") for n in range(230)]
    keep(database, texts, WordEmbedder())
    [far] = keep(database, [note("Qzx vrb mnt klp wrf dgh.\n", "Odd")], WordEmbedder())
    searcher = Searcher(database, WordEmbedder())
    told = lost.explain(database, searcher, "gate green old", [Expectation(document=far)], person=owner)
    kind, reason = _fate(told)
    assert kind == "not retrieved"
    near = [hit.document_id for hit in searcher.search("gate green old", k=1000, arm="dense", person=owner)]
    assert f"at rank {near.index(far) + 1}" in reason
    assert "no word" in reason


def test_a_search_is_told_over_http(served: Served) -> None:
    with served.client(served.reader) as client:
        form = {"question": "who serviced the boiler?", "expect": [{"path": "boiler.txt"}, {"path": "nowhere.txt"}]}
        told = client.post("/v1/why", json=form)
        assert told.status_code == 200
        body = told.json()
        assert [each["fate"] for each in body["expected"]] == ["found", "not ingested"]
        assert [each["hit"] for each in body["hits"]] == client.post(
            "/v1/search", json={"query": form["question"]}
        ).json()["hits"]
        told = client.post("/v1/why", json={"question": "which mail says who serviced the boiler?"})
        assert [each["documents"] for each in told.json()["implied"]] == [None]
        assert client.post("/v1/why", json={"question": "x", "expect": [{"page": 1}]}).status_code == 422
        assert client.post("/v1/why", json={"question": "x", "collection": "none"}).status_code == 404
        assert client.post("/v1/why", json={"question": "x", "person": "none"}).status_code == 404
        seen = client.post("/v1/why", json=form | {"person": "owner"}).json()
        assert seen["conditions"]["person"] == "owner"
        assert seen["hits"] == body["hits"]
