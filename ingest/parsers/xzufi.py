"""Catalogues of public services (XZuFi 2.x): each service with its modules, online services and responsible offices.

A service (Leistung) is a heading, each of its modules (Volltext, Kosten, Frist ...) one below it. The online services and
offices that are responsible for a service stand below it too; what belongs to no service of the file stands on its own.
Reads German texts, or the first language where there are none. Knows no other catalogue.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from ingest.errors import UnsupportedFile
from ingest.parsers.archive import safe_xml
from ingest.parsers.headings import is_paragraph_heading
from ingest.parsers.html import blocks_of_markup
from ingest.parsers.lines import clean
from ingest.parsers.ooxml import local_name
from ingest.parsers.structure import Block, ParsedDocument, parsed
from ingest.parsers.xzufiwords import MODULES, NAME_MODULES, TITLES, address, amounts, channel

_SERVICES = ("leistung", "spezialisierung")
_OFFICE, _ONLINE = "organisationseinheit", "onlinedienst"
_GERMAN = ("de", "de-de")
_MARK = "xzufi"


@dataclass(slots=True)
class _Catalogue:
    """The objects of a file, in its order, and the services that online services and offices are responsible for."""

    services: list[etree._Element] = field(default_factory=list)
    others: list[etree._Element] = field(default_factory=list)

    def of_service(self, service: etree._Element, kind: str) -> list[etree._Element]:
        """The objects of `kind` that name the service, or that the service names."""
        own = _identity(service.find("{*}id"))
        named = {_identity(reference) for reference in service.iter(f"{{*}}{kind}ID")}
        return [other for other in self._of_kind(kind) if own in _services_of(other) or _identity(other.find("{*}id")) in named]

    def alone(self) -> list[etree._Element]:
        """The objects that belong to no service of the file."""
        placed = [other for service in self.services for kind in (_ONLINE, _OFFICE) for other in self.of_service(service, kind)]
        return [other for other in self.others if not any(other is one for one in placed)]

    def _of_kind(self, kind: str) -> list[etree._Element]:
        return [other for other in self.others if local_name(other) == kind]


def parse(path: Path) -> ParsedDocument:
    """The services of a catalogue.

    Raises:
        BrokenFile: no XML, or with a document type.
        UnsupportedFile: another kind of XML.
    """
    root = safe_xml(path.read_bytes(), path.name)
    if _MARK not in (etree.QName(root).namespace or ""):
        raise UnsupportedFile(file=path.name, formats="")
    catalogue = _catalogue(root)
    read = parsed(_blocks(catalogue))
    return replace(read, title=read.title if len(catalogue.services) == 1 else None)


def _catalogue(root: etree._Element) -> _Catalogue:
    found = _Catalogue()
    for element in root.iter(*(f"{{*}}{name}" for name in (*_SERVICES, _OFFICE, _ONLINE))):
        if element.find("{*}id") is not None:
            (found.services if local_name(element) in _SERVICES else found.others).append(element)
    return found


def _identity(element: etree._Element | None) -> tuple[str, str]:
    """An identifier with the agency that gave it."""
    return ("", "") if element is None else ((element.text or "").strip(), element.get("schemeAgencyID") or "")


def _services_of(other: etree._Element) -> set[tuple[str, str]]:
    return {_identity(reference) for reference in other.iter("{*}leistungID")}


def _blocks(catalogue: _Catalogue) -> Iterator[Block]:
    for service in catalogue.services:
        yield from _service(service)
        for kind in (_ONLINE, _OFFICE):
            others = catalogue.of_service(service, kind)
            if others:
                yield Block(TITLES[kind], level=2)
            yield from (block for other in others for block in _other(other, level=0))
    for other in catalogue.alone():
        yield from _other(other, level=1)


def _service(service: etree._Element) -> Iterator[Block]:
    modules = {_code(module): module for module in service.iterfind("{*}modulText")}
    names = [_said(modules[code].findall("{*}inhalt")) for code in NAME_MODULES if code in modules]
    names = list(
        dict.fromkeys(clean(name).replace("\n", " ") for name in (*names, _said(service.findall("{*}bezeichnung"))) if name)
    )
    yield Block(names[0] if names else "?", level=1)
    yield from (Block(name) for name in names[1:])
    for code, heading in MODULES.items():
        if code in modules:
            yield from _module(heading, modules[code], "inhalt")
    for code in sorted(set(modules) - set(MODULES) - set(NAME_MODULES)):
        yield from _module(modules[code].findtext("{*}leikaTextmodul/{*}name") or TITLES["more"], modules[code], "inhalt")
    for name in ("modulKosten", "modulBearbeitungsdauer", "modulFrist"):
        for module in service.iterfind(f"{{*}}{name}"):
            yield from _module(TITLES[name], module, "beschreibung")


def _code(module: etree._Element) -> str:
    return (module.findtext("{*}leikaTextmodul/{*}code") or "").strip()


def _module(heading: str, module: etree._Element, text: str) -> Iterator[Block]:
    """A module under its heading: amounts and times first, then what is said in words, then its links."""
    body = [Block(line) for part in module if (line := amounts(part))]
    body += _words(_said(module.findall(f"{{*}}{text}")))
    body += [Block(line) for link in module.iterfind("{*}weiterfuehrenderLink") if (line := _link(link))]
    if body:
        yield Block(heading, level=2)
        yield from body


def _words(markup: str) -> list[Block]:
    """Text that may be HTML; its headings come below that of the module."""
    if "<" not in markup and "&" not in markup:
        return [_plain(Block(line)) for line in markup.split("\n") if line.strip()]
    return [_plain(replace(block, level=block.level + 2 if block.level else 0)) for block in blocks_of_markup(markup)]


def _plain(block: Block) -> Block:
    """The same; a legal basis named on a line of its own is a list item, not the heading of a paragraph."""
    return block if block.level or not is_paragraph_heading(clean(block.text)) else replace(block, text=f"- {block.text}")


def _said(texts: Sequence[etree._Element]) -> str:
    """The German one of several texts."""
    codes = [(text.get("languageCode") or "de").lower() for text in texts]
    german = next((text for text, code in zip(texts, codes, strict=True) if code in _GERMAN), None)
    chosen = german if german is not None else next(iter(texts), None)
    return "" if chosen is None else "".join(chosen.itertext("*")).strip()


def _link(link: etree._Element) -> str:
    """ "Title: address"."""
    address = (link.findtext("{*}uri") or link.findtext("{*}link") or "").strip()
    title = clean(_said(link.findall("{*}titel"))) or clean(_said(link.findall("{*}beschreibung")))
    return ": ".join(filter(None, (title, address)))


def _other(other: etree._Element, level: int) -> Iterator[Block]:
    """An online service or an office: its name, what is said of it, its address and how to reach it."""
    names = other.findall("{*}bezeichnung") or other.findall("{*}name/{*}name") or other.findall("{*}name")
    yield Block(clean(_said(names)).replace("\n", " ") or "?", level)
    for name in ("teaser", "kurzbeschreibung", "beschreibung", "leistungsbeschreibung", "hinweise"):
        yield from _words(_said(other.findall(f"{{*}}{name}")))
    yield from (Block(line) for link in other.iterfind("{*}link") if (line := _link(link)))
    yield from (Block(line) for line in (*map(address, other.iterfind("{*}anschrift")), *map(channel, _channels(other))) if line)
    yield from _words(_said(other.findall("{*}oeffnungszeiten/{*}beschreibung") or other.findall("{*}oeffnungszeiten")))


def _channels(other: etree._Element) -> Iterator[etree._Element]:
    yield from other.iterfind("{*}kommunikation")
    yield from other.iterfind("{*}kommunikationssystem")
