"""Headers that anybody can write name nobody, and break nothing."""

import pytest
from fastapi.testclient import TestClient

from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from ingest.library import Library
from ingest.settings import Settings
from tests.web.office import assert_explained

USER, PROXY, STRANGER = "X-Remote-User", "10.1.2.3", "10.1.2.4"


def client_of(settings: Settings, library: Library, address: str = STRANGER, **more: object) -> TestClient:
    own = settings.model_copy(update=more)
    return TestClient(make_app(Context(own, library, build_assistant(own, library))), client=(address, 50_000))


@pytest.mark.parametrize(
    ("address", "names", "expected"),
    [
        (PROXY, ["berta"], 200),
        (STRANGER, ["berta"], 401),
        (PROXY, ["berta", "anna"], 401),
        (PROXY, [""], 401),
        (PROXY, [], 401),
    ],
)
def test_only_a_named_proxy_is_believed_and_only_once(
    settings: Settings, library: Library, address: str, names: list[str], expected: int
) -> None:
    client = client_of(settings, library, address, identity="proxy", proxy_addresses=(PROXY,))
    shown = client.get("/api/session", headers=[(USER, name) for name in names])
    assert (shown.status_code, shown.json().get("name")) == (expected, "berta" if expected == 200 else None)


def test_a_stranger_does_not_become_the_proxy_by_saying_so(settings: Settings, library: Library) -> None:
    client = client_of(settings, library, identity="proxy", proxy_addresses=(PROXY,))
    said = {USER: "anna", "X-Forwarded-For": PROXY, "Forwarded": f"for={PROXY}", "X-Real-IP": PROXY}
    assert_explained(client.get("/api/session", headers=said), 401, "not_signed_in")


def test_with_accounts_of_our_own_no_header_names_anybody(settings: Settings, library: Library) -> None:
    for name in (USER, USER.lower()):
        assert client_of(settings, library).get("/api/session", headers={name: "anna"}).status_code == 401


@pytest.mark.parametrize("origin", ["http://[", "http://a]b", "//", "http://[::1"])
def test_an_origin_that_is_no_address_is_a_foreign_one(settings: Settings, library: Library, origin: str) -> None:
    client = client_of(settings, library)
    for method, path in (("POST", "/api/session"), ("DELETE", "/api/me"), ("POST", "/api/chat")):
        assert_explained(client.request(method, path, headers={"Origin": origin}), 403, "foreign_origin")
    assert client.get("/api/session", headers={"Origin": origin, "Host": "["}).status_code == 401
