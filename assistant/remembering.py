"""What a question found before, brought up to date by what has come since.

A library that takes in files changes each second, and hardly ever in what is asked. So a question that was asked before is not
searched for in all passages again: those of documents that changed since compete with the best of before. Scores of before
hold while the library is about as large; rights, days and choices of documents are part of what is asked. A passage of before is
only shown again while the database names no change of its document. Knows no answer.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from assistant.retrieval import CANDIDATES, Lists, Retriever, Sought, fuse
from ingest.documents import Hit, Passage, Scope

_REMEMBERED = 1000
"""Questions: with the best of each, about 30 MB."""
_KEPT = 64
"""Passages that are kept for each question; no more than half of them are asked for."""
_MOST_CHANGED = 100
"""Documents; where more have changed since, everything is searched."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The best of what was found when the indexes had taken in change `applied`, and what was shown of it where so many were
    wanted; of each search the share that it had to exceed; the score that nothing which was left out exceeds, 0 if nothing was."""

    sought: Sought
    stand: object
    applied: int
    best: Lists
    hits: tuple[Hit, ...]
    wanted: int
    least: dict[str, float]
    floor: float


class Memory:
    """Finds passages as `retriever` does, sooner where it was asked before."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._known: OrderedDict[tuple[str, Scope], _Known] = OrderedDict()
        self._changing = threading.Lock()

    def find_passages(self, question: str, scope: Scope, limit: int) -> list[Hit]:
        """The best passages, best first."""
        retriever, library = self._retriever, self._retriever.library
        stand = (library.indexes.generation, library.about_size(question), retriever.thesaurus.state())
        applied, known = library.indexes.applied, self._known.get((question, scope))
        changed = library.changed_since(known.applied, _MOST_CHANGED) if known else None
        if known and changed is not None and known.stand == stand and 2 * limit <= _KEPT:
            updated = self._brought_up_to_date(known, applied, changed, scope, limit)
            if updated is not None:
                return updated
        sought = retriever.seek(question)
        lists = retriever.search(sought, scope)
        hits = retriever.rank(sought, lists, scope, limit, _unchanged(known, changed))
        best, floor = _best(lists)
        least = {name: min(found.values()) for name, found in lists.items() if len(found) >= CANDIDATES}
        self._keep(question, scope, _Known(sought, stand, applied, best, tuple(hits), limit, least, floor))
        return hits

    def _brought_up_to_date(
        self, known: _Known, applied: int, changed: frozenset[str], scope: Scope, limit: int
    ) -> list[Hit] | None:
        """The best of before and of what `changed` since; None where too little of it is left."""
        new = self._of_changed(known, changed, scope)
        same = _unchanged(known, changed)
        stands = not any(new.values()) and len(same) == len(known.hits) and limit == known.wanted
        if stands and not self._retriever.reads_again:
            self._keep(known.sought.question, scope, replace(known, applied=applied))
            return list(known.hits)
        lists = known.best | {name: known.best.get(name, {}) | found for name, found in new.items()}
        hits = self._retriever.rank(known.sought, lists, scope, limit, same)
        if len(hits) < limit and known.floor:
            return None
        best, floor = _best(lists)
        now = replace(known, applied=applied, best=best, hits=tuple(hits), wanted=limit, floor=max(known.floor, floor))
        self._keep(known.sought.question, scope, now)
        return hits

    def _of_changed(self, known: _Known, changed: frozenset[str], scope: Scope) -> Lists:
        """What of the `changed` documents each search would not have cut off; nothing where none of it comes among the best."""
        among = replace(scope, documents=changed if scope.documents is None else changed & scope.documents)
        if not among.documents or (known.floor and self._retriever.reach(known.sought, among) < known.floor):
            return {}
        found = self._retriever.search(known.sought, among)
        return {
            name: {each: share for each, share in shares.items() if share > known.least.get(name, 0.0)}
            for name, shares in found.items()
        }

    def _keep(self, question: str, scope: Scope, known: _Known) -> None:
        with self._changing:
            self._known[question, scope] = known
            self._known.move_to_end((question, scope))
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)


def _unchanged(known: _Known | None, changed: frozenset[str] | None) -> dict[int, Passage]:
    """The passages that were shown of documents that did not change since, by id."""
    if known is None or changed is None:
        return {}
    return {hit.passage.id: hit.passage for hit in known.hits if hit.passage.document.id not in changed}


def _best(lists: Lists) -> tuple[Lists, float]:
    """What was found of the best passages, and the highest score of the others."""
    fused = fuse(lists)
    best = sorted(fused, key=lambda passage: (-fused[passage], passage))
    kept, floor = best[:_KEPT], fused[best[_KEPT]] if len(best) > _KEPT else 0.0
    return {name: {each: found[each] for each in kept if each in found} for name, found in lists.items()}, floor
