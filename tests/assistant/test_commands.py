"""`python -m assistant` as people type it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.__main__ import app
from ingest.documents import Metadata
from tests.assistant.running import free_port
from tests.shelf import Shelf

REISE = "# Reisekosten\n\nFür die Benutzung eines privaten Kraftwagens werden 30 Cent je Kilometer erstattet.\n"
QUESTION = "Wie viel Cent bekomme ich je Kilometer mit dem privaten Kraftwagen?"


@pytest.fixture
def home(shelf: Shelf) -> Path:
    shelf.add("reise.md", REISE, Metadata(title="Reisekosten"))
    return shelf.library.home


def run(home: Path, *words: str, **settings: str) -> Result:
    environment = {f"AKTENLOTSE_{name.upper()}": value for name, value in settings.items()}
    return CliRunner().invoke(app, list(words), env={"AKTENLOTSE_HOME": str(home)} | environment)


def test_a_question_is_answered_with_its_sources(home: Path) -> None:
    shown = run(home, "ask", QUESTION)
    assert shown.exit_code == 0
    assert "30 Cent je Kilometer" in shown.stdout
    assert "[1] Reisekosten (reise.md)" in shown.stdout


def test_json_is_the_answer_and_nothing_else(home: Path) -> None:
    answer = json.loads(run(home, "ask", QUESTION, "--json").stdout)
    assert (answer["outcome"], answer["refused"]) == ("answered", False)
    assert "30 Cent" in answer["citations"][0]["quote"]


def test_the_day_counts_whose_rules_are_asked_for(home: Path) -> None:
    assert not json.loads(run(home, "ask", QUESTION, "--json", "--as-of", "2020-01-01").stdout)["refused"]
    assert run(home, "ask", QUESTION, "--as-of", "gestern").exit_code == 2


def test_a_model_that_does_not_answer_is_named_and_is_an_exit_code(home: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}/v1"
    server = {"chat_model": "openai", "base_url": address, "model": "m", "model_retries": "0", "floor": "0"}
    silent = run(home, "ask", QUESTION, "--json", quote_when_unavailable="false", **server)
    assert (silent.exit_code, silent.stdout) == (1, "")
    quoting = run(home, "ask", QUESTION, "--json", **server)
    assert (quoting.exit_code, json.loads(quoting.stdout)["model"]) == (0, "quoting")
