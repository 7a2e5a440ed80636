"""German words of the pages that the server fills in; they stand in `prompts/page.toml`."""

import tomllib
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parents[2] / "prompts" / "page.toml"


@cache
def page_words() -> dict[str, str]:
    """Word by name."""
    with _WORDS.open("rb") as file:
        return {name: str(text) for name, text in tomllib.load(file).items()}
