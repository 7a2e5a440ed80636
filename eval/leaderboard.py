"""Quality and speed over commits, as a page of the documentation with its plots. Knows no run, only results."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eval.plots import Axis, draw_curves
from eval.results import Kind
from eval.standings import Result

DOCS = Path(__file__).parent.parent / "docs"
OWN = "landesamt"
"""The set of the sample library, which every checkout can measure."""
_MOST_MARKS = 8
_SHORT = 7

_Figure = Callable[[Result], float | None]


def write_leaderboard(results: Sequence[Result], docs: Path = DOCS) -> Path:
    """Write `leaderboard.md` and the two plots it shows."""
    pictures = docs / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    for name, plot in _plots(results).items():
        (pictures / f"leaderboard-{name}.svg").write_text(plot + "\n", encoding="utf-8")
    path = docs / "leaderboard.md"
    path.write_text(_page(results), encoding="utf-8")
    return path


def percent(value: float | None) -> str:
    """A share for English readers."""
    return "–" if value is None else f"{100 * value:.0f} %"


def milliseconds(value: float | None) -> str:
    """A time for English readers."""
    return "–" if value is None else f"{1000 * value:.0f} ms"


def _own(kind: Kind, name: str) -> _Figure:
    return lambda result: figure(result, OWN, kind, name)


def _others(kind: Kind, name: str) -> _Figure:
    """The mean over all sets but the own one."""

    def mean(result: Result) -> float | None:
        found = [figure(result, each, kind, name) for each in result.sets if each != OWN]
        known = [value for value in found if value is not None]
        return sum(known) / len(known) if known else None

    return mean


_QUALITY: Mapping[str, _Figure] = {
    "search, own set": _own("retrieval", "ndcg@10"),
    "search, other sets": _others("retrieval", "ndcg@10"),
    "facts, own set": _own("answers", "all_facts"),
    "right document cited": _own("answers", "gold_cited"),
    "passage cited, others": _others("answers", "span_overlap"),
}
_SPEED: Mapping[str, _Figure] = {
    "half of the answers": _own("answers", "p50_whole"),
    "95 of 100 answers": _own("answers", "p95_whole"),
    "95 of 100, other sets": _others("answers", "p95_whole"),
}


def figure(result: Result, name: str, kind: Kind, wanted: str) -> float | None:
    """A figure of one set; None if the result does not have it."""
    standing = result.sets.get(name, {}).get(kind)
    value = standing.figures.get(wanted) if standing else None
    return float(value) if isinstance(value, int | float) else None


def _plots(results: Sequence[Result]) -> dict[str, str]:
    slowest = max((y for points in _points(results, _SPEED).values() for _, y in points), default=0.1)
    return {
        "quality": draw_curves("Quality over commits", _points(results, _QUALITY), _commits(results), Axis("", 0, 1, percent)),
        "speed": draw_curves(
            "Speed over commits", _points(results, _SPEED), _commits(results), Axis("", 0, slowest * 1.1, milliseconds)
        ),
    }


def _points(results: Sequence[Result], figures: Mapping[str, _Figure]) -> dict[str, list[tuple[float, float]]]:
    found = {name: [(float(at), read(each)) for at, each in enumerate(results)] for name, read in figures.items()}
    known = {name: [(at, value) for at, value in points if value is not None] for name, points in found.items()}
    return {name: points for name, points in known.items() if points}


def _commits(results: Sequence[Result]) -> Axis:
    last = len(results) - 1
    marks = tuple(float(at) for at in range(0, len(results), -(-len(results) // _MOST_MARKS)))
    return Axis("commit, the oldest on the left", 0, last, lambda at: results[round(at)].commit[:_SHORT], marks)


def _page(results: Sequence[Result]) -> str:
    columns = [*_QUALITY, *_SPEED]
    head = f"| commit | measured | embedder | written by | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 4)}"
    rows = "\n".join(_row(each) for each in reversed(results))
    return f"""# Quality and speed over commits

`make eval` measures the commit that is checked out and writes this page; the figures of each commit lie in `eval/results`,
without a text of any set. A commit with "+" had changes that were not committed. How the figures are defined stands in
[metrics.md](metrics.md), how to read them in [quality.md](quality.md).

![Quality over commits](pictures/leaderboard-quality.svg)

Search: nDCG@10. Facts: share of the questions whose answer has all facts that it should. Right document cited: share of the
answerable questions of the own set. Passage cited: share of the questions of the other sets whose answer quotes the marked
passage. The other sets count once each; a commit that was measured without them has no point there.

![Speed over commits](pictures/leaderboard-speed.svg)

Times depend on the machine, which each result names; compare them within one machine only.

{head}
{rows}
"""


def _row(result: Result) -> str:
    commit = result.commit[:_SHORT] + ("+" if result.commit.endswith("+") else "")
    quality = [percent(read(result)) for read in _QUALITY.values()]
    speed = [milliseconds(read(result)) for read in _SPEED.values()]
    about = [f"`{commit}`", f"{result.measured:%Y-%m-%d}", result.embedder.split(" ")[0], result.model.split(" ")[0]]
    return f"| {' | '.join([*about, *quality, *speed])} |"
