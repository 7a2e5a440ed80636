"""Text in pictures, read by Tesseract (German), as lines with their places and how sure Tesseract is of them.

Tesseract is a program of the operating system; it is started for one picture at a time and writes hOCR 1.2. Knows neither
PDF nor sections.
"""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from ingest.parsers.ocrrows import with_whole_rows
from ingest.parsers.pdfgrids import Box
from ingest.parsers.pdflines import Line, Page, Word, cells_of
from ingest.parsers.programs import find_program, run_program

_SECONDS = 50
_LANGUAGE = "deu"
_LEAST_CONFIDENCE, _LEAST_LINE_CONFIDENCE, _LEAST_PAGE_CONFIDENCE = 15, 35, 50
_LINES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_NUMBERS = re.compile(r"(bbox|x_size|x_wconf|scan_res|textangle) (-?[\d.]+)(?: (-?[\d.]+))?(?: (-?[\d.]+) (-?[\d.]+))?")
_SIGN_AS_DOLLAR = re.compile(r"\$\s?(?=\d)")
_SIGN_AT_START = re.compile(r"^[8SB&]\s(?=\d{1,3}[a-z]?\s[A-Z\u00c4\u00d6\u00dc][^\d]{2,70}$)")
_SIGN_IN_TEXT = re.compile(
    r"\b(?P<before>[Nn]ach|[Zz]u|gem\u00e4\u00df|gem\.|des|der|den|dem|die|in|im|aus|von|mit|und|bis|auf|d\.) (?P<sign>88?) "
    r"(?=\d{1,3}[a-z]?(?:,| und| bis|\sAbs|\sNr|\sSatz|\sS\.|\sder|\sdes|\sdieser|\s[A-Z]\w*(?:G|O|V|B)\b))"
)
_USUAL_RESOLUTION = 300
_SAME_SIZE = 0.2


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as Tesseract read it, and how sure it is of the words on the whole (0 to 100)."""

    page: Page
    confidence: float


def can_read() -> bool:
    """Whether Tesseract is installed."""
    return find_program("tesseract") is not None


def read_picture(path: Path, first: int, file: str, resolution: int | None = None) -> list[Reading]:
    """What stands in the picture at `path`, page by page; `first` is the first page's number.

    Raises:
        FileTooLarge: it takes too long; names `file`.
    """
    program = find_program("tesseract")
    if program is None:
        return []
    known = ["--dpi", str(resolution)] if resolution else []
    command = [program, str(path.resolve()), "stdout", "-l", _LANGUAGE, *known, "--psm", "1", "hocr"]
    written = run_program(command, path.parent, _SECONDS, file).stdout
    if not written.strip():
        return []
    root = etree.fromstring(written, etree.HTMLParser(encoding="utf-8", no_network=True))
    pages = root.iter("div") if root is not None else ()
    found = (page for page in pages if page.get("class") == "ocr_page")
    return [_reading(page, number, resolution) for number, page in enumerate(found, first)]


def _reading(element: etree._Element, number: int, resolution: int | None) -> Reading:
    about = _numbers(element)
    left, top, right, bottom = about.get("bbox", (0, 0, 0, 0))
    scale = 72 / (resolution or about.get("scan_res", (_USUAL_RESOLUTION,))[0] or _USUAL_RESOLUTION)
    height = (bottom - top) * scale
    lines = list(_lines(element, scale, height))
    letters = sum(len(line.text) for line, _ in lines)
    confidence = sum(sure * len(line.text) for line, sure in lines) / letters if letters else 0.0
    kept = _with_even_sizes([line for line, _ in lines]) if confidence >= _LEAST_PAGE_CONFIDENCE else []
    width = (right - left) * scale
    return Reading(Page(number, width, height, tuple(with_whole_rows(kept, width))), confidence)


def _numbers(element: etree._Element) -> dict[str, tuple[float, ...]]:
    """The properties in an element's title: "bbox 1 2 3 4; x_wconf 96"."""
    found = _NUMBERS.findall(element.get("title") or "")
    return {name: tuple(float(value) for value in values if value) for name, *values in found}


def _lines(page: etree._Element, scale: float, height: float) -> Iterator[tuple[Line, float]]:
    for element in page.iter("span"):
        if element.get("class") not in _LINES:
            continue
        words = [(word, sure) for word, sure in _words(element, scale, height) if sure >= _LEAST_CONFIDENCE]
        if not words:
            continue
        sure = statistics.fmean(sure for _, sure in words)
        if sure >= _LEAST_LINE_CONFIDENCE:
            size = _numbers(element).get("x_size", (12 / scale,))[0] * scale
            yield _line([word for word, _ in words], size), sure


def _words(line: etree._Element, scale: float, height: float) -> Iterator[tuple[Word, float]]:
    for element in line.iter("span"):
        text = "".join(element.itertext("*")).strip()
        if element.get("class") == "ocrx_word" and text:
            about = _numbers(element)
            left, top, right, bottom = (value * scale for value in about["bbox"])
            yield Word(text, Box(left, height - bottom, right, height - top)), about.get("x_wconf", (0,))[0]


def _line(words: Sequence[Word], size: float) -> Line:
    boxes = [word.box for word in words]
    box = Box(boxes[0].left, min(box.bottom for box in boxes), boxes[-1].right, max(box.top for box in boxes))
    cells = tuple(cells_of(tuple(words), size))
    return Line(_with_signs(" ".join(word.text for word in words)), box, size, False, tuple(words), cells)


def _with_signs(text: str) -> str:
    """`text` with the paragraph signs that Tesseract takes for a dollar or an eight."""
    plain = _SIGN_AS_DOLLAR.sub("\u00a7 ", text).replace("$$", "\u00a7\u00a7")
    return _SIGN_IN_TEXT.sub(_with_sign, _SIGN_AT_START.sub("\u00a7 ", plain))


def _with_sign(found: re.Match[str]) -> str:
    return f"{found['before']} {chr(0xA7) * len(found['sign'])} "


def _with_even_sizes(lines: Sequence[Line]) -> list[Line]:
    """The lines with the size of the text where theirs is nearly that: Tesseract measures letters, not fonts."""
    if not lines:
        return []
    usual = round(statistics.median(line.size for line in lines for _ in line.text), 1)
    return [replace(line, size=usual if abs(line.size - usual) < _SAME_SIZE * usual else round(line.size, 1)) for line in lines]
