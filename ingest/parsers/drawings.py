"""Text in drawings of Office files (DrawingML, ISO/IEC 29500-1, 21): paragraphs with their bullets, and tables.

Knows neither slides nor sheets.
"""

from collections.abc import Iterator

from lxml import etree

from ingest.parsers.cells import Cell, table_lines
from ingest.parsers.lines import clean
from ingest.parsers.ooxml import local_name, number
from ingest.parsers.structure import Block


def paragraphs(drawing: etree._Element, page: int | None = None, *, bullets: bool = False) -> Iterator[Block]:
    """The paragraphs below `drawing`, except those in tables; with `bullets`, paragraphs are list items by default."""
    counted = 0
    for paragraph in drawing.iter("{*}p"):
        text = clean(words_of(paragraph))
        if not text or paragraph.find("{*}r") is None and paragraph.find("{*}fld") is None:
            continue
        about = paragraph.find("{*}pPr")
        automatic = about is not None and about.find("{*}buAutoNum") is not None
        counted = counted + 1 if automatic else 0
        yield Block((f"{counted}. " if automatic else _bullet(about, bullets)) + text, page=page, bold=_is_bold(paragraph))


def words_of(paragraph: etree._Element) -> str:
    """A paragraph's text."""
    words: list[str] = []
    for child in paragraph.iter("{*}t", "{*}br"):
        words.append("\n" if local_name(child) == "br" else child.text or "")
    return "".join(words)


def table_rows(table: etree._Element, page: int | None = None) -> Iterator[Block]:
    """A table's rows."""
    lines = ([_cell(cell) for cell in line.iterfind("{*}tc") if not _is_covered(cell)] for line in table.iterfind("{*}tr"))
    yield from (Block(text, page=page) for text in table_lines(lines))


def _cell(cell: etree._Element) -> Cell:
    text = " ".join(clean(words_of(paragraph)) for paragraph in cell.iter("{*}p"))
    return Cell(text, max(number(cell.get("gridSpan")) or 1, 1), max(number(cell.get("rowSpan")) or 1, 1))


def _is_covered(cell: etree._Element) -> bool:
    return "true" in (merged := (cell.get("hMerge"), cell.get("vMerge"))) or "1" in merged


def _bullet(about: etree._Element | None, by_default: bool) -> str:
    if about is None:
        return "- " if by_default else ""
    if about.find("{*}buNone") is not None:
        return ""
    deeper = (number(about.get("lvl")) or 0) > 0
    return "- " if by_default or deeper or about.find("{*}buChar") is not None else ""


def _is_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iterfind("{*}r") if (run.findtext("{*}t") or "").strip()]
    about = [run.find("{*}rPr") for run in runs]
    return bool(runs) and all(part is not None and part.get("b") in ("1", "true") for part in about)
