"""The report: one page that needs nothing, says what went wrong where, and can be used by everybody."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import which

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from eval.figures import means_of
from eval.measuring import measure
from eval.printing import NotPrinted, print_page
from eval.reporting import render, write_report
from eval.results import CLASSES
from eval.runs import Run
from eval.sets import read_set
from eval.summarising import summarise
from eval.wording import words
from ingest.settings import Settings
from tests.eval.made_up import answered, given, run_of, unanswerable
from tests.eval.small_set import QUERIES, TRAVEL, write_set

CHROMIUM = which("chromium")
AXE = Path(__file__).parents[2] / "assistant/web/frontend/node_modules/axe-core/axe.min.js"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
EVIL = {"_id": "q1", "text": "Wann sind <script>alert(1)</script> Reisekosten abzurechnen?", "category": "<b>"}
needs_chromium = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The run of a small set with a question that tries to be a script."""
    folder = tmp_path_factory.mktemp("sets")
    gold = read_set(str(write_set(folder / "small", [EVIL, *QUERIES[1:]])))
    return measure("answers", gold, Settings(home=folder / "home"), folder / "run")[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def open_page(browser: Browser, run: Run, folder: Path, scripts: bool = True, foreign: bool = False) -> Page:
    """The report of a run in a browser; `foreign` scripts such as axe get past the page's own rules."""
    page = browser.new_context(locale="de-DE", java_script_enabled=scripts, bypass_csp=foreign).new_page()
    page.goto(write_report(run, folder).as_uri())
    return page


def test_the_page_refers_to_nothing_and_runs_no_foreign_script(run: Run) -> None:
    page = render(run)
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\(|@import""", page)
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;" in page


def test_each_question_shows_answer_verdicts_citations_and_passages(run: Run) -> None:
    page = render(run)
    for shown in (TRAVEL, "gedeckt", "✓ richtiges Dokument", "✓ genannt", "Verstanden als", "xylophonspielende"):
        assert shown in page


def test_without_texts_no_question_answer_or_passage_is_left(run: Run) -> None:
    page = render(run, figures_only=True)
    assert "Kennzahlen" in page
    for each in run.asked:
        assert each.question.text not in page
    assert TRAVEL not in page
    assert "<script>" not in page


def test_every_class_of_failure_has_its_words() -> None:
    wrong = set(CLASSES) - {"right", "unjudged"}
    assert words()["classes"].keys() == words()["meanings"].keys() == set(CLASSES)
    assert words()["levers"].keys() == wrong


def test_every_figure_has_its_german_name(run: Run) -> None:
    known = {*run.figures, *means_of("retrieval"), *means_of("answers")} - {"questions", "cells"}
    assert known - words()["figures"].keys() == set()


def test_the_summary_says_what_is_good_and_what_is_not() -> None:
    good = summarise(run_of(*(answered(str(at), 1.0) for at in range(20))))
    assert any("20 von 20 Fragen" in sentence for sentence in good.statements["good"])
    assert not good.levers
    bad = summarise(run_of(*(answered(str(at), 0.0, found="wrong") for at in range(18)), unanswerable("u", "answered")))
    assert any("0 von 19 Fragen" in sentence for sentence in bad.statements["poor"])
    assert any(sentence.startswith("Von 1 Fragen") for sentence in bad.statements["poor"])
    assert [name for name, _, _ in bad.levers] == ["not_found"]
    assert any("Nur als Suchhilfe" in sentence for sentence in bad.use)


def test_a_model_that_fails_is_not_passed_over() -> None:
    failing = replace(answered("a", 0.0, outcome="failed"), given=replace(given("failed"), trouble="model_unavailable"))
    poor = summarise(run_of(failing, answered("b", 1.0))).statements["poor"]
    assert any("ohne Ausfall" in sentence for sentence in poor)


def test_a_search_has_a_report_too(tmp_path: Path) -> None:
    gold = read_set(str(write_set(tmp_path / "small")))
    page = render(measure("retrieval", gold, Settings(home=tmp_path / "home"), tmp_path / "run")[1])
    assert "nDCG@10" in page
    assert "unter den ersten zehn" in page


def test_without_chromium_the_reason_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotPrinted, match="needs Chromium"):
        print_page("<p>", tmp_path / "report.pdf")


class TestInABrowser:
    """What only a browser can tell."""

    pytestmark = needs_chromium

    def test_the_page_has_no_faults_of_accessibility(self, browser: Browser, run: Run, tmp_path: Path) -> None:
        if not AXE.exists():
            pytest.skip("the frontend's packages are not installed")
        page = open_page(browser, run, tmp_path, foreign=True)
        page.locator("details.question").first.click()
        page.add_script_tag(path=AXE)
        faults = page.evaluate("axe.run().then(found => found.violations.map(fault => fault.id))")
        assert faults == []
        for landmark in ("banner", "main", "contentinfo", "search", "navigation"):
            expect(page.get_by_role(landmark)).to_have_count(1)

    def test_questions_are_searched_and_filtered(self, browser: Browser, run: Run, tmp_path: Path) -> None:
        page = open_page(browser, run, tmp_path)
        page.get_by_role("searchbox").fill("giraffen")
        expect(page.get_by_role("status")).to_have_text("1 von 5 Fragen")
        expect(page.locator("details.question:visible")).to_have_count(1)
        page.get_by_role("button", name="Zurücksetzen").click()
        expect(page.locator("details.question:visible")).to_have_count(5)

    def test_without_scripts_every_question_is_there(self, browser: Browser, run: Run, tmp_path: Path) -> None:
        page = open_page(browser, run, tmp_path, scripts=False)
        expect(page.locator("details.question:visible")).to_have_count(5)
        expect(page.get_by_role("search")).to_be_hidden()

    def test_the_pdf_is_tagged_and_has_every_question(self, run: Run, tmp_path: Path) -> None:
        path = print_page(render(run, opened=True), tmp_path / "report.pdf")
        document = pypdfium2.PdfDocument(path)
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
        assert document.is_tagged()
        assert "Zusammenfassung" in text
        assert "sechs Monaten" in text
        document.close()
