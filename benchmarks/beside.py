"""Whether the server keeps answering while it takes in files: `python -m benchmarks.beside HOME QUESTIONS FOLDER [--seconds 60]`.

A server is started over HOME, and the lines of QUESTIONS are asked one after the other: first for so many seconds with nothing
beside, then until its worker has taken in all of FOLDER. Prints the time to the whole answer in milliseconds (p50, p95) of both,
and how much longer the second takes. HOME grows: give it a copy.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path

import httpx2
import numpy as np

from benchmarks.keeping import keep
from benchmarks.load import PERSON, served

_PAUSE = 0.2
_LEAST = 20
"""Questions asked at least, the first ones of which only warm the server up."""


def main(options: argparse.Namespace) -> None:
    """Measure and print."""
    questions = cycle([line for line in options.questions.read_text(encoding="utf-8").splitlines() if line.strip()])
    with served(options.home, options.port) as (_, address), httpx2.Client(base_url=address, timeout=60, trust_env=False) as client:
        list(times(client, questions, for_seconds(0)))
        alone = list(times(client, questions, for_seconds(options.seconds)))
        command = [sys.executable, "-m", "ingest", "add", str(options.folder), "--json"]
        environment = os.environ | {"AKTENLOTSE_HOME": str(options.home)}
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as adding:
            beside = list(times(client, questions, lambda: adding.poll() is not None))
    figures = {"alone": percentiles(alone), "beside": percentiles(beside)}
    ratio = round(figures["beside"]["p95"] / figures["alone"]["p95"], 2)
    for name, known in figures.items():
        print("{0:7} {questions} questions   p50 {p50} ms   p95 {p95} ms".format(name, **known))
    print(f"p95 beside is {ratio} of that alone")
    keep("beside", figures | {"ratio": ratio})


def for_seconds(seconds: float) -> Callable[[], bool]:
    """Whether so many seconds are over."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def times(client: httpx2.Client, questions: Iterator[str], ended: Callable[[], bool]) -> Iterator[float]:
    """Seconds of each answer, until it has `ended`."""
    asked = 0
    while asked < _LEAST or not ended():
        started = time.monotonic()
        headers = PERSON | {"Accept": "application/json", "X-Remote-User": f"person-{asked}"}
        client.post("/api/chat", json={"question": next(questions)}, headers=headers).raise_for_status()
        yield time.monotonic() - started
        asked += 1
        time.sleep(_PAUSE)


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """How many they are, and p50 and p95 in milliseconds."""
    p50, p95 = (round(1000 * float(np.percentile(seconds, part)), 1) for part in (50, 95))
    return {"questions": len(seconds), "p50": p50, "p95": p95}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--port", type=int, default=0)
    main(parser.parse_args())
