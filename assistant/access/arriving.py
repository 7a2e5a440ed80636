"""People whom somebody else vouches for: an identity provider or a trusted reverse proxy.

An account is made at the first visit and known by the subject ever after, never by its name: nobody takes over an account by
bearing its name elsewhere. Groups are what was said last.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from assistant.access.people import Person, add_person, find_subject, join_groups
from assistant.access.refusals import NameInUse, NotSignedIn, ProviderRefused
from ingest.errors import SettingsError, describe_fault
from ingest.glancing import glance
from ingest.journal import Change, Journal
from ingest.secret import digest
from ingest.settings import Settings


@dataclass(frozen=True, slots=True)
class Identity:
    """What is said of a person; `target` is the page they wanted."""

    subject: str
    name: str
    shown: str
    groups: frozenset[str]
    target: str


def admit(journal: Journal, identity: Identity, now: datetime) -> Person:
    """The person of that subject, with the groups that were named. Raises ProviderRefused for a closed account."""
    known = glance(journal.engine, find_subject, identity.subject)
    if known is None or known.groups != identity.groups:
        with journal.change(known.id if known else "unknown") as change:
            person = find_subject(change.connection, identity.subject) or _add(change, identity, now)
            join_groups(change, person, identity.groups)
            known = find_subject(change.connection, identity.subject)
    if known is None or not known.active:
        raise ProviderRefused(reason="the account is closed")
    return known


def read_headers(settings: Settings, address: str, names: Sequence[str], groups: Sequence[str]) -> Identity:
    """Whom a reverse proxy at `address` names in its headers, of each of which there may be one. Raises NotSignedIn."""
    if address not in _trusted(settings) or len(names) != 1 or len(groups) > 1 or not names[0].strip():
        raise NotSignedIn
    name = names[0].strip()
    listed = (group.strip() for group in "".join(groups).split(","))
    return Identity(f"proxy|{name}", name, name, frozenset(group for group in listed if group), "/")


def check_identity(settings: Settings) -> None:
    """Whether the settings of identity fit together. Raises SettingsError that says what to change."""
    needed: dict[str, dict[str, object]] = {
        "oidc": {"OIDC_ISSUER": settings.oidc_issuer, "OIDC_CLIENT": settings.oidc_client, "URL": settings.url},
        "proxy": {"PROXY_ADDRESSES": _trusted(settings)},
    }
    for name, value in needed.get(settings.identity, {}).items():
        if not value:
            reason = describe_fault("needed_for", other=f"AKTENLOTSE_IDENTITY={settings.identity}")
            raise SettingsError(setting=f"AKTENLOTSE_{name}", reason=reason)
    for name, address in (("URL", settings.url), ("OIDC_ISSUER", settings.oidc_issuer)):
        if address and not is_safe(address):
            raise SettingsError(setting=f"AKTENLOTSE_{name}", reason=describe_fault("not_https"))
    if settings.identity == "demo" and not is_loopback(settings.host):
        raise SettingsError(setting="AKTENLOTSE_IDENTITY", reason=describe_fault("demo_elsewhere"))


def parts_of(address: str) -> SplitResult:
    """The parts of an address that somebody sent; all empty for what is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def is_safe(url: str) -> bool:
    """Whether nobody on the way can read or change what goes there."""
    parts = parts_of(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1"))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _trusted(settings: Settings) -> frozenset[str]:
    """Raises SettingsError for what is no address: a name or a network could be anybody."""
    try:
        return frozenset(str(ipaddress.ip_address(address)) for address in settings.proxy_addresses)
    except ValueError as error:
        raise SettingsError(setting="AKTENLOTSE_PROXY_ADDRESSES", reason=describe_fault("no_addresses")) from error


def _add(change: Change, identity: Identity, now: datetime) -> Person:
    try:
        return add_person(change, identity.name, identity.shown, now, identity.subject)
    except NameInUse:
        return add_person(change, f"{identity.name}-{digest(identity.subject)[:8]}", identity.shown, now, identity.subject)
