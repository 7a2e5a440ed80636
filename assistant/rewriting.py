"""A follow-up question made to stand alone by the conversation before it. Rules only; bounded history."""

from collections.abc import Sequence

from assistant.conversation import Exchange
from assistant.wording import read_wording
from ingest.german import STOP_WORDS, find_words


def stand_alone(question: str, history: Sequence[Exchange]) -> str:
    """`question` as it is, or with the previous question before it if it cannot be understood without."""
    if not history or not _leans(question):
        return question
    return f"{history[-1].question.rstrip()} {question}"


def _leans(question: str) -> bool:
    """Whether it opens like a follow-up, points back, or has no subject of its own."""
    wording = read_wording()
    words = find_words(question)
    subject = [word for word in words if word not in STOP_WORDS and word not in wording.asking | wording.pointing]
    return bool(wording.opening.match(question)) or not wording.pointing.isdisjoint(words) or not subject
