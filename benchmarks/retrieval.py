"""What each part of the search is worth: `python -m benchmarks.retrieval SET… [--only NAME…]`.

Prints a table set x recipe: nDCG@10 with its 95 % bootstrap interval, recall@10, reciprocal rank, and the median time of a
question. A recipe is the shipped search with weights set to zero, which takes the time of the whole; baselines search the
same passages. All figures go into `benchmarks/results/<commit>.json`.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from sqlalchemy import select

from assistant.answering import Assistant
from assistant.differences import interval
from assistant.quoting import QuotingReader
from assistant.retrieval import Retriever, Weights
from assistant.widening import Thesaurus
from benchmarks.baselines import BASELINES, Search
from eval.asking import ask_search
from eval.circumstances import observe
from eval.libraries import build_library, settings_for
from eval.metrics.rankings import best_passages_first, measure_ranking
from eval.sets import GoldSet, read_set
from ingest import tables
from ingest.documents import EVERYTHING
from ingest.german import STOP_WORDS, find_stems
from ingest.library import Library
from ingest.settings import Settings, read_settings

_RESULTS = Path(__file__).parent / "results"
_FIGURES = ("ndcg@10", "recall@10", "mrr")
_PASSAGES = 300
_NO_THESAURUS = Path(__file__).parent / "no-thesaurus"


@dataclass(frozen=True, slots=True)
class Recipe:
    """The shipped search with other weights."""

    weights: Weights
    widened: bool = True


WHOLE = Weights()
RECIPES = {
    "words": Recipe(replace(WHOLE, pairs=0, grams=0, vector=0, reference=0, kindred=0), widened=False),
    "pairs": Recipe(replace(WHOLE, words=0, grams=0, vector=0, reference=0), widened=False),
    "4-grams": Recipe(replace(WHOLE, words=0, pairs=0, vector=0, reference=0), widened=False),
    "vectors": Recipe(replace(WHOLE, words=0, pairs=0, grams=0, reference=0), widened=False),
    "all": Recipe(WHOLE),
    "all, no thesaurus": Recipe(WHOLE, widened=False),
    "all, no kindred words": Recipe(replace(WHOLE, kindred=0)),
    "all, no words": Recipe(replace(WHOLE, words=0)),
    "all, no pairs": Recipe(replace(WHOLE, pairs=0)),
    "all, no 4-grams": Recipe(replace(WHOLE, grams=0)),
    "all, no vectors": Recipe(replace(WHOLE, vector=0)),
}
_STEMS = "words, question's compounds whole"


@dataclass(frozen=True, slots=True)
class Measured:
    """A recipe's figures on a set, by question."""

    values: list[dict[str, float]]
    seconds: list[float]


def main(
    sets: Annotated[list[str], typer.Argument(help="Folders in BEIR layout, or names of own sets")],
    only: Annotated[list[str] | None, typer.Option(help="Recipes and baselines to measure; all without this")] = None,
) -> None:
    """Measure and print."""
    table: dict[str, dict[str, dict[str, object]]] = {}
    for name in sets:
        gold = read_set(name)
        settings = settings_for(gold, read_settings())
        library = build_library(gold, settings)
        print(f"\n{gold.name}: {len(library)} passages, {sum(bool(each.relevant) for each in gold.questions)} questions")
        rows = table[gold.name] = {}
        for recipe, measure in _all_measures(gold, library, settings).items():
            if not only or recipe in only:
                measured = _try(recipe, measure)
                if measured:
                    rows[recipe] = _show(recipe, measured)
        _write(gold, settings, library, rows)
        library.engine.dispose()
    _show_means(table)


def _all_measures(gold: GoldSet, library: Library, settings: Settings) -> dict[str, Callable[[], Measured]]:
    """How to measure each recipe and baseline."""
    measures: dict[str, Callable[[], Measured]] = {
        name: lambda recipe=recipe: _measure_recipe(gold, library, settings, recipe) for name, recipe in RECIPES.items()
    }
    measures[_STEMS] = lambda: _measure(gold, lambda question: _by_stems(library, question))
    for name, build in BASELINES.items():
        measures[name] = lambda build=build: _measure(gold, _by_passages(library, build))
    return measures


def _try(recipe: str, measure: Callable[[], Measured]) -> Measured | None:
    try:
        return measure()
    except ModuleNotFoundError as error:
        print(f"{recipe:36} not measured: {error.name} is not installed (extra `benchmark`)")
        return None


def _measure_recipe(gold: GoldSet, library: Library, settings: Settings, recipe: Recipe) -> Measured:
    thesaurus = Thesaurus() if recipe.widened else Thesaurus(shipped=_NO_THESAURUS)
    assistant = Assistant(Retriever(library, thesaurus, recipe.weights), QuotingReader(), settings)
    asked = list(ask_search(gold, assistant))
    values = [{name: each.values[name] or 0.0 for name in _FIGURES} for each in asked]
    return Measured(values, [each.seconds["whole"] for each in asked])


def _measure(gold: GoldSet, rank: Callable[[str], list[str]]) -> Measured:
    """Measure a ranking of documents, given as a function of the question's text."""
    measured = Measured([], [])
    for question in gold.questions:
        if question.relevant:
            started = time.perf_counter()
            ranking = best_passages_first(rank(question.standalone))
            measured.seconds.append(time.perf_counter() - started)
            measured.values.append(measure_ranking(question.relevant, ranking))
    return measured


def _by_stems(library: Library, question: str) -> list[str]:
    """Documents by the word search alone, the question's compounds left whole."""
    terms = {stem: 1.0 for stem in find_stems(question) if stem not in STOP_WORDS}
    found = [identity for identity, _ in library.search_words("words", terms, EVERYTHING, _PASSAGES)]
    passages = library.passages(found, EVERYTHING)
    return [passages[identity].document.id for identity in found]


def _by_passages(library: Library, build: Callable[[list[str]], Search]) -> Callable[[str], list[str]]:
    """A baseline over all passages with their headings."""
    passages = list(_passages(library))
    search = build([text for _, text in passages])
    return lambda question: [passages[place][0] for place in search(question, _PASSAGES)]


def _passages(library: Library) -> Iterator[tuple[str, str]]:
    table = tables.passages
    query = select(table.c.document_id, table.c.headings, table.c.text).where(table.c.generation == library.indexes.generation)
    with library.engine.connect() as connection:
        yield from ((row.document_id, "\n".join((*row.headings, row.text))) for row in connection.execute(query))


def _show(recipe: str, measured: Measured) -> dict[str, object]:
    """Print a recipe's line; its figures as they are stored: mean, low, high."""
    row: dict[str, object] = {"median_ms": round(median(measured.seconds) * 1000, 2)}
    for name in _FIGURES:
        values = [each[name] for each in measured.values]
        row[name] = [round(number, 4) for number in (sum(values) / len(values), *interval(values))]
    mean, low, high = row["ndcg@10"]  # type: ignore[misc]
    recall, rank = (f"{row[name][0]:.3f}" for name in _FIGURES[1:])  # type: ignore[index]
    print(f"{recipe:36} nDCG@10 {mean:.3f} [{low:.3f}, {high:.3f}]  recall@10 {recall}  MRR {rank}  {row['median_ms']:8} ms")
    return row


def _show_means(table: dict[str, dict[str, dict[str, object]]]) -> None:
    """Means over the sets, for the recipes that were measured on all of them."""
    if len(table) > 1:
        print(f"\nmean of {len(table)} sets")
        for recipe in next(iter(table.values())):
            means = [rows[recipe]["ndcg@10"][0] for rows in table.values() if recipe in rows]  # type: ignore[index]
            if len(means) == len(table):
                print(f"{recipe:36} nDCG@10 {sum(means) / len(means):.4f}")


def _write(gold: GoldSet, settings: Settings, library: Library, rows: dict[str, dict[str, object]]) -> None:
    """Add the set's figures to those of the same commit."""
    about = observe(gold, settings, library)
    path = _RESULTS / f"{about.commit or 'unknown'}.json"
    _RESULTS.mkdir(exist_ok=True)
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known |= {"commit": about.commit, "machine": about.machine, "versions": about.versions, "embedder": about.embedder}
    known.setdefault("sets", {}).setdefault(gold.name, {}).update(rows)
    path.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
