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
def gauge(tmp_path_factory: pytest.TempPathFactory) -> Measure:
    """Measures an assistant with every second question of the own set; the library is built once."""
    gold = read_set("landesamt")
    part = replace(gold, questions=gold.questions[::2])
    known: dict[Build, Run] = {}

    def run(build: Build) -> Run:
        if build not in known:
            home = tmp_path_factory.mktemp("run")
            known[build] = measure("answers", part, Settings(home=home / "home"), home / "run", build=build)[1]
        return known[build]

    return run


@pytest.mark.slow
@pytest.mark.parametrize("build", [build_assistant, damaged.with_a_model])
def test_the_own_set_passes_the_gate(gauge: Measure, build: Build) -> None:
    assert crossed(read_gate(GATE), gauge(build)) == []


@pytest.mark.slow
def test_the_search_of_the_own_set_passes_the_gate(tmp_path: Path) -> None:
    run = measure("retrieval", read_set("landesamt"), Settings(home=tmp_path / "home"), tmp_path / "run")[1]
    assert crossed(read_gate(GATE), run) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("build", "ended"),
    [
        (damaged.without_word_search, "not_found"),
        (damaged.with_a_wrong_prompt, "cited_wrongly"),
        (damaged.with_shifted_citations, "cited_wrongly"),
        (damaged.without_checker, "unchecked"),
    ],
)
def test_what_is_broken_crosses_the_gate_and_the_report_names_the_cause(
    gauge: Measure, build: Build, ended: FailureClass
) -> None:
    sound, broken = gauge(build_assistant), gauge(build)
    assert any(fault.startswith(f"{ended} ") for fault in crossed(read_gate(GATE), broken))
    before, after = count_classes(sound.asked), count_classes(broken.asked)
    assert after[ended] - before.get(ended, 0) > 0.05 * len(broken.asked)
    page = render(broken, figures_only=True)
    assert f"{word('classes', ended)}: {after[ended]}" in page
    assert word("levers", ended) in page


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
