"""Folders of runs as `python -m eval` leaves them, and pairs of answers to rate. Knows no page."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.conversation import Sentence
from assistant.ratings import Shown, make_pair, store_pairs
from eval.exporting import write_table
from eval.results import Asked, Cited, Found
from eval.runs import Begun, finish, open_run
from ingest.library import Library
from tests.eval.made_up import answered, run_of, unanswerable

COMPARISON = "alt / neu"


def explained(identity: str, all_facts: float) -> Asked:
    """A question with a sentence that is judged, a citation, and a hit of two searches."""
    asked = answered(identity, all_facts)
    assert asked.given
    given = replace(
        asked.given,
        text="Die Frist beträgt drei Wochen [1].",
        confidence=0.4,
        sentences=(Sentence("Die Frist beträgt drei Wochen.", (1,), "unsupported", "period"),),
        citations=(Cited(1, "right", 1, 0, 9, "vier Wochen"),),
    )
    found = Found("right", 0, 9, 0.7, {"words": 0.5, "vector": 0.2}, "Fristen › § 2", "Es gelten vier Wochen.")
    return replace(asked, given=given, found=(found,))


def lay_run(home: Path, name: str, asked: Sequence[Asked], day: int = 1) -> None:
    """A finished run in the folder that the pages show, begun on that day."""
    run = run_of(*asked)
    run = replace(run, started=run.started.replace(day=day))
    with open_run(Begun(run.kind, run.set, run.started, run.circumstances), home / "runs" / name) as opened:
        for each in asked:
            opened.write(each)
    write_table(run, opened.folder)
    finish(opened.folder, run)


def lay_two_runs(home: Path) -> None:
    """Two runs over the same 22 questions; the second names what the first left out, but in one."""
    names = [f"f{number}" for number in range(20)]
    right = [answered(name, all_facts=1) for name in names]
    wrong = [answered(name, all_facts=0) for name in names]
    lay_run(home, "alt", [*wrong, explained("erklärt", 1), unanswerable("offen", "answered")])
    lay_run(home, "neu", [*right, explained("erklärt", 0), unanswerable("offen", "answered")], day=2)


def lay_pairs(library: Library, number: int) -> None:
    """Pairs of answers to rate."""
    first, second = Shown("Es sind 30 Cent [1].", ((1, "Reisekosten, § 4", "30 Cent"),)), Shown("Es sind 20 Cent.")
    questions = [(f"q{each}", f"Wie viel gibt es im Fall {each}?") for each in range(number)]
    store_pairs(library.engine, [make_pair(COMPARISON, question, ("alt", first), ("neu", second)) for question in questions])
