"""Every route, for every role, on documents in every state: let in, forbidden, or not there. No word of what is closed gets out."""

from collections.abc import Iterator

import pytest
from httpx2 import Response

from ingest import records
from ingest.documents import Document
from ingest.library import Library
from ingest.settings import Settings
from tests.web.offices import COLLECTIONS, SECRET, Authority, open_authority
from tests.web.rights_table import ANYBODY, BODIES, EDITED, EDITORS, ROUTES, SEEN, SIGNED_IN, STATES, UNKNOWN

OF_DOCUMENTS = [route for route in ROUTES if "{document_id}" in route]
TEXT_OF_MANY = [route for route in ROUTES if route.startswith("GET ") and "{" not in route]


@pytest.fixture
def authority(settings: Settings, library: Library) -> Iterator[Authority]:
    opened = open_authority(settings, library)
    with opened.client:
        yield opened


def call(authority: Authority, role: str, route: str, **ids: str) -> Response:
    method, path = route.split(" ")
    known = {"page": "1", "task": "summary"} | ids
    for name in ("token_id", "conversation_id", "job_id", "draft_id", "person_id", "erasure_id", "document_id"):
        path = path.replace(f"{{{name}}}", known.get(name, "0" * 32))
    path = path.replace("{page}", known["page"]).replace("{task}", known["task"])
    more = {key: value for key, value in BODIES.get(route, {}).items()}
    return authority.client.request(method, path, headers=authority.headers(role), **more)  # type: ignore[arg-type]


def verdict(response: Response) -> str:
    """What the server makes of whoever asks; the rest is between them and the route."""
    assert response.status_code < 500, response.text
    kind = response.headers.get("content-type", "")
    error = response.json().get("error") if response.is_error and "json" in kind else None
    code = error.get("code") if isinstance(error, dict) else error
    verdicts = {"not_signed_in": "sign in", "forbidden": "forbidden", "unknown_document": "not there"}
    return verdicts.get(str(code), "let in")


def test_every_route_is_in_the_table_and_every_entry_is_a_route(authority: Authority) -> None:
    paths = authority.client.get("/openapi.json").json()["paths"]
    assert {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods} == set(ROUTES)


@pytest.mark.parametrize("role", sorted(ANYBODY))
def test_each_role_is_let_in_where_the_table_says(authority: Authority, role: str) -> None:
    found = {route: verdict(call(authority, role, route)) for route in ROUTES if "{document_id}" not in route}
    refusal = "sign in" if role in UNKNOWN else "forbidden"
    assert found == {route: "let in" if role in ROUTES[route] else refusal for route in found}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", sorted(ANYBODY))
def test_a_document_is_there_only_for_those_who_may_know_of_it(authority: Authority, role: str, state: str) -> None:
    found = {}
    for route in OF_DOCUMENTS:
        response = call(authority, role, route, document_id=authority.put(state).id)
        found[route] = verdict(response)
        if found[route] != "let in":
            assert SECRET not in response.text
    assert found == {route: expected(role, route, state) for route in OF_DOCUMENTS}


def expected(role: str, route: str, state: str) -> str:
    if role in UNKNOWN:
        return "sign in"
    if role not in ROUTES[route]:
        return "forbidden"
    if role not in SEEN[state]:
        return "not there"
    return "forbidden" if ROUTES[route] == EDITORS and role not in EDITED.get(state, frozenset()) else "let in"


def test_what_is_forbidden_is_so_before_anybody_looks_whether_it_is_there(authority: Authority) -> None:
    """Who may not edit anything learns nothing by trying."""
    for route in OF_DOCUMENTS:
        if ROUTES[route] != SIGNED_IN:
            there = [authority.put(state).id for state in ("own", "closed", "removed")]
            answers = [call(authority, "staff", route, document_id=each) for each in there]
            assert len({(each.status_code, each.text) for each in answers}) == 1, route


@pytest.mark.parametrize("role", sorted(SIGNED_IN - {"insider"}))
def test_no_list_count_or_answer_says_a_word_of_what_is_closed(authority: Authority, role: str) -> None:
    before = said_to(authority, role)
    closed = [authority.put(state) for state in ("closed", "confidential", "refused")]
    after = said_to(authority, role)
    for route, text in after.items():
        assert not [word for word in words_of(closed, role) if word in text], route
    assert {route for route in after if after[route] != before[route]} <= CHANGING


CHANGING = {"GET /readyz", "GET /metrics", "GET /api/me", "GET /api/protection"} | {
    f"GET /api/audit{rest}" for rest in ("", "/verification", "/export")
}
"""Routes whose answers change with every call, and those by which machine and collections are looked after."""


def words_of(documents: list[Document], role: str) -> list[str]:
    """What would show that a document is there; who administers knows the collections, and ids from the audit."""
    names = [SECRET, *(document.file_name for document in documents), *(document.digest for document in documents)]
    ids = [document.id for document in documents]
    return names if role == "administrator" else [*names, *ids, COLLECTIONS["closed"]]


def said_to(authority: Authority, role: str) -> dict[str, str]:
    """All that somebody can get without naming a document, and what they are told who ask for it by its words."""
    client = authority.client
    said = {route: call(authority, role, route).text for route in TEXT_OF_MANY}
    said["GET /api/overview"] = said["GET /api/overview"].partition('"days"')[0]  # what follows counts questions
    question = "Wem ist der Fund aus Quecksilber zu melden?"
    asked: dict[str, dict[str, object]] = {
        "/api/chat": {"question": question, "collections": [COLLECTIONS["closed"], "allgemein"]},
        "/v1/chat/completions": {"messages": [{"role": "user", "content": question}]},
        "/api/trials": {"question": question},
        "/api/words/trials": {"question": question, "everyday": ["fund"], "official": ["melden"]},
    }
    for path, body in asked.items():
        headers = authority.headers(role) | {"Accept": "application/json"}
        answer = client.post(path, json=body, headers=headers).json()
        for name in ("timings", "id", "created"):
            answer.pop(name, None)
        said[path] = str(answer)
    return said


@pytest.mark.parametrize("state", ["closed", "confidential", "refused", "unreleased"])
def test_naming_a_closed_document_in_a_request_is_naming_none(authority: Authority, state: str) -> None:
    closed, removed = authority.put(state), authority.put("removed")
    answers = [named(authority, closed.id, passage_of(authority, closed)), named(authority, removed.id, 999_999)]
    assert answers[0] == answers[1]
    assert SECRET not in str(answers)


@pytest.mark.parametrize("state", ["closed", "confidential", "refused"])
def test_an_editor_does_not_make_a_closed_document_the_successor_of_their_own(authority: Authority, state: str) -> None:
    own, said = f"/api/documents/{authority.put('own').id}", []
    for document in (authority.put(state), authority.put("removed")):
        response = authority.client.patch(own, json={"superseded_by": document.id}, headers=authority.headers("editor"))
        said.append((response.status_code, response.text))
    assert said[0] == said[1]
    assert said[0][0] == 422


def named(authority: Authority, document: str, passage: int) -> str:
    """What is said to staff who name a document or a passage where none is shown."""
    headers, client = authority.headers("staff") | {"Accept": "application/json"}, authority.client
    asked = {"question": "Wem ist der Fund zu melden?", "documents": [document]}
    answer = client.post("/api/chat", json=asked, headers=headers).json()
    citation = {"number": 1, "passage": passage, "quote": "Der Fund"}
    turn = {"question": "Wem?", "understood": "Wem?", "asked": "2026-03-04T09:30:00Z", "answer": "Ihr.", "outcome": "answered"}
    memo = {"turns": [turn | {"model": "m", "prompt": "", "sentences": [], "citations": [citation]}]}
    said = (
        {name: value for name, value in answer.items() if name != "timings"},
        client.post("/api/tasks/summary", json={"document": document}, headers=headers).json(),
        client.post("/api/tasks/memo", json={"answer": "Ja.", "passages": [passage]}, headers=headers).json(),
        len(client.post("/api/vermerk", json=memo, headers=headers).content) // 100,
    )
    return str(said).replace(document, "ID")


def passage_of(authority: Authority, document: Document) -> int:
    with authority.library.engine.connect() as connection:
        [row] = records.passages_of(connection, [document.id], authority.library.indexes.generation)
    return int(row.id)
