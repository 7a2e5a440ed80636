"""What is said to people without a model: refusals, and remarks beside an answer. The sentences stand in `prompts/replies.toml`.

Knows no search.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from assistant.conversation import Answer
from assistant.disarming import disarm
from ingest.documents import Passage

_REPLIES = Path(__file__).parent.parent / "prompts" / "replies.toml"
_NEAREST = 3
_ABOUT = 0.2
"""Passages that are less probably about the question have nothing to do with it."""
_REFUSALS = ("nothing", "touched", "smalltalk", "thanks", "rules")


@cache
def replies() -> dict[str, str]:
    """The sentences, by name."""
    with _REPLIES.open("rb") as file:
        return {name: str(text) for name, text in tomllib.load(file).items()}


def refuse(base: Answer, about: float) -> Answer:
    """What was found is hardly about the question, or does not answer it: say so, and name the nearest places.

    `about` is the probability that it is.
    """
    if not base.hits or about < _ABOUT:
        return replace(base, outcome="nothing", text=replies()["nothing"])
    places = dict.fromkeys(disarm(describe_place(hit.passage)) for hit in base.hits[:_NEAREST])
    return replace(base, outcome="touched", text=replies()["touched"].format(places="; ".join(places)))


def is_refusal(text: str) -> bool:
    """Whether `text` is one of the fixed sentences, not an answer."""
    return any(text.startswith(replies()[name].partition("{")[0]) for name in _REFUSALS)


def describe_place(passage: Passage) -> str:
    """Where a passage stands: title and anchor."""
    title, anchor = passage.document.metadata.title, passage.anchor
    return f"{title}, {anchor}" if anchor else title


def describe_stand(passage: Passage) -> str:
    """Since when a passage's document is in force, and which version of it this is."""
    since, version = passage.document.metadata.valid_from, passage.document.version
    return (
        replies()["stand"].format(since=f"{since:%d.%m.%Y}", version=version)
        if since
        else replies()["version"].format(version=version)
    )


def remark(answer: Answer) -> Answer:
    """`answer` with what its reader should know about how it came about."""
    return replace(answer, remarks=(*answer.remarks, *_remarks(answer)))


def _remarks(answer: Answer) -> Iterator[str]:
    if answer.as_of:
        yield replies()["as_of"].format(day=f"{answer.as_of:%d.%m.%Y}")
    if answer.new_topic:
        yield replies()["new_topic"]
    for name in ("left_out", "mistrusted", "dropped"):
        if number := getattr(answer, name):
            yield replies()[name if number > 1 else f"{name}_one"].format(number=number)
