"""The life of a run: a set's corpus becomes a library, each question is asked, what came of it is kept and summed up.

Knows no screen: who wants to see how far it is passes a `watch`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from assistant.answering import Assistant
from assistant.assembly import build_assistant
from assistant.run_folders import runs_folder
from eval.asking import ask_assistant, ask_search
from eval.circumstances import observe
from eval.exporting import write_table
from eval.figures import compute_figures
from eval.gold import GoldQuestion, GoldSet
from eval.libraries import build_library, settings_for
from eval.locating import locate
from eval.results import Asked, Kind
from eval.runs import Begun, OpenRun, Run, find_finished, finish, folder_for, open_run, read_run
from eval.sets import read_set
from ingest.library import Library
from ingest.settings import Settings

Watch = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""
Build = Callable[[Settings, Library], Assistant]
"""Makes the assistant that is measured: production's, unless a test measures a damaged one."""


def watch_nothing(what: str, done: int, total: int) -> None:
    """For who does not want to see."""


def measure(
    kind: Kind,
    gold: GoldSet,
    settings: Settings,
    folder: Path | None = None,
    watch: Watch = watch_nothing,
    build: Build = build_assistant,
) -> tuple[Path, Run]:
    """The finished run of `gold` and its folder; goes on with the same run where it was killed. Raises FaultyRun."""
    own = settings_for(gold, settings)
    with _library(gold, own, watch) as library:
        gold = locate(gold, library)
        begun = _begin(kind, gold, own, library)
        with open_run(begun, folder or folder_for(begun, runs_folder(settings))) as opened:
            _ask(opened, gold, build(own, library), watch)
            run = _sum_up(opened)
            write_table(run, opened.folder)
            finish(opened.folder, run)
            return opened.folder, run


def measure_once(kind: Kind, gold: GoldSet, settings: Settings, watch: Watch = watch_nothing) -> tuple[Path, Run]:
    """As `measure`, but a run that was finished today under the same circumstances is not made again."""
    own = settings_for(gold, settings)
    with _library(gold, own, watch) as library:
        finished = find_finished(_begin(kind, locate(gold, library), own, library), runs_folder(settings))
    return (finished, read_run(finished)) if finished else measure(kind, gold, settings, watch=watch)


def _begin(kind: Kind, gold: GoldSet, settings: Settings, library: Library) -> Begun:
    return Begun(kind, gold.name, datetime.now().astimezone(), observe(gold, settings, library))


def board_sets(lab: Path | None) -> list[GoldSet]:
    """The own set, and those of a lab folder."""
    folders = sorted((lab / "beir").iterdir()) if lab else []
    return [read_set(name) for name in ("landesamt", *(str(folder) for folder in folders if folder.is_dir()))]


def kinds_of(gold: GoldSet) -> list[Kind]:
    """What a set can measure: the search, and answers where it knows anything about these."""
    known = any(each.facts or each.spans or each.reference or not each.answerable for each in gold.questions)
    return ["retrieval", "answers"] if known else ["retrieval"]


@contextmanager
def _library(gold: GoldSet, settings: Settings, watch: Watch) -> Iterator[Library]:
    stored = 0

    def tell(documents: int) -> None:
        nonlocal stored
        stored += documents
        watch(f"{gold.name}: library", stored, len(gold.entries))

    library = build_library(gold, settings, tell)
    try:
        yield library
    finally:
        library.engine.dispose()


def _ask(opened: OpenRun, gold: GoldSet, assistant: Assistant, watch: Watch) -> None:
    """Ask what has not been asked yet."""
    asked = {each.question.id for each in opened.asked}
    wanted = [each for each in gold.questions if each.relevant or opened.begun.kind == "answers"]
    for each in _answers(opened.begun, gold, [each for each in wanted if each.id not in asked], assistant):
        opened.write(each)
        watch(f"{gold.name}: {opened.begun.kind}", len(opened.asked), len(wanted))


def _answers(begun: Begun, gold: GoldSet, questions: list[GoldQuestion], assistant: Assistant) -> Iterator[Asked]:
    ask = ask_search if begun.kind == "retrieval" else ask_assistant
    return ask(replace(gold, questions=tuple(questions)), assistant)


def _sum_up(opened: OpenRun) -> Run:
    begun, asked = opened.begun, tuple(opened.asked)
    return Run(
        kind=begun.kind,
        set=begun.set,
        started=begun.started,
        seconds=round(sum(each.seconds["whole"] for each in asked), 3),
        figures=compute_figures(begun.kind, asked),
        circumstances=begun.circumstances,
        asked=asked,
        megabytes=getrusage(RUSAGE_SELF).ru_maxrss // 1024,
    )
