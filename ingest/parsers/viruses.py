"""Asks the virus scanner clamd about a file before anything else opens it.

Speaks clamd's INSTREAM command over a Unix socket or TCP, so that the scanner needs no access to the file. Fails closed:
a file of which the scanner has not said that it is clean is refused.
"""

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ingest.errors import FileTooLarge, InfectedFile, ScannerUnavailable

_PIECE = 256 * 1024
_SECONDS = 120.0
_LONGEST_REPLY = 4096


def refuse_if_infected(path: Path, name: str, clamd: str) -> None:
    """Nothing, if the scanner at `clamd` ("host:port", or the path of its socket) finds nothing in the file.

    Raises:
        InfectedFile: the scanner names what it found.
        FileTooLarge: longer than the scanner accepts.
        ScannerUnavailable: it cannot be reached, or says anything else.
    """
    try:
        with _connected(clamd) as connection:
            reply = _ask(connection, path)
    except (OSError, ValueError) as error:
        raise ScannerUnavailable(file=name) from error
    verdict = reply.removeprefix("stream: ")
    if verdict.endswith(" FOUND"):
        raise InfectedFile(file=name, virus=verdict.removesuffix(" FOUND"))
    if "size limit exceeded" in verdict:
        raise FileTooLarge(file=name, limit="StreamMaxLength (clamd)")
    if verdict != "OK":
        raise ScannerUnavailable(file=name)


def _connected(clamd: str) -> socket.socket:
    if clamd.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(_SECONDS)
            connection.connect(clamd)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = clamd.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)


def _ask(connection: socket.socket, path: Path) -> str:
    """The scanner's reply. It hangs up on a file that is too long for it, but not without saying so."""
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(b"zINSTREAM\0")
        for piece in _pieces(path):
            connection.sendall(len(piece).to_bytes(4, "big") + piece)
        connection.sendall(bytes(4))
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < _LONGEST_REPLY and (more := connection.recv(_LONGEST_REPLY)):
        reply += more
    return reply.rstrip(b"\0").decode("utf-8", errors="replace").strip()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
