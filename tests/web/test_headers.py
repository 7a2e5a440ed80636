"""What each response tells a browser: nothing foreign is loaded, nobody embeds it, nothing personal is kept."""

import re
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient

from assistant.assembly import build_assistant
from assistant.web.app import make_app
from assistant.web.context import Context
from ingest.library import Library
from ingest.settings import Settings
from tests.web.browsing import STATIC
from tests.web.office import Office, assert_explained

PLACES = ["/", "/redaktion", "/api/settings", "/nirgendwo", "/healthz", "/openapi.json"]


@pytest.mark.parametrize("place", PLACES)
def test_a_page_loads_nothing_foreign_and_runs_nothing_inline(office: Office, place: str) -> None:
    headers = office.client.get(place).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'none'", "'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "microphone=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


@pytest.mark.skipif(not STATIC.exists(), reason="the pages are not built")
@pytest.mark.parametrize(
    "place", ["/nirgendwo", "/verwaltung/nirgendwo", "/auswertung/nirgend/wo", "/redaktion/dokumnte", "/redaktion/dokumente/a/b"]
)
def test_an_address_that_leads_nowhere_shows_a_page_to_people_alone(office: Office, place: str) -> None:
    client, browsing = office.client, {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    shown = client.get(place, headers=browsing)
    assert (shown.status_code, shown.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert shown.headers["content-security-policy"] == client.get("/").headers["content-security-policy"]
    [script] = re.findall(r'src="([^"]+)"', shown.text)
    assert client.get(urljoin(place, script)).status_code == 200
    for refused in (client.get(place), client.post(place, headers=browsing), client.get(f"/api{place}", headers=browsing)):
        assert_explained(refused, 404, "not_found")


@pytest.mark.skipif(not STATIC.exists(), reason="the pages are not built")
@pytest.mark.parametrize("name", ["index.html", "redaktion.html", "konto.html", "auswertung.html"])
def test_the_pages_have_no_inline_scripts_or_styles(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", text)


def test_answers_about_people_are_not_kept_by_browsers(office: Office) -> None:
    assert office.client.get("/api/settings").headers["cache-control"] == "no-store"
    assert office.client.get("/api/documents").headers["cache-control"] == "no-store"


def test_with_https_browsers_stay_with_it_and_the_widget_loads_its_scripts(settings: Settings, library: Library) -> None:
    own = {"url": "https://fragen.amt.example", "widget_origins": ("https://intranet.amt.example",)}
    settings = settings.model_copy(update=own)
    with TestClient(make_app(Context(settings, library, build_assistant(settings, library)))) as client:
        assert client.get("/").headers["strict-transport-security"] == "max-age=31536000"
        assert client.get("/static/nichts.js").headers["cross-origin-resource-policy"] == "cross-origin"
        assert client.get("/api/settings").headers["cross-origin-resource-policy"] == "same-origin"
