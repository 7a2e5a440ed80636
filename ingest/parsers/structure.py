"""From a parser's run of headings and paragraphs to the sections of a document, the same way for every format.

Recognises headings that only look like text ("§ 5 Wegstrecken" as an ordinary paragraph), the document's title and
the anchors. Knows no file format.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.documents import Section
from ingest.errors import UnreadableFile
from ingest.parsers.lines import clean, is_contents_entry, is_row, is_subsection, starts_with_marker, with_plain_bullet

_PARAGRAPH_SIGN = re.compile(r"^§\s*(\d{1,4})(?:\s?([a-z])(?=$|[\s.:]))?")
_PARAGRAPH_SIGNS = re.compile(r"^§§\s*(\d{1,4}[a-z]?)\s*(bis|und|-|\u2013)\s*(\d{1,4}[a-z]?)")
_ARTICLE = re.compile(r"^(?:Art\.|Artikel)\s*(\d{1,3}[a-z]?)\b")
_ANNEX = re.compile(r"^(Anlage|Anhang)\s+(\d{1,3}[a-z]?|[IVX]{1,5}|[A-Z])(?![\w-])")
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,3}){0,4})\.?\)?\s+(?=\D)")
_ROMAN = re.compile(r"^([IVX]{1,6}|[A-H])\.\s+(?=\S)")
_DIVISION = re.compile(
    r"^(?:(?:Erste|Zweite|Dritte|Vierte|F\u00fcnfte|Sechste|Siebte|Achte)[rs]?\s+)?"
    r"(?:(?:\d{1,2}|[IVX]{1,6})\.\s*)?"
    r"(Buch|Teil|Kapitel|Abschnitt|Unterabschnitt|Titel)(?:\s+(?:\d{1,3}[a-z]?|[IVX]{1,6}|[A-Z])\b|$|(?<=\.\sAbschnitt)\s)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"^(?:Abs(?:atz|\.)|Satz|S\.|Nr\.|Nummer|Buchst|Halbsatz|Abschnitt|ff?\.|bis\b|und\b|[A-Z]\w{0,6}G\b|[A-Z]{2,}|[a-z])"
)
_ONLY_NUMBER = re.compile(r"^(?:§\s*\d{1,4}\s?[a-z]?|(?:Art\.|Artikel)\s*\d{1,3}[a-z]?)\.?$")
_ONLY_DIVISION = re.compile(
    r"^(?:(?:(?:\d{1,2}|[IVX]{1,6})\.|(?:Erste|Zweite|Dritte|Vierte|F\u00fcnfte|Sechste|Siebte|Achte)[rs]?)\s+"
    r"(?:Buch|Teil|Kapitel|Abschnitt|Unterabschnitt)"
    r"|(?:Buch|Teil|Kapitel|Abschnitt|Unterabschnitt|Anlage|Anhang)\s+(?:\d{1,3}[a-z]?|[IVX]{1,6}|[A-Z]))[.:]?$",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"^(?:inhalt(?:sverzeichnis|s\u00fcbersicht)|inhalt\s+seite)(?:\s+seite)?$", re.IGNORECASE)
_DIVISIONS = ("buch", "teil", "kapitel", "abschnitt", "unterabschnitt", "titel")
_LONGEST_HEADING = 160

# Levels of headings that a format does not mark as such come after all that it does mark (1 to 9).
_ANNEX_LEVEL, _DIVISION_LEVEL, PARAGRAPH_LEVEL, NUMBERED_LEVEL, BOLD_LEVEL = 20, 21, 30, 31, 40


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What a file says: its own title, if it has one, and its sections in reading order; `notes` name what was not read."""

    title: str | None
    sections: tuple[Section, ...]
    notes: tuple[UnreadableFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (level 1 is the highest) or, at level 0, a paragraph, list item or table row.

    `bold` says that all of a paragraph is; such a paragraph may be a heading that nobody marked.
    """

    text: str
    level: int = 0
    page: int | None = None
    bold: bool = False


@dataclass(slots=True)
class _Outline:
    """Where in the document the reading stands, and what was read there."""

    stack: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    page: int | None = None
    done: list[Section] = field(default_factory=list)

    def headings(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.stack)

    def close(self) -> None:
        if self.lines:
            self.done.append(Section("\n".join(self.lines), self.headings(), self.page, anchor(self.headings())))
            self.lines = []

    def enter(self, heading: Block) -> None:
        if self.stack and self.stack[-1].text == heading.text:
            return  # pages repeat their title, tables their caption
        self.close()
        self.stack = [*(block for block in self.stack if block.level < heading.level), heading]

    def read(self, block: Block) -> None:
        if block.page != self.page:
            self.close()
        if not self.lines:
            self.page = block.page
        self.lines.append(block.text)


def parsed(blocks: Iterable[Block], title: str | None = None) -> ParsedDocument:
    """The document made of `blocks`; `title` is what its metadata say, used where the text has no title of its own."""
    ready = _with_title(_with_whole_headings(list(_with_recognised_headings(_cleaned(blocks)))))
    outline = _Outline()
    for block in ready:
        if block.level:
            outline.enter(block)
        else:
            outline.read(block)
    outline.close()
    own = ready[0].text if ready and ready[0].level and not _is_numbered(ready[0].text) else None
    return ParsedDocument(own or clean(title or "").replace("\n", " ") or None, tuple(outline.done) or _only_headings(ready))


def anchor(headings: Sequence[str]) -> str | None:
    """The place that the nearest numbered heading names: "§ 5", "Art. 2", "Anlage 1", "3.2"."""
    return next((name for name in map(_anchor_of, reversed(headings)) if name), None)


def numbering_depth(heading: str) -> int:
    """How deep a heading's own number puts it: annexes and parts are above paragraphs, "1.2" below "1"."""
    division = _DIVISION.match(heading)
    if _ANNEX.match(heading):
        return _ANNEX_LEVEL
    if division:
        return _DIVISION_LEVEL + _DIVISIONS.index(division[1].lower())
    number = _NUMBERED.match(heading)
    return NUMBERED_LEVEL + number[1].count(".") if number else PARAGRAPH_LEVEL


def is_title_like(text: str, longest: int = _LONGEST_HEADING) -> bool:
    """Whether `text` could be a heading by its look: short, one line, no sentence's end, some letters."""
    return (
        3 <= len(text) <= longest
        and "\n" not in text
        and not text.endswith((".", ",", ";", ":", "!", "-"))
        and not text[0].islower()
        and sum(map(str.isalpha, text)) * 2 > len(text)
        and not is_row(text)
    )


def is_paragraph_heading(text: str) -> bool:
    """Whether `text` alone on a line is the heading of a paragraph, article, annex or part."""
    if len(text) > _LONGEST_HEADING or "\n" in text or text.endswith((",", ";", ":")):
        return False
    if _ONLY_NUMBER.match(text):
        return True
    found = _PARAGRAPH_SIGN.match(text) or _PARAGRAPH_SIGNS.match(text) or _ARTICLE.match(text)
    if not found:
        return _is_division_heading(text)
    rest = text[found.end() :].strip(" .:\u2013-")
    return not text.endswith(".") and not _REFERENCE.match(rest) and not is_contents_entry(text)


def is_numbered_heading(text: str) -> bool:
    """Whether `text` alone on a line is a heading by its number: "1.2 Titel"."""
    return _NUMBERED.match(text) is not None and is_title_like(text) and len(text) < 100


def _is_division_heading(text: str) -> bool:
    found = _DIVISION.match(text) or _ANNEX.match(text)
    return found is not None and is_title_like(text + "xx") and (text[found.end() :].strip(" :\u2013-") or "X")[0].isupper()


def _is_numbered(heading: str) -> bool:
    return _anchor_of(heading) is not None or _DIVISION.match(heading) is not None


def _anchor_of(heading: str) -> str | None:
    if several := _PARAGRAPH_SIGNS.match(heading):
        return f"§§ {several[1]} {several[2]} {several[3]}"
    if single := _PARAGRAPH_SIGN.match(heading):
        return f"§ {single[1]}{single[2] or ''}"
    if article := _ARTICLE.match(heading):
        return f"Art. {article[1]}"
    if annex := _ANNEX.match(heading):
        return f"{annex[1]} {annex[2]}"
    number = _NUMBERED.match(heading) or _ROMAN.match(heading)
    return number[1] if number else None


def _cleaned(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        text = clean(block.text)
        if block.level:
            text = text.replace("\n", " ")
        if text and not _CONTENTS.match(text) and (is_row(text) or not is_contents_entry(text)):
            yield replace(block, text=text if block.level else with_plain_bullet(text))


def _with_recognised_headings(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if not block.level and is_paragraph_heading(block.text):
            yield replace(block, level=numbering_depth(block.text))
        elif not block.level and block.bold and is_title_like(block.text) and not block.text.startswith("- "):
            yield replace(block, level=numbering_depth(block.text) if _NUMBERED.match(block.text) else BOLD_LEVEL)
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
    of_paragraph = _ONLY_NUMBER.match(number.text) is not None
    if not of_paragraph and not _ONLY_DIVISION.match(number.text) or _is_numbered(block.text) or is_subsection(block.text):
        return False
    if block.level or not of_paragraph:
        return block.level >= number.level
    return (is_title_like(block.text) and len(block.text) < 100 and not starts_with_marker(block.text)) or (
        block.text.startswith("(") and block.text.endswith(")") and len(block.text) < 100
    )


def _with_title(blocks: list[Block]) -> list[Block]:
    """The first heading is above all others where it is the document's title."""
    if not blocks or not blocks[0].level or _is_numbered(blocks[0].text):
        return blocks
    first = blocks[0]
    has_no_text = len(blocks) > 1 and blocks[1].level > 0
    if first.level >= _ANNEX_LEVEL or has_no_text:
        return [replace(first, level=-1), *blocks[1:]]
    return blocks


def _only_headings(blocks: list[Block]) -> tuple[Section, ...]:
    """A document of nothing but headings still says something."""
    return (Section("\n".join(block.text for block in blocks), page=blocks[0].page),) if blocks else ()
