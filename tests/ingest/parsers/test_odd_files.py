"""Files that are odd but harmless are read; where nothing is left to read, the reason is said."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest.errors import BrokenFile, UnsupportedFile
from ingest.parsers import parse

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
PAGE = "<html><body><h1>§ 1 Zweck</h1><p>Ein Satz im Teil.</p></body></html>"


RICH = rb"{\rtf1\ansi {\pard\outlinelevel0 \'a7 1 Zweck\par}{\pard Ein Satz im Teil.\par}}"


def packed(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def relations(*entries: tuple[str, str, str]) -> str:
    listed = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in entries)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'


def word(target: str) -> dict[str, str]:
    """A Word file whose text is another file inside it."""
    body = f'<w:altChunk xmlns:r="{OFFICE}" r:id="a"/><w:p><w:r><w:t>Danach.</w:t></w:r></w:p>'
    return {
        "_rels/.rels": relations(("m", "officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations(("a", "aFChunk", target)),
        "word/part.html": PAGE,
    }


def book(spine: str, page: str) -> dict[str, str]:
    items = '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>',
        "c.opf": f'<package xmlns="http://www.idpf.org/2007/opf">{items}{spine}</package>',
        page: PAGE,
    }


def test_a_page_embedded_in_a_word_file_stands_where_it_is_shown(tmp_path: Path) -> None:
    (section,) = parse(packed(tmp_path / "a.docx", word("part.html")), "a.docx").sections
    assert (section.anchor, section.text) == ("§ 1", "Ein Satz im Teil.\nDanach.")


@pytest.mark.parametrize(("name", "content"), [("part.rtf", RICH), ("part.docx", b"")])
def test_a_file_embedded_as_text_in_a_word_file_stands_where_it_is_shown(name: str, content: bytes, tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {**word(name)}
    members[f"word/{name}"] = content or packed(tmp_path / "b.docx", word("part.html")).read_bytes()
    (section,) = parse(packed(tmp_path / "a.docx", members), "a.docx").sections
    assert section.anchor == "§ 1"
    assert (section.text.split("\n")[0], section.text.split("\n")[-1]) == ("Ein Satz im Teil.", "Danach.")


def test_a_document_shown_as_an_object_stands_under_its_name(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {**word("part.html"), "word/embeddings/Merkblatt.rtf": RICH}
    members["word/_rels/document.xml.rels"] = relations(("a", "aFChunk", "part.html"), ("o", "package", "embeddings/Merkblatt.rtf"))
    last = parse(packed(tmp_path / "a.docx", members), "a.docx").sections[-1]
    assert (last.headings[0], last.text) == ("Merkblatt.rtf", "Ein Satz im Teil.")


def test_what_a_word_file_embeds_and_nobody_can_read_is_noted(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {**word("part.bin"), "word/part.bin": b"GIF89a"}
    document = parse(packed(tmp_path / "a.docx", members), "a.docx")
    assert [note.details["file"] for note in document.notes] == ["part.bin"]


def test_a_word_file_of_nothing_but_what_cannot_be_read_is_refused_for_that_reason(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {**word("part.bin"), "word/part.bin": b"GIF89a"}
    members["word/document.xml"] = word("part.bin")["word/document.xml"].replace("Danach.", "")
    with pytest.raises(UnsupportedFile):
        parse(packed(tmp_path / "a.docx", members), "a.docx")


def test_what_a_word_file_embeds_from_outside_is_never_loaded(tmp_path: Path) -> None:
    (section,) = parse(packed(tmp_path / "a.docx", word("../../etc/hostname.html")), "a.docx").sections
    assert section.text == "Danach."


def test_a_book_without_an_order_is_read_as_it_lists_its_pages(tmp_path: Path) -> None:
    (section,) = parse(packed(tmp_path / "a.epub", book("", "a.xhtml")), "a.epub").sections
    assert section.text == "Ein Satz im Teil."


def test_a_book_without_its_pages_is_refused_as_broken(tmp_path: Path) -> None:
    spine = '<spine><itemref idref="a"/></spine>'
    with pytest.raises(BrokenFile, match="keine Seite im Buch"):
        parse(packed(tmp_path / "a.epub", book(spine, "b.xhtml")), "a.epub")


def test_a_presentation_without_its_slides_is_refused_as_broken(tmp_path: Path) -> None:
    order = f'<p:sldIdLst xmlns:r="{OFFICE}"><p:sldId r:id="s"/></p:sldIdLst>'
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("m", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDES}">{order}</p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(("s", "slide", "slides/gone.xml")),
    }
    with pytest.raises(BrokenFile, match="keine der Folien"):
        parse(packed(tmp_path / "a.pptx", members), "a.pptx")


def test_a_very_long_paragraph_of_a_page_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<p>{'Die Frist läuft. ' * 700_000}</p>", encoding="utf-8")
    assert len(parse(tmp_path / "a.html", "a.html").sections[0].text) == 17 * 700_000 - 1


def test_a_page_of_too_many_levels_is_not_called_empty(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<div>" * 50_000 + "Tief" + "</div>" * 50_000, encoding="utf-8")
    with pytest.raises(BrokenFile, match="zu tief verschachtelt"):
        parse(tmp_path / "a.html", "a.html")
