"""Whether a backup is one: `python -m benchmarks.restoring HOME QUESTIONS [--seconds 30]`.

A server is started over HOME, and the lines of QUESTIONS are asked one after the other: first for so many seconds with nothing
beside, then until a backup has been made. The backup is restored into a fresh folder, and both libraries are asked all questions.
Prints how long each took, how large the backup is, the time to the whole answer in milliseconds (p50, p95), and whether both
libraries give the same answers; exit code 1 if not. HOME changes a little, as people ask: give it a copy.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import httpx2

from assistant.assembly import build_assistant
from assistant.conversation import Answer, Question
from benchmarks.beside import for_seconds, percentiles, times
from benchmarks.keeping import keep
from benchmarks.load import served
from ingest.settings import read_settings


def main(options: argparse.Namespace) -> None:
    """Measure and print."""
    questions = [line for line in options.questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory(dir=options.home.parent) as folder:
        backup, fresh = Path(folder) / "backup", Path(folder) / "home"
        figures = _back_up_while_asking(options, questions, backup)
        size = sum(path.stat().st_size for path in backup.rglob("*") if path.is_file()) / 1e6
        started = time.monotonic()
        _begin(fresh, "restore", str(backup)).wait()
        restored = round(time.monotonic() - started, 1)
        before, after = (_answers(home, questions) for home in (options.home, fresh))
    same = sum(one == other for one, other in zip(before, after, strict=True))
    print(f"restored in {restored} s; {size:.0f} MB; {same} of {len(questions)} answers are the same")
    keep("restoring", figures | {"restored_seconds": restored, "megabytes": round(size), "questions": len(questions), "same": same})
    sys.exit(int(same < len(questions)))


def _back_up_while_asking(options: argparse.Namespace, questions: Sequence[str], backup: Path) -> dict[str, object]:
    asked = cycle(questions)
    with served(options.home, 0) as (_, address), httpx2.Client(base_url=address, timeout=60, trust_env=False) as client:
        list(times(client, asked, for_seconds(0)))
        alone = percentiles(list(times(client, asked, for_seconds(options.seconds))))
        started = time.monotonic()
        with _begin(options.home, "backup", str(backup)) as copying:
            beside = percentiles(list(times(client, asked, lambda: copying.poll() is not None)))
        took = round(time.monotonic() - started, 1)
    print(f"backed up in {took} s")
    for name, known in (("alone", alone), ("beside", beside)):
        print("{0:7} {questions} questions   p50 {p50} ms   p95 {p95} ms".format(name, **known))
    return {"backup_seconds": took, "alone": alone, "beside": beside}


def _begin(home: Path, *command: str) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"AKTENLOTSE_HOME": str(home)}
    return subprocess.Popen([sys.executable, "-m", "ingest", *command], env=environment)


def _answers(home: Path, questions: Sequence[str]) -> list[Answer]:
    """What people see of each answer."""
    assistant = build_assistant(read_settings(home=home, database_url=None))
    events = (list(assistant.answer(Question(question)))[-1] for question in questions)
    return [replace(event, timings={}, hits=(), confidence=0.0) for event in events if isinstance(event, Answer)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--seconds", type=float, default=30)
    main(parser.parse_args())
