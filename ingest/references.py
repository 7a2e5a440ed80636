"""Exact references: "§ 28 VwVfG", "VwVfG 28", "Art. 6 DSGVO", "Az. 12-345/26" as keys that are looked up, not searched.

A passage has the keys that its headings give it: its own paragraph joined with each word of the titles above it. A
question has the keys of the references it names. Both meet in the word index.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.german import STOP_WORDS, find_words, fold

_PARAGRAPH = re.compile(r"(?:\u00a7\u00a7?|\bArt(?:ikel|\.)?|\bParagra(?:f|ph))\s*(\d+[a-z]?)\b(?!\.\d)", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"\b([A-Z][a-z]*+[A-Z][A-Za-z]*+(?: \d+)?) (\d+[a-z]?)\b")
_INNER = re.compile(r"\s*,?\s*(?:(?:Abs(?:atz|\.)?|Satz|S\.|Nr\.?|Nummer|Buchst(?:abe|\.)?|lit\.?)\s*\w+\)?\.?\s*)*", re.IGNORECASE)
_FILE_REFERENCE = re.compile(r"\b\d[\d.]*+[-/]\d[\d.\-/]*\d\b")
_WORDS_AFTER = 6
_NEAR = 300
"""Letters on either side among which these words are looked for."""


def reference_keys(headings: Sequence[str], reference: str | None) -> Iterator[str]:
    """The keys of a passage under `headings`, in a document with that Aktenzeichen."""
    own = next((found[1].lower() for heading in reversed(headings) if (found := _PARAGRAPH.search(heading))), None)
    if own is not None:
        words = dict.fromkeys(fold(word) for heading in headings for word in find_words(_PARAGRAPH.sub(" ", heading, 1)))
        yield from (f"{own}|{word}" for word in words)
    if reference:
        yield from (f"az|{found}" for found in _FILE_REFERENCE.findall(reference))


def question_keys(question: str) -> dict[str, float]:
    """The keys of the references that `question` names, each with its weight."""
    keys: dict[str, float] = {}
    for found in _PARAGRAPH.finditer(question):
        end = _INNER.match(question, found.end()).end()  # type: ignore[union-attr]
        before = find_words(question[max(0, found.start() - _NEAR) : found.start()])[-2:]
        words = [word for word in (*find_words(question[end : end + _NEAR])[:_WORDS_AFTER], *before) if word not in STOP_WORDS]
        keys.update({f"{found[1].lower()}|{fold(word)}": 1.0 for word in words})
    for law, number in () if keys else _BEFORE_NUMBER.findall(question):
        keys.update({f"{number.lower()}|{fold(word)}": 1.0 for word in find_words(law)})
    keys.update({f"az|{found}": 1.0 for found in _FILE_REFERENCE.findall(question)})
    return keys
