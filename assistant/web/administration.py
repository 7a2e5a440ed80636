"""Routes for administrators: the accounts of people. Shows nothing that anybody asked.

What people may do is said by `permissions.py`.
"""

from collections import defaultdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict

from assistant.access import passwords, people, rights
from assistant.access.gate import Asker
from assistant.access.people import Person
from assistant.access.refusals import OwnAccount
from assistant.web.identity import Administrator, AtGate, now
from assistant.web.people import Secret
from assistant.web.shapes import Name

router = APIRouter(prefix="/api", tags=["administration"])
Identity = Annotated[str, Path(max_length=32)]


class PersonRequest(BaseModel):
    """A new account."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    shown: Name | None = None
    password: Secret


class ChangeRequest(BaseModel):
    """What changes about an account; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    active: bool | None = None
    groups: list[Name] | None = None


class ResetRequest(BaseModel):
    """A password that somebody else chooses."""

    model_config = ConfigDict(extra="forbid")

    password: Secret


@router.get("/people")
def list_people(_: Administrator, gate: AtGate) -> dict[str, Any]:
    """All accounts, with what was given to each by name."""
    with gate.journal.engine.connect() as connection:
        given: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        for each in rights.all_grants(connection):
            given[each.holder].append({"ability": each.ability, "collection": each.collection})
        local = people.with_password(connection)
        shown = [_person_json(each) | {"local": each.id in local} for each in people.all_people(connection)]
    return {"people": [each | {"abilities": given[f"person:{each['id']}"]} for each in shown]}


@router.post("/people", status_code=201)
def add_person(request: PersonRequest, asker: Administrator, gate: AtGate) -> dict[str, Any]:
    """A new local account without rights."""
    with gate.journal.change(asker.person.id) as change:
        person = people.add_person(change, request.name, request.shown or "", now())
        passwords.set_password(change, person, request.password)
    return _person_json(person)


@router.patch("/people/{person_id}", status_code=204)
def change_person(person_id: Identity, request: ChangeRequest, asker: Administrator, gate: AtGate) -> Response:
    """Open or close an account, or put it into other groups."""
    with gate.journal.change(asker.person.id) as change:
        person = people.known_person(change.connection, person_id)
        if request.active is not None:
            require_other(asker, person_id)
            people.set_active(change, person, request.active)
        if request.groups is not None:
            people.join_groups(change, person, request.groups)
    return Response(status_code=204)


@router.put("/people/{person_id}/password", status_code=204)
def reset_password(person_id: Identity, request: ResetRequest, asker: Administrator, gate: AtGate) -> Response:
    """A new password; the account is unlocked and signed out everywhere."""
    with gate.journal.change(asker.person.id) as change:
        passwords.set_password(change, people.known_person(change.connection, person_id), request.password)
    return Response(status_code=204)


@router.delete("/people/{person_id}", status_code=204)
def remove_person(person_id: Identity, asker: Administrator, gate: AtGate) -> Response:
    """Remove an account with its rights, tokens and conversations."""
    require_other(asker, person_id)
    with gate.journal.change(asker.person.id) as change:
        people.remove_person(change, people.known_person(change.connection, person_id))
    return Response(status_code=204)


def require_other(asker: Asker, person_id: str) -> None:
    """Raises OwnAccount: who administers does not lock themselves out."""
    if asker.person.id == person_id:
        raise OwnAccount


def _person_json(person: Person) -> dict[str, Any]:
    groups = sorted(person.groups)
    return {"id": person.id, "name": person.name, "shown": person.shown, "groups": groups, "active": person.active}
