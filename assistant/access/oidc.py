"""Signing in at an identity provider: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636).

What the provider says is believed only after its signature, issuer, audience, times and nonce were checked. A sign-in that is
under way is kept by the browser alone, under our seal, so that strangers can fill nothing here; that it has come to an end is
kept by the database, so that it does so once. Knows no route.
"""

import json
import secrets
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError

from assistant.access.arriving import Identity, is_safe, parts_of
from assistant.access.refusals import ProviderRefused
from assistant.access.retention import LOGIN_MINUTES
from ingest.access_tables import logins
from ingest.secret import Secret, digest, new_key
from ingest.settings import Settings
from ingest.tables import transaction

_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519")
"""Signatures with a key pair only: the client's secret must not be enough to make a token."""
_SKEW = 60
"""Seconds that clocks may differ."""
_KNOWN_FOR = 3600.0
_ASK_AGAIN_AFTER = 1.0
"""Seconds before the provider's keys are fetched again for a key that is not known: tokens cannot make us flood it."""
_TIMEOUT = 10.0
_AT_ONCE = 8
"""Sign-ins that wait for the provider: one that does not answer must not take all threads of the pages."""
_SCOPE = "openid profile email"
_LONGEST_TARGET = 1000


@dataclass(frozen=True, slots=True)
class Login:
    """A sign-in that was begun: where the browser goes, and what it keeps until it comes back."""

    url: str
    kept: str


class _Begun(NamedTuple):
    state: str
    target: str
    at: str


class Provider:
    """The configured identity provider; its addresses and keys are fetched when they are needed."""

    def __init__(self, settings: Settings, secret: Secret, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._secret = secret
        self._clock = clock
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._fetched = self._keys_fetched = float("-inf")
        self._places = threading.Semaphore(_AT_ONCE)

    @property
    def callback(self) -> str:
        """Where the provider sends the browser back to."""
        return f"{self._settings.url.rstrip('/')}/api/session/callback"

    def begin(self, target: str, now: datetime) -> Login:
        """Begin a sign-in. Raises ProviderRefused."""
        state = new_key()
        with self._place(), self._client() as client:
            address = self._address("authorization_endpoint")
            made = {"state": state, "code_verifier": self._of("verifier", state), "nonce": self._of("nonce", state)}
            url, _ = client.create_authorization_url(address, **made)
        begun = json.dumps(_Begun(state, local_path(target), now.isoformat()))
        text = urlsafe_b64encode(begun.encode()).decode()
        return Login(str(url), f"{text}.{self._secret.seal(text)}")

    def complete(self, engine: Engine, answer: Mapping[str, str], kept: str, now: datetime) -> Identity:
        """Who came back with `answer`; `kept` is what the browser was given. Raises ProviderRefused."""
        begun = self._unsealed(kept)
        at = datetime.fromisoformat(begun.at)
        same = secrets.compare_digest(begun.state.encode(), answer.get("state", "").encode())
        if not same or abs(now - at) >= timedelta(minutes=LOGIN_MINUTES):
            raise ProviderRefused(reason="it took too long or was begun elsewhere")
        if "error" in answer or "code" not in answer:
            raise ProviderRefused(reason="no code")
        if answer.get("iss", self._settings.oidc_issuer) != self._settings.oidc_issuer:
            raise ProviderRefused(reason="another issuer")
        with self._place():
            id_token = self._fetch_token(answer["code"], self._of("verifier", begun.state))
            claims = self._checked(id_token, self._of("nonce", begun.state))
        _use_up(engine, begun.state, at)
        subject = f"{self._settings.oidc_issuer}|{claims['sub']}"
        name = str(claims.get("preferred_username") or claims.get("email") or claims["sub"])
        groups = frozenset(_groups(claims, self._settings.oidc_groups))
        return Identity(subject, name, str(claims.get("name") or name), groups, begun.target)

    @contextmanager
    def _place(self) -> Iterator[None]:
        """A place among those that wait for the provider. Raises ProviderRefused where all are taken."""
        if not self._places.acquire(blocking=False):
            raise ProviderRefused(reason="too many sign-ins wait for it")
        try:
            yield
        finally:
            self._places.release()

    def _of(self, purpose: str, state: str) -> str:
        """What belongs to a sign-in and needs not be kept, as it follows from its state."""
        return self._secret.seal(f"{purpose} {state}")

    def _unsealed(self, kept: str) -> _Begun:
        text, _, seal = kept.rpartition(".")
        if not secrets.compare_digest(self._secret.seal(text).encode(), seal.encode()):
            raise ProviderRefused(reason="it was begun elsewhere")
        return _Begun(*json.loads(urlsafe_b64decode(text)))

    def _fetch_token(self, code: str, verifier: str) -> str:
        try:
            with self._client() as client:
                answer = client.fetch_token(self._address("token_endpoint"), code=code, code_verifier=verifier)
        except (OAuthError, httpx2.HTTPError, ValueError) as error:
            raise ProviderRefused(reason="no token") from error
        return str(answer.get("id_token", ""))

    def _checked(self, id_token: str, nonce: str) -> dict[str, Any]:
        """The claims of a token that is ours, genuine and fresh (OpenID Connect Core, 3.1.3.7)."""
        registry = jwt.JWTClaimsRegistry(
            leeway=_SKEW,
            iss={"essential": True, "value": self._settings.oidc_issuer},
            aud={"essential": True, "value": self._settings.oidc_client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = self._decoded(id_token)
            registry.validate(claims)
        except (JoseError, ValueError) as error:
            raise ProviderRefused(reason="the token does not hold") from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if several and claims.get("azp") != self._settings.oidc_client:
            raise ProviderRefused(reason="the token is for somebody else")
        return claims

    def _decoded(self, id_token: str) -> dict[str, Any]:
        """The claims; a signature by an unknown key makes us look once whether the provider has new ones."""
        try:
            return dict(jwt.decode(id_token, self._key_set(), algorithms=_ALGORITHMS).claims)
        except (JoseError, ValueError):
            if self._clock() - self._keys_fetched < _ASK_AGAIN_AFTER:
                raise
        self._keys = None
        return dict(jwt.decode(id_token, self._key_set(), algorithms=_ALGORITHMS).claims)

    def _key_set(self) -> KeySet:
        if self._keys is None or self._clock() - self._keys_fetched > _KNOWN_FOR:
            self._keys = KeySet.import_key_set(self._fetch(self._address("jwks_uri")))
            self._keys_fetched = self._clock()
        return self._keys

    def _address(self, name: str) -> str:
        """One of the provider's addresses, see OpenID Connect Discovery 1.0."""
        if self._clock() - self._fetched > _KNOWN_FOR:
            found = self._fetch(f"{self._settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration")
            self._metadata = found if isinstance(found, dict) else {}
            self._fetched = self._clock()
        address = str(self._metadata.get(name, ""))
        if self._metadata.get("issuer") != self._settings.oidc_issuer or not is_safe(address):
            self._fetched = float("-inf")
            raise ProviderRefused(reason="its description does not fit")
        return address

    def _fetch(self, url: str) -> Any:
        try:
            with httpx2.Client(timeout=_TIMEOUT, verify=self._trusted, trust_env=False) as client:
                found = client.get(url).raise_for_status().json()
        except (httpx2.HTTPError, ValueError) as error:
            raise ProviderRefused(reason="it cannot be reached") from error
        return found

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            client_id=self._settings.oidc_client,
            client_secret=self._settings.oidc_key or None,
            token_endpoint_auth_method="client_secret_basic" if self._settings.oidc_key else "none",
            scope=_SCOPE,
            redirect_uri=self.callback,
            code_challenge_method="S256",
            timeout=_TIMEOUT,
            verify=self._trusted,
            trust_env=False,
        )

    @property
    def _trusted(self) -> str | bool:
        return str(self._settings.ca_bundle) if self._settings.ca_bundle else True


def local_path(target: str) -> str:
    """`target` if it is a path of these pages, else the first page: nobody is sent elsewhere after signing in."""
    parts = parts_of(target)
    elsewhere = parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//") or "\\" in target
    fits_a_cookie = target.isascii() and target.isprintable() and len(target) <= _LONGEST_TARGET
    return target if fits_a_cookie and not elsewhere else "/"


def _use_up(engine: Engine, state: str, begun: datetime) -> None:
    """Remember that this sign-in has come to its end, as long as it could be tried once more. Raises ProviderRefused."""
    try:
        with transaction(engine) as connection:
            connection.execute(insert(logins).values(digest=digest(state), created=begun))
    except IntegrityError as error:
        raise ProviderRefused(reason="it has ended already") from error


def _groups(claims: Mapping[str, Any], path: str) -> Iterable[str]:
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    names = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return (str(name).strip("/") for name in names if isinstance(name, str))
