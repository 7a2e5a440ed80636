"""Who is asking, as FastAPI dependencies, and the cookies that browsers keep. Every route that shows or does anything has one.

`SignedIn` is anybody who was recognised, `Asking` somebody who uses a question for it; `Editor` and the others refuse whoever
may not do what the route does. What waits for nothing is a coroutine: a thread for it would cost more than the work.
"""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request, Response

from assistant.access.gate import Asker, Credentials, Gate
from assistant.access.refusals import Forbidden

_LOGIN_SECONDS = 600
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


async def gate_of(request: Request) -> Gate:
    """The gate that the app was made with."""
    gate: Gate = request.app.state.gate
    return gate


AtGate = Annotated[Gate, Depends(gate_of)]


async def credentials_of(request: Request, gate: AtGate) -> Credentials:
    """What the request carries. Headers of proxies count only from those that are configured."""
    headers = request.headers
    address = request.client.host if request.client else ""
    kind, _, token = headers.get("authorization", "").partition(" ")
    behind = address in gate.settings.proxy_addresses
    return Credentials(
        method=request.method,
        address=address,
        client=headers.get("x-forwarded-for", "").rpartition(",")[2].strip() if behind else address,
        host=headers.get("host", ""),
        origin=headers.get("origin", ""),
        site=headers.get("sec-fetch-site", ""),
        token=token.strip() if kind.lower() == "bearer" else "",
        session=request.cookies.get(session_cookie(gate), ""),
        names=headers.getlist(gate.settings.proxy_header),
        groups=headers.getlist(gate.settings.proxy_groups_header),
        forwarded=any(name in headers for name in _FORWARDED),
    )


Shown = Annotated[Credentials, Depends(credentials_of)]


def recognise(shown: Shown, gate: AtGate) -> Asker:
    """Raises NotSignedIn and ForeignOrigin."""
    return gate.recognise(shown, now())


SignedIn = Annotated[Asker, Depends(recognise)]


def require_editor(asker: SignedIn) -> Asker:
    """Somebody who edits at least one collection; which one is for the route to check. Raises Forbidden."""
    if not asker.rights.edits:
        raise Forbidden
    return asker


def require_evaluator(asker: SignedIn) -> Asker:
    """Raises Forbidden."""
    if not asker.rights.evaluates:
        raise Forbidden
    return asker


def require_administrator(asker: SignedIn) -> Asker:
    """Raises Forbidden."""
    if not asker.rights.administers:
        raise Forbidden
    return asker


def require_person(asker: SignedIn) -> Asker:
    """Raises Forbidden for programs: a token is for asking and editing, not for a person's own affairs."""
    if "administer" not in asker.abilities:
        raise Forbidden
    return asker


def require_monitor(shown: Shown, gate: AtGate) -> None:
    """Only the monitoring; for people it is like a page of others' work. Raises NotSignedIn and Forbidden."""
    if not gate.is_monitor(shown):
        gate.recognise(shown, now())
        raise Forbidden


async def take_question(asker: SignedIn, gate: AtGate) -> Asker:
    """Somebody who asks, and has not asked too often. Raises TooManyRequests."""
    gate.questions.take(asker.person.id)
    return asker


InPerson = Annotated[Asker, Depends(require_person)]
Asking = Annotated[Asker, Depends(take_question)]
Editor = Annotated[Asker, Depends(require_editor)]
Evaluator = Annotated[Asker, Depends(require_evaluator)]
Administrator = Annotated[Asker, Depends(require_administrator)]
AsEditor, AsEvaluator = Depends(require_editor), Depends(require_evaluator)
AsMonitor = Depends(require_monitor)
"""For routes and whole routers."""


def session_cookie(gate: Gate) -> str:
    """The name of a session's cookie."""
    return _own_name(gate, "aktenlotse")


def login_cookie(gate: Gate) -> str:
    """The name of the cookie of a sign-in that is under way."""
    return _own_name(gate, "aktenlotse-login")


def keep_session(response: Response, gate: Gate, key: str) -> None:
    """Let the browser keep the id of its new session, out of reach of scripts and of other sites."""
    response.set_cookie(session_cookie(gate), key, httponly=True, samesite="lax", secure=_is_https(gate), path="/")


def forget_session(response: Response, gate: Gate) -> None:
    """Let the browser forget it."""
    response.delete_cookie(session_cookie(gate), httponly=True, samesite="lax", secure=_is_https(gate), path="/")


def keep_login(response: Response, gate: Gate, kept: str) -> None:
    """Bind a sign-in that is under way to this browser."""
    secure = _is_https(gate)
    response.set_cookie(login_cookie(gate), kept, max_age=_LOGIN_SECONDS, httponly=True, samesite="lax", secure=secure, path="/")


def forget_login(response: Response, gate: Gate) -> None:
    """It has come to its end."""
    response.delete_cookie(login_cookie(gate), httponly=True, samesite="lax", secure=_is_https(gate), path="/")


def now() -> datetime:
    """The time in UTC, as the database has it."""
    return datetime.now(UTC).replace(tzinfo=None)


def _own_name(gate: Gate, name: str) -> str:
    """A name that, over https, no other host can set."""
    return f"__Host-{name}" if _is_https(gate) else name


def _is_https(gate: Gate) -> bool:
    return gate.settings.url.startswith("https://")
