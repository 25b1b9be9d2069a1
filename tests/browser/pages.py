"""All pages, and the way to each."""

import json
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
WAITLIST = {"REGISTRATION_BACKEND": "waitlist"}
TERMS = {"REGISTRATION_FORM": "terms"}
BRANDED = TERMS | {
    "REGISTRATION_LOGIN_URL": "https://example.com/login",
    "REGISTRATION_TERMS_URL": "https://example.com/terms",
    "REGISTRATION_PRIVACY_URL": "https://example.com/privacy",
    "REGISTRATION_ACCENT_COLOR": "#7a1fa2",
    # A purple square.
    "REGISTRATION_LOGO_URL": "data:image/svg+xml;base64,"
    "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI0OCIgaGVpZ2h0PSI0OCI+"
    "PHJlY3Qgd2lkdGg9IjQ4IiBoZWlnaHQ9IjQ4IiByeD0iMTIiIGZpbGw9IiM3YTFmYTIiLz48L3N2Zz4=",
}
HOUR = {"REGISTRATION_ACTIVATION_PERIOD": "1h"}


@cache
def folder_of_forms() -> TemporaryDirectory:
    """The form of docs/guides/forms.md, which has a field of every kind, and one with a document."""
    folder = TemporaryDirectory()
    document = re.search("```json\n(.+?)```", (REPOSITORY / "docs/guides/forms.md").read_text(), re.DOTALL).group(1)
    Path(folder.name, "business.json").write_text(document)
    form = json.loads((REPOSITORY / "shared/domain/forms/email.json").read_text())
    form["properties"]["rules"] = RULES
    Path(folder.name, "club.json").write_text(json.dumps(form))
    return folder


# A box whose whole label links to its document.
RULES = {
    "type": "boolean",
    "const": True,
    "title": "I accept the rules",
    "x-document": "https://example.com/rules/3",
    "x-version": "3",
}


def business() -> dict[str, str]:
    return {"REGISTRATION_FORMS_DIR": folder_of_forms().name, "REGISTRATION_FORM": "business"}


def club() -> dict[str, str]:
    return {"REGISTRATION_FORMS_DIR": folder_of_forms().name, "REGISTRATION_FORM": "club"}


def at(path: str, settings: Callable[[], dict[str, str]] = dict) -> Visit:
    return lambda page, _, serve: page.goto(serve(**settings()).url + path)


def sent_empty(path: str, settings: Callable[[], dict[str, str]] = dict) -> Visit:
    """An empty form, after it was sent."""

    def visit(page: Page, _: Person, serve: Serve) -> None:
        page.goto(serve(**settings()).url + path)
        press_the_button(page)
        expect(page.locator("[aria-invalid]").first).to_be_visible()

    return visit


def registered(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())


def registered_elsewhere(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    page.context.clear_cookies()
    page.reload()


def registered_again(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    page.locator("form[action*='/activate/resend'] [type=submit]").click()
    expect(page).to_have_url(re.compile("again=1"))


def code_with_error(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    serve().mail_to(person.email)
    person.enter_code(page, "1")
    expect(page.locator("[aria-invalid]")).to_be_visible()


def code_tried_too_often(page: Page, person: Person, serve: Serve) -> None:
    site = serve()
    person.register(page, site)
    wrong = "000000" if site.code_to(person.email) != "000000" else "000001"
    for _ in range(6):
        person.enter_code(page, wrong)
        expect(page.locator("[aria-invalid]")).to_be_visible()


def code_without_cookie(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    page.context.clear_cookies()
    person.enter_code(page, "123456")
    expect(page).to_have_url(re.compile("/activate/code"))


def correction_with_error(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    person.correct(page, "nobody.example.com")
    expect(page.locator("[aria-invalid]")).to_be_visible()


def corrected_too_often(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    for number in range(3):
        person.correct(page, f"{number}-{person.email}")
        expect(page.locator("main")).to_contain_text(f"{number}-{person.email}")


def corrected_without_cookie(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    page.context.clear_cookies()
    person.correct(page, f"other-{person.email}")
    expect(page).to_have_url(re.compile("/register/email"))


def starting_over(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    page.context.clear_cookies()
    page.goto(serve().link_to(person.email))


def starting_over_with_errors(page: Page, person: Person, serve: Serve) -> None:
    starting_over(page, person, serve)
    press_the_button(page)
    expect(page.locator("[aria-invalid]").first).to_be_visible()


def started_over(page: Page, person: Person, serve: Serve) -> None:
    starting_over(page, person, serve)
    person.finish(page)


def asked_to_confirm(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    page.goto(serve().link_to(person.email))


def activated(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    person.activate(page, serve())


def activated_on_branded_site(page: Page, person: Person, serve: Serve) -> None:
    site = serve(**BRANDED)
    page.goto(f"{site.url}/register")
    person.fill_in(page)
    page.locator("#terms").check()
    press_the_button(page)
    expect(page).to_have_url(re.compile("/register/complete"))
    person.activate(page, site)


def already_activated(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    page.goto(person.activate(page, serve()))


def awaiting_approval(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve(**APPROVAL))
    person.activate(page, serve(**APPROVAL))


def asked_to_approve(page: Page, person: Person, serve: Serve) -> None:
    site = serve(**APPROVAL)
    awaiting_approval(page, person, serve)

    def of_person() -> list[dict]:
        return [mail for mail in site.mails_to(APPROVAL["REGISTRATION_APPROVERS"]) if person.email in mail["text"]]

    mail = eventually(of_person, "no mail came to the approver")[0]
    page.goto(re.search(r"http://\S+/approve/[a-z2-7]{32}", mail["text"]).group())


def decided(decision: str) -> Visit:
    def show(page: Page, person: Person, serve: Serve) -> None:
        asked_to_approve(page, person, serve)
        # In any language.
        page.locator(f"button[value={decision}]").click()
        expect(page.locator("button[name=decision]")).to_have_count(0)

    return show


def expired(page: Page, person: Person, serve: Serve) -> None:
    site = serve(**HOUR)
    numbers = count()

    def expires() -> bool:
        somebody = person.number(next(numbers))
        somebody.register(page, site)
        link = site.link_to(somebody.email)
        site.advance(3601)
        # Within a second `local` removes the registration, and then the link is unknown.
        return page.goto(link).status == 410

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


def waiting(page: Page, person: Person, serve: Serve) -> None:
    page.goto(f"{serve(**WAITLIST).url}/register")
    page.locator("#email").fill(person.email)
    press_the_button(page)
    expect(page).to_have_url(re.compile("/register/complete"))


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

NOT_ALLOWED = re.compile("^You can.t sign up here$")

# Each page with its heading.
PAGES: dict[str, tuple[str, Visit]] = {
    "form": ("Create your account", at("/register")),
    "form with errors": ("Create your account", sent_empty("/register")),
    "form with terms": ("Create your account", at("/register", lambda: TERMS)),
    "form with terms and errors": ("Create your account", sent_empty("/register", lambda: TERMS)),
    "form of the address alone": ("Create your account", at("/register", lambda: {"REGISTRATION_FORM": "email"})),
    "form of a branded site": ("Create your account", at("/register", lambda: BRANDED)),
    "form of a branded site with errors": ("Create your account", sent_empty("/register", lambda: BRANDED)),
    "activated on a branded site": ("Your account is active", activated_on_branded_site),
    "form of one's own": ("Create your account", at("/register", business)),
    "form with a document": ("Create your account", at("/register", club)),
    "form of one's own with errors": ("Create your account", sent_empty("/register", business)),
    "registered": ("Check your email", registered),
    "registered elsewhere": ("Check your email", registered_elsewhere),
    "requested again": ("Check your email", registered_again),
    "code with an error": ("Check your email", code_with_error),
    "code tried too often": ("Check your email", code_tried_too_often),
    "code without a cookie": ("There is no such registration", code_without_cookie),
    "correction with an error": ("Check your email", correction_with_error),
    "corrected too often": ("Check your email", corrected_too_often),
    "corrected without a cookie": ("There is no such registration", corrected_without_cookie),
    "registered and active": ("Your account is active", at("/register/complete", lambda: SIMPLE)),
    "confirm": (re.compile("^Activate"), asked_to_confirm),
    "activated": ("Your account is active", activated),
    "starting over": ("Finish creating your account", starting_over),
    "starting over with errors": ("Finish creating your account", starting_over_with_errors),
    "started over": ("Your account is active", started_over),
    "awaiting approval": ("Your email address is confirmed", awaiting_approval),
    "asked to approve": ("Decide on a registration", asked_to_approve),
    "approved": ("This registration is approved", decided("approve")),
    "rejected": ("This registration is rejected", decided("reject")),
    "unknown key of an approver": ("This link does not work", at(f"/approve/{'a' * 32}", lambda: APPROVAL)),
    "already activated": ("This account is already active", already_activated),
    "expired": ("This link has expired", expired),
    "unknown key": ("This link does not work", at(f"/activate/{'a' * 32}")),
    "nothing to activate": ("There is nothing to activate", at(f"/activate/{'a' * 32}", lambda: SIMPLE)),
    "resend": ("Get a new activation link", at("/activate/resend")),
    "resend with an error": ("Get a new activation link", sent_empty("/activate/resend")),
    "resent": ("Check your email", asked_for_another_link),
    "closed": ("Sign-up is closed", at("/register", lambda: {"REGISTRATION_OPEN": "false"})),
    "by invitation": (NOT_ALLOWED, at("/register", lambda: {"REGISTRATION_BACKEND": "invitation"})),
    "waiting list": ("Join the waiting list", at("/register", lambda: WAITLIST)),
    "waiting list with an error": ("Join the waiting list", sent_empty("/register", lambda: WAITLIST)),
    "waiting": (re.compile("on the waiting list$"), waiting),
    "unknown form": ("Form not found", at("/register?type=nonsense")),
    "unknown page": ("Page not found", at("/nowhere")),
    "sent from another site": ("This was not sent from our page", sent_from_another_site),
    "local": ("Example, on this machine", at("/")),
    "local inbox": ("Inbox", inbox),
    "local inbox without mails": ("Inbox", at("/_local/mail", lambda: UNUSED)),
    "local events": ("Events", events),
    "local without events": ("Events", at("/_local/events", lambda: UNUSED)),
} | {
    f"closed: {reason}": (NOT_ALLOWED, at(f"/register/closed?reason={reason}"))
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
