"""Logs, metrics and traces tell what happens, never what somebody asked, nor who."""

import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest

from assistant.conversation import Answer, TextPiece
from assistant.web.logs import configure_logs
from assistant.web.tracing import Tracing
from ingest.settings import Settings
from tests.assistant.model_server import scripted_server
from tests.assistant.running import wait_until
from tests.web.office import JSON
from tests.web.starting import started

MARK = "Zwergspitzhorn"
"""A word of each question; nobody else says it."""
ASKED = f"Darf ich mein {MARK} zum Dienst mitbringen?"


def ask_in_every_way(address: str) -> None:
    """Questions, searches and what people send by mistake, all with the word."""
    with httpx2.Client(base_url=address, trust_env=False, timeout=30) as client:
        client.post("/api/chat", json={"question": ASKED}, headers=JSON)
        client.post("/api/chat", json={"question": ASKED, "collections": [MARK]})
        client.post("/api/chat", content=f'{{"question": "{MARK}', headers={"content-type": "application/json"})
        client.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": ASKED}]})
        client.post("/api/feedback", json={"question": ASKED, "answer": MARK, "helpful": False})
        client.get("/api/documents", params={"query": MARK})
        client.get(f"/{MARK}")
        client.post("/api/trials", json={"question": ASKED})


@pytest.mark.parametrize("model", ["", "steady", "broken", "silent"])
def test_no_word_of_a_question_is_logged_or_measured(tmp_path: Path, model: str) -> None:
    with scripted_server() as server:
        settings = 'log_level = "debug"\nidentity = "demo"\nmodel_timeout = 1\nfloor = 0.0\nmodel_retries = 0\n'
        if model:
            settings += f'chat_model = "openai"\nbase_url = "{server.base_url}"\nmodel = "{model}"\n'
        (tmp_path / "aktenlotse.toml").write_text(settings)
        with started(tmp_path) as running:
            ask_in_every_way(running.address)
            measured = httpx2.get(f"{running.address}/metrics", trust_env=False).text
            running.process.terminate()
            said, _ = running.process.communicate(timeout=30)
    logged = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert {entry["route"] for entry in logged if entry["event"] == "request"} >= {"/api/chat", "/api/documents", "other"}
    assert MARK not in said
    assert MARK not in measured
    assert "127.0.0.1" not in "".join(line for line in said.splitlines() if line.startswith("{"))


def test_of_an_error_its_kind_and_places_are_logged_but_not_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    former = logging.getLogger().handlers[:]
    configure_logs(Settings())
    try:
        raise ValueError(MARK) from KeyError(MARK)
    except ValueError:
        logging.getLogger("assistant").exception("unexpected")
    finally:
        logging.getLogger().handlers[:] = former
    entry = json.loads(capsys.readouterr().err)
    assert (entry["event"], entry["level"], entry["error"]) == ("unexpected", "error", ["ValueError", "KeyError"])
    assert "test_logs.py" in entry["places"][0]
    assert MARK not in json.dumps(entry)


def test_traces_carry_times_and_outcomes_only() -> None:
    sent: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        tracing = Tracing(Settings(trace_endpoint=f"http://127.0.0.1:{server.server_port}/v1/traces"))
        answer = Answer(MARK, "answered", ASKED, model="quoting", timings={"retrieval": 0.01, "writing": 0.02})
        assert list(tracing.watch(event for event in (TextPiece(MARK), answer))) == [TextPiece(MARK), answer]
        tracing.close()
        wait_until(lambda: sent, 10)
        server.shutdown()
    whole = b"".join(sent)
    assert all(word in whole for word in (b"question", b"retrieval", b"writing", b"answered", b"quoting"))
    assert MARK.encode() not in whole


def test_without_an_endpoint_events_pass_untouched() -> None:
    events = [TextPiece("30 Cent")]
    assert list(Tracing(Settings()).watch(event for event in events)) == events
