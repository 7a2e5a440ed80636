"""Conversations belong to one person, end when their time has come, and show nothing the person may no longer read."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from assistant.access import conversations as kept
from assistant.access import myself, retention
from assistant.access.people import Person, remove_person
from assistant.access.protection import CollectionRule, Protection, set_rule
from assistant.access.refusals import UnknownConversation
from assistant.access.rights import Authority, Grant, grant, revoke
from assistant.access.sessions import Lifetime, open_session
from assistant.conversation import Answer, Citation, Outcome
from ingest.access_tables import sweeps, turn_documents, turns
from ingest.documents import Document, Hit, Metadata, Passage, Section
from ingest.identities import new_identity
from ingest.journal import OPERATOR, Journal, read_entries, verify
from ingest.library import Library
from tests.access.conftest import NOW, Hire

KEEPING = retention.Keeping(
    {"public": 30, "internal": 30, "confidential": 7}, Lifetime(idle=timedelta(hours=1), most=timedelta(hours=8))
)
Keep = Callable[..., str]


@pytest.fixture
def document(library: Library, journal: Journal) -> Document:
    """A document that everyone may read."""
    with journal.change(OPERATOR) as change:
        grant(change, Grant("everyone", "read", "personal"))
    return put(library, "personal")


def put(library: Library, collection: str) -> Document:
    document = Document(new_identity(), "reisen.md", "0" * 64, 1, Metadata(title="Reisen", collection=collection))
    library.store(library.prepare(document, [Section("Dienstreisen sind zu genehmigen.")]))
    return document


@pytest.fixture
def keep(journal: Journal) -> Keep:
    """A conversation of one question, whose answer rests on documents."""

    def begin(person: Person, *documents: Document, question: str = "Wer genehmigt?", at: datetime = NOW) -> str:
        with journal.change(person.id) as change:
            identity = kept.begin(change.connection, person, question, at)
            turn = kept.Turn(new_identity(), at, question, {"text": "Dienstreisen sind zu genehmigen. [1]"})
            kept.add_turn(change.connection, person, identity, turn, frozenset(each.id for each in documents))
        return identity

    return begin


def shown(journal: Journal, person: Person, conversation: str) -> list[kept.Turn]:
    with journal.engine.connect() as connection:
        return kept.read_turns(connection, person, conversation, Authority(journal.engine).rights_of(person))


def titles(journal: Journal, person: Person) -> list[str]:
    with journal.engine.connect() as connection:
        return [each.title for each in kept.conversations_of(connection, person)]


def test_a_conversation_is_kept_as_it_was_shown(journal: Journal, hire: Hire, document: Document, keep: Keep) -> None:
    anna = hire("anna")
    identity = keep(anna, document)
    [turn] = shown(journal, anna, identity)
    assert (turn.question, turn.asked) == ("Wer genehmigt?", NOW)
    assert turn.answer == {"text": "Dienstreisen sind zu genehmigen. [1]"}
    assert kept.as_history([turn])[0].answer == "Dienstreisen sind zu genehmigen. [1]"


def test_the_latest_conversation_stands_first_and_can_be_renamed(journal: Journal, hire: Hire, keep: Keep) -> None:
    anna = hire("anna")
    first = keep(anna, question="Alt")
    keep(anna, question="Neu", at=NOW + timedelta(hours=1))
    with journal.change(anna.id) as change:
        kept.rename(change.connection, anna, first, "Ganz  alt")
    assert titles(journal, anna) == ["Neu", "Ganz alt"]


def test_nobody_else_reads_renames_continues_or_deletes_a_conversation(
    journal: Journal, hire: Hire, document: Document, keep: Keep
) -> None:
    anna, berta = hire("anna"), hire("berta")
    with journal.change(OPERATOR) as change:
        grant(change, Grant(f"person:{berta.id}", "administer"))
    identity = keep(anna, document)
    for other in (identity, "unknown"):
        with pytest.raises(UnknownConversation):
            shown(journal, berta, other)
        turn = kept.Turn(new_identity(), NOW, "x", None)
        with pytest.raises(UnknownConversation), journal.change(berta.id) as change:
            kept.rename(change.connection, berta, other, "x")
        with pytest.raises(UnknownConversation), journal.change(berta.id) as change:
            kept.remove(change.connection, berta, other)
        with pytest.raises(UnknownConversation), journal.change(berta.id) as change:
            kept.add_turn(change.connection, berta, other, turn, frozenset())
    assert titles(journal, berta) == []
    assert len(shown(journal, anna, identity)) == 1


def test_an_answer_is_hidden_once_the_person_may_not_read_what_it_rests_on(
    journal: Journal, hire: Hire, document: Document, keep: Keep
) -> None:
    anna = hire("anna")
    identity = keep(anna, document)
    with journal.change(OPERATOR) as change:
        revoke(change, Grant("everyone", "read", "personal"))
    [turn] = shown(journal, anna, identity)
    assert (turn.question, turn.answer) == ("Wer genehmigt?", None)
    assert kept.as_history([turn]) == (), "a follow-up is not understood by it either"


def test_an_answer_is_hidden_once_a_document_it_rests_on_is_gone(
    journal: Journal, hire: Hire, document: Document, keep: Keep, library: Library
) -> None:
    anna = hire("anna")
    identity = keep(anna, document, put(library, "haushalt"))
    assert shown(journal, anna, identity)[0].answer is None, "one of two is closed"
    identity = keep(anna, document)
    library.remove(document.id)
    assert shown(journal, anna, identity)[0].answer is None


@pytest.mark.parametrize(("protection", "days"), [("public", 30), ("internal", 30), ("confidential", 7)])
def test_a_conversation_is_kept_as_long_as_its_highest_class_says(
    journal: Journal, hire: Hire, document: Document, keep: Keep, protection: Protection, days: int
) -> None:
    anna = hire("anna")
    with journal.change(OPERATOR) as change:
        set_rule(change, "personal", CollectionRule(protection))
    keep(anna, document)
    retention.sweep(journal, KEEPING, NOW + timedelta(days=days))
    assert len(titles(journal, anna)) == 1
    retention.sweep(journal, KEEPING, NOW + timedelta(days=days, seconds=1))
    assert titles(journal, anna) == []
    with journal.engine.connect() as connection:
        assert connection.execute(select(turns)).all() == connection.execute(select(turn_documents)).all() == []


def test_the_job_that_deletes_proves_that_it_ran(journal: Journal, hire: Hire, keep: Keep) -> None:
    anna = hire("anna")
    keep(anna)
    with journal.change(anna.id) as change:
        open_session(change, anna, NOW)
    with journal.engine.connect() as connection:
        assert retention.is_overdue(connection, NOW)
    retention.sweep(journal, KEEPING, NOW + timedelta(minutes=1))
    later = NOW + timedelta(days=31)
    assert retention.sweep(journal, KEEPING, later) == {"conversations": 1, "sessions": 1, "tokens": 0, "logins": 0}
    with journal.engine.connect() as connection:
        assert [row.at for row in connection.execute(select(sweeps))] == [NOW + timedelta(minutes=1), later]
        assert not retention.is_overdue(connection, later + timedelta(days=1))
        assert retention.is_overdue(connection, later + timedelta(days=3))
        [entry] = [each for each in read_entries(connection) if each.action == "sweep"]
        assert '"conversations": 1' in entry.about
        assert verify(connection, journal.secret) == []


def test_a_person_sees_everything_about_themselves_and_nothing_about_others(
    journal: Journal, hire: Hire, document: Document, keep: Keep
) -> None:
    anna, berta = hire("anna", "personalrat"), hire("berta")
    keep(anna, document, question="Frage von Anna")
    keep(berta, document, question="Frage von Berta")
    with journal.engine.connect() as connection:
        found = myself.everything_about(connection, anna, Authority(journal.engine).rights_of(anna))
    assert found["account"]["name"] == "anna"
    assert found["account"]["groups"] == ["personalrat"]
    assert found["conversations"][0]["turns"][0]["question"] == "Frage von Anna"
    assert [entry["action"] for entry in found["audit"]] == ["person.add", "person.groups"]
    assert berta.id not in str(found)
    assert "Berta" not in str(found)


def test_a_person_deletes_everything_about_themselves(journal: Journal, hire: Hire, keep: Keep) -> None:
    anna, berta = hire("anna"), hire("berta")
    keep(anna)
    keep(berta)
    with journal.change(anna.id) as change:
        open_session(change, anna, NOW)
        assert myself.erase_contents(change, anna) == {"conversations": 1, "tokens": 0, "sessions": 1}
    assert (titles(journal, anna), len(titles(journal, berta))) == ([], 1)
    with journal.change(OPERATOR) as change:
        remove_person(change, berta)
        assert change.connection.execute(select(turns)).all() == []


def test_the_audit_has_no_word_of_a_conversation(journal: Journal, hire: Hire, document: Document, keep: Keep) -> None:
    anna = hire("anna")
    identity = keep(anna, document, question="Geheime Frage")
    with journal.change(anna.id) as change:
        kept.remove(change.connection, anna, identity)
        assert not [entry for entry in read_entries(change.connection) if "Frage" in str(entry) or identity in str(entry)]


def test_an_answer_rests_on_what_it_quotes_or_on_all_that_a_model_was_given() -> None:
    one, two = (
        Passage(number, Document(name, name, "0", 1, Metadata()), "Text", (), None, None, 0, 4)
        for number, name in ((1, "cited"), (2, "found"))
    )
    answer = Answer("Text [1]", "answered", "?", citations=(Citation(1, one, "Text", 0, 4),), hits=(Hit(one, 1), Hit(two, 1)))
    cases: tuple[tuple[Outcome, str, set[str]], ...] = (
        ("answered", "quoting", {"cited"}),
        ("answered", "llama", {"cited", "found"}),
        ("touched", "quoting", {"cited", "found"}),
    )
    for outcome, model, expected in cases:
        made = Answer(answer.text, outcome, "?", citations=answer.citations, hits=answer.hits, model=model)
        assert kept.rests_on(made) == expected
