"""Debian's Chromium, and axe, which finds barriers that a machine can find. Knows no page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

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
STATIC = CHECKOUT / "assistant/web/static"
_AXE = CHECKOUT / "assistant/web/frontend/node_modules/axe-core/axe.min.js"
PATIENCE = 60_000
"""Milliseconds for anything on a page to happen."""

needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
    pytest.mark.skipif(not (STATIC / "index.html").exists(), reason="the pages are not built"),
]
"""Marks of a test file that uses a browser."""


@contextmanager
def watched_page(browser: Browser, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Iterator[Page]:
    """A page of a German browser; fails with what it has complained about, but for what tests cause: lost connections, and
    what the server refuses."""
    context = browser.new_context(locale="de-DE", viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert [each for each in complaints if "net::ERR_" not in each and "a status of 4" not in each] == []


def barriers(page: Page) -> list[str]:
    """What axe finds wrong on the page as it is: rule and place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text())
    named = "violation => violation.id + ': ' + violation.nodes.map(({ target }) => target).join(' | ')"
    return [str(each) for each in page.evaluate(f"axe.run().then(({{ violations }}) => violations.map({named}))")]


def pressed_focus(page: Page) -> str:
    """The name of the element that has the focus, through all shadow roots."""
    deepest = """() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return (element?.getAttribute("aria-label") || element?.textContent || element?.tagName || "").trim();
    }"""
    return str(page.evaluate(deepest))
