"""Reading gold sets."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from eval.sets import FaultySet, find_set, read_set, validate_set
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


def test_a_line_that_is_no_unicode_is_named(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "small")
    path = folder / "queries.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + '{"_id": "q9", "text": "Für wen?"}\n'.encode("latin-1"))
    (fault,) = [fault for fault in validate_set(str(folder))[1] if fault.fatal]
    assert fault.where == f"line {len(QUERIES) + 1}"


def test_what_is_odd_about_a_set_is_named(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "small")
    with (folder / "qrels.tsv").open("a") as lines:
        lines.write("q1\tnowhere\t1\nstranger\ttravel\t1\nq2\tparking\t0\n")
    with (folder / "queries.jsonl").open("a") as lines:
        lines.write('{"_id": "q1", "text": "Noch einmal?"}\n')
    gold, faults = validate_set(str(folder))
    texts = [str(fault) for fault in faults]
    assert any("nowhere" in text and "question q1" in text for text in texts)
    assert any("qrels.tsv" in text and "stranger" in text for text in texts)
    assert any("queries.jsonl, line 6, id" in text for text in texts)
    assert not any(fault.fatal for fault in faults)
    assert next(question for question in gold.questions if question.id == "q2").irrelevant == ("parking",)


def test_the_own_set_has_no_fault() -> None:
    gold, faults = validate_set("landesamt")
    assert faults == []
    assert {question.difficulty for question in gold.questions} >= {"easy", "medium", "hard"}


def test_the_digest_of_the_own_set_is_that_of_its_last_version() -> None:
    folder = find_set("landesamt")
    built = b"".join((folder / name).read_bytes() for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv", "answers.jsonl"))
    versions = re.findall(r"^\| \d+ \| `(\w+)`", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert hashlib.sha256(built).hexdigest().startswith(versions[-1]), "the set has changed: add a version to its README"
