"""The planted documents of `tests/corpus/orders`, and a model that obeys whatever it reads. Knows no test."""

import re
import tomllib
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.chat_models import Task

FOLDER = Path(__file__).parents[1] / "corpus" / "orders"


@dataclass(frozen=True)
class Planted:
    """A document that gives orders: what it tries, what must not be said of it, and what a model says that obeys."""

    file: str
    trick: str
    payload: tuple[str, ...]
    says: str

    @property
    def content(self) -> bytes:
        return (FOLDER / self.file).read_bytes()


def read_planted() -> list[Planted]:
    with (FOLDER / "index.toml").open("rb") as file:
        entries = tomllib.load(file)["planted"]
    return [Planted(each["file"], each["trick"], tuple(each["payload"]), each["says"]) for each in entries]


@dataclass
class ObedientModel:
    """Says what an order would have it say, then every line that it was given to read, cited as if all were true."""

    says: str
    name: str = "obedient"
    reads_messages: bool = True
    read: list[str] = field(default_factory=list)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def stream(self, task: Task) -> Generator[str]:
        given = task.messages[-1].text
        self.read.append(given)
        yield self.says + "\n"
        for number, passage in enumerate(re.findall(r"<passage-\w+ [^>]*>\n(.*?)\n</passage-", given, re.DOTALL), start=1):
            for line in passage.splitlines():
                yield f"{line} [{number}]\n"
