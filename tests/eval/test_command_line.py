"""`python -m eval` over a tiny set, with the real assistant."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.runs import FaultyRun, read_run
from tests.eval.small_set import QUERIES, write_set

RETRIEVAL = {"ndcg@5", "ndcg@10", "recall@1", "recall@5", "recall@10", "mrr", "map", "hole@10", "questions"}
ANSWERS = {
    *("questions", "all_facts", "fact_recall", "span_overlap", "median_words", "gold_cited", "refusal_auc"),
    *("answerable_refused", "unanswerable_answered", "facts_beside", "words_beside", "p95_first_text", "p95_whole"),
    *("cells", "failed", "refusal_accuracy", "aurc", "median_tokens", "tokens_read", "p50_first_text", "p50_whole"),
    *("nugget_vital", "nugget_all", "nugget_strict", "token_f1", "exact_match", "span_f1", "grounded", "checked"),
    *("citation_recall", "citation_precision", "citation_faithfulness", "quote_alignment"),
}


def run_command(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


def measure(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    """The one JSON object on standard output."""
    assert run_command(*arguments, "--json") == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def lines_of(folder: Path) -> Sequence[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "questions.jsonl").read_text().splitlines()]


def test_retrieval_prints_one_object_with_the_figures_of_each_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = write_set(tmp_path / "first"), write_set(tmp_path / "second", QUERIES[:2])
    printed = measure(capsys, "retrieval", first, second, "--out", tmp_path / "runs")
    assert printed.keys() == {"sets"}
    assert printed["sets"].keys() == {"first", "second"}
    assert printed["sets"]["first"].keys() == RETRIEVAL
    assert printed["sets"]["first"]["questions"] == 4
    assert printed["sets"]["first"]["recall@1"] == 1.0
    assert read_run(tmp_path / "runs" / "second").figures["questions"] == 2


def test_a_question_is_measured_on_its_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small", QUERIES[1:3])
    measure(capsys, "retrieval", folder, "--out", tmp_path / "run")
    today, then = read_run(tmp_path / "run").asked
    assert "allowance-old" not in {found.document for found in today.found}
    assert then.found[0].document == "allowance-old"


def test_answers_give_every_figure_and_leave_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small")
    figures = measure(capsys, "answers", folder, "--out", tmp_path / "run")["sets"]["small"]
    assert figures.keys() == ANSWERS
    assert figures["questions"] == 5
    assert sum(figures["cells"].values()) == 5
    assert figures["cells"]["unanswerable_refused"] == 1
    assert figures["unanswerable_answered"] == 0.0
    assert figures["all_facts"] >= 0.75
    assert figures["gold_cited"] >= 0.75
    assert 0 < figures["p95_first_text"] <= figures["p95_whole"]


def test_a_run_names_what_it_depends_on_and_no_secret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small", QUERIES[:1])
    measure(capsys, "answers", folder, "--out", tmp_path / "run", "--set", "passages=3", "--set", "api_key=geheim")
    written = (tmp_path / "run" / "run.json").read_text()
    about = json.loads(written)["circumstances"]
    assert about["settings"]["passages"] == 3
    assert "answer.md" in about["prompts"]
    assert about["versions"].keys() >= {"numpy", "faiss-cpu"}
    assert re.fullmatch("[0-9a-f]{64}", about["corpus"])
    assert "geheim" not in written
    assert "api_key" not in written


def test_a_run_has_each_question_with_answer_citations_and_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small", QUERIES[:1])
    measure(capsys, "answers", folder, "--out", tmp_path / "run")
    (line,) = lines_of(tmp_path / "run")
    cited = line["given"]["citations"][0]
    assert "sechs Monaten" in line["given"]["text"]
    assert cited["document"] == "travel"
    assert cited["end"] - cited["start"] == len(cited["quote"])
    assert line["given"]["sentences"][0]["verdict"] == "supported"
    assert line["seconds"]["whole"] > 0


def test_a_follow_up_is_asked_with_its_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small", QUERIES[3:4])
    measure(capsys, "answers", folder, "--out", tmp_path / "run")
    (asked,) = read_run(tmp_path / "run").asked
    assert asked.given is not None
    assert "Innenhof" in asked.given.understood
    assert asked.values["gold_cited"] == 1.0


def test_a_model_that_cannot_be_reached_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small", QUERIES[:2])
    nobody = [f"--set={pair}" for pair in ("chat_model=openai", "base_url=http://127.0.0.1:9", "model=m", "model_retries=0")]
    figures = measure(capsys, "answers", folder, *nobody, "--out", tmp_path / "run")["sets"]["small"]
    assert figures["failed"] == 2
    alone = measure(capsys, "answers", folder, *nobody, "--set=quote_when_unavailable=false", "--out", tmp_path / "alone")
    assert alone["sets"]["small"]["cells"] == dict.fromkeys(figures["cells"], 0)
    assert {asked.given.outcome for asked in read_run(tmp_path / "alone").asked if asked.given} == {"failed"}


def test_runs_are_compared_and_different_questions_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole, part = write_set(tmp_path / "whole"), write_set(tmp_path / "part", QUERIES[:2])
    measure(capsys, "answers", whole, "--out", tmp_path / "run-1")
    measure(capsys, "answers", whole, "--out", tmp_path / "run-2", "--set", "floor=1")
    measure(capsys, "answers", part, "--out", tmp_path / "run-3")
    assert run_command("compare", tmp_path / "run-1", tmp_path / "run-2") == 0
    assert "answerable_refused" in capsys.readouterr().out
    assert run_command("compare", tmp_path / "run-1", tmp_path / "run-3") == 2
    complaint = capsys.readouterr()
    assert complaint.out == ""
    assert "different questions" in complaint.err


def test_a_run_that_did_not_end_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measure(capsys, "retrieval", write_set(tmp_path / "small"), "--out", tmp_path / "run")
    (tmp_path / "run" / "run.json").unlink()
    with pytest.raises(FaultyRun, match=r"run\.json"):
        read_run(tmp_path / "run")
    assert run_command("report", tmp_path / "run") == 2


def test_an_unknown_setting_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command("retrieval", write_set(tmp_path / "small"), "--set", "flor=1") == 2
    assert "flor" in capsys.readouterr().err


def test_a_report_is_written_into_the_folder_of_its_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measure(capsys, "answers", write_set(tmp_path / "small"), "--out", tmp_path / "run")
    assert run_command("report", tmp_path / "run") == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "run" / "report.html")
    assert str(QUERIES[0]["text"]) in (tmp_path / "run" / "report.html").read_text()
    assert run_command("report", tmp_path / "run", "--figures-only") == 0
    assert str(QUERIES[0]["text"]) not in (tmp_path / "run" / "report.html").read_text()


def test_runs_over_different_questions_are_compared_over_the_common_ones_if_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measure(capsys, "answers", write_set(tmp_path / "whole"), "--out", tmp_path / "run-1")
    measure(capsys, "answers", write_set(tmp_path / "part", QUERIES[:2]), "--out", tmp_path / "run-2")
    compared = measure(capsys, "compare", tmp_path / "run-1", tmp_path / "run-2", "--common")
    assert (compared["questions"], compared["left_out"], compared["equal"]) == (2, 3, True)


def test_a_gate_that_is_crossed_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small")
    (tmp_path / "gate.toml").write_text("[small.answers.most]\nanswerable_refused = 0.5\n[small.answers.loss]\nall_facts = 0.1\n")
    gate = ("--gate", tmp_path / "gate.toml")
    assert run_command("answers", folder, "--out", tmp_path / "good", *gate) == 0
    assert run_command("answers", folder, "--out", tmp_path / "bad", "--set", "floor=1", *gate) == 1
    assert "answerable_refused is 1.000, agreed are at most 0.500" in capsys.readouterr().err
    assert run_command("compare", tmp_path / "bad", tmp_path / "good", *gate) == 0
    assert run_command("compare", tmp_path / "good", tmp_path / "bad", *gate) == 1
    assert "all_facts got worse" in capsys.readouterr().err
