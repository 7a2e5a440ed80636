"""Headings that a page only shows as such, by larger or bold letters: what office programs write when they save as HTML or EPUB.

Reads sizes and weights out of style sheets and attributes, as far as these programs write them. Knows no other style.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

_RULE = re.compile(r"([\w.-]+)\s*\{([^{}]*)\}")
_SIZE = re.compile(r"font-size:\s*([\d.]+)\s*(pt|px)")
_BOLD = re.compile(r"font-weight:\s*(?:bold|[7-9]00)")
_POINTS = {"pt": 1.0, "px": 0.75}
_HEADING = re.compile(r"^h[1-6]$")
_USUAL = 12.0
_LARGER, _TITLE = 1.08, 1.4
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class _Shown:
    """A paragraph, how many letters it has, the size of the smallest of them in points, and whether it may be a heading.

    The size is 0 where the page does not say it.
    """

    paragraph: etree._Element
    letters: int
    size: float
    is_free: bool


def mark_headings(pages: Sequence[etree._Element], styles: str) -> None:
    """Make headings of the paragraphs on `pages` that look like ones, and <b> of what is bold; `styles` are their style sheets.

    Where there are headings already, only a title above all of them is looked for.
    """
    rules = dict(_RULE.findall(styles))
    shown = [look for page in pages for look in _paragraphs(page, rules)]
    sizes: Counter[float] = Counter()
    for look in shown:
        sizes[look.size or _USUAL] += look.letters
    usual = sizes.most_common(1)[0][0] if sizes else _USUAL
    shown = [look for look in shown if look.is_free]
    headings = [element for page in pages for element in page.iter() if _is_heading(element)]
    for stretch in (stretch for page in pages for stretch in page.iter("span") if _BOLD.search(_style(stretch, rules))):
        stretch.tag = "b"
    large = [look for look in shown if look.letters < _LONGEST and look.size >= usual * _LARGER]
    if not headings:
        ranks = sorted({look.size for look in large}, reverse=True)
        for look in large:
            look.paragraph.tag = f"h{min(ranks.index(look.size) + 1, 6)}"
    elif large and large[0] is shown[0] and large[0].size >= usual * _TITLE:
        for element in headings:
            element.tag = f"h{min(int(str(element.tag)[1]) + 1, 6)}"
        large[0].paragraph.tag = "h1"


def _is_heading(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and _HEADING.match(element.tag) is not None


def _paragraphs(page: etree._Element, rules: dict[str, str]) -> Iterator[_Shown]:
    """The paragraphs of a page with words; those in lists, tables and running heads are no headings."""
    for paragraph in page.iter("p"):
        within = paragraph.xpath("boolean(ancestor::li or ancestor::table or ancestor::*[@title='header' or @title='footer'])")
        runs = [run for run in _runs(paragraph, rules, 0.0) if run[0]]
        if runs:
            yield _Shown(paragraph, sum(letters for letters, _ in runs), min(size for _, size in runs), not within)


def _runs(element: etree._Element, rules: dict[str, str], size: float) -> Iterator[tuple[int, float]]:
    """Number and size of the letters in each stretch of text."""
    for number, unit in _SIZE.findall(_style(element, rules)):
        size = float(number) * _POINTS[unit]
    yield len((element.text or "").strip()), size
    for child in element:
        if isinstance(child.tag, str):
            yield from _runs(child, rules, size)
        yield len((child.tail or "").strip()), size


def _style(element: etree._Element, rules: dict[str, str]) -> str:
    """What the rules for an element and its own attribute say."""
    names = [f"{tag}{name}" for name in (element.get("class") or "").split() for tag in (".", f"{element.tag!s}.")]
    return ";".join([*(rules[name] for name in (str(element.tag), *names) if name in rules), element.get("style") or ""])
