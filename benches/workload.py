"""The requests to the programs: events of users who exist, in the services of a `local`."""

import json
import re
import subprocess
import sys
from contextlib import ExitStack
from hashlib import sha256
from itertools import count
from pathlib import Path
from urllib.parse import unquote

from events import mail_event, request
from functions import bootstrap
from local import REPOSITORY, eventually
from programs import DJANGO, Function, Gunicorn, Lines
from services import InvokeApi, Services

PASSWORD = "seven otters juggle plums"
# KiB, passes and lanes of Argon2id, as the service has them.
_HASHER = (REPOSITORY / "shared/password-hashing/src/argon2id.rs").read_text()
ARGON2 = [
    re.search(rf"const {name}: u32 = ([\d_]+);", _HASHER).group(1).replace("_", "")
    for name in ("MEMORY_KIB", "PASSES", "LANES")
]
# Each is its own confusable skeleton, so that the item of a username is known by the username.
DIGITS = str.maketrans("01234567", "abcdefgh")


class Stream(InvokeApi):
    """The records of the table's stream about new users, by email address."""

    def __init__(self):
        self.records: dict[str, dict] = {}
        super().__init__(self._keep)

    def _keep(self, _name: str, event: dict) -> bytes:
        for record in event.get("Records", []):
            if record["eventName"] == "INSERT" and "email" in record["dynamodb"]["NewImage"]:
                self.records[record["dynamodb"]["NewImage"]["email"]["S"]] = record
        return json.dumps({"batchItemFailures": []} if "Records" in event else None).encode()


class Workload:
    """Starts the programs, and makes requests for them. It makes users and links in advance, many at a time."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._numbers = count()
        self._records: list[dict] = []
        # Of users who can be activated: the link, the handle of the registration, the username.
        self._links: list[tuple[str, str, str]] = []
        self._handles: dict[str, str] = {}
        self._signalled: list[dict] = []
        with ExitStack() as started:
            self._stream = Stream()
            started.callback(self._stream.end)
            self._services = Services(self._stream.url, folder / "local.log")
            started.callback(self._services.end)
            self._variables = self._services.variables()
            self._register = started.enter_context(self.function("register"))
            self._mail = started.enter_context(self.function("mail"))
            self._gunicorn_variables = self._migrate(folder / "django.sqlite")
            self._django_emails = folder / "links"
            self._django = started.enter_context(self.gunicorn(EMAILS=str(self._django_emails)))
            self._started = started.pop_all()

    def end(self) -> None:
        self._started.close()

    # Programs

    def function(self, name: str, **settings: str) -> Function:
        return Function(bootstrap(name), name, self._variables | settings, self._folder / f"{name}.log")

    def openid(self) -> Function:
        """The function `openid`, alone with the provider of `local`, to which the form would have a link."""
        return self.function("openid", REGISTRATION_OPENID_PROVIDERS="local")

    def hello(self) -> Function:
        return Function(built("hello"), "hello", self._variables, self._folder / "hello.log")

    def hash(self) -> Lines:
        return Lines([built("hash"), *ARGON2], {}, self._folder / "hash.log")

    def round_trips(self) -> Lines:
        return Lines([built("round-trips")], self._variables, self._folder / "round-trips.log")

    def gunicorn(self, **variables: str) -> Gunicorn:
        executable = Path(sys.executable).parent / "gunicorn"
        return Gunicorn(executable, self._gunicorn_variables | variables, self._folder / "gunicorn.log")

    # Requests

    def registration(self) -> dict:
        username = self._username()
        fields = {"username": username, "email": f"{username}@example.com", "password": PASSWORD}
        return request("POST", "/register", fields)

    def form(self) -> dict:
        return request("GET", "/register", accept="text/html")

    def activation_page(self) -> dict:
        return request("GET", self._link()[0], accept="text/html")

    def activation(self) -> dict:
        link, handle, _ = self._link()
        return request("POST", link, {"registration": handle})

    def activation_calls(self) -> str:
        """The line of `round-trips` for an activation."""
        link, handle, username = self._link()
        key = sha256(link.rpartition("/")[2].encode()).hexdigest()
        return f"KEY#{key} {handle.partition('.')[0]} {username}@example.com {username}"

    def allowed(self) -> dict:
        return request("GET", "/register/allowed")

    def sign_in(self) -> dict:
        """The link to the provider, which a browser follows from the form."""
        return request("GET", "/register/openid/local", accept="text/html")

    def new_users(self, number: int) -> dict:
        """The stream's event of so many users who have just registered."""
        while len(self._records) < number:
            self._records += self._registered(50)
        records, self._records = self._records[:number], self._records[number:]
        return {"Records": records}

    def same_users(self, number: int) -> dict:
        """The event of the same users each time. A signal does not depend on whether it was sent before."""
        while len(self._signalled) < number:
            self._signalled += self.new_users(50)["Records"]
        return {"Records": self._signalled[:number]}

    def delivery(self) -> dict:
        """SES's event that the email to a user was delivered."""
        user = self.new_users(1)["Records"][0]["dynamodb"]["NewImage"]
        return mail_event("delivery", user["email"]["S"], user["id"]["S"])

    def line(self) -> str:
        return PASSWORD

    def django_registration(self) -> tuple[str, dict[str, str]]:
        username = self._username()
        fields = {"username": username, "email": f"{username}@example.com"}
        return "/accounts/register/", fields | {"password1": PASSWORD, "password2": PASSWORD}

    def django_activation(self) -> tuple[str, dict[str, str]]:
        self._django.invoke(self.django_registration())
        newest = max(self._django_emails.iterdir(), key=lambda email: email.stat().st_mtime_ns)
        key = re.search(r"activation_key=(\S+)", newest.read_text()).group(1)
        return "/accounts/activate/", {"activation_key": unquote(key)}

    def _username(self) -> str:
        return f"user-{next(self._numbers):o}".translate(DIGITS)

    def _registered(self, number: int) -> list[dict]:
        """The stream's records of so many new users."""
        requests = [self.registration() for _ in range(number)]
        for registration in requests:
            _, answer = self._register.invoke(registration)
            handle = json.loads(answer["body"])["registration"]
            self._handles[handle.partition(".")[0]] = handle
        addresses = [json.loads(registration["body"])["email"] for registration in requests]
        eventually(lambda: self._stream.records.keys() >= set(addresses), "no records of the stream came")
        return [self._stream.records.pop(address) for address in addresses]

    def _link(self) -> tuple[str, str, str]:
        """The path of a link that can be activated, the handle of its registration, and its username."""
        if not self._links:
            users = self.new_users(20)["Records"]
            for batch in (users[:10], users[10:]):
                self._mail.invoke({"Records": batch})
            emails = {email["to"]: email["text"] for email in self._services.sent("mail")}
            for user in users:
                image = user["dynamodb"]["NewImage"]
                link = re.search(r"/activate/[a-z2-7]{32}", emails[image["email"]["S"]]).group()
                self._links.append((link, self._handles[image["id"]["S"]], image["username"]["S"]))
        return self._links.pop()

    def _migrate(self, database: Path) -> dict[str, str]:
        """Makes the tables of Django, and returns its variables."""
        variables = {
            "DJANGO_SETTINGS_MODULE": "project.settings",
            "DATABASE": str(database),
            "EMAILS": str(self._folder / "emails"),
            "ARGON2": " ".join(ARGON2),
        }
        command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(command, env=variables, cwd=DJANGO, check=True)
        return variables


def built(name: str) -> Path:
    """A program of this folder, as `cargo lambda build` makes it."""
    path = REPOSITORY / f"target/lambda/{name}/bootstrap"
    assert path.exists(), f"{path} is not there: run benches/run without --no-build"
    return path
