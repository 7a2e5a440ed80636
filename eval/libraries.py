"""A set's corpus as a library of the product, built once for each corpus, embedder and passage size.

The corpus's entries are documents under their own ids; what a document is split and embedded by is production's code. A set
without a corpus is asked of the running library. Libraries that nobody used for long are removed.
"""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from eval.gold import MARK, Entry, GoldSet
from ingest.documents import Document, Metadata, Section
from ingest.library import Library, open_library
from ingest.settings import Settings

CACHE = Path(__file__).parent / ".cache"
_FORMAT = "1"
"""Raise it when splitting or analysis changes what a library holds."""
_AT_ONCE = 200
_MOST_DAYS, _MOST_BYTES = 30, 5_000_000_000
_DAY = 86_400


def settings_for(gold: GoldSet, settings: Settings) -> Settings:
    """`settings` with a home of its own for this corpus and everything a library depends on."""
    if not gold.entries:
        return settings
    code = Path(__file__).parent.parent / "ingest"
    depends = (_FORMAT, gold.corpus_digest, settings.embedder, settings.passage_words, settings.passage_prompt)
    digest = hashlib.sha256(repr(depends).encode())
    for path in sorted([*code.glob("*.*"), *(code / "static_embedder").glob("*")]):
        digest.update(path.read_bytes())
    home = CACHE / f"{gold.name.partition(MARK)[0]}-{digest.hexdigest()[:16]}"
    return settings.model_copy(update={"home": home, "database_url": None})


def build_library(gold: GoldSet, settings: Settings, progress: Callable[[int], None] = lambda documents: None) -> Library:
    """The library of `settings` (of `settings_for`), filled if it is not yet; `progress` is told what is stored."""
    if not gold.entries:
        return open_library(settings)
    if not settings.home.exists():
        settings.home.parent.mkdir(exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=settings.home.parent, prefix="unfinished-"))
        try:
            _fill(gold, settings.model_copy(update={"home": unfinished}), progress)
            _move(unfinished, settings.home)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        prune(CACHE, keep=settings.home)
    os.utime(settings.home)
    return open_library(settings)


def prune(cache: Path, keep: Path, most_days: float = _MOST_DAYS, most_bytes: int = _MOST_BYTES) -> None:
    """Remove from `cache` what was not used for `most_days`, and the longest unused above `most_bytes` together; not `keep`."""
    used = sorted((path for path in cache.iterdir() if path.is_dir() and path != keep), key=_last_used, reverse=True)
    total = _size(keep) if keep.is_relative_to(cache) else 0
    for path in used:
        size = _size(path)
        if total + size > most_bytes or time.time() - _last_used(path) > most_days * _DAY:
            shutil.rmtree(path, ignore_errors=True)
        else:
            total += size


def _last_used(path: Path) -> float:
    """Seconds since 1970; another process may have removed it meanwhile."""
    return path.stat().st_mtime if path.exists() else 0.0


def _size(folder: Path) -> int:
    """Bytes in a folder that others may be changing."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def _fill(gold: GoldSet, settings: Settings, progress: Callable[[int], None]) -> None:
    library = open_library(settings)
    for start in range(0, len(gold.entries), _AT_ONCE):
        entries = gold.entries[start : start + _AT_ONCE]
        library.store(*library.prepare_all([_as_document(entry) for entry in entries]))
        progress(len(entries))
    library.catch_up()
    library.indexes.save_vectors()
    library.engine.dispose()


def _move(finished: Path, home: Path) -> None:
    """Another run may have built the same library meanwhile; its copy is as good."""
    try:
        finished.rename(home)
    except OSError:
        if not home.exists():
            raise


def _as_document(entry: Entry) -> tuple[Document, tuple[Section, ...]]:
    digest = hashlib.sha256(entry.text.encode()).hexdigest()
    about = Metadata(title=entry.title or entry.id, valid_from=entry.valid_from, valid_to=entry.valid_to)
    headings = tuple(part.strip() for part in entry.title.split(" > ")) if entry.title else ()
    return Document(entry.id, entry.id, digest, 1, about), (Section(entry.text, headings),)
