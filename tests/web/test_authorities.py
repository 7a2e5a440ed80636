"""Several authorities on one server: what belongs to one does not exist at another."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access import passwords, tokens
from assistant.access.gate import Gate
from assistant.access.people import add_person, named
from assistant.access.rights import ALL, Grant, give_role, grant
from assistant.access.sessions import open_session
from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.authorities import read_authorities, side_by_side
from assistant.web.context import Context
from assistant.web.identity import now
from ingest.documents import Document, Metadata, Section
from ingest.errors import SettingsError
from ingest.identities import new_identity
from ingest.journal import OPERATOR
from ingest.library import open_library
from ingest.settings import Settings

PASSWORD = "Deichschau im Februar"
A, B = "http://deich.example", "http://hafen.example"


def open_authority(home: Path) -> FastAPI:
    """An authority with a document and anna, who may sign in."""
    settings = Settings(home=home)
    library = open_library(settings)
    document = Document(new_identity(), "reisen.md", "0" * 64, 1, Metadata(title=f"Regel von {home.name}"))
    library.store(library.prepare(document, [Section(f"Dienstreisen von {home.name} sind zu genehmigen.")]))
    library.catch_up()
    app = make_app(Context(settings, library, build_assistant(settings, library)))
    gate: Gate = app.state.gate
    with gate.journal.change(OPERATOR) as change:
        passwords.set_password(change, add_person(change, "anna", "Anna", now()), PASSWORD)
    return app


@pytest.fixture
def apps(tmp_path: Path) -> dict[str, FastAPI]:
    return {"deich.example": open_authority(tmp_path / "deich"), "hafen.example": open_authority(tmp_path / "hafen")}


@pytest.fixture
def client(apps: dict[str, FastAPI]) -> Iterator[TestClient]:
    with TestClient(side_by_side(apps)) as opened:
        yield opened
    for app in apps.values():
        app.state.context.library.engine.dispose()


def enter(client: TestClient, apps: dict[str, FastAPI], address: str) -> dict[str, str]:
    """The headers of anna, who may do everything with documents and drafts of that authority."""
    gate: Gate = apps[address.removeprefix("http://")].state.gate
    with gate.journal.change(OPERATOR) as change:
        anna = named(change.connection, "anna")
        grant(change, Grant(f"person:{anna.id}", "read", ALL))
        give_role(change, anna, "editor")
        give_role(change, anna, "evaluator")
        key = open_session(change, anna, now())
    return {"Cookie": f"aktenlotse={key}", "Origin": address, "Accept": "application/json"}


def test_an_id_of_one_authority_is_none_at_another(client: TestClient, apps: dict[str, FastAPI]) -> None:
    headers = {address: enter(client, apps, address) for address in (A, B)}
    own = headers[A]
    asked = client.post(f"{A}/api/chat", json={"question": "Wer genehmigt?", "keep": True}, headers=own).json()
    upload = client.post(f"{A}/api/documents", files={"file": ("a.md", "Text.")}, headers=own).json()
    client.post(f"{A}/api/feedback", json={"question": "Wer?", "answer": "-", "helpful": False}, headers=own)
    client.post(f"{A}/api/drafts", headers=own)
    draft, *_ = client.get(f"{A}/api/drafts", headers=own).json()["drafts"]
    [document] = client.get(f"{A}/api/documents", headers=own).json()["documents"]
    for path in (f"conversations/{asked['conversation']}", f"jobs/{upload['id']}", f"documents/{document['id']}/release"):
        assert [client.get(f"{each}/api/{path}", headers=headers[each]).status_code for each in (A, B)] == [200, 404]
    path, rejected = f"/api/drafts/{draft['id']}/state", {"state": "rejected"}
    assert [client.put(f"{each}{path}", json=rejected, headers=headers[each]).status_code for each in (B, A)] == [404, 200]


def test_a_session_of_one_authority_is_nothing_at_another(client: TestClient) -> None:
    body = {"name": "anna", "password": PASSWORD}
    cookie = client.post(f"{A}/api/session", json=body, headers={"Origin": A}).cookies["aktenlotse"]
    client.cookies.clear()
    shown = {"Cookie": f"aktenlotse={cookie}"}
    assert client.get(f"{A}/api/session", headers=shown).status_code == 200
    assert client.get(f"{B}/api/session", headers=shown).status_code == 401


def test_a_token_of_one_authority_is_nothing_at_another(client: TestClient, apps: dict[str, FastAPI]) -> None:
    gate: Gate = apps["deich.example"].state.gate
    with gate.journal.change(OPERATOR) as change:
        anna = named(change.connection, "anna")
        token = tokens.make_token(change, anna, "x", frozenset({"read"}), now(), now() + timedelta(days=1))
    shown = {"Authorization": f"Bearer {token}"}
    assert client.get(f"{A}/api/session", headers=shown).status_code == 200
    assert client.get(f"{B}/api/session", headers=shown).status_code == 401


@pytest.mark.parametrize("host", ["http://elsewhere.example", "http://deich.example.evil.example", "http://127.0.0.1"])
def test_a_name_that_is_not_known_gets_nothing(client: TestClient, host: str) -> None:
    assert client.get(f"{host}/healthz").status_code == 404
    assert client.get(f"{A}/healthz").status_code == 200


def test_the_homes_share_no_byte_of_content(client: TestClient, apps: dict[str, FastAPI]) -> None:
    for name, other in (("deich", b"Regel von hafen"), ("hafen", b"Regel von deich")):
        home: Path = apps[f"{name}.example"].state.context.library.home
        content = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
        assert f"Regel von {name}".encode() in content
        assert other not in content
    secrets = {apps[name].state.context.library.home.joinpath("secret.key").read_bytes() for name in apps}
    assert len(secrets) == 2


def test_the_table_of_authorities_names_their_homes(tmp_path: Path) -> None:
    (tmp_path / "deich").mkdir()
    (tmp_path / "deich/aktenlotse.toml").write_text('name = "Deichauskunft"')
    homes = {"Deich.example": Path("deich"), "hafen.example": tmp_path / "hafen"}
    found = read_authorities(Settings(home=tmp_path, authorities=homes))
    assert {name: each.home for name, each in found.items()} == {
        "deich.example": tmp_path / "deich",
        "hafen.example": tmp_path / "hafen",
    }
    assert found["deich.example"].name == "Deichauskunft"
    assert read_authorities(Settings(home=tmp_path)) == {}


def test_two_authorities_do_not_share_a_database(tmp_path: Path) -> None:
    homes = {"deich.example": Path("deich"), "hafen.example": Path("deich")}
    with pytest.raises(SettingsError, match="AUTHORITIES"):
        read_authorities(Settings(home=tmp_path, authorities=homes))
