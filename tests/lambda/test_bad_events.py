"""Events that no function can process: the caller gets an error, and the function continues."""

import json

import pytest

from events import request, sample
from functions import HTTP, NAMES, Function
from services import Deployment

NO_JSON = {"nothing": b"", "text": b"not json", "half": b'{"version": ', "deep": b"[" * 10_000}
OF_ANOTHER_SHAPE = {"empty": {}, "null": None, "list": [], "number": 7, "records": {"Records": [{}]}}


@pytest.mark.parametrize("payload", NO_JSON.values(), ids=NO_JSON.keys())
@pytest.mark.parametrize("name", NAMES)
def test_invalid_json_is_an_error(deployment: Deployment, name: str, payload: bytes):
    assert_refused(deployment[name], payload)


@pytest.mark.parametrize("event", OF_ANOTHER_SHAPE.values(), ids=OF_ANOTHER_SHAPE.keys())
@pytest.mark.parametrize("name", [name for name in NAMES if name != "feedback"])
def test_malformed_event_is_an_error(deployment: Deployment, name: str, event: object):
    assert_refused(deployment[name], json.dumps(event).encode())


@pytest.mark.parametrize("name", HTTP)
def test_http_function_refuses_stream_event(deployment: Deployment, name: str):
    assert_refused(deployment[name], json.dumps(sample("dynamodb-stream")).encode())


@pytest.mark.parametrize("name", ["mail", "signal"])
def test_stream_function_refuses_http_event(deployment: Deployment, name: str):
    assert_refused(deployment[name], json.dumps(sample("http-api")).encode())


@pytest.mark.parametrize("event", OF_ANOTHER_SHAPE.values(), ids=OF_ANOTHER_SHAPE.keys())
def test_feedback_skips_malformed_event(deployment: Deployment, event: object):
    assert deployment["feedback"].invoke(event).answer is None
    assert any("skipped" in json.dumps(line) for line in deployment["feedback"].log_lines())


@pytest.mark.parametrize("size", [65 * 1024, 5 * 1024 * 1024])
def test_huge_body_returns_413(deployment: Deployment, size: int):
    assert_problem(deployment["register"], request("POST", "/register", {"username": "a" * size}), 413)


def test_invalid_base64_body_returns_400(deployment: Deployment):
    event = request("POST", "/register", [("username", "ann")]) | {"body": "%%%"}
    assert_problem(deployment["register"], event, 400)


def test_request_without_path_returns_404(deployment: Deployment):
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
