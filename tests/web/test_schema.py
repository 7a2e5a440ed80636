"""Whatever the OpenAPI schema allows is sent to each route: the answer is one that the schema names, never a server error.

Some calls for each route and role here; `SCHEMA_CALLS=150 pytest tests/web/test_schema.py` makes more than ten thousand as each.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as running_with
from schemathesis import Case, checks, openapi
from schemathesis.core.failures import Failure

from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from ingest.settings import Settings
from tests.assistant.running import running
from tests.shelf import Shelf
from tests.web.conftest import REISE

CALLS = int(os.environ.get("SCHEMA_CALLS", "3"))
PROGRAMS = {"reader": ["read"], "editor": ["read", "edit"], "evaluator": ["read", "evaluate"]}
ROLES = ("administrator", *PROGRAMS, "nobody")
PROMISED = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture
def address(shelf: Shelf, settings: Settings) -> Iterator[str]:
    """A library with a document, behind a server on which one person may do everything, as often as they like."""
    settings = settings.model_copy(update={"identity": "demo", "questions_per_minute": 1_000_000})
    shelf.add("reisekosten.md", REISE)
    with running(make_app(Context(settings, shelf.library, build_assistant(settings, shelf.library)))) as address:
        yield address


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_as_the_schema_says(address: str, role: str, record_property: Callable[[str, object], None]) -> None:
    schema = openapi.from_dict(httpx2.get(f"{address}/openapi.json", trust_env=False).json())
    failures: list[str] = []
    calls = 0
    with httpx2.Client(trust_env=False, timeout=30) as client:
        headers = headers_of(role, address, client)
        for found in schema.get_all_operations():
            operation = found.ok()  # type: ignore[union-attr]

            @running_with(
                max_examples=CALLS, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck), deadline=None
            )
            @given(case=operation.as_strategy())
            def send(case: Case[Any]) -> None:
                nonlocal calls
                calls += 1
                response = case.call(base_url=address, headers=headers, timeout=30)
                try:
                    case.validate_response(response, checks=PROMISED)
                except* Failure as group:
                    failures.extend(f"{case.operation.label} {response.status_code}: {str(one)[:400]}" for one in group.exceptions)

            send()
    record_property("calls", calls)
    assert calls >= CALLS * 40
    assert not failures, "\n\n".join(dict.fromkeys(failures))


def headers_of(role: str, address: str, client: httpx2.Client) -> dict[str, str]:
    """What each role shows: the administrator sits at this machine, programs have a token, nobody comes from elsewhere."""
    if role in PROGRAMS:
        made = client.post(f"{address}/api/me/tokens", json={"name": "Programm", "abilities": PROGRAMS[role]})
        return {"Authorization": f"Bearer {made.json()['token']}"}
    return {"X-Forwarded-For": "192.0.2.1"} if role == "nobody" else {}
