"""The database: brought up to date when it is opened, and refused if a newer version has written it."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from ingest import tables
from ingest.errors import BrokenDatabase, DatabaseTooNew, SettingsError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "deep" / "library.sqlite3"
    tables.open_database(f"sqlite:///{path}").dispose()
    return path


def test_migrations_lead_to_the_schema_that_the_code_uses(file: Path) -> None:
    engine = tables.open_database(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_a_database_of_an_older_version_is_brought_up_with_all_that_is_in_it(file: Path, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(tables.__file__).parent / "migrations"))
    engine = tables.open_database(f"sqlite:///{file}")
    with tables.transaction(engine) as connection:
        connection.exec_driver_sql("INSERT INTO facts VALUES ('change', '7')")
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    engine.dispose()
    engine = tables.open_database(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        assert connection.exec_driver_sql("SELECT value FROM facts WHERE name = 'change'").scalar() == "7"
    engine.dispose()


def test_a_database_of_a_newer_version_is_refused(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(DatabaseTooNew, match="9999"):
        tables.open_database(f"sqlite:///{file}")


@pytest.mark.parametrize("damage", [b"no database at all, but something else" * 99, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_database_that_cannot_be_read_is_named_with_what_to_do(file: Path, damage: bytes) -> None:
    file.write_bytes(damage)
    with pytest.raises(BrokenDatabase, match=r"library\.sqlite3.*restore"):
        tables.open_database(f"sqlite:///{file}")


def test_a_database_system_without_its_driver_is_named() -> None:
    with pytest.raises(SettingsError, match="AKTENLOTSE_DATABASE_URL .* fehlt das Python-Paket MySQLdb"):
        tables.open_database("mysql://name:kennwort@rechner/datenbank")


def test_a_transaction_that_fails_leaves_nothing_behind(file: Path) -> None:
    engine = tables.open_database(f"sqlite:///{file}")
    with pytest.raises(ZeroDivisionError), tables.transaction(engine) as connection:
        connection.exec_driver_sql("INSERT INTO facts VALUES ('a', 'b')")
        _ = 1 / 0
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM facts").scalar() == 0
    engine.dispose()


def test_what_is_stored_has_reached_the_disk_and_what_is_deleted_is_wiped(file: Path) -> None:
    engine = tables.open_database(f"sqlite:///{file}")
    with engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "secure_delete")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    engine.dispose()
