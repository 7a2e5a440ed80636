"""Questions of runs as they might have come out, without asking anybody. Knows no test."""

from datetime import UTC, datetime

from assistant.conversation import Outcome
from eval.figures import compute_figures
from eval.gold import GoldQuestion
from eval.results import Asked, Found, Given, Kind
from eval.runs import Circumstances, Run


def question(identity: str, answerable: bool = True) -> GoldQuestion:
    """A question whose right document is called "right"."""
    return GoldQuestion(
        id=identity,
        text=f"Frage {identity}?",
        standalone=f"Frage {identity}?",
        history=(),
        as_of=None,
        category=None,
        relevant={"right": 1} if answerable else {},
        spans=(),
        facts=("42",) if answerable else None,
        reference=None,
        answerable=answerable,
    )


def given(outcome: Outcome | str, confidence: float = 0.0) -> Given:
    """An answer of that outcome."""
    return Given("Text", outcome, "Frage?", confidence, "quoting", None, (), ())


def answered(identity: str, all_facts: float, found: str = "right", outcome: Outcome | str = "answered") -> Asked:
    """An answerable question with what became of it."""
    values: dict[str, float | None] = {
        "all_facts": all_facts,
        "answerable_refused": float(outcome != "answered"),
        "unanswerable_answered": None,
        "words": 10.0,
        "words_beside": 20.0,
    }
    return Asked(question(identity), (Found(found, 0, 5, 0.5, {}),), given(outcome), values, {"whole": 1.0})


def unanswerable(identity: str, outcome: Outcome | str, score: float = 0.1) -> Asked:
    """A question that the documents do not answer."""
    values: dict[str, float | None] = {
        "unanswerable_answered": float(outcome == "answered"),
        "words": None,
        "words_beside": None,
    }
    found = (Found("wrong", 0, 5, score, {}),)
    return Asked(question(identity, answerable=False), found, given(outcome), values, {"whole": 2.0})


def run_of(*asked: Asked, kind: Kind = "answers") -> Run:
    """A run of these questions."""
    circumstances = Circumstances({}, {}, {}, "", True, 1, "static", None, {})
    return Run(kind, "made-up", datetime(2026, 1, 1, tzinfo=UTC), 1.0, compute_figures(kind, asked), circumstances, asked)
