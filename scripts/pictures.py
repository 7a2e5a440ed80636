"""Take the pictures of the documentation from a running demonstration: `python scripts/pictures.py [URL]`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

_TARGET = Path(__file__).parent.parent / "docs" / "pictures"
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
_QUESTION = "Wie viel bekomme ich pro Kilometer mit dem eigenen Auto?"
_SETTLED = 900
"""Milliseconds until nothing moves any more."""
_INTRANET = """<!doctype html><html lang="de"><title>Intranet</title>
<style>body { margin: 0; font: 17px/1.6 sans-serif; color: #333; background: #f6f4ef } main { max-width: 44rem; padding: 2rem 3rem }
header { padding: 1.25rem 3rem; background: #00573f; color: #fff; font-size: 1.25rem }</style>
<header>Intranet der Dienststelle</header>
<main><h1>Reisen</h1><p>Formulare und Ansprechpersonen f&uuml;r Dienstreisen.</p></main>
<script type="module" src="/static/widget.js" data-color="#00573f" data-open></script></html>"""


def main(url: str) -> None:
    """The chat at rest, with a source, with an original, narrow and dark, on another page; and the page for editors."""
    url = url.rstrip("/")
    _TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=_ARGUMENTS)
        with _window(browser) as page:
            page.goto(url)
            _take(page, "start")
            _ask(page)
            page.locator(".citation").nth(1).click()
            _take(page, "chat")
            page.get_by_role("button", name="Seite im Original zeigen").click()
            page.locator("aktenlotse-original mark").first.wait_for(state="attached")
            _take(page, "original")
        with _window(browser, 390, "dark") as page:
            page.goto(url)
            _ask(page)
            _take(page, "narrow")
        with _window(browser) as page:
            page.route("**/intranet", lambda route: route.fulfill(body=_INTRANET, content_type="text/html"))
            page.goto(f"{url}/intranet")
            _ask(page)
            _take(page, "widget")
        with _window(browser) as page:
            page.goto(f"{url}/redaktion")
            page.wait_for_timeout(_SETTLED)
            page.keyboard.press("Escape")
            _take(page, "redaktion")
        browser.close()


@contextmanager
def _window(browser: Browser, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Iterator[Page]:
    page = browser.new_page(viewport={"width": width, "height": 860}, color_scheme=scheme, locale="de-DE")
    yield page
    page.close()


def _ask(page: Page) -> None:
    page.get_by_role("textbox", name="Ihre Frage").fill(_QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("aktenlotse-answer[aria-busy=false]")


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(_SETTLED)
    page.screenshot(path=_TARGET / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/")
