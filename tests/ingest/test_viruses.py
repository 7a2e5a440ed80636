"""With a virus scanner set, a file is read only when the scanner has found it clean."""

import shutil
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import FileTooLarge, InfectedFile, ScannerUnavailable
from ingest.parsers.sandbox import Sandbox
from ingest.parsers.viruses import refuse_if_infected

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
LONGEST = 1_000_000


class Answering(socketserver.StreamRequestHandler):
    """Speaks clamd's protocol; finds the test signature in what it is sent."""

    def handle(self) -> None:
        command = self.rfile.read(10)
        if command != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
            if len(content) > LONGEST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(self.verdict(content))

    def verdict(self, content: bytes) -> bytes:
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class Confused(Answering):
    """Answers what no client knows."""

    def verdict(self, content: bytes) -> bytes:
        return b"stream: Can't allocate memory ERROR\0"


class Silent(Answering):
    """Hangs up without a word."""

    def verdict(self, content: bytes) -> bytes:
        return b""


class TcpScanner(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def serving(kind: type[Answering]) -> Iterator[str]:
    with TcpScanner(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def scanner() -> Iterator[str]:
    yield from serving(Answering)


@pytest.fixture
def by_socket(tmp_path: Path) -> Iterator[str]:
    address = str(tmp_path / "clamd.ctl")
    with socketserver.ThreadingUnixStreamServer(address, Answering) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


def written(folder: Path, content: bytes) -> Path:
    path = folder / "upload"
    path.write_bytes(content)
    return path


def test_a_clean_file_is_let_through(scanner: str, tmp_path: Path) -> None:
    refuse_if_infected(written(tmp_path, b"Dienstreisen" * 50_000), "da.txt", scanner)


@pytest.mark.parametrize("before", [b"", b"x" * 700_000])
def test_what_the_scanner_finds_is_named_with_the_file(before: bytes, scanner: str, tmp_path: Path) -> None:
    with pytest.raises(InfectedFile, match=r"da\.txt.*Eicar-Test-Signature"):
        refuse_if_infected(written(tmp_path, before + EICAR), "da.txt", scanner)


def test_the_scanner_may_listen_on_a_socket_of_the_file_system(by_socket: str, tmp_path: Path) -> None:
    refuse_if_infected(written(tmp_path, b"Dienstreisen"), "da.txt", by_socket)
    with pytest.raises(InfectedFile):
        refuse_if_infected(written(tmp_path, EICAR), "da.txt", by_socket)


def test_a_file_that_is_too_long_for_the_scanner_is_refused(scanner: str, tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge, match="StreamMaxLength"):
        refuse_if_infected(written(tmp_path, b"x" * (5 * LONGEST)), "da.txt", scanner)


@pytest.mark.parametrize("address", ["127.0.0.1:9", "/nirgends/clamd.ctl", "kein-anschluss", "127.0.0.1:x"])
def test_a_file_is_refused_while_the_scanner_cannot_be_reached(address: str, tmp_path: Path) -> None:
    with pytest.raises(ScannerUnavailable, match=r"da\.txt"):
        refuse_if_infected(written(tmp_path, b"Dienstreisen"), "da.txt", address)


@pytest.mark.parametrize("kind", [Confused, Silent])
def test_a_file_is_refused_if_the_scanner_does_not_say_that_it_is_clean(kind: type[Answering], tmp_path: Path) -> None:
    address = serving(kind)
    with pytest.raises(ScannerUnavailable):
        refuse_if_infected(written(tmp_path, b"Dienstreisen"), "da.txt", next(address))
    next(address, None)


def test_no_reading_begins_before_the_scanner_has_spoken(scanner: str, tmp_path: Path) -> None:
    good, bad = tmp_path / "gut", tmp_path / "boese"
    good.write_text("# Reisen\n\nDienstreisen genehmigt die Amtsleitung.\n")
    bad.write_bytes(EICAR)
    with Sandbox(60.0, 512, scanner) as sandbox:
        with pytest.raises(InfectedFile):
            sandbox.start(bad, "boese.txt")
        assert sandbox.result(sandbox.start(good, "gut.md"), "gut.md").title == "Reisen"


@pytest.fixture(scope="module")
def real_clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """clamd itself, with a signature of its own for the test file."""
    if CLAMD is None:
        pytest.skip("clamd is not installed")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "eicar.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    address = folder / "clamd.ctl"
    settings = f"LocalSocket {address}\nDatabaseDirectory {folder}\nForeground yes\nStreamMaxLength 1M\n"
    (folder / "clamd.conf").write_text(settings)
    command = [CLAMD, "--config-file", str(folder / "clamd.conf")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _wait_for(address, process)
        yield str(address)
        process.terminate()


def _wait_for(address: Path, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        with socket.socket(socket.AF_UNIX) as attempt:
            if attempt.connect_ex(str(address)) == 0:
                return
        assert process.poll() is None, "clamd has ended"
        time.sleep(0.1)


def test_clamd_itself_is_understood(real_clamd: str, tmp_path: Path) -> None:
    refuse_if_infected(written(tmp_path, b"Dienstreisen"), "da.txt", real_clamd)
    with pytest.raises(InfectedFile, match="Eicar-Test"):
        refuse_if_infected(written(tmp_path, EICAR), "da.txt", real_clamd)
    with pytest.raises(FileTooLarge):
        refuse_if_infected(written(tmp_path, b"x" * 5_000_000), "da.txt", real_clamd)
