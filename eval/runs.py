"""A run as a folder: `questions.jsonl`, a question a line as it is answered, and `run.json` with everything else.

`run.json` is written last: a folder without `run.json` is a run that did not end. Knows no way to ask and no measure.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.figures import Figures
from eval.results import Asked, Kind

FOLDER = Path(__file__).parent / ".runs"
"""Where runs go unless told otherwise."""


class FaultyRun(ValueError):
    """A run is missing or not whole; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that a figure may depend on beside the questions; `commit` ends with "+" if files were changed since."""

    settings: dict[str, str | int | float | bool | None]
    versions: dict[str, str]
    prompts: dict[str, str]
    corpus: str
    titled: bool
    passages: int
    embedder: str
    commit: str | None
    machine: dict[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run of one set; `started` is local time, `seconds` the asking alone."""

    kind: Kind
    set: str
    started: datetime
    seconds: float
    figures: Figures
    circumstances: Circumstances
    asked: tuple[Asked, ...] = ()


_RUNS, _QUESTIONS = TypeAdapter(Run), TypeAdapter(Asked)


def new_folder(kind: Kind, name: str, started: datetime) -> Path:
    """The folder of a run that is not told where to go. Git leaves it alone: a set's texts may not be ours to publish."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / ".gitignore").write_text("*\n")
    return FOLDER / f"{started:%Y%m%d-%H%M%S-%f}-{kind}-{name}"


def write_questions(folder: Path, asked: Iterable[Asked]) -> Iterator[Asked]:
    """Pass on each question after it is written, so that an interrupted run leaves what it had."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").unlink(missing_ok=True)
    with (folder / "questions.jsonl").open("w", encoding="utf-8") as lines:
        for each in asked:
            lines.write(json.dumps(asdict(each), ensure_ascii=False, default=str) + "\n")
            lines.flush()
            yield each


def finish(folder: Path, run: Run) -> None:
    """Write everything but the questions; the run is whole from now on."""
    about = asdict(replace(run, asked=()))
    del about["asked"]
    (folder / "run.json").write_text(json.dumps(about, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")


def read_run(folder: Path) -> Run:
    """The run in `folder`. Raises FaultyRun."""
    if not (folder / "run.json").exists():
        raise FaultyRun(f"{folder} has no run.json, so it is no finished run.")
    try:
        run = _RUNS.validate_json((folder / "run.json").read_bytes())
        with (folder / "questions.jsonl").open("rb") as lines:
            return replace(run, asked=tuple(_QUESTIONS.validate_json(line) for line in lines))
    except (ValidationError, OSError) as error:
        raise FaultyRun(f"{folder} cannot be read: {str(error).splitlines()[0]}.") from error
