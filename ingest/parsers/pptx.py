"""PowerPoint presentations (PPTX): a slide is a page under its title, with its texts, tables, diagrams and speaker's notes.

Reads the XML itself (ISO/IEC 29500-1, 19: PresentationML). Footers, dates, slide numbers and hidden slides are left out.
Knows no layout, no chart, no macro and nothing that lies outside the file.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ingest.errors import BrokenFile
from ingest.parsers.archive import member_names, read_xml
from ingest.parsers.drawings import paragraphs, table_rows, words_of
from ingest.parsers.lines import clean
from ingest.parsers.ooxml import attribute, local_name, number
from ingest.parsers.structure import Block, ParsedDocument, parsed

_MAIN = "ppt/presentation.xml"
_TITLES = {"title": 2, "ctrTitle": 1}
_LEFT_OUT = frozenset({"ftr", "sldNum", "dt", "hdr", "sldImg"})
_SHAPES = frozenset({"sp", "graphicFrame", "grpSp", "AlternateContent", "Choice"})


def parse(path: Path) -> ParsedDocument:
    """The slides of a presentation.

    Raises:
        BrokenFile, EncryptedFile, FileTooLarge.
    """
    names = member_names(path)
    if _MAIN not in names:
        raise BrokenFile(file=path.name, reason="keine Folien im Dokument")
    core = read_xml(path, "docProps/core.xml") if "docProps/core.xml" in names else None
    title = None if core is None else core.findtext("{http://purl.org/dc/elements/1.1/}title")
    return parsed(_Presentation(path, names).blocks(), title)


@dataclass(frozen=True, slots=True)
class _Presentation:
    path: Path
    names: frozenset[str]

    def blocks(self) -> Iterator[Block]:
        """All slides in the order in which they are shown."""
        targets = {identity: target for identity, _, target in self._relations(_MAIN)}
        order = read_xml(self.path, _MAIN).iterfind("{*}sldIdLst/{*}sldId")
        slides = [targets.get(_relation_id(entry), "") for entry in order]
        if slides and self.names.isdisjoint(slides):
            raise BrokenFile(file=self.path.name, reason="keine der Folien ist da")
        for page, member in enumerate(slides, 1):
            if member in self.names:
                yield from self._slide(member, page)

    def _relations(self, member: str) -> Iterator[tuple[str, str, str]]:
        """The id, kind and member of everything inside the file that `member` refers to."""
        folder, _, name = member.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels"
        for entry in read_xml(self.path, relations) if relations in self.names else ():
            target = entry.get("Target") or ""
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            if entry.get("TargetMode") != "External":
                yield entry.get("Id") or "", (entry.get("Type") or "").rpartition("/")[2], whole

    def _slide(self, member: str, page: int) -> Iterator[Block]:
        slide = read_xml(self.path, member)
        tree = slide.find("{*}cSld/{*}spTree")
        if tree is None or slide.get("show") in ("0", "false"):
            return
        shapes = sorted(_shapes(tree), key=_place)
        texts = [block for shape in shapes if _kind(shape) not in _TITLES for block in _texts(shape, page)]
        texts += self._beside(member, page)
        yield from _title(shapes, page, with_text=bool(texts))
        yield from texts

    def _beside(self, member: str, page: int) -> Iterator[Block]:
        """What belongs to a slide but stands in members of their own: diagrams and notes."""
        for _, kind, target in self._relations(member):
            if kind == "diagramData" and target in self.names:
                yield from paragraphs(read_xml(self.path, target), page)
            if kind == "notesSlide" and target in self.names:
                yield from _notes(read_xml(self.path, target), page)


def _relation_id(entry: etree._Element) -> str:
    return next((str(value) for name, value in entry.attrib.items() if str(name).endswith("}id")), "")


def _shapes(tree: etree._Element) -> Iterator[etree._Element]:
    """Shapes and tables; groups are opened."""
    for child in tree:
        name = local_name(child)
        if name in ("grpSp", "AlternateContent", "Choice"):
            yield from _shapes(child)
        elif name in _SHAPES and _kind(child) not in _LEFT_OUT:
            yield child


def _kind(shape: etree._Element) -> str | None:
    """The kind of placeholder that a shape fills; "" is the kind without a name, None no placeholder."""
    placeholder = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
    return None if placeholder is None else placeholder.get("type", "")


def _place(shape: etree._Element) -> tuple[int, int]:
    """Sorts shapes as one reads them; those that stand where their layout puts them come first."""
    offset = next(shape.iter("{*}off"), None)
    if offset is None:
        return -1, 0
    return (number(attribute(offset, "y")) or 0) // 300_000, number(attribute(offset, "x")) or 0


def _title(shapes: list[etree._Element], page: int, *, with_text: bool) -> Iterator[Block]:
    for shape in shapes:
        level = _TITLES.get(_kind(shape) or "")
        text = clean(" ".join(words_of(paragraph) for paragraph in shape.iter("{*}p"))).replace("\n", " ")
        if level and text:
            yield Block(text, level if page == 1 else 2, page)
            return
    if with_text:
        yield Block(f"Folie {page}", 2, page)


def _texts(shape: etree._Element, page: int) -> Iterator[Block]:
    table = next(shape.iter("{*}tbl"), None)
    if table is not None:
        yield from table_rows(table, page)
    else:
        yield from paragraphs(shape, page, bullets=_kind(shape) in ("", "body", "obj"))


def _notes(notes: etree._Element, page: int) -> Iterator[Block]:
    """What the speaker means to say, as one paragraph."""
    bodies = (shape for shape in notes.iter("{*}sp") if _kind(shape) == "body")
    words = [clean(words_of(paragraph)).replace("\n", " ") for body in bodies for paragraph in body.iter("{*}p")]
    if any(words):
        yield Block(f"Notizen: {' '.join(filter(None, words))}", page=page)
