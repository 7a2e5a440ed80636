"""Fills the prompts of `prompts/` and keeps them within the model's context.

A prompt is a Markdown file with `$variables`: what the system is told, a line `---`, what the user says.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from assistant.chat_models import Message
from ingest.documents import Hit

_PROMPTS = Path(__file__).parent.parent / "prompts"
_SEPARATOR = "\n---\n"


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
    """The prompt in `prompts/<name>.md`."""
    source = (_PROMPTS / f"{name}.md").read_text(encoding="utf-8")
    system, _, user = source.partition(_SEPARATOR)
    return Prompt(name, system.strip(), user.strip(), hashlib.sha256(source.encode()).hexdigest()[:12])


def fit_passages(hits: Sequence[Hit], room: int, count_tokens: Callable[[str], int]) -> list[Hit]:
    """The best hits whose passages fit into `room` tokens together; one that is too long does not keep out the next."""
    fitting: list[Hit] = []
    for hit in hits:
        size = count_tokens(show_passage(len(fitting) + 1, hit))
        if size <= room:
            fitting.append(hit)
            room -= size
    return fitting


def show_passages(hits: Sequence[Hit]) -> str:
    """The passages as a model sees them, numbered from 1."""
    return "\n".join(show_passage(number, hit) for number, hit in enumerate(hits, start=1))


def show_passage(number: int, hit: Hit) -> str:
    """A passage between marks that its text cannot close."""
    passage = hit.passage
    about = passage.document.metadata
    place = " / ".join((about.title, *(heading for heading in passage.headings if heading != about.title)))
    stand = f", Stand {about.valid_from:%d.%m.%Y}" if about.valid_from else ""
    return f'<passage nummer="{number}" stelle="{_unmarked(place + stand)}">\n{_unmarked(passage.text)}\n</passage>'


def _unmarked(text: str) -> str:
    """`text` with signs that look like those that marks are made of."""
    return text.replace("<", "\u2039").replace(">", "\u203a")
