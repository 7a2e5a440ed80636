"""Commands around single documents: their release, their removal, and the records of it. Knows no account."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import true

from assistant.access import erasing, proving, releasing
from assistant.access.commands import now, open_journal, screen
from assistant.access.findings import find
from assistant.access.people import shown_names
from assistant.access.proving import Certificate
from ingest import records
from ingest.journal import OPERATOR, Journal
from ingest.library import open_library
from ingest.parsers.concealed import find_concealed
from ingest.parsers.sandbox import Sandbox
from ingest.pipeline import original_file
from ingest.secret import open_secret
from ingest.settings import read_settings
from ingest.versions import read_text

releases = typer.Typer(no_args_is_help=True, help="Documents that wait for their release.")
erasures = typer.Typer(no_args_is_help=True, help="Records of documents that were removed.")
Identity = Annotated[str, typer.Argument(metavar="ID", help="Id of the document")]


def erase(document: Identity) -> None:
    """Remove a document for good and print the signed record; exit code 1 and where it is found if something is left."""
    library = open_library(read_settings())
    journal = Journal(library.engine, open_secret(library.home))
    identity = erasing.begin(library, journal, OPERATOR, document, now())
    found = erasing.finish(library, journal, now())[identity]
    for place in found:
        print(place)  # noqa: T201
    if not found:
        _print_record(journal, identity)
    raise typer.Exit(int(bool(found)))


@erasures.command(name="list")
def list_erasures() -> None:
    """List the documents that were removed, the latest first."""
    table = Table("id", "document", "collection", "removed", "proved")
    with open_journal().engine.connect() as connection:
        for each in proving.read_erasures(connection):
            about, proved = each.document.metadata, "yes" if each.certificate else "no"
            table.add_row(each.id, each.document.file_name, about.collection, f"{each.begun:%Y-%m-%d %H:%M}", proved)
    Console().print(table)


@erasures.command(name="show")
def show_erasure(erasure: Annotated[str, typer.Argument(metavar="ID", help="Id of the removal")]) -> None:
    """Print the signed record of a removal as JSON, to be kept elsewhere."""
    _print_record(open_journal(), erasure)


@erasures.command(name="check")
def check_record(file: Annotated[Path, typer.Argument(metavar="FILE", help="A record as it was printed or downloaded")]) -> None:
    """Check that a record was signed here and not changed since; exit code 1 if not."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        holds = Certificate(kept["record"], bytes.fromhex(kept["signature"])).holds(open_journal().secret.public_key)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise typer.BadParameter(f"{file} is no record") from error
    screen.print("signed here and unchanged" if holds else "not signed here, or changed")
    raise typer.Exit(int(not holds))


@releases.command(name="list")
def list_releases() -> None:
    """List the documents of collections with release that wait, or whose day of review has come."""
    table = Table("id", "document", "collection", "standing", "proposed by")
    with open_journal().engine.connect() as connection:
        for standing in ("proposed", "due", "new", "recalled"):
            for document, release in releasing.find_releases(connection, true(), now(), standing):
                by = release.proposed_by or ""
                shown = shown_names(connection, [by]).get(by, by)
                table.add_row(document.id, document.file_name, document.metadata.collection, standing, shown)
    Console().print(table)


@releases.command()
def findings(document: Identity) -> None:
    """Print what a second person should look at: orders to the assistant, hidden text, personal data."""
    settings = read_settings()
    with open_journal().engine.connect() as connection:
        version = records.read_document(connection, document).version
        text, path = read_text(connection, document, version), original_file(settings.home, document, version)
    with Sandbox(settings.parse_seconds, settings.parse_megabytes, processes=1) as sandbox:
        concealed = sandbox.ask(find_concealed, path) if path.exists() else ()
    for each in find(text, concealed):
        print(f"{each.kind}\t{each.start}\t{text[each.start : each.end][:120]!r}")  # noqa: T201


@releases.command()
def recall(document: Identity, reason: Annotated[str, typer.Argument(help="Why, for the editors")]) -> None:
    """Let a document be found no longer, at once, until it is released anew."""
    with open_journal().change(OPERATOR) as change:
        releasing.recall(change, records.read_document(change.connection, document), now(), reason)


def _print_record(journal: Journal, erasure_id: str) -> None:
    with journal.engine.connect() as connection:
        certificate = next((each.certificate for each in proving.read_erasures(connection, erasure_id)), None)
    if certificate is None:
        raise typer.BadParameter("there is no such record, or it is not proved yet")
    signed = {"record": certificate.text, "signature": certificate.signature.hex(), "public_key": journal.secret.public_key.hex()}
    print(json.dumps(signed, ensure_ascii=False))  # noqa: T201
