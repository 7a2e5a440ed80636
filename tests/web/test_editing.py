"""Looking after documents in a real browser against the real server, by keyboard where it matters."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import barriers, needs_browser, watched_page
from tests.web.pages import DocumentsPage
from tests.web.starting import Started

pytestmark = needs_browser
RULE = "# {title}\n\nLastenräder mietet die Zentrale Fahrradstelle für höchstens {days} Tage im Quartal.\n"


@pytest.fixture
def editing(page: Page, server: Started) -> DocumentsPage:
    """The editors' page of the demonstration."""
    documents = DocumentsPage(page)
    documents.open(server.address)
    return documents


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / f"Lastenräder {tmp_path.name}.md"
    path.write_text(RULE.format(title=path.stem, days=17))
    return path


def uploaded(editing: DocumentsPage, file: Path) -> str:
    """The title of a document that was taken in; the list shows it alone."""
    editing.upload(file)
    expect(editing.upload_state(file.name)).to_contain_text("Fertig")
    editing.search(file.stem)
    return file.stem


def test_an_editor_uploads_good_and_bad_files_and_learns_what_became_of_them(
    page: Page, server: Started, tmp_path: Path, file: Path
) -> None:
    broken = tmp_path / "kaputt.pdf"
    broken.write_bytes(b"%PDF-1.7 nichts")
    documents = DocumentsPage(page)
    documents.open(server.address)
    documents.upload(file, broken)
    expect(documents.upload_state(file.name)).to_contain_text("Fertig")
    expect(documents.upload_state("kaputt.pdf")).to_contain_text("Bitte öffnen und speichern Sie sie neu")
    expect(documents.titles().filter(has_text=file.stem)).to_be_visible()
    page.get_by_role("button", name="Nur fehlgeschlagene zeigen").click()
    expect(documents.upload_state(file.name)).to_have_count(0)
    assert barriers(page) == []


def test_files_are_dropped_by_mouse(editing: DocumentsPage, file: Path) -> None:
    """As far as a browser lets itself be driven: the file comes from a script, the events are those of a mouse."""
    carry = """([name, text]) => {
        const carried = new DataTransfer();
        carried.items.add(new File([text], name, { type: "text/markdown" }));
        return carried;
    }"""
    carried = editing.page.evaluate_handle(carry, [file.name, file.read_text()])
    place = editing.page.locator("aktenlotse-upload .drop")
    place.dispatch_event("dragover", {"dataTransfer": carried})
    expect(place).to_contain_class("over")
    place.dispatch_event("drop", {"dataTransfer": carried})
    expect(place).not_to_contain_class("over")
    expect(editing.upload_state(file.name)).to_contain_text("Fertig")


def test_a_folder_is_taken_in_with_its_paths_and_without_leftovers(editing: DocumentsPage, tmp_path: Path) -> None:
    folder = tmp_path / "Erlasse"
    (folder / "2026").mkdir(parents=True)
    for path in (folder / "a.md", folder / "2026" / "a.md", folder / ".DS_Store"):
        path.write_text(RULE.format(title=f"Erlass {path.parent.name}", days=3))
    editing.page.locator("aktenlotse-upload #folder").set_input_files(folder)
    expect(editing.upload_state("Erlasse/a.md")).to_contain_text("Fertig")
    expect(editing.upload_state("Erlasse/2026/a.md")).to_contain_text("Fertig")
    expect(editing.page.get_by_text("1 verborgene Datei wurde ausgelassen.")).to_be_visible()
    assert editing.upload_state("").count() == 2


def test_progress_survives_a_reload_and_what_was_not_sent_is_named(editing: DocumentsPage, tmp_path: Path) -> None:
    files = [tmp_path / f"viele-{number}.md" for number in range(30)]
    for number, path in enumerate(files):
        path.write_text(RULE.format(title=f"Viele {number}", days=number))
    page = editing.page
    page.route("**/api/documents", lambda route: route.continue_() if route.request.method == "GET" else _slowly(route))
    editing.upload(*files)
    expect(editing.upload_state("viele-3.md")).to_contain_text("Fertig")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(editing.upload_state("viele-0.md")).to_contain_text("Fertig")
    expect(page.get_by_role("alert").filter(has_text="noch nicht übertragen")).to_contain_text(".md")


def _slowly(route: object) -> None:
    time.sleep(0.05)
    route.continue_()  # type: ignore[attr-defined]


def test_what_is_said_about_a_document_is_changed_by_keyboard_alone(editing: DocumentsPage, file: Path) -> None:
    page = editing.page
    editing.open_document(uploaded(editing, file))
    page.get_by_label("Titel").focus()
    for value in ("Räder & Roller", "fuhrpark", "Referat 7"):
        page.keyboard.press("Control+a")
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Die Angaben sind gespeichert.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Räder & Roller")).to_be_visible()
    expect(page.get_by_label("Sammlung")).to_have_value("fuhrpark")
    assert barriers(page) == []


def test_a_form_with_faults_is_not_saved_and_leads_to_the_first(editing: DocumentsPage, file: Path) -> None:
    page = editing.page
    editing.open_document(uploaded(editing, file))
    page.get_by_label("Gültig ab").fill("2026-05-01")
    page.get_by_label("Gültig bis").fill("2026-04-01")
    page.get_by_role("button", name="Angaben speichern").click()
    expect(page.get_by_label("Gültig bis")).to_be_focused()
    expect(page.get_by_role("alert").filter(has_text="liegt vor")).to_be_visible()
    assert barriers(page) == []


def test_a_successor_is_found_by_a_part_of_its_title_and_takes_the_former_one_out_of_force(
    editing: DocumentsPage, file: Path
) -> None:
    page = editing.page
    title = uploaded(editing, file)
    editing.open_document(title)
    page.get_by_role("combobox", name="Ersetzt durch").fill("reisekosten")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert barriers(page) == []
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Angaben speichern").click()
    expect(page.get_by_text("nicht mehr in Kraft", exact=True)).to_be_visible()
    page.get_by_role("link", name="Alle Dokumente").click()
    page.get_by_label("Gültigkeit").select_option("nicht mehr in Kraft")
    expect(editing.titles().filter(has_text=title)).to_be_visible()


def test_a_question_is_tried_on_one_document_alone(editing: DocumentsPage, file: Path) -> None:
    page = editing.page
    editing.open_document(uploaded(editing, file))
    page.get_by_label("Frage", exact=True).fill("Wie viele Tage werden Lastenräder im Quartal höchstens vermietet?")
    page.keyboard.press("Enter")
    expect(page.locator("aktenlotse-trial")).to_contain_text("17 Tage")
    assert barriers(page) == []


def test_a_replaced_document_shows_what_changed(editing: DocumentsPage, file: Path) -> None:
    page = editing.page
    editing.open_document(uploaded(editing, file))
    file.write_text(RULE.format(title=file.stem, days=21))
    page.locator("aktenlotse-document #file").set_input_files(file)
    page.get_by_role("button", name="Änderungen seit Fassung 1").click()
    differences = page.get_by_role("region", name="Unterschiede von Fassung 1 zu Fassung 2")
    expect(differences.locator("del b")).to_have_text("17")
    expect(differences.locator("ins b")).to_have_text("21")
    assert barriers(page) == []


def test_what_was_read_is_shown_beside_the_page_of_the_original(editing: DocumentsPage) -> None:
    page = editing.page
    editing.open_document("Brandschutzordnung")
    page.get_by_label("Im gelesenen Text suchen").fill("Heißarbeiten")
    page.get_by_role("button", name="Seite im Original daneben zeigen").first.click()
    expect(page.locator("aktenlotse-original")).to_contain_text("Seite 3 von 3")
    assert barriers(page) == []


def test_deleting_says_what_goes_and_can_be_left(editing: DocumentsPage, file: Path) -> None:
    page = editing.page
    title = uploaded(editing, file)
    editing.open_document(title)
    page.get_by_role("button", name="Dokument löschen").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("1 Stelle")
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Dokument löschen")).to_be_focused()
    editing.delete()
    expect(page.get_by_text(f"„{title}“ wurde gelöscht.")).to_be_visible()
    expect(editing.titles().filter(has_text=title)).to_have_count(0)


def test_filters_stand_in_the_address_and_the_way_back_keeps_them(editing: DocumentsPage) -> None:
    page = editing.page
    editing.search("reisekosten")
    expect(page.get_by_text("von 3")).to_be_visible()
    page.get_by_role("button", name="Titel").click()
    expect(page).to_have_url(f"{page.url.partition('?')[0]}?query=reisekosten&order=-title")
    shown = editing.titles().all_inner_texts()
    editing.open_document(shown[0])
    page.go_back()
    expect(editing.titles()).to_have_text(shown)
    page.get_by_role("button", name="Filter zurücksetzen").click()
    expect(editing.titles()).to_have_count(25)


def test_an_own_word_is_added_tried_and_removed(editing: DocumentsPage) -> None:
    page = editing.page
    editing.open_tab("Wörter")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_label("So wird gefragt")).to_be_focused()
    page.get_by_label("So wird gefragt").fill("Rappelkiste, Klapperkasten")
    page.get_by_label("So steht es in den Dokumenten").fill("Dienstfahrzeug")
    page.get_by_label("Beispielfrage").fill("Wer fährt die Rappelkiste?")
    page.get_by_role("button", name="Mit und ohne ausprobieren").click()
    expect(page.get_by_text("Zusätzlich gesucht: dienstfahrzeug")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("„rappelkiste“ ist gespeichert")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="„rappelkiste“ entfernen").click()
    expect(page.get_by_text("„rappelkiste“ ist entfernt.")).to_be_visible()


@pytest.fixture(params=["light", "dark"])
def shown(browser: Browser, server: Started, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme: Literal["light", "dark"] = request.param
    with watched_page(browser, scheme=scheme, width=1280 if scheme == "light" else 320) as page:
        yield page


@pytest.mark.parametrize(
    ("place", "heading"),
    [
        ("redaktion", "Dokumente"),
        ("redaktion/zustand", "Zustand der Bibliothek"),
        ("redaktion/woerter", "Wörter Ihrer Behörde"),
        ("uebersicht", "Übersicht"),
    ],
)
def test_no_page_has_a_barrier_and_all_fit_into_320_pixels(shown: Page, server: Started, place: str, heading: str) -> None:
    shown.goto(f"{server.address}/{place}")
    expect(shown.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(shown.get_by_text("Wird geladen …")).to_have_count(0)
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(shown) == []
