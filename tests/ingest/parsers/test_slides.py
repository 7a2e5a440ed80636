"""Presentations: a slide is a page under its title, in PPTX and ODP."""

import zipfile
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from ingest.errors import BrokenFile, EmptyFile
from ingest.parsers import ParsedDocument, parse

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in (("office", "office"), ("draw", "drawing"), ("p", "presentation"), ("text", "text"), ("style", "style"))
)


@pytest.fixture
def slides(tmp_path: Path) -> ParsedDocument:
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text, first.placeholders[1].text = "Schulung Reisekosten", "Personalamt"
    second = show.slides.add_slide(show.slide_layouts[1])
    second.shapes.title.text = "Ablauf"
    second.placeholders[1].text = "Antrag stellen\nBelege sammeln"
    second.notes_slide.notes_text_frame.text = "Auf die Frist hinweisen.\nBeispiel zeigen."
    third = show.slides.add_slide(show.slide_layouts[6])
    table = third.shapes.add_table(3, 2, Inches(1), Inches(3), Inches(4), Inches(2)).table
    for place, text in {(0, 0): "Fahrzeug", (0, 1): "Cent", (1, 0): "Rad", (1, 1): "10", (2, 1): "30"}.items():
        table.cell(*place).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    third.shapes.add_textbox(Inches(1), Inches(1), Inches(4), Inches(1)).text_frame.text = "Sätze je Kilometer"
    hidden = show.slides.add_slide(show.slide_layouts[5])
    hidden.shapes.title.text = "Entwurf"
    hidden._element.set("show", "0")
    show.save(str(tmp_path / "s.pptx"))
    return parse(tmp_path / "s.pptx", "s.pptx")


def test_a_slide_is_a_page_under_its_title(slides: ParsedDocument) -> None:
    assert slides.title == "Schulung Reisekosten"
    assert [(section.page, section.headings[-1]) for section in slides.sections] == [
        (1, "Schulung Reisekosten"), (2, "Ablauf"), (3, "Folie 3"),
    ]  # fmt: skip


def test_points_are_list_items_and_notes_a_paragraph(slides: ParsedDocument) -> None:
    assert slides.sections[1].text.split("\n") == [
        "- Antrag stellen",
        "- Belege sammeln",
        "Notizen: Auf die Frist hinweisen. Beispiel zeigen.",
    ]


def test_text_is_read_from_top_to_bottom_and_tables_are_rows(slides: ParsedDocument) -> None:
    assert slides.sections[2].text.split("\n") == ["Sätze je Kilometer", "| Fahrzeug | Cent |", "| Rad | 10 |", "| Rad | 30 |"]


def test_slides_without_words_are_an_empty_file(tmp_path: Path) -> None:
    show = Presentation()
    show.slides.add_slide(show.slide_layouts[6])
    show.save(str(tmp_path / "leer.pptx"))
    with pytest.raises(EmptyFile):
        parse(tmp_path / "leer.pptx", "leer.pptx")


def write_odp(path: Path, prologue: str, pages: str) -> None:
    show = f"<office:presentation>{pages}</office:presentation>"
    content = f"{prologue}<office:document-content {SPACES}><office:body>{show}</office:body>"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        file.writestr("content.xml", content + "</office:document-content>")


def frame(kind: str, text: str) -> str:
    return f'<draw:frame p:class="{kind}"><draw:text-box>{text}</draw:text-box></draw:frame>'


def test_an_opendocument_presentation_is_read_alike(tmp_path: Path) -> None:
    points = "<text:list><text:list-item><text:p>Antrag stellen</text:p></text:list-item></text:list>"
    notes = f"<p:notes>{frame('notes', '<text:p>Auf die Frist hinweisen.</text:p>')}</p:notes>"
    title, footer = frame("title", "<text:p>Ablauf</text:p>"), frame("footer", "<text:p>Amt 10</text:p>")
    write_odp(
        tmp_path / "s.odp",
        "",
        f"<draw:page>{frame('outline', points)}{title}{footer}{notes}</draw:page>"
        f"<draw:page>{frame('outline', '<text:p>Ohne Titel</text:p>')}</draw:page><draw:page/>",
    )
    document = parse(tmp_path / "s.odp", "s.odp")
    assert [(section.page, section.headings, section.text) for section in document.sections] == [
        (1, ("Ablauf",), "- Antrag stellen\nNotizen: Auf die Frist hinweisen."),
        (2, ("Folie 2",), "Ohne Titel"),
    ]


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    write_odp(tmp_path / "x.odp", '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>', "<draw:page/>")
    with pytest.raises(BrokenFile):
        parse(tmp_path / "x.odp", "x.odp")
