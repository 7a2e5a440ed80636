"""Passages: what is never cut, what is repeated, and that nothing is lost."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Section
from ingest.german import find_sentences
from ingest.splitting import Limits, Piece, embedded_headings, embedded_text, join_sections, split_sections

LETTERS = 200
"""How much the embedder of these tests reads."""


def limits(words: int = 20, letters: int = LETTERS) -> Limits:
    return Limits(words, words // 4, lambda text: len(text) <= letters)


def split(text: str, allowed: Limits | None = None, headings: tuple[str, ...] = ()) -> list[Piece]:
    return split_sections([Section(text, headings)], allowed or limits())


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in find_sentences(text)]


RULE = (
    "Dienstreisen sind vor ihrem Antritt zu genehmigen. Zuständig ist die Amtsleitung nach § 5 Abs. 2 Nr. 3 der Satzung. "
    "Die Genehmigung nennt Anlass und Ziel. Ausnahmen regelt § 7. Bei Gefahr im Verzug genügt eine Anzeige bis zum 3. Mai 2026. "
    "Die Anzeige ist schriftlich. Sie geht an die Reisestelle."
)


def test_a_passage_consists_of_whole_sentences() -> None:
    pieces = split(RULE)
    assert len(pieces) > 2
    assert all(set(sentences(piece.text)) <= set(sentences(RULE)) for piece in pieces)


def test_no_passage_lies_within_another() -> None:
    pieces = split("Kurz. Auch kurz. " + " ".join(["Wort"] * 19) + ". Danach.")
    for first, second in itertools.permutations(pieces, 2):
        assert not (first.start <= second.start and second.end <= first.end)


def test_a_passage_repeats_the_end_of_the_one_before_it() -> None:
    pieces = split("Eins ist eins. Zwei ist zwei. Drei ist drei. Vier ist vier. Sechs ist sechs. Sieben ist sieben. Acht ist acht.")
    assert pieces[1].start < pieces[0].end < pieces[1].end


def test_passages_never_cross_a_section() -> None:
    sections = [Section("Erster Absatz."), Section("Zweiter Absatz.")]
    assert [piece.text for piece in split_sections(sections, limits())] == ["Erster Absatz.", "Zweiter Absatz."]


def test_a_sentence_that_is_too_long_is_cut_between_words_but_not_after_a_paragraph_sign() -> None:
    text = " ".join(f"nach § {number} und Nr. {number}" for number in range(60))
    pieces = split(text)
    words = text.split()
    assert all(set(piece.text.split()) <= set(words) for piece in pieces)
    assert not any(piece.text.endswith(("§", "Nr.")) for piece in pieces)


def test_a_word_without_end_is_cut_where_it_must_be() -> None:
    assert "".join(piece.text for piece in split("x" * 1000, Limits(20, 0, lambda text: len(text) <= LETTERS))) == "x" * 1000


TABLE = "| Fahrzeug | Cent je Kilometer |\n" + "\n".join(
    f"| Wagen {number} | Es gilt: {number} Cent. Und mehr. |" for number in range(9)
)


def test_each_passage_of_a_table_begins_with_its_header_row() -> None:
    pieces = split(f"Es gelten diese Sätze.\n{TABLE}\nDas war es.")
    beginning = [piece for piece in pieces if piece.text.startswith("| ")]
    assert len(beginning) > 2
    assert all(piece.text.startswith("| Fahrzeug | Cent je Kilometer |\n| Wagen") for piece in beginning)


def test_a_row_is_not_cut_although_it_has_several_sentences() -> None:
    lines = set(TABLE.split("\n"))
    assert all(set(piece.text.split("\n")) <= lines for piece in split(TABLE))


def test_a_second_table_has_its_own_header_row() -> None:
    text = f"{TABLE}\nDanach.\n| Tier | Futter |\n" + "\n".join(f"| Hund {number} | Knochen und Wasser |" for number in range(9))
    dogs = [piece.text for piece in split(text) if "Hund 8" in piece.text]
    assert dogs
    assert all(text.startswith("| Tier | Futter |") for text in dogs)


def test_a_header_row_that_leaves_no_room_for_the_row_is_left_out() -> None:
    text = f"| {'x' * 120} |\n| {'y' * 120} |"
    assert all(len(piece.text) <= LETTERS for piece in split(text))


LIST = "Der Antrag nennt Folgendes:\n" + "\n".join(f"- den Punkt Nummer {number} mit Begründung" for number in range(1, 9))


def test_each_passage_of_a_list_begins_with_its_lead_in() -> None:
    pieces = split_sections([Section(LIST)], Limits(20, 0, None))
    assert len(pieces) > 2
    assert {piece.text.split("\n")[0] for piece in pieces} == {"Der Antrag nennt Folgendes:"}
    assert all(LIST[piece.start : piece.end] in piece.text for piece in pieces)


def test_a_sentence_that_is_closed_is_no_lead_in() -> None:
    text = LIST.replace("Folgendes:", "Folgendes.")
    pieces = split_sections([Section(text)], Limits(20, 0, None))
    assert [piece.text.startswith("Der Antrag") for piece in pieces].count(True) == 1


def test_text_after_a_list_does_not_belong_to_its_lead_in() -> None:
    after = "Die Frist beträgt sechs Wochen und beginnt mit dem Eingang."
    assert split_sections([Section(f"{LIST}\n{after}")], Limits(20, 0, None))[-1].text == after


def test_headings_leave_half_of_the_room_to_the_text() -> None:
    headings = ("Teil eins " * 30, "Abschnitt", "§ 5 Reisen")
    assert embedded_headings(headings, limits()) == ("Abschnitt", "§ 5 Reisen")
    pieces = split(RULE, headings=headings)
    assert min(len(piece.text.split()) for piece in pieces) > 3
    assert all(piece.section.headings == headings for piece in pieces)


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            ["§", "5", "Abs.", "Nr.", "Der", "Antrag", "gilt.", "Und", "z.", "B.", "\n", "| a | b |\n", "| c. D | e |", "x" * 90]
        ),
        st.text(max_size=12),
    ),
    max_size=60,
).map(" ".join)
ROOMS = st.builds(limits, words=st.integers(4, 30), letters=st.integers(40, 200))


@given(st.lists(TEXTS, min_size=1, max_size=3), ROOMS)
def test_no_text_is_lost_and_each_passage_stands_at_its_place(texts: Sequence[str], room: Limits) -> None:
    sections = [Section(text) for text in texts]
    document = join_sections(sections)
    covered = set[int]()
    for piece in split_sections(sections, room):
        assert piece.start < piece.end
        assert piece.text.endswith(document[piece.start : piece.end])
        assert piece.text.removesuffix(document[piece.start : piece.end]) in {"", *(f"{line}\n" for line in document.split("\n"))}
        covered |= set(range(piece.start, piece.end))
    assert all(letter.isspace() for at, letter in enumerate(document) if at not in covered)


@given(TEXTS, ROOMS, st.lists(st.text(max_size=40), max_size=4))
def test_the_limits_are_kept(text: str, room: Limits, headings: list[str]) -> None:
    kept = embedded_headings(headings, room)
    for piece in split(text, room, tuple(headings)):
        assert len(piece.text.split()) <= room.words
        assert room.may_read(embedded_text(kept, piece.text))


@given(TEXTS, ROOMS)
def test_passages_go_forward(text: str, room: Limits) -> None:
    ends = [(piece.start, piece.end) for piece in split(text, room)]
    assert all(first[0] < second[0] and first[1] < second[1] for first, second in itertools.pairwise(ends))


@pytest.mark.parametrize("text", ["", " ", "\n\n\t"])
def test_nothing_gives_no_passage(text: str) -> None:
    assert split(text) == []
