"""The services that can call the functions for an HTTP request, by the events that AWS documents."""

import base64
import json
from urllib.parse import urlencode

import pytest

from conftest import Person
from events import sample
from services import Deployment

DOORS = ["function-url", "http-api", "load-balancer", "load-balancer-with-multi-values", "rest-api"]


def event(door: str, method: str, path: str, body: bytes, headers: dict[str, str]) -> dict:
    """The event of a front door for a request, with the body in base64 as all of them can send it."""
    name = door.removesuffix("-with-multi-values")
    event = sample(name)
    event |= {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    if "rawPath" in event:
        event |= {"rawPath": path, "rawQueryString": "lang=de"}
        event["requestContext"]["http"] |= {"method": method, "path": path}
        event["headers"] |= headers
        return event
    event |= {"httpMethod": method, "path": path, "queryStringParameters": {"lang": "de"}}
    event["headers"] = {name: value for name, value in event["headers"].items() if name.lower() != "accept"} | headers
    if door != "load-balancer":
        event["multiValueHeaders"] = {name: [value] for name, value in event["headers"].items()}
        event["multiValueQueryStringParameters"] = {"lang": ["de"]}
    return event


def headers_of(door: str, answer: dict) -> dict[str, list[str]]:
    """The headers of an answer, as the front door reads them: each is in the one place that it reads."""
    if door in ("function-url", "http-api"):
        return {name: [value] for name, value in answer["headers"].items()} | {"set-cookie": answer["cookies"]}
    if door == "load-balancer":
        assert "multiValueHeaders" not in answer
        headers: dict[str, list[str]] = {}
        for name, value in answer["headers"].items():
            headers.setdefault(name.lower(), []).append(value)
        return headers
    assert "headers" not in answer
    return answer["multiValueHeaders"]


@pytest.mark.parametrize("door", DOORS)
def test_program_registers_and_activates(deployment: Deployment, person: Person, door: str):
    json_only = {"accept": "application/json", "content-type": "application/json"}
    body = json.dumps(person.fields()).encode()
    registered = deployment["register"].invoke(event(door, "POST", "/register", body, json_only)).answer
    assert registered["statusCode"] == 202, registered
    assert headers_of(door, registered)["content-language"] == ["de"]
    handle = json.dumps({"registration": json.loads(registered["body"])["registration"]}).encode()
    link = deployment.services.link_to(person.email)
    path = "/activate/" + link.split("/activate/")[1].split("?")[0]
    activated = deployment["activate"].invoke(event(door, "POST", path, handle, json_only)).answer
    assert (activated["statusCode"], json.loads(activated["body"])["status"]) == (200, "active")


@pytest.mark.parametrize("door", DOORS)
def test_browser_gets_cookie(deployment: Deployment, person: Person, door: str):
    browser = {
        "accept": "text/html",
        "content-type": "application/x-www-form-urlencoded",
        "sec-fetch-site": "same-origin",
    }
    body = urlencode(person.fields() | {"password_confirm": person.password}).encode()
    answer = deployment["register"].invoke(event(door, "POST", "/register", body, browser)).answer
    headers = headers_of(door, answer)
    assert (answer["statusCode"], headers["location"]) == (303, ["/register/complete?lang=de"])
    assert any("registration=" in cookie for cookie in headers["set-cookie"]), headers
    if door.startswith("load-balancer"):
        assert answer["statusDescription"] == "303 See Other"
