"""The numbers and bullets that Word shows before paragraphs; the file holds only how to count (ISO/IEC 29500-1, 17.9).

Knows no styles; a paragraph's list comes with its `Style`.
"""

import re
from dataclasses import dataclass

from lxml import etree

from ingest.parsers.ooxml import attribute, local_name, number, tag, value_of
from ingest.parsers.styles import Style

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level counts: `form` is "decimal", "bullet", …; `text` shows numbers at "%1"."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


class Numbering:
    """The lists of a file and how far each has counted. Lists of one abstract list count together."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, list[_Level]] = {}
        self._abstract_of: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[str] = set()
        self._starts: dict[str, dict[int, int]] = {}
        for element in root if root is not None else ():
            if local_name(element) == "abstractNum":
                self._levels[attribute(element, "abstractNumId") or ""] = _levels(element)
            elif local_name(element) == "num":
                key = attribute(element, "numId") or ""
                self._abstract_of[key] = value_of(element, "abstractNumId") or ""
                self._starts[key] = _new_starts(element)

    def marker(self, paragraph: etree._Element, style: Style) -> str:
        """What Word shows before the paragraph ("- ", "1. ", "§ 3 "), with a space; "" where it is in no list."""
        key = style.list_id
        abstract = self._abstract_of.get(key or "")
        levels = self._levels.get(abstract or "")
        if not key or not abstract or not levels:
            return "- " if style.is_bullet and key != "0" else ""
        depth = min(max(style.list_level, 0), _LEVELS - 1)
        level = levels[depth]
        if level.form == "bullet":
            return "" if style.level else "- "
        counts = self._counted(key, abstract, levels, depth)
        if level.form == "none":
            return ""
        text = _PLACE.sub(lambda place: _shown(counts, levels, int(place[1]) - 1), level.text).strip()
        return f"{text} " if text else ""

    def _counted(self, key: str, abstract: str, levels: list[_Level], depth: int) -> list[int | None]:
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        if key not in self._restarted:
            self._restarted.add(key)
            for level, start in self._starts[key].items():
                counts[level] = start - 1
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return counts


def _levels(abstract: etree._Element) -> list[_Level]:
    levels = [_Level()] * _LEVELS
    for element in abstract.iterfind(tag("lvl")):
        place = number(attribute(element, "ilvl"))
        if place is not None and 0 <= place < _LEVELS:
            start = number(value_of(element, "start"))
            form = value_of(element, "numFmt") or "decimal"
            levels[place] = _Level(form, value_of(element, "lvlText") or "", 1 if start is None else start)
    return levels


def _new_starts(num: etree._Element) -> dict[int, int]:
    changes = list(num.iterfind(tag("lvlOverride")))
    found = ((number(attribute(change, "ilvl")), number(value_of(change, "startOverride"))) for change in changes)
    return {level: start for level, start in found if level is not None and start is not None and 0 <= level < _LEVELS}


def _shown(counts: list[int | None], levels: list[_Level], place: int) -> str:
    count = counts[place]
    value = levels[place].start if count is None else count
    match levels[place].form:
        case "lowerLetter" | "upperLetter" if 1 <= value <= 26 * 9:
            letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
            return letters.upper() if levels[place].form == "upperLetter" else letters
        case "lowerRoman" | "upperRoman" if 1 <= value < 4000:
            return roman(value) if levels[place].form == "lowerRoman" else roman(value).upper()
        case "decimalZero":
            return f"{value:02}"
    return str(value)


def roman(value: int) -> str:
    """`value` (1 to 3999) in lower-case Roman digits."""
    digits = ""
    for worth, sign in _ROMAN:
        digits += sign * (value // worth)
        value %= worth
    return digits
