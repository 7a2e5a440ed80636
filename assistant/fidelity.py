"""Does a text that was made of an answer still say what the answer says? Values, exceptions and citations are compared.

Of a translation only figures and citations are. Knows no model and no passage.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.aligning import sentences_of
from assistant.citing import cut
from assistant.claims import find_claims
from assistant.quantities import Value, matches
from assistant.replying import replies
from assistant.values import find_values

_CONDITIONS = ("unless", "only", "if", "even")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_SEPARATORS = re.compile(r"[.,:]")


def find_changes(original: str, made: str, translated: bool = False) -> Iterator[str]:
    """A German sentence for each kind of thing that `made` has lost of `original`, or added to it."""
    before, after = _bare(original), _bare(made)
    lost, added = _figures(before, after) if translated else _values(before, after)
    exceptions = [] if translated else list(_lost_conditions(before, after))
    citations = [str(number) for number in sorted(_citations(original) - _citations(made))]
    found: dict[str, list[str]] = {
        "lost_values": lost,
        "added_values": added,
        "lost_exceptions": exceptions,
        "lost_citations": citations,
    }
    for name, items in found.items():
        if items:
            yield replies()[name].format(items="; ".join(items))


def _bare(text: str) -> str:
    return "\n".join(piece.text for piece in cut(text))


def _citations(text: str) -> set[int]:
    return {number for piece in cut(text) for number in piece.numbers}


def _values(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = find_values(before), find_values(after)
    return _missing(before, old, new), _missing(after, new, old)


def _missing(text: str, values: Sequence[Value], others: Sequence[Value]) -> list[str]:
    absent = (value for value in values if not value.vague and not any(_alike(value, other) for other in others))
    return list(dict.fromkeys(text[value.start : value.end] for value in absent))


def _alike(one: Value, two: Value) -> bool:
    return matches(one, two) or matches(two, one)


def _figures(before: str, after: str) -> tuple[list[str], list[str]]:
    """Figures by their digits: other languages write separators otherwise."""
    old, new = ({_SEPARATORS.sub("", figure): figure for figure in _FIGURE.findall(text)} for text in (before, after))
    return [old[digits] for digits in old if digits not in new], [new[digits] for digits in new if digits not in old]


def _lost_conditions(before: str, after: str) -> Iterator[str]:
    """The sentences with a condition or exception of a kind that the other text has fewer of."""
    fewer = _conditions(before) - _conditions(after)
    for sentence in sentences_of(before):
        if fewer.keys() & _conditions(sentence).keys():
            yield sentence


def _conditions(text: str) -> Counter[str]:
    return Counter(claim.name for claim in find_claims(text) if claim.group == "condition" and claim.name in _CONDITIONS)
