"""Every page, and how people get there."""

import re
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect

from local import REPOSITORY, eventually
from people import Person, Serve, press_the_button

# Goes to a page, as a person, at a service with any settings.
Visit = Callable[[Page, Person, Serve], None]

SIMPLE = {"REGISTRATION_BACKEND": "simple"}
APPROVAL = {"REGISTRATION_BACKEND": "approval", "REGISTRATION_APPROVERS": "boss@example.com"}
TERMS = {"REGISTRATION_FORM": "terms"}
SHORT = {"REGISTRATION_ACTIVATION_PERIOD": "1s"}


@cache
def folder_of_forms() -> TemporaryDirectory:
    """The form that docs/forms.md shows, which has a field of every kind."""
    folder = TemporaryDirectory()
    document = re.search("```json\n(.+?)```", (REPOSITORY / "docs/forms.md").read_text(), re.DOTALL).group(1)
    Path(folder.name, "business.json").write_text(document)
    return folder


def business() -> dict[str, str]:
    return {"REGISTRATION_FORMS_DIR": folder_of_forms().name, "REGISTRATION_FORM": "business"}


def at(path: str, settings: Callable[[], dict[str, str]] = dict) -> Visit:
    return lambda page, _, serve: page.goto(serve(**settings()).url + path)


def sent_empty(path: str, settings: Callable[[], dict[str, str]] = dict) -> Visit:
    """A form, sent with nothing in it."""

    def visit(page: Page, _: Person, serve: Serve) -> None:
        page.goto(serve(**settings()).url + path)
        press_the_button(page)
        expect(page.locator("[aria-invalid]").first).to_be_visible()

    return visit


def registered(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())


def asked_to_confirm(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    page.goto(serve().link_to(person.email))


def activated(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    person.activate(page, serve())


def already_activated(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    page.goto(person.activate(page, serve()))


def awaiting_approval(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve(**APPROVAL))
    person.activate(page, serve(**APPROVAL))


def expired(page: Page, person: Person, serve: Serve) -> None:
    site = serve(**SHORT)
    numbers = count()

    def expires() -> bool:
        somebody = person.number(next(numbers))
        somebody.register(page, site)
        link = site.link_to(somebody.email)
        while (status := page.goto(link).status) == 200:
            pass
        # `local` removes what has expired once a second: on a busy machine, before the page was seen.
        return status == 410

    eventually(expires, "no link expires")


def sent_from_another_site(page: Page, _: Person, serve: Serve) -> None:
    # Another name of this machine is another site for a browser.
    url = serve().url
    page.route("http://localhost/", lambda route: route.fulfill(content_type="text/html", body=FORGED.format(url)))
    page.goto("http://localhost/")
    page.get_by_role("button", name="Win").click()
    expect(page).to_have_url(f"{url}/register")


FORGED = """<form method="post" action="{}/register"><input name="username" value="bob"><button>Win</button></form>"""


def asked_for_another_link(page: Page, person: Person, serve: Serve) -> None:
    page.goto(f"{serve().url}/activate/resend")
    page.locator("#email").fill(person.email)
    press_the_button(page)
    expect(page).to_have_url(re.compile("/activate/resend/complete"))


def inbox(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    serve().mail_to(person.email)
    page.goto(f"{serve().url}/_local/mail")


def events(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())

    def shows() -> bool:
        page.goto(f"{serve().url}/_local/events")
        return page.get_by_text(person.email).count() > 0

    eventually(shows, "the event does not come")


UNUSED = {"REGISTRATION_SITE_NAME": "Where nobody registers"}

# Each page with its heading.
PAGES: dict[str, tuple[str, Visit]] = {
    "form": ("Create your account", at("/register")),
    "form with errors": ("Create your account", sent_empty("/register")),
    "form with terms": ("Create your account", at("/register", lambda: TERMS)),
    "form with terms and errors": ("Create your account", sent_empty("/register", lambda: TERMS)),
    "form of the address alone": ("Create your account", at("/register", lambda: {"REGISTRATION_FORM": "email"})),
    "form of one's own": ("Create your account", at("/register", business)),
    "form of one's own with errors": ("Create your account", sent_empty("/register", business)),
    "registered": ("Check your mail", registered),
    "registered and active": ("Your account is active", at("/register/complete", lambda: SIMPLE)),
    "confirm": (re.compile("^Activate"), asked_to_confirm),
    "activated": ("Your account is active", activated),
    "awaiting approval": ("Your address is confirmed", awaiting_approval),
    "already activated": ("This account is already active", already_activated),
    "expired": ("This link has expired", expired),
    "unknown key": ("This link does not work", at(f"/activate/{'a' * 32}")),
    "nothing to activate": ("There is nothing to activate", at(f"/activate/{'a' * 32}", lambda: SIMPLE)),
    "resend": ("Get another activation link", at("/activate/resend")),
    "resend with an error": ("Get another activation link", sent_empty("/activate/resend")),
    "resent": ("Check your mail", asked_for_another_link),
    "closed": ("Registration is closed", at("/register", lambda: {"REGISTRATION_OPEN": "false"})),
    "by invitation": ("You cannot register here", at("/register", lambda: {"REGISTRATION_BACKEND": "invitation"})),
    "unknown form": ("There is no such form", at("/register?type=nonsense")),
    "unknown page": ("Page not found", at("/nowhere")),
    "sent from another site": ("This was not sent from our page", sent_from_another_site),
    "local": ("Example, on this machine", at("/")),
    "local inbox": ("Inbox", inbox),
    "local inbox without mails": ("Inbox", at("/_local/mail", lambda: UNUSED)),
    "local events": ("Events", events),
    "local without events": ("Events", at("/_local/events", lambda: UNUSED)),
} | {
    f"closed: {reason}": ("You cannot register here", at(f"/register/closed?reason={reason}"))
    for reason in [
        "registration_paused",
        "credential_required",
        "credential_invalid",
        "claim_required",
        "invitation_required",
        "invitation_unknown",
        "invitation_spent",
        "invitation_expired",
        "invitation_revoked",
        "of_a_backend_of_ones_own",
    ]
}
