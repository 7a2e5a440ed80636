"""The checker is measured on true sentences and altered ones, and the figures say what came out."""

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.altering import alter, cut_window, write_otherwise
from eval.checking import Judged, checking_figures, measure_checking
from eval.sets import read_set
from tests.eval.small_set import TRAVEL, write_set

RULE = "Der Antrag muss innerhalb von 3 Monaten beim Finanzamt gestellt werden, wenn die Kosten mindestens 50 Euro betragen."


def judged(role: str, kind: str, verdict: str) -> Judged:
    assert role in ("true", "altered")
    return Judged("true" if role == "true" else "altered", kind, "Text", verdict, "", 0.001)


def test_an_altered_sentence_differs_in_one_thing() -> None:
    made = {(variant.kind, variant.text) for variant in alter(RULE, RULE)}
    assert {"amount", "period", "modal", "office", "comparison", "condition", "unit"} <= {kind for kind, _ in made}
    assert RULE not in {text for _, text in made}
    assert ("comparison", RULE.replace("mindestens", "höchstens")) in made or (
        "comparison",
        RULE.replace("mindestens", "weniger als"),
    ) in made


def test_the_same_sentence_is_always_altered_alike() -> None:
    assert list(alter(RULE, RULE)) == list(alter(RULE, RULE))
    assert list(write_otherwise(RULE)) == list(write_otherwise(RULE))


def test_what_the_passage_says_elsewhere_is_not_called_altered() -> None:
    passage = "Der Antrag kostet 5 Euro. Der Antrag kostet 5 Cent."
    assert "Der Antrag kostet 5 Cent." not in {variant.text for variant in alter("Der Antrag kostet 5 Euro.", passage)}


def test_a_true_variant_keeps_the_facts() -> None:
    made = {variant.kind: variant.text for variant in write_otherwise(RULE)}
    assert "drei Monaten" in made["digits"]
    assert "50 €" in made["currency"]
    assert made["order"].startswith("Wenn die Kosten")


def test_a_window_has_whole_sentences() -> None:
    text = "Erster Satz hier. Zweiter Satz hier. Dritter Satz hier. Vierter Satz hier."
    start = text.index("Dritter")
    assert cut_window(text, start, start + 5, 3) == "Zweiter Satz hier. Dritter Satz hier."


def test_shares_count_what_was_not_borne_out() -> None:
    figures = checking_figures(
        [
            judged("true", "verbatim", "supported"),
            judged("true", "synonym", "partly"),
            judged("altered", "number", "unsupported"),
            judged("altered", "number", "supported"),
        ]
    )
    assert figures["false_alarms"] == 0.5
    assert figures["caught"] == {"number": {"share": 0.5, "flagged": 1, "of": 2}}
    assert figures["sentences"] == 1


def test_the_sentences_of_a_set_are_borne_out_and_what_is_altered_is_caught(tmp_path: Path) -> None:
    made = measure_checking(read_set(str(write_set(tmp_path / "small"))))
    assert TRAVEL in {each.text for each in made if each.role == "true"}
    assert not [each.text for each in made if each.role == "true" and each.flagged]
    assert not [each.text for each in made if each.role == "altered" and not each.flagged]


def test_the_command_prints_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small")
    with pytest.raises(SystemExit) as ended:
        main(["checking", str(folder), "--json"])
    assert ended.value.code == 0
    figures = json.loads(capsys.readouterr().out)["sets"]["small"]
    assert figures["false_alarms"] == 0
    assert figures["caught"]["period"]["share"] == 1


def test_own_set_keeps_what_is_promised() -> None:
    figures = checking_figures(measure_checking(read_set("landesamt")))
    assert isinstance(figures["false_alarms"], float)
    assert figures["false_alarms"] <= 0.02
    caught = figures["caught"]
    assert isinstance(caught, dict)
    assert all(caught[kind]["share"] >= 0.98 for kind in ("number", "date", "amount", "period", "share", "clock"))
    assert all(caught[kind]["share"] >= 0.85 for kind in ("negation", "modal"))
