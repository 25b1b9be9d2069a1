"""AWS as moto, behind a proxy that records the calls of the functions."""

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import boto3
import botocore.session
import requests
from botocore.validate import ParamValidator
from moto.server import ThreadedMotoServer

# The region and the credentials of `local`.
REGION = "us-east-1"
KEY = "local"


@dataclass(frozen=True)
class Call:
    """A call of a function: the service, the operation and its input."""

    service: str
    operation: str
    input: dict

    def validation_errors(self) -> str:
        """Returns the errors of the input, by AWS's own description of the operation in botocore."""
        model = botocore.session.get_session().get_service_model(self.service)
        shape = model.operation_model(self.operation).input_shape
        return ParamValidator().validate(self.input, shape).generate_report()


@dataclass
class Aws:
    """The endpoint of the functions, with their calls, oldest first."""

    url: str
    moto: str
    calls: list[Call] = field(default_factory=list)

    def client(self, service: str):
        credentials = {"aws_access_key_id": KEY, "aws_secret_access_key": KEY}
        return boto3.client(service, endpoint_url=self.moto, region_name=REGION, **credentials)

    def calls_of(self, operation: str) -> list[Call]:
        return [call for call in self.calls if call.operation == operation]

    def mails(self) -> list[dict]:
        """The messages that moto's SES has sent."""
        data = requests.get(f"{self.moto}/moto-api/data.json", timeout=10).json()
        return data["ses"]["Message"]


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    aws: Aws

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.aws.calls.append(call_of(self.path, self.headers, body))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        answer = requests.post(self.aws.moto + self.path, data=body, headers=headers, timeout=10)
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            if name.lower() not in ("connection", "content-length", "date", "server", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *_: object) -> None:
        pass


def call_of(path: str, headers, body: bytes) -> Call:
    target = headers.get("x-amz-target")
    if target:
        assert target.startswith("AWSEvents."), target
        return Call("events", target.removeprefix("AWSEvents."), json.loads(body))
    assert path == "/v2/email/outbound-emails", path
    return Call("sesv2", "SendEmail", json.loads(body))


class Servers:
    """Both servers, as long as they are needed."""

    def __init__(self) -> None:
        self._moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._moto.start()
        host, port = self._moto.get_host_and_port()
        handler = type("Handler", (Proxy,), {})
        self._proxy = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        Thread(target=self._proxy.serve_forever, daemon=True).start()
        self.aws = Aws(f"http://127.0.0.1:{self._proxy.server_port}", f"http://{host}:{port}")
        handler.aws = self.aws
        # The state of moto is that of the process, and so of an earlier test.
        requests.post(f"{self.aws.moto}/moto-api/reset", timeout=10)

    def stop(self) -> None:
        self._proxy.shutdown()
        self._moto.stop()
