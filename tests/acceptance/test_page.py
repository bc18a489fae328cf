"""The page at ``/``, as a browser draws it: answers, tables and sources."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from api.routes.home import PAGE

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ANSWER = {
    "status": "answered",
    "answer": "All in all:\n\n| Category | Amount | Bookings |\n|---|---|---|\n| groceries | 55.00 EUR | 110 |\n\n- the first [1]\n- the second [2]",
    "citations": [
        {"n": 1, "document_id": 1, "char_start": 0, "char_end": 9, "title": "Lease", "page": 3, "url": "/v1/one", "quote": "1 < 2"},
        {
            "n": 2, "document_id": 2, "char_start": 0, "char_end": 9, "title": "Statement", "page": None, "url": "/v1/two",
            "quote": "<STMTTRN>\n<TRNAMT>-113.89\n<NAME>M&amp;S\n</STMTTRN>",
        },
    ],
}  # fmt: skip


@pytest.mark.skipif(BROWSER is None, reason="no chromium is installed")
def test_an_answer_is_drawn_with_its_sources(tmp_path: Path) -> None:
    shown = tmp_path / "page.html"
    asked = f'finish("How much?", {json.dumps(ANSWER)});'
    shown.write_text(
        PAGE.read_text(encoding="utf-8").replace("show();\n</script>", f"{asked}\n</script>"), encoding="utf-8"
    )
    drawn = subprocess.run(
        [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--dump-dom", shown.as_uri()],
        capture_output=True, text=True, check=True, timeout=120,
    ).stdout  # fmt: skip
    body = drawn.partition('<div id="answer"')[2]
    assert "<td>groceries</td><td>55.00 EUR</td><td>110</td>" in body  # a number in a table is no citation
    assert body.count('<a href="/v1/one"') == body.count('<a href="/v1/two"') == 2
    assert "• the first" in body
    assert "<blockquote>1 &lt; 2</blockquote>" in body
    assert "<blockquote>-113.89 · M&amp;S</blockquote>" in body
