"""Serves the built pages, scripts and fonts. Knows nothing of what the pages show."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_STATIC = Path(__file__).parent / "static"
_PAGES = {
    "index.html": ("/",),
    "redaktion.html": (
        "/redaktion",
        "/redaktion/dokumente/{document_id}",
        "/redaktion/zustand",
        "/redaktion/woerter",
        "/uebersicht",
    ),
    "konto.html": (
        "/anmelden",
        "/konto",
        "/verwaltung",
        "/verwaltung/rechte",
        "/verwaltung/schutzklassen",
        "/verwaltung/protokoll",
        "/barrierefreiheit",
        "/datenschutz",
    ),
    "auswertung.html": (
        "/auswertung",
        "/auswertung/lauf",
        "/auswertung/frage",
        "/auswertung/vergleich",
        "/auswertung/bewerten",
        "/auswertung/goldfragen",
    ),
}
"""Where each page is; it tells by the address what to show."""
_OF_OTHER_ADDRESSES = "konto.html"
"""The page that says of any other address that it leads nowhere."""
_FOR_PROGRAMS = ("/api/", "/v1/", "/static/")
_HAS_DIGEST = re.compile(r"-[\w-]{8}\.\w+$")


class BuiltFiles(StaticFiles):
    """Files that `hatch_build.py` made: names that carry a digest may be kept for good, others are asked for again."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, with how long a browser may keep it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        kept = "max-age=31536000, immutable" if _HAS_DIGEST.search(str(full_path)) else "no-cache"
        response.headers["Cache-Control"] = kept
        return response


def add_pages(app: FastAPI) -> None:
    """Serve them."""
    for page, addresses in _PAGES.items():
        for address in addresses:
            app.get(address, include_in_schema=False)(_showing(page, address.count("/") - 1))
    app.mount("/static", BuiltFiles(directory=_STATIC, check_dir=False), name="static")


def is_by_a_person(request: Request) -> bool:
    """Whether a browser shows to a person what comes."""
    shown = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return shown and not request.url.path.startswith(_FOR_PROGRAMS)


def no_such_page(request: Request) -> HTMLResponse:
    """What a person sees at an address that leads nowhere."""
    return _drawn(_OF_OTHER_ADDRESSES, request.url.path.count("/") - 1, 404)


def _showing(name: str, depth: int) -> Callable[[], HTMLResponse]:
    def show() -> HTMLResponse:
        return _drawn(name, depth)

    return show


def _drawn(name: str, depth: int, status: int = 200) -> HTMLResponse:
    """A page whose addresses are relative, so that the application also works below a path; `depth` folders further down."""
    page = (_STATIC / name).read_text(encoding="utf-8")
    return HTMLResponse(page.replace('"static/', f'"{"../" * depth}static/'), status)
