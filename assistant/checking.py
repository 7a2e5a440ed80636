"""Is each sentence borne out by the passages it cites?

Each sentence is laid beside the sentences of the cited passages that say most of its words. Its values must stand there,
negations, modal verbs, bounds, names and conditions must agree, and enough of its words must be said. What stands in a
cited passage word for word is borne out. Knows no model; `reason` says what was decisive.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.agreeing import disagreements
from assistant.aligning import Ground, align, content_of, sentences_of
from assistant.conversation import Citation, Sentence, Verdict
from assistant.quantities import Value, matches, nearly_matches
from assistant.values import find_values

_SUPPORTED, _PARTLY = 0.7, 0.4
"""Shares of a sentence's words that must be said for these verdicts."""
_OPENING = re.compile(r"(?:^|[.!?:;|\n])[\s\-\u2022\u2013*\"\u201e\u00bb]*(?:\(?\w{1,3}\)|\d+\.)?\s*$")
_CLOSING = re.compile(r"\s*(?:$|\n|[.!?:;|])")
_OPENING_LENGTH = 40
_LAST_WORD = re.compile(r"(\S+)\s*\Z")
_NEXT_WORD = re.compile(r"\s*(\w+)")

Finding = tuple[Verdict, str]


def check(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> tuple[Sentence, ...]:
    """The sentences with their verdicts and the reasons for them."""
    cited = {citation.number: citation for citation in citations}
    return tuple(_checked(each, cited) for each in sentences)


def _checked(sentence: Sentence, citations: Mapping[int, Citation]) -> Sentence:
    cited = [citations[number] for number in sentence.citations if number in citations]
    if not cited:
        return replace(sentence, verdict="unsupported", reason="no_citation")
    about = "\n".join(_place(citation) for citation in cited)
    passages = [citation.passage.text for citation in cited]
    if any(_stands_in(sentence.text, text) for text in passages):
        return replace(sentence, verdict="supported", reason="verbatim", share=1.0)
    ground = align(sentence.text, passages, about)
    verdict, reason = _judge(sentence.text, ground, passages, about)
    return replace(sentence, verdict=verdict, reason=reason, ground=ground.sentences, share=round(ground.share, 3))


def judge(sentence: str, passages: Sequence[str], about: str = "") -> Finding:
    """The verdict on `sentence` by the texts of `passages`, with its reason; `about` is their titles, headings, anchors."""
    if any(_stands_in(sentence, text) for text in passages):
        return "supported", "verbatim"
    return _judge(sentence, align(sentence, passages, about), passages, about)


def _judge(sentence: str, ground: Ground, passages: Sequence[str], about: str) -> Finding:
    values = tuple(_by_values(sentence, ground, passages, about))
    objections = (*values, *disagreements(sentence, ground.sentences, about))
    coverage = _by_words(sentence, ground, len(find_values(sentence)) - len(values))
    return max((*objections, coverage), key=lambda finding: _SEVERITY[finding[0]])


_SEVERITY: dict[Verdict, int] = {"unchecked": 0, "supported": 0, "partly": 1, "unsupported": 2}


def _place(citation: Citation) -> str:
    passage = citation.passage
    return "\n".join((passage.document.metadata.title, *passage.headings, passage.anchor or ""))


def _stands_in(sentence: str, text: str) -> bool:
    """Whether `sentence` is a whole sentence, line, cell or list item of `text`: half of one may mean something else."""
    at = text.find(sentence)
    while at >= 0:
        end = at + len(sentence)
        closed = sentence[-1:] in ".!?:;|" or _CLOSING.match(text, end)
        if closed and _OPENING.search(text[max(0, at - _OPENING_LENGTH) : at]):
            return True
        at = text.find(sentence, at + 1)
    return False


def _by_words(sentence: str, ground: Ground, values: int) -> Finding:
    """A value that is borne out says as much as a word."""
    words = len(content_of(sentence).words)
    share = (ground.share * words + values) / (words + values) if words else ground.share
    if share >= _SUPPORTED:
        return "supported", "covered"
    return ("partly" if share >= _PARTLY else "unsupported"), "coverage"


def _by_values(sentence: str, ground: Ground, passages: Sequence[str], about: str) -> Iterator[Finding]:
    """An objection for each value that is not where it should be."""
    near = [(value, text) for text in ground.sentences for value in find_values(text)]
    unused = [value for value, _ in near]
    named = [value for line in about.split("\n") for value in find_values(line)]
    for value in find_values(sentence):
        match = next((other for other in unused if _bears_out(value, other, named)), None)
        replaced = _replaces(value, sentence, near, named)
        if match is not None and not replaced:
            unused.remove(match)
        elif replaced or not any(matches(value, other) for other in named):
            finding = _missing(value, unused, passages, [other for other, _ in near])
            if finding is not None:
                yield finding


def _replaces(said: Value, sentence: str, near: Sequence[tuple[Value, str]], named: Sequence[Value]) -> bool:
    """Whether the passage has another value between the same two words."""
    between = _neighbours(said, sentence)
    there = [other for other, text in near if other.kind == said.kind and _neighbours(other, text) == between]
    return all(between) and bool(there) and not any(_bears_out(said, other, named) for other in there)


def _neighbours(value: Value, text: str) -> tuple[str, str]:
    before, after = _LAST_WORD.search(text[max(0, value.start - _OPENING_LENGTH) : value.start]), _NEXT_WORD.match(text, value.end)
    return before[1] if before else "", after[1] if after else ""


def _bears_out(said: Value, written: Value, named: Sequence[Value]) -> bool:
    """A reference may name the law or paragraph that only the passage's heading names."""
    if not isinstance(said.size, frozenset) or not isinstance(written.size, frozenset):
        return matches(said, written)
    headed = frozenset(step for value in named if isinstance(value.size, frozenset) for step in value.size)
    levels = {level for level, _ in written.size}
    known = written.size | {step for step in headed if step[0] not in levels}
    laws = {level for level, _ in known}
    return {step for step in said.size if step[0] != "law" or "law" in laws} <= known


def _missing(value: Value, unused: Sequence[Value], passages: Sequence[str], near: Sequence[Value]) -> Finding | None:
    """The objection to a value that its ground does not have; another sentence may add one that contradicts nothing."""
    rivals = [other for other in unused if _rivals(value, other)]
    if value.vague and not rivals:
        return None
    if any(nearly_matches(value, other) for other in near):
        return "partly", f"{value.kind}_unit"
    everywhere = (other for text in passages for each in sentences_of(text) for other in find_values(each))
    if any(matches(value, other) and not other.vague for other in everywhere):
        return ("partly", f"{value.kind}_elsewhere") if rivals else None
    return "unsupported", value.kind


def _rivals(value: Value, other: Value) -> bool:
    """Whether `other` may be what `value` should have been."""
    return value.kind == other.kind and (value.kind != "number" or value.unit == other.unit or value.vague)
