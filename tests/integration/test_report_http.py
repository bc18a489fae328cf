"""Reports over HTTP, from a real service over real records."""

from __future__ import annotations

import re
from html import unescape

import httpx

from tests.clock import LONGEST_S


def test_a_months_report_has_its_figures_and_opens_its_rows(client: httpx.Client) -> None:
    report = client.get("/v1/reports/month/2024-01").json()["report"]
    (money,) = report["money"]
    assert (money["income"]["value"], money["spending"]["value"], money["net"]["value"]) == (
        "2310.40",
        "-1001.15",
        "1309.25",
    )
    assert money["savings_rate"]["value"] == "56.7"
    assert sorted(map(int, report["rows"])) == sorted(money["net"]["rows"])
    rent = next(each for each in report["rows"].values() if each["amount"] == "-940.00")
    page = client.get(report["sources"][str(rent["id"])]["url"])
    assert page.status_code == 200
    assert "Harbour Housing Society" in re.sub(r"<[^>]+>", "", page.text)


def test_each_form_has_its_type_and_nothing_is_loaded_from_elsewhere(client: httpx.Client) -> None:
    text = client.get("/v1/reports/year/2024", params={"format": "markdown", "language": "de"})
    assert text.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert text.text.startswith("# Jahresbericht 2024")
    page = client.get("/v1/reports/year/2024", params={"format": "html"})
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    link = unescape(re.findall(r'href="(http[^"]+)"', page.text)[0])
    with httpx.Client(trust_env=False, timeout=LONGEST_S) as stranger:  # the link's signature opens it, no token
        assert stranger.get(link).status_code == 200
    pdf = client.get("/v1/reports/year/2024", params={"format": "pdf"})
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_what_is_no_month_is_refused(client: httpx.Client) -> None:
    for path in ("month/2024-13", "month/May", "year/0000"):
        reply = client.get(f"/v1/reports/{path}")
        assert reply.status_code in {400, 422}, path
        assert reply.headers["Content-Type"] == "application/problem+json"
