"""The page of measures is made of the code."""

from pathlib import Path

from eval.documenting import metrics_page
from eval.figures import answer_figures, ranking_figures

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == metrics_page(), "run python -m eval metrics > docs/metrics.md"


def test_each_figure_of_a_run_is_on_the_page() -> None:
    counts = {"questions", "failed"}
    named = (ranking_figures([]) | answer_figures([])).keys() - counts
    assert sorted(name for name in named if f"`{name}`" not in metrics_page()) == []
