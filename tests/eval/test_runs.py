"""A run survives a kill, repeats itself, and holds all that its figures depend on."""

import csv
import json
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.assembly import build_assistant
from assistant.conversation import Event, Question
from assistant.quoting import QuotingReader
from assistant.retrieval import Retriever
from assistant.run_folders import list_runs, runs_folder
from assistant.widening import Thesaurus
from eval.comparing import compare
from eval.exporting import write_table
from eval.measuring import measure
from eval.results import Asked, Found, Kind
from eval.runs import Begun, Circumstances, FaultyRun, Run, find_finished, finish, folder_for, open_run, read_run
from eval.sets import read_set
from ingest.library import Library
from ingest.settings import Settings
from tests.eval.made_up import answered, run_of
from tests.eval.small_set import QUERIES, write_set


class Killed(BaseException):
    """The process ends."""


class Dying(Assistant):
    """Answers two questions and takes the process with it at the third."""

    left = 2

    def answer(self, question: Question) -> Generator[Event]:
        if not self.left:
            raise Killed
        self.left -= 1
        yield from super().answer(question)


class Counting(Assistant):
    """Remembers what it was asked."""

    heard: list[str]

    def answer(self, question: Question) -> Generator[Event]:
        self.heard.append(question.text)
        yield from super().answer(question)


def dying(settings: Settings, library: Library) -> Assistant:
    return Dying(Retriever(library, Thesaurus(settings.home / "thesaurus.tsv")), QuotingReader(), settings)


def timeless(run: Run) -> tuple[Asked, ...]:
    return tuple(replace(each, seconds={}) for each in run.asked)


def begun(machine: str = "one") -> Begun:
    circumstances = Circumstances({}, {}, {}, "", True, 1, "static", None, {"name": machine})
    return Begun("answers", "made-up", datetime(2026, 1, 1, tzinfo=UTC), circumstances)


def test_a_killed_run_goes_on_where_it_stopped_and_ends_with_the_same_figures(tmp_path: Path, settings: Settings) -> None:
    gold = read_set(str(write_set(tmp_path / "small")))
    with pytest.raises(Killed):
        measure("answers", gold, settings, tmp_path / "killed", build=dying)
    with (tmp_path / "killed" / "questions.jsonl").open("a") as lines:
        lines.write('{"question": {"id": "q3", "te')
    with pytest.raises(FaultyRun):
        read_run(tmp_path / "killed")
    heard: list[str] = []

    def counting(own: Settings, library: Library) -> Assistant:
        assistant = Counting(Retriever(library, Thesaurus(own.home / "thesaurus.tsv")), QuotingReader(), own)
        assistant.heard = heard
        return assistant

    _, resumed = measure("answers", gold, settings, tmp_path / "killed", build=counting)
    _, whole = measure("answers", gold, settings, tmp_path / "whole", build=build_assistant)
    assert heard == [question.text for question in gold.questions[2:]]
    assert timeless(resumed) == timeless(whole) == timeless(read_run(tmp_path / "killed"))
    assert compare(resumed, whole).equal


@pytest.mark.parametrize("kind", ["retrieval", "answers"])
def test_two_runs_of_the_same_configuration_are_equal_but_for_time(tmp_path: Path, settings: Settings, kind: Kind) -> None:
    gold = read_set(str(write_set(tmp_path / "small")))
    first, second = (measure(kind, gold, settings, tmp_path / name)[1] for name in ("first", "second"))
    comparison = compare(first, second)
    assert comparison.equal
    assert all(difference.corrected == 1.0 and difference.low == difference.high == 0 for difference in comparison.differences)
    timed = {name for name in first.figures if name.startswith(("p50_", "p95_"))}
    assert {name: first.figures[name] for name in first.figures.keys() - timed} == {
        name: second.figures[name] for name in second.figures.keys() - timed
    }


def test_a_run_under_other_circumstances_is_not_gone_on_with(tmp_path: Path) -> None:
    with open_run(begun(), tmp_path / "run") as opened:
        opened.write(answered("a", 1.0))
    with open_run(begun("another"), tmp_path / "run") as opened:
        assert opened.asked == []


def test_a_finished_run_is_found_again_under_the_same_circumstances_alone(tmp_path: Path) -> None:
    folder = tmp_path / "20260101-answers-made-up"
    with open_run(begun(), folder) as opened:
        opened.write(answered("a", 1.0))
        assert find_finished(begun(), tmp_path) is None
    finish(folder, run_of(answered("a", 1.0)))
    assert find_finished(begun(), tmp_path) == folder
    assert find_finished(begun("another"), tmp_path) is None


def test_a_line_without_its_end_is_asked_again(tmp_path: Path) -> None:
    with open_run(begun(), tmp_path / "run") as opened:
        opened.write(answered("a", 1.0))
        opened.write(answered("b", 1.0))
    path = tmp_path / "run" / "questions.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    with open_run(begun(), tmp_path / "run") as opened:
        assert [each.question.id for each in opened.asked] == ["a"]
        opened.write(answered("b", 0.0))
    assert [json.loads(line)["question"]["id"] for line in path.read_text().splitlines()] == ["a", "b"]


def test_two_processes_do_not_write_one_run(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with open_run(begun(), folder), pytest.raises(FaultyRun, match="Another process"), open_run(begun(), folder):
        pass


def test_a_finished_run_is_complete_as_a_table_too(tmp_path: Path, settings: Settings) -> None:
    gold = read_set(str(write_set(tmp_path / "small")))
    measure("answers", gold, settings, tmp_path / "run")
    with (tmp_path / "run" / "questions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["id"] for row in rows] == [question.id for question in gold.questions]
    assert rows[0]["class"] == "right"
    assert "sechs Monaten" in rows[0]["answer"]
    assert rows[0]["verdicts"].startswith("supported")
    assert "," in rows[0]["confidence"]


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    evil = answered("a", 1.0)
    evil = replace(evil, question=replace(evil.question, text="=HYPERLINK(1)"), found=(Found("right", 0, 5, 0.5, {}),))
    path = write_table(run_of(evil), tmp_path)
    assert ";'=HYPERLINK(1);" in path.read_text(encoding="utf-8-sig")


def test_a_run_that_is_not_told_where_to_go_lies_where_the_pages_look_for_it(tmp_path: Path, settings: Settings) -> None:
    gold = read_set(str(write_set(tmp_path / "small", QUERIES[:1])))
    folder, _ = measure("answers", gold, settings)
    (shown,) = list_runs(runs_folder(settings))
    assert (shown.path, shown.state, shown.about and shown.about.set) == (folder, "whole", "small")


def test_a_run_that_did_not_end_is_found_below_the_folder_of_all(tmp_path: Path) -> None:
    first = folder_for(begun(), tmp_path)
    with open_run(begun(), first) as opened:
        opened.write(answered("a", 1.0))
    assert folder_for(begun(), tmp_path) == first
    finish(first, run_of(answered("a", 1.0)))
    assert folder_for(replace(begun(), started=datetime(2026, 1, 1, 12, tzinfo=UTC)), tmp_path) != first
