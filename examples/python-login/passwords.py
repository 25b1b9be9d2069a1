"""Verifies and renews the password hashes in the table, as a login does: see docs/guides/migration.md.

Needs argon2-cffi and bcrypt. `verifies` knows what this service makes and what it keeps of other systems. `log_in`
renews a hash that is not of today's making, while the password is at hand.
"""

import base64
import contextlib
import hashlib
import hmac
import unicodedata

import argon2
import bcrypt

# As this service hashes: Argon2id, 19 MiB, two passes, one lane.
TODAY = argon2.PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def verifies(kept: str, password: str) -> bool:
    """Returns whether a hash is of a password. A hash of an unknown kind is of none, so its user needs a new one."""
    # In the form in which this service hashes, and as typed, as other systems do.
    forms = {unicodedata.normalize("NFC", password).encode(), password.encode()}
    return any(_verifies(kept, form) for form in forms)


def _verifies(kept: str, password: bytes) -> bool:
    scheme, _, rest = kept.removeprefix("$").partition("$")
    match scheme:
        case "argon2id" | "argon2i" | "argon2d":
            try:
                return TODAY.verify(kept, password)
            except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
                return False
        case "2a" | "2b" | "2y":
            # bcrypt looks at no more, and some libraries refuse what is longer.
            return bcrypt.checkpw(password[:72], kept.encode())
        case "bcrypt_sha256":
            return bcrypt.checkpw(hashlib.sha256(password).hexdigest().encode(), rest.encode())
        case "pbkdf2-sha256" | "pbkdf2":
            iterations, salt, digest = _phc(rest, "i")
            name = "sha256" if scheme == "pbkdf2-sha256" else "sha1"
            return hmac.compare_digest(hashlib.pbkdf2_hmac(name, password, salt, iterations, len(digest)), digest)
        case "pbkdf2_sha256" | "pbkdf2_sha1":
            iterations, salt, digest = rest.split("$")
            made = hashlib.pbkdf2_hmac(scheme.removeprefix("pbkdf2_"), password, salt.encode(), int(iterations))
            return hmac.compare_digest(made, base64.b64decode(digest))
        case "scrypt" if kept.startswith("$"):
            log_n, salt, digest = _phc(rest, "ln")
            r, p = _parameter(rest, "r"), _parameter(rest, "p")
            return _scrypt(password, salt, 2**log_n, r, p, digest)
        case "scrypt":
            n, salt, r, p, digest = rest.split("$")
            return _scrypt(password, salt.encode(), int(n), int(r), int(p), base64.b64decode(digest))
        case "md5" | "sha1" if not kept.startswith("$"):
            salt, digest = rest.split("$")
            return hmac.compare_digest(hashlib.new(scheme, salt.encode() + password).hexdigest(), digest)
    return False


def _scrypt(password: bytes, salt: bytes, n: int, r: int, p: int, digest: bytes) -> bool:
    made = hashlib.scrypt(password, salt=salt, n=n, r=r, p=p, dklen=len(digest), maxmem=256 * n * r + 2**20)
    return hmac.compare_digest(made, digest)


def _phc(rest: str, first: str) -> tuple[int, bytes, bytes]:
    _, salt, digest = rest.split("$")
    return _parameter(rest, first), _base64(salt), _base64(digest)


def _parameter(rest: str, name: str) -> int:
    return int(dict(part.split("=") for part in rest.split("$")[0].split(","))[name])


def _base64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


def has_current_parameters(kept: str) -> bool:
    return kept.startswith("$argon2id$") and not TODAY.check_needs_rehash(kept)


def log_in(table, email: str, password: str) -> dict | None:
    """The active user of this address and password. `table` is boto3's. The address has an ASCII domain."""
    proven = item(table, f"EMAIL#{email.lower()}")
    user = item(table, f"USER#{proven['user_id']}") if proven else None
    # A user who was imported without a password has no such item.
    secret = item(table, f"PASSWORD#{user['id']}") if user else None
    if secret is None or user["status"] != "active":
        # The time of an answer must not reveal whether the user exists.
        TODAY.hash(password)
        return None
    kept = secret["password_hash"]
    if not verifies(kept, password):
        return None
    if not has_current_parameters(kept):
        renew(table, user["id"], kept, password)
    return user


def item(table, pk: str) -> dict | None:
    return table.get_item(Key={"pk": pk}, ConsistentRead=True).get("Item")


def renew(table, user_id: str, kept: str, password: str) -> None:
    """Stores a new hash of the password, unless the password was changed at the same time."""
    with contextlib.suppress(table.meta.client.exceptions.ConditionalCheckFailedException):
        table.update_item(
            Key={"pk": f"PASSWORD#{user_id}"},
            UpdateExpression="SET password_hash = :new",
            ConditionExpression="password_hash = :kept",
            ExpressionAttributeValues={
                ":new": TODAY.hash(unicodedata.normalize("NFC", password)),
                ":kept": kept,
            },
        )
