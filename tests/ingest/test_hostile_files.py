"""Files that are meant to do harm: they fetch nothing, run nothing, unpack to no more than allowed, and lead nowhere."""

import http.server
import io
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from openpyxl import Workbook

from ingest.adding import find_files
from ingest.errors import FileTooLarge, UnreadableFile
from ingest.parsers import parse
from ingest.parsers.sandbox import Sandbox

TEXT = "Dienstreisen genehmigt die Amtsleitung."
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


class Watching(http.server.BaseHTTPRequestHandler):
    """Remembers what is asked of it."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def watched() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and what was asked of it."""
    asked: list[str] = []
    kind = type("Watched", (Watching,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


def packed(**members: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def page(address: str) -> bytes:
    return (
        f"<html><head><link rel='stylesheet' href='{address}/a.css'><base href='{address}/'><script src='{address}/a.js'></script>"
        f"<meta http-equiv='refresh' content='0;url={address}/r'></head><body><p>{TEXT}</p><img src='{address}/a.png'>"
        f"<iframe src='{address}/f'></iframe><object data='{address}/o'></object></body></html>"
    ).encode()


def word(address: str) -> bytes:
    document = Document()
    document.add_paragraph(TEXT)
    document.part.relate_to(f"{address}/picture.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    document.part.relate_to(f"{address}/template.dotm", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def open_text(address: str) -> bytes:
    names = f'xmlns:o="{OFFICE}:office:1.0" xmlns:t="{OFFICE}:text:1.0" xmlns:d="{OFFICE}:drawing:1.0"'
    link = f'xmlns:x="http://www.w3.org/1999/xlink" x:href="{address}/teil.odt"'
    section = f"<t:section><t:section-source {link}/><t:p>{TEXT}</t:p><d:image {link}/></t:section>"
    body = f"<o:document-content {names}><o:body><o:text>{section}</o:text></o:body></o:document-content>"
    return packed(**{"content.xml": body, "META-INF/manifest.xml": "<manifest/>"})


def rich(address: str) -> bytes:
    field = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{address}/p.png" \\\\d}}{{\\fldrslt }}}}'
    return f"{{\\rtf1\\ansi{{\\*\\template {address}/t.dot}} {TEXT}{field}\\par}}".encode()


def schema(address: str) -> bytes:
    declared = f'<!DOCTYPE html SYSTEM "{address}/x.dtd" [<!ENTITY e SYSTEM "{address}/e">]>'
    return f"{declared}<html><body><p>{TEXT}</p><p>&e;</p></body></html>".encode()


def letter(address: str) -> bytes:
    return b"Subject: Reise\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + page(address)


def markdown(address: str) -> bytes:
    return f"# Reise\n\n{TEXT}\n\n![Bild]({address}/b.png)\n\n<img src='{address}/c.png'>\n".encode()


@pytest.mark.parametrize(
    ("name", "made"),
    [("a.html", page), ("a.docx", word), ("a.odt", open_text), ("a.rtf", rich), ("b.html", schema), ("a.eml", letter),
     ("a.md", markdown)],
)  # fmt: skip
def test_what_a_file_refers_to_is_never_fetched(name: str, made: object, watched: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = watched
    assert callable(made)
    (tmp_path / name).write_bytes(made(address))
    assert TEXT in "\n".join(section.text for section in parse(tmp_path / name, name).sections)
    assert asked == []


def test_a_reading_process_may_not_open_a_connection(watched: tuple[str, list[str]], tmp_path: Path) -> None:
    """The process itself refuses, whatever a parser is talked into."""
    address, asked = watched
    attempt = f"limit_process(1024, {str(tmp_path)!r}); from urllib.request import urlopen; urlopen({address!r})"
    command = [sys.executable, "-c", f"from ingest.parsers.sandbox import limit_process; {attempt}"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "PermissionError: socket.getaddrinfo" in ended.stderr
    assert asked == []


def test_macros_stay_unread_and_unrun(tmp_path: Path) -> None:
    trace = tmp_path / "lief"
    content = packed(
        **{
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
            f"<w:r><w:t>{TEXT}</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:r></w:p></w:body></w:document>",
            "word/vbaProject.bin": f'Sub AutoOpen()\nShell "touch {trace}"\nEnd Sub',
        }
    )
    (tmp_path / "makro.docm").write_bytes(content)
    sections = parse(tmp_path / "makro.docm", "makro.docm").sections
    assert [section.text for section in sections] == [TEXT]
    assert not trace.exists()


def test_a_formula_is_not_calculated(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active
    book.active.append(["Frist", "Link"])
    book.active.append(["sechs Monate", '=WEBSERVICE("http://127.0.0.1:9/")'])
    book.save(tmp_path / "a.xlsx")
    assert "WEBSERVICE" not in "\n".join(section.text for section in parse(tmp_path / "a.xlsx", "a.xlsx").sections)


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "geheim", tmp_path / "ablage"
    outside.mkdir()
    folder.mkdir()
    (outside / "gehalt.md").write_text("# Gehalt")
    (folder / "post.md").write_text("# Post")
    (folder / "datei.md").symlink_to(outside / "gehalt.md")
    (folder / "ordner").symlink_to(outside)
    (folder / "kreis").symlink_to(folder)
    assert [name for _, name in find_files([folder])] == ["post.md"]


def test_members_of_an_archive_that_share_their_bytes_count_each(tmp_path: Path) -> None:
    """The bomb of overlapping files: each is small when packed, all together are huge."""
    path = tmp_path / "bombe.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(12):
            archive.writestr(f"{number}.txt", b"Reise " * 5_000_000)
    with pytest.raises(FileTooLarge):
        parse(path, "bombe.zip")


def test_an_archive_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    whole = packed(**{"a.txt": b"Dienstreisen sind zu genehmigen. " * 100_000})
    place = whole.rindex(b"PK\x01\x02")
    (tmp_path / "luege.zip").write_bytes(whole[: place + 24] + (100).to_bytes(4, "little") + whole[place + 28 :])
    with pytest.raises(UnreadableFile):
        parse(tmp_path / "luege.zip", "luege.zip")


@pytest.mark.slow
def test_a_pdf_whose_page_unpacks_to_gigabytes_ends_alone(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b" " * 16_000_000) for _ in range(64)) + packer.flush()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    (tmp_path / "bombe").write_bytes(
        b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
        + b"trailer << /Root 1 0 R >>\n%%EOF"
    )  # fmt: skip
    good = tmp_path / "gut.md"
    good.write_text("# Reisen\n\nText.\n")
    with Sandbox(20.0, 400) as sandbox:
        with pytest.raises(UnreadableFile):
            sandbox.result(sandbox.start(tmp_path / "bombe", "bombe.pdf"), "bombe.pdf")
        assert sandbox.result(sandbox.start(good, "gut.md"), "gut.md").title == "Reisen"
