"""One text gives the same sections in every format that it is written in."""

import shutil
from pathlib import Path

import pytest

from ingest.parsers import ParsedDocument, parse
from tests.ingest.parsers import one_text

OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


@pytest.fixture(scope="module", params=["md", "html", "docx", "odt", "pdf", "rtf", "epub", "doc"])
def document(request: pytest.FixtureRequest, folder: Path) -> ParsedDocument:
    ending = str(request.param)
    path = folder / f"text.{ending}"
    if ending == "md":
        path.write_text(one_text.markdown(), encoding="utf-8")
    elif ending == "html":
        path.write_text(one_text.html(), encoding="utf-8")
    elif ending == "epub":
        one_text.write_epub(path)
    else:
        source = folder / "text.docx"
        one_text.write_docx(source)
        if ending != "docx":
            if OFFICE is None:
                pytest.skip("LibreOffice is not installed; it makes the ODT, PDF, RTF and DOC files")
            path = one_text.converted(source, ending, OFFICE)
    return parse(path, path.name)


def test_the_title_is_the_text_s_own(document: ParsedDocument) -> None:
    assert document.title == one_text.TITLE


def test_sections_follow_the_headings(document: ParsedDocument) -> None:
    assert [section.headings for section in document.sections] == [
        (one_text.TITLE, "§ 1 Anordnung"),
        (one_text.TITLE, "§ 2 Wegstrecken"),
        (one_text.TITLE, "3. Abrechnung"),
        (one_text.TITLE, "3. Abrechnung", "3.1 Ablauf"),
        (one_text.TITLE, "3. Abrechnung", "3.2 Fristen"),
    ]


def test_anchors_name_the_place(document: ParsedDocument) -> None:
    assert [section.anchor for section in document.sections] == ["§ 1", "§ 2", "3", "3.1", "3.2"]


def test_each_paragraph_is_one_line_with_whole_words(document: ParsedDocument) -> None:
    assert document.sections[0].text.split("\n") == [one_text.FIRST_DUTY, one_text.SECOND_DUTY]
    assert document.sections[4].text == one_text.DEADLINE


def test_a_table_is_rows_with_its_header_first(document: ParsedDocument) -> None:
    rows = [f"| {' | '.join(line)} |" for line in one_text.RATES]
    assert document.sections[1].text.split("\n") == [one_text.ALLOWANCE, *rows]


def test_list_items_are_lines_with_their_markers(document: ParsedDocument) -> None:
    assert document.sections[2].text.split("\n") == ["Beizufügen sind:", *(f"- {item}" for item in one_text.RECEIPTS)]
    assert document.sections[3].text.split("\n") == [f"{number}. {item}" for number, item in enumerate(one_text.STEPS, 1)]
