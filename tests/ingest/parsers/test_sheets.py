"""Spreadsheets become tables as a reader sees them: XLSX, ODS and CSV."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from time import perf_counter as time_now

import pytest
from openpyxl import Workbook
from xlsxwriter import Workbook as SharingWorkbook

from ingest.errors import BrokenFile, EmptyFile, FileTooLarge, UnreadableFile
from ingest.parsers import ParsedDocument, parse, sheets
from ingest.parsers.numberformats import shown

FEES: list[list[object]] = [["Leistung", "Gebühr"], ["Hund", 60], ["Zweiter Hund", 90.5]]


def read(tmp_path: Path, book: Workbook) -> ParsedDocument:
    book.save(tmp_path / "tabelle.xlsx")
    return parse(tmp_path / "tabelle.xlsx", "tabelle.xlsx")


def lines(document: ParsedDocument, index: int = 0) -> list[str]:
    return document.sections[index].text.split("\n")


@pytest.fixture
def book() -> Workbook:
    made = Workbook()
    made.remove(made.active)
    return made


def filled(book: Workbook, name: str, rows: list[list[object]]) -> None:
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)


def test_each_sheet_is_a_section_under_its_name(tmp_path: Path, book: Workbook) -> None:
    filled(book, "Hundesteuer", FEES)
    filled(book, "Bücherei", [["Ausweis", "Preis"], ["Kinder", "frei"]])
    document = read(tmp_path, book)
    assert [section.headings for section in document.sections] == [("Hundesteuer",), ("Bücherei",)]
    assert lines(document) == ["| Leistung | Gebühr |", "| Hund | 60 |", "| Zweiter Hund | 90,5 |"]


def test_a_name_that_a_program_gave_is_no_heading(tmp_path: Path, book: Workbook) -> None:
    filled(book, "Tabelle1", FEES)
    assert read(tmp_path, book).sections[0].headings == ()


def test_dates_and_amounts_are_shown_as_a_german_reader_writes_them(tmp_path: Path, book: Workbook) -> None:
    filled(book, "Werte", [["Tag", "Zeit", "Betrag", "Anteil"], [date(2024, 3, 1), time(8, 30), 1234.5, 0.075]])
    sheet = book["Werte"]
    sheet["C2"].number_format, sheet["D2"].number_format = '#,##0.00 "€"', "0.0%"
    assert lines(read(tmp_path, book))[1] == "| 01.03.2024 | 08:30 | 1.234,50 € | 7,5 % |"


def test_empty_rows_and_columns_are_dropped(tmp_path: Path, book: Workbook) -> None:
    filled(book, "Gebühren", [[], [None, "Art", None, "Euro"], [], [None, "Pass", None, 60]])
    assert lines(read(tmp_path, book)) == ["| Art | Euro |", "| Pass | 60 |"]


def test_what_cells_share_stands_in_each_of_their_rows(tmp_path: Path, book: Workbook) -> None:
    filled(book, "Amt", [["Amt", "Aufgabe"], ["Bürgeramt", "Pässe"], [None, "Ausweise"]])
    book["Amt"].merge_cells("A2:A3")
    assert lines(read(tmp_path, book))[2] == "| Bürgeramt | Ausweise |"


def test_a_header_of_two_rows_becomes_one(tmp_path: Path, book: Workbook) -> None:
    filled(book, "Bad", [["Karte", "Preis", None], [None, "Kinder", "Erwachsene"], ["Tag", 2, 4]])
    book["Bad"].merge_cells("A1:A2")
    book["Bad"].merge_cells("B1:C1")
    assert lines(read(tmp_path, book)) == ["| Karte | Preis Kinder | Preis Erwachsene |", "| Tag | 2 | 4 |"]


def test_a_line_between_two_parts_of_a_table_is_followed_by_the_header_again(tmp_path: Path, book: Workbook) -> None:
    filled(book, "Hallen", [["Halle", "Euro"], ["Nord", 10], ["Für Vereine"], ["Nord", 5]])
    assert lines(read(tmp_path, book)) == ["| Halle | Euro |", "| Nord | 10 |", "Für Vereine", "| Halle | Euro |", "| Nord | 5 |"]


def test_hidden_sheets_are_left_out(tmp_path: Path, book: Workbook) -> None:
    filled(book, "Offen", FEES)
    filled(book, "Auswahl", [["geheim", "geheim"]])
    book["Auswahl"].sheet_state = "hidden"
    assert "geheim" not in "".join(section.text for section in read(tmp_path, book).sections)


def test_a_workbook_without_words_is_empty(tmp_path: Path, book: Workbook) -> None:
    filled(book, "Leer", [])
    with pytest.raises(EmptyFile):
        read(tmp_path, book)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("45352.5", "dd/mm/yyyy hh:mm", "01.03.2024 12:00"),
        ("0.25", "h:mm AM/PM", "06:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("45352", "mmm yyyy", "03/2024"),
        ("0.1", "", "0,1"),
        ("0.30000000000000004", "General", "0,3"),
        ("-1599.99", "#,##0.00;[Red](#,##0.00)", "-1.599,99"),
        ("12", "#14", "12.01.1900"),
        ("60", '_-* #,##0.00\\ [$€-407]_-;-* #,##0.00\\ [$€-407]_-', "60,00 €"),
        ("1e400", "0.00", "1e400"),
        ("Wort", "0.00", "Wort"),
    ],
)  # fmt: skip
def test_a_number_is_shown_by_its_format(value: str, code: str, text: str) -> None:
    assert shown(value, code) == text


def write_ods(path: Path, rows: str) -> None:
    """An OpenDocument spreadsheet with one sheet."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    table = f'<table:table table:name="Gebühren">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        file.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")


def ods_row(*cells: str, often: int = 1) -> str:
    end = '<table:table-cell table:number-columns-repeated="16000"/>'
    return f'<table:table-row table:number-rows-repeated="{often}">{"".join(cells)}{end}</table:table-row>'


def ods_cell(text: str, about: str = "") -> str:
    return f"<table:table-cell {about}><text:p>{text}</text:p></table:table-cell>"


def test_an_opendocument_spreadsheet_is_read_as_it_is_shown(tmp_path: Path) -> None:
    write_ods(
        tmp_path / "g.ods",
        ods_row(ods_cell("Art"), ods_cell("Euro"))
        + ods_row(ods_cell("Pass", 'table:number-rows-spanned="2"'), ods_cell("60,00 €"))
        + ods_row("<table:covered-table-cell/>", ods_cell("92,00 €"))
        + ods_row(often=1_048_000),
    )
    document = parse(tmp_path / "g.ods", "g.ods")
    assert document.sections[0].headings == ("Gebühren",)
    assert lines(document) == ["| Art | Euro |", "| Pass | 60,00 € |", "| Pass | 92,00 € |"]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_separator_and_the_encoding_of_a_csv_file_are_found(separator: str, encoding: str, tmp_path: Path) -> None:
    rows = [["Straße", "Ort", "Gebühr"], ["Hauptstraße 1", "Köln", "12"], ["Am Markt", "Lübeck", '"1 und 2"']]
    text = "\r\n".join(separator.join(row) for row in rows)
    (tmp_path / "orte.csv").write_bytes(text.encode(encoding))
    assert lines(parse(tmp_path / "orte.csv", "orte.csv")) == [
        "| Straße | Ort | Gebühr |", "| Hauptstraße 1 | Köln | 12 |", "| Am Markt | Lübeck | 1 und 2 |",
    ]  # fmt: skip


def test_a_separator_in_quotes_separates_nothing(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text('Name;Satz\nA;"eins; zwei, drei"\nB;"vier\nfünf"\n')
    assert lines(parse(tmp_path / "q.csv", "q.csv")) == ["| Name | Satz |", "| A | eins; zwei, drei |", "| B | vier fünf |"]


def spoilt(member: str, change: Callable[[str], str]) -> bytes:
    """A workbook with shared strings, one member of which is changed."""
    whole, new = io.BytesIO(), io.BytesIO()
    with SharingWorkbook(whole) as book:
        sheet = book.add_worksheet("Amt")
        for line, row in enumerate(FEES):
            sheet.write_row(line, 0, row)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as file:
        for name in old.namelist():
            content = old.read(name)
            file.writestr(name, change(content.decode()) if name == member else content)
    return new.getvalue()


def test_strings_that_sheets_share_are_found(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(spoilt("", str))
    assert lines(parse(tmp_path / "x", "x.xlsx")) == ["| Leistung | Gebühr |", "| Hund | 60 |", "| Zweiter Hund | 90,5 |"]


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_document_type_is_refused_wherever_it_stands(member: str, tmp_path: Path) -> None:
    spy = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'
    (tmp_path / "x").write_bytes(spoilt(member, lambda xml: spy + xml.partition("?>")[2]))
    with pytest.raises(BrokenFile):
        parse(tmp_path / "x", "spion.xlsx")


@pytest.mark.parametrize("value", ["999999999", "-1", "x", "1e9"])
def test_indexes_that_lead_nowhere_are_harmless(value: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(
        spoilt("xl/worksheets/sheet1.xml", lambda xml: xml.replace("<v>0</v>", f"<v>{value}</v>").replace(' r="1"', ' r="0"'))
    )
    assert "| Hund | 60 |" in parse(tmp_path / "x", "x.xlsx").sections[0].text


def test_a_repeated_cell_cannot_blow_up(tmp_path: Path) -> None:
    write_ods(tmp_path / "b.ods", ods_row(ods_cell("x", 'table:number-columns-repeated="1000000"'), often=1_000_000))
    with pytest.raises(FileTooLarge):
        parse(tmp_path / "b.ods", "b.ods")


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(FileTooLarge):
        sheets.checked((((line, 0), "x") for line in range(sheets.MOST_CELLS + 2)), "voll.csv")


def test_a_line_of_more_columns_than_any_sheet_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("Gemarkung;" * 200_000, encoding="utf-8")
    with pytest.raises(FileTooLarge):
        parse(tmp_path / "b.csv", "b.csv")


def test_cells_scattered_over_a_huge_sheet_are_read_in_time() -> None:
    cells = {(number, number % 16_000): "x" for number in range(50_000)}
    start = time_now()
    assert len(list(sheets.blocks(cells))) == len(cells)
    assert time_now() - start < 10


def test_a_workbook_s_macros_stay_unread(tmp_path: Path, book: Workbook) -> None:
    filled(book, "Amt", [["Stand", datetime(2024, 1, 1)], ["x", "y"]])
    book.save(tmp_path / "m.xlsm")
    with zipfile.ZipFile(tmp_path / "m.xlsm", "a") as file:
        file.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    try:
        assert "AutoOpen" not in parse(tmp_path / "m.xlsm", "m.xlsm").sections[0].text
    except UnreadableFile:
        pytest.fail("a workbook with macros has words to read")
