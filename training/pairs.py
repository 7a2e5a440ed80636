"""Pairs of texts that belong together, to train the shipped embedder on.

From the laws: heading → section, a sentence → the rest of its section, a sentence → the next one. From people's words:
a question → its section, an everyday word → its official words, and a sentence said with everyday words → its section.
"""

import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from laws import LawSection

from ingest.german import find_sentences

Pair = tuple[str, str]

_LONGEST = 160
"""Words of a text that are kept: as many as a passage has."""


def clip(text: str) -> str:
    """The first words of `text`."""
    return " ".join(text.split()[:_LONGEST])


def pairs_of_laws(sections: Iterable[LawSection], chance: random.Random) -> Iterator[Pair]:
    """Pairs within the laws: at most one heading pair and two sentence pairs a section."""
    for section in sections:
        heading = re.sub(r"^(§+|Art\.?|Anlage) ?\w+\s*", "", section.heading)
        if len(heading) > 3:
            yield f"{heading} {section.law}" if chance.random() < 0.3 else heading, clip(section.text)
        sentences = [section.text[start:end] for start, end in find_sentences(section.text)]
        sentences = [sentence for sentence in sentences if 5 <= len(sentence.split()) <= 60]
        if len(sentences) >= 2:
            at = chance.randrange(len(sentences))
            rest = " ".join(sentences[:at] + sentences[at + 1 :])
            yield drop_words(sentences[at], chance), clip(f"{section.law} {heading} {rest}")
            at = chance.randrange(len(sentences) - 1)
            yield sentences[at], sentences[at + 1]


def drop_words(text: str, chance: random.Random) -> str:
    """`text` as somebody in a hurry would ask it: a third of its words is missing."""
    words = [word for word in text.split() if chance.random() > 0.33]
    return " ".join(words) or text


def read_thesaurus(folder: Path) -> dict[str, list[str]]:
    """Everyday term → official terms, of all files of the thesaurus."""
    entries: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            everyday, _, official = line.partition("\t")
            for term in everyday.split("|"):
                entries.setdefault(term, []).extend(official.split("|"))
    return entries


def pairs_of_thesaurus(entries: dict[str, list[str]]) -> Iterator[Pair]:
    """An everyday term and all its official words."""
    for everyday, official in entries.items():
        yield everyday, " ".join(official)


def pairs_in_everyday_words(sections: Iterable[LawSection], entries: dict[str, list[str]], chance: random.Random) -> Iterator[Pair]:
    """Sentences in which official words are replaced by everyday ones → the section they stand in."""
    everyday: dict[str, list[str]] = {}
    for term, official in entries.items():
        for word in official:
            if " " not in word and len(word) > 5:
                everyday.setdefault(word, []).append(term)
    for section in sections:
        sentences = [section.text[start:end] for start, end in find_sentences(section.text)]
        for sentence in chance.sample(sentences, min(3, len(sentences))):
            words = sentence.lower().split()
            said = [chance.choice(everyday[word.strip(".,;")]) if word.strip(".,;") in everyday else word for word in words]
            if said != words:
                yield drop_words(" ".join(said), chance), clip(f"{section.law} {section.heading} {section.text}")
                break
