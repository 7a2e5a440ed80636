"""docs/formats.md names every ending that is read, and no other."""

import re
from pathlib import Path

from ingest.parsers import PARSERS

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"
SAME = {"text (TXT)": "TXT", "Markdown (MD, MARKDOWN)": "MD, MARKDOWN", "XZuFi 2.x (XML)": "XML"}


def listed() -> set[str]:
    """The endings in the first column of the first table."""
    table = PAGE.read_text(encoding="utf-8").split("\n\n| format |")[-1].split("\n\n")[0]
    rows = [row.split("|")[1].strip() for row in f"| format |{table}".split("\n")[2:]]
    named = [SAME.get(row, row.partition(", scanned")[0]) for row in rows]
    return {f".{ending.lower()}" for row in named for ending in re.findall(r"[A-Z]{2,}", row)}


def test_the_table_lists_every_ending_that_is_read_and_no_other() -> None:
    assert listed() == set(PARSERS)
