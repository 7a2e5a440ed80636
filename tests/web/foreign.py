"""A page of somebody else's intranet: another origin, style sheets that spoil everything, a strict policy. Knows no test."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.assistant.running import running

_HOSTILE = """
    html { font-size: 7px; }
    * { all: unset; color: red !important; font: 40px/3 serif !important; letter-spacing: 1em !important;
        text-transform: uppercase !important; box-sizing: content-box !important; }
    aktenlotse-chat, aktenlotse-chat * { display: none !important; opacity: 0 !important; transform: scale(3) !important;
        visibility: hidden !important; direction: rtl !important; z-index: -1 !important; }
    button, textarea, dialog, h2, p { display: none !important; background: lime !important; position: absolute !important; }
"""
_PAGE = """<!doctype html><html lang="de"><head><title>Intranet</title>
<style nonce="own">{hostile}</style></head>
<body><header>Amt</header><main><h1>Intranet</h1></main>{element}
<script type="module" src="{address}/static/widget.js" {attributes}></script></body></html>"""


@contextmanager
def intranet(pages: dict[str, str]) -> Iterator[str]:
    """The address of the intranet; `pages` are filled later, as its own address must be known before."""

    async def show(request: Request) -> HTMLResponse:
        server = pages["server"]
        only = f"script-src {server}; connect-src {server}; font-src {server}; style-src 'nonce-own'"
        return HTMLResponse(pages[request.url.path], headers={"Content-Security-Policy": f"default-src 'none'; {only}"})

    with running(Starlette(routes=[Route("/{name:path}", show)])) as address:
        yield address


def spoilt_page(server: str, element: str = "", attributes: str = "") -> str:
    """A page that embeds the chat by one script tag, or by an element of its own."""
    return _PAGE.format(hostile=_HOSTILE, element=element, address=server, attributes=attributes)
