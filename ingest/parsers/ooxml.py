"""Names in the XML of Word files: strict and transitional files use different namespaces for the same elements.

Knows nothing of what the elements mean.
"""

from lxml import etree

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def tag(name: str) -> str:
    """The full name of a WordprocessingML element in any namespace, as lxml's find and iter take it."""
    return f"{{*}}{name}"


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; empty for an unresolved entity."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute's value, whatever its namespace."""
    if element is None:
        return None
    value = element.get(f"{{{_WORD}}}{name}")
    if value is not None:
        return value
    return next((str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def value_of(parent: etree._Element | None, path: str) -> str | None:
    """The `val` of the element at `path` ("pPr/numPr/ilvl") below `parent`."""
    return attribute(None if parent is None else parent.find("/".join(map(tag, path.split("/")))), "val")


def is_on(switch: etree._Element | None, default: bool) -> bool:
    """Whether a switch like <w:b/> is on; `default` where it is absent."""
    return default if switch is None else (attribute(switch, "val") or "true") in ("true", "1", "on")


def number(text: str | None) -> int | None:
    """`text` as a number, if it is one."""
    return int(text) if text is not None and text.lstrip("-").isdecimal() and len(text) < 10 else None
