"""The life of a document: into the library, replaced, out of it again; and what happens to files that cannot be read."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest import upkeep
from ingest.documents import EVERYTHING, Metadata, Scope
from ingest.errors import ReaderCrashed, UnknownDocument
from ingest.jobs import add_jobs, read_jobs, resume_jobs, take_jobs
from ingest.parsers.sandbox import Sandbox
from ingest.pipeline import original_file, remove_document
from tests.shelf import Shelf

TRAVEL = "# Reisen\n\nDienstreisen genehmigt die Amtsleitung.\n"
LATER = "# Reisen\n\nDienstreisen genehmigt das Referat.\n"


def pdf(text: str, password: str | None = None) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption(password) if password else None)
    canvas.drawString(72, 600, text)
    canvas.save()
    return file.getvalue()


def test_an_uploaded_file_is_found_and_cited_by_its_heading(shelf: Shelf) -> None:
    job = shelf.add("reisen.md", TRAVEL)
    assert (job.status, job.error, job.passages) == ("ready", None, 1)
    (passage,) = shelf.found("Wer genehmigt Dienstreisen?")
    assert passage.text == "Dienstreisen genehmigt die Amtsleitung."
    assert passage.headings == ("Reisen",)
    assert passage.document.id == job.document_id
    assert passage.document.metadata.title == "Reisen"


def test_the_original_is_kept_as_it_came_and_the_upload_is_gone(shelf: Shelf) -> None:
    job = shelf.add("reisen.md", TRAVEL)
    assert original_file(shelf.library.home, job.document_id, 1).read_text() == TRAVEL
    assert not Path(job.path).exists()


def test_a_changed_file_replaces_the_former_one_everywhere(shelf: Shelf) -> None:
    first, second = shelf.add("reisen.md", TRAVEL), shelf.add("reisen.md", LATER)
    assert second.document_id == first.document_id
    assert shelf.texts("Amtsleitung Referat Dienstreisen genehmigt") == "Dienstreisen genehmigt das Referat."
    assert shelf.library.document(first.document_id).version == 2
    assert [path.read_text() for path in (shelf.library.home / "files").iterdir()] == [LATER]
    assert upkeep.verify(shelf.library) == []


def test_a_removed_document_is_found_by_no_search(shelf: Shelf) -> None:
    job = shelf.add("reisen.md", TRAVEL)
    shelf.add("urlaub.md", "# Urlaub\n\nDer Urlaub beträgt dreißig Tage.\n")
    remove_document(shelf.library, job.document_id)
    assert "Amtsleitung" not in shelf.texts("Dienstreisen Amtsleitung")
    shelf.library.catch_up()
    assert "Amtsleitung" not in shelf.texts("Dienstreisen Amtsleitung")
    assert upkeep.verify(shelf.library) == []
    with pytest.raises(UnknownDocument):
        remove_document(shelf.library, job.document_id)


def test_the_same_name_in_two_collections_is_two_documents(shelf: Shelf) -> None:
    first = shelf.add("reisen.md", TRAVEL, Metadata(collection="a"))
    second = shelf.add("reisen.md", LATER, Metadata(collection="b"))
    assert first.document_id != second.document_id
    assert shelf.texts("Dienstreisen", Scope(frozenset({"a"}))) == "Dienstreisen genehmigt die Amtsleitung."
    assert shelf.texts("Dienstreisen", Scope(frozenset({"b"}))) == "Dienstreisen genehmigt das Referat."


def test_the_same_content_under_two_names_is_two_documents(shelf: Shelf) -> None:
    first, second = shelf.add_all({"a.md": TRAVEL, "b.md": TRAVEL})
    assert first.document_id != second.document_id
    assert len(shelf.found("Dienstreisen")) == 2


def test_the_same_name_twice_at_once_is_one_document(shelf: Shelf) -> None:
    jobs = [shelf.job("reisen.md", TRAVEL), shelf.job("reisen.md", LATER)]
    add_jobs(shelf.library.engine, jobs)
    shelf.add("anderes.md", "# Anderes\n\nEtwas anderes.")
    assert len(shelf.found("Dienstreisen genehmigt", EVERYTHING)) <= 2
    assert upkeep.verify(shelf.library) == []
    ended = read_jobs(shelf.library.engine, [job.id for job in jobs])
    assert {job.status for job in ended} == {"ready"}
    assert len({job.document_id for job in ended}) == 1


def test_an_unchanged_file_is_recognised_and_not_read_again(shelf: Shelf) -> None:
    first = shelf.add("reisen.md", TRAVEL)
    before = {passage.id for passage in shelf.found("Dienstreisen")}
    second = shelf.add("reisen.md", TRAVEL)
    assert (second.document_id, second.status, second.passages) == (first.document_id, "ready", 1)
    assert {passage.id for passage in shelf.found("Dienstreisen")} == before
    assert shelf.library.document(first.document_id).version == 1


def test_all_of_many_known_files_are_recognised(shelf: Shelf) -> None:
    files: dict[str, str | bytes] = {f"{number}.md": f"# Regel {number}\n\nSie gilt." for number in range(50)}
    first, second = shelf.add_all(files), shelf.add_all(files)
    assert {job.status for job in second} == {"ready"}
    assert [job.document_id for job in second] == [job.document_id for job in first]


def test_of_several_files_of_one_name_the_last_counts(shelf: Shelf) -> None:
    shelf.add("reisen.md", TRAVEL)
    add_jobs(shelf.library.engine, [shelf.job("reisen.md", LATER)])
    shelf.add("reisen.md", TRAVEL)
    assert shelf.texts("Dienstreisen genehmigt") == "Dienstreisen genehmigt die Amtsleitung."
    assert upkeep.verify(shelf.library) == []


def test_new_metadata_of_an_unchanged_file_count(shelf: Shelf) -> None:
    job = shelf.add("reisen.md", TRAVEL)
    shelf.add("reisen.md", TRAVEL, Metadata(valid_to=date(2025, 12, 31)))
    assert shelf.library.document(job.document_id).metadata == Metadata("Reisen", valid_to=date(2025, 12, 31))
    assert shelf.texts("Dienstreisen", Scope(day=date(2026, 1, 1))) == ""


@pytest.mark.parametrize("content", [TRAVEL, LATER])
def test_a_file_that_comes_again_without_metadata_keeps_what_an_editor_has_said(shelf: Shelf, content: str) -> None:
    job = shelf.add("reisen.md", TRAVEL)
    about = Metadata("Reiserichtlinie", valid_to=date(2025, 12, 31), issuer="Amt")
    shelf.library.describe(job.document_id, about)
    shelf.add("reisen.md", content)
    assert shelf.library.document(job.document_id).metadata == about


def test_a_document_that_lost_its_original_is_taken_in_again(shelf: Shelf) -> None:
    job = shelf.add("reisen.md", TRAVEL)
    original_file(shelf.library.home, job.document_id, 1).unlink()
    assert upkeep.verify(shelf.library) != []
    shelf.add("reisen.md", TRAVEL)
    assert upkeep.verify(shelf.library) == []


BAD = {
    "leer.md": (b"", "empty_file"),
    "nur Leerzeichen.txt": (b" \n \n", "empty_file"),
    "nur Bild.md": (b"![](bild.png)\n", "empty_file"),
    "geheim.pdf": (pdf("Text", "geheim"), "encrypted_file"),
    "abgebrochen.pdf": (pdf("Text")[:150], "broken_file"),
    "falsch benannt.docx": (b"Das ist kein Word.", "broken_file"),
    "nichts.pdf": (pdf(""), "empty_file"),
    "bild.txt": (b"GIF89a" + bytes(64), "unsupported_file"),
    "programm.exe": (b"MZ" + bytes(64), "unsupported_file"),
    "wirr.txt": (bytes(range(256)) * 8, "unsupported_file"),
}


def test_bad_files_end_as_named_errors_and_the_rest_go_on(shelf: Shelf) -> None:
    files: dict[str, str | bytes] = {"vorher.md": TRAVEL} | {name: content for name, (content, _) in BAD.items()}
    jobs = shelf.add_all(files | {"nachher.md": LATER})
    assert [job.status for job in jobs] == ["ready", *["failed"] * len(BAD), "ready"]
    for job in jobs[1:-1]:
        assert job.error == BAD[job.file_name][1], job
        assert job.file_name in (job.message or "")
        assert not Path(job.path).exists()
    assert {passage.document.file_name for passage in shelf.found("Dienstreisen genehmigt")} == {"vorher.md", "nachher.md"}
    assert upkeep.verify(shelf.library) == []


@pytest.mark.parametrize(
    ("name", "text"), [("seite.html", "<!doctype html><p>Urlaub &#xD800; &#0; nehmen"), ("text.md", "Urlaub &#xD800; &#0; nehmen")]
)
def test_characters_that_no_text_may_have_do_no_harm(shelf: Shelf, name: str, text: str) -> None:
    assert shelf.add(name, text).status == "ready"
    assert "nehmen" in shelf.texts("Urlaub nehmen")


def test_a_fault_that_no_parser_has_foreseen_ends_as_a_named_error(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(ReaderCrashed, match="ordner.md"):
        sandbox.result(sandbox.start(tmp_path, "ordner.md"), "ordner.md")


def test_a_file_that_fails_leaves_the_former_version_in_place(shelf: Shelf) -> None:
    shelf.add("reisen.md", TRAVEL)
    assert shelf.add("reisen.md", b"").error == "empty_file"
    assert shelf.texts("Dienstreisen") == "Dienstreisen genehmigt die Amtsleitung."
    assert upkeep.verify(shelf.library) == []


def test_a_file_that_is_gone_before_it_is_read_is_a_named_error(shelf: Shelf) -> None:
    job = shelf.job("weg.md", TRAVEL)
    Path(job.path).unlink()
    add_jobs(shelf.library.engine, [job])
    shelf.add("da.md", LATER)
    (ended,) = read_jobs(shelf.library.engine, [job.id])
    assert (ended.status, ended.error) == ("failed", "unreadable_file")
    assert "weg.md" in (ended.message or "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_in_another_encoding_is_found(shelf: Shelf, encoding: str) -> None:
    text = "Die Behörde prüft größere Beträge ausführlich und gründlich."
    shelf.add("text.txt", text.encode(encoding))
    assert shelf.texts("Behörde prüft") == text


def test_jobs_of_a_worker_that_died_are_taken_up_again_and_nothing_is_doubled(shelf: Shelf) -> None:
    job = shelf.job("reisen.md", TRAVEL)
    add_jobs(shelf.library.engine, [job])
    assert [taken.id for taken in take_jobs(shelf.library.engine, 5)] == [job.id]
    assert take_jobs(shelf.library.engine, 5) == []
    resume_jobs(shelf.library.engine)
    shelf.add("anderes.md", LATER)
    (ended,) = read_jobs(shelf.library.engine, [job.id])
    assert ended.status == "ready"
    add_jobs(shelf.library.engine, [replace(shelf.job("reisen.md", TRAVEL), document_id=job.document_id)])
    shelf.add("drittes.md", "# Drittes\n\nNoch etwas.")
    assert len(shelf.found("Amtsleitung")) == len({passage.document.id for passage in shelf.found("Amtsleitung")})
    assert upkeep.verify(shelf.library) == []


def test_what_of_a_file_could_not_be_read_is_said_on_its_job(shelf: Shelf) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("regel.md", "# Regel\n\nParken ist im Innenhof erlaubt.")
        archive.writestr("kaputt.pdf", b"%PDF-1.7 kaputt")
    job = shelf.add("ordner.zip", content.getvalue())
    assert job.status == "ready"
    assert "kaputt.pdf" in (job.message or "")


def test_a_copy_that_was_cut_off_is_cleared_away(shelf: Shelf) -> None:
    shelf.add("regel.md", "# Regel\n\nParken ist im Innenhof erlaubt.")
    partial = shelf.library.home / "partial-0123"
    partial.write_text("halb")
    upkeep.remove_orphans(shelf.library)
    assert not partial.exists()
    assert upkeep.verify(shelf.library) == []
