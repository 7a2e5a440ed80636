"""Real servers on loopback for the length of a test: an ASGI application in a thread, or a command in a process."""

import contextlib
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import httpx2
import uvicorn
from starlette.types import ASGIApp


@contextlib.contextmanager
def running(app: ASGIApp, certificate: Path | None = None, key: Path | None = None) -> Iterator[str]:
    """The address of `app` on a free port."""
    config = uvicorn.Config(app, port=0, log_level="critical", ssl_certfile=certificate, ssl_keyfile=key, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started, 10)
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)


@contextlib.contextmanager
def running_process(command: Sequence[str], address: str, log: Path) -> Iterator[str]:
    """`address` once the server that `command` starts answers there."""
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            wait_until(lambda: process.poll() is not None or _answers(address), 60)
            assert process.poll() is None, log.read_text()
            yield address
        finally:
            process.terminate()


def wait_until(happened: Callable[[], object], seconds: float) -> None:
    """Returns as soon as `happened()`; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    with contextlib.suppress(httpx2.TransportError):
        return httpx2.get(f"{address}/health", trust_env=False).is_success
    return False
