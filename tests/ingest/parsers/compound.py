"""Writes compound files, the container of old Office files and of Outlook's mails ([MS-CFB]). Knows no parser."""

import struct
from pathlib import Path

SECTOR = 512
SHORTEST = 4096
NONE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def write_compound(path: Path, streams: dict[str, bytes]) -> None:
    """A file with these streams; "a/b" is the stream b in the storage a. Short ones are padded with zeros."""
    streams = {name: content.ljust(SHORTEST, b"\0") for name, content in streams.items()}
    names = sorted({"/".join(name.split("/")[:depth]) for name in streams for depth in range(1, name.count("/") + 2)})
    entries = ["", *names]
    sectors: list[bytes] = []
    chains: list[int] = []
    starts = {}
    for name, content in streams.items():
        parts = [content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)] or [bytes(SECTOR)]
        starts[name] = len(sectors)
        chains += [len(sectors) + step + 1 for step in range(len(parts) - 1)] + [END]
        sectors += parts
    directory = b"".join(_entry(index, entries, streams, starts) for index in range(len(entries)))
    parts = [directory[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(directory), SECTOR)]
    first_of_directory = len(sectors)
    chains += [len(sectors) + step + 1 for step in range(len(parts) - 1)] + [END]
    sectors += parts
    count = 1
    while count * SECTOR // 4 < len(sectors) + count:
        count += 1
    tables = [len(sectors) + step for step in range(count)]
    chains += [FAT] * count
    table = b"".join(struct.pack("<I", link) for link in chains).ljust(count * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, count, first_of_directory, 0, 0, END, 0, END, 0)
    head += b"".join(struct.pack("<I", sector) for sector in tables)
    path.write_bytes(head.ljust(SECTOR, b"\xff") + b"".join(sectors) + table)


def _entry(index: int, entries: list[str], streams: dict[str, bytes], starts: dict[str, int]) -> bytes:
    """A directory entry: the children of a storage are a chain of right neighbours."""
    name = entries[index]
    above = name.rpartition("/")[0]
    beside = [other for other in entries[1:] if other.rpartition("/")[0] == above]
    below = [other for other in entries[1:] if other.rpartition("/")[0] == name]
    right = beside[beside.index(name) + 1 :] if name else []
    letters = (name.rpartition("/")[2] or "Root Entry").encode("utf-16-le") + b"\0\0"
    kind = 5 if not name else 2 if name in streams else 1
    following = entries.index(right[0]) if right else NONE
    child = entries.index(below[0]) if below else NONE
    start, size = (starts[name], len(streams[name])) if name in streams else (END, 0)
    links = struct.pack("<HBBIII", len(letters), kind, 1, NONE, following, child)
    return letters.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)
