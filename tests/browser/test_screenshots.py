"""The pictures of the README. Each run takes them, and `--update-screenshots` puts them into docs/."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local import REPOSITORY
from pages import BRANDED
from people import Person, Serve, press_the_button, register_as_a_program

# The pictures always show the same person and the same address.
ANN = Person("ann", "ann@example.com", "seven otters juggle plums")
SITE = {"REGISTRATION_SITE_URL": "http://127.0.0.1:9000"}
LINKS = {name: BRANDED[name] for name in BRANDED if name.endswith("_URL") and "LOGO" not in name}


@pytest.fixture
def take(page: Page, request: pytest.FixtureRequest, tmp_path: Path):
    """Takes a picture of the window."""
    folder = REPOSITORY / "docs" if request.config.getoption("--update-screenshots") else tmp_path

    def take(name: str) -> None:
        picture = folder / f"{name}.png"
        page.screenshot(path=picture, animations="disabled", caret="hide")
        assert picture.stat().st_size > 5_000, "there is nothing on it"

    return take


def test_form_is_pictured(page: Page, serve: Serve, take):
    page.set_viewport_size({"width": 480, "height": 1040})
    page.goto(f"{serve(**LINKS).url}/register")
    take("form")


def test_inbox_is_pictured(page: Page, serve: Serve, take):
    site = serve(**SITE)
    register_as_a_program(page, site, ANN)
    site.mail_to(ANN.email)
    page.set_viewport_size({"width": 900, "height": 840})
    page.goto(f"{site.url}/_local/mail")
    mail = page.frame_locator("iframe")
    expect(mail.get_by_role("link", name="Activate account")).to_be_visible()
    take("inbox")


def test_errors_are_pictured_on_dark_phone(page: Page, take):
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.goto("/register")
    page.locator("#username").fill(ANN.username)
    page.locator("#email").fill("ann.example.com")
    page.locator("#password").fill("short")
    press_the_button(page)
    expect(page.get_by_role("alert")).to_be_focused()
    take("phone")


def test_arabic_is_pictured_on_phone(page: Page, take):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/register?lang=ar")
    page.locator("#username").fill("آن")
    page.locator("#email").fill(ANN.email)
    page.locator("#password").fill(ANN.password)
    expect(page.locator(".strength")).to_be_visible()
    take("arabic")
