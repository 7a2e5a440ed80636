"""What a text shows whoever asks: its terms, its 4-grams, its form, its vector.

Found once and remembered, because passages that answer one question answer the next. Knows no question.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.wording import read_wording
from ingest.embedding import Embedder
from ingest.german import find_runs, find_terms

KINDS = ("amount", "time", "who", "whether", "what", "how")
_NUMBER = re.compile(r"\d")
_CITES = re.compile(r"\u00a7|\bAbs\b|\bAbsatz\b|\bArtikel\b", re.IGNORECASE)
_REMEMBERED = 16_384
"""Sentences whose traits and vectors are kept: about 50 MB, the passages of some two thousand questions."""


@dataclass(frozen=True, slots=True)
class Traits:
    """A sentence's terms and 4-grams, each once; whether a value of each of `KINDS` stands in it; whether a number and a
    reference do and whether it ends with a colon; and its words."""

    terms: tuple[str, ...]
    grams: tuple[str, ...]
    has: tuple[bool, ...]
    form: tuple[bool, bool, bool]
    words: int


@lru_cache(maxsize=_REMEMBERED)
def read_traits(text: str) -> Traits:
    """What `text` shows."""
    has = tuple(bool(read_wording().has[kind].search(text)) for kind in KINDS)
    form = bool(_NUMBER.search(text)), bool(_CITES.search(text)), text.endswith(":")
    return Traits(terms_of(text), tuple(dict.fromkeys(find_runs(text))), has, form, len(text.split()))


@lru_cache(maxsize=_REMEMBERED)
def terms_of(text: str) -> tuple[str, ...]:
    """The terms of `text`, each once."""
    return tuple(dict.fromkeys(find_terms(text)))


class RememberedVectors:
    """The vectors of texts, those of the last ones at hand."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
        """Shape [texts, dimension]; what is not known is embedded together."""
        with self._lock:
            found = {text: known for text in texts if (known := self._known.get((embedder.name, text))) is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        found |= dict(zip(missing, map(np.copy, embedder.embed_passages(missing)), strict=True)) if missing else {}
        with self._lock:
            for text, vector in found.items():
                self._known[embedder.name, text] = vector
                self._known.move_to_end((embedder.name, text))
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return np.stack([found[text] for text in texts])
