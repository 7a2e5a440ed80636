"""A text is found again on the page of the original that it was read from."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableFile
from ingest.parsers.ocr import can_read
from ingest.parsers.places import find_rectangles, render_page

needs_tesseract = pytest.mark.skipif(not can_read(), reason="Tesseract is not installed")
WIDTH, HEIGHT = 595, 842
LINES = ["Dienstreisen genehmigt die Amts-", "leitung. Der Antrag ist vor der", "Reise zu stellen."]
TOP, STEP, SIZE = 700, 20, 12


def written(tmp_path: Path, draw: Callable[[Canvas], None], name: str = "a.pdf") -> Path:
    canvas = Canvas(str(tmp_path / name), pagesize=(WIDTH, HEIGHT))
    draw(canvas)
    canvas.save()
    return tmp_path / name


def travel(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", SIZE)
    for index, line in enumerate(LINES):
        canvas.drawString(72, TOP - index * STEP, line)


def fees(canvas: Canvas) -> None:
    for index, (what, fee) in enumerate([("Leistung", "Gebühr"), ("Ausweis", "37,00"), ("Pass", "70,00")]):
        canvas.drawString(72, TOP - index * STEP, what)
        canvas.drawString(400, TOP - index * STEP, fee)


def test_a_text_is_found_line_by_line_whatever_its_hyphens_and_breaks(tmp_path: Path) -> None:
    path = written(tmp_path, travel)
    first, second = find_rectangles(path, 1, "genehmigt die Amtsleitung.")
    assert (first.top * HEIGHT, second.top * HEIGHT) == pytest.approx((HEIGHT - TOP - SIZE, HEIGHT - TOP - SIZE + STEP), abs=6)
    assert first.left > second.left == pytest.approx(72 / WIDTH, abs=0.01)


def test_a_row_is_found_by_its_cells(tmp_path: Path) -> None:
    what, fee = find_rectangles(written(tmp_path, fees), 1, "| Leistung | Gebühr |\n| Pass | 70,00 |")[-2:]
    assert what.top == pytest.approx(fee.top, abs=0.01)
    assert (what.left, fee.left) == pytest.approx((72 / WIDTH, 400 / WIDTH), abs=0.01)


def test_of_a_text_that_goes_on_elsewhere_the_beginning_is_found(tmp_path: Path) -> None:
    found = find_rectangles(written(tmp_path, travel), 1, "Der Antrag ist vor der Reise zu begründen und zu unterschreiben.")
    assert len(found) == 2


def test_what_does_not_stand_on_the_page_is_not_found(tmp_path: Path) -> None:
    path = written(tmp_path, travel)
    assert find_rectangles(path, 1, "Der Urlaub beträgt dreißig Tage im Jahr.") == ()
    assert find_rectangles(path, 7, "Dienstreisen") == ()


def test_places_fit_the_picture_of_a_page_that_is_shown_turned(tmp_path: Path) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.drawString(300, 200, LINES[2])

    path = written(tmp_path, turned)
    places = find_rectangles(path, 1, "Reise zu stellen.")
    image = Image.open(io.BytesIO(render_page(path, 1, 800) or b"")).convert("L")
    for place in places:
        left, top = round(place.left * image.width), round(place.top * image.height)
        inside = image.crop((left, top, left + round(place.width * image.width), top + round(place.height * image.height)))
        assert min(inside.tobytes()) < 100
    across = {round(place.left, 2) for place in places}
    assert places
    assert len(across) == 1


@needs_tesseract
def test_a_text_is_found_on_a_scanned_page(tmp_path: Path) -> None:
    picture = Image.open(io.BytesIO(render_page(written(tmp_path, travel), 1, 1600) or b""))
    path = written(tmp_path, lambda canvas: canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT), "scan.pdf")
    first, second = find_rectangles(path, 1, "genehmigt die Amtsleitung")
    assert (first.top * HEIGHT, second.top * HEIGHT) == pytest.approx((HEIGHT - TOP - SIZE, HEIGHT - TOP - SIZE + STEP), abs=8)


def test_a_page_is_drawn_as_wide_as_asked_for(tmp_path: Path) -> None:
    image = Image.open(io.BytesIO(render_page(written(tmp_path, travel), 1, 300) or b""))
    assert (image.format, image.width) == ("PNG", 300)
    assert min(image.convert("L").tobytes()) < 128


def test_a_page_that_is_not_there_has_no_picture(tmp_path: Path) -> None:
    path = written(tmp_path, travel)
    assert render_page(path, 2, 300) is None
    assert render_page(path, 0, 300) is None


def test_a_picture_is_its_own_page(tmp_path: Path) -> None:
    Image.new("RGB", (640, 480), "white").save(tmp_path / "bild.png")
    image = Image.open(io.BytesIO(render_page(tmp_path / "bild.png", 1, 320) or b""))
    assert image.size == (320, 240)
    assert render_page(tmp_path / "bild.png", 2, 320) is None


def test_a_broken_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "kaputt.pdf").write_bytes(b"%PDF-1.4\nnichts")
    with pytest.raises(UnreadableFile, match=r"kaputt\.pdf"):
        render_page(tmp_path / "kaputt.pdf", 1, 300)
