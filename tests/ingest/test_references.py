"""References that are looked up: a question's keys meet those of the passage that it names, and of no other."""

import time

import pytest

from ingest.references import question_keys, reference_keys

TITLE = "Verwaltungsverfahrensgesetz (VwVfG)"


def meets(question: str, *headings: str, reference: str | None = None) -> bool:
    return bool(set(question_keys(question)) & set(reference_keys(headings, reference)))


@pytest.mark.parametrize(
    "question",
    [
        "Was regelt § 28 VwVfG?",
        "Was steht in § 28 Abs. 2 Nr. 1 VwVfG?",
        "VwVfG 28",
        "Was sagt das VwVfG in Paragraph 28?",
        "§28 vwvfg",
    ],
)
def test_a_paragraph_is_found_however_it_is_written(question: str) -> None:
    assert meets(question, TITLE, "Teil II", "§ 28 Anhörung")


def test_an_article_is_found() -> None:
    assert meets("Was verlangt Art. 6 DSGVO?", "Datenschutz-Grundverordnung (DSGVO)", "Artikel 6 Rechtmäßigkeit")


@pytest.mark.parametrize("heading", ["§ 29 Akteneinsicht", "§ 28a Anhörung", "§ 2 Ausnahmen", "Allgemeines"])
def test_another_paragraph_of_the_same_law_is_not_found(heading: str) -> None:
    assert not meets("Was regelt § 28 VwVfG?", TITLE, heading)


def test_the_same_paragraph_of_another_law_is_not_found() -> None:
    assert not meets("Was regelt § 28 VwVfG?", "Beamtengesetz (BeamtG)", "§ 28 Versetzung")


def test_a_letter_behind_the_number_counts() -> None:
    assert meets("Gilt § 3a VwVfG?", TITLE, "§ 3a Elektronische Kommunikation")


def test_a_file_reference_is_found() -> None:
    assert meets("Was steht im Erlass 12-345/26?", "Erlass", reference="Az. 12-345/26")
    assert not meets("Was steht im Erlass 12-345/26?", "Erlass", reference="Az. 12-345/27")


def test_a_question_without_a_reference_looks_nothing_up() -> None:
    assert question_keys("Wie viele Tage Urlaub habe ich?") == {}


@pytest.mark.parametrize("repeated", ["A", "§ 1 ", "1.", "Art. 1 Abs. 1 "])
def test_a_question_of_one_thing_over_and_over_takes_no_time(repeated: str) -> None:
    began = time.process_time()
    question_keys(repeated * (4_000 // len(repeated)))
    assert time.process_time() - began < 1
