"""Backups of a home folder while everything goes on, and how to come back from one.

First the indexes are copied, then the database, by SQLite itself as it was at one moment, then the originals that it names. What
was replaced or removed meanwhile makes it begin again with the database. A backup appears under its name whole and checked, or not
at all. Indexes that are older than the database follow it; made anew they would take their time, and score a little otherwise: what
was replaced leaves traces in an index.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.engine import make_url

from ingest.access_tables import backups
from ingest.errors import BrokenBackup, Busy, NotEmpty, SettingsError
from ingest.identities import new_identity
from ingest.indexes import copy_indexes
from ingest.settings import Settings
from ingest.tables import open_database, transaction

DATABASE = "library.sqlite3"
_MANIFEST = "manifest.json"
_TRIES = 50
_LEFT_OUT = ("derived", "files", "uploads", "lost+found")
"""Folders that are copied by what they hold, or by what the database says."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: SHA-256 of each file by its path, and how many documents and passages."""

    made: str
    documents: int
    passages: int
    change: int
    files: dict[str, str]


def back_up(settings: Settings, target: Path, days: int) -> Manifest:
    """Make a backup in the new folder `target`, to be kept so many days. Raises NotEmpty, Busy and SettingsError."""
    if target.exists():
        raise NotEmpty(place=target)
    _database_file(settings)
    open_database(settings.database).dispose()
    partial = _beside(target)
    with _alone(settings.home):
        _note(settings, target, days)
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True, mode=0o700)
        _copy_consistently(settings, partial)
        manifest = _write_manifest(partial)
        if problems := check(partial):
            raise BrokenBackup(place=target, problem=problems[0])
        _appear(partial, target)
    return manifest


def check(source: Path) -> list[str]:
    """What is wrong with a backup, one line each."""
    try:
        manifest = Manifest(**json.loads((source / _MANIFEST).read_text()))
    except (OSError, ValueError, TypeError):
        return ["there is no sound manifest"]
    problems = [f"{name}: missing" for name in manifest.files if not (source / name).is_file()]
    problems += [f"{name}: changed" for name, known in manifest.files.items() if not problems and _digest(source / name) != known]
    return problems or _check_database(source, manifest)


def restore(source: Path, settings: Settings) -> Manifest:
    """Make the home folder from a backup. Raises BrokenBackup, NotEmpty where there is anything already, and SettingsError."""
    home = settings.home
    if _database_file(settings) != (home / DATABASE).resolve():
        raise SettingsError(setting="AKTENLOTSE_DATABASE_URL", reason="python -m ingest restore makes the database in the home")
    if home.exists() and any(home.iterdir()):
        raise NotEmpty(place=home)
    if problems := check(source):
        raise BrokenBackup(place=source, problem=problems[0])
    partial = _beside(home)
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(source, partial)
    _move_uploads(partial, home)
    if home.exists():
        home.rmdir()
    manifest = Manifest(**json.loads((partial / _MANIFEST).read_text()))
    (partial / _MANIFEST).unlink()
    _appear(partial, home)
    return manifest


def _copy_consistently(settings: Settings, partial: Path) -> None:
    """Copy until the database and the files that it names belong together."""
    database = _database_file(settings)
    _copy_surroundings(settings.home, partial)
    copy_indexes(settings.home, partial)
    _snapshot(database, partial / DATABASE)
    _copy_named(settings.home, partial)
    for _ in range(_TRIES):
        _snapshot(database, partial / DATABASE)
        if _copy_named(settings.home, partial):
            return
    raise Busy


def _snapshot(database: Path, target: Path) -> None:
    """The database as it is at one moment; writers go on meanwhile."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _copy_named(home: Path, partial: Path) -> bool:
    """Copy the originals and uploads that the snapshot names; whether all were there."""
    wanted = set(_named_files(partial / DATABASE))
    for folder in ("files", "uploads"):
        (partial / folder).mkdir(exist_ok=True)
        for path in (partial / folder).iterdir():
            if f"{folder}/{path.name}" not in wanted:
                path.unlink()
    return all([_copied(home / name, partial / name) for name in sorted(wanted)])


def _named_files(database: Path) -> Iterator[str]:
    with closing(sqlite3.connect(database)) as connection:
        for identity, version in connection.execute("SELECT id, version FROM documents"):
            yield f"files/{identity}-{version}"
        waiting = "SELECT path FROM jobs WHERE status IN ('waiting', 'running') AND NOT keep_path"
        for (path,) in connection.execute(waiting):
            yield f"uploads/{Path(path).name}"


def _copied(source: Path, target: Path) -> bool:
    if target.exists():
        return True
    unfinished = target.with_name(f".{target.name}")
    try:
        shutil.copyfile(source, unfinished)
    except FileNotFoundError:
        return False
    unfinished.replace(target)
    return True


def _copy_surroundings(home: Path, partial: Path) -> None:
    """The secret, the settings, the authority's own words, and whatever else lies in the home."""
    for path in home.iterdir():
        if path.name.startswith((DATABASE, "partial-")) or path.suffix == ".lock" or path.name in _LEFT_OUT:
            continue
        if path.is_dir():
            shutil.copytree(path, partial / path.name)
        elif path.is_file():
            shutil.copy2(path, partial / path.name)


def _write_manifest(partial: Path) -> Manifest:
    files = {str(path.relative_to(partial)): _digest(path) for path in sorted(partial.rglob("*")) if path.is_file()}
    made = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(made, *_counts(partial / DATABASE), files)
    (partial / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
    return manifest


def _check_database(source: Path, manifest: Manifest) -> list[str]:
    try:
        with closing(sqlite3.connect(f"file:{source / DATABASE}?mode=ro", uri=True)) as connection:
            [(sound,)] = connection.execute("PRAGMA integrity_check(1)")
            originals = connection.execute("SELECT id, version, digest FROM documents").fetchall()
        counts = _counts(source / DATABASE)
    except sqlite3.DatabaseError as error:
        return [f"{DATABASE}: {error}"]
    if sound != "ok" or counts != (manifest.documents, manifest.passages, manifest.change):
        return [f"{DATABASE}: {sound}"]
    names = ((f"files/{identity}-{version}", digest) for identity, version, digest in originals)
    return [f"{name}: not the original" for name, digest in names if manifest.files.get(name) != digest]


def _counts(database: Path) -> tuple[int, int, int]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        [(documents,)] = connection.execute("SELECT count(*) FROM documents")
        [(passages,)] = connection.execute("SELECT count(*) FROM passages")
        [(change,)] = connection.execute("SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM facts WHERE name = 'change'")
    return documents, passages, change


def _move_uploads(partial: Path, home: Path) -> None:
    """Files that were waiting are waiting in the new home."""
    with closing(sqlite3.connect(partial / DATABASE)) as connection, connection:
        rows = connection.execute("SELECT id, path FROM jobs WHERE NOT keep_path").fetchall()
        moved = [(str(home.resolve() / "uploads" / Path(path).name), identity) for identity, path in rows]
        connection.executemany("UPDATE jobs SET path = ? WHERE id = ?", moved)


def _note(settings: Settings, target: Path, days: int) -> None:
    """Remember the backup: the record of a removal names those that may still hold the document. Before it is begun, as what is
    removed while it is made may be in it."""
    now, engine = datetime.now(UTC).replace(tzinfo=None), open_database(settings.database)
    with transaction(engine) as connection:
        values = {"id": new_identity(), "at": now, "place": str(target.resolve()), "until": now + timedelta(days=days)}
        connection.execute(insert(backups).values(**values))
    engine.dispose()


def _database_file(settings: Settings) -> Path:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise SettingsError(setting="AKTENLOTSE_DATABASE_URL", reason="python -m ingest backup copies SQLite; use pg_dump here")
    return Path(url.database).resolve()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the lock of backups of this home. Raises Busy; the system frees the lock when the process dies."""
    with (home / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield


def _beside(target: Path) -> Path:
    return target.resolve().with_name(f".{target.resolve().name}.partial")


def _appear(partial: Path, target: Path) -> None:
    """Let a finished folder have its name, when all of it is on disk."""
    os.sync()
    partial.rename(target)
    os.sync()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
