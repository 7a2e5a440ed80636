"""Signing in, one's own account and one's own conversations in a real browser against the real server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.web.browsing import needs_browser, watched_page
from tests.web.pages import ChatPage
from tests.web.staffed import CONTACT, PASSWORD, Staffed, staffed
from tests.web.starting import Started
from tests.web.test_browser import KILOMETER, go_to

pytestmark = needs_browser


@pytest.fixture(scope="module")
def amt(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    with staffed(sample_home, tmp_path_factory.mktemp("home") / "library") as running:
        yield running


def kept_in_browser(page: Page) -> list[str]:
    """The keys of conversations in the browser's storage, which whoever uses it next can read."""
    keys: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.includes('conversation'))")
    return keys


def ways(page: Page) -> Locator:
    """The links to the pages that the person may use."""
    return page.get_by_role("navigation", name="Seiten des Aktenlotsen").get_by_role("link")


def test_who_is_not_signed_in_is_asked_to_by_keyboard_and_comes_back(page: Page, amt: Staffed) -> None:
    page.goto(f"{amt.address}/konto")
    expect(page.get_by_label("Name")).to_be_focused()
    keys = page.keyboard
    keys.type("carl")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Bitte geben Sie Ihr Kennwort ein.")
    keys.type("falsch")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Name oder Kennwort stimmen nicht")
    expect(page.get_by_label("Kennwort")).to_be_focused()
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url(f"{amt.address}/konto")
    go_to(page, "Abmelden", back=True)
    keys.press("Enter")
    page.wait_for_url(f"{amt.address}/anmelden*")
    assert page.context.cookies() == []


def test_after_five_failures_the_sign_in_says_what_to_do(page: Page, amt: Staffed) -> None:
    page.goto(f"{amt.address}/anmelden")
    for _ in range(6):
        page.get_by_label("Name").fill("nobody")
        page.get_by_label("Kennwort").fill("falsch")
        page.get_by_role("button", name="Anmelden").click()
        expect(page.get_by_role("alert")).to_contain_text("warten Sie dann bitte eine Minute")


def test_the_sign_in_leads_to_no_foreign_page(page: Page, amt: Staffed) -> None:
    amt.enter(page, "carl")
    page.goto(f"{amt.address}/anmelden?ziel=https://elsewhere.example/")
    page.get_by_role("link", name="Weiter").click()
    page.wait_for_url(f"{amt.address}/")


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("carl", ["Fragen"]),
        ("berta", ["Fragen", "Redaktion", "Übersicht"]),
        ("dora", ["Fragen", "Auswertung"]),
        ("anna", ["Fragen", "Verwaltung"]),
    ],
)
def test_the_navigation_leads_where_a_person_may_go(page: Page, amt: Staffed, name: str, pages: list[str]) -> None:
    amt.enter(page, name)
    expect(ways(page)).to_have_text(pages)


def test_in_the_demonstration_nobody_signs_in_and_a_line_says_so(page: Page, server: Started) -> None:
    page.goto(server.address)
    expect(page.get_by_text("Demonstration ohne Anmeldung")).to_be_visible()
    expect(ways(page)).to_have_count(5)
    expect(page.get_by_role("button", name="Abmelden")).to_have_count(0)


def test_conversations_are_kept_on_the_server_for_their_person_alone(browser: Browser, page: Page, amt: Staffed) -> None:
    amt.enter(page, "carl")
    chat = ChatPage(page)
    chat.ask(KILOMETER)
    expect(chat.ask("Und mit dem Motorrad?").locator(".understood")).to_contain_text("pro Kilometer")
    assert kept_in_browser(page) == []
    with watched_page(browser) as elsewhere:
        amt.enter(elsewhere, "carl")
        kept = ChatPage(elsewhere).open_conversations()
        kept.get_by_role("button", name=f"„{KILOMETER}“ umbenennen").click()
        kept.get_by_label("Neuer Name").fill("Auto")
        elsewhere.keyboard.press("Enter")
        with elsewhere.expect_download() as saved:
            kept.get_by_role("button", name="„Auto“ als Markdown speichern").click()
        assert f"## {KILOMETER}" in Path(saved.value.path()).read_text()
        kept.locator(".entry", has_text="Auto").click()
        expect(elsewhere.get_by_role("article", name=KILOMETER)).to_contain_text("Cent")
        expect(elsewhere.get_by_role("article", name="Und mit dem Motorrad?").locator(".citation").first).to_be_visible()
    with watched_page(browser) as others:
        amt.enter(others, "dora")
        expect(ChatPage(others).open_conversations().get_by_text("Noch keine Gespräche.")).to_be_visible()
    kept = chat.open_conversations()
    kept.get_by_role("button", name="„Auto“ löschen").click()
    expect(kept.get_by_text("Noch keine Gespräche.")).to_be_visible()


def test_a_question_waits_until_it_is_known_whose_it_is(page: Page, amt: Staffed) -> None:
    amt.enter(page, "berta")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/session", hold)
    page.goto(amt.address)
    page.get_by_role("textbox", name="Ihre Frage").fill(KILOMETER)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name=KILOMETER)).to_be_visible()
    for each in held:
        each.abort()
    page.unroute("**/api/session")
    page.get_by_role("button", name="Noch einmal versuchen").click()
    expect(page.get_by_role("article", name=KILOMETER)).to_contain_text("Cent")
    expect(ChatPage(page).open_conversations().locator(".entry", has_text=KILOMETER)).to_be_visible()
    assert kept_in_browser(page) == []


def test_a_key_for_a_program_is_shown_once_and_taken_back(page: Page, amt: Staffed) -> None:
    amt.enter(page, "carl", "konto")
    page.get_by_label("Wofür").fill("Intranet")
    page.keyboard.press("Enter")
    key = page.locator("code").inner_text()
    assert key.startswith("akl_")
    program = {"Authorization": f"Bearer {key}"}
    assert page.request.get(f"{amt.address}/api/session", headers=program).json()["name"] == "carl"
    page.reload()
    expect(page.get_by_role("cell", name="Intranet")).to_be_visible()
    expect(page.get_by_text(key)).to_have_count(0)
    page.get_by_role("button", name="Schlüssel „Intranet“ zurücknehmen").click()
    expect(page.get_by_text("Der Schlüssel gilt nicht mehr.")).to_be_visible()
    assert page.request.get(f"{amt.address}/api/session", headers=program).status == 401


def test_people_take_along_what_is_stored_about_them_and_delete_it(page: Page, amt: Staffed) -> None:
    amt.enter(page, "dora")
    ChatPage(page).ask(KILOMETER)
    page.get_by_role("link", name="Dora Beispiel").click()
    expect(page.get_by_text("alle Sammlungen: lesen")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Alles herunterladen (JSON)").click()
    stored = json.loads(Path(saved.value.path()).read_text())
    assert stored["conversations"][0]["turns"][0]["question"] == KILOMETER
    page.get_by_role("button", name="Alles löschen").click()
    page.get_by_role("button", name="Endgültig löschen").click()
    page.wait_for_url(f"{amt.address}/anmelden*")
    amt.enter(page, "dora", "konto")
    expect(page.get_by_text("Es sind keine Gespräche gespeichert.")).to_be_visible()


def test_signing_out_everywhere_ends_the_other_browser_too(browser: Browser, page: Page, amt: Staffed) -> None:
    amt.enter(page, "berta", "konto")
    with watched_page(browser) as elsewhere:
        amt.enter(elsewhere, "berta")
        page.get_by_role("button", name="Überall abmelden").click()
        page.wait_for_url(f"{amt.address}/anmelden*")
        ChatPage(elsewhere).page.get_by_role("textbox", name="Ihre Frage").fill(KILOMETER)
        elsewhere.keyboard.press("Enter")
        elsewhere.wait_for_url(f"{amt.address}/anmelden?ziel=")


def test_every_page_leads_to_the_statement_that_names_the_contact(page: Page, amt: Staffed) -> None:
    page.goto(f"{amt.address}/anmelden")
    page.get_by_role("link", name="Barrierefreiheit").click()
    expect(page.get_by_role("link", name=CONTACT)).to_have_attribute("href", f"mailto:{CONTACT}")
    expect(page.get_by_text("Schlichtungsstelle Hannover")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Accessibility statement")).to_be_visible()
    page.get_by_role("link", name="Privacy and AI").click()
    expect(page.get_by_role("heading", name="You are talking to an AI")).to_be_visible()
