"""Reading the Markdown sources of the sample library.

A source is front matter in TOML between lines of +++ and a small Markdown: headings, paragraphs,
lists, tables. This file knows nothing of the formats that are built from it.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from markers import bullet_of, cells_of, is_separator, number_of

Kind = Literal["heading", "paragraph", "bullets", "numbers", "table"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document; a heading has a level, a list its lines, a table its rows."""

    kind: Kind
    lines: tuple[str, ...]
    level: int = 0

    @property
    def rows(self) -> list[list[str]]:
        """The cells of a table, its header first."""
        return [cells_of(line) for line in self.lines]


@dataclass(frozen=True, slots=True)
class Source:
    """A document before it has a format. Dates are ISO texts; an open end is an empty text."""

    slug: str
    title: str
    format: str
    collection: str
    valid_from: str
    valid_to: str
    superseded_by: str
    issuer: str
    reference: str
    encoding: str
    markdown: str
    blocks: tuple[Block, ...]

    @property
    def file(self) -> str:
        """The name of the built file."""
        return f"{self.slug}.{self.format}"


def read_sources(folder: Path) -> list[Source]:
    """All sources of a folder, by name."""
    return [read_source(path) for path in sorted(folder.glob("*.md"))]


def read_source(path: Path) -> Source:
    """One source. KeyError and tomllib.TOMLDecodeError name what its front matter lacks."""
    _, front, body = path.read_text("utf-8").split("+++\n", 2)
    fields = {"valid_to": "", "superseded_by": "", "encoding": "utf-8"} | tomllib.loads(front)
    fields = {name: str(value).strip() for name, value in fields.items()}
    return Source(slug=path.stem, markdown=body.strip() + "\n", blocks=blocks_of(body), **fields)


def blocks_of(body: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text; lines of one list or table make one block."""
    lines = (line.strip() for line in body.splitlines())
    blocks: list[Block] = []
    for kind, group in groupby(lines, key=kind_of):
        blocks.extend(_blocks(kind, [line for line in group if line]))
    return tuple(blocks)


def kind_of(line: str) -> Kind | None:
    """What a line belongs to; None for an empty line."""
    if not line:
        return None
    if line.startswith("#"):
        return "heading"
    if line.startswith("|"):
        return "table"
    if bullet_of(line) is not None:
        return "bullets"
    return "numbers" if number_of(line) is not None else "paragraph"


def _blocks(kind: Kind | None, lines: list[str]) -> Iterator[Block]:
    if kind == "heading":
        yield from (_heading(line) for line in lines)
    elif kind == "paragraph":
        yield Block("paragraph", (" ".join(lines),))
    elif kind == "table":
        yield Block("table", tuple(line for line in lines if not is_separator(line)))
    elif kind:
        yield Block(kind, tuple(lines))


def _heading(line: str) -> Block:
    marks, _, text = line.partition(" ")
    return Block("heading", (text.strip(),), len(marks))
