"""Citations: whether what is cited bears out what is said.

Who decides that is passed in as `entails`; in a run it is the product's own checker, so that its faults are theirs too.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Entails = Callable[[str, Sequence[int]], bool]
"""Whether a sentence is borne out by the passages of these numbers together."""

_MARKS = re.compile(r"(?:\s*\[\d{1,2}(?:\s*,\s*\d{1,2})*\])+")
_STOP_BEFORE_MARKS = re.compile(r"([.!?])((?:\s*\[\d{1,2}(?:\s*,\s*\d{1,2})*\])+)")
_PAIRS = ("\u201e", "\u201c"), ("\u201e", "\u201d"), ("\u00bb", "\u00ab"), ("\u00ab", "\u00bb"), ("\u201c", "\u201d"), ('"', '"')
_QUOTED = re.compile("|".join(f"{opening}([^{opening}{closing}\\n]+){closing}" for opening, closing in _PAIRS))
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """Something an answer says, and the numbers of the passages that it cites for it."""

    text: str
    citations: tuple[int, ...]


def citation_recall(claims: Sequence[Claim], entails: Entails) -> float | None:
    """Share of an answer's sentences that the passages cited for them bear out together; None if nothing is said.

    A sentence without a citation is not borne out. Source: Gao et al. 2023, "Enabling Large Language Models to Generate
    Text with Citations" (ALCE), with the product's checker in place of the entailment model.

    Figures: `citation_recall`, over questions that were answered.
    """
    return _share(_is_borne_out(claim, entails) for claim in claims)


def citation_precision(claims: Sequence[Claim], entails: Entails) -> float | None:
    """Share of an answer's citations that their sentence needs; None if nothing is cited.

    A citation counts if its sentence is borne out by all that it cites, and either this passage alone bears it out, or the
    others without it do not. Source: ALCE, as `citation_recall`.

    Figures: `citation_precision`, over questions that were answered with citations.
    """
    return _share(
        borne_out and _is_needed(number, claim, entails)
        for claim in claims
        for borne_out in [_is_borne_out(claim, entails)]
        for number in claim.citations
    )


def citation_faithfulness(answer: str, entails: Entails) -> float | None:
    """Share of an answer's marks [n] whose passage bears out the words before it; None without marks.

    The words are those between the mark (or sentence) before and this mark, so that "A [1] and B [2]." has two claims. Marks
    side by side belong to the same words; each must bear them out alone. Stricter than ALCE, which lets the passages of a
    sentence help each other. Source: Wallat et al. 2025, "Correctness is not Faithfulness in RAG Attributions", of which
    this measures the support, not the cause.

    Figures: `citation_faithfulness`, over questions that were answered with citations.
    """
    return _share(entails(claim.text, (number,)) for claim in split_claims(answer) for number in claim.citations)


def split_claims(answer: str) -> list[Claim]:
    """The pieces of an answer before each group of marks, with the numbers in it; what no mark follows is left out."""
    text = _STOP_BEFORE_MARKS.sub(r"\2\1", answer)
    claims: list[Claim] = []
    start = 0
    for marks in _MARKS.finditer(text):
        words = text[start : marks.start()]
        last = max((stop.end() for stop in re.finditer(r"[.!?]\s+|\n+", words)), default=0)
        numbers = tuple(dict.fromkeys(map(int, re.findall(r"\d+", marks[0]))))
        if words[last:].strip(" .!?,;"):
            claims.append(Claim(words[last:].strip(" ,;"), numbers))
        start = marks.end() + (text[marks.end() : marks.end() + 1] in (".", "!", "?"))
    return claims


def quote_alignment(answer: str, passages: Iterable[str]) -> float | None:
    """Share of an answer's quotations that stand in a cited passage, letter for letter but for spacing; None without any.

    A quotation is what stands between German, French or straight quotation marks in one line and has at least two words. Source:
    our own; compare the quote check of Menick et al. 2022, "Teaching language models to support answers with
    verified quotes".

    Figures: `quote_alignment`, over answers that quote.
    """
    texts = [" ".join(passage.split()) for passage in passages]
    found = (" ".join("".join(groups).split()) for groups in _QUOTED.findall(_MARKS.sub("", answer)))
    quotes = [quote.rstrip(" .,;:!?") for quote in found if len(quote.split()) >= _FEWEST_WORDS]
    return _share(any(quote in text for text in texts) for quote in quotes)


def gold_cited(cited: Iterable[str], relevant: Iterable[str]) -> bool:
    """Whether one of the cited documents is one that the set calls relevant.

    Figures: `gold_cited`, the share of answerable questions with judged documents; a refusal cites nothing.
    """
    return not set(cited).isdisjoint(relevant)


def groundedness(sentences: Sequence[str], bears_out: Callable[[str], bool]) -> float | None:
    """Share of an answer's sentences that the passages found for it bear out, cited or not; None if nothing is said.

    What is said from nowhere lowers it, what is only cited wrongly does not. Source: the support of TREC RAG (Thakur et al.
    2025) and the faithfulness of RAGAS (Es et al. 2024), with the product's checker as judge and sentences for statements.

    Figures: `grounded`, over questions that were answered.
    """
    return _share(map(bears_out, sentences))


def checked_share(verdicts: Sequence[str]) -> float | None:
    """Share of an answer's sentences that were checked before they were shown; None if nothing is said.

    Figures: `checked`; anything below 1 means that the product's checker did not do its work.
    """
    return _share(verdict != "unchecked" for verdict in verdicts)


def _is_borne_out(claim: Claim, entails: Entails) -> bool:
    return bool(claim.citations) and entails(claim.text, claim.citations)


def _is_needed(number: int, claim: Claim, entails: Entails) -> bool:
    others = tuple(other for other in claim.citations if other != number)
    return not others or entails(claim.text, (number,)) or not entails(claim.text, others)


def _share(values: Iterable[bool]) -> float | None:
    known = list(values)
    return sum(known) / len(known) if known else None
