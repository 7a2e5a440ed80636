"""Routes for blind ratings of two runs' answers. Which run an answer comes from is told by the exported table alone."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant import ratings
from assistant.ratings import Better, Fault, Pair, Rating, Shown
from assistant.web.context import Context, In
from assistant.web.identity import AsEvaluator, AtGate, Evaluator
from assistant.web.shapes import without_controls

router = APIRouter(prefix="/api/ratings", tags=["ratings"], dependencies=[AsEvaluator])

Comparison = Annotated[str, Query(max_length=500)]
Rater = Annotated[str, Field(min_length=1, max_length=50), AfterValidator(without_controls)]
_FAULTS = 8


class RatingRequest(BaseModel):
    """What a rater says of a pair; the rater goes by a pseudonym."""

    model_config = ConfigDict(extra="forbid")

    pair: Annotated[str, Field(max_length=64)]
    rater: Rater
    better: Better
    left_faults: Annotated[list[Fault], Field(max_length=_FAULTS)] = []
    right_faults: Annotated[list[Fault], Field(max_length=_FAULTS)] = []
    comment: Annotated[str, Field(max_length=2000)] = ""


@router.get("")
def comparisons(context: In) -> dict[str, Any]:
    """The comparisons, with how far they are rated, by whom, and how far the raters agree."""
    return {"comparisons": [_summary(context, name) for name in ratings.list_comparisons(context.library.engine)]}


@router.get("/next")
def next_pair(comparison: Comparison, rater: Annotated[Rater, Query()], context: In) -> dict[str, Any]:
    """A pair that this rater has not rated, in an order of the rater's own; null when all are rated."""
    engine = context.library.engine
    pair = ratings.next_pair(engine, comparison, rater)
    rated = sum(rating.rater == rater for _, rating in ratings.read_ratings(engine, comparison))
    return {"pair": _pair_json(pair) if pair else None, "rated": rated, "pairs": ratings.count_pairs(engine, comparison)}


@router.put("", status_code=204)
def rate(request: RatingRequest, context: In) -> Response:
    """Store a rating, in place of the same rater's former one."""
    rating = Rating(
        request.pair,
        request.rater,
        request.better,
        tuple(dict.fromkeys(request.left_faults)),
        tuple(dict.fromkeys(request.right_faults)),
        request.comment.strip(),
    )
    ratings.store_rating(context.library.engine, rating)
    return Response(status_code=204)


@router.get("/export", response_class=Response)
def export(comparison: Comparison, asker: Evaluator, gate: AtGate, context: In) -> Response:
    """All ratings of a comparison as a CSV table, with the names of the runs."""
    gate.journal.note(asker.person.id, "ratings.export", comparison)
    table = ratings.export_ratings(ratings.read_ratings(context.library.engine, comparison))
    return Response(table.encode(), media_type="text/csv; charset=utf-8")


def _summary(context: Context, name: str) -> dict[str, Any]:
    """What may be known while others still rate: not which run is better."""
    engine = context.library.engine
    tally = ratings.tally(ratings.read_ratings(engine, name), ratings.count_pairs(engine, name))
    return {
        "name": name,
        "pairs": tally.pairs,
        "rated": tally.rated,
        "raters": tally.raters,
        "fleiss": tally.fleiss,
        "cohen": [{"raters": list(raters), "kappa": kappa} for raters, kappa in tally.cohen.items()],
    }


def _pair_json(pair: Pair) -> dict[str, Any]:
    return {"id": pair.id, "question": pair.question, "left": _shown_json(pair.left), "right": _shown_json(pair.right)}


def _shown_json(shown: Shown) -> dict[str, Any]:
    citations = [{"number": number, "place": place, "quote": quote} for number, place, quote in shown.citations]
    return {"text": shown.text, "citations": citations}
