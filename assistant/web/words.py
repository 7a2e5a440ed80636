"""German words that the server fills in; they stand in `prompts/*.toml`."""

import tomllib
from functools import cache
from pathlib import Path

_PROMPTS = Path(__file__).parents[2] / "prompts"


def page_words() -> dict[str, str]:
    """Words of the pages, by name."""
    return _words("page.toml")


def start_words() -> dict[str, str]:
    """Why the server does not start, by the kind of the fault."""
    return _words("starting.toml")


@cache
def _words(name: str) -> dict[str, str]:
    with (_PROMPTS / name).open("rb") as file:
        return {key: str(text) for key, text in tomllib.load(file).items()}
