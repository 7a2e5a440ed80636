"""Several authorities behind one server: the host name chooses the application, and with it the home folder.

The applications share nothing: each has its own library, accounts, secret and settings. A name that is not known gets nothing.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Host

from ingest.errors import SettingsError
from ingest.settings import Settings, read_settings


def read_authorities(settings: Settings) -> dict[str, Settings]:
    """The settings of each authority by its host name; none if the server is for one only. Raises SettingsError where two would
    share a database."""
    found = {name.lower(): read_settings(home=settings.home / folder) for name, folder in settings.authorities.items()}
    if len({each.database for each in found.values()}) < len(found):
        raise SettingsError(setting="AKTENLOTSE_AUTHORITIES", reason="each needs a home folder and a database of its own")
    return found


def side_by_side(apps: Mapping[str, FastAPI]) -> Starlette:
    """One application that hands each request to that of its host name."""

    @asynccontextmanager
    async def run_all(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for app in apps.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            yield

    return Starlette(routes=[Host(name, app=app) for name, app in apps.items()], lifespan=run_all)
