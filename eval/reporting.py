"""A run as one HTML page that needs nothing beside it: summary, figures, causes of failure, every question.

The German words stand in `words.de.toml`, the page in `report.html`. Knows no way to ask.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import get_args

from eval.comparing import interval
from eval.figures import means_of
from eval.results import Asked, FailureClass, classify
from eval.runs import Run

_HERE = Path(__file__).parent
_CLASSES: tuple[FailureClass, ...] = get_args(FailureClass)
_MOST_FOUND = 10
_LARGE = 10


def write_report(run: Run, folder: Path) -> Path:
    """Write `report.html` into the run's folder."""
    page = Template((_HERE / "report.html").read_text(encoding="utf-8"))
    path = folder / "report.html"
    path.write_text(page.substitute(_parts(run)), encoding="utf-8")
    return path


def _parts(run: Run) -> dict[str, str]:
    """What the page's variables stand for."""
    sorted_out: dict[FailureClass, list[Asked]] = defaultdict(list)
    for each in run.asked:
        sorted_out[classify(each)].append(each)
    return {
        "set": escape(run.set),
        "what": _word("kinds", run.kind),
        "questions": str(len(run.asked)),
        "started": f"{run.started:%d.%m.%Y %H:%M}",
        "summary": escape(_summary(run, sorted_out)),
        "classes": _class_table(sorted_out),
        "figures": _figure_table(run) + _cell_table(run),
        "categories": _category_table(run.asked),
        "details": "".join(_class_section(name, sorted_out[name]) for name in _CLASSES if sorted_out[name]),
        "circumstances": _circumstance_table(run),
    }


def _summary(run: Run, sorted_out: dict[FailureClass, list[Asked]]) -> str:
    wrong = {name: len(asked) for name, asked in sorted_out.items() if name != "right"}
    sentence = _word("summary", "perfect" if run.kind == "answers" and not wrong else run.kind)
    cause = _word("classes", max(wrong, key=wrong.__getitem__)) if wrong else ""
    return sentence.format(right=len(sorted_out["right"]), questions=len(run.asked), cause=cause)


def _class_table(sorted_out: dict[FailureClass, list[Asked]]) -> str:
    rows = [(_word("classes", name), str(len(sorted_out[name])), _word("meanings", name)) for name in _CLASSES if sorted_out[name]]
    return _table("outcomes", ("result", "number", "meaning"), rows, numbers={1})


def _figure_table(run: Run) -> str:
    rows = []
    for name, value in run.figures.items():
        if name != "questions" and not isinstance(value, dict):
            rows.append((_word("figures", name), _number(value), _range(run, name)))
    return _table("figures", ("figure", "value", "range"), rows, numbers={1, 2})


def _range(run: Run, name: str) -> str:
    if name not in means_of(run.kind):
        return ""
    known = [value for value in (each.values.get(name) for each in run.asked) if value is not None]
    return " – ".join(map(_number, interval(known))) if known else ""


def _cell_table(run: Run) -> str:
    cells = run.figures.get("cells")
    if not isinstance(cells, dict):
        return ""
    words = _words()["cells"]
    head = "".join(f'<th scope="col" class="number">{words[deed]}</th>' for deed in ("answered", "refused"))
    rows = "".join(
        f'<tr><th scope="row">{words[kind]}</th>'
        + "".join(f'<td class="number">{cells[f"{kind}_{deed}"]}</td>' for deed in ("answered", "refused"))
        + "</tr>"
        for kind in ("answerable", "unanswerable")
    )
    head = f"<caption>{words['caption']}</caption><thead><tr><td></td>{head}</tr></thead>"
    return f"<table>{head}<tbody>{rows}</tbody></table>"


def _category_table(asked: Sequence[Asked]) -> str:
    total = Counter(each.question.category for each in asked)
    right = Counter(each.question.category for each in asked if classify(each) == "right")
    if set(total) == {None}:
        return ""
    rows = [
        (escape(name or _word("question", "none")), str(count), f"{100 * right[name] / count:.0f} %")
        for name, count in total.most_common()
    ]
    return _table("categories", ("category", "number", "share"), rows, numbers={1, 2})


def _circumstance_table(run: Run) -> str:
    about = run.circumstances
    known = {
        "commit": about.commit,
        "embedder": about.embedder,
        "passages": about.passages,
        "corpus": about.corpus,
        "titles": about.titled,
        **about.machine,
        **about.settings,
        **{f"prompts/{name}": digest for name, digest in about.prompts.items()},
        **about.versions,
    }
    rows = [(escape(name), escape(str(value))) for name, value in known.items()]
    return _table("circumstances", ("name", "value"), rows)


def _class_section(name: FailureClass, asked: Sequence[Asked]) -> str:
    details = "".join(f"<details><summary>{escape(each.question.text)}</summary>{_details(each)}</details>" for each in asked)
    return f"<h3>{_word('classes', name)} ({len(asked)})</h3>{details}"


def _details(asked: Asked) -> str:
    question, given = asked.question, asked.given
    found = (f"{hit.document} ({hit.score:.2f})" for hit in asked.found[:_MOST_FOUND])
    lines = {
        "reference": question.reference or "",
        "facts": "; ".join(question.facts or ()),
        "relevant": ", ".join(question.relevant),
        "understood": given.understood if given and given.understood != question.text else "",
        "answer": given.text if given else "",
        "cited": "\n".join(f"[{each.number}] {each.document}: {each.quote}" for each in given.citations) if given else "",
        "found": ", ".join(found),
    }
    shown = "".join(f"<dt>{_word('question', name)}</dt><dd>{escape(text)}</dd>" for name, text in lines.items() if text)
    return f"<dl>{shown}</dl>"


def _table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()) -> str:
    """A table whose cells are HTML; the first cell of a row is its header, the columns `numbers` stand right."""
    kinds = [' class="number"' if number in set(numbers) else "" for number in range(len(columns))]
    head = "".join(f'<th scope="col"{kind}>{_word("table", name)}</th>' for name, kind in zip(columns, kinds, strict=True))
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row[1:], kinds[1:], strict=True))
        + "</tr>"
        for row in rows
    )
    caption = _word("table", caption)
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _number(value: float | None) -> str:
    """As Germans write it; what is large needs no decimals."""
    if value is None:
        return _word("question", "none")
    return f"{value:.0f}" if isinstance(value, int) or value > _LARGE else f"{value:.3f}".replace(".", ",")


def _word(group: str, name: str) -> str:
    return _words()[group][name]


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = tomllib.loads((_HERE / "words.de.toml").read_text(encoding="utf-8"))
    return words
