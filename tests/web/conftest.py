"""The web application over a real library, in this process. Knows no test."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from assistant.web.tokens import new_token
from ingest.settings import Settings
from tests.shelf import Shelf
from tests.web.office import Office


@pytest.fixture
def office(settings: Settings, shelf: Shelf) -> Iterator[Office]:
    """An empty library behind the web application, with an editor."""
    settings = settings.model_copy(update={"upload_megabytes": 1})
    app = make_app(Context(settings, shelf.library, build_assistant(settings, shelf.library)))
    with TestClient(app) as client:
        yield Office(client, shelf, {"Authorization": f"Bearer {new_token(shelf.library.engine)}"})


@pytest.fixture
def stocked(office: Office) -> Office:
    """The same with a document about travel expenses."""
    office.upload("reisekosten.md", REISE, title="Reisekosten", valid_from="2024-01-01")
    return office


REISE = """# Dienstanweisung Reisekosten

## § 4 Wegstreckenentschädigung

Für die Benutzung eines privaten Kraftwagens werden 30 Cent je Kilometer erstattet.
"""
