"""Serves a sign-up page of a site, and the service's routes on the same origin: docs/start/add-sign-up.md.

In AWS a CDN does the same with two origins. `SITE` is the URL of the service, and `PORT` the port to serve at.
"""

import http.client
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

PAGE = Path(__file__).with_name("index.html").read_bytes()
SERVICE = urlsplit(os.environ.get("SITE", "http://127.0.0.1:9000")).netloc
# Headers between two machines, which a proxy does not pass on.
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding"}


class Handler(BaseHTTPRequestHandler):
    """Answers `/` itself and passes everything else on."""

    def do_GET(self) -> None:
        if self.path == "/":
            self.answer(200, [("content-type", "text/html; charset=utf-8")], PAGE)
        else:
            self.forward()

    def do_POST(self) -> None:
        self.forward()

    def forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        service = http.client.HTTPConnection(SERVICE, timeout=10)
        service.request(self.command, self.path, body, headers)
        response = service.getresponse()
        self.answer(response.status, response.getheaders(), response.read())
        service.close()

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8000"))), Handler)
    print(f"The page is at http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
