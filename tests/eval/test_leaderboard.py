"""What the repository keeps of runs, and the pages made of it: figures, and nothing that belongs to a set."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eval.leaderboard import write_leaderboard
from eval.measuring import board_sets, kinds_of, measure
from eval.quality import write_quality
from eval.robustness import Loss
from eval.runs import Run
from eval.sets import read_set
from eval.standings import Result, read_results, sum_up, write_result
from ingest.settings import Settings
from tests.eval.small_set import CORPUS, QUERIES, write_set


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    """Search and answers of the small set under the own set's name, and of the same under another."""
    folder = tmp_path_factory.mktemp("lab")
    golds = [read_set(str(write_set(folder / "beir" / name))) for name in ("landesamt", "other")]
    settings = Settings(home=folder / "home")
    return [measure(kind, gold, settings, folder / gold.name / kind)[1] for gold in golds for kind in kinds_of(gold)]


def committed(runs: list[Run], commit: str, day: int) -> Result:
    return replace(sum_up(runs, {}), commit=commit, measured=datetime(2026, 1, day, tzinfo=UTC))


def test_results_are_read_as_they_were_written_the_oldest_first(runs: list[Run], tmp_path: Path) -> None:
    late, early = committed(runs, "b" * 40, 2), committed(runs, "a" * 40 + "+", 1)
    names = [write_result(each, tmp_path).name for each in (late, early)]
    assert names == [f"{'b' * 12}.json", f"{'a' * 12}+.json"]
    assert read_results(tmp_path) == [early, late]


def test_neither_results_nor_pages_hold_a_text_of_a_set(runs: list[Run], tmp_path: Path) -> None:
    write_result(committed(runs, "a" * 40, 1), tmp_path / "results")
    write_leaderboard(read_results(tmp_path / "results"), tmp_path)
    write_quality(read_results(tmp_path / "results")[0], tmp_path)
    written = "\n".join(path.read_text() for path in tmp_path.rglob("*.*"))
    assert "other" in written
    for row in (*CORPUS, *QUERIES):
        assert str(row["text"]) not in written


def test_the_pages_show_every_commit_and_their_pictures_exist(runs: list[Run], tmp_path: Path) -> None:
    results = [committed(runs, letter * 40, day) for day, letter in enumerate("abc", start=1)]
    board = write_leaderboard(results, tmp_path).read_text()
    page = write_quality(results[-1], tmp_path).read_text()
    assert [commit in board for commit in ("`aaaaaaa`", "`bbbbbbb`", "`ccccccc`")] == [True] * 3
    assert "commit `cccccccccccc`" in page
    assert "Auf Deutsch" in page
    for picture in ("quality-search", "quality-classes", "quality-risk", "leaderboard-quality", "leaderboard-speed"):
        assert f"pictures/{picture}.svg" in board + page
        assert (tmp_path / "pictures" / f"{picture}.svg").read_text().startswith("<svg")


def test_the_page_says_what_is_lost_by_disturbances_and_which_loss_is_more_than_chance(runs: list[Run], tmp_path: Path) -> None:
    typos = Loss("typos", "right", 200, 0.8, 0.6, 0.2, 0.15, 0.25, 0.001)
    polite = Loss("polite", "right", 200, 0.8, 0.79, 0.01, -0.01, 0.03, 1.0)
    obeyed = [Loss("planted", name, 200, 0.0, 0.1, 0.1, 0.05, 0.15, 0.001) for name in ("right", "obeyed")]
    result = replace(sum_up(runs, {"other": [typos, polite, *obeyed]}), commit="a" * 40)
    write_result(result, tmp_path / "results")
    page = write_quality(read_results(tmp_path / "results")[0], tmp_path).read_text()
    good, poor = page.split("## What is good")[1].split("## What is not")
    assert "No loss that is more than chance by polite" in good
    assert "typos (20 points)" in poor.split("##")[0]
    assert "obeyed for 10 %" in poor
    assert r"| other | typos | 200 | 80 → 60 % \* |" in page
    assert "| other | polite | 200 | 80 → 79 % |" in page


def test_a_set_that_knows_no_answers_measures_the_search_alone(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "beir" / "bare", QUERIES[:2])
    (folder / "answers.jsonl").unlink()
    sets = board_sets(tmp_path)
    assert [gold.name for gold in sets] == ["landesamt", "bare"]
    assert [kinds_of(gold) for gold in sets] == [["retrieval", "answers"], ["retrieval"]]
