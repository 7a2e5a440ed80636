"""Files and folders named on the command line, as jobs: which files, under which name, with which metadata."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from ingest import records
from ingest.documents import Metadata
from ingest.errors import BrokenFile, SettingsError, describe_fault
from ingest.identities import new_identity
from ingest.jobs import Job
from ingest.library import Library

_COLUMNS = {"file", "title", "collection", "valid_from", "valid_to", "superseded_by", "issuer", "reference"}


def find_files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Each file with the name it gets: relative to the folder that was named. Links and hidden files are left out.

    A name that another path has given already gets the folder's name before it, so that neither file replaces the other.
    Raises BrokenFile for a name that is no Unicode.
    """
    given: set[str] = set()
    for path in paths:
        for file, name in _files_of(path):
            if not _is_unicode(name):
                raise BrokenFile(file=ascii(name), reason="Dateiname nicht in UTF-8")
            free = f"{file.resolve().parents[name.count('/')].name}/{name}" if name in given else name
            given.add(free)
            yield file, free


def _files_of(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, path.name
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and not file.is_symlink() and not _hidden(file.relative_to(path)):
            yield file, file.relative_to(path).as_posix()


def read_metadata(table: Path, collection: str) -> dict[str, Metadata]:
    """A CSV file (`;`, UTF-8) with the columns file and any of Metadata's fields; by file name. Raises SettingsError."""
    described: dict[str, Metadata] = {}
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        try:
            given = set(rows.fieldnames or ())
            if strange := (given - _COLUMNS) | ({"file"} - given):
                raise SettingsError(setting=f"{table.name}:1", reason=describe_fault("columns", names=", ".join(sorted(strange))))
            for row in rows:
                described[row["file"]] = _as_metadata(row, collection)
        except UnicodeDecodeError as error:
            raise SettingsError(setting=table.name, reason=describe_fault("not_utf8")) from error
        except ValueError as error:
            raise SettingsError(setting=f"{table.name}:{rows.line_num}", reason=describe_fault("date_type")) from error
        except csv.Error as error:
            raise SettingsError(setting=f"{table.name}:{rows.line_num}", reason=str(error)) from error
    return described


def _as_metadata(row: Mapping[str, str], collection: str) -> Metadata:
    return Metadata(
        title=row.get("title") or "",
        collection=row.get("collection") or collection,
        valid_from=_as_day(row.get("valid_from")),
        valid_to=_as_day(row.get("valid_to")),
        superseded_by=row.get("superseded_by") or None,
        issuer=row.get("issuer") or None,
        reference=row.get("reference") or None,
    )


def _as_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def as_jobs(library: Library, files: Sequence[tuple[Path, str]], described: Mapping[str, Metadata], collection: str) -> list[Job]:
    """A job for each file. "Superseded by" names a file of the same run and becomes its document's id."""
    metadata = {name: described.get(name, Metadata(collection=collection)) for _, name in files}
    identities: dict[str, str] = {}
    with library.engine.connect() as connection:
        for name, about in metadata.items():
            known = records.find_document(connection, about.collection, name)
            identities[name] = known.id if known else new_identity()
    return [
        Job(
            id=new_identity(),
            file_name=name,
            path=str(path.resolve()),
            keep_path=True,
            document_id=identities[name],
            metadata=replace(metadata[name], superseded_by=identities.get(metadata[name].superseded_by or "")),
        )
        for path, name in files
    ]


def size_of(job: Job) -> int:
    """The bytes of a job's file, one at least: about how much work it is."""
    with suppress(OSError):
        return max(Path(job.path).stat().st_size, 1)
    return 1


def _is_unicode(name: str) -> bool:
    """Whether the system could decode the name; Python marks undecodable bytes by lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
