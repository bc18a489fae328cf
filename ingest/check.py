"""Hold what is stored against itself and against the originals that pkm keeps."""

from __future__ import annotations

import hashlib

from ingest import objects
from pkm.config import Settings
from pkm.models import PersonId
from pkm.store import checks
from pkm.store.checks import Finding
from pkm.store.database import Database


def find_faults(database: Database, settings: Settings, person: PersonId) -> list[Finding]:
    """All findings; none means that all is well."""
    with database.transaction(person) as connection:
        findings = checks.find(connection)
        kept = checks.objects(connection)
    for sha256 in kept:
        try:
            with objects.place(settings.home, sha256).open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
                    findings.append(Finding("object", sha256, "its bytes are not those that were kept"))
        except FileNotFoundError:
            findings.append(Finding("object", sha256, "it is missing"))
    return findings
