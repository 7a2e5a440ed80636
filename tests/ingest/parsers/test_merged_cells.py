"""Tables with merged cells are rows that can be read on their own, in every format that has such cells."""

from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation
from pptx.util import Inches

from ingest.parsers import parse
from ingest.parsers.cells import Cell, merged_down, table_lines

TITLE = "Wegstrecken"


def test_a_cell_that_is_merged_down_is_said_in_each_of_its_rows() -> None:
    rows = [[Cell("Art"), Cell("Entgelt")], [Cell("Kopie", down=2), Cell("1 Euro")], [Cell("2 Euro")]]
    assert table_lines(rows) == ["| Art | Entgelt |", "| Kopie | 1 Euro |", "| Kopie | 2 Euro |"]


def test_a_cell_that_is_merged_across_is_said_once_and_keeps_the_columns_in_their_place() -> None:
    rows = [[Cell("Art"), Cell("A"), Cell("B")], [Cell("Kopie", across=2), Cell("2 Euro")]]
    assert table_lines(rows) == ["| Art | A | B |", "| Kopie |  | 2 Euro |"]


def test_a_header_of_two_rows_becomes_one() -> None:
    top = [Cell("Fahrzeug", down=2), Cell("Satz", across=2)]
    rows = [top, [Cell("bis 20 km"), Cell("ab 21 km")], [Cell("Rad"), Cell("10"), Cell("12")]]
    assert table_lines(rows) == ["| Fahrzeug | Satz bis 20 km | Satz ab 21 km |", "| Rad | 10 | 12 |"]


def test_a_line_across_the_table_is_an_ordinary_one_and_the_header_stands_again_below() -> None:
    rows = [[Cell("Art"), Cell("Entgelt")], [Cell("Kopie"), Cell("1")], [Cell("Innerorts", across=2)], [Cell("Fax"), Cell("2")]]
    assert table_lines(rows) == ["| Art | Entgelt |", "| Kopie | 1 |", "Innerorts", "| Art | Entgelt |", "| Fax | 2 |"]


def test_a_title_across_the_table_stands_above_its_header() -> None:
    rows = [[Cell("Kosten", across=2)], [Cell("Art"), Cell("Entgelt")], [Cell("Kopie"), Cell("1")]]
    assert table_lines(rows) == ["Kosten", "| Art | Entgelt |", "| Kopie | 1 |"]


def test_a_table_of_one_filled_column_is_layout() -> None:
    assert table_lines([[Cell("Name"), Cell("")], [Cell("Amt"), Cell("")]]) == ["Name", "Amt"]


def test_a_continued_cell_belongs_to_the_one_above_in_its_column() -> None:
    rows = [[(Cell("a", across=2), False), (Cell("b"), False)], [(Cell("c", across=2), False), (Cell(""), True)]]
    assert merged_down(rows) == [[Cell("a", across=2), Cell("b", down=2)], [Cell("c", across=2)]]


def test_absurd_spans_end_with_the_table() -> None:
    assert table_lines([[Cell("a", across=10**9, down=10**9), Cell("b")], [Cell("c")]])


EXPECTED = ["| Fahrzeug | Satz bis 20 km | Satz ab 21 km |", "| Kraftwagen | 30 | 35 |", "| Kraftwagen | entfällt | |"]


def html(path: Path) -> None:
    path.write_text(
        f"<html><body><h1>{TITLE}</h1><table><tr><th rowspan=2>Fahrzeug</th><th colspan=2>Satz</th></tr>"
        "<tr><th>bis 20 km</th><th>ab 21 km</th></tr><tr><td rowspan=2>Kraftwagen</td><td>30</td><td>35</td></tr>"
        "<tr><td colspan=2>entfällt</td></tr></table></body></html>"
    )


def word(path: Path) -> None:
    document = Document()
    document.add_heading(TITLE, 0)
    grid = document.add_table(rows=4, cols=3, style="Table Grid")
    for (row, column), text in cells().items():
        grid.cell(row, column).text = text
    for first, last in merges():
        grid.cell(*first).merge(grid.cell(*last))
    document.save(str(path))


def slides(path: Path) -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = TITLE
    grid = slide.shapes.add_table(4, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for (row, column), text in cells().items():
        grid.cell(row, column).text = text
    for first, last in merges():
        grid.cell(*first).merge(grid.cell(*last))
    presentation.save(str(path))


def rich(path: Path) -> None:
    def row(*cells: tuple[str, str, int]) -> str:
        edges = "".join(f"{merged}\\cellx{edge}" for merged, _, edge in cells)
        return f"\\trowd{edges}" + "".join(f"\\pard\\intbl {text}\\cell" for _, text, _ in cells) + "\\row\n"

    first = row(("\\clvmgf", "Fahrzeug", 1000), ("\\clmgf", "Satz", 2000), ("\\clmrg", "", 3000))
    second = row(("\\clvmrg", "", 1000), ("", "bis 20 km", 2000), ("", "ab 21 km", 3000))
    third = row(("\\clvmgf", "Kraftwagen", 1000), ("", "30", 2000), ("", "35", 3000))
    fourth = row(("\\clvmrg", "", 1000), ("", "entf\\'e4llt", 3000))
    path.write_text(
        f"{{\\rtf1\\ansi\\ansicpg1252 {{\\outlinelevel0 {TITLE}\\par}}\n{first}{second}{third}{fourth}\\pard Ende\\par}}"
    )


def cells() -> dict[tuple[int, int], str]:
    return {(0, 0): "Fahrzeug", (0, 1): "Satz", (1, 1): "bis 20 km", (1, 2): "ab 21 km", (2, 0): "Kraftwagen",
            (2, 1): "30", (2, 2): "35", (3, 1): "entfällt"}  # fmt: skip


def merges() -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((2, 0), (3, 0)), ((3, 1), (3, 2))]


@pytest.mark.parametrize(("ending", "write"), [("html", html), ("docx", word), ("pptx", slides), ("rtf", rich)])
def test_the_rows_are_the_same_in_every_format(ending: str, write: object, tmp_path: Path) -> None:
    path = tmp_path / f"tabelle.{ending}"
    assert callable(write)
    write(path)
    text = "\n".join(section.text for section in parse(path, path.name).sections)
    assert [line for line in text.split("\n") if line.startswith("| ")] == EXPECTED
