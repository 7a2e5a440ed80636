"""Train the quoting reader: `PYTHONPATH=. python training/reader.py LAWS_FOLDER`.

Questions are about sections of federal laws and about office documents, each kind in a library of its own. For each
question, passages are found by the product's own search among a few texts: its own law and two others, or its own document and
ten others. A unit is an answer if half of it, or of the gold span, lies in the other. A question counts as unanswered where it
was written as a near miss, and where the answer was not among what was found. What is no subject of the texts at all is learnt
from the same questions, asked of the others alone, and from questions about anything but an authority.
Boosted trees (Friedman 2001, "Greedy Function Approximation") are fitted by scikit-learn and stored as plain arrays in
`assistant/reader.npz`; whether the passages are about a question, and whether they answer it, is told by logistic
regressions, which carry over to other texts better than trees. Takes about five minutes.
"""

import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from laws import LawSection, read_laws
from numpy.typing import NDArray
from office import Question, read_documents, read_foreign, read_questions
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.aboutness import WHOLE
from assistant.evidence import FEATURES, Evidence
from assistant.reading import summarise
from assistant.retrieval import Retriever
from assistant.units import Unit, find_units
from assistant.widening import Thesaurus
from ingest.documents import Document, Hit, Metadata, Scope, Section
from ingest.library import Library, open_library
from ingest.settings import read_settings

_QUESTIONS = Path(__file__).parent / "questions"
_TARGET = Path(__file__).parent.parent / "assistant" / "reader.npz"
_HITS = 8
_HALF = 0.5
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A question over some hits: features [units, features], what speaks for it as a whole, which units answer,
    whether the hits are from texts about the question, and whether it is answered."""

    question: int
    features: NDArray[np.float32]
    whole: NDArray[np.float32]
    answers: NDArray[np.bool_]
    about: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Material:
    """Documents to search in, the questions about them, and what they are searched among: `groups` names each document's
    group, its law or itself, and a question's own group is joined by so many `others`."""

    documents: list[tuple[Document, tuple[Section, ...]]]
    questions: list[Question]
    groups: dict[str, str]
    others: int


def main(laws: Path) -> None:
    """Build a library of each material, collect examples, fit, store."""
    examples: list[Example] = []
    for material in (read_law_material(laws), read_office_material()):
        with tempfile.TemporaryDirectory() as home:
            examples += collect_examples(_build(Path(home), material), material)
        print(f"{len(examples)} examples, {sum(len(example.features) for example in examples)} units")
    fit(examples)


def read_law_material(laws: Path) -> Material:
    """The questions about sections of laws, and all sections of these laws."""
    rows = [json.loads(line) for path in sorted(_QUESTIONS.glob("laws-*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    questions = [
        Question(row["question"], row["section"], None if row["start"] is None else (row["start"], row["end"])) for row in rows
    ]
    asked = {_law(question.document) for question in questions}
    documents = [_as_document(section) for section in read_laws(laws) if _law(section.identity) in asked]
    return Material(documents, questions + read_foreign(), {document.id: _law(document.id) for document, _ in documents}, others=2)


def read_office_material() -> Material:
    """The questions about office documents, and these documents."""
    office = read_documents()
    documents = [(Document(each.name, each.name, "", 1, Metadata(each.title)), each.sections) for each in office]
    questions = read_questions(office) + read_foreign()
    return Material(documents, questions, {each.name: each.name for each in office}, others=10)


def _law(section: str) -> str:
    return section.partition("#")[0]


def _as_document(section: LawSection) -> tuple[Document, tuple[Section, ...]]:
    document = Document(section.identity, section.identity, "", 1, Metadata(section.law))
    return document, (Section(section.text, (section.law, section.heading)),)


def _build(home: Path, material: Material) -> Library:
    library = open_library(read_settings(home=home))
    for start in range(0, len(material.documents), 500):
        library.store(*(library.prepare(*each) for each in material.documents[start : start + 500]))
    library.catch_up()
    return library


def collect_examples(library: Library, material: Material) -> Iterator[Example]:
    """The examples of all questions, which are numbered within their material."""
    chance = random.Random(0)
    retriever, evidence = Retriever(library, Thesaurus()), Evidence(library)
    for number, question in enumerate(material.questions):
        official = retriever.official_words(question.text)
        for scope, about in _scopes(question, material, chance):
            hits = retriever.find_passages(question.text, scope, _HITS)
            units = find_units(hits)
            if units:
                answers = np.array([_answers(unit, hits, question) for unit in units], np.bool_)
                features = evidence.features(question.text, official, units, hits)
                whole = evidence.whole(question.text, hits)
                yield Example(number, features, whole, answers, about, bool(answers.any()))


def _scopes(question: Question, material: Material, chance: random.Random) -> Iterator[tuple[Scope, bool]]:
    """Where the question is asked: in its own group, if it has one, and some others; and in the others alone, unless it
    may be that they answer it as little as its own."""
    own = material.groups.get(question.document)
    others = set(chance.sample(sorted({*material.groups.values()} - {own}), material.others))
    foreign = frozenset(document for document, group in material.groups.items() if group in others)
    if own:
        yield Scope(documents=foreign | {document for document, group in material.groups.items() if group == own}), True
    if question.span or not own:
        yield Scope(documents=foreign), False


def _answers(unit: Unit, hits: list[Hit], question: Question) -> bool:
    if question.span is None or hits[unit.number - 1].passage.document.id != question.document:
        return False
    start, end = question.span
    common = min(unit.end, end) - max(unit.start, start)
    return common >= _HALF * max(1, min(unit.end - unit.start, end - start))


def fit(examples: list[Example]) -> None:
    """Fit the models and store them; those for whole questions learn from probabilities that the first one gives to questions it
    has not seen."""
    unseen = _unseen_probabilities(examples)
    summaries = np.concatenate([summarise(each.features, seen, each.whole) for each, seen in zip(examples, unseen, strict=True)])
    about = np.array([example.about for example in examples])
    answered = np.array([example.answered for example in examples])
    arrays = (
        _tree_arrays(_fit_units(examples), "units")
        | _regression_arrays(_regression().fit(summaries, about), "about")
        | _regression_arrays(_regression().fit(summaries[about], answered[about]), "answered")
    )
    np.savez_compressed(_TARGET, features=np.array(FEATURES + WHOLE), **arrays)


def _folds(examples: list[Example]) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Learned and held-out examples; all examples of a question are in the same fold."""
    fold = np.array([example.question % _FOLDS for example in examples])
    yield from ((fold != held, fold == held) for held in range(_FOLDS))


def _unseen_probabilities(examples: list[Example]) -> list[NDArray[np.float32]]:
    probabilities: dict[int, NDArray[np.float32]] = {}
    for learned, held in _folds(examples):
        model = _fit_units([examples[at] for at in np.flatnonzero(learned)])
        for at in np.flatnonzero(held):
            probabilities[int(at)] = model.predict_proba(examples[at].features)[:, 1].astype(np.float32)
    return [probabilities[at] for at in range(len(examples))]


def _fit_units(examples: list[Example]) -> HistGradientBoostingClassifier:
    with_answer = [example for example in examples if example.answered]
    rows = np.concatenate([example.features for example in with_answer])
    labels = np.concatenate([example.answers for example in with_answer])
    return HistGradientBoostingClassifier(
        max_iter=200, learning_rate=0.06, max_leaf_nodes=15, min_samples_leaf=40, l2_regularization=1.0, random_state=0
    ).fit(rows, labels)


def _regression() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=500))


def _regression_arrays(model: Pipeline, name: str) -> dict[str, NDArray[Any]]:
    """The regression as `assistant.logistic.Logistic` reads it: the scaling is part of the weights."""
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    bias = regression.intercept_[0] - weights @ scaler.mean_
    return {f"{name}_weights": weights.astype(np.float32), f"{name}_bias": np.array(bias, np.float32)}


def _tree_arrays(model: HistGradientBoostingClassifier, name: str) -> dict[str, NDArray[Any]]:
    """The nodes of all trees, one after the other, as `assistant.trees.Trees` reads them."""
    trees = [predictor.nodes for (predictor,) in model._predictors]
    offsets = np.cumsum([0, *(len(tree) for tree in trees[:-1])])
    nodes = np.concatenate(trees)
    shift = np.concatenate([np.full(len(tree), offset) for tree, offset in zip(trees, offsets, strict=True)])
    leaf = nodes["is_leaf"].astype(bool)
    own = np.arange(len(nodes))
    return {
        f"{name}_feature": np.where(leaf, 0, nodes["feature_idx"]).astype(np.int32),
        f"{name}_threshold": np.where(leaf, 0, nodes["num_threshold"]).astype(np.float32),
        f"{name}_left": np.where(leaf, own, nodes["left"] + shift).astype(np.int32),
        f"{name}_right": np.where(leaf, own, nodes["right"] + shift).astype(np.int32),
        f"{name}_value": nodes["value"].astype(np.float32),
        f"{name}_roots": offsets.astype(np.int32),
        f"{name}_shape": np.array([float(model._baseline_prediction.ravel()[0]), max(int(tree["depth"].max()) for tree in trees)]),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
