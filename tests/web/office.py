"""The web application as tests use it: an editor uploads, the worker's part is done at once, people ask."""

import json
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from ingest.pipeline import process_jobs
from tests.shelf import Shelf

QUESTION = "Wie viel Cent bekomme ich je Kilometer mit dem privaten Kraftwagen?"
JSON = {"Accept": "application/json"}


@dataclass(frozen=True)
class Office:
    """A client, and the library behind it. Whoever asks sits at this machine and may do everything."""

    client: TestClient
    shelf: Shelf

    def token(self, *abilities: str) -> str:
        """A token of the person for a program that has only these abilities."""
        response = self.client.post("/api/me/tokens", json={"name": "Programm", "abilities": abilities})
        assert response.status_code == 201, response.text
        return str(response.json()["token"])

    @property
    def reader(self) -> dict[str, str]:
        """The headers of a program that may only read."""
        return {"Authorization": f"Bearer {self.token('read')}"}

    def upload(self, name: str, content: str | bytes, **fields: str) -> dict[str, Any]:
        """The ended job of a file that was uploaded."""
        response = self.client.post("/api/documents", files={"file": (name, content)}, data=fields)
        assert response.status_code == 202, response.text
        return self.take_in(response)

    def take_in(self, response: Response) -> dict[str, Any]:
        """The ended job that `response` has announced."""
        library = self.shelf.library
        with library.writing():
            for _ in process_jobs(library, self.shelf.sandbox):
                pass
        library.catch_up()
        job: dict[str, Any] = self.client.get(f"/api/jobs/{response.json()['id']}").json()
        return job

    def tidy(self) -> None:
        """What a running server clears away beside the questions."""
        app = self.client.app
        assert isinstance(app, FastAPI)
        app.state.tidying.look()

    def ask(self, question: str = QUESTION, **more: Any) -> dict[str, Any]:
        """The whole answer."""
        response = self.client.post("/api/chat", json={"question": question} | more, headers=JSON)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer


def at_this_machine(app: FastAPI) -> TestClient:
    """A client that the demonstration lets in."""
    return TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 50_000))


def events_of(body: str) -> list[tuple[str, Any]]:
    """Names and contents of server-sent events."""
    blocks = [block.split("\n") for block in body.strip().split("\n\n") if not block.startswith(":")]
    return [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in blocks]


def assert_explained(response: Response, status: int, code: str) -> None:
    """The error is ours, says so in a German sentence, and shows nothing of the program."""
    assert (response.status_code, response.json().keys()) == (status, {"error", "message"}), response.text
    assert response.json()["error"] == code
    message = response.json()["message"]
    assert message.endswith((".", "assistant token"))
    assert any(word in message.lower().split() for word in ("die", "ist", "es", "nichts", "unter")), message
    assert "Traceback" not in message
    assert "should" not in message
