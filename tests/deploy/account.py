"""An AWS account in MiniStack, which evaluates IAM's policies."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config

from local import PATIENCE, eventually

REGION = "eu-west-1"
NUMBER = "000000000000"


@dataclass(frozen=True)
class Credentials:
    """The credentials of a principal, by default of the account's root."""

    key: str = "test"
    secret: str = "test"
    token: str | None = None

    @classmethod
    def of(cls, answer: dict) -> "Credentials":
        """Those of an assumed role."""
        given = answer["Credentials"]
        return cls(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


ROOT = Credentials()


class Account:
    """An account for as long as the process of its emulator runs."""

    def __init__(self, folder: Path):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "emulator.log"
        (folder / "tmp").mkdir()
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("emulator.py")],
            env=clean_environment()
            | {
                "AUTH": "true",
                "AWS_ENDPOINT_URL": self.url,
                "BIND_HOST": "127.0.0.1",
                "GATEWAY_PORT": str(self.port),
                "MINISTACK_ACCOUNT_ID": NUMBER,
                "MINISTACK_REGION": REGION,
                "TMPDIR": str(folder / "tmp"),
            },
            stdout=self._log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            self._until_it_is_ready()
        except BaseException:
            self.end()
            raise

    def client(self, service: str, credentials: Credentials = ROOT):
        """Returns a client of a service."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=credentials.key,
            aws_secret_access_key=credentials.secret,
            aws_session_token=credentials.token,
            # A refused call is to be seen at once.
            config=Config(retries={"total_max_attempts": 1}),
        )

    def environment(self, credentials: Credentials = ROOT) -> dict[str, str]:
        """Returns the variables of a program that works in this account, and in no other."""
        variables = {
            "AWS_ACCESS_KEY_ID": credentials.key,
            "AWS_SECRET_ACCESS_KEY": credentials.secret,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        token = {"AWS_SESSION_TOKEN": credentials.token} if credentials.token else {}
        return clean_environment() | variables | token

    def artifacts(self) -> str:
        """Returns the bucket that the SAM CLI makes for code and templates."""
        buckets = [bucket["Name"] for bucket in self.client("s3").list_buckets()["Buckets"]]
        (bucket,) = [name for name in buckets if name.startswith("aws-sam-cli-managed-default-")]
        return bucket

    def mails_to(self, address: str) -> list[dict]:
        """Returns the emails that SES has for an address, oldest first."""
        with urllib.request.urlopen(f"{self.url}/_ministack/ses/messages?account={NUMBER}") as answer:
            mails = json.load(answer)["messages"].get(NUMBER, [])
        return [mail for mail in mails if address in mail["To"]]

    def mail_to(self, address: str, number: int = 1) -> dict:
        """Returns the first email to an address, or the one with this number, as soon as it is there."""
        return eventually(lambda: self.mails_to(address)[number - 1 : number], f"no email came to {address}")[0]

    def end(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)

    def _until_it_is_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self._process.poll() is None, f"the emulator did not start: {self._log.read_text()}"
            try:
                with urllib.request.urlopen(f"{self.url}/_ministack/health"):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"the emulator does not answer: {self._log.read_text()}")


def clean_environment() -> dict[str, str]:
    """Returns this process's variables without those that select another account."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "REGISTRATION_"))}


def assume_as_job(account: Account, role: str, environment: str) -> Credentials:
    """Assumes a role by the token of a job on GitHub, in an environment of the repository owner/name."""
    claims = {
        "iss": "https://token.actions.githubusercontent.com",
        "aud": "sts.amazonaws.com",
        "sub": f"repo:owner/name:environment:{environment}",
    }
    # MiniStack checks no signature.
    token = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({}, claims, {})
    )
    answer = account.client("sts").assume_role_with_web_identity(
        RoleArn=role, RoleSessionName="deploy", WebIdentityToken=token
    )
    return Credentials.of(answer)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
