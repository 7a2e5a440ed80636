"""Sets as SQuAD's JSON and as tables from an evaluator's desk."""

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from eval.gold import Fault, FaultySet, Source
from eval.sets import read_set, validate_set

SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Reise_Kosten",
            "paragraphs": [
                {
                    "context": "Das Tagegeld beträgt 28 Euro.",
                    "qas": [
                        {"id": 1, "question": "Wie hoch ist es?", "answers": [{"text": "28 Euro", "answer_start": 21}]},
                        {"id": 2, "question": "Wer zahlt?", "answers": [], "is_impossible": True, "plausible_answers": []},
                    ],
                }
            ],
        }
    ],
}
GERMAN = """Nr.;Frage;Antwort;Pflichtangaben;Quelle;Seite;Kategorie;Schwierigkeit;Stichtag;Beantwortbar;Folgt auf
1;Wie hoch ist das Tagegeld?;Es beträgt 28 Euro je Tag.;28 Euro;Reisekosten;S. 3;Betrag;leicht;01.06.2024;;
2;Und für halbe Tage?;14 Euro.;14 Euro\u00a0; halbe Tage;Reisekosten.pdf;3-4;Betrag;;;ja;1
3;Wer füttert die Fische?;;;;;;;;nein;
"""


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def faults_of(path: str) -> list[Fault]:
    return validate_set(path)[1]


def test_paragraphs_of_squad_are_documents_and_impossible_questions_unanswerable(tmp_path: Path) -> None:
    gold = read_set(written(tmp_path, "squad.json", json.dumps(SQUAD)))
    answerable, impossible = gold.questions
    assert gold.entries[0].title == "Reise Kosten"
    assert answerable.relevant == {gold.entries[0].id: 1}
    assert answerable.reference == answerable.spans[0].text == "28 Euro"
    assert not impossible.answerable
    assert impossible.relevant == {}


def test_squad_without_paragraphs_is_for_the_running_library(tmp_path: Path) -> None:
    question = {"id": "a", "question": "Wie hoch?", "answers": [{"text": "28 Euro", "answer_start": 0}]}
    bare = {"data": [{"title": "Reisekosten", "paragraphs": [{"qas": [question]}]}]}
    gold = read_set(written(tmp_path, "squad.json", json.dumps(bare)))
    assert gold.entries == ()
    assert gold.questions[0].sources == (Source("Reisekosten"),)
    assert gold.questions[0].reference == "28 Euro"


def test_a_mark_that_is_off_is_named_with_its_place(tmp_path: Path) -> None:
    moved = json.loads(json.dumps(SQUAD))
    moved["data"][0]["paragraphs"][0]["qas"][0]["answers"][0]["answer_start"] = 20
    del moved["data"][0]["paragraphs"][0]["qas"][1]["question"]
    texts = [str(fault) for fault in faults_of(written(tmp_path, "squad.json", json.dumps(moved)))]
    assert any("data.0.paragraphs.0.qas.0, answer_start" in text and "28 Euro" in text for text in texts)
    assert any("data.0.paragraphs.0.qas.1, question" in text for text in texts)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_table_is_read_in_any_encoding_with_any_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [line.split(";") for line in GERMAN.replace("\u00a0; halbe Tage", "\n").splitlines() if line]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    gold = read_set(written(tmp_path, "desk.csv", text, encoding))
    first = gold.questions[0]
    assert (first.id, first.text, first.facts) == ("1", "Wie hoch ist das Tagegeld?", ("28 Euro",))
    assert (first.category, first.difficulty, first.as_of) == ("Betrag", "leicht", date(2024, 6, 1))
    assert first.sources == (Source("Reisekosten", 3),)
    assert [question.answerable for question in gold.questions][-1] is False


def test_a_follow_up_has_the_questions_before_it(tmp_path: Path) -> None:
    text = GERMAN.replace("14 Euro\u00a0; halbe Tage", '"14 Euro; halbe Tage"')
    follow_up = read_set(written(tmp_path, "desk.csv", text)).questions[1]
    assert [turn.question for turn in follow_up.history] == ["Wie hoch ist das Tagegeld?"]
    assert follow_up.facts == ("14 Euro", "halbe Tage")
    assert follow_up.sources == (Source("Reisekosten.pdf", 3), Source("Reisekosten.pdf", 4))


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Testfragen des Referats Z", None, None, None),
        ("Question", "Answer", "Page", "as of"),
        ("Wie lange?", "Sechs Monate.", 4, date(2025, 1, 31)),
        (None, None, None, None),
    ):
        sheet.append(row)
    book.save(tmp_path / "desk.xlsx")
    (question,) = read_set(str(tmp_path / "desk.xlsx")).questions
    assert (question.text, question.reference, question.as_of) == ("Wie lange?", "Sechs Monate.", date(2025, 1, 31))
    assert question.where == "row 3"


def test_the_sheet_with_questions_is_found_and_what_is_merged_counts_in_each_row(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "Fragenkatalog der Abteilung Z"
    sheet = book.create_sheet("Fragen")
    for row in (
        ("Fragenkatalog", None, None, None),
        ("Lfd. Nr.", "Fragestellung", "Soll-Antwort", "Rubrik"),
        (1, "Wie lange?", "Sechs Monate.", "Fristen"),
        (2, "Wie oft?", "Jährlich.", None),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("D3:D4")
    book.save(tmp_path / "desk.xlsx")
    first, second = read_set(str(tmp_path / "desk.xlsx")).questions
    assert (first.id, first.category, second.category) == ("1", "Fristen", "Fristen")
    assert second.where == "sheet Fragen, row 4"


def test_a_day_that_lost_its_format_is_named_as_the_day_it_was(tmp_path: Path) -> None:
    (fault,) = faults_of(written(tmp_path, "desk.csv", "Frage;Antwort;Stichtag\nWas?;Ja;45444\n"))
    assert "the number 45444: write the day, 2024-06-01" in fault.what


def test_each_faulty_row_is_named_with_what_to_do(tmp_path: Path) -> None:
    text = (
        "ID;Frage;Antwort;Seite;Stichtag;Beantwortbar;Folgt auf;Farbe\n"
        "a;;Ja;;;;;\n"
        "b;Was?;Ja;vorn;;;;\n"
        "c;Was?;Ja;;irgendwann;;;\n"
        "d;Was?;Ja;;;vielleicht;;\n"
        "e;Was?;Ja;;;;zzz;\n"
        "f;Was?;;;;;;\n"
        "f;Was?;Ja;;;;;\n"
    )
    faults = faults_of(written(tmp_path, "desk.csv", text))
    named = {(fault.where, fault.field) for fault in faults if fault.fatal}
    assert named == {
        ("row 2", "question"),
        ("row 3", "page"),
        ("row 4", "as_of"),
        ("row 5", "answerable"),
        ("row 6", "follows"),
        ("row 7", "answer"),
        ("row 8", "id"),
    }
    assert [fault.field for fault in faults if not fault.fatal] == ["Farbe"]
    with pytest.raises(FaultySet, match="row .*: .* more faults"):
        read_set(str(tmp_path / "desk.csv"))


def test_drafts_that_nobody_approved_do_not_count(tmp_path: Path) -> None:
    text = "Frage;Antwort;Status\nWas?;Ja;approved\nWer?;Nein;draft\nWo?;Hier;freigegeben\n"
    assert [each.text for each in read_set(written(tmp_path, "desk.csv", text)).questions] == ["Was?", "Wo?"]


def test_a_table_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultySet, match="no column of questions"):
        read_set(written(tmp_path, "desk.csv", "Name;Ort\nA;B\n"))
    (tmp_path / "broken.xlsx").write_bytes(b"PK no workbook")
    with pytest.raises(FaultySet, match="no readable workbook"):
        read_set(str(tmp_path / "broken.xlsx"))
