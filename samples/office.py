"""Office documents of the sample library: docx by python-docx, odt and pdf by LibreOffice.

Knows what an official paper looks like, not what stands in it.
"""

import re
import shutil
import subprocess
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import SubElement, _Element
from markers import item_of
from sources import Block, Source

AUTHORITY = "Landesamt f\u00fcr Deichwesen und Binnengew\u00e4sser"
SINCE = "G\u00fcltig ab"
SIZES = {"Normal": 10.5, "Title": 16, "Heading 1": 12, "Heading 2": 11, "Heading 3": 10.5}
EPOCH = (1980, 1, 1, 0, 0, 0)
NO_DATE = b"1980-01-01T00:00:00"
DATE = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?")
RSID = re.compile(rb'(config:name="Rsid[^>]*>)\d+')
PDF_DATE = re.compile(rb"(?<=\(D:)\d{14}")
PDF_MARK = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}")


def write_docx(source: Source, path: Path) -> None:
    """The source as a Word document, the same bytes for the same source."""
    document = docx.Document()
    _set_page(document, source)
    _set_styles(document)
    _write_front(document, source)
    for block in source.blocks:
        _write(document, block)
    _set_properties(document, source)
    document.save(str(path))
    settle(path)


def convert(paths: list[Path], format_: str, target: Path) -> None:
    """Turns docx files into odt or pdf. Raises CalledProcessError and FileNotFoundError."""
    if not paths:
        return
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless"]
        command += ["--convert-to", format_, "--outdir", str(target), *map(str, paths)]
        subprocess.run(command, check=True, capture_output=True)
    for path in paths:
        built = target / f"{path.stem}.{format_}"
        if not built.exists():
            raise FileNotFoundError(f"LibreOffice did not build {built.name}")
        settle_pdf(built) if format_ == "pdf" else settle(built)


def settle(path: Path) -> None:
    """Takes the time of building out of a zipped document."""
    fresh = path.with_suffix(".fresh")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(fresh, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename in ("meta.xml", "settings.xml"):
                content = RSID.sub(rb"\g<1>0", DATE.sub(NO_DATE, content))
            stamped = zipfile.ZipInfo(entry.filename, EPOCH)
            stamped.compress_type = entry.compress_type
            new.writestr(stamped, content)
    shutil.move(fresh, path)


def settle_pdf(path: Path) -> None:
    """Takes the time of building out of a PDF; lengths stay, so its table of objects stays true."""
    content = PDF_DATE.sub(b"19800101000000", path.read_bytes())
    path.write_bytes(PDF_MARK.sub(b"0" * 32, content))


def german_date(iso: str) -> str:
    """2026-01-31 as 31.01.2026."""
    return ".".join(reversed(iso.split("-")))


def _add(parent: _Element, name: str, text: str = "", **attributes: str) -> _Element:
    """A new last child in the namespace of Word, for what python-docx has no words for."""
    child = SubElement(parent, qn(f"w:{name}"))
    child.text = text or None
    for attribute, value in attributes.items():
        child.set(qn(f"w:{attribute}"), value)
    return child


def _set_page(document: Document, source: Source) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin, page.bottom_margin = Cm(2.6), Cm(2.2)
    header, footer = page.header.paragraphs[0], page.footer.paragraphs[0]
    header.text = f"{source.title}\t{source.reference}"
    _draw_line(header)
    footer.text = "LDB Harmstedt\tSeite "
    _add_field(footer, "PAGE")
    footer.add_run(" von ")
    _add_field(footer, "NUMPAGES")
    _hyphenate(document)


def _hyphenate(document: Document) -> None:
    settings = document.settings.element
    hyphenation = _add(settings, "autoHyphenation")
    # Word wants its settings in the order of the standard (ECMA-376, 17.15.1.78).
    settings.find(qn("w:defaultTabStop")).addnext(hyphenation)


def _set_styles(document: Document) -> None:
    for name, size in SIZES.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size = "Liberation Sans", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for face in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{face}"), None)
        style.paragraph_format.space_after = Pt(6)
        if name != "Normal":
            style.paragraph_format.space_before = Pt(14)
    _add(document.styles["Normal"].element.get_or_add_rPr(), "lang", val="de-DE")
    _set_running_styles(document)


def _set_running_styles(document: Document) -> None:
    for name in ("Header", "Footer"):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.paragraph_format.tab_stops.clear_all()
        style.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
        style.font.size = Pt(9)


def _write_front(document: Document, source: Source) -> None:
    head = document.add_paragraph()
    head.add_run(AUTHORITY).bold = True
    rows = [("Herausgeber", source.issuer), ("Aktenzeichen", source.reference)]
    rows.append((SINCE, german_date(source.valid_from)))
    table = document.add_table(0, 2)
    for name, value in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value
    _set_widths(table, [4.0, 12.0])


def _write(document: Document, block: Block) -> None:
    if block.kind == "heading":
        document.add_heading(block.lines[0], block.level - 1)
    elif block.kind == "table":
        _write_table(document, block.rows)
    elif block.kind == "paragraph":
        paragraph = document.add_paragraph(block.lines[0])
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    else:
        _write_list(document, block)


def _write_list(document: Document, block: Block) -> None:
    style = "List Bullet" if block.kind == "bullets" else "List Number"
    numbering = _fresh_numbering(document) if block.kind == "numbers" else None
    for line in block.lines:
        paragraph = document.add_paragraph(item_of(line), style)
        if numbering is not None:
            properties = _add(paragraph._p.get_or_add_pPr(), "numPr")
            _add(properties, "ilvl", val="0")
            _add(properties, "numId", val=str(numbering))


def _fresh_numbering(document: Document) -> int:
    """A numbering that begins with 1; Word would go on counting from the last list."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    known = numbering.num_having_numId(style.pPr.numPr.numId.val)
    fresh = numbering.add_num(known.abstractNumId.val)
    fresh.add_lvlOverride(0).add_startOverride(1)
    return int(fresh.numId)


def _write_table(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(0, len(rows[0]), "Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    _repeat_header(table)
    _set_widths(table, _widths(rows))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _widths(rows: list[list[str]]) -> list[float]:
    longest = [min(max(len(text) for text in column), 60) + 6 for column in zip(*rows, strict=True)]
    return [16 * length / sum(longest) for length in longest]


def _set_widths(table: Table, widths: list[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _repeat_header(table: Table) -> None:
    _add(table.rows[0]._tr.get_or_add_trPr(), "tblHeader")


def _draw_line(paragraph: Paragraph) -> None:
    borders = _add(paragraph._p.get_or_add_pPr(), "pBdr")
    _add(borders, "bottom", val="single", sz="4", space="3", color="808080")


def _add_field(paragraph: Paragraph, name: str) -> None:
    run = paragraph.add_run()._r
    _add(run, "fldChar", fldCharType="begin")
    _add(run, "instrText", name)
    _add(run, "fldChar", fldCharType="end")


def _set_properties(document: Document, source: Source) -> None:
    properties = document.core_properties
    properties.title, properties.author = source.title, source.issuer
    properties.subject, properties.language = source.reference, "de-DE"
    properties.comments = ""
    properties.created = properties.modified = datetime.fromisoformat(source.valid_from)
