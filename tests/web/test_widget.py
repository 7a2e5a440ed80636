"""The chat inside a foreign page: one script tag, whatever the page's style sheets and its policy say."""

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.browsing import STATIC, barriers, needs_browser, watched_page
from tests.web.foreign import intranet, spoilt_page
from tests.web.staffed import staffed
from tests.web.starting import started
from tests.web.test_browser import KILOMETER, RULE

pytestmark = needs_browser
NAME = "Fragen an die Dienststelle"
LARGEST = 100_000


@pytest.fixture(scope="module")
def foreign(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The intranet, whose origin the server allows."""
    home = tmp_path_factory.mktemp("home") / "library"
    shutil.copytree(sample_home, home)
    pages: dict[str, str] = {}
    with intranet(pages) as address:
        (home / "aktenlotse.toml").write_text(f'widget_origins = ["{address}"]')
        with started(home) as server:
            pages["server"] = server.address
            attributes = f'data-name="{NAME}" data-color="#c8102e" data-collections="personal"'
            pages["/"] = spoilt_page(server.address, attributes=attributes)
            inline = '<div><aktenlotse-chat display="inline" language="en"></aktenlotse-chat></div>'
            pages["/inline"] = spoilt_page(server.address, inline)
            yield address


@pytest.fixture
def panel(page: Page, foreign: str) -> Locator:
    page.goto(foreign)
    page.get_by_role("button", name=NAME).click()
    return page.get_by_role("dialog", name=NAME)


def ask(page: Page) -> Locator:
    page.get_by_role("textbox", name="Ihre Frage").fill(KILOMETER)
    page.keyboard.press("Enter")
    page.locator("aktenlotse-answer[aria-busy=false]").wait_for()
    return page.get_by_role("article", name=KILOMETER)


def test_one_script_tag_brings_a_button_that_opens_the_chat(page: Page, panel: Locator) -> None:
    expect(page.get_by_role("textbox", name="Ihre Frage")).to_be_focused()
    answer = ask(page)
    expect(answer).to_contain_text("25 Cent je Kilometer")
    expect(answer).to_contain_text("Nur in: personal")
    assert barriers_inside(page) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name=NAME)).to_be_focused()


def test_a_source_and_its_original_open_beside_the_chat_there_too(page: Page, panel: Locator) -> None:
    ask(page).get_by_role("button", name=RULE).last.click()
    expect(panel.locator("mark").first).to_contain_text("Cent")
    page.get_by_role("button", name="Seite im Original zeigen").click()
    mark = panel.locator("aktenlotse-original mark").first
    expect(mark).to_be_attached()
    box = mark.bounding_box()
    assert box and 5 < box["height"] < 30 < box["width"], "the mark lies where the words are drawn"
    page.keyboard.press("Escape")
    expect(panel).to_be_visible()


def test_style_sheets_of_the_page_do_not_reach_the_chat(page: Page, panel: Locator) -> None:
    expect(panel).to_be_in_viewport(ratio=1)
    style = panel.get_by_role("heading", name="Guten Tag!").evaluate(
        "element => { const s = getComputedStyle(element); return [s.fontFamily, s.letterSpacing, s.textTransform, s.direction] }"
    )
    assert style == ['"Fira Sans", sans-serif', "normal", "none", "ltr"]
    field = page.get_by_role("textbox", name="Ihre Frage")
    assert field.evaluate("element => getComputedStyle(element).fontSize") == "18px"


def test_the_authoritys_colour_is_worn(page: Page, panel: Locator) -> None:
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    button = page.get_by_role("button", name=NAME)
    assert button.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(200, 16, 46)"
    expect(panel).to_be_hidden()


def test_a_page_may_place_the_chat_itself(page: Page, foreign: str) -> None:
    page.goto(f"{foreign}/inline")
    expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
    assert page.locator("aktenlotse-chat").count() == 1
    assert page.evaluate("scrollY") == 0


def test_the_chat_has_no_barrier_in_the_dark(browser: Browser, foreign: str) -> None:
    with watched_page(browser, scheme="dark") as page:
        page.goto(foreign)
        page.get_by_role("button", name=NAME).click()
        ask(page).locator(".citation").first.click()
        expect(page.locator("aktenlotse-source mark").first).to_contain_text("Cent")
        assert barriers_inside(page) == []
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Gespräche", exact=True).click()
        assert barriers_inside(page) == []


def test_whoever_is_signed_in_at_the_server_asks_from_other_pages(page: Page, sample_home: Path, tmp_path: Path) -> None:
    pages: dict[str, str] = {}
    with intranet(pages) as address, staffed(sample_home, tmp_path / "library", address) as amt:
        pages["server"], pages["/"] = amt.address, spoilt_page(amt.address, attributes=f'data-name="{NAME}"')
        page.goto(address)
        page.get_by_role("button", name=NAME).click()
        expect(page.get_by_text("Bitte melden Sie sich an, um Fragen zu stellen.")).to_be_visible()
        assert barriers_inside(page) == []
        amt.enter(page, "carl")
        page.goto(address)
        page.get_by_role("button", name=NAME).click()
        expect(ask(page)).to_contain_text("Cent")
        page.goto(f"{amt.address}/konto")
        page.get_by_role("button", name=f"„{KILOMETER}“ löschen").click()
        page.goto(address)
        page.get_by_role("button", name=NAME).click()
        page.get_by_role("button", name="Gespräche", exact=True).click()
        expect(page.get_by_text("Noch keine Gespräche.")).to_be_visible()


def barriers_inside(page: Page) -> list[str]:
    """What axe finds wrong in the chat, and between it and the landmarks of the page, which is spoilt on purpose."""
    return [found for found in barriers(page) if "aktenlotse" in found or found.startswith("landmark-no-duplicate")]


def test_the_widget_is_light() -> None:
    sizes: dict[str, int] = {}

    def weigh(name: str) -> None:
        script = (STATIC / name).read_text()
        sizes[name] = len(gzip.compress(script.encode(), 9))
        for other in re.findall(r'(?:from|import)\s*"\./([^"]+\.js)"', script):
            if other not in sizes:
                weigh(other)

    weigh("widget.js")
    assert sum(sizes.values()) <= LARGEST, sizes
