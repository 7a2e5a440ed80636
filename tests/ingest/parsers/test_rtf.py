"""Rich Text as word processors write it, and as nobody should."""

from pathlib import Path

import pytest

from ingest.errors import BrokenFile, EmptyFile, UnreadableFile
from ingest.parsers import ParsedDocument, parse

STYLES = r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 \'dcberschrift 2;}{\s9 Title;}}"


def read(tmp_path: Path, body: str, head: str = "") -> ParsedDocument:
    path = tmp_path / "text.rtf"
    path.write_bytes(rf"{{\rtf1\ansi\ansicpg1252\deff0{head}{STYLES} {body}}}".encode("latin-1"))
    return parse(path, path.name)


def text(document: ParsedDocument) -> str:
    return "\n".join(section.text for section in document.sections)


def test_headings_are_known_by_their_style_or_outline_level(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        r"\pard\s9 Dienstanweisung Post\par\pard\s1 Eingang\par\pard Briefe werden ge\'f6ffnet.\par"
        r"\pard\outlinelevel1 Ausnahmen\par\pard Pers\u246?nliche Post bleibt zu.\par",
    )
    assert document.title == "Dienstanweisung Post"
    assert [(section.headings[1:], section.text) for section in document.sections] == [
        (("Eingang",), "Briefe werden geöffnet."),
        (("Eingang", "Ausnahmen"), "Persönliche Post bleibt zu."),
    ]


def test_a_heading_stays_one_though_its_number_is_set_in_another_style(tmp_path: Path) -> None:
    document = read(tmp_path, r"\pard\s1{\listtext\pard\plain 1\tab}Eingang\par\pard Briefe werden ge\'f6ffnet.\par")
    assert [(section.headings, section.text) for section in document.sections] == [(("1 Eingang",), "Briefe werden geöffnet.")]


def test_letters_are_read_in_the_code_page_of_their_font(tmp_path: Path) -> None:
    fonts = r"{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fnil\fcharset238 Arial CE;}}"
    assert text(read(tmp_path, r"\f0 Stra\'dfe {\f1 \'a3\'f3d\'9f} Gr\'fc\'dfe\par", fonts)) == "Straße Łódź Grüße"


def test_unicode_signs_replace_what_stands_for_them(tmp_path: Path) -> None:
    assert text(read(tmp_path, r"\uc2 4 \u8364\'80\'80 und {\uc1\u8222?Wort\u8220?} \u-10179?\u-8704?\par")) == "4 € und „Wort“ 😀"


def test_rows_of_a_table_and_the_numbers_of_lists_are_kept(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        r"\trowd\pard\intbl Karte\cell Euro\cell\row\trowd\pard\intbl Kind\par erm\'e4\'dfigt\cell 2\cell\row"
        r"\pard{\listtext 1.\tab}Antrag stellen\par{\listtext 2.\tab}Belege sammeln\par",
    )
    assert text(document).split("\n") == [
        "| Karte | Euro |", "| Kind ermäßigt | 2 |", "1. Antrag stellen", "2. Belege sammeln",
    ]  # fmt: skip


def test_footnotes_follow_their_paragraph(tmp_path: Path) -> None:
    assert text(read(tmp_path, r"\pard Die Frist{\footnote \pard Sechs Monate.} gilt.\par")) == "Die Frist gilt.\nSechs Monate."


def test_what_is_hidden_deleted_or_embedded_is_left_out(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        r"{\header Stadt}\pard Sichtbar{\v geheim}{\deleted alt}{\pict\pngblip 89504e47}{\object{\*\objdata 0102}}"
        r"{\field{\*\fldinst HYPERLINK http://example.org}{\fldrslt  Verweis}}{\*\unknown x}{\bin4 }}\\} \{1\}\par",
    )
    assert text(document) == r"Sichtbar Verweis {1}"


def test_nothing_but_layout_is_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, r"\pard\par{\pict 00}")


@pytest.mark.parametrize("body", ["{" * 200_000, "}" * 1000 + "Text", r"\bin99999999 x", r"\u99999999999 \'", "\\"])
def test_damaged_text_ends_in_words_or_a_named_error(body: str, tmp_path: Path) -> None:
    path = tmp_path / "4711"
    path.write_bytes(rf"{{\rtf1 Text\par{body}".encode())
    try:
        assert parse(path, "kaputt.rtf").sections
    except UnreadableFile as error:
        assert "kaputt.rtf" in str(error)


def test_what_only_claims_to_be_rich_text_is_broken(tmp_path: Path) -> None:
    (tmp_path / "x.rtf").write_text("Kein RTF.")
    with pytest.raises(BrokenFile):
        parse(tmp_path / "x.rtf", "x.rtf")
