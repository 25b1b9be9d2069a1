"""Registering by an OpenID provider, in a browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from accessibility import assert_accessible
from local import Local, eventually
from openid import Provider, cancel, continue_with_acme, log_in, sign_in
from people import Person, press_the_button

ACTIVE = "Your account is active"


class Acme:
    """A service with a provider."""

    def __init__(self, folder: Path, settings: dict[str, str]):
        self.provider = Provider(folder / "provider")
        self.site = Local(folder / "log", **self.provider.settings() | settings)

    def has_signalled(self, address: str, *expected: str) -> None:
        """Requires these signals about an address, and no others."""

        def signals() -> tuple[str, ...]:
            events = [event for event in self.site.sent("events") if address in event["Detail"]]
            return tuple(event["DetailType"] for event in events)

        eventually(lambda: len(signals()) >= len(expected), f"{expected} did not come")
        assert signals() == expected


@pytest.fixture
def acme(tmp_path, request, foreign_sites: list[str]) -> Iterator[Acme]:
    acme = Acme(tmp_path, getattr(request, "param", {}))
    # The provider's own pages ask for a font of Google's.
    foreign_sites += [acme.provider.issuer, "https://fonts.googleapis.com"]
    try:
        acme.provider.start(acme.site)
        yield acme
    finally:
        acme.provider.stop()
        acme.site.end()


@pytest.fixture
def name(person: Person) -> str:
    """A login at the provider that no other test uses."""
    return person.username


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


@pytest.mark.parametrize("acme", [{}, {"REGISTRATION_BACKEND": "openid"}], indirect=True, ids=["beside", "alone"])
def test_proven_address_makes_active_account(page: Page, acme: Acme, name: str):
    continue_with_acme(page, acme.site)
    sign_in(page, name)
    expect(page.locator("#username")).to_have_value(name)
    expect(page.locator("#password")).to_have_count(0)
    assert_accessible(page, "by OpenID")
    press_the_button(page)
    heading(page, ACTIVE)
    address = f"{name}@example.com"
    expect(page.get_by_role("main")).to_contain_text(address)
    acme.has_signalled(address, "user_registered", "user_activated")
    assert acme.site.mails_to(address) == []


@pytest.mark.parametrize(
    "acme", [{"REGISTRATION_BACKEND": "approval", "REGISTRATION_APPROVERS": "boss@example.com"}], indirect=True
)
def test_approval_follows_sign_in(page: Page, acme: Acme, name: str):
    continue_with_acme(page, acme.site)
    sign_in(page, name)
    press_the_button(page)
    expect(page).to_have_url(re.compile("/activate/complete"))
    acme.has_signalled(f"{name}@example.com", "user_registered")
    assert name in acme.site.mail_to("boss@example.com")["text"]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_sign_in_works_without_javascript(page: Page, acme: Acme, name: str):
    continue_with_acme(page, acme.site)
    sign_in(page, name)
    press_the_button(page)
    heading(page, ACTIVE)


def test_unproven_address_is_proven_by_email(page: Page, acme: Acme, name: str):
    name = f"unverified-{name}"
    continue_with_acme(page, acme.site)
    sign_in(page, name)
    expect(page.locator("#email")).to_have_value(f"{name}@example.com")
    press_the_button(page)
    heading(page, "Check your email")
    with page.expect_navigation():
        page.locator("#code").fill(acme.site.code_to(f"{name}@example.com"))
        page.locator("form[action*='/activate/code'] [type=submit]").click()
    heading(page, ACTIVE)


@pytest.mark.parametrize("at", ["login", "consent"])
def test_person_who_cancels_can_begin_again(page: Page, acme: Acme, name: str, at: str):
    continue_with_acme(page, acme.site)
    if at == "consent":
        log_in(page, name)
    cancel(page)
    expect(page.get_by_role("main")).to_contain_text("Acme")
    assert_accessible(page, "by OpenID")
    continue_with_acme(page, acme.site)
    # A person who logged in before is asked for the consent only.
    if at == "login":
        log_in(page, name)
    page.get_by_role("button", name="Continue").click()
    press_the_button(page)
    heading(page, ACTIVE)


def test_known_identity_sees_that_account_exists(page: Page, acme: Acme, name: str):
    for _ in range(2):
        continue_with_acme(page, acme.site)
        if page.locator("[name=login]").count():
            sign_in(page, name)
        if page.locator("#username").count():
            press_the_button(page)
            heading(page, ACTIVE)
    heading(page, "You already have an account")
    acme.has_signalled(f"{name}@example.com", "user_registered", "user_activated")


def test_owner_of_address_sees_that_account_exists(page: Page, acme: Acme, name: str):
    owner = Person(f"{name}-owner", f"{name}@example.com", "seven otters juggle plums")
    owner.register(page, acme.site)
    owner.activate(page, acme.site)
    page.context.clear_cookies()
    continue_with_acme(page, acme.site)
    sign_in(page, name)
    heading(page, "You already have an account")


def test_provider_that_is_down_can_return(page: Page, acme: Acme, name: str):
    acme.provider.stop()
    with page.expect_response(lambda answer: "/register/openid/acme" in answer.url) as answered:
        continue_with_acme(page, acme.site)
    assert answered.value.status == 503
    expect(page.get_by_role("main")).to_contain_text("Acme")
    acme.provider.start(acme.site)
    continue_with_acme(page, acme.site)
    sign_in(page, name)
    press_the_button(page)
    heading(page, ACTIVE)


def test_key_that_is_rotated_is_fetched(page: Page, acme: Acme, name: str):
    for number in (1, 2):
        page.context.clear_cookies()
        continue_with_acme(page, acme.site)
        sign_in(page, f"{name}-{number}")
        press_the_button(page)
        heading(page, ACTIVE)
        acme.provider.stop()
        acme.provider.start(acme.site)


def test_answer_is_for_one_use_and_one_browser(page: Page, browser: Browser, acme: Acme, name: str):
    callbacks = []
    page.on("request", lambda request: callbacks.append(request.url) if "/callback?" in request.url else None)
    continue_with_acme(page, acme.site)
    sign_in(page, name)
    expect(page.locator("#username")).to_have_value(name)
    other = browser.new_context().new_page()
    for visitor in (page, other):
        assert visitor.goto(callbacks[0]).status == 410
    other.context.close()
    page.go_back()
    press_the_button(page)
    heading(page, ACTIVE)


def test_two_tabs_do_not_disturb_each_other(page: Page, acme: Acme, name: str):
    continue_with_acme(page, acme.site)
    second = page.context.new_page()
    continue_with_acme(second, acme.site)
    sign_in(page, name)
    expect(page.locator("#username")).to_have_value(name)
    # The provider has the person's consent by now.
    second.locator("[name=login]").fill(name)
    second.locator("[name=password]").fill("any password will do")
    second.get_by_role("button", name="Sign-in").click()
    expect(second.locator("#username")).to_have_value(name)
    press_the_button(second)
    heading(second, ACTIVE)
    press_the_button(page)
    heading(page, "You already have an account")


def test_browser_without_cookies_must_begin_again(page: Page, acme: Acme, name: str):
    continue_with_acme(page, acme.site)
    log_in(page, name)
    page.context.clear_cookies(name=re.compile("openid"))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("main")).to_contain_text("begin again", ignore_case=True)


def test_local_provider_needs_one_setting(page: Page, serve, person: Person):
    site = serve(REGISTRATION_OPENID_PROVIDERS="local")
    page.goto(f"{site.url}/register")
    page.locator(".providers a").click()
    assert_accessible(page, "by OpenID")
    page.locator("[name=name]").fill("Ann Example")
    page.locator("[name=email]").fill(person.email)
    page.get_by_role("button", name="Continue").click()
    page.locator("#username").fill(person.username)
    press_the_button(page)
    heading(page, ACTIVE)
