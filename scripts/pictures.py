"""Take the pictures of the documentation from a running demonstration: `python scripts/pictures.py [URL]`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_TARGET = Path(__file__).parent.parent / "docs" / "pictures"
_CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
_QUESTION = "Wie viel bekomme ich pro Kilometer mit dem eigenen Auto?"


def main(url: str) -> None:
    """The chat with an answer and its source, and the page for editors."""
    _TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(url)
        page.get_by_role("textbox", name="Ihre Frage").fill(_QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_selector("aktenlotse-answer[aria-busy=false]")
        page.locator(".citation").nth(1).click()
        page.wait_for_timeout(1000)
        page.screenshot(path=_TARGET / "chat.png")
        page.goto(f"{url.rstrip('/')}/redaktion")
        page.wait_for_timeout(800)
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
        page.screenshot(path=_TARGET / "redaktion.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/")
