"""Sign-ups at a `local` whose mails and events go to another AWS."""

from pathlib import Path

import requests

from local import PATIENCE, Local


class SignUp(Local):
    """A `local` that calls this AWS."""

    def __init__(self, log: Path, aws: str, settings: dict[str, str]):
        super().__init__(log, "--ses", aws, "--eventbridge", aws, **settings)

    def post(self, url: str, body: dict) -> dict:
        answer = requests.post(url, json=body, headers={"accept": "application/json"}, timeout=PATIENCE)
        assert answer.ok, answer.text
        return answer.json()

    def register(self, username: str, email: str) -> dict:
        """Registers a user. Returns the handle, as the body that activates."""
        body = {"username": username, "email": email, "password": "seven otters juggle plums"}
        answer = self.post(f"{self.url}/register", body)
        assert answer["status"] == "pending"
        return {"registration": answer["registration"]}
