"""Conversations of people with accounts. Each belongs to one person; nobody else reads it, no administrator either.

An answer is shown again only while the person may read every document it rests on. Knows no search and no page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from assistant.access.people import Person
from assistant.access.protection import highest, protection_of
from assistant.access.refusals import UnknownConversation
from assistant.access.rights import Rights
from assistant.conversation import Answer, Exchange
from ingest import records
from ingest.access_tables import conversations, turn_documents, turns
from ingest.identities import new_identity

_TITLE_LENGTH = 80
MOST_TURNS = 200
QUOTING = "quoting"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer as it was shown; None where that rested on what is gone or closed to the person."""

    id: str
    asked: datetime
    question: str
    answer: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a list of conversations shows."""

    id: str
    title: str
    created: datetime
    changed: datetime


def rests_on(answer: Answer) -> frozenset[str]:
    """The documents of an answer: those cited, and where a model wrote freely or places were named, all that it was given."""
    quoted = answer.outcome == "answered" and answer.model == QUOTING
    passages = [cited.passage for cited in answer.citations] if quoted else [hit.passage for hit in answer.hits]
    return frozenset(passage.document.id for passage in passages)


def begin(connection: Connection, person: Person, question: str, now: datetime) -> str:
    """The id of a new conversation that is called like its first question."""
    identity = new_identity()
    values = {"id": identity, "person_id": person.id, "title": _as_title(question), "created": now, "changed": now}
    connection.execute(insert(conversations).values(protection="public", **values))
    return identity


def add_turn(connection: Connection, person: Person, conversation_id: str, turn: Turn, documents: frozenset[str]) -> None:
    """Keep a question with its answer. Raises UnknownConversation."""
    known = _mine(connection, person, conversation_id)
    number = connection.scalar(select(func.max(turns.c.number)).where(turns.c.conversation_id == conversation_id)) or 0
    values = {"id": turn.id, "number": number + 1, "asked": turn.asked, "question": turn.question, "answer": turn.answer}
    connection.execute(insert(turns).values(conversation_id=conversation_id, **values))
    if documents:
        connection.execute(insert(turn_documents), [{"turn_id": turn.id, "document_id": each} for each in sorted(documents)])
    protection = highest([known.protection, *protection_of(connection, sorted(documents)).values()])
    changed = update(conversations).where(conversations.c.id == conversation_id)
    connection.execute(changed.values(changed=turn.asked, protection=protection))


def conversations_of(connection: Connection, person: Person) -> list[Conversation]:
    """All conversations of a person, the latest first."""
    query = select(conversations).where(conversations.c.person_id == person.id).order_by(conversations.c.changed.desc())
    return [Conversation(row.id, row.title, row.created, row.changed) for row in connection.execute(query)]


def read_turns(connection: Connection, person: Person, conversation_id: str, rights: Rights) -> list[Turn]:
    """The turns of a conversation as the person may see them now. Raises UnknownConversation."""
    _mine(connection, person, conversation_id)
    query = select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.number.desc()).limit(MOST_TURNS)
    rows = connection.execute(query).all()[::-1]
    closed = _resting_on_closed(connection, [row.id for row in rows], rights)
    return [Turn(row.id, row.asked, row.question, None if row.id in closed else row.answer) for row in rows]


def as_history(shown: Sequence[Turn]) -> tuple[Exchange, ...]:
    """What a follow-up question is understood by: nothing that the person may no longer read."""
    return tuple(Exchange(turn.question, str(turn.answer["text"])) for turn in shown if turn.answer is not None)


def rename(connection: Connection, person: Person, conversation_id: str, title: str) -> None:
    """Raises UnknownConversation."""
    _mine(connection, person, conversation_id)
    connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(title=_as_title(title)))


def remove(connection: Connection, person: Person, conversation_id: str) -> None:
    """Raises UnknownConversation."""
    if not _delete(connection, conversations.c.id == conversation_id, conversations.c.person_id == person.id):
        raise UnknownConversation


def remove_all(connection: Connection, person: Person) -> int:
    """Delete all conversations of a person; their number."""
    return _delete(connection, conversations.c.person_id == person.id)


def remove_older(connection: Connection, protection: str, before: datetime) -> int:
    """Delete the conversations of a protection class that have not changed since `before`; their number."""
    return _delete(connection, conversations.c.protection == protection, conversations.c.changed < before)


def _delete(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    return connection.execute(delete(conversations).where(*conditions)).rowcount


def _mine(connection: Connection, person: Person, conversation_id: str) -> Any:
    mine = (conversations.c.id == conversation_id, conversations.c.person_id == person.id)
    row = connection.execute(select(conversations).where(*mine)).first()
    if row is None:
        raise UnknownConversation
    return row


def _resting_on_closed(connection: Connection, identities: Sequence[str], rights: Rights) -> set[str]:
    """The turns that rest on a document which is gone or which the person may not read."""
    rows = connection.execute(select(turn_documents).where(turn_documents.c.turn_id.in_(identities))).all()
    known = records.read_documents(connection, sorted({row.document_id for row in rows}))
    readable = {document.id for document in known if rights.may_read(document)}
    return {row.turn_id for row in rows if row.document_id not in readable}


def _as_title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE_LENGTH else f"{line[: _TITLE_LENGTH - 1]}\u2026"
