"""What `deploy/` promises fits the program: commands, settings, limits, routes."""

import re
from pathlib import Path

import pytest

from assistant.__main__ import app as assistant_commands
from ingest.__main__ import app as ingest_commands
from ingest.settings import Settings

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
COMMANDS = {
    "assistant": {command.name or getattr(command.callback, "__name__", "") for command in assistant_commands.registered_commands},
    "ingest": {command.name or getattr(command.callback, "__name__", "") for command in ingest_commands.registered_commands},
}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists(unit: Path) -> None:
    started = re.findall(r"python -m (assistant|ingest) (\w+)", unit.read_text())
    assert started
    assert [(package, name) for package, name in started if name not in COMMANDS[package]] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_shut_in(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "CapabilityBoundingSet=", "User=aktenlotse"):
        assert line in lines
    assert any(line.startswith("SystemCallFilter=@system-service") for line in lines)
    assert any(line.startswith(("RestrictAddressFamilies=AF_UNIX",)) for line in lines)


@pytest.mark.parametrize("file", sorted(DEPLOY.iterdir()), ids=lambda file: file.name)
def test_every_setting_that_is_named_exists(file: Path) -> None:
    named = re.findall(r"AKTENLOTSE_([A-Z_]+)", file.read_text())
    assert [name for name in named if name.lower() not in Settings.model_fields] == []


def test_stopping_waits_for_open_answers() -> None:
    wait = int(re.findall(r"TimeoutStopSec=(\d+)", (DEPLOY / "aktenlotse.service").read_text())[0])
    assert wait > Settings.model_fields["shutdown_seconds"].default


def test_the_proxy_takes_uploads_and_holds_back_no_answer() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    megabytes = int(re.findall(r"client_max_body_size (\d+)m", text)[0])
    assert megabytes > Settings.model_fields["upload_megabytes"].default
    streamed = re.findall(r"location ~ (\S+) \{[^}]*proxy_buffering off", text)[0]
    assert all(re.match(streamed, path) for path in ("/api/chat", "/api/tasks/summary", "/v1/chat/completions"))
