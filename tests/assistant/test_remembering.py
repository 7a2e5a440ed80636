"""What is remembered of a search agrees with a search that remembers nothing, whatever happens to the library in between."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from assistant.remembering import Memory
from assistant.retrieval import Lists, Retriever, Sought, fuse
from assistant.widening import Thesaurus
from ingest.documents import Document, Hit, Metadata, Readable, Scope, Section
from ingest.identities import new_identity
from ingest.library import Library

THINGS = (
    "Parkplatz",
    "Dienstreise",
    "Homeoffice",
    "Urlaub",
    "Schlüssel",
    "Drucker",
    "Fahrrad",
    "Kantine",
    "Fortbildung",
    "Zeugnis",
)
DETAILS = ("Antrag", "Frist", "Gebühr", "Leitung", "Nachweis", "Vertretung", "Ausnahme", "Formular")
QUESTIONS = ("Welche Gebühr gilt für den Parkplatz?", "Welche Frist hat der Antrag auf Urlaub?", "Wer genehmigt die Dienstreise?")
LIMIT = 8
SCOPE = Scope(day=date(2026, 1, 1))


class Watched(Retriever):
    """A retriever that notes which documents it searched in; None for all."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, Thesaurus())
        self.searched: list[frozenset[str] | None] = []

    def search(self, sought: Sought, scope: Scope) -> Lists:
        self.searched.append(scope.documents)
        return super().search(sought, scope)


@pytest.fixture
def dice() -> random.Random:
    return random.Random(7)


@pytest.fixture
def documents(library: Library, dice: random.Random) -> Iterator[list[Document]]:
    """So many passages that a few more or less hardly change how rare a word is."""
    made = [document(number) for number in range(155)]
    library.store(*(library.prepare(each, [section(dice) for _ in range(8)]) for each in made))
    library.catch_up()
    yield made


@pytest.fixture
def retriever(library: Library, documents: list[Document]) -> Watched:
    return Watched(library)


@pytest.fixture
def memory(retriever: Watched) -> Memory:
    return Memory(retriever)


def document(number: int) -> Document:
    name = f"{number}.md"
    return Document(new_identity(), name, "0" * 64, 1, Metadata().titled(name))


def section(dice: random.Random, text: str = "") -> Section:
    told = (f"Für {dice.choice(THINGS)} {number} gilt: {dice.choice(DETAILS)} und {dice.choice(DETAILS)}." for number in range(12))
    return Section(text or " ".join(told))


def put(library: Library, about: Document, content: Section) -> None:
    library.store(library.prepare(about, [content]))
    library.catch_up()


def shown(hits: list[Hit]) -> dict[int, float]:
    return {hit.passage.id: hit.score for hit in hits}


def test_a_question_is_searched_for_in_what_changed_since(library: Library, retriever: Watched, memory: Memory) -> None:
    memory.find_passages(QUESTIONS[0], SCOPE, LIMIT)
    memory.find_passages(QUESTIONS[0], SCOPE, LIMIT)
    new = document(1000)
    put(library, new, Section("Für den Parkplatz gilt eine Gebühr: Welche Gebühr gilt, sagt der Aushang am Parkplatz."))
    best, *_ = memory.find_passages(QUESTIONS[0], SCOPE, LIMIT)
    assert best.passage.document == new
    assert retriever.searched == [None, {new.id}]
    assert shown(memory.find_passages(QUESTIONS[0], SCOPE, LIMIT))[best.passage.id] == best.score
    assert retriever.searched == [None, {new.id}]


def test_a_passage_that_comes_later_scores_as_it_would_have_before(library: Library, retriever: Watched, memory: Memory) -> None:
    memory.find_passages(QUESTIONS[0], SCOPE, LIMIT)
    put(library, document(1000), Section("Der Parkplatz kostet eine Gebühr."))
    remembered, anew = (shown(each.find_passages(QUESTIONS[0], SCOPE, LIMIT)) for each in (memory, retriever))
    assert list(remembered) == list(anew)
    assert all(remembered[each] == pytest.approx(anew[each], rel=0.02) for each in anew)


def test_what_cannot_come_among_the_best_is_not_searched_for(library: Library, retriever: Watched, memory: Memory) -> None:
    before = memory.find_passages(QUESTIONS[0], SCOPE, LIMIT)
    put(library, document(1000), Section("Der Drucker steht im zweiten Stock."))
    assert memory.find_passages(QUESTIONS[0], SCOPE, LIMIT) == before
    assert retriever.searched == [None]


def test_no_passage_gets_more_than_is_said_to_be_within_reach(
    library: Library, retriever: Watched, documents: list[Document], dice: random.Random
) -> None:
    """Also while words of removed passages are counted: then some stand in more passages than there are."""
    sought = [retriever.seek(question) for question in QUESTIONS]
    for _ in range(4):
        for each in documents:
            scope = Scope(documents=frozenset({each.id}))
            for one in sought:
                assert max(fuse(retriever.search(one, scope)).values(), default=0.0) <= retriever.reach(one, scope)
        for _ in range(8):
            library.remove(documents.pop(dice.randrange(len(documents))).id)
        library.catch_up()


def test_words_that_removed_passages_had_still_count_for_the_others(
    library: Library, retriever: Watched, documents: list[Document]
) -> None:
    before = retriever.search(retriever.seek(QUESTIONS[0]), SCOPE)
    for each in documents[20:]:
        library.remove(each.id)
    library.catch_up()
    after = retriever.search(retriever.seek(QUESTIONS[0]), SCOPE)
    for name in ("words", "grams"):
        assert 0 < min(after[name].values()) <= max(after[name].values()) < 5 * max(before[name].values())


def test_what_is_removed_makes_room_for_the_next(
    library: Library, retriever: Watched, memory: Memory, documents: list[Document]
) -> None:
    for _ in range(30):
        best, *_ = memory.find_passages(QUESTIONS[1], SCOPE, LIMIT)
        library.remove(best.passage.document.id)
        library.catch_up()
        hits = memory.find_passages(QUESTIONS[1], SCOPE, LIMIT)
        assert best.passage.id not in shown(hits)
        assert len(hits) == len(retriever.find_passages(QUESTIONS[1], SCOPE, LIMIT))


def test_what_may_not_be_read_any_more_is_not_remembered(library: Library, memory: Memory) -> None:
    best, *_ = memory.find_passages(QUESTIONS[0], SCOPE, LIMIT)
    barred = replace(
        SCOPE,
        readable=Readable(frozenset({best.passage.document.metadata.collection}), barred=frozenset({best.passage.document.id})),
    )
    assert best.passage.id not in shown(memory.find_passages(QUESTIONS[0], barred, LIMIT))
    library.describe(best.passage.document.id, replace(best.passage.document.metadata, valid_to=date(2025, 1, 1)))
    assert best.passage.id not in shown(memory.find_passages(QUESTIONS[0], SCOPE, LIMIT))


def test_what_the_indexes_have_not_taken_in_yet_is_not_remembered(library: Library, retriever: Watched, memory: Memory) -> None:
    best, *_ = retriever.find_passages(QUESTIONS[0], SCOPE, LIMIT)
    about = best.passage.document
    alone = replace(SCOPE, documents=frozenset({about.id}))
    library.describe(about.id, replace(about.metadata, valid_to=date(2025, 1, 1)))
    assert memory.find_passages(QUESTIONS[0], alone, LIMIT) == []
    library.describe(about.id, about.metadata)
    assert best.passage.id in shown(memory.find_passages(QUESTIONS[0], alone, LIMIT))


def test_whatever_happens_nearly_the_same_is_found(
    library: Library, retriever: Watched, memory: Memory, documents: list[Document], dice: random.Random
) -> None:
    fresh, same, all_found = iter(range(2000, 3000)), 0, 0
    for _ in range(120):
        match dice.choice(("add", "replace", "remove", "describe", "ask")):
            case "add":
                documents.append(document(next(fresh)))
                put(library, documents[-1], section(dice))
            case "replace":
                at = dice.randrange(len(documents))
                documents[at] = replace(documents[at], version=documents[at].version + 1)
                put(library, documents[at], section(dice))
            case "remove":
                library.remove(documents.pop(dice.randrange(len(documents))).id)
                library.catch_up()
            case "describe":
                each = dice.choice(documents)
                day = dice.choice((None, date(2025, 1, 1)))
                library.describe(each.id, replace(each.metadata, valid_to=day))
        question = dice.choice(QUESTIONS)
        remembered, anew = (shown(each.find_passages(question, SCOPE, LIMIT)) for each in (memory, retriever))
        assert len(remembered) == len(anew)
        assert remembered.keys() <= shown(retriever.find_passages(question, SCOPE, 2 * LIMIT)).keys()
        same += len(remembered.keys() & anew.keys())
        all_found += len(anew)
    assert same >= 0.97 * all_found
    assert any(searched is not None for searched in retriever.searched)


def test_after_many_changes_everything_is_searched(
    library: Library, retriever: Watched, memory: Memory, dice: random.Random
) -> None:
    memory.find_passages(QUESTIONS[0], SCOPE, LIMIT)
    every = [document(number) for number in range(3000, 3101)]
    library.store(*(library.prepare(each, [section(dice)]) for each in every))
    library.catch_up()
    memory.find_passages(QUESTIONS[0], SCOPE, LIMIT)
    assert retriever.searched == [None, None]
