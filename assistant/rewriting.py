"""A follow-up question made to stand alone by the conversation before it: by the model if there is one, else by rules.

What the model makes of it counts only if it is one short question that keeps the numbers of the old one. Of the conversation
only the last exchanges are looked at, and each is cut short.
"""

import re
import secrets
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.chat_models import ChatModel, Task
from assistant.conversation import Exchange
from assistant.courtesies import strip_courtesies
from assistant.prompting import read_prompt
from assistant.replying import is_refusal
from assistant.wording import read_wording
from ingest.errors import ModelUnavailable
from ingest.german import STOP_WORDS, find_terms, find_words
from ingest.settings import Settings

_MOST_EXCHANGES = 3
_LONGEST_ANSWER = 400
"""Characters of an earlier answer that the model sees."""
_LONGEST = 400
_LONGEST_SAID = 250
"""Characters of it that passages are looked for by."""
_FEWEST_WORDS = 2
_MARK = re.compile(r"\[\d[\d, ]*\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CLAUSE_END = re.compile(r"[,.;:?!](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Understood:
    """A question that stands alone.

    `text` is shown; passages are looked for by `searched` and read for `asked` as well as for `text`; `new_topic`: nothing of it
    was talked of before.
    """

    text: str
    searched: str
    asked: str
    new_topic: bool = False


def understand(question: str, history: Sequence[Exchange], model: ChatModel, settings: Settings) -> Understood:
    """`question` as it can be understood without `history`."""
    by_rules = stand_alone(question, history)
    if not history or not model.reads_messages:
        return by_rules
    try:
        written = _ask(question, history[-_MOST_EXCHANGES:], model, settings)
    except ModelUnavailable:
        return by_rules
    return Understood(written, written, written) if _makes_sense(written, question, history) else by_rules


def stand_alone(question: str, history: Sequence[Exchange]) -> Understood:
    """`question` as it is, or with the question before it that it leans on, if it cannot be understood without.

    The answer before it helps to find the passages: it has their words. Among these, both would draw the answer to themselves.
    """
    asked = strip_courtesies(question)
    if not history or not _leans(asked):
        return Understood(question, asked, asked, bool(history) and _is_new(asked, history))
    before = strip_courtesies(history[-1].question).rstrip()
    whole = f"{before} {asked}"
    said = "" if is_refusal(history[-1].answer) else _MARK.sub("", history[-1].answer[:_LONGEST_SAID])
    return Understood(whole, f"{before} {said} {asked}", asked if len(_subject(asked)) >= _FEWEST_WORDS else whole)


def _is_new(question: str, history: Sequence[Exchange]) -> bool:
    """Whether `question` shares no word with what was said last."""
    said = find_terms(f"{history[-1].question} {history[-1].answer}")
    return set(said).isdisjoint(find_terms(question))


def _leans(question: str) -> bool:
    """Whether it opens like a follow-up, points back, or has no subject of its own."""
    wording = read_wording()
    first = _CLAUSE_END.split(question.strip(), maxsplit=1)[0]
    points = not wording.pointing.isdisjoint(find_words(first)) or wording.demonstrative.search(first) or _has_loose_pronoun(first)
    return bool(wording.opening.match(question) or points) or not _subject(question)


def _has_loose_pronoun(clause: str) -> bool:
    """Whether somebody is "er" or "sie" of whom nothing was said before; "Sie" is who is asked."""
    words = re.findall(r"\w+", clause)
    at = next((at for at, word in enumerate(words) if word in read_wording().pronouns), None)
    return at is not None and not any(clause.islower() or word[0].isupper() for word in words[1:at] if _subject(word))


def _subject(question: str) -> list[str]:
    wording = read_wording()
    empty = STOP_WORDS | wording.asking | wording.pointing | wording.pronouns
    return [word for word in find_words(question) if word not in empty]


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
