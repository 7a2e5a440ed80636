"""The commands around runs, as a person types them."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from assistant import ratings
from assistant.ratings import Rating
from eval.documenting import metrics_page
from ingest.library import open_library
from ingest.settings import Settings
from ingest.tables import transaction
from ingest.usage_tables import questions
from tests.eval.small_set import QUERIES, write_set
from tests.eval.test_command_line import run_command


@pytest.fixture
def own(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of the running library, which the environment names."""
    monkeypatch.setenv("AKTENLOTSE_HOME", str(settings.home))
    open_library(settings).engine.dispose()
    return settings


def test_a_sound_set_is_valid_and_a_faulty_one_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small", QUERIES[:2])
    assert run_command("validate", folder, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"questions": 2, "faults": []}
    with (folder / "queries.jsonl").open("a") as lines:
        lines.write('{"_id": "q9"}\n')
    assert run_command("validate", folder) == 1
    assert "queries.jsonl, line 3, text" in capsys.readouterr().out


def test_a_table_is_checked_against_the_running_library(own: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "desk.csv"
    table.write_text("Frage;Antwort;Quelle\nWie hoch?;28 Euro;Reisekosten\n", encoding="utf-8")
    assert run_command("validate", table) == 1
    assert "row 2, source: the library has no document 'Reisekosten'" in capsys.readouterr().out
    assert run_command("answers", table) == 2
    assert "Reisekosten" in capsys.readouterr().err


def test_unanswered_questions_are_drafted_and_only_approved_ones_printed(
    own: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = open_library(own)
    row = {"id": "1", "day": date.today(), "text": "Wer?", "outcome": "nothing", "confidence": 0.1, "seconds": 0.1, "documents": []}
    with transaction(library.engine) as connection:
        connection.execute(insert(questions).values(row))
    library.engine.dispose()
    assert run_command("draft") == 0
    printed = capsys.readouterr()
    assert "1 new drafts; 1 wait" in printed.err
    assert "Wer?" not in printed.out
    assert run_command("draft", "--all", "--out", tmp_path / "drafts.csv") == 0
    assert "Wer?" in (tmp_path / "drafts.csv").read_text(encoding="utf-8-sig")


def test_two_runs_are_laid_side_by_side_and_rated(own: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small", QUERIES[:2])
    assert run_command("answers", folder, "--out", tmp_path / "alt") == 0
    assert run_command("answers", folder, "--out", tmp_path / "neu", "--set", "floor=1") == 0
    assert run_command("pairs", tmp_path / "alt", tmp_path / "neu") == 0
    assert "alt / neu: 2 pairs" in capsys.readouterr().out
    library = open_library(own)
    pair = ratings.next_pair(library.engine, "alt / neu", "Amsel")
    assert pair is not None
    ratings.store_rating(library.engine, Rating(pair.id, "Amsel", "left" if pair.left_run == "alt" else "right"))
    library.engine.dispose()
    assert run_command("ratings", "alt / neu", "--json", "--out", tmp_path / "ratings.csv") == 0
    (tally,) = json.loads(capsys.readouterr().out)
    assert (tally["pairs"], tally["better"]) == (2, {"alt": 1})
    assert "Amsel;alt;" in (tmp_path / "ratings.csv").read_text(encoding="utf-8-sig")


def test_the_quoting_reader_is_no_judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command("judge", tmp_path) == 2
    assert "cannot judge" in capsys.readouterr().err
    assert run_command("judge", tmp_path, "--judge", "taste") == 2


def test_a_judge_that_cannot_be_reached_fails_at_each_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small", QUERIES[:1])
    assert run_command("answers", folder, "--out", tmp_path / "run") == 0
    capsys.readouterr()
    nobody = [f"--set={pair}" for pair in ("chat_model=openai", "base_url=http://127.0.0.1:9", "model=m", "model_retries=0")]
    assert run_command("judge", tmp_path / "run", "--judge", "helpfulness", *nobody, "--json") == 0
    (opinion,) = json.loads(capsys.readouterr().out)
    assert (opinion["mean"], opinion["failed"]) == (None, 1)


def test_a_real_model_that_is_no_judge_fails_visibly_and_its_agreement_with_people_is_told(
    tmp_path: Path, causal_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command("answers", write_set(tmp_path / "small", QUERIES[:2]), "--out", tmp_path / "run") == 0
    capsys.readouterr()
    nonsense = ("--set=chat_model=transformers", f"--set=model={causal_model}", "--set=answer_tokens=16")
    assert run_command("judge", tmp_path / "run", "--judge", "helpfulness", *nonsense, "--json") == 0
    (opinion,) = json.loads(capsys.readouterr().out)
    assert (opinion["mean"], opinion["failed"], sum(opinion["labels"].values())) == (None, 2, 0)
    assert run_command("report", tmp_path / "run") == 0
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert 'Hilft weiter</th><td class="number">–</td>' in page
    assert '<td class="number">2</td></tr>' in page.split("Hilft weiter")[1]
    (tmp_path / "labels.csv").write_text("question;judge;label\nq1;helpfulness;hilfreich\nq2;helpfulness;nutzlos\n")
    capsys.readouterr()
    assert run_command("agreement", tmp_path / "run", tmp_path / "labels.csv", "--json") == 0
    (compared,) = json.loads(capsys.readouterr().out)
    assert (compared["both"], compared["missing"], compared["kappa"]) == (0, 2, None)


def test_the_page_of_measures_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command("metrics") == 0
    assert capsys.readouterr().out == metrics_page()
