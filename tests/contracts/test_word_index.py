"""What the word index promises: the passages that have the words, of those that are allowed, best first."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.documents import EVERYTHING, Metadata, Scope
from ingest.errors import SystemRefused
from ingest.german import ANALYSIS, find_grams, find_terms
from ingest.references import question_keys
from ingest.words import IndexedPassage, WordIndex


@pytest.fixture
def index(tmp_path: Path) -> WordIndex:
    return WordIndex(tmp_path / "words")


def passage(number: int, text: str, document: str = "a", metadata: Metadata = Metadata(), heading: str = "") -> IndexedPassage:
    return IndexedPassage(number, document, metadata, (heading,) if heading else (), text)


def search(index: WordIndex, question: str, scope: Scope = EVERYTHING, limit: int = 10, field: str = "words") -> list[int]:
    terms = find_terms(question) if field == "words" else find_grams(question)
    return [identity for identity, _ in index.search(field, dict.fromkeys(terms, 1.0), scope, limit)]


def fill(index: WordIndex, passages: Iterable[IndexedPassage], number: int = 1) -> None:
    passages = list(passages)
    index.update({each.document_id for each in passages}, passages, number)


RULES = [
    passage(1, "Dienstreisen sind vor ihrem Antritt zu genehmigen."),
    passage(2, "Der Erholungsurlaub beträgt dreißig Arbeitstage.", "b"),
    passage(3, "Ein Antrag auf Sonderurlaub ist zu begründen. Urlaub ist Urlaub.", "b"),
]


@pytest.mark.parametrize("field", ["words", "grams"])
def test_a_passage_is_found_by_its_words(index: WordIndex, field: str) -> None:
    fill(index, RULES)
    assert search(index, "Wer muss die Dienstreise genehmigen?", field=field)[0] == 1
    assert set(search(index, "Urlaub", field=field)) == {2, 3}


def test_higher_scores_are_better_and_come_first(index: WordIndex) -> None:
    fill(index, RULES)
    hits = index.search("words", dict.fromkeys(find_terms("Sonderurlaub begründen Arbeitstage"), 1.0), EVERYTHING, 10)
    scores = [score for _, score in hits]
    assert hits[0][0] == 3
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_a_heavier_word_counts_more(index: WordIndex) -> None:
    fill(index, [passage(1, "Dienstwagen"), passage(2, "Fahrkarte")])
    wagon, ticket = find_terms("Dienstwagen")[0], find_terms("Fahrkarte")[0]
    assert index.search("words", {wagon: 2.0, ticket: 1.0}, EVERYTHING, 1)[0][0] == 1
    assert index.search("words", {wagon: 1.0, ticket: 2.0}, EVERYTHING, 1)[0][0] == 2


def test_a_heading_finds_its_passage(index: WordIndex) -> None:
    fill(index, [passage(1, "Sie ist zu genehmigen.", heading="§ 4 Telearbeit"), passage(2, "Sie ist zu genehmigen.")])
    assert search(index, "Telearbeit") == [1]


def test_a_reference_is_looked_up(index: WordIndex) -> None:
    one, other = passage(1, "Text.", heading="VwVfG § 28 Anhörung"), passage(2, "Text zu § 28 VwVfG.", heading="VwVfG § 29 Akten")
    fill(index, [one, other])
    assert [found for found, _ in index.search("references", question_keys("§ 28 VwVfG"), EVERYTHING, 10)] == [1]


def test_a_changed_document_replaces_its_former_passages(index: WordIndex) -> None:
    fill(index, RULES)
    fill(index, [passage(9, "Jetzt geht es um Brandschutz.", "b")], 2)
    assert search(index, "Urlaub Erholungsurlaub") == []
    assert search(index, "Brandschutz") == [9]
    assert sorted(index.all_ids()) == [1, 9]
    assert len(index) == 2


def test_a_removed_document_is_gone(index: WordIndex) -> None:
    fill(index, RULES)
    index.update(["b"], [], 2)
    assert index.all_ids() == [1]
    assert index.frequency("words", find_terms("Urlaub")[0]) == 0 or search(index, "Urlaub") == []


def test_filters_by_collection_and_document_and_day_still_give_full_lists(index: WordIndex) -> None:
    many = [
        passage(
            number,
            "Dienstreisen sind zu genehmigen.",
            f"document{number}",
            Metadata(
                collection=f"c{number % 100}",
                valid_from=date(2000 + number % 100, 1, 1),
                valid_to=date(2000 + number % 100, 12, 31),
            ),
        )
        for number in range(1, 2001)
    ]
    fill(index, many)
    wanted = [number for number in range(1, 2001) if number % 100 == 26]
    for scope in (
        Scope(collections=frozenset({"c26"})),
        Scope(documents=frozenset(f"document{number}" for number in wanted)),
        Scope(day=date(2026, 6, 1)),
        Scope(frozenset({"c26"}), None, date(2026, 6, 1)),
    ):
        assert sorted(search(index, "Dienstreise", scope, 20)) == wanted
    assert search(index, "Dienstreise", Scope(frozenset({"c26"}), None, date(2027, 6, 1))) == []


def test_a_filter_does_not_change_the_scores(index: WordIndex) -> None:
    fill(index, RULES)
    terms = dict.fromkeys(find_terms("Erholungsurlaub"), 1.0)
    scope = Scope(frozenset({"allgemein"}), frozenset({"b"}), date(2026, 1, 1))
    limited, free = (dict(index.search("words", terms, within, 5)) for within in (scope, EVERYTHING))
    assert limited == pytest.approx(free)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "in_force"),
    [
        (None, None, True),
        (date(2026, 5, 1), date(2026, 5, 1), True),
        (date(2026, 5, 2), None, False),
        (None, date(2026, 4, 30), False),
        (date(2020, 1, 1), None, True),
    ],
)
def test_only_what_is_in_force_is_found(index: WordIndex, valid_from: date | None, valid_to: date | None, in_force: bool) -> None:
    fill(index, [passage(1, "Dienstreise", metadata=Metadata(valid_from=valid_from, valid_to=valid_to))])
    assert bool(search(index, "Dienstreise", Scope(day=date(2026, 5, 1)))) is in_force


def test_nothing_allowed_is_nothing_found(index: WordIndex) -> None:
    fill(index, RULES)
    assert search(index, "Urlaub", Scope(collections=frozenset())) == []
    assert search(index, "Urlaub", Scope(documents=frozenset())) == []


def test_it_is_as_old_as_it_says_also_for_who_opens_it_later(index: WordIndex, tmp_path: Path) -> None:
    reader = WordIndex(tmp_path / "words")
    fill(index, RULES, 7)
    assert reader.applied == 0
    reader.reload()
    assert (reader.applied, len(reader)) == (7, 3)
    assert WordIndex(tmp_path / "words").applied == 7


def test_many_small_changes_leave_few_files(index: WordIndex, tmp_path: Path) -> None:
    for number in range(1, 41):
        fill(index, [passage(number, "Dienstreise", f"document{number}")], number)
    index.release()
    assert len(list((tmp_path / "words").glob("*.idx"))) < 15
    assert sorted(search(index, "Dienstreise", limit=50)) == list(range(1, 41))


def test_another_process_may_write_after_it_is_released(index: WordIndex, tmp_path: Path) -> None:
    other = WordIndex(tmp_path / "words")
    fill(index, RULES)
    with pytest.raises(SystemRefused, match="(?i)lock"):
        fill(other, [passage(9, "Jetzt geht es um Brandschutz.", "b")], 2)
    index.release()
    fill(other, [passage(9, "Jetzt geht es um Brandschutz.", "b")], 2)
    assert sorted(other.all_ids()) == [1, 9]


def test_an_empty_index_finds_nothing(index: WordIndex) -> None:
    assert search(index, "Urlaub") == []
    assert (len(index), index.applied, index.all_ids()) == (0, 0, [])


def test_a_damaged_index_is_made_anew(tmp_path: Path) -> None:
    WordIndex(tmp_path).update([], [], 7)
    for file in tmp_path.glob("*"):
        file.write_bytes(b"damaged")
    assert WordIndex(tmp_path).applied == 0


def test_an_index_of_another_analysis_is_made_anew(index: WordIndex, tmp_path: Path) -> None:
    fill(index, RULES)
    index.release()
    described = tmp_path / "words/meta.json"
    described.write_text(described.read_text().replace(f"analysis-{ANALYSIS}", f"analysis-{ANALYSIS - 1}"))
    assert WordIndex(tmp_path / "words").applied == 0
    assert WordIndex(tmp_path / "words").all_ids() == []


@pytest.mark.parametrize("ending", ["term", "idx", "pos", "store", "fast", "fieldnorm", "del"])
def test_a_single_bit_that_has_flipped_makes_the_index_anew(index: WordIndex, tmp_path: Path, ending: str) -> None:
    fill(index, RULES)
    fill(index, [passage(4, "Dienstreisen genehmigt die Leitung.")], 2)
    index.release()
    for file in (tmp_path / "words").glob(f"*.{ending}"):
        content = bytearray(file.read_bytes())
        content[0] ^= 1
        file.write_bytes(content)
    assert WordIndex(tmp_path / "words").applied == 0


def test_who_writes_goes_on_when_another_process_has_made_the_index_anew(index: WordIndex, tmp_path: Path) -> None:
    fill(index, RULES)
    (tmp_path / "words/meta.json").write_text("damaged")
    beside = WordIndex(tmp_path / "words")
    index.reload()
    assert index.applied == 0
    fill(index, RULES, 2)
    beside.reload()
    assert (beside.applied, search(beside, "Sonderurlaub")) == (2, [3, 2])


def test_what_was_found_is_right_though_the_index_changes_in_the_middle(index: WordIndex) -> None:
    fill(index, [passage(number, f"Dienstwagen {number}", f"d{number}") for number in range(20)])

    class Overtaken:
        """A searcher after whose search another one takes its place."""

        def __init__(self) -> None:
            self._real = index._searcher

        def search(self, *arguments: Any, **named: Any) -> Any:
            found = self._real.search(*arguments, **named)
            fill(index, [passage(number + 100, "Fahrrad", f"d{number}") for number in range(20)], 2)
            return found

        def __getattr__(self, name: str) -> Any:
            return getattr(self._real, name)

    index._searcher = Overtaken()  # type: ignore[assignment]
    assert set(search(index, "Dienstwagen", limit=20)) == set(range(20))
