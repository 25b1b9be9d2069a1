"""What no function can do anything with: it is told so, and the function goes on."""

import json

import pytest

from events import request, sample
from functions import HTTP, NAMES, Function
from services import Deployment

NO_JSON = {"nothing": b"", "text": b"not json", "half": b'{"version": ', "deep": b"[" * 10_000}
OF_ANOTHER_SHAPE = {"empty": {}, "null": None, "list": [], "number": 7, "records": {"Records": [{}]}}


@pytest.mark.parametrize("payload", NO_JSON.values(), ids=NO_JSON.keys())
@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_json_is_an_error_that_says_so(deployment: Deployment, name: str, payload: bytes):
    assert_refused(deployment[name], payload)


@pytest.mark.parametrize("event", OF_ANOTHER_SHAPE.values(), ids=OF_ANOTHER_SHAPE.keys())
@pytest.mark.parametrize("name", [name for name in NAMES if name != "feedback"])
def test_what_is_no_event_of_the_functions_is_an_error_that_says_so(deployment: Deployment, name: str, event: object):
    assert_refused(deployment[name], json.dumps(event).encode())


@pytest.mark.parametrize("name", HTTP)
def test_a_stream_is_no_request(deployment: Deployment, name: str):
    assert_refused(deployment[name], json.dumps(sample("dynamodb-stream")).encode())


@pytest.mark.parametrize("name", ["mail", "signal"])
def test_a_request_is_no_stream(deployment: Deployment, name: str):
    assert_refused(deployment[name], json.dumps(sample("http-api")).encode())


@pytest.mark.parametrize("event", OF_ANOTHER_SHAPE.values(), ids=OF_ANOTHER_SHAPE.keys())
def test_feedback_passes_over_what_no_repetition_would_read(deployment: Deployment, event: object):
    assert deployment["feedback"].invoke(event).answer is None
    assert any("passed over" in json.dumps(line) for line in deployment["feedback"].log_lines())


@pytest.mark.parametrize("size", [65 * 1024, 5 * 1024 * 1024])
def test_a_huge_body_is_too_large(deployment: Deployment, size: int):
    assert_problem(deployment["register"], request("POST", "/register", {"username": "a" * size}), 413)


def test_a_body_that_is_not_the_base64_that_it_should_be_is_malformed(deployment: Deployment):
    event = request("POST", "/register", [("username", "ann")]) | {"body": "%%%"}
    assert_problem(deployment["register"], event, 400)


def test_a_request_without_a_path_is_not_found(deployment: Deployment):
    event = request("GET", "/register")
    del event["rawPath"]
    assert_problem(deployment["register"], event, 404)


def assert_problem(function: Function, event: dict, status: int) -> None:
    pids = function.pids()
    answer = function.invoke(event).answer
    assert (answer["statusCode"], answer["headers"]["content-type"]) == (status, "application/problem+json")
    assert function.pids() == pids


def assert_refused(function: Function, payload: bytes) -> None:
    # It is there from the first invocation on.
    function.invoke(sample("http-api"))
    pids = function.pids()
    assert pids
    error = function.invoke_raw(payload).error
    assert error is not None
    assert error["errorMessage"].startswith("failed to deserialize the incoming data"), error
    assert function.pids() == pids, f"{function.name} ended: {function.log()}"
