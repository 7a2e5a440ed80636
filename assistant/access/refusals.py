"""What people and programs are refused, each with its sentence in `prompts/messages.toml`. Knows no status code."""

from ingest.errors import AktenlotseError


class NotSignedIn(AktenlotseError):
    """Nobody is signed in, or no longer."""

    code = "not_signed_in"


class SignInFailed(AktenlotseError):
    """One sentence for a wrong name, a wrong password and a locked account, so that nobody learns which."""

    code = "sign_in_failed"


class Forbidden(AktenlotseError):
    """The person may not do that; never used where it would show that something exists."""

    code = "forbidden"


class ForeignOrigin(AktenlotseError):
    """A page of another site has sent the request."""

    code = "foreign_origin"


class TooManyRequests(AktenlotseError):
    """Takes `seconds` until the next one is accepted."""

    code = "too_many_requests"


class UnknownPerson(AktenlotseError):
    """Takes `name`."""

    code = "unknown_person"


class OwnAccount(AktenlotseError):
    """Administrators do not close their own account, nor take their own ability to administer."""

    code = "own_account"


class NameInUse(AktenlotseError):
    """Takes `name`."""

    code = "name_in_use"


class WeakPassword(AktenlotseError):
    """Takes `least` (characters)."""

    code = "weak_password"


class ProviderRefused(AktenlotseError):
    """The identity provider's answer cannot be trusted. Takes `reason` (a few words)."""

    code = "provider_refused"


class HiddenFromModel(AktenlotseError):
    """The document is of a class that the configured model may not see."""

    code = "hidden_from_model"


class UnknownConversation(AktenlotseError):
    """There is none, or it belongs to somebody else."""

    code = "unknown_conversation"


class SecondPersonNeeded(AktenlotseError):
    """Whoever proposed a document may not release it."""

    code = "second_person_needed"


class NotProposed(AktenlotseError):
    """Takes `document`: its current version is not waiting for a decision."""

    code = "not_proposed"


class AlreadyReleased(AktenlotseError):
    """Takes `document`: its current version may be found already."""

    code = "already_released"


class OtherVersion(AktenlotseError):
    """Takes `document`: a new version has come since somebody looked at it."""

    code = "other_version"
