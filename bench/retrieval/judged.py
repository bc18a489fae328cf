"""Questions with the exact words that answer them: 50 contracts as lawyers were asked, the same put as people do, households.

The contracts' questions (CUAD in the form of LegalBench-RAG) say first which contract they mean and then what they ask.
``reword`` says the same in six other ways, by one party, by half a name, misspelt, so that no form is favoured. In households (``pkm.household``) most
questions name no document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from bench.retrieval import strangers
from bench.retrieval.scores import Span
from bench.retrieval.strangers.papers import Asked
from pkm import household
from pkm.store import database

CONTRACTS = Path(__file__).parents[2].parent / "shared" / "data" / "retrieval" / "cuad_dev"
TODAY = date(2026, 11, 21)
_COMPANY_FORM = re.compile(
    r"\b(inc|llc|ltd|limited|corp|corporation|company|co|lp|l p|the|plc|gmbh|ag|of|and)\b|[^\w\s-]", re.IGNORECASE
)
_PARTIES = re.compile(r", (?!inc|llc|l\.|lp|ltd|n\.a)|;|\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """A stored document: ``path`` below the folder that was read, ``locator`` inside its file."""

    id: int
    path: str
    locator: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A question and the words that answer it; ``group`` names the set that it belongs to."""

    question: str
    gold: tuple[Span, ...]
    group: str


def read_texts(connection: database.Connection, folder: Path) -> list[Text]:
    """All documents that were read from a folder."""
    rows = connection.execute(
        "select d.id, f.path, d.locator, d.text from document d join file f on f.id = d.file_id where d.valid_to is null"
    )
    return [Text(row.id, str(Path(row.path).relative_to(folder)), row.locator, row.text) for row in rows]


def ask_contracts(texts: Sequence[Text]) -> list[Judged]:
    """Each question as it is, and in another way."""
    tests = json.loads((CONTRACTS / "queries.json").read_text(encoding="utf-8"))["tests"]
    homes = {each.path: each for each in texts}
    judged = []
    for number, test in enumerate(tests):
        paths = [Path(each["file_path"]).name for each in test["snippets"]]
        gold = tuple(Span(homes[path].id, *each["span"]) for path, each in zip(paths, test["snippets"], strict=True))
        judged.append(Judged(test["query"], gold, "contracts"))
        judged.append(Judged(reword(test["query"], number), gold, "contracts reworded"))
    return judged


def reword(question: str, number: int) -> str:
    """The same question in one of six other ways."""
    naming, _, asked = question.rpartition(";")
    asked = asked.strip()
    kind, _, between = " ".join(naming.removeprefix("Consider the ").split()).partition(" between ")
    rng = Random(number)
    party = rng.choice([each for each in (part.strip(" .,") for part in _PARTIES.split(between)) if each])
    short = " ".join(_COMPANY_FORM.sub(" ", party).split()[:2]) or party
    kind, bare = kind.lower(), re.sub(r"\b(?:under |in |for |of )?this (?:contract|agreement) ?", "", asked)
    misspelt = " ".join(_misspell(each, rng) for each in short.split())
    ways: tuple[Callable[[], str], ...] = (
        lambda: f"{asked.rstrip('?').replace('this contract', 'the agreement')} with {party}?",
        lambda: f"In our {kind} with {short}, {asked[0].lower()}{asked[1:]}",
        lambda: f"{short}'s {kind}: {bare}",
        lambda: f"{bare.rstrip('? ')} in the {kind} with {misspelt}?",
        lambda: f"{short} {kind} {' '.join(each for each in re.findall(r'[A-Za-z-]+', bare) if len(each) > 4)}",
        lambda: f"Zum Vertrag mit {short} ({kind}): {bare}",
    )
    return ways[number % len(ways)]()


def _misspell(word: str, rng: Random) -> str:
    """Two letters swapped or one left out, as fingers do."""
    if len(word) < 5:
        return word
    place = rng.randrange(1, len(word) - 2)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return rng.choice((swapped, word[:place] + word[place + 1 :]))


def build_household(folder: Path, seed: int) -> household.Key:
    """Write a household and give its key."""
    return household.build(folder, seed=seed, today=TODAY)


def ask_household(key: household.Key, texts: Sequence[Text]) -> list[Judged]:
    """The questions that words of a document answer; a sum or what nobody knows is not for a search."""
    judged = []
    for each in key.questions:
        gold = tuple(span for proof in each.proofs for span in _locate(proof, texts))
        if gold:
            judged.append(Judged(each.text, gold, "households"))
    return judged


def whole_of(group: str) -> str | None:
    """The larger set to which one of the strangers' belongs; none for others."""
    room, _, how = group.partition(" ")
    if room not in strangers.NAMES:
        return None
    papers = "papers" if room in ("ndas", "policies", "deals") else "mails, chats and letters"
    return f"all {papers}, {'not ' if how == 'unnamed' else ''}named"


def ask_strangers(asked: Sequence[Asked], texts: Sequence[Text]) -> list[Judged]:
    """The same with the places of what answers it."""
    return [
        Judged(each.text, tuple(_find(words, path, texts) for path, words in each.gold), each.group) for each in asked
    ]


def _find(words: str, path: str, texts: Sequence[Text]) -> Span:
    """Where words stand in the documents of a file; how they are parted may have changed."""
    pattern = re.compile(r"\s+".join(re.escape(each) for each in words.split()))
    return next(
        Span(each.id, *match.span()) for each in texts if each.path == path and (match := pattern.search(each.text))
    )


def _locate(proof: household.Proof, texts: Sequence[Text]) -> list[Span]:
    """Where the words of a proof stand."""
    words = re.compile(r"\s+".join(re.escape(each) for each in proof.words.split()))
    spans = []
    for text in texts:
        inside = proof.locator is None or proof.locator.startswith("page") or proof.locator == text.locator
        if text.path == proof.path and inside and (match := words.search(text.text)):
            spans.append(Span(text.id, *match.span()))
    return spans
