"""A question whose answer is still being written when another conversation is opened; and the chat at twice its size."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.scripted import ScriptedModel
from tests.web.browsing import needs_browser
from tests.web.office import QUESTION, Office
from tests.web.pages import ChatPage
from tests.web.serving_office import serving

pytestmark = needs_browser
STORY = [f"Das ist Satz {number} von vielen. " for number in range(120)]


@pytest.fixture
def writing(stocked: Office, page: Page) -> Iterator[ChatPage]:
    """The chat while an answer is written."""
    with serving(stocked.shelf, ScriptedModel(STORY, pause=0.03)) as address:
        chat = ChatPage(page)
        chat.open(address)
        page.get_by_role("textbox", name="Ihre Frage").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator("aktenlotse-answer .text")).to_contain_text("Satz 3")
        yield chat


def test_an_answer_is_written_on_while_another_conversation_is_open(writing: ChatPage) -> None:
    writing.page.get_by_role("button", name="Neues Gespräch").click()
    expect(writing.page.locator("aktenlotse-answer")).to_have_count(0)
    writing.open_conversations().locator(".entry", has_text=QUESTION).click()
    expect(writing.page.locator("aktenlotse-answer")).to_contain_text("Satz 119")


def test_a_question_that_a_reload_cut_off_can_be_asked_again(writing: ChatPage) -> None:
    writing.page.reload()
    writing.open_conversations().locator(".entry", has_text=QUESTION).click()
    expect(writing.page.get_by_role("button", name="Noch einmal fragen")).to_be_visible()


def test_a_conversation_that_is_deleted_while_it_is_answered_does_not_come_back(writing: ChatPage) -> None:
    kept = writing.open_conversations()
    kept.get_by_role("button", name=f"„{QUESTION}“ löschen").click()
    writing.page.wait_for_timeout(500)
    writing.page.reload()
    expect(writing.open_conversations().get_by_text("Noch keine Gespräche.")).to_be_visible()


def test_at_200_percent_of_zoom_everything_is_there(browser: Browser, stocked: Office) -> None:
    """A window of 1280 pixels has room for 640 then, each twice as large."""
    with serving(stocked.shelf, ScriptedModel(["Es werden 30 Cent je Kilometer erstattet [1]."])) as address:
        context = browser.new_context(locale="de-DE", viewport={"width": 640, "height": 450}, device_scale_factor=2)
        chat = ChatPage(context.new_page())
        chat.open(address)
        chat.ask(QUESTION)
        chat.open_citation(1)
        assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        chat.page.keyboard.press("Escape")
        chat.page.get_by_role("button", name="Menü").click()
        expect(chat.page.get_by_role("link", name="Redaktion")).to_be_visible()
        context.close()
