"""No state of the chat has a barrier that a machine can find: light, dark, narrow, while it writes, when it refuses."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.scripted import ScriptedModel
from tests.web.browsing import barriers, needs_browser, watched_page
from tests.web.office import QUESTION, Office
from tests.web.pages import ChatPage
from tests.web.serving_office import serving
from tests.web.starting import Started
from tests.web.test_browser import GOETHE, KILOMETER, RULE

pytestmark = needs_browser
STORY = [f"Das ist Satz {number} von vielen. " for number in range(200)]


@pytest.fixture(params=["light", "dark"])
def shown(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme: Literal["light", "dark"] = request.param
    with watched_page(browser, scheme=scheme) as page:
        yield page


def test_no_state_of_the_chat_has_a_barrier(shown: Page, server: Started) -> None:
    chat = ChatPage(shown)
    chat.open(server.address)
    assert barriers(shown) == []
    shown.get_by_role("button", name="Suche eingrenzen").click()
    chat.ask(GOETHE).get_by_role("button", name="Nicht hilfreich").click()
    assert barriers(shown) == []
    chat.ask(KILOMETER).get_by_role("button", name=RULE).last.click()
    assert barriers(shown) == []
    chat.source().get_by_role("button", name="Seite im Original zeigen").click()
    expect(chat.source().locator("aktenlotse-original mark").first).to_be_attached()
    assert barriers(shown) == []
    chat.open_conversations()
    assert barriers(shown) == []


def test_nothing_is_lost_at_320_pixels(browser: Browser, server: Started) -> None:
    """Which is also what 400 % of zoom leaves of 1280 pixels."""
    with watched_page(browser, width=320) as page:
        chat = ChatPage(page)
        chat.open(server.address)
        chat.ask(KILOMETER)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("button", name="Suche eingrenzen").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        chat.open_citation(1)
        assert barriers(page) == []


def test_high_contrast_hides_nothing(page: Page, server: Started) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    chat = ChatPage(page)
    chat.open(server.address)
    chat.ask(KILOMETER)
    chat.open_citation(1)
    assert barriers(page) == []


def test_an_answer_has_no_barrier_while_it_is_written_and_can_be_stopped(stocked: Office, page: Page) -> None:
    with serving(stocked.shelf, ScriptedModel(STORY, pause=0.05)) as address:
        chat = ChatPage(page)
        chat.open(address)
        page.get_by_role("textbox", name="Ihre Frage").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator("aktenlotse-answer .text")).to_contain_text("Satz 3")
        assert barriers(page) == []
        heard = chat.announced().splitlines()
        assert "Das ist Satz 1 von vielen." in heard
        assert all(line.endswith(("vielen.", "geschrieben")) for line in heard if line)
        chat.stop()
        expect(page.get_by_text("Angehalten. Dieser Text ist unvollständig und nicht geprüft.")).to_be_visible()
        expect(page.get_by_role("textbox", name="Ihre Frage")).to_be_focused()
        expect(page.get_by_role("button", name="Noch einmal fragen")).to_be_visible()
        assert barriers(page) == []


def test_a_sentence_that_its_source_does_not_bear_out_is_marked_and_explained(stocked: Office, page: Page) -> None:
    with serving(stocked.shelf, ScriptedModel(["Es werden 70 Cent je Kilometer erstattet [1]."])) as address:
        chat = ChatPage(page)
        chat.open(address)
        answer = chat.ask(QUESTION)
        expect(answer.get_by_text("Nicht belegt")).to_be_visible()
        expect(answer.get_by_text("Der Betrag steht so nicht in der Quelle.")).to_be_visible()
        assert barriers(page) == []


def test_without_its_model_the_assistant_says_so_and_quotes(stocked: Office, page: Page) -> None:
    with serving(stocked.shelf, ScriptedModel([], fails=True)) as address:
        chat = ChatPage(page)
        chat.open(address)
        answer = chat.ask(QUESTION)
        expect(answer).to_contain_text("antwortet nicht")
        expect(answer).to_contain_text("30 Cent je Kilometer")
        assert barriers(page) == []
