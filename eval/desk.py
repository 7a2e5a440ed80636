"""Commands for what stands around runs: sets and their faults, drafts, judges, ratings, and the page of measures."""

import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant import drafts, ratings
from assistant.chat_models import load_chat_model
from eval import judging, screens
from eval.documenting import metrics_page
from eval.gold import Fault, GoldSet
from eval.locating import try_to_locate
from eval.options import AsJson, Changed, change_settings
from eval.pairing import pair_runs
from eval.robustness import measure_robustness
from eval.runs import read_run
from eval.sets import read_set, validate_set
from eval.sweeping import read_sweep, run_sweep
from eval.tables import show_losses, show_ranking
from ingest.library import open_library
from ingest.settings import read_settings
from ingest.tables import open_database

app = typer.Typer()
screen = Console(stderr=True)

RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run")]
Written = Annotated[Path | None, typer.Option("--out", help="File to write to; else standard output")]


@app.command()
def validate(name: Annotated[str, typer.Argument(metavar="SET")], as_json: AsJson = False) -> None:
    """Name each faulty row of a set: file, row, field, and what to do. Exit code 1 if a row cannot be used."""
    gold, faults = validate_set(name)
    faults = sorted((*faults, *_faults_in_library(gold, Path(name).name)), key=_place)
    if as_json:
        print(json.dumps({"questions": len(gold.questions), "faults": [asdict(fault) for fault in faults]}, ensure_ascii=False))
    else:
        for fault in faults:
            print(fault if fault.fatal else f"{fault} (to look at)")
        screen.print(f"{len(gold.questions)} questions, {len(faults)} faults.")
    raise typer.Exit(any(fault.fatal for fault in faults))


def _place(fault: Fault) -> tuple[str, int]:
    """By file, then by row."""
    return fault.file, int(next(iter(re.findall(r"\d+$", fault.where)), 0))


def _faults_in_library(gold: GoldSet, file: str) -> list[Fault]:
    """What the running library lacks of a set without a corpus."""
    if gold.entries or not gold.questions:
        return []
    settings = read_settings()
    if settings.database_url is None and not settings.home.exists():
        return [Fault(file, "", "", f"there is no library in {settings.home}: set AKTENLOTSE_HOME to the one to ask")]
    library = open_library(settings)
    try:
        return [replace(fault, file=file) for fault in try_to_locate(gold, library)[1]]
    finally:
        library.engine.dispose()


@app.command()
def draft(
    out: Written = None,
    every: Annotated[bool, typer.Option("--all", help="All drafts, not only the approved ones")] = False,
) -> None:
    """Make drafts of rated and unanswered questions of the running system, and print the approved ones as a set."""
    engine = open_database(read_settings().database)
    new = drafts.draft_questions(engine)
    waiting = len(drafts.list_drafts(engine))
    _write(drafts.export_set(engine, None if every else "approved"), out)
    engine.dispose()
    screen.print(f"{new} new drafts; {waiting} wait for an editor.")


@app.command()
def judge(
    run: RunFolder,
    judges: Annotated[list[str] | None, typer.Option("--judge", help="faithfulness, correctness, helpfulness; else all")] = None,
    changed: Changed = None,
    as_json: AsJson = False,
) -> None:
    """Let the configured chat model judge the answers of a run, e.g. `--set chat_model=openai --set model=NAME`."""
    names = judges or list(judging.judges())
    unknown = set(names) - set(judging.judges())
    if unknown:
        raise typer.BadParameter(f"there is no judge {min(unknown)}; there are {', '.join(judging.judges())}")
    model = load_chat_model(change_settings(changed))
    if not model.reads_messages:
        raise typer.BadParameter("the quoting reader cannot judge: name a language model with --set chat_model=…")
    read = read_run(run)
    answered = sum(each.given is not None and each.given.outcome == "answered" for each in read.asked)
    opinions: list[dict[str, object]] = []
    for name in names:
        judgements: list[judging.Judgement] = []
        with screens.watching(screen) as watch:
            for each in judging.judge_run(read, name, model):
                judgements.append(each)
                watch(name, len(judgements), answered)
        judging.write_judgements(run, judgements)
        opinions.append(asdict(judging.sum_up(name, judgements)))
    _show(opinions, as_json)


@app.command()
def agreement(
    run: RunFolder,
    labels: Annotated[Path, typer.Argument(metavar="LABELS", help="CSV file: question; judge; label, by a person")],
    as_json: AsJson = False,
) -> None:
    """How far the judges of a run agree with people: share of equal labels and Cohen's kappa."""
    compared = judging.compare_with_people(judging.read_judgements(run), judging.read_labels(labels))
    _show([asdict(each) for each in compared], as_json)


@app.command()
def pairs(first: RunFolder, second: RunFolder, most: Annotated[int, typer.Option(help="Questions at most")] = 100) -> None:
    """Lay the differing answers of two runs side by side for blind rating in the running system."""
    engine = open_database(read_settings().database)
    made = pair_runs(first, second, most)
    ratings.store_pairs(engine, made)
    engine.dispose()
    print(f"{made[0].comparison}: {len(made)} pairs" if made else "The runs answer all questions alike.")


@app.command(name="ratings")
def rated(
    comparison: Annotated[str | None, typer.Argument(help="Name of a comparison; else the names are listed")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Also write all ratings to this CSV file")] = None,
    as_json: AsJson = False,
) -> None:
    """What people's blind ratings of two runs say, and how far the raters agree."""
    engine = open_database(read_settings().database)
    if comparison is None:
        print("\n".join(ratings.list_comparisons(engine)))
        return
    given = ratings.read_ratings(engine, comparison)
    about = asdict(ratings.tally(given, ratings.count_pairs(engine, comparison)))
    engine.dispose()
    about["cohen"] = {" - ".join(raters): kappa for raters, kappa in about["cohen"].items()}
    if out:
        _write(ratings.export_ratings(given), out)
    _show([about], as_json)


@app.command()
def robustness(
    name: Annotated[str, typer.Argument(metavar="SET")],
    kinds: Annotated[list[str] | None, typer.Option("--kind", help="e.g. typos, planted; else all that the set can have")] = None,
    changed: Changed = None,
    as_json: AsJson = False,
) -> None:
    """What typing errors, missing umlauts, politeness, outdated or hostile documents cost, against the plain questions."""
    with screens.watching(screen) as watch:
        losses = measure_robustness(read_set(name), change_settings(changed), kinds or (), watch)
    if as_json:
        print(json.dumps([asdict(loss) for loss in losses], ensure_ascii=False))
    else:
        show_losses(losses)


@app.command()
def sweep(
    name: Annotated[str, typer.Argument(metavar="FILE", help="TOML file, or the name of one in eval/sweeps")],
    as_json: AsJson = False,
) -> None:
    """Try a table of settings on the same sets; one ranking with intervals."""
    table = read_sweep(name)
    with screens.watching(screen) as watch:
        attempts = run_sweep(table, watch)
    if as_json:
        print(json.dumps({"by": table.by, "attempts": [asdict(attempt) for attempt in attempts]}, ensure_ascii=False))
    else:
        show_ranking(table.by, attempts)


@app.command()
def metrics() -> None:
    """Print the page that says what is measured and how, as Markdown."""
    print(metrics_page(), end="")


def _show(rows: list[dict[str, object]], as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        print("  ".join(f"{name} {_shown(value)}" for name, value in row.items()))


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(each)}" for name, each in value.items()) or "-"
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        print(text.removeprefix("\ufeff").replace("\r\n", "\n"), end="")
    else:
        out.write_text(text, encoding="utf-8", newline="")
