"""The server as an operator starts it: a process that says where it is, takes files in, and goes without a trace."""

import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import httpx2
import psutil
import pytest

from assistant.web.serving import serve
from ingest.errors import SettingsError
from ingest.settings import Settings
from tests.assistant.model_server import scripted_server
from tests.assistant.running import wait_until
from tests.web.office import JSON, QUESTION
from tests.web.starting import Started, started

REISE = "# Reisekosten\n\nFür die Benutzung eines privaten Kraftwagens werden 30 Cent je Kilometer erstattet.\n"


def take_in(server: Started) -> str:
    """The id of a document that was uploaded and has been read by the worker."""
    with httpx2.Client(base_url=server.address, trust_env=False) as client:
        job = client.post("/api/documents", files={"file": ("reise.md", REISE)}).json()
        wait_until(lambda: client.get(f"/api/jobs/{job['id']}").json()["status"] == "ready", 40)
        document: str = client.get(f"/api/jobs/{job['id']}").json()["document_id"]
    return document


def test_a_server_takes_in_an_upload_answers_and_ends_on_request(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        document = take_in(server)
        with httpx2.Client(base_url=server.address, trust_env=False, headers=JSON) as client:
            wait_until(lambda: not client.post("/api/chat", json={"question": QUESTION}).json()["refused"], 5)
            answer = client.post("/api/chat", json={"question": QUESTION}).json()
        assert answer["citations"][0]["passage"]["document"]["id"] == document
        family = server.family()
        assert len(family) >= 2
        before = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) == 0
        _, left = psutil.wait_procs(family, timeout=10 - (time.monotonic() - before))
        assert left == []
    with started(tmp_path) as again:
        assert "Konto" not in again.printed
        assert httpx2.get(f"{again.address}/readyz", trust_env=False).json()["passages"] == 1


def test_a_server_that_is_killed_takes_its_worker_with_it(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        take_in(server)
        family = server.family()
        server.process.kill()
        _, left = psutil.wait_procs(family, timeout=15)
        assert left == []


def test_an_open_answer_of_a_silent_model_does_not_keep_the_server_from_ending(tmp_path: Path) -> None:
    with scripted_server() as model:
        settings = f'chat_model = "openai"\nbase_url = "{model.base_url}"\nmodel = "silent"\nshutdown_seconds = 2\n'
        (tmp_path / "aktenlotse.toml").write_text(settings)
        with started(tmp_path) as server, httpx2.Client(base_url=server.address, trust_env=False) as client:
            take_in(server)
            wait_until(lambda: client.get("/readyz").json()["passages"] == 1, 5)
            with client.stream("POST", "/api/chat", json={"question": QUESTION}) as response:
                assert next(line for line in response.iter_lines() if "Ein" in line)
                server.process.send_signal(signal.SIGTERM)
                assert server.process.wait(10) == 0


def test_two_servers_over_one_home_share_a_worker_and_one_goes_on_when_the_other_is_killed(tmp_path: Path) -> None:
    with started(tmp_path) as one, started(tmp_path) as two:
        take_in(one)
        for server in (one, two):
            wait_until(partial(answers, server.address), 10)
        one.process.kill()
        with httpx2.Client(base_url=two.address, trust_env=False) as client:
            job = client.post("/api/documents", files={"file": ("urlaub.md", "# Urlaub\n\nUrlaub ist zu beantragen.")}).json()
            wait_until(lambda: client.get(f"/api/jobs/{job['id']}").json()["status"] == "ready", 40)
        assert answers(two.address)
    environment = os.environ | {"AKTENLOTSE_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "ingest", "verify"], env=environment, check=True)


def answers(address: str) -> bool:
    """Whether the server there finds what was taken in."""
    answer = httpx2.post(f"{address}/api/chat", json={"question": QUESTION}, headers=JSON, trust_env=False, timeout=40).json()
    return bool(answer["citations"])


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7"])
def test_a_server_without_accounts_refuses_addresses_that_others_reach(tmp_path: Path, host: str) -> None:
    with pytest.raises(SettingsError, match="nur auf dem eigenen Rechner"):
        serve(Settings(home=tmp_path, host=host, identity="demo"))
    assert not list(tmp_path.iterdir())


def test_a_refusal_is_one_sentence_and_an_exit_code(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "assistant", "serve", "--host", "0.0.0.0"]
    environment = os.environ | {"AKTENLOTSE_HOME": str(tmp_path), "AKTENLOTSE_IDENTITY": "demo"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("Die Einstellung AKTENLOTSE_HOST ist nicht brauchbar")
    assert "Traceback" not in ended.stderr


def test_without_an_account_the_start_says_how_to_make_the_first_and_nobody_gets_in(tmp_path: Path) -> None:
    with started(tmp_path, identity="local") as server:
        assert "python -m assistant people add" in server.printed
        for path in ("/api/documents", "/api/settings", "/v1/models"):
            assert httpx2.get(f"{server.address}{path}", trust_env=False).status_code == 401


def test_what_a_stranger_forwards_is_not_believed(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        for name, value in (("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("Host", "elsewhere.example")):
            response = httpx2.get(f"{server.address}/api/session", headers={name: value}, trust_env=False)
            assert response.status_code == 401, name


def test_a_port_that_is_taken_is_named_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"AKTENLOTSE_PORT .*{port}.* anderes Programm"):
            serve(Settings(home=tmp_path / "home", identity="demo", port=port))
    assert not (tmp_path / "home").exists()
