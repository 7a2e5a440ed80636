"""Fills the prompts of `prompts/` and keeps them within the model's context.

A prompt is a Markdown file with `$variables`: what the system is told, a line `---`, what the user says.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from string import Template

from assistant.chat_models import ChatModel, Message, Task
from assistant.mistrusting import without_unseen
from assistant.reading import NOTHING_READ, Reading
from ingest.documents import Hit, Passage
from ingest.errors import ContextOverflow, SettingsError
from ingest.settings import Settings

_PROMPTS = Path(__file__).parent.parent / "prompts"
_SEPARATOR = "\n---\n"
_MARK_BYTES = 4
_TOKENS_A_MESSAGE = 8
"""What a chat template adds to a message, at most."""
_ENLARGED = 3
"""So many of the best passages are shown with their neighbours."""
_TAG_LIKE = re.compile(r"<(?=[/!|\w])")
_FAKE_CITATION = re.compile(r"\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt of `prompts/`; `digest` names its version."""

    name: str
    system: str
    user: str
    digest: str

    def fill(self, **values: str) -> list[Message]:
        """The messages with all variables filled. Raises KeyError if one is missing."""
        return [
            Message("system", Template(self.system).substitute(values)),
            Message("user", Template(self.user).substitute(values)),
        ]


@cache
def read_prompt(name: str) -> Prompt:
    """The prompt in `prompts/<name>.md`. Raises SettingsError if there is none."""
    path = _PROMPTS / f"{name}.md"
    if not path.exists():
        raise SettingsError(setting="AKTENLOTSE_PROMPT", reason=f"prompts/{path.name}")
    source = path.read_text(encoding="utf-8")
    system, _, user = source.partition(_SEPARATOR)
    return Prompt(name, system.strip(), user.strip(), hashlib.sha256(source.encode()).hexdigest()[:12])


@dataclass(frozen=True, slots=True)
class Order:
    """What a model shall write: a prompt with its values, over the passages of `hits`, of which `reading` was read.

    `larger` are some of these passages with their neighbours, by id, for a model that has room for them. A translation
    can not be checked against passages in German.
    """

    prompt: Prompt
    values: dict[str, str]
    question: str
    hits: Sequence[Hit]
    reading: Reading = NOTHING_READ
    translated: bool = False
    larger: Mapping[int, Passage] = field(default_factory=dict)

    def task(self, hits: Sequence[Hit], model: ChatModel) -> Task:
        """The task over some of the hits; nobody can guess the mark that its passages carry, so no text can close them."""
        mark = secrets.token_hex(_MARK_BYTES)
        messages = self.messages(show_passages(hits, mark), mark) if model.reads_messages else ()
        return Task(self.question, hits, messages, self.reading)

    def messages(self, passages: str, mark: str) -> list[Message]:
        """The prompt with all that stands in it."""
        return self.prompt.fill(**self.values, passages=passages, mark=mark)


def fit_order(order: Order, model: ChatModel, settings: Settings) -> Sequence[Hit]:
    """The hits that fit into the model's context with the prompt and an answer, the best of them with their neighbours if there
    is room. Raises ContextOverflow if none fits."""
    if not model.reads_messages:
        return order.hits
    fixed = sum(model.count_tokens(message.text) + _TOKENS_A_MESSAGE for message in order.messages("", "0" * 2 * _MARK_BYTES))
    fitting, room = fit_passages(order.hits, settings.context_tokens - settings.answer_tokens - fixed, model.count_tokens)
    if order.hits and not fitting:
        raise ContextOverflow(model=model.name)
    for at, hit in enumerate(fitting[:_ENLARGED]):
        larger = replace(hit, passage=order.larger.get(hit.passage.id, hit.passage))
        more = _size(at + 1, larger, model.count_tokens) - _size(at + 1, hit, model.count_tokens)
        if more <= room:
            fitting[at], room = larger, room - more
    return fitting


def fit_passages(hits: Sequence[Hit], room: int, count_tokens: Callable[[str], int]) -> tuple[list[Hit], int]:
    """The best hits whose passages fit into `room` tokens together, and the room that is left; one that is too long does not
    keep out the next."""
    fitting: list[Hit] = []
    for hit in hits:
        size = _size(len(fitting) + 1, hit, count_tokens)
        if size <= room:
            fitting.append(hit)
            room -= size
    return fitting, room


def _size(number: int, hit: Hit, count_tokens: Callable[[str], int]) -> int:
    return count_tokens(show_passage(number, hit, "0" * 2 * _MARK_BYTES))


def show_passages(hits: Sequence[Hit], mark: str) -> str:
    """The passages as a model sees them, numbered from 1."""
    return "\n".join(show_passage(number, hit, mark) for number, hit in enumerate(hits, start=1))


def show_passage(number: int, hit: Hit, mark: str) -> str:
    """A passage between marks that its text can neither know nor imitate."""
    passage = hit.passage
    about = passage.document.metadata
    place = " / ".join((about.title, *(heading for heading in passage.headings if heading != about.title)))
    stand = f", Stand {about.valid_from:%d.%m.%Y}" if about.valid_from else ""
    named, text = _harmless(place + stand).replace('"', "\u201d"), _FAKE_CITATION.sub(r"(\1)", _harmless(passage.text))
    return f'<passage-{mark} nummer="{number}" stelle="{named}">\n{text}\n</passage-{mark}>'


def _harmless(text: str) -> str:
    """`text` without invisible signs, its tags with signs that look like those that marks are made of."""
    return _TAG_LIKE.sub("\u2039", without_unseen(text))
