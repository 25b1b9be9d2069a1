"""The login against hashes that Django makes and against users who registered with `local`: `.ci/try-login`."""

import base64
import json
import os
import re
import time
import unicodedata
import urllib.request

import boto3
import django
import passwords
import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.contrib.auth.hashers import make_password

HASHERS = ["PBKDF2", "PBKDF2SHA1", "Argon2", "BCryptSHA256", "BCrypt", "Scrypt", "MD5"]
settings.configure(PASSWORD_HASHERS=[f"django.contrib.auth.hashers.{name}PasswordHasher" for name in HASHERS])
django.setup()
# The cost of hashing is not tried here.
hashers.PBKDF2PasswordHasher.iterations = hashers.PBKDF2SHA1PasswordHasher.iterations = 1000
hashers.BCryptSHA256PasswordHasher.rounds = hashers.BCryptPasswordHasher.rounds = 4
hashers.ScryptPasswordHasher.work_factor = 2**8


def kept(made: str) -> str:
    """The form in which the table keeps Django's hash: the equivalent standard form, if there is one."""
    scheme, rest = made.split("$", 1)

    def text(octets: bytes) -> str:
        return base64.b64encode(octets).decode().rstrip("=")

    match scheme:
        case "argon2":
            return f"${rest}"
        case "bcrypt":
            return rest
        case "pbkdf2_sha256" | "pbkdf2_sha1":
            iterations, salt, digest = rest.split("$")
            name, length = {"pbkdf2_sha256": ("pbkdf2-sha256", 32), "pbkdf2_sha1": ("pbkdf2", 20)}[scheme]
            return f"${name}$i={iterations},l={length}${text(salt.encode())}${digest.rstrip('=')}"
        case "scrypt":
            n, salt, r, p, digest = rest.split("$")
            return f"$scrypt$ln={int(n).bit_length() - 1},r={r},p={p}${text(salt.encode())}${digest.rstrip('=')}"
    return made


@pytest.mark.parametrize(
    "password", ["correct horse battery staple", "Zoë reads", unicodedata.normalize("NFD", "Zoë reads")]
)
@pytest.mark.parametrize(
    "hasher", ["pbkdf2_sha256", "pbkdf2_sha1", "argon2", "bcrypt_sha256", "bcrypt", "scrypt", "md5"]
)
def test_django_hash_verifies_only_its_password(hasher, password):
    made = make_password(password, hasher=hasher)
    for hash in {kept(made)} | ({made} if hasher not in ("argon2", "bcrypt") else set()):
        assert passwords.verifies(hash, password)
        assert not passwords.verifies(hash, password[1:])
        assert not passwords.has_current_parameters(hash)


@pytest.mark.parametrize("strange", ["", "!", "!x", "$6$salt$hash", "hunter2", "$argon2id$v=19$broken"])
def test_unknown_hash_verifies_no_password(strange):
    assert not passwords.verifies(strange, "x")


SITE = os.environ["SITE"]


def post(url: str, body: dict) -> dict:
    headers = {"content-type": "application/json", "accept": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    return json.load(urllib.request.urlopen(request))


def get(path: str, accept: str) -> str:
    return urllib.request.urlopen(urllib.request.Request(SITE + path, headers={"accept": accept})).read().decode()


@pytest.fixture(scope="module")
def table():
    environment = dict(line.split("=", 1) for line in get("/_local/env", "text/plain").splitlines() if "=" in line)
    dynamodb = boto3.resource(
        "dynamodb",
        endpoint_url=environment["AWS_ENDPOINT_URL_DYNAMODB"],
        region_name=environment["AWS_REGION"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    )
    return dynamodb.Table(environment["REGISTRATION_TABLE"])


@pytest.fixture(scope="module")
def ann(table) -> str:
    """A user who registered and activated; the id."""
    password = "correct horse battery staple"
    registered = post(f"{SITE}/register", {"username": "ann", "email": "Ann@example.com", "password": password})
    end = time.monotonic() + 20
    while not (link := re.search(r"/activate/[a-z2-7]{32}", get("/_local/mail", "application/json"))):
        assert time.monotonic() < end, "no mail came"
        time.sleep(0.05)
    return post(SITE + link[0], {"registration": registered["registration"]})["user"]["id"]


def test_registered_user_logs_in(table, ann):
    user = passwords.log_in(table, "ANN@example.com", "correct horse battery staple")
    assert user["username"] == "ann"
    assert user["id"] == ann
    assert passwords.has_current_parameters(passwords.item(table, f"PASSWORD#{ann}")["password_hash"])
    assert passwords.log_in(table, "ann@example.com", "correct horse battery stapler") is None
    assert passwords.log_in(table, "bob@example.com", "correct horse battery staple") is None


def test_foreign_hash_is_renewed_at_login(table, ann):
    table.update_item(
        Key={"pk": f"PASSWORD#{ann}"},
        UpdateExpression="SET password_hash = :hash",
        ExpressionAttributeValues={":hash": kept(make_password("from elsewhere", hasher="pbkdf2_sha256"))},
    )
    assert passwords.log_in(table, "ann@example.com", "from elsewhere")["username"] == "ann"
    renewed = passwords.item(table, f"PASSWORD#{ann}")["password_hash"]
    assert passwords.has_current_parameters(renewed)
    assert passwords.verifies(renewed, "from elsewhere")
    passwords.renew(table, ann, "what was there before", "another one")
    assert passwords.item(table, f"PASSWORD#{ann}")["password_hash"] == renewed


def test_user_without_password_cannot_log_in(table, ann):
    table.delete_item(Key={"pk": f"PASSWORD#{ann}"})
    assert passwords.log_in(table, "ann@example.com", "from elsewhere") is None
