"""How long a person waits for the first visible text: `python benchmarks/first_text.py [URL]`, with `make demo` running.

Measured in Chromium on the chat page, from the press of the Enter key to the frame that shows the first words of the answer,
in milliseconds (p50, p95). Figures are comparable on one machine only.
"""

import sys
from shutil import which
from statistics import median

import numpy as np
from playwright.sync_api import Page, sync_playwright

_QUESTIONS = (
    "Wie viel bekomme ich pro Kilometer mit dem eigenen Auto?",
    "Wie viele Tage darf ich im Homeoffice arbeiten?",
    "Wie lange muss ich Pause machen?",
    "Darf ich Geschenke annehmen?",
    "Wer unterschreibt Schreiben an das Ministerium?",
)
_ROUNDS = 4
_WATCH = """() => {
    const answers = () => document.querySelector("aktenlotse-chat").shadowRoot
        .querySelector("aktenlotse-talk").shadowRoot.querySelectorAll("aktenlotse-answer");
    const shown = (count) => answers().length > count
        && [...answers()].at(-1).shadowRoot.querySelector(".text")?.textContent.trim();
    window.waited = new Promise((resolve) => addEventListener("keydown", ({ key, timeStamp }) => {
        if (key !== "Enter") return;
        const before = answers().length;
        const look = () => requestAnimationFrame((frame) => (shown(before) ? resolve(performance.now() - timeStamp) : look()));
        look();
    }, { capture: true, once: true }));
}"""


def main(url: str) -> None:
    """Measure and print."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(url)
        waits = [_wait(page, question) for question in _QUESTIONS * _ROUNDS]
        browser.close()
    print(f"first visible text  p50 {median(waits):.0f} ms   p95 {np.percentile(waits, 95):.0f} ms   ({len(waits)} questions)")


def _wait(page: Page, question: str) -> float:
    """Milliseconds from the key press; each question begins a conversation of its own."""
    page.reload()
    field = page.get_by_role("textbox", name="Ihre Frage")
    field.fill(question)
    page.evaluate(_WATCH)
    field.press("Enter")
    return float(page.evaluate("window.waited"))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/")
