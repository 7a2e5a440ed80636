"""Text in pictures, read by Tesseract (German), as lines with their places and how sure Tesseract is of them.

Tesseract is a program of the operating system; it is started for one picture at a time and writes hOCR 1.2. Knows neither
PDF nor sections.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ingest.parsers.lines import clean
from ingest.parsers.ocrrows import with_whole_rows
from ingest.parsers.pdfgrids import Box
from ingest.parsers.pdflines import Line, Page, Word
from ingest.parsers.programs import find_program, run_program

_SECONDS = 50
_LANGUAGE = "deu"
_FIND_COLUMNS, _ONE_COLUMN = "1", "6"
_UPWARDS, _LEAST_ITEMS = (90, 270), 3
_LEAST_CONFIDENCE, _LEAST_LINE_CONFIDENCE, _LEAST_PAGE_CONFIDENCE = 0.15, 0.35, 0.5
_LINES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_NUMBERS = re.compile(r"(bbox|x_size|x_wconf|textangle) (-?[\d.]+)(?: (-?[\d.]+))?(?: (-?[\d.]+) (-?[\d.]+))?")
_SIGN_AS_DOLLAR = re.compile(r"\$\s?(?=\d)")
_SIGN_AT_START = re.compile(r"^[8SB&]\s(?=\d{1,3}[a-z]?\s[A-Z\u00c4\u00d6\u00dc][^\d]{2,70}$)")
_SIGN_IN_TEXT = re.compile(
    r"\b(?P<before>[Nn]ach|[Zz]u|gem\u00e4\u00df|gem\.|des|der|den|dem|die|in|im|aus|von|mit|und|bis|auf|d\.) (?P<sign>88?) "
    r"(?=\d{1,3}[a-z]?(?:,| und| bis|\sAbs|\sNr|\sSatz|\sS\.|\sder|\sdes|\sdieser|\s[A-Z]\w*(?:G|O|V|B)\b))"
)
_SAME_SIZE = 0.2


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as Tesseract read it, and how sure it is of the words on the whole (0 to 1)."""

    page: Page
    confidence: float


def can_read() -> bool:
    """Whether Tesseract is installed."""
    return find_program("tesseract") is not None


def recognise(path: Path, resolution: int, file: str) -> bytes:
    """What stands in the picture at `path`, as hOCR; nothing without Tesseract or if that fails.

    Raises:
        FileTooLarge: it takes too long; names `file`.
    """
    program = find_program("tesseract")
    if program is None:
        return b""
    command = [program, str(path.resolve()), "stdout", "-l", _LANGUAGE, "--dpi", str(resolution), "--psm"]
    written = run_program([*command, _FIND_COLUMNS, "hocr"], path.parent, _SECONDS, file).stdout
    if not any(_has_numbers_upwards(page) for page in _pages(written)):
        return written
    return run_program([*command, _ONE_COLUMN, "hocr"], path.parent, _SECONDS, file).stdout


def readings(written: bytes, first: int, resolution: int) -> list[Reading]:
    """The pages that hOCR describes, for pictures of that resolution; `first` is the first page's number."""
    return [_reading(page, number, resolution) for number, page in enumerate(_pages(written), first)]


def quarter_turns(written: bytes) -> int:
    """After how many quarter turns clockwise a picture stands upright, of which hOCR says that most lines do not."""
    lines = [_numbers(line) for page in _pages(written) for line in page.iter("span") if line.get("class") in _LINES]
    angles = Counter(int(line.get("textangle", (0,))[0]) for line in lines)
    return angles.most_common(1)[0][0] // 90 % 4 if angles else 0


def _pages(written: bytes) -> Iterator[etree._Element]:
    root = etree.fromstring(written, etree.HTMLParser(encoding="utf-8", no_network=True)) if written.strip() else None
    return (page for page in (root.iter("div") if root is not None else ()) if page.get("class") == "ocr_page")


def _has_numbers_upwards(page: etree._Element) -> bool:
    """Whether the numbers of a list were taken for a line that runs upwards beside a single column of text."""
    lines = [_numbers(line) for line in page.iter("span") if line.get("class") in _LINES]
    upwards = [line["bbox"] for line in lines if line.get("textangle", (0,))[0] in _UPWARDS]
    level = [line["bbox"] for line in lines if "textangle" not in line]
    numbers = [box for box in upwards if sum(_is_right_of(box, other) for other in level) >= _LEAST_ITEMS]
    return bool(numbers) and len(level) > len(upwards) and not any(_is_right_of(one, other) for one in level for other in level)


def _is_right_of(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether `other` stands right of `one` at the same height; boxes are left, top, right, bottom in pixels."""
    return one[2] <= other[0] and one[1] < (other[1] + other[3]) / 2 < one[3]


def _reading(element: etree._Element, number: int, resolution: int) -> Reading:
    about = _numbers(element)
    left, top, right, bottom = about.get("bbox", (0, 0, 0, 0))
    scale = 72 / resolution
    height = (bottom - top) * scale
    lines = list(_lines(element, scale, height))
    letters = sum(len(line.text) for line in lines)
    confidence = sum((line.confidence or 0) * len(line.text) for line in lines) / letters if letters else 0.0
    kept = _with_even_sizes(lines) if confidence >= _LEAST_PAGE_CONFIDENCE else []
    width = (right - left) * scale
    return Reading(Page(number, width, height, tuple(with_whole_rows(kept, width))), confidence)


def _numbers(element: etree._Element) -> dict[str, tuple[float, ...]]:
    """The properties in an element's title: "bbox 1 2 3 4; x_wconf 96"."""
    found = _NUMBERS.findall(element.get("title") or "")
    return {name: tuple(float(value) for value in values if value) for name, *values in found}


def _lines(page: etree._Element, scale: float, height: float) -> Iterator[Line]:
    for element in page.iter("span"):
        if element.get("class") not in _LINES:
            continue
        words = [(word, sure) for word, sure in _words(element, scale, height) if sure >= _LEAST_CONFIDENCE]
        if not words:
            continue
        sure = statistics.fmean(sure for _, sure in words)
        if sure >= _LEAST_LINE_CONFIDENCE:
            size = _numbers(element).get("x_size", (12 / scale,))[0] * scale
            yield _line([word for word, _ in words], size, sure)


def _words(line: etree._Element, scale: float, height: float) -> Iterator[tuple[Word, float]]:
    for element in line.iter("span"):
        text = "".join(element.itertext("*")).strip()
        if element.get("class") == "ocrx_word" and text:
            about = _numbers(element)
            left, top, right, bottom = (value * scale for value in about["bbox"])
            yield Word(text, Box(left, height - bottom, right, height - top)), about.get("x_wconf", (0,))[0] / 100


def _line(words: Sequence[Word], size: float, sure: float) -> Line:
    boxes = [word.box for word in words]
    box = Box(boxes[0].left, min(box.bottom for box in boxes), boxes[-1].right, max(box.top for box in boxes))
    text = clean(_with_signs(" ".join(word.text for word in words)))
    return Line(text, box, size, False, tuple(words), confidence=sure)


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
    return [line._replace(size=usual if abs(line.size - usual) < _SAME_SIZE * usual else round(line.size, 1)) for line in lines]
