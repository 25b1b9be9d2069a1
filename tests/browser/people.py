"""The actions of people."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from local import Local

# Starts a `local` with these settings, or gives the one that has them already.
Serve = Callable[..., Local]


@dataclass(frozen=True)
class Person:
    username: str
    email: str
    password: str

    def number(self, number: int) -> "Person":
        """Another person whom no other test uses."""
        return Person(f"{self.username}-{number}", f"{number}-{self.email}", self.password)

    def fill_in(self, page: Page) -> None:
        """Fills the fields of the form in any language."""
        for name, text in [
            ("username", self.username),
            ("email", self.email),
            ("password", self.password),
            ("password_confirm", self.password),
        ]:
            page.locator(f"#{name}").fill(text)

    def register(self, page: Page, site: Local) -> None:
        """Registers, up to the page about the email."""
        page.goto(f"{site.url}/register")
        self.fill_in(page)
        press_the_button(page)
        expect(page).to_have_url(re.compile("/register/complete"))

    def activate(self, page: Page, site: Local) -> str:
        """Opens the link in the email and presses the button, in the browser that registered. Returns the link."""
        link = site.link_to(self.email)
        page.goto(link)
        press_the_button(page)
        expect(page).to_have_url(re.compile("/activate/complete"))
        return link

    def finish(self, page: Page) -> None:
        """Chooses name and password on the page that the link opens in another browser."""
        expect(page.locator("#email")).to_have_value(self.email)
        for name, text in [
            ("username", self.username),
            ("password", self.password),
            ("password_confirm", self.password),
        ]:
            page.locator(f"#{name}").fill(text)
        press_the_button(page)
        expect(page).to_have_url(re.compile("/activate/complete"))

    def correct(self, page: Page, address: str) -> None:
        """Enters another address on the page that follows the registration."""
        page.locator("#email").fill(address)
        page.locator("form[action*='/register/email'] [type=submit]").click()

    def enter_code(self, page: Page, code: str) -> None:
        """Enters a code on the page that follows the registration."""
        page.locator("#code").fill(code)
        with page.expect_navigation():
            page.locator("form[action*='/activate/code'] [type=submit]").click()


def press_the_button(page: Page) -> None:
    """Sends the form of the page in any language."""
    page.locator("main form [type=submit]").click()


def register_as_a_program(page: Page, site: Local, person: Person) -> None:
    """Registers without the pages, so that the browser has no cookie of the registration."""
    answer = page.request.post(
        f"{site.url}/register",
        data={"username": person.username, "email": person.email, "password": person.password},
        headers={"accept": "application/json"},
    )
    assert answer.status == 202, answer.text()
