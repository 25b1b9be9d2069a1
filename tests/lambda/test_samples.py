"""The events that AWS documents, unchanged and about a user of the service."""

import json

import pytest

from conftest import Person
from events import mail_event, request, sample
from functions import HTTP
from local import eventually
from services import Deployment


@pytest.mark.parametrize("name", HTTP)
def test_unknown_route_returns_client_error(deployment: Deployment, name: str):
    answer = deployment[name].invoke(sample("http-api")).answer
    assert 400 <= answer["statusCode"] < 500, answer


@pytest.mark.parametrize("name", ["mail", "signal"])
def test_records_of_another_table_are_skipped(deployment: Deployment, name: str):
    assert deployment[name].invoke(sample("dynamodb-stream")).answer == {"batchItemFailures": []}


@pytest.mark.parametrize("kind", ["bounce", "complaint", "delivery"])
def test_events_of_foreign_mails_are_skipped(deployment: Deployment, kind: str):
    assert deployment["feedback"].invoke(sample(f"ses-{kind}")).answer is None


@pytest.mark.parametrize("kind", ["bounce", "complaint"])
def test_bounced_or_complained_address_gets_no_mail(deployment: Deployment, person: Person, kind: str):
    assert deployment["feedback"].invoke(mail_event(kind, person.email)).answer is None
    register = deployment["register"].invoke(request("POST", "/register", person.fields())).answer
    assert register["statusCode"] == 202

    def mail_was_asked() -> bool:
        return any(person.email in json.dumps(event) for event, _ in deployment.invocations["mail"])

    eventually(mail_was_asked, "mail is not invoked")
    assert deployment.services.mails_to(person.email) == []


def test_unreadable_user_does_not_block_batch(deployment: Deployment):
    event = sample("dynamodb-stream")
    for record in event["Records"]:
        record["dynamodb"]["Keys"] = {"pk": {"S": "USER#nobody"}}
    for name in ("mail", "signal"):
        assert deployment[name].invoke(event).answer == {"batchItemFailures": []}
        assert any("cannot be read" in json.dumps(line) for line in deployment[name].log_lines())
