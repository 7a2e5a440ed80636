"""A run in sentences for those who decide: what is good, what is not, what it means for use.

Which sentence is true follows from rules in `report/words.de.toml` and from nothing else. Knows no page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assistant.differences import interval
from eval.results import Asked, FailureClass, classify, count_classes
from eval.runs import Run
from eval.wording import share, word, words

GRADES = ("good", "fair", "poor")
_SMALL = 100
_NOTABLE = 0.1
"""Share of the questions from which a class of failure is named."""
_QUICK = 5.0
_BRIEF = 120
"""Words that somebody at work still reads."""
_ALONE, _CHECKED = 0.9, 0.6
_MOST_MISCITED, _LEAST_REFUSED, _LEAST_FOUND = 0.05, 0.7, 0.85


@dataclass(frozen=True, slots=True)
class Summary:
    """Statements by grade, what the run means for use, and what to improve: class of failure, questions, how."""

    statements: dict[str, tuple[str, ...]]
    levers: tuple[tuple[FailureClass, int, str], ...]
    use: tuple[str, ...]


def summarise(run: Run) -> Summary:
    """The sentences of a run."""
    known = _observations(run)
    said: dict[str, list[str]] = {grade: [] for grade in GRADES}
    for rule in words()["statements"]:
        values = known.get(rule["figure"], [])
        if values and run.kind in rule["kinds"]:
            grade = _grade(sum(values) / len(values), rule)
            if grade != "good" or not rule.get("silent_if_good"):
                said[grade].append(_fill(rule["text"], values))
    return Summary({grade: tuple(said[grade]) for grade in GRADES}, _levers(run), tuple(_use(run, known)))


def right_share(asked: Iterable[Asked]) -> list[float]:
    """1 for each question that ended right, 0 for each other that can be judged."""
    return [float(each == "right") for each in map(classify, asked) if each != "unjudged"]


def by_category(asked: Iterable[Asked]) -> dict[str, list[float]]:
    """`right_share` of each category, the most frequent first; without questions that have none."""
    sorted_out: dict[str, list[Asked]] = {}
    for each in asked:
        if each.question.category:
            sorted_out.setdefault(each.question.category, []).append(each)
    return {name: right_share(each) for name, each in sorted(sorted_out.items(), key=lambda row: -len(row[1]))}


def _observations(run: Run) -> dict[str, list[float]]:
    """Ones and zeros for each statement's figure; their mean is its value."""
    if run.kind == "retrieval":
        return {"found": right_share(run.asked)}
    given = [(each, each.given) for each in run.asked if each.given is not None and each.given.outcome != "failed"]
    judged = [each for each in run.asked if each.question.answerable and each.question.relevant]
    seen: dict[str, Iterable[bool]] = {
        "found": (bool({hit.document for hit in each.found} & each.question.relevant.keys()) for each in judged),
        "borne_out": (sentence.verdict == "supported" for _, one in given if not one.refused for sentence in one.sentences),
        "rightly_cited": (_cites_right(each) for each in judged if each.given and each.given.outcome == "answered"),
        "answered": (not one.refused for each, one in given if each.question.answerable),
        "rightly_refused": (one.refused for each, one in given if not each.question.answerable),
        "reliable": (each.given is not None and each.given.trouble is None for each in run.asked),
        "brief": (words <= _BRIEF for each in run.asked if (words := each.values.get("words")) is not None),
        "quick": (each.seconds["whole"] <= _QUICK for each in run.asked),
    }
    return {"right": right_share(run.asked)} | {name: [float(value) for value in values] for name, values in seen.items()}


def _cites_right(asked: Asked) -> bool:
    cited = {each.document for each in asked.given.citations} if asked.given else set()
    return bool(cited & asked.question.relevant.keys())


def _grade(value: float, rule: dict[str, Any]) -> str:
    if value >= rule["good_from"]:
        return "good"
    return "poor" if value < rule["poor_from"] else "fair"


def _fill(text: str, values: list[float]) -> str:
    low, high = interval(values)
    count = int(sum(values))
    return text.format(count=count, of=len(values), share=share(count / len(values)), low=share(low), high=share(high))


def _levers(run: Run) -> tuple[tuple[FailureClass, int, str], ...]:
    """The classes that matter, the earliest on the way from search to answer first: what comes later may follow from it."""
    wrong = {name: count for name, count in count_classes(run.asked).items() if name not in ("right", "unjudged")}
    least = min(_NOTABLE * len(run.asked), max(wrong.values(), default=0))
    return tuple((name, count, word("levers", name)) for name, count in wrong.items() if count >= least)


def _use(run: Run, known: dict[str, list[float]]) -> Iterable[str]:
    means = {name: sum(values) / len(values) for name, values in known.items() if values}
    yield from _use_of_search(means) if run.kind == "retrieval" else _use_of_answers(run, means)
    if len(run.asked) < _SMALL:
        yield word("use", "small").format(questions=len(run.asked))


def _use_of_search(means: dict[str, float]) -> Iterable[str]:
    yield word("use", "found_well" if means.get("found", 0.0) >= _LEAST_FOUND else "found_poorly")


def _use_of_answers(run: Run, means: dict[str, float]) -> Iterable[str]:
    counted, right = count_classes(run.asked), means.get("right", 0.0)
    if counted.get("unchecked"):
        yield word("use", "unchecked")
    elif counted.get("cited_wrongly", 0) > _MOST_MISCITED * len(run.asked):
        yield word("use", "citing")
    else:
        yield word("use", "alone" if right >= _ALONE else "checked" if right >= _CHECKED else "search")
    if means.get("rightly_refused", 1.0) < _LEAST_REFUSED:
        yield word("use", "refusing")
