"""A long scan shows how far it is, goes on where it was ended, and takes no more of the machine than there are cores.

Tesseract's place is taken by a small program that notes when it begins and ends, and says the same for every page.
"""

import io
import os
import time
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest import upkeep
from ingest.errors import FileTooLarge
from ingest.jobs import add_jobs, read_jobs, take_jobs
from ingest.library import Library
from ingest.parsers.sandbox import Sandbox
from ingest.parsers.workplace import progress
from ingest.pipeline import pages_folder, process_jobs
from tests.shelf import Shelf

PAGES = 5
SAID = """<div class='ocr_page' title='bbox 0 0 2480 3508'><span class='ocr_line' title='bbox 200 1500 1800 1560; x_size 50'>
<span class='ocrx_word' title='bbox 200 1500 900 1560; x_wconf 90'>Dienstreisen</span>
<span class='ocrx_word' title='bbox 920 1500 1800 1560; x_wconf 80'>genehmigt die Amtsleitung.</span></span></div>"""


class Reader:
    """The program in Tesseract's place; `stuck` lets it hang from the third page on."""

    def __init__(self, folder: Path) -> None:
        self._notes = folder / "notes"
        self._trap = folder / "trap"
        (folder / "said").write_text(SAID)
        program = folder / "tesseract"
        program.write_text(
            f"#!/bin/sh\necho begin >> {self._notes}\n"
            f"[ -e {self._trap} ] && [ $(grep -c begin {self._notes}) -gt 2 ] && exec sleep 60\n"
            f"sleep 0.7\ncat {folder / 'said'}\necho end >> {self._notes}\n"
        )
        program.chmod(0o755)

    def stuck(self, yes: bool) -> None:
        self._trap.touch() if yes else self._trap.unlink()

    def forget(self) -> None:
        self._notes.unlink()

    def begun(self) -> int:
        return self._notes.read_text().count("begin")

    def at_once(self) -> int:
        """How many ran at once, at most."""
        running = most = 0
        for note in self._notes.read_text().split():
            running += 1 if note == "begin" else -1
            most = max(most, running)
        return most


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return Reader(folder)


def scan(pages: int = PAGES) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for number in range(pages):
        canvas.drawImage(ImageReader(Image.new("L", (600, 800), 100 + number)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_a_scan_may_take_longer_than_the_limit_as_long_as_it_goes_on(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "lang.pdf"
    path.write_bytes(scan(8 * (os.cpu_count() or 1)))
    began = time.monotonic()
    with Sandbox(5, 1024) as sandbox:
        document = sandbox.result(sandbox.start(path, path.name), path.name)
    assert time.monotonic() - began > 5
    assert document.sections[-1].page == 8 * (os.cpu_count() or 1)


def test_pages_that_were_read_before_the_process_was_ended_are_not_read_again(reader: Reader, tmp_path: Path) -> None:
    path, pages = tmp_path / "lang.pdf", tmp_path / "pages"
    path.write_bytes(scan())
    reader.stuck(True)
    with Sandbox(2, 1024) as sandbox:
        with pytest.raises(FileTooLarge):
            sandbox.result(sandbox.start(path, path.name, pages), path.name)
        assert progress(pages) == (2, PAGES)
        reader.stuck(False)
        reader.forget()
        document = sandbox.result(sandbox.start(path, path.name, pages), path.name)
    assert reader.begun() == PAGES - 2
    assert [section.page for section in document.sections] == list(range(1, PAGES + 1))
    assert progress(pages) == (PAGES, PAGES)


def test_no_more_pages_are_read_at_once_than_there_are_cores(reader: Reader, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.pdf" for number in range(3)]
    for path in paths:
        path.write_bytes(scan(3) + path.name.encode())
    with Sandbox(60, 1024) as sandbox:
        for future in [sandbox.start(path, path.name) for path in paths]:
            sandbox.result(future, "scan.pdf")
    assert reader.begun() == 9
    assert reader.at_once() <= (os.cpu_count() or 1)


def test_a_job_says_how_many_pages_are_read_and_leaves_none_of_them_behind(
    reader: Reader, library: Library, tmp_path: Path
) -> None:
    with Sandbox(60, 1024) as sandbox, library.writing():
        shelf = Shelf(library, sandbox, tmp_path)
        job = shelf.job("lang.pdf", scan(6 * (os.cpu_count() or 1)))
        add_jobs(library.engine, [job, shelf.job("kurz.md", "# Urlaub\n\nDer Urlaub ist zu beantragen.\n")])
        ended = [each.file_name for each in process_jobs(library, sandbox)]
    (stored,) = read_jobs(library.engine, [job.id])
    assert ended == ["kurz.md", "lang.pdf"]
    assert (stored.status, stored.pages) == ("ready", 6 * (os.cpu_count() or 1))
    assert 0 < (stored.page or 0) <= (stored.pages or 0)
    assert not pages_folder(library.home, job.id).exists()


def test_pages_of_jobs_that_are_no_more_are_cleared_away_and_others_kept(library: Library, shelf: Shelf) -> None:
    job = shelf.job("lang.pdf", scan())
    add_jobs(library.engine, [job])
    take_jobs(library.engine, 1)
    for name in (job.id, "gone"):
        (library.home / "reading" / name).mkdir(parents=True)
    upkeep.remove_orphans(library)
    assert [folder.name for folder in (library.home / "reading").iterdir()] == [job.id]


def test_a_section_of_a_scan_says_how_sure_the_reading_is(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(1))
    with Sandbox(60, 1024) as sandbox:
        (section,) = sandbox.result(sandbox.start(path, path.name), path.name).sections
    assert section.text == "Dienstreisen genehmigt die Amtsleitung."
    assert section.confidence == pytest.approx(0.85)
    assert reader.begun() == 1
