"""A page as a tagged PDF, printed by the Chromium of this machine. Knows no run."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PATIENCE = 180
"""Seconds that a page of a thousand questions may take."""


class NotPrinted(RuntimeError):
    """No PDF could be made; the text says why and what to do."""


def print_page(page: str, path: Path) -> Path:
    """Write the HTML `page` to `path` as PDF, tagged so that screen readers find headings and tables. Raises NotPrinted."""
    browser = next((found for found in map(shutil.which, _NAMES) if found), None)
    if browser is None:
        raise NotPrinted("A PDF needs Chromium (Debian: apt install chromium); the HTML page is there and can be printed.")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        said = _run([browser, *_options(folder), f"--print-to-pdf={path.resolve()}", source.as_uri()])
    if said.returncode or not path.exists():
        raise NotPrinted(f"{browser} could not print the page: {said.stderr.strip()[-300:]}")
    return path


def _options(folder: str) -> list[str]:
    """Without network, with a profile of its own; root has no sandbox."""
    options = ["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--no-pdf-header-footer"]
    offline = ["--export-tagged-pdf", "--generate-pdf-document-outline", "--proxy-server=127.0.0.1:9"]
    return [*options, *offline, f"--user-data-dir={folder}/profile", *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotPrinted(f"{command[0]} took more than {_PATIENCE} seconds to print the page.") from error
