"""A function with wrong settings reports them in its log and to Lambda."""

import pytest

from events import sample
from functions import HTTP, NAMES
from services import Deployment

SITE = ["REGISTRATION_SITE_NAME", "REGISTRATION_SITE_URL", "REGISTRATION_TABLE"]
ALL_NEED = {
    "register": SITE,
    "activate": ["REGISTRATION_CODE_SECRET", *SITE],
    "allowed": SITE,
    "openid": SITE,
    "feedback": ["REGISTRATION_TABLE"],
    "mail": ["REGISTRATION_CODE_SECRET", "REGISTRATION_MAIL_FROM", *SITE],
    "signal": ["REGISTRATION_EVENT_BUS"],
}


@pytest.mark.parametrize("name", NAMES)
def test_missing_settings_are_logged_and_returned(start, name: str):
    function = start(name)
    error = function.invoke(sample("http-api")).error
    assert error is not None
    assert error["errorType"] == "Runtime.SettingsError"
    lines = [line for line in function.log_lines() if line["level"] == "ERROR"]
    assert [line["fields"]["message"] for line in lines][:1] == ["the function cannot start"]
    for variable in ALL_NEED[name]:
        assert f"{variable}: is not set" in error["errorMessage"]
        assert f"{variable}: is not set" in lines[0]["fields"]["error"]


@pytest.mark.parametrize("name", HTTP)
def test_unknown_backend_is_reported_with_valid_names(deployment: Deployment, start, name: str):
    function = start(name, **deployment.services.variables() | {"REGISTRATION_BACKEND": "nonsense"})
    error = function.invoke(sample("http-api")).error
    assert error is not None
    for word in ("REGISTRATION_BACKEND", "nonsense", "default", "invitation"):
        assert word in error["errorMessage"]
