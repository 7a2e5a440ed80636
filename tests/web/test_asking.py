"""Questions over HTTP: the events in their order and shape, and the whole answer."""

import pytest

from tests.web.office import JSON, QUESTION, Office, events_of


def test_an_answer_comes_as_events_in_their_order(stocked: Office) -> None:
    response = stocked.client.post("/api/chat", json={"question": QUESTION})
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    events = events_of(response.text)
    names = [name for name, _ in events]
    assert (names[0], names[-1]) == ("passages", "answer")
    assert names[1:-1] == ["text", "sentence"] * len(events[-1][1]["sentences"])
    assert [content for name, content in events if name == "sentence"] == events[-1][1]["sentences"]
    assert "".join(content["text"] for name, content in events if name == "text").strip() == events[-1][1]["text"]


def test_the_events_have_their_shapes(stocked: Office) -> None:
    events = dict(events_of(stocked.client.post("/api/chat", json={"question": QUESTION}).text))
    passage_fields = {"id", "document", "text", "headings", "page", "anchor", "start", "end"}
    assert events["passages"].keys() == {"question", "hits"}
    assert events["passages"]["hits"][0].keys() == {"passage", "score", "scores", "widened"}
    assert events["passages"]["hits"][0]["passage"].keys() == passage_fields
    assert events["text"].keys() == {"text"}
    answer = events["answer"]
    expected = "text outcome refused question sentences citations hits confidence model prompt left_out timings"
    assert answer.keys() == {*expected.split(), "mistrusted", "dropped", "as_of", "remarks", "conversation", "further"}
    assert answer["sentences"][0].keys() == {"text", "citations", "verdict", "reason", "ground", "share"}
    assert answer["citations"][0].keys() == {"number", "passage", "quote", "start", "end", "stand"}
    document = answer["citations"][0]["passage"]["document"]
    assert (document["title"], document["valid_from"], document["valid_to"]) == ("Reisekosten", "2024-01-01", None)


def test_who_accepts_json_gets_the_whole_answer(stocked: Office) -> None:
    streamed = events_of(stocked.client.post("/api/chat", json={"question": QUESTION}).text)[-1][1]
    whole = stocked.ask()
    assert whole["text"] == streamed["text"]
    assert "30 Cent je Kilometer" in whole["text"]
    assert whole["citations"] == streamed["citations"]


def test_a_quote_stands_literally_in_the_text_of_its_document(stocked: Office) -> None:
    citations = stocked.ask()["citations"]
    assert citations
    for citation in citations:
        text = stocked.client.get(f"/api/documents/{citation['passage']['document']['id']}/text").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"] != ""


def test_a_question_may_name_its_day_and_its_collections(stocked: Office) -> None:
    assert not stocked.ask(as_of="2025-01-01")["refused"]
    assert stocked.ask(as_of="2020-01-01")["outcome"] == "nothing"
    assert stocked.ask(collections=["anderswo"])["outcome"] == "nothing"
    assert stocked.ask(documents=["keines"])["outcome"] == "nothing"


def test_a_follow_up_is_understood_by_its_history(stocked: Office) -> None:
    history = [{"question": "Was gilt für den privaten Kraftwagen?", "answer": "30 Cent [1]"}]
    assert "Kraftwagen" in stocked.ask("Und je Kilometer?", history=history)["question"]


@pytest.mark.parametrize(
    "question", ["Wie\u0000 viel\u0007 Cent\u200b je Kilometer?", " Wie viel Cent\nje Kilometer? ", "a" * 4000, "🚲 Kilometer?"]
)
def test_unusual_questions_are_answered(stocked: Office, question: str) -> None:
    assert stocked.ask(question)["text"]


def test_the_page_gets_its_words(stocked: Office) -> None:
    settings = stocked.client.get("/api/settings").json()
    assert settings["name"] == "Aktenlotse"
    assert "Künstlichen Intelligenz" in settings["notice"]


def test_feedback_is_kept(stocked: Office) -> None:
    given = {"question": QUESTION, "answer": "30 Cent", "helpful": False, "reason": "wrong", "comment": "Es sind 38."}
    assert stocked.client.post("/api/feedback", json=given).status_code == 204
    with stocked.shelf.library.engine.connect() as connection:
        (row,) = connection.exec_driver_sql("SELECT question, helpful, comment FROM feedback").all()
    assert tuple(row) == (QUESTION, 0, "Es sind 38.")


def test_operators_see_that_the_server_is_ready_and_what_it_measures(stocked: Office) -> None:
    assert stocked.client.get("/healthz").json() == {"status": "alive"}
    ready = stocked.client.get("/readyz").json()
    assert (ready["passages"], ready["model"], ready["index_lag"]) == (1, "quoting", 0)
    stocked.ask()
    stocked.ask(collections=["anderswo"])
    stocked.client.post("/api/chat", json={"question": QUESTION}, headers=JSON)
    shown = stocked.client.get("/metrics").text
    assert 'aktenlotse_questions_total{outcome="answered"} 2.0' in shown
    assert 'aktenlotse_questions_total{outcome="nothing"} 1.0' in shown
    assert "aktenlotse_first_text_seconds_count 3.0" in shown
    assert "aktenlotse_answer_seconds_count 3.0" in shown
    assert "Kilometer" not in shown
