"""The page of examples/own-page, with the service behind it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from local import REPOSITORY, Local
from people import Person


@pytest.fixture
def own_page(site: Local, browser: Browser) -> Iterator[Page]:
    """The page in a window whose console may have the statuses that the service returns to scripts."""
    serve = [sys.executable, REPOSITORY / "examples/own-page/serve.py"]
    environment = os.environ | {"SITE": site.url, "PORT": "0"}
    with subprocess.Popen(
        serve, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        page = browser.new_page()
        page.goto(re.search(r"http://\S+", server.stdout.readline()).group())
        yield page
        page.close()
        server.kill()


def test_own_page_shows_errors_then_registers(own_page: Page, site: Local, person: Person):
    join = own_page.get_by_role("button", name="Join")
    join.click()
    for label in ["Username", "Email address", "Password"]:
        expect(own_page.get_by_label(label)).to_have_accessible_description(re.compile(".+"))
    expect(own_page.get_by_label("Username")).to_be_focused()

    own_page.get_by_label("Username").fill(person.username)
    own_page.get_by_label("Email address").fill(person.email)
    own_page.get_by_label("Password").fill(person.password)
    join.click()
    expect(own_page.get_by_role("heading", name="Check your email")).to_be_visible()
    link = site.link_to(person.email)
    own_page.get_by_role("button", name="Send the email again").click()
    expect(own_page.get_by_role("status")).to_have_text("The email is on its way.")

    # JSON sets no cookie, so the user chooses the password at the link.
    own_page.goto(link)
    person.finish(own_page)
    expect(own_page.get_by_role("heading", level=1)).to_have_text("Your account is active")


def test_own_page_activates_by_code(own_page: Page, site: Local, person: Person):
    own_page.get_by_label("Username").fill(person.username)
    own_page.get_by_label("Email address").fill(person.email)
    own_page.get_by_label("Password").fill(person.password)
    own_page.get_by_role("button", name="Join").click()
    expect(own_page.get_by_role("heading", name="Check your email")).to_be_visible()
    code = own_page.get_by_label("Code from the email")
    code.fill("12345")
    code.press("Enter")
    expect(own_page.get_by_role("alert").filter(has_text="A code has 6 digits.")).to_be_visible()
    code.fill(site.code_to(person.email))
    code.press("Enter")
    expect(own_page.get_by_role("heading", name="Your account is active")).to_be_visible()
