"""Pictures of pages, read by Tesseract: straightened, as many at once as there are cores, each kept until the file is done.

A process that is ended in between goes on with the first page that is unread. Knows no PDF and no file of pictures.
"""

import hashlib
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ingest.errors import FileTooLarge, UncertainPages, UnreadableFile, UnreadPages
from ingest.parsers.ocr import Reading, quarter_turns, readings, recognise
from ingest.parsers.patience import note_progress
from ingest.parsers.straightening import Pixels, straightened
from ingest.parsers.workplace import Workplace, here, keep, kept, note_page, turn

MOST_SCANNED_PAGES = 1000
_TRIES = 2
_UNSURE = 0.7
_USUAL_RESOLUTION, _LEAST_RESOLUTION, _GREATEST_RESOLUTION = 300, 72, 1200


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture of so many pixels an inch."""

    pixels: Pixels
    resolution: int

    @classmethod
    def of(cls, image: Image.Image) -> "Picture":
        """A picture in grey on white: what is transparent is paper."""
        page = image
        if image.has_transparency_data:
            page = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
        resolution = round(float(image.info.get("dpi", (0, 0))[0]))
        usual = not _LEAST_RESOLUTION < resolution <= _GREATEST_RESOLUTION
        return cls(np.array(page.convert("L")), _USUAL_RESOLUTION if usual else resolution)


def read_pages(path: Path, numbers: Sequence[int], draw: Callable[[int], Picture | None]) -> Iterator[Reading]:
    """The pages of the file at `path` that could be read; `draw` gives the picture of a page, if there is one."""
    place, of = here(), _digest(path)
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(cores) as readers:
        under_way: deque[Future[Reading | None]] = deque()
        wanted = numbers[:MOST_SCANNED_PAGES]
        for done, number in enumerate([*wanted, *[0] * cores], 1 - cores):
            if number:
                under_way.append(_begin(readers, place, Path(folder) / f"{number}.pgm", f"{of}-{number}", draw))
            if done > 0 and under_way:
                reading = under_way.popleft().result()
                note_page(place, min(done, len(wanted)), len(wanted))
                yield from [reading] if reading else []


def notes_on(read: Sequence[Reading], scanned: Sequence[int], file: str) -> tuple[UnreadableFile, ...]:
    """Which of the `scanned` pages nobody has read, and which may be wrong."""
    numbers = {reading.page.number for reading in read}
    unread = [number for number in scanned if number not in numbers]
    unsure = [reading.page.number for reading in read if reading.page.lines and reading.confidence < _UNSURE]
    notes: list[UnreadableFile] = [UnreadPages(file=file, pages=_listed(unread))] if unread else []
    return (*notes, UncertainPages(file=file, pages=_listed(unsure))) if unsure else tuple(notes)


def _begin(
    readers: ThreadPoolExecutor, place: Workplace, picture: Path, name: str, draw: Callable[[int], Picture | None]
) -> "Future[Reading | None]":
    """A page that was kept, or one that a thread reads; only Tesseract runs beside others, as pdfium cannot."""
    number = int(picture.stem)
    if (known := kept(place, name)) is not None:
        return readers.submit(_as_reading, known, number)
    drawn = draw(number)
    if drawn is None:
        return readers.submit(lambda: None)
    return readers.submit(_read, place, picture, name, drawn)


def _read(place: Workplace, picture: Path, name: str, drawn: Picture) -> Reading | None:
    """The page, or None if Tesseract failed twice: one page must not hide the others."""
    pixels = straightened(drawn.pixels)
    for _ in range(_TRIES):
        with suppress(FileTooLarge), turn(place):
            written = _upright(picture, pixels, drawn.resolution)
            if written:
                content = b"%d\n" % drawn.resolution + written
                keep(place, name, content)
                return _as_reading(content, int(picture.stem))
    return None


def _upright(picture: Path, pixels: Pixels, resolution: int) -> bytes:
    """hOCR of the pixels, turned if most of their lines lie on their side."""
    written = _recognise(picture, pixels, resolution)
    turns = quarter_turns(written)
    return _recognise(picture, np.rot90(pixels, -turns), resolution) if turns else written


def _recognise(picture: Path, pixels: Pixels, resolution: int) -> bytes:
    """hOCR of the pixels, which are written to `picture` as Portable Graymap."""
    note_progress()
    rows, columns = pixels.shape
    picture.write_bytes(b"P5\n%d %d\n255\n" % (columns, rows) + pixels.tobytes())
    try:
        return recognise(picture, resolution, picture.name)
    finally:
        picture.unlink()


def _as_reading(content: bytes, number: int) -> Reading | None:
    resolution, _, written = content.partition(b"\n")
    return next(iter(readings(written, number, int(resolution))), None)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]


def _listed(numbers: Sequence[int]) -> str:
    """ "1, 3-5"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
