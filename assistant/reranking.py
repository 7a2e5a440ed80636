"""Optional: the best passages are read once more, question and passage together, by a cross-encoder.

Takes no longer than it may: what is not read in time keeps its place behind what was. Knows no search.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.documents import Hit
from ingest.errors import SettingsError, describe_fault
from ingest.settings import Settings
from ingest.splitting import embedded_text

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

READ_AGAIN = 30
"""Passages that are read once more, at most."""
_AT_ONCE = 4
"""Passages between two looks at the clock."""


class Reranker:
    """The cross-encoder of `settings.reranker`: a folder, or a name in the local cache. Raises SettingsError."""

    def __init__(self, settings: Settings) -> None:
        self._model = _load_model(settings.reranker)
        self._seconds = settings.reranker_milliseconds / 1000

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits in the order of the cross-encoder. The fused scores stay with the ranks; its own is in `scores`."""
        deadline = time.perf_counter() + self._seconds
        read: list[tuple[float, Hit]] = []
        while len(read) < len(hits) and (not read or time.perf_counter() < deadline):
            batch = hits[len(read) : len(read) + _AT_ONCE]
            read += zip(self._scores(question, batch), batch, strict=True)
        ordered = sorted(read, key=lambda scored: -scored[0])
        again = [
            replace(hit, score=rank.score, scores={**hit.scores, "reranker": score})
            for (score, hit), rank in zip(ordered, hits, strict=False)
        ]
        return [*again, *hits[len(read) :]]

    def _scores(self, question: str, hits: Sequence[Hit]) -> list[float]:
        pairs = [(question, embedded_text(hit.passage.headings, hit.passage.text)) for hit in hits]
        return [float(score) for score in self._model.predict(pairs, batch_size=len(pairs), show_progress_bar=False)]


def _load_model(name: str) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder

    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu", local_files_only=True, num_labels=1)
    except (OSError, ValueError) as error:
        raise SettingsError(setting="AKTENLOTSE_RERANKER", reason=describe_fault("no_model", name=name)) from error
    return model
