"""The release of documents in a real browser: one editor proposes by keyboard, another one releases and recalls."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.access.people import named
from assistant.access.protection import CollectionRule, set_rule
from assistant.access.rights import Grant, grant
from ingest.journal import OPERATOR
from tests.web.browsing import barriers, needs_browser, watched_page
from tests.web.staffed import Staffed, staffed
from tests.web.test_browser import go_to

pytestmark = needs_browser
COLLECTION = "fachaufgaben"
RULE = "FAQ Reisekosten der Abteilung 3"


@pytest.fixture(scope="module")
def amt(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    """A server where a collection needs release, and where Dora edits it beside Berta."""
    with staffed(sample_home, tmp_path_factory.mktemp("home") / "library") as running:
        with running.journal.change(OPERATOR) as change:
            set_rule(change, COLLECTION, CollectionRule(release=True))
            grant(change, Grant(f"person:{named(change.connection, 'dora').id}", "edit", COLLECTION))
        yield running


def test_one_editor_proposes_and_another_releases_and_recalls(browser: Browser, page: Page, amt: Staffed) -> None:
    amt.enter(page, "berta", "redaktion")
    waiting = page.get_by_role("region", name="Freigabe")
    waiting.get_by_role("button", name="noch nicht vorgelegt").click()
    waiting.get_by_role("link", name=RULE).click()
    expect(page.get_by_text("Diese Fassung ist noch nicht zur Freigabe vorgelegt.")).to_be_visible()
    go_to(page, "Zur Freigabe vorlegen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sie haben diese Fassung vorgelegt")).to_be_visible()
    expect(page.get_by_role("heading", name="Freigabe")).to_be_focused()
    expect(page.get_by_role("button", name="Freigeben", exact=True)).to_have_count(0)
    assert barriers(page) == []
    with watched_page(browser, scheme="dark") as others:
        amt.enter(others, "dora", "redaktion")
        assert barriers(others) == []
        others.get_by_role("region", name="Freigabe").get_by_role("link", name=RULE).click()
        expect(others.get_by_text("Berta Beispiel hat diese Fassung zur Freigabe vorgelegt.")).to_be_visible()
        others.get_by_label("Wieder prüfen am").fill("2099-01-01")
        others.get_by_role("button", name="Freigeben", exact=True).click()
        expect(others.get_by_text("Wieder zu prüfen am 01.01.2099.")).to_be_visible()
        assert barriers(others) == []
    page.reload()
    page.get_by_text("Zurückrufen", exact=True).click()
    page.get_by_label("Grund").fill("Falscher Betrag")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Grund: Falscher Betrag")).to_be_visible()
    expect(page.get_by_role("button", name="Zur Freigabe vorlegen")).to_be_visible()


def test_where_no_release_is_needed_nothing_speaks_of_it(page: Page, amt: Staffed) -> None:
    amt.enter(page, "berta", "redaktion")
    page.get_by_role("link", name="Brandschutzordnung").click()
    expect(page.get_by_role("heading", name="Angaben", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Freigabe")).to_have_count(0)
