"""No sequence of grants, refusals, uploads, moves, releases and removals lets anybody find what they may not read.

What may be read is said here a second time, one document at a time and in the plainest way. `LEAK_STEPS` says how many
steps are taken, 20,000 before a release.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from assistant.access import releasing
from assistant.access.people import Person, add_person, join_groups, named
from assistant.access.protection import CollectionRule, Protection, protect, set_rule
from assistant.access.rights import Ability, Authority, Grant, grant, revoke, rule_document
from assistant.remembering import Memory
from assistant.retrieval import Retriever
from assistant.widening import Thesaurus
from ingest.documents import Document, Metadata, Scope, Section
from ingest.german import find_terms
from ingest.journal import OPERATOR, Journal
from ingest.library import open_library
from ingest.secret import open_secret
from ingest.settings import Settings

NOW = datetime(2026, 3, 2)
STEPS = int(os.environ.get("LEAK_STEPS", "400"))
STEPS_OF_ONE_RUN = max(40, STEPS // 200)
"""Opening an office takes as long as some dozen steps."""
NAMES = ("anna", "berta", "carl")
GROUPS = {"anna": ("leitung", "personal"), "berta": ("personal",), "carl": ()}
COLLECTIONS = ("personal", "haushalt", "leitung")
HOLDERS = ("everyone", "group:leitung", "group:personal", *(f"person {name}" for name in NAMES))
CLASSES: tuple[Protection, ...] = ("public", "internal", "confidential")
NUMBERS = st.integers(0, 9)
QUESTION = "Wer genehmigt Dienstreisen?"
_ALL = 1000
"""More than there are."""
_MOST = 32
"""As many as can be asked for of what was found before."""
THESAURUS = Thesaurus()


@dataclass
class Known:
    """What the test knows of a document."""

    document: Document
    protection: Protection | None = None
    rules: dict[str, bool] = field(default_factory=dict)
    released: int = 0


class Office(RuleBasedStateMachine):
    """People, rights and documents; after each step everybody asks, and `steps` counts it."""

    steps: ClassVar[int] = 0

    @initialize()
    def open(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.library = open_library(Settings(home=self.home))
        self.journal = Journal(self.library.engine, open_secret(self.home))
        self.authority = Authority(self.library.engine)
        self.memory = Memory(Retriever(self.library, THESAURUS))
        # So that what was found before counts however small the library is.
        self.library.about_size = lambda question: 0  # type: ignore[method-assign]
        self.known: dict[str, Known] = {}
        self.count = 0
        self.grants: set[tuple[str, Ability, str]] = set()
        self.collections = dict.fromkeys(COLLECTIONS, CollectionRule())
        self.people: dict[str, Person] = {}
        for name in NAMES:
            with self.journal.change(OPERATOR) as change:
                join_groups(change, add_person(change, name, name, NOW), GROUPS[name])
                self.people[name] = named(change.connection, name)
        for collection in (*COLLECTIONS, "personal"):
            self.upload(collection)
        for holder, collection in (("everyone", "personal"), ("group:personal", "haushalt"), ("person anna", "leitung")):
            self.give(holder, "read", collection)

    def teardown(self) -> None:
        if hasattr(self, "home"):
            self.library.engine.dispose()
            shutil.rmtree(self.home)

    def holder(self, named_holder: str) -> str:
        kind, _, name = named_holder.partition(" ")
        return f"person:{self.people[name].id}" if name else kind

    def chosen(self, number: int) -> Known | None:
        """One of the documents that are there."""
        return sorted(self.known.values(), key=lambda known: known.document.id)[number % len(self.known)] if self.known else None

    @rule(collection=st.sampled_from(COLLECTIONS))
    def upload(self, collection: str) -> None:
        self.count += 1
        identity = f"{self.count:032x}"
        self.put(Document(identity, f"{identity}.md", "0" * 64, 1, Metadata(title="Regel", collection=collection)))
        self.known[identity] = Known(self.library.document(identity))

    @rule(number=NUMBERS)
    def replace(self, number: int) -> None:
        if known := self.chosen(number):
            before = known.document
            self.put(Document(before.id, before.file_name, before.digest, before.version + 1, before.metadata))
            known.document = self.library.document(before.id)

    @rule(number=NUMBERS, collection=st.sampled_from(COLLECTIONS))
    def move(self, number: int, collection: str) -> None:
        if known := self.chosen(number):
            known.document = self.library.describe(known.document.id, Metadata(title="Regel", collection=collection))

    @rule(number=NUMBERS)
    def remove(self, number: int) -> None:
        if known := self.chosen(number):
            self.library.remove(known.document.id)
            del self.known[known.document.id]

    @rule(holder=st.sampled_from(HOLDERS), ability=st.sampled_from(("read", "edit")), to=st.sampled_from((*COLLECTIONS, "*")))
    def give(self, holder: str, ability: Ability, to: str) -> None:
        self.grants.add((self.holder(holder), ability, to))
        with self.journal.change(OPERATOR) as change:
            grant(change, Grant(self.holder(holder), ability, to))

    @rule(holder=st.sampled_from(HOLDERS), ability=st.sampled_from(("read", "edit")), to=st.sampled_from((*COLLECTIONS, "*")))
    def take(self, holder: str, ability: Ability, to: str) -> None:
        self.grants.discard((self.holder(holder), ability, to))
        with self.journal.change(OPERATOR) as change:
            revoke(change, Grant(self.holder(holder), ability, to))

    @rule(collection=st.sampled_from(COLLECTIONS), protection=st.sampled_from(CLASSES), release=st.booleans())
    def rule_collection(self, collection: str, protection: Protection, release: bool) -> None:
        self.collections[collection] = CollectionRule(protection, release)
        with self.journal.change(OPERATOR) as change:
            set_rule(change, collection, CollectionRule(protection, release))

    @rule(number=NUMBERS, protection=st.sampled_from((*CLASSES, None)))
    def classify(self, number: int, protection: Protection | None) -> None:
        if known := self.chosen(number):
            known.protection = protection
            with self.journal.change(OPERATOR) as change:
                protect(change, known.document.id, protection)

    @rule(number=NUMBERS, holder=st.sampled_from(HOLDERS), allowed=st.sampled_from((True, False, None)))
    def except_document(self, number: int, holder: str, allowed: bool | None) -> None:
        if known := self.chosen(number):
            known.rules.pop(self.holder(holder), None)
            if allowed is not None:
                known.rules[self.holder(holder)] = allowed
            with self.journal.change(OPERATOR) as change:
                rule_document(change, known.document.id, self.holder(holder), allowed)

    @rule(number=NUMBERS, recalled=st.booleans())
    def release(self, number: int, recalled: bool) -> None:
        if known := self.chosen(number):
            version = known.document.version
            if known.released != version:
                with self.journal.change("anna") as change:
                    releasing.propose(change, known.document, version)
            with self.journal.change("berta") as change:
                releasing.release(change, known.document, version, NOW, None)
                if recalled:
                    releasing.recall(change, known.document, NOW, "veraltet")
            known.released = 0 if recalled else version

    def put(self, document: Document) -> None:
        text = f"Dienstreisen genehmigt die Leitung. Kennung {document.id}, Fassung {document.version}."
        self.library.store(self.library.prepare(document, [Section(text)]))

    def may_read(self, person: Person, known: Known) -> bool:
        rule = self.collections[known.document.metadata.collection]
        if rule.release and known.released != known.document.version:
            return False
        said = [allowed for holder, allowed in known.rules.items() if holder in person.holders]
        if said:
            return all(said)
        open_to = {
            holder
            for holder, _, collection in self.grants
            if collection in (known.document.metadata.collection, "*") and holder in person.holders
        }
        protection = known.protection or rule.protection
        return protection == "public" or bool(open_to if protection == "internal" else open_to - {"everyone"})

    @invariant()
    def everybody_finds_exactly_what_they_may_read(self) -> None:
        if not hasattr(self, "home"):
            return
        Office.steps += 1
        expected = {name: {each for each, known in self.known.items() if self.may_read(self.people[name], known)} for name in NAMES}
        for name in NAMES:
            assert self.remembered(name) <= expected[name], "while the indexes have not heard of it"
        self.library.catch_up()
        for name in NAMES:
            assert self.found(self.scope(name)) == (expected[name], expected[name])
            assert self.remembered(name) == expected[name] or len(expected[name]) > _MOST

    def scope(self, name: str) -> Scope:
        return Scope(readable=self.authority.rights_of(self.people[name]).readable)

    def remembered(self, name: str) -> set[str]:
        """The documents that are found by somebody who asks the same again and again."""
        return {hit.passage.document.id for hit in self.memory.find_passages(QUESTION, self.scope(name), _MOST)}

    def found(self, scope: Scope) -> tuple[set[str], set[str]]:
        """The documents that words and vectors find, straight from the indexes: nothing is left to a later check."""
        words = self.library.search_words("words", dict.fromkeys(find_terms(QUESTION), 1.0), scope, _ALL)
        vectors = self.library.search_vectors(QUESTION, scope, _ALL)
        by_words, by_vectors = ({identity for identity, _ in hits} for hits in (words, vectors))
        passages = self.library.passages(list(by_words | by_vectors), Scope())
        return {passages[each].document.id for each in by_words}, {passages[each].document.id for each in by_vectors}


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_nobody_ever_finds_what_they_may_not_read() -> None:
    limits = hypothesis_settings(max_examples=-(-STEPS // STEPS_OF_ONE_RUN), stateful_step_count=STEPS_OF_ONE_RUN, database=None)
    run_state_machine_as_test(Office, settings=limits)
    assert Office.steps >= STEPS // 2
