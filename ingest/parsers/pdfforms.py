"""What people have filled into a PDF: values of form fields and text put on the page, as lines where they stand.

Scripts of forms are never run: pdfium is built without them. Knows no meaning of what is filled in.
"""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import replace

import pypdfium2
from pypdfium2 import raw

from ingest.parsers.lines import clean
from ingest.parsers.pdfgrids import Box
from ingest.parsers.pdflines import Line, Page

_MOST_NOTES = 2000
_SIZE = 10.0
_LONGEST = 20_000
_BOXES = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_WRITTEN = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_CHECKED = "\u2612"


def with_filled_in(page: Page, opened: pypdfium2.PdfPage, form: pypdfium2.PdfFormEnv | None) -> Page:
    """The page with what is filled in, each after the line that it stands beside or below."""
    lines = list(page.lines)
    for filled in _filled_in(opened, form):
        lines.insert(_position(lines, filled), filled)
    return replace(page, lines=tuple(lines)) if len(lines) > len(page.lines) else page


def _filled_in(page: pypdfium2.PdfPage, form: pypdfium2.PdfFormEnv | None) -> Iterator[Line]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_NOTES)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        try:
            text, place = clean(_text(note, form)), raw.FS_RECTF()
            if text and raw.FPDFAnnot_GetRect(note, place):
                low, high = sorted((place.bottom, place.top))
                size = min(_SIZE, high - low)
                yield from _lines(text, Box(place.left, low, place.right, high), max(size, 1.0))
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _lines(text: str, box: Box, size: float) -> Iterator[Line]:
    """The lines of a text that fills `box` from its top."""
    for number, line in enumerate(text.split("\n")):
        top = box.top - number * size
        bottom = box.bottom if "\n" not in text else top - size
        yield Line(line, Box(box.left, bottom, box.right, top), size, False)


def _text(note: raw.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv | None) -> str:
    kind = raw.FPDFAnnot_GetSubtype(note)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _read(lambda buffer, size: raw.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size))
    if kind != raw.FPDF_ANNOT_WIDGET or form is None:
        return ""
    field = raw.FPDFAnnot_GetFormFieldType(form.raw, note)
    if field in _BOXES:
        return _CHECKED if raw.FPDFAnnot_IsChecked(form.raw, note) else ""
    if field not in _WRITTEN:
        return ""
    return _read(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form.raw, note, buffer, size))


def _read(get: Callable[[object, int], int]) -> str:
    """The text that one of pdfium's functions writes into a buffer; it says how many bytes that takes."""
    size = min(get(None, 0), _LONGEST)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(buffer, size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", errors="replace")


def _position(lines: list[Line], filled: Line) -> int:
    """After the last line that stands left of it at its height, or else above it."""
    middle = (filled.box.bottom + filled.box.top) / 2
    beside = [
        index for index, line in enumerate(lines) if line.box.bottom < middle < line.box.top and line.box.left <= filled.box.left
    ]
    above = [index for index, line in enumerate(lines) if line.box.bottom >= middle]
    return max(beside or above, default=-1) + 1
