"""What is said to an assistant but asks nothing of the documents: greetings, thanks, attempts to change its rules.

A question that has a greeting before it is a question all the same.
"""

import re
from functools import cache
from typing import Literal

from assistant.courtesies import is_courtesy
from assistant.wording import read_section
from ingest.german import find_words

Talk = Literal["smalltalk", "thanks", "rules"]
_SHORT: tuple[Talk, ...] = ("thanks", "smalltalk")

_MOST_WORDS = 6
"""A greeting or thanks with more words than these is followed by a question."""


def recognise_talk(text: str) -> Talk | None:
    """Which reply of `prompts/replies.toml` fits, if no document does."""
    patterns = _patterns()
    if patterns["rules"].search(text):
        return "rules"
    if len(find_words(text)) <= _MOST_WORDS:
        return next((kind for kind in _SHORT if patterns[kind].search(text)), None)
    return "smalltalk" if is_courtesy(text) else None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in read_section("talk").items()}
