"""The authority's own words: entries of its `thesaurus.tsv`, shown together with the shipped ones, added, changed, removed.

The file keeps the format of the shipped ones and appears whole or not at all; the assistant reads it again when it changes.
Knows no search.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.widening import SHIPPED
from ingest.german import fold

_writing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Entry:
    """Spellings that people use, and what documents say instead, best first; `own` are the authority's."""

    everyday: tuple[str, ...]
    official: tuple[str, ...]
    own: bool = True

    def line(self) -> str:
        """The entry as its file has it."""
        return f"{'|'.join(self.everyday)}\t{'|'.join(self.official)}"


def find_entries(own: Path, query: str = "", only_own: bool = False) -> list[Entry]:
    """The entries that have `query` on either side, the authority's own first."""
    wanted = fold(query)
    entries = (*read_own(own), *(() if only_own else _shipped()))
    return [entry for entry in entries if wanted in fold(" ".join((*entry.everyday, *entry.official)))]


def read_own(own: Path) -> list[Entry]:
    """The authority's entries, by their first spelling."""
    return sorted(_entries(_lines(own), own=True), key=lambda entry: fold(entry.everyday[0]))


def put_entry(own: Path, entry: Entry, former: Sequence[str] = ()) -> None:
    """Store an entry in place of the one with the spellings `former`; spellings that another entry had go over to it."""
    with _writing:
        kept = [_without(other, entry.everyday) for other in read_own(own) if other.everyday != tuple(former)]
        _write(own, [*(other for other in kept if other.everyday), entry])


def remove_entry(own: Path, everyday: Sequence[str]) -> bool:
    """Remove the entry with these spellings; whether there was one."""
    with _writing:
        known = read_own(own)
        kept = [entry for entry in known if entry.everyday != tuple(everyday)]
        if len(kept) < len(known):
            _write(own, kept)
        return len(kept) < len(known)


def _without(entry: Entry, spellings: Iterable[str]) -> Entry:
    taken = {fold(spelling) for spelling in spellings}
    return Entry(tuple(spelling for spelling in entry.everyday if fold(spelling) not in taken), entry.official)


def _write(own: Path, entries: Iterable[Entry]) -> None:
    """The entries, below the comments that the file has."""
    own.parent.mkdir(parents=True, exist_ok=True)
    comments = [line for line in _lines(own) if line.startswith("#")]
    partial = own.with_suffix(".partial")
    partial.write_text("\n".join([*comments, *(entry.line() for entry in entries), ""]), encoding="utf-8")
    partial.replace(own)


def _entries(lines: Iterable[str], own: bool) -> Iterable[Entry]:
    for line in lines:
        everyday, tab, official = line.partition("\t")
        if tab and not line.startswith("#"):
            yield Entry(_terms(everyday), _terms(official), own)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _terms(joined: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in joined.split("|") if term.strip())


@cache
def _shipped() -> tuple[Entry, ...]:
    lines = (line for path in sorted(SHIPPED.glob("*.tsv")) for line in _lines(path))
    return tuple(sorted(_entries(lines, own=False), key=lambda entry: fold(entry.everyday[0])))
