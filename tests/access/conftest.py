"""People and rights over a real database. Knows no web and no test."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from assistant.access.people import Person, add_person, join_groups, named
from ingest.journal import OPERATOR, Journal
from ingest.secret import open_secret
from ingest.settings import Settings
from ingest.tables import open_database

NOW = datetime(2026, 3, 2, 9, 0)

Hire = Callable[..., Person]


@pytest.fixture
def journal(settings: Settings) -> Iterator[Journal]:
    """Where changes begin, over the database of an empty home."""
    engine = open_database(settings.database)
    yield Journal(engine, open_secret(settings.home))
    engine.dispose()


@pytest.fixture
def hire(journal: Journal) -> Hire:
    """Makes an account in the groups that are named."""

    def make(name: str, *groups: str) -> Person:
        with journal.change(OPERATOR) as change:
            join_groups(change, add_person(change, name, name.title(), NOW), groups)
            return named(change.connection, name)

    return make
