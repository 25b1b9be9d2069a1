"""Somebody registers: every function as Lambda runs it, and all that follows from the table's stream."""

import json
import re

from conftest import Person
from events import request
from local import eventually
from services import Deployment


def test_user_registers_activates_and_is_signalled(deployment: Deployment, person: Person):
    allowed = deployment["allowed"].invoke(request("GET", "/register/allowed")).answer
    assert (allowed["statusCode"], body(allowed)) == (200, {"allowed": True, "backend": "default"})

    registered = deployment["register"].invoke(request("POST", "/register", person.fields())).answer
    assert (registered["statusCode"], body(registered)["status"]) == (202, "pending")
    handle = {"registration": body(registered)["registration"]}

    link = path_of(deployment.services.link_to(person.email))
    looked_at = deployment["activate"].invoke(request("GET", link)).answer
    assert (looked_at["statusCode"], body(looked_at)) == (200, {"status": "pending", "proof": "registration"})
    refused = deployment["activate"].invoke(request("POST", link)).answer
    assert (refused["statusCode"], body(refused)["code"]) == (403, "proof_required")
    activated = deployment["activate"].invoke(request("POST", link, handle)).answer
    assert (activated["statusCode"], body(activated)["status"]) == (200, "active")
    again = deployment["activate"].invoke(request("POST", link, handle)).answer
    assert (again["statusCode"], body(again)["code"]) == (409, "already_activated")

    signals = ["user_registered", "user_activated"]
    eventually(lambda: deployment.services.signals_of(person.email) == signals, "the signals do not come")
    # SES's event that the mail was delivered.
    eventually(lambda: invoked_about(deployment, "feedback", person), "feedback is not invoked")
    for name in ("mail", "signal"):
        batches = invoked_about(deployment, name, person)
        assert batches
        assert all(outcome.answer == {"batchItemFailures": []} for _, outcome in batches), batches
    assert all(outcome.answer is None for _, outcome in invoked_about(deployment, "feedback", person))


def test_browser_gets_and_submits_form(deployment: Deployment, person: Person):
    browser = {"accept": "text/html", "accept-language": "de", "sec-fetch-site": "same-origin"}
    shown = deployment["register"].invoke(request("GET", "/register", **browser)).answer
    assert (shown["statusCode"], shown["headers"]["content-language"]) == (200, "de")
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown["body"])
    fields = [*person.fields().items(), ("password_confirm", person.password), *hidden]
    sent = deployment["register"].invoke(request("POST", "/register", fields, **browser)).answer
    assert (sent["statusCode"], sent["headers"]["location"]) == (303, "/register/complete")
    complete = deployment["register"].invoke(request("GET", "/register/complete", **browser)).answer
    assert complete["statusCode"] == 200
    mail = eventually(lambda: deployment.services.mails_to(person.email), "no mail came")[0]
    assert "aktivier" in mail["subject"].lower() + mail["text"].lower()

    # API Gateway has cookies in a list of their own, in both directions.
    (cookie,) = sent["cookies"]
    press = request("POST", path_of(deployment.services.link_to(person.email)), [], **browser)
    started_over = deployment["activate"].invoke(press).answer
    assert started_over["headers"]["location"].startswith("/register?")
    activated = deployment["activate"].invoke(press | {"cookies": ["a=b", cookie.partition(";")[0]]}).answer
    assert (activated["statusCode"], activated["headers"]["location"]) == (303, "/activate/complete")


def test_user_starts_over_without_handle(deployment: Deployment, person: Person):
    stranger = person.fields() | {"password": "eleven badgers whistle loudly"}
    assert deployment["register"].invoke(request("POST", "/register", stranger)).answer["statusCode"] == 202
    key = path_of(deployment.services.link_to(person.email)).rpartition("/")[2]
    chosen = request("POST", "/register", person.fields() | {"activation": key})
    finished = deployment["register"].invoke(chosen).answer
    assert (finished["statusCode"], body(finished)["status"]) == (201, "active")
    signals = ["user_registered", "user_registered", "user_activated"]
    eventually(lambda: deployment.services.signals_of(person.email) == signals, "the signals do not come")


def test_taken_name_is_refused(deployment: Deployment, person: Person):
    register = deployment["register"]
    assert register.invoke(request("POST", "/register", person.fields())).answer["statusCode"] == 202
    other = person.fields() | {"email": f"other-{person.email}", "password": "eleven badgers whistle loudly"}
    refused = register.invoke(request("POST", "/register", other)).answer
    assert refused["statusCode"] == 422
    assert [(error["field"], error["code"]) for error in body(refused)["errors"]] == [("username", "taken")]


def body(answer: dict) -> dict:
    return json.loads(answer["body"])


def path_of(link: str) -> str:
    return re.search("/activate/[a-z2-7]+", link).group()


def invoked_about(deployment: Deployment, name: str, person: Person) -> list:
    """The invocations of a function by the stream or by SES that are about this person."""
    return [each for each in deployment.invocations[name] if person.email in json.dumps(each[0])]
