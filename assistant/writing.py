"""From what a model writes to what may be shown: each sentence is made harmless and checked as soon as it is whole.

Plain words are shown as they come; from a sentence's first digit, bracket or address on, nothing is before it is checked.
Knows no search and no prompt; works the same for all chat models.
"""

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from assistant.chat_models import ChatModel, Task
from assistant.checking import check
from assistant.citing import Piece, cite, cut, split_finished
from assistant.conversation import Citation, Event, Sentence, SentenceChecked, StillWriting, TextPiece
from assistant.disarming import disarm, has_foreign_address
from assistant.prompting import Order, fit_order
from ingest.documents import Hit
from ingest.errors import ContextOverflow
from ingest.settings import Settings

_FEWEST = 2
_BROKEN_OFF = " \u2026"
_PLAIN = re.compile(r"[^\d\[\]<>!?.:;/@|*_`#()$\\\n]*(?=\s)")
NOT_ANSWERED = "NICHT BEANTWORTET"
"""A model's word for refusing, which nobody needs to see."""


@dataclass(slots=True)
class Draft:
    """What has been written so far over numbered `hits`; where `strict`, sentences that are not borne out are not shown.

    `dropped` counts sentences that were not shown; `declined` says that the model found no answer; `begun` is what is
    shown already of a sentence that is not whole.
    """

    hits: Sequence[Hit]
    strict: bool = False
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    cited: dict[int, Citation] = field(default_factory=dict)
    dropped: int = 0
    declined: bool = False
    begun: str = ""
    translated: bool = False

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations, by number."""
        return tuple(self.cited[number] for number in sorted(self.cited))

    def begin(self, rest: str) -> Iterator[Event]:
        """Show the first words of a sentence that is not whole yet, as far as nothing in them needs to be checked."""
        found = _PLAIN.match(rest if self.text else rest.lstrip())
        if found and len(found[0]) > len(self.begun) and not self.strict and not found[0].lstrip().startswith(NOT_ANSWERED[:5]):
            yield TextPiece(found[0][len(self.begun) :])
            self.begun = found[0]
        else:
            yield StillWriting()

    def take(self, piece: Piece) -> Iterator[Event]:
        """Show a sentence, if it may be shown."""
        bare = disarm(piece.text).strip()
        if NOT_ANSWERED in bare:
            self.declined = True
        elif bare:
            yield from self._show(disarm(piece.written), self._checked(Sentence(bare, self._known(piece.numbers))))
        self.begun = ""

    def _show(self, written: str, sentence: Sentence) -> Iterator[Event]:
        sources = [self.hits[number - 1].passage.text for number in sentence.citations]
        if has_foreign_address(sentence.text, sources) or self.strict and sentence.verdict == "unsupported":
            self.dropped += 1
            if self.begun:
                yield TextPiece(_BROKEN_OFF)
            return
        shown = written if self.text else written.lstrip()
        self.text += shown
        self.sentences.append(sentence)
        cite(self.cited, sentence, self.hits)
        yield TextPiece(shown.removeprefix(self.begun))
        yield SentenceChecked(sentence)

    def _known(self, numbers: Sequence[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(number for number in numbers if 1 <= number <= len(self.hits)))

    def _checked(self, sentence: Sentence) -> Sentence:
        if self.translated:
            return sentence
        grounds: dict[int, Citation] = {}
        cite(grounds, sentence, self.hits)
        return check([sentence], list(grounds.values()))[0]


def write(model: ChatModel, task: Task, draft: Draft) -> Generator[Event, None, Draft]:
    """What `model` writes for `task`, taken into `draft`. Raises ModelUnavailable."""
    pending = ""
    with closing(model.stream(task)) as stream:
        for more in stream:
            finished, pending = split_finished(pending + more)
            for piece in finished:
                yield from draft.take(piece)
            yield from draft.begin(pending) if model.reads_messages else ()
    for piece in cut(pending):
        yield from draft.take(piece)
    return draft


def write_within(model: ChatModel, order: Order, settings: Settings) -> Generator[Event, None, Draft]:
    """The same over as many passages as the model can read; where it can read fewer than expected, over the better half.

    Raises ModelUnavailable, as ContextOverflow where not even one fits.
    """
    hits = fit_order(order, model, settings)
    while True:
        try:
            draft = Draft(hits, settings.unsupported == "drop", translated=order.translated)
            return (yield from write(model, order.task(hits, model), draft))
        except ContextOverflow:
            if len(hits) < _FEWEST:
                raise
            hits = hits[: len(hits) // 2]
