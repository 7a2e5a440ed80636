"""Release: found only after a second person has looked, and no longer than they allow."""

from datetime import timedelta

import pytest
from sqlalchemy import true

from assistant.access import releasing
from assistant.access.protection import CollectionRule, set_rule
from assistant.access.refusals import NotProposed, SecondPersonNeeded
from assistant.access.rights import Authority, Grant, grant
from ingest.documents import Document, Metadata, Section
from ingest.identities import new_identity
from ingest.journal import OPERATOR, Journal
from ingest.library import Library
from tests.access.conftest import NOW, Hire


@pytest.fixture
def document(journal: Journal, library: Library) -> Document:
    """A document in a collection that everyone may read and whose documents must be released."""
    with journal.change(OPERATOR) as change:
        grant(change, Grant("everyone", "read", "personal"))
        set_rule(change, "personal", CollectionRule(release=True))
    return put(library, new_identity(), 1)


def put(library: Library, identity: str, version: int) -> Document:
    document = Document(identity, "reisen.md", "0" * 64, version, Metadata(title="Reisen", collection="personal"))
    library.store(library.prepare(document, [Section(f"Dienstreisen, Fassung {version}.")]))
    return document


def release(journal: Journal, document: Document, review: int | None = None) -> None:
    with journal.change("anna") as change:
        releasing.propose(change, document, document.version)
    with journal.change("berta") as change:
        releasing.release(change, document, document.version, NOW, NOW + timedelta(days=review) if review else None)


def is_found(journal: Journal, hire: Hire, document: Document, name: str = "carl") -> bool:
    person = hire(f"{name}{new_identity()}")
    return Authority(journal.engine).rights_of(person).readable.contains(document)


def test_a_new_document_is_in_quarantine_until_it_is_released(journal: Journal, hire: Hire, document: Document) -> None:
    assert not is_found(journal, hire, document)
    with journal.change("anna") as change:
        releasing.propose(change, document, document.version)
    assert not is_found(journal, hire, document)
    with journal.change("berta") as change:
        releasing.release(change, document, document.version, NOW, None)
    assert is_found(journal, hire, document)


def test_nobody_releases_what_they_have_proposed_themselves(journal: Journal, hire: Hire, document: Document) -> None:
    with journal.change("anna") as change:
        releasing.propose(change, document, document.version)
    with pytest.raises(SecondPersonNeeded), journal.change("anna") as change:
        releasing.release(change, document, document.version, NOW, None)
    assert not is_found(journal, hire, document)


def test_what_was_not_proposed_is_not_released(journal: Journal, hire: Hire, document: Document) -> None:
    with pytest.raises(NotProposed), journal.change("berta") as change:
        releasing.release(change, document, document.version, NOW, None)
    assert not is_found(journal, hire, document)


def test_a_new_version_begins_in_quarantine(journal: Journal, hire: Hire, document: Document, library: Library) -> None:
    release(journal, document)
    newer = put(library, document.id, 2)
    assert not is_found(journal, hire, newer)
    with pytest.raises(NotProposed), journal.change("berta") as change:
        releasing.release(change, newer, newer.version, NOW, None)
    with journal.engine.connect() as connection:
        assert releasing.read_release(connection, newer).state == "new"
    release(journal, newer)
    assert is_found(journal, hire, newer)


def test_a_recalled_document_is_found_no_longer_until_it_is_released_anew(journal: Journal, hire: Hire, document: Document) -> None:
    release(journal, document)
    with journal.change("anna") as change:
        releasing.recall(change, document, NOW, "veraltet")
    assert not is_found(journal, hire, document)
    release(journal, document)
    assert is_found(journal, hire, document)


def test_documents_whose_review_has_come_are_named(journal: Journal, document: Document) -> None:
    release(journal, document, review=30)
    with journal.engine.connect() as connection:
        for days, due in ((29, []), (30, [document])):
            found = releasing.find_releases(connection, true(), NOW + timedelta(days=days), "due")
            assert [each.id for each, _ in found] == [each.id for each in due]


def test_its_editors_see_a_document_in_quarantine_and_others_do_not(journal: Journal, hire: Hire, document: Document) -> None:
    editor, reader = hire("editor"), hire("reader")
    with journal.change(OPERATOR) as change:
        grant(change, Grant(f"person:{editor.id}", "edit", "personal"))
    authority = Authority(journal.engine)
    assert authority.rights_of(editor).may_read(document)
    assert not authority.rights_of(editor).readable.contains(document), "but an answer does not rest on it"
    assert not authority.rights_of(reader).may_read(document)
