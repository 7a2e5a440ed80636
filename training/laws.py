"""Read the archive of federal laws (public domain, Markdown, one folder a law) as sections to train on.

The laws that the retrieval sets ask about are left out here, once, so that no trained file can have seen them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TEST_LAWS = frozenset(
    """
    bbg_2009 bpersvg_2021 vwvfg bdsg_2018 vgv_2016 blv_2009 bmg wogg pauswg agg arbschg surlv_2016 de-mail-g brkg_2005 burlv
    muscheltzv ozg tgv_1986 bukg_1990 arv_1991 azv arbzg beeg bbhv bnv beamtstg bdg bgleig_2015 bgg bitv_2_0 bho tzbfg pflegezg
    fpfzg passg_1986 pauswv pstg vwzg_2005 sgb_10 sueg barchg_2017 djubv bkgg_1996 konzvgv gewo rustag
    """.split()
)
"""Folder names of the laws that test questions are about: never trained on."""

_HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LawSection:
    """One section of a law: `identity` is the folder's name and the section's place, "wogg#12"."""

    identity: str
    law: str
    abbreviation: str
    heading: str
    text: str


def read_laws(folder: Path) -> Iterator[LawSection]:
    """All sections of all laws below `folder`, in the order of their paths, without the test laws."""
    for path in sorted(folder.glob("*/*/index.md")):
        if path.parent.name not in TEST_LAWS:
            yield from _read_law(path)


def _read_law(path: Path) -> Iterator[LawSection]:
    source = path.read_text(encoding="utf-8")
    name = _field(source, "Title")
    abbreviation = _field(source, "jurabk")
    body = _FRONT_MATTER.sub("", source)
    headings = list(_HEADING.finditer(body))
    ends = [following.start() for following in headings[1:]] + [len(body)]
    for number, (heading, end) in enumerate(zip(headings, ends, strict=True)):
        text = _unwrap(body[heading.end() : end])
        if text and number > 0:
            yield LawSection(f"{path.parent.name}#{number}", name, abbreviation, heading[2].strip(), text)


def _field(source: str, name: str) -> str:
    found = re.search(rf"^{name}: (.+)$", source, re.MULTILINE)
    return found[1].strip() if found else ""


def _unwrap(text: str) -> str:
    """Lines broken at 70 characters are joined; paragraphs and list items stay apart."""
    paragraphs = (re.sub(r"\s+", " ", paragraph).strip() for paragraph in re.split(r"\n\s*\n", text))
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)
