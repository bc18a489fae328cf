"""The owner's rules over HTTP."""

from __future__ import annotations

import httpx

from tests.integration.conftest import Served


def test_rules_over_http(served: Served) -> None:
    with served.client() as client, served.client(served.reader) as reader:
        form = {"words": "harbour housing", "category": "boats", "max": "-100"}
        assert reader.post("/v1/rules", json=form).status_code == 403
        added = client.post("/v1/rules", json=form)
        assert added.status_code == 201
        assert (added.json()["rule"]["number"], added.json()["changed"]) == (1, 1)
        assert [each["category"] for each in reader.get("/v1/rules").json()["rules"]] == ["boats"]
        assert _rent(client) == "boats"
        assert client.post("/v1/rules", json={"words": "?", "category": "boats"}).status_code == 400
        assert client.post("/v1/rules", json={"words": "x", "category": "boats", "more": 1}).status_code == 422
        gone = client.delete("/v1/rules/1")
        assert (gone.status_code, gone.json()["changed"]) == (200, 1)
        assert client.delete("/v1/rules/1").status_code == 404
        assert _rent(client) == "rent"


def _rent(client: httpx.Client) -> str:
    rows = client.get("/v1/transactions", params={"counterparty": "harbour"}).json()["transactions"]
    return str(rows[0]["category"])


def test_bookings_say_who_decided_their_category(client: httpx.Client) -> None:
    rows = client.get("/v1/transactions").json()["transactions"]
    found = {each["payee"]: (each["category"], each["category_from"], each["role"]) for each in rows}
    assert found["harbour housing society"] == ("rent", "likeness", "spending")
    assert found["corner grocery"] == ("groceries", "likeness", "spending")
    assert found["example works"] == ("salary", "likeness", "income")
