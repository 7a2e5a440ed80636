"""Files and folders named on the command line, as jobs: which files, under which name, with which metadata."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ingest import records
from ingest.documents import Metadata
from ingest.errors import SettingsError
from ingest.jobs import Job
from ingest.library import Library
from ingest.identities import new_identity

_DATES = ("valid_from", "valid_to")
_TEXTS = ("title", "collection", "superseded_by", "issuer", "reference")


def find_files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Each file with the name it gets: relative to the folder that was named. Links and hidden files are left out."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and not file.is_symlink() and not _hidden(file.relative_to(path)):
                    yield file, file.relative_to(path).as_posix()
        else:
            yield path, path.name


def read_metadata(table: Path, collection: str) -> dict[str, Metadata]:
    """A CSV file (`;`, UTF-8) with the columns file and any of Metadata's fields; by file name. Raises SettingsError."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    described: dict[str, Metadata] = {}
    for number, row in enumerate(rows, start=2):
        try:
            days = {field: date.fromisoformat(row[field]) for field in _DATES if row.get(field)}
            texts = {field: row[field] for field in _TEXTS if row.get(field)}
            described[row["file"]] = Metadata(**{"collection": collection} | texts, **days)
        except (KeyError, ValueError) as error:
            raise SettingsError(setting=f"{table.name}:{number}", reason=str(error)) from error
    return described


def as_jobs(
    library: Library, files: Sequence[tuple[Path, str]], described: Mapping[str, Metadata], collection: str
) -> list[Job]:
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


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
