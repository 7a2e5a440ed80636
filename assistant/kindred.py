"""Words that are used alike: "auto" and "fahrzeug", found by the embedder in law and administration, not by hand.

The table ships with the product (`assistant/kindred.txt.gz`, one "term<TAB>term percent|term percent" a line, made by
`training/kindred.py`). Terms are stems as the word index has them. Knows no library and no weights.
"""

import gzip
from functools import cache
from pathlib import Path

from ingest.german import analyse_word, find_words

_TABLE = Path(__file__).parent / "kindred.txt.gz"


@cache
def _table() -> dict[str, str]:
    """Each term's kindred terms, as they are stored."""
    with gzip.open(_TABLE, "rt", encoding="utf-8") as lines:
        return {term: kindred for term, _, kindred in (line.rstrip("\n").partition("\t") for line in lines)}


def find_kindred(question: str) -> dict[str, float]:
    """Terms that are used like a word of `question`, and how much alike: at most 1. Parts of compounds have none."""
    kindred: dict[str, float] = {}
    for word in find_words(question):
        for stem in analyse_word(word)[:1]:
            for stored in filter(None, _table().get(stem, "").split("|")):
                term, percent = stored.split()
                kindred[term] = max(int(percent) / 100, kindred.get(term, 0.0))
    return kindred
