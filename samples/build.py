"""Builds the sample library: `python samples/build.py`.

From samples/sources come samples/library with its metadata.csv and the gold set under
eval/sets/landesamt. Needs LibreOffice Writer for odt and pdf (Debian: libreoffice-writer-nogui
and, for the line breaks, hyphen-de); the same version builds the same bytes again.
Knows only the order of the work.
"""

import csv
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from gold import write_gold
from office import convert, write_docx
from plain import html_of, text_of
from sources import Source, read_sources

HERE = Path(__file__).parent
LIBRARY = HERE / "library"
GOLD = HERE.parent / "eval" / "sets" / "landesamt"
COLUMNS = ("title", "collection", "valid_from", "valid_to", "superseded_by", "issuer", "reference")


def main() -> int:
    """Builds everything; the exit code is 1 where a gold question is faulty."""
    sources = read_sources(HERE / "sources")
    LIBRARY.mkdir(exist_ok=True)
    remove_stale(sources)
    write_office(sources)
    write_texts(sources)
    write_metadata(sources)
    faults = write_gold(sources, GOLD)
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    sys.stdout.write(f"{len(sources)} documents, {len(faults)} faults\n")
    return 1 if faults else 0


def remove_stale(sources: list[Source]) -> None:
    """Deletes what was built from a source that is gone or has another format now."""
    kept = {source.file for source in sources}
    for path in LIBRARY.iterdir():
        if path.name not in kept:
            path.unlink()


def write_office(sources: list[Source]) -> None:
    """The documents whose way leads over docx."""
    with tempfile.TemporaryDirectory() as folder:
        for source in sources:
            if source.format in ("docx", "odt", "pdf"):
                target = LIBRARY if source.format == "docx" else Path(folder)
                write_docx(source, target / f"{source.slug}.docx")
        for format_ in ("odt", "pdf"):
            slugs = [source.slug for source in sources if source.format == format_]
            convert([Path(folder) / f"{slug}.docx" for slug in slugs], format_, LIBRARY)


def write_texts(sources: list[Source]) -> None:
    """The documents that are text."""
    makers: dict[str, Callable[[Source], str]] = {
        "html": html_of,
        "txt": text_of,
        "md": lambda source: source.markdown,
    }
    for source in sources:
        if maker := makers.get(source.format):
            (LIBRARY / source.file).write_text(maker(source), source.encoding, newline="\n")


def write_metadata(sources: list[Source]) -> None:
    """The list by which the library is read in; a successor is named by its file."""
    files = {source.slug: source.file for source in sources}
    with (LIBRARY / "metadata.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, delimiter=";", lineterminator="\n")
        rows.writerow(("file", *COLUMNS))
        for source in sources:
            fields = {name: getattr(source, name) for name in COLUMNS}
            fields["superseded_by"] = files.get(source.superseded_by, "")
            rows.writerow((source.file, *fields.values()))


if __name__ == "__main__":
    raise SystemExit(main())
