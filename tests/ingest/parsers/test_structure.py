"""What parsers make of the habits of German regulations: §, hyphens, running heads, contents, lists."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from reportlab.pdfgen.canvas import Canvas

from ingest.parsers import ParsedDocument, parse
from ingest.parsers.lines import clean, join
from ingest.parsers.structure import Block, parsed

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(tmp_path: Path, name: str, content: str | bytes) -> ParsedDocument:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return parse(path, name)


def page(canvas: Canvas, number: int, lines: list[tuple[str, int, str]]) -> None:
    """Draw a page with a running head and foot; `lines` are font, size and text from the top."""
    canvas.setFont("Helvetica", 9)
    canvas.drawString(72, 800, f"Stadt Musterhausen - Dienstanweisung 7 - Stand 0{number}/2024")
    canvas.drawString(280, 30, f"Seite {number} von 3")
    height = 740
    for font, size, text in lines:
        height -= int(size * 2.4) if font.endswith("Bold") else 15
        canvas.setFont(font, size)
        canvas.drawString(72, height, text)
    canvas.showPage()


@pytest.fixture
def three_pages(tmp_path: Path) -> ParsedDocument:
    file = io.BytesIO()
    canvas = Canvas(file)
    page(canvas, 1, [("Helvetica-Bold", 18, "Dienstanweisung Dienstwagen"), ("Helvetica-Bold", 12, "§ 1 Nutzung"),
                     ("Helvetica", 10, "Dienstwagen stehen allen Beschäftigten zur Verfügung, die eine Dienst-"),
                     ("Helvetica", 10, "reise antreten. Fahrten zwischen Wohnung und Dienststelle sind nicht")])  # fmt: skip
    page(canvas, 2, [("Helvetica", 10, "gestattet, soweit nicht eine Ausnahme vorliegt."),
                     ("Helvetica-Bold", 12, "§ 2 Fahrtenbuch"),
                     ("Helvetica", 10, "Jede Fahrt ist im Fahrtenbuch einzutragen.")])  # fmt: skip
    page(canvas, 3, [("Helvetica", 10, "Die Eintragung nennt Zweck und Ziel.")])
    canvas.save()
    return read(tmp_path, "wagen.pdf", file.getvalue())


def test_running_heads_feet_and_page_numbers_are_left_out(three_pages: ParsedDocument) -> None:
    text = "\n".join(section.text for section in three_pages.sections)
    assert "Musterhausen" not in text
    assert "Seite" not in text


def test_a_sentence_over_a_page_stays_whole_on_the_page_where_it_starts(three_pages: ParsedDocument) -> None:
    first = three_pages.sections[0]
    assert first.page == 1
    assert first.text.endswith("die eine Dienstreise antreten. Fahrten zwischen Wohnung und Dienststelle sind nicht "
                               "gestattet, soweit nicht eine Ausnahme vorliegt.")  # fmt: skip


def test_a_section_over_pages_is_split_under_the_same_headings(three_pages: ParsedDocument) -> None:
    assert [(section.page, section.anchor) for section in three_pages.sections] == [(1, "§ 1"), (2, "§ 2"), (3, "§ 2")]
    assert (
        three_pages.sections[1].headings == three_pages.sections[2].headings == ("Dienstanweisung Dienstwagen", "§ 2 Fahrtenbuch")
    )


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("die Reise-", "kosten werden", "die Reisekosten werden"),
        ("Reise-", "und Umzugskosten", "Reise- und Umzugskosten"),
        ("per E-", "Mail", "per E-Mail"),
        ("Baden-", "Württemberg", "Baden-Württemberg"),
        ("2023-", "2024", "2023-2024"),
        ("der Antrag", "ist zu stellen", "der Antrag ist zu stellen"),
    ],
)
def test_words_hyphenated_at_a_line_s_end_are_joined(first: str, second: str, whole: str) -> None:
    assert join(first, second) == whole


def test_text_is_cleaned_of_what_cannot_be_seen() -> None:
    assert clean("§\u00a05  Sto\ufb00 Weg\u00adstrecke\u200b u\u0308ber\n\n\n x ") == "§ 5 Stoff Wegstrecke über\nx"


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("§ 5 Wegstrecken", "§ 5"),
        ("§ 12a Ausnahmen", "§ 12a"),
        ("§§ 3 bis 5 (weggefallen)", "§§ 3 bis 5"),
        ("Artikel 2 Inkrafttreten", "Art. 2"),
        ("Anlage 1 Vordruck", "Anlage 1"),
        ("3.2 Antrag", "3.2"),
        ("Allgemeines", None),
    ],
)
def test_the_anchor_is_the_heading_s_number(heading: str, anchor: str | None) -> None:
    assert parsed([Block(heading, 2), Block("Text.")]).sections[0].anchor == anchor


def test_text_below_a_heading_without_number_keeps_the_anchor_above() -> None:
    sections = parsed([Block("§ 5 Kosten", 1), Block("Hinweis", 2), Block("Text.")]).sections
    assert sections[0].anchor == "§ 5"


def test_a_paragraph_sign_alone_on_a_line_is_a_heading_with_the_title_below() -> None:
    sections = parsed([Block("§ 3"), Block("Zuständigkeit"), Block("(1) Zuständig ist das Amt.")]).sections
    assert sections[0].headings == ("§ 3 Zuständigkeit",)


@pytest.mark.parametrize("text", ["§ 5 Abs. 2 gilt entsprechend.", "§ 5 BGB bleibt unberührt", "§ 7 gilt nicht für Beamte"])
def test_a_sentence_that_begins_with_a_paragraph_sign_is_no_heading(text: str) -> None:
    assert parsed([Block(text)]).sections[0].text == text


def test_the_table_of_contents_is_left_out() -> None:
    document = parsed([Block("Inhaltsverzeichnis", 1), Block("§ 1 Zweck ........ 3"), Block("§ 1 Zweck", 1), Block("Text.")])
    assert [(section.headings, section.text) for section in document.sections] == [(("§ 1 Zweck",), "Text.")]


def test_a_table_of_contents_without_page_numbers_is_known_by_the_headings_that_follow() -> None:
    entries = [Block("Inhalt", 2), Block("- § 1 Zweck"), Block("- § 2 Fristen 7")]
    body = [Block("§ 1 Zweck", 2), Block("Text."), Block("§ 2 Fristen", 2), Block("Mehr.")]
    assert [section.text for section in parsed([*entries, *body]).sections] == ["Text.", "Mehr."]


def test_an_entry_of_the_contents_that_runs_over_two_lines_is_left_out_whole() -> None:
    entries = [Block("§ 1 Zweck ........ 3"), Block("Anlage 1 Verzeichnis der"), Block("Leistungen ........ 9")]
    assert [section.text for section in parsed([*entries, Block("§ 1 Zweck", 1), Block("Text.")]).sections] == ["Text."]


def test_a_list_that_only_looks_like_contents_stays() -> None:
    document = parsed([Block("Inhalt", 1), Block("- Briefe"), Block("- Pakete")])
    assert [(section.headings, section.text) for section in document.sections] == [(("Inhalt",), "- Briefe\n- Pakete")]


def test_a_heading_with_nothing_below_it_is_not_lost() -> None:
    body = [Block("§ 1 Zweck", 2), Block("Text."), Block("§ 2 (aufgehoben)", 2), Block("§ 3 Rest", 2)]
    document = parsed([Block("Satzung", 1), *body])
    assert [section.text for section in document.sections] == ["Text.", "§ 2 (aufgehoben)", "§ 3 Rest"]
    assert document.sections[1].anchor == "§ 2"


def test_a_title_below_a_letterhead_is_the_title_and_the_letterhead_its_text() -> None:
    head = [Block("Stadt Musterhausen", bold=True), Block("| Aktenzeichen | 10-2 |")]
    document = parsed([*head, Block("Dienstanweisung", 1), Block("Zweck", 2), Block("Text.")])
    assert document.title == "Dienstanweisung"
    assert document.sections[0].text == "Stadt Musterhausen\n| Aktenzeichen | 10-2 |"
    assert {section.headings[0] for section in document.sections} == {"Dienstanweisung"}


def test_plain_text_has_headings_and_paragraphs_too(tmp_path: Path) -> None:
    text = (
        "Dienstanweisung Post\n====================\n\n§ 1 Posteingang\n\n"
        "(1) Eingehende Post wird am Tag ihres Eingangs in der Post-\n"
        "stelle geöffnet und mit dem Eingangsstempel versehen.\n(2) Persönliche Sendungen bleiben verschlossen.\n\n"
        "Zu verteilen sind:\n- Briefe\n- Pakete\n\n1.2 Zustellung\n\nDie Zustellung erfolgt zweimal täglich.\n"
    )
    sections = read(tmp_path, "post.txt", text).sections
    assert [section.headings[-1] for section in sections] == ["§ 1 Posteingang", "1.2 Zustellung"]
    assert sections[0].text.split("\n") == [
        "(1) Eingehende Post wird am Tag ihres Eingangs in der Poststelle geöffnet und mit dem Eingangsstempel versehen.",
        "(2) Persönliche Sendungen bleiben verschlossen.",
        "Zu verteilen sind:",
        "- Briefe",
        "- Pakete",
    ]


def test_word_s_automatic_numbers_are_read(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Erster Schritt", style="List Number")
    document.add_paragraph("Zweiter Schritt", style="List Number")
    document.save(str(tmp_path / "schritte.docx"))
    assert parse(tmp_path / "schritte.docx", "schritte.docx").sections[0].text == "1. Erster Schritt\n2. Zweiter Schritt"


def test_deleted_text_of_tracked_changes_is_left_out(tmp_path: Path) -> None:
    runs = (
        "<w:r><w:t>Die Frist beträgt </w:t></w:r><w:del><w:r><w:delText>drei</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>sechs</w:t></w:r></w:ins><w:r><w:t> Monate.</w:t></w:r>"
    )
    with zipfile.ZipFile(tmp_path / "frist.docx", "w") as file:
        file.writestr("word/document.xml", f"<w:document {WORD}><w:body><w:p>{runs}</w:p></w:body></w:document>")
    assert parse(tmp_path / "frist.docx", "frist.docx").sections[0].text == "Die Frist beträgt sechs Monate."
