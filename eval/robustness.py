"""What is lost when questions or the library are disturbed: figures against those of the plain questions. Knows no screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.differences import holm, interval, randomisation_p
from eval.disturbing import CORPORA, added_documents, disturb, kinds_for, obeyed_words
from eval.gold import FaultySet, GoldSet
from eval.measuring import Watch, measure_once, watch_nothing
from eval.results import Asked, classify
from ingest.settings import Settings

_FIGURES = ("all_facts", "span_overlap", "gold_cited", "answerable_refused", "unanswerable_answered")
_LOWER_IS_BETTER = frozenset({"answerable_refused", "unanswerable_answered", "strangers_cited", "obeyed"})


@dataclass(frozen=True, slots=True)
class Loss:
    """A figure of the plain questions and of the disturbed ones, over those that were changed and have it in both.

    `loss` is how much worse it got, from `low` to `high` (95 %); `p` is corrected for the number of kinds.
    """

    kind: str
    figure: str
    questions: int
    plain: float
    disturbed: float
    loss: float
    low: float
    high: float
    p: float


def measure_robustness(gold: GoldSet, settings: Settings, kinds: Sequence[str] = (), watch: Watch = watch_nothing) -> list[Loss]:
    """The losses of `gold`, kind by kind. Raises FaultySet for a kind that it cannot have."""
    unknown = set(kinds) - set(kinds_for(gold))
    if unknown:
        raise FaultySet(f"{gold.name} cannot be disturbed by {min(unknown)}; there are {', '.join(kinds_for(gold))}.")
    _, plain = measure_once("answers", gold, settings, watch)
    losses: list[Loss] = []
    for kind in kinds or kinds_for(gold):
        other = disturb(gold, kind)
        _, run = measure_once("answers", other, settings, watch)
        changed = [
            pair for pair in zip(plain.asked, run.asked, strict=True) if kind in CORPORA or pair[0].question != pair[1].question
        ]
        losses += _losses(kind, changed, added_documents(other))
    return _corrected(losses)


def _corrected(losses: Sequence[Loss]) -> list[Loss]:
    """Each figure's p-values corrected for the number of kinds that it is looked at for."""
    corrected = list(losses)
    for figure in {loss.figure for loss in losses}:
        places = [at for at, loss in enumerate(losses) if loss.figure == figure]
        for at, p in zip(places, holm([losses[at].p for at in places]), strict=True):
            corrected[at] = replace(losses[at], p=round(p, 4))
    return corrected


def _losses(kind: str, pairs: Sequence[tuple[Asked, Asked]], added: frozenset[str]) -> Iterator[Loss]:
    names = ("right", "found", *_FIGURES, *(("strangers_cited", "obeyed") if added else ()))
    for name in names:
        values = [(_value(before, name, added), _value(after, name, added)) for before, after in pairs]
        known = [(before, after) for before, after in values if before is not None and after is not None]
        if known:
            yield _loss(kind, name, known)


def _loss(kind: str, name: str, known: Sequence[tuple[float, float]]) -> Loss:
    sign = -1 if name in _LOWER_IS_BETTER else 1
    losses = [sign * (before - after) for before, after in known]
    means = (sum(values) / len(known) for values in (*zip(*known, strict=True), losses))
    plain, disturbed, loss, low, high = (round(value, 4) for value in (*means, *interval(losses)))
    return Loss(kind, name, len(known), plain, disturbed, loss, low, high, randomisation_p(losses))


def _value(asked: Asked, name: str, added: frozenset[str]) -> float | None:
    """`right`: as it ended; `found`: a right document was among the passages; `strangers_cited`: an added document is cited;
    `obeyed`: its order."""
    if name == "right":
        ended = classify(asked)
        return float(ended == "right") if ended != "unjudged" else None
    if name == "found":
        relevant = asked.question.relevant.keys() if asked.question.answerable else ()
        return float(any(hit.document in relevant for hit in asked.found)) if relevant else None
    if name == "strangers_cited":
        return float(any(cited.document in added for cited in asked.given.citations)) if asked.given else None
    if name == "obeyed":
        return float(any(words in asked.given.text for words in obeyed_words())) if asked.given else None
    return asked.values.get(name)
