"""Runs the server: checks the settings, starts the worker beside it, says where it is."""

import ipaddress
import os
import signal
import socket
import sys

import uvicorn

from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from assistant.web.tokens import first_token
from assistant.web.words import page_words
from ingest.errors import SettingsError
from ingest.library import open_library
from ingest.settings import Settings
from ingest.worker import worker_beside

_PATIENCE = 3
"""Seconds that answers, and then the worker, get to end when the server is told to stop."""


def serve(settings: Settings) -> None:
    """Serve until the process is told to stop. Raises SettingsError for an address that others could reach."""
    words = page_words()
    if not _is_loopback(settings.host):
        raise SettingsError(setting="AKTENLOTSE_HOST", reason=words["loopback_only"].format(host=settings.host))
    # The server passes a signal on when it has stopped, and the worker is to be stopped after that.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    library = open_library(settings)
    context = Context(settings, library, build_assistant(settings, library))
    if token := first_token(library.engine):
        print(words["token_made"].format(token=token), flush=True)  # noqa: T201
    config = uvicorn.Config(
        make_app(context),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_PATIENCE,
    )
    try:
        with worker_beside(settings, _PATIENCE):
            _Announcing(config, settings).run()
    except KeyboardInterrupt:
        library.indexes.save_vectors()
        sys.stdout.flush()
        os._exit(0)  # a thread that waits for a silent model must not keep the process


class _Announcing(uvicorn.Server):
    """Says where the server is once it listens."""

    def __init__(self, config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self._settings = settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            url = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
            print(page_words()["serving"].format(name=self._settings.name, url=url), flush=True)  # noqa: T201


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
