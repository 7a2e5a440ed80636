"""Web pages and books: footnotes, contents, asides, and headings that are only shown as such."""

import zipfile
from pathlib import Path

import pytest

from ingest.parsers import ParsedDocument, parse
from ingest.parsers.html import blocks_of_markup
from ingest.parsers.structure import parsed

FEES = (("Art", "Preis"), ("Kopie, farbig oder schwarzweiß", "zehn Cent je Seite"), ("Beglaubigung", "sechs Euro je Seite"))


def read(tmp_path: Path, body: str, head: str = "") -> ParsedDocument:
    path = tmp_path / "seite.html"
    path.write_text(f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return parse(path, path.name)


def lines(document: ParsedDocument) -> list[str]:
    return "\n".join(section.text for section in document.sections).split("\n")


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#fn1">1</a></sup>',
        '<a href="#fn1"><sup>[1]</sup></a>',
        '<a role="doc-noteref" href="noten.html#1">1</a>',
        '<sup><a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a></sup>',
    ],
)
def test_the_mark_of_a_footnote_is_left_out(mark: str, tmp_path: Path) -> None:
    assert lines(read(tmp_path, f"<p>Die Frist{mark} endet.</p>")) == ["Die Frist endet."]


def test_a_footnote_is_a_paragraph_without_number_and_way_back(tmp_path: Path) -> None:
    notes = '<section class="footnotes"><ol><li id="fn1"><p>Nur im Inland. <a href="#ref1">↩</a></p></li></ol></section>'
    assert lines(read(tmp_path, f"<p>Die Frist endet.</p>{notes}")) == ["Die Frist endet.", "Nur im Inland."]


def test_a_link_with_words_is_text(tmp_path: Path) -> None:
    assert lines(read(tmp_path, '<p>Siehe <a href="#p5">§ 5</a> der Satzung.</p>')) == ["Siehe § 5 der Satzung."]


def test_a_list_of_links_within_the_page_is_its_table_of_contents(tmp_path: Path) -> None:
    body = '<ul><li><a href="#a">Zweck</a></li><li><a href="#b">Dauer</a></li></ul><h2 id="a">Zweck</h2><p>Text.</p>'
    assert lines(read(tmp_path, body)) == ["Text."]


def test_an_aside_within_the_main_text_is_read_and_one_beside_it_is_not(tmp_path: Path) -> None:
    body = "<aside>Werbung</aside><main><p>Die Frist endet am Freitag.</p><aside><p>Hinweis: Bitte rechtzeitig.</p></aside></main>"
    assert lines(read(tmp_path, body)) == ["Die Frist endet am Freitag.", "Hinweis: Bitte rechtzeitig."]


def test_a_title_that_is_only_larger_stands_above_the_headings(tmp_path: Path) -> None:
    title = '<p><font style="font-size: 26pt">Satzung über Gebühren</font></p>'
    head = "<div title='header'><p>Stadt Musterhausen</p></div>"
    document = read(tmp_path, f"{head}{title}<h1>Zweck</h1><p>Diese Satzung regelt Gebühren.</p><h1>Höhe</h1><p>Zehn Euro.</p>")
    assert document.title == "Satzung über Gebühren"
    assert [section.headings[1:] for section in document.sections] == [("Zweck",), ("Höhe",)]


def test_letters_of_a_table_count_when_the_usual_size_is_looked_for(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td><p>{left}</p></td><td><p>{right}</p></td></tr>" for left, right in (("Art", "Gebühr"), ("Kopie", "1 €"))
    )
    table = f"<table>{rows}</table>"
    document = read(tmp_path, f"<p style='font-size: 26pt'>Kosten</p>{table}")
    assert [section.headings for section in document.sections] == [("Kosten",)]


def test_headings_of_a_book_that_only_its_style_sheet_knows_are_found(tmp_path: Path) -> None:
    styles = ".t { font-size: 26pt; } .h { font-size: 14pt; font-weight: bold; }"
    words = [
        ("t", "Satzung"),
        ("h", "Zweck"),
        ("", "Diese Satzung regelt die Gebühren der Stadt."),
        ("h", "Höhe"),
        ("", "Zehn Euro."),
    ]
    body = "".join(f'<p><span class="{name}">{text}</span></p>' for name, text in words)
    note = '<aside epub:type="footnote" id="n1"><p><sup><a href="#c1">1</a></sup> Nur bar.</p></aside>'
    items = '<item id="t" href="t.xhtml" media-type="application/xhtml+xml"/><item id="s" href="s.css" media-type="text/css"/>'
    package = f'<package><manifest>{items}</manifest><spine><itemref idref="t"/></spine></package>'
    with zipfile.ZipFile(tmp_path / "a.epub", "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>')
        book.writestr("b.opf", package)
        book.writestr("s.css", styles)
        book.writestr("t.xhtml", f'<html xmlns:epub="http://www.idpf.org/2007/ops"><body>{body}{note}</body></html>')
    document = parse(tmp_path / "a.epub", "a.epub")
    assert document.title == "Satzung"
    assert [section.headings[1:] for section in document.sections] == [("Zweck",), ("Höhe",)]
    assert document.sections[1].text == "Zehn Euro.\nNur bar."


def test_letters_whose_size_is_not_said_are_text_and_bold_ones_may_be_a_heading() -> None:
    styles = ".t { font-size: 26pt; } .b { font-weight: bold; } .c { font-size: 9pt; }"
    rows = "".join(f'<tr><td><p class="c">{name}</p></td><td><p class="c">{fee}</p></td></tr>' for name, fee in FEES)
    body = f'<p class="t">Kosten</p><p><span class="b">Kopien</span></p><p>Die Preise stehen unten.</p><table>{rows}</table>'
    blocks = parsed(blocks_of_markup(f"<html><body>{body}</body></html>", styles=styles))
    assert {section.headings for section in blocks.sections} == {("Kosten", "Kopien")}
    assert blocks.sections[0].text.split("\n")[0] == "Die Preise stehen unten."
