"""From a parser's run of headings and paragraphs to the sections of a document, the same way for every format.

Recognises headings that only look like text ("§ 5 Wegstrecken" as an ordinary paragraph), the document's title and
the anchors. Knows no file format.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ingest.documents import Section
from ingest.errors import UnreadableFile
from ingest.parsers.contents import contents_lines
from ingest.parsers.headings import (
    ANNEX_LEVEL,
    BOLD_LEVEL,
    anchor,
    has_level_of_number,
    is_numbered,
    is_paragraph_heading,
    is_title_like,
    lacks_title,
    numbering_depth,
)
from ingest.parsers.lines import clean, is_subsection, starts_with_marker, with_plain_bullet

_MOST_LINES_ABOVE, _LONGEST_LINE_ABOVE = 8, 120


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What a file says: its own title, if it has one, and its sections in reading order; `notes` name what was not read."""

    title: str | None
    sections: tuple[Section, ...]
    notes: tuple[UnreadableFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (level 1 is the highest) or, at level 0, a paragraph, list item or table row.

    `bold` says that all of a paragraph is; such a paragraph may be a heading that nobody marked. `confidence` is that of
    what a machine read from a picture, see `Section`.
    """

    text: str
    level: int = 0
    page: int | None = None
    bold: bool = False
    confidence: float | None = None


@dataclass(slots=True)
class _Outline:
    """Where in the document the reading stands, and what was read there."""

    stack: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    sure: list[tuple[float, int]] = field(default_factory=list)
    page: int | None = None
    is_bare: bool = False
    """Whether the last heading has neither text nor headings below it so far."""
    done: list[Section] = field(default_factory=list)

    def headings(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.stack)

    def close(self) -> None:
        if self.lines:
            text, headings = "\n".join(self.lines), self.headings()
            self.done.append(Section(text, headings, self.page, anchor(headings), self._confidence()))
            self.lines, self.sure = [], []

    def _confidence(self) -> float | None:
        letters = sum(length for _, length in self.sure)
        return round(sum(sure * length for sure, length in self.sure) / letters, 3) if letters else None

    def enter(self, heading: Block) -> None:
        if self.stack and self.stack[-1].text == heading.text:
            return  # pages repeat their title, tables their caption
        self.close()
        if self.is_bare and heading.level <= self.stack[-1].level:
            self.say_heading()
        self.stack = [*(block for block in self.stack if block.level < heading.level), heading]
        self.is_bare = True

    def say_heading(self) -> None:
        """A heading with nothing below it, like that of a repealed paragraph, is its own text."""
        last, headings = self.stack[-1], self.headings()
        self.done.append(Section(last.text, headings, last.page, anchor(headings), last.confidence))

    def read(self, block: Block) -> None:
        if block.page != self.page:
            self.close()
        self.is_bare = False
        if not self.lines:
            self.page = block.page
        self.lines.append(block.text)
        if block.confidence is not None:
            self.sure.append((block.confidence, len(block.text)))


def parsed(blocks: Iterable[Block], title: str | None = None) -> ParsedDocument:
    """The document made of `blocks`; `title` is what its metadata say, used where the text has no title of its own."""
    ready = _with_title(_with_whole_headings(list(_with_recognised_headings(_without_contents(list(_cleaned(blocks)))))))
    outline = _Outline()
    for block in ready:
        if block.level:
            outline.enter(block)
        else:
            outline.read(block)
    outline.close()
    if outline.is_bare and outline.done:
        outline.say_heading()
    own = ready[0].text if ready and ready[0].level and not is_numbered(ready[0].text) else None
    return ParsedDocument(own or clean(title or "").replace("\n", " ") or None, tuple(outline.done) or _only_headings(ready))


def _cleaned(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        text = clean(block.text)
        if block.level:
            text = text.replace("\n", " ")
        if text:
            yield replace(block, text=text if block.level else with_plain_bullet(text))


def _without_contents(blocks: list[Block]) -> Iterator[Block]:
    contents = contents_lines([block.text for block in blocks])
    return (block for index, block in enumerate(blocks) if index not in contents)


def _with_recognised_headings(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if not block.level and is_paragraph_heading(block.text):
            yield replace(block, level=numbering_depth(block.text))
        elif not block.level and block.bold and is_title_like(block.text) and not block.text.startswith("- "):
            yield replace(block, level=numbering_depth(block.text) if has_level_of_number(block.text) else BOLD_LEVEL)
        else:
            yield block


def _with_whole_headings(blocks: list[Block]) -> list[Block]:
    """A heading "§ 5" takes the line below it as its title, "Abschnitt 2" the heading below it."""
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else None
        if last and last.level and _may_be_title_of(block, last):
            whole[-1] = replace(last, text=f"{last.text} {block.text}")
        else:
            whole.append(block)
    return whole


def _may_be_title_of(block: Block, number: Block) -> bool:
    lacking = lacks_title(number.text)
    if not lacking or is_numbered(block.text) or is_subsection(block.text):
        return False
    if block.level or lacking == "division":
        return block.level >= number.level
    return (is_title_like(block.text) and len(block.text) < 100 and not starts_with_marker(block.text)) or (
        block.text.startswith("(") and block.text.endswith(")") and len(block.text) < 100
    )


def _with_title(blocks: list[Block]) -> list[Block]:
    """The first heading is above all others where it is the document's title; what little stands over it goes below."""
    blocks = _title_first(blocks)
    if not blocks or not blocks[0].level or is_numbered(blocks[0].text):
        return blocks
    first = blocks[0]
    has_no_text = len(blocks) > 1 and blocks[1].level > 0
    if first.level >= ANNEX_LEVEL or has_no_text:
        return [replace(first, level=-1), *blocks[1:]]
    return blocks


def _title_first(blocks: list[Block]) -> list[Block]:
    """A title that stands below a letterhead before it: the only heading of the highest level, if it stands near the top."""
    top = min((block.level for block in blocks if block.level), default=0)
    highest = [index for index, block in enumerate(blocks) if block.level == top]
    at = highest[0] if len(highest) == 1 else 0
    above, title = blocks[:at], blocks[at] if blocks else None
    is_head = 0 < at <= _MOST_LINES_ABOVE and all(len(block.text) < _LONGEST_LINE_ABOVE for block in above)
    if title is None or not is_head or is_numbered(title.text) or any(is_numbered(block.text) for block in above if block.level):
        return blocks
    if top > 1 and all(block.level for block in above):
        return blocks
    return [title, *(replace(block, level=0) for block in above), *blocks[at + 1 :]]


def _only_headings(blocks: list[Block]) -> tuple[Section, ...]:
    """A document of nothing but headings still says something."""
    return (Section("\n".join(block.text for block in blocks), page=blocks[0].page),) if blocks else ()
