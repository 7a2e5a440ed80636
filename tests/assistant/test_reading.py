"""What can be quoted of a passage, and which of it answers a question."""

import numpy as np
import pytest

from assistant.evidence import FEATURES, Evidence
from assistant.reading import read
from assistant.retrieval import Retriever
from assistant.trees import Trees
from assistant.units import find_units
from assistant.widening import Thesaurus
from ingest.documents import EVERYTHING, Hit
from ingest.library import Library
from tests.assistant.making import make_hit
from tests.shelf import Shelf

RULES = """# Dienstanweisung Reisekosten

## § 5 Wegstreckenentschädigung
Für Fahrten mit dem privaten Kraftfahrzeug werden 30 Cent je Kilometer gezahlt. Die Fahrt ist im Fahrtenbuch einzutragen.

## § 6 Übernachtung
Übernachtungskosten werden bis 90 Euro erstattet. Der Beleg ist beizufügen.

## § 7 Antrag
Der Antrag auf Erstattung ist innerhalb von sechs Monaten bei der Reisekostenstelle zu stellen.
"""


@pytest.fixture
def found(shelf: Shelf) -> tuple[Library, list[Hit]]:
    shelf.add("reisekosten.md", RULES)
    passages = shelf.library.passages(range(1, 100), EVERYTHING)
    return shelf.library, [Hit(passage, 0.5) for passage in passages.values()]


def test_a_list_item_comes_with_its_lead_in() -> None:
    units = find_units([make_hit("Erstattet werden:\n- Fahrkosten\n- Tagegeld")])
    assert [unit.lines for unit in units if unit.kind == "item"] == [
        ("Erstattet werden:", "- Fahrkosten"),
        ("Erstattet werden:", "- Tagegeld"),
    ]


def test_a_table_row_comes_with_its_header() -> None:
    units = find_units([make_hit("| Stufe | Betrag |\n| 1 | 20 Euro |\n| 2 | 30 Euro |")])
    assert [unit.lines for unit in units] == [("| Stufe | Betrag |", "| 1 | 20 Euro |"), ("| Stufe | Betrag |", "| 2 | 30 Euro |")]


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    units = find_units([make_hit("Es gibt eine Pauschale. Sie beträgt 20 Euro.")])
    assert units[1].lines == ("Es gibt eine Pauschale.", "Sie beträgt 20 Euro.")


def test_a_place_in_two_overlapping_passages_is_one_unit() -> None:
    hit = make_hit("Ein Satz. Noch ein Satz.")
    assert len(find_units([hit, hit])) == 2


def test_a_unit_stands_in_its_document_at_its_offsets() -> None:
    text = "Ein Satz steht hier. Der zweite folgt darauf."
    assert [text[unit.start : unit.end] for unit in find_units([make_hit(text)])] == [
        "Ein Satz steht hier.",
        "Der zweite folgt darauf.",
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Wie viel Geld gibt es pro Kilometer mit dem eigenen Auto?", "30 Cent"),
        ("Wie teuer darf das Hotel sein?", "90 Euro"),
        ("Bis wann muss ich die Erstattung beantragen?", "sechs Monaten"),
    ],
)
def test_the_unit_that_answers_is_read_first(found: tuple[Library, list[Hit]], question: str, answer: str) -> None:
    library, hits = found
    official = Retriever(library, Thesaurus()).official_words(question)
    assert answer in read(question, official, hits, Evidence(library)).units[0].core


def test_items_of_a_list_keep_their_order(shelf: Shelf) -> None:
    steps = ["1. Ruhe bewahren.", "2. Brand melden: Notruf 112 wählen.", "3. Türen schließen und den Brandort verlassen."]
    shelf.add("brand.md", "# Brandschutz\n\nVerhalten im Brandfall:\n\n" + "\n".join(steps))
    hits = [Hit(passage, 0.5) for passage in shelf.library.passages(range(1, 100), EVERYTHING).values()]
    read_units = read("Wen muss ich anrufen, um einen Brand zu melden?", "", hits, Evidence(shelf.library)).units
    numbers = [unit.core[0] for unit in read_units if unit.kind == "item"]
    assert "2" in numbers and len(numbers) > 1 and numbers == sorted(numbers)


def test_what_has_nothing_in_common_with_the_documents_is_not_answered(found: tuple[Library, list[Hit]]) -> None:
    library, hits = found
    assert read("xylophonspielende giraffenzüchter", "", hits, Evidence(library)).confidence == 0


def test_every_feature_has_its_column(found: tuple[Library, list[Hit]]) -> None:
    library, hits = found
    described = sum(len(feature.split(":")[0].split(",")) for feature in FEATURES)
    units = find_units(hits)
    assert Evidence(library).features("Wie viel?", "", units, hits).shape == (len(units), described)


def test_trees_add_up_the_leaves_that_a_row_falls_into() -> None:
    """One tree: feature 0 at most 1 is worth 2, else -2."""
    numbers = np.array([0, 1, 2], np.int32)
    tree = Trees(
        feature=np.array([0, 0, 0], np.int32),
        threshold=np.array([1, 0, 0], np.float32),
        left=np.array([1, 1, 2], np.int32),
        right=np.array([2, 1, 2], np.int32),
        value=np.array([0, 2, -2], np.float32),
        roots=numbers[:1],
        base=0.0,
        depth=1,
    )
    expected = [1 / (1 + np.exp(-2)), 1 / (1 + np.exp(2))]
    assert tree.probabilities(np.array([[1.0], [1.5]], np.float32)) == pytest.approx(expected)
