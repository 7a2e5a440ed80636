"""Sets for the running library: their sources are documents by title, file name or id."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.gold import FaultySet, GoldSet, Source
from eval.locating import locate, try_to_locate
from eval.sets import read_set
from tests.eval.made_up import question
from tests.eval.small_set import write_set
from tests.shelf import Shelf

TEXT = "# Reisekosten\n\nDas Tagegeld beträgt\n28 Euro je Tag.\n"


def asking(*sources: Source) -> GoldSet:
    return GoldSet("desk", True, (), (replace(question("a"), relevant={}, sources=sources, where="row 2"),))


@pytest.mark.parametrize("name", ["Reisekosten", "da/reise.md", "reise.md", "REISE"])
def test_a_source_is_found_by_title_or_file_name(shelf: Shelf, name: str) -> None:
    job = shelf.add("da/reise.md", TEXT)
    (located,) = locate(asking(Source(name)), shelf.library).questions
    assert located.relevant == {job.document_id: 1}


def test_quoted_words_are_found_however_they_are_spaced(shelf: Shelf) -> None:
    job = shelf.add("reise.md", TEXT)
    (located,) = locate(asking(Source("reise", quote="„beträgt 28 Euro“")), shelf.library).questions
    (span,) = located.spans
    assert span.document == job.document_id
    assert " ".join(span.text.split()) == "beträgt 28 Euro"


def test_a_page_is_the_place_where_no_words_are_quoted(shelf: Shelf) -> None:
    shelf.add("seiten.txt", "Erste Seite über das Parken.\fZweite Seite über das Tagegeld.")
    (located,) = locate(asking(Source("seiten.txt", page=2)), shelf.library).questions
    (span,) = located.spans
    assert span.end - span.start == len("Zweite Seite über das Tagegeld.")


def test_what_the_library_does_not_have_is_named_with_its_row(shelf: Shelf) -> None:
    shelf.add("seiten.txt", "Erste Seite über das Parken.\fZweite Seite über das Tagegeld.")
    gold = asking(Source("fehlt"), Source("seiten", page=9), Source("seiten", quote="steht nicht da"))
    faults = [fault for fault in try_to_locate(gold, shelf.library)[1] if fault.fatal]
    assert [fault.field for fault in faults] == ["source", "page", "quote"]
    assert {fault.where for fault in faults} == {"row 2"}
    with pytest.raises(FaultySet, match="row 2, source: .*fehlt"):
        locate(gold, shelf.library)


def test_a_misspelt_source_is_named_with_the_nearest_name(shelf: Shelf) -> None:
    shelf.add("reisekosten.md", TEXT)
    (fault, *_) = try_to_locate(asking(Source("Reisekostenn.md")), shelf.library)[1]
    assert "'reisekosten.md' is the nearest" in fault.what


def test_a_fact_that_no_source_has_is_named_but_does_not_keep_from_measuring(shelf: Shelf) -> None:
    shelf.add("reise.md", TEXT)
    gold = asking(Source("reise"))
    (fault,) = try_to_locate(gold, shelf.library)[1]
    assert (fault.field, fault.fatal) == ("facts", False)
    assert "42" in fault.what
    assert locate(gold, shelf.library).questions[0].relevant


def test_the_digest_of_the_library_is_that_of_its_documents(shelf: Shelf) -> None:
    shelf.add("reise.md", TEXT)
    before = locate(asking(Source("reise")), shelf.library).corpus_digest
    assert locate(asking(Source("reise")), shelf.library).corpus_digest == before
    shelf.add("parken.md", "# Parken\n\nIm Innenhof.")
    assert locate(asking(Source("reise")), shelf.library).corpus_digest != before


def test_a_set_with_a_corpus_stays_as_it_is(shelf: Shelf, tmp_path: Path) -> None:
    gold = read_set(str(write_set(tmp_path / "small")))
    assert locate(gold, shelf.library) is gold
