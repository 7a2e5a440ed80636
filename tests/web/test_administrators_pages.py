"""The administrators' pages in a real browser against the real server, and that none of the pages about people has a barrier."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.browsing import barriers, needs_browser, pressed_focus, watched_page
from tests.web.staffed import PASSWORD, Staffed, staffed
from tests.web.test_browser import go_to

pytestmark = needs_browser
SAVED = "Gespeichert. Es gilt ab der nächsten Frage."


@pytest.fixture(scope="module")
def amt(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    with staffed(sample_home, tmp_path_factory.mktemp("home") / "library") as running:
        yield running


@pytest.fixture
def chief(page: Page, amt: Staffed) -> Page:
    amt.enter(page, "anna", "verwaltung")
    return page


def edit(page: Page, name: str) -> Locator:
    page.get_by_role("button", name=f"{name} bearbeiten").click()
    return page.get_by_role("dialog", name=name)


def test_a_person_is_added_with_a_right_and_closed(browser: Browser, chief: Page, amt: Staffed) -> None:
    chief.get_by_label("Anmeldename").fill("emil")
    chief.get_by_label("Anfangskennwort").fill(PASSWORD)
    chief.keyboard.press("Enter")
    opened = chief.get_by_role("dialog", name="emil")
    opened.get_by_label("Darf").select_option("bearbeiten")
    opened.get_by_label("Sammlung", exact=True).select_option("personal")
    opened.get_by_role("button", name="Recht geben").click()
    expect(opened.get_by_text("personal: bearbeiten")).to_be_visible()
    with watched_page(browser) as page:
        amt.enter(page, "emil", "redaktion")
        expect(page.get_by_role("heading", name="Dokumente hinzufügen")).to_be_visible()
        opened.get_by_role("button", name="Konto sperren").click()
        expect(opened.get_by_text(SAVED).last).to_be_visible()
        page.reload()
        page.wait_for_url(f"{amt.address}/anmelden?ziel=redaktion")
    chief.keyboard.press("Escape")
    expect(chief.get_by_role("row", name="emil")).to_contain_text("gesperrt")
    opened = edit(chief, "emil")
    opened.get_by_role("button", name="Konto löschen").click()
    opened.get_by_role("button", name="Endgültig löschen").click()
    expect(chief.get_by_role("row", name="emil")).to_have_count(0)


def test_everything_can_be_done_by_keyboard(chief: Page) -> None:
    keys = chief.keyboard
    go_to(chief, "Carl Beispiel bearbeiten")
    keys.press("Enter")
    opened = chief.get_by_role("dialog", name="Carl Beispiel")
    go_to(chief, "Recht geben")
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    keys.type("ausw")
    go_to(chief, "Recht geben")
    keys.press("Enter")
    expect(opened.get_by_text("auswerten", exact=True).first).to_be_visible()
    go_to(chief, "Nehmen: Carl Beispiel, auswerten", back=True)
    keys.press("Space")
    expect(opened.get_by_text("Noch keine Rechte.")).to_be_visible()
    keys.press("Escape")
    expect(opened).to_be_hidden()
    assert pressed_focus(chief) == "Carl Beispiel bearbeiten"
    for page, heading in (("Rechte", "Rechte"), ("Schutzklassen", "Schutzklassen"), ("Protokoll", "Protokoll")):
        go_to(chief, page, back=True)
        keys.press("Enter")
        expect(chief.get_by_role("heading", name=heading, level=2)).to_be_visible()
        expect(chief.locator("main")).to_be_focused()
    go_to(chief, "Kette prüfen")
    keys.press("Enter")
    expect(chief.get_by_text("Die Kette ist unversehrt")).to_be_visible()


def test_a_weak_password_and_a_taken_name_are_explained(chief: Page) -> None:
    chief.get_by_label("Anmeldename").fill("carl")
    chief.get_by_label("Anfangskennwort").fill("kurz")
    chief.keyboard.press("Enter")
    expect(chief.get_by_role("alert").filter(has_text="Konto mit dem Namen „carl“")).to_be_visible()
    chief.get_by_label("Anmeldename").fill("fritz")
    chief.keyboard.press("Enter")
    expect(chief.get_by_role("alert").filter(has_text="mindestens 12 Zeichen")).to_be_visible()


def test_a_group_gets_a_collection_and_loses_it(chief: Page, amt: Staffed) -> None:
    chief.get_by_role("link", name="Rechte").click()
    chief.get_by_label("Wer", exact=True).select_option("Eine Gruppe …")
    chief.get_by_label("Name der Gruppe").fill("personalrat")
    chief.get_by_label("Sammlung", exact=True).select_option("personal")
    chief.get_by_role("button", name="Recht geben").click()
    expect(chief.get_by_role("row", name="Gruppe personalrat")).to_contain_text("personal: lesen")
    chief.get_by_role("button", name="Nehmen: Gruppe personalrat, personal: lesen").click()
    expect(chief.get_by_role("row", name="Gruppe personalrat")).to_have_count(0)


def test_a_collection_and_a_document_get_their_class(chief: Page) -> None:
    chief.get_by_role("link", name="Schutzklassen").click()
    chief.get_by_label("Klasse von it-digitales").select_option("öffentlich")
    expect(chief.get_by_text(SAVED).last).to_be_visible()
    chief.get_by_label("Dokument suchen").fill("Brandschutz")
    chief.get_by_role("button", name="Brandschutzordnung").click()
    chief.get_by_label("Wer", exact=True).select_option("Carl Beispiel")
    chief.get_by_label("Darf").select_option("darf nicht lesen")
    chief.get_by_role("button", name="Ausnahme hinzufügen").click()
    expect(chief.get_by_text("Carl Beispiel: darf nicht lesen")).to_be_visible()
    chief.get_by_role("button", name="Ausnahme aufheben: Carl Beispiel").click()
    expect(chief.get_by_text("Keine Ausnahmen.")).to_be_visible()


def test_the_audit_is_checked_and_taken_along(chief: Page) -> None:
    chief.get_by_role("link", name="Protokoll").click()
    expect(chief.get_by_role("row", name="Carl Beispiel").filter(has_text="Konto angelegt")).to_be_visible()
    chief.get_by_role("button", name="Kette prüfen").click()
    expect(chief.get_by_text("Die Kette ist unversehrt")).to_be_visible()
    chief.get_by_label("Früher notiertes Siegel").fill("1:erfunden")
    chief.get_by_role("button", name="Kette prüfen").click()
    expect(chief.get_by_text("Die Kette ist verletzt")).to_be_visible()
    with chief.expect_download() as saved:
        chief.get_by_role("button", name="Herunterladen (JSON Lines)").click()
    assert json.loads(Path(saved.value.path()).read_text().splitlines()[0])["number"] == 1


@pytest.fixture(scope="module", params=["light", "dark"])
def shown(browser: Browser, amt: Staffed, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An administrator's browser: light and wide, dark and as narrow as 400 % of zoom make it."""
    scheme: Literal["light", "dark"] = request.param
    with watched_page(browser, scheme=scheme, width=1280 if scheme == "light" else 320) as page:
        page.goto(f"{amt.address}/anmelden")
        expect(page.get_by_label("Name")).to_be_focused()
        assert barriers(page) == []
        amt.enter(page, "anna", "verwaltung")
        yield page


@pytest.mark.parametrize(
    ("place", "heading"),
    [
        ("konto", "Mein Konto"),
        ("verwaltung", "Personen"),
        ("verwaltung/rechte", "Rechte"),
        ("verwaltung/schutzklassen", "Schutzklassen"),
        ("verwaltung/protokoll", "Protokoll"),
        ("barrierefreiheit", "Erklärung zur Barrierefreiheit"),
        ("datenschutz", "Datenschutz und KI"),
    ],
)
def test_no_page_about_people_has_a_barrier(shown: Page, amt: Staffed, place: str, heading: str) -> None:
    shown.goto(f"{amt.address}/{place}")
    expect(shown.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(shown.get_by_text("Wird geladen …")).to_have_count(0)
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(shown) == []


def test_neither_an_account_nor_the_menu_has_a_barrier(shown: Page, amt: Staffed) -> None:
    shown.goto(f"{amt.address}/verwaltung")
    if (menu := shown.get_by_role("button", name="Menü")).is_visible():
        menu.click()
        expect(shown.get_by_role("link", name="Anna Beispiel")).to_be_visible()
        assert barriers(shown) == []
        shown.keyboard.press("Escape")
    edit(shown, "Berta Beispiel")
    assert barriers(shown) == []
    shown.keyboard.press("Escape")
