"""Scanned pages are read where Tesseract is installed, and named as unread where it is not."""

import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import BrokenFile, FileTooLarge, NeedsOcr, NoTextFound, UnreadPages
from ingest.parsers import ParsedDocument, parse
from ingest.parsers.ocr import can_read
from ingest.parsers.sandbox import Sandbox

needs_tesseract = pytest.mark.skipif(not can_read(), reason="Tesseract is not installed")
DUTY = [
    "§ 2 Steuerpflicht",
    "Steuerpflichtig ist, wer einen Hund im Gebiet der Gemeinde hält. Zugelaufene",
    "Hunde gelten als aufgenommen, wenn sie nicht innerhalb von zwei Wochen beim",
    "Ordnungsamt gemeldet und abgegeben werden. Für die Anmeldung ist ein Vor-",
    "druck zu verwenden.",
]
ANIMALS = ["Hunde", "Katzen", "Pferde", "Esel", "Tauben", "Bienen"]
LETTER = ["Bekanntmachung", "Die Satzung liegt im Rathaus zur Einsicht aus."]


def drawn(lines: list[str], colour: tuple[float, float, float] = (0, 0, 0)) -> bytes:
    """A page of text as PDF."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica", 12)
    canvas.setFillColorRGB(*colour)
    for index, line in enumerate(lines):
        canvas.drawString(72, 740 - 18 * index, line)
    canvas.save()
    return file.getvalue()


def picture(lines: list[str], colour: tuple[float, float, float] = (0, 0, 0)) -> Image.Image:
    return rendered(drawn(lines, colour))


def rendered(page: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(page)
    try:
        image: Image.Image = document[0].render(scale=200 / 72).to_pil()
        return image
    finally:
        document.close()


def scan(*pages: Image.Image | Sequence[str]) -> bytes:
    """A PDF whose pages are pictures or lines of text."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in pages:
        if not isinstance(page, Image.Image):
            for index, line in enumerate(page):
                canvas.drawString(72, 740 - 18 * index, line)
        else:
            canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def read(tmp_path: Path, name: str, content: bytes) -> ParsedDocument:
    (tmp_path / "4711").write_bytes(content)
    return parse(tmp_path / "4711", name)


def text(document: ParsedDocument) -> str:
    return "\n".join(section.text for section in document.sections)


@needs_tesseract
def test_a_scan_has_headings_and_whole_words(tmp_path: Path) -> None:
    document = read(tmp_path, "scan.pdf", scan(picture(DUTY)))
    assert document.sections[0].headings == ("§ 2 Steuerpflicht",)
    assert "ist ein Vordruck zu verwenden" in text(document)
    assert document.sections[0].page == 1


@needs_tesseract
def test_a_single_scanned_page_is_read_among_others(tmp_path: Path) -> None:
    document = read(tmp_path, "gemischt.pdf", scan(LETTER, picture(DUTY), LETTER))
    assert [section.page for section in document.sections if "Zugelaufene" in section.text] == [2]
    assert document.notes == ()


@needs_tesseract
def test_light_letters_in_colour_are_read(tmp_path: Path) -> None:
    assert "Zugelaufene" in text(read(tmp_path, "gelb.pdf", scan(picture(DUTY, (0.85, 0.85, 0)))))


@needs_tesseract
def test_a_fee_table_without_lines_is_read_row_by_row(tmp_path: Path) -> None:
    fees = [("Leistung", "Gebühr in Euro"), ("Reihengrab", "1.250,00"), ("Urnengrab", "730,50"), ("Trauerhalle", "210,00")]
    file = io.BytesIO()
    canvas = Canvas(file)
    for index, (name, fee) in enumerate(fees):
        canvas.drawString(72, 700 - 22 * index, name)
        canvas.drawString(400, 700 - 22 * index, fee)
    canvas.save()
    document = read(tmp_path, "tabelle.pdf", scan(rendered(file.getvalue())))
    assert text(document).split("\n") == [f"| {name} | {fee} |" for name, fee in fees]


@needs_tesseract
def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [
        "Die Gemeinde erhebt eine Steuer auf",
        "das Halten von Hunden im Gebiet der",
        "Gemeinde. Sie ist jährlich zu zahlen.",
    ] * 3
    right = ["Befreiungen werden auf Antrag dann", "gewährt, wenn der Hund eine Prüfung", "als Blindenhund abgelegt hat."] * 3
    file = io.BytesIO()
    canvas = Canvas(file)
    for index, (one, other) in enumerate(zip(left, right, strict=True)):
        canvas.drawString(60, 700 - 15 * index, one)
        canvas.drawString(320, 700 - 15 * index, other)
    canvas.save()
    said = text(read(tmp_path, "spalten.pdf", scan(rendered(file.getvalue())))).replace("\n", " ")
    assert said.rindex("jährlich") < said.index("Befreiungen")


@needs_tesseract
@pytest.mark.parametrize(("name", "kind"), [("bild.png", "PNG"), ("bild.jpg", "JPEG"), ("bild.tif", "TIFF")])
def test_a_picture_of_text_is_read(name: str, kind: str, tmp_path: Path) -> None:
    file = io.BytesIO()
    picture(DUTY).save(file, kind, dpi=(200, 200))
    assert "Zugelaufene" in text(read(tmp_path, name, file.getvalue()))


@needs_tesseract
def test_a_picture_without_words_says_so(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), (90, 120, 200)).save(file, "PNG")
    with pytest.raises(NoTextFound, match=r"foto\.png"):
        read(tmp_path, "foto.png", file.getvalue())


@pytest.fixture
def no_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_a_scan_needs_it(tmp_path: Path) -> None:
    with pytest.raises(NeedsOcr, match=r"scan\.pdf"):
        read(tmp_path, "scan.pdf", scan(picture(DUTY)))


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_the_pages_with_text_are_kept_and_the_others_named(tmp_path: Path) -> None:
    pages: list[Image.Image | Sequence[str]] = [LETTER, picture(DUTY), picture(DUTY), LETTER, picture(DUTY)]
    document = read(tmp_path, "gemischt.pdf", scan(*pages))
    assert "Einsicht" in text(document)
    assert [(type(note), note.details["pages"]) for note in document.notes] == [(UnreadPages, "2-3, 5")]
    assert "gemischt.pdf" in str(document.notes[0])


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_a_picture_needs_it(tmp_path: Path) -> None:
    with pytest.raises(NeedsOcr):
        read(tmp_path, "bild.png", b"\x89PNG\r\n\x1a\n" + bytes(100))


@pytest.mark.parametrize("name", ["kaputt.png", "kaputt.pdf"])
def test_a_broken_picture_is_refused_by_what_it_is(name: str, tmp_path: Path) -> None:
    with pytest.raises((NeedsOcr, BrokenFile), match=name):
        read(tmp_path, name, b"\x89PNG\r\n\x1a\n" + bytes(100))


@needs_tesseract
@pytest.mark.parametrize("degrees", [-6, 3, 90, 180, 270])
def test_a_page_that_lies_askew_is_straightened(degrees: int, tmp_path: Path) -> None:
    fees = [f"{number}. Gebühr für das Amt in Höhe von {number * 13},50 Euro je Stunde" for number in range(1, 12)]
    askew = picture(fees).convert("L").rotate(degrees, Image.Resampling.BICUBIC, expand=degrees % 90 == 0, fillcolor=255)
    file = io.BytesIO()
    askew.save(file, "PNG", dpi=(200, 200))
    assert text(read(tmp_path, "schief.png", file.getvalue())).split("\n") == fees


@needs_tesseract
def test_each_page_of_a_picture_is_read(tmp_path: Path) -> None:
    file = io.BytesIO()
    pages = [picture([f"{animal} sind beim Ordnungsamt anzumelden."]) for animal in ANIMALS[:3]]
    pages[0].save(file, "TIFF", dpi=(200, 200), save_all=True, append_images=pages[1:])
    document = read(tmp_path, "fax.tif", file.getvalue())
    assert [(section.page, section.text.split()[0]) for section in document.sections] == list(enumerate(ANIMALS[:3], 1))


@needs_tesseract
def test_what_the_file_says_itself_is_not_uncertain(tmp_path: Path) -> None:
    written, scanned = read(tmp_path, "gemischt.pdf", scan(LETTER, picture(DUTY))).sections
    assert written.confidence is None
    assert 0.8 < (scanned.confidence or 0) <= 1


def test_what_makes_no_progress_is_ended(tmp_path: Path) -> None:
    if not (sleep := shutil.which("sleep")):
        pytest.skip("there is no sleep")
    (tmp_path / "tesseract").write_text(f"#!/bin/sh\nexec {sleep} 30\n")
    (tmp_path / "tesseract").chmod(0o755)
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(picture(DUTY)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        with Sandbox(1, 1024) as sandbox, pytest.raises(FileTooLarge, match="1 s"):
            sandbox.result(sandbox.start(path, path.name), path.name)
