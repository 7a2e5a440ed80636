"""What one line of text looks like, whatever file it comes from: its characters, its list marker, its table cells.

Knows no file format and no document. The few German words that it needs to join hyphenated lines stand here because
they carry no meaning beyond that.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

_SPACES = "\t\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\ufffe"
_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}
_REPLACED = {ord(space): " " for space in _SPACES} | {ord(sign): None for sign in _INVISIBLE}
_TABLE = (
    _CONTROLS
    | _REPLACED
    | {ord(ligature): letters for ligature, letters in _LIGATURES.items()}
    | {0x2010: "-", 0x2011: "-", 0x2028: "\n", 0x2029: "\n"}
)

_PLAIN = re.compile(r"[\x20-\x7e\u00a1-\u00ac\u00ae-\u017f\u2012-\u2015\u2018-\u2022\u2026\u20ac]*")
"""Text of these letters alone is clean but for its spaces."""

_BULLETS = (
    "\u2022\u2023\u2043\u25a0\u25aa\u25ab\u25cf\u25cb\u25e6\u2219\u27a2\u2756\u2714\u00b7\u25ba\u25b6\u25fe\u2610\uf000-\uf0ff"
)
_BULLET = re.compile(rf"^[{_BULLETS}]\s*(?=\S)")
_DASH = re.compile(r"^[-\u2013\u2014*]\s+(?=\S)")
_NUMBER = re.compile(r"^(?:\(?\d{1,3}[a-z]?\)|\d{1,3}\.(?:\d{1,2}\.?)*|\(?[a-z]{1,2}\))\s+(?=\S)")
_MARKER = re.compile("|".join(marker.pattern for marker in (_BULLET, _DASH, _NUMBER)))
_LETTER = re.compile(r"^(?:[a-eg-l]|i{2,3}|iv|vi{1,3})\.\s+(?![A-Za-z]{1,2}\.)(?=\S)")
"""A letter or Roman number that marks an item; "d. h." does not, and "f." and "s." hardly ever do."""
_SUBSECTION = re.compile(r"^\(\d{1,3}[a-z]?\)\s")
_JOINERS = frozenset("und oder bzw bzw. beziehungsweise sowie bis als wie noch u. o. aber".split())
_DOTTED_LEADER = re.compile(r"(?:\.{4,}|(?:\s\.){4,}|\u2026{2,}|_{6,})\s*\d{1,4}$")


def is_clean(text: str) -> bool:
    """Whether `clean` would leave each line of `text` as it is but for its spaces."""
    return _PLAIN.fullmatch(text) is not None


def clean(text: str) -> str:
    """`text` in NFC, without invisible characters and ligatures, each line stripped and single-spaced, no empty lines."""
    if is_clean(text):
        return " ".join(text.split())
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE))
    return "\n".join(line for line in (" ".join(line.split()) for line in plain.split("\n")) if line)


def row(cells: Iterable[str]) -> str:
    """One line `| a | b |`; nothing if all cells are empty."""
    texts = [clean(cell).replace("\n", " ").replace("|", "/") for cell in cells]
    return "| " + " | ".join(texts) + " |" if any(texts) else ""


def rows(table: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table. A table of a single column is layout, so its cells are ordinary lines."""
    lines = [list(cells) for cells in table]
    if max(map(len, lines), default=0) < 2:
        return [text for text in (clean(cell) for cells in lines for cell in cells) if text]
    return [line for line in map(row, lines) if line]


def is_row(line: str) -> bool:
    """Whether `line` was made by `row`."""
    return line.startswith("| ") and line.endswith(" |")


def is_contents_entry(line: str) -> bool:
    """Whether `line` is an entry of a table of contents: dotted leaders and a page number."""
    return line[-1:].isdigit() and _DOTTED_LEADER.search(line) is not None


def starts_with_bullet(line: str) -> bool:
    """Whether `line` opens with a sign that is nothing but a bullet."""
    return _BULLET.match(line) is not None


def starts_with_marker(line: str) -> bool:
    """Whether `line` opens like a list item or a subsection: "- ", "1. ", "a) ", "a. ", "(2) "."""
    if line[:1].isalpha() and ")" not in line[1:3]:
        return "." in line[1:5] and _LETTER.match(line) is not None
    return _MARKER.match(line) is not None


def is_subsection(line: str) -> bool:
    """Whether `line` opens with "(1) "."""
    return _SUBSECTION.match(line) is not None


def with_plain_bullet(line: str) -> str:
    """`line` with its bullet, if it has one, written as "- "."""
    bare = _BULLET.sub("- ", line, count=1)
    return _DASH.sub("- ", bare, count=1)


def join(first: str, second: str) -> str:
    """Two lines of one paragraph as one; a word that was hyphenated at the line's end is whole again.

    "Reise-" + "kosten" is "Reisekosten"; "Reise-" + "und Umzugskosten" keeps its hyphen and a space; "E-" + "Mail"
    keeps its hyphen.
    """
    if not first or not second:
        return first or second
    if not first.endswith("-") or len(first) < 2 or not first[-2].isalnum():
        return f"{first} {second}"
    word = second.split(maxsplit=1)[0].rstrip(",;:")
    if word in _JOINERS:
        return f"{first} {second}"
    if second[0].islower() and first[-2].isalpha():
        return first[:-1] + second
    return first + second
