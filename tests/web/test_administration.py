"""What administrators do over HTTP: accounts, rights, classes, the audit; and that nobody else does it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.access.gate import Gate
from assistant.access.people import Person
from assistant.access.rights import ALL, Grant, grant
from ingest.journal import OPERATOR
from ingest.library import Library
from ingest.settings import Settings
from tests.shelf import Shelf
from tests.web.office import assert_explained
from tests.web.test_people import OURS, PASSWORD, hire, keep, open_app, sign_in


@pytest.fixture
def client(settings: Settings, library: Library) -> Iterator[TestClient]:
    with open_app(settings, library) as opened:
        yield opened


@pytest.fixture
def gate(client: TestClient) -> Gate:
    opened: Gate = client.app.state.gate  # type: ignore[attr-defined]
    return opened


@pytest.fixture
def chief(client: TestClient, gate: Gate) -> Person:
    """An administrator who is signed in."""
    person = hire(gate, "chefin")
    with gate.journal.change(OPERATOR) as change:
        grant(change, Grant(f"person:{person.id}", "administer"))
    sign_in(client, "chefin")
    return person


def send(client: TestClient, method: str, path: str, body: Any = None) -> int:
    return client.request(method, f"/api/{path}", json=body, headers=OURS).status_code


def people(client: TestClient) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in client.get("/api/people").json()["people"]}


def test_before_they_sign_in_people_learn_how_and_whose_server_it_is(client: TestClient) -> None:
    found = client.get("/api/entrance").json()
    assert (found["identity"], found["name"]) == ("local", "Aktenlotse")


def test_an_account_is_made_given_a_right_closed_and_opened(client: TestClient, chief: Person) -> None:
    made = client.post("/api/people", json={"name": "berta", "shown": "Berta B.", "password": PASSWORD}, headers=OURS).json()
    given = {"holder": f"person:{made['id']}", "ability": "edit", "collection": "bau"}
    assert send(client, "PUT", "rights", given) == 204
    assert people(client)["berta"]["abilities"] == [{"ability": "edit", "collection": "bau"}]
    assert client.delete("/api/rights", params=given, headers=OURS).status_code == 204
    assert client.delete("/api/rights", params=given, headers=OURS).status_code == 404
    assert send(client, "PATCH", f"people/{made['id']}", {"active": False, "groups": ["bauamt"]}) == 204
    assert (people(client)["berta"]["active"], people(client)["berta"]["groups"]) == (False, ["bauamt"])
    assert sign_in(client, "berta") == 401
    assert send(client, "PATCH", f"people/{made['id']}", {"active": True}) == 204
    assert send(client, "PUT", f"people/{made['id']}/password", {"password": "Ein anderes Kennwort"}) == 204
    assert sign_in(client, "berta", "Ein anderes Kennwort") == 200


def test_a_removed_account_takes_its_conversations_along(client: TestClient, gate: Gate, chief: Person) -> None:
    keep(gate, berta := hire(gate, "berta"))
    assert send(client, "DELETE", f"people/{berta.id}") == 204
    assert "berta" not in people(client)
    assert send(client, "DELETE", f"people/{berta.id}") == 404


def test_nobody_locks_themselves_out(client: TestClient, chief: Person) -> None:
    assert_explained(client.delete(f"/api/people/{chief.id}", headers=OURS), 409, "own_account")
    closing = client.patch(f"/api/people/{chief.id}", json={"active": False}, headers=OURS)
    assert_explained(closing, 409, "own_account")
    own = {"holder": f"person:{chief.id}", "ability": "administer"}
    assert_explained(client.delete("/api/rights", params=own, headers=OURS), 409, "own_account")


@pytest.mark.parametrize(
    ("holder", "ability", "collection", "status"),
    [
        ("everyone", "read", "", 422),
        ("everyone", "administer", "bau", 422),
        ("alle", "read", "bau", 422),
        ("group:", "read", "bau", 422),
        ("person:unknown", "read", "bau", 404),
        ("group:bauamt", "read", ALL, 204),
    ],
)
def test_a_right_has_a_holder_and_what_it_is_for(
    client: TestClient, chief: Person, holder: str, ability: str, collection: str, status: int
) -> None:
    assert send(client, "PUT", "rights", {"holder": holder, "ability": ability, "collection": collection}) == status


def test_a_collection_gets_its_class(client: TestClient, chief: Person) -> None:
    assert send(client, "PUT", "protection", {"collection": "personal", "protection": "confidential", "release": True}) == 204
    known = client.get("/api/protection").json()["collections"]
    assert known == [{"name": "personal", "protection": "confidential", "release": True}]


def test_a_document_that_an_administrator_may_not_read_is_not_there(
    client: TestClient, gate: Gate, chief: Person, shelf: Shelf
) -> None:
    job = shelf.add("reise.md", "# Reisen\n\nEs werden 30 Cent je Kilometer erstattet.")
    path = f"documents/{job.document_id}"
    assert_explained(client.get(f"/api/{path}/rights"), 404, "unknown_document")
    with gate.journal.change(OPERATOR) as change:
        grant(change, Grant(f"person:{chief.id}", "read", ALL))
    rule = {"holder": "group:bauamt", "allowed": True}
    assert send(client, "PUT", f"{path}/rights", rule) == 204
    assert send(client, "PUT", f"{path}/protection", {"protection": "public"}) == 204
    assert client.get(f"/api/{path}/rights").json() == {"protection": "public", "rules": [rule]}
    assert send(client, "PUT", f"{path}/rights", rule | {"allowed": None}) == 204
    assert client.get(f"/api/{path}/rights").json()["rules"] == []


def test_the_audit_says_who_did_it_is_sound_and_is_taken_along(client: TestClient, chief: Person) -> None:
    send(client, "PUT", "protection", {"collection": "bau", "protection": "public"})
    found = client.get("/api/audit", params={"limit": 1}).json()
    [entry] = found["entries"]
    assert (entry["actor"], entry["action"], entry["object"]) == (chief.id, "collection.rule", "bau")
    assert found["total"] == entry["number"]
    earlier = client.get("/api/audit", params={"before": entry["number"], "limit": 1}).json()["entries"]
    assert [each["number"] for each in earlier] == [entry["number"] - 1]
    checked = client.get("/api/audit/verification").json()
    assert checked["problems"] == []
    assert client.get("/api/audit/verification", params={"head": "1:0000"}).json()["problems"]
    lines = client.get("/api/audit/export").text.splitlines()
    assert json.loads(lines[-1])["action"] == "audit.export"


@pytest.mark.parametrize("path", ["people", "rights", "protection", "audit", "audit/verification", "audit/export"])
def test_who_does_not_administer_sees_nothing_of_it(client: TestClient, gate: Gate, path: str) -> None:
    assert client.get(f"/api/{path}").status_code == 401
    hire(gate, "anna")
    sign_in(client)
    assert_explained(client.get(f"/api/{path}"), 403, "forbidden")
