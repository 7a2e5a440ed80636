"""The two pages in a real browser against the real server with the sample library, by keyboard where it matters."""

from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.web.pages import ChatPage, DocumentsPage
from tests.web.starting import Started, add_folder, started

CHROMIUM = which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CHECKOUT = Path(__file__).parents[2]
AXE = CHECKOUT / "assistant/web/frontend/node_modules/axe-core/axe.min.js"
KILOMETER = "Wie viel bekomme ich pro Kilometer mit dem eigenen Auto?"
PATIENCE = 15_000
"""Milliseconds for anything on a page to happen."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
    pytest.mark.skipif(not (CHECKOUT / "assistant/web/static/index.html").exists(), reason="the pages are not built"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    home = tmp_path_factory.mktemp("home")
    add_folder(home, CHECKOUT / "samples/library")
    with started(home) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a German browser; what it complains about fails the test."""
    context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def chat(page: Page, server: Started) -> ChatPage:
    opened = ChatPage(page)
    opened.open(server.address)
    return opened


def test_a_question_is_answered_with_a_citation(chat: ChatPage) -> None:
    answer = chat.ask(KILOMETER)
    expect(answer).to_contain_text("Cent")
    expect(answer.locator(".citation").first).to_be_visible()


def test_a_citation_is_opened_and_closed_by_keyboard(chat: ChatPage) -> None:
    citation = chat.ask(KILOMETER).locator(".citation").first
    citation.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.source()).to_be_visible()
    mark = chat.source().locator("mark").first
    expect(mark).to_contain_text("Cent")
    chat.page.keyboard.press("Escape")
    expect(chat.source()).to_be_hidden()
    expect(citation).to_be_focused()


def test_an_editor_uploads_a_file_and_it_can_be_asked_about(page: Page, server: Started, tmp_path: Path) -> None:
    file = tmp_path / "Dienstfahrräder.txt"
    file.write_text("Lastenräder mietet die Zentrale Fahrradstelle für höchstens 17 Tage im Quartal.\n")
    documents = DocumentsPage(page)
    documents.open(server.address)
    documents.log_in(server.token)
    documents.upload(file)
    expect(documents.upload_state(file.name)).to_contain_text("Fertig", timeout=30_000)
    chat = ChatPage(page)
    chat.open(server.address)
    expect(chat.ask("Wie viele Tage im Quartal mietet die Fahrradstelle Lastenräder?")).to_contain_text("17 Tage")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed")
def test_no_page_has_a_barrier_that_a_machine_can_find(chat: ChatPage) -> None:
    chat.ask(KILOMETER)
    chat.page.evaluate(AXE.read_text())
    found = chat.page.evaluate("axe.run().then(found => found.violations.map(each => each.id))")
    assert found == []
