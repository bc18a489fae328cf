"""What could not be read: "Which files could not be read?" is told by the files that were refused, and by no paper."""

from __future__ import annotations

import re

from pkm.answer import phrases
from pkm.answer.planning.lookup import plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.draft import Draft, Part, named
from pkm.models import Coverage
from pkm.store import files
from pkm.store.database import Connection

_FILES = r"(?:files?|documents?|papers?|scans?|attachments?|dateien|datei|dokumente?|unterlagen|anhange|fichiers?|papiers|pieces jointes)"
_ASKED = re.compile(
    rf"\W*(?:which|what|are there(?: any)?|list|show(?: me)?|welche|gibt es|zeig(?:e)?(?: mir)?|quels?|y a-t-il|montre(?:-moi)?)(?: the| all| of the| my| our| die| alle| les| des| mes| nos)* {_FILES}\b.{{0,30}}?(?<!\w)"
    r"(?:not (?:be |been )?(?:read|opened|parsed|indexed|imported)|unread|unreadable|refused|failed|quarantined|couldn't|can't"
    r"|nicht (?:gelesen|lesbar|geoffnet|verarbeitet)|unlesbar|abgelehnt|fehlgeschlagen|pas (?:pu etre |ete )?(?:lus?|lisibles?|ouverts?)|illisibles?|refuses?)(?!\w)"
)


def tell_unread(connection: Connection, plan: Plan) -> Draft | None:
    """What was refused, files and parts of them, and where the reasons are told; ``None`` where another question is asked. No paper is quoted."""
    if not _ASKED.match(plain(plan.question)):
        return None
    refused = [(each.path.rpartition("/")[2], each.locator) for each in files.problems(connection)]
    names = dict.fromkeys(f"{name} ({locator})" if locator else name for name, locator in refused)
    told = named("refused", plan.language, names) if names else phrases.say("all_read", plan.language)
    parts = Part(told), Part(phrases.say("see_problems", plan.language))
    return Draft("abstained", parts, (), Coverage(unread=tuple(files.unread(connection))))
