"""German patterns by which questions and sentences are told apart; they stand in `german.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PATTERNS = Path(__file__).parent / "german.toml"
_SHAPES = {"leaning": re.NOFLAG, "opening": re.I, "demonstrative": re.NOFLAG}


@dataclass(frozen=True, slots=True)
class Wording:
    """Compiled patterns: what a question asks for and what a sentence has, by kind in the same order."""

    asked: dict[str, re.Pattern[str]]
    has: dict[str, re.Pattern[str]]
    leaning: re.Pattern[str]
    opening: re.Pattern[str]
    demonstrative: re.Pattern[str]
    pointing: frozenset[str]
    pronouns: frozenset[str]
    asking: frozenset[str]


@cache
def read_wording() -> Wording:
    """The patterns of `german.toml`."""
    with _PATTERNS.open("rb") as file:
        stored = tomllib.load(file)
    asked, has = ({kind: re.compile(pattern, re.I) for kind, pattern in stored[name].items()} for name in ("asked", "has"))
    leaning, opening, demonstrative = (re.compile(stored[name], flag) for name, flag in _SHAPES.items())
    pointing, pronouns, asking = (frozenset(stored[name].split()) for name in ("pointing", "pronouns", "asking"))
    return Wording(asked, has, leaning, opening, demonstrative, pointing, pronouns, asking)


@cache
def read_section(name: str) -> dict[str, str]:
    """The texts of a section of `german.toml`, by their names."""
    with _PATTERNS.open("rb") as file:
        section: dict[str, str] = tomllib.load(file)[name]
    return section
