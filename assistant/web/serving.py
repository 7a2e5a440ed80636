"""Runs the server: checks the settings, starts the worker beside it, says where it is."""

import errno
import gc
import os
import signal
import socket
import sys
from contextlib import ExitStack

import uvicorn

from assistant.access.configuring import note_settings
from assistant.access.people import all_people
from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.authorities import read_authorities, side_by_side
from assistant.web.checking import check_settings
from assistant.web.context import Context
from assistant.web.logs import configure_logs
from assistant.web.words import page_words
from ingest.errors import SettingsError, refused_by_system
from ingest.journal import Journal
from ingest.library import open_library
from ingest.secret import open_secret
from ingest.settings import Settings
from ingest.worker import worker_beside

_BACKLOG = 2048
"""Connections that wait to be accepted."""
_IDLE = 10
"""Seconds that a connection may wait for its next request; it takes one of the places of all connections meanwhile."""
_COLLECT_AFTER = (10_000, 10, 100)
"""New objects after which the youngest are looked through, and how often that is until older, and all, are."""
_WORKER_PATIENCE = 3
"""Seconds that the worker gets to end when the server has."""


def serve(settings: Settings) -> None:
    """Serve until the process is told to stop. Raises SettingsError for settings that do not fit together."""
    check_settings(settings)
    configure_logs(settings)
    # The server passes a signal on when it has stopped, and the worker is to be stopped after that.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    place = _listen(settings.host, settings.port)
    named = {name: _open(each) for name, each in read_authorities(settings).items()}
    contexts = list(named.values()) or [_open(settings)]
    apps = [make_app(context) for context in contexts]
    _keep_pauses_short()
    config = uvicorn.Config(
        side_by_side(dict(zip(named, apps, strict=True))) if named else apps[0],
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # for whom a request comes is for the gate to say
        server_header=False,
        timeout_keep_alive=_IDLE,
        limit_concurrency=settings.connections,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    try:
        with ExitStack() as stack:
            for context in contexts if settings.worker == "beside" else ():
                stack.enter_context(worker_beside(context.settings, _WORKER_PATIENCE))
            _Announcing(config, settings).run([place])
    except KeyboardInterrupt:
        for context in contexts:
            context.library.indexes.save_vectors()
        sys.stdout.flush()
        os._exit(0)  # a thread that waits for a silent model must not keep the process


def _keep_pauses_short() -> None:
    """Everybody waits while Python looks for objects that refer to each other in circles: what is loaded by now is left out of
    that, the rest is looked through seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)


def _listen(host: str, port: int) -> socket.socket:
    """Raises SettingsError where nobody can listen there."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=_BACKLOG)
    except OSError as error:
        setting = "AKTENLOTSE_HOST" if error.errno == errno.EADDRNOTAVAIL else "AKTENLOTSE_PORT"
        raise SettingsError(setting=setting, reason=f"{host}:{port}: {refused_by_system(error).details['reason']}") from error


def _open(settings: Settings) -> Context:
    """The parts of one authority's server; says how to make the first account while there is none."""
    check_settings(settings)
    library = open_library(settings)
    note_settings(Journal(library.engine, open_secret(settings.home)), settings)
    with library.engine.connect() as connection:
        if settings.identity == "local" and not all_people(connection):
            print(page_words()["first_account"].format(home=settings.home), flush=True)  # noqa: T201
    return Context(settings, library, build_assistant(settings, library))


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
