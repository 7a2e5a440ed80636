"""How fast and how large: `python -m benchmarks.speed FOLDER [--size N…] [--home FOLDER]`.

Takes in the files of FOLDER by the command line that everyone uses, and prints passages and megabytes a second and the
peak of memory (all processes together). Then asks this library and, for each size, one that is grown to it by changed copies
of its passages, and prints from a fresh process: time to open, p50, p95 and p99 of questions, memory, the time to add one
document, and how many of the passages nearest in meaning the vector search finds.
Figures are comparable within one run on one machine only; the machine's load is printed beside them.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import psutil
import typer
from sqlalchemy import select

from assistant.assembly import build_assistant
from benchmarks.keeping import keep
from benchmarks.multiplying import fill
from eval.sets import read_set
from ingest.documents import EVERYTHING, Document, Metadata, Scope, Section
from ingest.identities import new_identity
from ingest.library import Library, open_library
from ingest.settings import Settings, read_settings
from ingest.tables import passages

_WARM_UP = 20
_LOOK_EVERY = 0.2
_NEAREST = 300
_AT_ONCE = 20_000
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Asked:
    """A library of one size, as a fresh process sees it; times in milliseconds, memory in megabytes.

    `memory` is all that is resident, with the word index's files as far as they are mapped; `own` is without these. `cpu` are
    processor milliseconds, which other work on the machine hardly changes. `recall` is the share of the nearest vectors found.
    """

    passages: int
    open: float
    first: float
    p50: float
    p95: float
    p99: float
    cpu_p50: float
    cpu_p95: float
    memory: float
    own: float
    add: float
    remove: float
    recall: float
    load: float


def main(
    folder: Annotated[Path, typer.Argument(exists=True, help="Files to take in")],
    size: Annotated[list[int] | None, typer.Option(help="Passages to grow a library to; several may be given")] = None,
    home: Annotated[Path | None, typer.Option(help="Where the libraries go; what is there of an earlier run is used again")] = None,
) -> None:
    """Measure and print."""
    where = home or Path(tempfile.mkdtemp(prefix="speed-"))
    measured = where / "ingest.json"
    if not measured.exists():
        measured.write_text(json.dumps(_measure_ingest(folder, where / "source")))
    result: dict[str, Any] = {"ingest": json.loads(measured.read_text()), "sizes": []}
    source = open_library(_settings(where / "source"))
    grown = {where / f"grown-{number}": number for number in sorted(size or [10_000, 100_000])}
    for library_home, number in grown.items():
        _grow(library_home, source, number)
    for library_home in (where / "source", *grown):
        with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
            asked = fresh.submit(_measure_questions, library_home).result()
        result["sizes"].append(asdict(asked))
        _show(asked)
    keep("speed", result)


def _grow(home: Path, source: Library, passages: int) -> None:
    started = time.perf_counter()
    library = open_library(_settings(home))
    before = len(library)
    fill(library, source, passages)
    print(f"grown from {before} to {len(library)} passages in {time.perf_counter() - started:.0f} s")
    library.engine.dispose()


def _show(asked: Asked) -> None:
    print(
        f"{asked.passages:9} passages: open {asked.open / 1000:.1f} s, question p50 {asked.p50:.1f} p95 {asked.p95:.1f} "
        f"p99 {asked.p99:.1f} ms, first {asked.first:.0f} ms (processor p50 {asked.cpu_p50:.1f} p95 {asked.cpu_p95:.1f} ms)\n"
        f"          memory {asked.memory:.0f} MB, {asked.own:.0f} of them its own, add one {asked.add:.0f} ms, "
        f"remove {asked.remove:.0f} ms, recall {asked.recall:.4f}, load {asked.load:.1f}"
    )


def _settings(home: Path) -> Settings:
    return read_settings(home=home, database_url=None)


def _measure_ingest(folder: Path, home: Path) -> dict[str, float]:
    environment = os.environ | {"AKTENLOTSE_HOME": str(home)}
    command = [sys.executable, "-m", "ingest", "add", str(folder), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process, tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        peak = 0.0
        os.set_blocking(process.stdout.fileno(), False)  # type: ignore[union-attr]
        while process.poll() is None:
            peak = max(peak, _memory_with_children(process.pid))
            said.write(process.stdout.read() or b"")  # type: ignore[union-attr]
            time.sleep(_LOOK_EVERY)
        seconds = time.perf_counter() - started
        said.write(process.stdout.read() or b"")  # type: ignore[union-attr]
        said.seek(0)
        documents = json.loads(said.read())["documents"]
    passages = sum(each["passages"] for each in documents)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    print(
        f"{len(documents)} files, {size:.0f} MB, {passages} passages in {seconds:.1f} s: {passages / seconds:.0f} passages/s, "
        f"{size / seconds:.2f} MB/s, peak memory {peak:.0f} MB, load {os.getloadavg()[0]:.1f}"
    )
    return {"files": len(documents), "megabytes": size, "passages": passages, "seconds": seconds, "peak_megabytes": peak}


def _memory_with_children(process: int) -> float:
    """Megabytes that a process and its children hold; what they share counts several times."""
    try:
        parent = psutil.Process(process)
        return sum(each.memory_info().rss for each in (parent, *parent.children(recursive=True))) / 1e6
    except psutil.NoSuchProcess:
        return 0.0


def _measure_questions(home: Path) -> Asked:
    """What a server that opens this library does in how much time and memory."""
    settings = _settings(home)
    started = time.perf_counter()
    library = open_library(settings)
    opened = time.perf_counter() - started
    retriever = build_assistant(settings, library).retriever
    scope = Scope(day=date.today())
    times, busy = [], []
    questions = [question.standalone for question in read_set("landesamt").questions]
    for question in questions:
        started, working = time.perf_counter(), time.process_time()
        retriever.find_passages(question, scope, settings.passages)
        times.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() - working) * 1000)
    memory, own = _memory()
    added, removed = zip(*(_add_and_remove(library) for _ in range(5)), strict=True)
    p50, p95, p99 = np.percentile(times[_WARM_UP:], (50, 95, 99)).tolist()
    return Asked(
        passages=len(library),
        open=opened * 1000,
        first=times[0],
        p50=p50,
        p95=p95,
        p99=p99,
        cpu_p50=float(np.percentile(busy[_WARM_UP:], 50)),
        cpu_p95=float(np.percentile(busy[_WARM_UP:], 95)),
        memory=memory,
        own=own,
        add=max(added),
        remove=max(removed),
        recall=_recall(library, questions),
        load=os.getloadavg()[0],
    )


def _add_and_remove(library: Library) -> tuple[float, float]:
    """Milliseconds until a new document is found, and until it is gone again."""
    started = time.perf_counter()
    document = Document(new_identity(), new_identity(), "0" * 64, 1, Metadata(title="Probe"))
    library.store(library.prepare(document, [Section("Die Dienstreise ist zu genehmigen.", ("Probe",))]))
    library.catch_up()
    added = time.perf_counter()
    library.remove(document.id)
    library.catch_up()
    return (added - started) * 1000, (time.perf_counter() - added) * 1000


def _recall(library: Library, questions: Sequence[str]) -> float:
    """How many of the nearest vectors, by comparing all that the database has, are among those that the index finds."""
    asked = np.stack([library.embedder.embed_question(question) for question in questions])
    best = np.full((len(asked), _NEAREST), -2.0, np.float32)
    with library.engine.connect() as connection:
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(select(passages.c.vector))
        for some in rows.scalars().partitions():
            vectors = np.frombuffer(b"".join(some), np.float16).reshape(len(some), -1).astype(np.float32)
            best = np.sort(np.hstack([best, asked @ vectors.T]))[:, -_NEAREST:]
    found = [library.search_vectors(question, EVERYTHING, _NEAREST) for question in questions]
    near = [sum(score >= least - _ROUNDING for _, score in hits) for hits, least in zip(found, best[:, 0], strict=True)]
    return float(sum(near)) / best.size


def _memory() -> tuple[float, float]:
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    resident, own = (int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))
    return resident, own


if __name__ == "__main__":
    typer.run(main)
