"""What people do."""

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
        """Somebody else, as unknown to other tests."""
        return Person(f"{self.username}-{number}", f"{number}-{self.email}", self.password)

    def fill_in(self, page: Page) -> None:
        """Types what the form asks for, whatever language it is in."""
        for name, text in [
            ("username", self.username),
            ("email", self.email),
            ("password", self.password),
            ("password_confirm", self.password),
        ]:
            page.locator(f"#{name}").fill(text)

    def register(self, page: Page, site: Local) -> None:
        """Registers, up to the page that says that a mail is on its way."""
        page.goto(f"{site.url}/register")
        self.fill_in(page)
        press_the_button(page)
        expect(page).to_have_url(re.compile("/register/complete"))

    def activate(self, page: Page, site: Local) -> str:
        """Opens the link in the mail and presses the button. Gives the link."""
        link = site.link_to(self.email)
        page.goto(link)
        press_the_button(page)
        expect(page).to_have_url(re.compile("/activate/complete"))
        return link


def press_the_button(page: Page) -> None:
    """Sends the form of the page, whatever language it is in."""
    page.locator("main form [type=submit]").click()
