"""Runs the server: checks the settings, starts the worker beside it, says where it is."""

import ipaddress
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from assistant.web.tokens import first_token
from assistant.web.words import page_words
from ingest.errors import SettingsError
from ingest.library import open_library
from ingest.settings import Settings


def serve(settings: Settings) -> None:
    """Serve until the process is told to stop. Raises SettingsError for an address that others could reach."""
    words = page_words()
    if not _is_loopback(settings.host):
        raise SettingsError(setting="AKTENLOTSE_HOST", reason=words["loopback_only"].format(host=settings.host))
    library = open_library(settings)
    context = Context(settings, library, build_assistant(settings, library))
    if token := first_token(library.engine):
        print(words["token_made"].format(token=token), flush=True)  # noqa: T201
    with _worker(settings):
        config = uvicorn.Config(make_app(context), host=settings.host, port=settings.port, log_level="warning", access_log=False)
        _Announcing(config, settings).run()
    library.indexes.save_vectors()


class _Announcing(uvicorn.Server):
    """Says where the server is once it listens."""

    def __init__(self, config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self._settings = settings

    async def startup(self, sockets: "list[object] | None" = None) -> None:
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            url = f"http://{self._settings.host}:{port}/"
            print(page_words()["serving"].format(name=self._settings.name, url=url), flush=True)  # noqa: T201


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    """The worker process; it ends when its standard input does, so it never outlives the server."""
    environment = {"AKTENLOTSE_HOME": str(settings.home.resolve())}
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", "work"], stdin=subprocess.PIPE, env=os.environ | environment
    )
    try:
        yield
    finally:
        if process.stdin:
            process.stdin.close()
        process.wait()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
