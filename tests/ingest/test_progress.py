"""A long command says how far it is and how long it will take, also where nobody looks at a terminal."""

import io
from itertools import count

import pytest
from rich.console import Console

from ingest.progress import in_words, remaining, reported


def lines(terminal: bool, steps: int) -> str:
    """What is shown of 2,000 files, of which one ends each second."""
    screen, seconds = io.StringIO(), count()
    console = Console(file=screen, force_terminal=terminal, width=120)
    with reported(console, "Reading", lambda: float(next(seconds))) as tell:
        for done in range(1, steps + 1):
            tell(done, 2000)
    return screen.getvalue()


def test_a_log_gets_a_line_now_and_then_with_an_estimate() -> None:
    shown = lines(False, 120).splitlines()
    assert shown[:2] == ["Reading: 15 of 2000", "Reading: 30 of 2000, about 33 min left"]
    assert len(shown) == 8


def test_a_short_command_says_nothing_in_a_log() -> None:
    assert lines(False, 10) == ""


def test_a_terminal_gets_a_bar() -> None:
    assert "120/2000" in lines(True, 120)


@pytest.mark.parametrize(
    ("done", "seconds", "left"), [(0, 60.0, None), (500, 1.0, None), (2, 15.0, None), (500, 100.0, 300.0), (2000, 400.0, 0.0)]
)
def test_the_rest_takes_as_long_as_so_far(done: int, seconds: float, left: float | None) -> None:
    assert remaining(done, 2000, seconds) == left


def test_large_files_count_for_more_than_small_ones() -> None:
    assert remaining(1000, 2000, 100.0, share=0.1) == 900.0
    assert remaining(1000, 2000, 100.0, share=1.0) == 0.0


@pytest.mark.parametrize(("seconds", "words"), [(3.0, "10 s"), (47.0, "50 s"), (600.0, "10 min"), (12_000.0, "3 h 20 min")])
def test_a_period_is_said_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
