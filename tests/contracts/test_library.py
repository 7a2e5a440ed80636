"""What the library promises over every database: it finds what is in it, and never what is gone or forbidden."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.documents import EVERYTHING, Document, Metadata, Scope, Section
from ingest.embedding import StaticEmbedder
from ingest.errors import UnknownDocument
from ingest.german import find_terms
from ingest.identities import new_identity
from ingest.library import Library, open_library
from ingest.settings import Settings

DATABASES = {"sqlite": "sqlite:///{folder}/library.sqlite3"}
"""A database's name and its URL; {folder} is an empty folder."""


@pytest.fixture(params=DATABASES)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database_url=DATABASES[request.param].format(folder=tmp_path))


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    opened = open_library(settings)
    yield opened
    opened.engine.dispose()


def document(name: str = "reisen.md", metadata: Metadata = Metadata()) -> Document:
    return Document(new_identity(), name, "0" * 64, 1, metadata.titled(name))


def put(library: Library, text: str, about: Document | None = None) -> Document:
    about = about or document()
    library.store(library.prepare(about, [Section(text, ("Regeln",), 3, "§ 5")]))
    library.catch_up()
    return about


def found(library: Library, question: str, scope: Scope = EVERYTHING) -> set[str]:
    """The texts that the word search and the vector search find, which must agree."""
    by_words = library.search_words("words", dict.fromkeys(find_terms(question), 1.0), scope, 20)
    by_meaning = library.search_vectors(question, scope, 20)
    assert {identity for identity, _ in by_words} <= {identity for identity, _ in by_meaning}
    return {passage.text for passage in library.passages([identity for identity, _ in by_words], scope).values()}


def test_what_is_stored_is_found_with_its_place(library: Library) -> None:
    about = put(library, "Dienstreisen sind zu genehmigen.", document(metadata=Metadata(issuer="Amt", reference="Az. 1-2/26")))
    identity = library.search_vectors("Wer genehmigt Dienstreisen?", EVERYTHING, 5)[0][0]
    passage = library.passages([identity], EVERYTHING)[identity]
    assert passage.text == "Dienstreisen sind zu genehmigen."
    assert (passage.headings, passage.page, passage.anchor) == (("Regeln",), 3, "§ 5")
    assert passage.document == about == library.document(about.id)


def test_the_best_passage_comes_first(library: Library) -> None:
    put(library, "Der Urlaub beträgt dreißig Tage.", document("urlaub.md"))
    put(library, "Dienstreisen sind zu genehmigen.")
    put(library, "Passwörter bleiben geheim.", document("it.md"))
    hits = library.search_vectors("Wie viele Tage Urlaub?", EVERYTHING, 3)
    best = library.passages([hits[0][0]], EVERYTHING)[hits[0][0]]
    assert best.document.file_name == "urlaub.md"
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)


def test_a_new_version_replaces_the_former_one(library: Library) -> None:
    about = put(library, "Dienstreisen sind zu genehmigen.")
    put(library, "Dienstreisen sind anzuzeigen.", replace(about, version=2, digest="1" * 64))
    assert found(library, "Dienstreisen genehmigen anzeigen") == {"Dienstreisen sind anzuzeigen."}
    assert library.document(about.id).version == 2
    assert len(library) == 1


def test_a_removed_document_is_found_by_nothing_even_before_the_copies_follow(library: Library) -> None:
    about = put(library, "Dienstreisen sind zu genehmigen.")
    library.remove(about.id)
    assert found(library, "Dienstreisen genehmigen") == set()
    library.catch_up()
    assert library.search_vectors("Dienstreisen", EVERYTHING, 5) == []
    assert library.search_words("words", dict.fromkeys(find_terms("Dienstreisen"), 1.0), EVERYTHING, 5) == []
    with pytest.raises(UnknownDocument):
        library.document(about.id)


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (EVERYTHING, {"a", "b"}),
        (Scope(collections=frozenset({"personal"})), {"a"}),
        (Scope(collections=frozenset()), set()),
        (Scope(day=date(2025, 6, 1)), {"a", "b"}),
        (Scope(day=date(2026, 6, 1)), {"b"}),
        (Scope(frozenset({"personal"}), None, date(2026, 6, 1)), set()),
    ],
)
def test_a_search_returns_only_what_may_be_read_and_is_in_force(library: Library, scope: Scope, seen: set[str]) -> None:
    put(library, "Dienstreisen a.", document("a.md", Metadata(collection="personal", valid_to=date(2025, 12, 31))))
    put(library, "Dienstreisen b.", document("b.md", Metadata(collection="haushalt")))
    assert found(library, "Dienstreisen", scope) == {f"Dienstreisen {name}." for name in seen}


def test_a_document_that_becomes_forbidden_is_not_shown_even_before_the_copies_follow(library: Library) -> None:
    about = put(library, "Dienstreisen sind zu genehmigen.", document(metadata=Metadata(collection="personal")))
    library.describe(about.id, replace(about.metadata, collection="vertraulich"))
    personal, secret = Scope(frozenset({"personal"})), Scope(frozenset({"vertraulich"}))
    assert found(library, "Dienstreisen", personal) == set()
    library.catch_up()
    assert found(library, "Dienstreisen", personal) == set()
    assert found(library, "Dienstreisen", secret) == {"Dienstreisen sind zu genehmigen."}


@pytest.mark.parametrize("barred", [0, 1, 2, 15])
def test_a_list_is_full_however_many_are_barred(library: Library, barred: int) -> None:
    for number in range(30):
        about = Metadata(collection="vertraulich" if number < barred else "personal")
        library.store(library.prepare(document(f"{number}.md", about), [Section("Dienstreise " * (30 - number))]))
    library.catch_up()
    scope = Scope(frozenset({"personal"}))
    for limit in (1, 5, 15):
        hits = library.search_words("words", dict.fromkeys(find_terms("Dienstreise"), 1.0), scope, limit)
        passages = library.passages([identity for identity, _ in hits], EVERYTHING).values()
        assert len(passages) == limit
        assert {passage.document.metadata.collection for passage in passages} == {"personal"}


@pytest.mark.parametrize("action", ["describe", "remove", "read"])
def test_an_unknown_document_is_a_named_error(library: Library, action: str) -> None:
    with pytest.raises(UnknownDocument, match="nirgends"):
        if action == "describe":
            library.describe("nirgends", Metadata())
        elif action == "remove":
            library.remove("nirgends")
        else:
            library.document("nirgends")


def test_several_documents_are_stored_together_or_not_at_all(library: Library) -> None:
    sound = library.prepare(document("a.md"), [Section("Eins.")])
    twin = library.prepare(document("a.md"), [Section("Zwei.")])
    with pytest.raises(Exception, match=r"(?i)unique"):
        library.store(sound, twin)
    library.catch_up()
    assert len(library) == 0


def test_it_is_all_there_for_who_opens_it_later_or_beside(library: Library, settings: Settings) -> None:
    beside = open_library(settings)
    put(library, "Dienstreisen sind zu genehmigen.")
    assert found(beside, "Dienstreisen") == set()
    beside.catch_up()
    later = open_library(settings)
    for other in (beside, later):
        assert found(other, "Dienstreisen") == {"Dienstreisen sind zu genehmigen."}
        other.engine.dispose()


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 half a file", None])
def test_the_copies_are_made_again_if_they_are_lost_or_broken(library: Library, settings: Settings, broken: bytes | None) -> None:
    put(library, "Dienstreisen sind zu genehmigen.")
    library.indexes.save_vectors()
    (snapshot,) = (settings.home / "derived").rglob("vectors.npz")
    snapshot.unlink() if broken is None else snapshot.write_bytes(broken)
    again = open_library(settings)
    assert found(again, "Dienstreisen") == {"Dienstreisen sind zu genehmigen."}
    again.engine.dispose()


def test_without_any_copy_the_database_is_enough(library: Library, settings: Settings) -> None:
    put(library, "Dienstreisen sind zu genehmigen.")
    shutil.rmtree(settings.home / "derived")
    again = open_library(settings)
    assert found(again, "Dienstreisen") == {"Dienstreisen sind zu genehmigen."}
    again.engine.dispose()


def test_a_snapshot_that_lags_behind_is_brought_up_to_date(library: Library, settings: Settings) -> None:
    first = put(library, "Dienstreisen sind zu genehmigen.")
    changed = put(library, "Urlaub ist zu beantragen.", document("urlaub.md"))
    library.indexes.save_vectors()
    library.remove(first.id)
    put(library, "Urlaub ist anzuzeigen.", replace(changed, version=2))
    put(library, "Passwörter sind geheim.", document("it.md"))
    again = open_library(settings)
    assert found(again, "Dienstreisen Urlaub Passwörter") == {"Urlaub ist anzuzeigen.", "Passwörter sind geheim."}
    assert len(again.indexes.vector_ids()) == len(again) == 2
    again.engine.dispose()


def test_vectors_are_kept_well_enough_to_rank_by(library: Library) -> None:
    text = "Dienstreisen sind zu genehmigen."
    put(library, text)
    embedder = StaticEmbedder()
    exact = float(embedder.embed_passages([f"Regeln\n{text}"])[0] @ embedder.embed_question("Reise genehmigen"))
    assert library.search_vectors("Reise genehmigen", EVERYTHING, 1)[0][1] == pytest.approx(exact, abs=2e-3)
