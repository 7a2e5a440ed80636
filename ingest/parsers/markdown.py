"""Markdown files: CommonMark with tables. Raw HTML inside is read by the HTML parser.

Knows nothing of metadata above the text ("front matter") but that it is not text.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ingest.parsers.html import blocks_of_markup
from ingest.parsers.lines import rows
from ingest.parsers.structure import Block, ParsedDocument, parsed
from ingest.parsers.text import read_text

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_BREAK = re.compile(r"^<br\s*/?>$", re.IGNORECASE)


def parse(path: Path) -> ParsedDocument:
    """The sections of a Markdown file; its front matter's title counts where the text has none."""
    text = read_text(path).replace("\r\n", "\n")
    matter = _FRONT_MATTER.match(text)
    title = _TITLE.search(matter[1]) if matter else None
    body = text[matter.end() :] if matter else text
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(body))
    return parsed(_blocks(tree.children), title[1] if title else None)


def _blocks(nodes: Sequence[SyntaxTreeNode], marker: str = "") -> Iterator[Block]:
    """The blocks of `nodes`; the first paragraph takes the list item's `marker`."""
    for node in nodes:
        match node.type:
            case "heading":
                yield Block(_words(node), level=int(node.tag[1]))
            case "paragraph":
                yield Block(marker + _words(node), bold=not marker and _is_bold(node))
            case "bullet_list" | "ordered_list":
                yield from _items(node)
            case "table":
                yield from map(Block, rows([[_words(cell) for cell in line.children] for line in _table_lines(node)]))
            case "fence" | "code_block":
                yield from map(Block, node.content.split("\n"))
            case "html_block":
                yield from blocks_of_markup(node.content)
            case _:
                yield from _blocks(node.children, marker)
        marker = ""


def _items(node: SyntaxTreeNode) -> Iterator[Block]:
    number = int(node.attrs.get("start", 1))
    for item in node.children:
        if node.type == "bullet_list":
            yield from _blocks(item.children, "- ")
        else:
            yield from _blocks(item.children, f"{number}{item.markup} ")
        number += 1


def _table_lines(table: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    for part in table.children:
        yield from part.children


def _is_bold(paragraph: SyntaxTreeNode) -> bool:
    inline = paragraph.children[0].children if paragraph.children else []
    said = [part for part in inline if part.type != "text" or part.content.strip()]
    return bool(said) and all(part.type == "strong" for part in said)


def _words(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return ""
        case "html_inline":
            return "\n" if _BREAK.match(node.content) else ""
        case _:
            return "".join(map(_words, node.children))
