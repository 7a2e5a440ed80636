"""The own set passes the agreed gate, and whatever is broken does not, for the right reason."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assembly import build_assistant
from eval.comparing import compare
from eval.gating import FaultyGate, Limits, crossed, read_gate
from eval.measuring import Build, measure
from eval.reporting import render
from eval.results import FailureClass, count_classes
from eval.runs import Run
from eval.sets import read_set
from eval.wording import word
from ingest.settings import Settings
from tests.eval import damaged
from tests.eval.made_up import answered, run_of

GATE = Path(__file__).parents[2] / "eval" / "gate.toml"
Measure = Callable[[Build], Run]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The answers of what ships to the own set."""
    home = tmp_path_factory.mktemp("sound")
    return measure("answers", read_set("landesamt"), Settings(home=home / "home"), home / "run")[1]


@pytest.fixture
def gauge(tmp_path: Path) -> Measure:
    """Measures an assistant with every third question of the own set."""
    gold = read_set("landesamt")
    part = replace(gold, questions=gold.questions[::3])
    return lambda build: measure("answers", part, Settings(home=tmp_path / "home"), tmp_path / "run", build=build)[1]


def search(folder: Path, build: Build = build_assistant) -> Run:
    return measure("retrieval", read_set("landesamt"), Settings(home=folder / "home"), folder / "run", build=build)[1]


@pytest.mark.slow
def test_the_own_set_passes_the_gate(sound: Run, tmp_path: Path) -> None:
    assert crossed(read_gate(GATE), sound) == []
    assert crossed(read_gate(GATE), search(tmp_path)) == []


@pytest.mark.slow
def test_a_model_that_follows_its_instructions_answers_as_well(sound: Run, gauge: Measure) -> None:
    assert count_classes(gauge(damaged.with_a_model).asked) == count_classes(sound.asked[::3])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("build", "ended"),
    [
        (damaged.with_a_wrong_prompt, "cited_wrongly"),
        (damaged.with_shifted_citations, "cited_wrongly"),
        (damaged.without_checker, "unchecked"),
        (damaged.with_a_naive_reader, "read_wrong"),
        (damaged.with_too_few_words, "read_wrong"),
    ],
)
def test_what_is_broken_crosses_the_gate_and_the_report_names_the_cause(
    sound: Run, gauge: Measure, build: Build, ended: FailureClass
) -> None:
    broken = gauge(build)
    assert any(fault.startswith(f"{ended} ") for fault in crossed(read_gate(GATE), broken))
    before, after = count_classes(sound.asked[::3]), count_classes(broken.asked)
    assert after[ended] - before.get(ended, 0) > 0.05 * len(broken.asked)
    page = render(broken, figures_only=True)
    assert f"{word('classes', ended)}: {after[ended]}" in page
    assert word("levers", ended) in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("build", "named"), [(damaged.without_a_limit_of_words, "median_words"), (damaged.without_refusals, "refusal_auc")]
)
def test_what_no_class_of_failure_shows_crosses_the_gate_too(gauge: Measure, build: Build, named: str) -> None:
    assert any(fault.startswith(f"{named} ") for fault in crossed(read_gate(GATE), gauge(build)))


@pytest.mark.slow
@pytest.mark.parametrize("build", [damaged.without_word_search, damaged.without_vectors])
def test_a_search_that_lacks_words_or_vectors_crosses_the_gate(tmp_path: Path, build: Build) -> None:
    broken = search(tmp_path, build)
    assert any(fault.startswith("not_found ") for fault in crossed(read_gate(GATE), broken))
    assert word("levers", "not_found") in render(broken, figures_only=True)


def test_a_floor_a_ceiling_and_a_missing_figure_are_named() -> None:
    gate = {"made-up": {"answers": Limits(least={"all_facts": 0.9, "nonsense": 0.1}, most={"not_found": 0.1})}}
    run = run_of(answered("a", 1.0), answered("b", 0.0, found="wrong"))
    faults = crossed(gate, run)
    assert [fault.split()[0].rstrip(":") for fault in faults] == ["nonsense", "all_facts", "not_found"]
    assert crossed({"made-up": {"answers": Limits(least={"all_facts": 0.5})}}, run) == []


def test_a_loss_greater_than_agreed_crosses_the_gate() -> None:
    gate = {"made-up": {"answers": Limits(loss={"all_facts": 0.1})}}
    before, after = run_of(answered("a", 1.0), answered("b", 1.0)), run_of(answered("a", 1.0), answered("b", 0.0))
    assert "all_facts got worse by 0.500" in crossed(gate, after, compare(before, after))[0]
    assert crossed(gate, before, compare(after, before)) == []


def test_a_gate_that_says_nothing_about_a_run_or_is_misspelt_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyGate, match="nothing about answers of made-up"):
        crossed({}, run_of(answered("a", 1.0)))
    (tmp_path / "gate.toml").write_text("[made-up.answers.atleast]\nall_facts = 0.5\n")
    with pytest.raises(FaultyGate, match="atleast"):
        read_gate(tmp_path / "gate.toml")
