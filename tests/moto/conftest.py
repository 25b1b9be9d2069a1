"""An AWS and a service for each test."""

from collections.abc import Callable, Iterator

import pytest

from aws import Aws, Servers
from signup import SignUp

BUS = "sign-ups"
SETTINGS = {
    "REGISTRATION_EVENT_BUS": BUS,
    "REGISTRATION_MAIL_FROM": "no-reply@example.com",
    "REGISTRATION_REPLY_TO": "help@example.com",
    "REGISTRATION_CONFIGURATION_SET": "registration",
}


@pytest.fixture
def aws() -> Iterator[Aws]:
    """With the bus, and the configuration set; no identity is verified yet."""
    servers = Servers()
    servers.aws.client("events").create_event_bus(Name=BUS)
    servers.aws.client("sesv2").create_configuration_set(ConfigurationSetName="registration")
    yield servers.aws
    servers.stop()


@pytest.fixture
def site(aws: Aws, tmp_path) -> Iterator[SignUp]:
    site = SignUp(tmp_path / "log", aws.url, SETTINGS)
    yield site
    site.end()


@pytest.fixture
def verify(aws: Aws) -> Callable[[], None]:
    """Verifies the sender."""
    return lambda: aws.client("sesv2").create_email_identity(EmailIdentity="no-reply@example.com")
