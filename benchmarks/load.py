"""Many people asking at once: `python benchmarks/load.py HOME QUESTIONS [--people 200] [--minutes 10] [--uploads]`.

HOME has the library that is multiplied to so many `--passages` (100,000) in a folder beside it, once. A server is started over it
as an operator does behind a proxy that signs people in; people come within the first minute (`--coming`), then each asks one
question each five seconds. Prints errors, the time to the whole answer (p50, p95, p99 in milliseconds), the same while they came,
when the server knew no word yet, and its memory at each tenth of the run. With `--uploads` a file is uploaded each second beside.
"""

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
import psutil

from benchmarks.keeping import keep
from benchmarks.multiplying import fill
from ingest.library import open_library
from ingest.settings import Settings

_EACH = 5.0
"""Seconds between two questions of a person."""
_PATIENCE = 30.0
_UPLOAD_EACH = 1.0
_EDITORS = "redaktion"
PERSON = {"X-Remote-User": "person", "Sec-Fetch-Site": "same-origin"}
"""What a proxy adds to the requests of a person's browser, and the browser itself."""
_EDITOR = PERSON | {"X-Remote-Groups": _EDITORS}


@dataclass
class Tally:
    """What has been seen so far: seconds of each answer, and of those while people came; what went wrong how often; megabytes of
    the server over time."""

    seconds: list[float] = field(default_factory=list)
    coming: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    uploads: int = 0


def main(options: argparse.Namespace) -> None:
    """Measure and print; exit code 1 if anything went wrong."""
    home = _prepare(options.home, options.passages)
    questions = [line for line in options.questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    tally = Tally()
    with served(home, options.port) as (process, address):
        print(f"{options.people} people, one question each {_EACH:g} s, {options.minutes:g} minutes, {options.passages} passages")
        before = sum(process.cpu_times()[:2])
        asyncio.run(_run(options, questions, tally, (process, address)))
        used = sum(process.cpu_times()[:2]) - before
    each = 1000 * used / (len(tally.seconds) + len(tally.coming))
    print(f"processor: {each:.0f} ms a question, {used / 60 / (options.minutes + options.coming):.2f} cores")
    figures = _figures(tally, options) | {"cpu_ms_per_question": round(each, 1)}
    _show(tally, figures)
    keep("load-with-uploads" if options.uploads else "load", figures)
    sys.exit(int(bool(tally.errors)))


def _prepare(home: Path, passages: int) -> Path:
    target = home.with_name(f"{home.name}-{passages}")
    if not target.exists():
        fill(open_library(Settings(home=target)), open_library(Settings(home=home)), passages)
    return target


@contextmanager
def served(home: Path, port: int) -> Iterator[tuple[psutil.Process, str]]:
    """A server over HOME as an operator starts it: its process and its address."""
    settings = {"HOME": str(home), "IDENTITY": "proxy", "PROXY_ADDRESSES": '["127.0.0.1"]'}
    environment = os.environ | {f"AKTENLOTSE_{name}": value for name, value in settings.items()}
    for holder, ability in (("everyone", "read"), (f"group:{_EDITORS}", "edit")):
        subprocess.run([sys.executable, "-m", "assistant", "rights", "grant", holder, ability, "*"], env=environment, check=True)
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        found = next(found for line in server.stdout if (found := re.search(r"http://\S+", line)))
        try:
            yield psutil.Process(server.pid), found[0].rstrip("/")
        finally:
            server.terminate()


async def _run(options: argparse.Namespace, questions: list[str], tally: Tally, server: tuple[psutil.Process, str]) -> None:
    process, address = server
    there = time.monotonic() + 60 * options.coming
    end = there + 60 * options.minutes
    limits = httpx2.Limits(max_connections=options.people + 10)
    asking = httpx2.AsyncClient(base_url=address, timeout=_PATIENCE, trust_env=False, limits=limits)
    async with asking as client, asyncio.TaskGroup() as group:
        for number in range(options.people):
            comes = random.uniform(0, max(_EACH, 60 * options.coming))
            group.create_task(_person(client, f"person-{number}", questions, (comes, there, end), tally))
        group.create_task(_watch(process, there, end, tally))
        if options.uploads:
            group.create_task(_editor(client, end, tally))


async def _person(
    client: httpx2.AsyncClient, name: str, questions: list[str], times: tuple[float, float, float], tally: Tally
) -> None:
    """`times`: seconds until this person comes; when all are there; when all go."""
    headers = PERSON | {"Accept": "application/json", "X-Remote-User": name}
    comes, there, end = times
    await asyncio.sleep(comes)
    while (started := time.monotonic()) < end:
        try:
            asked = {"question": random.choice(questions)}
            response = await client.post("/api/chat", json=asked, headers=headers)
            outcome = "" if response.is_success else f"HTTP {response.status_code}"
        except httpx2.HTTPError as error:
            outcome = type(error).__name__
        (tally.seconds if started >= there else tally.coming).append(time.monotonic() - started)
        if outcome:
            tally.errors[outcome] += 1
        await asyncio.sleep(max(0.0, started + _EACH - time.monotonic()))


async def _editor(client: httpx2.AsyncClient, end: float, tally: Tally) -> None:
    while time.monotonic() < end:
        text = "\n\n".join(f"## § {number}\n\nDie Frist {random.random()} gilt im Fall {number}." for number in range(40))
        files = {"file": (f"last-{tally.uploads}.md", f"# Dienstanweisung {tally.uploads}\n\n{text}")}
        response = await client.post("/api/documents", files=files, headers=_EDITOR)
        if response.status_code != 202:
            tally.errors[f"upload HTTP {response.status_code}"] += 1
        tally.uploads += 1
        await asyncio.sleep(_UPLOAD_EACH)


async def _watch(process: psutil.Process, there: float, end: float, tally: Tally) -> None:
    await asyncio.sleep(there - time.monotonic())
    while time.monotonic() < end:
        tally.memory.append(process.memory_info().rss / 2**20)
        await asyncio.sleep(1)


def _figures(tally: Tally, options: argparse.Namespace) -> dict[str, Any]:
    """Times in milliseconds, memory in megabytes at each tenth of the run."""
    p50, p95, p99 = (round(1000 * float(np.percentile(tally.seconds, part))) for part in (50, 95, 99))
    tenths = [round(float(np.median(part))) for part in np.array_split(np.array(tally.memory), 10) if len(part)]
    asked = {"people": options.people, "minutes": options.minutes, "passages": options.passages, "uploads": tally.uploads}
    return asked | {
        "questions": len(tally.seconds),
        "per_second": round(len(tally.seconds) / options.minutes / 60, 1),
        "errors": sum(tally.errors.values()),
        "p50": p50,
        "p95": p95,
        "p99": p99,
        "p95_coming": round(1000 * float(np.percentile(tally.coming or [0], 95))),
        "memory": tenths,
    }


def _show(tally: Tally, figures: dict[str, Any]) -> None:
    print("{questions} questions, {per_second} a second, {errors} errors, {uploads} files uploaded beside".format(**figures))
    for name, count in tally.errors.items():
        print(f"  {name}: {count}")
    print("whole answer: p50 {p50} ms   p95 {p95} ms   p99 {p99} ms".format(**figures))
    print("while people came: p95 {p95_coming} ms".format(**figures))
    print("memory (MB):", *figures["memory"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--coming", type=float, default=1, help="minutes within which all people come")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--uploads", action="store_true")
    main(parser.parse_args())
