"""Markdown files: CommonMark with tables. Raw HTML inside is read by the HTML parser.

Knows nothing of metadata above the text ("front matter") but that it is not text.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ingest.parsers.html import blocks_of_markup
from ingest.parsers.lines import join, rows, starts_with_marker
from ingest.parsers.structure import Block, ParsedDocument, parsed
from ingest.parsers.text import read_text

_SOFT_BREAK = "\x1f"
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_NOTE = re.compile(r"^\[\^[^\]\s]{1,40}\]:[ \t]*", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")
_BREAK = re.compile(r"^<br\s*/?>$", re.IGNORECASE)


def parse(path: Path) -> ParsedDocument:
    """The sections of a Markdown file; its front matter's title counts where the text has none."""
    text = read_text(path).replace("\r\n", "\n")
    matter = _FRONT_MATTER.match(text)
    title = _TITLE.search(matter[1]) if matter else None
    body = _with_plain_notes(text[matter.end() :] if matter else text)
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(body))
    return parsed(_blocks(tree.children), title[1] if title else None)


def _with_plain_notes(text: str) -> str:
    """Footnotes as paragraphs where they stand, their marks in the text left out."""
    return _NOTE_MARK.sub("", _NOTE.sub("\n", text))


def _blocks(nodes: Sequence[SyntaxTreeNode], marker: str = "") -> Iterator[Block]:
    """The blocks of `nodes`; the first paragraph takes the list item's `marker`."""
    for node in nodes:
        match node.type:
            case "heading":
                yield Block(_words(node).replace(_SOFT_BREAK, " "), level=int(node.tag[1]))
            case "paragraph":
                yield from (Block(text, bold=not marker and _is_bold(node)) for text in _lines(marker + _words(node)))
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


def _lines(text: str) -> Iterator[str]:
    """The lines of a paragraph: one, but for list items that Markdown has no sign for, like "a) " and "(2) "."""
    whole = ""
    for line in text.split(_SOFT_BREAK):
        if whole and starts_with_marker(line):
            yield whole
            whole = ""
        whole = join(whole, line)
    yield whole


def _items(node: SyntaxTreeNode) -> Iterator[Block]:
    if all(map(_is_inner_link, node.children)):
        return
    number = int(node.attrs.get("start", 1))
    for item in node.children:
        if node.type == "bullet_list":
            yield from _blocks(item.children, "- ")
        else:
            yield from _blocks(item.children, f"{number}{item.markup} ")
        number += 1


def _is_inner_link(item: SyntaxTreeNode) -> bool:
    """Whether a list item says no more than where in the same text to find something: it belongs to a table of contents."""
    parts = list(item.walk())
    links = [part for part in parts if part.type == "link" and str(part.attrs.get("href", "")).startswith("#")]
    said = "".join(part.content for part in parts if part.type == "text")
    return bool(links) and said == "".join(part.content for link in links for part in link.walk() if part.type == "text")


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
            return _SOFT_BREAK
        case "hardbreak":
            return "\n"
        case "image":
            return ""
        case "html_inline":
            return "\n" if _BREAK.match(node.content) else ""
        case _:
            return "".join(map(_words, node.children))
