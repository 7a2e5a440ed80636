"""Electronic books (EPUB): the pages of the book in the order of its spine, each read as a web page.

Follows EPUB 3.3 (5 and 6) and EPUB 2.0.1. Knows no script and nothing that lies outside the file;
of style sheets only how large letters are, where no heading is marked.
"""

import posixpath
from collections.abc import Container, Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from ingest.errors import BrokenFile, EncryptedFile
from ingest.parsers.archive import member_names, read_member, read_xml
from ingest.parsers.html import blocks_of_markup
from ingest.parsers.structure import ParsedDocument, parsed
from ingest.parsers.text import decode

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_FONT_DISGUISE = "/font"
_PAGES = ("application/xhtml+xml", "text/html")
_STYLES = ("text/css",)
_PLACEHOLDERS = ("Unknown Title", "Untitled", "Unbenannt")


def parse(path: Path) -> ParsedDocument:
    """The sections of a book; the title in its metadata counts where the text has none.

    Raises:
        BrokenFile, FileTooLarge.
        EncryptedFile: more than fonts is encrypted.
    """
    names = member_names(path)
    if _ENCRYPTION in names and _hides_text(read_xml(path, _ENCRYPTION)):
        raise EncryptedFile(file=path.name)
    root = read_xml(path, _CONTAINER).find(".//{*}rootfile")
    package = "" if root is None else root.get("full-path", "")
    if package not in names:
        raise BrokenFile(file=path.name, reason="kein Inhalt im Buch")
    book = read_xml(path, package)
    title = book.findtext(".//{http://purl.org/dc/elements/1.1/}title")
    folder = posixpath.dirname(package)
    pages = list(_members(path, names, book, folder, _PAGES))
    if not pages:
        raise BrokenFile(file=path.name, reason="keine Seite im Buch")
    styles = "".join(_members(path, names, book, folder, _STYLES))
    return parsed(blocks_of_markup(*pages, styles=styles), None if title in _PLACEHOLDERS else title)


def _hides_text(encryption: etree._Element) -> bool:
    methods = [method.get("Algorithm", "") for method in encryption.iter("{*}EncryptionMethod")]
    references = [reference.get("URI", "") for reference in encryption.iter("{*}CipherReference")]
    pages = any(reference.lower().endswith(("html", "htm", "xml")) for reference in references)
    return pages and not all(_FONT_DISGUISE in method for method in methods)


def _members(path: Path, names: frozenset[str], book: etree._Element, folder: str, kinds: Container[str]) -> Iterator[str]:
    """The texts of a book's members of some kinds: pages in their order, without the one of navigation, or style sheets."""
    items = {item.get("id", ""): item for item in book.iterfind("{*}manifest/{*}item")}
    spine = [reference.get("idref", "") for reference in book.iterfind("{*}spine/{*}itemref")]
    order = spine if spine and kinds is _PAGES else list(items)
    for item in (items[identity] for identity in order if identity in items):
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        is_meant = item.get("media-type") in kinds and "nav" not in item.get("properties", "").split()
        if is_meant and name in names:
            yield decode(read_member(path, name), name)
