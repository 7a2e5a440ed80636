"""How fast each format is read, and with how much memory: `python -m benchmarks.formats FOLDER [--json]`.

Each format's files are read by a process of its own, as the sandbox reads them but without its limits. PDF files with a text
layer are compared with pypdfium2 alone, which gets the text of every page and nothing else, in one process: it knows no threads.
The second ratio is that of the product, which reads in a sandbox with a process a core. Files that are refused count as such, not
in the rate. Timings depend on the machine; ratios hardly.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pypdfium2
from rich.console import Console
from rich.table import Table

from ingest.errors import UnreadableFile
from ingest.parsers import PARSERS, parse
from ingest.parsers.pdfletters import read_page
from ingest.parsers.recognising import ending_by_content
from ingest.parsers.sandbox import Sandbox
from ingest.parsers.scans import is_scan

_LEAST_TEXT = 200
"""Letters a page on average that make a PDF one with a text layer. Where Tesseract reads a page, a PDF is listed as a scan."""
_SCANS = ".pdf (scans)"
_SECONDS, _MEGABYTES, _WARM_UP = 60.0, 1024, 3


@dataclass(frozen=True, slots=True)
class Rate:
    """How one format was read. `pages` counts those of PDF files, else documents; `ratio` is to pypdfium2 alone, `together` the
    same for all files in the sandbox."""

    format: str
    files: int
    refused: int
    pages: int
    per_second: float
    ratio: float | None
    together: float | None
    peak_mebibytes: int


def main() -> None:
    """Print a line for each format that the folder has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", metavar="FORMAT", help="Measure this format in this process, for the command's own use")
    arguments = parser.parse_args()
    formats = _by_format(arguments.folder)
    if arguments.only:
        json.dump(asdict(_measured(arguments.only, formats[arguments.only])), sys.stdout)
        return
    rates = [_in_own_process(arguments.folder, name) for name in sorted(formats)]
    if arguments.json:
        json.dump({"formats": [asdict(rate) for rate in rates]}, sys.stdout, indent=1)
    else:
        _show(rates)


def _by_format(folder: Path) -> dict[str, list[Path]]:
    """The files that a parser is there for, by the ending that their content calls for."""
    formats: dict[str, list[Path]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            ending = ending_by_content(path) or path.suffix.lower()
        except UnreadableFile:
            continue
        if ending == ".pdf" and not _is_all_text(path):
            ending = _SCANS
        if ending in PARSERS or ending == _SCANS:
            formats.setdefault(ending, []).append(path)
    return formats


def _is_all_text(path: Path) -> bool:
    """Whether pypdfium2 alone gets text from the file, and no page has to be read from its picture."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            if _plain_text(document) < _LEAST_TEXT * max(len(document), 1):
                return False
            return not any(is_scan(document, read_page(page, number)) for number, page in enumerate(document, 1))
    except pypdfium2.PdfiumError:
        return False


def _plain_text(document: pypdfium2.PdfDocument) -> int:
    letters = 0
    for page in document:
        text_page = page.get_textpage()
        letters += len(text_page.get_text_range())
        text_page.close()
        page.close()
    return letters


def _in_own_process(folder: Path, name: str) -> Rate:
    command = [sys.executable, "-m", "benchmarks.formats", str(folder), "--only", name]
    written = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parents[1]).stdout
    return Rate(**json.loads(written))


def _measured(name: str, paths: Sequence[Path]) -> Rate:
    """Read the files twice, and count the faster time: the first also loads libraries. Scans are read once."""
    pages = refused = 0
    seconds = alone = 0.0
    read = list[Path]()
    for path in paths:
        times = list(_times(path, 1 if name == _SCANS else 2))
        if not times:
            refused += 1
            continue
        read.append(path)
        seconds += min(times)
        pages += _count(path) if name.startswith(".pdf") else 1
        if name == ".pdf":
            alone += min(_time_alone(path) for _ in range(2))
    status = Path("/proc/self/status").read_text(encoding="ascii").split()
    peak = int(status[status.index("VmHWM:") + 1]) // 1024
    ratio = round(seconds / alone, 2) if alone else None
    together = round(_time_together(read) / alone, 2) if alone else None
    return Rate(name, len(paths), refused, pages, round(pages / seconds, 1) if seconds else 0.0, ratio, together, peak)


def _times(path: Path, often: int) -> Iterator[float]:
    for _ in range(often):
        began = time.perf_counter()
        try:
            parse(path, path.name)
        except UnreadableFile:
            return
        yield time.perf_counter() - began


def _time_alone(path: Path) -> float:
    began = time.perf_counter()
    with pypdfium2.PdfDocument(path) as document:
        _plain_text(document)
    return time.perf_counter() - began


def _time_together(paths: Sequence[Path]) -> float:
    """Seconds of the product for all files; each process has loaded its libraries before."""
    with Sandbox(_SECONDS, _MEGABYTES) as sandbox:
        for future in [sandbox.start(path, path.name) for path in paths[: _WARM_UP * sandbox.processes]]:
            sandbox.result(future, "")
        began = time.perf_counter()
        for future in [sandbox.start(path, path.name) for path in paths]:
            sandbox.result(future, "")
        return time.perf_counter() - began


def _count(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def _show(rates: Sequence[Rate]) -> None:
    table = Table("format", "files", "refused", "pages", "pages/s", "x pypdfium2", "on all cores", "peak MiB")
    for rate in rates:
        ratio, together = ("" if each is None else f"{each:.2f}" for each in (rate.ratio, rate.together))
        counts = (str(number) for number in (rate.files, rate.refused, rate.pages))
        table.add_row(rate.format, *counts, f"{rate.per_second:.1f}", ratio, together, str(rate.peak_mebibytes))
    Console().print(table)


if __name__ == "__main__":
    main()
