"""What the styles of a Word file say of a paragraph: heading level, list, boldness. Styles inherit from each other.

Style names are English inside the file ("heading 1"), whatever language Word speaks.
"""

import re
from dataclasses import dataclass

from lxml import etree

from ingest.parsers.ooxml import attribute, is_on, number, tag, value_of

_HEADING = re.compile(r"^(?:heading|\u00fcberschrift) (\d)$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|table of figures|verzeichnis|inhaltsverzeichnis)( heading|\s*\d)?$", re.IGNORECASE)
_LIST_NAME = re.compile(r"^(?:list bullet|aufz\u00e4hlungszeichen)", re.IGNORECASE)
_BODY_TEXT_LEVEL = 9
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """Of a paragraph: `level` 0 is body text, 1 the document's title, 2 "heading 1"; `list_id` names its numbering."""

    level: int = 0
    bold: bool = False
    list_id: str | None = None
    list_level: int = 0
    is_contents: bool = False
    is_bullet: bool = False


class Styles:
    """The styles of a file."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = [] if root is None else list(root.iterfind(tag("style")))
        self._elements = {attribute(style, "styleId") or "": style for style in styles}
        self._default = next((key for key, style in self._elements.items() if _is_default(style)), None)
        self._found: dict[str | None, Style] = {}

    def of(self, paragraph: etree._Element) -> Style:
        """A paragraph's style with what the paragraph itself changes."""
        key = value_of(paragraph, "pPr/pStyle") or self._default
        if key not in self._found:
            self._found[key] = self._resolved(key)
        return _changed(self._found[key], paragraph)

    def _resolved(self, key: str | None) -> Style:
        chain: list[etree._Element] = []
        while key in self._elements and len(chain) < _LONGEST_CHAIN:
            chain.append(self._elements[key])
            key = value_of(chain[-1], "basedOn")
        style = Style()
        for element in reversed(chain):
            style = _named(_changed(style, element), value_of(element, "name") or "")
        return style


def _is_default(style: etree._Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")


def _changed(style: Style, element: etree._Element) -> Style:
    outline = number(value_of(element, "pPr/outlineLvl"))
    level = style.level if outline is None else 0 if outline >= _BODY_TEXT_LEVEL or outline < 0 else outline + 2
    list_id = value_of(element, "pPr/numPr/numId") or style.list_id
    own_level = number(value_of(element, "pPr/numPr/ilvl"))
    return Style(
        level,
        is_on(element.find(f"{tag('rPr')}/{tag('b')}"), style.bold),
        list_id,
        style.list_level if own_level is None else own_level,
        style.is_contents,
        style.is_bullet,
    )


def _named(style: Style, name: str) -> Style:
    level = named_level(name) or style.level
    contents = style.is_contents or _CONTENTS.match(name) is not None
    bullet = style.is_bullet or _LIST_NAME.match(name) is not None
    return Style(0 if contents else level, style.bold, style.list_id, style.list_level, contents, bullet)


def named_level(name: str) -> int:
    """The level that a style's name gives: 1 for the title, 2 for "heading 1", 0 for all others."""
    heading = _HEADING.match(name)
    return 1 if name.lower() == "title" else int(heading[1]) + 1 if heading else 0
