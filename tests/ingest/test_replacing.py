"""A new file in a document's place: the document takes its name, the same file again is left alone, uploads do not pile up."""

import os
import time
from dataclasses import replace

from ingest.jobs import UNCHANGED, Job, add_jobs, read_jobs
from ingest.parsers.sandbox import Sandbox
from ingest.pipeline import process_jobs
from ingest.upkeep import remove_orphans
from tests.shelf import Shelf

TRAVEL = "# Reisen\n\nDienstreisen genehmigt die Amtsleitung.\n"
PAGE = "<html><body><h1>Reisen</h1><p>Dienstreisen genehmigt das Hauptamt.</p></body></html>"


def take_in(shelf: Shelf, *jobs: Job) -> list[Job]:
    add_jobs(shelf.library.engine, jobs)
    with shelf.library.writing():
        for _ in process_jobs(shelf.library, shelf.sandbox):
            pass
    shelf.library.catch_up()
    ended = {job.id: job for job in read_jobs(shelf.library.engine)}
    return [ended[job.id] for job in jobs]


def test_a_document_takes_the_name_of_the_file_that_replaces_it(shelf: Shelf) -> None:
    first = shelf.add("reisen.md", TRAVEL)
    (second,) = take_in(shelf, replace(shelf.job("Reisen 2025.html", PAGE), document_id=first.document_id))
    document = shelf.library.document(first.document_id)
    assert (second.document_id, document.file_name, document.version) == (first.document_id, "Reisen 2025.html", 2)
    assert "Hauptamt" in shelf.texts("Wer genehmigt Dienstreisen?")
    assert "Amtsleitung" not in shelf.texts("Wer genehmigt Dienstreisen?")


def test_two_files_for_one_document_at_once_follow_each_other(shelf: Shelf) -> None:
    first = shelf.add("reisen.md", TRAVEL)
    jobs = [replace(shelf.job(name, TRAVEL + name), document_id=first.document_id) for name in ("a.md", "b.md", "c.md")]
    assert [job.status for job in take_in(shelf, *jobs)] == ["ready"] * 3
    document = shelf.library.document(first.document_id)
    assert (document.file_name, document.version) == ("c.md", 4)


def test_a_name_that_another_document_has_got_meanwhile_is_not_taken_from_it(shelf: Shelf) -> None:
    first, other = shelf.add("reisen.md", TRAVEL), shelf.add("neu.md", "# Neu\n\nAnderes.")
    take_in(shelf, replace(shelf.job("neu.md", TRAVEL + "Neu."), document_id=first.document_id))
    assert shelf.library.document(first.document_id).file_name == "reisen.md"
    assert shelf.library.document(other.document_id).file_name == "neu.md"


def test_the_same_file_again_is_ready_and_said_to_be_unchanged(shelf: Shelf) -> None:
    first, again = shelf.add("reisen.md", TRAVEL), shelf.add("reisen.md", TRAVEL)
    assert (first.status, first.error) == ("ready", None)
    assert (again.status, again.error, again.document_id) == ("ready", UNCHANGED, first.document_id)


def test_the_same_file_again_is_recognised_before_it_is_read(shelf: Shelf) -> None:
    """No reading process is there to read it."""
    shelf.add("reisen.md", TRAVEL)
    with Sandbox(60, 1024, clamd="/nirgends") as refusing:
        job = shelf.job("reisen.md", TRAVEL)
        add_jobs(shelf.library.engine, [job])
        with shelf.library.writing():
            (ended,) = process_jobs(shelf.library, refusing)
    assert (ended.status, ended.error) == ("ready", UNCHANGED)


def test_a_file_that_the_virus_scanner_has_not_seen_ends_as_a_named_error(shelf: Shelf) -> None:
    with Sandbox(60, 1024, clamd="/nirgends") as refusing:
        add_jobs(shelf.library.engine, [shelf.job("reisen.md", TRAVEL)])
        with shelf.library.writing():
            (ended,) = process_jobs(shelf.library, refusing)
    assert (ended.status, ended.error) == ("failed", "scanner_unavailable")
    assert "reisen.md" in (ended.message or "")


def test_uploads_of_a_server_that_was_killed_before_it_wrote_a_job_are_cleared_after_an_hour(shelf: Shelf) -> None:
    uploads = shelf.library.home / "uploads"
    uploads.mkdir(parents=True)
    names = ("alt", "jung", "wartet")
    for name in names:
        (uploads / name).write_text(TRAVEL)
    for name in ("alt", "wartet"):
        os.utime(uploads / name, (time.time() - 7200,) * 2)
    add_jobs(shelf.library.engine, [replace(shelf.job("reisen.md", TRAVEL), path=str(uploads / "wartet"))])
    remove_orphans(shelf.library)
    assert sorted(path.name for path in uploads.iterdir()) == ["jung", "wartet"]
