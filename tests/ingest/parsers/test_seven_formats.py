"""Seven documents give the same headings, anchors, table rows and sentences as Markdown, HTML, EPUB, DOCX, ODT, RTF and PDF."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.german import find_sentences
from ingest.parsers import ParsedDocument, parse
from ingest.parsers.headings import anchor
from ingest.parsers.lines import clean, row
from tests.ingest.parsers.more_texts import MORE_TEXTS
from tests.ingest.parsers.rich_tables import full_rows
from tests.ingest.parsers.rich_texts import TEXTS as FIRST_TEXTS
from tests.ingest.parsers.rich_texts import Contents, Heading, Items, Part, Table, Text
from tests.ingest.parsers.rich_writers import markdown, numbered, page, write_docx, write_epub

TEXTS = FIRST_TEXTS | MORE_TEXTS
OFFICE = shutil.which("soffice")
ENDINGS = ("md", "html", "epub", "docx", *(pytest.param(ending, marks=pytest.mark.office) for ending in ("odt", "rtf", "pdf")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seven")
    for name, parts in TEXTS.items():
        (folder / f"{name}.md").write_text(markdown(parts), encoding="utf-8")
        (folder / f"{name}.html").write_text(page(parts), encoding="utf-8")
        write_epub(parts, folder / f"{name}.epub")
        write_docx(parts, folder / f"{name}.docx")
    return folder


@pytest.fixture(scope="module", params=ENDINGS)
def documents(request: pytest.FixtureRequest, folder: Path) -> dict[str, ParsedDocument]:
    """What is read of each of the texts in one format."""
    ending = str(request.param)
    if ending in ("odt", "rtf", "pdf"):
        convert(folder, ending)
    return {name: parse(folder / f"{name}.{ending}", f"{name}.{ending}") for name in TEXTS}


def convert(folder: Path, ending: str) -> None:
    """Let LibreOffice write all Word files in another format."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed; it makes the ODT, RTF and PDF files")
    command = [OFFICE, "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--convert-to", ending]
    sources = sorted(map(str, folder.glob("*.docx")))
    subprocess.run([*command, "--outdir", str(folder), *sources], check=True, capture_output=True, timeout=180)


def written(parts: Sequence[Part]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each line of a text under its headings, without footnotes and contents."""
    stack: list[Heading] = []
    for part in parts:
        if isinstance(part, Heading) and part.text != "Inhaltsverzeichnis":
            stack = [*(heading for heading in stack if heading.level < part.level), part]
        elif not isinstance(part, Heading | Contents):
            yield from ((tuple(heading.text for heading in stack), line) for line in lines(part))


def lines(part: Part) -> list[str]:
    match part:
        case Items():
            return [f"{marker} {words}" for _, marker, words in numbered(part)]
        case Table():
            return [clean(row(line) if len(line) > 1 else line[0]) for line in full_rows(part)]
        case Contents():
            return []
        case _:
            return [clean(part.text)]


def notes(parts: Sequence[Part]) -> list[str]:
    return [part.note for part in parts if isinstance(part, Text) and part.note]


def read(document: ParsedDocument, parts: Sequence[Part]) -> list[tuple[tuple[str, ...], str]]:
    """Each line under its headings, without footnotes and without the header that a table has anew on each page."""
    left_out = set(notes(parts))
    found: list[tuple[tuple[str, ...], str]] = []
    for last, section in pairwise([None, *document.sections]):
        if section:
            texts = section.text.split("\n")
            goes_on = last and last.page != section.page and texts[0].startswith("| ") and texts[0] in last.text.split("\n")
            found += [(section.headings, line) for line in (texts[1:] if goes_on else texts) if line not in left_out]
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_every_line_stands_under_its_headings(name: str, documents: dict[str, ParsedDocument]) -> None:
    assert read(documents[name], TEXTS[name]) == list(written(TEXTS[name]))


@pytest.mark.parametrize("name", TEXTS)
def test_the_title_is_that_of_the_text(name: str, documents: dict[str, ParsedDocument]) -> None:
    assert documents[name].title == next(part.text for part in TEXTS[name] if isinstance(part, Heading))


@pytest.mark.parametrize("name", TEXTS)
def test_anchors_follow_from_the_headings(name: str, documents: dict[str, ParsedDocument]) -> None:
    expected = {headings: anchor(headings) for headings, _ in written(TEXTS[name])}
    found = {section.headings: section.anchor for section in documents[name].sections}
    assert {headings: found[headings] for headings in expected} == expected


@pytest.mark.parametrize("name", TEXTS)
def test_sentences_are_the_same_with_footnotes_and_without_their_marks(name: str, documents: dict[str, ParsedDocument]) -> None:
    whole = [*(line for _, line in written(TEXTS[name])), *notes(TEXTS[name])]
    expected = {line[start:end] for line in whole for start, end in find_sentences(line)}
    found = "\n".join(section.text for section in documents[name].sections)
    assert {found[start:end] for start, end in find_sentences(found)} == expected
