"""What a page of somebody else can do in the browser of an editor who is signed in: nothing, wherever it comes from."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.assistant.running import running
from tests.web.browsing import needs_browser
from tests.web.staffed import PASSWORD, Staffed, staffed

pytestmark = needs_browser
TRIES = """async (server) => {
    const json = (body) => ({ body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
    const plain = (body) => ({ body: JSON.stringify(body), headers: { "Content-Type": "text/plain" } });
    const upload = new FormData();
    upload.append("file", new File(["Eingeschleust."], "eingeschleust.txt"));
    const tries = [
        ["GET", "/api/me", {}], ["GET", "/api/documents", {}], ["GET", "/api/conversations", {}],
        ["POST", "/api/me/tokens", json({ name: "x" })], ["POST", "/api/me/tokens", plain({ name: "x" })],
        ["POST", "/api/chat", plain({ question: "Wer?", keep: true })], ["POST", "/api/documents", { body: upload }],
        ["DELETE", "/api/me", {}], ["DELETE", "/api/session?everywhere=true", {}], ["PUT", "/api/words", json({})],
    ];
    const read = [];
    for (const mode of ["cors", "no-cors"])
        for (const [method, path, more] of tries)
            try {
                const answer = await fetch(server + path, { method, mode, credentials: "include", ...more });
                const text = await answer.text();
                if (text) read.push(method + " " + path + " " + text);
            } catch { /* the browser refused */ }
    return read;
}"""
FORM = """(server) => {
    const form = Object.assign(document.createElement("form"), { method: "post", enctype: "multipart/form-data" });
    const name = Object.assign(document.createElement("input"), { name: "file", type: "file" });
    const files = new DataTransfer();
    files.items.add(new File(["Eingeschleust."], "eingeschleust.txt"));
    name.files = files.files;
    form.action = server + "/api/documents";
    form.append(name);
    document.body.append(form);
    form.submit();
}"""


@pytest.fixture(scope="module")
def site(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    with staffed(sample_home, tmp_path_factory.mktemp("home") / "library") as opened:
        yield opened


@pytest.fixture
def editor(browser: Browser, site: Staffed) -> Iterator[Page]:
    """A page of an editor who has signed in with name and password."""
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(f"{site.address}/anmelden")
    assert ask(page, "POST", "/api/session", {"name": "berta", "password": PASSWORD}) == 200
    yield page
    context.close()


def ask(page: Page, method: str, path: str, body: object = None) -> int:
    """The status of a request that our own page makes."""
    told = {"method": method, "headers": {"Content-Type": "application/json"}, "body": body}
    sent = "([path, told]) => fetch(path, {...told, body: told.body && JSON.stringify(told.body)}).then((said) => said.status)"
    return int(page.evaluate(sent, [path, told]))


@pytest.fixture(params=["of the same host", "of another site", "in a sandbox"])
def foreign(request: pytest.FixtureRequest, editor: Page) -> Iterator[Page]:
    """The same browser on a foreign page: another port is another origin of the same site, whose requests carry cookies."""

    async def show(_: Request) -> HTMLResponse:
        headers = {"Content-Security-Policy": "sandbox allow-scripts allow-forms"} if request.param == "in a sandbox" else {}
        return HTMLResponse("<!doctype html><title>Gewinnspiel</title>", headers=headers)

    with running(Starlette(routes=[Route("/", show)])) as address:
        host = "localhost" if request.param == "of another site" else "127.0.0.1"
        page = editor.context.new_page()
        page.goto(f"http://{host}:{urlsplit(address).port}/")
        yield page


def test_a_foreign_page_reads_nothing_and_changes_nothing(site: Staffed, editor: Page, foreign: Page) -> None:
    before = contents(editor)
    assert foreign.evaluate(TRIES, site.address) == []
    assert contents(editor) == before


def test_a_form_on_a_foreign_page_uploads_nothing(site: Staffed, editor: Page, foreign: Page) -> None:
    before = contents(editor)
    with foreign.expect_navigation():
        foreign.evaluate(FORM, site.address)
    assert foreign.evaluate("document.body.textContent").find('"foreign_origin"') > 0 or "not_signed_in" in foreign.content()
    assert contents(editor) == before


def contents(page: Page) -> str:
    """What a foreign page would have changed: tokens, conversations, tasks of the worker; and who is signed in."""
    paths = ["/api/session", "/api/me/tokens", "/api/conversations", "/api/jobs", "/api/words"]
    read = "(paths) => Promise.all(paths.map((path) => fetch(path).then((said) => said.text()))).then((all) => all.join())"
    found = str(page.evaluate(read, paths))
    assert "not_signed_in" not in found
    return found
