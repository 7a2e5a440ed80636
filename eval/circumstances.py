"""Under which circumstances a run is made: settings without secrets, versions, prompts, commit, machine.

Knows no question and no figure.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
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
_NO_SOURCES = {"frontend", "static", "__pycache__", ".cache", ".runs", "sets", "results", "sweeps"}
"""Folders that change no answer."""
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
        embedder=f"{library.embedder.name} {_weights(settings.embedder)}".strip(),
        commit=_commit(),
        machine=_machine(),
        questions=hashlib.sha256(repr(gold.questions).encode()).hexdigest(),
        code=_code(),
        model=_model(settings),
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


def _code() -> str:
    """The digest of all that the three packages hold: code, prompts, dictionaries, weights that ship."""
    return _digest(path for name in ("ingest", "assistant", "eval", "prompts") for path in _sources(_ROOT / name))


def _sources(folder: Path) -> Iterator[Path]:
    """The files below `folder`, without what is built, cached or measured."""
    for path in folder.iterdir():
        if path.is_dir() and path.name not in _NO_SOURCES:
            yield from _sources(path)
        elif path.is_file():
            yield path


def _model(settings: Settings) -> str:
    """Who writes: the digest of its weights where they lie on this machine; a server does not tell what it runs."""
    if settings.chat_model == "quoting":
        return "quoting"
    return f"{settings.chat_model} {settings.model} {_weights(settings.model)}".strip()


def _weights(name: str) -> str:
    """The digest of a folder with a model; empty if `name` is none."""
    folder = Path(name)
    return _digest(path for path in folder.rglob("*") if path.is_file()) if name and folder.is_dir() else ""


def _digest(paths: Iterable[Path]) -> str:
    """SHA-256 of the files' names and contents."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        with path.open("rb") as file:
            digest.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


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
        "gigabytes": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f}",
    }
