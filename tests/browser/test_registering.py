"""From the form to the account."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from local import Local
from people import Person, press_the_button, register_as_a_program


def test_user_registers_and_activates(page: Page, site: Local, person: Person):
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Register").click()
    person.fill_in(page)
    press_the_button(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")
    expect(page.get_by_role("main")).to_contain_text("Enter the code here, or open the link, to activate your account.")

    link = site.link_to(person.email)
    mail = opened_mail(page, person)
    mail.get_by_text("Text version").click()
    mail.get_by_role("link", name=link).click()
    expect(page.get_by_role("main")).to_contain_text(f"account {person.username} with the email address {person.email}")

    press_the_button(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is active")
    expect(page).to_have_title("Your account is active · Example")
    signed_up = f"signed up as {person.username} with the email address {person.email}"
    expect(page.get_by_role("main")).to_contain_text(signed_up)

    page.goto("/_local/events")
    expect(page.get_by_text("user_activated").first).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_registration_works_without_javascript(page: Page, site: Local, person: Person):
    page.goto("/register")
    press_the_button(page)
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(3)
    person.fill_in(page)
    press_the_button(page)
    expect(page).to_have_url(f"{site.url}/register/complete")
    person.activate(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is active")

    page.goto("/activate/resend")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_role("button", name="Send link").click()
    expect(page).to_have_url(f"{site.url}/activate/resend/complete")


def test_mail_link_opens_outside_its_frame(page: Page, site: Local, person: Person):
    person.register(page, site)
    link = site.link_to(person.email)
    frame = opened_mail(page, person).locator("iframe")
    frame.scroll_into_view_if_needed()
    frame.content_frame.get_by_role("link", name=link).click()
    expect(page).to_have_url(link)


def test_button_activates_once_and_link_does_not(page: Page, site: Local, person: Person):
    person.register(page, site)
    link = site.link_to(person.email)
    for _ in range(2):
        page.goto(link)
        expect(page.get_by_role("button", name=f"Activate {person.username}")).to_be_visible()
    press_the_button(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is active")
    page.go_back()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This account is already active")


def test_double_click_is_one_registration(page: Page, site: Local, person: Person):
    page.goto("/register")
    person.fill_in(page)
    page.get_by_role("button", name="Create account").dblclick()
    expect(page).to_have_url(f"{site.url}/register/complete")
    site.mail_to(person.email)
    # The mail of a later registration: by then, the clicks have had all their effects.
    later = person.number(2)
    later.register(page, site)
    site.mail_to(later.email)
    assert len(site.mails_to(person.email)) == 1


def test_stranger_cannot_choose_password(page: Page, elsewhere: Page, site: Local, person: Person):
    stranger = Person(f"{person.username}-eve", person.email, "eleven badgers whistle loudly")
    stranger.register(page, site)
    elsewhere.goto(site.link_to(person.email))
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Finish creating your account")
    expect(elsewhere.locator("#email")).to_have_attribute("readonly", "")
    expect(elsewhere.locator("#username")).to_have_value(stranger.username)
    expect(elsewhere.locator("#password")).to_have_value("")
    person.finish(elsewhere)
    signed_up = f"signed up as {person.username} with the email address {person.email}"
    expect(elsewhere.get_by_role("main")).to_contain_text(signed_up)

    page.goto(site.link_to(person.email))
    expect(page.get_by_role("heading", level=1)).to_have_text("This account is already active")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_other_browser_finishes_without_javascript(page: Page, site: Local, person: Person):
    register_as_a_program(page, site, person)
    page.goto(site.link_to(person.email))
    press_the_button(page)
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(1)
    expect(page.locator("#username")).to_have_value(person.username)
    person.finish(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is active")


def test_button_page_leads_to_own_password(page: Page, site: Local, person: Person):
    person.register(page, site)
    page.goto(site.link_to(person.email))
    page.get_by_role("link", name="Choose your own password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Finish creating your account")
    person.finish(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is active")


def test_mistyped_address_is_corrected(page: Page, site: Local, person: Person):
    mistyped = Person(person.username, f"mistyped-{person.email}", person.password)
    mistyped.register(page, site)
    first = site.link_to(mistyped.email)
    page.get_by_label("Email address").fill("nobody.example.com")
    page.get_by_role("button", name="Change the address").click()
    field = page.get_by_label("Email address")
    expect(field).to_be_focused()
    expect(field).to_have_value("nobody.example.com")
    expect(field).to_have_accessible_description(re.compile("."))
    expect(page).to_have_title(re.compile("^Error: "))
    person.correct(page, person.email)
    expect(page).to_have_url(f"{site.url}/register/complete")
    expect(page.get_by_role("main")).to_contain_text(f"emailed a code and a link to {person.email}")

    page.goto(first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Finish creating your account")
    person.activate(page, site)
    signed_up = f"signed up as {person.username} with the email address {person.email}"
    expect(page.get_by_role("main")).to_contain_text(signed_up)


def test_address_is_corrected_three_times(page: Page, site: Local, person: Person):
    person.register(page, site)
    for number in range(3):
        expect(page.get_by_role("heading", name="Wrong address?")).to_be_visible()
        person.correct(page, f"{number}-{person.email}")
        expect(page.get_by_role("main")).to_contain_text(f"{number}-{person.email}")
    expect(page.get_by_role("heading", name="Wrong address?")).to_have_count(0)


def test_email_is_requested_again_without_typing(page: Page, site: Local, person: Person):
    person.register(page, site)
    page.get_by_role("button", name="Send the email again").click()
    expect(page).to_have_url(f"{site.url}/register/complete?again=1")
    expect(page.get_by_role("status")).to_have_text("You asked for the email again. Enter the code of the latest one.")
    expect(page.get_by_label("Code from the email")).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_code_activates_without_javascript(page: Page, site: Local, person: Person):
    person.register(page, site)
    code = site.code_to(person.email)
    field = page.get_by_label("Code from the email")
    field.fill("12345")
    field.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("12345")
    expect(field).to_have_accessible_description("A code has 6 digits. Enter the one from the email.")
    person.enter_code(page, "000000" if code != "000000" else "000001")
    expect(field).to_have_accessible_description(re.compile("You can try 4 more times.$"))
    expect(page).to_have_title(re.compile("^Error: "))
    person.enter_code(page, f"{code[:3]} {code[3:]}")
    expect(page).to_have_url(f"{site.url}/activate/complete")
    signed_up = f"signed up as {person.username} with the email address {person.email}"
    expect(page.get_by_role("main")).to_contain_text(signed_up)


def test_cookie_is_out_of_reach_and_cleared(page: Page, context: BrowserContext, site: Local, person: Person):
    def cookie() -> dict | None:
        return next((cookie for cookie in context.cookies() if cookie["name"] == "registration"), None)

    person.register(page, site)
    assert (cookie()["httpOnly"], cookie()["sameSite"], cookie()["path"]) == (True, "Lax", "/")
    assert "registration" not in page.evaluate("document.cookie")
    person.activate(page, site)
    assert cookie() is None


def test_lost_link_is_sent_again(page: Page, site: Local, person: Person):
    register_as_a_program(page, site, person)
    page.goto("/register/complete")
    page.get_by_role("link", name="get a new link").click()
    page.get_by_label("Email address").fill("nobody.example.com")
    page.get_by_label("Email address").press("Enter")
    field = page.get_by_label("Email address")
    expect(field).to_be_focused()
    expect(field).to_have_value("nobody.example.com")
    expect(field).to_have_accessible_description(re.compile("."))
    field.fill(person.email)
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")


@pytest.fixture
def elsewhere(browser: Browser, site: Local) -> Iterator[Page]:
    """A page of another browser."""
    context = browser.new_context(base_url=site.url)
    yield context.new_page()
    context.close()


def opened_mail(page: Page, person: Person) -> Locator:
    """The mail to `person` in the inbox, which shows the newest mail opened and the others closed."""
    page.goto("/_local/mail")
    mail = page.get_by_role("group").filter(has_text=f"to {person.email}")
    if not mail.get_by_text("Text version").is_visible():
        mail.get_by_text(person.email).first.click()
    return mail
