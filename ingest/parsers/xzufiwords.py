"""Words of XZuFi: what its text modules are called (code list "leistungstextmodulleika"), and its amounts, times and addresses.

Knows no service.
"""

from collections.abc import Iterator

from lxml import etree

from ingest.parsers.lines import clean
from ingest.parsers.ooxml import local_name

NAME_MODULES = ("03", "02")
"""The modules that name a service: what citizens call it, what the code list calls it."""

MODULES = {
    "24": "Teaser",
    "05": "Kurztext",
    "06": "Volltext",
    "09": "Voraussetzungen",
    "08": "Erforderliche Unterlagen",
    "10": "Kosten",
    "11": "Verfahrensablauf",
    "12": "Bearbeitungsdauer",
    "13": "Frist",
    "14": "Formulare",
    "07": "Rechtsgrundlagen",
    "25": "Rechtsbehelf",
    "16": "Hinweise",
    "15": "Weiterf\u00fchrende Informationen",
    "22": "Zust\u00e4ndige Stelle",
    "23": "Ansprechpunkt",
    "18": "Urheber",
}
"""Text modules by code, in the order in which a reader needs them."""

TITLES = {
    "modulKosten": "Kosten",
    "modulBearbeitungsdauer": "Bearbeitungsdauer",
    "modulFrist": "Frist",
    "onlinedienst": "Onlinedienst",
    "organisationseinheit": "Zust\u00e4ndige Stelle",
    "more": "Weiteres",
}
_UNITS = {"mi": "Minuten", "h": "Stunden", "d": "Tage", "w": "Wochen", "m": "Monate", "y": "Jahre", "a": "Jahre", "EUR": "Euro"}
_IN_WORDS = frozenset({"beschreibung", "inhalt", "positionDarstellung", "leikaTextmodul", "weiterfuehrenderLink", "id"})


def amounts(part: etree._Element) -> str:
    """What a part of a module says in numbers: "Antragsgebuehr: 37,00 Euro", "2 bis 4 Wochen"."""
    if local_name(part) in _IN_WORDS:
        return ""
    said = " bis ".join(filter(None, _numbers(part)))
    name = clean(part.findtext("{*}bezeichnung") or part.findtext("{*}typ/{*}name") or "")
    return f"{name}: {said}" if name and said else said


def _numbers(part: etree._Element) -> Iterator[str]:
    for element in part.iter():
        text = (element.text or "").strip()
        if len(element) or not text.replace(".", "", 1).replace(",", "", 1).isdecimal() or local_name(element) == "code":
            continue
        above = element.getparent()
        unit = "" if above is None else _unit(above)
        yield f"{text.replace('.', ',')} {unit}".strip() if unit else ""


def _unit(above: etree._Element) -> str:
    for name in ("einheit", "waehrung"):
        found = above.find(f"{{*}}{name}")
        if found is not None:
            word = (found.findtext("{*}name") or found.findtext("{*}code") or found.text or "").strip()
            return _UNITS.get(word, word)
    return ""


def address(place: etree._Element) -> str:
    """An address on one line."""
    street = " ".join(filter(None, (_text(place, "strasse"), _text(place, "hausnummer"))))
    box = _text(place, "postfach")
    town = " ".join(filter(None, (_text(place, "postleitzahl"), _text(place, "ort"))))
    said = ", ".join(filter(None, (_text(place, "zusatz"), street, f"Postfach {box}" if box else "", town)))
    return f"Anschrift: {said}" if said else ""


def channel(way: etree._Element) -> str:
    """How to reach an office: "Telefon: 0431 1234"."""
    reached = _text(way, "kennung") or _text(way, "adresse")
    usual = "E-Mail" if "@" in reached else "Internet" if reached.startswith("http") else "Telefon"
    return f"{way.findtext('{*}kanal/{*}name') or usual}: {reached}" if reached else ""


def _text(parent: etree._Element, name: str) -> str:
    return clean(parent.findtext(f"{{*}}{name}") or "").replace("\n", " ")
