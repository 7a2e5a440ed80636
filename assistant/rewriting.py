"""A follow-up question made to stand alone by the conversation before it. Rules only; bounded history."""

import re
from collections.abc import Sequence

from assistant.conversation import Exchange
from ingest.german import STOP_WORDS, find_words

_OPENING = re.compile(r"^\s*(und|oder|aber|auch|gilt das|gilt dies|was ist mit|wie ist es|wie sieht es)\b", re.IGNORECASE)
_POINTING = frozenset("das dies dieser diese dieses er sie es ihn ihm ihr dort da davon daf\u00fcr damit dazu dabei dann danach darauf dar\u00fcber".split())
_FEW_WORDS = 3
"""A question with fewer words of its own subject leans on the one before it."""


def stand_alone(question: str, history: Sequence[Exchange]) -> str:
    """`question` as it is, or with the previous question before it if it cannot be understood without."""
    if not history or not _leans(question):
        return question
    return f"{history[-1].question.rstrip()} {question}"


def _leans(question: str) -> bool:
    words = find_words(question)
    subject = [word for word in words if word not in STOP_WORDS and word not in _POINTING]
    pointing = any(word in _POINTING for word in words)
    return bool(_OPENING.match(question)) or len(subject) < _FEW_WORDS or (pointing and len(subject) < 2 * _FEW_WORDS)
