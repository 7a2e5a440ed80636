"""Whether the settings fit together, looked at before anything is opened; each complaint says what to change.

The sentences stand in `prompts/starting.toml`. Knows the settings, not what they do.
"""

import ipaddress
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from assistant.web.words import start_words
from ingest.errors import SettingsError
from ingest.settings import Settings, mistyped_settings

_SCHEMES = ("http", "https")


def check_settings(settings: Settings) -> None:
    """Raises SettingsError for the first setting that cannot work."""
    for setting, reason, shown in _faults(settings):
        sentence = start_words()[reason].format(value=shown)
        raise SettingsError(setting=f"AKTENLOTSE_{setting.upper()}", reason=sentence)


def _faults(settings: Settings) -> Iterator[tuple[str, str, object]]:
    """Setting, kind of fault, and what is faulty; places first, because others are read from there."""
    yield from ((name.removeprefix("AKTENLOTSE_"), "unknown_setting", likely) for name, likely in mistyped_settings().items())
    yield from _faults_of_places(settings)
    yield from _faults_of_secrets(settings)
    yield from _faults_of_addresses(settings)
    yield from _faults_of_models(settings)


def _faults_of_places(settings: Settings) -> Iterator[tuple[str, str, object]]:
    for name in ("database_url_file", "api_key_file", "oidc_secret_file", "monitor_token_file", "ca_bundle"):
        path = getattr(settings, name)
        if path is not None and not _is_readable(path):
            yield name, "unreadable_file", path
    if not _is_writable(settings.home):
        yield "home", "unwritable_folder", settings.home
    try:
        make_url(settings.database).get_dialect()
    except ArgumentError:
        yield "database_url", "no_database", "…"  # it may hold a password


def _faults_of_secrets(settings: Settings) -> Iterator[tuple[str, str, object]]:
    for name in ("api_key", "oidc_secret", "monitor_token"):
        if getattr(settings, name).get_secret_value() and getattr(settings, f"{name}_file"):
            yield name, "secret_twice", f"AKTENLOTSE_{name.upper()}_FILE"
    if not settings.key.isascii():
        yield "api_key", "no_key", ""


def _faults_of_addresses(settings: Settings) -> Iterator[tuple[str, str, object]]:
    if not _is_address(settings.host):
        yield "host", "no_address", settings.host
    elif settings.identity == "demo" and not _is_loopback(settings.host):
        yield "host", "demo_on_loopback_only", settings.host
    elif not _is_loopback(settings.host) and not settings.url:
        yield "url", "url_needed", settings.host
    yield from (("widget_origins", "no_origin", origin) for origin in settings.widget_origins if not _is_origin(origin))
    for name in ("url", "base_url", "oidc_issuer", "trace_endpoint"):
        if (value := getattr(settings, name)) and not _is_url(value):
            yield name, "no_url", value
    if settings.clamd and not _is_scanner(settings.clamd):
        yield "clamd", "no_scanner", settings.clamd


def _faults_of_models(settings: Settings) -> Iterator[tuple[str, str, object]]:
    if settings.chat_model == "openai" and not settings.base_url:
        yield "base_url", "server_needs_address", ""
    if settings.chat_model != "quoting" and not settings.model:
        yield "model", "model_needs_name", settings.chat_model
    if settings.chat_model != "openai" and settings.base_url:
        yield "chat_model", "address_unused", settings.base_url
    for name in ("embedder", "reranker", "model"):
        if (value := getattr(settings, name)).startswith(("/", ".")) and not Path(value).is_dir():
            yield name, "no_folder", value
    if settings.answer_tokens >= settings.context_tokens:
        yield "answer_tokens", "no_room_to_read", settings.context_tokens


def _is_readable(path: Path) -> bool:
    """Whether it is a text that this account may read."""
    try:
        path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return True


def _is_writable(folder: Path) -> bool:
    """Whether it is, or could be made."""
    if folder.exists():
        return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    return folder.parent != folder and _is_writable(folder.parent)


def _is_address(host: str) -> bool:
    try:
        return host == "localhost" or bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


def _is_scanner(place: str) -> bool:
    return place.startswith("/") or place.rpartition(":")[2].isdigit()


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in _SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _is_origin(text: str) -> bool:
    """Scheme, host and perhaps port; neither path nor asterisk."""
    parts = urlsplit(text)
    bare = not (parts.query or parts.fragment or "@" in parts.netloc or "*" in parts.netloc) and parts.path in ("", "/")
    return _is_url(text) and bare
