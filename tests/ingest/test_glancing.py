"""What is read again and again is as new as the database, and not read while nothing is stored there."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from ingest import glancing
from ingest.glancing import glance
from ingest.records import read_fact, write_fact
from ingest.tables import open_database, transaction

_STORE = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute(\"UPDATE facts SET value = 'elsewhere'\").connection.commit()"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path}/library.sqlite3")
    store(opened, "first")
    yield opened
    opened.dispose()


def store(engine: Engine, value: str) -> None:
    with transaction(engine) as connection:
        write_fact(connection, "change", value)


class Counted:
    """Reads, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, connection: Connection, name: str) -> str | None:
        self.times += 1
        return read_fact(connection, name)


def test_nothing_is_read_again_until_something_is_stored(engine: Engine) -> None:
    read = Counted()
    assert [glance(engine, read, "change") for _ in range(3)] == ["first"] * 3
    assert read.times == 1
    assert glance(engine, read, "generation") != "first"
    store(engine, "second")
    assert [glance(engine, read, "change") for _ in range(3)] == ["second"] * 3
    assert read.times == 3


def test_what_another_process_stores_is_seen_at_once(engine: Engine, tmp_path: Path) -> None:
    assert glance(engine, read_fact, "change") == "first"
    subprocess.run([sys.executable, "-c", _STORE, tmp_path / "library.sqlite3"], check=True)
    assert glance(engine, read_fact, "change") == "elsewhere"


def test_what_is_taken_back_was_never_there(engine: Engine) -> None:
    with pytest.raises(ValueError, match="taken back"), transaction(engine) as connection:
        write_fact(connection, "change", "second")
        assert glance(engine, read_fact, "change") == "first"
        raise ValueError("taken back")
    assert glance(engine, read_fact, "change") == "first"


def test_time_never_goes_back_for_any_thread(engine: Engine) -> None:
    def write() -> None:
        for number in range(200):
            store(engine, str(number))

    store(engine, "0")
    with ThreadPoolExecutor(1) as writer, ThreadPoolExecutor(8) as readers:
        writing = writer.submit(write)
        seen = list(readers.map(lambda _: [int(glance(engine, read_fact, "change") or 0) for _ in range(300)], range(8)))
        writing.result()
    assert all(each == sorted(each) for each in seen)
    assert glance(engine, read_fact, "change") == "199"


def test_a_database_that_was_closed_can_be_opened_again(engine: Engine) -> None:
    assert glance(engine, read_fact, "change") == "first"
    engine.dispose()
    store(engine, "second")
    assert glance(engine, read_fact, "change") == "second"


def test_where_it_cannot_be_told_it_is_read(engine: Engine) -> None:
    assert glance(engine, read_fact, "change") == "first"
    glancing._watches[engine].close()
    store(engine, "second")
    assert glance(engine, read_fact, "change") == "second"
