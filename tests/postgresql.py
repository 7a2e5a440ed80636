"""Databases of a PostgreSQL server for tests: with `POSTGRESQL` in the environment (its URL) each library gets one of its own."""

import os
import secrets

from sqlalchemy import create_engine, make_url


def fresh_database() -> str | None:
    """The URL of a new empty database; None where libraries are to be in SQLite."""
    server = os.environ.get("POSTGRESQL")
    if server is None:
        return None
    engine, name = create_engine(server, isolation_level="AUTOCOMMIT"), f"test_{secrets.token_hex(8)}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
