"""A run as a folder that a kill cannot harm.

`begun.json` has the circumstances, `questions.jsonl` a question a line, written as it is answered, `run.json` the figures.
`run.json` is written last: a folder without it is a run that did not end, and goes on where it stopped when the same
questions are asked again under the same circumstances on the same day. Knows no way to ask and no measure.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from glob import escape
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from eval.figures import Figures
from eval.results import Asked, Kind


class FaultyRun(ValueError):
    """A run is missing, not whole or in use; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that a figure may depend on, as texts and SHA-256 digests; `commit` ends with "+" if files were changed since."""

    settings: dict[str, str | int | float | bool | None]
    versions: dict[str, str]
    prompts: dict[str, str]
    corpus: str
    titled: bool
    passages: int
    embedder: str
    commit: str | None
    machine: dict[str, str]
    questions: str = ""
    code: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known of a run before its first question; `started` is local time."""

    kind: Kind
    set: str
    started: datetime
    circumstances: Circumstances

    @property
    def identity(self) -> str:
        """Runs that may be one: the same questions, circumstances and day. The commit does not count, the code does."""
        about = asdict(replace(self.circumstances, commit=None))
        return hashlib.sha256(json.dumps([self.kind, self.set, str(self.started.date()), about]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run of one set; `seconds` is the asking alone, `megabytes` the most memory the process had."""

    kind: Kind
    set: str
    started: datetime
    seconds: float
    figures: Figures
    circumstances: Circumstances
    asked: tuple[Asked, ...] = ()
    megabytes: int = 0


_BEGUN, _RUNS, _QUESTIONS = TypeAdapter(Begun), TypeAdapter(Run), TypeAdapter(Asked)


@dataclass(slots=True)
class OpenRun:
    """A run that is being made: what it has already, and a place for more. Nobody else can write to it meanwhile."""

    folder: Path
    begun: Begun
    asked: list[Asked]
    _lines: BinaryIO

    def write(self, asked: Asked) -> None:
        """Add a question; when this returns it is on the disk."""
        self._lines.write(json.dumps(asdict(asked), ensure_ascii=False, default=str).encode() + b"\n")
        self._lines.flush()
        os.fsync(self._lines.fileno())
        self.asked.append(asked)


@contextmanager
def open_run(begun: Begun, folder: Path) -> Iterator[OpenRun]:
    """The run in `folder` if it did not end and `begun` repeats it, else a new one in its place. Raises FaultyRun."""
    opened = _resume(folder, begun) or _start(folder, begun)
    with opened._lines:
        yield opened


def folder_for(begun: Begun, below: Path) -> Path:
    """The folder in `below` of the run that did not end and that `begun` repeats; if there is none, a new one."""
    unfinished = (each for each in _repeated(begun, below) if not (each / "run.json").exists())
    return next(unfinished, below / f"{begun.started:%Y%m%d-%H%M%S-%f}-{begun.kind}-{begun.set}")


def find_finished(begun: Begun, below: Path) -> Path | None:
    """The newest finished run in a folder of `below` that `begun` would repeat."""
    return next((each for each in _repeated(begun, below) if (each / "run.json").exists()), None)


def _repeated(begun: Begun, below: Path) -> Iterator[Path]:
    """The folders of runs that are, or may become, the one that has begun; the newest first."""
    return (each for each in sorted(below.glob(f"*-{begun.kind}-{escape(begun.set)}"), reverse=True) if _repeats(begun, each))


def _repeats(begun: Begun, folder: Path) -> bool:
    """Whether the run in `folder` is, or may become, the one that has begun."""
    try:
        return _BEGUN.validate_json((folder / "begun.json").read_bytes()).identity == begun.identity
    except (FileNotFoundError, ValidationError):
        return False


def _resume(folder: Path, begun: Begun) -> OpenRun | None:
    if (folder / "run.json").exists() or not _repeats(begun, folder):
        return None
    lines = (folder / "questions.jsonl").open("a+b")
    if not _locked(lines):
        lines.close()
        return None
    known = _BEGUN.validate_json((folder / "begun.json").read_bytes())
    return OpenRun(folder, known, _whole_lines(lines), lines)


def _whole_lines(lines: BinaryIO) -> list[Asked]:
    """The questions up to the first line that is not whole; the rest is cut off."""
    lines.seek(0)
    asked: list[Asked] = []
    end = 0
    for line in lines:
        if not line.endswith(b"\n"):
            break
        try:
            asked.append(_QUESTIONS.validate_json(line))
        except ValidationError:
            break
        end += len(line)
    lines.truncate(end)
    lines.seek(end)
    return asked


def _start(folder: Path, begun: Begun) -> OpenRun:
    folder.mkdir(parents=True, exist_ok=True)
    lines = (folder / "questions.jsonl").open("a+b")
    if not _locked(lines):
        lines.close()
        raise FaultyRun(f"Another process is writing a run into {folder}.")
    (folder / "run.json").unlink(missing_ok=True)
    lines.truncate(0)
    _write_whole(folder / "begun.json", asdict(begun))
    return OpenRun(folder, begun, [], lines)


def _locked(lines: BinaryIO) -> bool:
    """Whether this process may write; the lock ends with the file or the process."""
    try:
        fcntl.flock(lines, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def finish(folder: Path, run: Run) -> None:
    """Write everything but the questions; the run is whole from now on."""
    about = asdict(replace(run, asked=()))
    del about["asked"]
    _write_whole(folder / "run.json", about)


def _write_whole(path: Path, about: dict[str, object]) -> None:
    """Write a file that is there as a whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(about, file, ensure_ascii=False, indent=2, default=str)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


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
