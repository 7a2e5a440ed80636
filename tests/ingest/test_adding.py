"""Which files a command line names, under which names, with which metadata."""

from datetime import date
from pathlib import Path

import pytest

from ingest.adding import as_jobs, find_files, read_metadata
from ingest.documents import Metadata
from ingest.errors import BrokenFile, SettingsError
from ingest.library import Library
from tests.shelf import Shelf


def write(path: Path, text: str = "Text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_file_in_a_folder_is_named_by_its_way_from_there(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b" / "c.md")
    write(tmp_path / "a" / ".git" / "d.md")
    (tmp_path / "a" / "link.md").symlink_to(tmp_path / "a" / "b" / "c.md")
    assert [name for _, name in find_files([tmp_path / "a"])] == ["b/c.md"]


def test_a_single_file_has_its_own_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a" / "c.md")
    assert list(find_files([path])) == [(path, "c.md")]


def test_files_of_two_folders_do_not_replace_each_other(tmp_path: Path) -> None:
    folders = [tmp_path / "amt", tmp_path / "stadt"]
    for folder in folders:
        write(folder / "index.html")
        write(folder / "tief" / "index.html")
    names = [name for _, name in find_files(folders)]
    assert names == ["index.html", "tief/index.html", "stadt/index.html", "stadt/tief/index.html"]


def test_a_file_name_that_is_no_text_is_a_named_error(tmp_path: Path) -> None:
    Path(str(tmp_path / "gr\udcf6sse.md")).write_text("Text")
    with pytest.raises(BrokenFile, match="gr.udcf6sse"):
        list(find_files([tmp_path]))


HEAD = "file;title;collection;valid_from;valid_to;superseded_by;issuer;reference\n"


def test_a_table_describes_files(tmp_path: Path) -> None:
    table = write(
        tmp_path / "metadata.csv", HEAD + "alt.md;Reisen;personal;2020-01-01;2025-12-31;neu.md;Amt;Az. 1-2/20\nneu.md;;;;;;;\n"
    )
    described = read_metadata(table, "allgemein")
    assert described["alt.md"] == Metadata(
        "Reisen", "personal", date(2020, 1, 1), date(2025, 12, 31), "neu.md", "Amt", "Az. 1-2/20"
    )
    assert described["neu.md"] == Metadata()


@pytest.mark.parametrize("line", ["a.md;;;31.12.2025;;;;", "a.md;;;2025-13-01;;;;"])
def test_a_faulty_line_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(SettingsError, match=r"metadata\.csv:3"):
        read_metadata(write(tmp_path / "metadata.csv", f"{HEAD}gut.md;;;;;;;\n{line}\n"), "allgemein")


def test_a_table_without_file_names_or_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="file, titel"):
        read_metadata(write(tmp_path / "a.csv", "titel\nReisen\n"), "allgemein")
    with pytest.raises(SettingsError, match="valid_form"):
        read_metadata(write(tmp_path / "c.csv", "file;valid_form\na.md;2026-01-01\n"), "allgemein")
    (tmp_path / "b.csv").write_bytes("file;title\na.md;Gebühren\n".encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8"):
        read_metadata(tmp_path / "b.csv", "allgemein")


def test_what_supersedes_a_document_becomes_its_id(library: Library, tmp_path: Path) -> None:
    files = [(write(tmp_path / name), name) for name in ("alt.md", "neu.md")]
    old, new = as_jobs(library, files, {"alt.md": Metadata(superseded_by="neu.md")}, "allgemein")
    assert old.metadata.superseded_by == new.document_id
    assert new.metadata.superseded_by is None


def test_a_known_file_keeps_its_id(shelf: Shelf, tmp_path: Path) -> None:
    known = shelf.add("reisen.md", "# Reisen\n\nDienstreisen.")
    (job,) = as_jobs(shelf.library, [(write(tmp_path / "reisen.md"), "reisen.md")], {}, "allgemein")
    assert job.document_id == known.document_id
