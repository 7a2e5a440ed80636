"""A table of settings as one ranking."""

from pathlib import Path

import pytest

from eval.sweeping import FaultySweep, Sweep, rank, read_sweep, run_sweep
from tests.eval.made_up import answered
from tests.eval.small_set import QUERIES, write_set


def written(folder: Path, text: str) -> Sweep:
    path = folder / "sweep.toml"
    path.write_text(text, encoding="utf-8")
    return read_sweep(str(path))


def test_each_attempt_is_tried_with_each_combination_of_the_grid(tmp_path: Path) -> None:
    sweep = written(
        tmp_path,
        'sets = ["landesamt"]\n[settings]\nfloor = 0.1\n[attempts]\na = {}\nb = { floor = 0.2 }\n[grid]\npassages = [4, 8]\n',
    )
    assert dict(sweep.every()) == {
        "a, passages=4": {"floor": 0.1, "passages": 4},
        "a, passages=8": {"floor": 0.1, "passages": 8},
        "b, passages=4": {"floor": 0.2, "passages": 4},
        "b, passages=8": {"floor": 0.2, "passages": 8},
    }


def test_the_best_attempt_stands_first_and_says_how_sure_that_is() -> None:
    asked = {
        "first": [answered(str(number), float(number % 2)) for number in range(40)],
        "better": [answered(str(number), 1.0) for number in range(40)],
        "worse": [answered(str(number), 0.0) for number in range(40)],
    }
    attempts = rank(asked, "all_facts")
    assert [attempt.name for attempt in attempts] == ["better", "first", "worse"]
    best, first, worst = attempts
    assert first.gain is None
    assert best.gain is not None
    assert best.gain.mean == 0.5
    assert best.gain.low > 0
    assert best.gain.p < 0.01
    assert worst.gain is not None
    assert worst.gain.mean == -0.5


def test_less_is_better_where_it_is() -> None:
    asked = {"first": [answered("a", 1.0)], "refusing": [answered("a", 0.0, outcome="touched")]}
    assert [attempt.name for attempt in rank(asked, "answerable_refused")] == ["first", "refusing"]


def test_a_sweep_is_run_over_its_sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKTENLOTSE_HOME", str(tmp_path / "home"))
    folder = write_set(tmp_path / "small", QUERIES[:2])
    sweep = written(tmp_path, f'sets = ["{folder}"]\n[attempts]\nshipped = {{}}\nsilent = {{ floor = 1.0 }}\n')
    attempts = run_sweep(sweep)
    assert [attempt.name for attempt in attempts] == ["shipped", "silent"]
    assert attempts[1].value == 0.0


@pytest.mark.parametrize("text", ['sets = ["landesamt"]\n', 'sets = ["landesamt"]\ncolour = 1\n[attempts]\na = {}\n', "sets = [\n"])
def test_a_faulty_sweep_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FaultySweep, match=r"sweep\.toml"):
        written(tmp_path, text)


def test_the_sweeps_that_ship_can_be_read() -> None:
    assert len(read_sweep("shipped").attempts) > 5
    assert read_sweep("models").grid
    with pytest.raises(FaultySweep, match="shipped"):
        read_sweep("nothing")
