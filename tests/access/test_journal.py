"""The audit: every change of it shows, and what fails leaves no entry."""

import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from ingest.access_tables import audit
from ingest.journal import Journal, head, read_entries, verify
from ingest.secret import open_secret
from ingest.tables import transaction

COLUMNS = ("at", "actor", "action", "object", "about", "seal")
ANY_LETTER = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
"""Any that a database takes."""


@pytest.fixture
def kept(journal: Journal) -> Journal:
    for number in range(1, 6):
        journal.note("anna", "document.upload", f"d{number}", file="reisen.md")
    return journal


def problems(journal: Journal, known_head: str | None = None) -> list[str]:
    with journal.engine.connect() as connection:
        return verify(connection, journal.secret, known_head)


def unguard(connection: Connection) -> None:
    """Take away what refuses changes."""
    of_table = "" if connection.dialect.name == "sqlite" else " ON audit"
    for verb in ("update", "delete"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS audit_refuses_{verb}{of_table}")


def tamper(journal: Journal, *statements: str) -> None:
    """What somebody does who can write the database but has not the secret."""
    with transaction(journal.engine) as connection:
        unguard(connection)
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_an_untouched_chain_is_sound_and_says_who_did_what(kept: Journal) -> None:
    assert problems(kept) == []
    with kept.engine.connect() as connection:
        first = next(read_entries(connection))
    assert (first.actor, first.action, first.object, first.about) == ("anna", "document.upload", "d1", '{"file": "reisen.md"}')


def test_who_writes_at_the_same_time_writes_one_after_the_other(journal: Journal) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: journal.note("anna", "document.upload", f"d{number}"), range(12)))
    assert problems(journal) == []


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_entry_is_found(kept: Journal, column: str) -> None:
    tamper(kept, f'UPDATE audit SET "{column}" = \'x\' || substr("{column}", 2) WHERE number = 3')
    assert problems(kept)[0] == "entry 3 was changed"


TAMPERINGS = {
    "one in the middle is gone": ["DELETE FROM audit WHERE number = 3"],
    "the first is gone": ["DELETE FROM audit WHERE number = 1"],
    "the last is gone": ["DELETE FROM audit WHERE number = 5"],
    "all are gone": ["DELETE FROM audit"],
    "one is gone, the others moved up": [
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET number = number - 1 WHERE number > 3",
    ],
    "one is inserted": ["INSERT INTO audit SELECT 6, at, actor, action, object, about, seal FROM audit WHERE number = 5"],
    "two are swapped": [
        "UPDATE audit SET number = 99 WHERE number = 2",
        "UPDATE audit SET number = 2 WHERE number = 3",
        "UPDATE audit SET number = 3 WHERE number = 99",
    ],
}


@pytest.mark.parametrize("statements", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_entries_that_are_removed_or_inserted_or_moved_are_found(kept: Journal, statements: list[str]) -> None:
    tamper(kept, *statements)
    assert problems(kept)


def test_a_tail_that_is_cut_off_together_with_the_head_is_found_by_a_head_that_was_written_down(kept: Journal) -> None:
    with kept.engine.connect() as connection:
        written_down = head(connection)
    seal = "(SELECT number || ':' || seal FROM audit ORDER BY number DESC LIMIT 1)"
    tamper(kept, "DELETE FROM audit WHERE number > 3", f"UPDATE facts SET value = {seal} WHERE name = 'audit'")
    assert problems(kept) == []
    assert problems(kept, written_down) == ["the entry 5 that was written down is not in the chain"]
    kept.note("anna", "document.upload", "d6")
    assert problems(kept, written_down) == ["the entry 5 that was written down is not in the chain"]


def test_a_chain_made_with_another_secret_is_refused(kept: Journal, tmp_path: Path) -> None:
    other = Journal(kept.engine, open_secret(tmp_path / "elsewhere"))
    other.note("eve", "right.grant", "person:eve")
    assert problems(kept) == ["entry 6 was changed"]


@pytest.mark.slow
@given(number=st.integers(1, 5), column=st.sampled_from(COLUMNS), text=st.text(ANY_LETTER, max_size=9))
@settings_of(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_in_place_of_a_value_is_found(kept: Journal, number: int, column: str, text: str) -> None:
    with kept.engine.connect() as connection:
        unguard(connection)
        before = connection.scalar(select(audit.c[column]).where(audit.c.number == number))
        connection.execute(update(audit).where(audit.c.number == number).values({column: text}))
        assert bool(verify(connection, kept.secret)) == (text != before)
        connection.rollback()


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'eve'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_an_entry(kept: Journal, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction(kept.engine) as connection:
        connection.exec_driver_sql(statement)
    assert problems(kept) == []


def test_postgresql_does_not_empty_it_at_one_stroke_either(kept: Journal) -> None:
    if kept.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL could")
    with pytest.raises(IntegrityError, match="append-only"), transaction(kept.engine) as connection:
        connection.exec_driver_sql("TRUNCATE audit CASCADE")
    assert problems(kept) == []


def test_on_a_full_disk_nothing_is_noted_and_the_chain_goes_on_when_there_is_room(kept: Journal) -> None:
    if kept.engine.dialect.name != "sqlite":
        pytest.skip("the disk is the server's")
    before, noted = resource.getrlimit(resource.RLIMIT_FSIZE), 5
    resource.setrlimit(resource.RLIMIT_FSIZE, (128_000, before[1]))
    try:
        with pytest.raises(OperationalError):
            while True:
                kept.note("anna", "document.upload", "d6", file="lang" * 1000)
                noted += 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    kept.note("anna", "document.upload", "d7")
    with kept.engine.connect() as connection:
        assert len(list(read_entries(connection))) == noted + 1
    assert problems(kept) == []


def test_what_fails_leaves_no_entry(kept: Journal) -> None:
    with pytest.raises(ZeroDivisionError), kept.change("anna") as change:
        change.note("document.remove", "d1")
        _ = 1 / 0
    with kept.engine.connect() as connection:
        assert [entry.action for entry in read_entries(connection)] == ["document.upload"] * 5
    assert problems(kept) == []
