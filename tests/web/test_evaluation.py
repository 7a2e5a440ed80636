"""What evaluators ask over HTTP: runs, one against another, blind ratings, and drafts on their way to gold."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.web.office import Office, assert_explained
from tests.web.runs import COMPARISON, explained, lay_pairs, lay_run, lay_two_runs


@pytest.fixture
def evaluating(office: Office) -> Office:
    """The office with two runs, and three pairs to rate."""
    lay_two_runs(office.shelf.library.home)
    lay_pairs(office.shelf.library, 3)
    return office


def asked(office: Office, path: str, **query: str) -> Any:
    response = office.client.get(f"/api/{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def runs_folder(office: Office) -> Path:
    return office.shelf.library.home / "runs"


def test_runs_are_listed_with_their_figures_and_what_became_of_their_questions(evaluating: Office) -> None:
    runs = {run["name"]: run for run in asked(evaluating, "evaluation/runs")["runs"]}
    assert runs["neu"]["figures"]["all_facts"] == pytest.approx(20 / 21, abs=1e-3)
    assert runs["neu"]["classes"]["wrongly_answered"] == 1
    assert runs["neu"]["classes"]["right"] > runs["alt"]["classes"].get("right", 0)


def test_a_run_has_intervals_around_its_means_and_nowhere_else(evaluating: Office) -> None:
    run = asked(evaluating, "evaluation/run", name="neu")
    low, high = run["intervals"]["all_facts"]
    assert low < run["figures"]["all_facts"] <= high
    assert not {"questions", "median_words", "p50_whole"} & run["intervals"].keys()
    assert [question["id"] for question in run["questions"]][-2:] == ["erklärt", "offen"]


def test_a_question_shows_everything_that_explains_its_answer(evaluating: Office) -> None:
    found = asked(evaluating, "evaluation/question", name="neu", question_id="erklärt")
    assert found["found"][0]["scores"] == {"words": 0.5, "vector": 0.2}
    (sentence,) = found["given"]["sentences"]
    assert (sentence["verdict"], sentence["reason"]) == ("unsupported", "period")
    assert found["given"]["citations"][0]["quote"] == "vier Wochen"
    assert (found["failure"], found["question"]["facts"]) == ("read_wrong", ["42"])


def test_two_runs_differ_where_they_do_and_the_difference_is_tested(evaluating: Office) -> None:
    found = asked(evaluating, "evaluation/comparison", before="alt", after="neu")
    differences = {each["name"]: each for each in found["differences"]}
    facts = differences["all_facts"]
    assert (facts["wins"], facts["losses"], facts["questions"]) == (20, 1, 21)
    assert 0 < facts["low"] < facts["after"] - facts["before"] < facts["high"]
    assert facts["p"] <= facts["corrected"] < 0.05
    assert differences["answerable_refused"]["lower_is_better"]
    assert found["left_out"] == 0
    assert "erklärt" in {change["id"] for change in found["changes"] if change["better"] < 0}


def test_runs_over_other_questions_are_compared_over_the_common_ones_and_that_is_said(evaluating: Office) -> None:
    lay_run(evaluating.shelf.library.home, "anders", [explained("erklärt", 1), explained("neu", 1)])
    found = asked(evaluating, "evaluation/comparison", before="neu", after="anders")
    assert (found["questions"], found["left_out"]) == (1, 22)
    lay_run(evaluating.shelf.library.home, "fremd", [explained("fremd", 1)])
    response = evaluating.client.get("/api/evaluation/comparison", params={"before": "neu", "after": "fremd"})
    assert (response.status_code, response.json()["error"]) == (409, "not_comparable")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"kind": 1}', b"\xff\xfe", b'{"kind": "answers", "set": "x", "started": "nie"}']
)
def test_a_folder_that_is_no_run_is_shown_as_that_and_hinders_no_other(evaluating: Office, content: bytes) -> None:
    broken = runs_folder(evaluating) / "kaputt"
    broken.mkdir()
    (broken / "run.json").write_bytes(content)
    (runs_folder(evaluating) / "leer").mkdir()
    (runs_folder(evaluating) / "datei").write_text("kein Ordner")
    states = {run["name"]: run["state"] for run in asked(evaluating, "evaluation/runs")["runs"]}
    assert states == {"alt": "whole", "neu": "whole", "kaputt": "faulty"}
    response = evaluating.client.get("/api/evaluation/run", params={"name": "kaputt"})
    assert_explained(response, 404, "unknown_run")


def test_lines_that_cannot_be_read_are_counted(evaluating: Office) -> None:
    nan = json.dumps({"question": {"id": "n", "text": "?"}, "values": {"all_facts": float("nan")}})
    with (runs_folder(evaluating) / "neu" / "questions.jsonl").open("a") as lines:
        lines.write(f'{{"question": {{}}}}\n{nan}\nhalb')
    assert asked(evaluating, "evaluation/run", name="neu")["unread"] == 3


def test_a_run_that_did_not_end_is_shown_with_what_it_has(evaluating: Office) -> None:
    (runs_folder(evaluating) / "neu" / "run.json").unlink()
    (runs_folder(evaluating) / "neu" / "questions.csv").unlink()
    states = {run["name"]: run["state"] for run in asked(evaluating, "evaluation/runs")["runs"]}
    assert states["neu"] == "unfinished"
    assert len(asked(evaluating, "evaluation/run", name="neu")["questions"]) == 22


@pytest.mark.parametrize("name", ["..", "../runs/neu", "/etc", "neu/..", "neu\0", ""])
def test_only_what_lies_in_the_folder_of_runs_is_read(evaluating: Office, name: str) -> None:
    assert evaluating.client.get("/api/evaluation/run", params={"name": name}).status_code == 404


def rate(office: Office, pair: str, rater: str, better: str, **more: Any) -> int:
    request = {"pair": pair, "rater": rater, "better": better} | more
    return office.client.put("/api/ratings", json=request).status_code


def test_a_rater_rates_each_pair_without_learning_where_answers_come_from(evaluating: Office) -> None:
    while (found := asked(evaluating, "ratings/next", comparison=COMPARISON, rater="Amsel"))["pair"]:
        assert found["pair"].keys() == {"id", "question", "left", "right"}
        assert rate(evaluating, found["pair"]["id"], "Amsel", "left", left_faults=["outdated"], comment="alt") == 204
    assert (found["rated"], found["pairs"]) == (3, 3)
    (summary,) = asked(evaluating, "ratings")["comparisons"]
    assert (summary["rated"], summary["raters"]) == (3, {"Amsel": 3})
    assert not {"better", "faults"} & summary.keys()


def test_raters_agreement_is_told_and_the_exported_table_names_the_runs(evaluating: Office) -> None:
    for rater in ("Amsel", "Buche"):
        for verdict in ("left", "equal", "right"):
            pair = asked(evaluating, "ratings/next", comparison=COMPARISON, rater=rater)["pair"]
            rate(evaluating, pair["id"], rater, verdict)
    (summary,) = asked(evaluating, "ratings")["comparisons"]
    assert summary["cohen"][0]["raters"] == ["Amsel", "Buche"]
    table = evaluating.client.get("/api/ratings/export", params={"comparison": COMPARISON}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert {row["better"] for row in rows} <= {"alt", "neu", "equal"}
    assert len(rows) == 6


def test_an_unknown_pair_or_fault_is_refused(evaluating: Office) -> None:
    assert rate(evaluating, "unbekannt", "Amsel", "left") == 404
    pair = asked(evaluating, "ratings/next", comparison=COMPARISON, rater="Amsel")["pair"]["id"]
    assert rate(evaluating, pair, "Amsel", "links") == 422
    assert rate(evaluating, pair, "  ", "left") == 422
    assert rate(evaluating, pair, "Amsel", "left", left_faults=["haesslich"]) == 422


@pytest.fixture
def drafted(office: Office) -> dict[str, Any]:
    """A draft made of feedback."""
    said = {"question": "Wer vergibt Parkplätze?", "answer": "Niemand.", "helpful": False, "comment": "stimmt nicht"}
    assert office.client.post("/api/feedback", json=said).status_code == 204
    assert office.client.post("/api/drafts").json() == {"made": 1}
    (draft,) = asked(office, "drafts")["drafts"]
    return dict(draft)


def test_a_draft_is_gold_only_when_an_editor_has_said_what_is_right(office: Office, drafted: dict[str, Any]) -> None:
    path = f"/api/drafts/{drafted['id']}"
    assert_explained(office.client.put(f"{path}/state", json={"state": "approved"}), 409, "unfinished_draft")
    said = {"question": drafted["question"], "answer": "Die Zentrale.", "sources": [{"document": "Hausordnung", "page": 2}]}
    assert office.client.put(path, json=said).json()["note"] == ""
    assert office.client.put(f"{path}/state", json={"state": "approved"}).json()["state"] == "approved"
    table = office.client.get("/api/drafts/export").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table), delimiter=";")
    assert (row["question"], row["answer"], row["source"], row["page"]) == (
        "Wer vergibt Parkplätze?",
        "Die Zentrale.",
        "Hausordnung",
        "2",
    )


def test_what_is_changed_after_approval_must_be_approved_again(office: Office, drafted: dict[str, Any]) -> None:
    path = f"/api/drafts/{drafted['id']}"
    office.client.put(path, json={"question": "Gibt es Kitas?", "answerable": "no"})
    office.client.put(f"{path}/state", json={"state": "approved"})
    assert asked(office, "drafts", state="approved")["counts"] == {"draft": 0, "approved": 1, "rejected": 0}
    office.client.put(path, json={"question": "Gibt es Krippen?", "answerable": "no"})
    assert asked(office, "drafts", state="approved")["drafts"] == []


def test_a_rejected_question_does_not_come_back_but_can_be_taken_up_again(office: Office, drafted: dict[str, Any]) -> None:
    path = f"/api/drafts/{drafted['id']}/state"
    office.client.put(path, json={"state": "rejected"})
    assert office.client.post("/api/drafts").json() == {"made": 0}
    assert office.client.put(path, json={"state": "draft"}).json()["state"] == "draft"
    assert office.client.put("/api/drafts/keiner/state", json={"state": "draft"}).status_code == 404


@pytest.mark.parametrize("path", ["evaluation/runs", "ratings", "drafts", "drafts/export"])
def test_whoever_may_only_read_evaluates_nothing(office: Office, path: str) -> None:
    assert office.client.get(f"/api/{path}", headers=office.reader).status_code == 403
