"""A follow-up question made to stand alone by the conversation before it: by the model if there is one, else by rules.

What the model makes of it counts only if it is one short question that keeps the numbers of the old one. Of the conversation
only the last exchanges are looked at, and each is cut short.
"""

import re
import secrets
from collections.abc import Sequence
from contextlib import closing

from assistant.chat_models import ChatModel, Task
from assistant.conversation import Exchange
from assistant.courtesies import strip_courtesies
from assistant.prompting import read_prompt
from assistant.wording import read_wording
from ingest.errors import ModelUnavailable
from ingest.german import STOP_WORDS, find_terms, find_words
from ingest.settings import Settings

_MOST_EXCHANGES = 3
_LONGEST_ANSWER = 400
"""Characters of an earlier answer that the model sees."""
_LONGEST = 400
_FEWEST_WORDS = 2
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def rewrite(question: str, history: Sequence[Exchange], model: ChatModel, settings: Settings) -> str:
    """`question` as it can be understood without `history`."""
    by_rules = stand_alone(question, history)
    if not history or not model.reads_messages:
        return by_rules
    try:
        written = _ask(question, history[-_MOST_EXCHANGES:], model, settings)
    except ModelUnavailable:
        return by_rules
    return written if _makes_sense(written, question, history) else by_rules


def stand_alone(question: str, history: Sequence[Exchange]) -> str:
    """`question` as it is, or with the question before it that it leans on, if it cannot be understood without."""
    asked = strip_courtesies(question)
    if not history or not _leans(asked):
        return question
    return f"{strip_courtesies(history[-1].question).rstrip()} {asked}"


def focus(question: str, standalone: str) -> str:
    """What passages are read for: a follow-up that says itself what it asks, else the whole.

    The question before it helps to find the passages; among these it would draw the answer to itself.
    """
    leaning = standalone != question and standalone.endswith(question)
    return question if leaning and len(_subject(question)) >= _FEWEST_WORDS else standalone


def _leans(question: str) -> bool:
    """Whether it opens like a follow-up, points back, or has no subject of its own."""
    wording = read_wording()
    words = find_words(question)
    return bool(wording.opening.match(question)) or not wording.pointing.isdisjoint(words) or not _subject(question)


def _subject(question: str) -> list[str]:
    wording = read_wording()
    return [word for word in find_words(question) if word not in STOP_WORDS and word not in wording.asking | wording.pointing]


def _ask(question: str, history: Sequence[Exchange], model: ChatModel, settings: Settings) -> str:
    prompt, mark = read_prompt("rewrite"), secrets.token_hex(4)
    shown = list(history)
    while True:
        text = "\n".join(f"Frage: {each.question}\nAntwort: {each.answer[:_LONGEST_ANSWER]}" for each in shown)
        messages = prompt.fill(question=question, history=text, mark=mark)
        if not shown or sum(model.count_tokens(each.text) for each in messages) < settings.context_tokens - settings.answer_tokens:
            break
        shown = shown[1:]
    written = ""
    with closing(model.stream(Task(question, (), messages))) as stream:
        for piece in stream:
            written += piece
            if len(written) > _LONGEST or "\n" in written.strip():
                break
    return written.strip().strip('"\u201e\u201c\u00bb\u00ab').strip()


def _makes_sense(written: str, question: str, history: Sequence[Exchange]) -> bool:
    """Whether it is one line about what was talked of, with all the numbers of the question."""
    if not written or len(written) > _LONGEST or "\n" in written:
        return False
    known = set(find_terms(f"{question} {' '.join(f'{each.question} {each.answer}' for each in history)}"))
    terms = find_terms(written)
    numbers = set(_NUMBER.findall(question))
    return numbers <= set(_NUMBER.findall(written)) and bool(terms) and 2 * sum(term in known for term in terms) >= len(terms)
