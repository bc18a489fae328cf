"""Measures of rankings against values worked out by hand and in print, intervals, judged questions, and what tuning takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.embed.minilm import MiniLM
from pkm.errors import UsageError
from pkm.eval import bootstrap, metrics, question, thumbs, tune
from pkm.eval.asking import Ready
from pkm.eval.bootstrap import Interval
from pkm.eval.question import Expectation, Judged
from pkm.models import ChunkId, DocumentId, Fusion, PersonId
from pkm.store.judgements import Judgement

# ---------------------------------------------------------------- measures


def test_ranks_are_of_the_first_that_meets_each_expectation() -> None:
    assert metrics.ranks("dbcab", [{"a", "b"}, {"b"}, {"x"}, set()]) == [2, 2, None, None]


def test_recall_counts_expectations_not_passages() -> None:
    found = [1, 3, None, 11]
    assert [metrics.recall(found, k) for k in (1, 2, 3, 10, 11)] == [0.25, 0.25, 0.5, 0.5, 0.75]


def test_the_reciprocal_rank_is_of_the_first_of_all() -> None:
    assert metrics.reciprocal_rank([None, 4, 2]) == 0.5
    assert metrics.reciprocal_rank([None]) == 0.0


def test_ndcg_is_that_of_the_textbook() -> None:
    """The worked example of discounted cumulative gain: grades 3 2 3 0 1 2 in that order, and 3 and 2 that were not shown.

    With discount log2(1 + rank): DCG@6 = 3 + 1.262 + 1.5 + 0 + 0.387 + 0.712 = 6.861, and the ideal of 3 3 3 2 2 2 is 8.740.
    """
    grades = [3, 2, 3, 1, 2, 3, 2]
    shown = [1, 2, 3, 5, 6, None, None]
    assert metrics.ndcg(shown, grades, 6) == pytest.approx(6.861 / 8.740, abs=1e-4)


def test_ndcg_discounts_as_it_is_defined() -> None:
    """Järvelin and Kekäläinen's gain vector (2002, section 2.2): G = 3 2 3 0 0 1 2 2 3 0, ideal order 3 3 3 2 2 2 1 0 0 0."""
    gains = [3, 2, 3, 0, 0, 1, 2, 2, 3, 0]
    shown = [rank for rank, gain in enumerate(gains, start=1) if gain]
    ideal = sorted(gains, reverse=True)
    expected = sum(gain / math.log2(1 + rank) for rank, gain in enumerate(gains, start=1))
    best = sum(gain / math.log2(1 + rank) for rank, gain in enumerate(ideal, start=1))
    assert metrics.ndcg(shown, [gain for gain in gains if gain]) == pytest.approx(expected / best)


def test_ndcg_at_its_ends() -> None:
    assert metrics.ndcg([1], [1]) == 1.0
    assert metrics.ndcg([2], [1]) == pytest.approx(1 / math.log2(3))
    assert metrics.ndcg([11], [1]) == 0.0
    assert metrics.ndcg([1, 1], [1, 1]) == 1.0  # one passage that meets both
    assert metrics.ndcg([2, 1], [1, 2]) == 1.0
    assert metrics.ndcg([1, 2], [1, 2]) < 1.0


@given(st.lists(st.tuples(st.none() | st.integers(1, 60), st.integers(1, 10)), min_size=1, max_size=8))
def test_every_measure_is_a_share_and_no_better_for_a_later_rank(pairs: list[tuple[int | None, int]]) -> None:
    found, grades = [each[0] for each in pairs], [each[1] for each in pairs]
    now = metrics.measure(found, grades)
    later = metrics.measure([None if rank is None else rank + 1 for rank in found], grades)
    assert tuple(now) == metrics.NAMES
    assert all(0 <= later[name] <= now[name] <= 1 for name in now)
    recalls = [now[f"recall@{k}"] for k in metrics.RECALL_AT]
    assert all(one <= other for one, other in pairwise(recalls))


# ---------------------------------------------------------------- intervals


def test_an_interval_is_the_same_whenever_it_is_drawn() -> None:
    values = list(np.random.default_rng(1).uniform(0, 1, 50))
    assert bootstrap.mean(values) == bootstrap.mean(values)
    assert bootstrap.mean(values, seed=1) != bootstrap.mean(values, seed=2)


def test_an_interval_is_near_what_theory_says() -> None:
    """Of many values, the mean's interval is ±1.96 standard errors."""
    values = np.random.default_rng(5).normal(0.6, 0.2, 900)
    found = bootstrap.mean(list(values))
    error = 1.96 * values.std() / math.sqrt(len(values))
    assert found.value == pytest.approx(values.mean())
    assert (found.low, found.high) == pytest.approx((values.mean() - error, values.mean() + error), abs=0.1 * error)


def test_an_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(11)
    covered = 0
    for _ in range(200):
        found = bootstrap.mean(list(random.binomial(1, 0.7, 60).astype(float)), resamples=500)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 0.7 <= found.high
    assert 0.88 <= covered / 200 <= 0.99


def test_equal_values_have_no_width_and_one_value_no_interval() -> None:
    assert bootstrap.mean([0.5, 0.5, 0.5]) == Interval(0.5, 0.5, 0.5)
    assert bootstrap.mean([0.5]) == Interval(0.5, None, None)


# ---------------------------------------------------------------- judged questions


def _parse(*lines: str) -> tuple[list[tuple[int, Judged]], list[tuple[str | None, str]]]:
    questions, problems = question.parse([each.encode() for each in lines], "q.jsonl")
    return questions, [(each.locator, each.reason) for each in problems]


def test_a_line_says_what_is_asked_and_expected() -> None:
    line = '{"question": "rent?", "expect": [{"path": "lease.pdf", "page": 2, "grade": 3}, {"text": "940 euros"}], "as_of": "2024-05-01"}'
    questions, problems = _parse("", "\ufeff" + line, "  ")
    expect = (Expectation(path="lease.pdf", page=2, grade=3), Expectation(text="940 euros"))
    assert questions == [(2, Judged("rent?", expect, as_of=date(2024, 5, 1)))]
    assert problems == []
    assert _parse(*question.write([each for _, each in questions]))[0] == [(1, questions[0][1])]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "Expected `object`"),
        ('{"question": "x"}', "missing required field `expect`"),
        ('{"question": "x", "expect": []}', "length >= 1"),
        ('{"question": " ", "expect": [{"path": "a"}]}', "the question is empty"),
        ('{"question": "x", "expect": [{"page": 1}]}', "names a path, a document or a text"),
        ('{"question": "x", "expect": [{"path": "a", "page": 0}]}', "`expect[0].page`"),
        ('{"question": "x", "expect": [{"path": "a"}], "colection": "b"}', "unknown field `colection`"),
        ('{"question": "x", "expect": [{"path": "a"}], "since": "May"}', "`since`"),
        ('{"question": "x", "expect": [{"path": "a"}], "kind": "letter"}', "`kind`"),
        (
            '{"question": "x", "expect": [{"path": "a"}], "since": "2024-05-02", "until": "2024-05-01"}',
            "before it begins",
        ),
        ('{"question": "x", "expect": [{"path": "a"}], "as_of": "9999-12-31"}', "as_of"),
        (r'{"question": "x", "expect": [{"text": "a\u0000b"}]}', "NUL"),
        (r'{"question": "x", "expect": [{"path": "a"}], "collection": "a\u0000b"}', "NUL"),
        ('{"question": "x", "expect": [{"document": 9223372036854775808}]}', "`expect[0].document`"),
    ],
)
def test_a_wrong_line_is_named_with_its_reason_and_the_others_count(line: str, reason: str) -> None:
    questions, [(locator, said)] = _parse('{"question": "a", "expect": [{"text": "b"}]}', line)
    assert [number for number, _ in questions] == [1]
    assert locator == "line 2"
    assert reason in said


def test_a_line_that_is_no_text_is_named() -> None:
    _, [problem] = question.parse([b'{"question": "\xff", "expect": [{"path": "a"}]}'], "q.jsonl")
    assert problem.locator == "line 1"


def _thumb(number: int, asked: str, useful: bool, text: str = "words", as_of: date | None = None) -> Judgement:
    now = datetime.now(UTC)
    return Judgement(
        number, DocumentId(7), "/a/b.txt", "b", 0, 5, text, asked, useful, as_of, now, "household", PersonId(1)
    )


def test_thumbs_become_questions() -> None:
    collected = thumbs.collect(
        [
            _thumb(1, "rent?", True, "one"),
            _thumb(2, "boiler?", False),
            _thumb(3, "rent?", True, "two"),
            _thumb(4, "rent?", False, "three"),
            _thumb(5, "rent?", True, "one", date(2024, 1, 1)),
        ]
    )
    expect = [Expectation(path="/a/b.txt", document=7, text=each) for each in ("one", "two")]
    assert collected.questions == (
        Judged("rent?", tuple(expect)),
        Judged("rent?", (expect[0],), as_of=date(2024, 1, 1)),
    )
    assert collected.unanswered == 1
    kept_before = [_thumb(1, " \n", True), _thumb(2, "rent?", True, as_of=date.max)]
    assert thumbs.collect(kept_before) == thumbs.Collected((), 2)


# ---------------------------------------------------------------- tuning

DEFAULT = Fusion()
MORE = replace(DEFAULT, dense=0.9, sparse=0.1)
LESS = replace(DEFAULT, dense=0.2, sparse=0.8)
LATE = replace(DEFAULT, late=0.35)
DEFAULT_OFF = replace(DEFAULT, late=0.0)


def _rows(**values: Sequence[float]) -> dict[Fusion, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    names = {"default": DEFAULT, "more": MORE, "less": LESS, "late": LATE, "off": DEFAULT_OFF}
    return {names[name]: np.array(row) for name, row in values.items()}


def test_weights_that_help_every_question_are_taken() -> None:
    random = np.random.default_rng(3)
    base = random.uniform(0.2, 0.6, 40)
    learned = tune.choose(_rows(default=base, more=base + 0.2, less=base - 0.1), DEFAULT, [DEFAULT, MORE, LESS], [])
    assert (learned.weights, learned.helps) == (MORE, True)
    assert learned.gain == Interval(pytest.approx(0.2), pytest.approx(0.2), pytest.approx(0.2))
    assert learned.after - learned.before == pytest.approx(0.2)


def test_chance_is_never_taken_for_a_gain_more_often_than_it_says() -> None:
    """Settings that differ by noise alone: the best of twenty always looks better, on questions that chose it."""
    random = np.random.default_rng(7)
    taken = 0
    for _ in range(40):
        settings = [replace(DEFAULT, dense=round(0.01 * n, 2)) for n in range(20)]
        rows = {each: random.uniform(0, 1, 60) for each in [DEFAULT, *settings]}
        best = max(settings, key=lambda each: rows[each].mean())
        assert rows[best].mean() > rows[DEFAULT].mean() - 0.05
        taken += tune.choose(rows, DEFAULT, settings, []).helps
    assert taken <= 4


def test_no_difference_is_no_gain_and_keeps_the_default() -> None:
    flat = np.full(30, 0.5)
    learned = tune.choose(_rows(default=flat, more=flat, less=flat), DEFAULT, [MORE, DEFAULT, LESS], [])
    assert (learned.weights, learned.helps) == (DEFAULT, False)
    even = replace(DEFAULT, dense=0.5, sparse=0.5)
    assert tune.choose({even: flat, DEFAULT: flat}, even, [DEFAULT, even], []).weights == even


def test_token_vectors_come_in_only_for_a_gain_over_the_best_without() -> None:
    base = np.random.default_rng(9).uniform(0.2, 0.6, 40)
    without = tune.choose(
        _rows(default=base, more=base + 0.2, off=base, late=base + 0.2), DEFAULT, [DEFAULT_OFF, MORE], [LATE]
    )
    assert without.weights == MORE
    assert without.late == Interval(pytest.approx(0), pytest.approx(0), pytest.approx(0))
    with_them = tune.choose(
        _rows(default=base, more=base + 0.1, off=base, late=base + 0.2), DEFAULT, [DEFAULT_OFF, MORE], [LATE]
    )
    assert (with_them.weights, with_them.helps) == (LATE, True)


def test_a_held_out_question_has_no_say_in_what_measures_it() -> None:
    """Each question is a success under one setting of its own and a failure under all others: nothing can be learned."""
    settings = [replace(DEFAULT, document=round(0.01 * n, 2)) for n in range(30)]
    rows = {each: np.eye(30)[place] for place, each in enumerate(settings)}
    assert tune.held(rows, settings, DEFAULT).sum() == 0


def _ready(line: int, question: str, path: str, **conditions: Any) -> Ready:
    judged = Judged(question, (Expectation(path=path),), **conditions)
    return Ready(line, judged, f"{line}", PersonId(1), (frozenset({ChunkId(line)}),), (1,))


def test_too_few_questions_are_refused_with_how_many_it_takes() -> None:
    same = [_ready(line, "rent?", f"{line}.txt") for line in range(40)]
    for questions, told in (([], "0 judged questions are too few to learn from: it takes 30"), (same, "1 judged")):
        with pytest.raises(UsageError, match=told):
            tune.tune(None, questions, space=MiniLM.space)  # type: ignore[arg-type]


def test_lines_that_ask_the_same_are_one_question() -> None:
    """Otherwise one of them chooses the weights that the others are measured with."""
    questions = [
        _ready(1, "rent?", "a"), _ready(2, "boiler?", "a"), _ready(3, "rent?", "b"),
        _ready(4, "rent?", "a", kind="email"),
    ]  # fmt: skip
    table = np.array([[0.0, 0.5, 1.0, 0.25], [1.0, 0.5, 1.0, 0.75]])
    assert tune.together(table, questions).tolist() == [[0.5, 0.5, 0.25], [1.0, 0.5, 0.75]]


def test_the_grid_tries_the_arms_alone_against_each_other() -> None:
    plain, late = tune.grid(DEFAULT, late=False), tune.grid(DEFAULT, late=True)
    assert all(each.dense + each.sparse == pytest.approx(1) for each in plain + late)
    assert {each.late for each in plain} == {0.0}
    assert min(each.late for each in late) > 0
    assert len(set(plain)) == len(plain)
