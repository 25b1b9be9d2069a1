"""Events, made of the samples that AWS documents: see events/README.md."""

import base64
import json
from pathlib import Path
from urllib.parse import urlencode

SAMPLES = Path(__file__).parent / "events"


def sample(name: str) -> dict:
    return json.loads((SAMPLES / f"{name}.json").read_text())


def request(method: str, path: str, body: object = None, **headers: str) -> dict:
    """API Gateway's event for a request: JSON goes as text, a form (a list of pairs) in base64, as there."""
    event = sample("http-api")
    event |= {"routeKey": "$default", "rawPath": path, "rawQueryString": "", "queryStringParameters": {}}
    event["requestContext"]["http"] |= {"method": method, "path": path}
    event["headers"] = {"accept": "application/json"} | headers
    if body is None:
        del event["body"]
        event["isBase64Encoded"] = False
    elif isinstance(body, list):
        event["headers"]["content-type"] = "application/x-www-form-urlencoded"
        event["body"] = base64.b64encode(urlencode(body).encode()).decode()
    else:
        event["headers"]["content-type"] = "application/json"
        event |= {"body": json.dumps(body), "isBase64Encoded": False}
    return event


def mail_event(kind: str, address: str, user: str | None = None) -> dict:
    """SES's event about a mail to `address`: `kind` is bounce, complaint or delivery."""
    event = sample(f"ses-{kind}")
    detail = event["detail"]
    detail["mail"]["destination"] = [address]
    for recipients in ("bouncedRecipients", "complainedRecipients"):
        for recipient in detail[kind].get(recipients, []):
            recipient["emailAddress"] = address
    if user is not None:
        detail["mail"]["tags"]["user_id"] = [user]
    return event
