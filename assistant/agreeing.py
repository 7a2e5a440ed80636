"""Where a sentence claims something else than the sentences it rests on: negations, modal verbs, bounds, conditions, names.

What a clause of the passage claims counts only if the answer takes the clause up; what the answer adds counts always.
Knows no citations.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.aligning import content_of, is_related, is_spelt_alike, share_of
from assistant.claims import Claim, find_claims, find_clauses, find_opposites
from assistant.conversation import Verdict
from assistant.quantities import Value, matches
from assistant.values import find_values
from ingest.german import find_words

_TAKEN_UP = 0.6
"""Share of a clause's words from which on the answer takes the clause up."""
_SAME_START = 5
_NEAR = 30
"""Characters between the word that bounds a value, and the value."""
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
    yield from _by_bound(sentence, ground)
    yield from _by_order(_difference("time", said, written, taken_up))
    yield from _by_condition(_difference("condition", said, written, taken_up))
    yield from _by_name(sentence, "\n".join(ground), about, _difference("name", said, written, taken_up))


def _difference(group: str, said: Sequence[Claim], written: Sequence[Claim], taken_up: Sequence[Claim]) -> Difference:
    mine, its, needed = (Counter(claim.name for claim in claims if claim.group == group) for claims in (said, written, taken_up))
    return Difference(mine - its, needed - mine, mine, its)


def _taken_up(text: str, sentence: str) -> Iterator[Claim]:
    """The claims of those clauses of `text` that `sentence` takes up, and the conditions that it leaves out."""
    claims = find_claims(text)
    terms = content_of(sentence).terms if claims else frozenset()
    clauses = [(start, end, _share_said(text[start:end], terms)) for start, end in _whole_clauses(text) if claims]
    used = any(share >= _TAKEN_UP for _, _, share in clauses)
    for claim in claims:
        said = next((share >= _TAKEN_UP for start, end, share in clauses if start <= claim.at < end), False)
        needed = not said if claim.name == "if" else said or claim.group == "condition"
        if needed and used:
            yield claim


def _whole_clauses(text: str) -> Iterator[tuple[int, int]]:
    """Clauses with words of their own; one without belongs to the next, at the end to the one before."""
    ends = [end for start, end in find_clauses(text) if content_of(text[start:end]).words]
    yield from zip((0, *ends[:-1]), (*ends[:-1], len(text)), strict=True)


def _share_said(clause: str, terms: frozenset[str]) -> float:
    words = content_of(clause).words
    return share_of(words, terms) / max(1, len(words))


def _by_negation(sentence: str, ground: Sequence[str], found: Difference) -> Iterator[Finding]:
    text = "\n".join(ground)
    added = len(find_opposites(sentence, text))
    left_out = len(find_opposites(text, sentence))
    gained, lost = found.gained.total() + added, found.lost.total() + left_out
    if gained != lost:
        yield "unsupported", "negation"


def _by_modal(found: Difference) -> Iterator[Finding]:
    """A duty may be put as a fact ("ist zu zahlen", "wird gezahlt"); a permission or a rule with exceptions may not."""
    if found.gained and found.lost:
        yield "unsupported", "modal"
    elif set(found.gained) - set(found.written) or set(found.lost) - set(found.said) - {"must"}:
        yield "partly", "modal"


def _by_bound(sentence: str, ground: Sequence[str]) -> Iterator[Finding]:
    """A value must have the bound that it has in the passage: "mindestens 5", "h\u00f6chstens 5", or none."""
    there = [bounded for text in ground for bounded in _bounded_values(text)]
    for value, bounds in _bounded_values(sentence):
        written = [others for other, others in there if matches(value, other)]
        if written and bounds not in written:
            yield ("unsupported" if bounds and any(written) else "partly"), "comparison"
    said, meant = _unbound(sentence), Counter(name for text in ground for name in _unbound(text).elements())
    if said - meant and meant - said:
        yield "unsupported", "comparison"


def _bounded_values(text: str) -> list[tuple[Value, frozenset[str]]]:
    """Each value of `text` with its bounds."""
    claims = _bound_claims(text)
    return [(value, frozenset(claim.name for claim, bounded in claims if bounded == value)) for value in find_values(text)]


def _unbound(text: str) -> Counter[str]:
    """The bounds that stand near no value."""
    return Counter(claim.name for claim, bounded in _bound_claims(text) if bounded is None)


def _bound_claims(text: str) -> list[tuple[Claim, Value | None]]:
    """The bounds of `text`, each with the value that follows it closely, or else the one closely before it."""
    claims = [claim for claim in find_claims(text) if claim.group == "quantity"]
    values = find_values(text) if claims else ()
    return [(claim, _nearest(claim, values)) for claim in claims]


def _nearest(claim: Claim, values: Sequence[Value]) -> Value | None:
    following = next((value for value in values if 0 <= value.start - claim.at <= _NEAR), None)
    return following or next((value for value in reversed(values) if 0 <= claim.at - value.end <= _NEAR), None)


def _by_order(found: Difference) -> Iterator[Finding]:
    """Bounds of time are said in many ways ("nach" is "gem\u00e4\u00df", too); they only must not turn into their opposites."""
    if any({one, other} in _OPPOSITES for one in found.gained for other in found.lost):
        yield "unsupported", "comparison"


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
