"""An authority with people of every role and documents in every state, behind the web application. Knows no test."""

from dataclasses import dataclass, field

from fastapi.testclient import TestClient
from pydantic import SecretStr

from assistant.access import tokens
from assistant.access.arriving import Identity
from assistant.access.gate import Gate
from assistant.access.people import Person
from assistant.access.protection import CollectionRule, protect, set_rule
from assistant.access.rights import Grant, grant, rule_document
from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from assistant.web.identity import now
from ingest.documents import Document, Metadata, Section
from ingest.identities import new_identity
from ingest.journal import OPERATOR
from ingest.library import Library
from ingest.settings import Settings

OURS = {"Origin": "http://testserver"}
SECRET = "Quecksilberfund"
"""A word that only documents have that not everybody may read."""
MONITOR = "akten-monitor"
COLLECTIONS = {"own": "eigen", "unreleased": "pruefung", "closed": "sperrgebiet"}


@dataclass
class Authority:
    """People sign in by being vouched for, so that no password needs to be hashed."""

    client: TestClient
    gate: Gate
    library: Library
    people: dict[str, Person] = field(default_factory=dict)
    token: str = ""

    def headers(self, role: str) -> dict[str, str]:
        """A fresh session, or a token, of somebody with that role."""
        if role == "nobody":
            return OURS
        if role == "monitor":
            return OURS | {"Authorization": f"Bearer {MONITOR}"}
        if role == "program":
            self.token = self.token or self._made_token()
            return {"Authorization": f"Bearer {self.token}"}
        person, key = self.gate.arrive(_identity(role), now())
        self.people[role] = person
        return OURS | {"Cookie": f"aktenlotse={key}"}

    def _made_token(self) -> str:
        """A token of the editor that may only read."""
        with self.gate.journal.change(OPERATOR) as change:
            until = now().replace(year=now().year + 1)
            return tokens.make_token(change, self.people["editor"], "x", frozenset({"read"}), now(), until)

    def put(self, state: str) -> Document:
        """A document in that state; all but the open and the editor's own one speak of the secret."""
        identity, hidden = new_identity(), state not in ("open", "own")
        name = SECRET if hidden else "Reisekosten"
        about = Metadata(title=f"Regel {name}", collection=COLLECTIONS.get(state, "allgemein"))
        document = Document(identity, f"{name}-{identity}.md", identity * 2, 1, about)
        text = f"Der {name} ist der Amtsleitung zu melden, Kennung {identity}."
        self.library.store(self.library.prepare(document, [Section(text)]))
        with self.gate.journal.change(OPERATOR) as change:
            if state == "confidential":
                protect(change, identity, "confidential")
            elif state == "refused":
                for role in ("staff", "editor", "evaluator", "administrator"):
                    rule_document(change, identity, f"person:{self.people[role].id}", False)
        if state == "removed":
            self.library.remove(identity)
        self.library.catch_up()
        return document


def open_authority(settings: Settings, library: Library) -> Authority:
    """The authority; its client must be entered."""
    settings = settings.model_copy(update={"questions_per_minute": 1_000_000, "monitor_token": SecretStr(MONITOR)})
    app = make_app(Context(settings, library, build_assistant(settings, library)))
    authority = Authority(TestClient(app), app.state.gate, library)
    for role in ("staff", "insider", "editor", "evaluator", "administrator"):
        authority.headers(role)
    _give_rights(authority)
    return authority


def _give_rights(authority: Authority) -> None:
    def person(role: str) -> str:
        return f"person:{authority.people[role].id}"

    with authority.gate.journal.change(OPERATOR) as change:
        for collection in ("allgemein", "eigen", "pruefung"):
            grant(change, Grant("everyone", "read", collection))
        for collection in ("allgemein", "sperrgebiet"):
            grant(change, Grant("group:leitung", "read", collection))
        for collection in ("eigen", "pruefung"):
            grant(change, Grant(person("editor"), "edit", collection))
        grant(change, Grant(person("evaluator"), "evaluate"))
        grant(change, Grant(person("administrator"), "administer"))
        set_rule(change, "pruefung", CollectionRule(release=True))


def _identity(role: str) -> Identity:
    groups = frozenset({"leitung"}) if role == "insider" else frozenset[str]()
    return Identity(f"test|{role}", role, role.title(), groups, "/")
