"""What is read from the database again and again, while nothing is stored there.

Each question asks who is asking, what they may do, and which change was the last. A database of one file can tell in a fiftieth
of the time of such a statement whether anybody has stored anything since; as long as nobody has, the answer is the same. What
was stored, by whatever process, is seen by the next look. Knows no table.
"""

import sqlite3
import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, TypeVarTuple, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")
_MOST = 5_000
"""Answers that are kept until something is stored."""
_MISSING = cast("Any", object())


def glance(engine: Engine, read: Callable[[Connection, *Arguments], T], *arguments: *Arguments) -> T:
    """What `read` finds with `arguments` by one statement; what it returns must not be changed.

    One statement needs no transaction around it, which would take longer than most statements.
    """
    found, key = _unchanged(engine), (read, arguments)
    result: T = found.get(key, _MISSING)
    if result is _MISSING:
        with engine.connect().execution_options(single=True) as connection:
            result = read(connection, *arguments)
        if len(found) < _MOST:
            found[key] = result
    return result


class _Watch:
    """A connection of its own, over which nothing is ever stored: SQLite counts what others store."""

    def __init__(self, engine: Engine) -> None:
        own = engine.raw_connection()
        own.detach()
        self._connection, self._cursor = own, own.cursor()
        self._looking = threading.Lock()
        self._version: object = None
        self._found: dict[Hashable, Any] = {}

    def unchanged(self) -> dict[Hashable, Any]:
        """What was read since something was stored last; whoever reads meanwhile adds to what they were given."""
        with self._looking:
            version = self._cursor.execute("PRAGMA data_version").fetchone()
            if version != self._version:
                self._version, self._found = version, {}
            return self._found

    def close(self) -> None:
        """Nothing is looked at any more."""
        with self._looking:
            self._connection.close()


_watches: WeakKeyDictionary[Engine, _Watch] = WeakKeyDictionary()
_opening = threading.Lock()


def _unchanged(engine: Engine) -> dict[Hashable, Any]:
    if engine.dialect.name != "sqlite":
        return {}
    try:
        watch = _watches.get(engine)
        if watch is None:
            with _opening:
                watch = _watches.get(engine) or _opened(engine)
        return watch.unchanged()
    except (sqlite3.Error, SQLAlchemyError):  # it cannot be told; whoever reads now is told what is wrong
        return {}


def _opened(engine: Engine) -> _Watch:
    watch = _watches[engine] = _Watch(engine)

    @event.listens_for(engine, "engine_disposed", once=True)
    def close(_: Engine) -> None:
        _watches.pop(engine).close()

    return watch
