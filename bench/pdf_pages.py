"""How much of bare PDF reading speed is left when a whole ingest is done: pages a second of both, in one run.

    python -m bench.pdf_pages [--pages 200] [--rounds 5]

Bare is pypdfium2 alone, one process, nothing kept: every page's text with the boxes of its characters, of which words'
boxes are made, and for comparison the text alone, which is less than an ingest needs. The ingest
scans, hashes, parses in the sandbox, splits, stores pages with word boxes, passages, vectors and postings in PostgreSQL;
only the embedder costs nothing. Its processes run already (a service's do); the start is reported beside it. Rounds
alternate, and the ratio is that of the medians.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from ingest.jobs import Report, ingest
from ingest.pipeline import Pipeline
from ingest.watch import Silent
from pkm import config, services
from pkm.config import Settings
from pkm.store import people
from pkm.store.database import Database
from tests.free_embedder import FreeEmbedder

PAGES_A_FILE = 10
WORDS = [
    "the",
    "tenant",
    "shall",
    "pay",
    "rent",
    "on",
    "first",
    "day",
    "of",
    "each",
    "month",
    "account",
    "statement",
    "balance",
    "transfer",
    "notice",
    "period",
    "landlord",
    "agreement",
    "insurance",
    "premium",
    "contract",
    "invoice",
    "number",
    "total",
    "amount",
    "due",
    "date",
    "customer",
    "reference",
    "thank",
    "you",
    "for",
    "your",
    "payment",
    "we",
    "confirm",
    "receipt",
    "energy",
    "consumption",
    "meter",
    "reading",
    "kilowatt",
    "hours",
    "tariff",
    "increase",
    "effective",
    "from",
    "January",
]


def make_pdfs(folder: Path, pages: int, seed: int) -> list[Path]:
    """Born-digital PDFs of ten pages each, as a word processor makes them, different for each seed.

    An embedded TrueType font, justified paragraphs (each word placed on its own) and a ruled table: about 3,000 characters.
    """
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    body = ParagraphStyle("body", fontName="Vera", fontSize=9.5, leading=13, alignment=TA_JUSTIFY, spaceAfter=8)
    head = ParagraphStyle("head", parent=body, fontSize=13, leading=18)
    rng = random.Random(seed)
    made = []
    for number in range(-(-pages // PAGES_A_FILE)):
        path = folder / f"{number:04}.pdf"
        story: list[object] = []
        for page in range(PAGES_A_FILE):
            story.append(Paragraph(f"{page + 1}. {' '.join(rng.sample(WORDS, 4)).title()}", head))
            for _ in range(4):
                sentences = (
                    " ".join(rng.choice(WORDS) for _ in range(rng.randint(9, 16))).capitalize() for _ in range(5)
                )
                story.append(Paragraph(". ".join(sentences) + ".", body))
            rows = [
                [f"{day:02}.03.2026", *(rng.choice(WORDS) for _ in range(2)), f"{rng.uniform(5, 900):.2f} EUR"]
                for day in range(1, 15)
            ]
            story += [
                Spacer(1, 6),
                Table(rows, style=[("FONT", (0, 0), (-1, -1), "Vera", 8.5), ("GRID", (0, 0), (-1, -1), 0.4, "grey")]),
                PageBreak(),
            ]
        SimpleDocTemplate(str(path), pagesize=A4).build(story)
        made.append(path)
    return made


def read_bare(paths: list[Path], boxes: bool) -> float:
    """Seconds that pypdfium2 alone takes, through its own interface, for every page's text and each character's box."""
    import pypdfium2 as pdfium

    begun = time.perf_counter()
    for path in paths:
        document = pdfium.PdfDocument(path)
        for page in document:
            text_page = page.get_textpage()
            text_page.get_text_range()
            if boxes:
                for index in range(text_page.count_chars()):
                    text_page.get_charbox(index)
            text_page.close()
            page.close()
        document.close()
    return time.perf_counter() - begun


def ingest_once(folder: Path, settings: Settings, database: Database, pipeline: Pipeline) -> tuple[float, Report]:
    """Seconds that a whole ingest takes, and its report."""
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)

    def read(_: Database, sources: object, watcher: object) -> None:
        pipeline.run(sources, watcher)  # type: ignore[arg-type]

    begun = time.perf_counter()
    report = ingest(database, settings, [folder], read, Silent(), keep=False, person=owner)
    return time.perf_counter() - begun, report


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="pkm-bench-"))
    place.chmod(0o711)
    settings = config.load({"PKM_HOME": str(place / "home"), "PKM_TIMEZONE": "UTC"})
    times: dict[str, list[float]] = {"bare text": [], "bare text and boxes": [], "ingest": []}
    try:
        with Database.open(settings) as database:
            begun = time.perf_counter()
            with Pipeline(database, FreeEmbedder(), settings) as pipeline:
                for number in range(arguments.rounds + 1):
                    folder = place / f"papers-{number}"
                    folder.mkdir()
                    paths = make_pdfs(folder, arguments.pages, number)
                    bare, boxes = read_bare(paths, boxes=False), read_bare(paths, boxes=True)
                    seconds, report = ingest_once(folder, settings, database, pipeline)
                    assert report.indexed == len(paths), report
                    assert not report.problems
                    if number == 0:
                        print(
                            f"first ingest, with the start of the readers: {time.perf_counter() - begun:.2f} s ({report.chunks} passages)"
                        )
                        continue
                    for name, value in zip(times, (bare, boxes, seconds), strict=True):
                        times[name].append(value)
        for name, values in times.items():
            median = statistics.median(values)
            print(
                f"{name:>20}: {arguments.pages / median:7.0f} pages/s (median of {len(values)}, {min(values):.2f}-{max(values):.2f} s)"
            )
        middle = {name: statistics.median(values) for name, values in times.items()}
        print(
            f"ratio: {middle['bare text and boxes'] / middle['ingest']:.2f} of bare text and boxes, {middle['bare text'] / middle['ingest']:.2f} of bare text"
        )
    finally:
        services.stop_all()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
