"""Under which circumstances a run is made: settings without secrets, versions, prompts, commit, machine.

Knows no question and no figure.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eval.runs import Circumstances
from eval.sets import GoldSet
from ingest.library import Library
from ingest.settings import Settings

_ROOT = Path(__file__).parent.parent
_LIBRARIES = (
    "aktenlotse",
    "faiss-cpu",
    "ir-measures",
    "numpy",
    "sentence-transformers",
    "tantivy",
    "tokenizers",
    "torch",
    "transformers",
)
_SECRET = {"api_key", "api_key_file", "database_url", "home", "host", "port"}
"""Settings that are secret, or say nothing about an answer."""
_PASSWORD = re.compile(r"//[^/@]*@")


def observe(gold: GoldSet, settings: Settings, library: Library) -> Circumstances:
    """The circumstances as they are now."""
    return Circumstances(
        settings=_without_secrets(settings),
        versions=_versions(),
        prompts=_prompts(),
        corpus=gold.corpus_digest,
        titled=gold.titled,
        passages=len(library),
        embedder=library.embedder.name,
        commit=_commit(),
        machine=_machine(),
    )


def _without_secrets(settings: Settings) -> dict[str, str | int | float | bool | None]:
    shown = settings.model_dump(mode="json", exclude=_SECRET)
    shown["base_url"] = _PASSWORD.sub("//", settings.base_url)
    return {name: value if isinstance(value, str | int | float | None) else str(value) for name, value in shown.items()}


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


def _prompts() -> dict[str, str]:
    """The digest of each prompt, made as an answer's `prompt` is."""
    files = sorted((_ROOT / "prompts").glob("*.*"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in files}


def _commit() -> str | None:
    git = shutil.which("git")
    if git is None or not (_ROOT / ".git").exists():
        return None
    said = subprocess.run(
        [git, "-C", _ROOT, "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+"],
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip() or None


def _machine() -> dict[str, str]:
    known = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.+)", known.read_text(encoding="utf-8")) if known.exists() else []
    return {
        "system": platform.platform(),
        "processor": names[0] if names else platform.processor(),
        "cores": str(os.cpu_count()),
    }
