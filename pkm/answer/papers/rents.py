"""What a lease states of the rent where it states no whole: "How high is our rent?", "Wie hoch ist unsere Miete?"."""

from __future__ import annotations

from pkm.answer.language import stems_of
from pkm.answer.papers.contracts import is_change, own
from pkm.answer.papers.desk import Desk, told_of
from pkm.answer.papers.ties import terms
from pkm.answer.planning.plan import Plan
from pkm.answer.planning.presumed import asks_rent
from pkm.answer.quoting.draft import Draft
from pkm.models import CollectionId
from pkm.store import linking, links
from pkm.store.database import Connection

LEASE = stems_of("lease")


def tell_rent(connection: Connection, plan: Plan, collection: CollectionId | None) -> Draft | None:
    """The parts of the rent with their sum, as the owner's lease and the letters that changed it state them.

    ``None`` where another question is asked, and where the one lease that is meant states a whole, or is not known.
    """
    if not asks_rent(plan):
        return None
    desk = Desk(plan, connection, collection)
    gone = links.over(connection, plan.today, collection)
    leases = [
        each for each in desk.papers({"contract"})
        if (each.document_id, each.item) not in gone and not is_change(each.title) and told_of(LEASE, desk.words_of(each))
    ]  # fmt: skip
    mine = {(each.document_id, each.item) for each in own(desk, leases) or leases}
    _, agreements = linking.stated(connection, collection)
    kept = [each for each in agreements if each.paper in mine]
    if len(mine) != 1 or not kept or not any(each.parts for each in kept[0].prices):
        return None
    return Draft("answered", tuple(terms(desk, kept[0])))
