"""Figures as a JSON file in `results/`, named by the commit and the benchmark, with the machine they were taken on."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_RESULTS = Path(__file__).parent / "results"


def keep(benchmark: str, figures: Mapping[str, Any]) -> Path:
    """Where the figures were written."""
    commit = _commit()
    _RESULTS.mkdir(exist_ok=True)
    path = _RESULTS / f"{commit}-{benchmark}.json"
    known = {"commit": commit, "machine": _machine()}
    path.write_text(json.dumps(known | dict(figures), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _commit() -> str:
    """The commit of the program that runs, with "+" if something was changed since."""
    git = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+"]
    return subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def _machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    load = round(os.getloadavg()[0], 1)
    return {"cores": os.cpu_count(), "memory_megabytes": memory, "system": platform.platform(), "load": load}
