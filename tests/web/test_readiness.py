"""What the server says about itself is so: database, indexes, worker, model."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from assistant.web.readiness import Readiness
from ingest.settings import Settings
from tests.assistant.model_server import scripted_server
from tests.assistant.running import wait_until
from tests.assistant.scripted import ScriptedModel
from tests.shelf import Shelf
from tests.web.office import Office
from tests.web.starting import started


class Clock:
    """A clock that a test turns."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def readiness_of(shelf: Shelf, settings: Settings, clock: Clock) -> Readiness:
    return Readiness(settings, shelf.library, build_assistant(settings, shelf.library).model, clock)


def test_without_a_worker_it_answers_but_says_that_something_is_missing(office: Office) -> None:
    shown = office.client.get("/readyz")
    assert (shown.status_code, shown.json()["status"]) == (200, "degraded")
    assert shown.json()["parts"] == {"database": True, "indexes": True, "worker": False}


def test_indexes_that_stand_still_make_it_not_ready(shelf: Shelf, settings: Settings) -> None:
    clock = Clock()
    readiness = readiness_of(shelf, settings, clock)
    shelf.add("a.md", "# Urlaub\n\nUrlaub ist zu beantragen.")
    with shelf.library.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE facts SET value = CAST(value AS INTEGER) + 3 WHERE name = 'change'")
        connection.commit()
    assert (readiness.look().status, readiness.look().index_lag) == ("degraded", 3)
    clock.now = 61
    late = readiness.look()
    assert (late.status, late.works["indexes"]) == ("not_ready", False)
    with shelf.library.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE facts SET value = CAST(value AS INTEGER) - 3 WHERE name = 'change'")
        connection.commit()
    assert readiness.look().works["indexes"]


def test_a_database_that_is_gone_makes_it_not_ready(office: Office) -> None:
    with office.shelf.library.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE jobs")
        connection.commit()
    shown = office.client.get("/readyz")
    assert (shown.status_code, shown.json()["status"], shown.json()["parts"]["database"]) == (503, "not_ready", False)
    assert office.client.get("/healthz").status_code == 200
    assert 'aktenlotse_part_up{part="database"} 0.0' in office.client.get("/metrics").text


@pytest.mark.parametrize(("quotes", "status"), [(True, "degraded"), (False, "not_ready")])
def test_a_model_server_that_is_away_counts_as_far_as_it_is_needed(
    shelf: Shelf, settings: Settings, quotes: bool, status: str
) -> None:
    with scripted_server() as server:
        own = {"chat_model": "openai", "base_url": server.base_url, "model": "steady", "quote_when_unavailable": quotes}
        clock = Clock()
        readiness = readiness_of(shelf, settings.model_copy(update=own), clock)
        assert readiness.look().works["model"]
    assert readiness.look().works["model"], "asked again too soon"
    clock.now = 10
    assert (readiness.look().works["model"], readiness.look().status) == (False, status)


def test_a_model_in_this_process_is_not_asked(shelf: Shelf, settings: Settings) -> None:
    assert "model" not in Readiness(settings, shelf.library, ScriptedModel([])).look().works


def test_metrics_show_levels_and_times_by_route(stocked: Office) -> None:
    stocked.ask()
    stocked.client.get("/nirgendwo/geheim")
    shown = stocked.client.get("/metrics").text
    for line in (
        "aktenlotse_passages 1.0",
        "aktenlotse_index_lag 0.0",
        "aktenlotse_questions_waiting 0.0",
        "aktenlotse_questions_answered_now 0.0",
        'aktenlotse_jobs{status="ready"} 1.0',
        'aktenlotse_part_up{part="worker"} 0.0',
        'aktenlotse_part_seconds_count{part="retrieval"} 1.0',
        "aktenlotse_wait_seconds_count 1.0",
        'aktenlotse_request_seconds_count{method="POST",route="/api/chat",status="2xx"} 1.0',
        'aktenlotse_request_seconds_count{method="GET",route="other",status="4xx"} 1.0',
    ):
        assert line in shown, line
    assert "geheim" not in shown


@pytest.mark.parametrize(
    ("address", "headers", "sees"),
    [
        ("127.0.0.1", {}, True),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, False),
        ("192.0.2.1", {}, False),
        ("192.0.2.1", {"Authorization": "Bearer Messpunkt"}, True),
        ("192.0.2.1", {"Authorization": "Bearer Messpunk"}, False),
        ("192.0.2.1", {"Authorization": "Bearer "}, False),
    ],
)
def test_what_goes_on_inside_is_for_the_monitoring(
    shelf: Shelf, settings: Settings, address: str, headers: dict[str, str], sees: bool
) -> None:
    settings = settings.model_copy(update={"monitor_token": SecretStr("Messpunkt")})
    app = make_app(Context(settings, shelf.library, build_assistant(settings, shelf.library)))
    client = TestClient(app, client=(address, 50_000), headers=headers)
    assert client.get("/readyz").json()["status"] == "degraded"
    assert ("parts" in client.get("/readyz").json(), client.get("/metrics").status_code) == (sees, 200 if sees else 401)


def test_without_a_token_none_is_right(shelf: Shelf, settings: Settings) -> None:
    app = make_app(Context(settings, shelf.library, build_assistant(settings, shelf.library)))
    client = TestClient(app, client=("192.0.2.1", 50_000), headers={"Authorization": "Bearer "})
    assert client.get("/metrics").status_code == 401


def test_a_worker_apart_from_the_server_is_seen_and_ends_on_request(tmp_path: Path) -> None:
    (tmp_path / "aktenlotse.toml").write_text('worker = "apart"\nidentity = "demo"\n')
    with started(tmp_path) as server, httpx2.Client(base_url=server.address, trust_env=False) as client:
        assert client.get("/readyz").json()["parts"]["worker"] is False
        command = [sys.executable, "-m", "ingest", "work", "--apart"]
        environment = os.environ | {"AKTENLOTSE_HOME": str(tmp_path)}
        with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL) as worker:
            wait_until(lambda: client.get("/readyz").json()["status"] == "ready", 30)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(20) == 0
        assert client.get("/readyz").json()["status"] == "degraded"
