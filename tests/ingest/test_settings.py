"""Settings: where they come from, which one wins, and how a faulty one is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ingest.settings import Settings, environment_of, read_settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("AKTENLOTSE_HOME", str(tmp_path))
    yield tmp_path


def test_without_any_setting_the_product_runs_offline_with_what_it_ships(home: Path) -> None:
    settings = read_settings()
    assert settings.home == home
    assert (settings.embedder, settings.chat_model, settings.host) == ("static", "quoting", "127.0.0.1")
    assert settings.database == f"sqlite:///{home / 'library.sqlite3'}"


def test_the_environment_wins_over_the_file_and_an_argument_over_both(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "aktenlotse.toml").write_text('passages = 3\nport = 8001\nname = "Amt"\nexamples = ["Wie viel?"]\n')
    monkeypatch.setenv("AKTENLOTSE_PORT", "8002")
    settings = read_settings()
    assert (settings.passages, settings.port, settings.name, settings.examples) == (3, 8002, "Amt", ("Wie viel?",))
    assert read_settings(port=8003).port == 8003


def test_the_file_of_the_home_that_is_named_counts(home: Path, tmp_path: Path) -> None:
    (home / "aktenlotse.toml").write_text("passages = 3\n")
    other = tmp_path / "other"
    other.mkdir()
    (other / "aktenlotse.toml").write_text("passages = 4\n")
    assert Settings(home=other).passages == 4


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("passages = 0", "AKTENLOTSE_PASSAGES"),
        ('floor = "hoch"', "AKTENLOTSE_FLOOR"),
        ('chat_model = "orakel"', "AKTENLOTSE_CHAT_MODEL"),
        ("passages = = 3", "aktenlotse.toml"),
        ('name = "B\xfcrgeramt"', "aktenlotse.toml"),
        ("pasages = 3", "AKTENLOTSE_PASAGES"),
        ("session_hours = 99999999999", "AKTENLOTSE_SESSION_HOURS"),
        ("parse_seconds = inf", "AKTENLOTSE_PARSE_SECONDS"),
        ('proxy_header = ""', "AKTENLOTSE_PROXY_HEADER"),
    ],
)
def test_a_faulty_setting_is_named_in_german(home: Path, line: str, named: str) -> None:
    (home / "aktenlotse.toml").write_bytes(f"{line}\n".encode("latin-1"))
    with pytest.raises(SettingsError, match=named) as refused:
        read_settings()
    assert "Input" not in str(refused.value)


@pytest.mark.parametrize("name", ["EXAMPLES", "WIDGET_ORIGINS", "AUTHORITIES", "PROXY_ADDRESSES"])
def test_a_list_that_is_no_json_is_named_with_an_example(home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"AKTENLOTSE_{name}", "https://intranet")
    with pytest.raises(SettingsError, match=rf'AKTENLOTSE_{name} .*\["eins"'):
        read_settings()


def test_what_is_empty_in_the_environment_is_not_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "IDENTITY", "EMBEDDER_WEIGHT", "EXAMPLES", "DATABASE_URL"):
        monkeypatch.setenv(f"AKTENLOTSE_{name}", "")
    assert read_settings() == Settings(home=home)


def test_the_key_is_read_from_its_file_and_never_shown(home: Path) -> None:
    (home / "key").write_text("geheim\n")
    settings = Settings(home=home, api_key_file=home / "key")
    assert settings.key == "geheim"
    assert "offen" not in repr(read_settings(api_key="offen"))


def test_another_process_gets_the_same_home(home: Path) -> None:
    assert environment_of(Settings(home=home / "other"))["AKTENLOTSE_HOME"] == str(home / "other")
