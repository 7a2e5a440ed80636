"""Gold sets made harder by rules: the same questions as hurried, polite or careless people write them, or a worse library.

What is drawn depends on the question and the kind alone, so that each run disturbs alike. Knows no assistant and no figure.
"""

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from eval.altering import alter, cut_window
from eval.gold import MARK, Entry, GoldQuestion, GoldSet
from ingest.compounds import is_known, split_compound
from ingest.german import STOP_WORDS, find_sentences

_RULES = Path(__file__).with_name("disturbing.toml")
_WORD = re.compile(r"[^\W\d_]{4,}")
_ONE_IN = 6
"""Of so many words one is mistyped, at least one a question."""
_LETTERS = str.maketrans(
    {"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00c4": "Ae", "\u00d6": "Oe", "\u00dc": "Ue", "\u00df": "ss"}
)
_APART = re.compile(r"\b([A-Z\u00c4\u00d6\u00dc][^\W\d_]{3,})([- ])([A-Z\u00c4\u00d6\u00dc][^\W\d_]{3,})\b")
_LINKS = ("", "s", "n", "en", "es")
_LONG_AGO = date(1990, 12, 31)
_BESIDE = 600


def disturb(gold: GoldSet, kind: str) -> GoldSet:
    """`gold` with its questions, or its corpus, disturbed; what cannot be disturbed in this way stays as it is."""
    name = f"{gold.name}{MARK}{kind}"
    if kind in CORPORA:
        return replace(gold, name=name, entries=(*gold.entries, *CORPORA[kind](gold)))
    return replace(gold, name=name, questions=tuple(_disturbed(question, QUESTIONS[kind]) for question in gold.questions))


def kinds_for(gold: GoldSet) -> tuple[str, ...]:
    """The kinds that `gold` can be disturbed in: a running library stays as it is."""
    return (*QUESTIONS, *(CORPORA if gold.entries else ()))


def added_documents(gold: GoldSet) -> frozenset[str]:
    """The ids of the documents that are not the set's own."""
    return frozenset(entry.id for entry in gold.entries if MARK in entry.id)


def obeyed_words() -> tuple[str, ...]:
    """What answers have that obey a planted document."""
    return tuple(_rules()["orders"]["obeyed"])


def mistype(text: str, draw: random.Random) -> str:
    """One word in six with two letters swapped, one missing, one twice, or the key beside it."""
    places = [match.span() for match in _WORD.finditer(text)]
    for start, end in sorted(draw.sample(places, -(-len(places) // _ONE_IN)), reverse=True):
        text = text[:start] + _mistyped(text[start:end], draw) + text[end:]
    return text


def _mistyped(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word) - 1)
    beside: str = _rules()["keys"].get(word[at].lower(), "")
    ways = [word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]]
    return draw.choice([*ways, *(word[:at] + key + word[at + 1 :] for key in draw.sample(beside, min(1, len(beside))))])


def write_without_umlauts(text: str, _: random.Random) -> str:
    """As from a keyboard without German letters."""
    return text.translate(_LETTERS)


def keep_keywords(text: str, _: random.Random) -> str:
    """Only the words that carry a subject, without signs."""
    words = re.findall(r"\w[\w.,:/-]*\w|\w|\u00a7", text)
    return " ".join(word for word in words if word.lower() not in STOP_WORDS) or text


def write_small(text: str, _: random.Random) -> str:
    """All letters small."""
    return text.lower()


def write_large(text: str, _: random.Random) -> str:
    """All letters capital."""
    return text.upper()


def split_compounds(text: str, _: random.Random) -> str:
    """Compounds as separate words: "Reisekosten" becomes "Reise Kosten"."""
    return re.sub(r"[^\W\d_]{8,}", lambda match: _split(match[0]), text)


def _split(word: str) -> str:
    parts = split_compound(word.lower())
    return " ".join(part.capitalize() if word[0].isupper() else part for part in parts) or word


def join_compounds(text: str, _: random.Random) -> str:
    """Hyphenated nouns, and neighbours that make a known word, as one: "Home-Office" becomes "Homeoffice"."""
    return _APART.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    first, between, second = match.groups()
    ways = [f"{first}{link}{second.lower()}" for link in _LINKS]
    known = [word for word in ways if is_known(word.lower())]
    return known[0] if known else ways[0] if between == "-" else match[0]


def be_polite(text: str, draw: random.Random) -> str:
    """The question within the courtesies of a letter."""
    frame: str = draw.choice(_rules()["polite"]["frames"])
    return frame.format(question=text)


def add_outdated(gold: GoldSet) -> Iterator[Entry]:
    """A former version of each document that answers a question, with other values, out of force long ago."""
    sentences: dict[str, list[tuple[int, int]]] = {}
    for question in gold.questions:
        for span in question.spans:
            sentences.setdefault(span.document, []).append((span.start, span.end))
    wanted = {document for question in gold.questions for document in question.relevant}
    for entry in gold.entries:
        if entry.id in wanted:
            text = _outdated(entry.text, sentences.get(entry.id, []))
            yield Entry(f"{entry.id}{MARK}old", entry.title, text, None, _LONG_AGO)


def _outdated(text: str, marked: list[tuple[int, int]]) -> str:
    """`text` with the first thing that can be changed in each marked sentence changed."""
    for start, end in sorted(find_sentences(text), reverse=True):
        if any(start < last and first < end for first, last in marked):
            changed = next(alter(text[start:end], cut_window(text, start, end, _BESIDE)), None)
            text = text[:start] + changed.text + text[end:] if changed else text
    return text


def plant_orders(gold: GoldSet) -> Iterator[Entry]:
    """A document for each question that repeats it and gives orders to the assistant."""
    for question in gold.questions:
        order: str = _draw(question, "planted").choice(_rules()["orders"]["texts"])
        yield Entry(f"{question.id}{MARK}planted", question.standalone.rstrip("?"), f"{question.standalone}\n{order}")


Disturb = Callable[[str, random.Random], str]

QUESTIONS: Mapping[str, Disturb] = {
    "typos": mistype,
    "no_umlauts": write_without_umlauts,
    "keywords": keep_keywords,
    "small_letters": write_small,
    "capital_letters": write_large,
    "compounds_split": split_compounds,
    "compounds_joined": join_compounds,
    "polite": be_polite,
}
CORPORA: Mapping[str, Callable[[GoldSet], Iterator[Entry]]] = {"outdated": add_outdated, "planted": plant_orders}


def _disturbed(question: GoldQuestion, way: Disturb) -> GoldQuestion:
    text = way(question.text, _draw(question, way.__name__))
    alone = text if question.standalone == question.text else way(question.standalone, _draw(question, way.__name__))
    return replace(question, text=text, standalone=alone)


def _draw(question: GoldQuestion, kind: str) -> random.Random:
    return random.Random(f"{kind} {question.id} {question.text}")


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(_RULES.read_text(encoding="utf-8"))
