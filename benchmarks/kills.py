"""Kills server, worker, backup and erasure in random moments, and looks each time whether anything acknowledged was lost.

`python benchmarks/kills.py 200` kills two hundred times. Prints one JSON object; exit code 1 if a library was not sound.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import psutil

TARGETS = ("server", "worker", "backup", "erase")
LONGEST = 2.0
"""Seconds after which a process is killed at the latest."""
PATIENCE = 300.0
"""Seconds that the jobs that were left get to be done."""


def run(home: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    """A command of the product that has ended."""
    return subprocess.run([sys.executable, "-m", *command], env=environment(home), capture_output=True, text=True, check=False)


def documents(home: Path) -> list[dict[str, str]]:
    """The documents of the library, as the command line lists them."""
    listed = run(home, "ingest", "list", "--json")
    assert listed.returncode == 0, listed.stderr
    found: list[dict[str, str]] = json.loads(listed.stdout)["documents"]
    return found


def begin(home: Path, *command: str) -> "subprocess.Popen[str]":
    """A command of the product that has begun."""
    with (home.parent / "stderr.log").open("a") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *command], env=environment(home), stdout=subprocess.PIPE, stderr=log, text=True
        )


def environment(home: Path) -> dict[str, str]:
    """Whoever sits at this machine may do everything."""
    return os.environ | {"AKTENLOTSE_HOME": str(home), "AKTENLOTSE_IDENTITY": "demo"}


@contextmanager
def serving(home: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A server and its address; it is killed at the end with all it has started."""
    process = begin(home, "assistant", "serve", "--port", "0")
    try:
        address = ""
        while process.stdout and not address and (line := process.stdout.readline()):
            address = "".join(re.findall(r"http://\S+[^/\s]", line))
        assert address, f"the server did not start: {(home.parent / 'stderr.log').read_text()[-2000:]}"
        yield process, address
    finally:
        for each in (*psutil.Process(process.pid).children(recursive=True), process) if process.poll() is None else ():
            each.kill()
        process.wait()


@dataclass
class Known:
    """What the server has said: files that it has taken and removed; `uncertain` are those whose removal nobody has confirmed."""

    taken: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    uncertain: set[str] = field(default_factory=set)


def change(client: httpx2.Client, known: Known, number: int) -> None:
    """Upload a file, and remove one now and then."""
    name, text = f"regel-{number}.md", f"# Regel {number}\n\nDie Regel {number} gilt seit {random.random()} und ist zu beachten.\n"
    if client.post("/api/documents", files={"file": (name, text)}).status_code == 202:
        known.taken.add(name)
    there = client.get("/api/documents?limit=50").json()["documents"]
    if number % 5 == 4 and there:
        one = random.choice(there)
        known.uncertain.add(one["file_name"])
        if client.delete(f"/api/documents/{one['id']}").status_code == 202:
            known.removed.add(one["file_name"])


def kill_server(home: Path, of_worker: bool, known: Known, number: int) -> None:
    """Let people change things while the server, or its worker, is killed."""
    with serving(home) as (process, address), httpx2.Client(base_url=address, timeout=30, trust_env=False) as client:
        killed = threading.Event()

        def kill() -> None:
            for each in psutil.Process(process.pid).children() if of_worker else [process]:
                each.kill()
            killed.set()

        threading.Timer(random.uniform(0.1, LONGEST), kill).start()
        with suppress(httpx2.TransportError):
            for more in range(1000):
                change(client, known, 1000 * number + more)
                if killed.is_set():
                    break
        killed.wait()


def kill_command(home: Path, *command: str) -> None:
    """Kill a command somewhere on its way."""
    process = begin(home, *command)
    time.sleep(random.uniform(0.3, LONGEST + 2))
    process.kill()
    process.wait()


def faults(home: Path, known: Known) -> list[str]:
    """What is wrong after the jobs that were left have been done: lost, doubled, not sound, an audit that does not hold."""
    with serving(home) as (_, address), httpx2.Client(base_url=address, timeout=30, trust_env=False) as client:
        end = time.monotonic() + PATIENCE
        while (left := client.get("/api/jobs?active=true").json()["jobs"]) and time.monotonic() < end:
            time.sleep(0.2)
        jobs = {each["file_name"]: (each["status"], each["error"]) for each in client.get("/api/jobs").json()["jobs"]}
    names = [each["file_name"] for each in documents(home)]
    found = [f"not taken in after {PATIENCE:g} s: {each['file_name']}" for each in left]
    lost = known.taken - set(names) - known.uncertain - known.removed - {each["file_name"] for each in left}
    known.taken -= lost
    found += [f"lost: {name} {jobs.get(name, 'without a job')}" for name in lost]
    found += [f"twice: {name}" for name in set(names) if names.count(name) > 1]
    found += [f"back: {name}" for name in known.removed & set(names)]
    for command in (("ingest", "verify"), ("assistant", "audit", "verify")):
        ended = run(home, *command)
        found += [line for line in ended.stdout.splitlines() if line] + ([ended.stderr[-300:]] if ended.returncode else [])
    return found


def main(kills: int, seed: int) -> int:
    """Kill, look, and say what was found."""
    random.seed(seed)
    known, found = Known(), list[str]()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        home.mkdir()
        for number in range(kills):
            target = TARGETS[number % len(TARGETS)]
            if target == "backup":
                kill_command(home, "ingest", "backup", str(home.parent / f"backup-{number}"))
            elif target == "erase":
                one = random.choice(documents(home))
                known.uncertain.add(one["file_name"])
                kill_command(home, "assistant", "erase", one["id"])
            else:
                kill_server(home, target == "worker", known, number)
            new = [f"kill {number} ({target}): {each}" for each in faults(home, known)]
            found += new
            print(f"{number + 1}/{kills}: {len(known.taken)} taken", *new, sep="\n", file=sys.stderr, flush=True)
    print(json.dumps({"kills": kills, "seed": seed, "taken": len(known.taken), "faults": found}, ensure_ascii=False))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
