"""All settings, and the only place that reads the environment.

Each field is the environment variable `AKTENLOTSE_<FIELD>` or a line of `aktenlotse.toml` in the home folder; the
environment wins. The table in README is tested against this class.
"""

import os
import tomllib
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Literal

import pydantic_settings
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from ingest.errors import SettingsError, describe_fault

_HEADER = r"^[A-Za-z0-9-]+$"
_LIKE = 0.9
"""How alike two names are of which one is a slip of the other; "AKTENLOTSE_" counts too."""


class Settings(BaseSettings):
    """What an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="AKTENLOTSE_", env_ignore_empty=True, extra="forbid", allow_inf_nan=False, frozen=True
    )

    home: Path = Field(Path("aktenlotse-home"), description="Folder of the library: database, originals, derived indexes")
    database_url: str | None = Field(None, description="SQLAlchemy URL of the database; SQLite in the home folder if empty")
    database_url_file: Path | None = Field(None, description="File that holds this URL, instead of the URL itself")

    embedder: str = Field("static", description="`static` (ships), or a sentence-transformers model: folder or name")
    embedder_weight: float | None = Field(None, ge=0, description="Weight of the vector search; if empty 0.5 for `static`, 1 else")
    embedder_batch: int = Field(32, ge=1, description="Texts a sentence-transformers model embeds at once")
    query_prompt: str | None = Field(None, description="Put before a question, e.g. `query: `; by default what the model says")
    passage_prompt: str | None = Field(None, description="Put before a passage, e.g. `passage: `; by default what the model says")
    passage_words: int = Field(160, ge=20, description="Words of a passage at most (fewer if the embedder reads less)")

    reranker: str = Field("", description="A cross-encoder that reads the best passages once more: folder or name; none if empty")
    reranker_milliseconds: int = Field(300, ge=1, description="Time it may take for a question; what it has not read stays behind")

    chat_model: Literal["quoting", "transformers", "openai"] = Field("quoting", description="Who writes the answers")
    model: str = Field("", description="Folder or name of the local model, or the model's name on the server")
    base_url: str = Field("", description="Address of the OpenAI-compatible server, e.g. `http://127.0.0.1:8080/v1`")
    api_key: SecretStr = Field(SecretStr(""), description="Key for that server")
    api_key_file: Path | None = Field(None, description="File that holds the key, instead of the key itself")
    ca_bundle: Path | None = Field(None, description="Certificates (PEM) to trust for that server")
    model_timeout: float = Field(60.0, gt=0, le=86_400, description="Seconds to wait for the model's next piece of text")
    model_retries: int = Field(2, ge=0, description="Tries to repeat before the model counts as unavailable")
    context_tokens: int = Field(4096, ge=512, description="Tokens that fit into the model's context")
    answer_tokens: int = Field(512, ge=16, description="Tokens of an answer at most")
    unsupported: Literal["mark", "drop"] = Field("mark", description="Sentences that no source bears out: `mark` or `drop` them")
    quote_when_unavailable: bool = Field(True, description="Whether the quoting reader answers when the model does not")
    prompt: str = Field(
        "answer", pattern=r"^[\w-]+$", description="Prompt that models answer by: a file in `prompts/`, without `.md`"
    )

    passages: int = Field(8, ge=1, le=50, description="Passages that an answer is read from")
    floor: float = Field(0.12, ge=0, le=1, description="Least probability of being answered; below it a question is refused")

    host: str = Field("127.0.0.1", description="Address to listen on; others are for a reverse proxy on another machine")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on")
    worker: Literal["beside", "apart"] = Field("beside", description="Whether the server starts the worker or somebody else does")
    connections: int = Field(1000, ge=1, description="Connections at once; further ones are refused")
    questions_at_once: int | None = Field(
        None, ge=1, description="Questions answered at once; if empty 1 for a local model, 2 for the quoting reader, else 32"
    )
    questions_waiting: int | None = Field(
        None, ge=0, description="Questions that may wait; if empty 10 for a local model, else 320"
    )
    question_seconds: float = Field(
        300, gt=0, le=86_400, description="Time an answer may take, without the time it waits for its turn"
    )
    shutdown_seconds: int = Field(20, ge=0, description="Time that open answers get to end when the server is stopped")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What is logged at least")
    log_format: Literal["json", "text"] = Field("json", description="`json`: one object a line, `text`: for people")
    trace_endpoint: str = Field("", description="Where times of questions go, without texts: OpenTelemetry (OTLP over HTTP)")
    upload_megabytes: int = Field(50, ge=1, description="Largest file that is accepted")
    parse_seconds: float = Field(
        60, gt=0, le=86_400, description="Seconds of the processor's time to read one file, or one page of a scan"
    )
    parse_megabytes: int = Field(1024, ge=128, le=1_000_000, description="Memory to read one file")
    clamd: str = Field("", description="Virus scanner that must find a file clean first: socket of clamd, or `host:port`")
    name: str = Field("Aktenlotse", description="Name that the pages show")
    authority: str | None = Field(None, description="Name of the authority that the pages show")
    examples: tuple[str, ...] = Field((), description="Example questions on the empty chat page")
    widget_origins: tuple[str, ...] = Field((), description='Origins whose pages may embed the chat, e.g. `["https://intranet"]`')
    contact: str = Field("", description="Where people report barriers: an e-mail address, or a sentence with a telephone number")
    enforcement: str = Field(
        "", description="Body that settles disputes about accessibility, with its address; shown in the statement"
    )
    privacy_contact: str = Field("", description="Data protection officer with address, shown on the page about data protection")
    question_days: int = Field(30, ge=0, le=3650, description="Days that questions are kept, without names; with 0 none is")

    identity: Literal["local", "oidc", "proxy", "demo"] = Field(
        "local", description="Who says who somebody is, see docs/identity.md"
    )
    authorities: dict[str, Path] = Field({}, description="Several authorities on one server: host name and home folder of each")
    url: str = Field("", description="Address at which people reach the pages, e.g. `https://fragen.amt.example`")
    oidc_issuer: str = Field("", description="Identity provider (OpenID Connect), as its tokens name it")
    oidc_client: str = Field("", description="Name under which the identity provider knows this installation")
    oidc_secret: SecretStr = Field(SecretStr(""), description="Secret for the identity provider")
    oidc_secret_file: Path | None = Field(None, description="File that holds the secret, instead of the secret itself")
    oidc_groups: str = Field(
        "groups", description="Claim that holds a person's groups; dots lead into it, e.g. `realm_access.roles`"
    )
    proxy_addresses: tuple[str, ...] = Field((), description="Addresses of reverse proxies whose word is trusted")
    proxy_header: str = Field("X-Remote-User", pattern=_HEADER, description="Header in which the reverse proxy names the person")
    proxy_groups_header: str = Field(
        "X-Remote-Groups", pattern=_HEADER, description="Header in which it names their groups, with commas between"
    )
    monitors: tuple[str, ...] = Field(
        ("127.0.0.1", "::1"), description="Addresses that, without a proxy between, may read `/metrics` and all of `/readyz`"
    )
    monitor_token: SecretStr = Field(SecretStr(""), description="Token that may do so from anywhere")
    monitor_token_file: Path | None = Field(None, description="File that holds this token, instead of the token itself")
    session_idle_minutes: int = Field(
        60, ge=1, le=525_600, description="Minutes without use after which somebody must sign in again"
    )
    session_hours: int = Field(12, ge=1, le=8_760, description="Hours after which somebody must sign in again in any case")
    conversation_days: int = Field(30, ge=1, le=3650, description="Days that conversations are kept after their last question")
    confidential_days: int = Field(7, ge=1, le=3650, description="The same for conversations that rest on a confidential document")
    model_sees: Literal["", "public", "internal", "confidential"] = Field(
        "", description="Highest class a model server may see; if empty `confidential` on this machine, `public` elsewhere"
    )
    questions_per_minute: int = Field(30, ge=1, description="Questions that one person may ask in a minute")

    @cached_property
    def oidc_key(self) -> str:
        """The secret for the identity provider, from its file if one is named."""
        return self.oidc_secret_file.read_text().strip() if self.oidc_secret_file else self.oidc_secret.get_secret_value()

    @cached_property
    def monitor_key(self) -> str:
        """The token of the monitoring, from its file if one is named."""
        return self.monitor_token_file.read_text().strip() if self.monitor_token_file else self.monitor_token.get_secret_value()

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy URL of the database."""
        named = self.database_url_file.read_text().strip() if self.database_url_file else self.database_url
        return named or f"sqlite:///{self.home / 'library.sqlite3'}"

    @property
    def answered_at_once(self) -> int:
        """How many questions are answered at once."""
        return self.questions_at_once or {"transformers": 1, "quoting": 2}.get(self.chat_model, 32)

    @property
    def most_waiting(self) -> int:
        """How many questions may wait for their turn."""
        most = 10 if self.chat_model == "transformers" else 320
        return most if self.questions_waiting is None else self.questions_waiting

    @cached_property
    def key(self) -> str:
        """The key for the model server, from its file if one is named."""
        return self.api_key_file.read_text().strip() if self.api_key_file else self.api_key.get_secret_value()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file in the home folder."""
        home = init_settings().get("home") or os.environ.get("AKTENLOTSE_HOME") or "aktenlotse-home"
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, Path(home) / "aktenlotse.toml")


def read_settings(**overrides: object) -> Settings:
    """The settings in force. Raises SettingsError that names the first faulty one."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(setting=f"AKTENLOTSE_{name}", reason=describe_fault(first["type"], **first.get("ctx", {}))) from error
    except pydantic_settings.SettingsError as error:  # a list in the environment that is no JSON; only its text says which
        name = str(error).split('"')[1].upper()
        raise SettingsError(setting=f"AKTENLOTSE_{name}", reason=describe_fault("json_list")) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(setting="aktenlotse.toml", reason=str(error)) from error


def mistyped_settings() -> dict[str, str]:
    """Names in the environment that are no settings but nearly, such as AKTENLOTSE_PROT, each with what may be meant."""
    names = [name.upper() for name in os.environ]
    known = [f"AKTENLOTSE_{name.upper()}" for name in Settings.model_fields]
    strange = sorted(name for name in names if name.startswith("AKTENLOTSE_") and name not in known)
    return {name: likely[0] for name in strange if (likely := get_close_matches(name, known, 1, _LIKE))}


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment for another process that shall have the same settings."""
    return os.environ | {"AKTENLOTSE_HOME": str(settings.home.resolve())}
