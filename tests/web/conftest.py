"""The web application over a real library: in this process, or as an operator starts it with a browser before it. Knows no test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from ingest.settings import Settings
from tests.shelf import Shelf
from tests.web.browsing import CHECKOUT, CHROMIUM, FLAGS, watched_page
from tests.web.office import Office, at_this_machine
from tests.web.starting import Started, add_folder, started


@pytest.fixture
def office(settings: Settings, shelf: Shelf) -> Iterator[Office]:
    """An empty library behind the web application of the demonstration."""
    settings = settings.model_copy(update={"upload_megabytes": 1, "identity": "demo"})
    app = make_app(Context(settings, shelf.library, build_assistant(settings, shelf.library)))
    with at_this_machine(app) as client:
        yield Office(client, shelf)


@pytest.fixture
def stocked(office: Office) -> Office:
    """The same with a document about travel expenses."""
    office.upload("reisekosten.md", REISE, title="Reisekosten", valid_from="2024-01-01")
    return office


REISE = """# Dienstanweisung Reisekosten

## § 4 Wegstreckenentschädigung

Für die Benutzung eines privaten Kraftwagens werden 30 Cent je Kilometer erstattet.
"""


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the sample library; not to be written to."""
    home = tmp_path_factory.mktemp("sample")
    add_folder(home, CHECKOUT / "samples/library")
    return home


@pytest.fixture(scope="module")
def server(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A server over a copy of the sample library."""
    home = tmp_path_factory.mktemp("home") / "library"
    shutil.copytree(sample_home, home)
    with started(home) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a German browser; what it complains about fails the test."""
    with watched_page(browser) as opened:
        yield opened
