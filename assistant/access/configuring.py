"""Which settings have changed since the last start, for the audit: by name, never by value. Knows no setting's meaning."""

import json
from typing import Any

from pydantic import SecretStr

from ingest import records
from ingest.journal import OPERATOR, Journal
from ingest.settings import Settings

_FACT = "settings"


def note_settings(journal: Journal, settings: Settings) -> list[str]:
    """The names of the settings that are not as they were at the last start, or at first not as they come; the audit has them."""
    defaults = {name: field.get_default(call_default_factory=True) for name, field in Settings.model_fields.items()}
    with journal.change(OPERATOR) as change:
        stored = records.read_fact(change.connection, _FACT)
        known = json.loads(stored) if stored else _sealed(journal, defaults)
        found = _sealed(journal, dict(settings))
        changed = sorted(name for name in found if found[name] != known.get(name))
        if changed:
            records.write_fact(change.connection, _FACT, json.dumps(found))
            change.note("settings.change", "settings", names=", ".join(changed))
    return changed


def _sealed(journal: Journal, values: dict[str, Any]) -> dict[str, str]:
    """A seal of each value, so that the database tells nothing of it."""
    return {name: journal.secret.seal(json.dumps([name, _plain(value)], default=str)) for name, value in values.items()}


def _plain(value: Any) -> Any:
    return value.get_secret_value() if isinstance(value, SecretStr) else value
