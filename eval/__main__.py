"""`python -m eval`: how good search and answers are, what changed between two runs, and a page to read."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from eval import desk, screens
from eval.ahead import answer_ahead, build_ahead
from eval.checking import checking_figures, measure_checking, show_checking
from eval.comparing import Comparison, NotComparable, compare
from eval.gating import FaultyGate, crossed, read_gate
from eval.gold import GoldSet
from eval.judging import read_opinions
from eval.leaderboard import DOCS, OWN, write_leaderboard
from eval.measuring import Watch, board_sets, kinds_of, measure, measure_once
from eval.options import AsJson, Changed, Sets, change_settings
from eval.printing import NotPrinted, print_page
from eval.quality import write_quality
from eval.reporting import render, write_report
from eval.results import Kind
from eval.robustness import Loss, measure_robustness
from eval.runs import FaultyRun, Run, read_run
from eval.sets import FaultySet, read_set
from eval.standings import RESULTS, read_results, sum_up, write_result
from ingest.errors import AktenlotseError
from ingest.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Measure search and answers on gold sets.")
app.add_typer(desk.app)
screen = Console(stderr=True)
GateFile = Annotated[
    Path | None, typer.Option("--gate", metavar="FILE", help="TOML file with agreed limits; exit code 1 if one is crossed")
]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder of the run (several sets: a folder of that name in it); else in $AKTENLOTSE_HOME/runs"),
]


@app.command()
def retrieval(sets: Sets, as_json: AsJson = False, changed: Changed = None, out: Out = None, gate: GateFile = None) -> None:
    """Measure the search: nDCG@10, recall, reciprocal rank of the documents that the set calls relevant."""
    _pass(gate, _measure("retrieval", sets, change_settings(changed), out, as_json))


@app.command()
def answers(sets: Sets, as_json: AsJson = False, changed: Changed = None, out: Out = None, gate: GateFile = None) -> None:
    """Measure the answers: facts, citations, refusals, length and time. A run that was killed goes on where it stopped."""
    _pass(gate, _measure("answers", sets, change_settings(changed), out, as_json))


@app.command()
def checking(sets: Sets, as_json: AsJson = False) -> None:
    """Measure the checker: gold sentences and the same with one thing changed; no library is built."""
    golds = [read_set(name) for name in sets]
    judged = {gold.name: measure_checking(gold) for gold in golds}
    if as_json:
        print(json.dumps({"sets": {name: checking_figures(each) for name, each in judged.items()}}, ensure_ascii=False))
    else:
        show_checking(judged)


@app.command(name="compare")
def compare_runs(
    before: Annotated[Path, typer.Argument(metavar="RUN")],
    after: Annotated[Path, typer.Argument(metavar="RUN")],
    common: Annotated[bool, typer.Option("--common", help="Compare the questions that both asked, and say how many")] = False,
    gate: GateFile = None,
    as_json: AsJson = False,
) -> None:
    """Print what the second run does better or worse than the first, and how sure that is."""
    first, second = read_run(before), read_run(after)
    comparison = compare(first, second, common)
    if as_json:
        print(json.dumps(screens.comparison_figures(comparison), ensure_ascii=False))
    else:
        screens.show_comparison(comparison)
    _pass(gate, [second], comparison)


@app.command()
def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run")],
    as_pdf: Annotated[bool, typer.Option("--pdf", help="Also write report.pdf; needs Chromium")] = False,
    figures_only: Annotated[bool, typer.Option("--figures-only", help="Leave out all texts of the set")] = False,
) -> None:
    """Write report.html into the run's folder: one page, in German, that needs nothing beside it."""
    read = read_run(run)
    print(write_report(read, run, figures_only))
    if as_pdf:
        print(print_page(render(read, figures_only, True, read_opinions(run)), run / "report.pdf"))


@app.command()
def leaderboard(
    lab: Annotated[
        Path | None, typer.Option(envvar="AKTENLOTSE_LAB", help="Folder with beir/*: sets to measure beside the own one")
    ] = None,
    gate: GateFile = None,
    docs: Annotated[Path, typer.Option(help="Folder of the pages")] = DOCS,
    results: Annotated[Path, typer.Option(help="Folder of the figures by commit")] = RESULTS,
    pages_only: Annotated[bool, typer.Option("--pages-only", help="Write the pages from the figures that are there")] = False,
) -> None:
    """Measure this commit on all sets; write its figures, a report of each run, and the pages on quality and speed."""
    runs: list[Run] = []
    if not pages_only:
        runs, losses = _measure_board(board_sets(lab), change_settings(None))
        print(write_result(sum_up(runs, losses), results))
    print(write_leaderboard(read_results(results), docs))
    print(write_quality(read_results(results)[-1], docs))
    _pass(gate, [run for run in runs if run.set == OWN])


def _measure_board(golds: list[GoldSet], settings: Settings) -> tuple[list[Run], dict[str, list[Loss]]]:
    """Runs of all sets, made one by one because their times count; then what the sets lose that can lose both ways."""
    frail = [gold for gold in golds if not all(question.answerable for question in gold.questions)]
    with screens.watching(screen) as watch:
        build_ahead(golds, settings, watch)
        runs = [_measure_and_report(kind, gold, settings, watch) for gold in golds for kind in kinds_of(gold)]
        answer_ahead(frail, settings, watch)
        return runs, {gold.name: measure_robustness(gold, settings, watch=watch) for gold in frail}


def _measure_and_report(kind: Kind, gold: GoldSet, settings: Settings, watch: Watch) -> Run:
    folder, run = measure_once(kind, gold, settings, watch)
    screen.print(write_report(run, folder), highlight=False, soft_wrap=True)
    return run


def _pass(file: Path | None, runs: Iterable[Run], comparison: Comparison | None = None) -> None:
    """Through the gate, if there is one: exit with code 1 where an agreed limit is crossed."""
    if file is None:
        return
    gate = read_gate(file)
    faults = [f"{run.set}: {fault}" for run in runs for fault in crossed(gate, run, comparison)]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        sys.exit(1)
    screen.print("The gate is passed.")


def _measure(kind: Kind, names: list[str], settings: Settings, out: Path | None, as_json: bool) -> list[Run]:
    sets = [read_set(name) for name in names]
    if len({gold.name for gold in sets}) < len(sets):
        raise FaultySet("Two of the sets have the same name.")
    runs: dict[str, Run] = {}
    for gold in sets:
        if not gold.titled:
            screen.print(f"{gold.name}: without titles, as its meta.json asks", highlight=False)
        own = out if out is None or len(sets) == 1 else out / gold.name
        with screens.watching(screen) as watch:
            folder, runs[gold.name] = measure(kind, gold, settings, own, watch)
        screen.print(f"{gold.name}: {folder}", highlight=False, soft_wrap=True)
    figures = {name: run.figures for name, run in runs.items()}
    if as_json:
        print(json.dumps({"sets": figures}, ensure_ascii=False))
    else:
        screens.show_figures(figures)
    return list(runs.values())


def main(arguments: Iterable[str] | None = None) -> None:
    """Run the command line; what a person can mend is said in one sentence, with exit code 2."""
    try:
        app(None if arguments is None else list(arguments))
    except (AktenlotseError, FaultySet, FaultyRun, FaultyGate, NotComparable, NotPrinted) as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
