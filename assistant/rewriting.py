"""A follow-up question made to stand alone by the conversation before it. Rules only; bounded history."""

from collections.abc import Sequence

from assistant.conversation import Exchange
from assistant.wording import read_wording
from ingest.german import STOP_WORDS, find_words

_FEW_WORDS = 3
"""A question with fewer words of its own subject leans on the one before it."""


def stand_alone(question: str, history: Sequence[Exchange]) -> str:
    """`question` as it is, or with the previous question before it if it cannot be understood without."""
    if not history or not _leans(question):
        return question
    return f"{history[-1].question.rstrip()} {question}"


def _leans(question: str) -> bool:
    words = find_words(question)
    wording = read_wording()
    subject = [word for word in words if word not in STOP_WORDS and word not in wording.pointing]
    pointing = any(word in wording.pointing for word in words)
    return bool(wording.opening.match(question)) or len(subject) < _FEW_WORDS or (pointing and len(subject) < 2 * _FEW_WORDS)
