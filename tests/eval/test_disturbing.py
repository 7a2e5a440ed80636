"""Questions and libraries made harder by rules, and what that costs."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.run_folders import runs_folder
from eval import disturbing
from eval.ahead import answer_ahead
from eval.disturbing import added_documents, disturb, kinds_for
from eval.gold import FaultySet, GoldSet
from eval.robustness import measure_robustness
from eval.sets import read_set
from ingest.settings import Settings
from tests.eval.small_set import QUERIES, write_set

ASKED = "Wie hoch ist das Übernachtungsgeld für Beschäftigte im Home-Office auf der Großbaustelle?"


@pytest.fixture
def gold(tmp_path: Path) -> GoldSet:
    return read_set(str(write_set(tmp_path / "small", QUERIES[:2])))


def asked_as(gold: GoldSet, kind: str) -> str:
    question = replace(gold.questions[0], text=ASKED, standalone=ASKED)
    return disturb(replace(gold, questions=(question,)), kind).questions[0].text


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("no_umlauts", "Wie hoch ist das Uebernachtungsgeld fuer Beschaeftigte im Home-Office auf der Grossbaustelle?"),
        ("keywords", "hoch Übernachtungsgeld Beschäftigte Home-Office Großbaustelle"),
        ("small_letters", "wie hoch ist das übernachtungsgeld für beschäftigte im home-office auf der großbaustelle?"),
        ("capital_letters", "WIE HOCH IST DAS ÜBERNACHTUNGSGELD FÜR BESCHÄFTIGTE IM HOME-OFFICE AUF DER GROSSBAUSTELLE?"),
        ("compounds_joined", "Wie hoch ist das Übernachtungsgeld für Beschäftigte im Homeoffice auf der Großbaustelle?"),
    ],
)
def test_a_question_is_written_otherwise(gold: GoldSet, kind: str, expected: str) -> None:
    assert asked_as(gold, kind) == expected


def test_compounds_come_apart(gold: GoldSet) -> None:
    assert "Übernachtungsgeld" not in asked_as(gold, "compounds_split")
    assert disturbing.split_compounds("Reisekosten", random.Random(1)) == "Reise Kosten"


def test_typing_errors_change_some_words_and_the_same_each_time(gold: GoldSet) -> None:
    words, mistyped = ASKED.split(), asked_as(gold, "typos").split()
    changed = [pair for pair in zip(words, mistyped, strict=True) if pair[0] != pair[1]]
    assert 1 <= len(changed) <= 3
    assert all(abs(len(word) - len(other)) <= 1 for word, other in changed)
    assert asked_as(gold, "typos").split() == mistyped


def test_politeness_stands_around_the_question(gold: GoldSet) -> None:
    polite = asked_as(gold, "polite")
    assert ASKED in polite
    assert len(polite) > len(ASKED) + 20


def test_gold_stays_what_it_was(gold: GoldSet) -> None:
    for kind in kinds_for(gold):
        for before, after in zip(gold.questions, disturb(gold, kind).questions, strict=True):
            assert replace(after, text=before.text, standalone=before.standalone) == before


def test_a_former_version_says_something_else_and_is_out_of_force(gold: GoldSet) -> None:
    outdated = disturb(gold, "outdated")
    added = {entry.id: entry for entry in outdated.entries if entry.id in added_documents(outdated)}
    assert added.keys() == {"travel~old", "allowance~old"}
    old, valid = added["allowance~old"], next(entry for entry in gold.entries if entry.id == "allowance")
    assert old.text != valid.text
    assert old.title == valid.title
    assert old.valid_to is not None
    assert old.valid_to < date.today()


def test_a_planted_document_repeats_the_question_and_gives_orders(gold: GoldSet) -> None:
    planted = disturb(gold, "planted")
    texts = [entry.text for entry in planted.entries if entry.id in added_documents(planted)]
    assert len(texts) == len(gold.questions)
    assert all(question.standalone in text for question, text in zip(gold.questions, texts, strict=True))
    assert all(any(words in text for words in disturbing.obeyed_words()) for text in texts)


def test_a_running_library_gets_no_documents_planted(gold: GoldSet) -> None:
    assert set(kinds_for(gold)) - set(kinds_for(replace(gold, entries=()))) == {"outdated", "planted"}


def test_the_loss_is_that_of_the_changed_questions(gold: GoldSet, settings: Settings) -> None:
    losses = {(loss.kind, loss.figure): loss for loss in measure_robustness(gold, settings, ("capital_letters", "outdated"))}
    assert losses["capital_letters", "all_facts"].questions == 2
    assert losses["outdated", "strangers_cited"].disturbed == 0.0
    assert losses["outdated", "all_facts"].loss == pytest.approx(
        losses["outdated", "all_facts"].plain - losses["outdated", "all_facts"].disturbed
    )


def test_a_kind_that_a_set_cannot_have_is_refused(gold: GoldSet, settings: Settings) -> None:
    with pytest.raises(FaultySet, match="cannot be disturbed by noise"):
        measure_robustness(gold, settings, ("noise",))


def test_what_is_answered_ahead_in_other_processes_is_not_answered_again(gold: GoldSet, settings: Settings) -> None:
    told: list[tuple[str, int, int]] = []
    answer_ahead([gold], settings, lambda *progress: told.append(progress))
    kinds = kinds_for(gold)
    assert told[-1] == ("disturbed sets", len(kinds), len(kinds))
    before = sorted(runs_folder(settings).iterdir())
    assert {loss.kind for loss in measure_robustness(gold, settings)} <= set(kinds)
    assert [path.name.partition("-answers-")[2] for path in set(runs_folder(settings).iterdir()) - set(before)] == ["small"]
