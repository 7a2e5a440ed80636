"""The secret of a home folder, what is derived from it, and random values that are kept as digests only.

Knows no table. The secret lies in a file of its own, so that whoever has the database alone can forge nothing.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_FILE = "secret.key"
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Secret:
    """32 random bytes; each purpose gets a key of its own."""

    _bytes: bytes = field(repr=False)

    def seal(self, text: str) -> str:
        """HMAC-SHA256 of `text`, as 64 hexadecimal digits."""
        return hmac.new(self._derive("seal"), text.encode(), hashlib.sha256).hexdigest()

    def sign(self, text: str) -> bytes:
        """The Ed25519 signature of `text` (RFC 8032)."""
        return self._signing.sign(text.encode())

    @property
    def public_key(self) -> bytes:
        """The 32 bytes that signatures are checked with."""
        return self._signing.public_key().public_bytes_raw()

    @property
    def _signing(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._derive("sign"))

    def _derive(self, purpose: str) -> bytes:
        return hashlib.blake2b(purpose.encode(), key=self._bytes, digest_size=_BYTES).digest()


def open_secret(home: Path) -> Secret:
    """The secret of `home`; made if there is none, readable by its owner only."""
    path = home / _FILE
    home.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        partial = home / f"partial-{secrets.token_hex(8)}"
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(partial, path)
        except FileExistsError:  # another process was faster; its secret holds
            pass
        finally:
            partial.unlink()
    return Secret(path.read_bytes())


def is_signed(text: str, signature: bytes, public_key: bytes) -> bool:
    """Whether `signature` is that of `text` by the owner of `public_key`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def new_key() -> str:
    """256 random bits that may stand in a cookie or an address."""
    return secrets.token_urlsafe(_BYTES)


def digest(key: str) -> str:
    """What is kept of a random key. No salt and no stretching: 256 random bits cannot be guessed."""
    return hashlib.sha256(key.encode()).hexdigest()
