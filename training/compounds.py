"""Make the dictionary of the compound splitter from the federal laws: `python training/compounds.py LAWS_FOLDER`.

A word belongs to it if it has at least four letters and stands in at least three laws.
"""

import gzip
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

from laws import read_laws

from ingest.german import STOP_WORDS, find_words

_TARGET = Path(__file__).parent.parent / "ingest" / "words.de.txt.gz"
_FEWEST_LAWS = 3
_SHORTEST = 4
_NO_PARTS = frozenset(
    "chen eien enden ende erer eren eres erin heit keit isch ische ischen lich liche lichen iger igen ungen sten ster".split()
)


def count_words(folder: Path) -> Counter[str]:
    """For each word the number of laws that have it."""
    counts: Counter[str] = Counter()
    for _, sections in groupby(read_laws(folder), key=lambda section: section.identity.split("#")[0]):
        counts.update({word for section in sections for word in find_words(f"{section.heading} {section.text}")})
    return counts


def main(folder: Path) -> None:
    """Write the dictionary."""
    kept = {
        word: count
        for word, count in count_words(folder).items()
        if count >= _FEWEST_LAWS and len(word) >= _SHORTEST and word.isalpha() and word not in STOP_WORDS | _NO_PARTS
    }
    lines = "".join(f"{word}\t{count}\n" for word, count in sorted(kept.items()))
    _TARGET.write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
