"""`docs/metrics.md`, made of the docstrings of the measures: `python -m eval metrics > docs/metrics.md`.

Knows no run.
"""

import inspect
import re
from collections.abc import Iterator
from types import FunctionType, ModuleType

from assistant import kappa
from eval import judging
from eval.metrics import citations, rankings, refusals, summaries, texts

_MODULES = (rankings, texts, citations, refusals, summaries, judging, kappa)
_HEAD = """# What is measured, and how

This page is made of the code's docstrings: `python -m eval metrics > docs/metrics.md`.

Shares lie between 0 and 1. A figure is the mean over the questions that can tell something about it; where none can, it is
null, never 0. A refusal is an answer without facts and citations. Lower is better for `answerable_refused`,
`unanswerable_answered`, `hole@10`, `aurc`, lengths, tokens and seconds. The retrieval figures are taken for a question as it
reads without its history, all others for the question as it was put. In a table, each figure that is a mean stands with its
95 % bootstrap interval; `python -m eval compare` says which differences are more than chance.
"""


def metrics_page() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *(line for module in _MODULES for line in _section(module))])


def _section(module: ModuleType) -> Iterator[str]:
    first, _, rest = (inspect.getdoc(module) or "").partition("\n\n")
    name, _, about = first.partition(": ")
    yield f"## {name}\n"
    yield f"{about[:1].upper()}{_joined(about)[1:]}\n"
    if rest:
        yield f"{_joined(rest)}\n"
    for function in _measures(module):
        yield f"### {function.__name__.replace('_', ' ')}\n"
        yield f"{_joined(inspect.getdoc(function) or '')}\n"
        yield f"`{module.__name__}.{function.__name__}`\n"


def _measures(module: ModuleType) -> Iterator[FunctionType]:
    """The public functions whose docstring names a source or figures, in their order."""
    for name, function in vars(module).items():
        own = inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
        if own and re.search(r"^ *Figures:|Source:", inspect.getdoc(function) or "", re.MULTILINE):
            yield function


def _joined(text: str) -> str:
    """Lines of a paragraph joined; paragraphs and list items stay apart."""
    return re.sub(r"(?<!\n)\n(?!\n|- )\s*", " ", text)
