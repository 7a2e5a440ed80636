"""Old Office files need a program, and a program that is missing is named; books are read page by page."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import BrokenFile, EncryptedFile, FileTooLarge, NeedsProgram
from ingest.parsers import ParsedDocument, parse
from ingest.parsers.office import parse_doc, parse_ppt
from ingest.parsers.programs import run_program


@pytest.mark.parametrize("read", [parse_doc, parse_ppt])
def test_without_a_program_the_error_names_it(
    read: Callable[[Path], ParsedDocument], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NeedsProgram, match="LibreOffice"):
        read(tmp_path / "alt.doc")


def test_a_program_that_does_not_end_is_ended(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge, match=r"lang\.doc"):
        run_program(["sleep", "30"], tmp_path, 0.3, "lang.doc")


def test_a_program_that_works_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge, match=r"1 s"):
        run_program(["sh", "-c", "while :; do :; done"], tmp_path, 1, "lang.doc")


def test_a_program_sees_no_environment_but_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKTENLOTSE_API_KEY", "geheim")
    seen = run_program(["env"], tmp_path, 10, "x").stdout.decode()
    assert "geheim" not in seen
    assert f"HOME={tmp_path}" in seen


def write_book(path: Path, page: str, *, package: str = "", **more: str) -> None:
    item = '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>')
        book.writestr("b.opf", f"{package}<package>{item}<spine><itemref idref='a'/></spine></package>")
        book.writestr("a.xhtml", page)
        for name, content in more.items():
            book.writestr(f"META-INF/{name}.xml", content)


def test_a_book_s_scripts_and_links_stay_untouched(tmp_path: Path) -> None:
    page = (
        '<html><body><script src="http://example.org/x.js">böse</script><img src="file:///etc/hostname"/><p>Text.</p></body></html>'
    )
    write_book(tmp_path / "b.epub", page)
    assert [section.text for section in parse(tmp_path / "b.epub", "b.epub").sections] == ["Text."]


def test_a_book_whose_pages_are_encrypted_says_so(tmp_path: Path) -> None:
    method = '<EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
    hidden = f'<encryption><EncryptedData>{method}<CipherReference URI="a.xhtml"/></EncryptedData></encryption>'
    write_book(tmp_path / "b.epub", "xyz", encryption=hidden)
    with pytest.raises(EncryptedFile):
        parse(tmp_path / "b.epub", "b.epub")


def test_entities_in_a_book_are_refused(tmp_path: Path) -> None:
    write_book(tmp_path / "b.epub", "<p>x</p>", package='<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>')
    with pytest.raises(BrokenFile):
        parse(tmp_path / "b.epub", "b.epub")


def test_a_program_has_no_network_where_the_system_can_take_it_away(tmp_path: Path) -> None:
    if (
        not shutil.which("unshare")
        or subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True, check=False).returncode != 0
    ):
        pytest.skip("no user namespaces here")
    seen = run_program(["cat", "/proc/net/dev"], tmp_path, 10, "x").stdout.decode().splitlines()[2:]
    assert [line.split(":")[0].strip() for line in seen] == ["lo"]
