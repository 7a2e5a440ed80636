"""A Vermerk: questions, answers and their sources as an accessible Word file.

Headings are headings, tables have a header row that repeats, language and title are set (EN 301 549, chapter 10).
Knows what a Vermerk looks like; what stands in it comes from `Entry`, its words from `prompts/vermerk.toml`.
"""

import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import docx
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Row
from lxml import etree

from assistant.conversation import Sentence, Verdict
from ingest.documents import Document, Passage

_WORDS = Path(__file__).parents[1] / "prompts" / "vermerk.toml"
_LANGUAGE = "de-DE"
_DOUBTS: tuple[Verdict, ...] = ("partly", "unsupported")
_RECOGNISED = 30
"""Letters of a sentence that tell where it stands in the answer, whose text has citations in between."""
_DAY, _TIME = "%d.%m.%Y", "%d.%m.%Y, %H:%M"


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer cites as [number]; the passage is None if it is gone, `changed` if it does not read as quoted."""

    number: int
    passage: Passage | None
    quote: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its answer; `circumstances` are pairs of a word of `vermerk.toml` and what is said to it."""

    question: str
    answer: str
    sentences: Sequence[Sentence]
    sources: Sequence[Source]
    circumstances: Sequence[tuple[str, str]]


def write_memo(title: str, entries: Sequence[Entry], now: datetime) -> bytes:
    """The Word file."""
    words = memo_words()
    file = _new_file(title or words["title"].format(question=entries[0].question), now)
    file.add_heading(words["heading"], level=1)
    file.add_paragraph(words["notice"])
    for entry in entries:
        _write_entry(file, entry, now)
    file.add_paragraph(words["checked"])
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _write_entry(file: WordFile, entry: Entry, now: datetime) -> None:
    words = memo_words()
    file.add_heading(f"{words['question']}: {entry.question}", level=2)
    file.add_heading(words["answer"], level=3)
    _write_answer(file, entry)
    file.add_heading(words["sources"], level=3)
    if entry.sources:
        rows = [_source_row(source) for source in entry.sources]
        _write_table(file, [words[name] for name in ("number", "document", "quote", "digest")], rows, (1.2, 5.0, 6.3, 4.5))
    else:
        file.add_paragraph(words["nothing"])
    file.add_heading(words["circumstances"], level=3)
    rows = [(words[name], value) for name, value in (*entry.circumstances, ("written", now.strftime(_TIME))) if value]
    _write_table(file, [words["entry"], words["value"]], rows, (5.0, 12.0))


def _write_answer(file: WordFile, entry: Entry) -> None:
    """Sentence by sentence, with the numbers of its sources and what is to be doubted."""
    words = memo_words()
    if not entry.sentences:
        file.add_paragraph(entry.answer)
        return
    paragraph = file.add_paragraph()
    for sentence in entry.sentences:
        if paragraph.runs and _begins_line(sentence.text, entry.answer):
            paragraph = file.add_paragraph()
        marks = "".join(f" [{number}]" for number in sentence.citations)
        paragraph.add_run(f"{sentence.text}{marks} ")
        if sentence.verdict in _DOUBTS:
            paragraph.add_run(f"({words[sentence.verdict]}) ").italic = True


def _begins_line(sentence: str, answer: str) -> bool:
    return f"\n{sentence[:_RECOGNISED]}" in answer


def _source_row(source: Source) -> tuple[str, ...]:
    words, passage = memo_words(), source.passage
    if passage is None:
        return str(source.number), words["gone"], source.quote, ""
    document = passage.document
    page = f"S. {passage.page}" if passage.page else ""
    place = (document.metadata.title, " › ".join(passage.headings), passage.anchor or "", page)
    about = (*place, standing(document), *_origin(document))
    quote = f"{words['changed']}\n{passage.text}" if source.changed else source.quote
    digest = f"{words['version'].format(version=document.version)}\n{document.digest}"
    return str(source.number), "\n".join(line for line in about if line), quote, digest


def _origin(document: Document) -> tuple[str, ...]:
    words, about = memo_words(), document.metadata
    issuer = words["issuer"].format(issuer=about.issuer) if about.issuer else ""
    return issuer, words["reference"].format(reference=about.reference) if about.reference else ""


def standing(document: Document) -> str:
    """From when to when a document is valid."""
    words, about = memo_words(), document.metadata
    begins = words["valid_from"].format(date=show_day(about.valid_from)) if about.valid_from else words["no_date"]
    return ", ".join((begins, *((words["valid_to"].format(date=show_day(about.valid_to)),) if about.valid_to else ())))


def show_day(day: date) -> str:
    """A day as a German reads it."""
    return day.strftime(_DAY)


def show_time(moment: datetime) -> str:
    """The same with its time."""
    return moment.strftime(_TIME)


def _write_table(file: WordFile, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """A table whose first row is marked as its header; widths in centimetres."""
    table = file.add_table(rows=0, cols=len(header), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for cells in (header, *rows):
        row = table.add_row()
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.text = text
            cell.width = Cm(width)
            cell.paragraphs[0].runs[0].bold = cells is header or None
        _mark(row, "w:cantSplit")
    _mark(table.rows[0], "w:tblHeader")


def _mark(row: _Row, name: str) -> None:
    etree.SubElement(row._tr.get_or_add_trPr(), qn(name))  # noqa: SLF001 - python-docx has no public way


def _new_file(title: str, now: datetime) -> WordFile:
    file = docx.Document()
    properties = file.core_properties
    properties.title, properties.language, properties.created, properties.author = title[:255], _LANGUAGE, now, "Aktenlotse"
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        style = file.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name = "Arial"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:asciiTheme"), "")
    normal = file.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.size = Pt(10.5)
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    return file


@cache
def memo_words() -> Mapping[str, str]:
    """Words of a Vermerk, by name."""
    with _WORDS.open("rb") as file:
        return {key: str(text) for key, text in tomllib.load(file).items()}
