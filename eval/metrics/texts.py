"""Answers: whether they say what they should, and how much else."""

import string
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.german import find_sentences, find_terms

Span = tuple[str, int, int]
"""A document's id, and where in its text something starts and ends (end exclusive)."""

_ARTICLES = frozenset("ein eine einen einem eines einer der die das den dem des".split())
_QUOTES_AND_DASHES = "\u201e\u201c\u201d\u201a\u2018\u2019\u00bb\u00ab\u203a\u2039\u2013\u2014\u2026\u00a7"
_SIGNS = frozenset(string.punctuation + _QUOTES_AND_DASHES)


def fact_recall(facts: Sequence[str], text: str) -> float:
    """Share of `facts` that stand in `text`, white space and case aside.

    A fact counts wherever its letters stand, so "20 Euro" also stands in "120 Euro". `all_facts` is the share of questions
    at which it is 1; `facts_beside` is that share for the answer together with the further places shown beside it.

    Figures: `fact_recall`, `all_facts`, `facts_beside`.
    """
    said = _plain(text)
    return sum(_plain(fact) in said for fact in facts) / len(facts)


@dataclass(frozen=True, slots=True)
class Nuggets:
    """How much of what an answer should say it says; None where nothing of that kind is asked for."""

    vital: float | None
    every: float | None
    strict: float | None


def nugget_recall(vital: Sequence[str], okay: Sequence[str], text: str) -> Nuggets:
    """Mean support of nuggets by an answer: of the vital ones, of all, and of the vital ones counting full support only.

    A set's facts are its vital nuggets, its extras the okay ones. A nugget has full support (1) if it stands in the text,
    white space and case aside; partial support (1/2) if a single sentence has all its words, in whatever form and order; else none.
    The weights are those of TREC RAG; its judge, a language model, is replaced by these two rules, so that the figure is
    repeatable: it counts less than a judge where an answer uses other words. Source: Pradeep et al. 2024, "Initial Nugget
    Evaluation Results for the TREC 2024 RAG Track with the AutoNuggetizer Framework" (V, A and V strict).

    Figures: `nugget_vital`, `nugget_all`, `nugget_strict`.
    """
    of_vital, of_okay = _supports(vital, text), _supports(okay, text)
    return Nuggets(_mean(of_vital), _mean([*of_vital, *of_okay]), _mean([float(value == 1) for value in of_vital]))


def _supports(nuggets: Sequence[str], text: str) -> list[float]:
    said = _plain(text)
    sentences = [set(find_terms(text[start:end])) for start, end in find_sentences(text)]
    return [1.0 if _plain(nugget) in said else 0.5 * _stands_apart(set(find_terms(nugget)), sentences) for nugget in nuggets]


def _stands_apart(terms: set[str], sentences: Sequence[set[str]]) -> bool:
    return bool(terms) and any(terms <= sentence for sentence in sentences)


def token_f1(answer: str, golds: Sequence[str]) -> float:
    """Harmonic mean of precision and recall of the answer's words against the gold answer that fits best.

    Words are counted as often as they stand in both; before, text is put in lower case and loses signs and articles. With
    both texts empty it is 1, with one of them 0. Source: SQuAD's script (Rajpurkar et al. 2016), with the German articles of
    MLQA's (Lewis et al. 2020). Over answerable questions with a gold answer, the marked places or the reference; a
    refusal counts as the empty text.

    Figures: `token_f1`.
    """
    return max((_f1(_words(answer), _words(gold)) for gold in golds), default=float(not _words(answer)))


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """1 if the answer is one of the gold answers but for case, signs, articles and spacing, else 0.

    Meant for short answers of a language model; whole sentences hardly ever match. Source: as `token_f1`.

    Figures: `exact_match`.
    """
    said = _words(answer)
    return float(any(said == _words(gold) for gold in golds) if golds else not said)


def overlap(cited: Iterable[Span], gold: Sequence[Span]) -> bool:
    """Whether one of the `cited` spans shares a character with one of the `gold` spans.

    Figures: `span_overlap`, the share of questions with marked places of which a quote touches one.
    """
    return any(
        document == wanted and start < end_wanted and start_wanted < end
        for document, start, end in cited
        for wanted, start_wanted, end_wanted in gold
    )


def span_f1(cited: Iterable[Span], gold: Iterable[Span]) -> float:
    """Harmonic mean of precision and recall of the quoted characters against the marked ones.

    Characters are places in documents; each counts once. With nothing quoted or nothing marked it is 0, with both
    empty 1. Source: as `token_f1`, with places in place of words.

    Figures: `span_f1`.
    """
    quoted, wanted = _characters(cited), _characters(gold)
    if not quoted or not wanted:
        return float(not quoted and not wanted)
    return 2 * len(quoted & wanted) / (len(quoted) + len(wanted))


def count_words(text: str) -> int:
    """Number of words between white space.

    Figures: `median_words` of answers that are no refusal; `words_beside` with the further places shown beside them.
    """
    return len(text.split())


def _f1(said: Sequence[str], gold: Sequence[str]) -> float:
    if not said or not gold:
        return float(not said and not gold)
    common = (Counter(said) & Counter(gold)).total()
    return 2 * common / (len(said) + len(gold))


def _words(text: str) -> list[str]:
    bare = "".join(letter for letter in text.lower() if letter not in _SIGNS)
    return [word for word in bare.split() if word not in _ARTICLES]


def _characters(spans: Iterable[Span]) -> set[tuple[str, int]]:
    return {(document, place) for document, start, end in spans for place in range(start, end)}


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
