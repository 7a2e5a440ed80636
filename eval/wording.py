"""The report's German: words by group and name, and numbers as Germans write them. Knows no run."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_WORDS = Path(__file__).parent / "report" / "words.de.toml"
_LARGE = 10
_MILLI = 0.95
"""Seconds below which milliseconds are easier to read."""


@cache
def words() -> dict[str, Any]:
    """All words, by group."""
    with _WORDS.open("rb") as file:
        return tomllib.load(file)


def word(group: str, name: str) -> str:
    """The word for `name`; the name itself if the group does not have it, as for a figure that is new."""
    return str(words()[group].get(name, name))


def share(value: float) -> str:
    """A share as per cent; the space does not break."""
    return f"{100 * value:.0f}\u00a0%"


def number(value: float | None) -> str:
    """What is large needs no decimals; nothing is a dash."""
    if value is None:
        return "–"
    return f"{value:.0f}" if isinstance(value, int) or abs(value) > _LARGE else f"{value:.3f}".replace(".", ",")


def seconds(value: float) -> str:
    """A time, short ones in milliseconds."""
    return f"{1000 * value:.0f}\u00a0ms" if value < _MILLI else f"{value:.1f}\u00a0s".replace(".", ",")
