"""An identity provider that takes connections and says nothing."""

import socket
import threading

import pytest

from assistant.access.oidc import Provider
from assistant.access.refusals import ProviderRefused
from ingest.secret import open_secret
from ingest.settings import Settings
from tests.access.conftest import NOW


def test_a_provider_that_does_not_answer_holds_few_threads(settings: Settings) -> None:
    """Half of those that the pages have."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        issuer = f"http://127.0.0.1:{silent.getsockname()[1]}"
        client = Provider(settings.model_copy(update={"identity": "oidc", "oidc_issuer": issuer}), open_secret(settings.home))
        waiting = [threading.Thread(target=pytest.raises, args=(ProviderRefused, client.begin, "/", NOW)) for _ in range(8)]
        for each in waiting:
            each.start()
        held = [silent.accept()[0] for _ in waiting]
        with pytest.raises(ProviderRefused, match="too many"):
            client.begin("/", NOW)
        assert all(each.is_alive() for each in waiting)
        for connection in held:
            connection.close()
    for each in waiting:
        each.join()
    with pytest.raises(ProviderRefused, match="reached"):
        client.begin("/", NOW)
