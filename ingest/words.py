"""The word index (tantivy): BM25 over stems and parts of compounds, over pairs of words, over 4-grams, and look-up of references.

A derived copy on disk: one process writes, any number reads. The number of the last change it has taken in stands inside,
so that it is always as old as it says. Knows no database.
"""

import json
import logging
import shutil
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import tantivy
from tantivy import FieldType, Index, Occur, Query

from ingest.documents import Metadata, Readable, Scope
from ingest.errors import SystemRefused
from ingest.german import ANALYSIS, find_grams, find_pairs, find_terms
from ingest.references import reference_keys

log = logging.getLogger(__name__)
_APPLIED = "#applied"
_LAST_DAY = date.max.toordinal()
_WRITER_BYTES = 64_000_000
_FEW = 1000
"""Names of documents or collections that are looked up one by one."""
_FIRST = 50
"""Documents of which it is asked first whether a part of the index has any, before terms are looked up there."""
_REMEMBERED = 20_000
"""Terms whose frequency is at hand until the index changes."""


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """What the word index is told of a passage."""

    id: int
    document_id: str
    metadata: Metadata
    headings: tuple[str, ...]
    text: str


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", fast=True)
    builder.add_unsigned_field("valid_from", indexed=True, fast=True)
    builder.add_unsigned_field("valid_to", indexed=True, fast=True)
    for field in ("document", "collection"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in ("words", "pairs", "grams", "references"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field(f"analysis-{ANALYSIS}")  # never filled: tantivy does not open an index with other fields
    return builder.build()


class WordIndex:
    """An index in `folder`, which is created if need be. `applied` is the number of the last change taken in."""

    def __init__(self, folder: Path) -> None:
        self._schema = _schema()
        self._folder = folder
        try:
            _check_files(folder)
            self._open(folder)
        except (ValueError, KeyError, TypeError) as error:  # damaged, or of another version; the database has all of it
            log.warning("the word index is made anew", extra={"reason": str(error)})
            shutil.rmtree(folder, ignore_errors=True)
            self._open(folder)

    def _open(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._index = Index(self._schema, path=str(folder))
        self._writer: tantivy.IndexWriter | None = None
        self.applied = -1
        self.reload()

    def reload(self) -> None:
        """Take in what another process has written."""
        self._index.reload()
        self._searcher = searcher = self._index.searcher()
        marker, before = Query.term_query(self._schema, "document", _APPLIED), self.applied
        found = searcher.search(marker, 1, count=False).hits
        self.applied = _ids(searcher, found)[0] if found else 0
        if self.applied != before:
            self._frequency = lru_cache(_REMEMBERED)(self._searcher.doc_freq)
        if self.applied < before:  # another process found it damaged; what a writer knows of it is no longer there
            self._writer = None

    def update(self, changed: Iterable[str], passages: Iterable[IndexedPassage], number: int) -> None:
        """Replace everything of the `changed` documents by `passages`, in one commit. Only one process may do this at a time,
        until it calls `release`. Raises SystemRefused."""
        try:
            writer = self._writer = self._writer or self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
            for document in (_APPLIED, *changed):
                writer.delete_documents_by_term("document", document)
            for passage in passages:
                writer.add_document(_as_tantivy(passage))
            writer.add_document(_marked(_APPLIED, number))
            writer.commit()
        except ValueError as error:  # what the system refuses, for example on a full disk; a writer is of no use after that
            self._writer = None
            raise SystemRefused(place=self._folder, reason=str(error)) from error
        self.reload()

    def release(self) -> None:
        """Let another process write; small segments that are being merged beside the writing are merged first."""
        if self._writer:
            writer, self._writer = self._writer, None
            writer.wait_merging_threads()
            self.reload()

    def search(self, field: str, terms: Mapping[str, float], scope: Scope, limit: int) -> list[tuple[int, float]]:
        """Ids and scores of the best passages for weighted terms of `field`: for "references" the sum of the weights of those that
        match, else BM25."""
        if not terms:
            return []
        searcher = self._searcher  # another thread may put the next one in its place meanwhile
        hits = searcher.search(self._query({field: terms}, scope), limit, count=False).hits
        return [(passage, float(score)) for passage, (score, _) in zip(_ids(searcher, hits), hits, strict=True)]

    def highest(self, fields: Mapping[str, Mapping[str, float]], scope: Scope) -> float:
        """The highest score of a passage for weighted terms of several fields together, see `search`; 0 if none has any."""
        hits = self._searcher.search(self._query(fields, scope), 1, count=False).hits
        return float(hits[0][0]) if hits else 0.0

    def _query(self, fields: Mapping[str, Mapping[str, float]], scope: Scope) -> Query:
        wanted = (self._weighted(field, term, weight) for field, terms in fields.items() for term, weight in terms.items())
        query = Query.boolean_query([(Occur.Should, each) for each in wanted])
        limits = list(self._limits(scope))
        if not limits:
            return query
        few = scope.documents is not None and len(scope.documents) <= _FIRST
        return Query.boolean_query([(Occur.Must, part) for part in ((*limits, query) if few else (query, *limits))])

    def _weighted(self, field: str, term: str, weight: float) -> Query:
        query = Query.term_query(self._schema, field, term, index_option="freq")
        return Query.const_score_query(query, weight) if field == "references" else Query.boost_query(query, weight)

    def frequency(self, field: str, term: str) -> int:
        """Number of passages that have `term`."""
        return self._frequency(field, term)

    def all_ids(self) -> list[int]:
        """The ids of all passages."""
        marker = (Occur.MustNot, Query.term_query(self._schema, "document", _APPLIED))
        query = Query.boolean_query([(Occur.Must, Query.all_query()), marker])
        searcher = self._searcher
        return _ids(searcher, searcher.search(query, max(1, searcher.num_docs), count=False).hits)

    def __len__(self) -> int:
        return max(0, self._searcher.num_docs - 1)

    def _limits(self, scope: Scope) -> Iterable[Query]:
        for field, allowed in (("collection", scope.collections), ("document", scope.documents)):
            if allowed is not None:
                yield Query.const_score_query(self._one_of(field, allowed), 0.0)
        if scope.readable is not None:
            yield Query.const_score_query(self._readable(scope.readable), 0.0)
        if scope.day is not None:
            day = scope.day.toordinal()
            for field, bounds in (("valid_from", (None, day)), ("valid_to", (day, None))):
                yield Query.const_score_query(Query.range_query(self._schema, field, FieldType.Unsigned, *bounds), 0.0)

    def _readable(self, readable: Readable) -> Query:
        in_collections = Query.boolean_query(
            [
                (Occur.Must, self._one_of("collection", readable.collections)),
                (Occur.MustNot, self._one_of("document", readable.barred)),
            ]
        )
        opened = self._one_of("document", readable.opened)
        return Query.boolean_query([(Occur.Should, in_collections), (Occur.Should, opened)])

    def _one_of(self, field: str, names: frozenset[str]) -> Query:
        """Passages whose `field` is one of `names`: of few, each looked up for itself is found in half the time."""
        if len(names) > _FEW:
            return Query.term_set_query(self._schema, field, sorted(names))
        each = (Query.term_query(self._schema, field, name, index_option="basic") for name in sorted(names))
        return Query.boolean_query([(Occur.Should, name) for name in each])


def _check_files(folder: Path) -> None:
    """Each file of the index ends with its CRC, at which tantivy does not look by itself: on a damaged one it breaks off in the
    midst of a question, or finds less. Raises ValueError."""
    described = folder / "meta.json"
    segments = json.loads(described.read_text("utf-8"))["segments"] if described.exists() else []
    for segment in segments:
        name, deletes = segment["segment_id"].replace("-", ""), segment["deletes"] or {"opstamp": ""}
        for path in folder.glob(f"{name}.*"):
            if path.suffix != ".del" or path.name == f"{name}.{deletes['opstamp']}.del":  # another one is just being written
                _check_file(path)


def _check_file(path: Path) -> None:
    try:
        content = memoryview(path.read_bytes())
    except FileNotFoundError:  # merged away meanwhile
        return
    end = len(content) - 8
    begin = end - int.from_bytes(content[end : end + 4], "little")
    if json.loads(bytes(content[begin:end]))["crc"] != zlib.crc32(content[:begin]):
        raise ValueError(f"{path.name} is damaged")


def _ids(searcher: tantivy.Searcher, hits: list[tuple[float, tantivy.DocAddress]]) -> list[int]:
    """The ids of what this searcher found: where that lies, no other one knows."""
    return [int(number or 0) for number in searcher.fast_field_values("id", [address for _, address in hits])]


def _as_tantivy(passage: IndexedPassage) -> tantivy.Document:
    terms, grams, references = _of_headings(passage.headings, passage.metadata.reference)
    valid_from, valid_to = passage.metadata.valid_from, passage.metadata.last_day
    document = _marked(passage.document_id, passage.id)
    document.add_unsigned("valid_from", valid_from.toordinal() if valid_from else 0)
    document.add_unsigned("valid_to", valid_to.toordinal() if valid_to else _LAST_DAY)
    document.add_text("collection", passage.metadata.collection)
    document.add_text("words", " ".join((terms, *find_terms(passage.text))))
    document.add_text("pairs", " ".join(find_pairs(passage.text)))
    document.add_text("grams", " ".join((grams, *find_grams(passage.text))))
    document.add_text("references", references)
    return document


@lru_cache(maxsize=1000)
def _of_headings(headings: tuple[str, ...], reference: str | None) -> tuple[str, str, str]:
    """Terms, 4-grams and keys that all passages of a section have from their headings, whose 4-grams count twice."""
    heading = " ".join(headings)
    grams = " ".join(find_grams(heading))
    return " ".join(find_terms(heading)), f"{grams} {grams}", " ".join(reference_keys(headings, reference))


def _marked(name: str, number: int) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("document", name)
    document.add_unsigned("id", number)
    return document
