"""Closing the connection stops the model; a busy server stays awake. On a real port, with a model that takes its time."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.assistant.running import wait_until
from tests.assistant.scripted import ScriptedModel
from tests.web.office import JSON, QUESTION, Office
from tests.web.serving_office import serving

PAUSE = 0.05


@pytest.fixture
def slow() -> ScriptedModel:
    return ScriptedModel(["Wort "] * 400, pause=PAUSE)


@pytest.fixture
def address(stocked: Office, slow: ScriptedModel) -> Iterator[str]:
    with serving(stocked.shelf, slow) as address:
        yield address


def outcomes(address: str) -> str:
    return httpx2.get(f"{address}/metrics", trust_env=False).text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/chat", {"question": QUESTION}),
        ("/v1/chat/completions", {"messages": [{"role": "user", "content": QUESTION}], "stream": True}),
    ],
)
def test_closing_a_stream_stops_the_model_within_a_token(
    address: str, slow: ScriptedModel, path: str, body: dict[str, Any]
) -> None:
    with httpx2.stream("POST", f"{address}{path}", json=body, trust_env=False) as response:
        said = next(line for line in response.iter_lines() if "Wort" in line)
    assert said
    heard = slow.said
    wait_until(lambda: slow.closed, 5)
    assert slow.said <= heard + 2
    wait_until(lambda: 'outcome="stopped"} 1.0' in outcomes(address), 5)


def test_giving_up_on_a_whole_answer_stops_the_model_too(address: str, slow: ScriptedModel) -> None:
    with pytest.raises(httpx2.ReadTimeout):
        httpx2.post(f"{address}/api/chat", json={"question": QUESTION}, headers=JSON, timeout=0.5, trust_env=False)
    wait_until(lambda: slow.closed, 5)
    assert slow.said < 100


def test_a_server_with_many_open_questions_still_says_that_it_is_alive(address: str, slow: ScriptedModel) -> None:
    def ask() -> None:
        with httpx2.stream("POST", f"{address}/api/chat", json={"question": QUESTION}, trust_env=False) as response:
            next(response.iter_lines())
            done.wait(20)

    done = threading.Event()
    people = [threading.Thread(target=ask) for _ in range(45)]
    for person in people:
        person.start()
    try:
        wait_until(lambda: len(slow.tasks) >= 2, 15)
        assert httpx2.get(f"{address}/healthz", timeout=2, trust_env=False).json() == {"status": "alive"}
    finally:
        done.set()
        for person in people:
            person.join(20)


def test_questions_and_health_are_answered_while_a_file_is_read(stocked: Office) -> None:
    with serving(stocked.shelf, ScriptedModel(["30 Cent [1]."])) as address:
        long = "# Lang\n\n" + "Dienstreisen sind vor ihrem Antritt zu genehmigen. " * 6000
        reading = threading.Thread(target=stocked.upload, args=("lang.md", long))
        reading.start()
        answered = 0
        while reading.is_alive():
            assert httpx2.get(f"{address}/healthz", timeout=5, trust_env=False).is_success
            assert httpx2.post(
                f"{address}/api/chat", json={"question": QUESTION}, headers=JSON, timeout=10, trust_env=False
            ).is_success
            answered += 1
        reading.join()
    assert answered > 0
