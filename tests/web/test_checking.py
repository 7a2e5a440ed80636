"""Settings that cannot work are refused at the start, with a sentence that says what to change, before anything is made."""

from pathlib import Path
from typing import Any

import pytest

from assistant.web.checking import check_settings
from ingest.errors import SettingsError
from ingest.settings import Settings

FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"chat_model": "openai", "model": "m"}, "BASE_URL", "Adresse des Modellservers"),
    ({"chat_model": "openai", "base_url": "http://127.0.0.1:8080/v1"}, "MODEL", "Name oder der Ordner"),
    ({"chat_model": "transformers"}, "MODEL", "Name oder der Ordner"),
    ({"base_url": "http://127.0.0.1:8080/v1"}, "CHAT_MODEL", "auf openai stellen"),
    ({"chat_model": "openai", "model": "m", "base_url": "127.0.0.1:8080"}, "BASE_URL", "http://"),
    ({"identity": "demo", "host": "0.0.0.0"}, "HOST", "local, oidc oder proxy"),
    ({"host": "0.0.0.0"}, "URL", "https://fragen.amt.example"),
    ({"host": ""}, "HOST", "keine IP-Adresse"),
    ({"host": "fragen.amt.example"}, "HOST", "keine IP-Adresse"),
    ({"url": "fragen.amt.example"}, "URL", "http://"),
    ({"url": "https://amt.example:99999"}, "URL", "http://"),
    ({"widget_origins": ("https://intranet/seite",)}, "WIDGET_ORIGINS", "ohne Pfad"),
    ({"widget_origins": ("https://gut.example", "*")}, "WIDGET_ORIGINS", "ohne Stern"),
    ({"widget_origins": ("https://*.amt.example",)}, "WIDGET_ORIGINS", "ohne Stern"),
    ({"widget_origins": ("intranet.amt.example",)}, "WIDGET_ORIGINS", "Schema"),
    ({"oidc_secret_file": Path("/gibt/es/nicht")}, "OIDC_SECRET_FILE", "/gibt/es/nicht"),
    ({"api_key_file": Path("/")}, "API_KEY_FILE", "nicht lesbar"),
    ({"api_key": "geheim", "api_key_file": Path(__file__)}, "API_KEY", "nur AKTENLOTSE_API_KEY_FILE behalten"),
    ({"database_url": "keine Adresse mit Kennwort"}, "DATABASE_URL", "postgresql"),
    ({"clamd": "irgendwo"}, "CLAMD", "Sockets"),
    ({"answer_tokens": 4096}, "ANSWER_TOKENS", "AKTENLOTSE_CONTEXT_TOKENS"),
    ({"trace_endpoint": "collector"}, "TRACE_ENDPOINT", "http://"),
    ({"database_url": "orakel://rechner/datenbank"}, "DATABASE_URL", "postgresql"),
    ({"api_key": "schlüssel"}, "API_KEY", "ASCII"),
    ({"embedder": "/gibt/es/nicht"}, "EMBEDDER", "/gibt/es/nicht"),
    ({"chat_model": "transformers", "model": "./nichts"}, "MODEL", "Ordner"),
]


@pytest.mark.parametrize(("given", "setting", "words"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_with_what_to_change(tmp_path: Path, given: dict[str, Any], setting: str, words: str) -> None:
    with pytest.raises(SettingsError) as refused:
        check_settings(Settings(home=tmp_path / "home").model_copy(update=_typed(given)))
    sentence = str(refused.value)
    assert f"AKTENLOTSE_{setting} " in sentence
    assert words in sentence
    assert "Kennwort" not in sentence.replace("kennwort", "")
    assert not list(tmp_path.iterdir())


def test_a_slip_in_the_name_of_a_setting_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKTENLOTSE_IDENTIY", "oidc")
    with pytest.raises(SettingsError, match="AKTENLOTSE_IDENTIY .* AKTENLOTSE_IDENTITY"):
        check_settings(Settings(home=tmp_path))


def test_a_file_that_is_no_text_holds_no_secret(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe\x00")
    for name in ("api_key_file", "oidc_secret_file", "database_url_file"):
        with pytest.raises(SettingsError, match=f"AKTENLOTSE_{name.upper()} .* kein Text"):
            check_settings(Settings(home=tmp_path).model_copy(update={name: tmp_path / "key"}))


def test_a_home_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for home in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(SettingsError, match="AKTENLOTSE_HOME"):
            check_settings(Settings(home=home))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"host": "::1"},
        {"host": "10.0.0.7", "url": "https://fragen.amt.example"},
        {"widget_origins": ("https://intranet.amt.example:8443", "http://localhost/")},
        {"chat_model": "openai", "model": "m", "base_url": "https://modelle.amt.example/v1"},
        {"clamd": "/run/clamav/clamd.ctl"},
        {"clamd": "127.0.0.1:3310"},
        {"database_url": "postgresql+psycopg://name:kennwort@rechner/datenbank"},
    ],
    ids=str,
)
def test_what_works_is_not_refused(tmp_path: Path, given: dict[str, Any]) -> None:
    check_settings(Settings(home=tmp_path / "new" / "home").model_copy(update=given))


def _typed(given: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(Settings(**{name: value}), name) for name, value in given.items()}
