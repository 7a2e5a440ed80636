"""Chat models for tests: one that says what a test wrote down, and small real ones. Knows no test."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.model_server import ScriptedServer, scripted_server
from tests.assistant.running import free_port, running_process
from tests.assistant.tiny_llama import build_tiny_llama


@pytest.fixture(scope="session")
def tiny_llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny Llama that writes a word a token without end."""
    return build_tiny_llama(tmp_path_factory.mktemp("writing-llama"))


@pytest.fixture(scope="session")
def llama_server(tiny_llama: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of `transformers serve` with the tiny Llama."""
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("transformers")),
        "serve",
        str(tiny_llama),
        "--port",
        str(port),
        "--host",
        "127.0.0.1",
    ]
    log = tmp_path_factory.mktemp("serve") / "log"
    with running_process(command, f"http://127.0.0.1:{port}", log) as address:
        yield f"{address}/v1"


@pytest.fixture(scope="module")
def scripted() -> Iterator[ScriptedServer]:
    """A server that fails in the ways that model servers fail."""
    with scripted_server() as server:
        yield server
