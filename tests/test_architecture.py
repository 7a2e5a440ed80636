"""The rules of the code that no other tool holds."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
PRODUCT = ("ingest", "assistant", "eval")
LONGEST_FILE = 260
HEAVY = ("torch", "transformers", "sentence_transformers", "langchain", "langchain_core", "openai")

HOMES = {
    "faiss": {"ingest/vectors.py"},
    "tantivy": {"ingest/words.py"},
    "sentence_transformers": {"ingest/embedding.py", "assistant/reranking.py"},
    "transformers": {"assistant/local_model.py"},
    "torch": {"ingest/embedding.py", "assistant/local_model.py"},
    "pebble": {"ingest/parsers/sandbox.py"},
    "Stemmer": {"ingest/german.py"},
    "alembic": {"ingest/tables.py", "ingest/migrations/env.py"},
    "langchain_openai": {"assistant/server_model.py"},
    "langchain_huggingface": {"assistant/local_model.py"},
    "argon2": {"assistant/access/passwords.py"},
    "cryptography": {"ingest/secret.py"},
    "authlib": {"assistant/access/oidc.py"},
    "joserfc": {"assistant/access/oidc.py"},
}
"""Big libraries, and the files that may import them."""


def sources(*folders: str) -> list[Path]:
    skipped = {"node_modules", "versions", ".cache", ".runs"}
    found = (path for folder in folders for path in sorted((CHECKOUT / folder).rglob("*.py")))
    return [path for path in found if skipped.isdisjoint(path.relative_to(CHECKOUT).parts) and path.read_text().strip()]


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(CHECKOUT)) for path in paths]


EVERY = named(sources(*PRODUCT, "tests", "training", "benchmarks", "samples"))
OWN = named(sources(*PRODUCT))


def tree(path: str) -> ast.Module:
    return ast.parse((CHECKOUT / path).read_text())


def imported(path: str) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", EVERY)
def test_a_file_opens_with_what_it_is_for(path: str) -> None:
    docstring = ast.get_docstring(tree(path))
    assert docstring
    assert docstring.split("\n")[0].endswith((".", ":", "?", "…"))


@pytest.mark.parametrize("path", EVERY)
def test_a_file_is_short_enough_to_be_read_at_once(path: str) -> None:
    assert len((CHECKOUT / path).read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_a_big_library_has_few_homes(library: str, homes: set[str]) -> None:
    users = {path for path in OWN if any(name.split(".")[0] == library for name in imported(path))}
    assert users <= homes


@pytest.mark.parametrize("path", EVERY)
def test_nothing_is_mocked(path: str) -> None:
    assert not [name for name in imported(path) if name.startswith(("unittest.mock", "mock", "pytest_mock"))]
    text = (CHECKOUT / path).read_text()
    assert not re.search(r"monkeypatch\.(setattr|setitem)|@patch|mocker", text) or path == "tests/test_architecture.py"


@pytest.mark.parametrize("path", [path for path in OWN if path != "ingest/settings.py"])
def test_only_the_settings_read_the_environment(path: str) -> None:
    read = {"environ", "environb", "getenv", "putenv"}
    assert not [node for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute) and node.attr in read]
    assert not [name for name in imported(path) if name.rpartition(".")[2] in read]


@pytest.mark.parametrize("path", OWN)
def test_no_error_is_caught_unseen(path: str) -> None:
    caught = [node.type for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler)]
    names = {name.id for kind in caught if kind for name in ast.walk(kind) if isinstance(name, ast.Name)}
    assert None not in caught
    assert not names & {"Exception", "BaseException"}


@pytest.mark.parametrize("path", [path for path in OWN if path != "ingest/german.py"])
def test_german_letters_stand_in_one_file(path: str) -> None:
    assert not re.findall("[\u00e4\u00f6\u00fc\u00c4\u00d6\u00dc\u00df]", (CHECKOUT / path).read_text())


@pytest.mark.parametrize("path", OWN)
def test_names_say_what_a_thing_is(path: str) -> None:
    vague = re.compile(r"(?i)(manager|helper|util|handler|service|chunk|node)")
    defined = [node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    assert not [name for name in (*defined, Path(path).stem) if vague.search(name)]


def test_functions_are_short() -> None:
    functions = [node for path in OWN for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert statistics.median((node.end_lineno or 0) - node.lineno + 1 for node in functions) <= 8


def test_pinned_versions_name_no_registry() -> None:
    constraints = CHECKOUT / "constraints.txt"
    if not constraints.exists():
        pytest.skip("there is no constraints.txt")
    assert not [line for line in constraints.read_text().splitlines() if re.search(r"https?:|--|@", line)]
    assert re.search(r"^torch==", constraints.read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    "module", ["ingest.library", "ingest.pipeline", "ingest.__main__", "assistant.assembly", "assistant.__main__"]
)
def test_importing_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import {module}") == []


def test_the_quoting_assistant_needs_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from assistant.assembly import build_assistant; from assistant.conversation import Question;"
        "from ingest.settings import Settings;"
        f"list(build_assistant(Settings(home=Path({str(tmp_path)!r}))).answer(Question('Wie viel Urlaub habe ich?')))"
    )
    assert loaded_by(program) == []


def loaded_by(program: str) -> list[str]:
    """The heavy libraries that are loaded after `program`."""
    shown = f"{program}\nimport sys\nprint(*sorted(set(sys.modules) & set({HEAVY!r})))"
    ended = subprocess.run([sys.executable, "-c", shown], cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.split()


@pytest.mark.parametrize("path", OWN)
def test_no_connection_is_opened_by_the_event_loop(path: str) -> None:
    """The server's loop (uvloop) connects where the audit hooks do not see it that prove what is connected to."""
    used = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    named = {name.split(".")[-1] for name in imported(path)}
    opened = {"AsyncClient", "AsyncOpenAI", "AsyncHTTPTransport", "open_connection", "open_unix_connection", "connect_tcp"}
    assert (used | named).isdisjoint(opened)
