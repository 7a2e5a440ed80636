"""Refuses every connection that would leave the machine. Python loads this file by its name in processes that tests start.

With `CONNECTIONS` in the environment, a file has a line for each address that was connected to. Knows nothing of what is tested.
"""

import ipaddress
import os
import socket
import sys

_WRITTEN_TO = os.environ.get("CONNECTIONS")


class NetworkRefused(BaseException):
    """A test tried to reach another machine. No `except Exception` can hide it."""


def refuse_network() -> None:
    """From now on this process reaches nothing but loopback addresses and Unix sockets."""
    sys.addaudithook(_look)


def _look(event: str, arguments: tuple[object, ...]) -> None:
    if _WRITTEN_TO and event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        with open(_WRITTEN_TO, "a", encoding="ascii") as file:  # noqa: PTH123 - Python is just starting
            file.write(f"{arguments[1][0]}:{arguments[1][1]}\n")
    if event in ("socket.connect", "socket.sendto") and _leaves(arguments[1]):
        raise NetworkRefused(f"{event} {arguments[1]}")
    if event == "socket.getaddrinfo" and arguments[0] and _is_elsewhere(str(arguments[0])):
        raise NetworkRefused(f"{event} {arguments[0]}")


def _leaves(address: object) -> bool:
    return isinstance(address, tuple) and _is_elsewhere(str(address[0]))


def _is_elsewhere(host: str) -> bool:
    try:
        return not (ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified)
    except ValueError:
        return host not in ("localhost", socket.gethostname())


refuse_network()
