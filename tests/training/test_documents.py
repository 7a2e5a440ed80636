"""The material about office documents that the quoting reader is trained on."""

import json
from pathlib import Path

import pytest

from training.office import find_faults, read_documents, read_questions

TABLE = "# Entgelte\n\nEs gilt:\n\n| Was | Preis |\n|---|---|\n| Kopie | 1 Euro |\n| Scan | 2 Euro |\n"


def office(folder: Path, *rows: dict[str, str | None]) -> Path:
    (folder / "entgelte.md").write_text(TABLE, "utf-8")
    lines = [json.dumps({"document": "entgelte.md", **row}) for row in rows]
    (folder / "documents-1.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def test_every_quote_stands_in_its_document_exactly_once() -> None:
    assert not list(find_faults(read_documents()))


def test_a_quote_is_found_in_the_text_as_the_library_stores_it(tmp_path: Path) -> None:
    office(tmp_path, {"question": "was kostet ein scan", "quote": "| Scan | 2 Euro |"})
    (document,) = read_documents(tmp_path)
    (question,) = read_questions([document], tmp_path)
    assert question.span is not None
    assert document.sections[0].text[slice(*question.span)] == "| Scan | 2 Euro |"


def test_a_near_miss_has_no_answer(tmp_path: Path) -> None:
    office(tmp_path, {"question": "was kostet ein Plakat", "quote": None})
    assert [question.span for question in read_questions(read_documents(tmp_path), tmp_path)] == [None]


def test_faulty_rows_are_named_with_their_place(tmp_path: Path) -> None:
    office(
        tmp_path,
        {"question": "a", "quote": "3 Euro"},
        {"question": "b", "quote": "Euro"},
        {"question": "c", "quote": "| Kopie | 1 Euro |"},
        {"question": "c", "quote": None},
    )
    assert list(find_faults(read_documents(tmp_path), tmp_path)) == [
        "documents-1.jsonl:1: found 0 times in entgelte.md: 3 Euro",
        "documents-1.jsonl:2: found 2 times in entgelte.md: Euro",
        "documents-1.jsonl:4: asked before: c",
    ]


def test_questions_with_a_faulty_quote_are_not_trained_on(tmp_path: Path) -> None:
    office(tmp_path, {"question": "a", "quote": "Euro"})
    with pytest.raises(ValueError, match="found 2 times"):
        read_questions(read_documents(tmp_path), tmp_path)
