"""A file that takes too much ends alone, and the next one is read."""

import zipfile
from pathlib import Path

import pytest

from ingest.errors import FileTooLarge, ReaderCrashed
from ingest.parsers.sandbox import Sandbox

TRAVEL = "# Reisen\n\nDienstreisen genehmigt die Amtsleitung.\n"


def big_docx(path: Path) -> Path:
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph = "<w:p><w:r><w:t>Dienstreisen sind zu genehmigen.</w:t></w:r></w:p>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {namespace}><w:body>{paragraph * 800_000}</w:body></w:document>")
    return path


def test_a_file_that_takes_too_long_ends_at_the_limit_and_the_next_is_read(tmp_path: Path) -> None:
    good = tmp_path / "gut.md"
    good.write_text(TRAVEL)
    with Sandbox(1.0, 2048) as sandbox:
        first = sandbox.start(big_docx(tmp_path / "gross"), "gross.docx")
        with pytest.raises(FileTooLarge, match="1 s"):
            sandbox.result(first, "gross.docx")
        assert sandbox.result(sandbox.start(good, "gut.md"), "gut.md").title == "Reisen"


def test_a_file_that_takes_too_much_memory_ends_alone_and_the_next_is_read(tmp_path: Path) -> None:
    """A library that gets no memory says so, or its process ends: either way that is the only file that is not read."""
    good = tmp_path / "gut.md"
    good.write_text(TRAVEL)
    with Sandbox(60.0, 256) as sandbox:
        first = sandbox.start(big_docx(tmp_path / "gross"), "gross.docx")
        with pytest.raises((FileTooLarge, ReaderCrashed)):
            sandbox.result(first, "gross.docx")
        assert sandbox.result(sandbox.start(good, "gut.md"), "gut.md").title == "Reisen"
