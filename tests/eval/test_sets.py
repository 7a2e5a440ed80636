"""Reading gold sets."""

from datetime import date
from pathlib import Path

import pytest

from eval.sets import FaultySet, read_set
from tests.eval.small_set import QUERIES, write_set


def test_a_set_is_read_with_history_day_and_gold(tmp_path: Path) -> None:
    gold = read_set(str(write_set(tmp_path / "small")))
    by_id = {question.id: question for question in gold.questions}
    assert gold.name == "small"
    assert by_id["q3"].as_of == date(2023, 6, 1)
    assert by_id["q4"].history[0].answer == "Ja, es gibt Parkplätze im Innenhof."
    assert by_id["q4"].standalone == "Wer vergibt die Parkplätze im Innenhof?"
    assert by_id["q1"].facts == ("sechs Monaten",)
    assert by_id["q1"].relevant == {"travel": 1}
    assert [question.id for question in gold.questions if not question.answerable] == ["q5"]


def test_spans_point_at_their_words(tmp_path: Path) -> None:
    gold = read_set(str(write_set(tmp_path / "small")))
    texts = {entry.id: entry.text for entry in gold.entries}
    spans = [span for question in gold.questions for span in question.spans]
    assert [texts[span.document][span.start : span.end] for span in spans] == [span.text for span in spans]


@pytest.mark.parametrize("about", [{"titles": False}, {"note": "English titles; blank the title to avoid hints."}])
def test_a_set_can_ask_to_be_read_without_titles(tmp_path: Path, about: dict[str, object]) -> None:
    blank = read_set(str(write_set(tmp_path / "blank", about=about)))
    titled = read_set(str(write_set(tmp_path / "titled", about={"note": "title = heading"})))
    assert {entry.title for entry in blank.entries} == {""}
    assert "Parken" in {entry.title for entry in titled.entries}
    assert blank.corpus_digest != titled.corpus_digest


def test_a_question_that_nobody_judged_is_not_called_unanswerable(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "small")
    (folder / "answers.jsonl").unlink()
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n")
    assert all(question.answerable for question in read_set(str(folder)).questions)


def test_an_unknown_set_is_named_together_with_those_there_are() -> None:
    with pytest.raises(FaultySet, match=r"nowhere .*landesamt"):
        read_set("nowhere")


def test_a_broken_line_is_named_with_its_number(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "small")
    with (folder / "queries.jsonl").open("a") as lines:
        lines.write('{"_id": \n')
    with pytest.raises(FaultySet, match=f"queries.jsonl, line {len(QUERIES) + 1}"):
        read_set(str(folder))
