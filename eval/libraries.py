"""A set's corpus as a library of the product, built once for each corpus, embedder and passage size.

The corpus's entries are documents under their own ids; what a document is split and embedded by is production's code.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from eval.sets import Entry, GoldSet
from ingest.documents import Document, Metadata, Section
from ingest.library import Library, open_library
from ingest.settings import Settings

_CACHE = Path(__file__).parent / ".cache"
_FORMAT = "1"
"""Raise it when splitting or analysis changes what a library holds."""
_AT_ONCE = 200


def settings_for(gold: GoldSet, settings: Settings) -> Settings:
    """`settings` with a home of its own for this corpus and everything a library depends on."""
    code = Path(__file__).parent.parent / "ingest"
    digest = hashlib.sha256(f"{_FORMAT} {gold.corpus_digest} {settings.embedder} {settings.passage_words}".encode())
    for path in sorted([*code.glob("*.*"), *(code / "static_embedder").glob("*")]):
        digest.update(path.read_bytes())
    return settings.model_copy(update={"home": _CACHE / f"{gold.name}-{digest.hexdigest()[:16]}", "database_url": None})


def build_library(gold: GoldSet, settings: Settings, progress: Callable[[int], None] = lambda documents: None) -> Library:
    """The library of `settings` (of `settings_for`), filled if it is not yet; `progress` is told what is stored."""
    if not settings.home.exists():
        settings.home.parent.mkdir(exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=settings.home.parent, prefix="unfinished-"))
        try:
            _fill(gold, settings.model_copy(update={"home": unfinished}), progress)
            _move(unfinished, settings.home)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return open_library(settings)


def _fill(gold: GoldSet, settings: Settings, progress: Callable[[int], None]) -> None:
    library = open_library(settings)
    for start in range(0, len(gold.entries), _AT_ONCE):
        entries = gold.entries[start : start + _AT_ONCE]
        library.store(*(library.prepare(*_as_document(entry)) for entry in entries))
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
