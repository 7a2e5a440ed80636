"""Writes the texts of `rich_texts` as Markdown, HTML, EPUB and DOCX, as their programs would. Knows no parser."""

import html
import zipfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from lxml import etree

from tests.ingest.parsers.rich_tables import table_as_markdown, table_as_markup, write_table
from tests.ingest.parsers.rich_texts import Box, Contents, Heading, Items, Part, Table, Text

RUNNING_HEAD, RUNNING_FOOT = "Stadt Musterhausen – Ortsrecht", "Seite"


def numbered(items: Items) -> Iterator[tuple[int, str, str]]:
    """Depth, marker and words of each item."""
    counts = [0, 0]
    for depth, words in items.lines:
        counts = [counts[0] + (not depth), counts[1] + 1 if depth else 0]
        yield depth, _marker(items.form[min(depth, len(items.form) - 1)], counts[depth]), words


def _marker(form: str, number: int) -> str:
    return {"-": "-", "1": f"{number}.", "a": f"{chr(ord('a') + number - 1)})"}[form]


def _titles(parts: Sequence[Part]) -> list[str]:
    return [part.text for part in parts if isinstance(part, Heading) and part.level > 1 and part.text != "Inhaltsverzeichnis"]


def markdown(parts: Sequence[Part]) -> str:
    """The text as Markdown; merged cells say their words again, footnotes stand at the end."""
    notes = [part.note for part in parts if isinstance(part, Text) and part.note]
    body = [_as_markdown(part, parts, notes) for part in parts]
    return "\n\n".join([*body, *(f"[^{number}]: {note}" for number, note in enumerate(notes, 1))]) + "\n"


def _as_markdown(part: Part, parts: Sequence[Part], notes: Sequence[str]) -> str:
    match part:
        case Heading(level, text):
            return f"{'#' * level} {text}"
        case Text(text, note):
            return f"{text}[^{notes.index(note) + 1}]" if note else text
        case Items():
            return "\n".join(f"{'  ' * depth}{marker} {words}" for depth, marker, words in numbered(part))
        case Table():
            return table_as_markdown(part)
        case Contents():
            return "\n".join(f"- [{title}](#ziel{number})" for number, title in enumerate(_titles(parts)))
        case Box(text):
            return f"> {text}"


def page(parts: Sequence[Part]) -> str:
    """The text as a web page with navigation and footer."""
    title = next(part.text for part in parts if isinstance(part, Heading))
    return (
        f'<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f"<header><nav><ul><li><a href='/'>Startseite</a></li></ul></nav></header><main>{markup(parts)}</main>"
        "<footer><p>Impressum und Datenschutz</p></footer></body></html>"
    )


def markup(parts: Sequence[Part]) -> str:
    """The text as the inside of a page, footnotes at its end."""
    notes = [part.note for part in parts if isinstance(part, Text) and part.note]
    body = "".join(_as_markup(part, parts, notes) for part in parts)
    ends = "".join(f'<li id="fn{number}">{note} <a href="#ref{number}">↩</a></li>' for number, note in enumerate(notes, 1))
    return body + (f'<section class="footnotes"><ol>{ends}</ol></section>' if notes else "")


def _as_markup(part: Part, parts: Sequence[Part], notes: Sequence[str]) -> str:
    match part:
        case Heading(level, text):
            return f"<h{level}>{html.escape(text)}</h{level}>"
        case Text(text, note):
            number = notes.index(note) + 1 if note else 0
            mark = f'<sup><a id="ref{number}" href="#fn{number}">{number}</a></sup>' if note else ""
            return f"<p>{html.escape(text)}{mark}</p>"
        case Items(form, lines):
            (kind, inner), (kind_below, inner_below) = _list_kind(form[0]), _list_kind(form[-1])
            items = ""
            for depth, group in groupby(lines, key=lambda line: line[0]):
                said = "".join(f"<li>{html.escape(words)}</li>" for _, words in group)
                items = f"{items[:-5]}<{kind_below}{inner_below}>{said}</{kind_below}></li>" if depth else items + said
            return f"<{kind}{inner}>{items}</{kind}>"
        case Table():
            return table_as_markup(part)
        case Contents():
            return f"<ul>{''.join(f'<li><a href=#>{title}</a></li>' for title in _titles(parts))}</ul>"
        case Box(text):
            return f"<div><p>{text}</p></div>"


def _list_kind(form: str) -> tuple[str, str]:
    return ("ul", "") if form == "-" else ("ol", f' type="{form}"')


def write_epub(parts: Sequence[Part], path: Path) -> None:
    """The text as a book with a page of navigation."""
    whole = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{markup(parts)}</body></html>'
    package = (
        '<package><manifest><item id="t" href="t.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="t"/></spine></package>'
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>')
        book.writestr("b.opf", package)
        book.writestr("t.xhtml", whole)


def write_docx(parts: Sequence[Part], path: Path) -> None:
    """The text as a Word file with Word's styles, automatic numbers, a running head and page numbers."""
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = RUNNING_HEAD
    section.footer.paragraphs[0].text = RUNNING_FOOT + " "
    _field(section.footer.paragraphs[0], "PAGE")
    lists = _Lists(document)
    notes: list[str] = []
    for part in parts:
        _write_part(document, part, parts, lists, notes)
    _write_notes(document, notes)
    document.save(str(path))


def _write_part(document: Word, part: Part, parts: Sequence[Part], lists: "_Lists", notes: list[str]) -> None:
    match part:
        case Heading(level, text):
            document.add_heading(text, level - 1)
        case Text():
            _write_text(document, part, notes)
        case Items():
            lists.write(part)
        case Table():
            write_table(document, part)
        case Contents():
            for number, title in enumerate(_titles(parts), 1):
                document.add_paragraph(f"{title} {'.' * 60} {number}")
        case Box(text):
            _write_box(document, text)


def _write_text(document: Word, text: Text, notes: list[str]) -> None:
    paragraph = document.add_paragraph(text.text)
    if text.note:
        notes.append(text.note)
        look = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
        mark = f"<w:r {nsdecls('w')}>{look}<w:footnoteReference w:id='{len(notes)}'/></w:r>"
        _append(paragraph._p, mark)


def _field(paragraph: Paragraph, name: str) -> None:
    _append(paragraph._p, f"<w:fldSimple {nsdecls('w')} w:instr='{name}'><w:r><w:t>1</w:t></w:r></w:fldSimple>")


def _append(parent: etree._Element, markup: str) -> None:
    parent.append(parse_xml(markup))


class _Lists:
    """Numbering of its own for each list, so that each counts from one."""

    def __init__(self, document: Word) -> None:
        self._document = document
        self._root = document.part.numbering_part.element
        self._next = 900

    def write(self, items: Items) -> None:
        self._next += 1
        forms = {"-": ("bullet", "•"), "1": ("decimal", "%{}."), "a": ("lowerLetter", "%{})")}
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shown.format(level + 1)}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{720 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
            for level, (form, shown) in enumerate((forms[items.form[0]], forms[items.form[-1]]))
        )
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._next}">{levels}</w:abstractNum>'
        self._root.insert(0, parse_xml(abstract))
        self._root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{self._next}"><w:abstractNumId w:val="{self._next}"/></w:num>')
        )
        for depth, words in items.lines:
            paragraph = self._document.add_paragraph(words)
            about = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{self._next}"/></w:numPr>'
            _append(paragraph._p.get_or_add_pPr(), about)


def _write_box(document: Word, text: str) -> None:
    """A text box as Word draws it since 2010, anchored in a paragraph of its own."""
    shape = (
        f'<w:r {nsdecls("w", "wp", "a")} xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0'
        '</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="5000000" cy="400000"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="Box"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5000000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"/></wps:spPr>'
        f"<wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )
    _append(document.add_paragraph("")._p, shape)


def _write_notes(document: Word, notes: Sequence[str]) -> None:
    """Footnotes as a part of their own, which python-docx does not know."""
    said = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {note}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, 1)
    )
    fixed = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    content = f"<w:footnotes {nsdecls('w')}>{fixed}{said}</w:footnotes>".encode()
    part = PackagePart(PackURI("/word/footnotes.xml"), kind, content, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
