"""Which pages of other origins may use the chat, and for what."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from ingest.settings import Settings
from tests.shelf import Shelf
from tests.web.office import JSON, QUESTION, assert_explained, at_this_machine

INTRANET = "https://intranet.example"
ELSEWHERE = "https://elsewhere.example"


@pytest.fixture
def client(settings: Settings, shelf: Shelf) -> Iterator[TestClient]:
    allowing = settings.model_copy(update={"widget_origins": (f"{INTRANET}/",), "identity": "demo"})
    with at_this_machine(make_app(Context(allowing, shelf.library, build_assistant(allowing, shelf.library)))) as client:
        yield client


def asked_from(client: TestClient, **headers: str) -> int:
    return client.post("/api/chat", json={"question": QUESTION}, headers=JSON | headers).status_code


def test_a_named_origin_may_ask_and_read_the_answer(client: TestClient) -> None:
    response = client.post("/api/chat", json={"question": QUESTION}, headers=JSON | {"Origin": INTRANET})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == INTRANET
    assert "Origin" in response.headers["vary"]


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", f"{INTRANET}.elsewhere.example", "http://intranet.example"])
def test_another_origin_may_not_ask(client: TestClient, origin: str) -> None:
    response = client.post("/api/chat", json={"question": QUESTION}, headers={"Origin": origin})
    assert_explained(response, 403, "foreign_origin")
    assert "access-control-allow-origin" not in response.headers


def test_another_origin_is_not_given_leave_to_read(client: TestClient) -> None:
    assert "access-control-allow-origin" not in client.get("/api/settings", headers={"Origin": ELSEWHERE}).headers


def test_the_servers_own_pages_and_programs_ask_as_ever(client: TestClient) -> None:
    assert asked_from(client) == 200
    assert asked_from(client, Origin="http://127.0.0.1") == 200
    assert asked_from(client, Origin="https://public.example", **{"Sec-Fetch-Site": "same-origin"}) == 200


EDITING = [("POST", "/api/documents"), ("DELETE", "/api/documents/x"), ("PATCH", "/api/documents/x")]


@pytest.mark.parametrize(("method", "path"), EDITING)
def test_no_other_origin_may_edit(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path, headers={"Origin": INTRANET}).status_code == 403
    asked = {"Origin": INTRANET, "Access-Control-Request-Method": method}
    assert "access-control-allow-origin" not in client.options(path, headers=asked).headers


def test_a_browser_that_asks_first_is_told_what_it_may_send(client: TestClient) -> None:
    asked = {"Origin": INTRANET, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    told = client.options("/api/chat", headers=asked)
    assert (told.status_code, told.headers["access-control-allow-origin"]) == (200, INTRANET)
    refused = client.options("/api/chat", headers=asked | {"Access-Control-Request-Headers": "authorization"})
    assert refused.status_code == 400
