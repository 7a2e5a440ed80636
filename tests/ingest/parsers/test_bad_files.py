"""Whatever is uploaded, a parser gives text or an error that names the file and the reason."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import BrokenFile, EmptyFile, EncryptedFile, FileTooLarge, UnreadableFile, UnsupportedFile
from ingest.parsers import PARSERS, archive, parse

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{below};" * 10}">' for below, name in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
SPY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPEN = 'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def pdf(*pages: str, password: str | None = None) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption(password) if password else None)
    for page in pages:
        canvas.drawString(72, 600, page)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def packed(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as members_file:
        for name, content in members.items():
            members_file.writestr(name, content)
    return file.getvalue()


def docx(prologue: str, text: str) -> bytes:
    body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    return packed(**{"word/document.xml": f"{prologue}<w:document {WORD}>{body}</w:document>"})


def odt(prologue: str, text: str) -> bytes:
    content = f"{prologue}<o:document-content {OPEN}><o:body><o:text><t:p>{text}</t:p></o:text></o:body></o:document-content>"
    return packed(**{"content.xml": content, "META-INF/manifest.xml": "<manifest/>"})


def real_docx() -> bytes:
    file = io.BytesIO()
    document = Document()
    document.add_paragraph("Dienstreisen sind anzuordnen.")
    document.save(file)
    return file.getvalue()


@pytest.fixture
def put(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "4711"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("leer.pdf", b"", EmptyFile),
        ("leer.txt", b" \n\t\n", EmptyFile),
        ("leer.html", b"<!DOCTYPE html><html><body><script>alert(1)</script><nav>Start</nav></body></html>", EmptyFile),
        ("abgebrochen.pdf", pdf("Text")[:200], BrokenFile),
        ("abgebrochen.docx", real_docx()[:3000], BrokenFile),
        ("text.pdf", b"Das ist gar kein PDF.", BrokenFile),
        ("text.docx", b"Das ist kein Word.", BrokenFile),
        ("archiv.docx", packed(**{"brief.xyz": "Hallo"}), UnsupportedFile),
        ("ohne Text.docx", packed(**{"word/document.xml": f"<w:document {WORD}/>"}), BrokenFile),
        ("geheim.pdf", pdf("Text", password="geheim"), EncryptedFile),
        ("nichts.pdf", pdf(""), EmptyFile),
        ("bild.gif", b"GIF89a" + bytes(100), UnsupportedFile),
        ("bild.pdf", b"GIF89a" + bytes(100), UnsupportedFile),
        ("muell.txt", bytes(range(256)) * 20, UnsupportedFile),
        ("ohne Endung", b"Dienstreisen", UnsupportedFile),
        ("alt.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), BrokenFile),
        ("geheim.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), EncryptedFile),
        ("lachen.docx", docx(LAUGHS, "&j;"), BrokenFile),
        ("lachen.odt", odt(LAUGHS, "&j;"), BrokenFile),
        ("spion.docx", docx(SPY, "&j;"), BrokenFile),
        ("spion.odt", odt(SPY, "&j;"), BrokenFile),
    ],
)
def test_a_bad_file_is_a_named_error(name: str, content: bytes, error: type[UnreadableFile], put: Callable[[bytes], Path]) -> None:
    with pytest.raises(UnreadableFile) as raised:
        parse(put(content), name)
    assert raised.type is error
    assert name in str(raised.value)


def test_an_unsupported_file_s_error_names_what_can_be_read(put: Callable[[bytes], Path]) -> None:
    with pytest.raises(UnsupportedFile, match=".docx"):
        parse(put(b"GIF89a" + bytes(50)), "bild.gif")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("falsch.docx", pdf("Dienstreisen sind anzuordnen.")),
        ("falsch.pdf", real_docx()),
        ("falsch.txt", b"<!doctype html><p>Dienstreisen sind anzuordnen.</p>"),
        ("GROSS.TXT", b"Dienstreisen sind anzuordnen."),
        ("falsch.odt", docx("", "Dienstreisen sind anzuordnen.")),
    ],
)
def test_the_content_counts_and_not_the_ending(name: str, content: bytes, put: Callable[[bytes], Path]) -> None:
    assert parse(put(content), name).sections[0].text == "Dienstreisen sind anzuordnen."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_is_read_in_its_encoding(encoding: str, put: Callable[[bytes], Path]) -> None:
    text = "Die Behörde prüft größere Beträge – auch über 1.000 €."
    assert parse(put(text.encode(encoding)), "text.txt").sections[0].text == text


def test_a_page_is_read_in_the_encoding_that_it_names(put: Callable[[bytes], Path]) -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Größe für Ämter</p></body></html>'
    assert parse(put(page.encode("latin-1")), "seite.html").sections[0].text == "Größe für Ämter"


@pytest.mark.parametrize("name", ["tief.html", "tief.docx", "tief.md", "tief.odt"])
def test_a_deeply_nested_file_ends_in_text_or_a_named_error(name: str, put: Callable[[bytes], Path]) -> None:
    depth = 5000
    content = {
        "tief.html": b"<html>" + b"<div>" * depth + b"Text",
        "tief.md": b"> " * depth + b"Text",
        "tief.docx": docx("", "x</w:t></w:r>" + "<w:sdt>" * 1500 + "</w:sdt>" * 1500 + "<w:r><w:t>"),
        "tief.odt": odt("", "<t:span>" * 1500 + "x" + "</t:span>" * 1500),
    }[name]
    try:
        assert parse(put(content), name).sections
    except UnreadableFile as error:
        assert name in str(error)


def test_a_zip_bomb_is_refused(put: Callable[[bytes], Path]) -> None:
    with pytest.raises(FileTooLarge):
        parse(put(docx("", " " * (archive.LARGEST_MEMBER + 1))), "bombe.docx")


def test_three_hundred_pages_are_read_in_reasonable_time(put: Callable[[bytes], Path]) -> None:
    path = put(pdf(*(f"Seite {number} handelt von Dienstreisen." for number in range(1, 301))))
    start = time.perf_counter()
    document = parse(path, "lang.pdf")
    assert time.perf_counter() - start < 10
    assert document.sections[-1].page == 300


def test_every_ending_has_a_parser_that_can_be_loaded(put: Callable[[bytes], Path]) -> None:
    for ending in PARSERS:
        with pytest.raises(UnreadableFile):
            parse(put(b""), f"leer{ending}")
