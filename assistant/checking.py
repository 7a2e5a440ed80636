"""Is each sentence borne out by the passages it cites?

Values (numbers, amounts, dates, periods, paragraphs) must stand in the passages, negations must agree, and enough of the
sentence's words must be there. A sentence that stands in a cited passage word for word is borne out.
"""

import re
from collections.abc import Mapping, Sequence

from assistant.conversation import Citation, Sentence, Verdict
from ingest.german import find_terms, find_words

_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate("null eins zwei drei vier f\u00fcnf sechs sieben acht neun zehn elf zw\u00f6lf".split())
}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\.(?=\d{3}\b)")
_NEGATIONS = frozenset("nicht kein keine keinen keinem keiner keines niemals nie ohne".split())
_SUPPORTED, _PARTLY = 0.7, 0.4
"""Shares of a sentence's terms that must stand in its passages."""


def check(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> tuple[Sentence, ...]:
    """The sentences with their verdicts."""
    passages = {citation.number: citation.passage.text for citation in citations}
    return tuple(Sentence(each.text, each.citations, _verdict(each, passages)) for each in sentences)


def _verdict(sentence: Sentence, passages: Mapping[int, str]) -> Verdict:
    cited = [passages[number] for number in sentence.citations if number in passages]
    if not cited:
        return "unsupported"
    if any(sentence.text in text for text in cited):
        return "supported"
    evidence = "\n".join(cited)
    if not find_values(sentence.text) <= find_values(evidence):
        return "unsupported"
    if _negated(sentence.text) and not _negated(evidence):
        return "unsupported"
    terms = set(find_terms(sentence.text))
    share = len(terms & set(find_terms(evidence))) / max(1, len(terms))
    return "supported" if share >= _SUPPORTED else "partly" if share >= _PARTLY else "unsupported"


def find_values(text: str) -> set[str]:
    """The numbers in `text`, written alike: "1.000" and "1000", "drei" and "3", "0,30" and "0,3"."""
    digits = {_plain(number) for number in _NUMBER.findall(text)}
    return digits | {_NUMBER_WORDS[word] for word in find_words(text) if word in _NUMBER_WORDS}


def _plain(number: str) -> str:
    plain = _THOUSANDS.sub("", number).rstrip(".,")
    return plain.rstrip("0").rstrip(",") if "," in plain else plain


def _negated(text: str) -> bool:
    return not _NEGATIONS.isdisjoint(find_words(text))
