"""Take the pictures of the documentation: `python scripts/pictures.py [URL [URL]]`.

The first address is that of a running demonstration, which is asked some questions first; the runs and ratings that its home
folder holds are shown. The second one is that of a server with local accounts, for the page where people sign in.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Literal
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page, sync_playwright

_CHECKOUT = Path(__file__).parent.parent
_TARGET = _CHECKOUT / "docs" / "pictures"
_QUESTIONS = _CHECKOUT / "eval" / "sets" / "landesamt" / "questions-a.jsonl"
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
_QUESTION = "Wie viel bekomme ich pro Kilometer mit dem eigenen Auto?"
_RULE = "Dienstanweisung Reisekosten"
_ASKED_BEFORE = 24
"""Questions; a person may not ask many more in a minute."""
_SETTLED = 900
"""Milliseconds until nothing moves any more."""
_HIGHEST = 1600
_INTRANET = """<!doctype html><html lang="de"><title>Intranet</title>
<style>body { margin: 0; font: 17px/1.6 sans-serif; color: #333; background: #f6f4ef } main { max-width: 44rem; padding: 2rem 3rem }
header { padding: 1.25rem 3rem; background: #00573f; color: #fff; font-size: 1.25rem }</style>
<header>Intranet der Dienststelle</header>
<main><h1>Reisen</h1><p>Formulare und Ansprechpersonen f&uuml;r Dienstreisen.</p></main>
<script type="module" src="/static/widget.js" data-color="#00573f" data-open></script></html>"""
_PAGES = {
    "redaktion": "redaktion",
    "zustand": "redaktion/zustand",
    "woerter": "redaktion/woerter",
    "uebersicht": "uebersicht",
    "auswertung": "auswertung",
    "bewerten": "auswertung/bewerten",
    "goldfragen": "auswertung/goldfragen",
    "konto": "konto",
    "personen": "verwaltung",
    "rechte": "verwaltung/rechte",
    "schutzklassen": "verwaltung/schutzklassen",
    "protokoll": "verwaltung/protokoll",
    "barrierefreiheit": "barrierefreiheit",
}


def main(demonstration: str, with_accounts: str = "") -> None:
    """The chat in its states, on another page, narrow and dark; then every other page."""
    url = demonstration.rstrip("/")
    _TARGET.mkdir(exist_ok=True)
    _ask_before(url)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=_ARGUMENTS)
        _take_chat(browser, url)
        with _window(browser) as page:
            for name, place in _PAGES.items():
                page.goto(f"{url}/{place}")
                _take(page, name)
            page.goto(f"{url}/redaktion")
            page.get_by_role("link", name=_RULE, exact=True).click()
            _take(page, "dokument")
            if with_accounts:
                page.goto(f"{with_accounts.rstrip('/')}/anmelden")
                _take(page, "anmelden")
        browser.close()


def _take_chat(browser: Browser, url: str) -> None:
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


@contextmanager
def _window(browser: Browser, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Iterator[Page]:
    page = browser.new_page(viewport={"width": width, "height": 860}, color_scheme=scheme, locale="de-DE")
    yield page
    page.close()


def _ask_before(url: str) -> None:
    """Questions of the own set, so that the overview has something to show."""
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    for line in lines[:: len(lines) // _ASKED_BEFORE][:_ASKED_BEFORE]:
        body = json.dumps({"question": json.loads(line)["question"]}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        with urlopen(Request(f"{url}/api/chat", body, headers)) as answer:
            answer.read()


def _ask(page: Page) -> None:
    page.get_by_role("textbox", name="Ihre Frage").fill(_QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("aktenlotse-answer[aria-busy=false]")


def _take(page: Page, name: str) -> None:
    """The window, or as much of a longer page as a reader wants to see."""
    page.wait_for_timeout(_SETTLED)
    height = min(_HIGHEST, max(860, int(page.evaluate("document.documentElement.scrollHeight"))))
    is_chat = page.locator("aktenlotse-chat").count() > 0
    page.set_viewport_size({"width": int(page.evaluate("innerWidth")), "height": 860 if is_chat else height})
    page.wait_for_timeout(_SETTLED // 3)
    page.screenshot(path=_TARGET / f"{name}.png")
    page.set_viewport_size({"width": int(page.evaluate("innerWidth")), "height": 860})


if __name__ == "__main__":
    main(*(sys.argv[1:3] or ["http://127.0.0.1:8000/"]))
