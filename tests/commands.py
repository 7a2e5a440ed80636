"""Runs the product's own commands as processes of their own, as a person would. Knows no single command."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

_CHECKOUT = Path(__file__).parents[1]


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a process whose library lies in `home`."""
    return os.environ | {"AKTENLOTSE_HOME": str(home), "COLUMNS": "100", "TERM": "dumb"} | settings


def run(home: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """`python -m ARGUMENTS`, when it has ended."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        env=environment(home, **settings),
        cwd=_CHECKOUT,
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def run_json(home: Path, *arguments: str, **settings: str) -> dict[str, Any]:
    """The one JSON object on the standard output of `python -m ARGUMENTS`."""
    ended = run(home, *arguments, **settings)
    assert ended.stdout.count("\n") == 1, ended
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


@contextmanager
def running(home: Path, *arguments: str, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    """`python -m ARGUMENTS` while it runs; it is killed at the end, with all that it has started."""
    with subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=environment(home, **settings),
        cwd=_CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            kill(process)


def kill(process: "subprocess.Popen[str]") -> None:
    """Kill a process and all that it has started, at once and without warning."""
    if process.poll() is None:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.kill()
    process.wait()


def children(process: "subprocess.Popen[str]", command: str) -> list[psutil.Process]:
    """The processes that `process` has started and whose command line has `command`."""
    return [child for child in psutil.Process(process.pid).children(recursive=True) if command in " ".join(child.cmdline())]


def announced_url(process: "subprocess.Popen[str]", within: float = 60) -> str:
    """The URL that a starting server prints."""
    assert process.stdout
    end = time.monotonic() + within
    seen = ""
    for line in process.stdout:
        seen += line
        if "http://127.0.0.1" in line:
            return "http://127.0.0.1" + line.partition("http://127.0.0.1")[2].split("/")[0]
        assert time.monotonic() < end, seen
    raise AssertionError(seen)
