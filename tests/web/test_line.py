"""A slow model is a queue: each sees where they stand, nobody is kept out by a single person, too many are sent away."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import httpx2
import pytest

from assistant.web.line import Line, LineFull
from tests.assistant.running import wait_until
from tests.assistant.scripted import ScriptedModel
from tests.web.office import JSON, QUESTION, Office
from tests.web.serving_office import serving


def positions_of(arrivals: str, at_once: int = 1, most: int = 100) -> str:
    """In which order those are called who arrive in this order; a letter is a question of that person."""

    async def run() -> str:
        line, called = Line(at_once, most), ""
        with ExitStack() as leaving:
            places = [(key, leaving.enter_context(line.place(key))) for key in arrivals]
            assert line.waiting == max(0, len(arrivals) - at_once)
            order = sorted(places, key=lambda each: line.position(each[1]))
            called = "".join(key for key, _ in order)
        assert (line.answered, line.waiting) == (0, 0)
        return called

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("arrivals", "called"),
    [("abc", "abc"), ("aaaab", "abaaa"), ("aaabbbc", "abcabab"), ("aabbb", "ababb")],
)
def test_who_asks_much_waits_behind_who_asks_little(arrivals: str, called: str) -> None:
    assert positions_of(arrivals) == called


def test_two_people_who_ask_again_and_again_do_not_keep_out_a_third() -> None:
    async def run() -> str:
        line, called = Line(1, 10), ""
        with line.place("c"), line.place("c") as patient:
            eager = [(key, line.place(key)) for key in "ab"]
            for _, each in eager:
                each.__enter__()
            while line.position(patient) > 1:
                key, each = eager.pop(0)
                called += key
                each.__exit__(None, None, None)
                eager.append((key, line.place(key)))
                eager[-1][1].__enter__()
            for _, each in eager:
                each.__exit__(None, None, None)
        return called

    assert len(asyncio.run(run())) <= 2


@pytest.mark.parametrize(("arrivals", "most"), [("abcd", 2), ("aaa", 2), ("ab", 0)])
def test_a_full_line_sends_away_and_says_for_how_long(arrivals: str, most: int) -> None:
    with pytest.raises(LineFull) as refused:
        positions_of(arrivals, most=most)
    assert int(str(refused.value.details["seconds"])) >= 1


def test_a_single_person_leaves_places_to_others() -> None:
    async def run() -> None:
        line = Line(1, 4)
        with ExitStack() as leaving:
            for _ in range(3):
                leaving.enter_context(line.place("eager"))
            with pytest.raises(LineFull):
                leaving.enter_context(line.place("eager"))
            for key in ("one", "two"):
                leaving.enter_context(line.place(key))

    asyncio.run(run())


def test_a_place_tells_its_position_until_it_is_called() -> None:
    async def run() -> list[int]:
        line, seen = Line(1, 10), list[int]()
        with line.place("c") as last:
            pass
        leaving = [line.place(key) for key in "ab"]
        for each in leaving:
            each.__enter__()
        with line.place("c") as last:
            async for position in last.positions(5):
                seen.append(position)
                leaving.pop(0).__exit__(None, None, None)
        return seen

    assert asyncio.run(run()) == [2, 1]


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel(["Wort "] * 60, pause=0.05)


@pytest.fixture
def address(stocked: Office, model: ScriptedModel) -> Iterator[str]:
    with serving(stocked.shelf, model, questions_at_once=1, questions_waiting=2) as address:
        yield address


def test_an_asker_sees_the_position_and_then_the_answer(address: str, model: ScriptedModel) -> None:
    first = threading.Thread(target=lambda: list(ask(address)))
    first.start()
    wait_until(lambda: len(model.tasks) == 1, 10)
    events = list(ask(address))
    first.join(20)
    assert events[0] == ("waiting", {"position": 1})
    assert [name for name, _ in events[1:3]] == ["passages", "text"]
    assert events[-1][0] == "answer"


def test_too_many_questions_are_refused_with_a_time_to_come_back(address: str, model: ScriptedModel) -> None:
    with ExitStack() as leaving:
        stream = httpx2.stream("POST", f"{address}/api/chat", json={"question": QUESTION}, trust_env=False)
        leaving.enter_context(stream)
        wait_until(lambda: len(model.tasks) == 1, 10)
        other = httpx2.stream("POST", f"{address}/api/chat", json={"question": QUESTION}, trust_env=False)
        waiting = leaving.enter_context(other).iter_lines()
        assert next(waiting) == "event: waiting"
        refused = httpx2.post(f"{address}/api/chat", json={"question": QUESTION}, headers=JSON, trust_env=False)
        foreign = httpx2.post(f"{address}/v1/chat/completions", json=MESSAGES, trust_env=False)
    assert (refused.status_code, refused.json()["error"]) == (503, "line_full")
    assert int(refused.headers["retry-after"]) >= 1
    assert (foreign.status_code, foreign.json()["error"]["code"]) == (503, "line_full")


def test_who_goes_away_leaves_the_line(address: str, model: ScriptedModel) -> None:
    with httpx2.stream("POST", f"{address}/api/chat", json={"question": QUESTION}, trust_env=False) as stream:
        lines = stream.iter_lines()
        assert next(line for line in lines if "Wort" in line)
        with pytest.raises(httpx2.ReadTimeout):
            httpx2.post(f"{address}/api/chat", json={"question": QUESTION}, headers=JSON, timeout=0.3, trust_env=False)
        wait_until(lambda: "aktenlotse_questions_waiting 0.0" in metrics(address), 5)
        assert len(model.tasks) == 1


def test_an_answer_that_takes_too_long_is_cut_off_with_a_sentence(stocked: Office, model: ScriptedModel) -> None:
    with serving(stocked.shelf, model, question_seconds=0.3) as address:
        events = list(ask(address))
    assert events[-1][0] == "error"
    assert events[-1][1]["error"] == "question_too_long"
    assert model.said < 60


def metrics(address: str) -> str:
    """What Prometheus would read."""
    return httpx2.get(f"{address}/metrics", trust_env=False).text


MESSAGES = {"messages": [{"role": "user", "content": QUESTION}]}


def ask(address: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Names and contents of the events of a question."""
    with httpx2.stream("POST", f"{address}/api/chat", json={"question": QUESTION}, timeout=30, trust_env=False) as response:
        name = ""
        for line in response.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield name, json.loads(line.removeprefix("data: "))
