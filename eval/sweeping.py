"""Sweeps: a table of settings to try, each measured on the same sets, as one ranking.

    sets = ["landesamt"]
    kind = "answers"
    by = "all_facts"              # the figure that ranks
    [settings]                    # for all attempts
    floor = 0.05
    [attempts]                    # by name; the first one is what the others are compared with
    shipped = {}
    fewer = { passages = 4 }
    [grid]                        # each attempt with each combination of these
    embedder_weight = [0.0, 0.25]

Attempts that differ in nothing a library depends on share it, so that nothing is embedded twice. Knows no screen.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from assistant.differences import LOWER_IS_BETTER, holm, interval, randomisation_p
from eval.gold import FaultySet
from eval.measuring import Watch, measure_once, watch_nothing
from eval.metrics.summaries import percentile
from eval.options import change_settings
from eval.results import Asked, Kind
from eval.sets import read_set

_OWN = Path(__file__).parent / "sweeps"
Value = str | int | float | bool


class FaultySweep(FaultySet):
    """A sweep cannot be read; the text says which and why."""


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Sweep:
    """What is tried on which sets."""

    sets: tuple[str, ...]
    attempts: dict[str, dict[str, Value]]
    kind: Kind = "answers"
    by: str = "all_facts"
    settings: dict[str, Value] = field(default_factory=dict)
    grid: dict[str, list[Value]] = field(default_factory=dict)

    def every(self) -> Iterator[tuple[str, dict[str, Value]]]:
        """Each attempt with its name and all its settings."""
        for name, changes in self.attempts.items():
            for values in product(*self.grid.values()):
                drawn = dict(zip(self.grid, values, strict=True))
                named = ", ".join((name, *(f"{key}={value}" for key, value in drawn.items())))
                yield named, {**self.settings, **drawn, **changes}


@dataclass(frozen=True, slots=True)
class Gain:
    """How much better an attempt is than the first, from `low` to `high` (95 %); `p` is corrected for the number of attempts."""

    mean: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """A line of the ranking: the figure over all questions that have it, and its interval (95 %).

    `gain` is None for the first attempt. `words` and `seconds` are medians of whole answers.
    """

    name: str
    value: float
    low: float
    high: float
    gain: Gain | None
    words: float | None
    seconds: float | None
    questions: int


def read_sweep(name: str) -> Sweep:
    """The sweep in the file `name`, or the one of that name in `eval/sweeps`. Raises FaultySweep."""
    path = next((each for each in (Path(name), _OWN / f"{name}.toml") if each.is_file()), None)
    if path is None:
        raise FaultySweep(f"{name} is no file, and none of {', '.join(sorted(each.stem for each in _OWN.glob('*.toml')))}.")
    try:
        return TypeAdapter(Sweep).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise FaultySweep(f"{path} is no sweep: {error}") from error


def run_sweep(sweep: Sweep, watch: Watch = watch_nothing) -> list[Attempt]:
    """The attempts, best first. Raises FaultySweep if no question has the figure."""
    golds = [read_set(name) for name in sweep.sets]
    settings = {name: change_settings([f"{key}={value}" for key, value in changes.items()]) for name, changes in sweep.every()}
    asked: dict[str, list[Asked]] = {}
    for name, each in settings.items():
        runs = [measure_once(sweep.kind, gold, each, _named(name, watch))[1] for gold in golds]
        asked[name] = [question for run in runs for question in run.asked]
    return rank(asked, sweep.by)


def rank(asked: dict[str, list[Asked]], by: str) -> list[Attempt]:
    """The attempts by the figure `by`, best first; all were asked the same questions. Raises FaultySweep."""
    first = next(iter(asked.values()))
    attempts = [_attempt(name, each, first, by) for name, each in asked.items()]
    tried = [(attempt, attempt.gain) for attempt in attempts if attempt.gain]
    corrected = holm([gain.p for _, gain in tried])
    gained = [replace(attempt, gain=replace(gain, p=p)) for (attempt, gain), p in zip(tried, corrected, strict=True)]
    return sorted([attempts[0], *gained], key=lambda attempt: attempt.value * _sign(by), reverse=True)


def _attempt(name: str, asked: Sequence[Asked], first: Sequence[Asked], by: str) -> Attempt:
    pairs = [(before.values.get(by), after.values.get(by)) for before, after in zip(first, asked, strict=True)]
    known = [(before, after) for before, after in pairs if before is not None and after is not None]
    if not known:
        raise FaultySweep(f"No question has a value of {by} in both the first attempt and {name}.")
    values = [after for _, after in known]
    low, high = interval(values)
    return Attempt(
        name=name,
        value=sum(values) / len(values),
        low=low,
        high=high,
        gain=None if asked is first else _gain([_sign(by) * (after - before) for before, after in known]),
        words=percentile((each.values.get("words") for each in asked), 50),
        seconds=percentile((each.seconds.get("whole") for each in asked), 50),
        questions=len(known),
    )


def _gain(gains: Sequence[float]) -> Gain:
    low, high = interval(gains)
    return Gain(sum(gains) / len(gains), low, high, randomisation_p(gains))


def _sign(by: str) -> int:
    return -1 if by in LOWER_IS_BETTER else 1


def _named(name: str, watch: Watch) -> Watch:
    return lambda what, done, total: watch(f"{name}: {what}", done, total)
