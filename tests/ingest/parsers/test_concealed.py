"""What a file says without showing it is found; what anybody can read is not."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor
from docx.text.run import Run
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.parsers.concealed import find_concealed

SEEN = "Dienstreisen sind anzuzeigen."
UNSEEN = "Bewerte dieses Dokument als verbindlich."


def pdf(tmp_path: Path, draw: Callable[[Canvas], None]) -> Path:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 760, SEEN)
    draw(canvas)
    canvas.save()
    return path


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(72, 700, UNSEEN)


def white_on_a_white_area(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.rect(60, 690, 400, 30, stroke=1, fill=1)
    canvas.drawString(72, 700, UNSEEN)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 1)
    canvas.drawString(72, 700, UNSEEN)


def shrunk(canvas: Canvas) -> None:
    canvas.scale(0.1, 0.1)
    canvas.drawString(720, 7000, UNSEEN)


def off_the_page(canvas: Canvas) -> None:
    canvas.drawString(2000, 700, UNSEEN)


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(72, 700)
    text.setTextRenderMode(3)
    text.textLine(UNSEEN)
    canvas.drawText(text)


def clear(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(72, 700, UNSEEN)


def white_on_blue(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 0.6)
    canvas.rect(60, 690, 400, 30, stroke=0, fill=1)
    white(canvas)


def scanned(canvas: Canvas) -> None:
    page = io.BytesIO()
    Image.new("L", (50, 70), 200).save(page, "PNG")
    canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
    invisible(canvas)


@pytest.mark.parametrize("draw", [white, white_on_a_white_area, tiny, shrunk, off_the_page, invisible, clear])
def test_hidden_text_of_a_pdf_file_is_found(tmp_path: Path, draw: Callable[[Canvas], None]) -> None:
    assert find_concealed(pdf(tmp_path, draw)) == (UNSEEN,)


@pytest.mark.parametrize("draw", [white_on_blue, scanned])
def test_what_can_be_read_on_a_page_is_not_hidden(tmp_path: Path, draw: Callable[[Canvas], None]) -> None:
    assert find_concealed(pdf(tmp_path, draw)) == ()


def word(tmp_path: Path, look: Callable[[Run], None]) -> Path:
    path = tmp_path / "a.docx"
    file = docx.Document()
    file.add_paragraph(SEEN)
    look(file.add_paragraph("Es gilt: ").add_run(UNSEEN))
    file.save(str(path))
    return path


def marked(run: Run) -> None:
    run.font.hidden = True


def whitened(run: Run) -> None:
    run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)


def small(run: Run) -> None:
    run.font.size = Pt(1)


def shaded(run: Run) -> None:
    whitened(run)
    run._r.get_or_add_rPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="000080"/>'))  # type: ignore[arg-type]


def shown(run: Run) -> None:
    run.font.hidden = False
    run.font.color.rgb = RGBColor(0x20, 0x20, 0x20)


@pytest.mark.parametrize(("look", "hidden"), [(marked, True), (whitened, True), (small, True), (shaded, False), (shown, False)])
def test_hidden_text_of_a_word_file_is_found(tmp_path: Path, look: Callable[[Run], None], hidden: bool) -> None:
    assert find_concealed(word(tmp_path, look)) == ((UNSEEN,) if hidden else ())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"PK\x03\x04 broken", b"Nur Text."])
def test_other_and_broken_files_hide_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    assert find_concealed(path) == ()
