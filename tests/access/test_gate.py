"""Who is recognised by what a request carries, and who is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assistant.access import passwords
from assistant.access.gate import Credentials, Gate
from assistant.access.pacing import Pace
from assistant.access.people import Person
from assistant.access.refusals import ForeignOrigin, NotSignedIn, SignInFailed, TooManyRequests
from assistant.access.tokens import make_token
from ingest.errors import SettingsError
from ingest.journal import OPERATOR, Journal
from ingest.settings import Settings
from tests.access.conftest import NOW, Hire

PASSWORD = "Deichschau im Februar"
HERE = Credentials(address="127.0.0.1", host="127.0.0.1:8000")
Build = Callable[..., Gate]


@pytest.fixture
def build(settings: Settings, journal: Journal) -> Build:
    return lambda **changed: Gate(settings.model_copy(update=changed), journal.engine)


@pytest.fixture
def anna(journal: Journal, hire: Hire) -> Person:
    person = hire("anna")
    with journal.change(OPERATOR) as change:
        passwords.set_password(change, person, PASSWORD)
    return person


def signed_in(gate: Gate) -> Credentials:
    ours = replace(HERE, method="POST", origin=f"http://{HERE.host}")
    _, key = gate.sign_in(ours, "anna", PASSWORD, NOW)
    return replace(HERE, session=key)


def is_recognised(gate: Gate, shown: Credentials) -> bool:
    try:
        gate.recognise(shown, NOW)
    except NotSignedIn:
        return False
    return True


def test_a_session_opens_the_gate(build: Build, anna: Person) -> None:
    gate = build()
    assert gate.recognise(signed_in(gate), NOW).person == anna


@pytest.mark.parametrize("mode", ["local", "oidc", "proxy"])
def test_nothing_shown_is_nobody(build: Build, mode: str) -> None:
    fitting = {"oidc_issuer": "https://idp", "oidc_client": "a", "url": "https://a", "proxy_addresses": ("10.1.2.3",)}
    assert not is_recognised(build(identity=mode, **fitting), HERE)


def test_a_session_ends_when_it_is_idle(build: Build, anna: Person) -> None:
    gate = build(session_idle_minutes=30)
    shown = signed_in(gate)
    assert gate.recognise(shown, NOW + timedelta(minutes=29)).person == anna
    assert gate.recognise(shown, NOW + timedelta(minutes=58)).person == anna, "its use was noted"
    with pytest.raises(NotSignedIn):
        gate.recognise(shown, NOW + timedelta(minutes=88))


def test_passwords_open_nothing_where_others_say_who_somebody_is(build: Build, anna: Person) -> None:
    gate = build(identity="proxy", proxy_addresses=("10.1.2.3",))
    with pytest.raises(NotSignedIn):
        gate.sign_in(HERE, "anna", PASSWORD, NOW)


def test_a_bad_token_is_not_made_good_by_a_session(build: Build, anna: Person) -> None:
    gate = build()
    assert not is_recognised(gate, replace(signed_in(gate), token="akl_planted"))


def test_a_token_acts_for_its_person_with_its_abilities_only(build: Build, journal: Journal, anna: Person) -> None:
    with journal.change(anna.id) as change:
        token = make_token(change, anna, "Intranet", frozenset({"read"}), NOW, NOW + timedelta(days=1))
    asker = build().recognise(replace(HERE, method="POST", token=token, origin="https://evil.example"), NOW)
    assert (asker.person, set(asker.abilities)) == (anna, {"read"})
    assert not is_recognised(build(), replace(HERE, session=token))


OURS: dict[str, dict[str, Any]] = {
    "the same origin": {"origin": "http://127.0.0.1:8000"},
    "the browser says so": {"site": "same-origin"},
    "an origin that may embed the chat": {"origin": "https://intranet.example"},
}
FOREIGN: dict[str, dict[str, Any]] = {
    "another site": {"origin": "https://evil.example"},
    "another port": {"origin": "http://127.0.0.1:9000"},
    "no origin at all": {},
    "a sandboxed page": {"origin": "null"},
    "the browser says another site": {"site": "cross-site"},
    "the browser says another host of the site": {"site": "same-site"},
    "a name that begins alike": {"origin": "http://127.0.0.1:8000.evil.example"},
}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("from_where", FOREIGN)
def test_a_page_of_another_site_changes_nothing(build: Build, anna: Person, method: str, from_where: str) -> None:
    gate = build(widget_origins=("https://intranet.example",))
    with pytest.raises(ForeignOrigin):
        gate.recognise(replace(signed_in(gate), method=method, **FOREIGN[from_where]), NOW)


@pytest.mark.parametrize("from_where", OURS)
def test_our_own_pages_change_things(build: Build, anna: Person, from_where: str) -> None:
    gate = build(widget_origins=("https://intranet.example",))
    assert gate.recognise(replace(signed_in(gate), method="POST", **OURS[from_where]), NOW).person == anna


def test_reading_is_open_to_links_from_elsewhere(build: Build, anna: Person) -> None:
    gate = build()
    assert gate.recognise(replace(signed_in(gate), origin="https://evil.example"), NOW).person == anna


def test_a_foreign_page_signs_nobody_in(build: Build, anna: Person) -> None:
    with pytest.raises(ForeignOrigin):
        build().sign_in(replace(HERE, method="POST", origin="https://evil.example"), "anna", PASSWORD, NOW)


def test_who_tries_many_names_is_slowed_down(build: Build, anna: Person) -> None:
    gate = build()
    ours = replace(HERE, method="POST", site="same-origin")
    with pytest.raises(TooManyRequests):
        for number in range(30):
            with pytest.raises(SignInFailed):
                gate.sign_in(ours, f"name {number}", "falsch", NOW)


def test_the_demonstration_lets_in_who_sits_at_the_machine(build: Build) -> None:
    asker = build(identity="demo").recognise(replace(HERE, method="POST"), NOW)
    assert asker.rights.administers
    assert asker.rights.may_edit_in("new")


@pytest.mark.parametrize(
    "changed",
    [
        {"address": "10.1.2.3"},
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example"},
        {"host": ""},
        {"forwarded": True},
    ],
)
def test_the_demonstration_lets_in_nobody_else(build: Build, changed: dict[str, Any]) -> None:
    assert not is_recognised(build(identity="demo"), replace(HERE, **changed))


@pytest.mark.parametrize("identity", ["local", "oidc"])
def test_headers_of_a_proxy_mean_nothing_where_none_is_configured(build: Build, identity: str) -> None:
    fitting = {"oidc_issuer": "https://idp", "oidc_client": "a", "url": "https://a"}
    assert not is_recognised(build(identity=identity, **fitting), replace(HERE, names=["anna"]))


def test_settings_that_do_not_fit_open_no_gate(build: Build) -> None:
    with pytest.raises(SettingsError):
        build(identity="oidc")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "confidential"),
        ({"chat_model": "openai", "base_url": "http://127.0.0.1:8080/v1"}, "confidential"),
        ({"chat_model": "openai", "base_url": "https://models.example/v1"}, "public"),
        ({"chat_model": "openai", "base_url": "https://models.example/v1", "model_sees": "internal"}, "internal"),
    ],
)
def test_a_model_elsewhere_sees_only_public_documents_unless_told_otherwise(
    build: Build, changed: dict[str, Any], expected: str
) -> None:
    assert build(**changed).model_sees == expected


def test_so_many_a_minute_and_then_evenly() -> None:
    now = [0.0]
    pace = Pace(6, lambda: now[0])
    for _ in range(6):
        pace.take("anna")
    with pytest.raises(TooManyRequests, match="10"):
        pace.take("anna")
    pace.take("berta")
    now[0] = 10.0
    pace.take("anna")
    with pytest.raises(TooManyRequests):
        pace.take("anna")


def test_a_flood_of_names_takes_no_memory() -> None:
    now = [0.0]
    pace = Pace(60, lambda: now[0])
    for number in range(25_000):
        now[0] += 1
        pace.take(f"address {number}")
    assert len(pace._buckets) <= 10_000
