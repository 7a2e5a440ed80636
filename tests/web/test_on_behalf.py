"""Questions of people: kept where they want it, answered from what they may read, written by a model that may see it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.access.protection import Protection, protect
from assistant.access.rights import rule_document
from assistant.answering import Assistant
from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from ingest.documents import Document
from ingest.journal import OPERATOR, read_entries
from ingest.library import Library
from ingest.secret import is_signed
from ingest.settings import Settings
from tests.assistant.running import wait_until
from tests.assistant.scripted import ScriptedModel
from tests.web.office import QUESTION, Office, assert_explained, at_this_machine
from tests.web.offices import SECRET, Authority, open_authority

FINDS = "Wem ist der Quecksilberfund zu melden?"


@pytest.fixture
def authority(settings: Settings, library: Library) -> Iterator[Authority]:
    opened = open_authority(settings, library)
    with opened.client:
        yield opened


def ask(authority: Authority, headers: dict[str, str], **body: object) -> dict[str, object]:
    headers = headers | {"Accept": "application/json"}
    response = authority.client.post("/api/chat", json={"question": FINDS} | body, headers=headers)
    assert response.status_code == 200, response.text
    answer: dict[str, object] = response.json()
    return answer


def turns(authority: Authority, headers: dict[str, str], conversation: object) -> list[dict[str, object]]:
    shown = authority.client.get(f"/api/conversations/{conversation}", headers=headers).json()
    found: list[dict[str, object]] = shown["turns"]
    return found


def test_nothing_is_kept_unless_it_is_wanted(authority: Authority) -> None:
    staff = authority.headers("staff")
    assert ask(authority, staff)["conversation"] is None
    assert authority.client.get("/api/conversations", headers=staff).json() == {"conversations": []}
    kept = ask(authority, staff, keep=True)["conversation"]
    assert [turn["question"] for turn in turns(authority, staff, kept)] == [FINDS]


def test_a_conversation_goes_on_by_its_id_and_is_its_own_history(authority: Authority) -> None:
    authority.put("open")
    staff = authority.headers("staff")
    begun = ask(authority, staff, question="Wem sind Reisekosten zu melden?", keep=True)["conversation"]
    made_up = [{"question": "Was gilt im Weltraum?", "answer": "Nichts."}]
    answer = ask(authority, staff, question="Und wann?", conversation=begun, history=made_up)
    assert answer["conversation"] == begun
    assert "Reisekosten" in str(answer["question"])
    assert "Weltraum" not in str(answer["question"])
    assert len(turns(authority, staff, begun)) == 2


def test_nobody_goes_on_with_somebody_else_s_conversation(authority: Authority) -> None:
    begun = ask(authority, authority.headers("insider"), keep=True)["conversation"]
    body = {"question": FINDS, "conversation": begun}
    refused = authority.client.post("/api/chat", json=body, headers=authority.headers("staff"))
    assert_explained(refused, 404, "unknown_conversation")


def test_a_right_that_is_taken_away_hides_former_answers_and_all_that_was_found_with_them(authority: Authority) -> None:
    cited, found = authority.put("closed"), authority.put("closed")
    insider = authority.headers("insider")
    answer = ask(authority, insider, keep=True)
    assert SECRET in str(answer)
    for document in (cited, found):
        forbid(authority, document)
        assert document.id not in str(turns(authority, insider, answer["conversation"]))
    assert turns(authority, insider, answer["conversation"])[0]["answer"] is None
    assert SECRET not in str(ask(authority, insider, question="Wo?", conversation=answer["conversation"]))


def forbid(authority: Authority, document: Document) -> None:
    with authority.gate.journal.change(OPERATOR) as change:
        rule_document(change, document.id, "group:leitung", False)


def test_who_asks_too_often_is_told_when_to_come_back(settings: Settings, library: Library) -> None:
    limited = settings.model_copy(update={"identity": "demo", "questions_per_minute": 2})
    app = make_app(Context(limited, library, build_assistant(limited, library)))
    with at_this_machine(app) as client:
        answers = [client.post("/api/chat", json={"question": QUESTION}) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert_explained(answers[2], 429, "too_many_requests")
    assert 1 <= int(answers[2].headers["retry-after"]) <= 30


@pytest.mark.parametrize("protection", ["public", "internal", "confidential"])
def test_a_model_sees_only_what_its_class_allows(stocked: Office, settings: Settings, protection: Protection) -> None:
    model = ScriptedModel(["Es werden 30 Cent je Kilometer erstattet [1]."])
    distant = settings.model_copy(update={"identity": "demo", "model_sees": "public", "floor": 0.0})
    library = stocked.shelf.library
    app = make_app(Context(distant, library, Assistant(build_assistant(distant, library).retriever, model, distant)))
    [document] = stocked.client.get("/api/documents").json()["documents"]
    with app.state.gate.journal.change(OPERATOR) as change:
        protect(change, document["id"], protection)
    with at_this_machine(app) as client:
        history = [{"question": QUESTION, "answer": "30 Cent"}]
        body = {"question": QUESTION, "history": history}
        answer = client.post("/api/chat", json=body, headers={"Accept": "application/json"}).json()
        summary = client.post("/api/tasks/summary", json={"document": document["id"]})
    hidden = protection != "public"
    assert (answer["model"] == "quoting", model.tasks == [], summary.status_code == 409) == (hidden, hidden, hidden)
    if hidden:
        assert_explained(summary, 409, "hidden_from_model")


def test_a_document_that_is_deleted_is_proved_to_be_gone(stocked: Office) -> None:
    [document] = stocked.client.get("/api/documents").json()["documents"]
    kept = stocked.ask(keep=True)["conversation"]
    erasure = stocked.client.delete(f"/api/documents/{document['id']}").json()["erasure"]
    assert stocked.client.get(f"/api/conversations/{kept}").json()["turns"][0]["answer"] is None

    def record() -> dict[str, Any]:
        found: dict[str, Any] = stocked.client.get(f"/api/erasures/{erasure}").json()
        return found

    wait_until(lambda: record()["proved"], 30)
    assert json.loads(record()["record"])["searched"]["found"] == 0
    assert is_signed(record()["record"], bytes.fromhex(record()["signature"]), bytes.fromhex(record()["public_key"]))
    assert not list((stocked.shelf.library.home / "files").glob(f"{document['id']}*"))


def test_each_change_stands_in_the_audit_without_what_was_asked_or_written(stocked: Office) -> None:
    [document] = stocked.client.get("/api/documents").json()["documents"]
    stocked.ask()
    address = f"/api/documents/{document['id']}"
    stocked.client.patch(address, json={"issuer": "Referat Zwirn"})
    stocked.client.put(f"{address}/file", files={"file": ("neu.md", "Ganz neu gefasst.")})
    stocked.client.put("/api/words", json={"everyday": ["karre"], "official": ["kraftwagen"]})
    stocked.client.delete(address)
    with stocked.shelf.library.engine.connect() as connection:
        entries = list(read_entries(connection))
    done = [entry.action for entry in entries if entry.action.startswith(("document.", "words."))]
    assert done[:5] == ["document.upload", "document.describe", "document.replace", "words.put", "document.remove"]
    assert not [word for word in ("Zwirn", "Kilometer", "gefasst", QUESTION) if word in str(entries)]
