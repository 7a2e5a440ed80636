"""Text in drawings of Office files (DrawingML, ISO/IEC 29500-1, 21): paragraphs with their bullets, and tables.

Knows neither slides nor sheets.
"""

from collections.abc import Iterator

from lxml import etree

from ingest.parsers.lines import clean, rows
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
    """A table's rows; a cell that is merged down says its words once for each of its rows."""
    above: dict[int, str] = {}
    lines: list[list[str]] = []
    for line in table.iterfind("{*}tr"):
        cells = []
        for column, cell in enumerate(line.iterfind("{*}tc")):
            text = " ".join(clean(words_of(paragraph)) for paragraph in cell.iter("{*}p"))
            if cell.get("vMerge") not in ("1", "true"):
                above[column] = text
            cells.append(above.get(column, ""))
        lines.append(cells)
    yield from (Block(text, page=page) for text in rows(lines))


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
