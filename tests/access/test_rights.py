"""Who may read and do what: the rules one by one, as sentences."""

from collections.abc import Callable

import pytest

from assistant.access.people import Person, join_groups, named
from assistant.access.protection import CollectionRule, Protection, highest, may_see, protect, protection_of, set_rule
from assistant.access.rights import Ability, Authority, Grant, Role, give_role, grant, revoke, rule_document
from ingest.documents import Document, Metadata, Section
from ingest.identities import new_identity
from ingest.journal import OPERATOR, Journal
from ingest.library import Library
from tests.access.conftest import Hire

Put = Callable[..., Document]


@pytest.fixture
def put(library: Library) -> Put:
    """Stores a document of one sentence in a collection."""

    def store(collection: str = "personal") -> Document:
        identity = new_identity()
        document = Document(identity, f"{identity}.md", "0" * 64, 1, Metadata(title="Regel", collection=collection))
        library.store(library.prepare(document, [Section("Dienstreisen sind zu genehmigen.")]))
        return document

    return store


@pytest.fixture
def allow(journal: Journal) -> Callable[..., None]:
    """Allows a holder to do something."""

    def give(holder: str, ability: Ability, collection: str = "") -> None:
        with journal.change(OPERATOR) as change:
            grant(change, Grant(holder, ability, collection))

    return give


def reads(journal: Journal, person: Person, document: Document) -> bool:
    return Authority(journal.engine).rights_of(person).readable.contains(document)


def test_what_nobody_has_allowed_is_not_allowed(journal: Journal, hire: Hire, put: Put) -> None:
    rights = Authority(journal.engine).rights_of(hire("anna"))
    assert not rights.may_read(put())
    assert not (rights.edits or rights.evaluates or rights.administers)


@pytest.mark.parametrize("holder", ["everyone", "group:personalrat", "person"])
@pytest.mark.parametrize("collection", ["personal", "*"])
def test_a_collection_is_opened_to_everyone_to_a_group_or_to_a_person(
    journal: Journal, hire: Hire, put: Put, allow: Callable[..., None], holder: str, collection: str
) -> None:
    anna, document = hire("anna", "personalrat"), put()
    allow(f"person:{anna.id}" if holder == "person" else holder, "read", collection)
    assert reads(journal, anna, document)
    assert reads(journal, hire("berta"), document) == (holder == "everyone")
    assert reads(journal, anna, put("haushalt")) == (collection == "*")


def test_a_right_that_is_taken_away_is_gone_at_the_next_look(
    journal: Journal, hire: Hire, put: Put, allow: Callable[..., None]
) -> None:
    anna, document, authority = hire("anna"), put(), Authority(journal.engine)
    allow("everyone", "read", "personal")
    assert authority.rights_of(anna).readable.contains(document)
    with journal.change(OPERATOR) as change:
        assert revoke(change, Grant("everyone", "read", "personal"))
        assert not revoke(change, Grant("everyone", "read", "personal"))
    assert not authority.rights_of(anna).readable.contains(document)


def test_who_leaves_a_group_loses_its_rights(journal: Journal, hire: Hire, put: Put, allow: Callable[..., None]) -> None:
    anna, document = hire("anna", "personalrat"), put()
    allow("group:personalrat", "read", "personal")
    with journal.change(OPERATOR) as change:
        join_groups(change, anna, ["haushalt"])
        anna = named(change.connection, "anna")
    assert not reads(journal, anna, document)


@pytest.mark.parametrize(
    ("protection", "expected"),
    [("public", [True, True, True]), ("internal", [False, True, True]), ("confidential", [False, False, True])],
)
@pytest.mark.parametrize("of", ["collection", "document"])
def test_the_protection_class_decides_how_far_a_document_spreads(  # noqa: PLR0917
    journal: Journal,
    hire: Hire,
    put: Put,
    allow: Callable[..., None],
    protection: Protection,
    expected: list[bool],
    of: str,
) -> None:
    anna, document = hire("anna", "leitung"), put()
    with journal.change(OPERATOR) as change:
        if of == "collection":
            set_rule(change, "personal", CollectionRule(protection))
        else:
            protect(change, document.id, protection)
    found = [reads(journal, anna, document)]
    for holder in ("everyone", "group:leitung"):
        allow(holder, "read", "personal")
        found.append(reads(journal, anna, document))
    assert found == expected, "opened to nobody, to everyone, to a group by name"


def test_a_rule_for_a_document_goes_before_its_collection(
    journal: Journal, hire: Hire, put: Put, allow: Callable[..., None]
) -> None:
    anna, berta, document, other = hire("anna", "personalrat"), hire("berta"), put(), put()
    allow("everyone", "read", "personal")
    with journal.change(OPERATOR) as change:
        rule_document(change, document.id, "everyone", False)
    assert [reads(journal, person, document) for person in (anna, berta)] == [False, False]
    assert [reads(journal, person, other) for person in (anna, berta)] == [True, True]
    with journal.change(OPERATOR) as change:
        rule_document(change, document.id, "everyone", None)
        rule_document(change, document.id, f"person:{anna.id}", False)
    assert [reads(journal, person, document) for person in (anna, berta)] == [False, True]


def test_a_single_document_of_a_closed_collection_can_be_opened(journal: Journal, hire: Hire, put: Put) -> None:
    anna, document, other = hire("anna", "personalrat"), put(), put()
    with journal.change(OPERATOR) as change:
        rule_document(change, document.id, "group:personalrat", True)
    assert reads(journal, anna, document)
    assert not reads(journal, anna, other)
    assert not reads(journal, hire("berta"), document)
    with journal.change(OPERATOR) as change:
        rule_document(change, document.id, f"person:{anna.id}", False)
    assert not reads(journal, anna, document), "a refusal goes before a permission"


@pytest.mark.parametrize("role", ["staff", "editor", "evaluator", "administrator"])
def test_a_role_brings_its_abilities_and_no_others(journal: Journal, hire: Hire, put: Put, role: Role) -> None:
    anna, document, other = hire("anna"), put(), put("haushalt")
    with journal.change(OPERATOR) as change:
        give_role(change, anna, role, "personal")
    rights = Authority(journal.engine).rights_of(anna)
    assert rights.may_edit(document) == rights.may_read(document) == (role == "editor")
    assert not rights.may_edit(other)
    assert (rights.evaluates, rights.administers) == (role == "evaluator", role == "administrator")


def test_an_editor_of_all_collections_may_make_new_ones(journal: Journal, hire: Hire) -> None:
    anna = hire("anna")
    with journal.change(OPERATOR) as change:
        give_role(change, anna, "editor")
    assert Authority(journal.engine).rights_of(anna).may_edit_in("new")


def test_a_token_has_no_more_than_the_abilities_it_was_given(journal: Journal, hire: Hire, put: Put) -> None:
    anna, document = hire("anna"), put()
    with journal.change(OPERATOR) as change:
        for role in ("editor", "evaluator", "administrator"):
            give_role(change, anna, role)
        grant(change, Grant(f"person:{anna.id}", "read", "personal"))
    rights = Authority(journal.engine).rights_of(anna, frozenset({"read"}))
    assert rights.may_read(document)
    assert not (rights.may_edit(document) or rights.evaluates or rights.administers)


def test_a_document_that_moves_to_a_closed_collection_is_closed(
    journal: Journal, hire: Hire, put: Put, library: Library, allow: Callable[..., None]
) -> None:
    anna, document, authority = hire("anna"), put(), Authority(journal.engine)
    allow("everyone", "read", "personal")
    assert authority.rights_of(anna).readable.contains(document)
    moved = library.describe(document.id, Metadata(title="Regel", collection="leitung"))
    assert not authority.rights_of(anna).readable.contains(moved)


def test_a_model_sees_no_document_above_its_class(journal: Journal, put: Put) -> None:
    open_one, plain, secret = put("internet"), put(), put("leitung")
    with journal.change(OPERATOR) as change:
        set_rule(change, "internet", CollectionRule("public"))
        set_rule(change, "leitung", CollectionRule("confidential"))
        classes = protection_of(change.connection, [open_one.id, plain.id, secret.id, "unknown"])
    assert classes == {open_one.id: "public", plain.id: "internal", secret.id: "confidential"}
    assert highest(classes.values()) == "confidential"
    assert may_see("public", [open_one.id], classes)
    assert not may_see("public", [open_one.id, plain.id], classes)
    assert may_see("internal", [open_one.id, plain.id], classes)
    assert not may_see("internal", [secret.id], classes)
    assert not may_see("internal", ["unknown"], classes), "what has no class counts as confidential"
    assert may_see("confidential", [secret.id, "unknown"], classes)
