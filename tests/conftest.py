"""What all tests share: settings of an empty home, a library in it, small models, and no network. Knows no test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from ingest.library import Library, open_library
from ingest.parsers.sandbox import Sandbox
from ingest.settings import Settings
from tests import tiny_models
from tests.offline import sitecustomize
from tests.postgresql import fresh_database
from tests.shelf import Shelf


def pytest_configure() -> None:
    """Neither the operator's settings nor the network reach a test, nor a process that a test starts."""
    for name in [name for name in os.environ if name.startswith("AKTENLOTSE_")]:
        del os.environ[name]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(sitecustomize.__file__).parent), str(Path(__file__).parents[1])])
    os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    hypothesis_settings.register_profile("same each time", derandomize=True, deadline=None, database=None)
    hypothesis_settings.load_profile("same each time")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an empty home folder; everything else by default."""
    return Settings(home=tmp_path / "home", database_url=fresh_database())


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    """An empty library with the embedder that ships."""
    opened = open_library(settings)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Reading processes with the usual limits; starting them takes a second, so all tests share them."""
    with Sandbox(60, 1024) as started:
        yield started


@pytest.fixture
def shelf(library: Library, sandbox: Sandbox, tmp_path: Path) -> Shelf:
    """An empty library with a way in."""
    return Shelf(library, sandbox, tmp_path)


@pytest.fixture(scope="session")
def causal_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny Llama with chat template."""
    return tiny_models.make_causal_model(tmp_path_factory.mktemp("llama"))


@pytest.fixture(scope="session")
def embedding_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny sentence-transformers model, without prompts."""
    return tiny_models.make_embedding_model(tmp_path_factory.mktemp("embedding"))
