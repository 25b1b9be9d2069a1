"""The HTML of the mails, as a mail client shows it.

No script can run in the frame of `local`'s inbox, not even axe.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accessibility import assert_accessible, assert_nothing_scrolls_sideways
from pages import APPROVAL, BRANDED, WAITLIST, waiting
from people import Person, Serve

# Landmarks and the heading are those of the mail client's own page around the mail.
OF_THE_CLIENT = ("landmark-one-main", "page-has-heading-one", "region")


def activation(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    show(page, serve, person.email)


def account_exists(page: Page, person: Person, serve: Serve) -> None:
    person.register(page, serve())
    person.activate(page, serve())
    Person(f"{person.username}-2", person.email, person.password).register(page, serve())
    show(page, serve, person.email, number=2)


def activation_of_branded_site(page: Page, person: Person, serve: Serve) -> None:
    colour = {"REGISTRATION_ACCENT_COLOR": BRANDED["REGISTRATION_ACCENT_COLOR"]}
    person.register(page, serve(**colour))
    show(page, serve, person.email, **colour)


def awaiting_approval(page: Page, person: Person, serve: Serve) -> None:
    boss = f"boss-of-{person.email}"
    settings = APPROVAL | {"REGISTRATION_APPROVERS": boss}
    person.register(page, serve(**settings))
    person.activate(page, serve(**settings))
    show(page, serve, boss, **settings)


def waitlist_joined(page: Page, person: Person, serve: Serve) -> None:
    waiting(page, person, serve)
    show(page, serve, person.email, **WAITLIST)


MAILS = [activation, activation_of_branded_site, account_exists, awaiting_approval, waitlist_joined]


@pytest.mark.parametrize("mail", MAILS)
def test_mail_is_accessible_on_any_screen(page: Page, person: Person, serve: Serve, mail: Callable):
    mail(page, person, serve)
    expect(page.get_by_text("Hello,")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page, scheme, *OF_THE_CLIENT)
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 640})
        assert_nothing_scrolls_sideways(page)


def show(page: Page, serve: Serve, address: str, number: int = 1, **settings: str) -> None:
    """Opens the mail to `address` with this number."""
    site = serve(**settings)
    mail = site.mail_to(address, number)
    page.goto("about:blank")
    page.set_content(mail["html"])
    # axe takes a canvas that has no colour of its own for white, which it is not in the dark.
    page.evaluate("document.documentElement.style.background = 'Canvas'")
