"""Routes for signing in and out, and for what people can see, take along and delete about themselves."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.access import myself, passwords, sessions, tokens
from assistant.access.gate import Asker
from assistant.access.refusals import Forbidden, ProviderRefused
from assistant.web.context import UnknownPage
from assistant.web.identity import (
    AtGate,
    InPerson,
    Shown,
    SignedIn,
    forget_login,
    forget_session,
    keep_login,
    keep_session,
    login_cookie,
    now,
)
from assistant.web.shapes import Name

router = APIRouter(prefix="/api", tags=["people"])
Secret = Annotated[str, Field(max_length=1024)]


class SignInRequest(BaseModel):
    """Name and password of a local account."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    password: Secret


class PasswordRequest(BaseModel):
    """A new password, and the one it replaces."""

    model_config = ConfigDict(extra="forbid")

    current: Secret
    new: Secret


class TokenRequest(BaseModel):
    """A token for a program."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    abilities: list[Literal["read", "edit", "evaluate"]] = ["read"]
    days: Annotated[int, Field(ge=1, le=366)] = 90


@router.post("/session")
def sign_in(request: SignInRequest, shown: Shown, gate: AtGate) -> JSONResponse:
    """Sign in with a password; the session's id comes as a cookie."""
    person, key = gate.sign_in(shown, request.name, request.password, now())
    response = JSONResponse(_as_json(Asker(person, gate.authority.rights_of(person))))
    keep_session(response, gate, key)
    return response


@router.get("/session")
def who_am_i(asker: SignedIn) -> dict[str, Any]:
    """Who is signed in, and what they may do."""
    return _as_json(asker)


@router.delete("/session", status_code=204)
def sign_out(asker: InPerson, shown: Shown, gate: AtGate, everywhere: bool = False) -> Response:
    """Sign out here, or in every browser."""
    with gate.journal.change(asker.person.id) as change:
        if everywhere:
            sessions.end_all_sessions(change, asker.person)
        else:
            sessions.end_session(change, shown.session, asker.person)
    response = Response(status_code=204)
    forget_session(response, gate)
    return response


@router.get("/session/login", include_in_schema=False)
def to_provider(gate: AtGate, target: Annotated[str, Query(max_length=8000)] = "/") -> RedirectResponse:
    """Send the browser to the identity provider."""
    if gate.provider is None:
        raise UnknownPage
    login = gate.provider.begin(target, now())
    response = RedirectResponse(login.url, 303)
    keep_login(response, gate, login.kept)
    return response


@router.get("/session/callback", include_in_schema=False)
def from_provider(request: Request, shown: Shown, gate: AtGate) -> RedirectResponse:
    """Take in whom the identity provider sends back."""
    if gate.provider is None:
        raise UnknownPage
    kept = request.cookies.get(login_cookie(gate), "")
    try:
        identity = gate.provider.complete(gate.journal.engine, dict(request.query_params), kept, now())
        _, key = gate.arrive(identity, now(), shown.session)
    except ProviderRefused:
        if "text/html" not in request.headers.get("accept", ""):
            raise
        return RedirectResponse("../../anmelden?fehler=anmeldedienst", 303)  # a page that says what to do
    response = RedirectResponse(identity.target, 303)
    forget_login(response, gate)
    keep_session(response, gate, key)
    return response


@router.put("/me/password", status_code=204)
def change_password(request: PasswordRequest, asker: InPerson, gate: AtGate) -> Response:
    """Change the password; all sessions end, also this one."""
    if gate.settings.identity != "local":
        raise Forbidden
    gate.check_password(asker.person, request.current, now())
    with gate.journal.change(asker.person.id) as change:
        passwords.set_password(change, asker.person, request.new)
    response = Response(status_code=204)
    forget_session(response, gate)
    return response


@router.get("/me")
def everything(asker: InPerson, gate: AtGate) -> JSONResponse:
    """All that is stored about whoever asks (Art. 15 and 20 GDPR)."""
    with gate.journal.engine.connect() as connection:
        found = myself.everything_about(connection, asker.person, asker.rights)
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


@router.delete("/me", status_code=204)
def erase(asker: InPerson, gate: AtGate) -> Response:
    """Delete all conversations, tokens and sessions of whoever asks (Art. 17 GDPR)."""
    with gate.journal.change(asker.person.id) as change:
        myself.erase_contents(change, asker.person)
    response = Response(status_code=204)
    forget_session(response, gate)
    return response


@router.get("/me/tokens")
def list_tokens(asker: InPerson, gate: AtGate) -> dict[str, Any]:
    """The tokens of whoever asks, without the secrets."""
    with gate.journal.engine.connect() as connection:
        return {"tokens": [_token_json(token) for token in tokens.tokens_of(connection, asker.person)]}


@router.post("/me/tokens", status_code=201)
def make_token(request: TokenRequest, asker: InPerson, gate: AtGate) -> JSONResponse:
    """A new token for a program; it is shown this once. A program cannot make one."""
    at = now()
    with gate.journal.change(asker.person.id) as change:
        abilities = frozenset(request.abilities)
        key = tokens.make_token(change, asker.person, request.name, abilities, at, at + timedelta(days=request.days))
    return JSONResponse({"token": key}, 201, {"Cache-Control": "no-store"})


@router.delete("/me/tokens/{token_id}", status_code=204)
def remove_token(token_id: str, asker: InPerson, gate: AtGate) -> Response:
    """Make a token void."""
    with gate.journal.change(asker.person.id) as change:
        if not tokens.remove_token(change, asker.person, token_id):
            raise UnknownPage
    return Response(status_code=204)


def _as_json(asker: Asker) -> dict[str, Any]:
    rights = asker.rights
    return {
        "name": asker.person.name,
        "shown": asker.person.shown,
        "edits": "*" if rights.edits_all else sorted(rights.editable),
        "evaluates": rights.evaluates,
        "administers": rights.administers,
    }


def _token_json(token: tokens.Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "abilities": sorted(token.abilities),
        "created": token.created.isoformat(),
        "expires": token.expires.isoformat(),
    }
