"""No test reaches another machine, nor does a process that a test starts."""

import socket
import subprocess
import sys

import pytest

from tests.offline.sitecustomize import NetworkRefused

ELSEWHERE = ["192.0.2.1", "2001:db8::1", "example.org"]


@pytest.mark.parametrize("host", ELSEWHERE)
def test_a_connection_to_another_machine_is_refused(host: str) -> None:
    with pytest.raises(NetworkRefused):
        socket.create_connection((host, 80), timeout=1)


def test_a_message_to_another_machine_is_refused() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, pytest.raises(NetworkRefused):
        sender.sendto(b"Hallo", ("192.0.2.1", 53))


def test_a_process_that_a_test_starts_is_refused_too() -> None:
    program = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert "NetworkRefused" in ended.stderr


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
