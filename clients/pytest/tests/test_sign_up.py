"""A sign-up, tested as its owner would."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from pytest_registration_local import LocalError, Registration

PASSWORD = "correct horse battery staple"
WEEK = 7 * 24 * 60 * 60


def post(service: Registration, path: str, **body: str) -> dict[str, Any]:
    request = urllib.request.Request(
        service.url + path,
        json.dumps(body).encode(),
        {"accept": "application/json", "content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        return dict(json.load(error))


def register(registration: Registration, email: str, name: str) -> str:
    answer = post(registration, "/register", username=name, email=email, password=PASSWORD)
    return str(answer["registration"])


def test_code_activates(registration: Registration) -> None:
    email = registration.address("fay")
    handle = register(registration, email, email.split("@")[0])
    mail = registration.wait_for_mail(to=email)
    assert mail.link.startswith(f"{registration.url}/activate/")
    assert mail.code in mail.text
    assert mail.link in mail.html
    assert mail.subject
    assert mail.sender == "no-reply@example.com"
    answer = post(registration, "/activate/code", registration=handle, code=mail.code)
    assert answer["user"]["status"] == "active"
    signal = registration.wait_for_signal("user_activated", email=email)
    assert signal.detail["user"]["username"] == email.split("@")[0]
    assert [signal.type for signal in registration.events()] == ["user_registered", "user_activated"]


def test_link_activates(registration: Registration) -> None:
    email = registration.address("gus")
    handle = register(registration, email, email.split("@")[0])
    link = registration.wait_for_mail(to=email).link
    answer = post(registration, link.removeprefix(registration.url), registration=handle)
    assert answer["user"]["status"] == "active"


def test_each_wait_returns_the_next_mail(registration: Registration) -> None:
    email = registration.address()
    for name in [registration.address("hal"), registration.address("ida")]:
        register(registration, email, name.split("@")[0])
    first, second = (registration.wait_for_mail(to=email, subject="Activate") for _ in range(2))
    assert first.link != second.link
    with pytest.raises(LocalError, match=r"no email to .* came within 0\.1 s"):
        registration.wait_for_mail(to=email, timeout=0.1)
    assert registration.emails(email) == [first, second]


def test_other_tests_are_not_seen(registration: Registration) -> None:
    assert registration.emails() == []
    assert registration.events() == []
    with pytest.raises(LocalError, match=r"no signal user_activated came within 0 s\. The signals .*:\n  none"):
        registration.wait_for_signal("user_activated", timeout=0)


def test_mail_of_seeded_user_is_found(registration: Registration) -> None:
    mail = registration.wait_for_mail(to="bea@example.com")
    assert "bea" in mail.text


def test_moved_clock_expires_registration(registration: Registration) -> None:
    email = registration.address("jan")
    handle = register(registration, email, email.split("@")[0])
    mail = registration.wait_for_mail(to=email)
    registration.advance(WEEK)
    registration.wait_for_signal("registration_expired", email=email)
    answer = post(registration, "/activate/code", registration=handle, code=mail.code)
    assert answer["status"] >= 400, answer


def test_inbox_can_be_emptied(registration: Registration) -> None:
    email = registration.address("kim")
    register(registration, email, email.split("@")[0])
    registration.wait_for_mail(to=email)
    registration.clear()
    assert registration.emails() == []
