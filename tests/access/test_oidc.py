"""Signing in at an identity provider: believed only after everything was checked."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from assistant.access import retention
from assistant.access.arriving import Identity, admit
from assistant.access.oidc import Provider as Client
from assistant.access.oidc import local_path
from assistant.access.refusals import ProviderRefused
from assistant.access.retention import Keeping
from assistant.access.sessions import Lifetime
from ingest.access_tables import logins
from ingest.journal import Journal
from ingest.secret import open_secret
from ingest.settings import Settings
from tests.access.conftest import NOW
from tests.access.provider import CLIENT, Provider, serving

KEEPING = Keeping({"public": 30, "internal": 30, "confidential": 7}, Lifetime(timedelta(hours=1), timedelta(hours=8)))


@dataclass
class Clock:
    """One that stands still until a test moves it."""

    seconds: float = 0.0

    def now(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serving(Provider()) as started:
        yield started


@pytest.fixture
def client(provider: Provider, settings: Settings, clock: Clock) -> Client:
    changed = {"identity": "oidc", "oidc_issuer": provider.issuer, "oidc_client": CLIENT, "url": "https://fragen.amt.example"}
    return opened(settings, clock.now, **changed)


def opened(settings: Settings, clock: Callable[[], float] = time.monotonic, **changed: str) -> Client:
    return Client(settings.model_copy(update=changed), open_secret(settings.home), clock)


def sign_in(client: Client, provider: Provider, journal: Journal, **changed: str) -> Identity:
    login = client.begin("/redaktion?a=1", NOW)
    answer = provider.sign_in(login.url) | changed
    return client.complete(journal.engine, answer, login.kept, NOW)


def test_who_signs_in_at_the_provider_is_known_here(client: Client, provider: Provider, journal: Journal) -> None:
    provider.claims["groups"] = ["/personalrat", "haushalt"]
    found = sign_in(client, provider, journal)
    assert (found.name, found.shown, found.target) == ("anna", "Anna Amsel", "/redaktion?a=1")
    assert found.groups == {"personalrat", "haushalt"}
    person = admit(journal, found, NOW)
    assert (person.name, set(person.groups)) == ("anna", {"personalrat", "haushalt"})
    assert admit(journal, found, NOW) == person, "the second time it is the same account"


@pytest.mark.parametrize(
    ("path", "claims", "expected"),
    [
        ("roles", {"roles": "leitung"}, {"leitung"}),
        ("realm_access.roles", {"realm_access": {"roles": ["a", "b"]}}, {"a", "b"}),
        ("groups", {}, set()),
        ("groups", {"groups": {"a": 1}}, set()),
        ("groups", {"groups": ["a", 7, None]}, {"a"}),
        ("a.b.c", {"a": ["b"]}, set()),
    ],
)
def test_groups_come_from_the_claim_that_is_named(
    client: Client, provider: Provider, journal: Journal, path: str, claims: dict[str, Any], expected: set[str]
) -> None:
    provider.claims |= claims
    client = opened(client._settings, oidc_groups=path)
    assert sign_in(client, provider, journal).groups == expected


def test_groups_that_are_named_no_more_are_gone(client: Client, provider: Provider, journal: Journal) -> None:
    provider.claims["groups"] = ["leitung"]
    assert admit(journal, sign_in(client, provider, journal), NOW).groups == {"leitung"}
    provider.claims["groups"] = []
    assert admit(journal, sign_in(client, provider, journal), NOW).groups == set()


BENT = {
    "another issuer": lambda claims: claims | {"iss": "https://evil.example"},
    "another audience": lambda claims: claims | {"aud": "other"},
    "several audiences, made for another": lambda claims: claims | {"aud": [CLIENT, "other"], "azp": "other"},
    "expired": lambda claims: claims | {"exp": int(time.time()) - 120},
    "from the future": lambda claims: claims | {"iat": int(time.time()) + 600},
    "another nonce": lambda claims: claims | {"nonce": "planted"},
}


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT.keys())
def test_a_token_with_a_fault_is_refused(client: Client, provider: Provider, journal: Journal, bend: Any) -> None:
    provider.bend = bend
    with pytest.raises(ProviderRefused):
        sign_in(client, provider, journal)


@pytest.mark.parametrize("name", ["iss", "aud", "exp", "iat", "nonce", "sub"])
def test_a_token_that_leaves_something_out_is_refused(client: Client, provider: Provider, journal: Journal, name: str) -> None:
    provider.bend = lambda claims: {key: value for key, value in claims.items() if key != name}
    with pytest.raises(ProviderRefused):
        sign_in(client, provider, journal)


def test_clocks_may_differ_a_little(client: Client, provider: Provider, journal: Journal) -> None:
    provider.bend = lambda claims: claims | {"iat": int(time.time()) + 40, "exp": int(time.time()) - 40}
    assert sign_in(client, provider, journal).name == "anna"


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_anybody_could_have_made_is_refused(
    client: Client, provider: Provider, journal: Journal, algorithm: str
) -> None:
    provider.algorithm = algorithm
    with pytest.raises(ProviderRefused):
        sign_in(client, provider, journal)


def test_a_new_key_of_the_provider_is_taken_up(client: Client, provider: Provider, journal: Journal, clock: Clock) -> None:
    sign_in(client, provider, journal)
    provider.rotate()
    clock.seconds += 1
    assert sign_in(client, provider, journal).name == "anna"


def test_tokens_with_unknown_keys_do_not_make_us_flood_the_provider(client: Client, provider: Provider, journal: Journal) -> None:
    sign_in(client, provider, journal)
    provider.rotate()
    for _ in range(5):
        with pytest.raises(ProviderRefused):
            sign_in(client, provider, journal)
    assert provider.asked.count("/keys") == 1


def test_a_state_is_good_once(client: Client, provider: Provider, journal: Journal) -> None:
    login = client.begin("/", NOW)
    answer = provider.sign_in(login.url)
    client.complete(journal.engine, answer, login.kept, NOW)
    for at in (NOW, NOW + timedelta(minutes=9, seconds=59)):
        with pytest.raises(ProviderRefused):
            client.complete(journal.engine, provider.sign_in(login.url), login.kept, at)
        retention.sweep(journal, KEEPING, at)


def test_what_another_browser_or_another_server_was_given_is_refused(
    client: Client, provider: Provider, journal: Journal, tmp_path: Path
) -> None:
    answer = provider.sign_in(client.begin("/", NOW).url)
    elsewhere = opened(client._settings.model_copy(update={"home": tmp_path / "elsewhere"}))
    for kept in (client.begin("/", NOW).kept, elsewhere.begin("/", NOW).kept, "", ".", "planted"):
        with pytest.raises(ProviderRefused):
            client.complete(journal.engine, answer, kept, NOW)


def test_what_the_browser_keeps_cannot_be_changed(client: Client, provider: Provider, journal: Journal) -> None:
    login = client.begin("/", NOW)
    answer = provider.sign_in(login.url)
    for place in range(0, len(login.kept), 7):
        bent = login.kept[:place] + ("A" if login.kept[place] != "A" else "B") + login.kept[place + 1 :]
        with pytest.raises(ProviderRefused):
            client.complete(journal.engine, answer, bent, NOW)
    assert client.complete(journal.engine, answer, login.kept, NOW).name == "anna"


def test_sign_ins_that_nobody_ends_leave_nothing_behind(client: Client, provider: Provider, journal: Journal) -> None:
    for _ in range(3):
        login = client.begin("/", NOW)
        with pytest.raises(ProviderRefused):
            client.complete(journal.engine, {"state": provider.sign_in(login.url)["state"], "code": "stolen"}, login.kept, NOW)
    with journal.engine.connect() as connection:
        assert connection.execute(select(logins)).all() == []


@pytest.mark.parametrize("changed", [{"state": "planted"}, {"code": "stolen"}, {"error": "access_denied"}, {"iss": "https://evil"}])
def test_an_answer_with_a_fault_is_refused(client: Client, provider: Provider, journal: Journal, changed: dict[str, str]) -> None:
    with pytest.raises(ProviderRefused):
        sign_in(client, provider, journal, **changed)


@pytest.mark.parametrize("minutes", [10, -10])
def test_a_sign_in_that_took_too_long_or_ends_before_it_began_is_refused(
    client: Client, provider: Provider, journal: Journal, minutes: int
) -> None:
    login = client.begin("/", NOW)
    with pytest.raises(ProviderRefused):
        client.complete(journal.engine, provider.sign_in(login.url), login.kept, NOW + timedelta(minutes=minutes))


def test_the_state_is_kept_as_a_digest_only(client: Client, provider: Provider, journal: Journal) -> None:
    login = client.begin("/", NOW)
    answer = provider.sign_in(login.url)
    client.complete(journal.engine, answer, login.kept, NOW)
    with journal.engine.connect() as connection:
        [row] = connection.execute(select(logins))
    assert answer["state"] not in str(row)


@pytest.mark.parametrize(
    "described", [{"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}, {"jwks_uri": None}]
)
def test_a_provider_whose_description_does_not_fit_is_refused(
    client: Client, provider: Provider, journal: Journal, described: dict[str, Any]
) -> None:
    provider.described = described
    with pytest.raises(ProviderRefused):
        sign_in(client, provider, journal)


def test_a_provider_that_cannot_be_reached_is_said_to_be(settings: Settings, journal: Journal) -> None:
    client = opened(settings, oidc_issuer="http://127.0.0.1:9", oidc_client=CLIENT, url="https://fragen.amt.example")
    with pytest.raises(ProviderRefused, match="reached"):
        client.begin("/", NOW)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "redaktion",
        "/a\nb",
        "http://[",
        "/ä",
        "/" + "a" * 1000,
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(target: str) -> None:
    assert local_path(target) == "/"
