"""No sequence of grants, refusals, uploads, moves, releases and removals lets anybody get over HTTP what they may not know of.

The steps are those of the test of the search. `LEAK_STEPS` says how many are taken, 20,000 before a release.
"""

import os
from contextlib import ExitStack
from typing import ClassVar

import pytest
from fastapi.testclient import TestClient
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import initialize, invariant, run_state_machine_as_test

from assistant.access import sessions
from assistant.access.people import Person
from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from assistant.web.identity import now
from ingest.settings import Settings
from tests.access import test_no_leak as searching
from tests.web.offices import OURS

STEPS = int(os.environ.get("LEAK_STEPS", "60"))
STEPS_OF_ONE_RUN = max(30, STEPS // 200)


class OfficeOverHttp(searching.Office):
    """The same office with a server before it; counts how often everybody asked."""

    asked: ClassVar[int] = 0

    @initialize()
    def open(self) -> None:
        super().open()
        quick = Settings(home=self.home, questions_per_minute=1_000_000, floor=0.0)
        self.leaving = ExitStack()
        app = make_app(Context(quick, self.library, build_assistant(quick, self.library)))
        self.client = self.leaving.enter_context(TestClient(app))
        self.cookies = {name: self.cookie(person) for name, person in self.people.items()}

    def teardown(self) -> None:
        if hasattr(self, "leaving"):
            self.leaving.close()
        super().teardown()

    def cookie(self, person: Person) -> dict[str, str]:
        with self.journal.change(person.id) as change:
            key = sessions.open_session(change, person, now())
        return OURS | {"Cookie": f"aktenlotse={key}", "Accept": "application/json"}

    def may_know_of(self, person: Person, known: searching.Known) -> bool:
        edited = (known.document.metadata.collection, "*")
        edits = any(
            ability == "edit" and collection in edited and holder in person.holders for holder, ability, collection in self.grants
        )
        refused = any(holder in person.holders and not allowed for holder, allowed in known.rules.items())
        return self.may_read(person, known) or (edits and not refused)

    @invariant()
    def everybody_gets_exactly_what_they_may_know_of(self) -> None:
        if not hasattr(self, "cookies"):
            return
        OfficeOverHttp.asked += 1
        for name, person in self.people.items():
            seen = {identity for identity, known in self.known.items() if self.may_know_of(person, known)}
            assert self.listed(name) == seen
            assert self.counted(name) == len(seen)
            hidden = [identity for identity, known in self.known.items() if not self.may_read(person, known)]
            said = self.answered(name)
            assert not [identity for identity in hidden if identity in said]
            for identity in self.known:
                status = self.client.get(f"/api/documents/{identity}/text", headers=self.cookies[name]).status_code
                assert status == (200 if identity in seen else 404)

    def listed(self, name: str) -> set[str]:
        found = self.client.get("/api/documents?limit=500", headers=self.cookies[name]).json()["documents"]
        return {document["id"] for document in found}

    def counted(self, name: str) -> int:
        found = self.client.get("/api/collections", headers=self.cookies[name]).json()["collections"]
        return sum(collection["documents"] for collection in found)

    def answered(self, name: str) -> str:
        """What a question brings, whole and in the OpenAI protocol."""
        body = {"messages": [{"role": "user", "content": searching.QUESTION}]}
        headers = self.cookies[name]
        whole = self.client.post("/api/chat", json={"question": searching.QUESTION}, headers=headers)
        foreign = self.client.post("/v1/chat/completions", json=body, headers=headers)
        assert (whole.status_code, foreign.status_code) == (200, 200)
        return whole.text + foreign.text


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_nobody_ever_gets_what_they_may_not_know_of() -> None:
    runs = -(-STEPS // STEPS_OF_ONE_RUN)
    limits = hypothesis_settings(max_examples=runs, stateful_step_count=STEPS_OF_ONE_RUN, deadline=None, database=None)
    run_state_machine_as_test(OfficeOverHttp, settings=limits)
    assert OfficeOverHttp.asked >= STEPS // 2
