"""Documents of the sample library that are text: the intranet page and the plain text file."""

import html
import textwrap
from itertools import zip_longest
from pathlib import Path
from string import Template

from markers import item_of
from office import german_date
from sources import Block, Source

WIDTH = 76
PAGE = Path(__file__).parent / "intranet.html"


def html_of(source: Source) -> str:
    """The source as a page of the intranet."""
    page = Template(PAGE.read_text("utf-8"))
    return page.substitute(
        title=html.escape(source.title),
        issuer=html.escape(source.issuer),
        reference=html.escape(source.reference),
        valid_from=german_date(source.valid_from),
        body="\n".join(_element(block) for block in source.blocks),
    )


def text_of(source: Source) -> str:
    """The source as a text of 76 columns, its headings underlined."""
    parts = [_headings_underlined(block) for block in source.blocks]
    front = f"{source.issuer}\nAz. {source.reference} - Stand {german_date(source.valid_from)}"
    return "\n\n".join([parts[0], front, *parts[1:]]) + "\n"


def _element(block: Block) -> str:
    if block.kind == "table":
        return _html_table(block.rows)
    lines = [html.escape(item_of(line), quote=False) for line in block.lines]
    if block.kind == "heading":
        return f"<h{block.level}>{lines[0]}</h{block.level}>"
    if block.kind == "paragraph":
        return f"<p>{lines[0]}</p>"
    name = "ul" if block.kind == "bullets" else "ol"
    return "\n".join([f"<{name}>", *(f"<li>{line}</li>" for line in lines), f"</{name}>"])


def _html_table(rows: list[list[str]]) -> str:
    head, *body = rows
    lines = ["<table>", f"<thead>{_html_row(head, 'th')}</thead>", "<tbody>"]
    return "\n".join([*lines, *(_html_row(row, "td") for row in body), "</tbody>", "</table>"])


def _html_row(cells: list[str], name: str) -> str:
    inner = "".join(f"<{name}>{html.escape(cell, quote=False)}</{name}>" for cell in cells)
    return f"<tr>{inner}</tr>"


def _headings_underlined(block: Block) -> str:
    if block.kind == "heading":
        return _underlined(block.lines[0], "=" if block.level == 1 else "-")
    if block.kind == "table":
        return _text_table(block.rows)
    if block.kind == "paragraph":
        return textwrap.fill(block.lines[0], WIDTH, break_on_hyphens=False)
    indent = "  " if block.kind == "bullets" else "   "
    return "\n".join(textwrap.fill(line, WIDTH, subsequent_indent=indent) for line in block.lines)


def _underlined(text: str, mark: str) -> str:
    return f"{text}\n{mark * len(text)}"


def _text_table(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    lines = ["   ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
