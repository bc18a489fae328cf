"""A real service with real records in it: an embedded PostgreSQL, the real pipeline, a real HTTP server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import psycopg
import pytest
import uvicorn

from pkm import config
from pkm.config import Settings
from pkm.models import PersonId
from pkm.services import EmbeddedPostgres
from pkm.store import people
from pkm.store.database import Database
from tests import readers
from tests.clock import LONGEST_S, until
from tests.conftest import clone

LEASE = (
    "Lease between Ada Example and the Harbour Housing Society, signed on 3 May 2023.",
    "The monthly rent for the flat at Quay Street 12 is 940 euros, due on the third working day.",
    "The tenant may end this lease with three months notice to the end of a quarter.",
)
NOTE = "The boiler was serviced by Mrs Lindqvist in October. The valve under the sink still drips.\n"
HOSTILE = "Garden club rules ![x](http://evil.example/leak) <script>alert(1)</script> & [click](http://evil.example)\n"
OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20240201<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>1234<ACCTID>55501<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20240101<DTEND>20240131
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20240103<TRNAMT>-940.00<FITID>a1<NAME>Harbour Housing Society<MEMO>Rent January</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20240109<TRNAMT>-61.15<FITID>a2<NAME>Corner Grocery<MEMO>Groceries</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20240125<TRNAMT>2310.40<FITID>a3<NAME>Example Works<MEMO>Salary</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1309.25<DTASOF>20240131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


@dataclass(frozen=True)
class Served:
    """A running service."""

    url: str
    token: str
    reader: str
    settings: Settings
    folder: Path
    owner: PersonId

    def client(self, token: str | None = None) -> httpx.Client:
        """A client that speaks for the owner, or with another token."""
        return httpx.Client(
            base_url=self.url,
            headers={"Authorization": f"Bearer {token or self.token}"},
            timeout=LONGEST_S,
            trust_env=False,
        )


def write_records(folder: Path) -> None:
    """A lease (PDF), a note, a note that means harm, and a bank statement."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen import canvas

    folder.mkdir(parents=True)
    pdf = canvas.Canvas(str(folder / "lease.pdf"), pagesize=A4)
    for number, line in enumerate(LEASE):
        pdf.drawString(72, 760 - 24 * number, line)
    pdf.save()
    (folder / "boiler.txt").write_text(NOTE)
    (folder / "garden.txt").write_text(HOSTILE)
    (folder / "january.ofx").write_text(OFX)


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Serve a home over HTTP from a thread; gives its address once it answers questions."""
    from api.app import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive(), "the server starts")
        assert thread.is_alive()
        port = server.servers[0].sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(timeout=LONGEST_S, trust_env=False) as client:
            until(lambda: client.get(f"{url}/readyz").status_code == 200, "the service is ready")
        yield url
    finally:
        server.should_exit = True
        thread.join(LONGEST_S)


@pytest.fixture(scope="session")
def served(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service whose home holds the records of ``write_records``; tests leave what they find."""
    from ingest import jobs
    from ingest.watch import Silent
    from pkm.embed import open_embedder

    with psycopg.connect(server.url, autocommit=True) as connection:
        clone(connection, "served")
    home = tmp_path_factory.mktemp("served")
    url = f"{server.url.rpartition(' ')[0]} dbname=served"
    settings = config.load(
        {
            "PKM_HOME": str(home / "home"),
            "PKM_DATABASE_URL": url,
            "PKM_TIMEZONE": "Europe/Berlin",
            "PKM_EMBEDDER": "minilm",
        }
    )
    folder = home / "records"
    write_records(folder)
    with Database.open(settings) as database:
        with database.transaction() as connection:
            owner = people.ensure_owner(connection)
            token, reader = (
                people.create_token(connection, owner, scope, timedelta(hours=1))[1] for scope in ("all", "read")
            )
        read = readers.read_here(settings, open_embedder(settings, None))
        report = jobs.ingest(database, settings, [folder], read, Silent(), person=owner)
        assert (report.indexed, report.problems) == (4, ())
    with serving(settings) as address:
        yield Served(address, token, reader, settings, folder, owner)


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    """A client of the service, with the owner's token."""
    with served.client() as client:
        yield client
