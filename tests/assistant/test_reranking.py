"""The cross-encoder reads the best passages once more; the ranking stays whole, whatever time it has."""

from pathlib import Path

import pytest

from assistant.reranking import Reranker
from ingest.documents import Hit
from ingest.errors import SettingsError
from ingest.settings import Settings
from tests import tiny_models
from tests.assistant.making import make_hit

QUESTION = "Wie viel Urlaub habe ich?"
TEXTS = [
    "Dienstreisen sind zu genehmigen.",
    "Der Erholungsurlaub beträgt dreißig Arbeitstage im Kalenderjahr.",
    "Passwörter dürfen nicht weitergegeben werden.",
    "Der Dienstwagen ist zu tanken.",
    "Die Kantine öffnet um elf Uhr.",
    "Schlüssel gibt die Pforte aus.",
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.make_reranker(tmp_path_factory.mktemp("reranker"))


@pytest.fixture
def hits() -> list[Hit]:
    return [make_hit(text, score=1 - rank / 10) for rank, text in enumerate(TEXTS)]


def test_the_order_is_that_of_the_cross_encoder(settings: Settings, model: Path, hits: list[Hit]) -> None:
    reranker = Reranker(settings.model_copy(update={"reranker": str(model), "reranker_milliseconds": 60_000}))
    again = reranker.rerank(QUESTION, hits)
    own = [hit.scores["reranker"] for hit in again]
    assert own == sorted(own, reverse=True)
    assert sorted(hit.passage.text for hit in again) == sorted(TEXTS)
    assert [hit.score for hit in again] == [hit.score for hit in hits]


def test_what_is_not_read_in_time_keeps_its_place(settings: Settings, model: Path, hits: list[Hit]) -> None:
    reranker = Reranker(settings.model_copy(update={"reranker": str(model), "reranker_milliseconds": 0}))
    again = reranker.rerank(QUESTION, hits)
    assert {hit.passage.text for hit in again[:4]} == set(TEXTS[:4])
    assert again[4:] == hits[4:]


def test_nothing_found_is_nothing_to_read(settings: Settings, model: Path) -> None:
    assert Reranker(settings.model_copy(update={"reranker": str(model)})).rerank(QUESTION, []) == []


def test_a_model_that_is_not_there_is_named(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="AKTENLOTSE_RERANKER"):
        Reranker(settings.model_copy(update={"reranker": str(tmp_path / "nowhere")}))
