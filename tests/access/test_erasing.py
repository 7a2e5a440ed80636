"""Removing a document removes it everywhere, and a signed record proves it; nothing is certified that can still be found."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from assistant.access import conversations as kept
from assistant.access import erasing, proving
from ingest import access_tables, tables
from ingest.documents import Metadata
from ingest.errors import UnknownDocument
from ingest.identities import new_identity
from ingest.journal import Journal, read_entries, verify
from ingest.secret import open_secret
from ingest.usage_tables import versions
from tests.access.conftest import NOW, Hire
from tests.shelf import Shelf

SECRET = "Die Schlüssel der Schleuse Nordersiel liegen im grauen Schrank hinter der Treppe des Betriebshofs"
OTHER = "Die Fahrräder der Außenstelle stehen im Keller und werden dort jeden Montag gewartet und geputzt"
TEXT = f"# Dienstanweisung\n\n{SECRET}.\n\n{OTHER}.\n"


@pytest.fixture
def journal(shelf: Shelf) -> Journal:
    return Journal(shelf.library.engine, open_secret(shelf.library.home))


@pytest.fixture
def removed(shelf: Shelf, journal: Journal) -> str:
    """The id of a document that came in two versions, beside one that says a part of the same."""
    shelf.add("schleuse.md", f"# Dienstanweisung\n\nFrüher lagen sie anders.\n\n{SECRET} und zwar offen.\n")
    shelf.add("raeder.md", f"# Räder\n\n{OTHER}.\n")
    return shelf.add("schleuse.md", TEXT).document_id


def say(shelf: Shelf, answer: str) -> None:
    """Somebody says that an answer was good."""
    with tables.transaction(shelf.library.engine) as connection:
        connection.execute(insert(tables.feedback).values(created=NOW, question="Wo?", answer=answer, helpful=True))


def feedback(shelf: Shelf) -> list[str]:
    with shelf.library.engine.connect() as connection:
        return list(connection.scalars(select(tables.feedback.c.answer).order_by(tables.feedback.c.id)))


def erase(shelf: Shelf, journal: Journal, document_id: str) -> proving.Certificate:
    """The record of a removal that was proved."""
    identity = erasing.begin(shelf.library, journal, "anna", document_id, NOW)
    assert erasing.finish(shelf.library, journal, NOW + timedelta(minutes=1)) == {identity: []}
    with shelf.library.engine.connect() as connection:
        [erasure] = proving.read_erasures(connection)
    assert erasure.certificate
    assert (erasure.id, erasure.document.id) == (identity, document_id)
    return erasure.certificate


def bytes_of_home(shelf: Shelf) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(shelf.library.home.rglob("*")) if path.is_file())


def test_nothing_of_a_removed_document_is_left_in_the_home(shelf: Shelf, journal: Journal, removed: str) -> None:
    say(shelf, f"Sie wissen schon: {SECRET}. [1]")
    assert b"grauen Schrank hinter" in bytes_of_home(shelf)
    erase(shelf, journal, removed)
    assert b"grauen Schrank hinter" not in bytes_of_home(shelf)
    assert shelf.texts("Wo liegen die Schlüssel der Schleuse?").count("Schleuse") == 0
    with shelf.library.engine.connect() as connection:
        assert connection.execute(select(versions)).all() == []
        assert connection.execute(select(tables.jobs).where(tables.jobs.c.document_id == removed)).all() == []


def test_what_other_documents_say_as_well_stays(shelf: Shelf, journal: Journal, removed: str) -> None:
    say(shelf, f"Dort: {OTHER}. [1]")
    say(shelf, f"Hier: {SECRET}. [1]")
    erase(shelf, journal, removed)
    assert feedback(shelf) == [f"Dort: {OTHER}. [1]", erasing.removed_note()]
    assert "Keller" in shelf.texts("Wo stehen die Fahrräder?")


def test_answers_that_rest_on_it_are_emptied_and_the_questions_stay(
    shelf: Shelf, journal: Journal, removed: str, hire: Hire
) -> None:
    anna = hire("anna")
    with journal.change(anna.id) as change:
        identity = kept.begin(change.connection, anna, "Wo?", NOW)
        turn = kept.Turn(new_identity(), NOW, "Wo?", {"text": SECRET})
        kept.add_turn(change.connection, anna, identity, turn, frozenset({removed}))
    erase(shelf, journal, removed)
    with shelf.library.engine.connect() as connection:
        [row] = connection.execute(select(access_tables.turns))
        assert (row.question, row.answer) == ("Wo?", None)


def test_the_record_says_what_was_removed_and_is_signed(shelf: Shelf, journal: Journal, removed: str) -> None:
    say(shelf, SECRET)
    certificate = erase(shelf, journal, removed)
    record = json.loads(certificate.text)
    assert record["document"]["file_name"] == "schleuse.md"
    assert record["document"]["version"] == 2
    assert (record["removed_by"], record["removed_at"], record["proved_at"]) == (
        "anna",
        "2026-03-02T09:00:00Z",
        "2026-03-02T09:01:00Z",
    )
    assert {name: record["removed"][name] for name in ("versions", "quotations")} == {"versions": 1, "quotations": 1}
    assert record["searched"]["pieces_of_text"] > 0
    assert certificate.holds(journal.secret.public_key)
    assert certificate.holds(bytes.fromhex(record["public_key"]))


def test_a_record_that_was_changed_does_not_hold(shelf: Shelf, journal: Journal, removed: str) -> None:
    made = erase(shelf, journal, removed)
    forged = proving.Certificate(made.text.replace("09:01", "09:02"), made.signature)
    assert not forged.holds(journal.secret.public_key)


def test_the_record_names_the_backups_that_still_hold_it_and_until_when(shelf: Shelf, journal: Journal, removed: str) -> None:
    with tables.transaction(shelf.library.engine) as connection:
        added = connection.scalar(select(tables.documents.c.added).where(tables.documents.c.id == removed))
        assert added is not None
        connection.execute(tables.documents.update().values(added=NOW - timedelta(days=3)))
        connection.execute(versions.update().values(added=NOW - timedelta(days=5)))

        def backup(place: str, at: datetime, until: datetime) -> None:
            values = {"id": new_identity(), "place": place, "at": at, "until": until}
            connection.execute(insert(access_tables.backups).values(**values))

        backup("before it came", NOW - timedelta(days=9), NOW + timedelta(days=9))
        backup("holds the first version", NOW - timedelta(days=4), NOW + timedelta(days=26))
        backup("kept no longer", NOW - timedelta(days=4), NOW - timedelta(days=1))
    record = json.loads(erase(shelf, journal, removed).text)
    assert record["remains"]["backups"] == [
        {"place": "holds the first version", "made": "2026-02-26T09:00:00Z", "kept_until": "2026-03-28T09:00:00Z"}
    ]


@pytest.mark.parametrize("place", ["uploads/left-over", "notes.txt", "files/copy"])
def test_nothing_is_certified_while_a_file_still_has_it(shelf: Shelf, journal: Journal, removed: str, place: str) -> None:
    identity = erasing.begin(shelf.library, journal, "anna", removed, NOW)
    path = shelf.library.home / place
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXT)
    assert erasing.finish(shelf.library, journal, NOW) == {identity: [f"file {place}"]}
    with shelf.library.engine.connect() as connection:
        assert [each.certificate for each in proving.read_erasures(connection)] == [None]
    path.unlink()
    assert erasing.finish(shelf.library, journal, NOW) == {identity: []}


def test_nothing_is_certified_while_a_table_still_has_it(shelf: Shelf, journal: Journal, removed: str) -> None:
    identity = erasing.begin(shelf.library, journal, "anna", removed, NOW)
    say(shelf, SECRET)
    [found] = erasing.finish(shelf.library, journal, NOW).values()
    assert "table feedback" in found
    with tables.transaction(shelf.library.engine) as connection:
        connection.execute(tables.feedback.delete())
    assert erasing.finish(shelf.library, journal, NOW) == {identity: []}


def test_a_removal_that_was_cut_off_is_finished_later(shelf: Shelf, journal: Journal, removed: str) -> None:
    identity = erasing.begin(shelf.library, journal, "anna", removed, NOW)
    assert shelf.texts("Wo liegen die Schlüssel der Schleuse?").count("Schleuse") == 0, "gone from the first moment"
    again = Journal(shelf.library.engine, open_secret(shelf.library.home))
    assert erasing.finish(shelf.library, again, NOW) == {identity: []}
    assert erasing.finish(shelf.library, again, NOW) == {}


def test_the_audit_knows_both_the_removal_and_its_proof(shelf: Shelf, journal: Journal, removed: str) -> None:
    erase(shelf, journal, removed)
    with shelf.library.engine.connect() as connection:
        entries = [(each.actor, each.action) for each in read_entries(connection) if each.object == removed]
        assert entries == [("anna", "document.remove"), ("system", "document.erased")]
        assert verify(connection, journal.secret) == []


def test_what_is_not_there_cannot_be_removed(shelf: Shelf, journal: Journal) -> None:
    with pytest.raises(UnknownDocument):
        erasing.begin(shelf.library, journal, "anna", new_identity(), NOW)
    shelf.add("kurz.md", "# Kurz\n\nNur dies.\n", Metadata(title="Kurz"))
    with shelf.library.engine.connect() as connection:
        assert proving.read_pending(connection) == []
