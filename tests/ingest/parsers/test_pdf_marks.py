"""What stands on a PDF page beside its text: marks of footnotes, raised numbers, boxes drawn late, a head on the only page."""

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.parsers import parse

Run = tuple[float, float, str]
"""How far it is raised, the size of its letters, its words."""


def write(canvas: Canvas, left: float, bottom: float, *runs: Run) -> None:
    for raised, size, words in runs:
        canvas.setFont("Helvetica", size)
        canvas.drawString(left, bottom + raised, words)
        left += canvas.stringWidth(words, "Helvetica", size)


def text_of(path: Path) -> str:
    return "\n".join(section.text for section in parse(path, path.name).sections)


def test_the_mark_of_a_footnote_is_left_out_and_so_is_the_number_of_the_note(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    write(canvas, 72, 700, (0, 11, "Die Frist"), (4, 6, "1"), (0, 11, " betr\u00e4gt sechs Monate nach dem Ende der Dienstreise."))
    write(canvas, 72, 60, (0, 8, "1 Sie kann nicht verl\u00e4ngert werden."))
    canvas.save()
    assert text_of(tmp_path / "a.pdf").split("\n") == [
        "Die Frist betr\u00e4gt sechs Monate nach dem Ende der Dienstreise.",
        "Sie kann nicht verl\u00e4ngert werden.",
    ]


def test_a_mark_after_a_space_is_left_out(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    write(
        canvas,
        72,
        700,
        (0, 11, "Die Frist "),
        (4, 6, "1"),
        (0, 11, " endet sechs Monate nach dem Ende der Dienstreise. "),
        (4, 6, "2"),
    )
    write(canvas, 72, 60, (0, 8, "1 Sie kann nicht verl\u00e4ngert werden."))
    write(canvas, 72, 50, (0, 8, "2 Als Ende gilt die Ankunft."))
    canvas.save()
    assert text_of(tmp_path / "a.pdf").split("\n") == [
        "Die Frist endet sechs Monate nach dem Ende der Dienstreise.",
        "Sie kann nicht verl\u00e4ngert werden.",
        "Als Ende gilt die Ankunft.",
    ]


def test_a_small_number_that_is_not_raised_is_no_mark(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    write(
        canvas, 72, 700, (0, 11, "Der Aussto\u00df an CO"), (-2, 6, "2"), (0, 11, " ist anzugeben, auch der im Raum"), (0, 6, " 5")
    )
    canvas.save()
    assert text_of(tmp_path / "a.pdf") == "Der Aussto\u00df an CO2 ist anzugeben, auch der im Raum 5"


def test_a_mark_behind_an_amount_does_not_change_it(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    write(canvas, 72, 700, (0, 11, "Der Satz betr\u00e4gt 12,00"), (4, 6, "1"), (0, 11, " Euro je Tag und Person im Inland."))
    canvas.save()
    assert "12,00 Euro" in text_of(tmp_path / "a.pdf")


def test_a_raised_two_behind_a_measure_says_square(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    write(canvas, 72, 700, (0, 11, "Die Fl\u00e4che betr\u00e4gt 40 m"), (4, 6, "2"), (0, 11, " und mehr je Arbeitsplatz im Haus."))
    canvas.save()
    assert "40 m\u00b2 und mehr" in text_of(tmp_path / "a.pdf")


def test_a_number_of_the_same_size_is_no_mark(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    write(canvas, 72, 700, (0, 11, "Raum B2 und Raum A1 stehen allen Besch\u00e4ftigten offen."))
    canvas.save()
    assert text_of(tmp_path / "a.pdf").startswith("Raum B2 und Raum A1")


def test_a_box_that_is_drawn_last_is_read_where_it_stands(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for bottom, words in ((700, "Der erste Absatz steht oben auf der Seite."), (500, "Der dritte Absatz steht weiter unten.")):
        write(canvas, 72, bottom, (0, 11, words))
    write(canvas, 80, 600, (0, 11, "Hinweis: Der Kasten steht dazwischen."))
    canvas.save()
    lines = text_of(tmp_path / "a.pdf").split("\n")
    assert [line.split()[1] for line in lines] == ["erste", "Der", "dritte"]


def test_a_head_as_far_from_the_edge_as_the_page_number_is_none_of_the_text_even_on_an_only_page(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    write(canvas, 72, 796, (0, 10, "Stadt Musterhausen"))
    write(canvas, 72, 700, (0, 11, "Die Amtsleitung genehmigt Dienstreisen."))
    write(canvas, 290, 36, (0, 10, "Seite 1"))
    canvas.save()
    assert text_of(tmp_path / "a.pdf") == "Die Amtsleitung genehmigt Dienstreisen."


def test_a_letterhead_stays_where_no_page_number_stands_opposite(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    write(canvas, 72, 796, (0, 10, "Stadt Musterhausen"))
    write(canvas, 72, 700, (0, 11, "Die Amtsleitung genehmigt Dienstreisen."))
    canvas.save()
    assert "Stadt Musterhausen" in text_of(tmp_path / "a.pdf")


def test_a_footnote_does_not_part_the_paragraph_that_runs_over_its_page(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    write(canvas, 72, 114, (0, 11, "Die Reisekosten werden nach dem Ende der Dienstreise auf Antrag erstattet, wenn die"))
    write(
        canvas,
        72,
        100,
        (0, 11, "Frist"),
        (4, 6, "1"),
        (0, 11, " gewahrt ist; der Antrag ist bei der Stelle zu stellen, die die Reise"),
    )
    write(canvas, 72, 60, (0, 8, "1 Sie betr\u00e4gt sechs Monate."))
    canvas.showPage()
    write(canvas, 72, 700, (0, 11, "genehmigt hat, und schriftlich zu begr\u00fcnden."))
    canvas.save()
    assert "die Reise genehmigt hat" in text_of(tmp_path / "a.pdf")


def test_items_that_letters_with_a_point_mark_are_items(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    lines = (
        "Befreit sind",
        "a. Personen, die eine Leistung nach dem Zweiten Buch beziehen, wenn sie",
        "d. h. ihre Angeh\u00f6rigen es",
    )
    for number, words in enumerate((*lines, "nachweisen,", "b. Sch\u00fclerinnen,", "c. Auszubildende.")):
        write(canvas, 72 if number == 0 else 90, 700 - 13 * number, (0, 11, words))
    canvas.save()
    assert text_of(tmp_path / "a.pdf").split("\n")[1:] == [
        "a. Personen, die eine Leistung nach dem Zweiten Buch beziehen, wenn sie d. h. ihre Angeh\u00f6rigen es nachweisen,",
        "b. Sch\u00fclerinnen,",
        "c. Auszubildende.",
    ]
