"""Routes for evaluators: runs of `python -m eval` with their figures, two of them beside each other, a question with its why.

Runs are read from the folder `runs` in the home folder.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.differences import LOWER_IS_BETTER, interval
from assistant.run_comparing import NotComparable, RunComparison, changed_circumstances, compare_runs
from assistant.run_folders import (
    About,
    Measured,
    RunFolder,
    UnknownRun,
    count_failures,
    find_run,
    list_runs,
    mean_figures,
    read_questions,
    runs_folder,
)
from assistant.web.context import Context, In
from assistant.web.identity import AsEvaluator

router = APIRouter(prefix="/api/evaluation", tags=["evaluation"], dependencies=[AsEvaluator])

RunName = Annotated[str, Query(max_length=400)]


@router.get("/runs")
def runs(context: In) -> dict[str, Any]:
    """All runs, the newest first, with their figures and how many questions ended in each class of failure."""
    below = runs_folder(context.settings)
    shown = [_run_json(run) | {"classes": count_failures(run)} for run in list_runs(below)]
    return {"runs": shown, "folder": str(below.resolve())}


@router.get("/run")
def run(name: RunName, context: In) -> dict[str, Any]:
    """A run: figures with 95 % intervals, circumstances, categories, and a line for each question."""
    found, about, questions, unread = _read(context, name)
    means = mean_figures(about, questions)
    return _run_json(found) | {
        "circumstances": about.circumstances,
        "intervals": {figure: interval(values) for figure, values in means.items()},
        "lower_is_better": sorted(LOWER_IS_BETTER & about.figures.keys()),
        "classes": dict(Counter(each.failure for each in questions if each.failure)),
        "categories": _categories(questions),
        "questions": [_line(each) for each in questions],
        "unread": unread,
    }


@router.get("/question")
def question(name: RunName, question_id: Annotated[str, Query(max_length=400)], context: In) -> dict[str, Any]:
    """All that is known of a question of a run, with the digest of the prompt it was answered by."""
    found, about, questions, _ = _read(context, name)
    measured = next((each for each in questions if each.question.id == question_id), None)
    if measured is None:
        raise UnknownRun(run=f"{name}: {question_id}")
    return asdict(measured) | {"run": _run_json(found), "prompt": _prompt(about), "embedder": about.circumstances.get("embedder")}


@router.get("/comparison")
def comparison(before: RunName, after: RunName, context: In) -> dict[str, Any]:
    """Two runs beside each other, over the questions that both asked in the same way."""
    old, old_about, old_questions, _ = _read(context, before)
    new, new_about, new_questions, _ = _read(context, after)
    if old_about.kind != new_about.kind:
        raise NotComparable
    known = mean_figures(new_about, new_questions)
    figures = [name for name in mean_figures(old_about, old_questions) if name in known]
    found = compare_runs(old_questions, new_questions, figures)
    return _comparison_json(found) | {
        "before": _run_json(old) | {"classes": count_failures(old)},
        "after": _run_json(new) | {"classes": count_failures(new)},
        "circumstances": [
            {"name": name, "before": was, "after": now} for name, was, now in changed_circumstances(old_about, new_about)
        ],
    }


def _read(context: Context, name: str) -> tuple[RunFolder, About, list[Measured], int]:
    found = find_run(runs_folder(context.settings), name)
    if found.about is None:
        raise UnknownRun(run=name)
    return found, found.about, *read_questions(found)


def _run_json(run: RunFolder) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": run.name, "state": run.state}
    if run.about is None:
        return shown
    about = asdict(run.about)
    circumstances = about.pop("circumstances")
    return shown | about | {name: circumstances.get(name) for name in ("model", "embedder", "commit")}


def _line(measured: Measured) -> dict[str, Any]:
    asked, given = measured.question, measured.given
    return {
        "id": asked.id,
        "text": asked.text,
        "category": asked.category,
        "answerable": asked.answerable,
        "failure": measured.failure,
        "outcome": given.outcome if given else None,
        "confidence": given.confidence if given else None,
        "seconds": measured.seconds.get("whole"),
    }


def _categories(questions: Sequence[Measured]) -> list[dict[str, Any]]:
    """How many of the questions of each category that could be judged ended right."""
    judged = [each for each in questions if each.question.category and each.failure not in ("", "unjudged")]
    counts = Counter(each.question.category for each in judged)
    right = Counter(each.question.category for each in judged if each.failure == "right")
    return [{"name": name, "questions": count, "right": right[name]} for name, count in counts.most_common()]


def _prompt(about: About) -> str | None:
    """The digest of the prompt that answers were written by; a reader that quotes has none."""
    settings, prompts = about.circumstances.get("settings", {}), about.circumstances.get("prompts", {})
    if not isinstance(settings, dict) or not isinstance(prompts, dict) or settings.get("chat_model") == "quoting":
        return None
    return prompts.get(f"{settings.get('prompt', 'answer')}.md")


def _comparison_json(found: RunComparison) -> dict[str, Any]:
    return {
        "questions": found.questions,
        "left_out": found.left_out,
        "differences": [asdict(each) | {"lower_is_better": each.name in LOWER_IS_BETTER} for each in found.differences],
        "moved": [{"before": old, "after": new, "questions": count} for (old, new), count in found.moved.items()],
        "changes": [
            {
                "id": each.after.question.id,
                "text": each.after.question.text,
                "before": each.before.failure,
                "after": each.after.failure,
                "better": round(each.better, 4),
            }
            for each in found.changes
        ],
    }
