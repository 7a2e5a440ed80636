"""Who is asking: from what a request carries to a person with rights, or to a refusal. Fails closed.

A token counts before anything else. Otherwise it depends on the setting of identity: a session's cookie, the word of a trusted
proxy, or, in the demonstration, that nobody but this machine asks. What a browser sends by itself (cookies, the proxy's word)
is believed for a change only if the page that sent it is ours. Knows no web framework.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import Engine

from assistant.access import passwords, sessions
from assistant.access.arriving import Identity, admit, check_identity, is_loopback, parts_of, read_headers
from assistant.access.pacing import Pace
from assistant.access.people import Person
from assistant.access.protection import Protection
from assistant.access.refusals import ForeignOrigin, NotSignedIn
from assistant.access.retention import Keeping
from assistant.access.rights import ABILITIES, ALL, Ability, Authority, Grant, Rights, give_role, grant
from assistant.access.sessions import Lifetime, find_session, note_use
from assistant.access.tokens import find_token
from ingest.journal import OPERATOR, Journal
from ingest.secret import Secret, open_secret
from ingest.settings import Settings

if TYPE_CHECKING:
    from assistant.access.oidc import Provider

_SAFE = ("GET", "HEAD", "OPTIONS")
_SIGN_INS_PER_MINUTE = 20
_DEMO = Identity("demo|demo", "demo", "Demo", frozenset(), "/")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request carries: `address` is who is connected, `client` on whose behalf, `host` the name that was asked for,
    `origin` and `site` what the browser says of the page it comes from."""

    method: str = "GET"
    address: str = ""
    client: str = ""
    host: str = ""
    origin: str = ""
    site: str = ""
    token: str = ""
    session: str = ""
    names: Sequence[str] = ()
    groups: Sequence[str] = ()
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who was recognised, and what they may do now."""

    person: Person
    rights: Rights
    abilities: frozenset[Ability] = ABILITIES


class Gate:
    """Recognises people, signs them in and out. Raises SettingsError for settings that would let others in."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        check_identity(settings)
        self.settings = settings
        self.journal = Journal(engine, open_secret(settings.home))
        self.authority = Authority(engine)
        self.provider = _provider(settings, self.journal.secret)
        self.lifetime = Lifetime(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))
        self.questions = Pace(settings.questions_per_minute)
        self._sign_ins = Pace(_SIGN_INS_PER_MINUTE)

    @property
    def keeping(self) -> Keeping:
        """How long conversations and sessions are kept."""
        usual, confidential = self.settings.conversation_days, self.settings.confidential_days
        return Keeping({"public": usual, "internal": usual, "confidential": min(usual, confidential)}, self.lifetime)

    @property
    def model_sees(self) -> Protection:
        """The highest class that the configured model may see; one on this machine sees all."""
        elsewhere = self.settings.chat_model == "openai" and not is_loopback(urlsplit(self.settings.base_url).hostname or "")
        return self.settings.model_sees or ("public" if elsewhere else "confidential")

    def recognise(self, shown: Credentials, now: datetime) -> Asker:
        """Who is asking. Raises NotSignedIn, ForeignOrigin and ProviderRefused."""
        if shown.token:
            return self._by_token(shown.token, now)
        person = self._by_mode(shown, now)
        self._check_origin(shown)
        return Asker(person, self.authority.rights_of(person))

    def is_monitor(self, shown: Credentials) -> bool:
        """Whether the monitoring asks: with its token, or straight from one of its addresses."""
        key = self.settings.monitor_key
        with_token = bool(key) and compare_digest(shown.token.encode(), key.encode())
        return with_token or (not shown.forwarded and shown.address in self.settings.monitors)

    def sign_in(self, shown: Credentials, name: str, password: str, now: datetime) -> tuple[Person, str]:
        """Who has signed in with a password, and the id of the new session. Raises SignInFailed and TooManyRequests."""
        if self.settings.identity != "local":
            raise NotSignedIn
        self._sign_ins.take(shown.client or shown.address)
        self._check_origin(shown)
        return self._opened(passwords.sign_in(self.journal, name, password, now), now, shown.session)

    def check_password(self, person: Person, password: str, now: datetime) -> None:
        """Whether it is this person's, with the same lock as for signing in. Raises SignInFailed."""
        passwords.sign_in(self.journal, person.name, password, now)

    def arrive(self, identity: Identity, now: datetime, former: str = "") -> tuple[Person, str]:
        """Who comes from the identity provider, and the id of the session that replaces a `former` one. Raises ProviderRefused."""
        person = admit(self.journal, identity, now)
        self.journal.note(person.id, "sign-in", person.id, by="provider")
        return self._opened(person, now, former)

    def _opened(self, person: Person, now: datetime, former: str) -> tuple[Person, str]:
        with self.journal.change(person.id) as change:
            return person, sessions.open_session(change, person, now, former)

    def _by_token(self, token: str, now: datetime) -> Asker:
        with self.journal.engine.connect() as connection:
            found = find_token(connection, token, now)
        if found is None:
            raise NotSignedIn
        person, abilities = found
        return Asker(person, self.authority.rights_of(person, abilities), abilities)

    def _by_mode(self, shown: Credentials, now: datetime) -> Person:
        match self.settings.identity:
            case "proxy":
                return admit(self.journal, read_headers(self.settings, shown.address, shown.names, shown.groups), now)
            case "demo":
                return self._in_demo(shown, now)
            case _:
                return self._by_session(shown.session, now)

    def _by_session(self, key: str, now: datetime) -> Person:
        with self.journal.engine.connect() as connection:
            found = find_session(connection, key, self.lifetime, now) if key else None
        if found is None:
            raise NotSignedIn
        person, is_to_be_noted = found
        if is_to_be_noted:
            with self.journal.change(person.id) as change:
                note_use(change.connection, key, now)
        return person

    def _in_demo(self, shown: Credentials, now: datetime) -> Person:
        """Everybody at this machine; neither through a proxy nor by another name, which a foreign page could have made up."""
        name = parts_of(f"//{shown.host}").hostname or ""
        if shown.forwarded or not is_loopback(name) or not is_loopback(shown.address):
            raise NotSignedIn
        person = admit(self.journal, _DEMO, now)
        if not self.authority.rights_of(person).administers:
            with self.journal.change(OPERATOR) as change:
                for role in ("editor", "evaluator", "administrator"):
                    give_role(change, person, role)
                grant(change, Grant(f"person:{person.id}", "read", ALL))
        return person

    def _check_origin(self, shown: Credentials) -> None:
        """Raises ForeignOrigin for a change that another site's page may have sent (cross-site request forgery)."""
        if shown.method in _SAFE or shown.site == "same-origin":  # no page can forge what the browser says of it
            return
        own = urlsplit(self.settings.url).netloc or shown.host
        if shown.origin:
            allowed = {origin.rstrip("/").lower() for origin in self.settings.widget_origins}
            ours = (parts_of(shown.origin).netloc or None) == own or shown.origin.lower() in allowed
        else:
            ours = shown.site == "none" or (self.settings.identity == "demo" and not shown.site)
        if not ours:
            raise ForeignOrigin


def _provider(settings: Settings, secret: Secret) -> "Provider | None":
    """The identity provider if one is configured; only then is what speaks to it loaded."""
    if settings.identity != "oidc":
        return None
    from assistant.access.oidc import Provider

    return Provider(settings, secret)
