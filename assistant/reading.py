"""The quoting reader: answers without a language model, with the sentences that answer, verbatim.

A sentence counts by how much of the question's weight it carries, how rare those words are among the passages, whether it
has the kind of value that is asked for, and by the rank of its passage. Table rows come with their header, list items with
their lead-in. Knows no database.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.chat_models import Task
from ingest.documents import Hit
from ingest.german import find_grams, find_sentences, find_terms

_MOST_WORDS = 80
_MOST_UNITS = 4
_WORTH = 0.6
"""A further sentence is quoted if it counts at least this share of the best one."""
_ITEM = re.compile(r"^(?:[-\u2022\u2013*]|\(?\d{1,2}[.)]|\(?[a-z]{1,2}\)|\d+\.)\s")
_ASKED = (
    (re.compile(r"\b(wie ?viel|wieviel|wie hoch|h\u00f6he|kosten|betrag|wie teuer)", re.I), re.compile(r"\d[\d.,]* ?(?:euro|eur|\u20ac|cent|prozent|%|vom hundert)|\d", re.I)),
    (re.compile(r"\b(wie lange|bis wann|wann|frist|dauer|sp\u00e4testens)", re.I), re.compile(r"\d|monat|woche|tag|jahr|stunde|uhr|unverz\u00fcglich", re.I)),
    (re.compile(r"\b(wer|wem|wen|welche stelle|zust\u00e4ndig)", re.I), re.compile(r"zust\u00e4ndig|beh\u00f6rde|referat|leitung|stelle|entscheidet|beauftragte", re.I)),
    (re.compile(r"^\s*(darf|kann|muss|m\u00fcssen|d\u00fcrfen|ist|sind|gibt|habe|bekomme|werden)\b", re.I), re.compile(r"\b(darf|d\u00fcrfen|kann|k\u00f6nnen|muss|m\u00fcssen|ist|sind|hat|haben|zul\u00e4ssig|nicht|kein)", re.I)),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, list item or table row of a passage; `lines` are quoted together, `words` counts them."""

    number: int
    start: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is scored."""
        return " ".join(self.lines)

    @property
    def words(self) -> int:
        """Length."""
        return len(self.text.split())


class QuotingReader:
    """Quotes; needs no model, no GPU and no network."""

    name = "quoting"
    reads_messages = False

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def stream(self, task: Task) -> Iterator[str]:
        for number, unit in enumerate(choose_units(task.question, task.hits)):
            text = "\n".join(f"{line} [{unit.number}]" for line in unit.lines)
            yield text if number == 0 else f"\n{text}"


def choose_units(question: str, hits: Sequence[Hit]) -> list[Unit]:
    """The units that answer `question`, best first, each text once, within the limits of words and number."""
    units = [unit for number, hit in enumerate(hits, start=1) for unit in find_units(number, hit.passage.text)]
    ranked = sorted(zip(_scores(question, units, hits), units, strict=True), key=lambda pair: -pair[0])
    chosen: list[Unit] = []
    room = _MOST_WORDS
    for score, unit in ranked:
        new = unit.lines[-1] not in {line for known in chosen for line in known.lines}
        if chosen and (score < _WORTH * ranked[0][0] or len(chosen) == _MOST_UNITS):
            break
        if new and (not chosen or unit.words <= room):
            chosen.append(unit)
            room -= unit.words
    return chosen


def find_units(number: int, text: str) -> Iterator[Unit]:
    """The units of a passage's text."""
    header = lead_in = ""
    for start, end in find_sentences(text):
        line = text[start:end]
        if line.startswith("| "):
            if header:
                yield Unit(number, start, (header, line))
            else:
                header = line
            continue
        header = ""
        if _ITEM.match(line) and lead_in:
            yield Unit(number, start, (lead_in, line))
        else:
            lead_in = line if line.endswith(":") or not line.endswith((".", "!", "?")) else ""
            yield Unit(number, start, (line,))


def _scores(question: str, units: Sequence[Unit], hits: Sequence[Hit]) -> list[float]:
    bags = [(set(find_terms(unit.text)), set(find_grams(unit.text))) for unit in units]
    headings = [set(find_terms(" ".join(hit.passage.headings))) for hit in hits]
    terms, grams = set(find_terms(question)), set(find_grams(question))
    rarity = _rarity([bag for bag, _ in bags], terms)
    gram_rarity = _rarity([bag for _, bag in bags], grams)
    wanted = [value for asked, value in _ASKED if asked.search(question)]
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    scores = []
    for unit, (own_terms, own_grams) in zip(units, bags, strict=True):
        heading = headings[unit.number - 1]
        carried = sum(rarity[term] * (1.0 if term in own_terms else 0.5) for term in terms if term in own_terms | heading)
        carried_grams = sum(gram_rarity[gram] for gram in grams & own_grams)
        score = carried / (sum(rarity.values()) or 1) + carried_grams / (sum(gram_rarity.values()) or 1)
        score += 0.3 * sum(bool(value.search(unit.text)) for value in wanted)
        scores.append((score + 0.1) * (hits[unit.number - 1].score / best) ** 2 * _length_factor(unit.words))
    return scores


def _length_factor(words: int) -> float:
    """Headings and fragments say little."""
    return min(1.0, words / 8)


def _rarity(bags: Sequence[set[str]], terms: set[str]) -> dict[str, float]:
    counts = Counter(term for bag in bags for term in bag & terms)
    return {term: math.log(1 + len(bags) / (1 + counts[term])) for term in terms}
