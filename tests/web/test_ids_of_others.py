"""Whoever knows the id of what is not theirs gets no further than with one that was made up, also with the same role."""

from collections.abc import Iterator

import pytest
from httpx2 import Response

from assistant.access.people import add_person
from assistant.access.rights import Grant, grant
from assistant.access.sessions import open_session
from assistant.web.identity import now
from ingest.journal import OPERATOR
from ingest.library import Library
from ingest.settings import Settings
from tests.web.offices import OURS, SECRET, Authority, open_authority

NOTHING = "0" * 32
READING = {"Accept": "application/json"}


@pytest.fixture
def authority(settings: Settings, library: Library) -> Iterator[Authority]:
    opened = open_authority(settings, library)
    with opened.client:
        yield opened


@pytest.fixture
def other_editor(authority: Authority) -> dict[str, str]:
    """The headers of somebody who edits too, but another collection."""
    with authority.gate.journal.change(OPERATOR) as change:
        person = add_person(change, "emil", "Emil", now())
        for ability in ("read", "edit"):
            grant(change, Grant(f"person:{person.id}", ability, "anderswo"))
        return OURS | {"Cookie": f"aktenlotse={open_session(change, person, now())}"}


def ids_of_the_editor(authority: Authority) -> dict[str, str]:
    """What the editor has: each route under which it stands, with its id."""
    client, mine = authority.client, authority.headers("editor")
    upload = client.post("/api/documents", files={"file": ("a.md", "Text.")}, data={"collection": "eigen"}, headers=mine)
    client.delete(f"/api/documents/{authority.put('own').id}", headers=mine)
    client.post("/api/me/tokens", json={"name": "Intranet"}, headers=mine)
    asked = client.post("/api/chat", json={"question": "Wem?", "keep": True}, headers=mine | READING)
    return {
        "GET /api/jobs/": upload.json()["id"],
        "GET /api/erasures/": client.get("/api/erasures", headers=mine).json()["erasures"][0]["id"],
        "DELETE /api/me/tokens/": client.get("/api/me/tokens", headers=mine).json()["tokens"][0]["id"],
        "GET /api/conversations/": asked.json()["conversation"],
        "DELETE /api/conversations/": asked.json()["conversation"],
    }


def said(response: Response) -> tuple[int, str]:
    return response.status_code, response.text


def test_an_id_of_somebody_else_is_as_good_as_none(authority: Authority, other_editor: dict[str, str]) -> None:
    known, everybody = ids_of_the_editor(authority), [authority.headers(role) for role in ("staff", "evaluator", "administrator")]
    for route, identity in known.items():
        method, path = route.split(" ")
        for headers in (*everybody, other_editor):
            made_up = authority.client.request(method, f"{path}{NOTHING}", headers=headers)
            theirs = authority.client.request(method, f"{path}{identity}", headers=headers)
            assert said(theirs) == said(made_up), route
            assert theirs.status_code in (403, 404)
    mine = authority.headers("editor")
    assert authority.client.get(f"/api/conversations/{known['GET /api/conversations/']}", headers=mine).status_code == 200


@pytest.mark.parametrize("path", ["documents", "jobs", "conversations", "erasures"])
def test_an_id_that_no_database_takes_is_none(authority: Authority, path: str) -> None:
    shown = authority.client.get(f"/api/{path}/a%00b", headers=authority.headers("editor"))
    assert shown.status_code == 404


@pytest.mark.parametrize("number", [2**31 - 1, 2**31, 2**63, 10**30])
def test_no_number_is_too_much_for_a_database(authority: Authority, number: int) -> None:
    client, chief = authority.client, authority.headers("administrator")
    assert client.get("/api/audit", params={"before": number}, headers=chief).status_code in (200, 422)
    assert client.post("/api/tasks/memo", json={"answer": "Ja.", "passages": [number]}, headers=chief).status_code == 422


def test_somebody_else_s_conversation_is_not_gone_on_with(authority: Authority, other_editor: dict[str, str]) -> None:
    conversation = ids_of_the_editor(authority)["GET /api/conversations/"]
    answers = [
        said(authority.client.post("/api/chat", json={"question": "Und?", "conversation": each}, headers=other_editor | READING))
        for each in (conversation, NOTHING)
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_evaluators_learn_from_drafts_what_was_asked_and_not_what_was_answered(authority: Authority) -> None:
    client, insider, evaluator = authority.client, authority.headers("insider"), authority.headers("evaluator")
    closed, asking = authority.put("closed"), {"question": "Wem ist der Fund zu melden?"}
    answered = client.post("/api/chat", json=asking, headers=insider | READING).json()["text"]
    assert closed.id in answered
    for question, helpful in (("Wem ist er zu melden?", True), ("Und wem noch?", False)):
        said = {"question": question, "answer": answered, "helpful": helpful}
        assert client.post("/api/feedback", json=said, headers=insider).status_code == 204
    assert client.post("/api/drafts", headers=evaluator).json()["made"] >= 2
    for path in ("/api/drafts", "/api/drafts/export?state=draft"):
        shown = client.get(path, headers=evaluator).text
        assert "Und wem noch?" in shown
        assert not [word for word in (SECRET, closed.id) if word in shown]


def test_lists_have_what_is_one_s_own_only(authority: Authority, other_editor: dict[str, str]) -> None:
    ids = set(ids_of_the_editor(authority).values())
    for path in ("/api/jobs", "/api/erasures", "/api/me/tokens", "/api/conversations", "/api/me"):
        shown = authority.client.get(path, headers=other_editor)
        assert shown.status_code == 200
        assert not [identity for identity in ids if identity in shown.text], path
