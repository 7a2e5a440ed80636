"""People whom an identity provider or a reverse proxy vouches for, and the settings of who is believed."""

from typing import Any

import pytest

from assistant.access.arriving import Identity, admit, check_identity, read_headers
from assistant.access.people import Person, set_active
from assistant.access.refusals import NotSignedIn, ProviderRefused
from ingest.errors import SettingsError
from ingest.journal import OPERATOR, Journal
from ingest.settings import Settings
from tests.access.conftest import NOW, Hire


def identity(subject: str = "https://idp|7", name: str = "anna") -> Identity:
    return Identity(subject, name, name, frozenset({"personalrat"}), "/")


def test_nobody_takes_over_an_account_by_bearing_its_name(journal: Journal, hire: Hire) -> None:
    local = hire("anna")
    one, two = (admit(journal, identity(f"https://idp|{number}"), NOW) for number in (7, 8))
    assert len({local.id, one.id, two.id}) == 3
    assert len({local.name, one.name, two.name}) == 3


def test_a_closed_account_stays_closed_whatever_the_provider_says(journal: Journal) -> None:
    person = admit(journal, identity(), NOW)
    with journal.change(OPERATOR) as change:
        set_active(change, person, False)
    with pytest.raises(ProviderRefused):
        admit(journal, identity(), NOW)


@pytest.fixture
def proxied(settings: Settings) -> Settings:
    return settings.model_copy(update={"identity": "proxy", "proxy_addresses": ("10.1.2.3", "::1")})


def test_a_trusted_proxy_names_the_person_and_the_groups(proxied: Settings, journal: Journal) -> None:
    person: Person = admit(journal, read_headers(proxied, "10.1.2.3", ["anna"], ["personalrat, haushalt"]), NOW)
    assert (person.name, set(person.groups)) == ("anna", {"personalrat", "haushalt"})


@pytest.mark.parametrize(
    ("address", "names", "groups"),
    [
        ("10.1.2.4", ["anna"], []),
        ("", ["anna"], []),
        ("10.1.2.3, 10.1.2.4", ["anna"], []),
        ("10.1.2.3", [], ["leitung"]),
        ("10.1.2.3", [" "], []),
        ("10.1.2.3", ["anna", "admin"], []),
        ("10.1.2.3", ["anna"], ["a", "leitung"]),
    ],
)
def test_headers_of_others_and_doubled_headers_are_not_believed(
    proxied: Settings, address: str, names: list[str], groups: list[str]
) -> None:
    with pytest.raises(NotSignedIn):
        read_headers(proxied, address, names, groups)


@pytest.mark.parametrize(
    "changed",
    [
        {"identity": "oidc"},
        {"identity": "oidc", "oidc_issuer": "http://idp.example", "oidc_client": "a", "url": "https://a.example"},
        {"identity": "oidc", "oidc_issuer": "https://idp.example", "oidc_client": "a"},
        {"identity": "proxy"},
        {"identity": "proxy", "proxy_addresses": ("10.0.0.0/8",)},
        {"identity": "proxy", "proxy_addresses": ("proxy.example",)},
        {"identity": "demo", "host": "0.0.0.0"},
        {"url": "http://fragen.amt.example"},
    ],
)
def test_settings_that_would_let_others_in_are_refused_at_the_start(settings: Settings, changed: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="AKTENLOTSE_"):
        check_identity(settings.model_copy(update=changed))


@pytest.mark.parametrize("changed", [{}, {"identity": "demo"}, {"url": "https://fragen.amt.example"}])
def test_settings_that_fit_together_are_accepted(settings: Settings, changed: dict[str, Any]) -> None:
    check_identity(settings.model_copy(update=changed))
