"""A model may place a question that the rules cannot, and only in the question's own words."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pkm.answer.generate import OpenAiCompatible, fast
from pkm.answer.planning.model_plan import fill
from pkm.answer.planning.plan import Plan, read
from pkm.config import Settings
from pkm.store.database import Database
from tests.clock import LONGEST_S
from tests.fake_llm import FakeLlm, closed_port, serving
from tests.integration.test_answer import Home

TODAY = date(2026, 11, 20)
SLANG = "Our cash burn at the vet over 20 euros in May?"


def filled(question: str, **said: Any) -> tuple[Plan | None, FakeLlm]:
    """What becomes of a question when the model says this."""
    with serving(FakeLlm(lambda body: json.dumps(said))) as llm:
        return asyncio.run(fill(question, read(question, TODAY), OpenAiCompatible(llm.url), timeout_s=LONGEST_S)), llm


def test_a_question_that_the_rules_cannot_place_is_placed_by_the_model() -> None:
    assert read(SLANG, TODAY).kind == "lookup"
    plan, llm = filled(SLANG, kind="sum", direction="out", topic="vet", period="in May", amounts="over 20 euros")
    assert plan is not None
    assert (plan.kind, plan.topic, plan.direction) == ("sum", ("vet",), "out")
    assert (plan.since, plan.until) == (date(2026, 5, 1), date(2026, 5, 31))
    assert (plan.min_amount, plan.bounds_excluded) == (Decimal(20), True)
    schema = llm.requests[0]["response_format"]["json_schema"]["schema"]
    assert set(schema["properties"]) == {"kind", "group", "direction", "period", "versus", "topic", "amounts"}


def test_what_is_no_part_of_the_question_is_dropped() -> None:
    plan, _ = filled(SLANG, kind="sum", topic="dentist", period="2024", amounts="over 5000 euros")
    assert plan is not None
    assert "dentist" not in plan.topic
    assert "vet" in plan.topic
    assert plan.since == date(2026, 5, 1)
    assert plan.min_amount == Decimal(20)


def test_what_the_rules_decided_stands() -> None:
    plan, llm = filled("How much did we spend on fuel in May?", kind="list")
    assert plan is None
    assert not llm.requests
    received = "Bank money that I received at work, 2025"
    assert read(received, TODAY).kind == "lookup"
    plan, _ = filled(received, kind="sum", direction="out")
    assert plan is not None
    assert plan.direction == "in"


@pytest.mark.parametrize(
    "question",
    [
        "How much is the deposit?",
        "When can I cancel the lease?",
        "Which technician comes?",
        "What does the contract say about payments?",
        "How much do I have to pay if I cancel early?",
    ],
)
def test_a_question_to_documents_is_not_shown_to_the_planning_model(question: str) -> None:
    plan, llm = filled(question, kind="sum")
    assert plan is None
    assert not llm.requests


@pytest.mark.parametrize("said", ["no JSON", "{}", '{"kind": "delete"}', '{"kind": "lookup"}', "x" * 5000])
def test_what_is_no_plan_changes_nothing(said: str) -> None:
    with serving(FakeLlm(lambda body: said)) as llm:
        assert asyncio.run(fill(SLANG, read(SLANG, TODAY), OpenAiCompatible(llm.url))) is None
        assert llm.requests


def test_a_model_that_fails_or_is_slow_changes_nothing() -> None:
    plan = read(SLANG, TODAY)
    assert asyncio.run(fill(SLANG, plan, OpenAiCompatible(closed_port()))) is None
    with serving(FakeLlm(lambda body: "{}", status=500)) as llm:
        assert asyncio.run(fill(SLANG, plan, OpenAiCompatible(llm.url))) is None
    with serving(FakeLlm(lambda body: '{"kind": "sum"}', pause_s=3600)) as llm:
        patient = OpenAiCompatible(llm.url, read_timeout_s=3600)
        assert asyncio.run(fill(SLANG, plan, patient, timeout_s=0.3)) is None


def test_the_configured_fast_model_plans(home: Settings) -> None:
    writer = OpenAiCompatible("http://127.0.0.1:1/v1", "big")
    assert fast(home, writer) is writer
    with serving(FakeLlm(lambda body: '{"kind": "sum"}', model="small")) as llm:
        settings = replace(home, llm_base_url=llm.url, llm_fast_model="small", llm_model="big")
        plan = asyncio.run(fill(SLANG, read(SLANG, TODAY), fast(settings, writer), timeout_s=LONGEST_S))
        assert plan is not None
        assert [each["model"] for each in llm.requests] == ["small"]


def test_a_placed_question_is_answered_from_bookings_and_its_number_is_computed(
    database: Database, home: Settings, tmp_path: Path
) -> None:
    kept = Home(database, home, tmp_path / "files")
    kept.keep_bank("2026-08", "2026-09", "2026-10")
    question = "Our cash burn at Holm Energie since August 2026?"
    assert read(question, TODAY).kind == "lookup"
    said = json.dumps({"kind": "sum", "direction": "out", "topic": "Holm Energie", "amounts": "999.00"})
    with serving(FakeLlm(lambda body: said if "response_format" in body else "I do not know.")) as llm:
        answer = kept.ask(question, llm)
    assert answer.plan["kind"] == "sum"
    assert answer.figures[0].value == Decimal("-253.65")  # 80.10 + 81.20 + 82.35 + 10.00
    assert answer.generator == "extractive"
