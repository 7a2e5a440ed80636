"""Tables of PDF pages that are hard to see: no rules and columns close together, and rules that end within a cell."""

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.parsers import parse

FEES = (
    ("Anmeldung eines Hundes", "12,00 Euro", "2 Wochen"),
    ("Meldebescheinigung", "8,00 Euro", "1 Tag"),
    ("Auskunft", "5,00 Euro", "sofort"),
)
LEFT, SECOND, THIRD = 72, 216, 284


def rows_of(path: Path) -> list[str]:
    return [line for section in parse(path, path.name).sections for line in section.text.split("\n") if line.startswith("| ")]


def write(canvas: Canvas, bottom: float, *cells: str) -> None:
    for left, words in zip((LEFT, SECOND, THIRD), cells, strict=False):
        canvas.drawString(left, bottom, words)


def test_columns_that_stand_close_together_are_columns(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for number, cells in enumerate(FEES):
        write(canvas, 700 - 24 * number, *cells)
    canvas.save()
    assert rows_of(tmp_path / "a.pdf") == ["| " + " | ".join(cells) + " |" for cells in FEES]


def test_a_cell_of_two_lines_belongs_to_the_row_that_it_is_nearer_to(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    write(canvas, 700, *FEES[0])
    write(canvas, 660, "Ausstellung eines")
    write(canvas, 647, "Personalausweises", "37,00 Euro", "6 Wochen")
    write(canvas, 610, *FEES[2])
    canvas.save()
    assert rows_of(tmp_path / "a.pdf")[1] == "| Ausstellung eines Personalausweises | 37,00 Euro | 6 Wochen |"


def test_lines_of_text_are_no_table(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for number in range(4):
        canvas.drawString(LEFT, 700 - 13 * number, "Die Reise ist vor ihrem Beginn zu beantragen und die Strecke anzugeben,")
    canvas.save()
    assert rows_of(tmp_path / "a.pdf") == []


def test_no_word_is_lost_beside_a_rule_that_ends_within_its_row(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for height in (640, 700, 720):
        canvas.line(70, height, 470, height)
    for left in (70, 470):
        canvas.line(left, 640, left, 720)
    canvas.line(270, 690, 270, 720)
    write(canvas, 705, "Leistung")
    canvas.drawString(280, 705, "Frist")
    canvas.drawString(80, 692, "Antrag")
    canvas.drawString(280, 692, "Sechs Monate")
    canvas.drawString(80, 650, "nach dem Ende der Reise")
    canvas.save()
    (section,) = parse(tmp_path / "a.pdf", "a.pdf").sections
    assert {"Antrag", "Sechs", "Monate", "Ende"} <= set(section.text.split())
