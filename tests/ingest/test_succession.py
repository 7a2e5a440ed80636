"""A document that another one replaces goes out of force on the other's first day, whatever its own dates say."""

from dataclasses import replace
from datetime import date, timedelta

from ingest.documents import Metadata, Scope
from tests.shelf import Shelf

OLD, NEW = "Das Tagegeld beträgt 20 Euro.", "Das Tagegeld beträgt 30 Euro."
TODAY = date.today()


def amounts(shelf: Shelf, day: date) -> set[str]:
    """The amounts that all searches find on `day`."""
    shelf.library.catch_up()
    return {word for word in shelf.texts("Wie hoch ist das Tagegeld?", Scope(day=day)).split() if word.isdigit()}


def test_the_successor_s_first_day_is_the_day_after_the_last(shelf: Shelf) -> None:
    new = shelf.add("neu.txt", NEW, Metadata(valid_from=date(2024, 3, 1))).document_id
    shelf.add("alt.txt", OLD, Metadata(valid_from=date(2020, 1, 1), superseded_by=new))
    assert amounts(shelf, date(2024, 2, 29)) == {"20"}
    assert amounts(shelf, date(2024, 3, 1)) == {"30"}


def test_a_successor_without_a_first_day_counts_from_the_day_on_which_it_was_named(shelf: Shelf) -> None:
    old = shelf.add("alt.txt", OLD).document_id
    new = shelf.add("neu.txt", NEW).document_id
    assert amounts(shelf, TODAY) == {"20", "30"}
    shelf.library.describe(old, replace(shelf.library.document(old).metadata, superseded_by=new))
    assert amounts(shelf, TODAY) == {"30"}
    assert "20" in amounts(shelf, TODAY - timedelta(days=1))


def test_it_follows_when_the_successor_s_first_day_is_changed_or_comes_later(shelf: Shelf) -> None:
    missing = "0" * 32
    old = shelf.add("alt.txt", OLD, Metadata(superseded_by=missing)).document_id
    assert amounts(shelf, TODAY) == {"20"}
    new = shelf.add("neu.txt", NEW, Metadata(valid_from=TODAY - timedelta(days=9))).document_id
    shelf.library.describe(old, replace(shelf.library.document(old).metadata, superseded_by=new))
    assert amounts(shelf, TODAY) == {"30"}
    shelf.library.describe(new, replace(shelf.library.document(new).metadata, valid_from=TODAY + timedelta(days=9)))
    assert amounts(shelf, TODAY) == {"20"}


def test_what_is_no_longer_superseded_is_in_force_again(shelf: Shelf) -> None:
    new = shelf.add("neu.txt", NEW).document_id
    old = shelf.add("alt.txt", OLD, Metadata(superseded_by=new)).document_id
    assert amounts(shelf, TODAY) == {"30"}
    shelf.library.describe(old, replace(shelf.library.document(old).metadata, superseded_by=None))
    assert amounts(shelf, TODAY) == {"20", "30"}


def test_removing_the_successor_does_not_bring_the_old_rule_back(shelf: Shelf) -> None:
    new = shelf.add("neu.txt", NEW).document_id
    shelf.add("alt.txt", OLD, Metadata(superseded_by=new))
    shelf.library.remove(new)
    assert amounts(shelf, TODAY) == set()
