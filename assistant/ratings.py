"""Blind ratings: two answers to one question side by side, and which of them people find better.

The pairs of a comparison are shown to each rater in another order; which answer stands left is drawn when a pair is made,
and which run it comes from is told to nobody before the export. Knows no page and no run.
"""

import csv
import hashlib
import io
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Engine, Row, delete, insert, select

from assistant.kappa import cohen_kappa, fleiss_kappa
from ingest.errors import AktenlotseError
from ingest.evaluation_tables import rating_pairs, ratings
from ingest.tables import transaction

Better = Literal["left", "right", "equal"]
Fault = Literal["wrong", "incomplete", "not_supported", "outdated", "off_topic", "unclear", "too_long", "wrongly_refused"]


class UnknownPair(AktenlotseError):
    """There is no pair of this id."""

    code = "unknown_pair"


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as a rater sees it: its text with [n], and the cited passages in the order of their numbers."""

    text: str
    citations: tuple[tuple[int, str, str], ...] = ()
    """Number, place and quoted words."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with two answers; `left_run` and `right_run` are not for raters."""

    id: str
    comparison: str
    question_id: str
    question: str
    left: Shown
    right: Shown
    left_run: str
    right_run: str


@dataclass(frozen=True, slots=True)
class Rating:
    """What a rater, known by a pseudonym, says of a pair."""

    pair: str
    rater: str
    better: Better
    left_faults: tuple[Fault, ...] = ()
    right_faults: tuple[Fault, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What the ratings of a comparison say: how often each run was better, how far raters agree, and what is at fault.

    `cohen` has Cohen's kappa of each two raters over the pairs that both rated, `fleiss` that of all raters together.
    """

    pairs: int
    rated: int
    raters: dict[str, int]
    better: dict[str, int]
    faults: dict[str, dict[str, int]]
    cohen: dict[tuple[str, str], float | None]
    fleiss: float | None


def make_pair(comparison: str, question: tuple[str, str], first: tuple[str, Shown], second: tuple[str, Shown]) -> Pair:
    """A pair of two runs' answers to the question (id, text); which stands left depends on the question and comparison alone."""
    identity = hashlib.sha256("\0".join((comparison, first[0], second[0], question[0])).encode()).hexdigest()[:32]
    left, right = (second, first) if random.Random(identity).random() < 0.5 else (first, second)
    return Pair(identity, comparison, *question, left[1], right[1], left[0], right[0])


def store_pairs(engine: Engine, pairs: Sequence[Pair]) -> None:
    """Store pairs; one that is stored already stays with its ratings."""
    with transaction(engine) as connection:
        known = set(connection.scalars(select(rating_pairs.c.id).where(rating_pairs.c.id.in_([pair.id for pair in pairs]))))
        new = [_pair_row(pair) for pair in pairs if pair.id not in known]
        if new:
            connection.execute(insert(rating_pairs), new)


def list_comparisons(engine: Engine) -> list[str]:
    """The comparisons that have pairs."""
    with engine.connect() as connection:
        return sorted(connection.scalars(select(rating_pairs.c.comparison).distinct()))


def next_pair(engine: Engine, comparison: str, rater: str) -> Pair | None:
    """A pair that `rater` has not rated, in an order of the rater's own; None when all are rated."""
    rated = select(ratings.c.pair_id).where(ratings.c.rater == rater)
    query = select(rating_pairs).where(rating_pairs.c.comparison == comparison, rating_pairs.c.id.not_in(rated))
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return _as_pair(min(rows, key=lambda row: hashlib.sha256(f"{rater} {row.id}".encode()).digest())) if rows else None


def store_rating(engine: Engine, rating: Rating) -> None:
    """Store a rating, in place of the same rater's former one. Raises UnknownPair."""
    with transaction(engine) as connection:
        if connection.execute(select(rating_pairs.c.id).where(rating_pairs.c.id == rating.pair)).one_or_none() is None:
            raise UnknownPair(pair=rating.pair)
        connection.execute(delete(ratings).where(ratings.c.pair_id == rating.pair, ratings.c.rater == rating.rater))
        connection.execute(insert(ratings).values(**_rating_row(rating)))


def read_ratings(engine: Engine, comparison: str) -> list[tuple[Pair, Rating]]:
    """All ratings of a comparison with their pairs."""
    query = (
        select(rating_pairs, ratings)
        .join(ratings, ratings.c.pair_id == rating_pairs.c.id)
        .where(rating_pairs.c.comparison == comparison)
        .order_by(rating_pairs.c.question_id, ratings.c.rater)
    )
    with engine.connect() as connection:
        return [(_as_pair(row), _as_rating(row)) for row in connection.execute(query)]


def count_pairs(engine: Engine, comparison: str) -> int:
    """How many pairs a comparison has."""
    with engine.connect() as connection:
        return len(connection.execute(select(rating_pairs.c.id).where(rating_pairs.c.comparison == comparison)).all())


def tally(rated: Sequence[tuple[Pair, Rating]], pairs: int) -> Tally:
    """Sum up the ratings of a comparison of `pairs` pairs."""
    better: Counter[str] = Counter()
    faults: dict[str, Counter[str]] = defaultdict(Counter)
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for pair, rating in rated:
        label = _run_of(pair, rating.better)
        better[label] += 1
        labels[pair.id][rating.rater] = label
        faults[pair.left_run].update(rating.left_faults)
        faults[pair.right_run].update(rating.right_faults)
    raters = Counter(rating.rater for _, rating in rated)
    return Tally(
        pairs=pairs,
        rated=len(labels),
        raters=dict(sorted(raters.items())),
        better=dict(better),
        faults={run: dict(counts) for run, counts in faults.items()},
        cohen=_cohen(sorted(raters), list(labels.values())),
        fleiss=fleiss_kappa([list(each.values()) for each in labels.values()]),
    )


def export_ratings(rated: Sequence[tuple[Pair, Rating]]) -> str:
    """The ratings as a CSV table for office programs, now with the runs' names: `better` is a run or "equal"."""
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(("question", "text", "rater", "better", "left", "right", "left_faults", "right_faults", "comment"))
    for pair, rating in rated:
        table.writerow(
            map(
                _cell,
                (
                    *(pair.question_id, pair.question, rating.rater, _run_of(pair, rating.better), pair.left_run, pair.right_run),
                    *(" ".join(rating.left_faults), " ".join(rating.right_faults), rating.comment),
                ),
            )
        )
    return text.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _cohen(raters: Sequence[str], labels: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], float | None]:
    found: dict[tuple[str, str], float | None] = {}
    for at, one in enumerate(raters):
        for other in raters[at + 1 :]:
            both = [(each[one], each[other]) for each in labels if one in each and other in each]
            found[one, other] = cohen_kappa([pair[0] for pair in both], [pair[1] for pair in both])
    return found


def _run_of(pair: Pair, better: Better) -> str:
    return {"left": pair.left_run, "right": pair.right_run, "equal": "equal"}[better]


def _pair_row(pair: Pair) -> dict[str, Any]:
    return {
        "id": pair.id,
        "created": datetime.now(UTC).replace(tzinfo=None),
        "comparison": pair.comparison,
        "question_id": pair.question_id,
        "question": pair.question,
        "left": {"text": pair.left.text, "citations": pair.left.citations},
        "right": {"text": pair.right.text, "citations": pair.right.citations},
        "left_run": pair.left_run,
        "right_run": pair.right_run,
    }


def _rating_row(rating: Rating) -> dict[str, Any]:
    return {
        "pair_id": rating.pair,
        "rater": rating.rater,
        "better": rating.better,
        "left_faults": list(rating.left_faults),
        "right_faults": list(rating.right_faults),
        "comment": rating.comment,
        "created": datetime.now(UTC).replace(tzinfo=None),
    }


def _as_pair(row: Row[Any]) -> Pair:
    left, right = _as_shown(row.left), _as_shown(row.right)
    return Pair(row.id, row.comparison, row.question_id, row.question, left, right, row.left_run, row.right_run)


def _as_shown(stored: Mapping[str, Any]) -> Shown:
    return Shown(stored["text"], tuple((number, place, quote) for number, place, quote in stored["citations"]))


def _as_rating(row: Row[Any]) -> Rating:
    return Rating(row.pair_id, row.rater, row.better, tuple(row.left_faults), tuple(row.right_faults), row.comment)
