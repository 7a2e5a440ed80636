"""The day whose rules a question asks for is read from it; a day of anything else is not."""

from datetime import date

import pytest

from assistant.dating import find_day

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Was galt am 1.3.2024 für das Tagegeld?", date(2024, 3, 1)),
        ("Welches Tagegeld galt am 01.03.2024?", date(2024, 3, 1)),
        ("Wie hoch war das Tagegeld, das am 1. März 2024 galt?", date(2024, 3, 1)),
        ("Was galt im März 2024?", date(2024, 3, 31)),
        ("Welche Regel galt im Jahr 2023?", date(2023, 12, 31)),
        ("Was galt 2024 und in 2023?", date(2023, 12, 31)),
        ("Was galt im letzten Jahr?", date(2025, 12, 31)),
        ("Was galt im Jahr 2026?", TODAY),
        ("Was gilt ab 1.1.2027 für Dienstreisen?", date(2027, 1, 1)),
        ("Tagegeld, Rechtsstand 1.7.2022", date(2022, 7, 1)),
    ],
)
def test_a_question_for_former_or_coming_rules_names_its_day(question: str, day: date) -> None:
    assert find_day(question, TODAY) == day


@pytest.mark.parametrize(
    "question",
    [
        "Ich habe am 1.3.2024 einen Antrag gestellt, bis wann muss entschieden werden?",
        "Was gilt für Dienstreisen im Ausland?",
        "Was galt am 31.2.2024?",
        "Was galt im Jahr 2030?",
        "Gilt die Frist von 3 Monaten auch für Teilzeit?",
        "Wie hoch ist das Tagegeld?",
    ],
)
def test_other_questions_ask_for_today_s_rules(question: str) -> None:
    assert find_day(question, TODAY) is None
