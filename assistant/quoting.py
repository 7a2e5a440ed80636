"""The quoting reader as a chat model: answers without a language model, with the units that answer, verbatim."""

import re
from collections.abc import Generator

from assistant.chat_models import Task

_MARK = re.compile(r"\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")


class QuotingReader:
    """Quotes; needs no model, no GPU and no network."""

    name = "quoting"
    reads_messages = False

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def stream(self, task: Task) -> Generator[str]:
        for at, unit in enumerate(task.reading.units):
            known = {line for earlier in task.reading.units[:at] for line in earlier.lines}
            lines = [line for line in unit.lines if line == unit.core or line not in known or unit.kind == "row"]
            text = "\n".join(f"{_without_marks(line)} [{unit.number}]" for line in lines)
            yield text if at == 0 else f"\n\n{text}"


def _without_marks(line: str) -> str:
    """A document's own "[3]" is no citation of ours."""
    return _MARK.sub(r"(\1)", line)
