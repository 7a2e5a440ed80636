"""Accounts, passwords, sessions and tokens: who is let in, for how long, and what others learn from being refused."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from types import FrameType

import pytest
from argon2 import Parameters, extract_parameters
from argon2.low_level import verify_secret
from sqlalchemy import select

from assistant.access import passwords, sessions, tokens
from assistant.access.people import Person, add_person, remove_person, set_active
from assistant.access.refusals import NameInUse, SignInFailed, WeakPassword
from assistant.access.sessions import Lifetime
from ingest import access_tables
from ingest.journal import OPERATOR, Journal, read_entries
from tests.access.conftest import NOW, Hire

PASSWORD = "Deichschau im Februar"
LIFETIME = Lifetime(idle=timedelta(hours=1), most=timedelta(hours=8))


@pytest.fixture
def anna(journal: Journal, hire: Hire) -> Person:
    person = hire("anna")
    with journal.change(OPERATOR) as change:
        passwords.set_password(change, person, PASSWORD)
    return person


def refused(journal: Journal, name: str, password: str, now: datetime = NOW) -> bool:
    try:
        passwords.sign_in(journal, name, password, now)
    except SignInFailed:
        return True
    return False


def open_session(journal: Journal, person: Person, now: datetime = NOW) -> str:
    with journal.change(person.id) as change:
        return sessions.open_session(change, person, now)


def who(journal: Journal, key: str, now: datetime = NOW) -> str | None:
    with journal.engine.connect() as connection:
        found = sessions.find_session(connection, key, LIFETIME, now)
    return found[0].name if found else None


def stored_text(journal: Journal) -> str:
    """All that the tables of access hold."""
    with journal.engine.connect() as connection:
        return "\n".join(
            str(tuple(row))
            for table in (access_tables.people, access_tables.sessions, access_tables.tokens, access_tables.audit)
            for row in connection.execute(select(table))
        )


def test_the_right_password_signs_in(journal: Journal, anna: Person) -> None:
    assert passwords.sign_in(journal, "anna", PASSWORD, NOW) == anna


@pytest.mark.parametrize(("name", "password"), [("anna", "falsch"), ("anna", ""), ("berta", PASSWORD), ("", "")])
def test_a_wrong_name_or_password_is_refused(journal: Journal, anna: Person, name: str, password: str) -> None:
    assert refused(journal, name, password)


def test_refusals_read_the_same_and_cost_the_same_work_whatever_the_reason(journal: Journal, anna: Person, hire: Hire) -> None:
    """So that nobody learns from them, or from the time they take, whether a name is known, locked or closed."""
    hire("without password")
    told = [refusal(journal, name) for name in ("anna", "nobody", "without password", *["anna"] * 6)]
    with journal.change(OPERATOR) as change:
        set_active(change, anna, False)
    told.append(refusal(journal, "anna"))
    assert told[0][1], "no hash was compared with the password"
    assert told == [told[0]] * len(told)


def refusal(journal: Journal, name: str) -> tuple[str, list[Parameters]]:
    """What is said, and how hard each hash was that was compared with the password."""
    compared: list[Parameters] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is verify_secret.__code__:
            compared.append(extract_parameters(frame.f_locals["hash"].decode()))

    sys.setprofile(note)
    try:
        with pytest.raises(SignInFailed) as failure:
            passwords.sign_in(journal, name, "falsch", NOW)
    finally:
        sys.setprofile(None)
    return str(failure.value), compared


def test_after_some_failures_the_right_password_is_refused_for_a_while(journal: Journal, anna: Person) -> None:
    for _ in range(5):
        assert refused(journal, "anna", "falsch")
    assert refused(journal, "anna", PASSWORD)
    assert not refused(journal, "anna", PASSWORD, NOW + timedelta(minutes=2))
    assert refused(journal, "anna", "falsch", NOW + timedelta(minutes=2))
    assert not refused(journal, "anna", PASSWORD, NOW + timedelta(minutes=2))


def test_each_further_failure_locks_for_longer(journal: Journal, anna: Person) -> None:
    now = NOW
    for _ in range(7):
        assert refused(journal, "anna", "falsch", now)
        now += timedelta(minutes=3)
    assert refused(journal, "anna", PASSWORD, now - timedelta(minutes=1))
    assert not refused(journal, "anna", PASSWORD, now + timedelta(hours=1))


def test_tries_at_the_same_time_do_not_slip_by_the_lock(journal: Journal, anna: Person) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: refused(journal, "anna", f"falsch {number}"), range(12)))
    with journal.engine.connect() as connection:
        assert connection.scalar(select(access_tables.people.c.failures)) == 5


def test_a_new_password_unlocks_and_signs_out_everywhere(journal: Journal, anna: Person) -> None:
    key = open_session(journal, anna)
    for _ in range(6):
        refused(journal, "anna", "falsch")
    with journal.change(OPERATOR) as change:
        passwords.set_password(change, anna, "Ein anderes Kennwort")
    assert who(journal, key) is None
    assert refused(journal, "anna", PASSWORD)
    assert not refused(journal, "anna", "Ein anderes Kennwort")


@pytest.mark.parametrize("password", ["", "kurz", "elf Zeichen", "x" * 2000])
def test_weak_and_endless_passwords_are_not_taken(journal: Journal, anna: Person, password: str) -> None:
    with pytest.raises(WeakPassword), journal.change(OPERATOR) as change:
        passwords.set_password(change, anna, password)
    assert not refused(journal, "anna", PASSWORD)


def test_a_name_is_given_once(journal: Journal, anna: Person) -> None:
    with pytest.raises(NameInUse), journal.change(OPERATOR) as change:
        add_person(change, " anna ", "", NOW)


def test_neither_passwords_nor_session_ids_nor_tokens_are_stored(journal: Journal, anna: Person) -> None:
    key = open_session(journal, anna)
    with journal.change(anna.id) as change:
        token = tokens.make_token(change, anna, "Intranet", frozenset({"read"}), NOW, NOW + timedelta(days=1))
    refused(journal, "anna", "ein falsches Kennwort")
    stored = stored_text(journal)
    assert not [word for word in (PASSWORD, key, token, "ein falsches Kennwort") if word in stored]
    assert "argon2id" in stored


def test_a_session_knows_its_person_until_it_is_idle_too_long(journal: Journal, anna: Person) -> None:
    key = open_session(journal, anna)
    assert who(journal, key, NOW + timedelta(minutes=59)) == "anna"
    assert who(journal, key, NOW + timedelta(minutes=60)) is None
    with journal.change(anna.id) as change:
        sessions.note_use(change.connection, key, NOW + timedelta(minutes=59))
    assert who(journal, key, NOW + timedelta(minutes=118)) == "anna"


def test_a_session_ends_after_some_hours_however_busy(journal: Journal, anna: Person) -> None:
    key = open_session(journal, anna)
    with journal.change(anna.id) as change:
        sessions.note_use(change.connection, key, NOW + timedelta(hours=7, minutes=59))
    assert who(journal, key, NOW + timedelta(hours=7, minutes=59)) == "anna"
    assert who(journal, key, NOW + timedelta(hours=8)) is None


def test_each_sign_in_has_a_session_of_its_own_and_made_up_ones_are_none(journal: Journal, anna: Person) -> None:
    one, two = open_session(journal, anna), open_session(journal, anna)
    assert one != two
    assert (who(journal, "planted"), who(journal, "")) == (None, None)
    with journal.change(anna.id) as change:
        sessions.end_session(change, one, anna)
    assert (who(journal, one), who(journal, two)) == (None, "anna")


def test_signing_out_everywhere_ends_all_sessions_of_this_person_alone(journal: Journal, anna: Person, hire: Hire) -> None:
    keys = [open_session(journal, anna) for _ in range(3)]
    other = open_session(journal, hire("berta"))
    with journal.change(anna.id) as change:
        assert sessions.end_all_sessions(change, anna) == 3
    assert [who(journal, key) for key in (*keys, other)] == [None, None, None, "berta"]


@pytest.mark.parametrize("ahead", [timedelta(minutes=2), timedelta(days=900)])
def test_what_a_clock_that_ran_ahead_has_let_in_is_out_when_it_is_set_right(
    journal: Journal, anna: Person, ahead: timedelta
) -> None:
    later = NOW + ahead
    opened, used = open_session(journal, anna, later), open_session(journal, anna)
    with journal.change(anna.id) as change:
        sessions.note_use(change.connection, used, later)
        token = tokens.make_token(change, anna, "Intranet", frozenset({"read"}), later, later + timedelta(days=1))
        assert tokens.find_token(change.connection, token, later) is not None
        assert tokens.find_token(change.connection, token, NOW) is None
    assert (who(journal, opened, later), who(journal, opened), who(journal, used)) == ("anna", None, None)
    with journal.change(OPERATOR) as change:
        assert sessions.remove_ended(change.connection, LIFETIME, NOW) == 2


def test_a_lock_that_a_wrong_clock_has_set_does_not_shut_somebody_out_for_years(journal: Journal, anna: Person) -> None:
    for _ in range(6):
        assert refused(journal, "anna", "falsch", NOW + timedelta(days=900))
    assert not refused(journal, "anna", PASSWORD)


def test_sessions_that_are_good_no_more_are_deleted(journal: Journal, anna: Person) -> None:
    open_session(journal, anna)
    fresh = open_session(journal, anna, NOW + timedelta(hours=2))
    with journal.change(OPERATOR) as change:
        assert sessions.remove_ended(change.connection, LIFETIME, NOW + timedelta(hours=2)) == 1
    assert who(journal, fresh, NOW + timedelta(hours=2)) == "anna"


def test_a_closed_account_is_out_at_once(journal: Journal, anna: Person) -> None:
    key = open_session(journal, anna)
    with journal.change(anna.id) as change:
        token = tokens.make_token(change, anna, "Intranet", frozenset({"read"}), NOW, NOW + timedelta(days=1))
    with journal.change(OPERATOR) as change:
        set_active(change, anna, False)
    assert who(journal, key) is None
    assert refused(journal, "anna", PASSWORD)
    with journal.engine.connect() as connection:
        assert tokens.find_token(connection, token, NOW) is None


def test_a_removed_account_leaves_nothing_but_its_entries_in_the_audit(journal: Journal, anna: Person) -> None:
    open_session(journal, anna)
    with journal.change(OPERATOR) as change:
        remove_person(change, anna)
    assert "anna" not in stored_text(journal)
    with journal.engine.connect() as connection:
        assert [entry.action for entry in read_entries(connection)][-1] == "person.remove"
        assert connection.execute(select(access_tables.sessions)).all() == []


def test_a_token_acts_for_its_person_until_it_expires_or_is_removed(journal: Journal, anna: Person, hire: Hire) -> None:
    with journal.change(anna.id) as change:
        token = tokens.make_token(change, anna, "Intranet", frozenset({"read"}), NOW, NOW + timedelta(days=1))
    with journal.engine.connect() as connection:
        assert tokens.find_token(connection, token, NOW) == (anna, frozenset({"read"}))
        assert tokens.find_token(connection, token, NOW + timedelta(days=1)) is None
        assert tokens.find_token(connection, token[:-1], NOW) is None
        [known] = tokens.tokens_of(connection, anna)
    berta = hire("berta")
    with journal.change(OPERATOR) as change:
        assert not tokens.remove_token(change, berta, known.id)
        assert tokens.remove_token(change, anna, known.id)
        assert tokens.find_token(change.connection, token, NOW) is None
