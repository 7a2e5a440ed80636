"""Another embedder: refused until the library is embedded anew, which no question notices."""

import fcntl
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import upkeep
from ingest.documents import EVERYTHING
from ingest.embedding import load_embedder
from ingest.errors import Busy, EmbedderMismatch
from ingest.german import find_terms
from ingest.library import Library, open_library
from ingest.settings import Settings
from tests.commands import run
from tests.shelf import Shelf


def rule(number: int, word: str = "gilt") -> str:
    return f"# Regel {number}\n\nDie Regel {number} {word} für alle Beschäftigten. Sie ist zu beachten.\n"


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    shelf.add_all({f"{number}.md": rule(number) for number in range(40)})
    return shelf


@pytest.fixture
def other(settings: Settings, embedding_model: Path) -> Settings:
    return settings.model_copy(update={"embedder": str(embedding_model)})


def embed_anew(shelf: Shelf, settings: Settings, progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    embedder = load_embedder(settings)
    return upkeep.reindex(shelf.library.engine, settings.home, embedder, settings.passage_words, progress)


def test_another_embedder_is_refused_with_the_command_that_embeds_anew(filled: Shelf, other: Settings) -> None:
    with pytest.raises(EmbedderMismatch, match="python -m ingest reindex") as raised:
        open_library(other)
    assert filled.library.embedder.name in str(raised.value)
    assert other.embedder in str(raised.value)
    assert "gilt" in filled.texts("Regel 7")


class Asker(threading.Thread):
    """Asks a library without pause and notes how many passages each search found; the least counts."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._stopping = threading.Event()
        self.least = 1000
        self.questions = 0

    def run(self) -> None:
        terms = dict.fromkeys(find_terms("Beschäftigten"), 1.0)
        while not self._stopping.is_set():
            library = self._library
            for hits in (
                library.search_words("words", terms, EVERYTHING, 20),
                library.search_vectors("Welche Regel?", EVERYTHING, 20),
            ):
                found = library.passages([identity for identity, _ in hits], EVERYTHING)
                self.least = min(self.least, len(found))
            self.questions += 1

    def stop(self) -> None:
        self._stopping.set()
        self.join()


def test_questions_are_answered_all_the_while_and_then_by_the_new_embedder(filled: Shelf, other: Settings) -> None:
    asker = Asker(filled.library)
    asker.start()
    assert embed_anew(filled, other) == 40
    filled.library.catch_up()
    asker.stop()
    assert asker.questions > 1
    assert asker.least == 20
    assert filled.library.embedder.name == other.embedder
    assert "Regel 7" in filled.texts("Regel 7")
    assert upkeep.verify(filled.library) == []
    assert upkeep.verify(open_library(other)) == []


def test_a_server_that_has_not_noticed_the_switch_goes_on_with_the_former_passages(filled: Shelf, other: Settings) -> None:
    former = filled.library.embedder.name
    embed_anew(filled, other)
    assert filled.library.embedder.name == former
    assert "Regel 7" in filled.texts("Regel 7")


def test_documents_that_change_meanwhile_are_in_the_new_library_as_they_are_now(filled: Shelf, other: Settings) -> None:
    changed = threading.Event()

    def change_once(done: int, _total: int) -> None:
        if done == 20 and not changed.is_set():
            changed.set()
            filled.add("3.md", rule(3, "galt"))
            filled.add("neu.md", rule(99))
            filled.library.remove(filled.library.passages([1], EVERYTHING)[1].document.id)

    assert embed_anew(filled, other, change_once) == 40
    filled.library.catch_up()
    texts = filled.texts("Die Regel 3 galt") + filled.texts("Regel 99")
    assert "Die Regel 3 galt" in texts
    assert "Die Regel 3 gilt" not in texts
    assert "Die Regel 99 gilt" in texts
    upkeep.remove_orphans(filled.library)
    assert upkeep.verify(filled.library) == []


def test_a_file_that_was_prepared_for_the_former_embedder_is_prepared_again(filled: Shelf, other: Settings) -> None:
    embed_anew(filled, other)
    job = filled.add("spaet.md", rule(77))
    assert job.status == "ready"
    assert "Die Regel 77 gilt" in filled.texts("Regel 77")
    assert upkeep.verify(filled.library) == []


def test_what_the_former_embedder_left_behind_is_removed(filled: Shelf, other: Settings) -> None:
    embed_anew(filled, other)
    filled.library.catch_up()
    upkeep.remove_orphans(filled.library)
    assert [folder.name for folder in (filled.library.home / "derived").iterdir()] == ["generation-2"]
    assert upkeep.verify(filled.library) == []


def test_the_command_embeds_anew_and_says_with_what(filled: Shelf, settings: Settings) -> None:
    ended = run(settings.home, "ingest", "reindex")
    assert ended.returncode == 0
    assert f"40 documents embedded with {filled.library.embedder.name}" in ended.stderr
    filled.library.catch_up()
    assert upkeep.verify(filled.library) == []


def test_two_processes_do_not_embed_anew_at_once(filled: Shelf, other: Settings) -> None:
    with (other.home / "reindex.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Busy):
            embed_anew(filled, other)
