"""Password hashes by the standard library."""

import hashlib
import hmac
import secrets


def hashed(password: str) -> str:
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_scrypt(password, salt).hex()}"


def fits(password: str, stored: str) -> bool:
    salt, digest = map(bytes.fromhex, stored.split("$"))
    return hmac.compare_digest(_scrypt(password, salt), digest)


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
