"""PDF files: page by page into lines, lines into headings, paragraphs, list items and table rows.

The steps stand in files of their own: `pdfletters` gets lines and drawn rules out of pdfium by the functions in `pdfcalls`,
`pdfnotes` takes the marks off footnotes, `pdforder` puts columns one after the other, `pdfforms` adds what is filled in,
`pdfgrids` finds the grids that the rules form, `pdftables` makes rows of what stands in a grid or in columns, `pdfnarrow` of
the rows that `pdfrows` finds where nothing is drawn, `pdfpages` drops what recurs on every page, `pdfparagraphs` puts lines
together, `pdfreading` tells headings from paragraphs. `scans` has pages without text read.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from ingest.errors import BrokenFile, EmptyFile, EncryptedFile, FileTooLarge, NeedsOcr, NoTextFound, UnreadableFile, UnreadPages
from ingest.parsers.pdfforms import with_filled_in
from ingest.parsers.pdfletters import read_page
from ingest.parsers.pdflines import Page
from ingest.parsers.pdfnotes import with_plain_notes
from ingest.parsers.pdforder import in_reading_order
from ingest.parsers.pdfpages import without_recurring_lines
from ingest.parsers.pdfreading import blocks
from ingest.parsers.scans import Scans, read_scans
from ingest.parsers.structure import ParsedDocument, parsed

MOST_PAGES = 5000
_SHORTEST_TITLE = 4
_PLACEHOLDER_TITLES = ("microsoft word", "untitled", "unbenannt", "powerpoint", "layout 1")
_FILE_ENDINGS = (".doc", ".docx", ".pdf", ".indd", ".odt", ".qxd", ".rtf", ".xls", ".xlsx", ".tmp")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looks for cycles: a document is many thousand small tuples without any, and looking takes a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_uncollected()
def parse(path: Path) -> ParsedDocument:
    """The sections of a PDF file with the pages on which they start.

    Raises:
        BrokenFile: pdfium cannot open it.
        EncryptedFile: it needs a password.
        FileTooLarge: more than `MOST_PAGES` pages.
        NeedsOcr: pages, but hardly a letter on them that can be read, and no Tesseract to read their pictures.
        NoTextFound: not even Tesseract finds text.
        EmptyFile: nothing on any page.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _reason(path) from error
    try:
        if len(document) > MOST_PAGES:
            raise FileTooLarge(file=path.name, limit=f"{MOST_PAGES} Seiten")
        if document.get_formtype() in (raw.FORMTYPE_ACRO_FORM, raw.FORMTYPE_XFA_FOREGROUND):
            document.init_forms()
        loaded = list(_pages(document))
        if not loaded:
            raise BrokenFile(file=path.name, reason="keine Seite ist lesbar")
        scans = read_scans(document, loaded, path)
        if not _is_legible(scans.pages) or scans.all_unread:
            raise _without_text(scans, path.name)
        title = document.get_metadata_value("Title").strip()
        outline = frozenset("".join(entry.get_title().split()) for entry in document.get_toc(max_depth=6))
    except pypdfium2.PdfiumError as error:
        raise BrokenFile(file=path.name, reason="eine Seite ist nicht lesbar") from error
    finally:
        document.close()
    read = parsed(blocks(without_recurring_lines(scans.pages), outline), title if _is_title(title) else None)
    return replace(read, notes=scans.notes)


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Page]:
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            continue  # A damaged page must not hide the whole ones.
        try:
            read = in_reading_order(with_plain_notes(read_page(page, index + 1)))
            yield with_filled_in(read, page, document.formenv)
        finally:
            page.close()


def _without_text(scans: Scans, file: str) -> UnreadableFile:
    """Why there is no text: nobody has read the pictures, there is none in them, or there is not even a picture."""
    if any(isinstance(note, UnreadPages) for note in scans.notes):
        return NeedsOcr(file=file)
    return NoTextFound(file=file) if scans.count else EmptyFile(file=file)


def _is_legible(pages: Sequence[Page]) -> bool:
    lines = [line for page in pages for line in page.lines]
    legible = sum(len(line.text) for line in lines if line.legible)
    return legible > 0 and legible >= sum(len(line.text) for line in lines) / 2


def _reason(path: Path) -> BrokenFile | EncryptedFile:
    """Why pdfium could not open the file: its last error says so."""
    if raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return EncryptedFile(file=path.name)
    return BrokenFile(file=path.name, reason="kein lesbares PDF")


def _is_title(title: str) -> bool:
    """Whether a PDF's title was given by a person and not by a program."""
    lower = title.lower()
    is_code = " " not in title and not title.replace("-", "").isalpha()
    return (
        len(title) >= _SHORTEST_TITLE
        and not is_code
        and not lower.startswith(_PLACEHOLDER_TITLES)
        and not lower.endswith(_FILE_ENDINGS)
    )
