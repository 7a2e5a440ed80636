"""`python -m eval`: how good search and answers are, what changed between two runs, and a page to read."""

import json
import sys
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.assembly import build_assistant
from eval import screens
from eval.asking import ask_assistant, ask_search
from eval.checking import checking_figures, measure_checking, show_checking
from eval.circumstances import observe
from eval.comparing import NotComparable, compare
from eval.figures import Figures, compute_figures
from eval.libraries import build_library, settings_for
from eval.reporting import write_report
from eval.results import Kind
from eval.runs import FaultyRun, Run, finish, new_folder, read_run, write_questions
from eval.sets import FaultySet, GoldSet, read_set
from ingest.errors import AktenlotseError
from ingest.settings import Settings, read_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Measure search and answers on gold sets.")
screen = Console(stderr=True)
_OWN = {"home", "database_url", "host", "port"}
"""Settings that a run does without: each corpus has its own library."""

Sets = Annotated[list[str], typer.Argument(metavar="SET…", help="Folders in BEIR layout, or names of sets in eval/sets")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object")]
Changed = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A setting for this run, e.g. passages=8")]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder of the run (several sets: a folder of that name in it); else below eval/.runs"),
]


@app.command()
def retrieval(sets: Sets, as_json: AsJson = False, changed: Changed = None, out: Out = None) -> None:
    """Measure the search: nDCG@10, recall, reciprocal rank of the documents that the set calls relevant."""
    _measure("retrieval", sets, _settings(changed or []), out, as_json)


@app.command()
def answers(sets: Sets, as_json: AsJson = False, changed: Changed = None, out: Out = None) -> None:
    """Measure the answers: facts, citations, refusals, length and time."""
    _measure("answers", sets, _settings(changed or []), out, as_json)


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
    before: Annotated[Path, typer.Argument(metavar="RUN")], after: Annotated[Path, typer.Argument(metavar="RUN")]
) -> None:
    """Print what the second run does better or worse than the first, and how sure that is."""
    screens.show_comparison(*compare(read_run(before), read_run(after)))


@app.command()
def report(run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run")]) -> None:
    """Write report.html into the run's folder: one page, in German, that needs nothing beside it."""
    print(write_report(read_run(run), run))


def _settings(changed: list[str]) -> Settings:
    """The settings in force with those that the command line changes."""
    pairs = [pair.partition("=")[::2] for pair in changed]
    known = Settings.model_fields.keys() - _OWN
    unknown = [name for name, _ in pairs if name not in known]
    if unknown:
        raise typer.BadParameter(f"a run has no setting {unknown[0]}; there are {', '.join(sorted(known))}")
    return read_settings(**dict(pairs))


def _measure(kind: Kind, names: list[str], settings: Settings, out: Path | None, as_json: bool) -> None:
    sets = [read_set(name) for name in names]
    if len({gold.name for gold in sets}) < len(sets):
        raise FaultySet("Two of the sets have the same name.")
    figures: dict[str, Figures] = {}
    for gold in sets:
        started = datetime.now().astimezone()
        folder = new_folder(kind, gold.name, started) if out is None else out if len(sets) == 1 else out / gold.name
        figures[gold.name] = _run(kind, gold, settings, folder).figures
        screen.print(f"{gold.name}: {folder}", highlight=False, soft_wrap=True)
    if as_json:
        print(json.dumps({"sets": figures}, ensure_ascii=False))
    else:
        screens.show_figures(figures)


def _run(kind: Kind, gold: GoldSet, settings: Settings, folder: Path) -> Run:
    """Ask all questions of a set, and leave the run in `folder`."""
    if not gold.titled:
        screen.print(f"{gold.name}: without titles, as its meta.json asks", highlight=False)
    started = datetime.now().astimezone()
    own = settings_for(gold, settings)
    with _progress() as progress:
        reading = progress.add_task(f"{gold.name}: library", total=len(gold.entries))
        library = build_library(gold, own, lambda documents: progress.advance(reading, documents))
        progress.remove_task(reading)
        assistant = build_assistant(own, library)
        circumstances = observe(gold, own, library)
        clock = time.perf_counter()
        asked = (ask_search if kind == "retrieval" else ask_assistant)(gold, assistant)
        total = len([question for question in gold.questions if question.relevant or kind == "answers"])
        done = tuple(progress.track(write_questions(folder, asked), total=total, description=gold.name))
    library.engine.dispose()
    seconds = round(time.perf_counter() - clock, 3)
    run = Run(kind, gold.name, started, seconds, compute_figures(kind, done), circumstances, done)
    finish(folder, run)
    return run


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=screen, transient=True)


def main(arguments: Iterable[str] | None = None) -> None:
    """Run the command line; what a person can mend is said in one sentence, with exit code 2."""
    try:
        app(None if arguments is None else list(arguments))
    except (AktenlotseError, FaultySet, FaultyRun, NotComparable) as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
