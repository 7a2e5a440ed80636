"""What a person can see, take along and delete about themselves (Art. 15, 17 and 20 GDPR)."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select

from assistant.access import conversations
from assistant.access.people import Person
from assistant.access.rights import Rights, all_grants
from assistant.access.tokens import tokens_of
from ingest.access_tables import audit, people, sessions, tokens
from ingest.journal import Change


def everything_about(connection: Connection, person: Person, rights: Rights) -> dict[str, Any]:
    """All that is stored about a person, for a program to read; answers as far as the person may read them now."""
    row = connection.execute(select(people).where(people.c.id == person.id)).one()
    opened = connection.execute(select(sessions.c.created, sessions.c.seen).where(sessions.c.person_id == person.id))
    made = tokens_of(connection, person)
    return {
        "account": {
            "id": person.id,
            "name": person.name,
            "shown": person.shown,
            "subject": row.subject,
            "groups": sorted(person.groups),
            "created": _as_text(row.created),
            "has_password": row.password is not None,
        },
        "rights": [
            {"ability": each.ability, "collection": each.collection, "holder": each.holder}
            for each in all_grants(connection)
            if each.holder in person.holders
        ],
        "sessions": [{"created": _as_text(each.created), "seen": _as_text(each.seen)} for each in opened],
        "tokens": [{"name": each.name, "created": _as_text(each.created), "expires": _as_text(each.expires)} for each in made],
        "conversations": [
            _conversation(connection, person, each, rights) for each in conversations.conversations_of(connection, person)
        ],
        "audit": _entries_about(connection, person),
    }


def erase_contents(change: Change, person: Person) -> dict[str, int]:
    """Delete what a person has left: conversations, tokens, sessions; how many of each. The account stays."""
    removed = {"conversations": conversations.remove_all(change.connection, person)}
    for name, table in (("tokens", tokens), ("sessions", sessions)):
        removed[name] = change.connection.execute(delete(table).where(table.c.person_id == person.id)).rowcount
    change.note("person.erase-contents", person.id, **removed)
    return removed


def _conversation(connection: Connection, person: Person, one: conversations.Conversation, rights: Rights) -> dict[str, Any]:
    shown = conversations.read_turns(connection, person, one.id, rights)
    return {
        "title": one.title,
        "created": _as_text(one.created),
        "turns": [asdict(turn) | {"asked": _as_text(turn.asked)} for turn in shown],
    }


def _entries_about(connection: Connection, person: Person) -> list[dict[str, Any]]:
    mine = or_(audit.c.actor == person.id, audit.c.object.in_((person.id, f"person:{person.id}")))
    rows = connection.execute(select(audit).where(mine).order_by(audit.c.number))
    return [{"at": row.at, "action": row.action, "object": row.object, "about": json.loads(row.about)} for row in rows]


def _as_text(moment: datetime) -> str:
    return f"{moment.isoformat(timespec='seconds')}Z"
