"""The schema of the one truth, and how to open it.

Knows no meaning of what is stored. `migrations/` brings older databases up to this schema.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from ingest.errors import BrokenDatabase, DatabaseTooNew, SettingsError, describe_fault
from ingest.german import fold

_CONNECTIONS = 15
"""How many threads speak to the database at once."""

metadata = MetaData()
_TURN = 0x416B74656E
"""The lock of PostgreSQL that a writer holds; SQLite has one of its own."""

facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    comment="Single values: the embedder's name, the current generation of passages, the number of the last change",
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("file_name", String, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", String, nullable=False),
    Column("collection", String, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("superseded_by", String(32)),
    Column("superseded_on", Date),
    Column("issuer", String),
    Column("reference", String),
    Column("text", Text, nullable=False),
    Column("added", DateTime, nullable=False),
    UniqueConstraint("collection", "file_name"),
)

sections = Table(
    "sections",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("headings", JSON, nullable=False),
    Column("page", Integer),
    Column("anchor", String),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("confidence", Float),
)

passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("headings", JSON, nullable=False),
    Column("page", Integer),
    Column("anchor", String),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Index("passages_by_document", "document_id", "generation"),
    sqlite_autoincrement=True,
    comment="Pieces that are searched; a generation belongs to one embedder; vectors are float16",
)

changes = Table(
    "changes",
    metadata,
    Column("document_id", String(32), primary_key=True),
    Column("number", Integer, nullable=False, index=True),
    comment="The last change of each document, also of removed ones: what derived indexes follow",
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("file_name", String, nullable=False),
    Column("path", String, nullable=False),
    Column("keep_path", Boolean, nullable=False),
    Column("document_id", String(32), nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("status", String, nullable=False, index=True),
    Column("error", String),
    Column("message", String),
    Column("passages", Integer),
    Column("page", Integer),
    Column("pages", Integer),
    Column("created", DateTime, nullable=False),
    Column("finished", DateTime),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("created", DateTime, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String),
    Column("comment", Text),
)


def open_database(url: str) -> Engine:
    """An engine on the database at `url`, brought up to the current schema.

    Raises DatabaseTooNew, BrokenDatabase, SettingsError.
    """
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    try:
        # an error must not quote what somebody asked; what was opened is kept, as opening costs more than a question to it
        engine = create_engine(url, hide_parameters=True, pool_size=_CONNECTIONS, max_overflow=0)
    except ImportError as error:
        raise SettingsError(setting="AKTENLOTSE_DATABASE_URL", reason=describe_fault("no_driver", name=error.name)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    try:
        _migrate(engine)
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise BrokenDatabase(place=engine.url.render_as_string(), reason=reason) from error
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Readers never wait for the writer, writers wait for each other, and nothing acknowledged is lost."""
    connection.isolation_level = None
    connection.create_function("lower", 1, _lower, deterministic=True)
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=60000", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@lru_cache(1 << 16)
def _lower(text: str | None) -> str | None:
    """SQLite's own knows ASCII only; umlauts are found, and sorted, as the letters below them."""
    return text and fold(text)


def _begin_sqlite(connection: Connection) -> None:
    """A writer waits for its turn here, and not in the middle of what it does."""
    options = connection.get_execution_options()
    if not options.get("single"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("immediate") else "BEGIN")


def _without_nul(*asked: Any) -> tuple[str, Any]:
    """PostgreSQL takes no NUL in a text, SQLite does; what has one is no id and no word, but no fault of the server either."""
    _, _, statement, parameters, _, executemany = asked
    rows = [_replaced(row) for row in (parameters if executemany else [parameters])]
    return statement, rows if executemany else rows[0]


def _replaced(row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    return {name: value.replace("\0", "\ufffd") if isinstance(value, str) else value for name, value in row.items()}


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A connection to write with: everything is stored at its end, or nothing. Whoever writes takes their turn at the start, so
    that what they have read cannot change before they write."""
    with engine.connect().execution_options(immediate=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
        yield connection


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == newest:
        return
    with transaction(engine) as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise DatabaseTooNew(revision=current) from error
