"""`python -m ingest`: documents into the library, and looking after it."""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from ingest import upkeep
from ingest.adding import as_jobs, find_files, read_metadata, size_of
from ingest.backup import back_up, restore
from ingest.catalogue import Filters, find_matching, read_entries
from ingest.documents import DEFAULT_COLLECTION
from ingest.embedding import load_embedder
from ingest.errors import AktenlotseError, BrokenDatabase, refused_by_system
from ingest.jobs import UNCHANGED, Job, queue_jobs, read_jobs, resume_jobs
from ingest.journal import OPERATOR, Journal
from ingest.library import Library, open_library
from ingest.parsers.sandbox import Sandbox
from ingest.pipeline import process_jobs, remove_document
from ingest.progress import reported
from ingest.secret import open_secret
from ingest.settings import Settings, read_settings
from ingest.tables import open_database
from ingest.worker import input_ended, told_to_stop, work

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Put documents into the library and look after it.")
screen = Console(stderr=True)


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(exists=True, help="Files and folders to take in")],
    collection: Annotated[str, typer.Option(help="Collection they belong to")] = DEFAULT_COLLECTION,
    metadata: Annotated[Path | None, typer.Option(exists=True, help="CSV (;) with columns file, title, valid_from …")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object")] = False,
) -> None:
    """Take in documents; a file that is known under its name is replaced. Exit code 1 if a file could not be read."""
    settings, started = read_settings(), time.monotonic()
    library = open_library(settings)
    described = read_metadata(metadata, collection) if metadata else {}
    files = [(path, name) for path, name in find_files(paths) if metadata is None or path.resolve() != metadata.resolve()]
    for name in sorted(described.keys() - {name for _, name in files}):
        screen.print(f"[yellow]not among the files[/yellow] {name}", highlight=False)
    jobs = as_jobs(library, files, described, collection)
    with _journal(library.engine, settings).change(OPERATOR) as change:
        queue_jobs(change.connection, jobs)
        for job in jobs:
            change.note("document.upload", job.id, collection=job.metadata.collection)
    sizes = {job.id: size_of(job) for job in jobs}
    whole, read = sum(sizes.values()), 0
    with reported(screen, "Reading") as tell:
        for done, job_id in enumerate(_ended_jobs(library, settings, jobs), 1):
            read += sizes[job_id]
            tell(done, len(jobs), read / whole)
    ended = read_jobs(library.engine, [job.id for job in jobs])
    by_id = {job.id: job for job in ended}
    _report([by_id[job.id] for job in jobs], time.monotonic() - started, as_json)
    raise typer.Exit(int(any(job.status == "failed" for job in ended)))


def _ended_jobs(library: Library, settings: Settings, jobs: list[Job]) -> Iterator[str]:
    """The id of each of `jobs` when it has ended: taken in here, or by a worker that is running already."""
    with library.writing(wait=False) as alone:
        if alone:
            resume_jobs(library.engine)
            with Sandbox(settings.parse_seconds, settings.parse_megabytes, settings.clamd) as sandbox:
                own = {job.id for job in jobs}
                yield from (job.id for job in process_jobs(library, sandbox) if job.id in own)
            return
    seen: set[str] = set()
    while len(seen) < len(jobs):
        ended = {job.id for job in read_jobs(library.engine, [job.id for job in jobs]) if job.finished is not None}
        yield from ended - seen
        seen = ended
        time.sleep(0.3)


def _report(jobs: list[Job], seconds: float, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "file": job.file_name,
                "id": job.document_id if job.status == "ready" else None,
                "status": job.status,
                "error": job.error if job.status == "failed" else None,
                "unchanged": job.error == UNCHANGED,
                "message": job.message,
                "passages": job.passages or 0,
            }
            for job in jobs
        ]
        _print_json({"documents": rows, "seconds": round(seconds, 3)})
        return
    for job in jobs:
        if job.status == "failed":
            screen.print(f"[red]failed[/red] {job.message}", highlight=False)
    ready = [job for job in jobs if job.status == "ready"]
    passages, same = sum(job.passages or 0 for job in ready), sum(job.error == UNCHANGED for job in ready)
    screen.print(f"{len(ready)} of {len(jobs)} documents ({same} unchanged), {passages} passages, {seconds:.1f} s")


@app.command(name="list")
def list_documents(
    query: Annotated[str, typer.Argument(help="Only documents whose title, name or reference has this")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object")] = False,
) -> None:
    """List the documents of the library."""
    engine = open_database(read_settings().database)
    with engine.connect() as connection:
        found = find_matching(connection, Filters(query), date.today())
        entries = read_entries(connection, found, date.today())
    documents = [asdict(entry.document) | {"passages": entry.passages} for entry in entries]
    if as_json:
        _print_json({"documents": documents})
        return
    table = Table("id", "title", "file", "collection", "valid", "passages")
    for document in documents:
        about = document["metadata"]
        valid = f"{about['valid_from'] or ''} – {about['valid_to'] or ''}"
        table.add_row(document["id"], about["title"], document["file_name"], about["collection"], valid, str(document["passages"]))
    Console().print(table)


@app.command()
def remove(document: Annotated[str, typer.Argument(metavar="ID", help="Id of the document, see list")]) -> None:
    """Remove a document with its passages and its original."""
    settings = read_settings()
    library = open_library(settings)
    known = library.document(document)
    _journal(library.engine, settings).note(OPERATOR, "document.remove", document, version=known.version)
    remove_document(library, document)
    library.catch_up()
    screen.print("removed")


@app.command()
def reindex() -> None:
    """Split and embed all documents anew with the configured embedder; a running server goes on answering and switches over."""
    settings = read_settings()
    engine = open_database(settings.database)
    embedder = load_embedder(settings)
    with reported(screen, "Embedding") as tell:
        count = upkeep.reindex(engine, settings.home, embedder, settings.passage_words, tell)
    _journal(engine, settings).note(OPERATOR, "library.reindex", "library", embedder=embedder.name)
    screen.print(f"{count} documents embedded with {embedder.name}")


@app.command()
def verify() -> None:
    """Compare database, originals and indexes. Exit code 1 and one line for each difference if something is wrong."""
    problems = upkeep.verify(open_library(read_settings()))
    for problem in problems:
        print(problem)  # noqa: T201
    screen.print("everything is as it should be" if not problems else f"{len(problems)} problems")
    raise typer.Exit(int(bool(problems)))


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="TO", help="A folder that does not exist yet")],
    days: Annotated[int, typer.Option(min=1, help="Days it will be kept: records of deletions name it so long")] = 30,
) -> None:
    """Copy the whole library, consistent and checked, while everything goes on."""
    settings = read_settings()
    made = back_up(settings, target, days)
    _journal(open_database(settings.database), settings).note(OPERATOR, "library.backup", str(target.resolve()), days=days)
    screen.print(f"{made.documents} documents, {made.passages} passages, {len(made.files)} files, checked")


@app.command(name="restore")
def restore_command(
    source: Annotated[Path, typer.Argument(metavar="FROM", exists=True, file_okay=False, help="A backup")],
) -> None:
    """Make the home folder from a backup; it must not hold anything yet."""
    settings = read_settings()
    made = restore(source, settings)
    library = open_library(settings)
    _journal(library.engine, settings).note(OPERATOR, "library.restore", str(source.resolve()), made=made.made)
    problems = upkeep.verify(library)
    for problem in problems:
        print(problem)  # noqa: T201
    screen.print(f"{made.documents} documents, {made.passages} passages, as of {made.made}")
    raise typer.Exit(int(bool(problems)))


@app.command(name="work")
def work_command(
    apart: Annotated[bool, typer.Option("--apart", help="Not below a server: until the process is told to stop")] = False,
) -> None:
    """Take in files from the queue until standard input ends; the server starts this."""
    work(read_settings(), told_to_stop() if apart else input_ended())


def _journal(engine: Engine, settings: Settings) -> Journal:
    return Journal(engine, open_secret(settings.home))


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, default=str))  # noqa: T201


def main() -> None:
    """Run the command line; an error that a person can mend is printed as one sentence."""
    try:
        app()
    except AktenlotseError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(str(refused_by_system(error)))
    except DBAPIError as error:
        sys.exit(str(BrokenDatabase(place="", reason=error.orig)))


if __name__ == "__main__":
    main()
