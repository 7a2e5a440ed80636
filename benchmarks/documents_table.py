"""How long an editor waits for the list of documents: `python benchmarks/documents_table.py [URL]`, with a demonstration running.

Measured in Chromium from the key press, or the choice of a filter, to the frame that shows the new list, in milliseconds
(p50, p95). What is there is what the running server holds: give it as many documents as you want to know about.
"""

import sys
from shutil import which
from statistics import median

import numpy as np
from playwright.sync_api import Page, sync_playwright

_TYPED = ("dienst", "satzung", "prüf", "archiv", "")
_STANDINGS = ("expired", "coming", "soon", "in_force", "")
_ROUNDS = 4
_MEASURE = """([field, value]) => new Promise((resolve) => {
    const list = document.querySelector("aktenlotse-documents").shadowRoot.querySelector("aktenlotse-list").shadowRoot;
    const input = list.querySelector(field);
    const started = performance.now();
    const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - started));
    });
    watch.observe(list.querySelector(".count"), { subtree: true, characterData: true, childList: true });
    input.value = value;
    input.dispatchEvent(new Event(field === "#query" ? "input" : "change"));
})"""


def main(url: str) -> None:
    """Measure and print."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"{url.rstrip('/')}/redaktion")
        page.locator("a.title").first.wait_for()
        print(page.locator("aktenlotse-list .count").inner_text())
        _print("search", page, "#query", _TYPED)
        _print("filter", page, "#standing", _STANDINGS)
        browser.close()


def _print(name: str, page: Page, field: str, values: tuple[str, ...]) -> None:
    waits = [float(page.evaluate(_MEASURE, [field, value])) for value in values * _ROUNDS]
    print(f"{name}  p50 {median(waits):.0f} ms   p95 {np.percentile(waits, 95):.0f} ms   ({len(waits)} times)")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/")
