"""Two runs' answers to the same questions, as pairs for blind rating. Knows no page and no database."""

import random
from pathlib import Path

from assistant.ratings import Pair, Shown, make_pair
from eval.results import Asked
from eval.runs import FaultyRun, read_run


def pair_runs(first: Path, second: Path, most: int) -> list[Pair]:
    """At most `most` pairs of answers that differ, drawn the same way each time. Raises FaultyRun."""
    one, other = read_run(first), read_run(second)
    if first.resolve().name == second.resolve().name:
        raise FaultyRun("The runs' folders have the same name; rename one, so that ratings can tell them apart.")
    known = {each.question.id: each for each in other.asked if each.given}
    differing = [(each, known[each.question.id]) for each in one.asked if each.given and each.question.id in known]
    differing = [(each, twin) for each, twin in differing if _shown(each).text != _shown(twin).text]
    comparison = f"{first.resolve().name} / {second.resolve().name}"
    drawn = random.Random(comparison).sample(differing, min(most, len(differing)))
    return [
        make_pair(
            comparison,
            (each.question.id, each.question.text),
            (first.resolve().name, _shown(each)),
            (second.resolve().name, _shown(twin)),
        )
        for each, twin in drawn
    ]


def _shown(asked: Asked) -> Shown:
    given = asked.given
    if given is None:
        return Shown("")
    places = {hit.document: hit.place for hit in reversed(asked.found)}
    return Shown(given.text, tuple((each.number, places.get(each.document, each.document), each.quote) for each in given.citations))
