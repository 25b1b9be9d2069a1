"""The certified OpenID provider `oidc-provider`, and a service that registers by it."""

import os
import re
import socket
import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from local import PATIENCE, REPOSITORY, Local, eventually

CLIENT = ("sign-up", "a-secret-of-the-client-of-these-tests")
# `.ci/try-browser` installs it and sets this variable.
PACKAGES = Path(os.environ["OIDC_PACKAGES"]) if "OIDC_PACKAGES" in os.environ else None


class Provider:
    """A provider at a free port. It has no clients before `start`."""

    def __init__(self, log: Path):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.issuer = f"http://127.0.0.1:{probe.getsockname()[1]}"
        self.log = log
        self._process: subprocess.Popen | None = None

    def settings(self) -> dict[str, str]:
        """The settings of a service with this provider as `acme`."""
        id_, secret = CLIENT
        return {
            "REGISTRATION_OPENID_PROVIDERS": "acme",
            "REGISTRATION_OPENID_ACME_LABEL": "Acme",
            "REGISTRATION_OPENID_ACME_ISSUER": self.issuer,
            "REGISTRATION_OPENID_ACME_CLIENT_ID": id_,
            "REGISTRATION_OPENID_ACME_CLIENT_SECRET": secret,
            "REGISTRATION_OPENID_ACME_TRUST_EMAIL": "true",
        }

    def start(self, site: Local) -> None:
        """Starts it, with the service as its client and a new key."""
        assert PACKAGES, "run .ci/try-browser, which installs the provider"
        script = REPOSITORY / "tests/browser/oidc/provider.mjs"
        callback = f"{site.url}/register/openid/acme/callback"
        self._process = subprocess.Popen(
            [PACKAGES / "bin/node", script, PACKAGES, self.issuer, callback, *CLIENT],
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )
        eventually(lambda: "listening" in self.log.read_text(), "the provider does not start")

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait(PATIENCE)
            self._process = None


def sign_in(page: Page, name: str) -> None:
    """Logs in and consents at the provider."""
    log_in(page, name)
    page.get_by_role("button", name="Continue").click()


def log_in(page: Page, name: str) -> None:
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill("any password will do")
    page.get_by_role("button", name="Sign-in").click()
    expect(page).to_have_url(re.compile("/interaction/"))


def cancel(page: Page) -> None:
    page.get_by_role("link", name="Cancel").click()


def continue_with_acme(page: Page, site: Local, query: str = "") -> None:
    """Chooses the provider on the page with the form."""
    page.goto(f"{site.url}/register{query}")
    page.get_by_role("link", name="Continue with Acme").click()
