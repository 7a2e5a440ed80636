"""Signing in and out over HTTP, and what people can see, take along and delete about themselves."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.access import conversations, passwords
from assistant.access.gate import Gate
from assistant.access.people import Person, add_person, set_active
from assistant.access.rights import Grant, grant
from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from assistant.web.identity import now
from ingest.identities import new_identity
from ingest.journal import OPERATOR
from ingest.library import Library
from ingest.settings import Settings
from tests.access.provider import CLIENT, Provider, serving
from tests.web.office import assert_explained

PASSWORD = "Deichschau im Februar"
OURS = {"Origin": "http://testserver"}


def open_app(settings: Settings, library: Library) -> TestClient:
    return TestClient(make_app(Context(settings, library, build_assistant(settings, library))), follow_redirects=False)


@pytest.fixture
def client(settings: Settings, library: Library) -> Iterator[TestClient]:
    with open_app(settings, library) as opened:
        yield opened


@pytest.fixture
def gate(client: TestClient) -> Gate:
    opened: Gate = client.app.state.gate  # type: ignore[attr-defined]
    return opened


@pytest.fixture
def anna(gate: Gate) -> Person:
    return hire(gate, "anna")


def hire(gate: Gate, name: str) -> Person:
    with gate.journal.change(OPERATOR) as change:
        person = add_person(change, name, name.title(), now())
        passwords.set_password(change, person, PASSWORD)
    return person


def sign_in(client: TestClient, name: str = "anna", password: str = PASSWORD) -> int:
    return client.post("/api/session", json={"name": name, "password": password}, headers=OURS).status_code


def status(client: TestClient, cookie: str | None = None) -> int:
    cookies = {} if cookie is None else {"Cookie": f"aktenlotse={cookie}"}
    return client.get("/api/session", headers=cookies).status_code


def keep(gate: Gate, person: Person) -> str:
    """A conversation of one question."""
    with gate.journal.change(person.id) as change:
        identity = conversations.begin(change.connection, person, "Wie lange?", now())
        turn = conversations.Turn(new_identity(), now(), "Wie lange?", {"text": "Sechs Monate."})
        conversations.add_turn(change.connection, person, identity, turn, frozenset())
    return identity


def test_who_signs_in_is_known_until_they_sign_out(client: TestClient, anna: Person) -> None:
    assert status(client) == 401
    assert sign_in(client) == 200
    assert client.get("/api/session").json()["shown"] == "Anna"
    assert client.delete("/api/session", headers=OURS).status_code == 204
    assert status(client) == 401


def test_a_failed_sign_in_says_so_in_one_sentence(client: TestClient, anna: Person) -> None:
    for name in ("anna", "nobody"):
        response = client.post("/api/session", json={"name": name, "password": "falsch"}, headers=OURS)
        assert_explained(response, 401, "sign_in_failed")
        assert "set-cookie" not in response.headers


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient, anna: Person) -> None:
    response = client.post("/api/session", json={"name": "anna", "password": PASSWORD}, headers=OURS)
    cookie = response.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert PASSWORD not in cookie


def test_over_https_the_cookie_is_bound_to_it(settings: Settings, library: Library) -> None:
    with open_app(settings.model_copy(update={"url": "https://testserver"}), library) as client:
        hire(client.app.state.gate, "anna")  # type: ignore[attr-defined]
        response = client.post(
            "/api/session", json={"name": "anna", "password": PASSWORD}, headers={"Origin": "https://testserver"}
        )
        cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-aktenlotse=")
    assert "Secure" in cookie


def test_a_planted_session_is_not_the_one_that_is_opened(client: TestClient, anna: Person) -> None:
    client.cookies.set("aktenlotse", "planted")
    assert sign_in(client) == 200
    assert status(client, "planted") == 401


def test_a_session_of_before_is_ended_by_signing_in_whoever_it_was_of(client: TestClient, gate: Gate, anna: Person) -> None:
    hire(gate, "eve")
    sign_in(client, "eve")
    planted = client.cookies["aktenlotse"]
    assert sign_in(client, "anna") == 200
    assert client.get("/api/session").json()["name"] == "anna"
    assert status(client, planted) == 401


def test_a_session_that_was_ended_elsewhere_is_ended_here(client: TestClient, anna: Person) -> None:
    sign_in(client)
    stolen = client.cookies["aktenlotse"]
    client.cookies.clear()
    sign_in(client)
    assert status(client, stolen) == 200
    client.delete("/api/session", params={"everywhere": True}, headers=OURS)
    assert status(client, stolen) == 401


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_page_of_another_site_changes_nothing(client: TestClient, anna: Person, origin: str) -> None:
    sign_in(client)
    for method, path in (("DELETE", "/api/session"), ("DELETE", "/api/me"), ("POST", "/api/me/tokens")):
        assert_explained(client.request(method, path, headers={"Origin": origin}), 403, "foreign_origin")
    assert_explained(client.delete("/api/me"), 403, "foreign_origin")
    assert status(client) == 200


def test_a_token_lets_a_program_in_but_not_at_a_persons_own_affairs(client: TestClient, anna: Person) -> None:
    sign_in(client)
    token = client.post("/api/me/tokens", json={"name": "Intranet"}, headers=OURS).json()["token"]
    [known] = client.get("/api/me/tokens").json()["tokens"]
    assert token not in str(known)
    client.cookies.clear()
    program = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/session", headers=program).json()["name"] == "anna"
    for method, path, body in (
        ("GET", "/api/me", None),
        ("DELETE", "/api/me", None),
        ("POST", "/api/me/tokens", {"name": "more"}),
        ("GET", "/api/me/tokens", None),
        ("DELETE", f"/api/me/tokens/{known['id']}", None),
        ("PUT", "/api/me/password", {"current": PASSWORD, "new": "Ein anderes Kennwort"}),
        ("GET", "/api/conversations", None),
        ("DELETE", "/api/conversations", None),
        ("DELETE", "/api/session?everywhere=true", None),
    ):
        assert client.request(method, path, json=body, headers=program).status_code == 403, path
    sign_in(client)
    assert client.delete(f"/api/me/tokens/{known['id']}", headers=OURS).status_code == 204
    client.cookies.clear()
    assert client.get("/api/session", headers=program).status_code == 401


def test_a_new_password_ends_all_sessions(client: TestClient, anna: Person) -> None:
    sign_in(client)
    body = {"current": "falsch", "new": "Ein anderes Kennwort"}
    assert client.put("/api/me/password", json=body, headers=OURS).status_code == 401
    body = {"current": PASSWORD, "new": "kurz"}
    assert_explained(client.put("/api/me/password", json=body, headers=OURS), 422, "weak_password")
    body = {"current": PASSWORD, "new": "Ein anderes Kennwort"}
    assert client.put("/api/me/password", json=body, headers=OURS).status_code == 204
    assert status(client) == 401
    assert (sign_in(client), sign_in(client, password="Ein anderes Kennwort")) == (401, 200)


def test_people_see_rename_and_delete_their_own_conversations_only(client: TestClient, gate: Gate, anna: Person) -> None:
    mine, others = keep(gate, anna), keep(gate, hire(gate, "berta"))
    sign_in(client)
    assert [each["id"] for each in client.get("/api/conversations").json()["conversations"]] == [mine]
    assert client.get(f"/api/conversations/{mine}").json()["turns"][0]["answer"] == {"text": "Sechs Monate."}
    for path in (others, "unknown"):
        address = f"/api/conversations/{path}"
        assert_explained(client.get(address), 404, "unknown_conversation")
        assert_explained(client.patch(address, json={"title": "x"}, headers=OURS), 404, "unknown_conversation")
        assert_explained(client.delete(address, headers=OURS), 404, "unknown_conversation")
    assert client.patch(f"/api/conversations/{mine}", json={"title": "Fristen"}, headers=OURS).status_code == 204
    assert client.get("/api/conversations").json()["conversations"][0]["title"] == "Fristen"
    assert client.delete(f"/api/conversations/{mine}", headers=OURS).status_code == 204
    assert client.get("/api/conversations").json()["conversations"] == []


def test_a_person_takes_everything_along_and_deletes_it(client: TestClient, gate: Gate, anna: Person) -> None:
    keep(gate, anna)
    sign_in(client)
    found = client.get("/api/me").json()
    assert found["conversations"][0]["turns"][0]["question"] == "Wie lange?"
    assert "argon2" not in str(found)
    assert client.delete("/api/me", headers=OURS).status_code == 204
    assert status(client) == 401
    sign_in(client)
    assert client.get("/api/me").json()["conversations"] == []


def test_an_identity_provider_signs_people_in(settings: Settings, library: Library) -> None:
    with serving(Provider()) as provider:
        provider.claims["groups"] = ["personalrat"]
        changed = {"identity": "oidc", "oidc_issuer": provider.issuer, "oidc_client": CLIENT, "url": "https://testserver"}
        with open_app(settings.model_copy(update=changed), library) as client:
            client.base_url = client.base_url.copy_with(scheme="https")
            assert sign_in(client) == 401, "passwords open nothing here"
            sent = client.get("/api/session/login", params={"target": "/redaktion"})
            answer = provider.sign_in(sent.headers["location"])
            back = client.get("/api/session/callback", params=answer)
            assert (back.status_code, back.headers["location"]) == (303, "/redaktion")
            assert client.get("/api/session").json()["shown"] == "Anna Amsel"
            assert_explained(client.get("/api/session/callback", params=answer), 401, "provider_refused")


def test_a_sign_in_that_another_browser_began_is_refused(settings: Settings, library: Library) -> None:
    with serving(Provider()) as provider:
        changed = {"identity": "oidc", "oidc_issuer": provider.issuer, "oidc_client": CLIENT, "url": "https://testserver"}
        with open_app(settings.model_copy(update=changed), library) as client:
            sent = client.get("/api/session/login")
            client.cookies.clear()
            planted = client.get("/api/session/callback", params=provider.sign_in(sent.headers["location"]))
            assert_explained(planted, 401, "provider_refused")
            shown = client.get("/api/session/callback", params={"state": "x"}, headers={"Accept": "text/html"})
            assert (shown.status_code, shown.headers["location"]) == (303, "../../anmelden?fehler=anmeldedienst")
            assert status(client) == 401


def test_a_right_that_is_given_or_an_account_that_is_closed_counts_at_the_next_request(
    client: TestClient, gate: Gate, anna: Person
) -> None:
    sign_in(client)
    with gate.journal.change(OPERATOR) as change:
        grant(change, Grant(f"person:{anna.id}", "administer"))
    assert client.get("/api/session").json()["administers"]
    with gate.journal.change(OPERATOR) as change:
        set_active(change, anna, False)
    assert status(client) == 401
