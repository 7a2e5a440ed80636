"""What a text must hold so that a regular expression can match it: looked for first, it spares most searches.

A search for many alternatives tries them at each place of a text; whether a text holds some letters at all is known far sooner.
Knows no pattern and no text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Self

_parser: Any = import_module("re._parser")
"""As well-known readers of patterns do; there is no public one."""
_LEAST = 2
"""Fewer letters stand in every text."""
_BLANK = [(_parser.CATEGORY, _parser.CATEGORY_SPACE)]
_OTHER_BLANK = re.compile(r"[^\S ]")
_COMBINING_DOT = "\u0307"


@dataclass(frozen=True, slots=True)
class Need:
    """Letters in lower case that a text must hold, and further needs: all of them if `every`, else at least one."""

    letters: tuple[str, ...]
    further: tuple["Need", ...] = ()
    every: bool = True

    def is_met(self, text: str) -> bool:
        """Whether `text`, in lower case, holds what is needed."""
        for letters in self.letters:
            if (letters in text) is not self.every:
                return not self.every
        for need in self.further:
            if need.is_met(text) is not self.every:
                return not self.every
        return self.every


@dataclass(frozen=True, slots=True)
class GuardedPattern:
    """A regular expression, regardless of case, and what each text that it matches holds."""

    pattern: re.Pattern[str]
    need: Need | None

    @classmethod
    def of(cls, pattern: str) -> Self:
        """`pattern`, compiled."""
        return cls(re.compile(pattern, re.IGNORECASE), _all_of(_parser.parse(pattern, re.IGNORECASE)))

    def is_in(self, text: str, lower: str) -> bool:
        """Whether the pattern matches in `text`, which is `lower` in lower case."""
        return (self.need is None or self.need.is_met(lower)) and self.pattern.search(text) is not None


def lower_of(text: str) -> str:
    """`text` as letters are looked for in it: each blank is one; a capital i with a dot, in lower case an i and a dot, is an i."""
    return _OTHER_BLANK.sub(" ", text.lower().replace(_COMBINING_DOT, ""))


def _all_of(parts: Iterable[tuple[Any, Any]]) -> Need | None:
    """What a sequence needs; None if nothing can be said of it."""
    found = list(_needs(parts))
    letters = tuple(sorted({each for each in found if isinstance(each, str)}, key=len, reverse=True))
    further = tuple(each for each in found if isinstance(each, Need))
    return Need(letters, further) if letters or further else None


def _any_of(branches: Iterable[Iterable[tuple[Any, Any]]]) -> Need | None:
    """What one of several alternatives needs."""
    each = [_all_of(branch) for branch in branches]
    needs = [need for need in each if need is not None]
    if len(needs) < len(each):
        return None
    simple = {need.letters[0] for need in needs if len(need.letters) == 1 and not need.further}
    shortest = tuple(one for one in simple if not any(other in one for other in simple - {one}))
    return Need(shortest, tuple(need for need in needs if len(need.letters) != 1 or need.further), every=False)


def _needs(parts: Iterable[tuple[Any, Any]]) -> Iterator["str | Need"]:
    """What each part of a sequence needs; letters that follow one another belong together."""
    run = ""
    for name, value in (*parts, (_parser.AT, None)):
        if name is _parser.LITERAL:
            run += lower_of(chr(value))
            continue
        if name is _parser.IN and value == _BLANK:
            run += " "
            continue
        if len(run) >= _LEAST:
            yield run
        run = ""
        need = _need_of(name, value)
        if need is not None:
            yield need


def _need_of(name: Any, value: Any) -> Need | None:
    match name:
        case _parser.SUBPATTERN:
            return _all_of(value[-1])
        case _parser.BRANCH:
            return _any_of(value[1])
        case _parser.ASSERT:
            return _all_of(value[1])
        case _parser.MAX_REPEAT | _parser.MIN_REPEAT if value[0] > 0:
            return _all_of(value[2])
    return None
