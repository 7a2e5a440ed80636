"""Everything that can go wrong and be explained to a person.

AktenlotseError
├── UnreadableFile          the file cannot become text
│   ├── EmptyFile           nothing in it
│   ├── EncryptedFile       needs a password
│   ├── BrokenFile          damaged or not what its name says
│   ├── UnsupportedFile     no parser for it
│   ├── FileTooLarge        beyond a limit of size, pages or time
│   ├── NeedsOcr            a scan without text
│   ├── NoTextFound         pictures in which no text was found
│   ├── UnreadPages         (noted of a document) scanned pages that were not read
│   ├── UncertainPages      (noted of a document) scanned pages that were read with doubts
│   ├── NeedsProgram        a program that reads it is not installed
│   ├── InfectedFile        the virus scanner found something in it
│   ├── ScannerUnavailable  the virus scanner has not said that it is clean
│   └── ReaderCrashed       reading it ended its process
├── LibraryError            the library refuses
│   ├── UnknownDocument
│   ├── UnknownVersion
│   ├── NameTaken           the collection has another document of that name
│   ├── Busy                another process is at work on the library
│   ├── EmbedderMismatch    the vectors belong to another embedder
│   ├── DatabaseTooNew      written by a newer version
│   ├── BrokenDatabase      damaged, locked or out of reach
│   ├── BrokenBackup        a backup that cannot be used
│   └── NotEmpty            a backup or a restored library wants a place of its own
├── SettingsError           a setting is missing or contradicts another
├── SystemRefused           the operating system does not allow it: disk full, rights, nothing there
├── UnknownTask             no such task for a chat model
├── NeedsModel              the task needs a chat model, and none is set
└── ModelUnavailable        the chat model does not answer
    └── ContextOverflow     what it should read is longer than it can read

Each carries a `code` for programs, and its text is a German sentence that says what happened and what to do;
the sentences stand in `prompts/messages.toml`.
"""

import errno
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

_PROMPTS = Path(__file__).parent.parent / "prompts"


def describe_fault(kind: str, **limits: object) -> str:
    """Why something that was sent or set is not usable, in a few words; `kind` is one of `prompts/reasons.toml`."""
    reasons = _sentences("reasons.toml")
    return reasons.get(kind, reasons["other"]).format(**limits).replace("' or '", "' oder '")


@cache
def _sentences(name: str) -> dict[str, str]:
    with (_PROMPTS / name).open("rb") as file:
        return {code: str(sentence) for code, sentence in tomllib.load(file).items()}


class AktenlotseError(Exception):
    """Base of all errors that a person may read; `details` fill the sentence's {placeholders}."""

    code: ClassVar[str] = "internal"

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(_sentences("messages.toml")[self.code].format(**details))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.details)


def _rebuild(kind: type[AktenlotseError], details: dict[str, object]) -> AktenlotseError:
    return kind(**details)


class UnreadableFile(AktenlotseError):
    """The file cannot become text; all of these take `file`."""

    code = "unreadable_file"


class EmptyFile(UnreadableFile):
    """Takes `file`."""

    code = "empty_file"


class EncryptedFile(UnreadableFile):
    """Takes `file`."""

    code = "encrypted_file"


class BrokenFile(UnreadableFile):
    """Takes `file` and `reason` (a few words)."""

    code = "broken_file"


class UnsupportedFile(UnreadableFile):
    """Takes `file` and `formats` (the endings that can be read)."""

    code = "unsupported_file"


class FileTooLarge(UnreadableFile):
    """Takes `file` and `limit` (number and unit)."""

    code = "file_too_large"


class NeedsOcr(UnreadableFile):
    """Takes `file`."""

    code = "needs_ocr"


class NoTextFound(UnreadableFile):
    """Takes `file`."""

    code = "no_text_found"


class UnreadPages(UnreadableFile):
    """A note on a document whose other pages were read. Takes `file` and `pages` (their numbers as a text)."""

    code = "unread_pages"


class UncertainPages(UnreadableFile):
    """A note on a document: pages whose text may have faults. Takes `file` and `pages` (their numbers as a text)."""

    code = "uncertain_pages"


class NeedsProgram(UnreadableFile):
    """Takes `file` and `program` (its name)."""

    code = "needs_program"


class InfectedFile(UnreadableFile):
    """Takes `file` and `virus` (its name)."""

    code = "infected_file"


class ScannerUnavailable(UnreadableFile):
    """Takes `file`."""

    code = "scanner_unavailable"


class ReaderCrashed(UnreadableFile):
    """Takes `file`."""

    code = "reader_crashed"


class LibraryError(AktenlotseError):
    """The library refuses what was asked of it."""


class UnknownDocument(LibraryError):
    """Takes `document` (the id)."""

    code = "unknown_document"


class UnknownVersion(LibraryError):
    """Takes `version` (its number)."""

    code = "unknown_version"


class NameTaken(LibraryError):
    """Takes `file` and `collection`."""

    code = "name_taken"


class Busy(LibraryError):
    """Takes nothing."""

    code = "busy"


class EmbedderMismatch(LibraryError):
    """Takes `stored` and `configured` (names of embedders)."""

    code = "embedder_mismatch"


class DatabaseTooNew(LibraryError):
    """Takes `revision`."""

    code = "database_too_new"


class BrokenBackup(LibraryError):
    """Takes `place` and `problem`."""

    code = "broken_backup"


class NotEmpty(LibraryError):
    """Takes `place`."""

    code = "not_empty"


class BrokenDatabase(LibraryError):
    """Takes `place` and `reason`, both without a password."""

    code = "broken_database"


class SettingsError(AktenlotseError):
    """Takes `setting` and `reason`."""

    code = "settings_error"


class SystemRefused(AktenlotseError):
    """Takes `place` and `reason`."""

    code = "system_refused"


def refused_by_system(error: OSError) -> SystemRefused:
    """What the operating system did not allow, for a person."""
    kind = errno.errorcode.get(error.errno or 0, "")
    reason = _sentences("reasons.toml").get(kind, error.strerror or str(error))
    return SystemRefused(place=error.filename or "?", reason=reason)


class UnknownTask(AktenlotseError):
    """Takes `task` (its name)."""

    code = "unknown_task"


class NeedsModel(AktenlotseError):
    """Takes nothing."""

    code = "needs_model"


class ModelUnavailable(AktenlotseError):
    """Takes `model` and `reason`."""

    code = "model_unavailable"


class ContextOverflow(ModelUnavailable):
    """Takes `model`."""

    code = "context_overflow"
