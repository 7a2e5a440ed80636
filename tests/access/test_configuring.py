"""The audit knows which settings were changed, and not to what."""

from pydantic import SecretStr

from assistant.access.configuring import note_settings
from ingest.journal import Journal, read_entries
from ingest.settings import Settings


def entries(journal: Journal) -> list[str]:
    with journal.engine.connect() as connection:
        return [each.about for each in read_entries(connection) if each.action == "settings.change"]


def test_a_setting_that_was_changed_since_the_last_start_is_named(journal: Journal, settings: Settings) -> None:
    note_settings(journal, settings)
    assert note_settings(journal, settings) == [], "nothing was changed"
    changed = settings.model_copy(update={"floor": 0.4, "oidc_secret": SecretStr("Deichgraf-77")})
    assert note_settings(journal, changed) == ["floor", "oidc_secret"]
    assert entries(journal)[-1] == '{"names": "floor, oidc_secret"}'


def test_neither_audit_nor_database_tell_a_value(journal: Journal, settings: Settings) -> None:
    note_settings(journal, settings.model_copy(update={"oidc_secret": SecretStr("Deichgraf-77"), "authority": "Deichamt"}))
    with journal.engine.connect() as connection:
        stored = str(connection.exec_driver_sql("SELECT * FROM facts").all()) + str(entries(journal))
    assert not [word for word in ("Deichgraf", "Deichamt", str(settings.home)) if word in stored]
