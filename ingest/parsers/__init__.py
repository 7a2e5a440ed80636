"""From a file to its sections: `parse` recognises the format and calls the one parser that reads it.

Every failure is an `UnreadableFile` that carries the file's display name. Knows no limits of time and memory; whoever
reads files of strangers runs `parse` in a process that has them.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from ingest.errors import BrokenFile, EmptyFile, UnreadableFile, UnsupportedFile
from ingest.parsers.recognising import ending_by_content
from ingest.parsers.structure import ParsedDocument

__all__ = ["PARSERS", "ParsedDocument", "parse"]


def _parser(module: str, function: str = "parse") -> Callable[[Path], ParsedDocument]:
    """The parser in `module`, which is imported when a first file needs it: some bring heavy libraries."""

    def parse_file(path: Path) -> ParsedDocument:
        document: ParsedDocument = getattr(import_module(f"ingest.parsers.{module}"), function)(path)
        return document

    return parse_file


PARSERS: dict[str, Callable[[Path], ParsedDocument]] = {
    ".pdf": _parser("pdf"),
    ".docx": _parser("docx"),
    ".docm": _parser("docx"),
    ".dotx": _parser("docx"),
    ".odt": _parser("odt"),
    ".ott": _parser("odt"),
    ".fodt": _parser("odt"),
    ".fods": _parser("ods"),
    ".fodp": _parser("odp"),
    ".html": _parser("html"),
    ".htm": _parser("html"),
    ".xhtml": _parser("html"),
    ".md": _parser("markdown"),
    ".markdown": _parser("markdown"),
    ".txt": _parser("text"),
    ".xlsx": _parser("xlsx"),
    ".xlsm": _parser("xlsx"),
    ".xltx": _parser("xlsx"),
    ".doc": _parser("office", "parse_doc"),
    ".xls": _parser("xls"),
    ".ppt": _parser("office", "parse_ppt"),
    ".eml": _parser("mail"),
    ".msg": _parser("outlook"),
    ".zip": _parser("zipped"),
    ".xml": _parser("xzufi"),
    ".png": _parser("pictures"),
    ".jpg": _parser("pictures"),
    ".jpeg": _parser("pictures"),
    ".tif": _parser("pictures"),
    ".tiff": _parser("pictures"),
    ".rtf": _parser("rtf"),
    ".epub": _parser("epub"),
    ".pptx": _parser("pptx"),
    ".pptm": _parser("pptx"),
    ".ppsx": _parser("pptx"),
    ".odp": _parser("odp"),
    ".ods": _parser("ods"),
    ".ots": _parser("ods"),
    ".csv": _parser("csvtext"),
    ".tsv": _parser("csvtext"),
}


def parse(path: Path, name: str) -> ParsedDocument:
    """The title and sections of the file at `path`; `name` is the name that people know it by.

    The content decides the format; the ending of `name` counts where the content may be several, as with text.

    Raises:
        UnreadableFile: the subclass says why.
    """
    try:
        document = PARSERS[_ending(path, name)](path)
        if not document.sections:
            raise EmptyFile(file=name)
    except RecursionError as error:
        raise BrokenFile(file=name, reason="zu tief verschachtelt") from error
    except UnreadableFile as error:
        raise _named(error, name) from error
    return replace(
        document, notes=tuple(_named(note, name) if note.details["file"] == path.name else note for note in document.notes)
    )


def _named(error: UnreadableFile, name: str) -> UnreadableFile:
    """`error` with the name that people know the file by."""
    return type(error)(**error.details | {"file": name, "formats": ", ".join(PARSERS)})


def _ending(path: Path, name: str) -> str:
    ending = ending_by_content(path) or Path(name.lower()).suffix
    if ending not in PARSERS:
        raise UnsupportedFile(file=name, formats="")
    return ending
