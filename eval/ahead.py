"""What needs no clock, done on all cores before the questions whose times count are asked one by one.

Whoever needs it finds it: libraries in their folders, runs below the home folder. Knows no figure.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context, parent_process
from threading import Thread

from eval.disturbing import disturb, kinds_for
from eval.gold import GoldSet
from eval.libraries import build_library, settings_for
from eval.measuring import Watch, measure_once
from ingest.settings import Settings

_Task = tuple[GoldSet, Settings]


def build_ahead(golds: Sequence[GoldSet], settings: Settings, watch: Watch) -> None:
    """The libraries of `golds`, the largest first."""
    tasks = [(gold, settings) for gold in sorted(golds, key=lambda gold: -len(gold.entries))]
    _spread(_build, tasks, "libraries", watch)


def answer_ahead(golds: Sequence[GoldSet], settings: Settings, watch: Watch) -> None:
    """The answers to `golds`, disturbed in every way that each can be."""
    _spread(_answer, [(disturb(gold, kind), settings) for gold in golds for kind in kinds_for(gold)], "disturbed sets", watch)


def _build(gold: GoldSet, settings: Settings) -> None:
    build_library(gold, settings_for(gold, settings)).engine.dispose()


def _answer(gold: GoldSet, settings: Settings) -> None:
    measure_once("answers", gold, settings)


def _spread(work: Callable[[GoldSet, Settings], None], tasks: Sequence[_Task], what: str, watch: Watch) -> None:
    """Each task in one of as many processes as there are cores. Raises what a task raises."""
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        futures = [pool.submit(work, *task) for task in tasks]
        for done, future in enumerate(as_completed(futures), start=1):
            future.result()
            watch(what, done, len(tasks))


def _end_with_parent() -> None:
    """A killed parent takes this process with it, so that nobody writes a run that its successor goes on with."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
