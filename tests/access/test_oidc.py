"""Signing in at an identity provider: believed only after everything was checked."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from assistant.access.arriving import Identity, admit
from assistant.access.oidc import Provider as Client
from assistant.access.oidc import local_path
from assistant.access.refusals import ProviderRefused
from ingest.access_tables import logins
from ingest.journal import Journal
from ingest.settings import Settings
from tests.access.conftest import NOW
from tests.access.provider import CLIENT, Provider, serving


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serving(Provider()) as started:
        yield started


@pytest.fixture
def client(provider: Provider, settings: Settings) -> Client:
    changed = {"identity": "oidc", "oidc_issuer": provider.issuer, "oidc_client": CLIENT, "url": "https://fragen.amt.example"}
    return Client(settings.model_copy(update=changed))


def sign_in(client: Client, provider: Provider, journal: Journal, **changed: str) -> Identity:
    login = client.begin(journal.engine, "/redaktion?a=1", NOW)
    answer = provider.sign_in(login.url) | changed
    return client.complete(journal.engine, answer, login.state, NOW)


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
    client = Client(client._settings.model_copy(update={"oidc_groups": path}))
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


def test_a_new_key_of_the_provider_is_taken_up(client: Client, provider: Provider, journal: Journal) -> None:
    sign_in(client, provider, journal)
    provider.rotate()
    client._keys_fetched -= 60
    assert sign_in(client, provider, journal).name == "anna"


def test_tokens_with_unknown_keys_do_not_make_us_flood_the_provider(client: Client, provider: Provider, journal: Journal) -> None:
    sign_in(client, provider, journal)
    provider.rotate()
    for _ in range(5):
        with pytest.raises(ProviderRefused):
            sign_in(client, provider, journal)
    assert provider.asked.count("/keys") == 1


def test_a_state_is_good_once(client: Client, provider: Provider, journal: Journal) -> None:
    login = client.begin(journal.engine, "/", NOW)
    answer = provider.sign_in(login.url)
    client.complete(journal.engine, answer, login.state, NOW)
    with pytest.raises(ProviderRefused):
        client.complete(journal.engine, provider.sign_in(login.url), login.state, NOW)


@pytest.mark.parametrize("state", ["", "planted"])
def test_a_state_of_another_browser_is_refused_and_used_up(
    client: Client, provider: Provider, journal: Journal, state: str
) -> None:
    login = client.begin(journal.engine, "/", NOW)
    answer = provider.sign_in(login.url)
    for of_browser in (state, login.state):
        with pytest.raises(ProviderRefused):
            client.complete(journal.engine, answer, of_browser, NOW)


@pytest.mark.parametrize("changed", [{"state": "planted"}, {"code": "stolen"}, {"error": "access_denied"}, {"iss": "https://evil"}])
def test_an_answer_with_a_fault_is_refused(client: Client, provider: Provider, journal: Journal, changed: dict[str, str]) -> None:
    with pytest.raises(ProviderRefused):
        sign_in(client, provider, journal, **changed)


@pytest.mark.parametrize("minutes", [10, -10])
def test_a_sign_in_that_took_too_long_or_ends_before_it_began_is_refused(
    client: Client, provider: Provider, journal: Journal, minutes: int
) -> None:
    login = client.begin(journal.engine, "/", NOW)
    with pytest.raises(ProviderRefused):
        client.complete(journal.engine, provider.sign_in(login.url), login.state, NOW + timedelta(minutes=minutes))


def test_the_state_is_kept_as_a_digest_only(client: Client, journal: Journal) -> None:
    login = client.begin(journal.engine, "/", NOW)
    with journal.engine.connect() as connection:
        [row] = connection.execute(select(logins))
    assert login.state not in str(row)


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
    changed = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client": CLIENT, "url": "https://fragen.amt.example"}
    with pytest.raises(ProviderRefused, match="reached"):
        Client(settings.model_copy(update=changed)).begin(journal.engine, "/", NOW)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "redaktion", "/a\nb", "http://["],
)
def test_nobody_is_sent_elsewhere_after_signing_in(target: str) -> None:
    assert local_path(target) == "/"
