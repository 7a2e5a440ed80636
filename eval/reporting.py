"""A run as one HTML page that needs nothing beside it: summary, figures, plots, and every question with what went wrong.

The page is `report/page.html`, its German words are in `report/words.de.toml`. Knows no way to ask.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.differences import LOWER_IS_BETTER
from eval import wording
from eval.judging import Opinion, read_opinions
from eval.pictures import CLASS_COLOURS, draw_run, mean_of
from eval.results import CLASSES, Asked, Found, classify, count_classes
from eval.runs import Run
from eval.summarising import GRADES, by_category, right_share, summarise

_PAGE = Path(__file__).parent / "report"
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of the table: its German name, value and 95 % interval, and whether less is better."""

    name: str
    value: str
    interval: str
    lower: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """A question as the page shows it; `facts` says of each whether the answer has it, `found` whether a hit is right.

    `places` names documents, `ranks` says where each stands among the documents that were found.
    """

    asked: Asked
    ended: str
    facts: tuple[tuple[str, bool], ...]
    found: tuple[tuple[Found, bool], ...]
    places: Mapping[str, str]
    ranks: Mapping[str, int]


def write_report(run: Run, folder: Path, figures_only: bool = False) -> Path:
    """Write `report.html` into `folder`; with `figures_only` without any text of the set."""
    path = folder / "report.html"
    path.write_text(render(run, figures_only, opinions=read_opinions(folder)), encoding="utf-8")
    return path


def render(run: Run, figures_only: bool = False, opened: bool = False, opinions: Sequence[Opinion] = ()) -> str:
    """The page, with the `opinions` of judges; `opened` unfolds every question, for paper."""
    script = (_PAGE / "search.js").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("page.html")
        .render(
            run=run,
            style=Markup((_PAGE / "style.css").read_text(encoding="utf-8")),
            script=Markup(script),
            script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            right=_right(run),
            summary=summarise(run),
            grades=GRADES,
            classes=count_classes(run.asked),
            colours=CLASS_COLOURS,
            figures=_figures(run),
            cells=run.figures.get("cells"),
            categories=by_category(run.asked),
            opinions=opinions,
            plots={name: Markup(plot) for name, plot in draw_run(run).items()},
            details=[] if figures_only else _details(run),
            circumstances=_circumstances(run),
            opened=opened,
        )
    )


def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(_PAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.lstrip_blocks = True
    environment.filters |= {"share": wording.share, "number": wording.number, "seconds": wording.seconds}
    environment.globals["word"] = wording.word
    return environment


def _right(run: Run) -> float | None:
    judged = right_share(run.asked)
    return sum(judged) / len(judged) if judged else None


def _figures(run: Run) -> list[Row]:
    known = {name: value for name, value in run.figures.items() if not isinstance(value, dict) and name != "questions"}
    return [
        Row(wording.word("figures", name), wording.number(value), _interval(run, name), name in LOWER_IS_BETTER)
        for name, value in known.items()
        if value is not None
    ]


def _interval(run: Run, name: str) -> str:
    found = mean_of(run, name)
    return f"{wording.number(found.low)} – {wording.number(found.high)}" if found else ""


def _details(run: Run) -> list[Detail]:
    """What went wrong first, in the order of the classes; what is right last."""
    details = [_detail(each) for each in run.asked]
    order = {name: at for at, name in enumerate([*CLASSES[1:], CLASSES[0]])}
    return sorted(details, key=lambda each: order[each.ended])  # type: ignore[index]


def _detail(asked: Asked) -> Detail:
    said = " ".join(asked.given.text.split()).casefold() if asked.given else ""
    facts = tuple((fact, " ".join(fact.split()).casefold() in said) for fact in asked.question.facts or ())
    found = tuple((hit, hit.document in asked.question.relevant) for hit in asked.found[:_SHOWN])
    places = {hit.document: hit.place for hit in asked.found}
    ranks = {document: rank for rank, document in enumerate(places, start=1)}
    return Detail(asked, classify(asked), facts, found, places, ranks)


def _circumstances(run: Run) -> dict[str, str]:
    about = run.circumstances
    known: dict[str, object] = {
        "commit": about.commit,
        "embedder": about.embedder,
        "model": about.model,
        "passages": about.passages,
        "titles": about.titled,
        "corpus (SHA-256)": about.corpus,
        "questions (SHA-256)": about.questions,
        "code (SHA-256)": about.code,
        "megabytes": run.megabytes,
        **about.machine,
        **{f"setting {name}": value for name, value in about.settings.items()},
        **{f"prompts/{name}": digest for name, digest in about.prompts.items()},
        **about.versions,
    }
    return {name: str(value) for name, value in known.items() if value not in (None, "")}
