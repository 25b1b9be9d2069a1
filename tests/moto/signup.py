"""`local`, whose mails and events go to an AWS elsewhere, and who signs up there."""

from pathlib import Path

import requests

from local import PATIENCE, Local


class SignUp(Local):
    """A `local` that leads to this AWS."""

    def __init__(self, log: Path, aws: str, settings: dict[str, str]):
        super().__init__(log, "--ses", aws, "--eventbridge", aws, **settings)

    def post(self, url: str, body: dict) -> dict:
        answer = requests.post(url, json=body, headers={"accept": "application/json"}, timeout=PATIENCE)
        assert answer.ok, answer.text
        return answer.json()

    def register(self, username: str, email: str) -> None:
        body = {"username": username, "email": email, "password": "seven otters juggle plums"}
        assert self.post(f"{self.url}/register", body)["status"] == "pending"
