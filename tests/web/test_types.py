"""The front end's types name exactly the fields that the server accepts and sends."""

import re
from typing import Any

import pytest

from tests.web.browsing import CHECKOUT
from tests.web.office import QUESTION, Office, events_of

TYPES = CHECKOUT / "assistant/web/frontend/src/types.ts"


def fields_of(interface: str) -> set[str]:
    """The names of the fields of an interface, those it extends included."""
    text = re.sub(r"/\*[\s\S]*?\*/|//.*", "", TYPES.read_text())
    found = re.search(rf"export interface {interface}(?: extends (\w+))? \{{\n(.*?)\n\}}", text, re.DOTALL)
    assert found, f"there is no interface {interface}"
    own = set(re.findall(r"^  (\w+)\??:", found[2], re.MULTILINE))
    return own | (fields_of(found[1]) if found[1] else set())


@pytest.mark.parametrize(
    ("interface", "schema", "not_needed"),
    [
        ("ChatRequest", "ChatRequest", {"documents"}),
        ("Feedback", "FeedbackRequest", set()),
        ("MemoRequest", "MemoRequest", set()),
    ],
)
def test_a_request_has_the_fields_of_its_schema(office: Office, interface: str, schema: str, not_needed: set[str]) -> None:
    schemas = office.client.get("/openapi.json").json()["components"]["schemas"]
    assert fields_of(interface) == schemas[schema]["properties"].keys() - not_needed


def test_a_turn_of_a_vermerk_has_the_fields_of_its_schema(office: Office) -> None:
    turn = office.client.get("/openapi.json").json()["components"]["schemas"]["MemoTurn"]["properties"].keys()
    written = re.search(r"turns: \{\n(.*?)\n  \}\[\];", TYPES.read_text(), re.DOTALL)
    assert written
    assert set(re.findall(r"^    (\w+):", written[1], re.MULTILINE)) == turn


def test_what_the_server_sends_has_the_fields_of_the_types(stocked: Office) -> None:
    events: dict[str, Any] = dict(events_of(stocked.client.post("/api/chat", json={"question": QUESTION}).text))
    answer = events["answer"]
    sent: dict[str, dict[str, Any]] = {
        "Answer": answer,
        "Sentence": answer["sentences"][0],
        "Citation": answer["citations"][0],
        "Hit": answer["hits"][0],
        "Passage": answer["hits"][0]["passage"],
        "Document": answer["hits"][0]["passage"]["document"],
        "Settings": stocked.client.get("/api/settings").json(),
        "Collection": stocked.client.get("/api/collections").json()["collections"][0],
    }
    assert {name: fields_of(name) ^ content.keys() for name, content in sent.items()} == dict.fromkeys(sent, set())
