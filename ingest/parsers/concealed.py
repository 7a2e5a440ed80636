"""Text that a file holds but does not show: white on white, too small to read, off the page, or hidden by a mark.

People who read the original do not see it, a machine does. Looks at PDF and Word files; hostile ones belong into a sandbox.
Text below the picture of a scanned page is how scans are made searchable, not hidden. Knows no library.
"""

import ctypes
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import pypdfium2
from docx import Document as open_docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from pypdfium2 import raw

from ingest.errors import UnreadableFile
from ingest.parsers.recognising import ending_by_content

_SMALLEST = 2.0
"""Points below which nobody reads a letter."""
_WHITE = 245
"""Least part of red, green and blue of what is white on paper."""
_CLEAR = 12
"""Opacity (of 255) up to which nothing is seen."""
_MOST_OBJECTS = 20_000
_MOST_PAGES = 500
_OFF = ("0", "false", "off")
_PAPER = ("auto", "FFFFFF", None)

Box = tuple[float, float, float, float]


def find_concealed(path: Path) -> tuple[str, ...]:
    """What the file at `path` says without showing it, in its order; nothing for a file that is neither PDF nor Word, or broken."""
    try:
        match ending_by_content(path):
            case ".pdf":
                return tuple(_in_pdf(path))
            case ".docx":
                return tuple(_in_docx(path))
    except (UnreadableFile, pypdfium2.PdfiumError, PackageNotFoundError, zipfile.BadZipFile, SyntaxError, ValueError, KeyError):
        return ()
    return ()


def _in_pdf(path: Path) -> Iterator[str]:
    file = pypdfium2.PdfDocument(path)
    try:
        for number in range(min(len(file), _MOST_PAGES)):
            page = file[number]
            yield from _on_page(page)
            page.close()
    finally:
        file.close()


def _on_page(page: pypdfium2.PdfPage) -> Iterator[str]:
    """The runs of concealed text; what is painted before decides whether white letters can be seen."""
    text_page = page.get_textpage()
    painted: list[Box] = []
    sheet, said = (0.0, 0.0, *page.get_size()), list[tuple[bool, str]]()
    for at in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        one = raw.FPDFPage_GetObject(page.raw, at)
        if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_TEXT:
            said.append((_is_concealed(one, sheet, painted), _text_of(one, text_page)))
        elif _is_ground(one):
            painted.append(_box_of(one))
    text_page.close()
    yield from _runs(said)


def _is_concealed(letters: raw.FPDF_PAGEOBJECT, sheet: Box, painted: Sequence[Box]) -> bool:
    left, bottom, right, top = _box_of(letters)
    middle = ((left + right) / 2, (bottom + top) / 2)
    if not _holds(sheet, middle) or _size_of(letters) < _SMALLEST:
        return True
    mode = raw.FPDFTextObj_GetTextRenderMode(letters)
    is_unseen = mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE or mode == raw.FPDF_TEXTRENDERMODE_FILL and _is_white(letters)
    return is_unseen and not any(_holds(below, middle) for below in painted)


def _size_of(letters: raw.FPDF_PAGEOBJECT) -> float:
    """How high letters are on the page, in points."""
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(letters, size)
    raw.FPDFPageObj_GetMatrix(letters, matrix)
    return size.value * math.hypot(matrix.c, matrix.d)


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _box_of(one: raw.FPDF_PAGEOBJECT) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(one, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _is_ground(one: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether white letters can be seen on it: a picture, or an area that is not white."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    match raw.FPDFPageObj_GetType(one):
        case raw.FPDF_PAGEOBJ_IMAGE | raw.FPDF_PAGEOBJ_SHADING | raw.FPDF_PAGEOBJ_FORM:
            return True
        case raw.FPDF_PAGEOBJ_PATH:
            raw.FPDFPath_GetDrawMode(one, filled, stroked)
            return bool(filled.value) and not _is_white(one)
    return False


def _is_white(one: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether it leaves paper as it is; what has no colour of its own is not known to."""
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(one, red, green, blue, opacity):
        return False
    return opacity.value <= _CLEAR or min(red.value, green.value, blue.value) >= _WHITE


def _text_of(letters: raw.FPDF_PAGEOBJECT, text_page: pypdfium2.PdfTextPage) -> str:
    size = raw.FPDFTextObj_GetText(letters, text_page.raw, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 or 1))()
    raw.FPDFTextObj_GetText(letters, text_page.raw, buffer, size)
    return bytes(buffer).decode("utf-16-le", "ignore").rstrip("\0")


def _in_docx(path: Path) -> Iterator[str]:
    body = open_docx(str(path)).element.body
    yield from _runs((_is_hidden(run), "".join(text.text or "" for text in run.iter(qn("w:t")))) for run in body.iter(qn("w:r")))


def _is_hidden(run: BaseOxmlElement) -> bool:
    """Whether marks of the run itself hide it."""
    looks = run.find(qn("w:rPr"))
    if looks is None:
        return False
    marks = {
        name: found.get(qn("w:val")) for name in ("vanish", "color", "sz") if (found := looks.find(qn(f"w:{name}"))) is not None
    }
    size, colour = str(marks.get("sz") or ""), str(marks.get("color") or "")
    if "vanish" in marks and marks["vanish"] not in _OFF or size.isdecimal() and int(size) < 2 * _SMALLEST:
        return True
    parts = [colour[at : at + 2] for at in (0, 2, 4)] if re.fullmatch("[0-9A-Fa-f]{6}", colour) else []
    return bool(parts) and all(int(part, 16) >= _WHITE for part in parts) and not _is_shaded(run)


def _is_shaded(run: BaseOxmlElement) -> bool:
    """Whether the run, its paragraph, cell or table has a ground of its own, or lies in a shape."""
    around = [run, *run.iterancestors()]
    grounds = (ground.get(qn("w:fill")) for one in around for ground in one.iterfind(f"./*/{qn('w:shd')}"))
    highlights = run.iterfind(f"./{qn('w:rPr')}/{qn('w:highlight')}")
    return any(ground not in _PAPER for ground in grounds) or any(True for _ in highlights) or run.getparent() is None


def _runs(said: Iterable[tuple[bool, str]]) -> Iterator[str]:
    """What concealed pieces say that follow each other."""
    for is_concealed, pieces in groupby(said, key=lambda piece: piece[0]):
        text = "".join(text for _, text in pieces).strip()
        if is_concealed and text:
            yield text
