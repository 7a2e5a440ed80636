"""What was asked is kept for some days without a person, and shown in groups of five or more only."""

import time
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from assistant.asked import QuestionLog
from assistant.conversation import Outcome
from ingest.identities import new_identity
from ingest.tables import transaction
from ingest.usage_tables import questions
from tests.assistant.running import wait_until
from tests.web.office import QUESTION, Office, assert_explained

TODAY = date.today()
DOGS = ["Darf mein Hund ins Büro?", "Ist ein Hund im Büro erlaubt?", "Hund im Büro?", "Büro mit Hund, geht das?"]


def log_of(office: Office) -> QuestionLog:
    log: QuestionLog = office.client.app.state.context.log  # type: ignore[attr-defined]
    return log


def kept(office: Office) -> list[dict[str, Any]]:
    log_of(office).write(TODAY)
    with office.shelf.library.engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(questions))]


def keep(office: Office, texts: list[str], outcome: Outcome = "nothing", day: date = TODAY, cited: tuple[str, ...] = ()) -> None:
    """Questions as if they had been asked."""
    rows = [
        {"id": new_identity(), "day": day, "text": text, "outcome": outcome, "confidence": 0.5, "seconds": 0.1, "documents": cited}
        for text in texts
    ]
    with transaction(office.shelf.library.engine) as connection:
        connection.execute(insert(questions), rows)


def read(office: Office, address: str) -> Any:
    response = office.client.get(address)
    assert response.status_code == 200, response.text
    return response.json()


def test_a_question_is_kept_as_it_was_understood_with_what_became_of_it(stocked: Office) -> None:
    stocked.ask()
    (row,) = kept(stocked)
    (document,) = stocked.client.get("/api/documents").json()["documents"]
    assert (row["text"], row["outcome"], row["day"], row["documents"]) == (QUESTION, "answered", TODAY, [document["id"]])


def test_a_streamed_answer_is_kept_as_well(stocked: Office) -> None:
    stocked.client.post("/api/chat", json={"question": QUESTION})
    assert [row["outcome"] for row in kept(stocked)] == ["answered"]


def test_nothing_of_a_person_is_kept(stocked: Office) -> None:
    stocked.client.post("/api/chat", json={"question": QUESTION}, headers={"X-Forwarded-For": "192.0.2.7", "User-Agent": "Meins"})
    stocked.ask("Und im Ausland?", history=[{"question": QUESTION, "answer": "30 Cent."}])
    rows = kept(stocked)
    assert {column.name for column in questions.c} == {"id", "day", "text", "outcome", "confidence", "seconds", "documents"}
    assert all(type(row["day"]) is date for row in rows)
    assert not any(secret in str(rows) for secret in ("192.0.2.7", "Meins", "testclient", "127.0.0.1"))


def test_the_order_of_questions_cannot_be_told(office: Office) -> None:
    asked = [f"Frage Nummer {number:02}" for number in range(30)]
    for text in asked:
        keep(office, [text])
    assert [row["text"] for row in kept(office)] != asked


def test_small_talk_and_trials_are_not_kept(stocked: Office) -> None:
    stocked.ask("Guten Tag!")
    response = stocked.client.post("/api/trials", json={"question": QUESTION})
    assert "30 Cent" in response.json()["text"]
    assert kept(stocked) == []


def test_with_zero_days_nothing_is_kept(stocked: Office) -> None:
    engine = stocked.shelf.library.engine
    log = QuestionLog(engine, 0)
    list(log.watch(stocked.client.app.state.context.assistant.answer(_question())))  # type: ignore[attr-defined]
    log.write(TODAY)
    assert kept(stocked) == []


def _question() -> Any:
    from assistant.conversation import Question

    return Question(QUESTION)


def test_what_is_too_old_is_removed(office: Office) -> None:
    keep(office, ["alt"], day=TODAY - timedelta(days=30))
    keep(office, ["jung"], day=TODAY - timedelta(days=29))
    log = QuestionLog(office.shelf.library.engine, 30)
    log.write(TODAY)
    assert [row["text"] for row in kept(office)] == ["jung"]


def test_a_group_of_four_is_not_shown_and_one_of_five_is(office: Office) -> None:
    keep(office, DOGS)
    assert read(office, "/api/condition/questions")["groups"] == []
    keep(office, ["Hunde im Büro erlaubt?"], "touched")
    (group,) = read(office, "/api/condition/questions")["groups"]
    assert group["questions"] == 5
    assert "Büro" in group["wording"]


def test_questions_in_words_that_no_embedder_knows_are_a_group_as_well(office: Office) -> None:
    keep(office, ["Wo parkt die Rappelkiste?", "Wo parkt denn die Rappelkiste?"] * 3)
    (group,) = read(office, "/api/condition/questions")["groups"]
    assert group["questions"] == 6


def test_words_that_fewer_than_five_people_wrote_are_never_shown(office: Office) -> None:
    keep(office, [*DOGS, "Darf der Hund von Frau Müller-Lüdenscheidt ins Büro?", "Hund ins Büro?"])
    shown = str(read(office, "/api/condition/questions"))
    assert "Hund" in shown
    assert "Müller" not in shown


def test_questions_that_were_marked_as_not_helpful_count_among_them(office: Office) -> None:
    for text in [*DOGS, "Hund im Büro?"]:
        office.client.post("/api/feedback", json={"question": text, "answer": "Nein.", "helpful": False})
    (group,) = read(office, "/api/condition/questions")["groups"]
    assert group["unhelpful"] == 5


def test_documents_that_no_answer_rests_on_are_named_once_enough_was_answered(stocked: Office) -> None:
    other = stocked.upload("hund.md", "# Hunde\n\nHunde dürfen nicht ins Büro mitgebracht werden.\n")["document_id"]
    (cited,) = [one["id"] for one in stocked.client.get("/api/documents").json()["documents"] if one["id"] != other]
    keep(stocked, ["Kilometer?"] * 4, "answered", cited=(cited,))
    assert read(stocked, "/api/condition")["uncited"]["answered"] is None
    keep(stocked, ["Kilometer?"], "answered", cited=(cited,))
    uncited = read(stocked, "/api/condition")["uncited"]
    assert [document["id"] for document in uncited["documents"]] == [other]


def test_the_overview_shows_no_figure_below_five(office: Office) -> None:
    keep(office, ["a"] * 7, "answered")
    keep(office, ["b"] * 4, "nothing", TODAY - timedelta(days=1))
    overview = read(office, "/api/overview")
    assert [day["questions"] for day in overview["days"][-2:]] == [None, 7]
    assert overview["outcomes"] == {"answered": 7, "touched": 0, "nothing": None}
    assert overview["questions"] == 10
    assert overview["seconds"] == {"p50": 0.1, "p95": 0.1}
    assert overview["feedback"] is None


@pytest.mark.parametrize(
    "address", ["condition", "condition/twins", "condition/questions", "overview", "words", "words/suggestions"]
)
def test_all_of_this_is_for_editors(office: Office, address: str) -> None:
    assert_explained(office.client.get(f"/api/{address}", headers=office.reader), 403, "forbidden")


def test_what_fails_beside_the_questions_is_tried_again(office: Office) -> None:
    engine = office.shelf.library.engine

    def execute(statement: str) -> None:
        with transaction(engine) as connection:
            connection.exec_driver_sql(statement)

    def stored() -> bool:
        with engine.connect() as connection:
            return connection.execute(select(questions)).first() is not None

    execute("ALTER TABLE questions RENAME TO away")
    office.ask(QUESTION)
    time.sleep(3)
    execute("ALTER TABLE away RENAME TO questions")
    office.ask(QUESTION)
    wait_until(stored, 20)
