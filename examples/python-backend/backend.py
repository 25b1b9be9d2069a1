"""A backend in Python: who has a badge may register, staff need no proof of the address.

In Lambda the handler is `backend.handler`. On this machine:

    python3 examples/python-backend/backend.py
    REGISTRATION_BACKEND=lambda:http://127.0.0.1:9002/sign-up cargo run -p local

Then http://127.0.0.1:9000/register?badge=visitor is open, and so is ?badge=staff.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BADGES = {"visitor", "staff"}
RESERVED = {"reception", "security"}


def registration_allowed(call):
    badge = call["request"]["query"].get("badge")
    if badge in BADGES:
        return {"allowed": True}
    return {"allowed": False, "reason": "badge_required", "message": "Scan the code on your badge to register."}


def register(call):
    if call["data"].get("username", "").lower() in RESERVED:
        message = "This name is kept for the house. Choose another."
        return {"errors": [{"field": "username", "code": "reserved", "message": message}]}
    staff = call["request"]["query"].get("badge") == "staff"
    return {"allowed": True, "status": "active" if staff else "pending"}


METHODS = {"registration_allowed": registration_allowed, "register": register}


def handler(call, context):
    """Answers one call (infra/backend/call.schema.json) as infra/backend/answer.schema.json says."""
    method = METHODS.get(call["method"])
    return method(call) if method else {"not_implemented": True}


class Invoke(BaseHTTPRequestHandler):
    """Lambda's Invoke call, for this machine."""

    def do_POST(self):
        call = json.loads(self.rfile.read(int(self.headers["content-length"])))
        body = json.dumps(handler(call, None)).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9002
    server = ThreadingHTTPServer(("127.0.0.1", port), Invoke)
    print(f"lambda:http://127.0.0.1:{server.server_port}/sign-up", flush=True)
    server.serve_forever()
