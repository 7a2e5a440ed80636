"""What the documentation says is what there is: the map, the settings, the commands."""

import re
import tomllib
from pathlib import Path

import pytest
import typer

import assistant.__main__
import ingest.__main__
from ingest.errors import AktenlotseError
from ingest.settings import Settings

CHECKOUT = Path(__file__).parents[1]
README = CHECKOUT / "README.md"


@pytest.fixture(scope="module")
def readme() -> str:
    if not README.exists():
        pytest.skip("there is no README.md")
    return README.read_text()


def drawn_paths(text: str) -> list[str]:
    """The paths of the first drawn map: two spaces a level, folders end with a slash, what follows two spaces is a comment."""
    block = next(
        (block for block in re.findall(r"```(?:text)?\n(.*?)```", text, re.DOTALL) if re.search(r"^ingest/", block, re.MULTILINE)),
        "",
    )
    paths: list[str] = []
    above: list[str] = []
    for line in block.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        names = re.split(r"\s{2,}", line.strip())[0].split()
        above = above[:depth]
        paths += ["".join([*above, name]) for name in names]
        above += names[:1]
    return paths


def test_everything_on_the_map_exists(readme: str) -> None:
    drawn = drawn_paths(readme)
    assert len(drawn) > 20
    assert [path for path in drawn if not (CHECKOUT / path).exists()] == []


@pytest.mark.parametrize("package", ["ingest", "assistant", "eval"])
def test_every_file_of_a_package_is_on_the_map(readme: str, package: str) -> None:
    drawn = {path.rstrip("/") for path in drawn_paths(readme)}
    present = {f"{package}/{path.name}" for path in (CHECKOUT / package).glob("*.py") if not path.name.startswith("__init__")}
    assert sorted(present - drawn) == []


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_table(readme: str, name: str) -> None:
    assert re.search(rf"^\|[^|]*`AKTENLOTSE_{name.upper()}`", readme, re.MULTILINE)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_is_for(name: str) -> None:
    assert Settings.model_fields[name].description


def commands(app: typer.Typer) -> list[str]:
    return [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]


COMMANDS = [
    *(("ingest", name) for name in commands(ingest.__main__.app)),
    *(("assistant", name) for name in commands(assistant.__main__.app)),
]


@pytest.mark.parametrize(("package", "command"), COMMANDS)
def test_every_command_is_documented(readme: str, package: str, command: str) -> None:
    assert re.search(rf"python -m {package}\b.*\b{command}\b", readme)


def kinds(kind: type[AktenlotseError]) -> list[type[AktenlotseError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in kinds(child))]


@pytest.mark.parametrize("kind", kinds(AktenlotseError), ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence_and_those_of_the_library_stand_in_the_tree(kind: type[AktenlotseError]) -> None:
    with (CHECKOUT / "prompts" / "messages.toml").open("rb") as file:
        assert kind.code in tomllib.load(file)
    if kind.__module__ == "ingest.errors":
        assert kind.__name__ in (__import__("ingest.errors").errors.__doc__ or "")
