"""Links and deadlines over HTTP."""

from __future__ import annotations

import httpx


def test_links_over_http(client: httpx.Client) -> None:
    (lease,) = client.get("/v1/links").json()["links"]
    assert (lease["kind"], lease["state"], lease["amount"], lease["currency"]) == ("contract", "matched", "940", "EUR")
    assert [each["amount"] for each in lease["transactions"]] == ["-940.00"]
    assert client.get("/v1/links", params={"state": "doubtful"}).json() == {"links": []}
    assert client.get("/v1/links", params={"state": "lost"}).status_code == 422
    assert client.get("/v1/links", params={"collection": "nowhere"}).status_code == 404


def test_deadlines_over_http(client: httpx.Client) -> None:
    answer = client.get("/v1/deadlines")
    assert answer.status_code == 200
    assert answer.json() == {"deadlines": []}
