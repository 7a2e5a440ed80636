"""Starts the server as an operator does, in a process of its own. Knows no question."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Started:
    """A server process, its address, and what it has printed before that."""

    process: "subprocess.Popen[str]"
    address: str
    printed: str

    def family(self) -> list[psutil.Process]:
        """The server with all the processes that it has started."""
        server = psutil.Process(self.process.pid)
        return [server, *server.children(recursive=True)]


def add_folder(home: Path, folder: Path) -> None:
    """Take in the files of `folder` with their metadata, as an operator does."""
    command = [sys.executable, "-m", "ingest", "add", str(folder), "--metadata", str(folder / "metadata.csv")]
    subprocess.run(command, env=os.environ | {"AKTENLOTSE_HOME": str(home)}, check=True, capture_output=True)


@contextmanager
def started(home: Path, *options: str, identity: str = "demo") -> Iterator[Started]:
    """The server over the library in `home`, on a free port."""
    environment = os.environ | {"AKTENLOTSE_HOME": str(home), "AKTENLOTSE_IDENTITY": identity}
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0", *options]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        printed = ""
        try:
            while not (found := re.search(r"http://\S+", printed)):
                line = process.stdout.readline()
                assert line, printed
                printed += line
            yield Started(process, found[0].rstrip("/"), printed)
        finally:
            process.kill()
