"""Blind ratings of two runs."""

import csv
import io

import pytest

from assistant import ratings
from assistant.ratings import Better, Fault, Pair, Rating, Shown, UnknownPair, make_pair
from ingest.library import Library

NAME = "alt / neu"


def made(number: int) -> Pair:
    first, second = Shown(f"alte Antwort {number}", ((1, "Reisekosten, § 3", "28 Euro"),)), Shown(f"neue Antwort {number}")
    return make_pair(NAME, (f"q{number}", f"Frage {number}?"), ("alt", first), ("neu", second))


@pytest.fixture
def pairs(library: Library) -> list[Pair]:
    every = [made(number) for number in range(20)]
    ratings.store_pairs(library.engine, every)
    return every


def better(pair: Pair, run: str) -> Better:
    return "equal" if run == "equal" else "left" if pair.left_run == run else "right"


def test_each_run_stands_left_about_as_often_and_always_at_the_same_questions(pairs: list[Pair]) -> None:
    left = [pair.left_run for pair in pairs]
    assert 4 <= left.count("alt") <= 16
    assert [made(number).left_run for number in range(20)] == left


def test_a_rater_gets_each_pair_once_and_other_raters_another_order(library: Library, pairs: list[Pair]) -> None:
    orders = []
    for rater in ("Amsel", "Buche"):
        order = []
        while pair := ratings.next_pair(library.engine, NAME, rater):
            order.append(pair.id)
            ratings.store_rating(library.engine, Rating(pair.id, rater, "equal"))
        orders.append(order)
    assert sorted(orders[0]) == sorted(orders[1]) == sorted(pair.id for pair in pairs)
    assert orders[0] != orders[1]


def test_a_pair_comes_back_as_it_was_stored(library: Library, pairs: list[Pair]) -> None:
    stored = ratings.next_pair(library.engine, NAME, "Amsel")
    assert stored in pairs
    assert ratings.list_comparisons(library.engine) == [NAME]


def test_storing_pairs_again_keeps_their_ratings(library: Library, pairs: list[Pair]) -> None:
    ratings.store_rating(library.engine, Rating(pairs[0].id, "Amsel", "left"))
    ratings.store_pairs(library.engine, pairs)
    assert ratings.count_pairs(library.engine, NAME) == len(pairs)
    assert len(ratings.read_ratings(library.engine, NAME)) == 1


def test_a_rating_replaces_the_same_raters_former_one(library: Library, pairs: list[Pair]) -> None:
    for said in ("left", "equal"):
        ratings.store_rating(library.engine, Rating(pairs[0].id, "Amsel", said))
    assert [rating.better for _, rating in ratings.read_ratings(library.engine, NAME)] == ["equal"]
    with pytest.raises(UnknownPair):
        ratings.store_rating(library.engine, Rating("nothing", "Amsel", "left"))


def test_the_tally_is_by_run_whatever_stood_left(library: Library, pairs: list[Pair]) -> None:
    for pair in pairs[:3]:
        faults: tuple[Fault, ...] = ("wrong",) if pair.left_run == "alt" else ()
        others: tuple[Fault, ...] = ("wrong",) if pair.right_run == "alt" else ()
        ratings.store_rating(library.engine, Rating(pair.id, "Amsel", better(pair, "neu"), faults, others))
    ratings.store_rating(library.engine, Rating(pairs[3].id, "Amsel", "equal"))
    tally = ratings.tally(ratings.read_ratings(library.engine, NAME), len(pairs))
    assert (tally.pairs, tally.rated, tally.raters) == (20, 4, {"Amsel": 4})
    assert tally.better == {"neu": 3, "equal": 1}
    assert tally.faults["alt"] == {"wrong": 3}
    assert tally.fleiss is None


def test_agreement_is_by_run_and_over_the_pairs_that_both_rated(library: Library, pairs: list[Pair]) -> None:
    for number, (amsel, buche) in enumerate((("alt", "alt"), ("neu", "neu"), ("alt", "neu"), ("neu", "neu"))):
        ratings.store_rating(library.engine, Rating(pairs[number].id, "Amsel", better(pairs[number], amsel)))
        ratings.store_rating(library.engine, Rating(pairs[number].id, "Buche", better(pairs[number], buche)))
    ratings.store_rating(library.engine, Rating(pairs[9].id, "Amsel", "equal"))
    tally = ratings.tally(ratings.read_ratings(library.engine, NAME), len(pairs))
    assert tally.cohen == {("Amsel", "Buche"): pytest.approx((0.75 - 0.5) / 0.5)}
    assert tally.fleiss == pytest.approx((0.75 - (9 + 25) / 64) / (1 - (9 + 25) / 64))


def test_the_export_names_the_runs(library: Library, pairs: list[Pair]) -> None:
    ratings.store_rating(library.engine, Rating(pairs[0].id, "Amsel", better(pairs[0], "neu"), comment="=1+1"))
    text = ratings.export_ratings(ratings.read_ratings(library.engine, NAME))
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert (row["rater"], row["better"], row["comment"]) == ("Amsel", "neu", "'=1+1")
