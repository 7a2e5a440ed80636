"""A server with local accounts over a copy of the sample library, and people who are signed in at it. Knows no test."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from assistant.access import passwords
from assistant.access.people import add_person, named
from assistant.access.rights import ALL, Grant, Role, give_role, grant
from assistant.access.sessions import open_session
from assistant.web.identity import now
from ingest.journal import OPERATOR, Journal
from ingest.secret import open_secret
from ingest.settings import Settings
from ingest.tables import open_database
from tests.web.starting import started

PASSWORD = "Deichschau im Februar"
CONTACT = "barrieren@amt.example"
ROLES: dict[str, Role] = {"anna": "administrator", "berta": "editor", "carl": "staff", "dora": "evaluator"}


@dataclass(frozen=True, slots=True)
class Staffed:
    """A running server and its database."""

    address: str
    journal: Journal

    def enter(self, page: Page, name: str, place: str = "") -> None:
        """Open a page in the browser of somebody who is signed in; by session, as only so many may sign in within a minute."""
        with self.journal.change(OPERATOR) as change:
            key = open_session(change, named(change.connection, name), now())
        page.context.add_cookies([{"name": "aktenlotse", "value": key, "url": self.address}])
        page.goto(f"{self.address}/{place}")
        page.locator("aktenlotse-navigation button", has_text="Abmelden").wait_for(state="attached")


@contextmanager
def staffed(sample_home: Path, home: Path, *origins: str) -> Iterator[Staffed]:
    """The server; everybody may read everything. The chat may stand in pages of `origins`."""
    shutil.copytree(sample_home, home)
    settings = f'contact = "{CONTACT}"\nenforcement = "Schlichtungsstelle\\nHannover"\nwidget_origins = {json.dumps(origins)}\n'
    (home / "aktenlotse.toml").write_text(settings)
    journal = Journal(open_database(Settings(home=home).database), open_secret(home))
    with journal.change(OPERATOR) as change:
        grant(change, Grant("everyone", "read", ALL))
        for name, role in ROLES.items():
            person = add_person(change, name, f"{name.title()} Beispiel", now())
            passwords.set_password(change, person, PASSWORD)
            give_role(change, person, role)
    with started(home, identity="local") as running:
        yield Staffed(running.address, journal)
    journal.engine.dispose()
