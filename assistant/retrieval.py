"""From a question to the passages that may answer it: references looked up, four searches, one ranking.

Each search's scores are divided by a bound that depends on the question alone, so that a passage's share does not depend
on what else was found. Knows no prompt and no model.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType

from assistant.duplicates import find_distinct
from assistant.kindred import find_kindred
from assistant.reranking import READ_AGAIN, Reranker
from assistant.traits import terms_of
from assistant.widening import Thesaurus, Widening
from ingest.documents import Hit, Passage, Scope
from ingest.german import find_grams, find_pairs, find_terms
from ingest.library import Library
from ingest.references import question_keys


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each search counts, and each official or kindred word against the question's own.

    `vector` is multiplied by the embedder's own weight, which is 1 for a neural model, and counts the square of the cosine:
    texts that are hardly alike say nothing.
    """

    words: float = 0.3
    pairs: float = 0.25
    grams: float = 0.5
    vector: float = 1.0
    widened_words: float = 0.3
    widened_grams: float = 0.1
    kindred: float = 0.3
    reference: float = 1.0


_RANK_STEP, _LEAST_RANK = 0.15, 0.4
_LEAST_SPECIFIC, _MOST_SPECIFIC = 0.2, 1.5
_COMMON = 0.1
"""Share of the passages above which an official word is too common to search for."""
CANDIDATES = 300
"""Passages that each search contributes."""
_LEAST_RARITY = 0.1
"""Of a word that nearly all passages have."""
_INEXACT = 1e-4
"""By how much scores may be told wrong, as they are added up with 32 bits."""


Lists = dict[str, dict[int, float]]
"""For each search the passages it found, by id, with their shares of the score."""


@dataclass(frozen=True, slots=True)
class Field:
    """What is looked for in a field of the word index: terms with their weights, and what a score there counts."""

    name: str
    terms: Mapping[str, float]
    share: float


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for with a question. Its weights come from the library as it was then, and hold while that changes little."""

    question: str
    widenings: tuple[Widening, ...]
    fields: tuple[Field, ...]


class Retriever:
    """Finds passages in a library."""

    def __init__(
        self, library: Library, thesaurus: Thesaurus, weights: Weights = Weights(), reranker: Reranker | None = None
    ) -> None:
        self.library = library
        self.thesaurus = thesaurus
        self._weights = weights
        self._reranker = reranker

    @property
    def reads_again(self) -> bool:
        """Whether the best are put in order by a model: as many as there is time for."""
        return self._reranker is not None

    def find_passages(self, question: str, scope: Scope, limit: int) -> list[Hit]:
        """The best passages, best first; `scores` has the share of each search."""
        sought = self.seek(question)
        return self.rank(sought, self.search(sought, scope), scope, limit)

    def seek(self, question: str) -> Sought:
        """What is looked for with `question`, in the library as it is now."""
        weights, widenings = self._weights, self.thesaurus.widen(question)
        widened = self._widened(widenings)
        own_words, own_grams = dict.fromkeys(find_terms(question), 1.0), Counter(find_grams(question))
        kindred = (weights.kindred, find_kindred(question))
        words = _weighted(own_words, (weights.widened_words, _spread(widened, find_terms)), kindred)
        grams = _weighted(own_grams, (weights.widened_grams, _spread(widened, find_grams)))
        pairs = dict.fromkeys(find_pairs(question), 1.0)
        keys = question_keys(question)
        fields = (
            self._bounded("words", words, set(own_words), weights.words),
            self._bounded("pairs", pairs, set(pairs), weights.pairs),
            self._bounded("grams", grams, set(own_grams), weights.grams),
            Field("references", keys, weights.reference / max(1, len(keys))),
        )
        return Sought(question, widenings, tuple(field for field in fields if field.terms and field.share))

    def search(self, sought: Sought, scope: Scope) -> Lists:
        """What each search finds."""
        library = self.library
        nearest = library.search_vectors(sought.question, scope, CANDIDATES, _official(sought.widenings))
        lists = {"vector": {passage: self._nearness(cosine) for passage, cosine in nearest}}
        for field in sought.fields:
            found = library.search_words(field.name, field.terms, scope, CANDIDATES)
            lists[field.name] = {passage: field.share * score for passage, score in found}
        return lists

    def reach(self, sought: Sought, scope: Scope) -> float:
        """No passage in `scope` gets more than this from all searches together; told sooner than by these."""
        fields = {field.name: {term: weight * field.share for term, weight in field.terms.items()} for field in sought.fields}
        cosine, score = self.library.reach(sought.question, fields, scope, _official(sought.widenings))
        return (self._nearness(cosine) + score) * (1 + _INEXACT)

    def rank(
        self, sought: Sought, lists: Lists, scope: Scope, limit: int, read: Mapping[int, Passage] = MappingProxyType({})
    ) -> list[Hit]:
        """The best of what was found; what was not `read` before, and is the same still, is read from the database."""
        hits = self._hits(lists, scope, max(limit, READ_AGAIN) if self.reads_again else limit, read)
        if self._reranker is not None:
            hits = [*self._reranker.rerank(sought.question, hits[:READ_AGAIN]), *hits[READ_AGAIN:]]
        official = _official_terms(sought.widenings)
        return [replace(hit, widened=_named(official, hit.passage)) for hit in hits[:limit]] if official else hits[:limit]

    def state(self) -> object:
        """Where it is equal, equal questions find the same; a reranker finds what it has time for."""
        return object() if self.reads_again else (self.library.state(), self.thesaurus.state())

    def official_words(self, question: str) -> str:
        """The official words for the everyday words of `question`."""
        return _official(self.thesaurus.widen(question))

    def _nearness(self, cosine: float) -> float:
        return max(0.0, cosine) ** 2 * self._weights.vector * self.library.embedder.weight

    def _widened(self, widenings: Sequence[Widening]) -> dict[str, float]:
        """Official words with their weights: less for a later one of an entry, and for an everyday word that is common."""
        widened: dict[str, float] = {}
        for widening in widenings:
            weight = widening.certainty * self._specificity(widening.everyday)
            for rank, official in enumerate(widening.official):
                widened.setdefault(official, weight * max(_LEAST_RANK, 1 - _RANK_STEP * rank))
        return widened

    def _specificity(self, everyday: str) -> float:
        """How little of the library has the everyday word."""
        counts = [self.library.frequency("words", term) for term in find_terms(everyday)]
        share = max(counts, default=0) / max(1, len(self.library))
        return min(_MOST_SPECIFIC, max(_LEAST_SPECIFIC, math.log(1 / (share + 0.0005)) / 5))

    def _bounded(self, field: str, terms: Mapping[str, float], own: set[str], weight: float) -> Field:
        """A field whose scores count as shares of what a passage would get that has each of the question's own words once.

        Official words that many passages have are left out: they would cost much time and add little.
        """
        most = _COMMON * len(self.library)
        terms = {term: times for term, times in terms.items() if term in own or self.library.frequency(field, term) <= most}
        bound = sum(self._rarity(field, term) * terms[term] for term in own)
        return Field(field, terms, weight / bound if bound else 0.0)

    def _rarity(self, field: str, term: str) -> float:
        """Inverse document frequency as BM25 has it (Robertson & Zaragoza 2009). Removed passages are in the count until the index
        merges, so that it can be more than there are."""
        count, total = self.library.frequency(field, term), len(self.library)
        return max(_LEAST_RARITY, math.log1p(max(0.0, total - count + 0.5) / (count + 0.5)))

    def _hits(self, lists: Lists, scope: Scope, limit: int, read: Mapping[int, Passage]) -> list[Hit]:
        fused = fuse(lists)
        ranked = sorted(fused, key=lambda passage: (-fused[passage], passage))
        distinct = find_distinct(islice(self._read(ranked, scope, limit, read), 2 * limit), limit)
        shares = ({name: found[each.id] for name, found in lists.items() if each.id in found} for each in distinct)
        return [Hit(passage, fused[passage.id], scores) for passage, scores in zip(distinct, shares, strict=True)]

    def _read(self, ranked: Sequence[int], scope: Scope, at_once: int, read: Mapping[int, Passage]) -> Iterator[Passage]:
        """Those of the passages that are there, so many at once."""
        for start in range(0, len(ranked), at_once):
            wanted = ranked[start : start + at_once]
            missing = [identity for identity in wanted if identity not in read]
            found = self.library.passages(missing, scope) if missing else {}
            passages = (read.get(identity) or found.get(identity) for identity in wanted)
            yield from (passage for passage in passages if passage)


def _official(widenings: Sequence[Widening]) -> str:
    return " ".join(term for widening in widenings for term in widening.official)


def _official_terms(widenings: Sequence[Widening]) -> dict[tuple[str, str], frozenset[str]]:
    """The terms of each official word, under the everyday word and itself."""
    pairs = ((widening.everyday, official) for widening in widenings for official in widening.official)
    return {pair: terms for pair in pairs if (terms := frozenset(find_terms(pair[1])))}


def _named(official: Mapping[tuple[str, str], frozenset[str]], passage: Passage) -> tuple[tuple[str, str], ...]:
    """Which everyday word stands in the passage under which official name."""
    terms = {*terms_of(" ".join(passage.headings)), *terms_of(passage.text)}
    return tuple(pair for pair, wanted in official.items() if wanted <= terms)


def _spread(widened: Mapping[str, float], find: Callable[[str], list[str]]) -> dict[str, float]:
    """The index terms of weighted official words; a term of several words has the greatest weight of these."""
    spread: dict[str, float] = {}
    for official, weight in widened.items():
        spread |= {term: max(weight, spread.get(term, 0.0)) for term in find(official)}
    return spread


def _weighted(own: Mapping[str, float], *others: tuple[float, Mapping[str, float]]) -> dict[str, float]:
    """The question's own terms, and others with the sum of their shares of the weight of their kind."""
    terms: dict[str, float] = {}
    for weight, shares in others:
        for term, share in shares.items() if weight else ():
            terms[term] = terms.get(term, 0.0) + weight * share
    return {**terms, **own}


def fuse(lists: Lists) -> dict[int, float]:
    """For each passage the sum of its shares of all searches; a search without weight finds nothing."""
    fused: dict[int, float] = {}
    for scores in lists.values():
        for passage, score in scores.items():
            if score > 0:
                fused[passage] = fused.get(passage, 0.0) + score
    return fused
