"""Do two documents in force contradict each other on what an answer says?

They do where two sentences say the same about the same thing, with the same words and bounds, but for one amount, share or
period. Careful rather than complete: a remark that is wrong costs more trust than one that is missing. Knows no search.
"""

from collections.abc import Iterator, Sequence

from assistant.aligning import Word, content_of, sentences_of, share_of
from assistant.claims import find_claims
from assistant.conversation import Answer
from assistant.disarming import disarm
from assistant.quantities import Value, matches, nearly_matches
from assistant.replying import describe_place, describe_stand, replies
from assistant.values import find_values
from ingest.documents import Hit, Passage

_COMPARED = ("amount", "share", "period", "measure", "time")
_FEWEST_WORDS = 3
_ASKED = 0.5
"""Share of the question's words that a passage must have."""
_SAME = 0.9
"""Share of each sentence's words that the other must have, too."""


def find_contradictions(answer: Answer) -> Iterator[str]:
    """A German sentence for each contradiction between what `answer` quotes and another document that was found."""
    seen: set[frozenset[str]] = set()
    stated = [(citation, said) for citation in answer.citations if (said := _with_values(citation.quote))]
    asked = content_of(answer.question).words if stated else ()
    about = [hit for hit in answer.hits if stated and _speaks_of(asked, hit.passage)]
    for citation, said in stated:
        for hit in about:
            pair = frozenset({citation.passage.document.id, hit.passage.document.id})
            if len(pair) > 1 and pair not in seen and (values := _contradicted(said, hit)):
                seen.add(pair)
                yield _say(citation.passage, hit.passage, values)


def _with_values(quote: str) -> list[str]:
    return [sentence for sentence in sentences_of(quote) if any(map(_is_compared, find_values(sentence)))]


def _speaks_of(asked: Sequence[Word], passage: Passage) -> bool:
    """Whether a passage, with its place, has most of what is asked about: all laws have fines, and none contradicts another."""
    terms = content_of("\n".join((passage.document.metadata.title, *passage.headings, passage.text))).terms
    return share_of(asked, terms) >= _ASKED * len(asked)


def _contradicted(said: Sequence[str], hit: Hit) -> tuple[str, str] | None:
    """The first two values of which one must be wrong."""
    pairs = ((mine, other) for mine in said for other in sentences_of(hit.passage.text))
    return next((values for pair in pairs if _same_thing(*pair) and (values := _differing(*pair))), None)


def _same_thing(mine: str, other: str) -> bool:
    """Whether two sentences have the same words and claim the same, values apart."""
    ours, theirs = content_of(mine), content_of(other)
    if min(len(ours.words), len(theirs.words)) < _FEWEST_WORDS:
        return False
    shares = (share_of(ours.words, theirs.terms) / len(ours.words), share_of(theirs.words, ours.terms) / len(theirs.words))
    return min(shares) >= _SAME and _claimed(mine) == _claimed(other)


def _claimed(sentence: str) -> list[tuple[str, str]]:
    return sorted((claim.group, claim.name) for claim in find_claims(sentence) if claim.group != "name")


def _differing(mine: str, other: str) -> tuple[str, str] | None:
    """The two values as they are written, if the sentences differ in just one, of the same kind and unit."""
    ours, theirs = find_values(mine), find_values(other)
    only, against = _without(ours, theirs), _without(theirs, ours)
    if len(ours) != len(theirs) or len(only) != 1 or len(against) != 1:
        return None
    one, two = only[0], against[0]
    comparable = one.kind == two.kind and _is_compared(one) and one.unit == two.unit and not nearly_matches(one, two)
    return (mine[one.start : one.end], other[two.start : two.end]) if comparable and not (one.vague or two.vague) else None


def _is_compared(value: Value) -> bool:
    return value.kind in _COMPARED


def _without(values: Sequence[Value], others: Sequence[Value]) -> list[Value]:
    return [value for value in values if not any(matches(value, other) for other in others)]


def _say(one: Passage, two: Passage, values: tuple[str, str]) -> str:
    places = [f"{disarm(describe_place(each))} ({describe_stand(each)})" for each in (one, two)]
    return replies()["contradiction"].format(one=places[0], two=places[1], first=values[0], second=values[1])
