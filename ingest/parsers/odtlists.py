"""The numbers and bullets that an OpenDocument text shows before list items and headings (ISO/IEC 26300-3, 19.880).

Knows no paragraphs' text.
"""

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from ingest.parsers.numbering import roman
from ingest.parsers.ooxml import attribute, local_name, number

_LEVELS = 10
_PLACE = re.compile(r"%([1-9]\d?)%")


class Lists:
    """The list styles of a file and how far each list and the headings have counted."""

    def __init__(self, sheets: list[etree._Element]) -> None:
        found = [style for sheet in sheets for style in sheet.iter("{*}list-style")]
        self._styles = {attribute(style, "name") or "": _by_depth(style) for style in reversed(found)}
        outlines = [style for sheet in sheets for style in sheet.iter("{*}outline-style")]
        self._outline = _by_depth(outlines[0]) if outlines else {}
        self._heading_counts = [0] * (_LEVELS + 1)
        self._counts: dict[tuple[str, int], int] = {}
        self._last_of_style: dict[str, str] = {}

    def heading_number(self, heading: etree._Element) -> str:
        """What is shown before a heading that is in no list, with a space."""
        depth = min(max(number(attribute(heading, "outline-level")) or 1, 1), _LEVELS)
        form = self._outline.get(depth)
        if form is None or not attribute(form, "num-format") or attribute(heading, "is-list-header") == "true":
            return ""
        self._heading_counts[depth] += 1
        self._heading_counts[depth + 1 :] = [0] * (_LEVELS - depth)
        return _shown(self._outline, self._heading_counts, depth)

    def marker(self, items: etree._Element, style: str | None, depth: int, item: etree._Element) -> str:
        """What is shown before a list's item, with a space; "" where the style numbers nothing."""
        form = self._styles.get(style or "", {}).get(depth)
        if form is None or local_name(form) != "list-level-style-number":
            return "- "
        key = self._identity(items, style or "", depth)
        start = number(attribute(item, "start-value"))
        self._counts[key, depth] = self._counts.get((key, depth), (number(attribute(form, "start-value")) or 1) - 1) + 1
        if start is not None:
            self._counts[key, depth] = start
        for deeper in range(depth + 1, _LEVELS + 1):
            self._counts.pop((key, deeper), None)
        counts = [self._counts.get((key, level), 1) for level in range(_LEVELS + 1)]
        return _shown(self._styles[style or ""], counts, depth) if attribute(form, "num-format") else ""

    def _identity(self, items: etree._Element, style: str, depth: int) -> str:
        """Which list counts on: the outermost list's own id, or the one that it continues."""
        outer = items
        for above in items.iterancestors("{*}list"):
            outer = above
        own = attribute(outer, "id") or str(id(outer))
        known = attribute(outer, "continue-list")
        if known is None and attribute(outer, "continue-numbering") == "true":
            known = self._last_of_style.get(style)
        if known is not None and depth >= 1:
            for level in range(1, _LEVELS + 1):
                if (known, level) in self._counts and (own, level) not in self._counts:
                    self._counts[own, level] = self._counts[known, level]
        self._last_of_style[style] = own
        return own


def _by_depth(style: etree._Element) -> dict[int, etree._Element]:
    return {depth: form for form in style if (depth := number(attribute(form, "level"))) is not None}


def _shown(forms: Mapping[int, etree._Element], counts: Sequence[int], depth: int) -> str:
    """The numbers of some levels as their forms say; LibreOffice says what stands between them in an attribute of its own."""
    form = forms[depth]
    values = [_digits(counts[level], attribute(forms.get(level, form), "num-format") or "1") for level in range(1, depth + 1)]
    if pattern := attribute(form, "num-list-format"):
        text = _PLACE.sub(lambda place: "".join(values[int(place[1]) - 1 : int(place[1])]), pattern).strip()
    else:
        shown = max(1, min(number(attribute(form, "display-levels")) or 1, depth))
        text = f"{attribute(form, 'num-prefix') or ''}{'.'.join(values[-shown:])}{attribute(form, 'num-suffix') or ''}".strip()
    return f"{text} " if text else ""


def _digits(value: int, form: str) -> str:
    if form in ("a", "A") and 1 <= value <= 26:
        return chr(ord(form) + value - 1)
    if form in ("i", "I") and 1 <= value < 4000:
        return roman(value) if form == "i" else roman(value).upper()
    return str(value)
