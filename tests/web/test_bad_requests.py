"""Whatever a client sends, it gets a code and a German sentence, never a trace, and nothing half-stored."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.web.office import Office, assert_explained

NOBODY = "0" * 32


@pytest.mark.parametrize(
    "body",
    [
        {"question": ""},
        {"question": "   \n"},
        {"question": "\u0000\u0001\u0007\u200b"},
        {"question": "a" * 20_000},
        {"question": 7},
        {"question": None},
        {"question": ["Wie viel?"]},
        {},
        {"question": "Wie viel?", "floor": 0},
        {"question": "Wie viel?", "as_of": "gestern"},
        {"question": "Wie viel?", "as_of": "2025-02-30"},
        {"question": "Wie viel?", "as_of": "2025-01-01T10:00:00"},
        {"question": "Wie viel?", "collections": "personal"},
        {"question": "Wie viel?", "collections": [""]},
        {"question": "Wie viel?", "history": [{"question": "Was?"}]},
        {"question": "Wie viel?", "history": [{"question": "Was?", "answer": "a" * 20_001}]},
        {"question": "Wie viel?", "history": [{"question": "Was?", "answer": "Das."}] * 21},
        [],
        "Wie viel?",
        None,
    ],
    ids=lambda body: str(body)[:50],
)
def test_a_question_that_is_none_is_explained(office: Office, body: Any) -> None:
    assert_explained(office.client.post("/api/chat", json=body), 422, "invalid_request")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'question': 1}",
        b"\xff\xfe\x00",
        b'{"question": "\\ud800"}',
        b'{"question": "Wie viel \\ud800 Geld?"}',
        b"[" * 50_000,
    ],
)
def test_json_that_is_none_is_explained(office: Office, body: bytes) -> None:
    response = office.client.post("/api/chat", content=body, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert_explained(response, response.status_code, "invalid_request")


def test_the_sentence_names_field_and_limit(office: Office) -> None:
    response = office.client.post("/api/chat", json={"question": "a" * 20_000})
    assert response.json()["message"] == "Die Anfrage ist nicht brauchbar: question (höchstens 4000 Zeichen)."


@pytest.mark.parametrize(
    "address",
    [
        "/api/documents?limit=-1",
        "/api/documents?limit=0",
        "/api/documents?limit=501",
        "/api/documents?limit=viele",
        "/api/documents?offset=-1",
        "/api/documents?offset=99999999999999999999",
        f"/api/documents?query={'a' * 201}",
        "/api/jobs?limit=-5",
        "/api/jobs?active=vielleicht",
    ],
)
def test_limits_that_are_none_are_explained(office: Office, address: str) -> None:
    assert_explained(office.client.get(address), 422, "invalid_request")


@pytest.mark.parametrize("rest", ["", "/file", "/text", "/passages"])
@pytest.mark.parametrize("identity", [NOBODY, "..%2F..%2Fetc%2Fpasswd", "%00", "a" * 3000, "'; DROP TABLE documents --", "ü"])
def test_a_document_that_does_not_exist_is_not_found(office: Office, identity: str, rest: str) -> None:
    response = office.client.get(f"/api/documents/{identity}{rest}")
    assert response.json()["error"] in ("unknown_document", "not_found")
    assert_explained(response, 404, response.json()["error"])


@pytest.mark.parametrize(
    "address",
    [
        "/api/jobs/nichts",
        "/nirgendwo",
        "/api/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fapp.py",
        "/etc/passwd",
    ],
)
def test_an_address_without_a_page_is_not_found(office: Office, address: str) -> None:
    assert_explained(office.client.get(address), 404, "not_found")


def test_a_method_that_is_not_allowed_is_explained(office: Office) -> None:
    response = office.client.delete("/api/chat")
    assert_explained(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "POST"


def changes(client: TestClient, headers: dict[bytes, bytes]) -> list[Response]:
    """What the server says to each way of changing a document."""
    return [
        client.post("/api/documents", files={"file": ("a.txt", "Text.")}, headers=headers),
        client.put(f"/api/documents/{NOBODY}/file", files={"file": ("a.txt", "Text.")}, headers=headers),
        client.patch(f"/api/documents/{NOBODY}", json={"title": "Neu"}, headers=headers),
        client.delete(f"/api/documents/{NOBODY}", headers=headers),
    ]


@pytest.mark.parametrize("token", ["Bearer falsch", "Bearer " + "a" * 5000, "bearer \u00fc", "Bearer akl_"])
def test_nobody_edits_with_a_token_that_is_none(office: Office, token: str) -> None:
    for response in changes(office.client, {b"Authorization": token.encode("latin-1")}):
        assert_explained(response, 401, "not_signed_in")
    assert office.client.get("/api/jobs").json() == {"jobs": []}


def test_nobody_edits_with_a_token_for_reading(office: Office) -> None:
    for response in changes(office.client, {b"Authorization": office.reader["Authorization"].encode()}):
        assert_explained(response, 403, "forbidden")
    assert office.client.get("/api/jobs").json() == {"jobs": []}


def test_editing_a_document_that_does_not_exist_is_not_found(office: Office) -> None:
    client = office.client
    for response in (
        client.put(f"/api/documents/{NOBODY}/file", files={"file": ("a.txt", "Text.")}),
        client.patch(f"/api/documents/{NOBODY}", json={"title": "Neu"}),
        client.delete(f"/api/documents/{NOBODY}"),
    ):
        assert_explained(response, 404, "unknown_document")


@pytest.mark.parametrize(
    "about",
    [
        {"title": ""},
        {"title": "\u0007"},
        {"title": "a" * 201},
        {"valid_from": "morgen"},
        {"valid_to": "2023-12-31"},
        {"superseded_by": NOBODY},
        {"id": "anders"},
        {"version": 7},
    ],
)
def test_metadata_that_is_none_is_explained_and_changes_nothing(stocked: Office, about: dict[str, Any]) -> None:
    (before,) = stocked.client.get("/api/documents").json()["documents"]
    response = stocked.client.patch(f"/api/documents/{before['id']}", json=about)
    assert_explained(response, 422, "invalid_request")
    assert stocked.client.get("/api/documents").json()["documents"] == [before]


@pytest.mark.parametrize(
    "fields", [{"title": "a" * 201}, {"valid_from": "morgen"}, {"valid_from": "2025-01-01", "valid_to": "2024-01-01"}]
)
def test_an_upload_with_metadata_that_is_none_is_explained(office: Office, fields: dict[str, str]) -> None:
    response = office.client.post("/api/documents", files={"file": ("a.txt", "Text.")}, data=fields)
    assert_explained(response, 422, "invalid_request")
    assert_nothing_stored(office)


def test_an_empty_upload_is_explained(office: Office) -> None:
    response = office.client.post("/api/documents", files={"file": ("leer.txt", b"")})
    assert_explained(response, 422, "empty_file")
    assert_nothing_stored(office)


def test_an_upload_without_file_is_explained(office: Office) -> None:
    client = office.client
    for response in (
        client.post("/api/documents", data={"title": "Ohne Datei"}),
        client.post("/api/documents", data={"file": "kein Anhang"}),
        client.post("/api/documents", content=b"--x\r\nkaputt", headers={"content-type": "multipart/form-data; boundary=x"}),
        client.post("/api/documents", content=b"", headers={"content-type": "multipart/form-data"}),
    ):
        assert response.status_code in (400, 422)
        assert_explained(response, response.status_code, "invalid_request")
    assert_nothing_stored(office)


def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing(office: Office) -> None:
    file = {"file": ("lang.txt", b"a" * (1024 * 1024 + 1))}
    assert_explained(office.client.post("/api/documents", files=file), 413, "upload_too_large")
    assert_nothing_stored(office)


def pieces(total: int, first: bytes = b"") -> Iterator[bytes]:
    yield first
    yield from itertools.repeat(b"a" * 65_536, total // 65_536)


@pytest.mark.parametrize("address", ["/api/chat", "/api/feedback"])
def test_a_body_beyond_the_limit_is_refused_announced_or_not(office: Office, address: str) -> None:
    headers = {"content-type": "application/json"}
    announced = office.client.post(address, content=b" " * 2_100_000, headers=headers)
    assert_explained(announced, 413, "request_too_large")
    assert_explained(office.client.post(address, content=pieces(2_200_000), headers=headers), 413, "request_too_large")


def test_an_upload_beyond_the_limit_is_refused_announced_or_not(office: Office) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    response = office.client.post("/api/documents", content=pieces(2_300_000, head), headers=headers)
    assert_explained(response, 413, "request_too_large")
    assert_nothing_stored(office)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "..\\..\\boot.txt", "/etc/cron.d/x.txt", "C:\\Windows\\x.txt", "....//x.txt"]
)
def test_a_path_in_a_file_name_leads_nowhere(office: Office, name: str) -> None:
    job = office.upload(name, "Dienstreisen sind zu genehmigen.")
    home = office.shelf.library.home
    assert job["status"] == "ready"
    assert [path.name for path in (home / "files").iterdir()] == [f"{job['document_id']}-1"]
    assert not list(home.parent.glob("*.txt"))
    response = office.client.get(f"/api/documents/{job['document_id']}/file")
    assert response.content == b"Dienstreisen sind zu genehmigen."
    assert ".." not in response.headers["content-disposition"]


def assert_nothing_stored(office: Office) -> None:
    assert office.client.get("/api/jobs").json() == {"jobs": []}
    assert not [path for path in (office.shelf.library.home / "uploads").glob("*")]


@pytest.mark.parametrize(
    "address",
    [
        "pages/{0}.png",
        "pages/{0}/rectangles?start=0&end=9",
        "pages/1/rectangles?start={0}&end=9",
        "differences?before={0}&after=1",
    ],
)
def test_a_number_that_no_database_takes_is_explained(stocked: Office, address: str) -> None:
    [document] = stocked.client.get("/api/documents").json()["documents"]
    shown = stocked.client.get(f"/api/documents/{document['id']}/{address.format(10**30)}")
    assert_explained(shown, 422, "invalid_request")
