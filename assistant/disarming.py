"""What is written made harmless before anybody sees it: no images, links or markup, and no address that no source has.

Screens show an answer as plain text; whoever copies it into a program that draws Markdown or HTML is protected as well.
Knows no question and no model.
"""

import re
from collections.abc import Sequence

from assistant.mistrusting import unmask

_IMAGE = re.compile(r"!\[[^\]]*\]\s?(?:\([^)]*\)?|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)]*\)?")
_DEFINITION = re.compile(r"^\s*\[[^\]]+\]:\s*\S+.*$", re.MULTILINE)
_CODE = re.compile(r"<(script|style|iframe|svg|object)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--|![^<>]*)(?:>|$)", re.DOTALL)
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]*:)?//[^\s/]\S*|\b(?:javascript|data|mailto|file|vbscript):\S+|\bwww\.\S+"
    r"|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:[a-z0-9-]+\.)+(?:de|com|net|org|eu|info|io|example|test|dev|app|xyz|ru|cn|top|site|online)\b(?:/\S*)?",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}>\"'\u201c\u201d\u00bb"


def disarm(text: str) -> str:
    """`text` as plain text: markup is taken out, a link becomes its words."""
    plain = _DEFINITION.sub("", _IMAGE.sub("", _TAG.sub("", _CODE.sub("", text))))
    return _LINK.sub(_words_of, plain)


def _words_of(link: re.Match[str]) -> str:
    """What a link says; a citation stays one."""
    return f"[{link[1]}]" if link[1].replace(",", "").replace(" ", "").isdigit() else link[1]


def has_foreign_address(text: str, sources: Sequence[str]) -> bool:
    """Whether `text` names an address that none of `sources` names letter for letter."""
    named = set(_addresses(unmask(text)))
    return bool(named) and not named <= {address for source in sources for address in _addresses(source)}


def _addresses(text: str) -> list[str]:
    return [found.rstrip(_TRAILING) for found in _ADDRESS.findall(text)]
