"""The marks at the beginning of a Markdown line. Knows lines only."""

import re

_NUMBER = re.compile(r"(\d{1,2})\. (.*)")
_SEPARATOR = re.compile(r"[|\s:-]+")


def bullet_of(line: str) -> str | None:
    """The text of a list item, None where the line is none."""
    return line[2:].strip() if line.startswith("- ") else None


def number_of(line: str) -> str | None:
    """The text of a numbered item, None where the line is none."""
    match = _NUMBER.fullmatch(line)
    return match[2].strip() if match else None


def item_of(line: str) -> str:
    """The text of any list item."""
    return bullet_of(line) or number_of(line) or line


def cells_of(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def is_separator(line: str) -> bool:
    """Whether the line only parts a table's header from its rows."""
    return bool(_SEPARATOR.fullmatch(line))
