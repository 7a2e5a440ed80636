"""What can be done besides answering is offered only with a language model."""

from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from ingest.settings import Settings
from tests.assistant.scripted import ScriptedModel
from tests.web.office import QUESTION, Office, assert_explained, at_this_machine, events_of


def with_model(office: Office, settings: Settings, model: ScriptedModel) -> TestClient:
    built = build_assistant(settings, office.shelf.library)
    return at_this_machine(
        make_app(
            Context(
                settings.model_copy(update={"identity": "demo"}), office.shelf.library, Assistant(built.retriever, model, settings)
            )
        )
    )


def test_without_a_model_nothing_is_offered_and_a_task_is_refused(stocked: Office) -> None:
    assert stocked.client.get("/api/tasks").json() == {"tasks": []}
    assert_explained(stocked.client.post("/api/tasks/memo", json={"answer": "Ja."}), 409, "needs_model")
    assert_explained(stocked.client.post("/api/tasks/poem", json={"answer": "Ja."}), 404, "unknown_task")


def test_an_answer_becomes_a_draft_with_the_same_citations(stocked: Office, settings: Settings) -> None:
    answer = stocked.ask()
    client = with_model(stocked, settings, ScriptedModel(["Es werden 30 Cent je Kilometer erstattet [1]. Und 99 Euro [1]."]))
    passages = [hit["passage"]["id"] for hit in answer["hits"]]
    asked = {"question": QUESTION, "answer": answer["text"], "passages": passages}
    events = events_of(client.post("/api/tasks/letter", json=asked).text)
    assert events[-1][0] == "answer"
    assert [sentence["verdict"] for sentence in events[-1][1]["sentences"]] == ["supported", "unsupported"]
    assert events[-1][1]["citations"][0]["passage"]["id"] == passages[0]


def test_a_document_is_summarised(stocked: Office, settings: Settings) -> None:
    document = stocked.client.get("/api/documents").json()["documents"][0]["id"]
    model = ScriptedModel(["Es werden 30 Cent je Kilometer erstattet [1]."])
    events = events_of(with_model(stocked, settings, model).post("/api/tasks/summary", json={"document": document}).text)
    assert events[-1][1]["outcome"] == "answered"
    assert "30 Cent" in model.tasks[0].messages[-1].text


def test_what_is_missing_or_unknown_is_named(stocked: Office, settings: Settings) -> None:
    client = with_model(stocked, settings, ScriptedModel(["Ja."]))
    assert_explained(client.post("/api/tasks/summary", json={"document": "f" * 32}), 404, "unknown_document")
    assert_explained(client.post("/api/tasks/summary", json={}), 422, "invalid_request")
    assert_explained(client.post("/api/tasks/memo", json={"answer": "Ja.", "passages": [999999]}), 422, "invalid_request")
