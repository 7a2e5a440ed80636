"""What a heading looks like, whatever file it comes from: "§ 5 Wegstrecken", "1.2 Antrag", "Anlage 3", and which place it names.

Knows no file format and no document.
"""

import re
from collections.abc import Sequence

from ingest.parsers.lines import is_contents_entry, is_row

_PARAGRAPH_SIGN = re.compile(r"^§\s*(\d{1,4})(?:\s?([a-z])(?=$|[\s.:]))?")
_PARAGRAPH_SIGNS = re.compile(r"^§§\s*(\d{1,4}[a-z]?)\s*(bis|und|-|\u2013)\s*(\d{1,4}[a-z]?)")
_ARTICLE = re.compile(r"^(?:Art\.|Artikel)\s*(\d{1,3}[a-z]?)\b")
_ANNEX = re.compile(r"^(Anlage|Anhang)\s+(\d{1,3}[a-z]?|[IVX]{1,5}|[A-Z])(?![\w-])")
_BARE_ANNEX = re.compile(r"^(?:Anlage|Anhang)(?:$|\s+zu[rm]?\s|[\s:]+(?![a-z\u00df-\u00ff]))")
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,3}){0,4})\.?\)?\s+(?=\D)")
_ROMAN = re.compile(r"^([IVX]{1,6}|[A-H])\.\s+(?=\S)")
_DIVISION = re.compile(
    r"^(?:(?:Erste|Zweite|Dritte|Vierte|F\u00fcnfte|Sechste|Siebte|Achte)[rs]?\s+)?"
    r"(?:(?:\d{1,2}|[IVX]{1,6})\.\s*)?"
    r"(Buch|Teil|Kapitel|Abschnitt|Unterabschnitt|Titel)(?:\s+(?:\d{1,3}[a-z]?|[IVX]{1,6}|[A-Z])\b|$|(?<=\.\sAbschnitt)\s)",
    re.IGNORECASE,
)
_MAY_BEGIN = re.compile(
    r"[§\dIVX]|A(?:rt|n[lh])|(?:Erste|Zweite|Dritte|Vierte|F\u00fcnfte|Sechste|Siebte|Achte)"
    r"|Buch|Teil|Kapitel|Abschnitt|Unterabschnitt|Titel",
    re.IGNORECASE,
)
"""What all headings of paragraphs, articles, annexes and parts begin with: most lines do not, and need no further look."""
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
_DIVISIONS = ("buch", "teil", "kapitel", "abschnitt", "unterabschnitt", "titel")
_LONGEST_HEADING = 160

# Levels of headings that a format does not mark as such come after all that it does mark (1 to 9).
ANNEX_LEVEL, DIVISION_LEVEL, PARAGRAPH_LEVEL, NUMBERED_LEVEL, BOLD_LEVEL = 20, 21, 30, 31, 40


def anchor(headings: Sequence[str]) -> str | None:
    """The place that the nearest numbered heading names: "§ 5", "Art. 2", "Anlage 1", "3.2"."""
    return next((name for name in map(_anchor_of, reversed(headings)) if name), None)


def numbering_depth(heading: str) -> int:
    """How deep a heading's own number puts it: annexes and parts are above paragraphs, "1.2" below "1"."""
    division = _DIVISION.match(heading)
    if _ANNEX.match(heading) or _BARE_ANNEX.match(heading):
        return ANNEX_LEVEL
    if division:
        return DIVISION_LEVEL + _DIVISIONS.index(division[1].lower())
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
    if len(text) > _LONGEST_HEADING or not _MAY_BEGIN.match(text) or "\n" in text or text.endswith((",", ";", ":")):
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


def is_numbered(heading: str) -> bool:
    """Whether a heading has a number of its own."""
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


def has_level_of_number(heading: str) -> bool:
    """Whether a heading begins with a number like "1.2"."""
    return _NUMBERED.match(heading) is not None


def lacks_title(heading: str) -> str:
    """What a heading is that is nothing but a number: "paragraph" for "§ 5", "division" for "Abschnitt 2"; else ""."""
    return "paragraph" if _ONLY_NUMBER.match(heading) else "division" if _ONLY_DIVISION.match(heading) else ""
