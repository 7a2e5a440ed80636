"""A server with all its processes connects to what is configured and to nothing else, with or without anything configured."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from assistant.access.people import add_person
from assistant.access.rights import ALL, Grant, give_role, grant
from assistant.access.sessions import open_session
from assistant.web.identity import now
from ingest.journal import OPERATOR, Journal
from ingest.secret import open_secret
from ingest.settings import Settings
from ingest.tables import open_database
from tests.access.provider import CLIENT, Provider
from tests.access.provider import serving as serving_provider
from tests.assistant.model_server import scripted_server
from tests.assistant.running import wait_until
from tests.ingest.test_viruses import Answering
from tests.ingest.test_viruses import serving as serving_scanner
from tests.web.starting import started

TEXT = "# Reisekosten\n\nFür den eigenen Kraftwagen werden 30 Cent je Kilometer erstattet.\n"
pytestmark = pytest.mark.slow


@contextmanager
def collector() -> Iterator[str]:
    """The address of something that takes in traces."""

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/traces"
        server.shutdown()


def use(home: Path, told: dict[str, object], log: Path) -> set[str]:
    """The addresses connected to while somebody signs in, uploads a file and asks."""
    (home / "aktenlotse.toml").write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items()))
    journal = Journal(open_database(Settings(home=home).database), open_secret(home))
    with journal.change(OPERATOR) as change:
        person = add_person(change, "anna", "", now())
        give_role(change, person, "editor")
        grant(change, Grant("everyone", "read", ALL))
        cookie = open_session(change, person, now())
    journal.engine.dispose()
    os.environ["CONNECTIONS"] = str(log)
    try:
        with started(home, identity=str(told.get("identity", "local"))) as running:
            headers = {"Cookie": f"aktenlotse={cookie}", "Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
            with httpx2.Client(base_url=running.address, headers=headers, trust_env=False, timeout=60) as client:
                client.get("/api/session/login")
                job = client.post("/api/documents", files={"file": ("reisen.md", TEXT)}).json()
                wait_until(lambda: client.get(f"/api/jobs/{job['id']}").json()["status"] == "ready", 60)
                wait_until(lambda: client.get("/api/documents").json()["total"] == 1, 10)
                assert client.post("/api/chat", json={"question": "Wie viel Cent je Kilometer?"}).status_code == 200
                client.get("/readyz")
                if "trace_endpoint" in told:
                    wait_until(lambda: place(str(told["trace_endpoint"])) in reached(log), 30)
    finally:
        del os.environ["CONNECTIONS"]
    return reached(log)


def reached(log: Path) -> set[str]:
    return set(log.read_text().split()) if log.exists() else set()


def place(address: str) -> str:
    return urlsplit(address).netloc


def test_each_configured_place_is_reached_and_no_other(tmp_path: Path) -> None:
    with (
        scripted_server() as model,
        serving_provider(Provider()) as provider,
        collector() as traces,
        contextmanager(serving_scanner)(Answering) as scanner,
    ):
        told: dict[str, object] = {
            "identity": "oidc",
            "url": "http://127.0.0.1:8000",
            "oidc_issuer": provider.issuer,
            "oidc_client": CLIENT,
            "chat_model": "openai",
            "base_url": model.base_url,
            "model": "steady",
            "clamd": scanner,
            "trace_endpoint": traces,
            "floor": 0.0,
        }
        home = tmp_path / "home"
        home.mkdir()
        expected = {place(model.base_url), place(provider.issuer), place(traces), scanner}
        assert use(home, told, tmp_path / "reached") == expected


def test_with_nothing_configured_nothing_is_reached(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert use(home, {}, tmp_path / "reached") == set()
