"""From the form to the account."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from local import Local
from people import Person, press_the_button


def test_user_registers_and_activates(page: Page, site: Local, person: Person):
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Register").click()
    person.fill_in(page)
    press_the_button(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")
    expect(page.get_by_role("main")).to_contain_text("Open the link in it to activate your account.")

    link = site.link_to(person.email)
    opened_mail(page, person).get_by_role("link", name=link).click()
    expect(page.get_by_role("main")).to_contain_text(f"account {person.username} with the address {person.email}")

    press_the_button(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is active")
    expect(page).to_have_title("Your account is active · Example")

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
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_role("button", name="Send the link").click()
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
    # Somebody's mail who came later: all that was to come of the clicks has come by then.
    later = person.number(2)
    later.register(page, site)
    site.mail_to(later.email)
    assert len(site.mails_to(person.email)) == 1


def test_lost_link_is_sent_again(page: Page, site: Local, person: Person):
    person.register(page, site)
    page.get_by_role("link", name="get another link").click()
    page.get_by_label("E-mail address").fill("nobody.example.com")
    page.get_by_label("E-mail address").press("Enter")
    field = page.get_by_label("E-mail address")
    expect(field).to_be_focused()
    expect(field).to_have_value("nobody.example.com")
    expect(field).to_have_accessible_description(re.compile("."))
    field.fill(person.email)
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")


def opened_mail(page: Page, person: Person) -> Locator:
    """The mail to `person` in the inbox, which shows the newest mail opened and the others closed."""
    page.goto("/_local/mail")
    mail = page.get_by_role("group").filter(has_text=f"to {person.email}")
    if not mail.get_by_role("heading").first.is_visible():
        mail.get_by_text(person.email).first.click()
    return mail
