"""Word files (DOCX): headings by style or outline level, automatic numbers, lists, tables, text boxes, footnotes.

Reads the XML itself (Office Open XML, ISO/IEC 29500-1, 17: WordprocessingML), because the numbers that Word shows
stand in no paragraph. Knows no page: pages exist only once Word lays the text out. Deleted text of tracked changes,
headers, footers and the table of contents are left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from lxml import etree

from ingest.errors import BrokenFile
from ingest.parsers.archive import member_names, read_xml
from ingest.parsers.cells import Cell, merged_down, table_lines
from ingest.parsers.embedded import read_embedded
from ingest.parsers.lines import clean
from ingest.parsers.numbering import Numbering
from ingest.parsers.ooxml import attribute, is_on, local_name, number, tag, value_of
from ingest.parsers.structure import Block, ParsedDocument, parsed
from ingest.parsers.styles import Styles

_SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "object", "sdtPr"})
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}


def parse(path: Path) -> ParsedDocument:
    """The sections of a Word file; the title in its properties counts where the text has none.

    Raises:
        BrokenFile, EncryptedFile, FileTooLarge.
        UnreadableFile: it says nothing but what is embedded, and this is why that cannot be read.
    """
    names = member_names(path)
    main = _main_part(path, names)
    folder = PurePosixPath(main).parent
    body = read_xml(path, main).find(tag("body"))
    if body is None:
        raise BrokenFile(file=path.name, reason="kein Text im Dokument")
    embedded = read_embedded(path, names, folder)
    reading = _Reading(
        Styles(_part(path, names, f"{folder}/styles.xml")),
        Numbering(_part(path, names, f"{folder}/numbering.xml")),
        _footnotes(_part(path, names, f"{folder}/footnotes.xml")),
        embedded.pieces,
    )
    read = parsed(reading.blocks(body), _title(_part(path, names, "docProps/core.xml")))
    sections = read.sections + embedded.sections
    if embedded.notes and not sections:
        raise embedded.notes[0]
    return ParsedDocument(read.title, sections, embedded.notes)


def _main_part(path: Path, names: frozenset[str]) -> str:
    for relation in read_xml(path, "_rels/.rels") if "_rels/.rels" in names else ():
        if (relation.get("Type") or "").endswith("/officeDocument"):
            target = (relation.get("Target") or "").lstrip("/")
            return target if target in names else "word/document.xml"
    return "word/document.xml"


def _part(path: Path, names: frozenset[str], name: str) -> etree._Element | None:
    return read_xml(path, name) if name in names else None


def _title(properties: etree._Element | None) -> str | None:
    return None if properties is None else properties.findtext("{http://purl.org/dc/elements/1.1/}title")


def _footnotes(root: etree._Element | None) -> dict[str, str]:
    if root is None:
        return {}
    notes = root.iterfind(tag("footnote"))
    texts = {attribute(note, "id") or "": clean(_words(note)).replace("\n", " ") for note in notes if not attribute(note, "type")}
    return {number: text for number, text in texts.items() if text}


class _Reading:
    """A walk over the body; list numbers count on from paragraph to paragraph."""

    def __init__(
        self, styles: Styles, numbering: Numbering, footnotes: dict[str, str], pieces: Mapping[str, Sequence[Block]]
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._footnotes = footnotes
        self._pieces = pieces

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The blocks of the body, a cell or a text box."""
        for child in parent:
            name = local_name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name == "altChunk":
                yield from self._pieces.get(attribute(child, "id") or "", ())
            elif name not in _SKIPPED:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        style = self._styles.of(paragraph)
        text = clean(_words(paragraph))
        if text and not style.is_contents:
            marker = self._numbering.marker(paragraph, style)
            level = style.level if len(text) < 300 else 0
            yield Block(marker + text, level, bold=marker != "- " and not level and self._is_bold(paragraph, bold=style.bold))
        for box in paragraph.iter(tag("txbxContent")):
            if not any(local_name(above) == "Fallback" for above in box.iterancestors()):
                yield from self.blocks(box)
        for note in paragraph.iter(tag("footnoteReference")):
            if (said := self._footnotes.get(attribute(note, "id") or "")) is not None:
                yield Block(said)

    def _is_bold(self, paragraph: etree._Element, *, bold: bool) -> bool:
        runs = [run for run in paragraph.iter(tag("r")) if _words(run).strip()]
        return bool(runs) and all(is_on(run.find(f"{tag('rPr')}/{tag('b')}"), bold) for run in runs)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        table_rows = [line for line in table.iter(tag("tr")) if next(line.iterancestors(tag("tbl"))) is table]
        lines = [list(_cells(line)) for line in table_rows]
        if max(map(len, lines), default=0) < 2:
            for cell in (cell for line in lines for cell in line):
                yield from self.blocks(cell)
            return
        yield from map(Block, table_lines(merged_down(map(self._row, table_rows))))

    def _row(self, line: etree._Element) -> Iterator[tuple[Cell, bool]]:
        """The cells of a row and which of them continue the one above (ISO/IEC 29500-1, 17.4.84)."""
        if before := number(value_of(line, "trPr/gridBefore")):
            yield Cell("", before), False
        for cell in _cells(line):
            merged = cell.find(f"{tag('tcPr')}/{tag('vMerge')}")
            continues = merged is not None and attribute(merged, "val") != "restart"
            yield Cell(self._cell_words(cell), max(number(value_of(cell, "tcPr/gridSpan")) or 1, 1)), continues

    def _cell_words(self, cell: etree._Element) -> str:
        return " ".join(block.text.strip("| ") if block.text.startswith("| ") else block.text for block in self.blocks(cell))


def _cells(line: etree._Element) -> Iterator[etree._Element]:
    for child in line:
        if local_name(child) == "tc":
            yield child
        elif local_name(child) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(child)


def _words(element: etree._Element) -> str:
    """The text of a paragraph or run, without its text boxes."""
    words: list[str] = []
    for child in element:
        name = local_name(child)
        if name == "t":
            words.append(child.text or "")
        elif name in _BREAKS:
            words.append(_BREAKS[name])
        elif name == "p":
            words.append(_words(child) + "\n")
        elif name not in _SKIPPED and name != "txbxContent":
            words.append(_words(child))
    return "".join(words)
