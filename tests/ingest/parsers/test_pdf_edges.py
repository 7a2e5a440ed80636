"""What stands at the edges of PDF pages: running heads and feet are left out, rows of tables that look like them are not."""

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.parsers import parse

TOP, BOTTOM = 790, 40
PLACES = ((11, 34), (97, 12), (45, 80))


def write_page(canvas: Canvas, head: str, *lines: str) -> None:
    """A page with a head and lines below each other."""
    canvas.drawString(72, TOP, head)
    for number, words in enumerate(lines):
        canvas.drawString(72, 600 - 30 * number, words)


def text_of(path: Path) -> str:
    return "\n".join(section.text for section in parse(path, path.name).sections)


def test_rows_at_the_edge_of_each_page_stay_though_only_their_numbers_differ(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    for room, seats in PLACES:
        write_page(canvas, f"Raum {room} hat {seats} Sitze.", "Der Raum ist zu buchen.")
        canvas.showPage()
    canvas.save()
    text = text_of(tmp_path / "a.pdf")
    assert all(f"Raum {room} hat {seats} Sitze." in text for room, seats in PLACES)


def test_a_head_with_the_number_of_its_page_is_left_out(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    for number, (room, _) in enumerate(PLACES, 17):
        write_page(canvas, f"Raumordnung 2024, Blatt Nr. {number}", f"Der Raum {room} ist zu buchen.")
        canvas.showPage()
    canvas.save()
    assert "Blatt" not in text_of(tmp_path / "a.pdf")


def test_a_foot_that_one_page_has_in_pieces_is_left_out(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    for number, (room, _) in enumerate(PLACES, 1):
        canvas.drawString(72, BOTTOM, "Ausgabe Mai" if number == 2 else f"Ausgabe Mai {number}")
        write_page(canvas, "", f"Der Raum {room} ist zu buchen.")
        if number == 2:
            canvas.drawString(140, BOTTOM, "2")
        canvas.showPage()
    canvas.save()
    assert "Ausgabe" not in text_of(tmp_path / "a.pdf")


def test_the_header_of_a_table_that_begins_at_the_top_of_each_page_stays(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    for room, seats in PLACES:
        for number, cells in enumerate((("Raum", "Sitze"), (f"Saal {room}", str(seats)), ("Foyer", "keine"))):
            for left, words in zip((80, 280), cells, strict=True):
                canvas.drawString(left, 770 - 60 * number, words)
        for height in (785, 725, 665, 605):
            canvas.line(72, height, 472, height)
        for left in (72, 272, 472):
            canvas.line(left, 605, left, 785)
        canvas.drawString(72, 500, "Der Saal ist zu buchen." if room > 50 else "Das Foyer steht allen offen.")
        canvas.showPage()
    canvas.save()
    assert text_of(tmp_path / "a.pdf").count("| Raum | Sitze |") == len(PLACES)
