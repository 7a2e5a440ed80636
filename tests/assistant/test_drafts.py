"""Draft gold questions from feedback and unanswered questions."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from assistant import drafts
from assistant.drafts import Place, UnfinishedDraft, UnknownDraft
from eval.sets import read_set
from ingest.library import Library
from ingest.tables import feedback, transaction
from ingest.usage_tables import questions

NOW = datetime.now(UTC).replace(tzinfo=None)


def rate(library: Library, question: str, helpful: bool, answer: str = "Antwort", comment: str | None = None) -> None:
    with transaction(library.engine) as connection:
        row = {"created": NOW, "question": question, "answer": answer, "helpful": helpful, "reason": None, "comment": comment}
        connection.execute(insert(feedback).values(row))


def ask(library: Library, identity: str, text: str, outcome: str = "nothing") -> None:
    row = {
        "id": identity,
        "day": date.today(),
        "text": text,
        "outcome": outcome,
        "confidence": 0.1,
        "seconds": 0.1,
        "documents": [],
    }
    with transaction(library.engine) as connection:
        connection.execute(insert(questions).values(row))


def test_rated_and_unanswered_questions_become_drafts_once(library: Library) -> None:
    rate(library, "Wie hoch ist das Tagegeld?", helpful=True, answer="28 Euro")
    rate(library, "Wer vergibt Parkplätze?", helpful=False, comment="falsche Stelle")
    ask(library, "1", "Gibt es Kitaplätze?")
    ask(library, "2", "gibt es kitaplätze")
    ask(library, "3", "Wann ist Feierabend?", outcome="answered")
    assert drafts.draft_questions(library.engine) == 3
    by_origin = {draft.origin: draft for draft in drafts.list_drafts(library.engine)}
    assert {draft.answer for draft in by_origin.values()} == {""}, "what somebody was answered is not for everybody"
    assert by_origin["not_helpful"].note == "falsche Stelle"
    assert by_origin["not_answered"].asked == 2
    assert drafts.list_drafts(library.engine)[0].origin == "not_answered"
    assert drafts.draft_questions(library.engine) == 0


def test_a_rejected_question_is_not_drafted_again(library: Library) -> None:
    ask(library, "1", "Wie wird das Wetter?")
    drafts.draft_questions(library.engine)
    (draft,) = drafts.list_drafts(library.engine)
    drafts.reject(library.engine, draft.id)
    ask(library, "2", "Wie wird das Wetter??")
    assert drafts.draft_questions(library.engine) == 0
    assert drafts.list_drafts(library.engine) == []


def test_a_draft_is_approved_once_it_says_what_is_right(library: Library) -> None:
    ask(library, "1", "Wie hoch ist das Tagegeld?")
    drafts.draft_questions(library.engine)
    (draft,) = drafts.list_drafts(library.engine)
    with pytest.raises(UnfinishedDraft):
        drafts.approve(library.engine, draft.id)
    drafts.change(library.engine, replace(draft, answerable="no"))
    drafts.approve(library.engine, draft.id)
    assert [each.state for each in drafts.list_drafts(library.engine, None)] == ["approved"]
    with pytest.raises(UnknownDraft):
        drafts.approve(library.engine, "nobody")


def test_what_was_approved_is_a_set_that_can_be_measured(library: Library, tmp_path: Path) -> None:
    ask(library, "1", "Wie hoch ist das Tagegeld?")
    ask(library, "2", "Wer füttert die Fische?")
    ask(library, "3", "Bleibt Entwurf?")
    drafts.draft_questions(library.engine)
    by_text = {draft.question: draft for draft in drafts.list_drafts(library.engine)}
    places = (Place("Reisekosten", 3), Place("Reisekosten", 4))
    gold = replace(by_text["Wie hoch ist das Tagegeld?"], answer="28 Euro; je Tag", facts=("28 Euro",), sources=places)
    drafts.change(library.engine, gold)
    drafts.approve(library.engine, gold.id)
    impossible = replace(by_text["Wer füttert die Fische?"], answerable="no")
    drafts.change(library.engine, impossible)
    drafts.approve(library.engine, impossible.id)
    path = tmp_path / "desk.csv"
    path.write_text(drafts.export_set(library.engine), encoding="utf-8", newline="")
    read = {question.text: question for question in read_set(str(path)).questions}
    assert read.keys() == {"Wie hoch ist das Tagegeld?", "Wer füttert die Fische?"}
    assert [source.page for source in read["Wie hoch ist das Tagegeld?"].sources] == [3, 4]
    assert read["Wie hoch ist das Tagegeld?"].facts == ("28 Euro",)
    assert not read["Wer füttert die Fische?"].answerable


def test_no_cell_is_a_formula(library: Library) -> None:
    ask(library, "1", '=HYPERLINK("x")')
    drafts.draft_questions(library.engine)
    (row,) = csv.DictReader(io.StringIO(drafts.export_set(library.engine, None).removeprefix("\ufeff")), delimiter=";")
    assert row["question"] == """'=HYPERLINK("x")"""
