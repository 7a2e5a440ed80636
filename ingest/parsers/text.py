"""Plain text: finds the encoding, then headings, paragraphs and list items by how the lines look.

Knows no German but what `structure` recognises as a heading.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from ingest.errors import BrokenFile, UnsupportedFile
from ingest.parsers.headings import is_numbered_heading, is_paragraph_heading, numbering_depth
from ingest.parsers.lines import clean, is_subsection, join, starts_with_marker
from ingest.parsers.structure import Block, ParsedDocument, parsed

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_GERMAN_SIGNS = frozenset(
    "\u00e4\u00f6\u00fc\u00c4\u00d6\u00dc\u00df\u00a7\u20ac\u201e\u201c\u201d\u2013\u2019\u2026\u2022\u00a0\u00e9\u00b0\u00b2\u00b7\u00ad"
)
_CODE_PAGES = ["cp1252", "iso8859_15", "cp850", "mac_roman"]
_UNDERLINE = re.compile(r"^\s*(={3,}|-{3,}|~{3,}|#{3,})\s*$")
_RULE = re.compile(r"^[\W_]*$")
_MOST_CONTROLS = 0.02
_WIDEST_COLUMN = 160


def parse(path: Path) -> ParsedDocument:
    """The sections of a text file; form feeds count pages.

    Raises:
        BrokenFile, UnsupportedFile: not text.
    """
    return parsed(blocks_of_text(read_text(path)))


def blocks_of_text(text: str) -> Iterator[Block]:
    """The blocks of a piece of plain text; form feeds count pages."""
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    for number, page in enumerate(pages, 1):
        yield from _blocks(page, number if len(pages) > 1 else None)


def read_text(path: Path) -> str:
    """The file's text, whatever its encoding.

    Raises:
        BrokenFile, UnsupportedFile: not text.
    """
    return decode(path.read_bytes(), path.name)


def decode(raw: bytes, name: str, meant: str | None = None) -> str:
    """`raw` as text: by its mark, else UTF-8 if it fits, else as the encoding `meant`, else by what the letters suggest.

    Raises:
        BrokenFile: cut in the middle of UTF-16.
        UnsupportedFile: bytes that are no text.
    """
    marked = next((code for mark, code in _MARKS.items() if raw.startswith(mark)), None)
    code = marked or _two_byte_code(raw)
    try:
        text = raw.decode(code or "utf-8")
    except UnicodeDecodeError as error:
        if code:
            raise BrokenFile(file=name, reason="abgebrochener Text") from error
        text = _by_letters(raw, meant)
    controls = sum(text.count(chr(sign)) for sign in (*range(9), *range(14, 27), *range(28, 32), 0xFFFD))
    if controls > len(text) * _MOST_CONTROLS:
        raise UnsupportedFile(file=name, formats="")
    return text


def _two_byte_code(raw: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of the beginning is nearly always zero."""
    head = raw[:2000]
    if len(head) < 8 or len(raw) % 2:
        return None
    for offset, code in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[offset::2].count(0) * 5 > len(head[offset::2]) * 4 and head[1 - offset :: 2].count(0) == 0:
            return code
    return None


def _by_letters(raw: bytes, meant: str | None) -> str:
    if meant:
        try:
            return raw.decode("cp1252" if meant.lower() in ("iso-8859-1", "latin1", "latin-1") else meant, errors="replace")
        except LookupError:
            pass
    special = [byte for byte in raw if byte > 0x7F]
    code = max(_CODE_PAGES, key=lambda page: _expected(special, page))
    if 2 * _expected(special, code) < len(special):
        best = from_bytes(raw[:65536]).best()
        code = best.encoding if best else code
    return raw.decode(code, errors="replace")


def _expected(special: list[int], page: str) -> int:
    """How many of the bytes that are not ASCII are signs of German texts in a code page."""
    signs = bytes(range(0x80, 0x100)).decode(page, errors="replace")
    expected = frozenset(byte for byte, sign in enumerate(signs, 0x80) if sign in _GERMAN_SIGNS)
    return sum(byte in expected for byte in special)


def _blocks(page: str, number: int | None) -> Iterator[Block]:
    lines = page.split("\n")
    width = _column_width(lines)
    paragraph = ""
    previous = ""
    for index, raw in enumerate(lines):
        line = clean(raw)
        below = lines[index + 1] if index + 1 < len(lines) else ""
        if not below.strip() and _is_item_of_list(lines, index):
            below = "item"
        level = _heading_level(line, below, is_first_line=not paragraph or not _runs_on(previous, line, width))
        if level or not line or _RULE.match(line) or not _runs_on(previous, line, width):
            if paragraph:
                yield Block(paragraph, page=number)
            paragraph = ""
        if level:
            yield Block(line, level, number)
        elif line and not _RULE.match(line):
            paragraph = join(paragraph, line)
        previous = "" if level else line
    if paragraph:
        yield Block(paragraph, page=number)


def _is_item_of_list(lines: list[str], index: int) -> bool:
    """Whether the next line with words is a list item too, so that "1. Title" is none of a section."""
    following = next((clean(line) for line in lines[index + 1 : index + 6] if line.strip()), "")
    return starts_with_marker(following) and not is_subsection(following)


def _column_width(lines: list[str]) -> int:
    """The width at which the text was wrapped by hand; 0 if it was not."""
    lengths = sorted(len(line.rstrip()) for line in lines if len(line.strip()) > 1)
    widest = lengths[len(lengths) * 95 // 100] if lengths else 0
    return widest if 40 <= widest <= _WIDEST_COLUMN and len(lengths) > 3 else 0


def _runs_on(previous: str, line: str, width: int) -> bool:
    """Whether `line` continues the paragraph that `previous` is a line of."""
    if not previous or not width or starts_with_marker(line) or is_subsection(line) or line.startswith("|"):
        return False
    first_word = line.split(maxsplit=1)[0] if line else ""
    return len(previous) + 1 + len(first_word) > width * 0.8


def _heading_level(line: str, below: str, *, is_first_line: bool) -> int:
    if not line or not is_first_line or _RULE.match(line):
        return 0
    if (mark := _UNDERLINE.match(below)) and len(line) < 120:
        return 1 if mark[1][0] in "=#" else 2
    if is_paragraph_heading(line):
        return numbering_depth(line)
    return numbering_depth(line) if not below.strip() and is_numbered_heading(line) else 0
