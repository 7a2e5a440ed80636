"""Where a sentence claims something else than the sentences it rests on: negations, modal verbs, bounds, conditions, names.

What a clause of the passage claims counts only if the answer takes the clause up; what the answer adds counts always.
Knows no values and no citations.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.aligning import content_of, is_related, is_spelt_alike, share_of
from assistant.claims import Claim, find_claims, find_clauses, find_opposites
from assistant.conversation import Verdict
from ingest.german import find_words

_TAKEN_UP = 0.6
"""Share of a clause's words from which on the answer takes the clause up."""
_SAME_START = 5
_OPPOSITES = {frozenset({"earliest", "latest"}), frozenset({"before", "after"})}

Finding = tuple[Verdict, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one group: what the answer claims beyond its ground, what it leaves out, and what each side claims at all."""

    gained: Counter[str]
    lost: Counter[str]
    said: Counter[str]
    written: Counter[str]


def disagreements(sentence: str, ground: Sequence[str], about: str) -> Iterator[Finding]:
    """The objections to `sentence`; `about` (titles, headings) may name offices, too."""
    said = find_claims(sentence)
    written = [claim for text in ground for claim in find_claims(text)]
    taken_up = [claim for text in ground for claim in _taken_up(text, sentence)]
    yield from _by_negation(sentence, ground, _difference("negation", said, written, taken_up))
    yield from _by_modal(_difference("modal", said, written, taken_up))
    yield from _by_bound(_difference("quantity", said, written, taken_up), loose=False)
    yield from _by_bound(_difference("time", said, written, taken_up), loose=True)
    yield from _by_condition(_difference("condition", said, written, taken_up))
    yield from _by_name(sentence, "\n".join(ground), about, _difference("name", said, written, taken_up))


def _difference(group: str, said: Sequence[Claim], written: Sequence[Claim], taken_up: Sequence[Claim]) -> Difference:
    mine, its, needed = (Counter(claim.name for claim in claims if claim.group == group) for claims in (said, written, taken_up))
    return Difference(mine - its, needed - mine, mine, its)


def _taken_up(text: str, sentence: str) -> Iterator[Claim]:
    """The claims of those clauses of `text` that `sentence` takes up; conditions belong to the whole."""
    terms = content_of(sentence).terms
    clauses = [(start, end) for start, end in _whole_clauses(text) if _is_said(text[start:end], terms)]
    for claim in find_claims(text):
        if any(start <= claim.at < end for start, end in clauses) or clauses and claim.group == "condition":
            yield claim


def _whole_clauses(text: str) -> Iterator[tuple[int, int]]:
    """Clauses with words of their own; one without belongs to the next."""
    begun: int | None = None
    for start, end in find_clauses(text):
        begun = start if begun is None else begun
        if content_of(text[begun:end]).words:
            yield begun, end
            begun = None


def _is_said(clause: str, terms: frozenset[str]) -> bool:
    words = content_of(clause).words
    return share_of(words, terms) >= _TAKEN_UP * len(words)


def _by_negation(sentence: str, ground: Sequence[str], found: Difference) -> Iterator[Finding]:
    text = "\n".join(ground)
    added = len(list(find_opposites(sentence, text)))
    left_out = len(list(find_opposites(text, sentence)))
    gained, lost = found.gained.total() + added, found.lost.total() + left_out
    if gained != lost:
        yield "unsupported", "negation"


def _by_modal(found: Difference) -> Iterator[Finding]:
    if found.gained and found.lost:
        yield "unsupported", "modal"
    elif set(found.gained) - set(found.written) or set(found.lost) - set(found.said):
        yield "partly", "modal"


def _by_bound(found: Difference, loose: bool) -> Iterator[Finding]:
    """Bounds of quantities must agree; those of time are said in too many ways and only must not turn into each other."""
    if loose:
        if any({one, other} in _OPPOSITES for one in found.gained for other in found.lost):
            yield "unsupported", "comparison"
    elif found.gained and found.lost:
        yield "unsupported", "comparison"
    elif set(found.gained) - set(found.written) or set(found.lost) - set(found.said):
        yield "partly", "comparison"


def _by_condition(found: Difference) -> Iterator[Finding]:
    if found.gained or found.lost:
        yield "partly", "condition"


def _by_name(sentence: str, ground: str, about: str, found: Difference) -> Iterator[Finding]:
    added = any(not _is_named(name, f"{ground}\n{about}") for name in found.gained)
    if added or any(not _is_named(name, sentence) for name in found.lost):
        yield "partly", "name"


def _is_named(name: str, text: str) -> bool:
    terms = content_of(text).terms
    alike = frozenset(term for term in terms if term[:_SAME_START] == name[:_SAME_START])
    return name in terms or name in find_words(text) or is_spelt_alike(name, alike) or is_related(name, text)
