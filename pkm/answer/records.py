"""What a home's own records tell of a question, without a model: bookings, papers in their own words, or both of them."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from pkm.answer.asked import EXTRACTIVE, Asked
from pkm.answer.papers import contracts
from pkm.answer.papers.agenda import tell_agenda
from pkm.answer.papers.bills import list_bills, tell_bill, tell_purchase
from pkm.answer.papers.endings import with_deadlines
from pkm.answer.papers.finding import find_documents, of_kind
from pkm.answer.papers.issuers import tell_issuer
from pkm.answer.papers.listing import list_contracts, may_tell
from pkm.answer.papers.rents import tell_rent
from pkm.answer.papers.unread import tell_unread
from pkm.answer.planning.plan import Plan
from pkm.answer.planning.presumed import as_ledger, asks_price_now, in_all
from pkm.answer.quoting import whole
from pkm.answer.quoting.draft import (
    Draft,
    abstaining,
    claiming,
    joined,
    one_of_two,
    passes_money_over,
    quoting,
    still_reading,
    tells,
    tells_another,
)
from pkm.answer.quoting.evidence import Passage, gather
from pkm.answer.quoting.extract import choose
from pkm.answer.quoting.later import changed, with_later
from pkm.answer.quoting.letters import number_of
from pkm.answer.quoting.own_matters import set_general_aside
from pkm.answer.quoting.writers import choose_own
from pkm.answer.reckon import from_bookings
from pkm.answer.reckoning import account_numbers
from pkm.answer.reckoning.own_accounts import with_names
from pkm.answer.verify import Verified
from pkm.models import CollectionId, Coverage, DocumentId, PersonId
from pkm.store import figures, files, people
from pkm.store.database import Database

if TYPE_CHECKING:
    from pkm.search import Conditions, Searcher


class Records:
    """What is asked before papers are read (``reckon``), of papers (``gather``, ``quote``, ``claim``), and after them (``settle``)."""

    def __init__(self, database: Database, searcher: Searcher) -> None:
        self._database = database
        self._searcher = searcher

    def with_names(self, question: str, person: PersonId, collection: str | None) -> str:
        """The question with the names of the household's own written as names: "what did tom spend"."""
        with self._database.transaction(person) as connection:
            known = people.find_collection(connection, collection).id if collection else None
            return with_names(question, figures.own_accounts(connection, known))

    def reckon(self, asked: Asked, *, reads_on: bool) -> Draft | None:
        """The answer that no paper is read for; where bookings cannot know, the question becomes one to papers.

        ``reads_on``: a model will read what one of two questions leaves to the other.
        """
        if told := self._list(asked):
            return told
        if asked.plan.is_about_money_moved:
            begun = perf_counter()
            draft = self._from_bookings(asked, asked.plan)
            asked.time("retrieve", begun)
            if draft is not None:
                return draft
            asked.timed = asked.placed is None
            asked.figure = asked.plan
            asked.plan = asked.placed or asked.plan.as_lookup()
            return self._list(asked)
        if both := self._reckon_both(asked, reads_on=reads_on):
            return both
        told = account_numbers.tell(asked.plan, self._database, asked.person, self._collection(asked))
        first = asked.plan.is_terse or asks_price_now(asked.plan)
        return told or (self._reckon_otherwise(asked) if first else None)

    def gather(self, asked: Asked) -> tuple[list[Passage], Coverage]:
        """The passages that may tell, the likeliest first, and what could not be read."""
        begun = perf_counter()
        passages = self._search(asked, asked.plan.question)
        collection = self._collection(asked)
        with self._database.transaction(asked.person) as connection:
            asked.meant = contracts.find(connection, asked.plan, collection)
        if asked.meant is not None:
            own = [each for number in asked.contracts for each in self._search(asked, asked.plan.question, [number])]
            passages = own + [
                each
                for each in passages
                if asked.meant.counts(each.document) and each.document.id not in asked.contracts
            ]
        if asked.timed and (asked.plan.since or asked.plan.until):
            passages = [each for each in passages if each.speaks_of(asked.plan.since, asked.plan.until)]
        with self._database.transaction(asked.person) as connection:
            unread = files.unread(connection)
        asked.time("retrieve", begun)
        return passages, Coverage(unread=tuple(unread))

    def quote(self, asked: Asked, passages: Sequence[Passage], coverage: Coverage) -> Draft:
        """The passages' own words, or that they do not tell."""
        begun = perf_counter()
        plan = asked.plan
        own = contracts.quote(asked.meant, passages) if asked.meant else []
        stated = own if asked.meant and asked.meant.kinds else []
        telling, general = set_general_aside(plan, of_kind(plan, may_tell(plan, passages)))
        with self._database.transaction(asked.person) as connection:
            names = people.names(connection, self._collection(asked))
        extracts = whole.show(plan, passages) or stated or choose_own(plan, telling, names) or own
        number = number_of(extracts[0].passage.document) if extracts else ""
        on_contract = self._search(asked, number) if number else []  # an endorsement may say nothing else of it
        with self._database.transaction(asked.person) as connection:
            extracts = with_later(connection, plan, extracts, [*passages, *on_contract], asked.as_of)
        asked.time("verify", begun)
        if extracts:
            return quoting(plan, extracts, coverage)
        return abstaining(plan, passages, coverage, choose(plan, general))

    def claim(self, asked: Asked, verified: Verified, passages: Sequence[Passage], coverage: Coverage) -> Draft:
        """What a model said of the passages, with what their mails and chats said otherwise later."""
        quotes = list(dict.fromkeys(quote for _, own in verified.claims for quote in own))
        with self._database.transaction(asked.person) as connection:
            news = changed(connection, asked.plan, quotes, passages, asked.as_of)
        return claiming(asked.plan, verified, news, coverage)

    def settle(self, asked: Asked, draft: Draft, passages: Sequence[Passage], coverage: Coverage) -> Draft:
        """What papers tell, with the other of two questions and the days that bind, held against what bookings tell."""
        draft = self._add_deadlines(asked, self._complete(asked, draft), passages)
        return self.hold_against_bookings(asked, draft, passages, coverage)

    def hold_against_bookings(
        self, asked: Asked, draft: Draft, passages: Sequence[Passage], coverage: Coverage
    ) -> Draft:
        """Bookings instead, where papers tell nothing, or only statements do; nothing where what is told is another figure."""
        booked = _quotes_statements_only(draft, passages)
        if draft.status == "abstained" or booked:
            draft = self._reckon_otherwise(asked) or self._tell_facts(asked, passages) or draft
        figure = asked.figure or in_all(asked.plan)
        if figure and asked.generator == EXTRACTIVE and tells_another(figure, draft):
            draft = abstaining(asked.plan, passages, coverage)
        if draft.quotes and asked.generator == EXTRACTIVE and passes_money_over(asked.plan, draft):
            draft = abstaining(asked.plan, passages, coverage)
        is_of_nothing = not asked.plan.expected and not whole.show(asked.plan, passages)
        of_money = asked.plan.is_beyond or asked.plan.is_of_price or is_of_nothing
        if booked and (asked.timed or of_money) and not draft.figures:
            # a line of a statement is no answer to what bookings cannot tell
            draft = abstaining(asked.plan, passages, coverage)
        return draft

    def mind_waiting(self, asked: Asked, draft: Draft) -> Draft:
        """Where files wait to be read, the answer is of those that were, and says so."""
        collection = self._collection(asked)
        with self._database.transaction(asked.person) as connection:
            waiting = files.waiting(connection, collection)
        return still_reading(draft, waiting, asked.plan.language) if waiting else draft

    def _list(self, asked: Asked) -> Draft | None:
        """What could not be read, all contracts of a kind, all bills, what is in calendars, documents by sender, subject and time, the parts of the rent, or where a firm is."""
        within: Conditions = {"collection": asked.collection, "person": asked.person, "as_of": asked.as_of}
        with self._database.transaction(asked.person) as connection:
            asking = connection, asked.plan, self._collection(asked)
            return (
                tell_unread(connection, asked.plan)
                or list_contracts(*asking)
                or list_bills(*asking)
                or tell_agenda(*asking)
                or find_documents(*asking, self._searcher, within)
                or tell_rent(*asking)
                or (tell_issuer(*asking) if asked.plan.expected == ("where",) else None)
            )

    def _tell_facts(self, asked: Asked, passages: Sequence[Passage]) -> Draft | None:
        """What the facts of a paper tell where no sentence does: a scan's issuer and its total seldom stand in one."""
        with self._database.transaction(asked.person) as connection:
            asking = connection, asked.plan, self._collection(asked)
            return tell_bill(*asking) or tell_purchase(*asking, passages) or tell_issuer(*asking)

    def _reckon_otherwise(self, asked: Asked) -> Draft | None:
        """What bookings tell of a question that does not speak of money moved ("groceries in May")."""
        begun = perf_counter()
        plans = () if asked.timed else as_ledger(asked.plan)
        for plan in plans:
            draft = self._from_bookings(asked, plan)
            runs = plan is plans[-1] or (draft is not None and any(each.name == "series" for each in draft.figures))
            if draft is not None and runs and any(each.rows for each in draft.figures):
                asked.plan, asked.generator = plan, EXTRACTIVE
                break
        else:
            draft = None
        asked.time("retrieve", begun)
        return draft

    def _reckon_both(self, asked: Asked, *, reads_on: bool) -> Draft | None:
        """The answer to the first of two questions, with that to the other, or that there is another."""
        both = asked.both
        if both is None or (both.leans and reads_on):
            return None
        asked_whole = asked.plan
        first = self._tell(asked, both.first)
        tries = both.leans or (first is not None and both.stands)
        second = self._tell(asked, both.second) if tries else None
        asked.plan, asked.meant = both.first if first and not both.leans else asked_whole, None
        if first and second:
            return joined(first, second)
        half = one_of_two(first, both.second) if first else one_of_two(second, both.first) if second else None
        if both.leans:  # one sentence may answer both
            asked.half = half
            return None
        return half

    def _complete(self, asked: Asked, draft: Draft) -> Draft:
        """A draft that tells both of two questions to papers; else what answers one of them, and that the other is left."""
        both = asked.both
        if both is None or asked.generator != EXTRACTIVE or not (both.first.kind == both.second.kind == "lookup"):
            return draft
        left = [each for each in (both.first, both.second) if draft.status == "abstained" or not tells(each, draft)]
        if not left or asked.half is not None:
            return asked.half if left and asked.half else draft
        return draft if draft.status == "abstained" else one_of_two(draft, left[0])

    def _tell(self, asked: Asked, plan: Plan) -> Draft | None:
        """What bookings, or else papers in their own words, tell of one of two questions."""
        asked.plan = plan
        if plan.is_about_money_moved:
            draft = self._from_bookings(asked, plan)
            return draft if draft and draft.status != "abstained" else None
        passages, coverage = self.gather(asked)
        if asked.meant and contracts.ask_which(asked.meant, passages, coverage):
            return None
        draft = self._add_deadlines(asked, self.quote(asked, passages, coverage), passages)
        figure = in_all(plan)
        other = _quotes_statements_only(draft, passages) or (figure is not None and tells_another(figure, draft))
        return draft if draft.status == "answered" and not other else None

    def _from_bookings(self, asked: Asked, plan: Plan) -> Draft | None:
        if not plan.is_about_money_moved:
            return None
        return from_bookings(
            plan, self._database, asked.person, self._collection(asked), lambda query: self._search(asked, query)
        )

    def _search(self, asked: Asked, query: str, within: Sequence[DocumentId] | None = None) -> list[Passage]:
        return gather(query, self._searcher, self._database, asked.person, asked.collection, asked.as_of, within)

    def _add_deadlines(self, asked: Asked, draft: Draft, passages: Sequence[Passage]) -> Draft:
        with self._database.transaction(asked.person) as connection:
            return with_deadlines(connection, asked.plan, draft, passages, self._collection(asked), asked.contracts)

    def _collection(self, asked: Asked) -> CollectionId | None:
        if asked.collection is None:
            return None
        with self._database.transaction(asked.person) as connection:
            return people.find_collection(connection, asked.collection).id


def _quotes_statements_only(draft: Draft, passages: Sequence[Passage]) -> bool:
    """Whether all that is quoted are lines of bank statements."""
    statements = {each.document.id for each in passages if each.document.kind == "statement"}
    return bool(draft.quotes) and all(each.document.id in statements for each in draft.quotes)
