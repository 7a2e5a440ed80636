"""What was asked, without who asked: kept for some days, so that editors see where the documents fall short.

A question is kept as it was understood, with its day, what became of it and the documents that were cited; no person, no
conversation, no time of day. It is written some seconds after its answer, all that came meanwhile together, so that nobody
waits for it; what a kill cuts off is missing from the figures and from nothing else.
"""

import threading
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import Engine, delete, insert, select

from assistant.conversation import Answer, Event, Outcome
from ingest.identities import new_identity
from ingest.tables import transaction
from ingest.usage_tables import questions


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered, or not; `seconds` from question to whole answer, `documents` the ids of the cited ones."""

    day: date
    text: str
    outcome: Outcome
    confidence: float
    seconds: float
    documents: tuple[str, ...]


class QuestionLog:
    """The questions of a running server on their way into the database; kept for `days`, or not at all for 0."""

    def __init__(self, engine: Engine, days: int) -> None:
        self.days = days
        self._engine = engine
        self._waiting: list[Asked] = []
        self._adding = threading.Lock()
        self._pruned: date | None = None

    def watch(self, events: Generator[Event]) -> Generator[Event]:
        """The same events; the answer among them is remembered."""
        with closing(events):
            for event in events:
                if isinstance(event, Answer) and event.outcome != "smalltalk" and self.days:
                    with self._adding:
                        self._waiting.append(_without_person(event))
                yield event

    def since(self) -> date:
        """The first day of which questions are kept."""
        return date.today() - timedelta(days=max(0, self.days - 1))

    def write(self, today: date) -> None:
        """Store what has come since the last time, and remove what is too old."""
        with self._adding:
            waiting, self._waiting = self._waiting, []
        if not waiting and self._pruned == today:
            return
        with transaction(self._engine) as connection:
            if waiting:
                connection.execute(insert(questions), [asdict(asked) | {"id": new_identity()} for asked in waiting])
            if self._pruned != today:
                connection.execute(delete(questions).where(questions.c.day <= today - timedelta(days=self.days)))
        self._pruned = today


def read_questions(engine: Engine, since: date, outcomes: Sequence[Outcome] = ()) -> list[Asked]:
    """The questions of the days from `since` on, those with one of `outcomes`, in no order that tells anything."""
    columns = [column for column in questions.c if column.name != "id"]
    query = select(*columns).where(questions.c.day >= since).order_by(questions.c.id)
    wanted = query.where(questions.c.outcome.in_(outcomes)) if outcomes else query
    with engine.connect() as connection:
        rows = connection.execute(wanted).all()
    return [Asked(row.day, row.text, row.outcome, row.confidence, row.seconds, tuple(row.documents)) for row in rows]


def _without_person(answer: Answer) -> Asked:
    cited = dict.fromkeys(citation.passage.document.id for citation in answer.citations)
    seconds = round(answer.timings.get("whole", 0.0), 3)
    return Asked(date.today(), answer.question, answer.outcome, round(answer.confidence, 2), seconds, tuple(cited))
