"""The gold set of the sample library: sections, questions, and where their answers stand.

Knows the sources and the files of questions; nothing of search or of the built formats.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markers import item_of
from sources import Block, Source

# What the question files hold: plain JSON, as it was written.
Json = dict[str, object]
KEPT_IN_QUERY = ("history", "standalone", "category", "difficulty", "as_of")


@dataclass(frozen=True, slots=True)
class GoldSection:
    """A heading with the text under it; headings run from the document's title inwards."""

    id: str
    source: Source
    headings: tuple[str, ...]
    text: str


@dataclass(slots=True)
class GoldSet:
    """The lines of the files to be, and what was wrong with the questions."""

    queries: list[Json] = field(default_factory=list)
    qrels: list[str] = field(default_factory=list)
    answers: list[Json] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def write_gold(sources: list[Source], folder: Path) -> list[str]:
    """Writes the gold set and returns one line for every fault in a question."""
    sections = [section for source in sources for section in sections_of(source)]
    gold, seen = GoldSet(), set[str]()
    for question in _questions(folder):
        identity = str(question["id"])
        if identity in seen:
            gold.faults.append(f"{identity}: the id is taken")
        seen.add(identity)
        _add(question, sections, gold)
    _write_lines(folder / "corpus.jsonl", [_corpus_entry(section) for section in sections])
    _write_lines(folder / "queries.jsonl", gold.queries)
    _write_lines(folder / "answers.jsonl", gold.answers)
    qrels = ["query-id\tcorpus-id\tscore", *gold.qrels]
    (folder / "qrels.tsv").write_text("\n".join(qrels) + "\n", "utf-8")
    return gold.faults


def sections_of(source: Source) -> list[GoldSection]:
    """Every heading that has text of its own, numbered from 1."""
    sections: list[GoldSection] = []
    for headings, blocks in _by_heading(source):
        if blocks:
            text = "\n".join(map(_plain, blocks))
            identity = f"{source.slug}#{len(sections) + 1}"
            sections.append(GoldSection(identity, source, headings, text))
    return sections


def _by_heading(source: Source) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    headings: tuple[str, ...] = (source.title,)
    blocks: list[Block] = []
    for block in source.blocks:
        if block.kind != "heading":
            blocks.append(block)
            continue
        yield headings, blocks
        blocks = []
        # The document's own title stays first; the heading of level 1 only repeats it.
        headings = (*headings[: block.level - 1], block.lines[0]) if block.level > 1 else headings
    yield headings, blocks


def _plain(block: Block) -> str:
    if block.kind == "numbers":
        return "\n".join(f"{n}. {item_of(line)}" for n, line in enumerate(block.lines, 1))
    if block.kind == "table":
        return "\n".join(f"| {' | '.join(row)} |" for row in block.rows)
    return "\n".join(block.lines)


def _corpus_entry(section: GoldSection) -> Json:
    source = section.source
    return {
        "_id": section.id,
        "title": " > ".join(section.headings),
        "text": section.text,
        "file": source.file,
        "valid_from": source.valid_from,
        "valid_to": source.valid_to or None,
        "collection": source.collection,
    }


def _questions(folder: Path) -> Iterator[Json]:
    for path in sorted(folder.glob("questions-*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def _add(question: Json, sections: list[GoldSection], gold: GoldSet) -> None:
    identity = str(question["id"])
    faults: list[str] = []
    asked = _asked(question, sections, faults)
    spans = _spans(question, asked, faults)
    kept = {name: question[name] for name in KEPT_IN_QUERY if question.get(name)}
    gold.queries.append({"_id": identity, "text": question["question"]} | kept)
    gold.qrels.extend(f"{identity}\t{section.id}\t1" for section in asked)
    answer: Json = {"query_id": identity, "answers": spans}
    answer["reference_answer"] = question.get("reference_answer") or ""
    answer["facts"] = question.get("facts") or []
    answer["is_impossible"] = bool(question.get("is_impossible"))
    if reason := question.get("reason"):
        answer["reason"] = reason
    gold.answers.append(answer)
    faults.extend(_shape_faults(question, asked, spans))
    gold.faults.extend(f"{identity}: {fault}" for fault in faults)


def _asked(question: Json, sections: list[GoldSection], faults: list[str]) -> list[GoldSection]:
    """The sections a question names by document and by the first words of their heading."""
    found: list[GoldSection] = []
    for name in _list(question.get("sections")):
        assert isinstance(name, dict)
        slug, heading = name["document"], str(name["heading"])
        near = [section for section in sections if section.source.slug == slug and _begins(section.headings[-1], heading)]
        exact = [section for section in near if section.headings[-1] == heading] or near
        if len(exact) != 1:
            faults.append(f"{len(exact)} sections are called {heading!r} in {slug}")
        found.extend(exact[:1])
    return found


def _begins(heading: str, words: str) -> bool:
    """Whether whole words match: "§ 1" does not begin "§ 10 Abrechnung"."""
    return heading.startswith(words) and not heading[len(words) : len(words) + 1].isalnum()


def _spans(question: Json, asked: list[GoldSection], faults: list[str]) -> list[Json]:
    spans: list[Json] = []
    for quote in map(str, _list(question.get("quotes"))):
        section = next((section for section in asked if quote in section.text), None)
        if section is None:
            faults.append(f"no section holds the quote {quote!r}")
            continue
        start = section.text.index(quote)
        end = start + len(quote)
        spans.append({"doc_id": section.id, "start": start, "end": end, "text": quote})
    return spans


def _shape_faults(question: Json, asked: list[GoldSection], spans: list[Json]) -> Iterator[str]:
    """What is wrong with a question beside its quotes."""
    if question.get("is_impossible"):
        if asked or spans or question.get("facts"):
            yield "an unanswerable question has an answer"
        if not question.get("reason"):
            yield "it does not say why it has no answer"
        return
    if not spans or not question.get("facts"):
        yield "it has no quote or no fact"
    quoted = " ".join(str(span["text"]) for span in spans)
    yield from (f"the fact {fact!r} is in no quote" for fact in map(str, _list(question.get("facts"))) if fact not in quoted)
    if bool(question.get("history")) != bool(question.get("standalone")):
        yield "history and standalone belong together"


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _write_lines(path: Path, entries: Iterable[Json]) -> None:
    lines = (json.dumps(entry, ensure_ascii=False) for entry in entries)
    path.write_text("\n".join(lines) + "\n", "utf-8")
