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


def test_cells_that_are_written_one_after_the_other_are_rows(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    rows: tuple[tuple[tuple[str, ...], ...], ...] = (
        (("Leistung",), ("Betrag",), ("Stelle",)),
        (("Erstattung der Reise-", "kosten"), ("12,00 Euro",), ("Reise- und Umzugs-", "kostenstelle")),
        (("Auskunft",), (), ("Hauptamt",)),
        (("Anmeldung eines Hundes, auch", "eines Welpen"), ("20,00 Euro",), ("Steueramt",)),
    )
    for number, row in enumerate(rows):
        for left, cell in zip((72, 260, 340), row, strict=True):
            for line, words in enumerate(cell):
                canvas.drawString(left, 700 - 30 * number - 13 * line, words)
    canvas.drawString(72, 560, "Die Betr\u00e4ge gelten seit dem 1. Januar.")
    canvas.save()
    (section,) = parse(tmp_path / "a.pdf", "a.pdf").sections
    assert section.text.split("\n") == [
        "| Leistung | Betrag | Stelle |",
        "| Erstattung der Reisekosten | 12,00 Euro | Reise- und Umzugskostenstelle |",
        "| Auskunft | | Hauptamt |",
        "| Anmeldung eines Hundes, auch eines Welpen | 20,00 Euro | Steueramt |",
        "Die Betr\u00e4ge gelten seit dem 1. Januar.",
    ]


def test_two_rows_of_titles_are_one_header_and_a_line_of_its_own_parts_the_table(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 724, "Raum")
    canvas.drawString(216, 724, "Pl\u00e4tze")
    canvas.drawString(216, 700, "Reihe")
    canvas.drawString(284, 700, "Tafel")
    for number, cells in enumerate((("Saal 1", "120", "60"), ("Neubau",), ("Saal 2", "80", "40"), ("Saal 3", "75", "30"))):
        write(canvas, 676 - 24 * number, *cells)
    canvas.save()
    (section,) = parse(tmp_path / "a.pdf", "a.pdf").sections
    header = "| Raum | Pl\u00e4tze Reihe | Pl\u00e4tze Tafel |"
    rows = ["| Saal 1 | 120 | 60 |", "Neubau", header, "| Saal 2 | 80 | 40 |", "| Saal 3 | 75 | 30 |"]
    assert section.text.split("\n") == [header, *rows]


def test_numbers_at_the_right_stand_under_their_title_at_the_left(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    write(canvas, 700, "Raum", "Kaution")
    for number, (room, deposit) in enumerate((("Saal mit B\u00fchne", "500,00"), ("Foyer", "50,00"), ("K\u00fcche", "5,00"))):
        canvas.drawString(LEFT, 676 - 24 * number, room)
        canvas.drawRightString(400, 676 - 24 * number, deposit)
    canvas.save()
    assert rows_of(tmp_path / "a.pdf")[:2] == ["| Raum | Kaution |", "| Saal mit B\u00fchne | 500,00 |"]


def test_two_columns_of_text_are_no_table(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for left in (72, 320):
        for number in range(9):
            canvas.drawString(left, 700 - 13 * number - 8 * (number // 3), f"In Spalte {left} steht Zeile {number} voll Text,")
    canvas.save()
    assert rows_of(tmp_path / "a.pdf") == []


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
