"""What editors have beside the usual: flat OpenDocument, slides of a title only, tracked changes, any encoding."""

import zipfile
from pathlib import Path

import pytest
from pptx import Presentation

from ingest.errors import BrokenFile, UnsupportedFile
from ingest.parsers import parse

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = "".join(
    f' xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "text", "table", "drawing", "presentation")
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
SENTENCE = "Für größere Beträge – über 1.000 € – gilt § 5: „Die Prüfung übernimmt die Kämmerei.“"

STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"


def flat(kind: str, body: str) -> str:
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document{NAMES} office:mimetype="{mime}">'
        f"<office:meta><dc:title>Titel</dc:title></office:meta><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document>"
    )


def test_a_flat_text_is_read_like_a_packed_one(tmp_path: Path) -> None:
    body = '<text:h text:outline-level="1">\u00a7 1 Zweck</text:h><text:p>Dienstreisen sind anzuordnen.</text:p>'
    (tmp_path / "a.fodt").write_text(flat("text", body), encoding="utf-8")
    (section,) = parse(tmp_path / "a.fodt", "a.fodt").sections
    assert (section.headings, section.text, section.anchor) == (("§ 1 Zweck",), "Dienstreisen sind anzuordnen.", "§ 1")


def test_numbers_of_lists_in_lists_are_those_that_the_program_shows(tmp_path: Path) -> None:
    levels = (("1", "%1%", 1), ("1", "%1%.%2%", 2), ("i", "%3%.", 3))
    forms = "".join(
        f'<text:list-level-style-number text:level="{depth}" style:num-format="{form}" loext:num-list-format="{shown}" '
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0" text:display-levels="3"/>'
        for form, shown, depth in levels
    )
    style = f'<text:list-style xmlns:style="{STYLE}" style:name="L">{forms}</text:list-style>'
    item, end = "<text:list-item>", "</text:list-item>"
    inner = (
        f"<text:list>{item}<text:p>Ausnahmen</text:p><text:list>{item}<text:p>Feiertage</text:p>{end}</text:list>{end}</text:list>"
    )
    first = f'<text:list xml:id="one" text:style-name="L">{item}<text:p>Fristen</text:p>{inner}{end}</text:list>'
    below = f"<text:list>{item}<text:p>Dauer</text:p>{end}</text:list>"
    goes_on = f'<text:list text:continue-list="one" text:style-name="L">{item}{below}{end}'
    body = f"{style}{first}<text:p>Dazwischen.</text:p>{goes_on}{item}<text:p>Kosten</text:p>{end}</text:list>"
    (tmp_path / "a.fodt").write_text(flat("text", body), encoding="utf-8")
    (section,) = parse(tmp_path / "a.fodt", "a.fodt").sections
    assert section.text.split("\n") == ["1 Fristen", "1.1 Ausnahmen", "i. Feiertage", "Dazwischen.", "1.2 Dauer", "2 Kosten"]


def test_a_flat_spreadsheet_is_read_like_a_packed_one(tmp_path: Path) -> None:
    table = (("Leistung", "Gebühr"), ("Ausweis", "24,00 €"))
    cells = ["".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row) for row in table]
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    (tmp_path / "a.fods").write_text(flat("spreadsheet", f'<table:table table:name="Gebühren">{rows}</table:table>'), "utf-8")
    (section,) = parse(tmp_path / "a.fods", "a.fods").sections
    assert section.text.split("\n") == ["| Leistung | Gebühr |", "| Ausweis | 24,00 € |"]


def test_a_flat_file_with_entities_is_refused(tmp_path: Path) -> None:
    text = flat("text", "<text:p>&a;</text:p>").replace("?>\n", '?>\n<!DOCTYPE x [<!ENTITY a "ha">]>', 1)
    (tmp_path / "a.fodt").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenFile, match="Dokumenttyp"):
        parse(tmp_path / "a.fodt", "a.fodt")


def test_a_slide_with_nothing_but_its_title_is_not_lost(tmp_path: Path) -> None:
    presentation = Presentation()
    for title in ("Haushalt 2025", "Wir suchen noch zwei Auszubildende", "Ausblick"):
        presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = title
    presentation.slides[2].shapes.add_textbox(0, 0, 100, 100).text_frame.text = "Es wird knapp."
    presentation.save(str(tmp_path / "a.pptx"))
    sections = parse(tmp_path / "a.pptx", "a.pptx").sections
    assert [(section.page, section.text) for section in sections][-2:] == [
        (2, "Wir suchen noch zwei Auszubildende"),
        (3, "Es wird knapp."),
    ]


def test_a_binary_workbook_is_refused_by_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.bin", b"\0")
    with pytest.raises(UnsupportedFile, match=r"a\.xlsb"):
        parse(tmp_path / "a.xlsb", "a.xlsb")


def test_what_tracked_changes_have_deleted_is_left_out_of_an_opendocument_text(tmp_path: Path) -> None:
    deleted = "<text:changed-region><text:deletion><text:p>drei</text:p></text:deletion></text:changed-region>"
    body = f"<text:tracked-changes>{deleted}</text:tracked-changes><text:p>Die Frist beträgt <text:change/>sechs Monate.</text:p>"
    (tmp_path / "a.fodt").write_text(flat("text", body), encoding="utf-8")
    assert parse(tmp_path / "a.fodt", "a.fodt").sections[0].text == "Die Frist beträgt sechs Monate."


@pytest.mark.parametrize("code", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.md"])
def test_the_encoding_of_a_text_is_found(name: str, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(SENTENCE.encode(code))
    assert parse(tmp_path / name, name).sections[0].text == SENTENCE


@pytest.mark.parametrize("code", ["iso8859_15", "cp850", "latin-1"])
def test_older_encodings_are_found_too(code: str, tmp_path: Path) -> None:
    sentence = "Für größere Beträge gilt § 5; die Prüfung übernimmt die Kämmerei."
    (tmp_path / "a.txt").write_bytes(sentence.encode(code, errors="replace"))
    assert parse(tmp_path / "a.txt", "a.txt").sections[0].text == sentence.encode(code, errors="replace").decode(code)
