"""Reads the folders that `python -m eval` leaves of a run, for pages. Knows no way to measure, and trusts no folder.

What is not there is shown as missing: a folder may be broken, unfinished, made by another version, or no run at all.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from assistant.conversation import Exchange
from ingest.errors import AktenlotseError
from ingest.settings import Settings

State = Literal["whole", "unfinished", "faulty"]
_ABOUT = ("run.json", "begun.json")
"""What tells of a run: the first once it has ended."""
_ROUNDED = 1e-3
"""Runs round their figures."""
_FINITE = ConfigDict(allow_inf_nan=False)
"""What is no number cannot be shown as one."""


class UnknownRun(AktenlotseError):
    """There is no run of this name that can be read, or no such question in it; takes `run`."""

    code = "unknown_run"


@with_config(_FINITE)
@dataclass(frozen=True, slots=True)
class About:
    """What a run says about itself; an unfinished one has no figures."""

    kind: str
    set: str
    started: datetime
    seconds: float | None = None
    figures: dict[str, float | int | None | dict[str, int]] = field(default_factory=dict)
    circumstances: dict[str, Any] = field(default_factory=dict)
    megabytes: int | None = None


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A folder with a run; `name` is its path below the folder of all runs. Without `about` it cannot be read."""

    name: str
    path: Path
    state: State
    about: About | None


@dataclass(frozen=True, slots=True)
class Marked:
    """Where the set marks the answer."""

    document: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with what the set knows of its answer."""

    id: str
    text: str
    history: tuple[Exchange, ...] = ()
    as_of: date | None = None
    category: str | None = None
    difficulty: str | None = None
    relevant: dict[str, int] = field(default_factory=dict)
    spans: tuple[Marked, ...] = ()
    facts: tuple[str, ...] | None = None
    reference: str | None = None
    answerable: bool = True


@with_config(_FINITE)
@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, best first, with its share of each search."""

    document: str
    score: float
    scores: dict[str, float] = field(default_factory=dict)
    place: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation and the words that it quotes."""

    number: int
    document: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence of an answer with its verdict, and why."""

    text: str
    citations: tuple[int, ...] = ()
    verdict: str = "unchecked"
    reason: str = ""


@with_config(_FINITE)
@dataclass(frozen=True, slots=True)
class Given:
    """What was answered."""

    text: str
    outcome: str
    understood: str = ""
    confidence: float | None = None
    model: str = ""
    trouble: str | None = None
    sentences: tuple[Judged, ...] = ()
    citations: tuple[Cited, ...] = ()


@with_config(_FINITE)
@dataclass(frozen=True, slots=True)
class Measured:
    """A question of a run, and what came of it; `failure` is its class as the run's table has it, empty if it has none."""

    question: Gold
    found: tuple[Found, ...] = ()
    given: Given | None = None
    values: dict[str, float | None] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failure: str = ""


_ABOUTS, _MEASURED = TypeAdapter(About), TypeAdapter(Measured)


def runs_folder(settings: Settings) -> Path:
    """Where `python -m eval` leaves its runs and the pages look for them."""
    return settings.home / "runs"


def list_runs(below: Path) -> list[RunFolder]:
    """All runs in folders of `below` or one folder deeper, the newest first; what cannot be read comes last."""
    runs = [_read_about(folder, below) for folder in sorted(_folders(below))]
    return sorted(runs, key=lambda run: (run.about is not None, run.about.started.timestamp() if run.about else 0.0), reverse=True)


def find_run(below: Path, name: str) -> RunFolder:
    """The run of this name. Raises UnknownRun, also for one that cannot be read."""
    folder = below / name
    run = _read_about(folder, below) if folder in _folders(below) else None
    if run is None or run.about is None:
        raise UnknownRun(run=name)
    return run


def read_questions(run: RunFolder) -> tuple[list[Measured], int]:
    """The questions of a run, and how many lines could not be read."""
    classes = _read_classes(run.path / "questions.csv")
    lines = list(_lines(run.path / "questions.jsonl"))
    read = [each for each in map(_read_line, lines) if each]
    return [replace(each, failure=classes.get(each.question.id, "")) for each in read], len(lines) - len(read)


def count_failures(run: RunFolder) -> dict[str, int]:
    """How many questions ended in each class, as the run's table says; empty if there is none."""
    return dict(Counter(_read_classes(run.path / "questions.csv").values()))


def mean_figures(about: About, questions: Sequence[Measured]) -> dict[str, list[float]]:
    """The figures of a run that are means over its questions, with the questions' values."""
    values = {name: [each.values.get(name) for each in questions] for name in about.figures}
    known = {name: [value for value in each if value is not None] for name, each in values.items()}
    return {name: each for name, each in known.items() if each and _is_mean(about.figures[name], each)}


def _is_mean(figure: object, values: Sequence[float]) -> bool:
    return isinstance(figure, int | float) and abs(sum(values) / len(values) - figure) < _ROUNDED


def _folders(below: Path) -> set[Path]:
    return {path.parent for depth in ("*", "*/*") for name in _ABOUT for path in below.glob(f"{depth}/{name}")}


def _read_about(folder: Path, below: Path) -> RunFolder:
    name = folder.relative_to(below).as_posix()
    ended = (folder / "run.json").exists()
    try:
        about = _ABOUTS.validate_json((folder / _ABOUT[not ended]).read_bytes())
    except (OSError, ValidationError):
        return RunFolder(name, folder, "faulty", None)
    return RunFolder(name, folder, "whole" if ended else "unfinished", about)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as lines:
            yield from (line for line in lines if line.strip())
    except OSError:
        return


def _read_line(line: bytes) -> Measured | None:
    try:
        return _MEASURED.validate_json(line)
    except ValidationError:
        return None


def _read_classes(path: Path) -> dict[str, str]:
    """The class of each question: the run decided it, nobody decides it again."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter=";")
            return {row["id"]: row["class"] for row in rows if row.get("id") and row.get("class")}
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
